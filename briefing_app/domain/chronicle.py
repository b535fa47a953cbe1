"""A chronicle: the events chosen to be shown, with their lanes, rails and placements, ready to lay out.

Lanes are tracks, topics, categories or actors, as the reader chooses; an event stands in each lane it names.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal, TypeAlias

import numpy as np

from briefing_app.domain.date_words import Language
from briefing_app.domain.records import Event
from briefing_app.domain.timeline import APPROXIMATE, UNSURE, VAGUE, Columns, Floats, Ints, make_columns
from briefing_app.domain.timeline_events import Rail, date_words, rail, weight
from briefing_app.threads import collector_resting

NO_LANE = "Other"
Measure = Callable[[Sequence[str]], Floats]
Grouping: TypeAlias = Literal["track", "topic", "category", "actor"]
_SOFT = VAGUE | APPROXIMATE | UNSURE
_STORY = ("Talks", "Leaders", "Measures", "Courts", "Politics", "Statements", "Investment", "Economy")


@dataclass(frozen=True)
class Choice:
    """What the reader has taken out: lanes and categories that are not shown; the zone of the axis.

    ``grouping`` says what the lanes are; ``names`` are the people's, by id, for lanes of actors. ``shown``
    are titles and names of lanes as ``language`` shows them, where it does in other words.
    """

    hidden_lanes: frozenset[str] = frozenset()
    hidden_categories: frozenset[str] = frozenset()
    zone: str = ""
    grouping: Grouping = "track"
    names: Mapping[str, str] = field(default_factory=dict)
    shown: Mapping[str, str] = field(default_factory=dict)
    language: Language = "en"

    def lanes_of(self, event: Event) -> tuple[str, ...]:
        """The lanes of an event that are shown."""
        lanes = lanes_of(event, self.grouping, self.names)
        if not self.hidden_lanes:
            return lanes
        return tuple(lane for lane in lanes if lane not in self.hidden_lanes)


@dataclass(frozen=True)
class Chronicle:
    """Events with what a canvas needs. ``columns.event`` are places in ``events``, sorted by time.

    An event keeps its place through :func:`revised`; one that was removed leaves its place behind, unused.
    """

    events: list[Event]
    rails: list[Rail]
    labels: list[str]
    lanes: tuple[str, ...]
    lane_counts: tuple[int, ...]
    columns: Columns
    places: dict[str, int] = field(repr=False)
    lane_words: tuple[str, ...] = ()
    """The names of the lanes as they are shown."""

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to draw."""
        return not self.places

    def span(self) -> tuple[float, float]:
        """From the first start to the last end, in seconds. Raises ValueError when empty."""
        if self.is_empty:
            raise ValueError("There is nothing to look at.")
        return float(self.columns.start[0]), float(self.columns.end.max())

    def in_order(self) -> list[int]:
        """Places of the events in order of time, each once."""
        places = self.columns.event
        if len(places) != len(self.places):
            _, first = np.unique(places, return_index=True)
            places = places[np.sort(first)]
        return [int(place) for place in places]

    def tidied(self) -> Chronicle:
        """The same with ``events`` in order of time and no unused places, as it is when made anew."""
        return self._with_order(self.in_order())

    def by_day_and_lane(self) -> Chronicle:
        """Tidied, and what begins at one moment lane by lane: so numbered, neighbours have neighbouring
        numbers.
        """
        columns = self.columns
        order = np.lexsort((np.arange(len(columns)), columns.lane, columns.start))
        _, first = np.unique(columns.event[order], return_index=True)
        return self._with_order([int(place) for place in columns.event[order][np.sort(first)]])

    def _with_order(self, order: list[int]) -> Chronicle:
        """The same with the events at ``order``, in this order."""
        if order == list(range(len(self.events))):
            return self
        place = np.zeros(len(self.events), np.int64)
        place[order] = np.arange(len(order))
        events = [self.events[each] for each in order]
        return replace(
            self,
            events=events,
            rails=[self.rails[each] for each in order],
            labels=[self.labels[each] for each in order],
            columns=replace(self.columns, event=place[self.columns.event]),
            places={event.id: number for number, event in enumerate(events)},
        )

    def beside(self, place: int, by: int) -> int:
        """The place of the event ``by`` steps later in time (earlier if negative), at most the last one."""
        events = self.columns.event
        at = int(np.flatnonzero(events == place)[0])
        step = 1 if by > 0 else -1
        for _ in range(abs(by)):
            following = at + step
            while 0 <= following < len(events) and not self._is_first(following):
                following += step
            if not 0 <= following < len(events):
                break
            at = following
        return int(events[at])

    def _is_first(self, placement: int) -> bool:
        """Whether an event has no placement before this one: an event in three lanes is one step."""
        event, start = self.columns.event[placement], self.columns.start[placement]
        low = int(np.searchsorted(self.columns.start, start, "left"))
        return not bool((self.columns.event[low:placement] == event).any())


