"""Group commit: many small changes, one sync, at most 50 ms after the first of them was written.

What a medium refuses that is full or away is kept, and tried again by the clock, less often the longer
it lasts.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TypeAlias

from briefing_app.errors import WorkspaceError

Synced: TypeAlias = Callable[[WorkspaceError | None], None]
"""Called when a change is on the medium (None) or cannot be brought there. On the thread that synced."""

DELAY_SECONDS = 0.03  # leaves the sync itself some time within the 50 ms
FIRST_RETRY_SECONDS, LONGEST_RETRY_SECONDS = 1.0, 10.0


class GroupSync:
    """A thread that syncs a moment after it was asked, for all who asked meanwhile."""

    def __init__(self, sync: Callable[[], bool]) -> None:
        """``sync`` brings everything to the medium and reports through :meth:`settle`; it returns False if
        that was refused for now and is worth another try.
        """
        self._sync = sync
        self._wake = threading.Event()
        self._stopping = threading.Event()
        self._waiting: list[tuple[int, Synced]] = []
        self._guard = threading.Lock()
        self._thread: threading.Thread | None = None

    def request(self, sequence: int, on_synced: Synced | None) -> None:
        """Sync soon; then tell ``on_synced`` that change ``sequence`` is safe."""
        if on_synced is not None:
            with self._guard:
                self._waiting.append((sequence, on_synced))
        if self._thread is None and not self._stopping.is_set():
            self._thread = threading.Thread(target=self._run, name="store-sync", daemon=True)
            self._thread.start()
        if not self._wake.is_set():  # set and not yet cleared: the sync to come is later than this change
            self._wake.set()

    def settle(self, sequence: int, error: WorkspaceError | None = None) -> None:
        """Everything up to ``sequence`` is safe, or failed with ``error``: tell those who wait."""
        if not self._waiting:
            return
        with self._guard:
            told = [each for each in self._waiting if each[0] <= sequence]
            self._waiting = [each for each in self._waiting if each[0] > sequence]
        for _, on_synced in told:
            on_synced(error)

    def stop(self) -> None:
        """End the thread; what is not synced by then is the caller's to sync."""
        self._stopping.set()
        self._wake.set()
        if self._thread is not None and self._thread is not threading.current_thread():
            self._thread.join()
        self._thread = None

    def _run(self) -> None:
        pause: float | None = None  # until what was refused is tried again
        while True:
            was_asked = self._wake.wait(pause)
            self._wake.clear()  # before the look at stopping, or a stop in between would be slept over
            if self._stopping.wait(DELAY_SECONDS):
                return
            if self._sync():
                pause = None
            elif pause is None:
                pause = FIRST_RETRY_SECONDS
            elif not was_asked:
                pause = min(2 * pause, LONGEST_RETRY_SECONDS)
