"""How long a passphrase would hold: an estimate for the dialog, on the careful side.

Counted is what a guesser must try who knows how people build passphrases: repeated and consecutive
characters, years and common words are worth little. At the cost of our key derivation, ten computers try
about a hundred a second.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import Literal, TypeAlias

Level: TypeAlias = Literal["weak", "fair", "good", "strong"]

_COMMON = (
    "password", "passwort", "passphrase", "secret", "welcome", "letmein", "qwerty", "asdf", "abc123", "admin",
    "dragon", "monkey", "master", "summer", "winter", "spring", "autumn", "login",
    "embassy", "minister", "tariff",
    "japan", "tokyo", "washington", "iloveyou",
)  # fmt: skip
_YEAR = re.compile(r"(?:19|20)\d\d")
_WORD_BITS = 6.0
_SECONDS_A_YEAR = 365.25 * 86400
_GUESSES_A_SECOND = 100.0


@dataclass(frozen=True)
class Strength:
    """``bits`` of guessing work, and how many years that is on average at a hundred guesses a second."""

    bits: float
    years: float
    level: Level


def estimate(passphrase: str) -> Strength:
    """The strength of a passphrase."""
    rest = passphrase.lower()
    bits = 0.0
    for word in _COMMON:
        if word in rest:
            rest = rest.replace(word, "\0")
            bits += _WORD_BITS
    if _YEAR.search(rest):
        rest = _YEAR.sub("\0", rest)
        bits += _WORD_BITS
    bits += sum(_worth(before, each) for before, each in zip("\0" + rest, rest, strict=False) if each != "\0")
    if passphrase != passphrase.lower() and passphrase != passphrase.upper():
        bits += 2
    years = 2 ** min(bits - 1, 200) / _GUESSES_A_SECOND / _SECONDS_A_YEAR
    return Strength(round(bits, 1), years, _level(bits))


def _worth(before: str, each: str) -> float:
    """Bits of one character after ``before``."""
    if each == before or abs(ord(each) - ord(before)) == 1:
        return 0.5
    if each.isdigit():
        return math.log2(10)
    if each.isascii() and each.isalpha():
        return 2.6 if before.isalpha() else 4.0  # letters inside a word follow from those before
    return 5.0 if each.isascii() else 6.0


def _level(bits: float) -> Level:
    if bits < 35:
        return "weak"
    if bits < 50:
        return "fair"
    return "good" if bits < 70 else "strong"
