"""Moments of the law: wall-clock minutes in New York, as whole numbers.

The tariff law speaks of "12:01 a.m. eastern time". No boundary falls into the hour that a clock change
repeats, so the wall clock orders entries correctly and an integer says it exactly. The zone of every moment
here is America/New_York (:data:`ZONE`).
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from briefing_app.domain.date_words import ERA_BEGAN, era_year
from briefing_app.errors import UsageError

ZONE = ZoneInfo("America/New_York")
NOON = time(12, 0)
_DAY_ZERO = date(2000, 1, 1).toordinal()
_MINUTES_A_DAY = 1440
FOREVER = 10**9
_MONTH_NAMES = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
    "november", "december",
)  # fmt: skip
_MONTHS = {form: at for at, name in enumerate(_MONTH_NAMES, start=1) for form in (name, name[:3])} | {
    "sept": 9
}
_FORMS = (
    re.compile(r"(?P<y>\d{4})[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})"),
    re.compile(r"(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})"),
    re.compile(r"(?P<y>\d{4})年(?P<m>\d{1,2})月(?P<d>\d{1,2})日"),
    re.compile(r"(?P<d>\d{1,2})[ .-]?(?P<n>[A-Za-z]{3,9})\.?[ ,-]{0,2}(?P<y>\d{4})"),
    re.compile(r"(?P<n>[A-Za-z]{3,9})\.? (?P<d>\d{1,2})(?:st|nd|rd|th)?,? (?P<y>\d{4})"),
)
_ERA_DAY = re.compile(r"(?P<era>令和|平成|昭和) ?(?P<y>元|[1-9]\d?)年(?P<m>\d{1,2})月(?P<d>\d{1,2})日")
_DOUBTFUL = re.compile(r"(?P<one>\d{1,2})[/.-](?P<two>\d{1,2})[/.-]\d{2,4}")
_CLOCK = re.compile(r"(?P<h>\d{1,2}):?(?P<m>\d{2})(?::00)? ?(?P<half>[ap]\.?m\.?)?", re.IGNORECASE)


class DateFormError(UsageError):
    """A date or time that cannot be read without guessing."""


def minute_of(day: date, clock: time = NOON) -> int:
    """The New York wall-clock minute as a whole number that orders moments."""
    return (day.toordinal() - _DAY_ZERO) * _MINUTES_A_DAY + clock.hour * 60 + clock.minute


def moment_of(minute: int) -> datetime:
    """The New York wall-clock moment of a minute number, with its zone."""
    day, rest = divmod(minute, _MINUTES_A_DAY)
    start = datetime.combine(date.fromordinal(day + _DAY_ZERO), time(), tzinfo=ZONE)
    return start.replace(hour=rest // 60, minute=rest % 60)


@lru_cache(maxsize=512)
def words_of(minute: int, language: str = "en") -> str:
    """A moment in words: ``12:01 a.m. on 5 April 2025``; 日本語では「2025年4月5日午前0時1分」."""
    moment = moment_of(minute)
    if language == "ja":
        half = "午前" if moment.hour < 12 else "午後"
        clock = f"{half}{moment.hour % 12}時{moment.minute}分"
        return f"{moment.year}年{moment.month}月{moment.day}日{clock}"
    half = "a.m." if moment.hour < 12 else "p.m."
    return f"{moment.hour % 12 or 12}:{moment.minute:02d} {half} on {moment.day} {moment:%B %Y}"


def day_words(minute: int) -> str:
    """The day of a moment in words: ``5 April 2025``."""
    moment = moment_of(minute)
    return f"{moment.day} {moment:%B %Y}"


def read_minute(text: str) -> int:
    """The minute of ``YYYY-MM-DDTHH:MM`` or of ``YYYY-MM-DD`` (then 12:01 a.m.). Raises ValueError."""
    if "T" not in text:
        return minute_of(date.fromisoformat(text), time(0, 1))
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is not None:
        raise ValueError("give New York wall-clock time without an offset")
    return minute_of(moment.date(), moment.time())


def parse_day(text: str, name: str = "date") -> date:
    """A day in any form that has one meaning: ``2025-05-24``, ``2025/5/24``, ``24 May 2025``, 2025年5月24日.

    Raises DateFormError for forms with two meanings (``05/06/2025``), for days that do not exist and for
    text that is no date.
    """
    cleaned = " ".join(text.strip().split())
    if not cleaned.isascii():
        cleaned = _western(unicodedata.normalize("NFKC", cleaned).replace("−", "-"))
    for form in _FORMS:
        if found := form.fullmatch(cleaned):
            parts = found.groupdict()
            month = _MONTHS.get(parts["n"].lower(), 0) if "n" in parts else int(parts["m"])
            try:
                return date(int(parts["y"]), month, int(parts["d"]))
            except ValueError as error:
                raise DateFormError(f"{name}: “{text}” is not a day of the calendar.") from error
    if (found := _DOUBTFUL.fullmatch(cleaned)) and max(int(found["one"]), int(found["two"])) > 12:
        raise DateFormError(f"{name}: “{text}” has its year last.", hint="Write the year first: 2025-05-24.")
    if found:
        raise DateFormError(
            f"{name}: “{text}” can be read in two ways.", hint="Write the year first: 2025-05-24."
        )
    raise DateFormError(f"{name}: “{text}” is not a date.", hint="Write it like 2025-05-24.")


def _western(text: str) -> str:
    """A day of the calendar of eras in Western years (令和7年 is 2025年); any other text as it is."""
    found = _ERA_DAY.fullmatch(text)
    if found is None:
        return text
    years = 1 if found["y"] == "元" else int(found["y"])
    year = ERA_BEGAN[found["era"]] + years - 1
    try:
        is_so = era_year(date(year, int(found["m"]), int(found["d"]))) == f"{found['era']}{found['y']}年"
    except ValueError:
        is_so = False
    # A year that the era did not have is left as it is, and so is no date.
    return f"{year}年{found['m']}月{found['d']}日" if is_so else text


def parse_clock(text: str, name: str = "entry_time_et") -> time:
    """A New York wall-clock time: ``00:01``, ``12:00``, ``12:01 a.m.``. Raises DateFormError."""
    found = _CLOCK.fullmatch(text.strip())
    if found:
        hour, minute, half = int(found["h"]), int(found["m"]), (found["half"] or "").lower()
        if half and 1 <= hour <= 12:
            hour = hour % 12 + (12 if half.startswith("p") else 0)
        elif half:
            hour = 99
        if hour < 24 and minute < 60:
            return time(hour, minute)
    raise DateFormError(f"{name}: “{text}” is not a time of day.", hint="Write it like 00:01 or 14:30.")


def day_before(text: str) -> str:
    """The day before ``YYYY-MM-DD``, in the same form."""
    return (date.fromisoformat(text) - timedelta(days=1)).isoformat()
