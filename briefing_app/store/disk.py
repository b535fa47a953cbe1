"""Every write of the store goes through these few calls, so that one place knows each platform's way to sync.

A test puts its faults here: what fails in these calls fails everywhere.
"""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import sys
import time
from collections.abc import Callable
from pathlib import Path

FULL = frozenset({errno.ENOSPC, errno.EFBIG, errno.EDQUOT})
"""The errors after which nothing is broken but nothing more fits: writing may be tried again later."""

_STEP = 4 << 20
_BINARY = getattr(os, "O_BINARY", 0)
_HERE, _EXCHANGE = -100, 2  # Linux: AT_FDCWD and RENAME_EXCHANGE of renameat2
_F_FULLFSYNC = 51  # macOS: fsync alone leaves the content in the drive's cache


def create(path: Path) -> int:
    """A new file, open for reading and writing, readable by its owner only."""
    return os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR | _BINARY, 0o600)


def write_at(descriptor: int, content: bytes | memoryview, offset: int) -> None:
    """Write all of ``content`` at ``offset``."""
    while content:
        if sys.platform == "win32":
            os.lseek(descriptor, offset, os.SEEK_SET)
            written = os.write(descriptor, content)
        else:
            written = os.pwrite(descriptor, content, offset)
        if written == len(content):
            return
        content, offset = memoryview(content)[written:], offset + written


def truncate(descriptor: int, length: int) -> None:
    """Cut the file to ``length`` bytes."""
    os.ftruncate(descriptor, length)


def sync_content(descriptor: int) -> None:
    """Return when the content, and what is needed to find it, is on the medium."""
    if sys.platform == "linux":
        os.fdatasync(descriptor)
    else:
        sync(descriptor)


def is_removed(descriptor: int) -> bool:
    """Whether no name leads to an open file any more.

    Not asked by ``fstat`` on Linux: once the time of the last change was read, the next write has to put down
    a finer one, and a sync of content waits for that too. It made every save longer by a third.
    """
    try:
        name = os.readlink(f"/proc/self/fd/{descriptor}")  # noqa: PTH115  with every save
        return name.endswith(" (deleted)")
    except OSError:  # there is no such folder
        return os.fstat(descriptor).st_nlink == 0


def sync(descriptor: int) -> None:
    """Return when content and file size are on the medium."""
    if sys.platform == "darwin":
        import fcntl  # noqa: PLC0415  there is none on Windows

        with contextlib.suppress(OSError):  # some network folders refuse; fsync below still holds
            fcntl.fcntl(descriptor, _F_FULLFSYNC)
    os.fsync(descriptor)


def replace(source: Path, target: Path) -> None:
    """Put ``source`` in the place of ``target`` in one step and make that durable."""
    for pause in (0.01, 0.05, 0.2, 0.5, None):
        try:
            source.replace(target)
            break
        except PermissionError:  # Windows: a virus scanner may hold the file for a moment
            if os.name != "nt" or pause is None:
                raise
            time.sleep(pause)
    sync_folder(target.parent)


def rename_folder(source: Path, target: Path) -> None:
    """Give a folder another name in the same place and make that durable. Nothing may be there before."""
    source.rename(target)
    sync_folder(target.parent)


def exchange_folders(one: Path, other: Path) -> bool:
    """Let two folders change names in one step, and make that durable. False where the system cannot."""
    if sys.platform != "linux":
        return False
    import ctypes  # noqa: PLC0415  only here, and rarely

    call = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if call is None or call(_HERE, os.fsencode(one), _HERE, os.fsencode(other), _EXCHANGE) != 0:
        return False
    sync_folder(one.parent)
    return True


def sync_folder(folder: Path) -> None:
    """Make a new, renamed or removed name in ``folder`` durable. Windows has no such call and needs none."""
    if sys.platform == "win32":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def remove(path: Path) -> None:
    """Remove a file if it is there."""
    path.unlink(missing_ok=True)


def write_new(path: Path, content: bytes) -> None:
    """Write and sync a file; anything under this name before is lost."""
    remove(path)
    descriptor = create(path)
    try:
        write_at(descriptor, content, 0)
        sync(descriptor)
    finally:
        os.close(descriptor)


def replace_content(path: Path, content: bytes, *, beside: Path | None = None) -> None:
    """Give ``path`` new content so that a crash at any moment leaves either the old or the new.

    It is written to ``beside`` first; what stood there is lost. That is NAME.new if left out.
    """
    beside = beside or path.with_name(path.name + ".new")
    try:
        write_new(beside, content)
        replace(beside, path)
    except OSError:
        with contextlib.suppress(OSError):
            remove(beside)
        raise


def copy(
    source: Path, target: Path, length: int | None = None, *, go_on: Callable[[], None] | None = None
) -> None:
    """Copy a file, or its first ``length`` bytes, and sync the copy. ``go_on`` is called after every few
    megabytes that are on the medium: so long does it move.
    """
    descriptor = create(target)
    try:
        with source.open("rb") as stream:
            offset = 0
            while chunk := stream.read(1 << 20 if length is None else min(1 << 20, length - offset)):
                write_at(descriptor, chunk, offset)
                offset += len(chunk)
                if go_on is not None and offset % _STEP == 0:
                    sync(descriptor)
                    go_on()
        sync(descriptor)
    finally:
        os.close(descriptor)


def link_or_copy(source: Path, target: Path) -> None:
    """Make ``target`` the same file as ``source`` where the medium can do that, else a synced copy."""
    try:
        os.link(source, target)
    except OSError:
        copy(source, target)


def remove_tree(folder: Path) -> None:
    """Remove a folder with all it holds; what cannot be removed stays."""
    shutil.rmtree(folder, ignore_errors=True)


def remove_tree_wholly(folder: Path) -> None:
    """Remove a folder with all it holds. Raises OSError if anything of it stays."""
    remove_tree(folder)
    if folder.exists():
        raise OSError(errno.EACCES, f"{folder.name} cannot be removed")


def reason(error: OSError) -> str:
    """The system's words for ``error``."""
    return error.strerror or str(error)
