"""A workbook of very many rows, written row by row: sheets as XML in a ZIP, a piece at a time.

The general writer keeps every cell as an object; a table of two million cells takes it minutes. Here a row is
one text. Cells hold plain numbers or plain text, never a formula (ISO/IEC 29500-1, sheets with inline text).
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Literal, TypeAlias

LARGEST_CELL = 32_767
MOST_ROWS = 1_048_576
PIECE = 500
Told = Callable[[int], None]
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_RELATIONS = "application/vnd.openxmlformats-package.relationships+xml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
# What XML cannot hold, and the marks that it reads as its own.
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_MARKS = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\r": "&#13;"})
_SPECIAL = re.compile('[&<>"\r\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]|_x')
_NUMBER = re.compile(r"-?[0-9]{1,15}(?:\.[0-9]{1,9})?")
_BOLD = 1
Form: TypeAlias = Literal["amount", "share", "plain"]
_STYLES: dict[Form, int] = {"amount": 2, "share": 3, "plain": 0}
_NO_FORMS: Mapping[int, Form] = {}


class Book:
    """Sheets written one after the other; ``content`` closes the book."""

    def __init__(self) -> None:
        self._target = io.BytesIO()
        self._zip = zipfile.ZipFile(self._target, "w", zipfile.ZIP_DEFLATED, compresslevel=3)
        self._names: list[str] = []

    def add_sheet(
        self,
        name: str,
        rows: Iterable[Sequence[str]],
        *,
        numbers: Collection[int] = frozenset(),
        forms: Mapping[int, Form] = _NO_FORMS,
        titles: bool = True,
        widths: Sequence[int] = (),
        told: Told | None = None,
    ) -> None:
        """Write a sheet; the first row is bold and stays in view where it holds ``titles``. Cells of the
        columns ``numbers`` that are plain decimals become numbers, shown as amounts where ``forms`` says
        nothing else: fractions as per cent, counts as they are. ``told`` hears how many rows are written and
        may raise to stop.
        """
        self._names.append(name)
        styles = {column: _STYLES[forms.get(column, "amount")] for column in numbers}
        with self._zip.open(f"xl/worksheets/sheet{len(self._names)}.xml", "w") as sheet:
            sheet.write(_opening(titles, widths).encode())
            piece: list[str] = []
            number = 0
            for number, row in enumerate(rows, 1):
                piece.append(_row(number, row, styles, bold=titles and number == 1))
                if len(piece) == PIECE:
                    sheet.write("".join(piece).encode())
                    piece.clear()
                    if told is not None:
                        told(number)
            sheet.write("".join(piece).encode())
            sheet.write(b"</sheetData></worksheet>")
            if told is not None:
                told(number)

    def content(self) -> bytes:
        """The whole book."""
        for path, text in _frame(self._names).items():
            self._zip.writestr(path, _HEAD + text)
        self._zip.close()
        return self._target.getvalue()


def _row(number: int, row: Sequence[str], styles: Mapping[int, int], *, bold: bool) -> str:
    cells = []
    for column, cell in enumerate(row):
        if not cell:
            continue
        place = f"{letters(column)}{number}"
        if column in styles and not bold and _NUMBER.fullmatch(cell):
            cells.append(f'<c r="{place}" s="{styles[column]}"><v>{cell}</v></c>')
        else:
            style = f' s="{_BOLD}"' if bold else ""
            text = text_of(cell)
            cells.append(
                f'<c r="{place}"{style} t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'
            )
    return f'<row r="{number}">{"".join(cells)}</row>'


def text_of(cell: str) -> str:
    """A text as XML holds it; what no XML can hold becomes the replacement mark."""
    if len(cell) > LARGEST_CELL:
        cell = cell[:LARGEST_CELL]
    if not _SPECIAL.search(cell):
        return cell
    return _ESCAPED.sub("_x005F_", _NOT_XML.sub("\ufffd", cell)).translate(_MARKS)


_LETTERS: list[str] = []


def letters(column: int) -> str:
    """``A`` for 0, ``AA`` for 26."""
    while len(_LETTERS) <= column:
        at, name = len(_LETTERS), ""
        while at >= 0:
            name = chr(65 + at % 26) + name
            at = at // 26 - 1
        _LETTERS.append(name)
    return _LETTERS[column]


def _opening(titles: bool, widths: Sequence[int]) -> str:
    pane = '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>' if titles else ""
    columns = "".join(
        f'<col min="{at}" max="{at}" width="{width}" customWidth="1"/>' for at, width in enumerate(widths, 1)
    )
    columns = f"<cols>{columns}</cols>" if columns else ""
    view = f'<sheetViews><sheetView workbookViewId="0">{pane}</sheetView></sheetViews>'
    return f'{_HEAD}<worksheet xmlns="{_MAIN}">{view}{columns}<sheetData>'


def _frame(names: Sequence[str]) -> dict[str, str]:
    """The parts of the package beside the sheets."""
    numbers = range(1, len(names) + 1)
    sheets = "".join(
        f'<sheet name="{text_of(name)}" sheetId="{at}" r:id="rId{at}"/>' for at, name in enumerate(names, 1)
    )
    links = "".join(
        f'<Relationship Id="rId{at}" Type="{_LINKS}/worksheet" Target="worksheets/sheet{at}.xml"/>'
        for at in numbers
    )
    last = len(names) + 1
    links += f'<Relationship Id="rId{last}" Type="{_LINKS}/styles" Target="styles.xml"/>'
    parts = "".join(
        f'<Override PartName="/xl/worksheets/sheet{at}.xml" ContentType="{_TYPE}.worksheet+xml"/>'
        for at in numbers
    )
    return {
        "[Content_Types].xml": (
            f'<Types xmlns="{_PACKAGE}/content-types">'
            f'<Default Extension="rels" ContentType="{_RELATIONS}"/>'
            '<Default Extension="xml" ContentType="application/xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
            f'<Override PartName="/xl/styles.xml" ContentType="{_TYPE}.styles+xml"/>{parts}</Types>'
        ),
        "_rels/.rels": (
            f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
            f'Type="{_LINKS}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
        ),
        "xl/workbook.xml": (
            f'<workbook xmlns="{_MAIN}" xmlns:r="{_LINKS}"><sheets>{sheets}</sheets></workbook>'
        ),
        "xl/_rels/workbook.xml.rels": (
            f'<Relationships xmlns="{_PACKAGE}/relationships">{links}</Relationships>'
        ),
        "xl/styles.xml": _styles(),
    }


def _styles() -> str:
    font = '<font>{bold}<sz val="11"/><name val="Calibri"/><family val="2"/></font>'
    cell = '<xf numFmtId="{number}" fontId="{font}" fillId="0" borderId="0" xfId="0"{more}/>'
    plain = cell.format(number=0, font=0, more="")
    bold = cell.format(number=0, font=1, more=' applyFont="1"')
    amount = cell.format(number=164, font=0, more=' applyNumberFormat="1"')
    share = cell.format(number=165, font=0, more=' applyNumberFormat="1"')
    return (
        f'<styleSheet xmlns="{_MAIN}"><numFmts count="2"><numFmt numFmtId="164" formatCode="#,##0.00##"/>'
        '<numFmt numFmtId="165" formatCode="0.00##%"/></numFmts>'
        f'<fonts count="2">{font.format(bold="")}{font.format(bold="<b/>")}</fonts>'
        '<fills count="2"><fill><patternFill patternType="none"/></fill>'
        '<fill><patternFill patternType="gray125"/></fill></fills>'
        '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
        '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
        f'<cellXfs count="4">{plain}{bold}{amount}{share}</cellXfs>'
        '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
    )
