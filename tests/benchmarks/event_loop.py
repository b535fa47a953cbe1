"""How long the window stands still: every gap between two beats of a timer, while the event loop runs."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QEventLoop, Qt, QTimer

LONGEST_S = 120


class Gaps:
    """Every gap between two beats of a timer, of 5 ms if nothing else is said: on the clock, of the processor
    time of this process and of the thread of the window.
    """

    def __init__(self, milliseconds: int = 5) -> None:
        self._timer = QTimer(interval=milliseconds, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)
        self._timer.start()
        self.begin()

    def begin(self) -> None:
        """Forget what was measured."""
        self._found: list[tuple[float, float, float]] = []
        self._clock, self._processor, self._window = _times()

    def _beat(self) -> None:
        clock, processor, window = _times()
        gap = clock - self._clock
        own = min(gap, processor - self._processor)
        self._found.append((gap * 1000, own * 1000, (window - self._window) * 1000))
        self._clock, self._processor, self._window = clock, processor, window

    def longest_wait(self) -> float:
        """Milliseconds by the clock that an event waited at most, beside those between two beats."""
        return max((gap for gap, _, _ in self._found), default=0.0) - self._timer.interval()

    def longest_own(self) -> float:
        """Milliseconds that the thread of the window was at work at most between two beats."""
        return max((own for _, _, own in self._found), default=0.0)

    def tell(self, what: str) -> None:
        """Print the longest gaps since the last telling."""
        shown = [
            ", ".join(f"{each:.0f}" for each in sorted(some, reverse=True)[:3])
            for some in zip(*self._found, strict=True)
        ]
        print(
            f"{what:28}  longest gaps {shown[0]:>14} ms on the clock, {shown[1]:>12} ms of our processor,"
            f" {shown[2]:>12} ms of the window's own"
        )
        self.begin()


def _times() -> tuple[float, float, float]:
    return time.perf_counter(), time.process_time(), time.thread_time()


def let_run(milliseconds: int) -> None:
    """Run the event loop for a while."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def until(is_so: Callable[[], bool]) -> float:
    """Run the event loop until something is so; milliseconds."""
    begun = time.perf_counter()
    while not is_so() and time.perf_counter() - begun < LONGEST_S:
        let_run(5)
    return (time.perf_counter() - begun) * 1000
