"""Records as rows: the columns are the fields of the JSON form, what has parts stands in a cell as JSON.

An empty cell is a field that is not given. A list of words is written with semicolons. For people who fill a
table by hand an event may have the columns ``date, date_kind, zone, people`` and a person ``name, family,
given, reading, native_name, post, organisation``; the date may be typed in any form that is understood.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import fields
from datetime import date
from decimal import Decimal
from typing import Any

from briefing_app.domain.fuzzydate import DateError, is_edtf
from briefing_app.domain.records import KINDS, RECORD_TYPES, Kind, Record
from briefing_app.domain.typed_dates import understand
from briefing_app.errors import BriefingError, UsageError
from briefing_app.exchange.name_scripts import script_of
from briefing_app.exchange.result import ImportResult, Problem
from briefing_app.store import codec

Row = Sequence[str]
FindPeople = Callable[[str], Sequence[str]]
"""The ids of the people that a name may mean; one where it is clear."""

_BETWEEN_NAMES = re.compile(r"[;；、\n]|,(?!\s*(?:Jr|Sr)\b)")
_LISTS: dict[Kind, frozenset[str]] = {
    "event": frozenset({"lanes", "measures", "tags", "sources"}),
    "person": frozenset({"tags", "sources"}),
    "note": frozenset({"about", "tags", "sources"}),
    "series": frozenset({"tags", "sources"}),
    "organisation": frozenset({"other_names", "tags", "sources"}),
    "delegation": frozenset({"order", "tags", "sources"}),
}
_BY_HAND: dict[Kind, frozenset[str]] = {
    "event": frozenset({"date", "date_kind", "zone", "people"}),
    "person": frozenset({"name", "family", "given", "reading", "native_name", "post", "organisation"}),
}
_CORE = frozenset({"edits", "rows"})  # without one of them a scenario or basket cannot be read
KIND_COLUMN = "record"  # says the kind of each row in a table of several kinds
# A column that only one kind has tells which kind a table holds.
_TELLING: tuple[tuple[str, Kind], ...] = (
    ("names", "person"), ("name", "person"), ("posts", "person"), ("dates", "event"),
    ("participants", "event"), ("lanes", "event"), ("category", "event"), ("date_kind", "event"),
    ("body", "note"), ("publisher", "source"), ("locator", "source"), ("points", "series"),
    ("edits", "scenario"), ("rows", "basket"), ("template", "briefing"), ("date", "event"),
    ("seat", "organisation"), ("other_names", "organisation"), ("our_side", "delegation"),
)  # fmt: skip


def columns(kind: Kind) -> tuple[str, ...]:
    """The columns that ``write`` gives a kind, in the order of the JSON form."""
    names = [name.removesuffix("_") for name in _fields(kind)]
    return ("id", *(name for name in names if name != "id"))


def kind_of(header: Row) -> Kind | None:
    """The kind a table holds, from its header; None if the header does not tell."""
    there = {name.strip().lower() for name in header}
    return next((kind for column, kind in _TELLING if column in there), None)


def write(records: Iterable[Record], kind: Kind | None = None) -> list[list[str]]:
    """Header and rows; records of several kinds where ``kind`` is None. ``read`` gives the same back."""
    if kind is None:
        every = (name for each in KINDS for name in columns(each))
        names: tuple[str, ...] = (KIND_COLUMN, *dict.fromkeys(every))
    else:
        names = columns(kind)
    rows = [list(names)]
    for record in records:
        document = codec.encode(record) | ({} if kind else {KIND_COLUMN: record.record_kind})
        lists = _LISTS.get(record.record_kind, frozenset())
        rows.append([_cell(document.get(name, ""), name in lists, name in _CORE) for name in names])
    return rows


def read(
    rows: Iterable[Row], kind: Kind | None, *, on: date | None = None, find_people: FindPeople | None = None
) -> ImportResult:
    """The records of a table with a header row. ``on``: the day that a date without a year refers to.

    ``find_people`` finds those that an event's column ``people`` names; a name that means nobody, or several,
    stays in the summary and is told.

    Raises UsageError for a table without header, of unknown kind or with an unknown column.
    """
    lines = iter(rows)
    header = [name.strip().lower() for name in next(lines, [])]
    if not any(header):
        raise UsageError("The table is empty.", hint="Its first row names the columns.")
    mixed = KIND_COLUMN in header
    whole = kind or (None if mixed else kind_of(header))
    if whole is None and not mixed:
        raise UsageError(
            "The columns do not tell what the table holds.", hint=f"Add --kind ({' '.join(KINDS)})."
        )
    _check(header, None if mixed else whole)
    records: list[Record] = []
    problems: list[Problem] = []
    count = 0
    for number, row in enumerate(lines, 2):
        if not any(cell.strip() for cell in row):
            continue
        count += 1
        try:
            mine = _kind_of_row(header, row, whole)
            document, remarks = _document(header, row, mine, on)
            remarks += _name_people(document, find_people)
            records.append(codec.decode(mine, document))
            problems += [Problem(f"row {number}", remark, fatal=False) for remark in remarks]
        except BriefingError as error:
            problems.append(Problem(f"row {number}", str(error)))
    return ImportResult(tuple(records), tuple(problems), count)


def _kind_of_row(header: list[str], row: Row, wanted: Kind | None) -> Kind:
    """The kind of one row: what its own cell says, which must be the kind wanted, if any."""
    if KIND_COLUMN not in header:
        assert wanted is not None
        return wanted
    at = header.index(KIND_COLUMN)
    named = codec.parse_kind(row[at] if at < len(row) else "")
    if wanted and named != wanted:
        raise UsageError(f"this row is of the kind {named}, not {wanted}.")
    return named


def is_ours(header: Row) -> bool:
    """Whether a header names columns of ours only, and tells what the table holds."""
    names = [name.strip().lower() for name in header]
    kind = None if KIND_COLUMN in names else kind_of(names)
    if kind is None and KIND_COLUMN not in names:
        return False
    try:
        _check(names, kind)
    except UsageError:
        return False
    return True


def _check(header: list[str], kind: Kind | None) -> None:
    kinds = (kind,) if kind else KINDS
    allowed = {name for each in kinds for name in (*columns(each), *_BY_HAND.get(each, ()))}
    allowed |= set() if kind else {KIND_COLUMN}
    if unknown := [name for name in header if name not in allowed]:
        raise UsageError(
            f'The column "{unknown[0]}" is not one of a {kind or "record"}.',
            hint=f"Columns: {' '.join(sorted(allowed))}.",
        )
    if twice := [name for name in header if header.count(name) > 1]:
        raise UsageError(f'The column "{twice[0]}" stands twice.')


def _document(header: list[str], row: Row, kind: Kind, on: date | None) -> tuple[dict[str, Any], list[str]]:
    if len(row) > len(header) and any(cell.strip() for cell in row[len(header) :]):
        raise UsageError(f"there are {len(row)} cells for {len(header)} columns.")
    cells = {
        name: cell for name, cell in zip(header, row, strict=False) if cell != "" and name != KIND_COLUMN
    }
    if foreign := [name for name in cells if name not in {*columns(kind), *_BY_HAND.get(kind, ())}]:
        raise UsageError(f"{foreign[0]}: a {kind} has no such field.")
    by_hand = {name: cells.pop(name) for name in list(cells) if name in _BY_HAND.get(kind, ())}
    document = {name: _value(name, cell, kind) for name, cell in cells.items()}
    remarks: list[str] = []
    if kind == "event" and "people" in by_hand:
        document["people"] = by_hand.pop("people")
    if kind == "event" and by_hand:
        _event_by_hand(document, by_hand, on, remarks)
    elif kind == "person" and by_hand:
        _person_by_hand(document, by_hand)
    return document, remarks


def _name_people(document: dict[str, Any], find_people: FindPeople | None) -> list[str]:
    """Put the ids of those named in place of the names; the remarks on those not found."""
    named = document.pop("people", "")
    names = [part.strip() for part in _BETWEEN_NAMES.split(named) if part.strip()]
    unknown = []
    for name in names:
        found = find_people(name) if find_people else ()
        if len(found) == 1:
            document.setdefault("participants", []).append({"person": found[0]})
        else:
            unknown.append(name)
    if unknown:
        line = f"People: {', '.join(unknown)}"
        document["summary"] = "\n".join(filter(None, (document.get("summary", ""), line)))
        return [f"{', '.join(unknown)}: not one known person goes by this name; kept in the summary."]
    return []


def _event_by_hand(
    document: dict[str, Any], cells: dict[str, str], on: date | None, remarks: list[str]
) -> None:
    typed = cells.get("date", "").strip()
    if not typed:
        raise UsageError("date: is empty although its kind or zone is given.")
    if "dates" in document:
        raise UsageError("date and dates: give one of them.")
    edtf = typed
    if not is_edtf(typed):
        try:
            understood = understand(typed, on=on)
        except DateError as error:
            raise UsageError(f"date: {error}") from error
        edtf = understood.edtf
        remarks.append(f'date "{typed}": {understood.sentence}')
    dated = {"edtf": edtf, "zone": cells.get("zone", ""), "kind": cells.get("date_kind", "held")}
    if edtf != typed:
        dated["as_typed"] = typed
    document["dates"] = [dated]


def _person_by_hand(document: dict[str, Any], cells: dict[str, str]) -> None:
    if "names" in document and any(
        name in cells for name in ("name", "family", "given", "native_name", "reading")
    ):
        raise UsageError("name and names: give one of them.")
    family, given = cells.get("family", ""), cells.get("given", "")
    full = cells.get("name", "") or " ".join(filter(None, (given, family)))
    names = [{"full": full, "script": "Latn", "family": family, "given": given}] if full else []
    if native := cells.get("native_name"):
        names.append(
            {
                "full": native,
                "script": script_of(native, country=cells.get("country", "")),
                "reading": cells.get("reading", ""),
            }
        )
    if names:
        document["names"] = names
    if cells.get("post") or cells.get("organisation"):
        document["posts"] = [{"title": cells.get("post", ""), "organisation": cells.get("organisation", "")}]


def _cell(value: Any, is_list: bool, required: bool) -> str:
    if isinstance(value, str):
        return value
    if value in ([], {}) and not required:
        return ""
    if is_list and all(item and not set(item) & set(";[\n\r") and item == item.strip() for item in value):
        return "; ".join(value)
    return json.dumps(value, ensure_ascii=False)


def _value(name: str, cell: str, kind: Kind) -> Any:
    if name in _LISTS.get(kind, ()) and not cell.lstrip().startswith("["):
        return [part.strip() for part in cell.split(";") if part.strip()]
    if not _is_text(name, kind):
        try:
            return json.loads(cell, parse_float=Decimal)
        except (ValueError, RecursionError) as error:
            raise UsageError(f"{name}: JSON is needed in this cell ({error}).") from error
    return cell


def _is_text(name: str, kind: Kind) -> bool:
    declared = _fields(kind)
    return not (declared.get(name) or declared[f"{name}_"]).startswith(("tuple", "dict"))


def _fields(kind: Kind) -> dict[str, str]:
    """The fields of a kind with their declared types."""
    return {field.name: str(field.type) for field in fields(RECORD_TYPES[kind])}
