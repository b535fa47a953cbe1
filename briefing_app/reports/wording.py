"""Dates, countdowns and figures as people of one language write them. Pure; the language is an argument."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from decimal import Decimal
from typing import Literal, TypeAlias

from briefing_app.domain import date_words
from briefing_app.reports.signs import with_wide_signs
from briefing_app.reports.spans import Span, parse

Language: TypeAlias = Literal["en", "ja"]
# How days are written: Japanese official papers count years by era, American ones put the month first.
Dates: TypeAlias = Literal["en", "en-us", "ja", "ja-era"]
_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
           "November", "December")  # fmt: skip
_WEEKDAYS = {"en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"), "ja": "月火水木金土日"}
MINUS = "\u2212"
_THIRDS = {"en": ("early", "mid-", "late"), "ja": ("上旬", "中旬", "下旬")}
_DAY_FIRST = re.compile(rf"\b(?P<day>\d{{1,2}}) (?P<month>{'|'.join(_MONTHS)})(?P<year> \d{{4}})?\b")
_MONTH_FIRST = re.compile(rf"\b(?:{'|'.join(_MONTHS)}) \d{{1,2}}(?!\d)(?:, \d{{4}}\b)?")
_WESTERN_DAY = re.compile(r"(?<!\d)((?:18|19|20)\d\d)年(1[0-2]|0?[1-9])月(3[01]|[12]\d|0?[1-9])日")
_WESTERN_YEAR = re.compile(r"(?<!\d)((?:18|19|20)\d\d)年(?:(1[0-2]|0?[1-9])月)?")
_CLOCK = re.compile(r"T(\d\d:\d\d)")
_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_QUARTER = re.compile(r"(?P<year>\d{4})-?Q(?P<number>[1-4])")
_QUARTERS = ("first", "second", "third", "fourth")


def dates_of(language: Language, *, western_years: bool = False, is_american: bool = False) -> Dates:
    """How a paper in a language writes days: Japanese ones by era, unless Western years are asked for.

    English ones put the day first, American ones (those on Letter) the month.
    """
    if language == "en":
        return "en-us" if is_american else "en"
    return "ja" if western_years else "ja-era"


def typed_day(text: str, dates: Dates) -> str:
    """The first day in a text that is in the other order than the paper's: ``9 July`` on Letter.

    "" where there is none.
    """
    pattern = {"en": _MONTH_FIRST, "en-us": _DAY_FIRST}.get(dates)
    found = pattern.search(text) if pattern else None
    return found[0] if found else ""


def american(text: str) -> str:
    """A sentence of our own with its days as Americans write them: ``May 24, 2025`` for ``24 May 2025``."""
    return _DAY_FIRST.sub(
        lambda found: f"{found['month']} {found['day']}" + (f",{found['year']}" if found["year"] else ""),
        text,
    )


def in_era(text: str) -> str:
    """A sentence of our own with its days as official papers count them: 令和7年5月24日 for 2025年5月24日."""

    def counted(found: re.Match[str]) -> str:
        year, month, day = (int(part) for part in found.groups())
        if day > monthrange(year, month)[1]:
            return found[0]
        return f"{date_words.era_year(date(year, month, day))}{month}月{day}日"

    return _WESTERN_DAY.sub(counted, text)


def years_in_era(text: str) -> str:
    """The same for years that stand without a day; a year is counted as at its end."""

    def counted(found: re.Match[str]) -> str:
        month = found[2] or ""
        return date_words.era_year(date(int(found[1]), int(month or 12), 28)) + (
            f"{month}月" if month else ""
        )

    return _WESTERN_YEAR.sub(counted, in_era(text))


def engine_words(text: str, dates: Dates) -> str:
    """A sentence of the tariff engine with its days and signs as the paper writes them."""
    match dates:
        case "en-us":
            return american(text)
        case "ja-era":
            return with_wide_signs(in_era(text))
        case "ja":
            return with_wide_signs(text)
        case _:
            return text


def period(text: str, dates: Dates) -> str:
    """The period of a figure in words: ``first quarter of 2025`` for ``2025Q1``, else as :func:`edtf`."""
    found = _QUARTER.fullmatch(text.strip())
    if found is None:
        return edtf(text, dates)
    if dates in ("ja", "ja-era"):
        ends_in = date(int(found["year"]), 3 * int(found["number"]), 28)
        return f"{year_words(ends_in, dates)}第{found['number']}四半期"
    return f"{_QUARTERS[int(found['number']) - 1]} quarter of {found['year']}"


def year_words(value: date, dates: Dates) -> str:
    """``2025``, ``2025年`` or ``令和7年``."""
    if dates in ("en", "en-us"):
        return str(value.year)
    return date_words.era_year(value) if dates == "ja-era" else f"{value.year}年"


def day(value: date, dates: Dates, *, weekday: bool = False, year: bool = True) -> str:
    """``24 May 2025``, ``May 24, 2025``, ``2025年5月24日`` or ``令和7年5月24日``; with its weekday if so."""
    if dates in ("ja", "ja-era"):
        text = year_words(value, dates) if year else ""
        text += f"{value.month}月{value.day}日"
        return text + (f"（{_WEEKDAYS['ja'][value.weekday()]}）" if weekday else "")
    if dates == "en-us":
        text = f"{_MONTHS[value.month - 1]} {value.day}" + (f", {value.year}" if year else "")
    else:
        text = f"{value.day} {_MONTHS[value.month - 1]}" + (f" {value.year}" if year else "")
    between = ", " if dates == "en-us" else " "
    return f"{_WEEKDAYS['en'][value.weekday()]}{between}{text}" if weekday else text


def with_year(when: str, year: str) -> str:
    """A day that was written without its year, with the year as the paper writes it."""
    if not year or year in when:
        return when or year
    if year.endswith("年"):
        return f"{year}{when}"
    return f"{when}, {year}" if when[:1].isalpha() and when[-1:].isdigit() else f"{when} {year}"


def month(value: date, dates: Dates) -> str:
    """``May 2025``, ``2025年5月`` or ``令和7年5月``."""
    if dates in ("ja", "ja-era"):
        return f"{year_words(value, dates)}{value.month}月"
    return f"{_MONTHS[value.month - 1]} {value.year}"


def short_day(value: date, dates: Dates, *, seen_from: date) -> str:
    """``24 May``, ``May 24`` or ``5月24日``; with its year where that is not the year it is ``seen_from``."""
    has_year = value.year != seen_from.year
    if dates in ("ja", "ja-era"):
        return day(value, dates, year=has_year)
    month = _MONTHS[value.month - 1][:3]
    if dates == "en-us":
        return f"{month} {value.day}" + (f", {value.year}" if has_year else "")
    return f"{value.day} {month}" + (f" {value.year}" if has_year else "")


def edtf(text: str, dates: Dates, *, year: bool = True) -> str:
    """An EDTF date in words; the text itself where it is not understood."""
    span = parse(text)
    return span_words(span, dates, year=year) if span else text


def span_words(span: Span, dates: Dates, *, year: bool = True) -> str:
    """A span in words: ``mid-June 2025``, ``until 9 July 2025``, ``about June 2025``."""
    words = _span_core(span, dates, year=year)
    if span.approximate:
        words = f"{words}頃" if dates in ("ja", "ja-era") else f"about {words}"
    if span.uncertain:
        words = f"{words}（未確認）" if dates in ("ja", "ja-era") else f"{words} (unconfirmed)"
    return words


def _span_core(span: Span, dates: Dates, *, year: bool) -> str:
    first, last = span.first, span.last
    if first is None and last is not None:
        text = day(last, dates, year=year) + _hour(span.edtf.partition("/")[2], dates)
        return f"{text}まで" if dates in ("ja", "ja-era") else f"until {text}"
    if last is None and first is not None:
        text = day(first, dates, year=year) + _hour(span.edtf.partition("/")[0], dates)
        return f"{text}から" if dates in ("ja", "ja-era") else f"from {text}"
    if first is None or last is None or span.precision not in ("day", "days", "month", "year", "interval"):
        return _other_words(span, dates)
    if span.precision == "day":
        return day(first, dates, year=year) + _hour(span.edtf, dates)
    if span.precision == "interval":
        if_days = _interval(first, last, dates, year=year)
        return _hours_of(span.edtf, first, last, dates, year=year) if "T" in span.edtf else if_days
    return _unspecified(span.precision, first, dates, year=year)


def _hour(told: str, dates: Dates) -> str:
    """``, 17:00`` where a date tells its hour."""
    found = _CLOCK.search(told)
    if found is None:
        return ""
    return f" {found[1]}" if dates in ("ja", "ja-era") else f", {found[1]}"


def _hours_of(edtf: str, first: date, last: date, dates: Dates, *, year: bool) -> str:
    """``23 May 2025, 14:00–16:00``, or both days with their hours."""
    opens, _, closes = edtf.partition("/")
    dash = "～" if dates in ("ja", "ja-era") else "–"
    begins = day(first, dates, year=year) + _hour(opens, dates)
    if first == last:
        return begins + "".join(f"{dash}{found}" for found in _CLOCK.findall(closes))
    ends = day(last, dates, year=year) + _hour(closes, dates)
    return f"{begins}{dash}{ends}" if dates in ("ja", "ja-era") else f"{begins} {dash} {ends}"


def _other_words(span: Span, dates: Dates) -> str:
    if dates in ("ja", "ja-era"):
        return date_words.words(span, "ja", era=dates == "ja-era")
    text = date_words.words(span, "en")
    return american(text) if dates == "en-us" else text


def _unspecified(precision: str, first: date, dates: Dates, *, year: bool) -> str:
    if precision == "year":
        return year_words(first, dates)
    year_en, year_ja = (f" {first.year}", year_words(first, dates)) if year else ("", "")
    if precision == "month":
        month = _MONTHS[first.month - 1]
        return f"{year_ja}{first.month}月" if dates in ("ja", "ja-era") else f"{month}{year_en}"
    third = _THIRDS["ja" if dates in ("ja", "ja-era") else "en"][min(2, first.day // 10)]
    if dates in ("ja", "ja-era"):
        return f"{year_ja}{first.month}月{third}"
    space = "" if third.endswith("-") else " "
    return f"{third}{space}{_MONTHS[first.month - 1]}{year_en}"


def _interval(first: date, last: date, dates: Dates, *, year: bool) -> str:
    if dates in ("ja", "ja-era"):
        end = day(last, dates, year=year and last.year != first.year)
        same_month = (first.year, first.month) == (last.year, last.month)
        return f"{day(first, dates, year=year)}～{f'{last.day}日' if same_month else end}"
    if (first.year, first.month) == (last.year, last.month):
        if dates == "en-us":
            return f"{day(first, dates, year=False)}–{last.day}" + (f", {last.year}" if year else "")
        return f"{first.day}–{day(last, 'en', year=year)}"
    return f"{day(first, dates, year=year and first.year != last.year)} – {day(last, dates, year=year)}"


def middle(span: Span) -> date:
    """The middle of a span: where a date that is not exact is put on an axis and counted from."""
    if span.first is None or span.last is None or span.precision == "interval":
        return span.sort_day
    return span.first + (span.last - span.first) / 2


def countdown(span: Span, as_of: date, language: Language) -> str:
    """How far a date is from the as-of day: ``in 46 days``, ``today``, ``あと46日``."""
    left = (middle(span) - as_of).days
    if span.first and span.first <= as_of and (span.last is None or span.last >= as_of):
        if span.precision == "day":
            return "本日" if language == "ja" else "today"
        return "期間中" if language == "ja" else "now"
    if left < 0:
        return f"{-left}日前" if language == "ja" else f"{-left} day{'' if left == -1 else 's'} ago"
    if language == "ja":
        return f"あと{'約' if span.precision not in ('day', 'interval') else ''}{left}日"
    about = "~" if span.precision not in ("day", "interval") else ""
    return f"in {about}{left} day{'' if left == 1 else 's'}"


def cut(text: str, most: int = 60) -> str:
    """A title for a sentence about it: cut with an ellipsis where it is longer than ``most``.

    Signs that turn or hide what follows them stay out of the sentence.
    """
    text = _UNSEEN.sub("", text)
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def number(value: Decimal, *, signed: bool = False) -> str:
    """A figure with thin grouping and a true minus sign; trailing zeros are kept as given."""
    text = f"{abs(value):,f}"
    if value < 0:
        return MINUS + text
    return f"+{text}" if signed and value > 0 else text


def percent(rate: Decimal) -> str:
    """A fraction as per cent, without trailing zeros: 0.275 -> ``27.5%``."""
    text = format((rate * 100).normalize(), "f")
    return f"{text.replace('-', MINUS)}%"


def dollars(value: Decimal) -> str:
    """US dollars and cents: ``$8,250.00``."""
    return f"${value:,.2f}"
