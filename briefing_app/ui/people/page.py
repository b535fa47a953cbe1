"""The page of a person: who, how to say it, which office, what they stand for, when you met."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from briefing_app.app.i18n import language, tr
from briefing_app.domain import people, source_places
from briefing_app.domain.address_forms import address_forms
from briefing_app.domain.date_words import words
from briefing_app.domain.fuzzydate import is_edtf, parse
from briefing_app.domain.people import Meeting
from briefing_app.domain.records import Person, Position, Source
from briefing_app.domain.relations import Link, stands_on
from briefing_app.domain.stances import block_of
from briefing_app.ui.people.briefing_button import briefing_button
from briefing_app.ui.people.list_model import COUNTRIES, SCRIPTS, shown_name
from briefing_app.ui.people.photo import portrait
from briefing_app.ui.people.post_line import PostLine
from briefing_app.ui.people.relations_view import link_words
from briefing_app.ui.record_words import office_words, other_offices
from briefing_app.ui.theme import theme
from briefing_app.ui.widgets.flow import Chip, ChipRow
from briefing_app.ui.widgets.labels import CitationChip, ElidedLabel, SectionHeader, chip_words, label, rule

SHOWN_MEETINGS = 12
PHOTO_HEIGHT = 144


@dataclass(frozen=True)
class PersonView:
    """All that the page shows, looked up beforehand: names by id, sources by id, meetings latest first."""

    person: Person
    day: date
    meetings: Sequence[Meeting]
    names: Mapping[str, str]
    sources: dict[str, Source]
    links: Sequence[Link] = ()
    countries: Mapping[str, str] = field(default_factory=dict)
    photo: bytes | None = None
    shown: Callable[[str], str] = str


class PersonLookup(Mapping[str, str]):
    """Something about people by id, looked up when it is asked for: a page names three of twenty thousand."""

    def __init__(self, find: Callable[[str], Person | None], read: Callable[[Person], str]) -> None:
        self._find, self._read = find, read

    def __getitem__(self, key: str) -> str:
        person = self._find(key)
        if person is None:
            raise KeyError(key)
        return self._read(person)

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0


class PersonPage(QScrollArea):
    """Shows one person. ``record_requested`` carries what was clicked, ``block_requested`` what shall go into
    the paper.
    """

    record_requested = Signal(str, str)
    page_requested = Signal(str, int, str)
    block_requested = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._view: PersonView | None = None

    def show_person(self, view: PersonView) -> None:
        """Build the page."""
        is_same = self._view is not None and self._view.person.id == view.person.id
        scrolled = self.verticalScrollBar().value() if is_same else 0
        self._view = view
        page = QWidget()
        page.setProperty("panel", "canvas")
        column = QVBoxLayout(page)
        px = theme().px
        column.setContentsMargins(px(32), px(24), px(32), px(32))
        column.setSpacing(px(6))
        for part in (self._head, self._names, self._posts, self._positions, self._meetings, self._relations):
            part(column, view)
        self._sources(column, view)
        column.addStretch(1)
        self.setWidget(page)
        self.verticalScrollBar().setValue(scrolled)

    def _head(self, column: QVBoxLayout, view: PersonView) -> None:
        person = view.person
        top = QHBoxLayout()
        top.setSpacing(theme().px(12))
        name = people.capital_name(person) if people.has_name(person) else shown_name(person)
        native = people.native_name(person)
        top.addWidget(label(name, "title"), 0, Qt.AlignmentFlag.AlignBaseline)
        for text, role, tone in ((native, "section", ""), (people.reading(person), "", "muted")):
            if text and text != name:
                top.addWidget(label(text, role, tone), 0, Qt.AlignmentFlag.AlignBaseline)
        top.addStretch(1)
        column.addLayout(top)
        if view.photo is not None:
            self._photo(column, view.photo, person)
        office = office_words(person, view.day, view.shown) or tr("No office known")
        column.addWidget(label(office, wrap=True))
        if others := other_offices(person, view.day, shown=view.shown):
            also = tr("Also {offices}", offices=(" · ").join(others))
            column.addWidget(label(also, tone="muted", wrap=True))
        if person.note:
            note = label(person.note, tone="muted", wrap=True)
            note.setMaximumWidth(theme().px(720))
            column.addWidget(note)
        state = people.freshness(person, view.day)
        if state in {"overdue", "soon"}:
            text = {
                "overdue": tr(
                    "Not reviewed in time: was due {day}.", day=words(person.review_by, language())
                ),
                "soon": tr("Review due {day}.", day=words(person.review_by, language())),
            }[state]
            column.addWidget(label(text, "secondary", "caution"))
        if person.private_note:
            remark = tr("Private, not printed: {text}", text=person.private_note)
            column.addWidget(label(remark, "secondary", wrap=True))

    def _photo(self, column: QVBoxLayout, content: bytes, person: Person) -> None:
        picture = portrait(content, theme().px(PHOTO_HEIGHT), self.devicePixelRatioF())
        if picture is None:
            column.addWidget(label(tr("The photo cannot be shown: its file is damaged."), "hint"))
            return
        shown = QLabel()
        shown.setPixmap(picture)
        shown.setAccessibleName(tr("Photo of {name}", name=people.latin_name(person)))
        column.addWidget(shown)
        credit = person.photo_credit or tr("no credit given")
        parts = (tr("Photo: {credit}", credit=credit), _words(person.photo_date))
        column.addWidget(label(" · ".join(part for part in parts if part), "hint"))

    def _names(self, column: QVBoxLayout, view: PersonView) -> None:
        column.addWidget(SectionHeader(tr("Name card")))
        card = QWidget()
        grid = QGridLayout(card)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme().px(24))
        grid.setVerticalSpacing(theme().px(4))
        rows = [
            (
                tr(SCRIPTS.get(name.script, name.script)),
                name.full,
                " · ".join(part for part in (name.reading, name.pronunciation) if part),
            )
            for name in view.person.names
            if name.full
        ]
        if not rows:
            column.addWidget(label(tr("No name yet: type it on the right."), "secondary", wrap=True))
        forms = address_forms(view.person, view.day)
        rows += [
            (tr(use)[:1].upper() + tr(use)[1:], form.text, tr("derived") if form.is_derived else "")
            for use, form in forms.items()
        ]
        for row, (what, text, remark) in enumerate(rows):
            grid.addWidget(label(what, "secondary"), row, 0)
            grid.addWidget(_selectable(text), row, 1)
            grid.addWidget(label(remark, "secondary"), row, 2)
        grid.setColumnStretch(2, 1)
        column.addWidget(card)
        if guessed := people.guesses(view.person):
            said = tr(
                "Not known, would be guessed: {parts}.",
                parts=("、" if language() == "ja" else ", ").join(map(tr, guessed)),
            )
            column.addWidget(label(said, "secondary", "caution", wrap=True))
        if any(form.is_derived for form in forms.values()):
            warning = tr("Derived forms follow general rules. Check them before they are printed.")
            column.addWidget(label(warning, "secondary", "caution"))

    def _posts(self, column: QVBoxLayout, view: PersonView) -> None:
        if view.person.posts:
            column.addWidget(SectionHeader(tr("Posts")))
            line = PostLine()
            column.addWidget(line)  # first: without a place it would be shown as a window
            line.show_posts(view.person.posts, view.day, view.shown)

    def _positions(self, column: QVBoxLayout, view: PersonView) -> None:
        if not view.person.positions:
            return
        column.addWidget(SectionHeader(tr("Positions by issue")))
        by_issue: dict[str, list[Position]] = {}
        later = 0
        for position in view.person.positions:
            if _sort_day(position.date) > view.day:
                later += 1
            else:
                by_issue.setdefault(position.issue, []).append(position)
        for issue, held in by_issue.items():
            column.addWidget(label(issue, "secondary"))
            for position in sorted(held, key=lambda each: _sort_day(each.date), reverse=True):
                column.addWidget(self._position(position, view))
        if later:
            column.addWidget(label(tr("{count} taken after the day shown", count=later), "hint"))

    def _position(self, position: Position, view: PersonView) -> QWidget:
        block = QWidget()
        grid = QGridLayout(block)
        grid.setContentsMargins(0, 0, 0, theme().px(6))
        grid.setHorizontalSpacing(theme().px(16))
        grid.setVerticalSpacing(0)
        when = label(_words(position.date), "secondary")
        when.setFixedWidth(theme().px(104))
        grid.addWidget(when, 0, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(label(position.stance or position.statement, wrap=True), 0, 1)
        if position.stance and position.statement:
            grid.addWidget(label(position.statement, tone="muted", wrap=True), 1, 1)
        if position.quotation:
            grid.addWidget(label(f"“{position.quotation}”", wrap=True), 2, 1)
        source = view.sources.get(position.source)
        if source is not None:
            chip = CitationChip(source)
            chip.requested.connect(lambda _key: self._ask_for_page(position))
            grid.addWidget(chip, 0, 2, Qt.AlignmentFlag.AlignTop)
        add = briefing_button()
        add.clicked.connect(lambda: self.block_requested.emit(block_of(view.person, position)))
        grid.addWidget(add, 0, 3, Qt.AlignmentFlag.AlignTop)
        grid.setColumnStretch(1, 1)
        return block

    def _meetings(self, column: QVBoxLayout, view: PersonView) -> None:
        before = [each for each in view.meetings if each.day <= view.day]
        past = [each for each in before if people.is_meeting(each.event)]
        column.addWidget(SectionHeader(tr("Meetings")))
        if past:
            self._met(column, view, past)
        else:
            column.addWidget(label(tr("None before this day on the timeline."), tone="muted"))
        if others := [each for each in before if not people.is_meeting(each.event)]:
            column.addWidget(SectionHeader(tr("Other events")))
            self._rows(column, view, others)

    def _met(self, column: QVBoxLayout, view: PersonView, past: Sequence[Meeting]) -> None:
        """When somebody was last met, by whom, and where."""
        met = tr("Last met {day}: {title}.", day=words(past[0].when, language()), title=past[0].event.title)
        column.addWidget(label(met, wrap=True))
        by_side = people.last_met_by_side(view.person.id, past, view.countries, view.day)
        for side, meeting in by_side.items():
            with_side = tr(
                "With {side}: {day}, {title}.", side=tr(COUNTRIES.get(side, side)),
                day=words(meeting.when, language()), title=meeting.event.title,
            )  # fmt: skip
            column.addWidget(label(with_side, "secondary", wrap=True))
        column.addWidget(rule())
        self._rows(column, view, past)

    def _rows(self, column: QVBoxLayout, view: PersonView, found: Sequence[Meeting]) -> None:
        for meeting in found[:SHOWN_MEETINGS]:
            column.addWidget(self._meeting(meeting, view))
        if len(found) > SHOWN_MEETINGS:
            column.addWidget(label(tr("and {count} earlier", count=len(found) - SHOWN_MEETINGS), "hint"))

    def _meeting(self, meeting: Meeting, view: PersonView) -> QWidget:
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(theme().px(16))
        when = label(words(meeting.when, language()), "secondary")
        when.setFixedWidth(theme().px(104))
        title = QPushButton(meeting.event.title)
        title.setProperty("kind", "link")
        title.clicked.connect(lambda: self.record_requested.emit("event", meeting.event.id))
        line.addWidget(when)
        line.addWidget(title)
        said = (meeting.event.place, meeting.role, _office_then(view, meeting.day))
        role = ElidedLabel(" · ".join(part for part in said if part), "hint")
        line.addWidget(role, 1)
        return row

    def _relations(self, column: QVBoxLayout, view: PersonView) -> None:
        if not view.links:
            return
        column.addWidget(SectionHeader(tr("Relations")))
        for link in view.links:
            column.addWidget(self._relation(link, view))

    def _relation(self, link: Link, view: PersonView) -> QWidget:
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(theme().px(12))
        chip = Chip(view.names.get(link.other, link.other), link.other, icon="person")
        chip.opened.connect(lambda key: self.record_requested.emit("person", key))
        line.addWidget(chip)
        line.addWidget(ElidedLabel(link_words(link)), 1)
        begin, end = _words(link.relation.from_), _words(link.relation.to)
        if begin or end:
            stands = "" if stands_on(link.relation, view.day) else f"  ·  {tr('not on this day')}"
            line.addWidget(label(f"{begin} – {end}".strip() + stands, "hint"))
        source = view.sources.get(link.relation.source)
        line.addWidget(self._citation(source) if source else label(tr("no source"), "secondary", "caution"))
        return row

    def _sources(self, column: QVBoxLayout, view: PersonView) -> None:
        found = [view.sources[each] for each in view.person.sources if each in view.sources]
        if not found:
            return
        column.addWidget(SectionHeader(tr("Sources")))
        row = ChipRow()
        for number, (source, shown) in enumerate(zip(found, chip_words(found), strict=True), 1):
            row.add(self._citation(source, number, shown))
        column.addWidget(row)

    def _ask_for_page(self, position: Position) -> None:
        if (place := source_places.of_position(position)) is not None:
            self.page_requested.emit(place.source, place.page, place.words)

    def _citation(self, source: Source, number: int | None = None, shown: str = "") -> CitationChip:
        chip = CitationChip(source, number, words=shown)
        chip.requested.connect(lambda key: self.record_requested.emit("source", key))
        return chip


def _office_then(view: PersonView, day: date) -> str:
    """The office on the day of a meeting where it is not that of the day looked at."""
    post = people.office_of_then(view.person, day, view.day)
    return tr("then {office}", office=people.post_words(post, view.shown)) if post is not None else ""


def _selectable(text: str):  # type: ignore[no-untyped-def]
    made = label(text)
    made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return made


def _words(edtf: str) -> str:
    return words(edtf, language()) if edtf and is_edtf(edtf) else edtf


def _sort_day(edtf: str) -> date:
    return parse(edtf).sort_day if edtf and is_edtf(edtf) else date.min
