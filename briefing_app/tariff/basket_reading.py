"""Rows of a basket read once: what they say on any day and from any country, as columns.

What many rows share (days, countries, codes, facts) is read once. A row that cannot be read keeps its place;
why it cannot is worked out only when somebody asks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from types import MappingProxyType
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from briefing_app.domain.records import BasketRow
from briefing_app.errors import BriefingError, UsageError
from briefing_app.tariff.batch_columns import (
    MONEY_FACTS,
    UNSAID,
    EntryColumns,
    Ints,
    Pattern,
    Places,
    micro_quantity,
)
from briefing_app.tariff.entry import Entry, content_faults
from briefing_app.tariff.fact_table import PART_VALUES
from briefing_app.tariff.facts import MAX_CENTS, FactValue, parse_fact
from briefing_app.tariff.law import Law
from briefing_app.tariff.moment import NOON, minute_of, parse_clock, parse_day
from briefing_app.tariff.origins import parse_origin
from briefing_app.tariff.units import read_quantity

PIECE = 1024
Progress: TypeAlias = Callable[[int, int], None]
CLAIMS = frozenset({"usjta_claim", "korus_claim", "usmca_claim"})
_APART = frozenset({"entry_time_et", "quantity", "unit", "quantities"})
_SLOW = frozenset({"quantities", *PART_VALUES})
_MIDDAY = minute_of(date(2000, 1, 1), NOON)
_MOST_KEPT = 200_000


class RowReader:
    """Reads rows of a basket into entries, one by one."""

    def __init__(self, law: Law) -> None:
        self._law = law
        self._days: dict[str, date] = {}
        self._origins: dict[str, str] = {}
        self._codes: dict[str, str] = {}

    def entry(self, row: BasketRow, day: date | None = None, origin: str = "") -> Entry:
        """The entry of a row, on another day or from another country where one is given.

        Claims of an agreement stay with their country. Raises the engine's known errors.
        """
        facts = row.facts
        if origin and origin != row.origin:
            facts = {name: value for name, value in facts.items() if name not in CLAIMS}
        if facts:
            texts = {name: fact_words(value) for name, value in facts.items()}
            asked = {"date": row.date, "origin": origin or row.origin, "hts": row.hts}
            asked |= {"value_usd": f"{row.value_usd:f}"} | ({"date": day.isoformat()} if day else {})
            return self._law.parse(texts | asked)
        return Entry(
            day or self.day(row.date), self.origin(origin or row.origin), self.code(row.hts), cents_of(row)
        )

    def day(self, text: str) -> date:
        """A day as typed."""
        if text not in self._days:
            self._days[text] = parse_day(text)
        return self._days[text]

    def origin(self, text: str) -> str:
        """The code of a country as typed."""
        if text not in self._origins:
            self._origins[text] = parse_origin(text)
        return self._origins[text]

    def code(self, text: str) -> str:
        """The digits of a code that the schedule knows; the whole check is the parser's."""
        if text not in self._codes:
            asked = {"date": "2025-01-01", "origin": "JP", "hts": text, "value_usd": "1"}
            self._codes[text] = self._law.parse(asked).hts
        return self._codes[text]


def cents_of(row: BasketRow) -> int:
    """The value of a row in cents. Raises UsageError for one that no entry may have."""
    cents = row.value_usd * 100
    if cents != cents.to_integral_value() or not 0 < cents <= MAX_CENTS:
        raise UsageError(
            f"value_usd: {row.value_usd:f} is not a value of 0.01 to 10,000,000,000.00 dollars and cents."
        )
    return int(cents)


