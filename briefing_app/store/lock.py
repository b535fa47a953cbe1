"""One writer per workspace: a lock file held by the operating system, so a dead process never blocks.

The file also names its holder. That name matters on a network folder, where another machine's lock may not be
seen by ours: a name from another machine counts while it is fresh, and each holder looks from time to time
whether the name is still its own.
"""

from __future__ import annotations

import contextlib
import os
import platform
import time
from pathlib import Path
from typing import IO

from briefing_app.errors import WorkspaceError

FRESH_SECONDS = 600.0
_CONFIRM_SECONDS = 60.0

if os.name == "nt":
    import msvcrt

    def seize(stream: IO[str]) -> None:
        stream.seek(1 << 20)
        msvcrt.locking(stream.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
else:
    import fcntl

    def seize(stream: IO[str]) -> None:
        fcntl.flock(stream.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)


class NotLockableError(WorkspaceError):
    """The folder cannot be written to, so there can be no lock: it can still be opened for reading."""


class WorkspaceLock:
    """Held while the workspace is open for writing. ``left_by`` names a holder that died with the lock."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "lock"
        self._stream: IO[str] | None = None
        self._confirmed = 0.0
        self.left_by = ""

    def acquire(self) -> None:
        """Take the lock. Raises WorkspaceError naming host and process if somebody else holds it, and
        NotLockableError if the folder does not let us write."""
        touched = self._touched()
        try:
            stream = self._path.open("a+", encoding="utf-8", errors="replace")
        except OSError as error:
            raise NotLockableError(
                f"{self._path.parent.name} cannot be opened for writing: {error.strerror}.",
                hint="Check the folder's permissions, or open a copy.",
            ) from error
        stream.seek(0)
        holder = stream.read(500).strip()
        try:
            seize(stream)
        except OSError:
            stream.close()
            raise self._held(holder or "another process") from None
        if _host_of(holder) not in ("", platform.node()) and time.time() - touched < FRESH_SECONDS:
            stream.close()
            raise self._held(holder)
        self.left_by = holder
        self._stream = stream
        self._write(_own_name())
        self._confirmed = time.monotonic()

    def confirm(self) -> None:
        """Before a change: refresh the name now and then. Raises WorkspaceError if another machine took
        over.
        """
        now = time.monotonic()
        if self._stream is None or now - self._confirmed < _CONFIRM_SECONDS:
            return
        self._confirmed = now
        self._stream.seek(0)
        holder = self._stream.read(500).strip()
        if holder and holder != _own_name():
            raise self._held(holder)
        self._write(_own_name())

    def renew(self) -> None:
        """After the medium was away: hold the lock that lies there now. Raises WorkspaceError if somebody
        else does.
        """
        stream, self._stream = self._stream, None
        if stream is not None:
            with contextlib.suppress(OSError):
                stream.close()
        self.acquire()

    def release(self) -> None:
        """Give the lock back. Safe to call twice."""
        if self._stream is not None:
            self._write("")
            with contextlib.suppress(OSError):
                self._stream.close()
            self._stream = None

    def _held(self, holder: str) -> WorkspaceError:
        return WorkspaceError(
            f"{self._path.parent.name} is open in another program ({holder}).",
            hint="Close it there first. If that machine has crashed, try again in ten minutes.",
        )

    def _touched(self) -> float:
        try:
            return self._path.stat().st_mtime
        except OSError:
            return 0.0

    def _write(self, name: str) -> None:
        if self._stream is None:
            return
        with contextlib.suppress(OSError):  # a full disk: the lock itself is held all the same
            self._stream.seek(0)
            self._stream.truncate()
            self._stream.write(name)
            self._stream.flush()


def _own_name() -> str:
    return f"host {platform.node()}, process {os.getpid()}"


def _host_of(holder: str) -> str:
    return (
        holder.removeprefix("host ").partition(", process")[0].strip() if holder.startswith("host ") else ""
    )
