"""The People tab: the list, and of whom or what the list is about one of five views."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QHBoxLayout,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from briefing_app.app.i18n import tr
from briefing_app.app.session import Session
from briefing_app.domain import people
from briefing_app.domain.change import ChangeSet, added, removed
from briefing_app.domain.ids import new_id
from briefing_app.domain.known_people import known_person
from briefing_app.domain.records import Event, Kind, Person, PersonName
from briefing_app.errors import BriefingError
from briefing_app.ui.people.commands_menu import commands_menu
from briefing_app.ui.people.edit_panel import EditPanel, first_script, removal_label
from briefing_app.ui.people.list_model import GROUPINGS, PeopleModel, find_text
from briefing_app.ui.people.list_view import PeopleList
from briefing_app.ui.people.page import PersonLookup, PersonPage, PersonView
from briefing_app.ui.people.people_records import PeopleRecords
from briefing_app.ui.people.views import (
    DELEGATIONS,
    ORGANISATIONS,
    PERSON,
    POSITIONS,
    RELATIONS,
    VIEWS,
    PeopleViews,
)  # fmt: skip
from briefing_app.ui.record_titles import changes_titles, teller
from briefing_app.ui.theme import theme
from briefing_app.ui.widgets.search_field import SearchField

_WITH_FIELDS = {PERSON, RELATIONS}
FEW = 300  # so many people's words are read while a key waits
TEXTS_AFTER_MS = 1500
FIRST_AFTER_MS = 120  # a page is made when typing pauses, not at each key


class PeopleTab(QWidget, PeopleViews, PeopleRecords):
    """See :class:`briefing_app.ui.tab.Tab`. A view is made when it is first shown, and filled only while it
    is.
    """

    title = "People"
    record_requested = Signal(str, str)
    page_requested = Signal(str, int, str)
    add_to_briefing_requested = Signal(str, str)
    block_requested = Signal(object)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._shown_id = ""
        self._place = PERSON
        self._stale: set[int] = set(range(len(VIEWS)))
        self._naming: tuple[Sequence[Person], dict[str, list[Person]]] = ((), {})
        self._reads_texts = self._waits_for_texts = False
        self._shown = teller(session)
        self.model = PeopleModel(self, self._shown)
        self.list = PeopleList(self.model)
        self.find_field = SearchField(tr("Find people"))
        self.page = PersonPage()
        self._fields = EditPanel(session)
        self._centre = QStackedWidget()
        self._first_later = QTimer(self, singleShot=True, interval=FIRST_AFTER_MS)
        self._first_later.timeout.connect(self._select_first)
        self._lay_out()
        self._connect()
        self._load()
        QTimer.singleShot(TEXTS_AFTER_MS, self, self._read_texts)

    # --- what the window asks ------------------------------------------------------------------------

    def activate(self) -> None:
        """Show somebody if nobody is shown."""
        if not self._shown_id and (first := self.model.first()) is not None:
            self.list.select(first.id)

    def show_record(self, kind: Kind, record_id: str) -> None:
        """Select a person, or show a body or a delegation in its view."""
        if kind == "organisation":
            self._show_view(ORGANISATIONS)
            self.chart.show_body(record_id)
        elif kind == "delegation":
            self._show_view(DELEGATIONS)
            self.delegations.show_delegation(record_id)
        elif kind == "person" and self._person(record_id) is not None:
            if not self.list.select(record_id):
                self.find_field.clear()
                self.model.filter("")
                self.list.select(record_id)
            self._show_person(record_id)
            self._show_view(PERSON)

    def new_record(self) -> None:
        """Add a person and put the cursor into the name; in the view of bodies or sides, one of those."""
        if self._place == ORGANISATIONS:
            self.chart.new_body()
            return
        if self._place == DELEGATIONS:
            self.delegations.new_delegation()
            return
        person = Person(id=new_id("person"), names=(PersonName(full="", script=first_script()),))
        try:
            self._session.apply(added(person, tr("Add person")))
        except BriefingError as error:
            self._session.report(error)
            return
        self.show_record("person", person.id)
        self._fields.focus_first()

    def focus_find(self) -> None:
        """Find in the list, or show the filter row of the table shown."""
        if self._place == POSITIONS and self.matrix.form.currentIndex() == 1:
            self.matrix.ledger.show_filters()
        else:
            self.find_field.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.find_field.selectAll()

    def add_to_briefing(self, kind: Kind, record_id: str) -> None:
        """Only the Briefing tab takes records."""

    @property
    def fields(self) -> EditPanel:
        """The fields, all of them made."""
        self._fields.fill()
        return self._fields

    def is_idle(self) -> bool:
        """Whether all that is shown is made."""
        return not self._first_later.isActive() and (self._fields.isHidden() or self._fields.is_filled)

    # --- parts ---------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        px = theme().px
        left = QWidget()
        left.setProperty("panel", "surface")
        column = QVBoxLayout(left)
        column.setContentsMargins(0, px(8), 0, 0)
        column.setSpacing(px(6))
        self.grouping = QComboBox()
        self.grouping.setAccessibleName(tr("Group people"))
        for value, words in GROUPINGS.items():
            self.grouping.addItem(tr(words), value)
        for widget in (self.find_field, self.grouping):
            row = QHBoxLayout()
            row.setContentsMargins(px(12), 0, px(12), 0)
            row.addWidget(widget)
            column.addLayout(row)
        self._listed = QHBoxLayout()
        self._listed.setContentsMargins(0, 0, 0, 0)
        self._listed.setSpacing(0)
        self._listed.addWidget(self.list, 1)
        column.addLayout(self._listed, 1)
        centre = QWidget()
        centre_column = QVBoxLayout(centre)
        centre_column.setContentsMargins(0, 0, 0, 0)
        centre_column.setSpacing(0)
        centre_column.addLayout(self._view_row())
        self._centre.addWidget(self.page)
        centre_column.addWidget(self._centre, 1)
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setObjectName("zones")
        for part in (left, centre, self._fields):
            splitter.addWidget(part)
        splitter.setStretchFactor(1, 1)
        splitter.setSizes([px(280), px(700), px(300)])
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(splitter)

    def _view_row(self) -> QHBoxLayout:
        px = theme().px
        row = QHBoxLayout()
        row.setContentsMargins(px(32), px(12), px(16), 0)
        row.setSpacing(px(6))
        self._views = QButtonGroup(self)
        for place, words in enumerate(VIEWS):
            chip = QPushButton(tr(words))
            chip.setProperty("kind", "chip")
            chip.setCheckable(True)
            chip.setChecked(place == 0)
            self._views.addButton(chip, place)
            row.addWidget(chip)
        row.addStretch(1)
        more = QPushButton(tr("More"))
        more.setMenu(commands_menu(self, self._session, lambda: list(self._people())))
        row.addWidget(more)
        self.to_briefing = QPushButton(tr("Add to briefing"))
        theme().show_icon(self.to_briefing, "briefing")
        self.to_briefing.clicked.connect(self._add_shown)
        row.addWidget(self.to_briefing)
        return row

    def _connect(self) -> None:
        session = self._session
        session.changed.connect(self._on_changed)
        session.as_of_changed.connect(lambda _day: self._on_day_changed())
        session.known_on_changed.connect(lambda _day: self._on_known_on_changed())
        self.find_field.changed.connect(self._on_find)
        self.find_field.down_pressed.connect(lambda: self.list.setFocus(Qt.FocusReason.TabFocusReason))
        self.grouping.currentIndexChanged.connect(lambda _place: self._on_grouping())
        self.list.record_selected.connect(self._show_person)
        self.page.record_requested.connect(self._on_requested)
        self.page.page_requested.connect(self.page_requested)
        self.page.block_requested.connect(self.block_requested)
        self._fields.removed.connect(self._remove)
        self._views.idClicked.connect(self._show_view)

    def _load(self) -> None:
        self.model.show_people(self._people(), self._session.day)
        self._all_stale()
        has_people = self._session.workspace.count("person") > 0
        if not has_people and self._place in _WITH_FIELDS:
            self._shown_id = ""
            self._fields.hide()
            self._centre.setCurrentWidget(self.empty)
        elif has_people and "empty" in vars(self) and self._centre.currentWidget() is self.empty:
            self._show_view(PERSON)

    def _show_view(self, place: int) -> None:
        self._place = place
        self._fill_view()
        if place in _WITH_FIELDS and not self._session.workspace.count("person"):
            self._centre.setCurrentWidget(self.empty)
        else:
            self._centre.setCurrentWidget(self._view(place))
        self._views.button(place).setChecked(True)
        self.to_briefing.setVisible(place != ORGANISATIONS)
        self._fields.setVisible(place in _WITH_FIELDS and bool(self._shown_id))

    def _all_stale(self) -> None:
        """Something changed: the view shown is filled now, the others when they are shown."""
        self._stale = set(range(len(VIEWS)))
        self._fill_view()

    def _fill_view(self) -> None:
        if self._place not in self._stale or self._place == PERSON:
            return
        self._stale.discard(self._place)
        everybody, day = self._people(), self._session.day
        if self._place == POSITIONS:
            self.matrix.show_people(everybody, self._sources(), day)
        elif self._place == RELATIONS:
            self.relations.show_person(self._person(self._shown_id), everybody, self._sources(), day)
        elif self._place == ORGANISATIONS:
            self.chart.show_people(self._bodies(), everybody, self._sources(), day)
        else:
            self.delegations.show_people(everybody, day)

    def _show_person(self, person_id: str) -> None:
        person = self._session.current("person", person_id)
        if not isinstance(person, Person):
            return
        self._shown_id = person_id
        events = self._session.workspace.records("event")
        self.page.show_person(
            PersonView(
                person=known_person(person, self._session.known_on),
                day=self._session.day,
                meetings=people.meetings(person_id, cast(Sequence[Event], events)),
                names=PersonLookup(self._person, people.latin_name),
                sources=self._sources(),
                links=self._links_of(person),
                countries=PersonLookup(self._person, lambda each: each.country),
                shown=self._shown,
                photo=self._session.workspace.photo(person.photo) if person.photo else None,
            )
        )
        self._fields.show_person(person)
        self._fields.setVisible(self._place in _WITH_FIELDS)
        self._stale.add(RELATIONS)
        if self._place == RELATIONS:
            self._fill_view()

    def _on_related(self, person_id: str) -> None:
        """Somebody in the picture was opened: stay in the picture, with that person in the middle."""
        if not self.list.select(person_id):
            self.find_field.clear()
            self.model.filter("")
            self.list.select(person_id)
        if person_id != self._shown_id:
            self._show_person(person_id)

    def _on_requested(self, kind: str, record_id: str) -> None:
        if kind in {"person", "organisation"}:
            self.show_record(cast(Kind, kind), record_id)
        else:
            self.record_requested.emit(kind, record_id)

    def _read_texts(self) -> None:
        """Read in a thread by what words each of very many people is found, before anybody asks."""
        found = [] if self._session.is_closed or self._reads_texts else self.model.without_text()
        if len(found) > FEW:
            self._reads_texts = True
            self._session.jobs.run(
                lambda: {each.id: find_text(each) for each in found},
                lambda texts: self._take_texts(found, texts),
                owner=self,
            )

    def _take_texts(self, asked: Sequence[Person], texts: dict[str, str]) -> None:
        self._reads_texts = False
        self.model.take_texts(asked, texts)
        if self._waits_for_texts:
            self._waits_for_texts = False
            self._on_find(self.find_field.text())

    def _on_find(self, text: str) -> None:
        self._read_texts()
        if self._reads_texts and text.strip():
            self._waits_for_texts = True  # the window goes on meanwhile
            return
        self.model.filter(text)
        was_blocked = self.list.blockSignals(True)  # who is shown already is not shown anew at each key
        is_found = self.list.select(self._shown_id)
        self.list.blockSignals(was_blocked)
        self._first_later.stop() if is_found else self._first_later.start()

    def _select_first(self) -> None:
        """Typing pauses, and who was shown is not among those found: show the first of them."""
        if self._session.is_closed or self.list.currentIndex().isValid():
            return
        if (first := self.model.first()) is not None:
            self.list.select(first.id)

    def _on_grouping(self) -> None:
        self.model.group(self.grouping.currentData())
        if self.grouping.currentData() == "gojuon" or "index_bar" in vars(self):
            self.index_bar.setVisible(self.grouping.currentData() == "gojuon")
        self.list.select(self._shown_id)

    def _go_to_row(self, row: str) -> None:
        at = self.model.starts().get(row)
        if at is not None:
            self.list.scrollTo(self.model.index(at), PeopleList.ScrollHint.PositionAtTop)
            self.list.setCurrentIndex(self.model.index(at + 1))

    def _on_day_changed(self) -> None:
        self.model.show_day(self._session.day)
        self._all_stale()
        if self._shown_id:
            self.list.select(self._shown_id)
            self._show_person(self._shown_id)

    def _on_known_on_changed(self) -> None:
        self._load()
        self._on_day_changed()

    def _on_changed(self, change_set: ChangeSet) -> None:
        if change_set.touches("person"):
            self._take_people(change_set)
            if self._person(self._shown_id) is None:
                self._shown_id = ""
                self.activate()
            else:
                self.list.select(self._shown_id)
        elif any(change_set.touches(kind) for kind in ("organisation", "delegation", "event", "source")):
            self._all_stale()
        if changes_titles(change_set):
            self._on_day_changed()
        if self._shown_id and any(change_set.touches(kind) for kind in ("person", "event", "source")):
            self._show_person(self._shown_id)

    def _take_people(self, change_set: ChangeSet) -> None:
        """What is typed about somebody changes a row; only a new name or side moves people about."""
        found = [(each.before, each.after) for each in change_set.changes if each.kind == "person"]
        after = [new for old, new in found if old is not None and isinstance(new, Person)]
        is_now = self._session.known_on is None
        if is_now and len(after) == len(found) and self.model.replace_people(after):
            self._all_stale()
        else:
            self._load()

    def _remove(self, person_id: str) -> None:
        person = self._person(person_id)
        if person is None:
            return
        self._session.typing.flush()
        person = cast(Person, self._person(person_id))
        try:
            self._session.apply(removed(person, removal_label(person)))
        except BriefingError as error:
            self._session.report(error)
