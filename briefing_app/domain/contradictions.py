"""Contradictions in the chronicle: listed with what to look at, never put right by the program.

Six kinds: an order of dates that cannot be (effective before signed); two sources that give different days
for one date; a participant who held no post that day; two events of one name on near days, which may be one
event told twice; a measure dated otherwise than in the law of the calculator; and measures that exclude each
other but are said to be in force at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations, pairwise

from briefing_app.domain.date_words import day_words, words
from briefing_app.domain.deadline_moves import standing
from briefing_app.domain.fuzzydate import FuzzyDate, parse
from briefing_app.domain.records import DateKind, Event, Person, title_of

ORDER: tuple[DateKind, ...] = ("announced", "signed", "published", "effective", "expires")
"""The usual order of a measure's life. "Published" may follow "effective" by days: that is only noted."""


@dataclass(frozen=True)
class Contradiction:
    """One finding: a sentence and the records it concerns, the first being where to look."""

    sentence: str
    events: tuple[str, ...]
    person: str = ""


@dataclass(frozen=True)
class MeasureSpan:
    """What the calculator's law says of a measure: its first day, and the measures it excludes.

    ``stages`` are the later days on which a part of it begins or ends, such as a second group of goods.
    """

    id: str
    title: str
    first: date
    excludes: frozenset[str] = frozenset()
    stages: frozenset[date] = frozenset()


def contradictions(
    events: Sequence[Event], people: Mapping[str, Person], law: Mapping[str, MeasureSpan] | None = None
) -> tuple[Contradiction, ...]:
    """All findings, in the order of the events; those about measures last, when ``law`` is given."""
    found: list[Contradiction] = []
    for event in events:
        found += _order(event)
        found += _sources(event)
        found += _posts(event, people)
    found += _two_days(events)
    if law:
        found += _measures(events, law)
    return tuple(found)


def _order(event: Event) -> Iterable[Contradiction]:
    days = {each.kind: parse(each.edtf) for each in standing(event) if each.edtf}
    known = [(kind, days[kind]) for kind in ORDER if kind in days and kind != "published"]
    for (kind, first), (later_kind, second) in pairwise(known):
        if first.first is not None and second.last is not None and second.last < first.first:
            yield Contradiction(
                f"{event.title}: {later_kind} on {day_words(second.last)}, before it was {kind} on "
                f"{day_words(first.first)}.",
                (event.id,),
            )
    held = days.get("held")
    ended = days.get("terminated")
    if held and ended and held.first and ended.last and ended.last < held.first:
        yield Contradiction(f"{event.title}: terminated before it was held.", (event.id,))


def _sources(event: Event) -> Iterable[Contradiction]:
    """Dates of one kind, each from its own source, that cannot both be right. A moved deadline is no such."""
    for one, other in combinations([each for each in event.dates if each.edtf and not each.set_on], 2):
        if one.kind != other.kind or not (one.source and other.source) or one.source == other.source:
            continue
        first, second = parse(one.edtf), parse(other.edtf)
        if _apart(first, second):
            yield Contradiction(
                f"{event.title}: {one.kind} on {words(one.edtf)} by one source and {words(other.edtf)} by "
                "another.",
                (event.id,),
            )


def _apart(one: FuzzyDate, other: FuzzyDate) -> bool:
    before = one.last is not None and other.first is not None and one.last < other.first
    after = other.last is not None and one.first is not None and other.last < one.first
    return before or after


def _measures(events: Sequence[Event], law: Mapping[str, MeasureSpan]) -> Iterable[Contradiction]:
    """Only events that speak of one measure are read: with several, nobody says which date is whose."""
    claimed = []
    for event in events:
        measure = law.get(event.measures[0]) if len(event.measures) == 1 else None
        day = _day_of_kind(event, ("effective",))
        if measure is None or day is None:
            continue
        if day != measure.first and day not in measure.stages:
            yield Contradiction(
                f"{event.title}: effective on {day_words(day)}; in the calculator's law {measure.title} "
                f"begins on {day_words(measure.first)}.",
                (event.id,),
            )
        claimed.append((day, _day_of_kind(event, ("expires", "terminated")), measure, event))
    claimed.sort(key=lambda each: each[0])
    for place, (begins, ends, measure, event) in enumerate(claimed):
        for later, _ends, other, second in claimed[place + 1 :]:
            if ends is None or later >= ends:
                break
            if other.id in measure.excludes or measure.id in other.excludes:
                yield Contradiction(
                    f"{event.title}: said to be in force from {day_words(begins)} to {day_words(ends)}, but "
                    f"{second.title} excludes it from {day_words(later)}.",
                    (event.id, second.id),
                )


def _day_of_kind(event: Event, kinds: tuple[DateKind, ...]) -> date | None:
    found = (parse(each.edtf) for each in standing(event) if each.kind in kinds and each.edtf)
    return next((when.first for when in found if when.is_day), None)


def _posts(event: Event, people: Mapping[str, Person]) -> Iterable[Contradiction]:
    day = _exact_day(event)
    if day is None:
        return
    for each in event.participants:
        person = people.get(each.person)
        if person is None or not person.posts:
            continue
        if not any(_held(post.from_, post.to, day) for post in person.posts):
            yield Contradiction(
                f"{event.title}: {title_of(person)} held no recorded post on {day_words(day)}.",
                (event.id,),
                person.id,
            )


def _held(begins: str, ends: str, day: date) -> bool:
    first = parse(begins).first if begins else None
    last = parse(ends).last if ends else None
    return (first is None or first <= day) and (last is None or day <= last)


def _exact_day(event: Event) -> date | None:
    when = _first(event)
    return when.first if when is not None and when.is_day else None


def _first(event: Event) -> FuzzyDate | None:
    return next((parse(each.edtf) for each in event.dates if each.edtf), None)


def _two_days(events: Sequence[Event]) -> Iterable[Contradiction]:
    """Two events of one title on different days, within ten weeks: perhaps one event told twice."""
    by_title: dict[str, list[Event]] = {}
    for event in events:
        by_title.setdefault(" ".join(event.title.casefold().split()), []).append(event)
    for same in by_title.values():
        dated = sorted(
            ((when, event) for event in same if (when := _first(event)) is not None and when.first),
            key=lambda pair: pair[0].sort_day,
        )
        for (first, one), (second, other) in pairwise(dated):
            if 0 < (second.sort_day - first.sort_day).days <= 70:
                yield Contradiction(
                    f"{one.title}: two events of this name, on {day_words(first.sort_day)} and "
                    f"{day_words(second.sort_day)}. Is it one event with two dates?",
                    (one.id, other.id),
                )
