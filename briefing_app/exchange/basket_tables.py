"""A table of goods as one basket: the columns of ``duties`` (date, origin, hts, value_usd, facts), and where
the value comes from (value_source).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from briefing_app.domain.fuzzydate import parse
from briefing_app.domain.records import Basket, BasketRow
from briefing_app.domain.typed_dates import understand
from briefing_app.errors import BriefingError, UsageError
from briefing_app.exchange.result import ImportResult, Problem
from briefing_app.store import codec
from briefing_app.tariff.fact_table import FACTS
from briefing_app.tariff.value_source import as_kept

REQUIRED = frozenset({"hts", "value_usd"})
_PLAIN = ("date", "origin", "hts", "value_usd", "value_source")
_MORE = frozenset({"entry_time_et", "quantity", "unit", "quantities"})


def holds_goods(header: Sequence[str]) -> bool:
    """Whether a header is that of a table of goods."""
    return {name.strip().lower() for name in header} >= REQUIRED


def read(
    header: Sequence[str], rows: Iterable[Sequence[str]], title: str, *, on: date | None = None
) -> ImportResult:
    """One basket called ``title`` with every row that can be read; the others are named.

    Raises UsageError for a column that is no fact of an entry.
    """
    names = [name.strip().lower() for name in header]
    if unknown := [name for name in names if name not in {"id", *_PLAIN, *_MORE, *FACTS}]:
        raise UsageError(f'The column "{unknown[0]}" is no fact of an entry.')
    if twice := [name for name in names if names.count(name) > 1]:
        raise UsageError(f'The column "{twice[0]}" stands twice.')
    goods: list[BasketRow] = []
    problems: list[Problem] = []
    count = 0
    for number, row in enumerate(rows, 2):
        if not any(cell.strip() for cell in row):
            continue
        count += 1
        try:
            goods.append(_row(names, row, on))
        except BriefingError as error:
            problems.append(Problem(f"row {number}", str(error)))
    baskets = (Basket(rows=tuple(goods), title=title),) if goods else ()
    return ImportResult(baskets, tuple(problems), count)


def _row(names: list[str], row: Sequence[str], on: date | None) -> BasketRow:
    if any(cell.strip() for cell in row[len(names) :]):
        raise UsageError(f"there are {len(row)} cells for {len(names)} columns.")
    cells = {name: cell.strip() for name, cell in zip(names, row, strict=False) if cell.strip()}
    if missing := sorted(REQUIRED - cells.keys()):
        raise UsageError(f"{missing[0]}: is empty.")
    document: dict[str, Any] = {name: cells[name] for name in _PLAIN if name in cells}
    if "date" in document:
        document["date"] = _day(document["date"], on)
    if "value_source" in document:
        document["value_source"] = as_kept(document["value_source"])
    document["facts"] = {name: cell for name, cell in cells.items() if name not in {"id", *_PLAIN}}
    basket = codec.decode("basket", {"rows": [document]})
    assert isinstance(basket, Basket)
    return basket.rows[0]


def _day(text: str, on: date | None) -> str:
    understood = parse(understand(text, on=on).edtf)
    if not understood.is_day or understood.approximate or understood.uncertain:
        raise UsageError(f'date: "{text}" is not one day.', hint="A duty needs the exact day of entry.")
    return understood.sort_day.isoformat()
