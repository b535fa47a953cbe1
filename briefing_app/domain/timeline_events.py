"""Events as the timeline sees them: which stretch of the clock each covers, and the ticks of its rail.

A day is told in the zone where it happened. By default the timeline shows each date as told (23 May in
Washington stands on 23 May); shown in another zone, the same day runs over two dates, and is said to.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Literal, NamedTuple, TypeAlias
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from briefing_app.domain.date_words import words_with_hours
from briefing_app.domain.deadline_moves import standing
from briefing_app.domain.fuzzydate import FuzzyDate, parse
from briefing_app.domain.records import DateKind, Event, TypedDate
from briefing_app.domain.time_axis import seconds
from briefing_app.domain.timeline import APPROXIMATE, DAY, OPEN_END, OPEN_START, UNSURE, VAGUE

OPEN_TAIL = 14 * DAY
"""How far an open end is drawn as a fade; the end itself is not known."""

_CLOCK = re.compile(r"T(?P<hour>\d\d):(?P<minute>\d\d)(?::\d\d)?(?P<zone>Z|[+-]\d\d(?::?\d\d)?)?")
_LENGTHS = frozenset({"day", "interval"})
_HEAVY = {
    "summit": 4.0, "talks": 3.0, "agreement": 3.5, "deadline": 3.0, "court": 2.5, "order": 2.0,
    "tariff effective": 2.0, "proclamation": 2.0, "election": 2.0, "indicator": -1.0,
}  # fmt: skip
_EPOCH_DAY = date(1970, 1, 1).toordinal()


class Stretch(NamedTuple):
    """One date of an event on the clock shown: seconds from ``start`` to ``end``, and how sure."""

    kind: DateKind
    start: float
    end: float
    flags: int
    edtf: str

    @property
    def ticks(self) -> tuple[Stretch, ...]:
        """Itself: the rail of an event with one date is that date."""
        return (self,)


class Dates(NamedTuple):
    """Several dates of an event in order of time, and the stretch they cover together."""

    start: float
    end: float
    flags: int
    ticks: tuple[Stretch, ...]


Rail: TypeAlias = Stretch | Dates


@lru_cache(maxsize=16384)
def stretch(edtf: str, kind: DateKind, zone: str, shown: str) -> Stretch:
    """Where a date stands. ``shown`` is the zone of the axis, "" for as told. Raises DateError."""
    plain = _plain_days(edtf)
    if plain is None:
        when = parse(edtf)
        start, end = _ends(when, edtf)
        flags = _flags(when)
    else:
        (start, end), flags = plain, 0
    if shown and zone and shown != zone:
        start, end = _moved(start, zone, shown), _moved(end, zone, shown)
    return Stretch(kind, start, end, flags, edtf)


def _plain_days(edtf: str) -> tuple[float, float] | None:
    """The ends of a plain day or of an interval of two, without the grammar: nearly every date is one."""
    length = len(edtf)
    if length not in {10, 21} or edtf[4] != "-" or (length == 21 and (edtf[10] != "/" or edtf[15] != "-")):
        return None
    try:
        begin = end = date.fromisoformat(edtf[:10]).toordinal()
        if length == 21:
            end = date.fromisoformat(edtf[11:]).toordinal()
    except ValueError:
        return None
    if end < begin:
        return None
    return (begin - _EPOCH_DAY) * DAY, (end + 1 - _EPOCH_DAY) * DAY


def date_words(edtf: str, language: Literal["en", "ja"] = "en") -> str:
    """The date in words, with its time where it has one: ``23 May 2025, 14:00``."""
    return words_with_hours(edtf, language)


def rail(event: Event, shown: str = "") -> Rail | None:
    """The rail of an event; None where no date of it can be placed."""
    if len(event.dates) == 1 and event.dates[0].edtf:
        typed = event.dates[0]
        return stretch(typed.edtf, typed.kind, typed.zone, shown)
    ticks = sorted(
        (stretch(each.edtf, each.kind, each.zone, shown) for each in standing(event) if each.edtf),
        key=lambda tick: (tick.start, tick.end),
    )
    if len(ticks) < 2:
        return ticks[0] if ticks else None
    flags = (ticks[0].flags & OPEN_START) | (ticks[-1].flags & OPEN_END)
    return Dates(ticks[0].start, max(tick.end for tick in ticks), flags, tuple(ticks))


def crosses_midnight(typed: TypedDate, shown: str) -> bool:
    """Whether a single day, told in its zone, runs over two dates on the clock shown."""
    if not shown or not typed.zone or typed.zone == shown:
        return False
    there = stretch(typed.edtf, typed.kind, typed.zone, shown)
    return there.end - there.start == DAY and there.start % DAY != 0


def gaps(event: Event) -> tuple[str, ...]:
    """The gaps of a measure's life in words: ``signed to effective: 30 days``, ``retroactive: 28 days``."""
    days: dict[str, date] = {
        each.kind: when.first
        for each in standing(event)
        if (when := parse(each.edtf)).is_day and when.first is not None
    }
    said = []
    pairs = (("announced", "signed"), ("signed", "published"), ("signed", "effective"),
             ("announced", "effective"), ("effective", "expires"), ("effective", "terminated"))  # fmt: skip
    for first, second in pairs:
        if first == "announced" and second == "effective" and "signed" in days:
            continue
        if first in days and second in days:
            count = (days[second] - days[first]).days
            said.append(f"{first} to {second}: {_days(count)}")
    if "retroactive to" in days:
        later = days.get("effective") or days.get("published") or days.get("signed")
        if later:
            said.append(f"retroactive: {_days((later - days['retroactive to']).days)}")
    return tuple(said)


