"""One import entry as the engine reads it: moment, origin, code, value and the facts that were said."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from decimal import Decimal
from functools import cached_property
from types import MappingProxyType

from briefing_app.errors import UsageError
from briefing_app.tariff.fact_table import FACTS, PART_VALUES
from briefing_app.tariff.facts import FactError, FactValue, fact_text, parse_fact, parse_money
from briefing_app.tariff.moment import NOON, minute_of, parse_clock, parse_day
from briefing_app.tariff.origins import parse_origin
from briefing_app.tariff.schedule import Schedule, digits, dotted
from briefing_app.tariff.units import QuantityError, read_quantities, read_quantity

REQUIRED = ("date", "origin", "hts", "value_usd")
_METALS = ("steel_value_usd", "aluminum_value_usd", "copper_value_usd")
_NOTHING: Mapping[str, FactValue] = MappingProxyType({})
_NO_QUANTITIES: Mapping[str, Decimal] = MappingProxyType({})


class EntryError(UsageError):
    """An entry that cannot be read. ``faults`` holds every fault, each naming its field."""

    def __init__(self, faults: tuple[str, ...]) -> None:
        super().__init__(" ".join(faults))
        self.faults = faults


@dataclass(frozen=True)
class Entry:
    """One good on one day. ``value_cents`` is the customs value (19 U.S.C. 1401a) in US cents.

    ``clock`` is New York wall-clock time. ``facts`` holds only what was said, money in cents; ``quantities``
    are keyed by unit (or by ``<part>_usd`` for the watch rates).
    """

    day: date
    origin: str
    hts: str
    value_cents: int
    clock: time = NOON
    facts: Mapping[str, FactValue] = field(default_factory=lambda: _NOTHING, hash=False)
    quantities: Mapping[str, Decimal] = field(default_factory=lambda: _NO_QUANTITIES, hash=False)

    @cached_property
    def minute(self) -> int:
        """The moment of entry as a New York wall-clock minute."""
        return minute_of(self.day, self.clock)

    @cached_property
    def code(self) -> str:
        """The tariff code with dots."""
        return dotted(self.hts) if len(self.hts) != 10 else f"{dotted(self.hts[:8])}.{self.hts[8:]}"

    def with_fact(self, name: str, value: FactValue) -> Entry:
        """The same entry with one fact said."""
        facts = {**self.facts, name: value}
        return Entry(self.day, self.origin, self.hts, self.value_cents, self.clock, facts, self.quantities)

    def query(self) -> dict[str, str]:
        """The question in words that :func:`parse_entry` reads back to the same entry."""
        out = {
            "date": self.day.isoformat(),
            "entry_time_et": f"{self.clock:%H:%M}",
            "origin": self.origin,
            "hts": self.code,
            "value_usd": usd(self.value_cents),
        }
        for name, value in self.facts.items():
            money = FACTS[name].kind == "money" and isinstance(value, int)
            out[name] = usd(int(value)) if money and isinstance(value, int) else fact_text(value)
        amounts = {unit: amount for unit, amount in self.quantities.items() if not unit.endswith("_usd")}
        if len(amounts) == 1:
            out["unit"], out["quantity"] = next((unit, f"{amount:f}") for unit, amount in amounts.items())
        elif amounts:
            out["quantities"] = "; ".join(f"{amount:f} {unit}" for unit, amount in amounts.items())
        return out


def usd(cents: int) -> str:
    """Cents as dollars with two decimals: ``7500.00``."""
    sign = "-" if cents < 0 else ""
    return f"{sign}{abs(cents) // 100}.{abs(cents) % 100:02d}"


def parse_entry(values: Mapping[str, str], schedule: Schedule | None = None) -> Entry:
    """An entry from texts: ``date, origin, hts, value_usd`` and facts by name; empty texts are unsaid.

    With the schedule the code is checked too (the nearest lines are named), and a fault of the unit says
    which unit the line needs. Raises EntryError with every fault found, each naming its field.
    """
    given = {name: text.strip() for name, text in values.items() if text.strip()}
    faults: list[str] = []
    faults += [f"{name}: missing." for name in REQUIRED if name not in given]
    read: dict[str, FactValue] = {}
    for name, text in given.items():
        if name not in REQUIRED and name not in ("entry_time_et", "quantity", "unit", "quantities"):
            _try(faults, read, name, text)
    day, origin, code, value = _core(given, faults)
    clock = _clock(given, faults)
    quantities = _quantities(given, faults, _needed(given, schedule, faults))
    for name, key in PART_VALUES.items():
        cents = read.get(name)
        if isinstance(cents, int):
            quantities[key] = Decimal(cents) / 100
    if not faults:
        faults += content_faults(read, value)
    if faults:
        raise EntryError(tuple(faults))
    return Entry(day, origin, code, value, clock, MappingProxyType(read), MappingProxyType(quantities))


def _try(faults: list[str], read: dict[str, FactValue], name: str, text: str) -> None:
    try:
        read[name] = parse_fact(name, text)
    except UsageError as error:
        faults.append(str(error))


def _core(given: Mapping[str, str], faults: list[str]) -> tuple[date, str, str, int]:
    day, origin, code, value = date.min, "", "", 0
    try:
        day = parse_day(given.get("date", "2000-01-01"))
    except UsageError as error:
        faults.append(str(error))
    try:
        origin = parse_origin(given.get("origin", "JP"))
    except UsageError as error:
        faults.append(str(error))
    try:
        code = digits(given.get("hts", "00000000"))
    except UsageError as error:
        faults.append(f"hts: {error}")
    try:
        value = parse_money(given.get("value_usd", "1"), "value_usd")
        if value == 0:
            raise FactError(
                "value_usd: the customs value is zero.", hint="Give the value of the goods in US dollars."
            )
    except UsageError as error:
        faults.append(str(error))
    return day, origin, code, value


def _clock(given: Mapping[str, str], faults: list[str]) -> time:
    try:
        return parse_clock(given["entry_time_et"]) if "entry_time_et" in given else NOON
    except UsageError as error:
        faults.append(str(error))
        return NOON


def _needed(given: Mapping[str, str], schedule: Schedule | None, faults: list[str]) -> str:
    if schedule is None or "hts" not in given or any(fault.startswith("hts:") for fault in faults):
        return ""
    if digits(given["hts"])[:2] in ("98", "99"):
        return ""  # the assessment says that these chapters are not covered
    try:
        line = schedule.require(given["hts"])
    except UsageError as error:
        faults.append(f"hts: {error}")
        return ""
    return f" The line {line.dotted} needs: {', '.join(line.units_needed) or 'no unit'}."


def _quantities(given: Mapping[str, str], faults: list[str], needed: str) -> dict[str, Decimal]:
    found: dict[str, Decimal] = {}
    try:
        if "quantities" in given:
            found |= read_quantities(given["quantities"])
        if "quantity" in given:
            unit, amount = read_quantity(given["quantity"], given.get("unit", ""))
            found[unit] = amount
        elif "unit" in given and "quantities" not in given:
            faults.append("quantity: missing, though a unit is given.")
    except QuantityError as error:
        wrong_unit = "unit" in given and "unit" in str(error).lower()
        faults.append(f"{'unit' if wrong_unit else 'quantity'}: {error}{needed if wrong_unit else ''}")
    return found


def content_faults(read: Mapping[str, FactValue], value: int) -> list[str]:
    """What is wrong with contents and parts beside the customs ``value`` in cents."""
    faults = []
    total = 0
    for name in (*_METALS, "us_content_value_usd", *PART_VALUES):
        cents = read.get(name)
        if isinstance(cents, int) and cents > value:
            faults.append(f"{name}: {usd(cents)} is above the customs value {usd(value)}.")
        elif isinstance(cents, int) and name in _METALS:
            total += cents
    if not faults and total > value:
        faults.append(f"{', '.join(_METALS)}: together {usd(total)}, above the customs value {usd(value)}.")
    return faults
