"""The rows of a basket as a table: a row is its place, so that a hundred thousand of them are light.

What a row shows is a text that was made where the row was priced; sorting looks at whole columns of numbers.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence

import numpy as np
from numpy.typing import NDArray

from briefing_app.app.i18n import language, tr
from briefing_app.domain.records import BasketRow
from briefing_app.tariff.goods import GoodsIndex
from briefing_app.tariff.schedule import dotted
from briefing_app.ui.tariff.basket_results import MOST_COLUMNS, ColumnResult, Repeated, RowTexts
from briefing_app.ui.tariff.row_faults import fault_said
from briefing_app.ui.tariff.value_sources import ValueSources
from briefing_app.ui.tariff.words import AUTHORITIES, country, money, short_status
from briefing_app.ui.widgets.table_model import Column, TableModel, fold_fast

VALUE = 5
FIRST_EXTRA = 8
WHY = 11
VALUE_SOURCE = 12
Ranks = NDArray[np.int64]


class PlacesModel(TableModel[int]):
    """Rows that are their own places: nothing has to be looked up for them."""

    def _place(self, key: Hashable) -> int | None:
        return key if isinstance(key, int) and 0 <= key < len(self._rows) else None


class BasketRows:
    """What the table shows: the rows of a basket and the columns worked out for them. ``edit`` is told the
    row's place, the field and the text that was typed.
    """

    def __init__(self, edit: Callable[[int, str, str], None] | None = None) -> None:
        self.rows: Sequence[BasketRow] = ()
        self.results: Sequence[ColumnResult] = ()
        self.goods: GoodsIndex | None = None
        self.value_sources = ValueSources()
        self.edit = edit
        self._names: dict[str, str] = {}
        self._codes: dict[str, str] = {}
        self.model: TableModel[int] = PlacesModel(self._columns(), lambda row: row)

    def show(self, rows: Sequence[BasketRow], results: Sequence[ColumnResult]) -> None:
        """Show rows with their answers."""
        self.rows, self.results = rows, results
        self.model.columns = self._columns()
        self.model.set_rows(range(len(rows)))

    def take_edits(self, edit: Callable[[int, str, str], None]) -> None:
        """Let cells be typed into; ``edit`` is told the row's place, the field and the text."""
        self.edit = edit
        self.model.columns = self._columns()

    def name(self, hts: str) -> str:
        """What a good is called."""
        if hts not in self._names:
            good = self.goods.good(hts.replace(".", "")) if self.goods else None
            self._names[hts] = good.name(language()) if good else ""
        return self._names[hts]

    def result(self, column: int) -> ColumnResult | None:
        """The answers of a column, if they are there."""
        found = self.results[column] if column < len(self.results) else None
        return found if found is not None and len(found.priced) == len(self.rows) else None

    def why(self, row: int) -> str:
        """What the duty is made of, or why there is none."""
        found = self.result(0)
        if found is None:
            return ""
        if row in found.priced.faults:
            return fault_said(found.priced.faults[row])
        if found.cents_of(row) is None:
            return tr("{status}: open the row to see why", status=short_status(found.status_of(row)))
        if not found.cells.why[row]:
            return tr("{status}: open the row to see why", status=tr("no duty"))
        return found.cells.why[row]

    # --- texts of a row ------------------------------------------------------------------------------

    def _rate(self, column: int, row: int) -> str:
        found = self.result(column)
        return found.cells.rates[row] if found is not None else ""

    def _duty(self, column: int, row: int) -> str:
        found = self.result(column)
        return found.cells.duties[row] if found is not None else ""

    def _code(self, row: int) -> str:
        code = self.rows[row].hts
        if code not in self._codes:
            self._codes[code] = dotted(code.replace(".", ""))
        return self._codes[code]

    def _value(self, row: int) -> str:
        return money(int(self.rows[row].value_usd * 100))

    def _value_tip(self, row: int) -> str:
        return self.value_sources.of(self.rows[row])

    def _source_texts(self) -> list[str]:
        """Where each value comes from, as it is searched; nothing of baskets in plain dollars."""
        if not self.value_sources:
            return [""] * len(self.rows)
        return [fold_fast(self._value_tip(row)) for row in range(len(self.rows))]

    def _by_source(self) -> Ranks:
        texts = self._source_texts()
        places = {text: place for place, text in enumerate(sorted(set(texts)))}
        return np.array([places[text] for text in texts], np.int64)

    def _tone(self, row: int) -> str:
        found = self.result(0)
        return "caution" if found is not None and found.cents_of(row) is None else ""

    # --- whole columns in order ----------------------------------------------------------------------

    def _texts(self) -> RowTexts | None:
        found = self.result(0)
        return found.texts if found is not None else None

    def _repeated(self, field: str) -> Repeated:
        """The dates, origins or codes of all rows."""
        texts = self._texts()
        if texts is not None:
            made: Repeated = getattr(texts, field)
            return made
        name = {"dates": "date", "origins": "origin", "codes": "hts"}[field]
        return Repeated.of(getattr(row, name) for row in self.rows)

    def _by_text(self, field: str, said: Callable[[str], str] = str) -> Callable[[], Ranks]:
        """Ranks of a column in which few texts stand again and again."""
        return lambda: self._repeated(field).ranks(said)

    def _holding(self, field: str, said: Callable[[str], str] = str) -> Callable[[str], NDArray[np.bool_]]:
        """Which rows hold a word in such a column."""
        return lambda word: self._repeated(field).holding(word, lambda text: fold_fast(said(text)))

    def _by_value(self) -> Ranks:
        found = self.result(0)
        if found is not None:
            return found.priced.value
        return np.array([int(row.value_usd * 100) for row in self.rows], np.int64)

    def _by_rate(self, column: int) -> Ranks:
        """Parts of a thousand million: enough to sort by, equal for rows of one rate."""
        found = self.result(column)
        if found is None:
            return np.zeros(len(self.rows), np.int64)
        rate = found.priced.total / np.maximum(found.priced.value, 1)
        ranks: Ranks = np.where(found.known, np.round(rate * 10**9), -1).astype(np.int64)
        return ranks

    def _by_duty(self) -> Ranks:
        found = self.result(0)
        if found is None:
            return np.zeros(len(self.rows), np.int64)
        ranks: Ranks = np.where(found.known, found.priced.total, -1)
        return ranks

    def _by_authorities(self) -> Ranks:
        """Rows that the same authorities charge stand together, dearest within."""
        found = self.result(0)
        if found is None:
            return np.zeros(len(self.rows), np.int64)
        which = np.zeros(len(self.rows), np.int64)
        for bit, authority in enumerate(AUTHORITIES):
            cents = found.priced.parts.get(authority.english)
            if cents is not None:
                which |= (cents > 0).astype(np.int64) << bit
        order = np.lexsort((self._by_duty(), which))
        ranks = np.empty(len(order), np.int64)
        ranks[order] = np.arange(len(order))
        return ranks

    # --- whole columns as they are searched ----------------------------------------------------------

    def _folded_values(self) -> list[str]:
        texts = self._texts()
        return texts.values if texts is not None else [self._value(row) for row in range(len(self.rows))]

    def _folded_cells(self, which: str, column: int = 0) -> list[str]:
        found = self.result(column)
        if found is None:
            return [""] * len(self.rows)
        texts: list[str] = getattr(found.cells, which)
        if which == "found":
            return texts
        if found.known.all():
            return texts  # sums and rates are written as they are searched
        folded = texts[:]
        for place in np.flatnonzero(~found.known).tolist():
            folded[place] = fold_fast(texts[place])
        return folded

    # --- the columns ---------------------------------------------------------------------------------

    def _typed(self, field: str) -> Callable[[int, str], None] | None:
        edit = self.edit
        return (lambda row, text: edit(row, field, text)) if edit is not None else None

    def _columns(self) -> tuple[Column[int], ...]:
        rows = self
        first: tuple[Column[int], ...] = (
            Column(
                tr("Row"), lambda row: f"{row + 1:,}", align="right", width=6,
                ranks=lambda: np.arange(len(rows.rows)),
            ),
            Column(
                tr("Entered"), lambda row: rows.rows[row].date, width=9, edit=self._typed("date"),
                holding=self._holding("dates"), ranks=self._by_text("dates"),
            ),
            Column(
                tr("Origin"), lambda row: country(rows.rows[row].origin), width=9, edit=self._typed("origin"),
                ranks=self._by_text("origins", country), holding=self._holding("origins", country),
            ),
            Column(
                tr("Code"), self._code, width=11, edit=self._typed("hts"),
                ranks=self._by_text("codes", _plain),
                holding=self._holding("codes", lambda code: dotted(_plain(code))),
            ),
            Column(
                tr("Commodity"), lambda row: rows.name(rows.rows[row].hts), width=0,
                tip=lambda row: rows.name(rows.rows[row].hts),
                ranks=self._by_text("codes", self.name), holding=self._holding("codes", self.name),
            ),
            Column(
                tr("Value"), self._value, align="right", width=13, tip=self._value_tip,
                edit=self._typed("value_usd"), ranks=self._by_value, folded=self._folded_values,
            ),
            Column(
                tr("Rate"), lambda row: rows._rate(0, row), align="right", width=12, tone=self._tone,
                ranks=lambda: rows._by_rate(0),
                folded=lambda: rows._folded_cells("rates"),
            ),
            Column(
                tr("Duty"), lambda row: rows._duty(0, row), align="right", width=12, ranks=self._by_duty,
                folded=lambda: rows._folded_cells("duties"),
            ),
        )  # fmt: skip
        extra = tuple(rows._extra(place) for place in range(1, MOST_COLUMNS))
        last: Column[int] = Column(
            tr("Of which, or why not"),
            rows.why,
            width=0,
            tip=rows.why,
            ranks=self._by_authorities,
            folded=lambda: rows._folded_cells("found"),
        )
        source: Column[int] = Column(
            tr("Source of the value"), self._value_tip, width=26, tip=self._value_tip,
            ranks=self._by_source, folded=self._source_texts,
        )  # fmt: skip
        return (*first, *extra, last, source)

    def _extra(self, place: int) -> Column[int]:
        rows = self
        found = self.results[place] if place < len(self.results) else None
        name = found.spec.name if found is not None else tr("Column {number}", number=place + 1)
        return Column(
            name, lambda row: rows._rate(place, row), align="right", width=14,
            tip=lambda row: rows._duty(place, row), ranks=lambda: rows._by_rate(place),
            folded=lambda: rows._folded_cells("rates", place),
        )  # fmt: skip


def _plain(code: str) -> str:
    return code.replace(".", "")
