"""How far the cells of a workbook reach, before a reader makes room for every cell of that rectangle, and how
many texts it says it shares.

A damaged file, or one made for it, names a cell at the far end of a sheet, or a count of texts that it has
not: room for all that is more than any machine has, and a program that asks for it ends. Looked through in
pieces, so that other threads go on.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from briefing_app.errors import UsageError

MOST_ROWS, MOST_COLUMNS = 1_048_576, 16_384  # of a sheet of Excel
MOST_CELLS = 12_000_000
_PIECE = 1 << 18
_COUNT = b"uniqueCount"
_COUNTED = re.compile(_COUNT + rb"""\s*=\s*["'][\s+]*([0-9]+)""")
# Excel, LibreOffice and the libraries that write workbooks put the place of a cell first.
_USUAL = re.compile(rb'<c r="([A-Z]{1,3})([0-9]{1,7})"')
_ANY = re.compile(rb"[<:]c[\s/>]")
_ATTRIBUTE = rb"""\s+[\w:.-]+\s*=\s*(?:"[^"<>]*"|'[^'<>]*')"""
_CELL = re.compile(rb"<(?:\w+:)?(?:c|row)[\s/>]")
_WHOLE_CELL = re.compile(rb"<(?:\w+:)?(?:c|row)(?:" + _ATTRIBUTE + rb")*\s*/?>")
_UNPLACED = rb"(?:(?!\s+r\s*=)" + _ATTRIBUTE + rb")*\s*>"
_UNPLACED_CELL, _UNPLACED_ROW = (re.compile(rb"<(?:\w+:)?" + name + _UNPLACED) for name in (b"c", b"row"))
# Those that close at once are empty.
_PLACED = re.compile(rb"""<(?:\w+:)?c\s(?:[^>]*?\s)?r\s*=\s*["']\s*([A-Za-z]+)([0-9]+)[^>]*[^/>]>""")
_ROW = re.compile(rb"""<(?:\w+:)?row\s(?:[^>]*?\s)?r\s*=\s*["']\s*([0-9]+)[^>]*[^/>]>""")


def refuse_far_cells(part: bytes) -> None:
    """Raises UsageError if the cells in this part of a package reach too far, or if one cannot tell."""
    usual = _usual_extent(part)
    if usual is not None and _fits(*usual):
        return
    row, column = _extent(part)
    if not _fits(row, column):
        raise UsageError(
            f"This workbook reaches to row {row:,} and column {column:,} and was refused.",
            hint="Delete what lies outside the table, or save the table as a CSV file.",
        )


def refuse_false_counts(part: bytes) -> None:
    """Raises UsageError if this part says that it holds more shared texts than it has room for."""
    if _COUNT in part and any(int(count[:20]) > len(part) for count in _COUNTED.findall(part)):
        raise UsageError(
            "This is not an Excel workbook that can be read: it says that it holds more texts than it has.",
            hint="Save it as .xlsx or as CSV.",
        )


def _fits(row: int, column: int) -> bool:
    return row <= MOST_ROWS and column <= MOST_COLUMNS and row * column <= MOST_CELLS


def _usual_extent(part: bytes) -> tuple[int, int] | None:
    """The last row and column, empty cells included; None where cells are written otherwise."""
    last_row, columns = 1, {b"A"}
    for piece in _pieces(part, b"<"):
        places = _USUAL.findall(piece)
        # Counted roughly first: what else begins so stands at the beginning and end of a sheet only.
        if (piece.count(b"<c") != len(places) or b":c" in piece) and len(_ANY.findall(piece)) != len(places):
            return None
        if places:
            columns.update({column for column, _row in places})
            last_row = max(last_row, *map(int, {row for _column, row in places}))
    return last_row, max(map(_column_number, columns))


def _extent(part: bytes) -> tuple[int, int]:
    """The last row and column of cells that hold anything, or more; in any way XML can be written."""
    last_row, columns, widest, unplaced_rows = 1, {b"A"}, 0, 0
    for piece in _pieces(part, b"row"):
        if len(_CELL.findall(piece)) != len(_WHOLE_CELL.findall(piece)):
            raise UsageError(
                "This is not an Excel workbook that can be read: its cells are not written as Excel writes "
                "them.",
                hint="Save it as .xlsx or as CSV.",
            )
        rows = [*_ROW.findall(piece), *(row for _column, row in _PLACED.findall(piece))]
        last_row = max(last_row, *(int(row[:12]) for row in rows), 1)
        columns.update({column for column, _row in _PLACED.findall(piece)})
        # A cell or row that does not say where it stands stands behind the one before.
        unplaced_rows += len(_UNPLACED_ROW.findall(piece))
        if _UNPLACED_CELL.search(piece):
            widest = max(widest, *(len(_UNPLACED_CELL.findall(row)) for row in piece.split(b"row")))
    return last_row + unplaced_rows, max(map(_column_number, columns)) + widest


def _pieces(part: bytes, mark: bytes) -> Iterator[bytes]:
    """The part, cut where a tag begins: one with ``mark`` in it."""
    start = 0
    while start < len(part):
        place = part.find(mark, start + _PIECE)
        end = part.rfind(b"<", start + 1, place + 1) if place >= 0 else len(part)
        end = end if end > start else len(part)
        yield part[start:end]
        start = end


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters.upper()[:8]:
        number = number * 26 + letter - ord("A") + 1
    return number
