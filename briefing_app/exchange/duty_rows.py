"""Reads the rows of a CSV file of entries: what a cell says is worked out once for each different text.

A row in which anything is amiss is read again by :meth:`Law.parse`, which names every fault; so a row means
here exactly what it means there.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, time
from decimal import Decimal
from functools import partial
from types import MappingProxyType

from briefing_app.errors import UsageError
from briefing_app.tariff.entry import REQUIRED, Entry, content_faults
from briefing_app.tariff.fact_table import FACTS, PART_VALUES
from briefing_app.tariff.facts import FactValue, parse_fact, parse_money
from briefing_app.tariff.law import Law
from briefing_app.tariff.moment import NOON, parse_clock, parse_day
from briefing_app.tariff.origins import parse_origin
from briefing_app.tariff.schedule import digits
from briefing_app.tariff.units import read_quantity

OTHERS = ("id", "entry_time_et", "quantity", "unit", "quantities")
_PLAIN_MONEY = re.compile(r"([0-9]{1,9})(?:\.([0-9]{2}))?", re.ASCII)
_MOST_KEPT = 100_000
_NOTHING: MappingProxyType[str, FactValue] = MappingProxyType({})
_NO_QUANTITIES: MappingProxyType[str, Decimal] = MappingProxyType({})


class _Kept:
    """A reader of texts that keeps what it read; None for a text that cannot be read."""

    def __init__(self, read: Callable[[str], object]) -> None:
        self._read = read
        self._known: dict[str, object] = {}

    def __call__(self, text: str) -> object:
        known = self._known
        if text in known:
            return known[text]
        if len(known) > _MOST_KEPT:
            known.clear()
        try:
            found = self._read(text)
        except UsageError:
            found = None
        known[text] = found
        return found


class RowReader:
    """Entries from rows under one header."""

    def __init__(self, header: list[str], law: Law) -> None:
        self._header, self._law = header, law
        self._day, self._origin = _Kept(parse_day), _Kept(parse_origin)
        self._code, self._clock = _Kept(self._digits), _Kept(parse_clock)
        self._facts = {
            name: _Kept(partial(parse_fact, name))
            for name in header
            if name in FACTS and name not in (*OTHERS, *PART_VALUES) and FACTS[name].kind != "money"
        }
        self._money = [name for name in header if name in FACTS and FACTS[name].kind == "money"]

    def read(self, row: list[str]) -> Entry | str:
        """The entry of a row, or why it is none."""
        if len(row) > len(self._header) and any(cell.strip() for cell in row[len(self._header) :]):
            return f"There are {len(row)} cells for {len(self._header)} columns."
        given = {}
        for name, cell in zip(self._header, row, strict=False):
            text = cell.strip()
            if text and name != "id":
                given[name] = text
        entry = self._quick(given)
        if entry is not None:
            return entry
        try:
            return self._law.parse(given)
        except UsageError as error:
            return str(error)

    def _quick(self, given: dict[str, str]) -> Entry | None:
        """The entry when everything is in order, else None."""
        if any(name not in given for name in REQUIRED):
            return None
        day, origin, code = self._day(given["date"]), self._origin(given["origin"]), self._code(given["hts"])
        value = _cents(given["value_usd"], "value_usd")
        clock = self._clock(given["entry_time_et"]) if "entry_time_et" in given else NOON
        if not (
            isinstance(day, date) and isinstance(origin, str) and isinstance(code, str) and value
        ) or not isinstance(clock, time):
            return None
        facts = self._said(given)
        quantities = _quantities(given)
        if facts is None or quantities is None or (facts and content_faults(facts, value)):
            return None
        said = MappingProxyType(facts) if facts else _NOTHING
        return Entry(day, origin, code, value, clock, said, quantities)

    def _digits(self, text: str) -> str | None:
        code = digits(text)
        if code[:2] not in ("98", "99"):
            self._law.schedule.require(code)
        return code

    def _said(self, given: dict[str, str]) -> dict[str, FactValue] | None:
        facts: dict[str, FactValue] = {}
        if len(given) == len(REQUIRED):
            return facts
        for name, text in given.items():
            if name in self._facts:
                found = self._facts[name](text)
                if found is None:
                    return None
                facts[name] = found  # type: ignore[assignment]
        for name in self._money:
            if name in given:
                cents = _cents(given[name], name) if name not in PART_VALUES else None
                if cents is None:
                    return None
                facts[name] = cents
        return facts


def _cents(text: str, name: str) -> int | None:
    """An amount in cents; None where it cannot be read."""
    plain = _PLAIN_MONEY.fullmatch(text)
    if plain is not None:
        return int(plain[1]) * 100 + int(plain[2] or 0)
    try:
        return parse_money(text, name)
    except UsageError:
        return None


def _quantities(given: dict[str, str]) -> MappingProxyType[str, Decimal] | None:
    if "quantities" in given or ("unit" in given and "quantity" not in given):
        return None
    if "quantity" not in given:
        return _NO_QUANTITIES
    try:
        unit, amount = read_quantity(given["quantity"], given.get("unit", ""))
    except UsageError:
        return None
    return MappingProxyType({unit: amount})
