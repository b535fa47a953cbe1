"""What every template needs while it gathers its content: the workspace on a day, in a language."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from briefing_app.domain.held_as import with_kind
from briefing_app.domain.people import posts_on
from briefing_app.domain.records import (
    KINDS,
    Block,
    Delegation,
    Event,
    Note,
    Organisation,
    Person,
    Post,
    Record,
    Series,
    TypedDate,
    title_of,
)
from briefing_app.reports import labels, locators, markings, portions, prose, released, wording
from briefing_app.reports.citations import Citations
from briefing_app.reports.knowledge import Knowledge
from briefing_app.reports.model import DutyLine, Marking, Problem, Prose
from briefing_app.reports.prose import Resolver
from briefing_app.reports.released import WITHHELD
from briefing_app.reports.spans import parse
from briefing_app.reports.wording import Dates, Language
from briefing_app.store.workspace import Workspace
from briefing_app.threads import give_way

_NAMELESS_PICTURE = re.compile(r"!\[\s*\]\(")


@dataclass(frozen=True)
class DutyQuestion:
    """A good whose duty a paper shows. ``value_usd`` is decimal text, ``facts`` as in the tariff part;
    ``value_rate`` is the line of the rate where the value is of a table that was converted.
    """

    hts: str
    value_usd: str
    origin: str = "JP"
    label: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    value_rate: str = ""


@dataclass
class Desk:
    """The gathering of one document.

    ``assess`` answers duty questions on a day; None: no engine given. ``release`` leaves out what is marked
    above it; ``is_american`` puts the month before the day. ``marked`` collects the markings of what was
    used. ``known_on``: the day whose knowledge counts; the day of the paper if not said. ``own_texts``: the
    key of each block with own words, and those words.
    """

    workspace: Workspace
    as_of: date
    language: Language
    assess: Callable[[DutyQuestion, date, Language], DutyLine] | None = None
    release: Marking | None = None
    western_years: bool = False
    is_american: bool = False
    problems: list[Problem] = field(default_factory=list)
    marked: list[tuple[Marking, str]] = field(default_factory=list)
    known_on: date | None = None
    own_texts: tuple[tuple[str, str], ...] = ()
    _portions: dict[str, tuple[tuple[Marking, str], ...]] = field(default_factory=dict)

    @property
    def dates(self) -> Dates:
        """How the paper writes days."""
        return wording.dates_of(self.language, western_years=self.western_years, is_american=self.is_american)

    @cached_property
    def knowledge(self) -> Knowledge:
        """What could be known on the day."""
        return Knowledge(self.workspace, self.as_of, self.known_on)

    @cached_property
    def cites(self) -> Citations:
        """The numbered sources of the document."""
        return Citations(self.workspace, self.known_on or self.as_of, self.dates)

    @cached_property
    def resolver(self) -> Resolver:
        """How references in notes are printed."""
        return Resolver(self._link, self.person_name, self.cites.cite)

    @cached_property
    def terms(self) -> dict[str, str]:
        """Fixed translations: the two columns of notes tagged ``terms`` in the document's language."""
        found: dict[str, str] = {}
        for note in self._notes():
            if "terms" not in note.tags or note.language != self.language:
                continue
            for block in prose.parse(
                note.body, Resolver(lambda _: None, lambda _: None, lambda _id, _place: None)
            ):
                for row in block.rows[1:]:
                    if len(row) >= 2:
                        found[_straight(prose.plain(row[0].runs))] = prose.plain(row[1].runs)
        return found

    def translated(self, text: str) -> tuple[str, str]:
        """A record's text in the document's language if the terms have it, and the language it is in."""
        if (known := self.terms.get(_straight(text))) is not None:
            return (wording.years_in_era(known) if self.dates == "ja-era" else known), self.language
        return text, language_of(text)

    def notes(self, kind: str = "") -> list[Note]:
        """Notes of the document's language that stand on the day, newest first; other languages after."""
        return [note for note in self._standing if not kind or note.kind == kind]

    def stands(self, note: Note) -> bool:
        """Whether a note was known and stood on the day."""
        return note.status != "superseded" and self.knowledge.note(note)

    @cached_property
    def _standing(self) -> list[Note]:
        return sorted(
            filter(self.stands, self._notes()),
            key=lambda note: (
                note.language != self.language,
                -(self.knowledge.stands_from(note) or date.min).toordinal(),
                note.title,
            ),
        )

    def events(self) -> list[Event]:
        """Known events, oldest first."""
        give_way()  # asked again and again while the pages are made beside the window
        return self._known_events

    @cached_property
    def _known_events(self) -> list[Event]:
        known = [
            event
            for event in self.workspace.records("event")
            if isinstance(event, Event) and self.may_show(event) and self.knowledge.event(event)
        ]
        return sorted(known, key=lambda event: (event_day(event), event.id))

    def people(self) -> list[Person]:
        """All people that may be shown."""
        give_way()
        return self._all_people

    @cached_property
    def _all_people(self) -> list[Person]:
        people = [person for person in self.workspace.records("person") if isinstance(person, Person)]
        return [person for person in people if self.may_show(person)]

    def series(self, series_id: str) -> Series | None:
        """A series by its id."""
        found = self.workspace.find("series", series_id)
        return found if isinstance(found, Series) else None

    def person_name(self, person_id: str) -> str | None:
        """A person's name as the document's language writes it; None if unknown, a dash if not releasable."""
        person = self.workspace.find("person", person_id)
        if not isinstance(person, Person):
            return None
        return self.name_of(person) if self.may_show(person) else WITHHELD

    def name_of(self, person: Person) -> str:
        """The name in the script of the document's language, else the first form."""
        wanted = "Jpan" if self.language == "ja" else "Latn"
        for name in person.names:
            if name.script == wanted:
                return name.full
        return person.names[0].full

    def post_of(self, person: Person) -> Post | None:
        """The office held on the day that was begun last and is not concurrent."""
        return next(iter(posts_on(person, self.as_of)), None)

    def title_of_post(self, post: Post) -> str:
        """What an office is called; the terms may name it with its body, as President of what."""
        known = self.terms.get(_straight(f"{post.title}, {post.organisation}"))
        return with_kind(known if known is not None else self.translated(post.title)[0], post.kind)

    def organisation_name(self, title: str) -> str:
        """A body by the terms, else in Japanese by the name that its record has in Japanese.

        "" for one that may not be named in the paper that is to be released.
        """
        if title in self._unnamed_bodies:
            return ""
        shown, lang = self.translated(title)
        return self._native_names.get(title, shown) if lang != self.language == "ja" else shown

    @cached_property
    def _unnamed_bodies(self) -> set[str]:
        bodies = [each for each in self.workspace.records("organisation") if isinstance(each, Organisation)]
        hidden = [each for each in bodies if not self.may_show(each)]
        return {name for each in hidden for name in (each.id, each.title, each.short, *each.other_names)}

    @cached_property
    def _native_names(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for body in self.workspace.records("organisation"):
            if not isinstance(body, Organisation) or not self.may_show(body):
                continue
            if body.native and language_of(body.native) == "ja":
                found |= {name: body.native for name in (body.title, body.short, *body.other_names) if name}
        return found

    def plan_words(self, event: Event, typed: TypedDate) -> tuple[str, str]:
        """What a planned date of an event is called, and the language of that: its own words, else the title
        of the event with what it is, as in ``Due: report of the panel``.
        """
        if typed.words:
            return self.translated(typed.words)
        title, lang = self.translated(event.title)
        word = labels.words(self.language).get(f"kind_{typed.kind}", "")
        return (f"{word}{'：' if self.language == 'ja' else ': '}{title}" if word else title), lang

    def prose(self, markdown: str, lang: str = "") -> tuple[Prose, ...]:
        """A Markdown text with its references resolved."""
        if picture := _NAMELESS_PICTURE.search(markdown):
            text = "A picture in a note has no words and is left out: write ![what it shows](…)."
            block, target = self._written_in(markdown[picture.start() :].partition("\n")[0])
            self.tell("warn", text, block, target=target)
        return prose.parse(markdown, self.resolver, lang)

    def _written_in(self, line: str) -> tuple[str, str]:
        """Where a line of Markdown is written: a block of the paper, or a note."""
        block = next((key for key, words in self.own_texts if line in words), "")
        if block:
            return block, ""
        note = next((each for each in self._notes() if line in each.body), None)
        return "", _target(note) if note else ""

    def may_show(self, record: Event | Person | Note | Delegation | Organisation) -> bool:
        """Whether a record may stand in the paper that is to be released; always, if none is."""
        if self.release is None or not record.marking:
            return True
        marking = markings.of_record(record.marking)
        return marking is not None and not markings.is_above(marking, self.release)

    def may_print(self, block: Block) -> bool:
        """Whether a block, by its own marking, may stand in the paper that is to be released."""
        give_way()
        return markings.may_print(block, self.release)

    def note(self, note_id: str) -> Note | None:
        """A note by its id, without what is above the level of the paper; None if it may not be shown."""
        return self._notes_by_id.get(note_id)

    def own_words(self, block: Block) -> str:
        """The own text of a block, without what is above the level of the paper."""
        label = str(block.options.get("marking", ""))
        marking = markings.of_record(label) if label else None
        if marking is not None and self.release is not None and markings.is_above(marking, self.release):
            return ""
        read = portions.read(block.text, markings.scheme_of(label), self.release)
        self.marked += [(each, words) for each, words in read.marks]
        if marking is not None and marking.label:
            self.marked.append((marking, str(block.options.get("heading", "")) or read.text[:40]))
        return read.text

    def portion_of(self, record: Event | Person | Note) -> str:
        """The portion mark printed before a record, "" for none."""
        return markings.portion_words(record.marking, self.language)

    def use(self, record: Event | Person | Note | Delegation) -> None:
        """Take note of the marking of a record that is printed, and of its portions."""
        if isinstance(record, Note):
            self._use_portions(record)
        self.marked += released.marks_of(record)
        if not record.marking:
            return
        marking = markings.of_record(record.marking)
        if marking is None:
            self.tell(
                "warn",
                f'"{title_of(record)}" is marked "{record.marking}", which no scheme knows.',
                target=_target(record),
            )
        else:
            self.marked.append((marking, title_of(record)))

    def _use_portions(self, note: Note) -> None:
        own = markings.of_record(note.marking) if note.marking else None
        for marking, words in self._portions.get(note.id, ()):
            self.marked.append((marking, words))
            if own is not None and markings.is_above(marking, own):
                self.tell(
                    "warn",
                    f'"{words}" is marked above its note "{note.title}" ({own.label}).',
                    target=_target(note),
                )

    def tell(
        self, severity: str, text: str, block: str = "", *, is_stale: bool = False, target: str = ""
    ) -> None:
        """Add a pre-flight finding; the same one is told once."""
        problem = Problem(severity, text, block, is_stale, target)  # type: ignore[arg-type]
        if problem not in self.problems:
            self.problems.append(problem)

    def section_title(self, section: str) -> str:
        """The printed title of a section."""
        return labels.section_title(section, self.language)

    def _is_later(self, record: Record | None) -> bool:
        """Whether a linked record could not be known on the day: its title would tell what nobody knew."""
        if isinstance(record, Event):
            return not (self.may_show(record) and self.knowledge.event(record))
        return isinstance(record, Note) and not (self.may_show(record) and self.knowledge.note(record))

    def _notes(self) -> list[Note]:
        return self._all_notes

    @cached_property
    def _all_notes(self) -> list[Note]:
        return list(self._notes_by_id.values())

    @cached_property
    def _notes_by_id(self) -> dict[str, Note]:
        found: dict[str, Note] = {}
        for note in self.workspace.records("note"):
            if not isinstance(note, Note) or not self.may_show(note):
                continue
            read = portions.read(note.body, markings.scheme_of(note.marking), self.release)
            if read.marks:
                self._portions[note.id] = read.marks
            body = locators.with_places(note if read.text == note.body else replace(note, body=read.text))
            found[note.id] = note if body == note.body else replace(note, body=body)
        return found

    def _link(self, target: str) -> str | None:
        for kind in KINDS:
            record = self.workspace.find(kind, target)
            if isinstance(record, Person):
                return self.person_name(target)
            if self._is_later(record):
                return labels.words(self.language)["later_record"]
            if isinstance(record, Delegation | Organisation) and not self.may_show(record):
                return WITHHELD
            if record is not None:
                return self.translated(title_of(record))[0]
        return None


def _straight(text: str) -> str:
    """The text with straight quotation marks: Markdown makes them curly, titles of records have either."""
    return text.translate({0x2018: "'", 0x2019: "'", 0x201C: '"', 0x201D: '"'}).strip()


def event_day(event: Event) -> date:
    """The day by which an event is put in order: its first date that is not a plan or a look back."""
    spans = [
        (typed.kind in ("due", "expires", "retroactive to"), span.sort_day)
        for typed in event.dates
        if (span := parse(typed.edtf))
    ]
    return min(spans, default=(True, date.min))[1]


def language_of(text: str) -> str:
    """``ja`` where the text holds kana or kanji, else ``en``."""
    return (
        "ja"
        if any("\u3040" <= character <= "\u30ff" or "\u4e00" <= character <= "\u9fff" for character in text)
        else "en"
    )


def _target(record: Event | Person | Note | Delegation) -> str:
    """Where what is found about a record is mended."""
    return f"{record.record_kind}:{record.id}"