@dataclass(frozen=True)
class Revision:
    """A chronicle after a few changes. ``moved``: old placement to new, or -1; ``touched``: their stretches;
    ``places``: the events whose look may have changed."""

    chronicle: Chronicle
    moved: Ints
    touched: tuple[tuple[float, float], ...]
    places: frozenset[int]


def lanes_of(
    event: Event, grouping: Grouping = "track", names: Mapping[str, str] | None = None
) -> tuple[str, ...]:
    """The lanes an event stands in, each once; the one for those without any, if it names none."""
    if grouping == "track":
        found = event.lanes
    elif grouping == "topic":
        found = event.tags
    elif grouping == "category":
        found = (event.category,) if event.category else ()
    else:
        known = names or {}
        found = tuple(known.get(each.person, each.person) for each in event.participants)
    return (tuple(dict.fromkeys(found)) if len(found) > 1 else found) or (NO_LANE,)


def label_of(event: Event, event_rail: Rail, choice: Choice) -> str:
    """The title as it is shown, with the date in words where the date is not a plain one."""
    title = choice.shown.get(event.title, event.title)
    if event_rail.flags and len(event_rail.ticks) == 1 and event_rail.ticks[0].flags & _SOFT:
        said = date_words(event_rail.ticks[0].edtf, choice.language)
        return f"{title}（{said}）" if choice.language == "ja" else f"{title} ({said})"
    return title


class RailBook:
    """Rails that were worked out before: an event that has not changed costs a look, not a parse."""

    def __init__(self) -> None:
        self._zone = ""
        self._known: dict[str, tuple[Event, Rail | None]] = {}

    def rail(self, event: Event, zone: str) -> Rail | None:
        """The rail of an event on the clock of ``zone``; another zone starts the book anew."""
        if zone != self._zone:
            self._zone, self._known = zone, {}
        known = self._known.get(event.id)
        if known is None or known[0] is not event:
            known = self._known[event.id] = (event, rail(event, zone))
        return known[1]


def chronicle(
    events: Sequence[Event], choice: Choice, measure: Measure, book: RailBook | None = None
) -> Chronicle:
    """The chronicle of what ``choice`` leaves. ``measure`` gives the widths of labels in pixels."""
    with collector_resting():
        return _chronicle(events, choice, measure, book.rail if book else rail)


def _chronicle(
    events: Sequence[Event],
    choice: Choice,
    measure: Measure,
    rail_of: Callable[[Event, str], Rail | None],
) -> Chronicle:
    kept: list[Event] = []
    rails: list[Rail] = []
    shown: list[tuple[str, ...]] = []
    hidden, zone = choice.hidden_categories, choice.zone
    for event in events:
        if hidden and event.category in hidden:
            continue
        event_rail = rail_of(event, zone)
        lanes = choice.lanes_of(event) if event_rail is not None else ()
        if event_rail is not None and lanes:
            kept.append(event)
            rails.append(event_rail)
            shown.append(lanes)
    order = np.lexsort((_floats(each.end for each in rails), _floats(each.start for each in rails))).tolist()
    kept, rails, shown = [kept[n] for n in order], [rails[n] for n in order], [shown[n] for n in order]
    counts = Counter(lane for lanes in shown for lane in lanes)
    names = ordered_lanes(counts, choice.grouping)
    number = {lane: place for place, lane in enumerate(names)}
    labels = [label_of(event, event_rail, choice) for event, event_rail in zip(kept, rails, strict=True)]
    sizes = np.fromiter((len(lanes) for lanes in shown), np.int64, len(shown))
    place = np.repeat(np.arange(len(kept)), sizes)
    lane = np.fromiter((number[lane] for lanes in shown for lane in lanes), np.int64, len(place))
    columns = _columns(kept, rails, place, lane, measure(labels))
    places = {event.id: number for number, event in enumerate(kept)}
    lane_counts = tuple(counts[name] for name in names)
    words = tuple(choice.shown.get(name, name) for name in names)
    return Chronicle(kept, rails, labels, names, lane_counts, columns, places, words)


def revised(
    old: Chronicle,
    choice: Choice,
    measure: Measure,
    book: RailBook,
    changes: Mapping[str, Event | None],
) -> Revision | None:
    """``old`` after some events (by id) became others, or None: a few thousandths of a second, not seconds.

    ``old`` is used up. None where a lane comes or goes: then everything is made anew.
    """
    counts = dict(zip(old.lanes, old.lane_counts, strict=True))
    fresh: dict[str, tuple[Event, Rail, tuple[str, ...]]] = {}
    for key, event in changes.items():
        if (place := old.places.get(key)) is not None:
            for lane in old.columns.lane[old.columns.event == place].tolist():
                counts[old.lanes[lane]] -= 1
        if event is None or event.category in choice.hidden_categories:
            continue
        event_rail, lanes = book.rail(event, choice.zone), choice.lanes_of(event)
        if event_rail is None or not lanes:
            continue
        if not all(lane in counts for lane in lanes):
            return None
        for lane in lanes:
            counts[lane] += 1
        fresh[key] = (event, event_rail, lanes)
    if not all(counts.values()):
        return None
    labels = {key: label_of(event, event_rail, choice) for key, (event, event_rail, _) in fresh.items()}
    widths = dict(zip(labels, measure(list(labels.values())).tolist(), strict=True)) if labels else {}
    named = {key: (labels[key], widths[key]) for key in labels}
    return _exchanged(old, changes, fresh, named, tuple(counts.values()))


