"""Dates as people type them, in English and Japanese: an EDTF date and a sentence how it was understood.

A form that can be read in two ways is refused with both readings, never guessed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from briefing_app.domain.clock_words import NoSuchHourError, part_clock
from briefing_app.domain.date_words import ERAS, MONTHS, Language, words_with_hours
from briefing_app.domain.fuzzydate import DateError, is_backwards, is_edtf, parse
from briefing_app.domain.relative_days import relative_day, weekday_of

_MONTH_NUMBERS = {name.lower(): number for number, name in enumerate(MONTHS, 1)}
_MONTH_NUMBERS |= {name[:3]: number for name, number in _MONTH_NUMBERS.items()} | {"sept": 9}
_MONTH = "(?P<month>" + "|".join(sorted(_MONTH_NUMBERS, key=len, reverse=True)) + r")\.?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?:,?\s*(?P<year>\d{4}))?"
_JA_YEAR = r"(?:(?P<era>令和|平成|昭和|大正|明治|[RHSTM])(?P<era_year>元|\d{1,2})年?|(?P<year>\d{4})年)?"
_ERA_LETTERS = dict(zip("RHSTM", ("令和", "平成", "昭和", "大正", "明治"), strict=True))
_ERA_FIRST_YEARS = {"令和": 2019, "平成": 1989, "昭和": 1926, "大正": 1912, "明治": 1868}
_PARTS = {"early": "0X", "mid": "1X", "上旬": "0X", "中旬": "1X"}
_SEASONS = {
    "spring": 21,
    "summer": 22,
    "autumn": 23,
    "fall": 23,
    "winter": 24,
    "春": 21,
    "夏": 22,
    "秋": 23,
    "冬": 24,
}
_THIRDS = {"early": 1, "mid": 5, "late": 9}
"""The first of the four months that are meant by a part of a year."""
_ABOUT = re.compile(r"^(?:about|around|circa|ca\.?|c\.|approximately|roughly)\s+|\s*(?:ごろ|頃)$")
_PERHAPS = re.compile(r"^(?:perhaps|probably|possibly|maybe)\s+|\s*\(\?\)$|\s*[かカ]?\?$")
_UNTIL = re.compile(r"^(?:by|until|till|up to|no later than)\s+(?:the\s+)?|\s*まで(?:に)?$")
_SINCE = re.compile(r"^(?:from|since|as of|starting)\s+(?:the\s+)?|\s*(?:から|以降|以後|～|~)$")
_AFTER = re.compile(r"^(?:after|later than)\s+(?:the\s+)?|\s*より後$")
_BEFORE = re.compile(r"^(?:before|earlier than)\s+(?:the\s+)?|\s*より前$")
_RANGE = re.compile(
    r"^(?:between\s+|from\s+)?(?P<start>.+?)\s*(?:\s(?:to|and|until)\s|–|—|~|〜|から|\s-\s|(?<=\d)-(?=\d))\s*(?P<end>.+?)(?:まで)?$"
)
_NAME = r"(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*"
_WEEKDAY = re.compile(
    rf"^(?P<before>{_NAME})\.?,?\s+(?=.*\d)|,?\s*\(?\b(?P<behind>{_NAME})\b\.?\)?$|\((?P<ja>[月火水木金土日])(?:曜日?)?\)"
)
_MONTH_DAYS = re.compile(rf"{_MONTH}\s+(\d{{1,2}})(?:\s*(?:-|–|—|to|and)\s*)(\d{{1,2}}){_YEAR}")
_EXAMPLES = (
    'Write for instance "23 May 2025", "mid-June 2025", "by 9 July 2025", "2025年5月23日" or 2025-05-23.'
)


@dataclass(frozen=True)
class Understood:
    """What a typed date means: EDTF, and the sentence that tells the user so."""

    edtf: str
    sentence: str


def understand(text: str, *, on: date | None = None, language: Language = "en") -> Understood:
    """Read a typed date. ``on`` is the day that "today", "next week" and a missing year refer to (the as-of
    day).

    Raises DateError when the text is no date, lacks its year without ``on``, or is ambiguous.
    """
    plain = " ".join(unicodedata.normalize("NFKC", text).split())
    if not plain:
        raise DateError("The date is empty.", hint=_EXAMPLES)
    edtf = plain if is_edtf(plain) else _read(plain.lower(), plain, on)
    parse(edtf)
    if is_backwards(edtf):
        raise DateError(f'"{plain}" ends before it begins.', hint=_EXAMPLES)
    said = words_with_hours(edtf, language)
    if language == "ja":
        return Understood(edtf, f"「{said}」と読みました。")
    return Understood(edtf, f"Read as {said}.")


def _read(text: str, typed: str, on: date | None) -> str:
    """EDTF for a text that is not EDTF itself; ``typed`` is quoted in messages."""
    for pattern, mark in ((_ABOUT, "~"), (_PERHAPS, "?")):
        if pattern.search(text):
            return _read(pattern.sub("", text, count=1), typed, on) + mark
    found = _bounded(text, typed, on) or _moment(text, typed, on) or _spread(text, typed, on)
    if not found:
        raise DateError(f'"{typed}" cannot be read as a date.', hint=_EXAMPLES)
    return found


def _bounded(text: str, typed: str, on: date | None) -> str | None:
    """``by 9 July, 17:00``, ``by the end of June``, ``from 1 August``, ``after 9 July``, ``7月9日まで``."""
    for pattern in (_UNTIL, _SINCE, _BEFORE, _AFTER):
        if not pattern.search(text):
            continue
        inner = _moment(pattern.sub("", text, count=1), typed, on)
        if inner is None or (pattern is _SINCE and "T" in inner and "/" in inner):
            continue  # "from 14:00 to 16:00 on 23 May" is a stretch
        first, _, last = inner.partition("/")
        if pattern is _UNTIL:
            return f"../{last or first}"
        if pattern is _SINCE:
            return f"{first}/.."
        when = parse(inner)
        if "T" in inner:
            return f"../{inner}" if pattern is _BEFORE else f"{inner}/.."
        if pattern is _BEFORE:
            return f"../{when.sort_day - timedelta(days=1)}"
        return f"{(when.last or when.sort_day) + timedelta(days=1)}/.."
    return None


def _moment(text: str, typed: str, on: date | None) -> str | None:
    """A day, a month or another single date, with its weekday and its hours where they are told."""
    return _single(text, typed, on) or _with_weekday(text, typed, on) or _with_clock(text, typed, on)


def _single(text: str, typed: str, on: date | None) -> str | None:
    if is_edtf(text.upper()):
        return text.upper()
    for reader in _READERS:
        if (found := reader(text, typed, on)) is not None:
            return found
    return None


def _spread(text: str, typed: str, on: date | None) -> str | None:
    """``15-17 June 2025``, ``June 15-17``, ``15 June to 17 June 2025``, ``6月15日から17日``."""
    if found := _MONTH_DAYS.fullmatch(text):
        year = f" {found['year']}" if found["year"] else ""
        text = f"{found[2]}-{found[3]} {found['month']}{year}"
    ends = _RANGE.match(text)
    if not ends:
        return None
    start, end = ends["start"], ends["end"]
    japanese = re.fullmatch(r"(.*月)\d{1,2}日?", start)
    if japanese and re.fullmatch(r"\d{1,2}日", end):
        end = japanese[1] + end
    last = _moment(end, typed, on)
    if last is None or "/" in last:
        return None
    when = parse(last)
    if start.isdigit() and when.is_day:
        first: str | None = f"{last[:8]}{int(start):02}"
    else:
        first = _moment(start, typed, when.sort_day)
    if first is None or "/" in first:
        return None
    return f"{first}/{last}"


def _with_weekday(text: str, typed: str, on: date | None) -> str | None:
    """``Friday, 23 May 2025``, ``5月23日(金)``: the weekday must be that day's."""
    found = _WEEKDAY.search(text)
    if found is None:
        return None
    weekday = weekday_of(found["before"] or found["behind"] or found["ja"])
    rest = (text[: found.start()] + text[found.end() :]).strip(" ,")
    inner = (_single(rest, typed, on) or _with_clock(rest, typed, on)) if weekday is not None else None
    if inner is None:
        return None
    when = parse(inner)
    if not when.is_day or when.first is None:
        return None
    if when.first.weekday() != weekday:
        raise DateError(f'"{typed}" does not fall on that weekday.', hint="Check the day of the month.")
    return inner


