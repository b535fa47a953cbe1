"""A basket priced in up to four columns: days, countries and scenarios beside the rows as entered."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

import numpy as np

from briefing_app.app.i18n import tr
from briefing_app.domain.records import BasketRow, ScenarioEdit
from briefing_app.tariff.batch import STATUSES, BatchEvaluator
from briefing_app.tariff.law import Law
from briefing_app.tariff.portfolio import OK, Priced, Progress, Weight, by_product, price_rows, weigh
from briefing_app.ui.tariff.words import AUTHORITIES, Authority, authority_named, money, percent, points

MOST_COLUMNS = 4
_BY_NAME = {each.english: each for each in AUTHORITIES}


@dataclass(frozen=True)
class ColumnSpec:
    """What is put in place of the rows' own day and country, and which edits of the law count."""

    name: str
    day: date | None = None
    origin: str = ""
    edits: tuple[ScenarioEdit, ...] = ()

    @property
    def key(self) -> tuple[object, ...]:
        """What makes it the same column, whatever it is called."""
        edits = tuple((each.op, each.measure, repr(sorted(each.set.items()))) for each in self.edits)
        return (self.day, self.origin, edits)


@dataclass(frozen=True)
class ColumnResult:
    """One column: the answers row by row, the whole, and the products."""

    spec: ColumnSpec
    priced: Priced
    weight: Weight
    products: tuple[tuple[str, Weight], ...]

    @property
    def parts(self) -> list[tuple[Authority, int]]:
        """Cents by authority, the ordinary duty first."""
        return authorities_of(self.weight)

    def rate_of(self, row: int) -> Fraction | None:
        """The effective rate of a row; None where there is no figure."""
        if self.priced.status[row] != OK or not self.priced.value[row]:
            return None
        return Fraction(int(self.priced.total[row]), int(self.priced.value[row]))

    def cents_of(self, row: int) -> int | None:
        """The duty of a row."""
        return int(self.priced.total[row]) if self.priced.status[row] == OK else None

    def status_of(self, row: int) -> str:
        """The status of a row by name."""
        return STATUSES[self.priced.status[row]]

    def parts_of(self, row: int) -> list[tuple[Authority, int]]:
        """Cents of a row by authority."""
        found = {name: int(cents[row]) for name, cents in self.priced.parts.items()}
        return [(each, found[each.english]) for each in AUTHORITIES if found.get(each.english)]


def authorities_of(weight: Weight) -> list[tuple[Authority, int]]:
    """The parts of a weight as authorities in their order."""
    found = dict(weight.parts)
    return [(each, found[each.english]) for each in AUTHORITIES if found.get(each.english)]


class Engine:
    """Prices baskets. Results and compiled programs are kept; one piece of work at a time takes them out."""

    def __init__(self, law: Law) -> None:
        self.law = law
        self._evaluators: dict[object, BatchEvaluator] = {}
        self._kept: dict[tuple[int, object], ColumnResult] = {}
        self._rows: Sequence[BasketRow] = ()
        self._lent: dict[object, BatchEvaluator] = {}

    def work(
        self, rows: tuple[BasketRow, ...], specs: Sequence[ColumnSpec]
    ) -> Callable[[Progress], list[ColumnResult]]:
        """What to run off the GUI thread: the columns in their order."""
        if rows is not self._rows:
            self._kept, self._rows = {}, rows
        kept = dict(self._kept)
        evaluators, self._evaluators = self._evaluators, {}

        def run(report: Progress) -> list[ColumnResult]:
            found = []
            for place, spec in enumerate(specs):
                known = kept.get((id(rows), spec.key))
                if known is None:
                    made = self._column(rows, spec, evaluators, _part(report, place, len(specs)))
                    found.append(made)
                else:
                    found.append(ColumnResult(spec, known.priced, known.weight, known.products))
            return found

        self._lent = evaluators
        return run

    def take(self, rows: tuple[BasketRow, ...], results: Sequence[ColumnResult]) -> None:
        """Keep what was worked out, on the GUI thread."""
        self._evaluators = self._lent
        if rows is self._rows:
            self._kept = {(id(rows), each.spec.key): each for each in results}

    def _column(
        self,
        rows: tuple[BasketRow, ...],
        spec: ColumnSpec,
        evaluators: dict[object, BatchEvaluator],
        report: Progress,
    ) -> ColumnResult:
        key = spec.key[2]
        if key not in evaluators:
            law = self.law.with_scenario(spec.edits) if spec.edits else self.law
            evaluators[key] = BatchEvaluator(law)
        evaluator = evaluators[key]
        law = evaluator.law
        priced = price_rows(
            rows, law, lambda measure: authority_named(law, measure).english,
            day=spec.day, origin=spec.origin, evaluator=evaluator, progress=report,
        )  # fmt: skip
        return ColumnResult(spec, priced, weigh(priced), tuple(by_product(rows, priced)))


