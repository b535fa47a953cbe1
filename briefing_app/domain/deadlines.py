"""What is next: dated things ahead of a day and the days left; what is overdue; "90 days after"."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from briefing_app.domain.deadline_moves import ENDS, standing
from briefing_app.domain.fuzzydate import parse
from briefing_app.domain.records import DateKind, Event, TypedDate
from briefing_app.errors import UsageError

State = Literal["overdue", "today", "ahead"]
_COUNTED = re.compile(
    r"(?P<count>\d{1,4})\s*(?P<unit>day|week|month|year)s?\s+(?P<side>after|from|before)\s+(?P<anchor>.+)",
    re.I,
)


COUNTED = re.compile(r"\d\s*(?:day|week|month|year)s?\s+(?:after|from(?!\s+(?:now|today)\b)|before)\b", re.I)
"""Whether a text asks for a day to be counted."""


@dataclass(frozen=True)
class Upcoming:
    """One dated thing as seen from a day. ``days`` to the earliest day it can be; negative when past."""

    event: str
    title: str  # the words of the date, else the title of the event
    kind: DateKind
    first: date
    last: date
    days: int
    state: State
    certain: bool

    @property
    def countdown(self) -> str:
        """``in 5 days``, ``today``, ``3 days overdue``, ``from now to 9 July`` where the day is not fixed."""
        if self.state == "today":
            return "today"
        if self.state == "overdue":
            return f"{_days(-self.days)} overdue"
        if self.days <= 0:
            return "any day now"
        return ("in " if self.certain else "in about ") + _days(self.days)


def upcoming(
    events: Iterable[Event], on: date, within: int = 400, known_on: date | None = None
) -> list[Upcoming]:
    """What lies ahead of ``on`` within so many days, nearest first; of an event its first date ahead.

    A date that was moved no longer counts, as far as the move was known on ``known_on`` (None: all is known).
    """
    found: list[Upcoming] = []
    for event in events:
        ahead = [
            each
            for typed in standing(event, known_on)
            if typed.edtf and (each := _seen(event, typed, on)) and each.state != "overdue"
        ]
        if ahead:
            found.append(min(ahead, key=lambda each: (each.days, each.kind not in ENDS)))
    return sorted((each for each in found if each.days <= within), key=lambda each: (each.days, each.title))


def overdue(
    events: Iterable[Event], on: date, within: int = 60, known_on: date | None = None
) -> list[Upcoming]:
    """Deadlines (dates of kind "due") that passed at most ``within`` days before ``on``, latest first."""
    found = [
        each
        for event in events
        for typed in standing(event, known_on)
        if typed.kind == "due" and (each := _seen(event, typed, on)) and each.state == "overdue"
    ]
    return sorted((each for each in found if -each.days <= within), key=lambda each: -each.days)


def computed_day(text: str, anchors: dict[str, date]) -> date:
    """The day of "90 days after 2025-04-09" or "90 days after signed" (``anchors`` names days).

    Days are calendar days; a month or year later is the same day of that month, or its last day.
    Raises UsageError when the text cannot be counted.
    """
    found = _COUNTED.fullmatch(text.strip())
    if not found:
        raise UsageError(
            f'"{text}" cannot be counted.', hint='Write for instance "90 days after 2025-04-09".'
        )
    name = found["anchor"].strip()
    start = anchors.get(name.lower())
    if start is None:
        when = parse(name)
        if not when.is_day or when.first is None:
            raise UsageError(f'"{name}" is not one day, so nothing can be counted from it.')
        start = when.first
    count = int(found["count"]) * (-1 if found["side"].lower() == "before" else 1)
    try:
        return _moved(start, count, found["unit"].lower())
    except (ValueError, OverflowError) as error:
        raise UsageError(f'"{text}" leaves the calendar.') from error


def _moved(start: date, count: int, unit: str) -> date:
    if unit in {"day", "week"}:
        return start + timedelta(days=count * (7 if unit == "week" else 1))
    months = start.year * 12 + start.month - 1 + count * (12 if unit == "year" else 1)
    year, month = divmod(months, 12)
    last = (date(year + (month == 11), (month + 1) % 12 + 1, 1) - timedelta(days=1)).day
    return date(year, month + 1, min(start.day, last))


def _seen(event: Event, typed: TypedDate, on: date) -> Upcoming | None:
    when = parse(typed.edtf)
    first, last = when.first or when.last, when.last or when.first
    if first is None or last is None:
        return None
    until_end = when.first is None
    days = (last - on).days if until_end else (first - on).days
    state: State = "today" if first <= on <= last and when.is_day else "overdue" if last < on else "ahead"
    if state == "overdue":
        days = (last - on).days
    title = typed.words or event.title
    return Upcoming(event.id, title, typed.kind, first, last, days, state, when.is_day)


def _days(count: int) -> str:
    return f"{count} day" if count == 1 else f"{count} days"
