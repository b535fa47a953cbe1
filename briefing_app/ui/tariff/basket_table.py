"""The rows of a basket as a table: a row is its place, so that a hundred thousand of them are light."""

from __future__ import annotations

from collections.abc import Sequence

from briefing_app.app.i18n import language, tr
from briefing_app.domain.records import BasketRow
from briefing_app.tariff.goods import GoodsIndex
from briefing_app.tariff.schedule import dotted
from briefing_app.ui.tariff.basket_results import MOST_COLUMNS, ColumnResult
from briefing_app.ui.tariff.words import country, money, percent, short_status
from briefing_app.ui.widgets.table_model import Column, TableModel

FIRST_EXTRA = 8


class BasketRows:
    """What the table shows: the rows of a basket and the columns worked out for them."""

    def __init__(self) -> None:
        self.rows: Sequence[BasketRow] = ()
        self.results: Sequence[ColumnResult] = ()
        self.goods: GoodsIndex | None = None
        self.value_sources: dict[tuple[str, object], str] = {}
        self._names: dict[str, str] = {}
        self.model: TableModel[int] = TableModel(self._columns(), lambda row: row)

    def show(self, rows: Sequence[BasketRow], results: Sequence[ColumnResult]) -> None:
        """Show rows with their answers."""
        self.rows, self.results = rows, results
        self.model.columns = self._columns()
        self.model.set_rows(range(len(rows)))

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
            return found.priced.faults[row]
        if found.cents_of(row) is None:
            return tr("{status}: open the row to see why", status=short_status(found.status_of(row)))
        return ", ".join(f"{authority.name} {money(cents)}" for authority, cents in found.parts_of(row))

    def _rate(self, column: int, row: int) -> str:
        found = self.result(column)
        if found is None:
            return ""
        rate = found.rate_of(row)
        return percent(rate) if rate is not None else short_status(found.status_of(row))

    def _rate_key(self, column: int, row: int) -> tuple[int, int]:
        """Rates compare by cents per million of value: integers sort a hundred thousand rows at once."""
        found = self.result(column)
        if found is None or found.cents_of(row) is None:
            return (0, 0)
        value = int(found.priced.value[row]) or 1
        return (1, int(found.priced.total[row]) * 10**9 // value)

    def _cents(self, column: int, row: int) -> int:
        found = self.result(column)
        cents = found.cents_of(row) if found is not None else None
        return cents if cents is not None else -1

    def _duty(self, column: int, row: int) -> str:
        found = self.result(column)
        return money(found.cents_of(row)) if found is not None else ""

    def _value_tip(self, row: int) -> str:
        return self.value_sources.get((self.rows[row].hts, self.rows[row].value_usd), "")

    def _columns(self) -> tuple[Column[int], ...]:
        rows = self

        def tone(row: int) -> str:
            found = rows.result(0)
            return "caution" if found is not None and found.cents_of(row) is None else ""

        first: tuple[Column[int], ...] = (
            Column(tr("Row"), lambda row: str(row + 1), sort=lambda row: row, align="right", width=6),
            Column(tr("Entered"), lambda row: rows.rows[row].date, width=10),
            Column(tr("Origin"), lambda row: country(rows.rows[row].origin), width=9),
            Column(tr("Code"), lambda row: dotted(rows.rows[row].hts.replace(".", "")), width=11),
            Column(
                tr("Commodity"), lambda row: rows.name(rows.rows[row].hts), width=19,
                tip=lambda row: rows.name(rows.rows[row].hts),
            ),
            Column(
                tr("Value"), lambda row: money(int(rows.rows[row].value_usd * 100)), align="right", width=14,
                sort=lambda row: rows.rows[row].value_usd, tip=rows._value_tip,
            ),
            Column(
                tr("Rate"), lambda row: rows._rate(0, row), sort=lambda row: rows._rate_key(0, row),
                align="right", width=13, tone=tone,
            ),
            Column(
                tr("Duty"), lambda row: rows._duty(0, row), sort=lambda row: rows._cents(0, row),
                align="right", width=13,
            ),
        )  # fmt: skip
        extra = tuple(rows._extra(place) for place in range(1, MOST_COLUMNS))
        return (*first, *extra, Column(tr("Of which, or why not"), rows.why, width=0, tip=rows.why))

    def _extra(self, place: int) -> Column[int]:
        rows = self
        found = self.results[place] if place < len(self.results) else None
        name = found.spec.name if found is not None else tr("Column {number}", number=place + 1)
        return Column(
            name, lambda row: rows._rate(place, row),
            sort=lambda row: rows._rate_key(place, row), align="right", width=13,
            tip=lambda row: rows._duty(place, row),
        )  # fmt: skip
