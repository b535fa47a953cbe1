"""A priced basket as a table: CSV with inert cells, or a workbook in which amounts are numbers.

A workbook stores numbers as doubles; amounts of at most 10^12 cents are exact in them to the cent. Both are
made piece by piece, so that a hundred thousand rows hold no other thread up and can be stopped.
"""

from __future__ import annotations

import codecs
from collections.abc import Callable, Iterable, Sequence
from itertools import islice

from briefing_app.errors import UsageError
from briefing_app.exchange import csv_files
from briefing_app.exchange.xlsx_rows import MOST_ROWS, Book

PIECE = 500
Told = Callable[[int], None]


def as_csv(
    titles: Sequence[str],
    rows: Iterable[Sequence[str]],
    notes: Sequence[str] = (),
    told: Told | None = None,
) -> bytes:
    """The table, and below it what was taken for granted and where it comes from. ``told`` hears how many
    rows are written and may raise to stop.
    """
    below: list[Sequence[str]] = [[], *[[_clean(note)] for note in notes]] if notes else []
    pieces = [csv_files.write([titles], for_scripts=True)]
    lines = iter(rows)
    count = 0
    while piece := list(islice(lines, PIECE)):
        pieces.append(csv_files.write([list(map(_clean, row)) for row in piece], for_scripts=True))
        count += len(piece)
        if told is not None:
            told(count)
    text = b"".join((*pieces, csv_files.write(below, for_scripts=True)))
    return text if text.isascii() else codecs.BOM_UTF8 + text


def as_workbook(
    titles: Sequence[str],
    rows: Iterable[Sequence[str]],
    numbers: frozenset[int],
    notes: Sequence[str] = (),
    told: Told | None = None,
) -> bytes:
    """The table on one sheet, the notes on another. ``numbers`` are the columns of plain decimals; every
    other cell is text, so that nothing a user wrote can run. Raises UsageError for more rows than a sheet
    holds.
    """

    def lines() -> Iterable[Sequence[str]]:
        yield titles
        for number, row in enumerate(rows, 2):
            if number > MOST_ROWS:
                raise UsageError(f"A sheet holds {MOST_ROWS:,} rows at most.", hint="Export as CSV.")
            yield row

    book = Book()
    widths = [max(10, min(28, len(title) + 3)) for title in titles]
    book.add_sheet("Basket", lines(), numbers=numbers, widths=widths, told=told)
    book.add_sheet("About", ([note] for note in notes), titles=False, widths=(100,))
    return book.content()


def _clean(cell: str) -> str:
    """CSV cannot carry NUL: what a program left there says nothing."""
    return cell.replace("\x00", "") if "\x00" in cell else cell
