"""The events that the timeline shows, and the chronicle made of them, kept up to date change by change."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from briefing_app.app.i18n import language, tr
from briefing_app.app.session import Session
from briefing_app.domain.change import ChangeSet
from briefing_app.domain.chronicle import (
    NO_LANE,
    Choice,
    Chronicle,
    Measure,
    RailBook,
    Revision,
    chronicle,
    lanes_of,
    revised,
)
from briefing_app.domain.known_events import known_event
from briefing_app.domain.records import Event, Person
from briefing_app.ui.record_titles import shown_titles
from briefing_app.ui.timeline.names import full_name
from briefing_app.ui.widgets.table_model import TableModel, fold_fast

FEW = 200
"""Up to so many changed events are exchanged one by one; more are read anew."""


@dataclass
class Counts:
    """How many events stand in which lane and category, hidden ones too."""

    lanes: Counter[str] = field(default_factory=Counter)
    categories: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True)
class EventReading:
    """All events read anew, with all that is made of them."""

    events: dict[str, Event]
    undated: dict[str, Event]
    counts: Counts
    choice: Choice
    query: tuple[str, ...]
    rails: RailBook
    chronicle: Chronicle
    lanes: frozenset[str]
    categories: frozenset[str]


class EventBook:
    """Knows the events of the workspace as of the day whose knowledge counts. ``measure`` gives the widths of
    labels in pixels."""

    def __init__(self, session: Session, measure: Measure) -> None:
        self._session = session
        self._measure = measure
        self._rails = RailBook()
        self.events: dict[str, Event] = {}
        self.counts = Counts()
        self._undated: dict[str, Event] = {}
        self.choice = Choice()
        self.query: tuple[str, ...] = ()
        self.chronicle = chronicle([], self.choice, measure)

    # --- reading -------------------------------------------------------------------------------------

    def load(self) -> None:
        """Read all events anew."""
        people = [each for each in self._session.workspace.records("person") if isinstance(each, Person)]
        self.choice = self._with_words(people)
        known_on = self._session.known_on
        found = [each for each in self._session.workspace.records("event") if isinstance(each, Event)]
        if known_on is not None:
            found = self._known(found, known_on)
        self.events = {event.id: event for event in found}
        self._undated = {event.id: event for event in found if not event.dates}
        self._count()

    def _with_words(self, people: Iterable[Person]) -> Choice:
        """What is chosen, with the names of people and the words of the window's language."""
        titles = {**shown_titles(self._session), NO_LANE: tr(NO_LANE)}
        names = {each.id: full_name(each) for each in people}
        return replace(self.choice, names=names, shown=titles, language=language())

    def reading(self) -> Callable[[], EventReading]:
        """What reads all events anew in a thread; :meth:`take` takes over what it gives. Not for what was
        known on another day.
        """
        workspace = self._session.workspace
        people = [each for each in workspace.records("person") if isinstance(each, Person)]
        choice = self._with_words(people)
        found, query, measure = workspace.records("event"), self.query, self._measure

        def read() -> EventReading:
            events = {each.id: each for each in found if isinstance(each, Event)}
            chosen = [each for each in events.values() if _matches(each, query, choice.shown)]
            rails = RailBook()
            made = chronicle(chosen, choice, measure, rails)
            return EventReading(
                events,
                {key: each for key, each in events.items() if not each.dates},
                _counted(events.values(), choice),
                choice,
                query,
                rails,
                made,
                frozenset(lane for each in events.values() for lane in lanes_of(each)),
                frozenset(each.category for each in events.values() if each.category),
            )

        return read

    def take(self, read: EventReading) -> bool:
        """Take over what was read in a thread. Whether it is what is chosen now."""
        if (read.choice, read.query) != (self.choice, self.query):
            return False
        self.events, self._undated, self.counts = read.events, read.undated, read.counts
        self._rails, self.chronicle = read.rails, read.chronicle
        return True

    def choose(self, choice: Choice, query: str) -> None:
        """Take another choice; :meth:`rebuild` applies it."""
        regrouped = choice.grouping != self.choice.grouping
        known = self.choice
        self.choice = replace(choice, names=known.names, shown=known.shown, language=known.language)
        self.query = tuple(fold_fast(query).split())
        if regrouped:
            self._count()

    def rebuild(self) -> Chronicle:
        """Make the chronicle of what is chosen."""
        self.chronicle = chronicle(self.chosen(), self.choice, self._measure, self._rails)
        return self.chronicle

    def chosen(self) -> list[Event]:
        """The events that the words looked for leave."""
        if not self.query:
            return list(self.events.values())
        return [event for event in self.events.values() if self._matches(event)]

    def undated(self) -> list[Event]:
        """Events that are chosen and stand nowhere on the axis."""
        return [event for event in self._undated.values() if self._matches(event)]

    def in_order(self) -> list[Event]:
        """The chosen events in order of time, those without a date last."""
        made = self.chronicle
        return [*(made.events[place] for place in made.in_order()), *self.undated()]

    # --- changing ------------------------------------------------------------------------------------

    def exchange(self, change_set: ChangeSet) -> Revision | None:
        """Take over changed events one by one. None where everything has to be made anew by the caller."""
        after = {each.id: each.after for each in change_set.changes if each.kind == "event"}
        if len(after) > FEW or change_set.touches("person"):
            return None
        changes: dict[str, Event | None] = {}
        for key, record in after.items():
            event = record if isinstance(record, Event) else None
            if event is not None and self._session.known_on is not None:
                event = next(iter(self._known([event], self._session.known_on)), None)
            self._tally(self.events.get(key), -1)
            self._undated.pop(key, None)
            if event is None:
                self.events.pop(key, None)
            else:
                self.events[key] = event
                self._tally(event, 1)
                if not event.dates:
                    self._undated[key] = event
            changes[key] = event if event is not None and self._matches(event) else None
        revision = revised(self.chronicle, self.choice, self._measure, self._rails, changes)
        if revision is not None:
            self.chronicle = revision.chronicle
        return revision

    def _known(self, events: Iterable[Event], known_on: date) -> list[Event]:
        from briefing_app.reports.knowledge import Knowledge  # only where somebody looks without hindsight

        knowledge = Knowledge(self._session.workspace, self._session.day, known_on)
        return [known_event(event, known_on) for event in events if knowledge.event(event)]

    def _matches(self, event: Event) -> bool:
        return _matches(event, self.query, self.choice.shown)

    def _count(self) -> None:
        self.counts = _counted(self.events.values(), self.choice)

    def _tally(self, event: Event | None, by: int) -> None:
        if event is None:
            return
        for lane in lanes_of(event, self.choice.grouping, self.choice.names):
            self.counts.lanes[lane] += by
            if not self.counts.lanes[lane]:
                del self.counts.lanes[lane]
        if event.category:
            self.counts.categories[event.category] += by
            if not self.counts.categories[event.category]:
                del self.counts.categories[event.category]


