"""The Delegations view: two sides in order of precedence, counterparts paired, and who sits where."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import TypeAlias

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from briefing_app.app.i18n import language, tr
from briefing_app.app.session import Session
from briefing_app.domain.change import added, removed, replaced
from briefing_app.domain.delegations import (
    Member,
    Seat,
    delegation,
    meeting_day,
    seats,
    shifted,
    sides,
    with_member,
    with_people,
    with_post_part,
)
from briefing_app.domain.ids import new_id
from briefing_app.domain.records import Delegation, DelegationMember, Event, Person, SideOfTable
from briefing_app.domain.seating import Plan, moved, plan
from briefing_app.errors import BriefingError
from briefing_app.ui.people.delegation_bar import DelegationBar
from briefing_app.ui.people.delegation_table import card_lines, card_names, pairs_model
from briefing_app.ui.people.member_panel import MemberPanel, Place
from briefing_app.ui.people.seating_canvas import SeatingArea, SeatingCanvas
from briefing_app.ui.record_titles import teller
from briefing_app.ui.record_words import member_office
from briefing_app.ui.theme import theme
from briefing_app.ui.widgets.labels import label
from briefing_app.ui.widgets.table import Table

MOST_SEATS = 40  # on a side; nobody reads a table with more
LEAST_PLAN = 176  # of the height: two long sides are seen whole on a small screen
LEAST_LONG_PLAN = 252  # seven a side of a T or a U; the list above scrolls, the plan does not
FEW = 100  # so many are put in order at once
Sides: TypeAlias = tuple[list[Member], list[Member]]


class DelegationsView(QWidget):
    """A stored delegation, or everybody of two sides who holds an office on the day, which can be stored."""

    person_requested = Signal(str)
    add_to_briefing_requested = Signal(str, str)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._people: Sequence[Person] = ()
        self._known: dict[str, Person] = {}
        self._day = date.min
        self._left_out: set[str] = set()
        self._changing = ""  # whose place is being changed: that row stays marked, not that of the opposite
        self._plan: Plan | None = None
        self._sides: Sides = ([], [])
        self._asked = 0
        self.bar = DelegationBar()
        self.left, self.right = self.bar.left, self.bar.right
        self.table = Table(pairs_model(lambda: self._day, self._office_of))
        self.table.view.row_opened.connect(self._open)
        self.panel = MemberPanel(teller(session))
        self.canvas = SeatingCanvas()
        self.canvas.moved.connect(self._move)
        self.canvas.opened.connect(self.person_requested)
        self._day_shown = label("", "secondary", wrap=True)
        warning = tr("Rank is derived from the title of the office. Check the order before it is used.")
        self._warning = label(warning, "secondary", "caution", wrap=True)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        px = theme().px
        self._area = SeatingArea()
        self._area.setWidgetResizable(True)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setWidget(self.canvas)
        self._split = QSplitter(Qt.Orientation.Vertical)
        self._split.addWidget(self.table)
        self._split.addWidget(self._area)
        self._split.setSizes([px(200), px(280)])
        for note in (self._day_shown, self._warning):
            note.setContentsMargins(px(32), px(4), px(16), px(6))
        work = QWidget()
        column = QVBoxLayout(work)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.bar)
        column.addWidget(self._day_shown)
        column.addWidget(self._split, 1)
        column.addWidget(self._warning)
        zones = QSplitter(Qt.Orientation.Horizontal)
        zones.addWidget(work)
        zones.addWidget(self.panel)
        zones.setStretchFactor(0, 1)
        zones.setSizes([px(760), px(260)])
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(zones)

    def _connect(self) -> None:
        bar = self.bar
        for box in (bar.left, bar.right, bar.order):
            box.currentIndexChanged.connect(lambda _place: self._refresh())
        bar.chosen.currentIndexChanged.connect(lambda _place: self._refresh())
        bar.title.left.connect(self._take_title)
        bar.event_box.activated.connect(lambda _place: self._take_event())
        bar.form.activated.connect(lambda _place: self._edit(table=bar.form.currentData(), seats=()))
        bar.keep.clicked.connect(lambda _checked=False: self.new_delegation())
        bar.leave_out.clicked.connect(lambda _checked=False: self._leave_out())
        bar.everybody.clicked.connect(lambda _checked=False: self._take_back())
        bar.add_person.activated.connect(lambda _place: self._add_person())
        bar.up.clicked.connect(lambda _checked=False: self._shift(-1))
        bar.down.clicked.connect(lambda _checked=False: self._shift(1))
        bar.precedence.clicked.connect(lambda _checked=False: self._edit(order=(), seats=()))
        bar.cards.triggered.connect(lambda _checked=False: self._copy())
        bar.plan_alone.toggled.connect(self.table.setHidden)
        bar.plan_alone.toggled.connect(self.panel.setHidden)
        bar.remove.clicked.connect(lambda _checked=False: self._remove())
        bar.print_plan.triggered.connect(lambda _checked=False: self._print("seating-plan"))
        self.table.view.selectionModel().selectionChanged.connect(lambda *_rows: self._show_marked())
        self.table.model.modelReset.connect(self._show_marked)
        self.panel.opened.connect(self.person_requested)
        self.panel.changed.connect(self._take)
        bar.print_cards.triggered.connect(lambda _checked=False: self._print("place-cards"))

    # --- what is shown -------------------------------------------------------------------------------

    @property
    def record(self) -> Delegation | None:
        """The stored delegation shown, or None where everybody of two sides is."""
        key = self.bar.chosen.currentData()
        found = self._session.workspace.find("delegation", key) if key else None
        return found if isinstance(found, Delegation) else None

    def show_people(self, found: Sequence[Person], day: date) -> None:
        """Take all people, as of a day."""
        self._people, self._day = found, day
        self._known = {person.id: person for person in found}
        self.bar.show_sides(sorted({person.country for person in found if person.country}))
        stored = [d for d in self._session.workspace.records("delegation") if isinstance(d, Delegation)]
        self.bar.show_delegations(stored)
        self._refresh()

    def show_delegation(self, key: str) -> None:
        """Choose a stored delegation."""
        self.bar.choose(key)
        self._refresh()

    def place_cards(self) -> str:
        """One line a person: number, name in both scripts with its reading, office."""
        return card_lines(self.table.model.shown(), self._office_of)

    def both_sides(self) -> tuple[list[Member], list[Member]]:
        """Both lists as shown, in order of precedence."""
        return self._sides

    def _meeting_day(self, record: Delegation) -> date:
        """The day whose offices count: that of the meeting, else the as-of day."""
        event = self._session.workspace.find("event", record.event) if record.event else None
        return meeting_day(record, event if isinstance(event, Event) else None) or self._day

    def _office_of(self, member: Member) -> str:
        record = self.record
        day = self._meeting_day(record) if record is not None else self._day
        return member_office(member, day, teller(self._session))

    def _refresh(self) -> None:
        """Put everybody in order, in a thread where there are many, and show them."""
        order, record, day = self.bar.order.currentData(), self.record, self._day
        self._asked += 1
        asked = self._asked
        if record is not None:
            self._show_sides(sides(record, self._known, self._meeting_day(record), order))
            return
        countries = tuple(box.currentData() for box in (self.left, self.right))
        found = [each for each in self._people if each.country in countries and each.id not in self._left_out]

        def ordered() -> Sides:
            ours, theirs = (
                delegation([p for p in found if p.country == country], day, order) for country in countries
            )
            return ours, theirs

        if len(found) <= FEW:
            self._show_sides(ordered())
            return
        self._day_shown.setText(tr("Looking through {count} people…", count=f"{len(found):,}"))
        self._session.jobs.run(
            ordered, lambda both: self._show_sides(both) if asked == self._asked else None, owner=self
        )

    def _show_sides(self, both: Sides) -> None:
        record = self.record
        ours, theirs = self._sides = both
        marked = {self._changing} if self._changing else {each.person.id for each in self._marked()}
        self.table.model.set_rows(seats(ours, theirs))
        self._mark(marked)
        self.bar.show_record(record, self._people, self._events() if record is not None else [])
        day = self._meeting_day(record) if record is not None else self._day
        self._day_shown.setText(self.bar.day_words(day, is_meeting=record is not None))
        self._warning.setVisible(any(member.is_derived for member in (*ours, *theirs)))
        shown = record or Delegation(title="", table=self.bar.form.currentData() or "opposite")
        fits = max(len(ours), len(theirs)) <= MOST_SEATS
        self._area.setVisible(fits)
        self.bar.allow_plan(fits)
        if not fits:
            return
        self._plan = plan(shown, [m.person.id for m in ours], [m.person.id for m in theirs])
        self.canvas.show_plan(self._plan, card_names((*ours, *theirs)))
        most = LEAST_PLAN if shown.table == "opposite" else LEAST_LONG_PLAN
        self._area.setMinimumHeight(min(self.canvas.least_height, theme().px(most)))

    def _events(self) -> list[Event]:
        return [each for each in self._session.workspace.records("event") if isinstance(each, Event)]

    # --- what is changed -----------------------------------------------------------------------------

    def new_delegation(self) -> None:
        """Store what is shown as a delegation, with the people of both lists."""
        ours, theirs = self.both_sides()
        members = tuple(
            DelegationMember(member.person.id, side)
            for side, found in _by_side(ours, theirs)
            for member in found
        )
        record = Delegation(
            id=new_id("delegation"), title=tr("New delegation"), day=self._day.isoformat(), members=members,
            our_side=self.left.currentData() or "", their_side=self.right.currentData() or "",
            table=self.bar.form.currentData() or "opposite",
        )  # fmt: skip
        if self._apply_one(added(record, tr("Add delegation"))):
            self.show_people(self._people, self._day)
            self.show_delegation(record.id)
            self.bar.title.setFocus()
            self.bar.title.selectAll()

    def _edit(self, **parts: object) -> bool:
        record = self.record
        if record is None:
            self._refresh()
            return False
        new = replace(record, **parts)  # type: ignore[arg-type]
        return new == record or self._apply_one(replaced(record, new, tr("Edit delegation")))

    def _apply_one(self, change_set) -> bool:  # type: ignore[no-untyped-def]
        try:
            self._session.apply(change_set)
        except BriefingError as error:
            self._session.report(error)
            return False
        return True

    def _take_title(self) -> None:
        title = self.bar.title.text().strip()
        record = self.record
        if record is not None and title and title != record.title:
            self._edit(title=title)

    def _take_event(self) -> None:
        key = self.bar.event_box.currentData()
        record = self.record
        if record is None or key == record.event:
            return
        event = self._session.workspace.find("event", key) if key else None
        there = [part.person for part in event.participants] if isinstance(event, Event) else []
        self._edit(event=key, members=with_people(record, there, self._known).members)

    def _add_person(self) -> None:
        key, record = self.bar.add_person.currentData(), self.record
        if record is not None and key:
            self._edit(members=with_people(record, [key], self._known).members)

    def _marked(self) -> list[Member]:
        rows = [index.row() for index in self.table.view.selectionModel().selectedRows()]
        found = [self.table.model.record(row) for row in rows]
        return [member for seat in found for member in (seat.left, seat.right) if member is not None]

    def _mark(self, wanted: set[str]) -> None:
        """Mark the row of somebody again, wherever it went."""
        for seat in self.table.model.shown():
            if any(each is not None and each.person.id in wanted for each in (seat.left, seat.right)):
                self.table.view.select_key(seat.number)
                return

    def _show_marked(self) -> None:
        record, marked = self.record, self._marked()[:2]
        ours, theirs = self.both_sides()
        entered = {member.person: member.rank for member in record.members} if record is not None else {}
        places = []
        for words, side in ((tr("Our side"), ours), (tr("Their side"), theirs)):
            keys = [member.person.id for member in side]
            places += [
                Place(words, member, keys.index(key) + 1, entered.get(key, ""))
                for member in marked
                if (key := member.person.id) in keys
            ]
        day = self._meeting_day(record) if record is not None else self._day
        self.panel.show_places(places[:2], day, has_role=record is not None)

    def _take(self, key: str, part: str, value: str) -> None:
        """A part of somebody's place: in a stored delegation role and rank are those of the meeting; the day
        of the appointment, and the rank where nothing is stored, belong to the office.
        """
        record, self._changing = self.record, key
        parts = {part: value}
        if record is not None and part != "appointed":
            self._edit(members=with_member(record, key, **parts).members)
        else:
            self._change_post(key, **parts)
        self._changing = ""

    def _change_post(self, key: str, **parts: str) -> None:
        """Change the office that counts for somebody's place."""
        self._session.typing.flush()
        members = [member for side in self.both_sides() for member in side]
        member = next((each for each in members if each.person.id == key), None)
        person = self._session.workspace.find("person", key)
        if member is None or member.post is None or not isinstance(person, Person):
            return
        place = next((at for at, post in enumerate(person.posts) if post == member.post), None)
        if place is None:
            return
        new = with_post_part(person, person.posts[place], **parts)
        if new != person:
            self._apply_one(replaced(person, new, tr("Edit post")))

    def _leave_out(self) -> None:
        gone = {member.person.id for member in self._marked()}
        record = self.record
        if record is None:
            self._left_out |= gone
            self._refresh()
        elif gone:
            self._edit(members=tuple(member for member in record.members if member.person not in gone))

    def _take_back(self) -> None:
        self._left_out.clear()
        self._refresh()

    def _shift(self, step: int) -> None:
        """Move the people of the marked row one place in the order of their side."""
        marked = {member.person.id for member in self._marked()}
        if marked:
            both = ([member.person.id for member in side] for side in self.both_sides())
            self._edit(order=tuple(key for keys in both for key in shifted(keys, marked, step)))

    def _move(self, person: str, seat: str) -> None:
        record = self.record
        if record is None:
            self._session.message.emit(tr("Keep this list as a delegation first."), "info")
            self._refresh()
        elif self._plan is not None:
            self._edit(seats=moved(record, self._plan, person, seat))

    def add_shown(self) -> None:
        """Ask for the delegation shown to go into the paper; a mere list has to be kept as one first."""
        if (record := self.record) is None:
            self._session.message.emit(tr("Keep this list as a delegation first."), "info")
        else:
            self.add_to_briefing_requested.emit("delegation", record.id)

    def _remove(self) -> None:
        record = self.record
        if record is not None and self._apply_one(removed(record, tr("Remove {name}", name=record.title))):
            self.show_people(self._people, self._day)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.place_cards())

    def _print(self, template: str) -> None:
        from briefing_app.ui.people.printing import Paper, print_delegation

        record = self.record
        if record is not None:
            print_delegation(
                self, self._session, Paper(record, template, self._meeting_day(record), language())
            )

    def _open(self, key: object) -> None:
        row = self.table.model.shown_row(key)
        if row is not None:
            seat: Seat = self.table.model.record(row)
            member = seat.left or seat.right
            if member is not None:
                self.person_requested.emit(member.person.id)


def _by_side(ours: list[Member], theirs: list[Member]) -> tuple[tuple[SideOfTable, list[Member]], ...]:
    return (("ours", ours), ("theirs", theirs))
