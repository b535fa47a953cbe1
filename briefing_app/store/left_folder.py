"""The folder of a workspace whose medium failed: a drive that was unplugged, a share that was cut off.

What it holds of the last writes nobody knows, so work goes on only behind a whole new snapshot. And only if
the folder is the one that was left: what another program or machine wrote there meanwhile would be lost.
"""

from __future__ import annotations

import contextlib
from pathlib import Path

from briefing_app.errors import WorkspaceError
from briefing_app.store import disk, frames, journal, snapshot
from briefing_app.store.compaction import Frozen
from briefing_app.store.journal import HEADER_LENGTH, Journal
from briefing_app.store.recovery import SNAPSHOT

_MARK_LENGTH = 256  # holds sequence number and checksum of a plain snapshot, the random id of a sealed one


class WrittenElsewhereError(WorkspaceError):
    """Somebody else wrote to the folder while it was away."""


class LeftFolder:
    """Knows a workspace folder by the beginning of its snapshot, and by its journals."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._marks: set[bytes] = set()
        self.note()

    def note(self) -> None:
        """The snapshot that lies there now is ours, no other. If it cannot be read, what was ours stays."""
        with contextlib.suppress(OSError):
            self._marks = {self._mark(SNAPSHOT)}

    def confirmed(self, first: int, last: int, current: Journal | None) -> int:
        """The number of the next journal, if the folder is as it was left with the journals ``first`` to
        ``last``, of which ``current`` is written to. Raises OSError if it cannot be read, and
        WrittenElsewhereError.
        """
        if self._mark(SNAPSHOT) not in self._marks:
            raise self._written_elsewhere()
        numbers = journal.numbers_in(self._folder)
        if current is not None:
            if current.number not in numbers:
                raise self._written_elsewhere()
            with current.path.open("rb") as stream:
                if stream.read(HEADER_LENGTH) != current.header:
                    raise self._written_elsewhere()
        for number in numbers:
            if number > last and frames.everywhere(self._content(number)[HEADER_LENGTH:]):
                raise self._written_elsewhere()  # else one of ours that was not made to its end
        return max([*numbers, last, first]) + 1

    def write(self, state: Frozen) -> int:
        """Put a snapshot of ``state`` in place, remove the journals before it, and return its size. Raises
        OSError.
        """
        beside = self._folder / f"{SNAPSHOT}.new"
        try:
            size = snapshot.write(beside, state.head, state.tables, state.keys, told=snapshot.be_kind)
            self._marks.add(self._mark(beside.name))  # before it is in place: that may fail halfway
            disk.replace(beside, self._folder / SNAPSHOT)
        except OSError:
            with contextlib.suppress(OSError):
                disk.remove(beside)
            raise
        with contextlib.suppress(OSError):  # what stays is not read any more, and goes at the next opening
            for number in journal.numbers_in(self._folder):
                if number < state.head.journal:
                    disk.remove(self._folder / journal.name_of(number))
        return size

    def _mark(self, name: str) -> bytes:
        with (self._folder / name).open("rb") as stream:
            return stream.read(_MARK_LENGTH)

    def _content(self, number: int) -> bytes:
        return (self._folder / journal.name_of(number)).read_bytes()

    def _written_elsewhere(self) -> WrittenElsewhereError:
        return WrittenElsewhereError(
            f"{self._folder.name} was changed by another program while it could not be reached.",
            hint="Copy what you typed last, then close it and open it again.",
        )
