"""Where the values of a basket come from, as the page, its files and its papers say it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import groupby

from briefing_app.app.i18n import language, tr
from briefing_app.domain.records import Basket, BasketRow
from briefing_app.exchange.sample_baskets import sample_of, sources_of
from briefing_app.tariff.currency import Conversion, read_rate_line
from briefing_app.tariff.value_source import AS_TYPED, as_said, assumption_of, source_of
from briefing_app.ui.tariff.words import day_text

MOST_RATES = 6
MOST_PLACES = 12


def rate_said(rate: Conversion) -> str:
    """What the values of a basket were converted at, in a sentence."""
    return tr(
        "The values were converted to US dollars at {rate} ({source}, {day}), each rounded to the cent once. "
        "Customs takes the rate certified for the day of export (19 CFR 159.32 to 159.35).",
        rate=rate.rate_words(language()), source=rate.source, day=day_text(rate.day),
    )  # fmt: skip


def rates_told(rows: Sequence[BasketRow], table: str) -> list[str]:
    """Every rate that values rest on, in sentences: that of the ``table``, then those of single rows."""
    return _told(rows, [row.value_source for row in rows], table)


def _told(rows: Sequence[BasketRow], lines: Sequence[str], table: str) -> list[str]:
    own: dict[str, list[int]] = {}
    for place, line in enumerate(lines if any(lines) else (), 1):
        if line:
            own.setdefault(_rate_in(line), []).append(place)
    own.pop("", None)
    if len(rows) == 1 and own:
        return [assumption_of(lines[0], rows[0].value_usd, language())]
    of_table = read_rate_line(table) if table and not all(lines) else None
    said = [rate_said(of_table)] if of_table is not None else []
    for line, places in list(own.items())[:MOST_RATES]:
        if len(places) == 1:
            row = rows[places[0] - 1]
            words = assumption_of(row.value_source, row.value_usd, language())
            said.append(tr("Row {row}: {words}", row=f"{places[0]:,}", words=words))
        elif (rate := read_rate_line(line)) is not None:
            said.append(_of_rows_said(rate, places))
    if len(own) > MOST_RATES:
        said.append(
            tr(
                "{count} further rates of exchange stand beside the values of their rows.",
                count=len(own) - MOST_RATES,
            )
        )
    return said


def _rate_in(line: str) -> str:
    """The line of the rate alone; "" for words."""
    if "1 USD; " not in line and "USD for 1 " not in line:
        return ""
    return _is_rate(line.partition("; ")[2]) or _is_rate(line)


@lru_cache(maxsize=256)
def _is_rate(line: str) -> str:
    """The line where it states a rate: the same stands beside very many values."""
    return line if read_rate_line(line) is not None else ""


def _of_rows_said(rate: Conversion, places: Sequence[int]) -> str:
    rows = _ranges(places)
    return tr(
        "Rows {rows}: values converted to US dollars at {rate} ({source}, {day}), each rounded to the cent "
        "once. Customs takes the rate certified for the day of export (19 CFR 159.32 to 159.35).",
        rate=rate.rate_words(language()), source=rate.source, day=day_text(rate.day), rows=rows,
    )  # fmt: skip


def _ranges(places: Iterable[int]) -> str:
    """``2, 5–8``; the first ones of very many."""
    found = []
    for _gap, group in groupby(enumerate(places), lambda pair: pair[1] - pair[0]):
        run = [place for _number, place in group]
        found.append(f"{run[0]:,}" if len(run) == 1 else f"{run[0]:,}\u2013{run[-1]:,}")
    more = len(found) - MOST_PLACES
    return ", ".join(found[:MOST_PLACES]) + (tr(" and {count} more", count=more) if more > 0 else "")


class ValueSources:
    """What is said of each value: its own amount and rate, that of its table, or where a sample has it."""

    def __init__(self, basket: Basket | None = None) -> None:
        self._table, self._sample, self.note = "", {}, ""
        self.differ = False
        """Whether rows say different things, so that the table shows them."""
        if basket is None:
            return
        sample = sample_of(basket)
        self._sample = sources_of(basket, language())
        lines = [row.value_source for row in basket.rows]  # once: there may be very many
        rates = _told(basket.rows, lines, basket.source)
        self._table = basket.source if read_rate_line(basket.source) is not None else ""
        self.note = " ".join([*([sample.said(language())] if sample else []), *rates])
        self.differ = bool(self._sample) or not {"", AS_TYPED}.issuperset(lines)

    def __bool__(self) -> bool:
        return self.differ or bool(self._table)

    def of(self, row: BasketRow) -> str:
        """Where the value of a row comes from; "" where nobody said."""
        line = source_of(row, self._table)
        return as_said(line, language()) if line else self._sample.get((row.hts, row.value_usd), "")

    def of_sample(self) -> list[str]:
        """Where the values of a sample come from, in one sentence; nothing where it is none."""
        told = list(dict.fromkeys(self._sample.values()))
        return [f"{tr('Source of the value')}: {'; '.join(told)}."] if told else []
