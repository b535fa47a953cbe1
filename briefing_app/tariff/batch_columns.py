"""Entries as columns: what the vectorised batch reads, and how entries become it.

Text stays outside: codes, origins, units and fact patterns are tables, the columns hold their places. Money
is int64 cents with -1 for unsaid, quantities are int64 millionths of a unit. An entry that does not fit
(several quantities, finer than a millionth) keeps its place and is answered one by one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from types import MappingProxyType
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from briefing_app.tariff.entry import Entry
from briefing_app.tariff.fact_table import PART_VALUES
from briefing_app.tariff.facts import FactValue
from briefing_app.tariff.moment import moment_of
from briefing_app.tariff.reader import METALS

Ints: TypeAlias = NDArray[np.int64]
Places: TypeAlias = NDArray[np.int32]
# The amounts that rules compare with the value; other amounts are facts like any other.
MONEY_FACTS = (*(f"{metal}_value_usd" for metal in METALS), "us_content_value_usd")
_PART_FACTS = frozenset(PART_VALUES)  # values of parts: column 1 reads them, no rule does
MICRO = 1_000_000
_LARGEST = 2**62
UNSAID = -1


@dataclass(frozen=True)
class Pattern:
    """The facts that rows have in common: every other fact by value, amounts that rules compare by name."""

    facts: tuple[tuple[str, FactValue], ...] = ()
    money: tuple[str, ...] = ()


@dataclass(frozen=True)
class EntryColumns:
    """Entries in columns. All arrays have one item per row; ``odd`` holds the rows that do not fit, by place.

    ``minute`` is the New York wall-clock minute of :mod:`briefing_app.tariff.moment`; ``value`` is in cents;
    ``quantity`` in millionths of ``units[unit]``, -1 for none.
    """

    codes: tuple[str, ...]
    origins: tuple[str, ...]
    patterns: tuple[Pattern, ...]
    code: Places
    origin: Places
    pattern: Places
    minute: Places
    value: Ints
    units: tuple[str, ...] = ()
    unit: Places | None = None
    quantity: Ints | None = None
    money: Mapping[str, Ints] = field(default_factory=lambda: MappingProxyType({}))
    odd: Mapping[int, Entry] = field(default_factory=lambda: MappingProxyType({}))

    def __len__(self) -> int:
        return len(self.value)

    def entry(self, row: int) -> Entry:
        """The entry of one row, as the explained answer takes it."""
        if row in self.odd:
            return self.odd[row]
        pattern = self.patterns[self.pattern[row]]
        facts: dict[str, FactValue] = dict(pattern.facts)
        facts |= {name: int(self.money[name][row]) for name in pattern.money}
        moment: datetime = moment_of(int(self.minute[row]))
        quantities: dict[str, Decimal] = {}
        if self.quantity is not None and self.unit is not None and self.quantity[row] >= 0:
            quantities[self.units[self.unit[row]]] = Decimal(int(self.quantity[row])) / MICRO
        return Entry(
            moment.date(),
            self.origins[self.origin[row]],
            self.codes[self.code[row]],
            int(self.value[row]),
            moment.time(),
            MappingProxyType(facts),
            MappingProxyType(quantities),
        )


class _Table:
    """Texts or patterns numbered in the order in which they come."""

    def __init__(self) -> None:
        self.places: dict[object, int] = {}

    def place(self, item: object) -> int:
        found = self.places.get(item)
        if found is None:
            found = self.places[item] = len(self.places)
        return found


def columns_of(entries: Iterable[Entry]) -> EntryColumns:
    """The entries as columns, in their order."""
    listed = list(entries)
    codes, origins, patterns, units = _Table(), _Table(), _Table(), _Table()
    count = len(listed)
    code, origin, pattern, minute, unit = (np.zeros(count, np.int32) for _ in range(5))
    value = np.zeros(count, np.int64)
    quantity = np.full(count, UNSAID, np.int64)
    money: dict[str, Ints] = {}
    odd: dict[int, Entry] = {}
    for row, entry in enumerate(listed):
        code[row], origin[row] = codes.place(entry.hts), origins.place(entry.origin)
        minute[row], value[row] = entry.minute, entry.value_cents
        pattern[row] = patterns.place(_pattern(entry, row, money, count))
        if not _PART_FACTS.isdisjoint(entry.facts) or (
            entry.quantities and not _quantity(entry, row, units, unit, quantity)
        ):
            odd[row] = entry
    return EntryColumns(
        tuple(map(str, codes.places)),
        tuple(map(str, origins.places)),
        tuple(place for place in patterns.places if isinstance(place, Pattern)),
        code,
        origin,
        pattern,
        minute,
        value,
        tuple(map(str, units.places)),
        unit,
        quantity,
        MappingProxyType(money),
        MappingProxyType(odd),
    )


def _pattern(entry: Entry, row: int, money: dict[str, Ints], count: int) -> Pattern:
    if not entry.facts:
        return Pattern()
    said = tuple(name for name in MONEY_FACTS if name in entry.facts)
    for name in said:
        amount = entry.facts[name]
        if name not in money:
            money[name] = np.full(count, UNSAID, np.int64)
        money[name][row] = amount if isinstance(amount, int) else UNSAID
    apart = {*said, *_PART_FACTS}
    others = tuple(sorted((name, value) for name, value in entry.facts.items() if name not in apart))
    return Pattern(others, said)


def _quantity(entry: Entry, row: int, units: _Table, unit: Places, quantity: Ints) -> bool:
    """Put the one quantity of an entry into the columns; False if it has several or one that does not fit."""
    if len(entry.quantities) != 1:
        return False
    name, amount = next(iter(entry.quantities.items()))
    micro = micro_quantity(name, amount)
    if micro is None:
        return False
    unit[row], quantity[row] = units.place(name), micro
    return True


def micro_quantity(unit: str, amount: Decimal) -> int | None:
    """A quantity in millionths of its unit; None where it does not fit into a column."""
    micro = amount * MICRO
    if unit.endswith("_usd") or micro != micro.to_integral_value() or micro >= _LARGEST:
        return None
    return int(micro)


def distinct(values: NDArray[Any]) -> tuple[NDArray[Any], NDArray[np.intp], NDArray[np.intp]]:
    """The different values in order, the first place of each, and for every item the place of its value.

    As ``np.unique`` answers, which imports masked arrays when it is first called: a twentieth of a second.
    """
    order = np.argsort(values, kind="stable")
    ordered = values[order]
    starts = starts_of(ordered)
    inverse = np.empty(len(values), np.intp)
    inverse[order] = np.repeat(np.arange(len(starts)), np.diff(starts, append=len(values)))
    return ordered[starts], order[starts], inverse


def starts_of(ordered: NDArray[Any]) -> NDArray[np.intp]:
    """Where a new value begins among values in order."""
    if not len(ordered):
        return np.zeros(0, np.intp)
    return np.concatenate(([0], np.flatnonzero(ordered[1:] != ordered[:-1]) + 1))
