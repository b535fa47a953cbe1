"""Deadlines that moved: which date stands, and how it came there.

An event may hold several dates of one kind. Those that say on which day they were set
(:attr:`~briefing_app.domain.records.TypedDate.set_on`) are one history: each later one replaces the one
before. Nothing is deleted, so that what was known on a day can be told.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Literal

from briefing_app.domain.date_words import Language, day_words
from briefing_app.domain.fuzzydate import parse
from briefing_app.domain.records import DateKind, Event, TypedDate

How = Literal["extended", "brought forward", "slipped", "restated"]
_HOW_JA: dict[How, str] = {
    "extended": "延長", "brought forward": "前倒し", "slipped": "遅延", "restated": "同じ日を再確認"
}  # fmt: skip
ENDS: frozenset[DateKind] = frozenset({"due", "expires", "terminated"})
"""Kinds of date that end something and may be moved."""


@dataclass(frozen=True)
class Move:
    """One move of a deadline. ``days`` is how far, negative when earlier, None where a date is not exact.

    extended: set before the old day had passed.  slipped: set after it had passed, or nobody says when.
    brought forward: the new day is earlier.  restated: told again with the same day.
    """

    kind: DateKind
    old: TypedDate
    new: TypedDate
    set_on: date | None
    days: int | None
    how: How

    @property
    def words(self) -> str:
        """``extended by 23 days on 7 July 2025, from 9 July 2025``."""
        old = parse(self.old.edtf)
        was = f", from {day_words(old.first)}" if old.is_day and old.first else ""
        return f"{self.how_in('en')}{was}"

    def how_in(self, language: Language) -> str:
        """How it moved, without the old day: ``extended by 23 days on 7 July 2025``."""
        if language == "ja":
            when = f"{day_words(self.set_on, 'ja')}に" if self.set_on else ""
            return f"{when}{f'{abs(self.days)}日' if self.days else ''}{_HOW_JA[self.how]}"
        far = "" if not self.days else f" by {_days(abs(self.days))}"
        when = f" on {day_words(self.set_on)}" if self.set_on else ""
        return f"{self.how}{far}{when}"


def standing(event: Event, known_on: date | None = None) -> tuple[TypedDate, ...]:
    """The dates that count: all but those that a later one of their kind replaced by ``known_on``.

    A date that was set only after ``known_on`` is not among them. None means that all is known.
    """
    if not any(each.set_on for each in event.dates):
        return event.dates
    kept: list[TypedDate] = []
    for each in event.dates:
        history = _history(event, each.kind, known_on)
        if history is None or (history and each is history[-1]):
            kept.append(each)
    return tuple(kept)


def moves(event: Event, known_on: date | None = None) -> tuple[Move, ...]:
    """The moves of an event's deadlines, in the order in which they were made."""
    found: list[Move] = []
    for kind in dict.fromkeys(each.kind for each in event.dates):
        found += [_move(old, new) for old, new in pairwise(_history(event, kind, known_on) or ())]
    return tuple(sorted(found, key=lambda move: move.set_on or date.min))


def _history(event: Event, kind: DateKind, known_on: date | None) -> list[TypedDate] | None:
    """The dates of a kind known by then, in the order in which they were set; None where it never moved."""
    of_kind = [each for each in event.dates if each.kind == kind and each.edtf]
    if len(of_kind) < 2 or not any(each.set_on for each in of_kind):
        return None
    known = [each for each in of_kind if known_on is None or (_set(each) or date.min) <= known_on]
    return sorted(known, key=lambda each: _set(each) or date.min)


def _set(typed: TypedDate) -> date | None:
    when = parse(typed.set_on) if typed.set_on else None
    return when.first or when.last if when is not None else None


def _move(old: TypedDate, new: TypedDate) -> Move:
    before, after, on = parse(old.edtf), parse(new.edtf), _set(new)
    is_exact = before.is_day and after.is_day and before.first is not None and after.first is not None
    days = (after.sort_day - before.sort_day).days if is_exact else None
    last = before.last
    if days is not None and days < 0:
        how: How = "brought forward"
    elif days == 0:
        how = "restated"
    elif on is not None and (last is None or on <= last):
        how = "extended"
    else:
        how = "slipped"
    return Move(new.kind, old, new, on, days, how)


def _days(count: int) -> str:
    return f"{count} day" if count == 1 else f"{count} days"
