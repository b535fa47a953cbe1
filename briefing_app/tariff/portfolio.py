"""Many entries weighed as one basket: who charges what on which good, to the cent, in columns.

The batch gives each row's status and total; this adds the share of every authority. Rows whose charges all
stand on the full value are divided by the batch's own formula, and the parts must add up to the total; every
other row asks the single answer. So a division that cannot be proved is never shown.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from briefing_app.domain.records import BasketRow
from briefing_app.errors import BriefingError, UsageError
from briefing_app.tariff.assess import assess
from briefing_app.tariff.batch import STATUSES, BatchEvaluator, BatchResult
from briefing_app.tariff.batch_column1 import half_up, line_rate
from briefing_app.tariff.batch_columns import EntryColumns, Ints, columns_of
from briefing_app.tariff.batch_plan import Branch, Slot
from briefing_app.tariff.entry import Entry
from briefing_app.tariff.facts import MAX_CENTS
from briefing_app.tariff.law import Law
from briefing_app.tariff.moment import parse_day
from briefing_app.tariff.origins import parse_origin
from briefing_app.tariff.schedule import ScheduleLine

COLUMN_1 = "mfn-base"
OK, ERROR = STATUSES.index("ok"), STATUSES.index("error")
PIECE = 1024
_CLAIMS = frozenset({"usjta_claim", "korus_claim", "usmca_claim"})
Progress: TypeAlias = Callable[[int, int], None]
Group: TypeAlias = Callable[[str], str]


class StoppedError(Exception):
    """The user does not want the answer any more."""


@dataclass(frozen=True)
class Priced:
    """The answers to rows, in their order. ``status`` is a place in STATUSES, ``total`` -1 where there is no
    figure; ``parts`` are cents by group, zero where a group charges nothing. ``faults`` say why a row could
    not be read.
    """

    status: NDArray[np.int8]
    value: Ints
    total: Ints
    parts: Mapping[str, Ints]
    faults: Mapping[int, str]

    def __len__(self) -> int:
        return len(self.value)


@dataclass(frozen=True)
class Weight:
    """Rows in one line: cents of those that have a figure, and how many have none and what they are worth."""

    rows: int
    value: int
    duty: int
    without: int
    value_without: int
    parts: tuple[tuple[str, int], ...] = ()

    @property
    def rate(self) -> Fraction | None:
        """The weighted effective rate; None where no row has a figure."""
        return Fraction(self.duty, self.value) if self.value else None


class RowReader:
    """Reads rows of a basket into entries; what many rows share (day, country, code) is read once."""

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
            facts = {name: value for name, value in facts.items() if name not in _CLAIMS}
        if facts:
            texts = {name: _text(value) for name, value in facts.items()}
            asked = {"date": row.date, "origin": origin or row.origin, "hts": row.hts}
            asked |= {"value_usd": f"{row.value_usd:f}"} | ({"date": day.isoformat()} if day else {})
            return self._law.parse(texts | asked)
        return Entry(
            day or self._day(row.date), self._origin(origin or row.origin), self._code(row.hts), cents_of(row)
        )

    def _day(self, text: str) -> date:
        if text not in self._days:
            self._days[text] = parse_day(text)
        return self._days[text]

    def _origin(self, text: str) -> str:
        if text not in self._origins:
            self._origins[text] = parse_origin(text)
        return self._origins[text]

    def _code(self, text: str) -> str:
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


def price_rows(
    rows: Sequence[BasketRow],
    law: Law,
    group: Group,
    *,
    day: date | None = None,
    origin: str = "",
    evaluator: BatchEvaluator | None = None,
    progress: Progress | None = None,
) -> Priced:
    """The answers to ``rows``, all on ``day`` and from ``origin`` where given; ``group`` names a measure's
    authority. ``progress(done, total)`` may raise to stop.
    """
    count, reader = len(rows), RowReader(law)
    report = progress or (lambda _done, _total: None)
    entries: list[Entry] = []
    faults: dict[int, str] = {}
    for place, row in enumerate(rows):
        try:
            entries.append(reader.entry(row, day, origin))
        except BriefingError as error:
            faults[place] = str(error)
        if place % PIECE == 0:
            report(place, 3 * count)
    found = evaluator or BatchEvaluator(law)
    columns = columns_of(entries)
    report(count, 3 * count)
    result = found.run(columns, lambda done, _total: report(count + done, 3 * count))
    parts = _Division(law, found, columns, result, group).parts(
        lambda done: report(2 * count + done, 3 * count)
    )
    report(3 * count, 3 * count)
    return _spread(rows, columns, result, parts, faults)


def _spread(
    rows: Sequence[BasketRow], columns: EntryColumns, result: BatchResult, parts: Mapping[str, Ints],
    faults: dict[int, str],
) -> Priced:  # fmt: skip
    """The answers put at the places of their rows; rows that could not be read have none."""
    at = np.array([place for place in range(len(rows)) if place not in faults], np.intp)
    status = np.full(len(rows), ERROR, np.int8)
    status[at] = result.status
    value = np.array([int(row.value_usd * 100) if row.value_usd > 0 else 0 for row in rows], np.int64)
    value[at] = columns.value
    total = np.full(len(rows), -1, np.int64)
    total[at] = np.where(result.status == OK, result.total, -1)
    whole = {}
    for name, cents in parts.items():
        whole[name] = np.zeros(len(rows), np.int64)
        whole[name][at] = cents
    return Priced(status, value, total, whole, faults)


class _Division:
    """Divides the totals of a batch by group."""

    def __init__(
        self, law: Law, evaluator: BatchEvaluator, columns: EntryColumns, result: BatchResult, group: Group
    ) -> None:
        self._law, self._evaluator, self._columns, self._result = law, evaluator, columns, result
        self._group = group
        self._found: dict[str, Ints] = {}

    def parts(self, report: Callable[[int], None]) -> dict[str, Ints]:
        """Cents by group for each row of the batch."""
        due = np.flatnonzero((self._result.status == OK) & (self._result.total > 0))
        kinds, nodes = self._evaluator.decided(self._columns)
        order = np.argsort(kinds[due], kind="stable")
        due = due[order]
        left: list[int] = []
        edges = np.flatnonzero(np.diff(kinds[due])) + 1
        for rows in np.split(due, edges) if len(due) else []:
            node = nodes[kinds[rows[0]]]
            if isinstance(node, Branch) and node.simple:
                left += self._by_rate(rows, node.slots)
            else:
                left += rows.tolist()
        for number, row in enumerate(left):
            self._by_answer(row)
            if number % 64 == 0:
                report(number * len(self._columns) // len(left))
        return self._found

    def _by_rate(self, rows: NDArray[np.intp], slots: tuple[Slot, ...]) -> list[int]:
        """Divide rows by the formula; gives back those whose parts do not prove themselves."""
        value = self._columns.value[rows]
        ppm = np.array([self._ppm(code) for code in self._columns.codes], np.int64)[self._columns.code[rows]]
        ordinary = half_up(value, np.maximum(ppm, 0))
        charges = [(COLUMN_1, ordinary)]
        for slot in slots:
            if slot.ppm:
                cents = half_up(value, slot.ppm)
                top_up = np.maximum(cents - ordinary, 0) if slot.floor else cents
                charges.append((slot.measure, top_up))
        total = sum((cents for _, cents in charges), np.zeros_like(value))
        good = (ppm >= 0) & (total == self._result.total[rows])
        for measure, cents in charges:
            self._column(measure)[rows[good]] += cents[good]
        bad: list[int] = rows[~good].tolist()
        return bad

    def _ppm(self, code: str) -> int:
        line = self._evaluator.kinds.line(code)
        return line_rate(line, "").ppm if isinstance(line, ScheduleLine) else -1

    def _by_answer(self, row: int) -> None:
        answer = assess(self._columns.entry(row), self._law)
        for component in answer.components:
            self._column(component.measure)[row] += component.duty_cents

    def _column(self, measure: str) -> Ints:
        name = self._group(measure)
        if name not in self._found:
            self._found[name] = np.zeros(len(self._columns), np.int64)
        return self._found[name]


def weigh(priced: Priced, which: NDArray[np.bool_] | None = None) -> Weight:
    """The rows (of ``which``) in one line; those without a figure are counted apart, never as zero."""
    chosen = np.ones(len(priced), np.bool_) if which is None else which
    known = chosen & (priced.status == OK)
    unknown = chosen & (priced.status != OK)
    parts = tuple((name, int(cents[known].sum())) for name, cents in priced.parts.items())
    return Weight(
        int(chosen.sum()),
        int(priced.value[known].sum()),
        int(priced.total[known].sum()),
        int(unknown.sum()),
        int(priced.value[unknown].sum()),
        tuple(part for part in parts if part[1]),
    )


def by_product(rows: Sequence[BasketRow], priced: Priced, digits: int = 4) -> list[tuple[str, Weight]]:
    """The rows by the first digits of their code, dearest duty first."""
    places: dict[str, int] = {}
    bare = [row.hts.replace(".", "")[:digits] for row in rows]
    at = np.array([places.setdefault(code, len(places)) for code in bare], np.intp)
    found = [(code, weigh(priced, at == place)) for code, place in places.items()]
    return sorted(found, key=lambda each: (-each[1].duty, -each[1].value, each[0]))


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"{value:f}" if isinstance(value, Decimal) else str(value)
