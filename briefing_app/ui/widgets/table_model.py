"""A table of frozen records that stays fast at a hundred thousand rows.

The model holds the rows once and a permutation of those shown. Sorting argsorts cached ranks; filtering looks
in folded text that is made once per row. Measured beside QSortFilterProxyModel, which takes seconds.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, Literal, TypeVar

import numpy as np
from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QFont

from briefing_app.store.search import fold
from briefing_app.ui.theme import theme

R = TypeVar("R")
Index = QModelIndex | QPersistentModelIndex
_SEPARATOR = "\x1f"
_NO_PARENT = QModelIndex()
_ROLES = Qt.ItemDataRole
# Numbers: roles are compared for every cell that is painted, and comparing enumerations is slow.
_DISPLAY, _EDIT, _ALIGNMENT = int(_ROLES.DisplayRole), int(_ROLES.EditRole), int(_ROLES.TextAlignmentRole)
_FOREGROUND, _TIP, _ICON = int(_ROLES.ForegroundRole), int(_ROLES.ToolTipRole), int(_ROLES.DecorationRole)
_FONT = int(_ROLES.FontRole)
# Made once: a view asks for every cell.
_READ = Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemNeverHasChildren
_EDITED = _READ | Qt.ItemFlag.ItemIsEditable
_ANSWERED = frozenset({_DISPLAY, _EDIT, _ALIGNMENT, _FOREGROUND, _TIP, _ICON, _FONT})


@dataclass(frozen=True)
class Column(Generic[R]):
    """One column: how a row's cell reads, sorts, looks and is edited.

    text: what is shown and found.  sort: the key to sort by (default: the folded text).
    width: in average characters; 0 takes the space that is left.  tone: a colour token or "" per row.
    ranks, folded, holding: of all rows at once, their places in the order of this column, their texts as they
    are searched, and which of them hold a word: for tables of very many rows.
    icon: an icon name or "" per row.  edit: takes the row and the typed text (F2); raises a known error.
    typed: what an edit begins with, where it is not what is shown.
    """

    title: str
    text: Callable[[R], str]
    sort: Callable[[R], Any] | None = None
    align: Literal["left", "right", "centre"] = "left"
    width: int = 16
    tone: Callable[[R], str] | None = None
    tip: Callable[[R], str] | None = None
    icon: Callable[[R], str] | None = None
    bold: bool = False
    edit: Callable[[R, str], None] | None = None
    typed: Callable[[R], str] | None = None
    ranks: Callable[[], np.ndarray] | None = None
    folded: Callable[[], list[str]] | None = None
    holding: Callable[[str], np.ndarray] | None = None


LONG_TITLE = 14
"""A title of more characters may be cut: it is told whole where the mouse rests."""
_ALIGN = {
    "left": Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter,
    "right": Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter,
    "centre": Qt.AlignmentFlag.AlignCenter,
}


def fold_fast(text: str) -> str:
    """Search form of a text; plain ASCII takes the short way."""
    return text.casefold() if text.isascii() else fold(text)


class TableModel(QAbstractTableModel, Generic[R]):
    """Rows of any record type. ``key`` names a row for good."""

    shown_count_changed = Signal(int)

    def __init__(
        self, columns: Sequence[Column[R]], key: Callable[[R], Hashable], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self._key = key
        self._rows: list[R] = []
        self._shown = np.arange(0)
        self._folded: list[str] | None = None
        self._cells: dict[int, list[str]] = {}
        self._ranks: dict[int, np.ndarray] = {}
        self._places: dict[Hashable, int] | None = None
        self._order = np.arange(0)
        self._fonts: dict[tuple[float, bool], QFont] = {}
        self._query = ""
        self._by_column: dict[int, str] = {}
        self._sorted_by: tuple[int, Qt.SortOrder] | None = None

    # --- rows ----------------------------------------------------------------------------------------

    def set_rows(self, rows: Sequence[R]) -> None:
        """Replace all rows; sorting and filter stay."""
        self.beginResetModel()
        self._rows = list(rows)
        self._order = np.arange(len(self._rows))
        self._forget_caches()
        self._shown = self._matching()
        self._arrange()
        self.endResetModel()
        self.shown_count_changed.emit(len(self._shown))

    def replace_row(self, row: R) -> None:
        """Show a changed record in its place; the order is kept until the next sort."""
        place = self._place(self._key(row))
        if place is None:
            return
        self._rows[place] = row
        if self._folded is not None:
            self._folded[place] = self._fold_row(row)
        self._cells.clear()
        self._ranks.clear()
        shown = self.shown_row(self._key(row))
        if shown is not None:
            self.dataChanged.emit(self.index(shown, 0), self.index(shown, self.columnCount() - 1))

    @property
    def rows(self) -> Sequence[R]:
        """All records, also those that the filter hides, in the order they were given."""
        return [self._rows[place] for place in self._order.tolist()]

    def remove_row(self, key: Hashable) -> None:
        """Take one record out; the others stay where they are."""
        place = self._place(key)
        if place is None or self._places is None:
            return
        shown = self.shown_row(key)
        if shown is not None:
            self.beginRemoveRows(_NO_PARENT, shown, shown)
        del self._places[key]
        self._order = self._order[self._order != place]
        self._shown = self._shown[self._shown != place]
        if shown is not None:
            self.endRemoveRows()
            self.shown_count_changed.emit(len(self._shown))

    def insert_row(self, row: R, before: Hashable | None) -> None:
        """Put a record in, before another one or at the end. With a filter or a sorting, where it belongs."""
        follower = self._place(before) if before is not None else None
        at = len(self._order) if follower is None else int(np.flatnonzero(self._order == follower)[0])
        place = len(self._rows)
        self._rows.append(row)
        if self._places is not None:
            self._places[self._key(row)] = place
        if self._folded is not None:
            self._folded.append(self._fold_row(row))
        self._cells.clear()
        self._ranks.clear()
        is_plain = self._sorted_by is None and len(self._shown) == len(self._order)
        self._order = np.insert(self._order, at, place)
        if is_plain:
            self.beginInsertRows(_NO_PARENT, at, at)
            self._shown = self._order.copy()
            self.endInsertRows()
            self.shown_count_changed.emit(len(self._shown))
        else:
            self._refilter()

    def record(self, shown_row: int) -> R:
        """The record in a row as shown."""
        return self._rows[int(self._shown[shown_row])]

    def shown(self) -> list[R]:
        """The records as shown, in order."""
        return [self._rows[place] for place in self._shown.tolist()]

    def shown_row(self, key: Hashable) -> int | None:
        """Where the record of ``key`` is shown, or None."""
        place = self._place(key)
        found = [int(row) for row in np.flatnonzero(self._shown == place)] if place is not None else []
        return found[0] if found else None

    def key_at(self, shown_row: int) -> Hashable:
        """The key of a row as shown."""
        return self._key(self.record(shown_row))

    # --- find and sort -------------------------------------------------------------------------------

    def filter(self, query: str) -> None:
        """Show the rows that hold every word of ``query`` in any column."""
        folded = fold_fast(query).strip()
        if folded != self._query:
            self._query = folded
            self._refilter()

    def filter_column(self, column: int, query: str) -> None:
        """Show the rows that hold ``query`` in one column (together with the other filters)."""
        folded = fold_fast(query).strip()
        if folded != self._by_column.get(column, ""):
            self._by_column[column] = folded
            self._refilter()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        if not -1 <= column < len(self.columns):
            return
        self.layoutAboutToBeChanged.emit()
        old = self.persistentIndexList()
        kept = [int(self._shown[index.row()]) for index in old]
        self._sorted_by = (column, order) if column >= 0 else None
        if column < 0:
            self._shown = self._order[np.isin(self._order, self._shown)]
        self._arrange()
        if old:
            where = np.full(len(self._rows), -1)
            where[self._shown] = np.arange(len(self._shown))
            new = [
                self.index(int(where[place]), index.column()) for place, index in zip(kept, old, strict=True)
            ]
            self.changePersistentIndexList(old, new)
        self.layoutChanged.emit()

    def _refilter(self) -> None:
        self.beginResetModel()
        self._shown = self._matching()
        self._arrange()
        self.endResetModel()
        self.shown_count_changed.emit(len(self._shown))

    def _matching(self) -> np.ndarray:
        if not self._query and not any(self._by_column.values()):
            return self._order.copy()
        places: Sequence[int] = self._order.tolist()
        for word in self._query.split():
            folded = self._folded_rows()
            places = [place for place in places if word in folded[place]]
        shown = np.fromiter(places, np.int64, len(places))
        for column, word in self._by_column.items():
            if not word:
                continue
            if (holding := self.columns[column].holding) is not None:
                shown = shown[holding(word)[shown]]
                continue
            cells = self._folded_cells(column)
            found = [place for place in shown.tolist() if word in cells[place]]
            shown = np.fromiter(found, np.int64, len(found))
        return shown

    def _arrange(self) -> None:
        if self._sorted_by is None:
            return
        column, order = self._sorted_by
        ranks = self._rank(column)[self._shown]
        if order == Qt.SortOrder.DescendingOrder:
            ranks = -ranks
        self._shown = self._shown[np.argsort(ranks, kind="stable")]

    def _rank(self, column: int) -> np.ndarray:
        if (at_once := self.columns[column].ranks) is not None and column not in self._ranks:
            self._ranks[column] = at_once()
        if column not in self._ranks:
            sort = self.columns[column].sort
            keys = [sort(row) for row in self._rows] if sort else self._folded_cells(column)
            order = sorted(range(len(keys)), key=keys.__getitem__)
            ranks = np.empty(len(keys), np.int64)
            previous, rank = None, -1
            for place in order:
                if keys[place] != previous or rank < 0:
                    previous, rank = keys[place], rank + 1
                ranks[place] = rank
            self._ranks[column] = ranks
        return self._ranks[column]

    def _folded_rows(self) -> list[str]:
        if self._folded is None:
            self._folded = [self._fold_row(row) for row in self._rows]
        return self._folded

    def _folded_cells(self, column: int) -> list[str]:
        at_once = self.columns[column].folded
        if column not in self._cells and at_once is not None:
            self._cells[column] = at_once()
        if column not in self._cells:
            text = self.columns[column].text
            self._cells[column] = [fold_fast(text(row)) for row in self._rows]
        return self._cells[column]

    def _fold_row(self, row: R) -> str:
        return fold_fast(_SEPARATOR.join(column.text(row) for column in self.columns))

    def _place(self, key: Hashable) -> int | None:
        if self._places is None:
            self._places = {self._key(row): place for place, row in enumerate(self._rows)}
        return self._places.get(key)

    def _forget_caches(self) -> None:
        self._folded = None
        self._places = None
        self._cells.clear()
        self._ranks.clear()

    # --- what Qt asks --------------------------------------------------------------------------------

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        column, role = self.columns[index.column()], int(role)
        if role == _ALIGNMENT:
            return _ALIGN[column.align]
        if role == _FONT:
            return self._font(column.bold)
        row = self._rows[int(self._shown[index.row()])]
        if role == _DISPLAY:
            return column.text(row)
        if role == _EDIT:
            return (column.typed or column.text)(row)
        return self._decoration(column, row, role)

    def multiData(self, index: Index, roles: Any) -> None:
        """All roles of a cell in one call: a view asks for seven, and each call may wait for its turn while
        other threads work.
        """
        place = index.column()
        column, row = self.columns[place], self._rows[int(self._shown[index.row()])]
        for each in roles:
            role = each.role()
            if role == _DISPLAY:
                each.setData(column.text(row))
            elif role == _ALIGNMENT:
                each.setData(_ALIGN[column.align])
            elif role == _FONT:
                each.setData(self._font(column.bold))
            elif role == _EDIT:
                each.setData((column.typed or column.text)(row))
            elif role in _ANSWERED:
                each.setData(self._decoration(column, row, role))
            else:
                each.setData(None)

    def _decoration(self, column: Column[R], row: R, role: int) -> Any:
        if role == _FOREGROUND and column.tone and (token := column.tone(row)):
            return theme().colour(token)
        if role == _TIP and column.tip:
            return column.tip(row) or None
        if role == _ICON and column.icon and (name := column.icon(row)):
            return theme().icon(name, (column.tone(row) if column.tone else "") or "ink_2")
        return None

    def _font(self, bold: bool) -> QFont:
        key = (theme().scale, bold)
        if key not in self._fonts:
            font = self._fonts[key] = theme().font("table")
            font.setBold(bold)
        return self._fonts[key]

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.columns[section].title
        if role == Qt.ItemDataRole.ToolTipRole and len(self.columns[section].title) > LONG_TITLE:
            return self.columns[section].title
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _ALIGN[self.columns[section].align]
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        return _EDITED if self.columns[index.column()].edit is not None else _READ

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        edit = self.columns[index.column()].edit if index.isValid() else None
        if edit is None or role != Qt.ItemDataRole.EditRole or not isinstance(value, str):
            return False
        column = self.columns[index.column()]
        if value != (column.typed or column.text)(self.record(index.row())):
            edit(self.record(index.row()), value)
        return True
