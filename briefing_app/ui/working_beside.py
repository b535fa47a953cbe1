"""Work that has to be finished before the window goes on, such as closing a workspace with its last backup.

It runs in a thread while the window goes on painting; what takes longer than a moment is shown with a bar.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEventLoop, QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QDialog, QProgressBar, QPushButton, QVBoxLayout, QWidget

from briefing_app.ui.theme import theme
from briefing_app.ui.widgets.labels import label

SHOWN_AFTER_MS = 300
OFFERED_AFTER_MS, _LOOK_EVERY_MS = 5000, 200


@dataclass(frozen=True)
class WayOut:
    """How the user may end the waiting before the work is done: offered after some seconds, while it
    ``is_open``. ``take`` makes the work end soon.
    """

    words: str
    button: str
    is_open: Callable[[], bool]
    take: Callable[[], None]


class WaitingDialog(QDialog):
    """Says what is being finished. It cannot be left but by a way out: it goes when the work is done."""

    def __init__(
        self, title: str, words: str, parent: QWidget | None = None, way_out: WayOut | None = None
    ) -> None:
        super().__init__(parent, Qt.WindowType.Dialog | Qt.WindowType.CustomizeWindowHint)
        self.setWindowTitle(title)
        self.setModal(True)
        bar = QProgressBar()
        bar.setRange(0, 0)
        bar.setTextVisible(False)
        bar.setAccessibleName(words)
        column = QVBoxLayout(self)
        column.setContentsMargins(*(theme().px(24),) * 4)
        column.setSpacing(theme().px(12))
        column.addWidget(label(title, "section", wrap=True))
        column.addWidget(label(words, "hint", wrap=True))
        column.addWidget(bar)
        self.setFixedWidth(theme().px(400))
        self._way_out = way_out
        if way_out is not None:
            self._lay_out_way(way_out, column)

    def _lay_out_way(self, way_out: WayOut, column: QVBoxLayout) -> None:
        self.explained = label(way_out.words, wrap=True)
        self.leave_button = QPushButton(way_out.button)
        self.leave_button.setAutoDefault(False)  # the Enter that asked to close must not press it
        self.leave_button.clicked.connect(self._take_way)
        column.addWidget(self.explained)
        column.addWidget(self.leave_button, 0, Qt.AlignmentFlag.AlignRight)
        self.explained.hide()
        self.leave_button.hide()
        self._may_be_offered = False
        soon = QTimer(self, singleShot=True, interval=OFFERED_AFTER_MS)
        soon.timeout.connect(self._may_offer)
        soon.start()
        look = QTimer(self, interval=_LOOK_EVERY_MS)
        look.timeout.connect(self._look)
        look.start()

    def _may_offer(self) -> None:
        self._may_be_offered = True
        self._look()

    def _look(self) -> None:
        if self._way_out is not None and self._may_be_offered:
            is_open = self._way_out.is_open()
            self.explained.setVisible(is_open)
            self.leave_button.setVisible(is_open)
            self.adjustSize()

    def _take_way(self) -> None:
        self.leave_button.setEnabled(False)
        if self._way_out is not None:
            self._way_out.take()

    def reject(self) -> None:
        """Nothing: the work is seen to its end."""


class _Beside(QObject):
    finished = Signal()

    def __init__(self, work: Callable[[], None]) -> None:
        super().__init__()
        self.error: BaseException | None = None
        self.is_done = False
        self._work = work
        self._thread = threading.Thread(target=self._run, name="beside-the-window")

    def start(self) -> None:
        self._thread.start()

    def join(self) -> None:
        self._thread.join()

    def _run(self) -> None:
        try:
            self._work()
        except BaseException as error:  # noqa: BLE001 - raised again on the window's thread
            self.error = error
        self.is_done = True
        self.finished.emit()


def run_beside(
    parent: QWidget, title: str, words: str, work: Callable[[], None], way_out: WayOut | None = None
) -> None:
    """Run ``work`` in a thread and return when it is done. Raises what ``work`` raises.

    The window paints meanwhile and takes no input, no closing either: it waits at first, and goes to the
    dialog then.
    """
    beside, loop = _Beside(work), QEventLoop()
    beside.finished.connect(loop.quit, Qt.ConnectionType.QueuedConnection)
    beside.start()
    soon = QTimer(singleShot=True, interval=SHOWN_AFTER_MS)
    soon.timeout.connect(loop.quit)
    soon.start()
    loop.exec(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents)
    soon.stop()
    if not beside.is_done:
        dialog = WaitingDialog(title, words, parent, way_out)
        dialog.show()
        loop.exec()
        dialog.hide()
        dialog.deleteLater()
    beside.join()  # also where the application was told to quit: the process ends after the work
    if beside.error is not None:
        raise beside.error
