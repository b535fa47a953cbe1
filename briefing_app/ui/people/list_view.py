"""Paints the list of people: the name in both scripts, the reading, the office of the day below."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from briefing_app.domain import people
from briefing_app.ui.people.list_model import Heading, PeopleModel
from briefing_app.ui.theme import theme

Index = QModelIndex | QPersistentModelIndex
ROW_HEIGHT = 48  # one for all: Qt then asks once, not for each of twenty thousand rows


class PersonDelegate(QStyledItemDelegate):
    """Two lines a person; the Latin name leads, the native one follows in quieter ink."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(0, theme().px(ROW_HEIGHT))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = index.data(Qt.ItemDataRole.UserRole)
        look, px = theme(), theme().px
        rect = option.rect
        painter.save()
        if isinstance(row, Heading):
            painter.setFont(look.font("secondary"))
            painter.setPen(look.colour("ink_2"))
            line = rect.adjusted(px(12), 0, -px(12), -px(4))
            painter.drawText(line, Qt.AlignmentFlag.AlignBottom, f"{row.text}  {row.count}")
            painter.restore()
            return
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, look.colour("tint"))
            painter.fillRect(QRect(rect.left(), rect.top(), px(3), rect.height()), look.colour("accent"))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, look.colour("raised"))
        left, width = rect.left() + px(12), rect.width() - px(24)
        first = QRect(left, rect.top() + px(5), width, px(21))
        name, native = people.latin_name(row), people.native_name(row)
        painter.setFont(look.font("body"))
        painter.setPen(look.colour("ink"))
        elide = Qt.TextElideMode.ElideRight
        painter.drawText(
            first, Qt.AlignmentFlag.AlignVCenter, painter.fontMetrics().elidedText(name, elide, width)
        )
        used = painter.fontMetrics().horizontalAdvance(name) + px(10)
        painter.setPen(look.colour("ink_2"))
        if used < width - px(30):
            rest = QRect(left + used, first.top(), width - used, first.height())
            shown = painter.fontMetrics().elidedText(native, elide, rest.width())
            painter.drawText(rest, Qt.AlignmentFlag.AlignVCenter, shown)
        painter.setFont(look.font("secondary"))
        second = QRect(left, rect.top() + px(25), width, px(19))
        office = index.data(PeopleModel.OFFICE)
        painter.drawText(
            second, Qt.AlignmentFlag.AlignVCenter, painter.fontMetrics().elidedText(office, elide, width)
        )
        painter.restore()


class PeopleList(QListView):
    """``person_selected`` carries an id."""

    person_selected = Signal(str)

    def __init__(self, model: PeopleModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._people = model
        self.setModel(model)
        self.setItemDelegate(PersonDelegate(self))
        self.setMouseTracking(True)
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName("People")
        self.selectionModel().currentChanged.connect(self._on_current_changed)

    def select(self, person_id: str) -> bool:
        """Make a person current and show the row. Whether the person is shown at all."""
        row = self._people.row_of(person_id)
        if row is None:
            return False
        self.setCurrentIndex(self._people.index(row))
        return True

    def _on_current_changed(self, current: QModelIndex, _previous: QModelIndex) -> None:
        row = current.data(Qt.ItemDataRole.UserRole)
        if row is not None and not isinstance(row, Heading):
            self.person_selected.emit(row.id)