def _with_clock(text: str, typed: str, on: date | None) -> str | None:
    """``23 May 2025, 14:00``, ``9 July at 2 pm``, ``2-4 pm on 23 May``, ``5月23日 午後2時半``."""
    try:
        parted = part_clock(text)
    except NoSuchHourError as error:
        raise DateError(f'"{typed}" names an hour that no clock has.', hint=_EXAMPLES) from error
    day = (_single(parted.day, typed, on) or _with_weekday(parted.day, typed, on)) if parted else None
    if parted is None or day is None or not parse(day).is_day:
        return None
    moments = "/".join(f"{day}T{hour}:00" for hour in parted.hours)
    return f"../{moments}" if parted.is_end else moments


# --- the forms ---------------------------------------------------------------------------------------------


def _english(text: str, typed: str, on: date | None) -> str | None:
    """``23 May 2025``, ``May 23, 2025``, ``23 May``, ``May 2025``."""
    for pattern in (rf"{_DAY}\s+(?:of\s+)?{_MONTH}{_YEAR}", rf"{_MONTH}\s+{_DAY}{_YEAR}"):
        if found := re.fullmatch(pattern, text):
            year = _year(found["year"], typed, on)
            return f"{year:04}-{_MONTH_NUMBERS[found['month']]:02}-{int(found['day']):02}"
    if found := re.fullmatch(rf"{_MONTH}{_YEAR}", text):
        return f"{_year(found['year'], typed, on):04}-{_MONTH_NUMBERS[found['month']]:02}"
    return None