def _matches(event: Event, query: tuple[str, ...], shown: Mapping[str, str]) -> bool:
    if not query:
        return True
    text = fold_fast(f"{event.title} {shown.get(event.title, '')} {event.summary} {event.place}")
    return all(word in text for word in query)


def _counted(events: Iterable[Event], choice: Choice) -> Counts:
    lanes, categories = Counter[str](), Counter[str]()
    for event in events:
        lanes.update(lanes_of(event, choice.grouping, choice.names))
        if event.category:
            categories[event.category] += 1
    return Counts(lanes, categories)


def exchange_rows(model: TableModel[Event], book: EventBook, keys: Sequence[str]) -> None:
    """Take the rows of changed events out of a table and put them in where they stand now."""
    shown = book.chronicle
    for key in keys:
        model.remove_row(key)
    for key in keys:
        event, place = book.events.get(key), shown.places.get(key)
        if event is None:
            continue
        if place is not None:
            following = shown.beside(place, 1)
            undated = next((each.id for each in book.undated()), None)
            model.insert_row(event, undated if following == place else shown.events[following].id)
        elif not event.dates:
            model.insert_row(event, None)


def words_of(event: object) -> tuple[str, ...]:
    """What the quick-entry line can learn from an event: its lanes and its category."""
    return (*event.lanes, event.category) if isinstance(event, Event) else ()


def stands_as_before(before: object, after: object) -> bool:
    """Whether a changed event keeps its row in the table."""
    return isinstance(before, Event) and isinstance(after, Event) and before.dates == after.dates
