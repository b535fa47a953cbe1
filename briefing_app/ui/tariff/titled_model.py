"""A table whose column titles are the user's own names and change while it is shown."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from PySide6.QtCore import Qt

from briefing_app.ui.widgets.table_model import TableModel

R = TypeVar("R")
LONGEST = 20
"""Characters of a title that are shown; the tool tip has it whole."""


class TitledModel(TableModel[R]):
    """A :class:`TableModel` with titles of its own for some columns, by place."""

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
            title = self._titles[section]
            return title if len(title) <= LONGEST else f"{title[: LONGEST - 1]}…"
        if role == Qt.ItemDataRole.ToolTipRole and section in self._titles:
            return self._titles[section]
        return super().headerData(section, orientation, role)
