"""A main window that paints before anything that works in a thread goes on."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QMainWindow, QPushButton, QToolButton

from briefing_app.threads import window_first

# What Qt does for a whole window at once: each row, icon and field that it paints may be one of ours, and
# each asks for its turn in Python.
WHOLE = frozenset({QEvent.Type.UpdateRequest, QEvent.Type.LayoutRequest, QEvent.Type.Resize})


class MainFrame(QMainWindow):
    """Paints and lays out at one go while threads rest. Enter presses the button that has the focus, as in a
    dialog.
    """

    def event(self, event: QEvent) -> bool:
        if event.type() not in WHOLE:
            return super().event(event)
        with window_first():
            return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        button = self.focusWidget()
        is_enter = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and not event.isAutoRepeat()
        if is_enter and isinstance(button, QPushButton | QToolButton) and button.isEnabled():
            button.click()
            return
        super().keyPressEvent(event)
