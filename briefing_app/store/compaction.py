"""Compaction: a new snapshot in place of a long journal, away from the thread that edits, one at a time."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from briefing_app.errors import WorkspaceError
from briefing_app.store.batch import RawTables
from briefing_app.store.sealing import Keys
from briefing_app.store.snapshot import SnapshotHead

T = TypeVar("T")
SMALLEST_BYTES = 8 << 20
SHARE_OF_SNAPSHOT = 0.5


@dataclass(frozen=True)
class Frozen:
    """A state that no longer changes: documents are replaced, never edited, so table copies are enough."""

    head: SnapshotHead
    tables: RawTables
    keys: Keys


class Compactor:
    """Has snapshots of one workspace written."""

    def __init__(
        self,
        freeze: Callable[[], Frozen],
        write: Callable[[Frozen], int],
        done: Callable[[int, int], None],
    ) -> None:
        """``freeze`` starts a new journal and returns the state before it; ``write`` puts a snapshot of that
        in place and returns its size; ``done`` gets the number of that journal, and the size."""
        self._freeze = freeze
        self._write = write
        self._done = done
        self._one_at_a_time = threading.Lock()
        self._thread: threading.Thread | None = None
        self._not_before = 0
        self.error: OSError | None = None

    def consider(self, journal_bytes: int, snapshot_bytes: int) -> None:
        """Start compacting in the background if the journal has grown long enough."""
        if journal_bytes < SMALLEST_BYTES:
            return
        longest = max(SHARE_OF_SNAPSHOT * snapshot_bytes, self._not_before)
        if journal_bytes < longest or (self._thread is not None and self._thread.is_alive()):
            return
        self._thread = threading.Thread(
            target=self._in_background, args=(journal_bytes,), name="store-compact"
        )
        self._thread.start()

    def run(self) -> None:
        """Compact now. Raises OSError, and changes nothing then, if the medium refuses."""
        with self._one_at_a_time:
            frozen = self._freeze()
            self._done(frozen.head.journal, self._write(frozen))

    def run_alone(self, work: Callable[[], T]) -> T:
        """Do ``work`` while nothing is compacted: snapshot and journals stay the files they are."""
        with self._one_at_a_time:
            return work()

    def wait(self) -> None:
        """Return when no compaction is running."""
        if self._thread is not None and self._thread is not threading.current_thread():
            self._thread.join()

    def _in_background(self, journal_bytes: int) -> None:
        try:
            self.run()
            self._not_before, self.error = 0, None
        except OSError as error:  # the journal keeps everything; try again when it has grown by half
            self._not_before, self.error = journal_bytes + journal_bytes // 2, error
        except WorkspaceError:
            return  # the medium failed meanwhile: told, and what brings it back writes a snapshot anyway
