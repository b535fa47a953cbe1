"""A dialog that grows when a line comes in below a field, so that nothing in it is squeezed."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QDialog


class RoomyDialog(QDialog):
    """It never shrinks by itself: what the user looks at stays where it is."""

    def event(self, event: QEvent) -> bool:
        done = super().event(event)
        if event.type() in {QEvent.Type.LayoutRequest, QEvent.Type.Show}:
            self._make_room()
        return done

    def _make_room(self) -> None:
        layout = self.layout()
        if layout is not None:
            needed = layout.totalHeightForWidth(self.width())
            if needed > self.height():
                self.resize(self.width(), needed)
