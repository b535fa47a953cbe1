"""Long work of a page: off the GUI thread, with how far it is and a way to stop it; the newest asked wins."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QElapsedTimer, QObject, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QPushButton, QWidget

from briefing_app.app.i18n import tr
from briefing_app.app.session import Session
from briefing_app.tariff.portfolio import Progress, StoppedError
from briefing_app.threads import collector_resting, give_way
from briefing_app.ui.theme import theme
from briefing_app.ui.widgets.labels import label

T = TypeVar("T")
QUIET_MS = 300
TELL_MS = 60


class LongWork(QObject):
    """``progressed`` carries rows done and in all; ``running_changed`` whether something is under way."""

    progressed = Signal(int, int)
    running_changed = Signal(bool)

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._run = 0
        self.is_running = False

    def start(self, work: Callable[[Progress], T], done: Callable[[T], object]) -> None:
        """Begin ``work``; what ran before is stopped and its result dropped. Known errors are reported."""
        self._run += 1
        run = self._run
        clock = QElapsedTimer()
        clock.start()

        def report(count: int, total: int) -> None:
            if run != self._run:
                raise StoppedError
            give_way()
            if clock.elapsed() >= TELL_MS or count >= total:
                clock.restart()
                self.progressed.emit(count, total)

        def finished(found: T) -> None:
            if run == self._run:
                self._show(False)
                done(found)

        def failed(error: BaseException) -> None:
            if run == self._run:
                self._show(False)
            if not isinstance(error, StoppedError):
                self._session.jobs.unclaimed.emit(error)

        self._show(True)

        def unhurried() -> T:
            with collector_resting():
                return work(report)

        self._session.jobs.run(unhurried, finished, failed, owner=self)

    def stop(self) -> None:
        """Give the work up; what was shown before stays."""
        self._run += 1
        self._show(False)

    def _show(self, is_running: bool) -> None:
        if is_running != self.is_running:
            self.is_running = is_running
            self.running_changed.emit(is_running)


class WorkBar(QWidget):
    """How far the work is, and Cancel; shown when it takes more than a moment."""

    def __init__(self, work: LongWork, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.words = label("", "secondary")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(theme().px(8))
        self.cancel = QPushButton(tr("Cancel"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme().px(8))
        row.addWidget(self.words)
        row.addWidget(self.bar, 1)
        row.addWidget(self.cancel)
        self.hide()
        self._wait = QTimer(self, singleShot=True, interval=QUIET_MS)
        self._wait.timeout.connect(self.show)
        self.cancel.clicked.connect(work.stop)
        work.progressed.connect(self._on_progress)
        work.running_changed.connect(self._on_running)

    def _on_running(self, is_running: bool) -> None:
        if is_running:
            self.bar.setRange(0, 0)
            self.words.setText(tr("Working…"))
            self._wait.start()
        else:
            self._wait.stop()
            self.hide()

    def _on_progress(self, count: int, total: int) -> None:
        self.bar.setRange(0, max(1, total))
        self.bar.setValue(count)
        self.words.setText(tr("{percent}% done", percent=count * 100 // max(1, total)))
