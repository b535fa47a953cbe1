"""Column 1 of many rows: by rate in one step, by quantity per line and unit, the few odd forms one by one.

Integers only. Products are kept below 2^62; where a row could pass it, exact Python integers are used
instead.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from briefing_app.tariff.batch_columns import MICRO, EntryColumns, Ints, distinct, starts_of
from briefing_app.tariff.duty import (
    AdValorem,
    Compound,
    Elsewhere,
    Rate,
    Specific,
    ad_valorem_ppm,
    duty_on,
    inputs_of,
    parse_rate,
    special_rate,
)
from briefing_app.tariff.rate_grammar import NANO_PER_CENT
from briefing_app.tariff.schedule import ScheduleLine
from briefing_app.tariff.units import DECLARED_AS_KG, QuantityError, convert

PPM = 1_000_000
SAFE = 2**62
Flags = NDArray[np.bool_]
Rowset: TypeAlias = NDArray[np.int32] | NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class LineRate:
    """The rate of a line under one programme. ``ppm`` is -1 unless it is plainly ad valorem.

    ``specific`` is set when it is one amount per unit, with ``share_ppm`` ad valorem beside it.
    """

    rate: Rate
    ppm: int
    share_ppm: int = 0
    specific: Specific | None = None


NO_RATE = LineRate(Elsewhere(""), -1)


def line_rate(line: ScheduleLine, programme: str) -> LineRate:
    """The rate of a line: general for "", else the programme's, else general where it has none of its own."""
    words = special_rate(line.special, programme) if programme else line.general
    if words is None or (programme and words.startswith("See ")):
        words = line.general
    return _read(words)


@lru_cache(maxsize=4096)
def _read(words: str) -> LineRate:
    rate = parse_rate(words)
    ppm = ad_valorem_ppm(rate)
    if ppm is not None:
        return LineRate(rate, ppm)
    parts = rate.parts if isinstance(rate, Compound) else (rate,) if isinstance(rate, Specific) else ()
    shares = [part.ppm for part in parts if isinstance(part, AdValorem) and not part.base and part.over == 1]
    amounts = [part for part in parts if isinstance(part, Specific)]
    if len(amounts) == 1 and len(shares) + 1 == len(parts):
        return LineRate(rate, -1, sum(shares), amounts[0])
    return LineRate(rate, -1)


