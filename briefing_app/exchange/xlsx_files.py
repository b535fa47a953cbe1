"""Excel workbooks: every cell is text, so nothing that a user wrote can run as a formula."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from briefing_app.errors import UsageError
from briefing_app.exchange.packages import DAMAGE
from briefing_app.exchange.xlsx_extent import refuse_false_counts, refuse_far_cells

LARGEST_CELL = 32_767  # what Excel holds in one cell
LARGEST_UNPACKED = 200_000_000  # bytes; a hundred thousand rows of twelve columns are 46 million
_WORKBOOK = "xl/workbook.xml"


def write(rows: Iterable[Sequence[str]], sheet: str) -> bytes:
    """One sheet of text cells. Raises UsageError for a text that Excel cannot hold in a cell."""
    import xlsxwriter  # noqa: PLC0415  only when a workbook is written

    target = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(target, options) as book:
        page = book.add_worksheet(sheet[:31])
        bold = book.add_format({"bold": True})
        for number, row in enumerate(rows):
            for column, cell in enumerate(row):
                if len(cell) > LARGEST_CELL:
                    raise UsageError(
                        f"Row {number + 1} has a text of {len(cell)} characters; Excel holds {LARGEST_CELL}.",
                        hint="Export as csv or json.",
                    )
                page.write_string(number, column, cell, bold if number == 0 else None)
        page.freeze_panes(1, 0)
    return target.getvalue()


def read(content: bytes) -> Iterator[list[str]]:
    """The rows of the first sheet. Numbers keep the digits of a double; days become ISO text.

    Raises UsageError for what is no workbook, and for one that would take far more memory than it is long:
    the reader keeps every cell of the rectangle that is used, and ends the program where there is no room.
    """
    from python_calamine import CalamineError, CalamineWorkbook  # noqa: PLC0415  only when one is read

    _look_through(content)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        rows = book.get_sheet_by_index(0).to_python(skip_empty_area=False)
    except (CalamineError, OSError, ValueError, IndexError) as error:
        raise UsageError(f"This is not an Excel workbook that can be read: {error}.") from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # a fault of the reader itself, which no module names
            raise
        raise UsageError(f"This is not an Excel workbook that can be read: {error}.") from error
    for row in rows:
        yield [_text(cell) for cell in row]


def _look_through(content: bytes) -> None:
    """Raises UsageError unless it is a whole package (ISO/IEC 29500) whose parts have the size that they are
    said to have, and whose cells lie close enough together.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            parts = package.infolist()
            unpacked = sum(part.file_size for part in parts)
            if unpacked > LARGEST_UNPACKED:
                raise UsageError(
                    f"This workbook would unpack to {unpacked // 1_000_000} MB and was refused.",
                    hint="Save the sheet that is needed as a workbook or CSV file of its own.",
                )
            if _WORKBOOK not in package.namelist():
                raise UsageError("This is not an Excel workbook (.xlsx).", hint="Save it as .xlsx or as CSV.")
            for part in parts:
                # To its end, which checks length and sum; any part may be the sheet.
                content_of_part = package.read(part)
                refuse_false_counts(content_of_part)
                refuse_far_cells(content_of_part)
    except DAMAGE as error:
        raise UsageError(
            f"This is not an Excel workbook that can be read: {error}.", hint="Save it as .xlsx or as CSV."
        ) from error


def _text(cell: Any) -> str:
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        exact = Decimal(repr(cell))
        return str(int(exact)) if exact == exact.to_integral_value() else format(exact, "f")
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time(0) else cell.isoformat()
    return cell.isoformat() if isinstance(cell, date | time) else str(cell)
