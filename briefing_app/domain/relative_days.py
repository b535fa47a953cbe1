"""Days told from the day that is looked at: "tomorrow", "Tuesday next week", "in 3 weeks", 来週火曜日, 先月.

Weeks begin on Monday. "Next Tuesday", said on a Monday, is the day after for some and a week later for
others: what can be read in two ways is refused with both days, never guessed.
"""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta

from briefing_app.domain.date_words import WEEKDAYS_JA
from briefing_app.domain.fuzzydate import DateError

_DAYS = {
    "today": 0, "tomorrow": 1, "yesterday": -1, "day after tomorrow": 2, "day before yesterday": -2,
    "今日": 0, "本日": 0, "明日": 1, "昨日": -1, "明後日": 2, "あさって": 2, "一昨日": -2, "おととい": -2,
}  # fmt: skip
_NAMES = {name.lower(): place for place, name in enumerate(calendar.day_name)}
_NAMES |= {name[:3]: place for name, place in _NAMES.items()}
_NAMES |= {"tues": 1, "weds": 2, "thur": 3, "thurs": 3}
_WEEKDAY = "(?P<weekday>" + "|".join(sorted(_NAMES, key=len, reverse=True)) + r")\.?"
_WEEKDAY_JA = f"(?P<weekday>[{WEEKDAYS_JA}])曜日?"
_SHIFTS = {"last": -1, "this": 0, "next": 1, "先": -1, "今": 0, "来": 1, "再来": 2, "去": -1, "昨": -1}
_NUMBERS = {"a": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6}
_COUNT = r"(?P<count>\d{1,3}|" + "|".join(_NUMBERS) + ")"
_UNIT = "(?P<unit>day|week|month|year)s?"
_UNITS_JA = {
    "日": "day",
    "週間": "week",
    "か月": "month",
    "カ月": "month",
    "ヶ月": "month",
    "ケ月": "month",
    "年": "year",
}
_BOTH = 'Write "this week", "next week" or "last week" after the weekday, or the day itself.'

_WEEK_OF = re.compile(
    rf"{_WEEKDAY}\s+(?:of\s+)?(?P<shift>last|this|next)\s+week|(?P<shift2>last|this|next)\s+week(?:'s|,)?\s+"
    + _WEEKDAY.replace("weekday", "weekday2")
)
_WEEK_OF_JA = re.compile(rf"(?P<shift>先|今|来|再来)週の?{_WEEKDAY_JA}")
_NEAR = re.compile(rf"(?:on\s+)?(?:(?P<which>this coming|coming|this|next|last)\s+)?{_WEEKDAY}")
_NEAR_JA = re.compile(rf"(?P<which>次|この前)?の?{_WEEKDAY_JA}")
_PERIOD = re.compile(r"(?P<shift>last|this|next)\s+(?P<unit>week|month|year)")
_PERIOD_JA = re.compile(r"(?P<shift>先|今|来|再来|去|昨)(?P<unit>週|月|年)")
_AHEAD = re.compile(
    rf"in\s+{_COUNT}\s+{_UNIT}(?:'?\s+time)?|{_COUNT.replace('count', 'count2')}\s+"
    rf"{_UNIT.replace('unit', 'unit2')}\s+(?P<side>ago|from\s+now|from\s+today|later)"
)
_AHEAD_JA = re.compile(r"(?P<count>\d{1,3})(?P<unit>日|週間|[かカヶケ]月|年)(?P<side>後|前)")


def relative_day(text: str, typed: str, on: date | None) -> str | None:
    """EDTF of a text in lower case that tells a day from ``on``; None for any other text.

    Raises DateError, which quotes ``typed``, where two days are meant by some reader.
    """
    if on is None:
        return None
    plain = text.removeprefix("the ")
    if plain in _DAYS:
        return (on + timedelta(days=_DAYS[plain])).isoformat()
    return _of_week(plain, on) or _near(plain, typed, on) or _period(plain, on) or _counted(plain, on)


def weekday_of(name: str) -> int | None:
    """The number of a weekday's name or short name, Monday 0; None for other words."""
    if name[:1] in WEEKDAYS_JA and re.fullmatch(f"[{WEEKDAYS_JA}](?:曜日?)?", name):
        return WEEKDAYS_JA.index(name[0])
    return _NAMES.get(name.rstrip("."))


def _of_week(text: str, on: date) -> str | None:
    """``tuesday next week``, ``来週火曜日``: one reading only."""
    monday = on - timedelta(days=on.weekday())
    if found := _WEEK_OF.fullmatch(text):
        weekday, shift = found["weekday"] or found["weekday2"], found["shift"] or found["shift2"]
    elif found := _WEEK_OF_JA.fullmatch(text):
        weekday, shift = found["weekday"], found["shift"]
    else:
        return None
    return (monday + timedelta(days=7 * _SHIFTS[shift] + (weekday_of(weekday) or 0))).isoformat()


def _near(text: str, typed: str, on: date) -> str | None:
    """``this tuesday``, ``next tuesday``, ``次の火曜日``: only where every reader means the same day."""
    found = _NEAR.fullmatch(text) or _NEAR_JA.fullmatch(text)
    if found is None:
        return None
    weekday, which = weekday_of(found["weekday"]) or 0, found["which"] or ""
    coming = on + timedelta(days=(weekday - on.weekday() - 1) % 7 + 1)
    past = on - timedelta(days=(on.weekday() - weekday - 1) % 7 + 1)
    if which in {"coming", "this coming", "次"}:
        return coming.isoformat()
    if which == "この前":
        return past.isoformat()
    here = on - timedelta(days=on.weekday() - weekday)
    week = timedelta(days=7)
    readings = {
        "this": (here,) if here >= on else (here, coming),
        "next": (here, here + week) if here > on else (here + week,),
        "last": (here - week, here) if here < on else (here - week,),
        "": (past, on) if here == on else (past, coming),
    }[which]
    if len(readings) == 1:
        return readings[0].isoformat()
    first, second = readings
    raise DateError(f'"{typed}" can be {first} or {second}.', hint=_BOTH)


def _period(text: str, on: date) -> str | None:
    """``next week``, ``last month``, ``来年``."""
    found = _PERIOD.fullmatch(text) or _PERIOD_JA.fullmatch(text)
    if found is None:
        return None
    shift = _SHIFTS[found["shift"]]
    unit = {"週": "week", "月": "month", "年": "year"}.get(found["unit"], found["unit"])
    if unit == "week":
        monday = on + timedelta(days=7 * shift - on.weekday())
        return f"{monday}/{monday + timedelta(days=6)}"
    moved = _by_months(on.replace(day=1), shift * (12 if unit == "year" else 1))
    return f"{moved.year:04}" if unit == "year" else f"{moved:%Y-%m}"


def _counted(text: str, on: date) -> str | None:
    """``in 3 weeks``, ``two days ago``, ``3日後``."""
    if found := _AHEAD.fullmatch(text):
        count, unit = found["count"] or found["count2"], found["unit"] or found["unit2"]
        is_back = found["side"] == "ago"
    elif found := _AHEAD_JA.fullmatch(text):
        count, unit, is_back = found["count"], _UNITS_JA.get(found["unit"], "month"), found["side"] == "前"
    else:
        return None
    many = (_NUMBERS.get(count) or int(count)) * (-1 if is_back else 1)
    if unit in {"day", "week"}:
        return (on + timedelta(days=many * (7 if unit == "week" else 1))).isoformat()
    return _by_months(on, many * (12 if unit == "year" else 1)).isoformat()


def _by_months(day: date, months: int) -> date:
    """The same day some months on, or the last of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    year = min(max(year, 1), 9999)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
