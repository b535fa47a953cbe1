"""Tells when nobody has touched the program for a while.

Watched are the window and the object that have the focus (an input method sends its text to the object
only). The time the computer slept counts.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication

_ACTIVITY = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.TabletPress,
        QEvent.Type.InputMethod,
    }
)
RETRY_SECONDS = 5.0


def seconds_since_boot() -> float:
    """A clock that nobody sets and that goes on while the computer sleeps, where the system has one."""
    boot_time = getattr(time, "CLOCK_BOOTTIME", None)
    return time.monotonic() if boot_time is None else time.clock_gettime(boot_time)


class IdleLock(QObject):
    """``due`` is sent when the time is over, and again a little later until :meth:`watch` is called."""

    due = Signal()

    def __init__(
        self, parent: QObject | None = None, clock: Callable[[], float] = seconds_since_boot
    ) -> None:
        super().__init__(parent)
        self._clock = clock
        self._limit = 0.0
        self._last = clock()
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._look)
        application = QGuiApplication.instance()
        if isinstance(application, QGuiApplication):
            application.focusObjectChanged.connect(self._follow)
            application.focusWindowChanged.connect(self._follow)

    @property
    def is_watching(self) -> bool:
        """Whether a time is running."""
        return self._limit > 0

    def watch(self, seconds: float) -> None:
        """Begin anew with so many seconds; 0 is never."""
        self._limit = seconds
        self._last = self._clock()
        self._timer.stop()
        if seconds > 0:
            self._follow(QGuiApplication.focusObject())
            self._follow(QGuiApplication.focusWindow())
            self._timer.start(_milliseconds(seconds))

    def touch(self) -> None:
        """Somebody is there."""
        self._last = self._clock()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Take note of input. The input that wakes a computer after the time is over is not let through."""
        if self._limit <= 0 or event.type() not in _ACTIVITY:
            return False
        if self._clock() - self._last >= self._limit:
            self._timer.start(0)
            return True
        self._last = self._clock()
        return False

    def _follow(self, target: QObject | None) -> None:
        if target is not None and self._limit > 0:
            target.installEventFilter(self)

    def _look(self) -> None:
        left = self._limit - (self._clock() - self._last)
        if self._limit > 0 and left <= 0:
            left = RETRY_SECONDS
            self.due.emit()
        if self._limit > 0 and not self._timer.isActive():
            self._timer.start(_milliseconds(left))


def _milliseconds(seconds: float) -> int:
    return max(1, min(round(seconds * 1000), 2**31 - 1))