def _part_of_month(text: str, typed: str, on: date | None) -> str | None:
    """``early July``, ``mid-June 2025``, ``late May 2025``, ``end of August 2025``."""
    pattern = (
        rf"(?:the\s+)?(?P<part>early|beginning of|start of|mid|middle of|late|end of)[\s-]*{_MONTH}{_YEAR}"
    )
    found = re.fullmatch(pattern, text)
    if not found:
        return None
    stem = f"{_year(found['year'], typed, on):04}-{_MONTH_NUMBERS[found['month']]:02}"
    part = found["part"]
    if part in {"late", "end of"}:
        return _tail(stem, 21 if part == "late" else 25)
    return f"{stem}-{_PARTS.get(part, '1X' if part.startswith('mid') else '0X')}"


def _tail(stem: str, first: int) -> str:
    last = parse(stem).last
    return f"{stem}-{first}/{last}"


def _period(text: str, typed: str, on: date | None) -> str | None:
    """``spring 2025``, ``Q1 2025``, ``late 2025``, ``the 1990s``, ``2025年春``."""
    if found := re.fullmatch(r"(?:the\s+)?(\d{3})0s", text):
        return f"{found[1]}X"
    if found := re.fullmatch(r"(early|mid|late)[\s-]*(?:in\s+)?(\d{4})", text):
        first = _THIRDS[found[1]]
        return f"{found[2]}-{first:02}/{found[2]}-{first + 3:02}"
    names = "|".join(_SEASONS)
    if found := re.fullmatch(rf"({names}){_YEAR}", text):
        return f"{_year(found['year'], typed, on):04}-{_SEASONS[found[1]]}"
    if found := re.fullmatch(rf"(\d{{4}})年の?({names})", text):
        return f"{found[1]}-{_SEASONS[found[2]]}"
    if found := re.fullmatch(r"q([1-4])\s*/?\s*(\d{4})|(\d{4})\s*-?q([1-4])", text):
        quarter, year = int(found[1] or found[4]), found[2] or found[3]
        return f"{year}-{quarter * 3 - 2:02}/{year}-{quarter * 3:02}"
    return None


