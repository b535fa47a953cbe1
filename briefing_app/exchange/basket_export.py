"""A priced basket as a table: CSV with inert cells, or a workbook in which amounts are numbers.

A workbook stores numbers as doubles; amounts of at most 10^12 cents are exact in them to the cent. Both are
made piece by piece, so that a hundred thousand rows hold no other thread up and can be stopped.
"""

from __future__ import annotations

import codecs
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from itertools import chain, islice
from unicodedata import east_asian_width

from briefing_app.errors import UsageError
from briefing_app.exchange import csv_files
from briefing_app.exchange.xlsx_rows import MOST_ROWS, Book, Form

PIECE = 500
LONGEST_AMOUNT, MOST_WIDE = 19, 60
"""Figures: an amount of 99,999,999,999.99 with room at its sides, and the widest column."""
Told = Callable[[int], None]
_NO_FORMS: Mapping[int, Form] = {}


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
    numbers: Collection[int],
    notes: Sequence[str] = (),
    told: Told | None = None,
    *,
    forms: Mapping[int, Form] = _NO_FORMS,
) -> bytes:
    """The table on one sheet, the notes on another. ``numbers`` are the columns of plain decimals, amounts
    unless ``forms`` says otherwise; every other cell is text, so that nothing a user wrote can run. Columns
    are as wide as what stands in them. Raises UsageError for more rows than a sheet holds.
    """
    following = iter(rows)
    first = list(islice(following, PIECE))
    widths = [
        _width(title, [row[at] for row in first if at < len(row)], _least(at, numbers, forms))
        for at, title in enumerate(titles)
    ]

    def lines() -> Iterable[Sequence[str]]:
        yield titles
        for number, row in enumerate(chain(first, following), 2):
            if number > MOST_ROWS:
                raise UsageError(f"A sheet holds {MOST_ROWS:,} rows at most.", hint="Export as CSV.")
            yield row

    book = Book()
    book.add_sheet("Basket", lines(), numbers=numbers, forms=forms, widths=widths, told=told)
    book.add_sheet("About", ([note] for note in notes), titles=False, widths=(100,))
    return book.content()


def _least(column: int, numbers: Collection[int], forms: Mapping[int, Form]) -> int:
    """How wide a column is at least: an amount of ten billion with its commas is shown as ### in less."""
    return LONGEST_AMOUNT if column in numbers and forms.get(column, "amount") == "amount" else 8


def _width(title: str, cells: Iterable[str], least: int) -> int:
    return min(MOST_WIDE, max(least, *(_wide(text) + 2 for text in (title, *cells))))


def _wide(text: str) -> int:
    """How many figures wide a text is; Chinese characters and kana are two."""
    return sum(2 if east_asian_width(mark) in "WF" else 1 for mark in text[:MOST_WIDE])


def _clean(cell: str) -> str:
    """CSV cannot carry NUL: what a program left there says nothing."""
    return cell.replace("\x00", "") if "\x00" in cell else cell
