"""The amounts of a foreign table: dollars as they are written, or another currency at a stated rate."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from decimal import Decimal

from briefing_app.errors import UsageError
from briefing_app.tariff.currency import Conversion
from briefing_app.tariff.entry import usd
from briefing_app.tariff.facts import MAX_CENTS

_SIGNS = re.compile(r"US\$|USD|\$", re.IGNORECASE)
_GROUPED = re.compile(r"\d{1,3}(?:(?P<mark>[,\u00a0\u202f ])\d{3})(?:(?P=mark)\d{3})*(?:\.\d+)?")
# A comma that groups no thousands, points between thousands, or one point before three digits.
_TWO_WAYS = re.compile(r"[\d.,]*,[\d.,]*|\d{1,3}(?:\.\d{3})+")
_PLAIN = re.compile(r"\d+(?:\.\d+)?")
_NAMED = {
    "JPY": ("jpy", "yen", "円", "¥"), "EUR": ("eur", "€"), "GBP": ("gbp", "pound", "£"),
    "KRW": ("krw", "₩"), "CNY": ("cny", "rmb", "yuan", "元"),
}  # fmt: skip
_SIGNS_OF = {"JPY": "¥円", "EUR": "€", "GBP": "£", "KRW": "₩", "CNY": "¥元", "VND": "₫"}


def currency_named(title: str) -> str:
    """The code of the currency that a title names, or "". A mark of two countries stands for the yen: this is
    only a proposal.
    """
    folded = unicodedata.normalize("NFKC", title).casefold()
    return next((code for code, words in _NAMED.items() if any(word in folded for word in words)), "")


def dollars(text: str) -> str:
    """An amount without the marks between its thousands. Raises UsageError for one that reads in two ways."""
    bare = _SIGNS.sub("", text).strip()
    plain = _ungrouped(bare, text)
    return plain if plain != bare else text.strip()


def converted(text: str, rate: Conversion) -> int:
    """An amount in the currency of ``rate`` as US cents, rounded half up once. Raises UsageError for what is
    no amount above zero in that currency.
    """
    bare = unicodedata.normalize("NFKC", text)
    for sign in (rate.currency, rate.currency.casefold(), *_SIGNS_OF.get(rate.currency, "")):
        bare = bare.replace(sign, "")
    bare = _ungrouped(bare.strip(), text).strip()
    amount = Decimal(bare) if _PLAIN.fullmatch(bare) else Decimal(0)
    if amount <= 0:
        raise UsageError(f"value_usd: “{text}” is no amount in {rate.currency}.")
    cents = replace(rate, amount=amount).cents
    if not 0 < cents <= MAX_CENTS:
        raise UsageError(
            f"value_usd: at this rate it is {usd(cents)} USD; an entry holds 0.01 to 10,000,000,000.00."
        )
    return cents


def _ungrouped(bare: str, text: str) -> str:
    if _TWO_WAYS.fullmatch(bare) and not _GROUPED.fullmatch(bare):
        raise UsageError(
            f"value_usd: “{text}” can be read in two ways.",
            hint="Write 12345.60, with a point for cents only.",
        )
    return re.sub(r"[,\s]", "", bare) if _GROUPED.fullmatch(bare) else bare
