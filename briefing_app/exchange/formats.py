"""Which file is read and written how: by its ending."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from briefing_app.domain.records import KINDS, Event, Kind, Note, Person, Record
from briefing_app.errors import UsageError
from briefing_app.exchange import csv_files, json_files, note_bundles, tables
from briefing_app.exchange.result import ImportResult

READABLE = ("csv", "xlsx", "ics", "vcf", "json", "md")
_ONE_KIND: dict[str, Kind] = {"ics": "event", "vcf": "person", "md": "note"}


def read(content: bytes, name: str, kind: Kind | None, *, on: date | None = None) -> ImportResult:
    """The records of a file called ``name``. Raises UsageError for an unknown ending or another kind."""
    ending = _ending(name)
    _same_kind(ending, kind)
    if ending == "csv":
        return tables.read(csv_files.read(content), kind, on=on)
    if ending == "xlsx":
        from briefing_app.exchange import xlsx_files  # noqa: PLC0415  late: a compiled reader

        return tables.read(xlsx_files.read(content), kind, on=on)
    if ending == "json":
        return json_files.read(content, kind)
    if ending == "md":
        return note_bundles.read(content, Path(name).name)
    if ending == "ics":
        from briefing_app.exchange import ics  # noqa: PLC0415  late: the calendar library

        return ics.read(content)
    from briefing_app.exchange import vcard  # noqa: PLC0415  late: seldom used

    return vcard.read(content)


def write(records: Sequence[Record], name: str, kind: Kind | None) -> bytes:
    """The content of a file called ``name``. Tables hold one kind: ``kind`` says which."""
    ending = _ending(name)
    _same_kind(ending, kind)
    if ending == "json":
        return json_files.write_list(records) if kind else json_files.write(records)
    writer: dict[str, Callable[[], bytes]] = {
        "md": lambda: note_bundles.write([record for record in records if isinstance(record, Note)]),
        "ics": lambda: _calendar([record for record in records if isinstance(record, Event)]),
        "vcf": lambda: _contacts([record for record in records if isinstance(record, Person)]),
    }
    if ending in writer:
        return writer[ending]()
    if kind is None:
        raise UsageError(
            "A table holds records of one kind.", hint=f"Say which with --kind ({' '.join(KINDS)})."
        )
    rows = tables.write([record for record in records if record.record_kind == kind], kind)
    if ending == "csv":
        return csv_files.write(rows)
    from briefing_app.exchange import xlsx_files  # noqa: PLC0415  late: the workbook library

    return xlsx_files.write(rows, kind)


def _calendar(events: list[Event]) -> bytes:
    from briefing_app.exchange import ics  # noqa: PLC0415  late: the calendar library

    return ics.write(events)


def _contacts(people: list[Person]) -> bytes:
    from briefing_app.exchange import vcard  # noqa: PLC0415  late: seldom used

    return vcard.write(people)


def _ending(name: str) -> str:
    ending = Path(name).suffix.removeprefix(".").lower()
    if ending not in READABLE:
        raise UsageError(
            f'"{Path(name).name}" has no ending that is known.', hint=f"Use {', '.join(READABLE)}."
        )
    return ending


def _same_kind(ending: str, kind: Kind | None) -> None:
    only = _ONE_KIND.get(ending)
    if only and kind and kind != only:
        raise UsageError(f"A .{ending} file holds records of the kind {only}, not {kind}.")
