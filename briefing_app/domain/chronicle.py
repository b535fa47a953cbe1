"""A chronicle: the events chosen to be shown, with their lanes, rails and placements, ready to lay out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field

import numpy as np

from briefing_app.domain.records import Event
from briefing_app.domain.timeline import APPROXIMATE, UNSURE, VAGUE, Columns, Floats, make_columns
from briefing_app.domain.timeline_events import Rail, rail, weight

NO_LANE = "Other"
Measure = Callable[[Sequence[str]], Floats]


@dataclass(frozen=True)
class Choice:
    """What the reader has taken out: lanes and categories that are not shown; the zone of the axis."""

    hidden_lanes: frozenset[str] = frozenset()
    hidden_categories: frozenset[str] = frozenset()
    zone: str = ""


@dataclass(frozen=True)
class Chronicle:
    """Events in order of time with what a canvas needs. ``columns.event`` are places in ``events``."""

    events: tuple[Event, ...]
    rails: tuple[Rail, ...]
    labels: tuple[str, ...]
    lanes: tuple[str, ...]
    lane_counts: tuple[int, ...]
    columns: Columns
    places: dict[str, int] = field(repr=False)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to draw."""
        return not self.events

    def span(self) -> tuple[float, float]:
        """From the first start to the last end, in seconds. Raises ValueError when empty."""
        if self.is_empty:
            raise ValueError("There is nothing to look at.")
        return float(self.columns.start.min()), float(self.columns.end.max())


def lanes_of(event: Event) -> tuple[str, ...]:
    """The lanes an event names, or the one for those that name none."""
    return event.lanes or (NO_LANE,)


def label_of(event: Event, event_rail: Rail) -> str:
    """The title, with the date in words where the date is not a plain one."""
    first = event_rail.ticks[0]
    if len(event_rail.ticks) == 1 and first.flags & (VAGUE | APPROXIMATE | UNSURE):
        return f"{event.title} ({first.words})"
    return event.title


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
    rail_of = book.rail if book else rail
    kept: list[tuple[Event, Rail]] = []
    for event in events:
        if event.category in choice.hidden_categories:
            continue
        event_rail = rail_of(event, choice.zone)
        if event_rail is None:
            continue
        if not choice.hidden_lanes or any(lane not in choice.hidden_lanes for lane in lanes_of(event)):
            kept.append((event, event_rail))
    kept.sort(key=lambda pair: (pair[1].start, pair[1].end))
    counts = Counter(lane for event, _ in kept for lane in lanes_of(event) if lane not in choice.hidden_lanes)
    lanes = ordered_lanes(counts)
    number = {lane: place for place, lane in enumerate(lanes)}
    pairs = [
        (place, number[lane])
        for place, (event, _) in enumerate(kept)
        for lane in dict.fromkeys(lanes_of(event))
        if lane in number
    ]
    labels = tuple(label_of(event, event_rail) for event, event_rail in kept)
    return Chronicle(
        tuple(event for event, _ in kept),
        tuple(event_rail for _, event_rail in kept),
        labels,
        lanes,
        tuple(counts[lane] for lane in lanes),
        _columns(kept, pairs, measure(labels)),
        {event.id: place for place, (event, _) in enumerate(kept)},
    )


def ordered_lanes(counts: Collection[str] | Counter[str]) -> tuple[str, ...]:
    """Lanes in the order of the story: the talks, what they are about, who decides, what came of it."""
    known = ("Talks", "Leaders", "Measures", "Courts", "Politics", "Statements", "Investment", "Economy")
    rest = sorted(lane for lane in counts if lane not in known and lane != NO_LANE)
    last = (NO_LANE,) if NO_LANE in counts else ()
    return (*(lane for lane in known if lane in counts), *rest, *last)


def _columns(kept: list[tuple[Event, Rail]], pairs: list[tuple[int, int]], widths: Floats) -> Columns:
    place = np.array([each for each, _ in pairs], np.int64)
    start = np.array([event_rail.start for _, event_rail in kept], np.float64)
    end = np.array([event_rail.end for _, event_rail in kept], np.float64)
    flags = np.array([event_rail.flags for _, event_rail in kept], np.int64)
    heavy = np.array([weight(event) for event, _ in kept], np.float64)
    return make_columns(
        event=place,
        lane=np.array([lane for _, lane in pairs], np.int64),
        start=start[place],
        end=np.maximum(end[place], start[place]),
        flags=flags[place],
        weight=heavy[place],
        label_px=widths[place],
    )
