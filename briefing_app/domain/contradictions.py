"""Contradictions in the chronicle: listed with what to look at, never put right by the program.

Three kinds: an order of dates that cannot be (effective before signed), a participant who held no post that
day, and two events of one name on near days, which may be one event told twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from briefing_app.domain.date_words import day_words
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


def contradictions(events: Sequence[Event], people: Mapping[str, Person]) -> tuple[Contradiction, ...]:
    """All findings, in the order of the events."""
    found: list[Contradiction] = []
    for event in events:
        found += _order(event)
        found += _posts(event, people)
    found += _two_days(events)
    return tuple(found)


def _order(event: Event) -> Iterable[Contradiction]:
    days = {each.kind: parse(each.edtf) for each in event.dates if each.edtf}
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
