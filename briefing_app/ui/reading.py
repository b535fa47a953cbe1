"""Reading a file in a thread: nothing is shown for a moment, then how far it is, with a way to stop it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QElapsedTimer, QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QProgressDialog, QWidget

from briefing_app.app.i18n import tr
from briefing_app.app.session import Session
from briefing_app.exchange.result import StoppedError, Told

T = TypeVar("T")
QUIET_MS = 300
TELL_MS = 60


class Reading(QObject):
    """One file that is being read; it forgets itself when it is done or stopped."""

    progressed = Signal(int, int)

    def __init__(self, window: QWidget, session: Session, name: str) -> None:
        super().__init__(window)
        self._session = session
        self.is_stopped = False
        self.panel = QProgressDialog(tr("Reading {name}…", name=name), tr("Cancel"), 0, 0, window)
        self.panel.setWindowTitle(tr("Import"))
        self.panel.setWindowModality(Qt.WindowModality.NonModal)
        self.panel.setAutoReset(False)
        self.panel.setAutoClose(False)
        self.panel.reset()  # it would show itself
        self.panel.canceled.connect(self.stop)
        self._wait = QTimer(self, singleShot=True, interval=QUIET_MS)
        self._wait.timeout.connect(self.panel.show)
        self.progressed.connect(self._show_progress)

    def start(self, work: Callable[[Told], T], done: Callable[[T], object]) -> None:
        """Run ``work`` with what it tells its progress to; ``done`` gets what was read, unless stopped."""
        clock = QElapsedTimer()
        clock.start()

        def told(count: int, total: int) -> None:
            if self.is_stopped:
                raise StoppedError
            if clock.elapsed() >= TELL_MS:
                clock.restart()
                self.progressed.emit(count, total)

        def finished(found: T) -> None:
            was_stopped = self.is_stopped
            self._end()
            if not was_stopped:
                done(found)

        def failed(error: BaseException) -> None:
            was_stopped = self.is_stopped
            self._end()
            if not was_stopped:
                self._session.jobs.unclaimed.emit(error)

        self._wait.start()
        self._session.jobs.run(lambda: work(told), finished, failed, owner=self)

    def stop(self) -> None:
        """Give it up: nothing is taken in."""
        self.is_stopped = True
        self._wait.stop()
        self.panel.hide()

    def _show_progress(self, count: int, total: int) -> None:
        if not self.is_stopped:
            self.panel.setMaximum(total)
            self.panel.setValue(count)

    def _end(self) -> None:
        self._wait.stop()
        self.panel.hide()
        self.panel.deleteLater()
        self.deleteLater()
