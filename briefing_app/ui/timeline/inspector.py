"""The right zone: the selected event, its dates as understood, people with their post that day, sources."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QCompleter,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from briefing_app.app.following import NameWatch
from briefing_app.app.i18n import tr
from briefing_app.app.session import Session
from briefing_app.domain import people
from briefing_app.domain.change import removed
from briefing_app.domain.held_as import with_kind
from briefing_app.domain.quick_entry import people_named
from briefing_app.domain.records import Event, Note, Participant, Person, Source, title_of
from briefing_app.errors import BriefingError
from briefing_app.store.workspace import Workspace
from briefing_app.ui.record_titles import shown_title
from briefing_app.ui.theme import theme
from briefing_app.ui.timeline.date_rows import DateRows
from briefing_app.ui.timeline.event_table import day_of
from briefing_app.ui.timeline.names import full_name, office
from briefing_app.ui.timeline.words import confidence_words, gap_words
from briefing_app.ui.widgets.flow import ChipRow
from briefing_app.ui.widgets.form import Form, LineEdit, TextArea
from briefing_app.ui.widgets.labels import CitationChip, ElidedLabel, chip_words, label


class EventInspector(QScrollArea):
    """Shows and edits one event; every edit goes through the session at once."""

    record_requested = Signal(str, str)
    briefing_requested = Signal(str)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._event: Event | None = None
        self._noted = ""
        self._is_editing = False
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMinimumWidth(theme().px(260))
        self._watch = NameWatch(session)
        self._nothing = label(
            tr("Select an event to see its dates, people and sources."), tone="muted", wrap=True
        )
        self._form = Form()
        self._make_fields()
        body = QWidget()
        # The pane gives the width; a long chip is cut, never the fields beside it.
        body.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        column = QVBoxLayout(body)
        column.setContentsMargins(theme().px(16), theme().px(12), theme().px(16), theme().px(16))
        column.addWidget(self._nothing, 0, Qt.AlignmentFlag.AlignTop)
        column.addWidget(self._form, 0, Qt.AlignmentFlag.AlignTop)
        column.addStretch(1)
        self.setWidget(body)
        self.show_event(None)

    def _make_fields(self) -> None:
        form = self._form
        self.title = LineEdit()
        form.add(tr("Event"), self.title)
        self.shown_title = label("", "hint", wrap=True)
        form.add_widget(self.shown_title)
        self.dates = DateRows(lambda: self._session.day)
        form.add(tr("Dates"), self.dates)
        self.gap = label("", "secondary", wrap=True)
        form.add_widget(self.gap)
        self.place = LineEdit()
        form.add(tr("Place"), self.place)
        self.people = PeopleList()
        self.person = LineEdit(placeholder=tr("Add a person: type part of a name, Enter"))
        self._people_field = form.add(tr("People, with the post of that day"), self.people)
        self._person_field = form.add(tr("Add a person"), self.person)
        self._person_field.label.hide()
        self.summary = TextArea(placeholder=tr("What happened, in your words"))
        self.summary.setMinimumHeight(theme().px(96))
        self.summary.setMaximumHeight(theme().px(160))
        form.add(tr("Summary"), self.summary)
        self.sources = ChipRow()
        self._sources_field = form.add(tr("Sources"), self.sources)
        self.measures = ChipRow()
        self._measures_field = form.add(tr("Measures"), self.measures)
        self.notes = ChipRow()
        self._notes_field = form.add(tr("Notes about it"), self.notes)
        self.lanes = LineEdit(placeholder=tr("Talks, Measures"))
        self.category = LineEdit()
        form.add(tr("Lanes, separated by commas"), self.lanes)
        form.add(tr("Category"), self.category)
        self.tags = LineEdit(placeholder=tr("autos, baseline"))
        form.add(tr("Tags, separated by commas"), self.tags)
        self.confidence = label("", "secondary", wrap=True)
        form.add_widget(self.confidence)
        self.to_briefing = QPushButton(tr("Add to briefing"))
        self.delete = QPushButton(tr("Delete event"))
        self.delete.setProperty("kind", "quiet")
        self.delete.setToolTip(tr("Undo (Ctrl+Z) brings it back"))
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self.to_briefing)
        line.addWidget(self.delete)
        line.addStretch(1)
        form.add_widget(row)
        self._connect()

    def _connect(self) -> None:
        self.title.typed.connect(lambda text: self._edit("title", title=text))
        self.title.entered.connect(lambda: self._watch.enter("event", self.event_id))
        self.title.left.connect(self._watch.leave)
        self.place.typed.connect(lambda text: self._edit("place", place=text))
        self.summary.typed.connect(lambda text: self._edit("summary", summary=text))
        self.category.typed.connect(lambda text: self._edit("category", category=text))
        self.lanes.typed.connect(lambda text: self._edit("lanes", lanes=_listed(text)))
        self.tags.typed.connect(lambda text: self._edit("tags", tags=_listed(text)))
        self.dates.dates_changed.connect(lambda dates: self._edit("dates", dates=dates))
        self.people.opened.connect(lambda key: self.record_requested.emit("person", key))
        self.people.removed.connect(self._take_out)
        self.person.returnPressed.connect(self._put_in)
        self.notes.opened.connect(lambda key: self.record_requested.emit("note", key))
        self.measures.opened.connect(lambda key: self.record_requested.emit("measure", key))
        self.to_briefing.clicked.connect(lambda: self.briefing_requested.emit(self.event_id))
        self.delete.clicked.connect(self._delete)
        for field in (self.title, self.place, self.summary, self.category, self.lanes, self.tags):
            field.left.connect(self._session.typing.flush)

    # --- showing -------------------------------------------------------------------------------------

    @property
    def event_id(self) -> str:
        """The id of the event shown, or ""."""
        return self._event.id if self._event else ""

    def show_event(self, event: Event | None) -> None:
        """Show an event, or nothing. Fields that show the same text keep their cursor."""
        if self._is_editing and event is not None and event.id == self.event_id:
            return  # the change before this keystroke is being saved; the field is ahead of the record
        self._event = event
        self._nothing.setVisible(event is None)
        self._form.setVisible(event is not None)
        if event is None:
            return
        self.title.show_text(event.title)
        shown = shown_title(self._session, event.title)
        self.shown_title.setText(tr("Shown as {title}", title=shown) if shown != event.title else "")
        self.shown_title.setVisible(shown != event.title)
        self.place.show_text(event.place)
        self.summary.show_text(event.summary)
        self.category.show_text(event.category)
        if _listed(self.lanes.text()) != event.lanes:
            self.lanes.show_text(", ".join(event.lanes))
        if _listed(self.tags.text()) != event.tags:
            self.tags.show_text(", ".join(event.tags))
        self.dates.show_dates(event.dates)
        said = gap_words(event)
        self.gap.setText(" · ".join(said))
        self.gap.setVisible(bool(said))
        self.confidence.setText(
            tr("Confidence: {words}", words=confidence_words(event.confidence)) if event.confidence else ""
        )
        self.confidence.setVisible(bool(event.confidence))
        self._show_links(event)

    def _show_links(self, event: Event) -> None:
        workspace = self._session.workspace
        day = day_of(event)
        people_shown = []
        shown = partial(shown_title, self._session)
        for each in event.participants:
            person = workspace.find("person", each.person)
            if isinstance(person, Person):
                people_shown.append(
                    (
                        person.id,
                        full_name(person),
                        post_on(person, day, self._session.day, shown) if day else "",
                        shown(each.role),
                    )
                )
        self.people.show_people(people_shown)
        names = [full_name(each) for each in workspace.records("person") if isinstance(each, Person)]
        completer = QCompleter(names, self.person)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self.person.setCompleter(completer)
        self.sources.clear()
        looked_up = [workspace.find("source", each) for each in event.sources]
        known = [(number, each) for number, each in enumerate(looked_up, 1) if isinstance(each, Source)]
        for (number, source), words in zip(known, chip_words([each for _, each in known]), strict=True):
            chip = CitationChip(source, number, words=words)
            chip.requested.connect(lambda key: self.record_requested.emit("source", key))
            self.sources.add(chip)
        self._sources_field.setVisible(bool(event.sources))
        self.measures.set_chips([(each, each) for each in event.measures], icon="tariffs")
        self._measures_field.setVisible(bool(event.measures))
        self._look_for_notes(event)

    def _look_for_notes(self, event: Event) -> None:
        """Show the notes that name an event: found in a thread, of a hundred thousand there may be."""
        if event.id != self._noted:
            self._noted = event.id
            self._show_notes([])
        workspace = self._session.workspace

        def show(found: list[tuple[str, str]]) -> None:
            if event.id == self.event_id:
                self._show_notes(found)

        self._session.jobs.run(lambda: _notes_about(workspace, event), show, owner=self)

    def _show_notes(self, found: list[tuple[str, str]]) -> None:
        self.notes.set_chips(found, icon="notes")
        self._notes_field.setVisible(bool(found))

    # --- editing -------------------------------------------------------------------------------------

    def _edit(self, what: str, **fields: object) -> None:
        if self._event is None:
            return
        current = self._session.current("event", self._event.id)
        if not isinstance(current, Event) or fields.get("title") == "":
            return  # a title that is being retyped is empty for a moment
        new = replace(current, **fields)  # type: ignore[arg-type]  # the keys are fields of Event
        if new != current:
            self._event = new
            self._is_editing = True
            try:
                self._session.text_edit(current, new, _step_words(what))
            finally:
                self._is_editing = False

    def _take_out(self, person: str) -> None:
        if self._event is not None:
            kept = tuple(each for each in self._event.participants if each.person != person)
            self._edit("people", participants=kept)
            self._session.typing.flush()
            self.person.setFocus()

    def _put_in(self) -> None:
        if self._event is None or not self.person.text().strip():
            return
        workspace = self._session.workspace
        found = people_named(
            [each for each in workspace.records("person") if isinstance(each, Person)],
            self.person.text().strip(),
        )
        if len(found) != 1:
            name = self.person.text().strip()
            nobody, many = (
                tr("Nobody here is called {name}.", name=name),
                tr("More than one person is called {name}.", name=name),
            )
            self._person_field.set_error(many if found else nobody)
            return
        self._person_field.set_error("")
        participant = Participant(found[0][1].person)
        if participant.person not in {each.person for each in self._event.participants}:
            self._edit("people", participants=(*self._event.participants, participant))
            self._session.typing.flush()
        # The completer writes its choice after Enter; empty the line when it is done.
        QTimer.singleShot(0, self.person.clear)

    def _delete(self) -> None:
        if self._event is None:
            return
        self._session.typing.flush()
        current = self._session.workspace.find("event", self._event.id)
        if current is None:
            return
        try:
            self._session.apply(removed(current, tr("Delete {title}", title=title_of(current))))
        except BriefingError as error:
            self._session.report(error)


class PeopleList(QWidget):
    """People as chips, each with the post of that day below. ``opened`` and ``removed`` carry ids."""

    opened = Signal(str)
    removed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme().px(6))
        self.posts: list[str] = []

    def show_people(self, people: list[tuple[str, str, str, str]]) -> None:
        """Show people given as (id, name, post, role)."""
        while (item := self._column.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self.posts = []
        for key, name, post, role in people:
            chips = ChipRow()
            chips.set_chips([(name + (f", {role}" if role else ""), key)], icon="person", removable=True)
            chips.opened.connect(self.opened)
            chips.removed.connect(self.removed)
            self._column.addWidget(chips)
            words = post or tr("no post known for that day")
            self.posts.append(words)
            self._column.addWidget(ElidedLabel(words, "secondary"))


def post_on(person: Person, day: date, looked_at: date, shown: Callable[[str], str] = str) -> str:
    """The posts that a person held on a day, in words; "" where none is known. One that is not held any more
    on the day looked at is said to be that of then.
    """
    held_now = people.posts_on(person, max(day, looked_at))
    said: list[str] = []
    for post in people.posts_on(person, day)[:2]:
        said_office = with_kind(office(post, shown), post.kind)
        if said and post.organisation and " " not in post.title:
            said_office += f" ({post.organisation})"  # a second "President" alone would be of the country
        said.append(said_office if post in held_now else tr("then {office}", office=said_office))
    return ", ".join(said)


def _listed(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part.strip() for part in text.replace("、", ",").split(",") if part.strip()))


def _notes_about(workspace: Workspace, event: Event) -> list[tuple[str, str]]:
    """Title and id of the notes that are about an event or name it by its title."""
    link = f"[[{event.title}]]"
    named = {each.id: each for words in (event.id, link) for each in workspace.holding("note", words)}
    return [
        (note.title, note.id)
        for note in named.values()
        if isinstance(note, Note) and (event.id in note.about or link in note.body)
    ]


def _step_words(what: str) -> str:
    """What Undo calls an edit of a part of an event."""
    return {
        "title": tr("Edit title of event"),
        "place": tr("Edit place of event"),
        "summary": tr("Edit summary of event"),
        "category": tr("Edit category of event"),
        "lanes": tr("Edit lanes of event"),
        "tags": tr("Edit tags of event"),
        "dates": tr("Edit dates of event"),
        "people": tr("Edit people of event"),
    }[what]
