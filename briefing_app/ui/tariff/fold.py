"""A line that opens and shuts what belongs to it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QPushButton, QVBoxLayout, QWidget

from briefing_app.ui.theme import theme
from briefing_app.ui.widgets.labels import label

LINK_WIDTH = 285


class Fold(QWidget):
    """Rows of two cells under a title. With keys the left cells are links: ``opened`` carries a key."""

    opened = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: list[tuple[str, str]] = []
        self.body = QWidget()
        self.button = QPushButton()
        self.button.setProperty("kind", "link")
        self.button.clicked.connect(lambda: self.set_open(self.body.isHidden()))
        self.grid = QGridLayout(self.body)
        self.grid.setContentsMargins(theme().px(26), 0, 0, theme().px(6))
        self.grid.setHorizontalSpacing(theme().px(16))
        self.grid.setVerticalSpacing(theme().px(4))
        self.grid.setColumnStretch(1, 1)
        self.body.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme().px(4))
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.body)
        theme().show_icon(self.button, "chevron-right", "accent")

    def show_rows(self, title: str, rows: Sequence[tuple[str, str]], keys: Sequence[str] = ()) -> None:
        """Show rows; a row whose right cell is empty has the whole width. Hidden when there are none."""
        self.setVisible(bool(rows))
        self.button.setText(title)
        self._rows = list(rows)
        while (item := self.grid.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        top = Qt.AlignmentFlag.AlignTop
        for number, (left, right) in enumerate(rows):
            first = self._link(left, keys[number]) if keys else label(left, wrap=True)
            if not right:
                self.grid.addWidget(first, number, 0, 1, 2)
                continue
            first.setMinimumWidth(theme().px(190))
            first.setMaximumWidth(theme().px(300))
            self.grid.addWidget(first, number, 0, top)
            self.grid.addWidget(label(right, tone="muted", wrap=True), number, 1, top)

    def _link(self, text: str, key: str) -> QWidget:
        link = QPushButton()
        metrics = link.fontMetrics()
        link.setText(metrics.elidedText(text, Qt.TextElideMode.ElideMiddle, theme().px(LINK_WIDTH)))
        link.setProperty("kind", "link")
        link.setToolTip(text)
        link.setAccessibleName(text)
        link.clicked.connect(lambda: self.opened.emit(key))
        return link

    def rows(self) -> list[tuple[str, str]]:
        """The rows shown, as text."""
        return list(self._rows)

    def set_open(self, is_open: bool) -> None:
        """Open or shut it."""
        theme().show_icon(self.button, "chevron-down" if is_open else "chevron-right", "accent")
        self.body.setVisible(is_open)
