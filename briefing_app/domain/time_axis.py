"""Ticks of a time axis at every zoom, from centuries to minutes, on a wall clock.

Two rows: the lower says the step (23, May, 2025), the upper what the steps belong to (May 2025, 2020s).
Seconds are counted from 1970-01-01 00:00 on the clock shown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 - a wall clock, deliberately without zone
FIRST = (datetime(1, 1, 1) - EPOCH).total_seconds()  # noqa: DTZ001
LAST = (datetime(9999, 1, 1) - EPOCH).total_seconds()  # noqa: DTZ001

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
MONTHS_LONG = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
WEEKDAYS_JA = "月火水木金土日"
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


@dataclass(frozen=True)
class Tick:
    """A place on the axis and what to write there; ``rest`` marks a day off (Saturday, Sunday)."""

    at: float
    text: str
    rest: bool = False


@dataclass(frozen=True)
class Axis:
    """The two rows of ticks. Each tick's text belongs to the stretch up to the next tick of its row."""

    upper: tuple[Tick, ...]
    lower: tuple[Tick, ...]
    days_shown: bool


@dataclass(frozen=True)
class _Level:
    px: float
    step_seconds: float
    lower: tuple[str, int]
    upper: tuple[str, int]
    form: str


_LEVELS = (
    _Level(52, 60, ("minute", 1), ("day", 1), "clock"),
    _Level(52, 300, ("minute", 5), ("day", 1), "clock"),
    _Level(52, 900, ("minute", 15), ("day", 1), "clock"),
    _Level(48, 3600, ("minute", 60), ("day", 1), "clock"),
    _Level(48, 3 * 3600, ("minute", 180), ("day", 1), "clock"),
    _Level(48, 6 * 3600, ("minute", 360), ("day", 1), "clock"),
    _Level(58, 86400, ("day", 1), ("month", 1), "weekday"),
    _Level(24, 86400, ("day", 1), ("month", 1), "day"),
    _Level(46, 7 * 86400, ("week", 1), ("month", 1), "day"),
    _Level(34, 30.4 * 86400, ("month", 1), ("year", 1), "month"),
    _Level(34, 91.3 * 86400, ("month", 3), ("year", 1), "quarter"),
    _Level(40, 365.25 * 86400, ("year", 1), ("year", 10), "year"),
    _Level(40, 2 * 365.25 * 86400, ("year", 2), ("year", 10), "year"),
    _Level(44, 5 * 365.25 * 86400, ("year", 5), ("year", 10), "year"),
    _Level(44, 10 * 365.25 * 86400, ("year", 10), ("year", 100), "year"),
    _Level(44, 50 * 365.25 * 86400, ("year", 50), ("year", 100), "year"),
    _Level(44, 100 * 365.25 * 86400, ("year", 100), ("year", 1000), "year"),
    _Level(44, 1000 * 365.25 * 86400, ("year", 1000), ("year", 10000), "year"),
)


def seconds(moment: datetime | date) -> float:
    """Seconds on the axis of a wall-clock time or of the start of a day."""
    if not isinstance(moment, datetime):
        moment = datetime(moment.year, moment.month, moment.day)  # noqa: DTZ001
    return (moment.replace(tzinfo=None) - EPOCH).total_seconds()


def moment_of(at: float) -> datetime:
    """The wall-clock time of a place on the axis, clamped to years 1 to 9998."""
    return EPOCH + timedelta(seconds=min(max(at, FIRST), LAST - 1))


