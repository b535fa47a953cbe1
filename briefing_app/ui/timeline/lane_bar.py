"""The scroll bar of the lanes: there while not all of them fit, at their right edge."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollBar, QWidget

from briefing_app.app.i18n import tr
from briefing_app.ui.theme import theme
from briefing_app.ui.timeline.scene import TimelineScene

WIDTH = 12


class LaneBar(QScrollBar):
    """Shows which of the lanes are in view. ``scrolled`` hears how many pixels of them are above."""

    def __init__(self, item: TimelineScene, scrolled: Callable[[float], object], parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Vertical, parent)
        self._item = item
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self.setAccessibleName(tr("Lanes in view"))
        self.setToolTip(tr("Lanes: Ctrl+Up and Ctrl+Down"))
        self.valueChanged.connect(scrolled)
        self.hide()
        item.on_lanes = self.follow

    def follow(self) -> None:
        """Stand beside the lanes as they are now; give the events the room when all lanes fit."""
        item = self._item
        hidden = round(item.hidden_height)
        wide = theme().px(WIDTH) if hidden > 0 else 0
        if wide != item.right_px:
            item.right_px = float(wide)
            item.port.resize(item.boundingRect().width() - item.head_px - wide)
        if hidden > 0:
            tall = item.lanes_bottom - item.lanes_top
            left = round(item.boundingRect().width()) - wide
            self.setGeometry(left, round(item.lanes_top), wide, round(tall))
            blocked = self.blockSignals(True)
            self.setRange(0, hidden)
            self.setPageStep(round(tall))
            self.setSingleStep(round(item.row_px))
            self.setValue(round(item.scroll))
            self.blockSignals(blocked)
        self.setVisible(hidden > 0)
