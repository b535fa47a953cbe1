"""A square table that is typed into: who sells along the rows, who buys along the columns."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import QHeaderView, QTableView, QWidget

from briefing_app.app.i18n import tr
from briefing_app.tariff.amounts import ungrouped
from briefing_app.ui.tariff.sim_world import World
from briefing_app.ui.theme import ROW_HEIGHT, on_change, theme

Index = QModelIndex | QPersistentModelIndex
_TOP = QModelIndex()
MOST_RATE, MOST_TRADE = 10.0, 1e15
TABLES = ("trade", "before", "after", "elasticities")
LIMITS = ((-20.0, 0.0), (0.0, 1000.0), (0.0, 1000.0))
"""Of import demand, export supply and substitution."""


class MatrixModel(QAbstractTableModel):
    """One of the tables of a world; the first column names the region. ``typed`` carries the world after a
    change, ``refused`` the fault of what was typed.
    """

    typed = Signal(object)
    refused = Signal(str)

    def __init__(self, world: World, table: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.world, self.table = world, table

    def show_world(self, world: World, table: str) -> None:
        """Show a table of a world."""
        self.beginResetModel()
        self.world, self.table = world, table
        self.endResetModel()

    def rowCount(self, parent: Index = _TOP) -> int:
        return 0 if parent.isValid() else len(self.world.regions)

    def columnCount(self, parent: Index = _TOP) -> int:
        if parent.isValid():
            return 0
        return 4 if self.table == "elasticities" else len(self.world.regions) + 1

    def flags(self, index: Index) -> Qt.ItemFlag:
        return super().flags(index) | Qt.ItemFlag.ItemIsEditable

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._title(section)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignLeft if section == 0 else Qt.AlignmentFlag.AlignRight
            return side | Qt.AlignmentFlag.AlignVCenter
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row, column = index.row(), index.column()
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return self.world.regions[row] if column == 0 else self._number(row, column - 1)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignLeft if column == 0 else Qt.AlignmentFlag.AlignRight
            return side | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.FontRole:
            font = theme().font("table")
            font.setBold(self._is_changed(row, column - 1))
            return font
        return None

    def _title(self, section: int) -> str:
        if self.table == "elasticities":
            return (tr("Region"), tr("Import demand η"), tr("Export supply ε"), tr("Substitution σ"))[section]
        return tr("from, down; to, across") if section == 0 else self.world.regions[section - 1]

    def _is_changed(self, row: int, column: int) -> bool:
        if self.table == "elasticities" and column >= 0:
            return self.world.elasticities[row][column] != self.world.shared[column]
        if self.table != "after" or column < 0:
            return False
        return self.world.after[row][column] != self.world.before[row][column]

    def _number(self, row: int, column: int) -> str:
        number = getattr(self.world, self.table)[row][column]
        if self.table == "elasticities":
            return f"{number:g}"
        return f"{number:,g}" if self.table == "trade" else f"{number * 100:g}%"

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.EditRole or not index.isValid():
            return False
        row, column, text = index.row(), index.column() - 1, str(value).strip()
        if column < 0:
            return self._rename(row, text)
        if self.table == "elasticities":
            return self._take_elasticity(row, column, text)
        is_rate = self.table != "trade"
        try:
            number = float(ungrouped(text).removesuffix("%").strip()) / (100 if is_rate else 1)
        except ValueError:
            number = -1.0
        if not 0 <= number <= (MOST_RATE if is_rate else MOST_TRADE):
            self.refused.emit(tr("A rate from 0 to 1000%.") if is_rate else tr("A value of zero or more."))
            return False
        self.typed.emit(self.world.with_cell(self.table, row, column, round(number, 12)))
        return True

    def _take_elasticity(self, row: int, column: int, text: str) -> bool:
        low, high = LIMITS[column]
        try:
            number = float(text.replace("−", "-"))
        except ValueError:
            number = high + 1
        if not low <= number <= high:
            self.refused.emit(tr("From {low} to {high}.", low=f"{low:g}", high=f"{high:g}"))
            return False
        self.typed.emit(self.world.with_cell(self.table, row, column, number))
        return True

    def _rename(self, row: int, text: str) -> bool:
        names = list(self.world.regions)
        if not text or text in names[:row] + names[row + 1 :]:
            self.refused.emit(tr("Every region needs a name of its own."))
            return False
        names[row] = text
        self.typed.emit(replace(self.world, regions=tuple(names)))
        return True


class Matrix(QTableView):
    """The view: as tall as its rows, no grid, typed into by any key."""

    def __init__(self, model: MatrixModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setModel(model)
        self.setShowGrid(False)
        self.setCornerButtonEnabled(False)
        self.setTabKeyNavigation(False)
        self.setAccessibleName(tr("Who trades with whom"))
        triggers = QTableView.EditTrigger
        self.setEditTriggers(triggers.EditKeyPressed | triggers.DoubleClicked | triggers.AnyKeyPressed)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.horizontalHeader().setMinimumSectionSize(theme().px(84))
        model.modelReset.connect(self._take_height)
        on_change(self, self._take_height)
        self._take_height()

    def _take_height(self) -> None:
        self.verticalHeader().setDefaultSectionSize(theme().px(ROW_HEIGHT))
        head = self.horizontalHeader().sizeHint().height()
        self.setFixedHeight(head + theme().px(ROW_HEIGHT) * self.model().rowCount() + theme().px(6))
