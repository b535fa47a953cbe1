"""Days in words, for people: English and Japanese, with the era where it is asked for."""

from __future__ import annotations

import calendar
import re
from datetime import date
from typing import Literal, TypeAlias

from briefing_app.domain.fuzzydate import FuzzyDate, parse

Language: TypeAlias = Literal["en", "ja"]

MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
          "November", "December")  # fmt: skip
SEASONS = {"21": ("spring", "春"), "22": ("summer", "夏"), "23": ("autumn", "秋"), "24": ("winter", "冬")}
WEEKDAYS_JA = "月火水木金土日"
# The first day of each era (Cabinet Orders on eras; Meiji from the Gregorian calendar's adoption).
ERAS = (
    (date(2019, 5, 1), "令和"), (date(1989, 1, 8), "平成"), (date(1926, 12, 25), "昭和"),
    (date(1912, 7, 30), "大正"), (date(1873, 1, 1), "明治"),
)  # fmt: skip
_HOURS = re.compile(r"T(\d\d:\d\d)")
ERA_BEGAN = {"令和": 2019, "平成": 1989, "昭和": 1926, "大正": 1912, "明治": 1868}


def era_year(day: date) -> str:
    """``令和7年`` for a day; the first year is ``元年``. Days before 1873 keep the Western year."""
    for begins, era in ERAS:
        if day >= begins:
            number = day.year - ERA_BEGAN[era] + 1
            return f"{era}{'元' if number == 1 else number}年"
    return f"{day.year}年"


def day_words(day: date, language: Language = "en", *, era: bool = False, weekday: bool = False) -> str:
    """``23 May 2025`` or ``2025年5月23日`` (``令和7年5月23日（金）`` with era and weekday)."""
    if language == "en":
        name = f"{calendar.day_name[day.weekday()]} " if weekday else ""
        return f"{name}{day.day} {MONTHS[day.month - 1]} {day.year}"
    year = era_year(day) if era else f"{day.year}年"
    name = f"（{WEEKDAYS_JA[day.weekday()]}）" if weekday else ""
    return f"{year}{day.month}月{day.day}日{name}"


def words(fuzzy: FuzzyDate | str, language: Language = "en", *, era: bool = False) -> str:
    """A fuzzy date in words: ``about June 2025``, ``until 9 July 2025``, ``2025年6月中旬``."""
    when = parse(fuzzy) if isinstance(fuzzy, str) else fuzzy
    text = _japanese(when, era) if language == "ja" else _english(when)
    if when.approximate:
        text = f"{text}頃" if language == "ja" else f"about {text}"
    if when.uncertain:
        text = f"{text}（未確認）" if language == "ja" else f"{text} (uncertain)"
    return text


def words_with_hours(edtf: str, language: Language = "en") -> str:
    """A date in words with the hours it tells: ``23 May 2025, 14:00``, ``until 9 July 2025, 17:00``."""
    hours = _HOURS.findall(edtf)
    if not hours:
        return words(edtf, language)
    start, slash, end = edtf.partition("/")
    joint = ", " if language == "en" else " "
    first, last = _moment_words(start, language, joint), _moment_words(end, language, joint)
    if not slash:
        return words(edtf, language).replace(words(start[:10], language), first, 1)
    if start in {"", ".."}:
        return f"until {last}" if language == "en" else f"{last}まで"
    if end in {"", ".."}:
        return f"from {first}" if language == "en" else f"{first}以降"
    dash = "–" if language == "en" else "～"
    if len(hours) == 2 and start[:10] == end[:10]:
        return f"{first}{dash}{hours[1]}"
    return f"{first} {dash} {last}" if language == "en" else f"{first}{dash}{last}"


def _moment_words(edtf: str, language: Language, joint: str) -> str:
    """One end of an interval, with its hour where it has one."""
    if edtf in {"", ".."}:
        return ""
    clock = _HOURS.search(edtf)
    return words(edtf[:10], language) + joint + clock[1] if clock else words(edtf, language)


def _english(when: FuzzyDate) -> str:
    first, last = when.first, when.last
    if first is None or last is None:
        return _open(when, "from {}", "until {}", "en", False)
    if named := _named(when):
        return named[0]
    whole = _whole(first, last)
    if when.precision == "days":
        part = {0: "early", 1: "mid", 2: "late"}.get(first.day // 10, "the end of")
        joint = "-" if part == "mid" else " "
        text = f"{part}{joint}{MONTHS[first.month - 1]} {first.year} ({first.day}–{last.day})"
    elif first == last:
        text = day_words(first)
    elif whole == "years":
        text = str(first.year) if first.year == last.year else f"{first.year}–{last.year}"
    elif whole == "month":
        text = f"{MONTHS[first.month - 1]} {first.year}"
    elif whole == "days of a month":
        text = f"{first.day}–{day_words(last)}"
    else:
        text = f"{day_words(first)} – {day_words(last)}"
    return text


def _japanese(when: FuzzyDate, era: bool) -> str:
    first, last = when.first, when.last
    if first is None or last is None:
        return _open(when, "{}以降", "{}まで", "ja", era)
    if named := _named(when):
        return named[1]
    whole = _whole(first, last)
    year = era_year(last) if era else f"{first.year}年"
    if when.precision == "days":
        part = {0: "上旬", 1: "中旬", 2: "下旬"}.get(first.day // 10, "末")
        text = f"{year}{first.month}月{part}（{first.day}～{last.day}日）"
    elif first == last:
        text = day_words(first, "ja", era=era)
    elif whole == "years":
        text = year if first.year == last.year else f"{first.year}～{last.year}年"
    elif whole == "month":
        text = f"{year}{first.month}月"
    elif whole == "days of a month":
        text = f"{year}{first.month}月{first.day}日～{last.day}日"
    else:
        text = f"{day_words(first, 'ja', era=era)}～{day_words(last, 'ja', era=era)}"
    return text


def _open(when: FuzzyDate, since: str, until: str, language: Language, era: bool) -> str:
    """The words of a date with one open end."""
    if when.first:
        return since.format(day_words(when.first, language, era=era))
    return until.format(day_words(when.last, language, era=era)) if when.last else when.edtf


def _whole(first: date, last: date) -> str:
    """Which round stretch of the calendar two days span: years, a month, days of one month, or none."""
    if (first.month, first.day) == (1, 1) and (last.month, last.day) == (12, 31):
        return "years"
    if (first.year, first.month) != (last.year, last.month):
        return ""
    full = first.day == 1 and last.day == calendar.monthrange(last.year, last.month)[1]
    return "month" if full else "days of a month"


def _named(when: FuzzyDate) -> tuple[str, str] | None:
    text = when.edtf.rstrip("~?%")
    if when.precision == "season":
        english, japanese = SEASONS[text[-2:]]
        return f"{english} {text[:4]}", f"{text[:4]}年{japanese}"
    if when.precision == "decade":
        return f"the {text[:3]}0s", f"{text[:3]}0年代"
    if when.precision == "century":
        return f"{text[:2]}00–{text[:2]}99", f"{text[:2]}00～{text[:2]}99年"
    return None
