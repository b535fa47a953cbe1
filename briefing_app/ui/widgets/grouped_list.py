"""A list under headings: rows of one height, headings that cannot be chosen, ids that find their row.

People and notes share it. What a row looks like beyond its ground is the business of the delegate.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from PySide6.QtCore import (
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    QStringListModel,
    Qt,
    Signal,
)
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QMenu,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from briefing_app.ui.theme import theme
from briefing_app.ui.widgets.painted_at_once import PaintedAtOnce

R = TypeVar("R")
Index = QModelIndex | QPersistentModelIndex
ROW_HEIGHT = 48  # one for all: Qt then asks once, not for each of a hundred thousand rows
FIRST_ROWS = 400
_CHOSEN_ONLY = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren


@dataclass(frozen=True)
class Heading:
    """A group: its title and how many rows stand under it."""

    text: str
    count: int


def grouped(groups: Mapping[str, Sequence[R]]) -> list[Heading | R]:
    """The rows of groups in their order; a group without members is left out, one without title has no
    heading.
    """
    rows: list[Heading | R] = []
    for title, members in groups.items():
        if members and title:
            rows.append(Heading(title, len(members)))
        rows.extend(members)
    return rows


class GroupedModel(QStringListModel, Generic[R]):
    """Rows are :class:`Heading` or what the list is of: UserRole gives it, ``DETAIL`` the words below the
    title. A record may stand twice.

    Qt counts the rows of this model itself: a list that lays out its rows asks twice a row how many there
    are, and answered in Python that is the most of what a hundred thousand notes cost.
    """

    DETAIL = Qt.ItemDataRole.UserRole + 1

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: Sequence[Heading | R] = []
        self._places: dict[str, int] | None = None

    # --- what a list of one kind says ----------------------------------------------------------------

    def key(self, row: R) -> str:
        """The id of what a row shows."""
        raise NotImplementedError

    def title(self, row: R) -> str:
        """What a row is called."""
        raise NotImplementedError

    def detail(self, row: R) -> str:
        """What stands below the title. Asked when a row is painted or read aloud, not before."""
        raise NotImplementedError

    # --- rows ----------------------------------------------------------------------------------------

    def set_rows(self, rows: Sequence[Heading | R]) -> None:
        """Show other rows."""
        self._rows = rows
        self._places = None
        self.setStringList([""] * len(rows))

    def row_of(self, key: str) -> int | None:
        """Where a record stands first, or None."""
        if self._places is None:
            for row, each in enumerate(self._rows[:FIRST_ROWS]):  # mostly it is one that is seen
                if not isinstance(each, Heading) and self.key(each) == key:
                    return row
            self._places = {}
            for row, each in enumerate(self._rows):
                if not isinstance(each, Heading):
                    self._places.setdefault(self.key(each), row)
        return self._places.get(key)

    def first(self) -> R | None:
        """The first record shown."""
        return next((row for row in self._rows if not isinstance(row, Heading)), None)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if role == Qt.ItemDataRole.UserRole:
            return row
        if isinstance(row, Heading):
            return f"{row.text} ({row.count})" if role == Qt.ItemDataRole.DisplayRole else None
        told = {
            Qt.ItemDataRole.DisplayRole: lambda: self.title(row),
            self.DETAIL: lambda: self.detail(row),
            Qt.ItemDataRole.AccessibleTextRole: lambda: f"{self.title(row)}, {self.detail(row)}",
        }.get(role)
        return told() if told is not None else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        is_heading = isinstance(self._rows[index.row()], Heading)
        return Qt.ItemFlag.ItemNeverHasChildren if is_heading else _CHOSEN_ONLY


class GroupedDelegate(QStyledItemDelegate):
    """Paints headings and the ground of rows; :meth:`paint_row` paints the two lines on it."""

    def paint_row(self, painter: QPainter, rect: QRect, row: Any, detail: str) -> None:
        """Paint one record and the words below its title into ``rect``, clear of the edges already."""
        raise NotImplementedError

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(0, theme().px(ROW_HEIGHT))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = index.data(Qt.ItemDataRole.UserRole)
        look, px, rect = theme(), theme().px, option.rect
        painter.save()
        if isinstance(row, Heading):
            painter.setFont(look.font("secondary"))
            painter.setPen(look.colour("ink_2"))
            line = rect.adjusted(px(12), 0, -px(12), -px(4))
            painter.drawText(line, Qt.AlignmentFlag.AlignBottom, f"{row.text}  {row.count}")
        else:
            if option.state & QStyle.StateFlag.State_Selected:
                painter.fillRect(rect, look.colour("tint"))
                painter.fillRect(QRect(rect.left(), rect.top(), px(3), rect.height()), look.colour("accent"))
            elif option.state & QStyle.StateFlag.State_MouseOver:
                painter.fillRect(rect, look.colour("raised"))
            inner = rect.adjusted(px(12), 0, -px(12), 0)
            self.paint_row(painter, inner, row, index.data(GroupedModel.DETAIL))
        painter.restore()


class GroupedList(PaintedAtOnce, QListView):
    """``record_selected`` carries the id of the row that became current; several rows may be chosen.

    ``record_kind`` is what the rows are of, ``menu_at`` makes what can be done at a row besides adding it to
    a paper.
    """

    record_selected = Signal(str)
    record_kind = ""
    menu_at: Callable[[QModelIndex], QMenu | None] | None = None

    def __init__(self, model: GroupedModel[Any], name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self.setModel(model)
        self.setMouseTracking(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setUniformItemSizes(True)
        # Qt asks for every row when it lays a list out; the first screen needs the first rows only.
        self.setLayoutMode(QListView.LayoutMode.Batched)
        self.setBatchSize(FIRST_ROWS)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(name)
        self.selectionModel().currentChanged.connect(self._on_current_changed)

    def select(self, key: str) -> bool:
        """Make a record current and show its row. Whether it is shown at all."""
        current = self.currentIndex().data(Qt.ItemDataRole.UserRole)
        if current is not None and not isinstance(current, Heading) and self._model.key(current) == key:
            return True
        row = self._model.row_of(key)
        if row is None:
            return False
        self.setCurrentIndex(self._model.index(row))
        return True

    def chosen_records(self) -> list[tuple[str, str]]:
        """Kind and id of each chosen row, from the top; a record that stands twice counts once."""
        if not self.record_kind:
            return []
        rows = [index.data(Qt.ItemDataRole.UserRole) for index in sorted(self.selectedIndexes())]
        keys = [self._model.key(row) for row in rows if row is not None and not isinstance(row, Heading)]
        return [(self.record_kind, key) for key in dict.fromkeys(keys)]

    def selectionCommand(
        self, index: Index, event: QEvent | None = None
    ) -> QItemSelectionModel.SelectionFlag:
        """A click beside the rows, or on a heading, leaves chosen what is shown."""
        if not index.isValid() or isinstance(index.data(Qt.ItemDataRole.UserRole), Heading):
            return QItemSelectionModel.SelectionFlag.NoUpdate
        return super().selectionCommand(index, event)

    def _on_current_changed(self, current: QModelIndex, _previous: QModelIndex) -> None:
        row = current.data(Qt.ItemDataRole.UserRole)
        if row is not None and not isinstance(row, Heading):
            self.record_selected.emit(self._model.key(row))
