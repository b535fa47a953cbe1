"""CSV files: UTF-8, with or without mark; cells that a spreadsheet would run are made inert."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence

from briefing_app.errors import UsageError

# One spreadsheet or another takes a cell that begins so for a formula; quotes before it count as text.
_DANGEROUS = re.compile(r"'*[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")
_INERT = re.compile(r"''*[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")
# Amounts and percentages too: -$9,525.00 and -2.5% are figures, to a spreadsheet and to who reads it.
_NUMBER = re.compile(r"[+-]?\$?(\d{1,3}(,\d{3})+|\d+)(\.\d+)?%?")
LARGEST_FIELD = 16 * 1024 * 1024


def inert(cell: str) -> str:
    """The cell with an apostrophe before it where a spreadsheet would otherwise compute it. Numbers stay."""
    return f"'{cell}" if _DANGEROUS.match(cell) and not _NUMBER.fullmatch(cell) else cell


def alive(cell: str) -> str:
    """What ``inert`` was given."""
    return cell[1:] if _INERT.match(cell) and not _NUMBER.fullmatch(cell) else cell


def write(rows: Iterable[Sequence[str]], *, for_scripts: bool = False) -> bytes:
    """Rows as CSV in UTF-8 with CRLF line ends.

    A byte-order mark comes first where the text is not ASCII, because spreadsheets misread Japanese without
    it; ``for_scripts`` leaves it out. Raises UsageError for a text with NUL, which CSV cannot carry.
    """
    rows = list(rows)
    if any("\x00" in cell for row in rows for cell in row):
        raise UsageError("A text holds NUL characters, which CSV cannot carry.", hint="Export as json.")
    stream = io.StringIO(newline="")
    csv.writer(stream, lineterminator="\r\n").writerows([[inert(cell) for cell in row] for row in rows])
    text = stream.getvalue()
    return (b"" if for_scripts or text.isascii() else b"\xef\xbb\xbf") + text.encode()


def read(content: bytes) -> Iterator[list[str]]:
    """The rows of a CSV file in UTF-8, in UTF-16 with its mark, or else in Japanese Windows text (CP932).

    Semicolon or tab files are recognised by their header. Raises UsageError if it is not text in rows.
    """
    text = _decoded(content)
    if "\x00" in text:
        raise UsageError("This is not a CSV file: it holds NUL bytes.")
    header = text.partition("\n")[0]
    delimiter = max(",;\t", key=header.count) if "," not in header else ","
    previous = csv.field_size_limit(LARGEST_FIELD)
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True):
            yield [alive(cell) for cell in row]
    except csv.Error as error:
        raise UsageError(f"This is not a CSV file that can be read: {error}.") from error
    finally:
        csv.field_size_limit(previous)


def pasted(text: str) -> list[list[str]]:
    """The rows of cells copied from a spreadsheet: tabs between, quotes about cells with line breaks."""
    try:
        rows = [
            [alive(cell) for cell in row] for row in csv.reader(io.StringIO(text, newline=""), "excel-tab")
        ]
    except csv.Error as error:
        raise UsageError(f"What was copied cannot be read as rows: {error}.") from error
    return [row for row in rows if any(cell.strip() for cell in row)]


def _decoded(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):  # "Unicode text" as Excel saves it
        try:
            return content.decode("utf-16")
        except UnicodeDecodeError as error:
            raise UsageError("This UTF-16 file is cut off.", hint="Save it as CSV UTF-8.") from error
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    try:
        return content.decode("cp932")
    except UnicodeDecodeError as error:
        raise UsageError(
            "This file is neither UTF-8 nor Japanese Windows text.", hint="Save it as CSV UTF-8."
        ) from error
