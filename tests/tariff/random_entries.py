"""Random entries that go where the law has edges: every list, every boundary minute from both sides, every
fact.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from functools import lru_cache
from types import MappingProxyType

from briefing_app.tariff.entry import Entry
from briefing_app.tariff.fact_table import FACTS
from briefing_app.tariff.facts import FactValue, parse_fact
from briefing_app.tariff.law import Law
from briefing_app.tariff.moment import minute_of, moment_of
from briefing_app.tariff.origins import COUNTRIES

ORIGINS = ("JP",) * 10 + (
    "DE",
    "FR",
    "KR",
    "GB",
    "CN",
    "CA",
    "MX",
    "VN",
    "CH",
    "BR",
    "AU",
    "IN",
    "TW",
    "US",
    "RU",
)
EVERYWHERE = sorted(COUNTRIES)
UNITS = ("kg", "liter", "No.", "doz.", "pr.", "t", "m2", "pf. liter", "g", "kg lead content")
_METALS = ("steel_value_usd", "aluminum_value_usd", "copper_value_usd")


@lru_cache(maxsize=4)
def _material(law: Law) -> tuple[list[str], list[str], list[str], list[int]]:
    """The codes of all lists, those that rules name, all lines, and the minutes around every boundary."""
    listed = sorted({row.hts for found in law.lists.values() for row in found.rows})
    scoped = sorted({code for rule in law.rules for code in (*rule.scope.codes, *rule.excluded.codes)})
    edges = sorted({edge + shift for edge in law.breakpoints for shift in (-1, 0, 1)})
    return listed, scoped, [line.hts for line in law.schedule], edges


class RandomEntries:
    """A stream of entries from one seed."""

    def __init__(self, law: Law, seed: int) -> None:
        self.random = random.Random(seed)
        self.law = law
        self.listed, self.scoped, self.lines, self.edges = _material(law)

    def take(self, count: int) -> Iterator[Entry]:
        """``count`` entries."""
        return (self.entry() for _ in range(count))

    def entry(self) -> Entry:
        """One entry."""
        pick = self.random
        moment = moment_of(self._minute())
        value = self._value()
        return Entry(
            moment.date(),
            pick.choice(ORIGINS if pick.random() < 0.85 else EVERYWHERE),
            self._code(),
            value,
            moment.time(),
            MappingProxyType(self._facts(value)),
            MappingProxyType(self._quantities(value)),
        )

    def _minute(self) -> int:
        if self.random.random() < 0.6:
            return self.random.choice(self.edges)
        return self.random.randint(minute_of(date(2017, 12, 1)), minute_of(date(2026, 11, 1)))

    def _value(self) -> int:
        kind = self.random.random()
        if kind < 0.1:
            return self.random.choice((1, 79_999, 80_000, 80_001, 250_000, 10**12))
        return int(10 ** self.random.uniform(1, 9)) + self.random.randint(0, 99)

    def _code(self) -> str:
        kind = self.random.random()
        if kind < 0.55:
            found = self.random.choice(self.listed)
        elif kind < 0.65 and self.scoped:
            found = self.random.choice(self.scoped)
        else:
            found = self.random.choice(self.lines)
        if len(found) < 8:  # a heading or chapter: one of its lines
            under = self.law.schedule.under(found)
            found = self.random.choice(under).hts if under else found.ljust(8, "0")
        if len(found) == 10 and self.random.random() < 0.3:
            return found[:8]
        if len(found) == 8 and self.random.random() < 0.2:
            return found + f"{self.random.randint(0, 99):02d}"
        return found

    def _facts(self, value: int) -> dict[str, FactValue]:
        facts: dict[str, FactValue] = {}
        if self.random.random() < 0.4:
            return facts
        for name in self.random.sample(sorted(FACTS), self.random.randint(1, 5)):
            fact = FACTS[name]
            if fact.kind == "bool":
                facts[name] = self.random.random() < 0.7
            elif fact.kind == "choice":
                facts[name] = self.random.choice(fact.choices)
            elif fact.kind == "money":
                facts[name] = self._content(value)
            elif fact.kind == "share":
                facts[name] = Decimal(self.random.choice(("0", "0.1", "0.14", "0.15", "0.85", "0.95", "1")))
            elif fact.kind == "date":
                facts[name] = moment_of(self._minute()).date()
            elif fact.kind == "year":
                facts[name] = parse_fact(name, str(self.random.choice((1985, 1999, 2000, 2001, 2020))))
        said = [name for name in _METALS if name in facts]
        if sum(int(str(facts[name])) for name in said) > value:  # an entry like this is refused at the door
            for name in said:
                facts[name] = value // len(said)
        return facts

    def _content(self, value: int) -> int:
        fifth = -(-value // 5)
        return self.random.choice((0, value, value // 2, value // 3, fifth, max(0, fifth - 1), value // 10))

    def _quantities(self, value: int) -> dict[str, Decimal]:
        kind = self.random.random()
        if kind < 0.3:
            return {}
        if kind < 0.33:
            return {"kg": Decimal("1234.5678901"), "liter": Decimal(7)}
        if kind < 0.36:
            return {f"{part}_usd": Decimal(value) / 1000 for part in ("case", "strap", "battery")} | {
                "No.": Decimal(3)
            }
        amount = Decimal(self.random.randint(0, 10**7)) / self.random.choice((1, 10, 1000))
        return {self.random.choice(UNITS): amount}
