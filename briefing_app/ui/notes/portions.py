"""Work that belongs to the thread of the window, done a part at a time: a key that comes meanwhile waits for
one part only.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QWidget

from briefing_app.app.session import Session
from briefing_app.app.turn import window_turn

PAUSE_MS = 4  # between two parts: time for keys and for painting


class Portions(QObject):
    """Does one piece of work; a new one takes the place of what is not done yet."""

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self._widget = parent
        self._parts: Iterator[object] = iter(())
        self._done: Callable[[], object] = _nothing
        self._timer = QTimer(self, interval=PAUSE_MS)
        self._timer.timeout.connect(self._do_next)

    @property
    def is_at_work(self) -> bool:
        """Whether parts are left to do."""
        return self._timer.isActive()

    def start(self, parts: Iterator[object], done: Callable[[], object]) -> None:
        """Do each part, then call ``done``; nothing more once the workspace is closed."""
        self._parts, self._done = parts, done
        self._timer.start()

    def _do_next(self) -> None:
        if self._session.is_closed:
            self._timer.stop()
            return
        with window_turn():
            is_over = next(self._parts, self) is self
            _show_new(self._widget)
        if not is_over:
            return
        self._timer.stop()
        with window_turn():
            self._done()


def _show_new(widget: QWidget) -> None:
    """Show what was put into a layout that is on the screen. Qt does it by an event for each widget; beside
    threads at work each of them waits for its turn.
    """
    for each in widget.findChildren(QWidget):
        is_asked = each.testAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide)
        within = each.parentWidget()
        if each.isHidden() and not is_asked and within is not None and within.isVisible():
            QCoreApplication.sendPostedEvents(each, QEvent.Type.MetaCall.value)


def _nothing() -> None: ...
