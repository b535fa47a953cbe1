"""A table whose column titles are the user's own names and change while it is shown."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import QTableView

from briefing_app.ui.theme import ROW_HEIGHT, theme
from briefing_app.ui.widgets.table_model import TableModel

R = TypeVar("R")
PADDING = 22
"""What a head keeps free beside its words, in steps of the theme."""
MOST_LINES = 4


def in_lines(title: str, metrics: QFontMetricsF, room: float) -> str:
    """A title broken where it is too long, at spaces if it has any; of too many lines the last is elided."""
    lines: list[str] = []
    rest = title
    while metrics.horizontalAdvance(rest) > room and len(lines) < MOST_LINES - 1:
        fitting = max(
            (end for end in range(1, len(rest)) if metrics.horizontalAdvance(rest[:end]) <= room), default=1
        )
        space = rest.rfind(" ", 1, fitting + 1)
        end = space if space > 0 else fitting
        lines.append(rest[:end])
        rest = rest[end:].strip()
    return "\n".join((*lines, metrics.elidedText(rest, Qt.TextElideMode.ElideRight, room)))


class TitledModel(TableModel[R]):
    """A :class:`TableModel` with titles of its own for some columns, by place; the tool tip is whole."""

    _titles: Mapping[int, str] = {}

    def set_titles(self, titles: Mapping[int, str]) -> None:
        """Name columns anew."""
        self._titles = dict(titles)
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, self.columnCount() - 1)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        is_title = orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole
        if is_title and section in self._titles:
            return self._head(section)
        if role == Qt.ItemDataRole.ToolTipRole and section in self._titles:
            return self._titles[section]
        return super().headerData(section, orientation, role)

    def _head(self, section: int) -> str:
        font = theme().font("table")
        character = QFontMetricsF(font).horizontalAdvance("n")
        font.setBold(True)
        room = self.columns[section].width * character + theme().px(16 - PADDING)
        return in_lines(self._titles[section], QFontMetricsF(font), room)


def fit_head(view: QTableView) -> int:
    """Make the head of a table as tall as its titles need; returns its height."""
    header, model = view.horizontalHeader(), view.model()
    # Titles are cut already where it is needed; a header would cut their lines as if they were one.
    header.setTextElideMode(Qt.TextElideMode.ElideNone)
    titles = (
        str(model.headerData(place, Qt.Orientation.Horizontal) or "")
        for place in range(model.columnCount())
        if not view.isColumnHidden(place)
    )
    lines = max((title.count("\n") + 1 for title in titles), default=1)
    height = theme().px(ROW_HEIGHT)
    if lines > 1:
        height = round(lines * QFontMetricsF(theme().font("table")).lineSpacing()) + theme().px(8)
    header.setFixedHeight(height)
    return height
