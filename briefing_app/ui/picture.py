"""A picture of the window, taken when everything it waits for is there."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QElapsedTimer, QObject, QTimer, Signal

from briefing_app.ui.main_window import MainWindow

LOOK_MS = 50
QUIET_LOOKS = 6
LONGEST_MS = 60_000


class PictureTaker(QObject):
    """Looks at the window until it has been idle for a while, saves it and tells: ``taken`` with success."""

    taken = Signal(bool)

    def __init__(self, window: MainWindow, path: Path, is_ready: Callable[[], bool]) -> None:
        super().__init__(window)
        self._window, self._path, self._is_ready = window, path, is_ready
        self._quiet = 0
        self._clock = QElapsedTimer()
        self._clock.start()
        self._timer = QTimer(self, interval=LOOK_MS)
        self._timer.timeout.connect(self._look)
        self._timer.start()

    def _look(self) -> None:
        is_idle = self._is_ready() and self._window.is_idle()
        self._quiet = self._quiet + 1 if is_idle else 0
        if self._quiet >= QUIET_LOOKS or self._clock.elapsed() > LONGEST_MS:
            self._timer.stop()
            self.taken.emit(self._window.grab().save(str(self._path), "PNG"))
