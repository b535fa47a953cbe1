"""Which file is read and written how: by its ending. Libraries are imported when their file comes along."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from itertools import chain
from pathlib import Path
from typing import TypeVar

from briefing_app.domain import sensitive
from briefing_app.domain.records import RECORD_TYPES, Event, Kind, Note, Person, Record
from briefing_app.errors import UsageError
from briefing_app.exchange import (
    archives,
    basket_tables,
    csv_files,
    json_files,
    note_bundles,
    soundness,
    tables,
)
from briefing_app.exchange.result import ImportResult, Told, watched

WRITABLE = ("csv", "xlsx", "ics", "vcf", "json", "md", "zip")
DOCUMENTS = ("docx", "html", "htm", "txt")
READABLE = (*WRITABLE, *DOCUMENTS)
_ONE_KIND: dict[str, Kind] = {
    "ics": "event",
    "vcf": "person",
    "md": "note",
    **dict.fromkeys(DOCUMENTS, "note"),
}
_R = TypeVar("_R", bound=Record)


def read(
    content: bytes, name: str, kind: Kind | None, *, on: date | None = None, told: Told | None = None
) -> ImportResult:
    """The records of a file called ``name``. ``told`` hears how far a long one is. Raises UsageError for an
    unknown ending or another kind.
    """
    ending = _ending(name, READABLE)
    _same_kind(ending, kind)
    readers: dict[str, Callable[[], ImportResult]] = {
        "csv": lambda: _table(watched(csv_files.read(content), told), name, kind, on),
        "xlsx": lambda: _table(watched(_workbook(content), told), name, kind, on),
        "json": lambda: json_files.read(content, kind),
        "md": lambda: note_bundles.read(content, Path(name).name),
        "ics": lambda: _appointments(content, told),
        "vcf": lambda: _contacts(content),
        "zip": lambda: archives.read(content, Path(name).name, on or date.today()),  # noqa: DTZ011
    }
    return readers.get(ending, lambda: _document(content, Path(name).name))()


def foreign_rows(content: bytes, name: str, told: Told | None = None) -> list[list[str]] | None:
    """The rows of a table whose columns are not ours, so that somebody has to choose; None for other files.
    ``told`` hears how many rows are read, and may stop it.

    Raises UsageError for a table that cannot be read.
    """
    ending = _ending(name, READABLE)
    if ending not in {"csv", "xlsx"}:
        return None
    rows = list(watched(csv_files.read(content) if ending == "csv" else _workbook(content), told))
    header = next((row for row in rows if any(cell.strip() for cell in row)), [])
    return None if tables.is_ours(header) or basket_tables.holds_goods(header) else rows


def write(
    records: Sequence[Record],
    name: str,
    kind: Kind | None,
    attachment: Callable[[str], bytes] | None = None,
    *,
    photo: Callable[[str], bytes | None] | None = None,
    private: bool = False,
    contact: bool = False,
    marking_of: Callable[[Sequence[Record]], str] = lambda _records: "",
) -> bytes:
    """The content of a file called ``name``. ``kind``: only these, in the form of one kind. ``attachment``
    gives captured files by their SHA-256: an archive takes them along.

    ``photo`` gives the picture of a SHA-256, for contact cards. Private remarks and contact details of people
    are left out of what is made to be handed on (tables and cards) unless ``private`` and ``contact`` ask for
    them; JSON and archives, from which a workspace is built again, hold what is given. ``marking_of`` gives
    the marking of records together: JSON, Markdown and archives say it of the whole.
    """
    records = [soundness.named(record) for record in records]
    ending = _ending(name, WRITABLE)
    _same_kind(ending, kind)
    open_ = sensitive.handed_on(records, contact=contact, private=private)
    writers: dict[str, Callable[[], bytes]] = {
        "csv": lambda: csv_files.write(_rows(open_, kind)),
        "xlsx": lambda: _workbook_of(_rows(open_, kind), kind or "records"),
        "json": lambda: (
            json_files.write_list(records) if kind else json_files.write(records, marking_of(records))
        ),
        "md": lambda: note_bundles.write(notes := _only(records, Note), marking_of(notes)),
        "ics": lambda: _calendar_of(_only(records, Event)),
        "vcf": lambda: _cards_of(_only(open_, Person), photo),
        "zip": lambda: archives.write(records, attachment, marking_of),
    }
    return writers[ending]()


def written(records: Sequence[Record], name: str, kind: Kind | None = None) -> list[Record]:
    """Those of the records that a file called ``name`` would hold."""
    only = kind or _ONE_KIND.get(Path(name).suffix.removeprefix(".").lower())
    return [record for record in records if only in (None, record.record_kind)]


def _rows(records: Sequence[Record], kind: Kind | None) -> list[list[str]]:
    return tables.write(_only(records, RECORD_TYPES[kind]) if kind else records, kind)


def _only(records: Sequence[Record], type_: type[_R]) -> list[_R]:
    return [record for record in records if isinstance(record, type_)]


def _ending(name: str, allowed: tuple[str, ...]) -> str:
    ending = Path(name).suffix.removeprefix(".").lower()
    if ending not in allowed:
        hint = f"Use {', '.join(allowed)}."
        raise UsageError(f'"{Path(name).name}" has no ending that is known.', hint=hint)
    return ending


def _same_kind(ending: str, kind: Kind | None) -> None:
    only = _ONE_KIND.get(ending)
    if only and kind and kind != only:
        raise UsageError(f"A .{ending} file holds records of the kind {only}, not {kind}.")


def _table(rows: Iterator[list[str]], name: str, kind: Kind | None, on: date | None) -> ImportResult:
    """Records row by row, or one basket where the rows are goods."""
    header = next(rows, [])
    if kind in (None, "basket") and basket_tables.holds_goods(header):
        return basket_tables.read(header, rows, Path(name).stem, on=on)
    return tables.read(chain([header], rows), kind, on=on)


def _workbook(content: bytes) -> Iterator[list[str]]:
    from briefing_app.exchange import xlsx_files  # noqa: PLC0415  a compiled reader

    return xlsx_files.read(content)


def _workbook_of(rows: list[list[str]], sheet: str) -> bytes:
    from briefing_app.exchange import xlsx_files  # noqa: PLC0415  the workbook library

    return xlsx_files.write(rows, sheet)


def _appointments(content: bytes, told: Told | None) -> ImportResult:
    from briefing_app.exchange import ics  # noqa: PLC0415  the calendar library

    return ics.read(content, told)


def _calendar_of(events: list[Event]) -> bytes:
    from briefing_app.exchange import ics  # noqa: PLC0415  the calendar library

    return ics.write(events)


def _contacts(content: bytes) -> ImportResult:
    from briefing_app.exchange import vcard  # noqa: PLC0415  seldom used

    return vcard.read(content)


def _cards_of(people: list[Person], photo: Callable[[str], bytes | None] | None) -> bytes:
    from briefing_app.exchange import vcard  # noqa: PLC0415  seldom used

    return vcard.write(people, photo, private=True)  # what is not handed on is left out already


def _document(content: bytes, name: str) -> ImportResult:
    from briefing_app.exchange import documents  # noqa: PLC0415  the Word library

    return documents.read(content, name)
