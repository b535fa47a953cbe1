"""Dates, countdowns and figures as people of one language write them. Pure; the language is an argument."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Literal, TypeAlias

from briefing_app.domain import date_words
from briefing_app.reports.spans import Span, parse

Language: TypeAlias = Literal["en", "ja"]
_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
           "November", "December")  # fmt: skip
_WEEKDAYS = {"en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"), "ja": "月火水木金土日"}
MINUS = "\u2212"
_THIRDS = {"en": ("early", "mid-", "late"), "ja": ("上旬", "中旬", "下旬")}


def day(value: date, language: Language, *, weekday: bool = False, year: bool = True) -> str:
    """``24 May 2025`` or ``2025年5月24日``, with the weekday on request."""
    if language == "ja":
        text = f"{value.year}年" if year else ""
        text += f"{value.month}月{value.day}日"
        return text + (f"（{_WEEKDAYS['ja'][value.weekday()]}）" if weekday else "")
    text = f"{value.day} {_MONTHS[value.month - 1]}" + (f" {value.year}" if year else "")
    return f"{_WEEKDAYS['en'][value.weekday()]} {text}" if weekday else text


def short_day(value: date, language: Language) -> str:
    """``24 May`` or ``5月24日``."""
    if language == "ja":
        return f"{value.month}月{value.day}日"
    return f"{value.day} {_MONTHS[value.month - 1][:3]}"


def edtf(text: str, language: Language, *, year: bool = True) -> str:
    """An EDTF date in words; the text itself where it is not understood."""
    span = parse(text)
    return span_words(span, language, year=year) if span else text


def span_words(span: Span, language: Language, *, year: bool = True) -> str:
    """A span in words: ``mid-June 2025``, ``until 9 July 2025``, ``about June 2025``."""
    words = _span_core(span, language, year=year)
    if span.approximate:
        words = f"{words}頃" if language == "ja" else f"about {words}"
    if span.uncertain:
        words = f"{words}（未確認）" if language == "ja" else f"{words} (unconfirmed)"
    return words


def _span_core(span: Span, language: Language, *, year: bool) -> str:
    first, last = span.first, span.last
    if first is None and last is not None:
        text = day(last, language, year=year)
        return f"{text}まで" if language == "ja" else f"until {text}"
    if last is None and first is not None:
        text = day(first, language, year=year)
        return f"{text}から" if language == "ja" else f"from {text}"
    if first is None or last is None or span.precision not in ("day", "days", "month", "year", "interval"):
        return date_words.words(span, language)
    if span.precision == "day":
        return day(first, language, year=year)
    if span.precision == "interval":
        return _interval(first, last, language, year=year)
    return _unspecified(span.precision, first, language, year=year)


def _unspecified(precision: str, first: date, language: Language, *, year: bool) -> str:
    if precision == "year":
        return f"{first.year}年" if language == "ja" else str(first.year)
    year_en, year_ja = (f" {first.year}", f"{first.year}年") if year else ("", "")
    if precision == "month":
        month = _MONTHS[first.month - 1]
        return f"{year_ja}{first.month}月" if language == "ja" else f"{month}{year_en}"
    third = _THIRDS[language][min(2, first.day // 10)]
    if language == "ja":
        return f"{year_ja}{first.month}月{third}"
    space = "" if third.endswith("-") else " "
    return f"{third}{space}{_MONTHS[first.month - 1]}{year_en}"


def _interval(first: date, last: date, language: Language, *, year: bool) -> str:
    if language == "ja":
        end = day(last, "ja", year=year and last.year != first.year)
        same_month = (first.year, first.month) == (last.year, last.month)
        return f"{day(first, 'ja', year=year)}～{f'{last.day}日' if same_month else end}"
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{day(last, 'en', year=year)}"
    return f"{day(first, 'en', year=year and first.year != last.year)} – {day(last, 'en', year=year)}"


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
