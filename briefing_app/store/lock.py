"""One writer per workspace: a lock file held by the operating system, so a dead process never blocks."""

from __future__ import annotations

import os
import platform
from pathlib import Path
from typing import IO

from briefing_app.errors import WorkspaceError

if os.name == "nt":
    import msvcrt

    def _seize(stream: IO[str]) -> None:
        stream.seek(1 << 20)
        msvcrt.locking(stream.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
else:
    import fcntl

    def _seize(stream: IO[str]) -> None:
        fcntl.flock(stream.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)


class WorkspaceLock:
    """Held while the workspace is open for writing. The file names the holder for the message to others."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "lock"
        self._stream: IO[str] | None = None

    def acquire(self) -> None:
        """Take the lock. Raises WorkspaceError naming host and process if somebody else holds it."""
        try:
            stream = self._path.open("a+", encoding="utf-8")
        except OSError as error:
            raise WorkspaceError(
                f"{self._path.parent.name} cannot be opened for writing: {error.strerror}.",
                hint="Check the folder's permissions, or open a copy.",
            ) from error
        try:
            _seize(stream)
        except OSError:
            stream.seek(0)
            holder = stream.read().strip() or "another process"
            stream.close()
            raise WorkspaceError(
                f"{self._path.parent.name} is open in another program ({holder}).",
                hint="Close it there first.",
            ) from None
        stream.seek(0)
        stream.truncate()
        stream.write(f"host {platform.node()}, process {os.getpid()}")
        stream.flush()
        self._stream = stream

    def release(self) -> None:
        """Give the lock back. Safe to call twice."""
        if self._stream is not None:
            self._stream.close()
            self._stream = None