def weight(event: Event) -> float:
    """How much an event asks for its label when space is short: by category, dates, people, measures."""
    heavy = _HEAVY.get(event.category, 0.0)
    if not event.participants and not event.measures and len(event.dates) == 1:
        return heavy
    parts = min(len(event.participants), 4) * 0.25 + min(len(event.measures), 3) * 0.4
    return heavy + parts + (0.5 if len(event.dates) > 1 else 0.0)


def ordered(events: Sequence[Event]) -> list[Event]:
    """Events by their first date; those without a date last."""
    far = float("inf")
    return sorted(events, key=lambda event: found.start if (found := rail(event)) else far)


def _days(count: int) -> str:
    return f"{count} day" if count == 1 else f"{count} days"


def _flags(when: FuzzyDate) -> int:
    vague = VAGUE if when.precision not in _LENGTHS else 0
    return (
        vague
        | (APPROXIMATE if when.approximate else 0)
        | (UNSURE if when.uncertain else 0)
        | (OPEN_START if when.first is None else 0)
        | (OPEN_END if when.last is None else 0)
    )


def _ends(when: FuzzyDate, edtf: str) -> tuple[float, float]:
    start, slash, end = edtf.partition("/")
    opens = _moment_at(when.first, start)
    closes = _moment_at(when.last, end if slash else start)
    if when.first is None and when.last is not None:
        until = _after(when.last) if closes is None else closes
        return until - OPEN_TAIL, until
    if when.last is None and when.first is not None:
        since = seconds(when.first) if opens is None else opens
        return since, since + OPEN_TAIL
    first, last = when.first or date.min, when.last or date.max
    begin = seconds(first) if opens is None else opens
    return begin, max(_after(last) if closes is None else closes, begin)


def _moment_at(day: date | None, told: str) -> float | None:
    """The moment of a day whose hour is told, in seconds; None for a day without one."""
    clock = _CLOCK.search(told)
    if clock is None or day is None:
        return None
    return seconds(datetime.combine(day, time(int(clock["hour"]), int(clock["minute"]))))


def _after(day: date) -> float:
    return seconds(day) + DAY


def moved(moment: datetime, zone: str, shown: str) -> float:
    """Where a moment of the wall clock of ``zone`` stands on the axis of ``shown``, "" for as told."""
    at = seconds(moment)
    return _moved(at, zone, shown) if shown and shown != zone else at


def _moved(at: float, zone: str, shown: str) -> float:
    told, axis_zone = _zone(zone), _zone(shown)
    if told is None or axis_zone is None:
        return at
    local = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=at)
    return seconds(local.replace(tzinfo=told).astimezone(axis_zone))


@lru_cache(maxsize=64)
def _zone(name: str) -> ZoneInfo | None:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None  # an unknown zone leaves the date as told