def half_up(amount: Ints, ppm: Any) -> Ints:
    """``amount`` times ``ppm`` millionths, rounded half up, exactly also where the product passes 64 bits."""
    if amount.size and int(amount.max()) * int(np.max(ppm)) >= SAFE:
        whole, rest = np.divmod(amount, PPM)
        split: Ints = whole * ppm + (rest * ppm + PPM // 2) // PPM
        return split
    product: Ints = amount * ppm
    product += PPM // 2
    product //= PPM
    return product


def proportion(cents: Ints, base: Ints, value: Ints) -> Ints:
    """``cents * base / value`` rounded half up, exactly also where the product passes 64 bits."""
    if len(cents) and int(cents.max()) * int(base.max()) < SAFE // 4:
        quotient: Ints = (2 * cents * base + value) // (2 * value)
        return quotient
    exact = [
        (2 * int(c) * int(b) + int(v)) // (2 * int(v)) for c, b, v in zip(cents, base, value, strict=True)
    ]
    return np.array(exact, np.int64)


@dataclass(frozen=True, slots=True)
class Column1Rows:
    """Column 1 of rows: ``cents`` (-1 where an input is missing), plain rate ``ppm`` (-1 if none),
    ``value``.
    """

    cents: Ints
    ppm: Ints
    value: Ints

    def on(self, base: Ints) -> Ints:
        """Its amount on a part of the value: by rate, or in proportion for duties by quantity."""
        plain = self.ppm >= 0
        out = half_up(base, np.maximum(self.ppm, 0))
        if not plain.all():
            other = ~plain & (self.cents >= 0)
            out[other] = proportion(self.cents[other], base[other], self.value[other])
        return out

    def part(self, start: int, stop: int) -> Column1Rows:
        """The same for a stretch of the rows."""
        return Column1Rows(self.cents[start:stop], self.ppm[start:stop], self.value[start:stop])


def column1_rows(columns: EntryColumns, rows: Rowset, rates: Sequence[LineRate], ppm: Ints) -> Column1Rows:
    """Column 1 of the rows. ``rates`` and ``ppm`` are by place of the code in ``columns.codes``."""
    codes, value = columns.code[rows], columns.value[rows]
    mine = ppm[codes]
    cents = half_up(value, np.maximum(mine, 0))
    others = np.flatnonzero(mine < 0)
    if len(others):
        order = others[np.argsort(codes[others], kind="stable")]
        starts = starts_of(codes[order])
        for code, group in zip(codes[order][starts].tolist(), np.split(order, starts[1:]), strict=True):
            rate = rates[code]
            missing = isinstance(rate.rate, Elsewhere)
            cents[group] = -1 if missing else _by_quantity(columns, rows[group], value[group], rate)
    return Column1Rows(cents, mine, value)


def _by_quantity(columns: EntryColumns, rows: Rowset, value: Ints, rate: LineRate) -> Ints:
    cents = np.full(len(rows), -1, np.int64)
    units, quantities = columns.unit, columns.quantity
    odd = np.zeros(len(rows), np.bool_)
    if columns.odd:
        odd[[int(row) in columns.odd for row in rows]] = True
    if rate.specific is not None and units is not None and quantities is not None:
        given = (quantities[rows] >= 0) & ~odd
        for unit in distinct(units[rows][given])[0].tolist():
            mine = np.flatnonzero(given & (units[rows] == unit))
            each = _cents_per_micro(columns.units[unit], rate.specific)
            if each is not None:
                cents[mine] = _linear(value[mine], rate.share_ppm, quantities[rows][mine], each)
    # A row that gives one quantity or none lacks what a rate of several inputs needs.
    alone = odd if inputs_of(rate.rate) else np.ones(len(rows), np.bool_)
    for at in np.flatnonzero(alone).tolist():
        cents[at] = _one(columns, int(rows[at]), rate.rate)
    return cents


def _one(columns: EntryColumns, row: int, rate: Rate) -> int:
    entry = columns.entry(row)
    try:
        duty = duty_on(rate, entry.value_cents, entry.quantities)
    except QuantityError:
        return -1
    return -1 if duty.cents is None else duty.cents


@lru_cache(maxsize=1024)
def _cents_per_micro(unit: str, specific: Specific) -> Fraction | None:
    """Cents for a millionth of ``unit``, or None where the quantity does not convert."""
    factor = convert(Fraction(1), unit, specific.unit)
    if factor is None and specific.unit in DECLARED_AS_KG:
        factor = convert(Fraction(1), unit, "kg")
    return None if factor is None else factor * specific.nano_usd / (NANO_PER_CENT * MICRO)


def _linear(value: Ints, ppm: int, quantity: Ints, each: Fraction) -> Ints:
    """``value * ppm / 10^6 + quantity * each``, rounded half up once."""
    number, under = each.numerator, each.denominator
    safe = int(quantity.max(initial=0)) * number < SAFE and under < SAFE // (4 * PPM)
    if not safe:
        exact = [Fraction(int(v) * ppm, PPM) + int(q) * each for v, q in zip(value, quantity, strict=True)]
        return np.array([(2 * e.numerator + e.denominator) // (2 * e.denominator) for e in exact], np.int64)
    share, share_rest = np.divmod(value * ppm, PPM)
    whole, whole_rest = np.divmod(quantity * number, under)
    rest = share_rest * under + whole_rest * PPM  # below 2 * under * PPM
    cents: Ints = share + whole + (2 * rest + under * PPM) // (2 * under * PPM)
    return cents
