"""A basket priced in up to four columns: days, countries and scenarios beside the rows as entered."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from briefing_app.app.i18n import language, tr
from briefing_app.domain.records import BasketRow, ScenarioEdit
from briefing_app.exchange.xlsx_rows import Form
from briefing_app.tariff.basket_reading import fact_words
from briefing_app.tariff.batch import STATUSES
from briefing_app.tariff.fact_table import FACTS
from briefing_app.tariff.portfolio import OK, Priced, Weight, weigh
from briefing_app.tariff.schedule import dotted
from briefing_app.ui.tariff.row_faults import fault_said
from briefing_app.ui.tariff.words import (
    AUTHORITIES,
    Authority,
    day_text,
    money,
    percent,
    points,
    short_status,
)

MOST_COLUMNS = 4
PPM = 1_000_000
PIECE = 500
_FACT_FORMS: dict[str, Form] = {"number": "plain", "money": "amount", "share": "plain"}


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
class Cells:
    """The texts of a column row by row: the rate or the status, the duty, of which authorities; ``found`` as
    they are searched.
    """

    rates: list[str]
    duties: list[str]
    why: list[str]
    found: list[str]

    def spliced(self, fresh: Cells, places: NDArray[np.intp]) -> Cells:
        """These texts at new places; -1 takes the next of ``fresh``."""
        mine = (self.rates, self.duties, self.why, self.found)
        other = (fresh.rates, fresh.duties, fresh.why, fresh.found)
        return Cells(*(_spliced(old, new, places) for old, new in zip(mine, other, strict=True)))


def _spliced(old: list[str], fresh: list[str], places: NDArray[np.intp]) -> list[str]:
    following = iter(fresh)
    return [old[place] if place >= 0 else next(following) for place in places.tolist()]


@dataclass(frozen=True)
class Repeated:
    """Texts of which few stand again and again: each once, and which one a row has."""

    texts: tuple[str, ...]
    at: NDArray[np.intp]

    @classmethod
    def of(cls, texts: Iterable[str]) -> Repeated:
        """The texts of all rows."""
        places: dict[str, int] = {}
        at = [places.setdefault(text, len(places)) for text in texts]
        return cls(tuple(places), np.array(at, np.intp))

    def ranks(self, said: Callable[[str], str]) -> NDArray[np.int64]:
        """The places of the rows in the order of what their texts are called."""
        order = sorted(range(len(self.texts)), key=lambda place: said(self.texts[place]).casefold())
        ranks = np.empty(len(order), np.int64)
        ranks[order] = np.arange(len(order))
        found: NDArray[np.int64] = ranks[self.at]
        return found

    def holding(self, word: str, folded: Callable[[str], str]) -> NDArray[np.bool_]:
        """Which rows hold a word in the folded form of their text."""
        which = np.array([word in folded(text) for text in self.texts], np.bool_)
        found: NDArray[np.bool_] = which[self.at] if len(which) else np.zeros(len(self.at), np.bool_)
        return found


@dataclass(frozen=True)
class RowTexts:
    """What rows say, as a table looks it up: made where they are priced, once for all columns."""

    dates: Repeated
    origins: Repeated
    codes: Repeated
    values: list[str]


@dataclass(frozen=True)
class ColumnResult:
    """One column: the answers row by row, the whole, and the products."""

    spec: ColumnSpec
    priced: Priced
    weight: Weight
    products: tuple[tuple[str, Weight], ...]
    cells: Cells
    examples: Mapping[str, str]
    """A code of the basket for each heading."""
    texts: RowTexts

    @property
    def known(self) -> NDArray[np.bool_]:
        """Which rows have a figure."""
        known: NDArray[np.bool_] = self.priced.status == OK
        return known

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
            if rate == before and (begins := _begins_later(each)):
                words.append(tr("What it changes begins on {day}, after these entries.", day=begins))
    return " ".join(words)


def _begins_later(column: ColumnResult) -> str:
    """The first day of what a scenario states, where that is after the last entry of its column; else ""."""
    days = [column.spec.day.isoformat()] if column.spec.day else column.texts.dates.texts
    later = [
        day
        for edit in column.spec.edits
        if (day := str(edit.set.get("from", ""))[:10]) > max(days, default="")
    ]
    return day_text(date.fromisoformat(min(later))) if later else ""


def _on_common_rows(column: ColumnResult, first: ColumnResult) -> str:
    """Two columns that leave out different rows are compared on those that both have."""
    both = (column.priced.status == OK) & (first.priced.status == OK)
    rate, before = weigh(column.priced, both).rate, weigh(first.priced, both).rate
    if rate is None or before is None:
        return tr("{column}: no row in common.", column=column.spec.name)
    said = tr(
        "{column}: {rate} ({points}) on the {rows} that both have",
        column=column.spec.name, rate=percent(rate), points=points(rate - before),
        rows=row_words(int(both.sum())),
    )  # fmt: skip
    weight = column.weight
    own = tr(
        "{rate} on its own {rows}", rate=percent(weight.rate), rows=row_words(weight.rows - weight.without)
    )
    left = tr("it leaves out {rows}", rows=row_words(weight.without)) if weight.without else ""
    return tr("{sentence}.", sentence=tr("; ").join(filter(None, (said, own, left))))


def row_words(count: int) -> str:
    """``1 row`` or ``2,000 rows``."""
    return tr("1 row") if count == 1 else tr("{count} rows", count=f"{count:,}")


def table_of(
    rows: Sequence[BasketRow],
    results: Sequence[ColumnResult],
    names: Mapping[str, str],
    source_of: Callable[[BasketRow], str] | None = None,
) -> tuple[list[str], Iterator[list[str]], dict[int, Form]]:
    """The rows with every column's figures for a file: titles, cells row by row, and which columns hold
    numbers, of what form. In English the titles are the names that the command line and an import know; in
    Japanese they are words that an import knows too. ``source_of`` says where the value of a row comes from.
    """
    first = results[0]
    facts = sorted({name for row in rows if row.facts for name in row.facts})
    shares = [each for each in AUTHORITIES if each.english in first.priced.parts]
    named = [tr(name) if name in ("quantity", "unit") else name for name in facts]
    titles = [tr("row"), tr("date"), tr("origin"), tr("hts"), tr("good"), *named, tr("value_usd")]
    start = len(titles) - 1
    forms: dict[int, Form] = {0: "plain", start: "amount"}
    for at, name in enumerate(facts, start - len(facts)):
        if name in FACTS and (form := _FACT_FORMS.get(FACTS[name].kind)):
            forms[at] = form
    for each in results:
        forms |= {len(titles) + 1: "amount", len(titles) + 2: "share"}
        titles += [
            f"{each.spec.name}: {what}" for what in (tr("status"), tr("duty_usd"), tr("effective_rate"))
        ]
    forms |= dict.fromkeys(range(len(titles), len(titles) + len(shares)), "amount")
    titles += [tr("{authority} usd", authority=each.name) for each in shares]
    if source_of is not None:
        titles.append(tr("value_source"))
    lines = _lines(rows, results, names, facts, [first.priced.parts[each.english] for each in shares])
    if faults := first.priced.faults:
        titles.insert(len(titles) - (source_of is not None), tr("why not"))
        why = (fault_said(faults[at]) if at in faults else "" for at in range(len(rows)))
        lines = ([*cells, said] for cells, said in zip(lines, why, strict=True))
    if source_of is not None:
        told = map(source_of, rows)
        lines = ([*cells, source] for cells, source in zip(lines, told, strict=True))
    return titles, lines, forms


def _lines(
    rows: Sequence[BasketRow],
    results: Sequence[ColumnResult],
    names: Mapping[str, str],
    facts: Sequence[str],
    shares: Sequence[NDArray[np.int64]],
) -> Iterator[list[str]]:
    for start in range(0, len(rows), PIECE):
        part = slice(start, start + PIECE)
        columns = [_figures(each, part) for each in results]
        known = results[0].known[part].tolist()
        # A row without a figure has no part of one: its cells stay empty, they are not 0.00.
        columns += [
            [[_usd(cents) if is_known else ""] for cents, is_known in zip(of, known, strict=True)]
            for of in (amounts[part].tolist() for amounts in shares)
        ]
        for number, row in enumerate(rows[part]):
            cells = [str(start + number + 1), row.date, row.origin, dotted(row.hts), names.get(row.hts, "")]
            if facts:
                cells += [fact_words(row.facts[name]) if name in row.facts else "" for name in facts]
            cells.append(f"{row.value_usd:f}")
            for column in columns:
                cells += column[number]
            yield cells


def _figures(result: ColumnResult, part: slice) -> list[list[str]]:
    """Status, duty and rate of some rows, as a file has them."""
    priced = result.priced
    said = STATUSES if language() == "en" else tuple(map(short_status, STATUSES))
    found = []
    for status, total, value in zip(
        priced.status[part].tolist(), priced.total[part].tolist(), priced.value[part].tolist(), strict=True
    ):
        if status != OK or not value:
            found.append([said[status], "" if status != OK else _usd(total), ""])
            continue
        rate = (2 * total * PPM + value) // (2 * value)
        found.append([said[status], _usd(total), f"{rate // PPM}.{rate % PPM:06d}"])
    return found


def _usd(cents: int) -> str:
    return f"{cents // 100}.{cents % 100:02d}"