def fact_words(value: object) -> str:
    """A fact of a row as it would be typed."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


class Faults(Mapping[int, str]):
    """Why rows could not be read, by place; each is worked out when it is asked for."""

    def __init__(
        self,
        reader: RowReader,
        rows: Sequence[BasketRow],
        places: Sequence[int],
        day: date | None,
        origin: str,
    ) -> None:
        self._reader, self._rows, self._day, self._origin = reader, rows, day, origin
        self._places = dict.fromkeys(places)

    def __getitem__(self, place: int) -> str:
        if place not in self._places:
            raise KeyError(place)
        try:
            self._reader.entry(self._rows[place], self._day, self._origin)
        except BriefingError as error:
            return str(error)
        return "The row cannot be read."

    def __iter__(self) -> Iterator[int]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)


class _Texts:
    """Texts numbered as they come, each read once; -1 in ``meaning`` where it cannot be read."""

    def __init__(self, read: Callable[[str], Any]) -> None:
        self._read = read
        self.texts: dict[str, int] = {}
        self.values: list[Any] = []

    def place(self, text: str) -> int:
        found = self.texts.get(text)
        if found is None:
            found = self.texts[text] = len(self.values)
            try:
                self.values.append(self._read(text))
            except BriefingError:
                self.values.append(None)
        return found


@dataclass(frozen=True)
class Reading:
    """Rows as columns. ``day``, ``origin`` and ``code`` are places in lists of what was read (None: cannot be
    read); ``clock`` is the minute of the day; ``sound`` is False where value, code or facts cannot be read.
    """

    rows: Sequence[BasketRow]
    reader: RowReader
    days: tuple[date | None, ...]
    origins: tuple[str | None, ...]
    origin_texts: tuple[str, ...]
    codes: tuple[str, ...]
    patterns: tuple[Pattern, ...]
    bare: Places
    day: Places
    origin: Places
    code: Places
    pattern: Places
    clock: Places
    value: Ints
    sound: NDArray[np.bool_]
    units: tuple[str, ...]
    unit: Places
    quantity: Ints
    money: Mapping[str, Ints]
    odd: frozenset[int]

    def __len__(self) -> int:
        return len(self.value)

    def columns(
        self, day: date | None = None, origin: str = ""
    ) -> tuple[EntryColumns, NDArray[np.intp], Faults]:
        """The rows that can be read, on ``day`` and from ``origin`` where given: columns, their places,
        and the faults of the others. ``bare`` patterns are those without claims of an agreement.
        """
        good, minute = self.sound.copy(), self.clock.copy()
        if day is not None:
            minute += np.int32(minute_of(day, time()))
        else:
            starts = [0 if each is None else minute_of(each, time()) for each in self.days]
            good &= np.array([each is not None for each in self.days], np.bool_)[self.day]
            minute += np.array(starts, np.int32)[self.day]
        pattern, origins, from_ = self.pattern, tuple(each or "" for each in self.origins), self.origin
        if origin:
            other = np.array([text != origin for text in self.origin_texts], np.bool_)[self.origin]
            pattern = np.where(other, self.bare[self.pattern], self.pattern).astype(np.int32)
            origins, from_ = (parse_origin(origin),), np.zeros(len(self), np.int32)
        else:
            good &= np.array([each is not None for each in self.origins], np.bool_)[self.origin]
        at = np.flatnonzero(good)
        places = (
            {int(place): row for row, place in enumerate(at.tolist()) if place in self.odd}
            if self.odd
            else {}
        )
        odd = {row: self.reader.entry(self.rows[place], day, origin) for place, row in places.items()}
        columns = EntryColumns(
            self.codes, origins, self.patterns, self.code[at], from_[at], pattern[at], minute[at],
            self.value[at], self.units, self.unit[at], self.quantity[at],
            MappingProxyType({name: cents[at] for name, cents in self.money.items()}), MappingProxyType(odd),
        )  # fmt: skip
        return columns, at, Faults(self.reader, self.rows, np.flatnonzero(~good).tolist(), day, origin)


def read_rows(rows: Sequence[BasketRow], law: Law, progress: Progress | None = None) -> Reading:
    """Read rows; ``progress(done, total)`` may raise to stop."""
    return _Rows(rows, law).read(progress or (lambda _done, _total: None))


class _Rows:
    def __init__(self, rows: Sequence[BasketRow], law: Law) -> None:
        self.rows, self.reader = rows, RowReader(law)
        count = len(rows)
        self.days, self.origins = _Texts(self.reader.day), _Texts(self.reader.origin)
        self.codes, self.units = _Texts(self.reader.code), dict[str, int]()
        self.patterns: dict[Pattern, int] = {Pattern(): 0}
        self.day, self.origin, self.code = ([0] * count for _ in range(3))
        self.pattern, self.clock, self.unit = [0] * count, [_MIDDAY] * count, [0] * count
        self.value = [0] * count
        self.quantity: dict[int, int] = {}
        self.money: dict[str, dict[int, int]] = {}
        self.bad: list[int] = []
        self.odd: set[int] = set()
        self._facts: dict[tuple[str, str], FactValue | None] = {}
        self._amounts: dict[tuple[str, str], tuple[str, Decimal] | None] = {}

    def read(self, progress: Progress) -> Reading:
        days, origins, codes = self.days.place, self.origins.place, self.codes.place
        known: dict[Decimal, int] = {}
        for place, row in enumerate(self.rows):
            if place % PIECE == 0:
                progress(place, len(self.rows))
            self.day[place], self.origin[place], self.code[place] = (
                days(row.date), origins(row.origin), codes(row.hts),
            )  # fmt: skip
            cents = known.get(row.value_usd)
            if cents is None:
                try:
                    cents = known[row.value_usd] = cents_of(row)
                except UsageError:
                    cents = known[row.value_usd] = -1
            self.value[place] = cents
            if row.facts and cents > 0:
                self._read_facts(place, row, cents)
        return self._made()

    def _read_facts(self, place: int, row: BasketRow, cents: int) -> None:
        """Put the facts of a row into their columns."""
        texts = {name: text for name, value in row.facts.items() if (text := fact_words(value).strip())}
        read: dict[str, FactValue] = {}
        for name, text in texts.items():
            if name in _APART:
                continue
            value = self._fact(name, text)
            if value is None:
                self.bad.append(place)
                return
            read[name] = value
        if not self._apart(place, texts) or content_faults(read, cents):
            self.bad.append(place)
            return
        said = tuple(name for name in MONEY_FACTS if name in read)
        for name in said:
            amount = read[name]
            self.money.setdefault(name, {})[place] = amount if isinstance(amount, int) else UNSAID
        others = sorted(
            (name, value) for name, value in read.items() if name not in said and name not in PART_VALUES
        )
        self.pattern[place] = self._pattern(Pattern(tuple(others), said))
        if not _SLOW.isdisjoint(texts):
            self.odd.add(place)

    def _apart(self, place: int, texts: Mapping[str, str]) -> bool:
        """The time of entry and the quantity; False where they cannot be read."""
        if "entry_time_et" in texts:
            try:
                clock = parse_clock(texts["entry_time_et"])
            except BriefingError:
                return False
            self.clock[place] = clock.hour * 60 + clock.minute
        if "quantity" not in texts:
            if "unit" in texts and "quantities" not in texts:
                return False
            return "quantities" not in texts or self._is_read(place)
        found = self._amount(texts["quantity"], texts.get("unit", ""))
        if found is None:
            return False
        if "quantities" in texts:
            return self._is_read(place)
        micro = micro_quantity(*found)
        if micro is None:
            self.odd.add(place)
        else:
            self.unit[place] = self.units.setdefault(found[0], len(self.units))
            self.quantity[place] = micro
        return True

    def _is_read(self, place: int) -> bool:
        row = self.rows[place]
        try:
            self.reader.entry(row, date(2025, 1, 1), row.origin)
        except BriefingError:
            return False
        return True

    def _fact(self, name: str, text: str) -> FactValue | None:
        key = (name, text)
        if key not in self._facts:
            if len(self._facts) > _MOST_KEPT:
                self._facts.clear()
            try:
                self._facts[key] = parse_fact(name, text)
            except BriefingError:
                self._facts[key] = None
        return self._facts[key]

    def _amount(self, quantity: str, unit: str) -> tuple[str, Decimal] | None:
        key = (quantity, unit)
        if key not in self._amounts:
            try:
                self._amounts[key] = read_quantity(quantity, unit)
            except BriefingError:
                self._amounts[key] = None
        return self._amounts[key]

    def _pattern(self, pattern: Pattern) -> int:
        return self.patterns.setdefault(pattern, len(self.patterns))

    def _made(self) -> Reading:
        count = len(self.rows)
        bare = []
        for pattern in list(self.patterns):
            kept = tuple(pair for pair in pattern.facts if pair[0] not in CLAIMS)
            bare.append(self._pattern(Pattern(kept, pattern.money)))
        bare += range(len(bare), len(self.patterns))
        code, value = np.array(self.code, np.int32), np.array(self.value, np.int64)
        sound = (value > 0) & np.array([each is not None for each in self.codes.values], np.bool_)[code]
        sound[self.bad] = False
        return Reading(
            self.rows, self.reader, tuple(self.days.values), tuple(self.origins.values),
            tuple(self.origins.texts), tuple(each or "" for each in self.codes.values), tuple(self.patterns),
            np.array(bare, np.int32), np.array(self.day, np.int32), np.array(self.origin, np.int32), code,
            np.array(self.pattern, np.int32), np.array(self.clock, np.int32), value, sound,
            tuple(self.units), np.array(self.unit, np.int32), _filled(self.quantity, count),
            {name: _filled(cents, count) for name, cents in self.money.items()}, frozenset(self.odd),
        )  # fmt: skip


def _filled(known: Mapping[int, int], count: int) -> Ints:
    """A column with what is known of some rows."""
    column = np.full(count, UNSAID, np.int64)
    column[list(known)] = list(known.values())
    return column
