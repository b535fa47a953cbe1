"""Many entries weighed as one basket: who charges what on which good, to the cent, in columns.

The batch gives each row's status and total; :mod:`briefing_app.tariff.division` adds the share of every
authority.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from briefing_app.domain.records import BasketRow
from briefing_app.tariff.basket_reading import Progress, Reading, RowReader, read_rows
from briefing_app.tariff.batch import STATUSES, BatchEvaluator
from briefing_app.tariff.batch_columns import Ints
from briefing_app.tariff.division import OK, Division, Group
from briefing_app.tariff.law import Law

__all__ = [
    "ERROR", "OK", "Priced", "Progress", "Reading", "RowReader", "StoppedError", "Weight", "by_product",
    "price_rows", "read_rows", "weigh",
]  # fmt: skip
ERROR = STATUSES.index("error")


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
    bases: Mapping[str, Ints] = field(default_factory=dict)
    """Cents that each watched measure is charged on; -1 where it is not."""

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


def price_rows(
    rows: Sequence[BasketRow],
    law: Law,
    group: Group,
    *,
    day: date | None = None,
    origin: str = "",
    evaluator: BatchEvaluator | None = None,
    progress: Progress | None = None,
    reading: Reading | None = None,
    watched: frozenset[str] = frozenset(),
) -> Priced:
    """The answers to ``rows``, all on ``day`` and from ``origin`` where given; ``group`` names a measure's
    authority. ``progress(done, total)`` may raise to stop. ``reading``: the rows, when they were read before;
    ``watched``: measures whose bases are wanted.
    """
    count = len(rows)
    report = progress or (lambda _done, _total: None)
    if reading is None:
        reading = read_rows(rows, law, lambda done, _total: report(done, 3 * count))
    found = evaluator or BatchEvaluator(law)
    columns, at, faults = reading.columns(day, origin)
    report(count, 3 * count)
    result = found.run(columns, lambda done, _total: report(count + done, 3 * count))
    division = Division(law, found, columns, result, group, watched=watched)
    parts = division.parts(lambda done: report(2 * count + done, 3 * count))
    report(3 * count, 3 * count)
    status = np.full(count, ERROR, np.int8)
    status[at] = result.status
    value = reading.value.copy()
    for place in np.flatnonzero(value < 0).tolist():
        value[place] = max(0, int(rows[place].value_usd * 100)) if rows[place].value_usd.is_finite() else 0
    total = np.full(count, -1, np.int64)
    total[at] = np.where(result.status == OK, result.total, -1)
    whole = {}
    for name, cents in parts.items():
        whole[name] = np.zeros(count, np.int64)
        whole[name][at] = cents
    bases = {}
    for name, cents in division.bases.items():
        bases[name] = np.full(count, -1, np.int64)
        bases[name][at] = cents
    return Priced(status, value, total, whole, faults, bases)


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
    if not len(rows):
        return []
    heads: dict[str, int] = {}
    places: dict[str, int] = {}
    at = np.empty(len(rows), np.intp)
    for place, row in enumerate(rows):
        head = places.get(row.hts)
        if head is None:
            code = row.hts.replace(".", "")[:digits]
            head = places[row.hts] = heads.setdefault(code, len(heads))
        at[place] = head
    order = np.argsort(at, kind="stable")
    starts = np.searchsorted(at[order], np.arange(len(heads)))

    def added(amounts: NDArray[np.int64]) -> list[int]:
        return list(np.add.reduceat(amounts[order], starts).tolist())

    known = priced.status == OK
    count, without = added(np.ones(len(rows), np.int64)), added((~known).astype(np.int64))
    value, total = added(np.where(known, priced.value, 0)), added(np.where(known, priced.total, 0))
    left = added(np.where(known, 0, priced.value))
    parts = {name: added(np.where(known, cents, 0)) for name, cents in priced.parts.items()}
    found = []
    for code, head in heads.items():
        mine = tuple((name, cents[head]) for name, cents in parts.items() if cents[head])
        weight = Weight(count[head], value[head], total[head], without[head], left[head], mine)
        found.append((code, weight))
    return sorted(found, key=lambda each: (-each[1].duty, -each[1].value, each[0]))
