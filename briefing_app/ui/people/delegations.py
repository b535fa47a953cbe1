"""The Delegations view: two sides in order of precedence, counterpart beside counterpart."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from briefing_app.app.i18n import tr
from briefing_app.domain import people
from briefing_app.domain.delegations import Member, Seat, delegation, seats
from briefing_app.domain.records import Person
from briefing_app.ui.people.list_model import COUNTRIES
from briefing_app.ui.theme import theme
from briefing_app.ui.widgets.labels import label
from briefing_app.ui.widgets.table import Table
from briefing_app.ui.widgets.table_model import Column, TableModel


class DelegationsView(QWidget):
    """Who of two sides holds an office on the day. Rows marked can be left out; copying gives the table."""

    person_requested = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._people: Sequence[Person] = ()
        self._day = date.min
        self._left_out: set[str] = set()
        self.left, self.right = QComboBox(), QComboBox()
        for box, name in ((self.left, tr("Our side")), (self.right, tr("Their side"))):
            box.setAccessibleName(name)
            box.currentIndexChanged.connect(lambda _place: self._refresh())
        self.table = Table(_model())
        self.table.view.row_opened.connect(self._open)
        leave_out = QPushButton(tr("Leave out"))
        leave_out.setToolTip(tr("Take the people of the marked rows out of this list"))
        leave_out.clicked.connect(self._leave_out)
        everybody = QPushButton(tr("Everybody again"))
        everybody.clicked.connect(self._take_back)
        cards = QPushButton(tr("Copy place cards"))
        theme().show_icon(cards, "copy")
        cards.clicked.connect(lambda: QGuiApplication.clipboard().setText(self.place_cards()))
        px = theme().px
        row = QHBoxLayout()
        row.setContentsMargins(px(32), px(12), px(16), px(8))
        row.setSpacing(px(8))
        for widget in (self.left, label(tr("opposite")), self.right):
            row.addWidget(widget)
        row.addStretch(1)
        for button in (leave_out, everybody, cards):
            row.addWidget(button)
        warning = tr("Rank is derived from the title of the office. Check the order before it is used.")
        note = label(warning, "secondary", "caution", wrap=True)
        note.setContentsMargins(px(32), px(6), px(16), px(8))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row)
        column.addWidget(self.table, 1)
        column.addWidget(note)

    def show_people(self, found: Sequence[Person], day: date) -> None:
        """Take all people, as of a day."""
        self._people, self._day = found, day
        sides = sorted({person.country for person in found if person.country})
        if sides != [self.left.itemData(place) for place in range(self.left.count())]:
            for box, chosen in ((self.left, 0), (self.right, 1)):
                was_blocked = box.blockSignals(True)
                box.clear()
                for side in sides:
                    box.addItem(COUNTRIES.get(side, side), side)
                box.setCurrentIndex(min(chosen, len(sides) - 1))
                box.blockSignals(was_blocked)
        self._refresh()

    def place_cards(self) -> str:
        """One line a person: number, name in both scripts with its reading, office."""
        lines = []
        for seat in self.table.model.shown():
            for member in (seat.left, seat.right):
                if member is not None:
                    person = member.person
                    names = [people.capital_name(person), people.native_name(person), people.reading(person)]
                    lines.append("\t".join([str(seat.number), *names, member.office]))
        return "\n".join(lines)

    def _side(self, box: QComboBox) -> list[Member]:
        side = box.currentData()
        wanted = [each for each in self._people if each.country == side and each.id not in self._left_out]
        return delegation(wanted, self._day)

    def _refresh(self) -> None:
        self.table.model.set_rows(seats(self._side(self.left), self._side(self.right)))

    def _leave_out(self) -> None:
        for index in self.table.view.selectionModel().selectedRows():
            seat = self.table.model.record(index.row())
            self._left_out |= {member.person.id for member in (seat.left, seat.right) if member is not None}
        self._refresh()

    def _take_back(self) -> None:
        self._left_out.clear()
        self._refresh()

    def _open(self, key: object) -> None:
        row = self.table.model.shown_row(key)
        if row is not None:
            seat = self.table.model.record(row)
            member = seat.left or seat.right
            if member is not None:
                self.person_requested.emit(member.person.id)


def _model() -> TableModel[Seat]:
    return TableModel(
        [
            Column("", lambda seat: str(seat.number), sort=lambda seat: seat.number, align="right", width=3),
            Column(tr("Our side"), lambda seat: _name(seat.left), width=24, bold=True),
            Column(tr("Office"), _left_office, width=0, tip=_left_office),
            Column(tr("Their side"), lambda seat: _name(seat.right), width=24, bold=True),
            Column(tr("Office"), _right_office, width=0, tip=_right_office),
        ],
        lambda seat: seat.number,
    )


def _name(member: Member | None) -> str:
    if member is None:
        return ""
    return f"{people.capital_name(member.person)}  {people.native_name(member.person)}".strip()


def _left_office(seat: Seat) -> str:
    return seat.left.office if seat.left is not None else ""


def _right_office(seat: Seat) -> str:
    return seat.right.office if seat.right is not None else ""