def axis(first: float, last: float, width_px: float, language: Literal["en", "ja"] = "en") -> Axis:
    """The ticks from ``first`` to ``last`` on ``width_px`` pixels: the finest step whose labels have room."""
    per_second = width_px / (last - first)
    level = next((each for each in _LEVELS if each.step_seconds * per_second >= each.px), _LEVELS[-1])
    begin, end = moment_of(first), moment_of(last)
    lower = tuple(_tick(at, level.form, language) for at in _steps(begin, end, *level.lower))
    upper_form = {"minute": "full day", "day": "full month", "week": "full month", "month": "year"}.get(
        level.lower[0], "span"
    )
    upper_text = _upper_text if language == "en" else _upper_text_ja
    upper = tuple(
        Tick(seconds(at), upper_text(at, upper_form, level.upper[1]))
        for at in _steps(begin, end, *level.upper)
    )
    return Axis(upper, lower, level.lower[0] in {"day", "minute"})


def _tick(at: datetime, form: str, language: Literal["en", "ja"]) -> Tick:
    texts: dict[str, Callable[[datetime], str]] = {
        "clock": lambda t: f"{t:%H:%M}",
        "weekday": lambda t: f"{WEEKDAYS[t.weekday()]} {t.day}",
        "day": lambda t: str(t.day),
        "month": lambda t: MONTHS[t.month - 1],
        "quarter": lambda t: f"Q{(t.month + 2) // 3}",
        "year": lambda t: str(t.year),
    }
    if language == "ja":
        texts["weekday"] = lambda t: f"{t.day}日（{WEEKDAYS_JA[t.weekday()]}）"
        texts["month"] = lambda t: f"{t.month}月"
        texts["quarter"] = lambda t: f"{t.month}月"
        texts["year"] = lambda t: f"{t.year}年"
    return Tick(seconds(at), texts[form](at), rest=at.weekday() > 4 and form in {"weekday", "day"})


def _upper_text(at: datetime, form: str, step: int) -> str:
    if form == "full day":
        return f"{WEEKDAYS[at.weekday()]} {at.day} {MONTHS[at.month - 1]} {at.year}"
    if form == "full month":
        return f"{MONTHS_LONG[at.month - 1]} {at.year}"
    if form == "year":
        return str(at.year)
    return f"{at.year // step * step}s" if step <= 10 else f"{at.year} to {at.year + step - 1}"


def _upper_text_ja(at: datetime, form: str, step: int) -> str:
    if form == "full day":
        return f"{at.year}年{at.month}月{at.day}日（{WEEKDAYS_JA[at.weekday()]}）"
    if form == "full month":
        return f"{at.year}年{at.month}月"
    if form == "year":
        return f"{at.year}年"
    return f"{at.year // step * step}年代" if step <= 10 else f"{at.year}～{at.year + step - 1}年"


def _steps(begin: datetime, end: datetime, unit: str, step: int) -> Iterator[datetime]:
    """Starts of the steps from the one that holds ``begin`` to the last before ``end``."""
    at = _floor(begin, unit, step)
    while at < end:
        yield at
        following = _next(at, unit, step)
        if following is None:
            return
        at = following


def _floor(at: datetime, unit: str, step: int) -> datetime:
    day = at.replace(hour=0, minute=0, second=0, microsecond=0)
    if unit == "minute":
        minutes = (at.hour * 60 + at.minute) // step * step
        return day + timedelta(minutes=minutes)
    if unit == "week":
        back = day.toordinal() - 1 - day.weekday()
        return day - timedelta(days=day.weekday()) if back >= 0 else day
    if unit == "month":
        return day.replace(day=1, month=(day.month - 1) // step * step + 1)
    if unit == "year":
        return day.replace(day=1, month=1, year=max(1, day.year // step * step))
    return day


def _next(at: datetime, unit: str, step: int) -> datetime | None:
    try:
        if unit == "minute":
            return at + timedelta(minutes=step)
        if unit in {"day", "week"}:
            return at + timedelta(days=step * (7 if unit == "week" else 1))
        if unit == "month":
            months = at.month - 1 + step
            return at.replace(year=at.year + months // 12, month=months % 12 + 1)
        return at.replace(year=at.year // step * step + step)
    except (ValueError, OverflowError):
        return None  # the calendar ends with the year 9999
