"""Works baskets out off the GUI thread and keeps what it found: an unchanged row is not asked anew."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from briefing_app.domain.records import BasketRow
from briefing_app.tariff.basket_reading import Faults, RowReader
from briefing_app.tariff.batch import STATUSES, BatchEvaluator
from briefing_app.tariff.law import Law
from briefing_app.tariff.portfolio import (
    ERROR,
    OK,
    Priced,
    Progress,
    Reading,
    by_product,
    price_rows,
    read_rows,
    weigh,
)
from briefing_app.ui.tariff.basket_results import Cells, ColumnResult, ColumnSpec, Repeated, RowTexts
from briefing_app.ui.tariff.words import AUTHORITIES, authority_named, money, percent, short_status
from briefing_app.ui.widgets.table_model import fold_fast

PIECE = 2000
Work = Callable[[Progress], list[ColumnResult]]


class Engine:
    """Prices baskets. Results and compiled programs are kept; one piece of work at a time takes them out."""

    def __init__(self, law: Law) -> None:
        self.law = law
        self._evaluators: dict[object, BatchEvaluator] = {}
        self._kept: dict[object, ColumnResult] = {}
        self._rows: Sequence[BasketRow] = ()
        self._reading: Reading | None = None
        self._lent: tuple[dict[object, BatchEvaluator], list[Reading]] = ({}, [])

    def work(self, rows: tuple[BasketRow, ...], specs: Sequence[ColumnSpec]) -> Work:
        """What to run off the GUI thread: the columns in their order."""
        kept, old = dict(self._kept), self._rows
        evaluators, self._evaluators = self._evaluators, {}
        readings = [self._reading] if self._reading is not None and self._reading.rows is rows else []
        self._lent = evaluators, readings

        def run(report: Progress) -> list[ColumnResult]:
            places = _places(old, rows) if kept and old is not rows else None
            found: list[ColumnResult] = []
            for number, spec in enumerate(specs):
                column = _Column(self.law, rows, spec, evaluators, readings)
                column.texts = found[0].texts if found else None
                known = kept.get(spec.key)
                told = _part(report, number, len(specs))
                if known is None or (places is not None and (places < 0).mean() > 0.5):
                    found.append(column.whole(told))
                elif places is None:
                    found.append(replace(known, spec=spec))
                else:
                    found.append(column.spliced(known, places, told))
            return found

        return run

    def take(self, rows: tuple[BasketRow, ...], results: Sequence[ColumnResult]) -> None:
        """Keep what was worked out, on the GUI thread."""
        self._evaluators, readings = self._lent
        self._reading = readings[0] if readings else None
        if rows is not self._rows:
            self._kept, self._rows = {}, rows
        self._kept |= {each.spec.key: each for each in results}


class _Column:
    """One column of one basket at work."""

    def __init__(
        self,
        law: Law,
        rows: tuple[BasketRow, ...],
        spec: ColumnSpec,
        evaluators: dict[object, BatchEvaluator],
        readings: list[Reading],
    ) -> None:
        self.rows, self.spec, self.readings = rows, spec, readings
        self.texts: RowTexts | None = None
        edits = spec.key[2]
        if edits not in evaluators:
            evaluators[edits] = BatchEvaluator(law.with_scenario(spec.edits) if spec.edits else law)
        self.evaluator = evaluators[edits]
        self.law = self.evaluator.law

    def whole(self, report: Progress) -> ColumnResult:
        """Every row worked out."""
        count = len(self.rows)
        if not self.readings:
            self.readings.append(read_rows(self.rows, self.law, lambda done, _total: report(done, 3 * count)))
        priced = self._priced(self.rows, report, self.readings[0])
        return self._result(priced, _cells(priced, report))

    def spliced(self, known: ColumnResult, places: NDArray[np.intp], report: Progress) -> ColumnResult:
        """Rows that were worked out before are taken over; the others are asked."""
        new = np.flatnonzero(places < 0)
        asked = [self.rows[place] for place in new.tolist()]
        fresh = self._priced(asked, report, None) if asked else None
        priced = _spliced(known.priced, fresh, places, new)
        errors = np.flatnonzero(priced.status == ERROR).tolist()
        faults = Faults(RowReader(self.law), self.rows, errors, self.spec.day, self.spec.origin)
        priced = replace(priced, faults=faults)
        texts = _cells(fresh, report) if fresh is not None else Cells([], [], [], [])
        return self._result(priced, known.cells.spliced(texts, places))

    def _priced(self, rows: Sequence[BasketRow], report: Progress, reading: Reading | None) -> Priced:
        law = self.law
        return price_rows(
            rows, law, lambda measure: authority_named(law, measure).english, day=self.spec.day,
            origin=self.spec.origin, evaluator=self.evaluator, progress=report, reading=reading,
        )  # fmt: skip

    def _result(self, priced: Priced, cells: Cells) -> ColumnResult:
        codes = reversed(dict.fromkeys(row.hts for row in self.rows))
        examples = {code.replace(".", "")[:4]: code for code in codes}
        products = tuple(by_product(self.rows, priced))
        texts = self.texts or _texts(self.rows, priced)
        return ColumnResult(self.spec, priced, weigh(priced), products, cells, examples, texts)


def _texts(rows: Sequence[BasketRow], priced: Priced) -> RowTexts:
    """What rows say, as a table looks it up."""
    values = [f"${each // 100:,}.{each % 100:02d}" for each in priced.value.tolist()]
    return RowTexts(
        Repeated.of(row.date for row in rows), Repeated.of(row.origin for row in rows),
        Repeated.of(row.hts for row in rows), values,
    )  # fmt: skip


def _places(old: Sequence[BasketRow], rows: Sequence[BasketRow]) -> NDArray[np.intp]:
    """Where each row stood before; -1 for a row that is new."""
    known = {id(row): place for place, row in enumerate(old)}
    return np.fromiter((known.get(id(row), -1) for row in rows), np.intp, len(rows))


def _spliced(old: Priced, fresh: Priced | None, places: NDArray[np.intp], new: NDArray[np.intp]) -> Priced:
    def column(before: NDArray[np.int64], after: NDArray[np.int64] | None) -> NDArray[np.int64]:
        found = before[places] if len(before) else np.zeros(len(places), np.int64)
        found[new] = 0 if after is None else after
        return found

    parts = {}
    for name in {*old.parts, *(fresh.parts if fresh else ())}:
        before = old.parts.get(name, np.zeros(len(old), np.int64))
        parts[name] = column(before, fresh.parts.get(name) if fresh else None)
    status = old.status[places]
    if fresh is not None:
        status[new] = fresh.status
    value = column(old.value, fresh.value if fresh else None)
    return Priced(status, value, column(old.total, fresh.total if fresh else None), parts, {})


def _cells(priced: Priced, report: Progress) -> Cells:
    """The texts of rows as the table shows them, made once: a table asks for each again and again."""
    known = priced.status == OK
    words = [short_status(name) for name in STATUSES]
    rates = _rates(np.where(known, priced.total, -1), priced.value)
    parts = [(each.name, priced.parts[each.english]) for each in AUTHORITIES if each.english in priced.parts]
    duties, why = [], []
    for start in range(0, len(priced), PIECE):
        report(len(priced) - 1, len(priced))
        stop = min(start + PIECE, len(priced))
        duties += [money(cents if cents >= 0 else None) for cents in priced.total[start:stop].tolist()]
        why += _why(parts, known, start, stop)
    found = [fold_fast(text) for text in why]
    folded = [fold_fast(text) for text in words]
    for place, status in zip(np.flatnonzero(~known).tolist(), priced.status[~known].tolist(), strict=True):
        rates[place], found[place] = words[status], folded[status]
    return Cells(rates, duties, why, found)


def _rates(duty: NDArray[np.int64], value: NDArray[np.int64]) -> list[str]:
    """The effective rates of many rows as :func:`percent` says them; "" where ``duty`` is below zero."""
    base = np.maximum(value, 1)
    scaled = np.where(duty < 0, -1, (duty * 20_000 + base) // (2 * base)).tolist()
    said = {each: percent(Fraction(each, 10_000)) if each >= 0 else "" for each in dict.fromkeys(scaled)}
    return [said[each] for each in scaled]


def _why(
    parts: Sequence[tuple[str, NDArray[np.int64]]], known: NDArray[np.bool_], start: int, stop: int
) -> list[str]:
    """What the duty of some rows is made of; nothing where there is no figure."""
    columns = [(name, cents[start:stop].tolist()) for name, cents in parts]
    return [
        ", ".join(f"{name} {money(cents[at])}" for name, cents in columns if cents[at]) if is_known else ""
        for at, is_known in enumerate(known[start:stop].tolist())
    ]


def _part(report: Progress, place: int, count: int) -> Progress:
    return lambda done, total: report(place * total + done, count * total)


def names_of(rows: Sequence[BasketRow], name: Callable[[str], str]) -> Mapping[str, str]:
    """The name of each code of a basket."""
    return {code: name(code) for code in dict.fromkeys(row.hts for row in rows)}
