"""Reads the official US schedule as published for download, CSV or JSON. All of it or nothing.

A file that is cut off, has other columns, is a web page, repeats a line or states a rate that no rule knows
is refused with the row. Row numbers count as a spreadsheet shows them: the header is row 1.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from hashlib import sha256
from html import unescape
from pathlib import PurePath
from typing import Any

import orjson

from briefing_app.errors import UsageError
from briefing_app.exchange.hts_edition import Edition, Footnote, HtsRow, plain
from briefing_app.tariff.rate_grammar import RateError, parse_rate
from briefing_app.tariff.special import special_groups

Progress = Callable[[int, int], None]
CSV_COLUMNS = (
    "HTS Number",
    "Indent",
    "Description",
    "Unit of Quantity",
    "General Rate of Duty",
    "Special Rate of Duty",
    "Column 2 Rate of Duty",
    "Quota Quantity",
    "Additional Duties",
)
JSON_KEYS = ("htsno", "indent", "description", "units", "general", "special", "other")
_CODE = re.compile(r"\d{4}(?:\.\d\d(?:\.\d\d(?:\.?\d\d)?)?)?")
_REPORT_EVERY = 2000
_DEEPEST = 20
_AGAIN = "Download it again from the Commission's site."


class HtsFileError(UsageError):
    """A schedule file that cannot be imported; nothing was. ``row`` is 0 where no one row is at fault."""

    def __init__(self, message: str, row: int = 0, *, hint: str = "") -> None:
        super().__init__(message, hint=hint)
        self.row = row


def read_edition(content: bytes, file_name: str, name: str = "", progress: Progress | None = None) -> Edition:
    """The edition in a downloaded file.

    ``progress(done, total)`` is called every few thousand rows and at the end. Raises HtsFileError, naming
    the row.
    """
    text = _decode(content, file_name)
    report = progress or (lambda _done, _total: None)
    if text.lstrip()[:1] in ("[", "{"):
        rows = _checked(_json_rows(text, file_name), text.count('"htsno"'), report, "item", file_name)
    else:
        rows = _checked(_csv_rows(text, file_name), text.count("\n"), report, "row", file_name)
    if not rows:
        raise HtsFileError(f"{file_name} holds no lines of the schedule.", hint=_AGAIN)
    if rows[-1].description.endswith(":"):
        what = rows[-1].dotted or rows[-1].description[:50]
        raise HtsFileError(
            f"{file_name} is cut off: it ends at “{what}”, below which lines must follow.", hint=_AGAIN
        )
    return Edition(name or PurePath(file_name).stem, rows, sha256(content).hexdigest(), file_name)


# The file as a whole
# ------------------------------------------------------------------------------------------


def _decode(content: bytes, file_name: str) -> str:
    if not content.strip():
        raise HtsFileError(f"{file_name} is empty.", hint=_AGAIN)
    start = content[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<!doctype", b"<html", b"<?xml", b"<head", b"<body")):
        raise HtsFileError(
            f"{file_name} is a web page saved under this name, not the schedule.",
            hint="The site answered with an error page; download the CSV or JSON file again.",
        )
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise HtsFileError(
            f"{file_name} is encoded as UTF-16.", 1, hint="Save it as CSV in UTF-8, or download it again."
        )
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = content.count(b"\n", 0, error.start) + 1
        byte = content[error.start]
        raise HtsFileError(
            f"{file_name} is not in UTF-8: row {row} holds the byte 0x{byte:02X}.",
            row,
            hint="It was saved in another encoding; save it as CSV in UTF-8, or download it again.",
        ) from None


def _csv_rows(text: str, file_name: str) -> Iterator[tuple[int, HtsRow]]:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    row_number = 0
    try:
        header = [" ".join(cell.split()).casefold() for cell in next(reader, [])]
        missing = [column for column in CSV_COLUMNS if column.casefold() not in header]
        if missing:
            raise HtsFileError(
                f"{file_name}, row 1: these columns of the schedule are missing: {', '.join(missing)}.",
                1,
                hint="The file must be the Commission's CSV as downloaded.",
            )
        places = [header.index(column.casefold()) for column in CSV_COLUMNS]
        cells: list[str] = []
        for row_number, cells in enumerate(reader, 2):
            if len(cells) != len(header):
                _wrong_width(reader, row_number, len(cells), len(header), file_name)
            yield row_number, _csv_row([cells[place] for place in places], row_number, file_name)
    except csv.Error as error:
        row = row_number + 1
        raise HtsFileError(
            f"{file_name}, row {row}: the file is cut off or a quotation mark is not closed ({error}).",
            row,
            hint=_AGAIN,
        ) from None


def _wrong_width(rest: Iterator[list[str]], row: int, found: int, expected: int, file_name: str) -> None:
    last = next(rest, None) is None
    if last and found < expected:
        raise HtsFileError(f"{file_name} is cut off in row {row}.", row, hint=_AGAIN)
    raise HtsFileError(f"{file_name}, row {row}: {found} columns instead of {expected}.", row, hint=_AGAIN)


def _csv_row(cells: list[str], row: int, file_name: str) -> HtsRow:
    code, indent, description, units, general, special, other, quota, additional = cells
    return HtsRow(
        _code(code, row, file_name),
        _indent(indent, row, file_name),
        plain(description),
        _units(units, row, file_name),
        general,
        special,
        _column_2(other),
        quota,
        additional,
    )


def _json_rows(text: str, file_name: str) -> Iterator[tuple[int, HtsRow]]:
    try:
        found: Any = orjson.loads(text)
    except orjson.JSONDecodeError as error:
        item = text.count('"htsno"', 0, error.pos)
        raise HtsFileError(
            f"{file_name} is cut off or is not JSON: item {item} (line {error.lineno}) does not end well.",
            item,
            hint=_AGAIN,
        ) from None
    if not isinstance(found, list):
        raise HtsFileError(
            f"{file_name} is JSON, but not the list of rows that the Commission publishes.", hint=_AGAIN
        )
    for number, item in enumerate(found, 1):
        if not isinstance(item, dict) or (missing := [key for key in JSON_KEYS if key not in item]):
            names = ", ".join(missing) if isinstance(item, dict) else "everything"
            raise HtsFileError(
                f"{file_name}, item {number}: these fields are missing: {names}.", number, hint=_AGAIN
            )
        yield number, _json_row(item, number, file_name)


def _json_row(item: dict[str, Any], number: int, file_name: str) -> HtsRow:
    def words(key: str) -> str:
        value = item.get(key)
        if value is None:
            return ""
        if not isinstance(value, str | int):
            raise HtsFileError(f"{file_name}, item {number}: “{key}” is not text.", number, hint=_AGAIN)
        return unescape(str(value))

    units = item["units"] or []
    if not isinstance(units, list) or not all(isinstance(unit, str) for unit in units):
        raise HtsFileError(
            f"{file_name}, item {number}: “units” is not a list of words.", number, hint=_AGAIN
        )
    return HtsRow(
        _code(words("htsno"), number, file_name),
        _indent(words("indent"), number, file_name),
        plain(words("description")),
        tuple(filter(None, (unit.strip() for unit in units))),
        plain(words("general")),
        plain(words("special")),
        _column_2(plain(words("other"))),
        words("quotaQuantity"),
        words("additionalDuties") or words("addiitionalDuties"),  # the site writes the field both ways
        _footnotes(item.get("footnotes"), number, file_name),
    )


# The cells
# ----------------------------------------------------------------------------------------------------


def _code(text: str, row: int, file_name: str) -> str:
    bare = text.strip()
    if bare and not _CODE.fullmatch(bare):
        raise HtsFileError(f"{file_name}, row {row}: “{bare[:40]}” is not a tariff code.", row, hint=_AGAIN)
    return bare.replace(".", "")


def _indent(text: str, row: int, file_name: str) -> int:
    if not (text.strip().isascii() and text.strip().isdigit()) or int(text) > _DEEPEST:
        raise HtsFileError(
            f"{file_name}, row {row}: the indent “{text[:40]}” is not a small number.", row, hint=_AGAIN
        )
    return int(text)


@lru_cache(maxsize=4096)
def _unit_list(text: str) -> tuple[str, ...]:
    found = json.loads(text)
    if not isinstance(found, list) or not all(isinstance(unit, str) for unit in found):
        raise ValueError(text)
    return tuple(filter(None, (unit.strip() for unit in found)))


def _units(text: str, row: int, file_name: str) -> tuple[str, ...]:
    if not text.strip():
        return ()
    try:
        return _unit_list(text)
    except ValueError:
        raise HtsFileError(
            f"{file_name}, row {row}: “{text[:40]}” is not a list of units.", row, hint=_AGAIN
        ) from None


def _column_2(text: str) -> str:
    """Column 2, without the lone colon that a few rows of the published file have there."""
    return "" if text.strip() == ":" else text


def _footnotes(found: Any, number: int, file_name: str) -> tuple[Footnote, ...]:
    if not found:
        return ()
    if not isinstance(found, list) or not all(isinstance(note, dict) for note in found):
        raise HtsFileError(f"{file_name}, item {number}: the footnotes are not a list.", number, hint=_AGAIN)
    return tuple(
        Footnote(
            tuple(str(column) for column in note.get("columns") or ()),
            str(note.get("marker") or ""),
            plain(unescape(str(note.get("value") or ""))),
        )
        for note in found
    )


def _checked(
    rows: Iterable[tuple[int, HtsRow]], total: int, report: Progress, word: str, file_name: str
) -> tuple[HtsRow, ...]:
    """All rows, each code once, each rate known. The caller gets them only when the last one is good."""
    seen: dict[str, int] = {}
    found: list[HtsRow] = []
    for number, row in rows:
        if row.code and (first := seen.setdefault(row.code, number)) != number:
            raise HtsFileError(
                f"{file_name}, {word} {number}: {row.dotted} is there twice, first in {word} {first}.",
                number,
                hint=_AGAIN,
            )
        try:
            _check_rates(row.general, row.special, row.other, row.additional)
        except RateError as error:
            raise HtsFileError(
                f"{file_name}, {word} {number} ({row.dotted or row.description[:40]}): {error.message}",
                number,
                hint="No rule of the schedule reads this rate. If it is a new form, report the row.",
            ) from None
        found.append(row)
        if len(found) % _REPORT_EVERY == 0:
            report(len(found), max(total, len(found)))
    report(len(found), len(found))
    return tuple(found)


@lru_cache(maxsize=32768)
def _check_rates(general: str, special: str, other: str, additional: str) -> None:
    for rate in (general, other, additional):
        if rate.strip():
            parse_rate(rate)
    for group in special_groups(special):
        parse_rate(group.rate)
