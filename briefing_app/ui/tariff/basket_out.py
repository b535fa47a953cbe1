"""The rows of a basket on their way out, made off the GUI thread: as text for a spreadsheet, as a file."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from briefing_app.app.error_words import told
from briefing_app.app.i18n import tr
from briefing_app.domain.records import BasketRow
from briefing_app.exchange import basket_export
from briefing_app.tariff.portfolio import Progress
from briefing_app.ui.tariff.basket_engine import names_of
from briefing_app.ui.tariff.basket_results import ColumnResult, table_of
from briefing_app.ui.tariff.value_sources import ValueSources
from briefing_app.ui.widgets.copied_tables import table_texts
from briefing_app.ui.widgets.table_model import Column

TOLD_AFTER = 500


def copied(
    columns: Sequence[Column[int]], shown: Sequence[int], words: str, report: Progress
) -> tuple[str, str]:
    """The rows as shown, as plain text and HTML."""

    def lines() -> Iterator[tuple[str, ...]]:
        yield tuple(each.title for each in columns)
        for number, row in enumerate(shown):
            yield tuple(each.text(row) for each in columns)
            if number % TOLD_AFTER == 0:
                report(number, len(shown))

    return table_texts(lines(), words)


@dataclass(frozen=True)
class Priced:
    """Rows with their columns, what a good is called, where the values come from, and what stands below."""

    rows: Sequence[BasketRow]
    results: Sequence[ColumnResult]
    name: Callable[[str], str]
    sources: ValueSources
    notes: Sequence[str]


def written(path: Path, priced: Priced, report: Progress) -> str:
    """Write every row with every column; gives what went wrong, "" if nothing."""
    rows, sources = priced.rows, priced.sources
    names = names_of(rows, priced.name)
    titles, cells, forms = table_of(rows, priced.results, names, sources.of if sources else None)

    def counted(count: int) -> None:
        report(count, len(rows) + 1)

    if path.suffix.lower() == ".xlsx":
        content = basket_export.as_workbook(titles, cells, forms, priced.notes, counted, forms=forms)
    else:
        content = basket_export.as_csv(titles, cells, priced.notes, counted)
    report(len(rows), len(rows) + 1)  # stopped by now, nothing is written
    try:
        path.write_bytes(content)
    except OSError as error:
        return tr("{file} cannot be written: {why}.", file=path.name, why=told(error.strerror or error))
    return ""
