"""Dates with uncertainty: EDTF text (ISO 8601-2) parsed at the door into days that can be compared.

The everyday forms (a day, a month, a year, unspecified digits, ``~ ? %``, intervals with open ends) are read
here; seasons and the rarer forms go to the ``edtf`` library, which takes milliseconds a parse and 0.4 s to
import. ``tests/domain/test_fuzzydate.py`` proves that both agree where both can read.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from time import struct_time
from typing import Literal, TypeAlias

from briefing_app.errors import UsageError

Precision: TypeAlias = Literal[
    "day", "days", "month", "season", "year", "decade", "century", "interval", "other"
]

_PLAIN = re.compile(
    r"(?P<year>\d{4}|\d{3}X|\d\dXX)(?:-(?P<month>\d\d|XX)(?:-(?P<day>\d\d|\dX|XX))?)?"
    r"(?:T\d\d:\d\d(?::\d\d)?(?:Z|[+-]\d\d(?::\d\d)?)?)?(?P<mark>[~?%])?"
)

_LETTERS = re.compile(r"(?:[0-9XYESTZ+\-/.:~?%\[\]{},\s]|unknown|open)*")
"""What the grammar knows. Words of a sentence need not wait thousandths of a second for the library's no."""
_SEASON = re.compile(r"(?P<season>\d{4}-2[1-4])[~?%]?")


class DateError(UsageError):
    """A text is not a date, or can be read in more than one way."""


@dataclass(frozen=True)
class FuzzyDate:
    """A date as far as it is known.

    first, last: the earliest and latest day it can be; None where that end is open or unknown.
    approximate (``~``): near that day.  uncertain (``?``): perhaps not that day at all.
    """

    edtf: str
    first: date | None
    last: date | None
    precision: Precision
    approximate: bool = False
    uncertain: bool = False

    @property
    def sort_day(self) -> date:
        """The day by which it is put in order: the first, or the last where the beginning is open."""
        return self.first or self.last or date.min

    @property
    def is_day(self) -> bool:
        """Whether it is exactly one day."""
        return self.first is not None and self.first == self.last

    def may_be(self, day: date) -> bool:
        """Whether ``day`` lies within what is known."""
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)

    def is_before(self, day: date) -> bool:
        """Whether it lies wholly before ``day``."""
        return self.last is not None and self.last < day

    def is_after(self, day: date) -> bool:
        """Whether it lies wholly after ``day``."""
        return self.first is not None and self.first > day


@lru_cache(maxsize=16384)
def parse(edtf: str) -> FuzzyDate:
    """The date that an EDTF text describes. Raises DateError with what to write instead."""
    text = edtf.strip()
    if "/" in text and (interval := _interval(text)) is not None:
        return interval
    if (plain := _plain(text)) is not None:
        return plain
    return _rare(text)


def is_edtf(text: str) -> bool:
    """Whether ``parse`` can read it."""
    try:
        parse(text)
    except DateError:
        return False
    return True


_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d)?")


def is_backwards(edtf: str) -> bool:
    """Whether an interval of two hours of one clock ends before it begins (days are judged by ``parse``)."""
    start, _, end = edtf.partition("/")
    return bool(_MOMENT.fullmatch(start) and _MOMENT.fullmatch(end)) and end < start


def _interval(text: str) -> FuzzyDate | None:
    start, _, end = text.partition("/")
    before = None if start in {"", ".."} else _plain(start)
    after = None if end in {"", ".."} else _plain(end)
    if (start not in {"", ".."} and before is None) or (end not in {"", ".."} and after is None):
        return None
    ends = [part for part in (before, after) if part]
    if not ends:
        raise DateError(f'"{text}" has neither a beginning nor an end.')
    if before and after and before.sort_day > (after.last or after.sort_day):
        raise DateError(f'"{text}" ends before it begins.')
    return FuzzyDate(
        text,
        before.first if before else None,
        after.last if after else None,
        "interval",
        any(part.approximate for part in ends),
        any(part.uncertain for part in ends),
    )


def _plain(text: str) -> FuzzyDate | None:
    """A day, month, year or a form with unspecified digits; None if it is another form."""
    found = _PLAIN.fullmatch(text)
    if not found:
        return None
    year, month, day, mark = found.group("year", "month", "day", "mark")
    month_number = int(month) if month and month != "XX" else 0
    if month_number > 12 or (month == "00") or ("X" in year and month):
        return None
    try:
        first, last, precision = _bounds(year, month_number, day)
    except ValueError as error:
        raise DateError(f'There is no day "{text}" in the calendar.') from error
    return FuzzyDate(text, first, last, precision, mark in {"~", "%"}, mark in {"?", "%"})


def _bounds(year: str, month: int, day: str | None) -> tuple[date, date, Precision]:
    if "X" in year:
        unknown = year.count("X")
        low, high = int(year.replace("X", "0")), int(year.replace("X", "9"))
        return date(max(low, 1), 1, 1), date(high, 12, 31), "decade" if unknown == 1 else "century"
    number = int(year)
    if not month:
        if day and day != "XX":
            raise ValueError("a day without a month")
        return date(number, 1, 1), date(number, 12, 31), "year"
    length = calendar.monthrange(number, month)[1]
    if day is None or day == "XX":
        return date(number, month, 1), date(number, month, length), "month"
    if day.endswith("X"):
        low = max(int(day[0]) * 10, 1)
        return date(number, month, low), date(number, month, min(int(day[0]) * 10 + 9, length)), "days"
    exact = date(number, month, int(day))
    return exact, exact, "day"


def _rare(text: str) -> FuzzyDate:
    """Seasons, sets, long years and partly uncertain dates, by the library."""
    hint = "Write 2025-05-23, 2025-05, 2025-06~ (about), 2025-05-23? (uncertain) or 2025-06-15/2025-06-17."
    if not text:
        raise DateError("The date is empty.", hint=hint)
    if len(text) < 4 or not _LETTERS.fullmatch(text):
        raise DateError(f'"{text}" is not a date in the EDTF form.', hint=hint)
    from edtf import EDTFParseException, parse_edtf  # noqa: PLC0415  0.4 s that everyday dates do not pay

    season = _SEASON.fullmatch(text)
    try:
        parsed = parse_edtf(season["season"] if season else text)
        first, last = _day(parsed.lower_strict()), _day(parsed.upper_strict())
    except (EDTFParseException, ValueError, TypeError, AttributeError, OverflowError) as error:
        raise DateError(f'"{text}" is not a date in the EDTF form.', hint=hint) from error
    approximate = bool(getattr(parsed, "is_approximate", False)) or "~" in text or "%" in text
    uncertain = bool(getattr(parsed, "is_uncertain", False)) or "?" in text or "%" in text
    return FuzzyDate(text, first, last, "season" if season else "other", approximate, uncertain)


def _day(moment: object) -> date | None:
    """A day of the library's answer; None for its infinities. Raises ValueError beyond the calendar."""
    if isinstance(moment, struct_time):
        return date(moment.tm_year, moment.tm_mon, moment.tm_mday)
    return None
