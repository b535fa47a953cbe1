"""Average rates and formula cuts, exactly, with rates as fractions of the customs value."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from briefing_app.errors import UsageError


def effective_rate(rows: Iterable[tuple[Fraction, Fraction]]) -> Fraction:
    """Σ value·rate over Σ value, for (value, rate) pairs. Raises UsageError if nothing is traded."""
    pairs = list(rows)
    total = sum((value for value, _ in pairs), Fraction(0))
    if total <= 0:
        raise UsageError("An average needs trade above zero.")
    return sum((value * rate for value, rate in pairs), Fraction(0)) / total


def contributions(rows: Iterable[tuple[Fraction, Fraction]]) -> tuple[Fraction, ...]:
    """Each row's part of the effective rate; the parts add to it exactly."""
    pairs = list(rows)
    total = sum((value for value, _ in pairs), Fraction(0))
    if total <= 0:
        raise UsageError("An average needs trade above zero.")
    return tuple(value * rate / total for value, rate in pairs)


def swiss_cut(rate: Fraction, coefficient: Fraction) -> Fraction:
    """a·r/(a + r): high rates fall more, none stays above the coefficient."""
    if rate < 0 or coefficient <= 0:
        raise UsageError("The rate must be zero or more and the coefficient above zero.")
    return coefficient * rate / (coefficient + rate)


def capped(rate: Fraction, ceiling: Fraction) -> Fraction:
    """The rate, at most ``ceiling``."""
    return min(rate, ceiling)


def floor_top_up(base: Fraction, floor: Fraction) -> Fraction:
    """What an all-in rate adds to the ordinary rate: max(0, floor - base)."""
    return max(Fraction(0), floor - base)