def _part(report: Progress, place: int, count: int) -> Progress:
    return lambda done, total: report(place * total + done, count * total)


def finding(results: Sequence[ColumnResult]) -> str:
    """The basket in sentences: the first column, what is left out, and how far the others are from it."""
    if not results:
        return ""
    first = results[0].weight
    counted = row_words(first.rows - first.without)
    words = [
        tr(
            "{duty} duty on {value} in {rows}.",
            duty=money(first.duty),
            value=money(first.value),
            rows=counted,
        )
    ]
    if first.without:
        words.append(
            tr(
                "{rows} worth {value} without a figure: left out.",
                rows=row_words(first.without), value=money(first.value_without),
            )
        )  # fmt: skip
    for each in results[1:]:
        rate, before = each.weight.rate, first.rate
        if rate is None or before is None:
            words.append(tr("{column}: no figure.", column=each.spec.name))
        elif not np.array_equal(each.priced.status == OK, results[0].priced.status == OK):
            words.append(_on_common_rows(each, results[0]))
        else:
            words.append(
                tr(
                    "{column}: {rate} ({points}).",
                    column=each.spec.name, rate=percent(rate), points=points(rate - before),
                )
            )  # fmt: skip
    return " ".join(words)


def _on_common_rows(column: ColumnResult, first: ColumnResult) -> str:
    """Two columns that leave out different rows are compared on those that both have."""
    both = (column.priced.status == OK) & (first.priced.status == OK)
    rate, before = weigh(column.priced, both).rate, weigh(first.priced, both).rate
    if rate is None or before is None:
        return tr("{column}: no row in common.", column=column.spec.name)
    return tr(
        "{column}: {rate} ({points}) on the {rows} that both have; it leaves out {left}.",
        column=column.spec.name, rate=percent(rate), points=points(rate - before),
        rows=row_words(int(both.sum())), left=row_words(column.weight.without),
    )  # fmt: skip


def row_words(count: int) -> str:
    """``1 row`` or ``2,000 rows``."""
    return tr("1 row") if count == 1 else tr("{count} rows", count=f"{count:,}")


def table_of(
    rows: Sequence[BasketRow], results: Sequence[ColumnResult], names: Mapping[str, str]
) -> tuple[list[str], list[list[str]], frozenset[int]]:
    """The rows with every column's figures for a file: titles, cells, and which columns hold numbers."""
    first = results[0]
    facts = sorted({name for row in rows for name in row.facts})
    shares = [each for each in AUTHORITIES if each.english in first.priced.parts]
    titles = ["row", "date", "origin", "hts", "good", *facts, "value_usd"]
    start = len(titles) - 1
    for each in results:
        titles += [f"{each.spec.name}: {what}" for what in ("status", "duty_usd", "effective_rate")]
    titles += [f"{each.english} usd" for each in shares]
    out = []
    for place, row in enumerate(rows):
        cells = [str(place + 1), row.date, row.origin, row.hts, names.get(row.hts, "")]
        cells += [str(row.facts.get(name, "")) for name in facts]
        cells.append(f"{row.value_usd:f}")
        for each in results:
            cents, rate = each.cents_of(place), each.rate_of(place)
            cells += [each.status_of(place), _usd(cents), _fraction(rate)]
        cells += [_usd(int(first.priced.parts[each.english][place])) for each in shares]
        out.append(cells)
    text = {start + 1 + 3 * at for at in range(len(results))}
    numbers = frozenset(set(range(start, len(titles))) - text | {0})
    return titles, out, numbers


def _usd(cents: int | None) -> str:
    return "" if cents is None else f"{cents // 100}.{cents % 100:02d}"


def _fraction(rate: Fraction | None) -> str:
    if rate is None:
        return ""
    scaled = (2 * rate.numerator * 10**6 + rate.denominator) // (2 * rate.denominator)
    return f"{scaled // 10**6}.{scaled % 10**6:06d}"
