"""Work off the GUI thread: one lane for the store, one free lane, results back on the GUI thread.

A job gets values and gives back a value; it never sees a widget. ``done`` and ``failed`` run on the thread
that owns the :class:`Jobs` object. A failure that nobody asked for goes to ``unclaimed``: known errors become
a message there, anything else a crash report.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from typing import Any, Literal, TypeAlias, TypeVar

import shiboken6
from PySide6.QtCore import QObject, QRunnable, Qt, QThreadPool, Signal

T = TypeVar("T")
Lane: TypeAlias = Literal["free", "store"]
Done: TypeAlias = Callable[[Any], None]
Failed: TypeAlias = Callable[[BaseException], None]


# A thread at work hands over to the window after this time. With the five milliseconds of Python each call of
# Qt waits that long for its turn again, and a first picture of sixty milliseconds takes seconds.
HAND_OVER_SECONDS = 0.0005


class _Job(QRunnable):
    """One piece of work. Kept alive by :class:`Jobs` until its result is delivered."""

    def __init__(self, number: int, work: Callable[[], object], report: Callable[[object], None]) -> None:
        super().__init__()
        self.setAutoDelete(False)
        self._number = number
        self._work = work
        self._report = report

    def run(self) -> None:
        try:
            outcome: tuple[int, object, BaseException | None] = (self._number, self._work(), None)
        except BaseException as error:  # noqa: BLE001 - carried to the GUI thread, where it is sorted
            outcome = (self._number, None, error)
        self._report(outcome)


class Jobs(QObject):
    """Runs work in threads. ``busy_changed`` carries how many jobs are not delivered yet."""

    busy_changed = Signal(int)
    unclaimed = Signal(object)
    _finished = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        sys.setswitchinterval(HAND_OVER_SECONDS)
        self._next = 0
        self._open: dict[int, tuple[_Job | None, Done | None, Failed | None, QObject | None]] = {}
        self._lanes: dict[Lane, QThreadPool] = {"store": QThreadPool(self), "free": QThreadPool(self)}
        self._lanes["store"].setMaxThreadCount(1)
        self._finished.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    @property
    def pending(self) -> int:
        """How many jobs are not delivered yet."""
        return len(self._open)

    def run(
        self,
        work: Callable[[], T],
        done: Callable[[T], None] | None = None,
        failed: Failed | None = None,
        *,
        lane: Lane = "free",
        owner: QObject | None = None,
    ) -> None:
        """Run ``work`` in a thread of ``lane``. If ``owner`` is gone by then, the result is dropped."""
        self._next += 1
        number = self._next
        job = _Job(number, work, self._finished.emit)
        self._open[number] = (job, done, failed, owner)
        self.busy_changed.emit(self.pending)
        self._start(job, lane)

    def _start(self, job: _Job, lane: Lane) -> None:
        self._lanes[lane].start(job)

    def wait(self, milliseconds: int = 10_000) -> bool:
        """Wait until no thread works any more (at close). Whether that was reached in time."""
        in_time = True
        for pool in self._lanes.values():
            in_time = pool.waitForDone(milliseconds) and in_time
        return in_time

    def _deliver(self, outcome: tuple[int, object, BaseException | None]) -> None:
        number, value, error = outcome
        _job, done, failed, owner = self._open.pop(number)
        self.busy_changed.emit(self.pending)
        if owner is not None and not shiboken6.isValid(owner):
            return
        if error is not None:
            (failed or self.unclaimed.emit)(error)
        elif done is not None:
            done(value)


class InlineJobs(Jobs):
    """The twin for tests: runs at once, on the calling thread, in the order asked."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._finished.disconnect(self._deliver)
        self._finished.connect(self._deliver, Qt.ConnectionType.DirectConnection)

    def _start(self, job: _Job, lane: Lane) -> None:
        job.run()


def on_gui_thread() -> bool:
    """Whether this is the process's main thread, the only one that may open a window."""
    return threading.current_thread() is threading.main_thread()
