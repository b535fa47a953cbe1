"""A main window that paints before anything that works in a thread goes on."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QMainWindow

from briefing_app.threads import window_first

# What Qt does for a whole window at once: each row, icon and field that it paints may be one of ours, and
# each asks for its turn in Python.
WHOLE = frozenset({QEvent.Type.UpdateRequest, QEvent.Type.LayoutRequest, QEvent.Type.Resize})


class MainFrame(QMainWindow):
    """Paints and lays out at one go while threads rest."""

    def event(self, event: QEvent) -> bool:
        if event.type() not in WHOLE:
            return super().event(event)
        with window_first():
            return super().event(event)
