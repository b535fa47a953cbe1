"""Replace files of the user: one, so that a crash at any moment leaves either the old content or the new; or
a set that belongs together, so that a medium that fills leaves all or none.
"""

from __future__ import annotations

import contextlib
import errno
import tempfile
from collections.abc import Sequence
from itertools import count
from pathlib import Path

from briefing_app.errors import UsageError, WorkspaceError
from briefing_app.store import disk


def replace(path: Path, content: bytes) -> None:
    """Write ``content`` beside ``path``, sync it, put it in place and sync the folder.

    Raises WorkspaceError when the medium is full, read-only or gone; the old file is then untouched.
    """
    try:
        disk.replace_content(path, content, beside=_beside(path))
    except OSError as error:
        raise not_saved(path.parent, error) from error


def hand_out(path: Path, content: bytes) -> None:
    """The same for a file that leaves the program.

    Raises UsageError that names the file, why it was refused, and what to do: it is nothing of the workspace.
    What is no ordinary file, such as a device, is never taken the place of.
    """
    if path.exists() and not path.is_file():
        raise UsageError(
            f"{path.name} cannot be written: it is no ordinary file.", hint="Choose another place."
        )
    try:
        disk.replace_content(path, content, beside=_beside(path))
    except OSError as error:
        why = f"{path.name} cannot be written: {disk.reason(error)}."
        if error.errno in disk.FULL:
            hint = "What stood in its place is untouched. Free some space or choose another place."
        else:
            hint = "What stood in its place is untouched. Choose another place."
        raise UsageError(why, hint=hint) from error


def _beside(path: Path) -> Path:
    """A name in the same folder that no file of the user has."""
    names = (path.with_name(f"{path.name}.new{number or ''}") for number in count())
    return next(name for name in names if not name.exists())


def replace_all(folder: Path, files: Sequence[tuple[str, bytes]]) -> list[Path]:
    """Write files that belong together, given by name, into ``folder``: all of them or none.

    All are written and synced in a folder of their own beside before the first takes its place. Where one
    cannot take its place, those that did go again and what they replaced comes back. Raises WorkspaceError.
    """
    beside: Path | None = None
    try:
        beside = Path(tempfile.mkdtemp(prefix=".saving-", dir=folder))
        for name, content in files:
            disk.write_new(beside / name, content)
        _put_in_place(folder, beside, [name for name, _content in files])
    except OSError as error:
        raise not_saved(folder, error) from error
    finally:
        if beside is not None:
            disk.remove_tree(beside)
    return [folder / name for name, _content in files]


def _put_in_place(folder: Path, beside: Path, names: Sequence[str]) -> None:
    """Move files from ``beside`` to ``folder``; if one cannot, leave the folder as it was. Raises OSError."""
    kept = beside / "kept"
    kept.mkdir()
    for name in names:
        if (folder / name).is_dir():
            raise OSError(errno.EISDIR, f"{name} is a folder")
        if (folder / name).exists():
            disk.link_or_copy(folder / name, kept / name)
    placed: list[str] = []
    try:
        for name in names:
            disk.replace(beside / name, folder / name)
            placed.append(name)
    except OSError:
        for name in placed:
            with contextlib.suppress(OSError):
                if (kept / name).exists():
                    disk.replace(kept / name, folder / name)
                else:
                    disk.remove(folder / name)
        raise


def not_saved(folder: Path, error: OSError) -> WorkspaceError:
    """The error for a medium that refuses. It bears its cause before it is raised: other threads hear of it
    first.
    """
    refused = WorkspaceError(
        f"Could not save to {folder.name}: {disk.reason(error)}.",
        hint="The last saved state is untouched. Free some space or check the folder, then try again.",
    )
    refused.__cause__ = error
    return refused
