"""Rows of a basket from pasted text: tab-separated as spreadsheets copy it, or comma-separated."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from briefing_app.domain.records import BasketRow
from briefing_app.errors import BriefingError
from briefing_app.tariff.answer import Assessment
from briefing_app.tariff.assess import assess
from briefing_app.tariff.entry import REQUIRED
from briefing_app.tariff.fact_table import FACTS
from briefing_app.tariff.facts import parse_money
from briefing_app.tariff.law import Law
from briefing_app.tariff.moment import parse_day
from briefing_app.tariff.origins import parse_origin
from briefing_app.tariff.schedule import digits
from briefing_app.ui.tariff.words import Authority, authority_named

_NAMES = {
    "date": "date", "day": "date", "entry date": "date", "entered": "date", "日付": "date",
    "origin": "origin", "country": "origin", "from": "origin", "原産国": "origin",
    "hts": "hts", "hs": "hts", "code": "hts", "heading": "hts", "hts code": "hts", "税番": "hts",
    "value": "value_usd", "value_usd": "value_usd", "customs value": "value_usd", "usd": "value_usd",
    "value (usd)": "value_usd", "価額": "value_usd",
}  # fmt: skip


@dataclass(frozen=True)
class Read:
    """What was read: rows, how the columns were taken, and what is wrong, row by row."""

    rows: tuple[BasketRow, ...]
    columns: tuple[str, ...]
    problems: tuple[str, ...]


def read_rows(text: str, on: date) -> Read:
    """Rows of pasted text. Without a title line the columns are told by what stands in them.

    A row without a day is entered on ``on``, one without a country comes from Japan; both stand in the table.
    """
    lines = [line for line in text.splitlines() if line.strip()]
    if not lines:
        return Read((), (), ())
    cells = [list(row) for row in _split(lines)]
    columns = _titled(cells[0])
    start = 1 if columns else 0
    columns = columns or _guessed(cells[0])
    problems: list[str] = []
    if "hts" not in columns or "value_usd" not in columns:
        return Read((), tuple(columns), ("The rows need a tariff code and a value: nothing was taken.",))
    rows = []
    for number, row in enumerate(cells[start:], start + 1):
        found = dict(zip(columns, (cell.strip() for cell in row), strict=False))
        try:
            rows.append(_row(found, on))
        except BriefingError as error:
            problems.append(f"Row {number}: {error}")
    return Read(tuple(rows), tuple(columns), tuple(problems))


def _split(lines: Sequence[str]) -> list[list[str]]:
    if any("\t" in line for line in lines):
        return [line.split("\t") for line in lines]
    return list(csv.reader(io.StringIO("\n".join(lines))))


def _titled(cells: Sequence[str]) -> list[str]:
    names = [_NAMES.get(cell.strip().casefold(), cell.strip()) for cell in cells]
    known = [name for name in names if name in REQUIRED or name in FACTS]
    return names if "hts" in known or "value_usd" in known else []


def _guessed(cells: Sequence[str]) -> list[str]:
    names: list[str] = []
    for cell in cells:
        name = next((name for name, test in _TESTS if name not in names and test(cell.strip())), "")
        names.append(name)
    return names


def _is_code(text: str) -> bool:
    bare = text.replace(".", "")
    return bare.isdigit() and len(bare) in {8, 10} and (text.count(".") >= 2 or text.isdigit())


def _is_day(text: str) -> bool:
    try:
        parse_day(text)
    except BriefingError:
        return False
    return not text.isdigit()


def _is_money(text: str) -> bool:
    return text.replace(",", "").replace("$", "").replace(".", "", 1).isdigit()


_TESTS = (
    ("date", _is_day),
    ("hts", _is_code),
    ("origin", lambda text: text.isalpha() and len(text) == 2),
    ("value_usd", _is_money),
)


def _row(found: Mapping[str, str], on: date) -> BasketRow:
    cents = parse_money(found.get("value_usd", "").replace(",", "").replace("$", ""), "value_usd")
    facts = {name: text for name, text in found.items() if name in FACTS and text}
    return BasketRow(
        hts=digits(found.get("hts", "")),
        value_usd=Decimal(cents) / 100,
        origin=parse_origin(found.get("origin") or "JP"),
        date=parse_day(found["date"]).isoformat() if found.get("date") else on.isoformat(),
        facts=facts,
    )


@dataclass(frozen=True)
class Priced:
    """A row with its answer; ``error`` says why it could not be read."""

    number: int
    row: BasketRow
    answer: Assessment | None
    parts: tuple[tuple[Authority, int], ...] = ()
    error: str = ""

    @property
    def cents(self) -> int | None:
        """The duty; None where there is no figure."""
        return self.answer.total_cents if self.answer else None

    @property
    def status(self) -> str:
        """The status in words."""
        if self.answer is None:
            return "error"
        return self.answer.status.replace("_", " ")


@dataclass(frozen=True)
class Sum:
    """A basket in one line: values and duty in cents of what has a figure, and how many rows have none."""

    rows: int
    value: int
    duty: int
    without: int
    value_without: int
    parts: tuple[tuple[Authority, int], ...]

    @property
    def rate(self) -> Fraction | None:
        """The weighted effective rate of the rows that have a figure."""
        return Fraction(self.duty, self.value) if self.value else None


def price(rows: Sequence[BasketRow], law: Law, day: date | None = None) -> tuple[Priced, ...]:
    """The answers to all rows, all on ``day`` where one is given."""
    found = []
    for number, row in enumerate(rows, 1):
        texts = {name: str(value) for name, value in row.facts.items()}
        texts |= {
            "date": day.isoformat() if day else row.date,
            "origin": row.origin,
            "hts": row.hts,
            "value_usd": f"{row.value_usd:f}",
        }
        try:
            answer = assess(law.parse(texts), law)
        except BriefingError as error:
            found.append(Priced(number, row, None, (), str(error)))
            continue
        sums: dict[Authority, int] = {}
        for each in answer.components:
            authority = authority_named(law, each.measure)
            sums[authority] = sums.get(authority, 0) + each.duty_cents
        parts = tuple(sums.items()) if answer.total_cents is not None else ()
        found.append(Priced(number, row, answer, parts))
    return tuple(found)


def add_up(rows: Sequence[Priced]) -> Sum:
    """The basket in one line."""
    value = duty = without = value_without = 0
    sums: dict[Authority, int] = {}
    for each in rows:
        worth = int(each.row.value_usd * 100)
        if each.cents is None:
            without += 1
            value_without += worth
            continue
        value += worth
        duty += each.cents
        for authority, cents in each.parts:
            sums[authority] = sums.get(authority, 0) + cents
    parts = tuple(sorted(sums.items(), key=lambda pair: (pair[0].place != 7, pair[0].place)))
    return Sum(len(rows), value, duty, without, value_without, parts)
