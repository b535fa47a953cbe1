"""The rows of the syllabary beside the list: a click goes to the first person of a row."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QToolButton, QVBoxLayout, QWidget

from briefing_app.app.i18n import tr
from briefing_app.ui.theme import theme

ROWS = ("あ", "か", "さ", "た", "な", "は", "ま", "や", "ら", "わ", "A–Z")


class IndexBar(QWidget):
    """``chosen`` carries a row; rows without people are greyed."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.buttons: dict[str, QToolButton] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, theme().px(4), theme().px(4), theme().px(4))
        column.setSpacing(0)
        for row in ROWS:
            button = QToolButton()
            button.setText(row)
            button.setAccessibleName(tr("Go to {row}", row=row))
            button.setToolTip(tr("Go to {row}", row=row))
            button.setMinimumSize(theme().px(28), theme().px(26))
            button.clicked.connect(lambda _checked=False, to=row: self.chosen.emit(to))
            self.buttons[row] = button
            column.addWidget(button)
        column.addStretch(1)

    def show_rows(self, there: Iterable[str]) -> None:
        """Say which rows have people."""
        known = set(there)
        for row, button in self.buttons.items():
            button.setEnabled(row in known)
            button.setToolTip(tr("Go to {row}", row=row) if row in known else tr("Nobody here"))