def _japanese(text: str, typed: str, on: date | None) -> str | None:
    """``2025年5月23日``, ``令和7年5月``, ``6月中旬``, ``R7.5.23``."""
    text = text.upper() if re.match(r"[rhstm]\d", text) else text
    if dotted := re.fullmatch(r"([RHSTM])(\d{1,2})[./](\d{1,2})[./](\d{1,2})", text):
        text = f"{dotted[1]}{dotted[2]}年{dotted[3]}月{dotted[4]}日"
    found = re.fullmatch(
        rf"{_JA_YEAR}(?:(?P<month>\d{{1,2}})月(?:(?P<day>\d{{1,2}})日|(?P<part>上旬|中旬|下旬|初め|半ば|末))?)?",
        text,
    )
    if not found or not found.group():
        return None
    year = _era(found, typed) if found["era"] else _year(found["year"], typed, on)
    if not found["month"]:
        return f"{year:04}"
    stem = f"{year:04}-{int(found['month']):02}"
    if found["day"]:
        day = f"{stem}-{int(found['day']):02}"
        return _within_era(found, day, typed) if found["era"] else day
    part = found["part"]
    if part in {"下旬", "末"}:
        return _tail(stem, 21 if part == "下旬" else 25)
    return f"{stem}-{_PARTS.get(part, '0X' if part == '初め' else '1X')}" if part else stem


def _numbers(text: str, typed: str, _on: date | None) -> str | None:
    """``2025/5/23`` is plain; ``5/6/2025`` can be read in two ways and is refused."""
    if found := re.fullmatch(r"(\d{4})[./-](\d{1,2})[./-](\d{1,2})", text):
        return f"{found[1]}-{int(found[2]):02}-{int(found[3]):02}"
    if not (found := re.fullmatch(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4}|\d{2})", text)):
        return None
    one, two, year = int(found[1]), int(found[2]), found[3]
    if len(year) == 4 and one == two:
        return f"{year}-{one:02}-{two:02}"
    if len(year) == 2 or (one <= 12 and two <= 12):
        raise DateError(f'"{typed}" can be read in more than one way.', hint=_EXAMPLES)
    day, month = (one, two) if one > 12 else (two, one)
    return f"{year}-{month:02}-{day:02}"


def _year(year: str | None, typed: str, on: date | None) -> int:
    if year:
        return int(year)
    if on is None:
        raise DateError(f'"{typed}" has no year.', hint="Write the year as well.")
    return on.year


def _era(found: re.Match[str], typed: str) -> int:
    era = _ERA_LETTERS.get(found["era"], found["era"])
    year = _ERA_FIRST_YEARS[era] - 1 + (1 if found["era_year"] == "元" else int(found["era_year"]))
    ends = {name: begins.year for (begins, _), (_, name) in pairwise(ERAS)}
    if year > ends.get(era, 9999) or found["era_year"] == "0":
        raise DateError(f'"{typed}": the era {era} has no such year.', hint="Write the Western year instead.")
    return year


def _within_era(found: re.Match[str], day: str, typed: str) -> str:
    era = _ERA_LETTERS.get(found["era"], found["era"])
    begins = next(start for start, name in ERAS if name == era)
    ends = next((start for start, name in reversed(ERAS) if start > begins), None)
    exact = parse(day).sort_day
    if exact < begins or (ends and exact >= ends):
        raise DateError(f'"{typed}" lies outside the era {era}.', hint="Write the Western year instead.")
    return day


_READERS: tuple[Callable[[str, str, date | None], str | None], ...] = (
    relative_day, _english, _part_of_month, _period, _japanese, _numbers,
)  # fmt: skip
