"""Paints the list of people: the name in both scripts, the reading, the office of the day below."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from briefing_app.app.i18n import tr
from briefing_app.domain import people
from briefing_app.domain.records import Person
from briefing_app.ui.people.list_model import PeopleModel, shown_name
from briefing_app.ui.theme import theme
from briefing_app.ui.widgets.grouped_list import GroupedDelegate, GroupedList


class PersonDelegate(GroupedDelegate):
    """Two lines a person; the Latin name leads, the native one follows in quieter ink. Whose facts nobody
    reviewed in time is marked.
    """

    def __init__(self, model: PeopleModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._model = model

    def paint_row(self, painter: QPainter, rect: QRect, row: Person, detail: str) -> None:
        look, px = theme(), theme().px
        left, width = rect.left(), rect.width()
        first = QRect(left, rect.top() + px(5), width, px(21))
        if self._model.is_late(row):
            first.setWidth(width - self._paint_late(painter, first))
        name, native = shown_name(row), people.native_name(row)
        painter.setFont(look.font("body"))
        painter.setPen(look.colour("ink"))
        elide = Qt.TextElideMode.ElideRight
        painter.drawText(
            first, Qt.AlignmentFlag.AlignVCenter, painter.fontMetrics().elidedText(name, elide, first.width())
        )
        width = first.width()
        used = painter.fontMetrics().horizontalAdvance(name) + px(10)
        painter.setPen(look.colour("ink_2"))
        if native != name and used < width - px(30):
            rest = QRect(left + used, first.top(), width - used, first.height())
            shown = painter.fontMetrics().elidedText(native, elide, rest.width())
            painter.drawText(rest, Qt.AlignmentFlag.AlignVCenter, shown)
        width = rect.width()
        painter.setFont(look.font("secondary"))
        second = QRect(left, rect.top() + px(25), width, px(19))
        office = painter.fontMetrics().elidedText(detail, elide, width)
        painter.drawText(second, Qt.AlignmentFlag.AlignVCenter, office)

    def _paint_late(self, painter: QPainter, line: QRect) -> int:
        """A mark in words at the right end of the line; how much of the line it takes."""
        look, px = theme(), theme().px
        painter.setFont(look.font("secondary"))
        said = tr("stale")
        wide = painter.fontMetrics().horizontalAdvance(said) + px(10)
        place = QRect(line.right() - wide + 1, line.top() + px(2), wide, line.height() - px(4))
        painter.setPen(look.colour("caution"))
        painter.drawRoundedRect(place, px(4), px(4))
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, said)
        return wide + px(6)


class PeopleList(GroupedList):
    """The list of people."""

    record_kind = "person"

    def __init__(self, model: PeopleModel, parent: QWidget | None = None) -> None:
        super().__init__(model, tr("People"), parent)
        self.setItemDelegate(PersonDelegate(model, self))
