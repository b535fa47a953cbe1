"""What an EDTF date may mean, as the first and the last day it can be.

The forms people write in this program (ISO 8601-2 level 1): day, month, year, ``~`` and ``?``, unspecified
digits (``2025-06-1X``), intervals and open ends.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

_DAY = re.compile(r"(\d{4})(?:-(\d{2}|\dX|XX)(?:-(\d{2}|\dX|XX))?)?")


@dataclass(frozen=True)
class Span:
    """``first`` None: open towards the past. ``last`` None: open towards the future."""

    first: date | None
    last: date | None
    approximate: bool = False
    uncertain: bool = False
    precision: str = "day"

    @property
    def sort_day(self) -> date:
        """The day by which it is put in order."""
        return self.first or self.last or date.min


def parse(text: str) -> Span | None:
    """The span of an EDTF text, or None if it is not one of the forms above."""
    start_text, slash, end_text = text.strip().partition("/")
    if not slash:
        return _single(start_text)
    start = None if start_text in ("", "..") else _single(start_text)
    end = None if end_text in ("", "..") else _single(end_text)
    if start is None and end is None:
        return None
    marks = [part for part in (start, end) if part]
    return Span(
        start.first if start else None,
        end.last if end else None,
        any(part.approximate for part in marks),
        any(part.uncertain for part in marks),
        "interval",
    )


def _single(text: str) -> Span | None:
    body = text.rstrip("~?%")
    marks = text[len(body) :]
    found = _DAY.fullmatch(body)
    if not found:
        return None
    year, month, day = int(found[1]), found[2], found[3]
    approximate, uncertain = "~" in marks or "%" in marks, "?" in marks or "%" in marks
    try:
        if month is None or "X" in month:
            return Span(date(year, 1, 1), date(year, 12, 31), approximate, uncertain, "year")
        last = monthrange(year, int(month))[1]
        if day is None or day == "XX":
            first_day, last_day, precision = 1, last, "month"
        elif day.endswith("X"):
            tens = int(day[0]) * 10
            first_day, last_day, precision = max(1, tens), min(last, tens + 9), "days"
        else:
            first_day = last_day = int(day)
            precision = "day"
        first, final = date(year, int(month), first_day), date(year, int(month), last_day)
    except ValueError:
        return None
    return Span(first, final, approximate, uncertain, precision)
