"""Views that keep Python for themselves while they are painted.

A view in C++ asks its model and its delegate in Python for each cell. Between two cells another thread may
take Python, and the view waits for its turn again: half a millisecond a cell, a fifth of a second a table.
Painting that is begun in Python keeps its turn for all cells and hands over only as any code in Python does.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QHeaderView, QTableView


class PaintedAtOnce:
    """To be inherited before a view of Qt."""

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)  # type: ignore[misc]  # of the view that is inherited beside


class Titles(PaintedAtOnce, QHeaderView):
    """The titles of the columns of a table."""

    def __init__(self, table: QTableView) -> None:
        super().__init__(Qt.Orientation.Horizontal, table)
        self.setSectionsClickable(True)  # as the one is that a table makes for itself
