"""A priced basket as a table: CSV with inert cells, or a workbook in which amounts are numbers.

A workbook stores numbers as doubles; amounts of at most 10^12 cents are exact in them to the cent.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from decimal import Decimal

from briefing_app.exchange import csv_files

LARGEST_CELL = 32_767
PIECE = 1000


def as_csv(titles: Sequence[str], rows: Iterable[Sequence[str]], notes: Sequence[str] = ()) -> bytes:
    """The table, and below it what was taken for granted and where it comes from."""
    below: list[Sequence[str]] = [[], *[[note] for note in notes]] if notes else []
    whole = [titles, *rows, *below]
    # In pieces: one call for all rows would hold every other thread up.
    text = b"".join(
        csv_files.write(whole[at : at + PIECE], for_scripts=True) for at in range(0, len(whole), PIECE)
    )
    return text if text.isascii() else b"\xef\xbb\xbf" + text


def as_workbook(
    titles: Sequence[str], rows: Iterable[Sequence[str]], numbers: frozenset[int], notes: Sequence[str] = ()
) -> bytes:
    """The table on one sheet, the notes on another. ``numbers`` are the columns of plain decimals; every
    other cell is text, so that nothing a user wrote can run.
    """
    import xlsxwriter  # noqa: PLC0415  only when a workbook is written

    target = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(target, options) as book:
        page, bold = book.add_worksheet("Basket"), book.add_format({"bold": True})
        amount = book.add_format({"num_format": "#,##0.00##"})
        for column, title in enumerate(titles):
            page.write_string(0, column, title[:LARGEST_CELL], bold)
            page.set_column(column, column, 16)
        for number, row in enumerate(rows, 1):
            for column, cell in enumerate(row):
                if column in numbers and _is_number(cell):
                    page.write_number(number, column, float(Decimal(cell)), amount)
                elif cell:
                    page.write_string(number, column, cell[:LARGEST_CELL])
        page.freeze_panes(1, 0)
        about = book.add_worksheet("About")
        about.set_column(0, 0, 100)
        for number, note in enumerate(notes):
            about.write_string(number, 0, note[:LARGEST_CELL])
    return target.getvalue()


def _is_number(cell: str) -> bool:
    whole, _, part = cell.partition(".")
    return (whole.removeprefix("-").isdigit() and (not part or part.isdigit())) and cell.isascii()
