"""A foreign table of goods: which column is what, and the rows of a basket that it holds.

Columns are told by their titles in English or Japanese, else by what stands in them; somebody may say
otherwise. A row that cannot be read is named with its number and left out; nothing is guessed in its place.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import partial
from typing import TypeAlias

from briefing_app.domain.records import BasketRow
from briefing_app.errors import BriefingError, UsageError
from briefing_app.exchange import csv_files, xlsx_files
from briefing_app.exchange.basket_values import converted, currency_named, dollars
from briefing_app.tariff.currency import Conversion
from briefing_app.tariff.fact_table import FACTS
from briefing_app.tariff.facts import parse_fact, parse_money
from briefing_app.tariff.moment import parse_day
from briefing_app.tariff.origins import parse_origin
from briefing_app.tariff.schedule import digits
from briefing_app.tariff.value_source import as_kept

CORE = ("hts", "value_usd", "origin", "date")
VALUE_SOURCE = "value_source"
LEFT_OUT = ""
MOST_ROWS = 1_000_000
PIECE = 2048
LONGEST = 500
MOST_WORDS = 20
_QUOTED = re.compile(r'(?:^|[\t\n])"')
_AS_NUMBER = re.compile(r"(\d{8}|\d{10})\.0")
Cells: TypeAlias = Sequence[Sequence[str]]
Progress: TypeAlias = Callable[[int, int], None]
_TITLES = {
    "date": "date", "day": "date", "entry date": "date", "entered": "date", "entry_date": "date",
    "日付": "date", "申告日": "date", "輸入日": "date",
    "origin": "origin", "country": "origin", "from": "origin", "country of origin": "origin",
    "coo": "origin", "原産国": "origin", "国": "origin", "輸出国": "origin",
    "hts": "hts", "hs": "hts", "code": "hts", "heading": "hts", "hts code": "hts", "hs code": "hts",
    "tariff code": "hts", "htsus": "hts", "税番": "hts", "品目番号": "hts", "hsコード": "hts",
    "value": "value_usd", "customs value": "value_usd", "usd": "value_usd", "value (usd)": "value_usd",
    "value usd": "value_usd", "amount": "value_usd", "entered value": "value_usd", "価額": "value_usd",
    "金額": "value_usd", "課税価格": "value_usd",
    "qty": "quantity", "数量": "quantity", "単位": "unit", "uom": "unit", "transport": "mode",
    "source of the value": "value_source", "価額の出所": "value_source", "価額の出典": "value_source",
}  # fmt: skip


@dataclass(frozen=True)
class Columns:
    """What each column is: a name of CORE or FACTS, VALUE_SOURCE, or LEFT_OUT. ``has_titles``: the first row
    is no good.
    """

    names: tuple[str, ...]
    has_titles: bool

    @property
    def missing(self) -> tuple[str, ...]:
        """What a row cannot do without and no column gives."""
        return tuple(name for name in ("hts", "value_usd") if name not in self.names)


@dataclass(frozen=True)
class Read:
    """The rows of a table, and what is wrong with the others, row by row."""

    rows: tuple[BasketRow, ...]
    problems: tuple[str, ...]


def cells_of_text(text: str) -> list[list[str]]:
    """The cells of pasted text: tab-separated as spreadsheets copy it, else comma-separated."""
    if "\t" in text and _QUOTED.search(text):  # cells with line breaks stand in quotes
        return _from_the_head(csv_files.pasted(text))
    lines = text.strip("\r\n").splitlines()
    if any("\t" in line for line in lines):
        return _from_the_head([[csv_files.alive(cell) for cell in line.split("\t")] for line in lines])
    head = lines[0] if lines else ""
    mark = ";" if ";" in head and "," not in head else ","
    return _from_the_head([list(row) for row in csv.reader(io.StringIO("\n".join(lines)), delimiter=mark)])


def _from_the_head(cells: list[list[str]]) -> list[list[str]]:
    """The table without the words that stand above it: rows of one cell before the first row of more."""
    for place, row in enumerate(cells[:MOST_WORDS]):
        if sum(1 for cell in row if cell.strip()) > 1:
            return cells[place:]
    return cells


def cells_of_file(content: bytes, name: str) -> list[list[str]]:
    """The cells of a CSV file or of the first sheet of a workbook. Raises UsageError for other files."""
    ending = name.rpartition(".")[2].lower()
    if ending not in {"csv", "tsv", "txt", "xlsx"}:
        raise UsageError(f"{name} is no table.", hint="Choose a CSV file or an Excel workbook.")
    book = ending == "xlsx"
    rows = [row for row in (xlsx_files if book else csv_files).read(content) if any(map(str.strip, row))]
    if not rows:
        raise UsageError(f"{name} is empty.", hint="Its first row names the columns.")
    if len(rows) > MOST_ROWS:
        raise UsageError(f"{name} has more than {MOST_ROWS:,} rows.", hint="Split it into several files.")
    return _from_the_head(rows)


_IN_DOLLARS = re.compile(r"\s*[(（\[](?:us\s?\$|usd|us dollars?|\$|米ドル|ドル)[)）\]]$")


_OTHER_MONEY = re.compile(
    r"\b(?:jpy|yen|eur|euros?|gbp|pounds?|cny|rmb|yuan|krw|won|cad|mxn|chf|twd)\b|[円€£￥¥元]"
)


def _titled(folded: str) -> str:
    """What a title means; "(US$)" behind it says no more, any other currency does."""
    return _TITLES.get(folded) or _TITLES.get(_IN_DOLLARS.sub("", folded)) or folded.replace(" ", "_")


def guess(cells: Cells) -> Columns:
    """What the columns are, by the titles if the first row holds some, else by what stands in them."""
    if not cells:
        return Columns((), False)
    titled = [_titled(_folded(cell)) for cell in cells[0]]
    names = [name if name in (*CORE, VALUE_SOURCE) or name in FACTS else LEFT_OUT for name in titled]
    wide = max(len(row) for row in cells[:200])
    if "hts" in names or "value_usd" in names:
        names = _once(names)
        below = cells[1:51]
        foreign = {at for at, cell in enumerate(cells[0]) if _OTHER_MONEY.search(cell.casefold())}
        found = [*names, *[LEFT_OUT] * (wide - len(names))]
        for name in ("hts", "value_usd"):
            if name not in found:
                free = (p for p in range(wide) if not found[p] and not (name == "value_usd" and p in foreign))
                place = next((p for p in free if _is(below, p, _TESTS[name])), None)
                if place is not None:
                    found[place] = name
        return Columns(tuple(found), True)
    found = [LEFT_OUT] * wide
    for name, test in _TESTS.items():
        place = next((p for p in range(wide) if not found[p] and _is(cells[:50], p, test)), None)
        if place is not None:
            found[place] = name
    first = {name: cells[0][place].strip() for place, name in enumerate(found) if place < len(cells[0])}
    titled_row = any(name in first and not _TESTS[name](first[name]) for name in ("hts", "value_usd"))
    return Columns(tuple(found), titled_row)


def other_money(cells: Cells, columns: Columns) -> tuple[str, bool]:
    """The title of a column of amounts in another currency than dollars, and whether it is taken as the
    value; ("", False) where there is none.
    """
    if not columns.has_titles or not cells:
        return "", False
    named = [
        (cell.strip(), name == "value_usd")
        for cell, name in zip(cells[0], columns.names, strict=False)
        if name in (LEFT_OUT, "value_usd") and _OTHER_MONEY.search(cell.casefold())
    ]
    return max(named, key=lambda each: each[1], default=("", False))


def money_of_cells(cells: Cells, columns: Columns) -> str:
    """The code of the currency whose sign most values bear; "" for dollars and for bare numbers."""
    if "value_usd" not in columns.names:
        return ""
    place = columns.names.index("value_usd")
    below = cells[1:51] if columns.has_titles else cells[:50]
    filled = [row[place] for row in below if place < len(row) and row[place].strip()]
    named = [currency_named(cell) for cell in filled]
    code = max(named, key=named.count, default="")
    return code if 2 * named.count(code) > len(filled) else ""


def rows_of(
    cells: Cells,
    columns: Columns,
    on: date,
    progress: Progress | None = None,
    rate: Conversion | None = None,
) -> Read:
    """The rows that can be read. One without a day is entered on ``on``, one without a country is of Japan;
    both stand in the table. ``progress(done, total)`` may raise to stop. ``rate``: the values are in its
    currency, and each is converted at it.
    """
    if columns.missing:
        need = "The rows need a tariff code and a value: nothing was taken."
        return Read((), (need,))
    start = 1 if columns.has_titles else 0
    rows: list[BasketRow] = []
    problems: list[str] = []
    reader = _Reader(on, rate)
    for number, row in enumerate(cells[start:], start + 1):
        if progress is not None and number % PIECE == 0:
            progress(number, len(cells))
        found = {name: cell.strip() for name, cell in zip(columns.names, row, strict=False) if name}
        if not any(found.values()):
            continue
        try:
            rows.append(reader.row(found))
        except BriefingError as error:
            problems.append(f"Row {number}: {_printable(str(error))}")
    return Read(tuple(rows), tuple(problems))


def with_cell(row: BasketRow, field: str, text: str) -> BasketRow:
    """The row with one field (of CORE) as typed. Raises UsageError for what cannot be read."""
    if field == "value_usd":
        cents = parse_money(dollars(text), field)
        if cents == 0:
            raise UsageError("value_usd: the value is zero.")
        if cents == row.value_usd * 100:
            return row  # it is where it was from
        return replace(row, value_usd=Decimal(cents) / 100, value_source="")
    read = {"hts": _code, "origin": parse_origin, "date": _iso}[field]
    return replace(row, **{field: read(text.strip())})  # type: ignore[arg-type]  # all three are texts


def _printable(text: str) -> str:
    """What a cell held, without signs that no label can show."""
    if text.isprintable():
        return text
    return "".join(each if each.isprintable() else " " if each.isspace() else "\ufffd" for each in text)


class _Reader:
    """Reads rows; what many share (days, countries, codes, facts) is read once."""

    def __init__(self, on: date, rate: Conversion | None) -> None:
        self._on, self._rate = on.isoformat(), rate
        self._known: dict[tuple[str, str], str] = {}

    def row(self, found: Mapping[str, str]) -> BasketRow:
        for name, text in found.items():
            if len(text) > LONGEST:
                raise UsageError(f"{name}: the cell holds {len(text):,} characters, which is no {name}.")
        cents = self._cents(found.get("value_usd", ""))
        facts = {name: text for name, text in found.items() if name in FACTS and text}
        for name, text in facts.items():
            self._once(f"fact {name}", text, partial(_fact, name))
        return BasketRow(
            hts=self._once("hts", found.get("hts", ""), _code),
            value_usd=Decimal(cents) / 100,
            origin=self._once("origin", found.get("origin") or "JP", parse_origin),
            date=self._once("date", found["date"], _iso) if found.get("date") else self._on,
            facts=facts,
            # What is converted now rests on the rate of the table, whatever was written beside it.
            value_source="" if self._rate else as_kept(found.get(VALUE_SOURCE, "")),
        )

    def _cents(self, text: str) -> int:
        if self._rate is not None:
            return converted(text, self._rate)
        cents = parse_money(dollars(text), "value_usd")
        if cents == 0:
            raise UsageError("value_usd: the value is zero.")
        return cents

    def _once(self, kind: str, text: str, read: Callable[[str], str]) -> str:
        key = (kind, text)
        if key not in self._known:
            if len(self._known) > 200_000:
                self._known.clear()
            self._known[key] = read(text)
        return self._known[key]


def _code(text: str) -> str:
    """The digits of a code. Spreadsheets drop a zero in front: said, not guessed."""
    if not text:
        raise UsageError("hts: is empty.")
    # A program that took the code for a number wrote a point and a zero behind it.
    found = digits(_AS_NUMBER.sub(r"\1", text))
    if len(found) not in {8, 10}:
        hint = "A spreadsheet may have dropped a zero in front." if len(found) in {7, 9} else ""
        raise UsageError(f"hts: {text} has {len(found)} digits; 8 or 10 are needed.", hint=hint)
    return found


def _fact(name: str, text: str) -> str:
    """Raises FactError for a value that the fact cannot have."""
    parse_fact(name, text)
    return text


def _iso(text: str) -> str:
    return parse_day(text).isoformat()


def _once(names: Sequence[str]) -> list[str]:
    """Each name at its first column only."""
    seen: set[str] = set()
    out = []
    for name in names:
        out.append(LEFT_OUT if name in seen else name)
        seen.add(name)
    return out


def _folded(cell: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", cell).casefold().split())


def _is(cells: Cells, place: int, test: Callable[[str], bool]) -> bool:
    """Whether a column is of a kind: most of its cells are."""
    filled = [row[place].strip() for row in cells if place < len(row) and row[place].strip()]
    return bool(filled) and 2 * sum(map(test, filled)) > len(filled)


def _is_code(text: str) -> bool:
    text = unicodedata.normalize("NFKC", text)
    bare = text.replace(".", "")
    return bare.isdigit() and len(bare) in {8, 10} and (text.count(".") >= 2 or text.isdigit())


def _is_day(text: str) -> bool:
    try:
        parse_day(text)
    except BriefingError:
        return False
    return not text.isdigit()


def _is_country(text: str) -> bool:
    try:
        return bool(parse_origin(text)) and not text.isdigit()
    except BriefingError:
        return False


_MONEY_SIGNS = re.compile(r"[$¥円€£₩元₫\s]|\b(?:USD|JPY|EUR|GBP|KRW|CNY)\b")


def _is_money(text: str) -> bool:
    bare = _MONEY_SIGNS.sub("", unicodedata.normalize("NFKC", text))
    return bare.replace(",", "").replace(".", "", 1).isdigit()


_TESTS: dict[str, Callable[[str], bool]] = {
    "date": _is_day, "hts": _is_code, "origin": _is_country, "value_usd": _is_money
}  # fmt: skip
