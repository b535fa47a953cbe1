"""Work off the GUI thread: a lane for the store, a free lane, one for what nobody waits for yet; results back
on the GUI thread.

A job gets values and gives back a value; it never sees a widget. ``done`` and ``failed`` run on the thread
that owns the :class:`Jobs` object. A failure that nobody asked for goes to ``unclaimed``: known errors become
a message there, anything else a crash report.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterator
from typing import Any, Literal, TypeAlias, TypeVar

import shiboken6
from PySide6.QtCore import QObject, QRunnable, Qt, QThreadPool, QTimer, Signal

from briefing_app.app.turn import end_rest, window_turn
from briefing_app.threads import window_first

T = TypeVar("T")
Lane: TypeAlias = Literal["free", "store", "ahead"]
Done: TypeAlias = Callable[[Any], None]
Failed: TypeAlias = Callable[[BaseException], None]


# A thread at work hands over to the window after this time. With the five milliseconds of Python each call of
# Qt waits that long for its turn again, and a first picture of sixty milliseconds takes seconds.
HAND_OVER_SECONDS = 0.0005
# Until then a window has painted what was asked for: it waits for the next picture of the screen.
PAINTED_MS = 40
# One thread at a time runs Python, and the window takes its turn among them: with a thread for each of eight
# processors it would have a ninth of the time.
THREADS: dict[Lane, int] = {"store": 1, "free": 2, "ahead": 1}
_END = object()


class _Job(QRunnable):
    """One piece of work. Kept alive by :class:`Jobs` until its result is delivered."""

    def __init__(self, number: int, work: Callable[[], object], report: Callable[[object], None]) -> None:
        super().__init__()
        self.setAutoDelete(False)
        self._number = number
        self._task: tuple[Callable[[], object], Callable[[object], None]] | None = (work, report)

    def run(self) -> None:
        if self._task is None:
            return
        # Qt may keep a job for good; what it was to do, and with it a whole workspace, goes when it is done.
        (work, report), self._task = self._task, None
        try:
            outcome: tuple[int, object, BaseException | None] = (self._number, work(), None)
        except BaseException as error:  # noqa: BLE001 - carried to the GUI thread, where it is sorted
            outcome = (self._number, None, error)
        report(outcome)


class Jobs(QObject):
    """Runs work in threads. ``busy_changed`` carries how many jobs are not delivered yet."""

    busy_changed = Signal(int)
    unclaimed = Signal(object)
    _finished = Signal(object)
    _turn = staticmethod(window_turn)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        sys.setswitchinterval(HAND_OVER_SECONDS)
        self._next = 0
        self._open: dict[int, tuple[_Job | None, Done | None, Failed | None, QObject | None]] = {}
        self._lanes: dict[Lane, QThreadPool] = {}
        for lane, threads in THREADS.items():
            self._lanes[lane] = QThreadPool(self)
            self._lanes[lane].setMaxThreadCount(threads)
        self._held: list[tuple[_Job, Lane]] | None = None
        self._deeds: set[int] = set()
        self._deeds_done = threading.Event()
        self._deeds_done.set()
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
        is_deed: bool = False,
    ) -> None:
        """Run ``work`` in a thread of ``lane``. If ``owner`` is gone by then, the result is dropped.

        ``is_deed``: it writes what the user asked for, and is seen to its end with ``done`` before a
        workspace is closed.
        """
        self._next += 1
        number = self._next
        if is_deed:
            self._begin(number)
        job = _Job(number, work, self._report)
        self._open[number] = (job, done, failed, owner)
        self.busy_changed.emit(self.pending)
        self._start(job, lane)

    def run_in_slices(
        self,
        slices: Iterator[object],
        done: Callable[[], None],
        failed: Failed | None = None,
        *,
        owner: QObject | None = None,
    ) -> None:
        """Do what belongs to the thread of the window slice by slice, with what the user does in between.
        ``done`` is called after the last, ``failed`` if one fails; none goes on once ``owner`` is gone.
        """
        self._next += 1
        number = self._next
        self._open[number] = (None, lambda _value: done(), failed, owner)
        self.busy_changed.emit(self.pending)
        self._slice(number, slices)

    def _slice(self, number: int, slices: Iterator[object]) -> None:
        owner = self._open[number][3]
        is_wanted = owner is None or shiboken6.isValid(owner)
        try:
            with self._turn():
                is_over = not is_wanted or next(slices, _END) is _END
        except Exception as error:  # noqa: BLE001 - told to who asked, as that of a thread
            self._deliver((number, None, error))
            return
        if is_over:
            self._deliver((number, None, None))
        else:
            QTimer.singleShot(0, self, lambda: self._slice(number, slices))

    @property
    def has_deeds(self) -> bool:
        """Whether something that the user asked for is not written yet."""
        return bool(self._deeds)

    def await_deed(self) -> Callable[[], None]:
        """A deed that waits for something before it can run; the answer is to be called when it runs, or
        will not.
        """
        self._next += 1
        number = self._next
        self._begin(number)
        return lambda: self._end(number)

    def wait_for_deeds(self, seconds: float) -> bool:
        """Wait until every deed is delivered, for at most so long. In a thread, while that of the window
        goes on: it is the one that they are delivered to. Whether they were.
        """
        return self._deeds_done.wait(seconds)

    def leave_deeds(self) -> None:
        """Nobody waits for them any longer."""
        self._deeds_done.set()

    def _begin(self, number: int) -> None:
        self._deeds.add(number)
        self._deeds_done.clear()

    def _end(self, number: int) -> None:
        self._deeds.discard(number)
        if not self._deeds:
            self._deeds_done.set()

    def hold(self) -> None:
        """Keep back what is asked for from now on: beside the making of a page each thread in Python takes
        its share of the time, and the page comes that much later.
        """
        if self._held is None:
            self._held = []

    def release_when_painted(self) -> None:
        """Begin what was kept back, once the window has painted what stands now."""
        QTimer.singleShot(PAINTED_MS, self, self.release)

    def release(self) -> None:
        """Begin what was kept back."""
        held, self._held = self._held or [], None
        for job, lane in held:
            self._start(job, lane)

    def _start(self, job: _Job, lane: Lane) -> None:
        if self._held is not None:
            self._held.append((job, lane))
        else:
            self._lanes[lane].start(job)

    def wait(self, milliseconds: int = 10_000) -> bool:
        """Wait until no thread works any more (at close). Whether that was reached in time."""
        self.release()
        end_rest()
        in_time = True
        for pool in self._lanes.values():
            in_time = pool.waitForDone(milliseconds) and in_time
        return in_time

    def _report(self, outcome: object) -> None:
        if shiboken6.isValid(self):  # a thread may outlive the window
            self._finished.emit(outcome)

    def _deliver(self, outcome: tuple[int, object, BaseException | None]) -> None:
        number, value, error = outcome
        try:
            self._hand_back(*self._open.pop(number), value, error)
        finally:
            self._end(number)

    def _hand_back(
        self,
        _job: _Job | None,
        done: Done | None,
        failed: Failed | None,
        owner: QObject | None,
        value: object,
        error: BaseException | None,
    ) -> None:
        self.busy_changed.emit(self.pending)
        if owner is not None and not shiboken6.isValid(owner):
            return
        if error is not None:
            (failed or self.unclaimed.emit)(error)
        elif done is not None:
            with self._turn():
                done(value)


class InlineJobs(Jobs):
    """The twin for tests: runs at once, on the calling thread, in the order asked."""

    _turn = staticmethod(window_first)  # who asks may be a widget half made

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._finished.disconnect(self._deliver)
        self._finished.connect(self._deliver, Qt.ConnectionType.DirectConnection)

    def _start(self, job: _Job, lane: Lane) -> None:
        job.run()

    def _slice(self, number: int, slices: Iterator[object]) -> None:
        for _ in slices:
            pass
        self._deliver((number, None, None))


def on_gui_thread() -> bool:
    """Whether this is the process's main thread, the only one that may open a window."""
    return threading.current_thread() is threading.main_thread()