def _exchanged(
    old: Chronicle,
    changes: Mapping[str, Event | None],
    fresh: Mapping[str, tuple[Event, Rail, tuple[str, ...]]],
    named: Mapping[str, tuple[str, float]],
    lane_counts: tuple[int, ...],
) -> Revision:
    columns = old.columns
    places = {key: old.places[key] for key in changes if key in old.places}
    stays = ~np.isin(columns.event, np.array(list(places.values()), np.int64))
    touched = list(zip(columns.start[~stays].tolist(), columns.end[~stays].tolist(), strict=True))
    for key in places.keys() - fresh.keys():
        del old.places[key]
    for key, (event, event_rail, _) in fresh.items():
        place = places.setdefault(key, len(old.events))
        if place == len(old.events):
            old.events.append(event)
            old.rails.append(event_rail)
            old.labels.append("")
        old.events[place], old.rails[place] = event, event_rail
        old.labels[place] = named[key][0]
        old.places[key] = place
        touched.append((event_rail.start, event_rail.end))
    number = {lane: at for at, lane in enumerate(old.lanes)}
    pairs = [(places[key], number[lane]) for key, (_, _, lanes) in fresh.items() for lane in lanes]
    came = np.array([place for place, _ in pairs], np.int64)
    widths = _floats(named[key][1] for key, (_, _, lanes) in fresh.items() for _ in lanes)
    coming = _columns(
        [old.events[place] for place in came.tolist()],
        [old.rails[place] for place in came.tolist()],
        np.arange(len(pairs)),
        np.array([lane for _, lane in pairs], np.int64),
        widths,
        events_at=came,
    )
    made, moved = _merged(columns, stays, coming)
    return Revision(
        replace(old, columns=made, lane_counts=lane_counts), moved, tuple(touched), frozenset(places.values())
    )


def _merged(columns: Columns, stays: np.ndarray, coming: Columns) -> tuple[Columns, Ints]:
    """The placements that stay and those that come, by start; and where each old one stands now."""
    going = np.flatnonzero(~stays)
    at = np.searchsorted(columns.start, coming.start, "right")
    # Whole stretches are copied between the few places where something goes or comes: memory speed.
    cuts = sorted({0, len(columns), *going.tolist(), *(going + 1).tolist(), *at.tolist()})
    is_gone = set(going.tolist())
    arriving: dict[int, list[int]] = {}
    for number, where in enumerate(at.tolist()):
        arriving.setdefault(where, []).append(number)
    order: list[tuple[Columns, int, int]] = []
    moved = np.full(len(columns), -1, np.int64)
    count = 0
    for first, last in zip(cuts, [*cuts[1:], len(columns)], strict=True):
        new = arriving.get(first, [])
        order += [(coming, number, number + 1) for number in new]
        count += len(new)
        if first not in is_gone and last > first:
            order.append((columns, first, last))
            moved[first:last] = np.arange(count, count + last - first)
            count += last - first
    made = Columns(
        *(
            np.concatenate([getattr(each, name)[first:last] for each, first, last in order])
            if order
            else getattr(columns, name)[:0]
            for name in ("event", "lane", "start", "end", "flags", "weight", "label_px")
        )
    )
    return made, moved


def ordered_lanes(counts: Collection[str] | Counter[str], grouping: Grouping = "track") -> tuple[str, ...]:
    """Tracks in the order of the story: the talks, what they are about, who decides, what came of it.

    Other lanes stand with the fullest first.
    """
    last = (NO_LANE,) if NO_LANE in counts else ()
    known = tuple(lane for lane in _STORY if lane in counts) if grouping == "track" else ()
    rest = [lane for lane in counts if lane not in known and lane != NO_LANE]
    if grouping != "track" and isinstance(counts, Counter):
        rest.sort(key=lambda lane: (-counts[lane], lane))
    else:
        rest.sort()
    return (*known, *rest, *last)


def _columns(
    events: Sequence[Event],
    rails: Sequence[Rail],
    place: Ints,
    lane: Ints,
    widths: Floats,
    *,
    events_at: Ints | None = None,
) -> Columns:
    start = _floats(each.start for each in rails)
    flags = np.fromiter((each.flags for each in rails), np.int64, len(rails))
    heavy = _floats(weight(event) for event in events)
    return make_columns(
        event=place if events_at is None else events_at,
        lane=lane,
        start=start[place],
        end=np.maximum(_floats(each.end for each in rails), start)[place],
        flags=flags[place],
        weight=heavy[place],
        label_px=np.asarray(widths, np.float64)[place],
    )


def _floats(values: Iterator[float]) -> Floats:
    return np.fromiter(values, np.float64)
