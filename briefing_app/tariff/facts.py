"""The facts of an entry that can decide its duty: their names, what they mean, and what is taken when unsaid.

The names are those of the command line (``--fact NAME=VALUE``), of the CSV columns and of the form. Values
are read here, at the door; inside, money is integer cents, shares and quantities are Decimal.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import TypeAlias

from briefing_app.errors import UsageError
from briefing_app.tariff.amounts import is_doubtful, ungrouped
from briefing_app.tariff.fact_table import FACTS, Fact
from briefing_app.tariff.moment import parse_day

FactValue: TypeAlias = bool | int | Decimal | str | date
LONGEST_AMOUNT = 60
MAX_CENTS = 10**12  # ten billion dollars: keeps every product of the batch within 64 bits


class FactError(UsageError):
    """A fact that is unknown or whose value cannot be read; the sentence names it."""


_YES = frozenset({"true", "yes", "y", "1", "on", "はい", "true()"})
_NO = frozenset({"false", "no", "n", "0", "off", "いいえ", "false()"})
_MONEY = re.compile(r"(?:USD|US\$|\$)?\s*(?P<n>[+-]?[0-9]+(?:\.[0-9]+)?|[+-]?\.[0-9]+)\s*(?:USD|US\$|\$)?")


def parse_money(text: str, name: str) -> int:
    """US dollars as integer cents. Raises FactError for words, negatives and parts of a cent."""
    found = _MONEY.fullmatch(ungrouped(text.strip())) if len(text) <= LONGEST_AMOUNT else None
    if not found:
        text = text if len(text) <= LONGEST_AMOUNT else f"{text[:20]}…"
        raise FactError(
            f"{name}: “{text}” is not an amount in US dollars.", hint="Write it like 30000 or 1250.50."
        )
    amount = Decimal(found["n"])
    if amount < 0:
        raise FactError(f"{name}: {text} is negative.", hint="Give an amount of zero or more.")
    cents = amount * 100
    if cents != cents.to_integral_value():
        raise FactError(f"{name}: {text} has parts of a cent.", hint="Round it to two decimals.")
    if is_doubtful(found["n"]):  # 30.000: thirty dollars, or thirty thousand as in Europe
        raise FactError(f"{name}: “{text}” can be read in two ways.", hint="Write it like 30000 or 1250.50.")
    if cents > MAX_CENTS:
        raise FactError(f"{name}: {text} is above 10,000,000,000.00, the most one entry may hold.")
    return int(cents)


def _parse_share(text: str, name: str) -> Decimal:
    cleaned = text.strip()
    percent = cleaned.endswith("%")
    try:
        share = Decimal(cleaned.rstrip("% "))
    except InvalidOperation:
        share = Decimal("NaN")
    if not share.is_finite() or not 0 <= (share := share / 100 if percent else share) <= 1:
        raise FactError(f"{name}: “{text}” is not a share from 0 to 1.", hint="Write 15 percent as 0.15.")
    return share


def _parse_flag(text: str, name: str) -> bool:
    word = text.strip().lower()
    if word in _YES or word in _NO:
        return word in _YES
    raise FactError(f"{name}: “{text}” is neither true nor false.")


_USE_WORDS = (
    ("data", "data_center"),
    ("research", "research"),
    ("r&d", "research"),
    ("repair", "repair"),
    ("start", "start_up"),
    ("consumer", "consumer"),
    ("industr", "industrial"),
    ("public", "public_sector"),
    ("resale", "resale"),
    ("resell", "resale"),
)


def _parse_choice(text: str, fact: Fact) -> str:
    word = re.split(r"[,;]", text.strip().lower())[0].strip().replace(" ", "_").replace("-", "_")
    word = {
        "sea": "ocean",
        "vessel": "ocean",
        "road": "truck",
        "de_minimis": "section321",
        "aluminium": "aluminum",
        "section_321": "section321",
        "post": "postal",
    }.get(word, word)
    if fact.name == "use" and word not in fact.choices:
        word = next((use for key, use in _USE_WORDS if key in text.lower()), word)
    if word not in fact.choices:
        raise FactError(
            f"{fact.name}: “{text}” is not known.", hint=f"Give one of: {', '.join(fact.choices)}."
        )
    return word


def _parse_year(text: str, name: str) -> int:
    if not re.fullmatch(r"(18|19|20)\d{2}", text.strip()):
        raise FactError(f"{name}: “{text}” is not a year.", hint="Write it like 1998.")
    return int(text)


def _parse_number(text: str, name: str) -> Decimal:
    try:
        number = Decimal(ungrouped(text.strip()))
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or number < 0:
        raise FactError(f"{name}: “{text}” is not a number of zero or more.")
    return number


_READERS: dict[str, Callable[[str, str], FactValue]] = {
    "bool": _parse_flag,
    "money": parse_money,
    "share": _parse_share,
    "date": parse_day,
    "year": _parse_year,
    "number": _parse_number,
}


def parse_fact(name: str, text: str) -> FactValue:
    """The value of the fact ``name``. Raises FactError naming the fact and what is possible."""
    fact = FACTS.get(name)
    if fact is None:
        raise FactError(f"“{name}” is not a known fact.", hint=f"Known: {', '.join(FACTS)}.")
    if fact.kind == "choice":
        return _parse_choice(text, fact)
    reader = _READERS.get(fact.kind)
    return reader(text, name) if reader else text.strip()


def fact_text(value: FactValue) -> str:
    """A fact's value as it is typed, except money, whose cents carry no unit."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, date) else str(value)
