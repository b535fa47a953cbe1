"""Where the value of a row of a basket comes from: an amount in another currency at a rate, or a table that
was converted as a whole. It goes with the value wherever the value goes.
"""

from __future__ import annotations

from decimal import Decimal

from briefing_app.domain.date_words import Language
from briefing_app.domain.records import BasketRow
from briefing_app.tariff.currency import VALUE_RATE, Conversion, read_rate_line, read_value_line

AS_TYPED = "USD"
"""What a row says whose value was typed in dollars, among others that were converted."""


def source_of(row: BasketRow, table: str = "") -> str:
    """What is said of a value: by the row, else by the ``table`` (the source of its basket) that it is of."""
    if row.value_source:
        return "" if row.value_source == AS_TYPED else row.value_source
    return table if table and read_rate_line(table) is not None else ""


def stated(line: str, value: Decimal) -> tuple[Conversion | None, bool]:
    """The conversion that a line states, and whether its amount makes the very ``value``: where somebody
    changed that, the rate alone is left.
    """
    own = read_value_line(line)
    if own is not None:
        return own, own.cents == value * 100
    return read_rate_line(line), False


def rate_of(row: BasketRow, table: str = "") -> str:
    """The line of the rate that a value rests on; "" for dollars, whatever else is said of them."""
    line = source_of(row, table)
    return line if line and stated(line, row.value_usd)[0] is not None else ""


def money_texts(row: BasketRow, table: str = "") -> dict[str, str]:
    """What a value takes into a question: the texts of its conversion, else the line of its rate."""
    found, is_whole = stated(source_of(row, table), row.value_usd)
    if found is None:
        return {}
    return found.texts() if is_whole else {VALUE_RATE: found.rate_line()}


def line_of(money: dict[str, str], conversion: Conversion | None) -> str:
    """What a row of a basket keeps of the texts of a question's value; "" where it was asked in dollars."""
    return conversion.value_line() if conversion is not None else money.get(VALUE_RATE, "")


def assumption_of(line: str, value: Decimal, language: Language = "en") -> str:
    """What was taken for a value that a line speaks of, in a sentence; "" where nothing was converted."""
    found, is_whole = stated(line, value)
    if found is None:
        return ""
    return found.assumption(language) if is_whole else found.table_assumption(language)


def as_kept(text: str) -> str:
    """What somebody wrote about a value as it is kept: a rate in English, anything else as it is."""
    whole = " ".join(text.split())
    if not whole:
        return ""
    own = read_value_line(whole)
    if own is not None:
        return own.value_line()
    rate = read_rate_line(whole)
    return rate.rate_line() if rate is not None else whole


def as_said(line: str, language: Language = "en") -> str:
    """The line as a table shows it; :func:`as_kept` reads it back."""
    if language == "en":
        return line
    own = read_value_line(line)
    if own is not None:
        return own.value_line(language)
    rate = read_rate_line(line)
    return rate.rate_line(language) if rate is not None else line
