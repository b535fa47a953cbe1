"""The workspace as a releasable edition sees it: fields of records without what is marked above its level.

Notes and own text are read by portions where they are parsed. Here it is about the short fields: the summary
of an event, what somebody stood for, a role in a delegation. A field, or an entry of a list, that begins with
a portion mark above the level is not there; a record whose title begins with one is marked as a whole.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar, cast

from briefing_app.domain.records import Kind, Person, Record
from briefing_app.reports import markings, portions
from briefing_app.reports.model import Marking, Problem, ReportData
from briefing_app.store.workspace import Workspace

_Any = TypeVar("_Any")
# Stands for a title or a name that may not be printed in a releasable edition.
WITHHELD = "–"
# What no mark stands in, and the text that is read by portions when it is parsed.
_UNREAD = ("id", "marking", "body")
# What no paper prints counts for no banner.
_UNPRINTED = ("note", "private_note", "contact", "tags", "quotations")


def view(workspace: Workspace, release: Marking) -> Workspace:
    """The workspace with what may be printed of its records; all else of it as it is."""
    return cast(Workspace, _View(workspace, release))


class _View:
    def __init__(self, workspace: Workspace, release: Marking) -> None:
        self._workspace = workspace
        self._release = release
        self._made: dict[Kind, dict[str, Record]] = {}

    def __getattr__(self, name: str) -> Any:
        return getattr(self._workspace, name)

    def records(self, kind: Kind) -> Sequence[Record]:
        return list(self._of(kind).values())

    def find(self, kind: Kind, record_id: str) -> Record | None:
        return self._of(kind).get(record_id)

    def _of(self, kind: Kind) -> dict[str, Record]:
        if kind not in self._made:
            found = self._workspace.records(kind)
            self._made[kind] = {each.id: readable(each, self._release) for each in found}
        return self._made[kind]


def readable(record: Record, release: Marking) -> Record:
    """A record without the fields and entries that are marked above a level."""
    scheme = markings.scheme_of(getattr(record, "marking", ""))
    mark = portions.mark_of(getattr(record, "title", ""), scheme)
    kept: Record = _kept(record, scheme, release)
    if isinstance(record, Person):
        # Nobody is without a name: somebody whose names are all marked is not in the paper.
        mark = (
            None
            if isinstance(kept, Person) and kept.names
            else portions.mark_of(record.names[0].full, scheme)
        )
        return kept if mark is None else replace(record, marking=mark.label)
    if mark is None or not markings.is_above(mark, release):
        return kept
    hidden: Any = kept
    changed = {"marking": mark.label} if hasattr(record, "marking") else {}
    return cast(Record, replace(hidden, title=WITHHELD, **changed))


def _kept(value: _Any, scheme: str, release: Marking) -> _Any:
    changed = {}
    for each in fields(value):  # type: ignore[arg-type]
        if each.name not in _UNREAD:
            old = getattr(value, each.name)
            new = _field(old, scheme, release)
            if new is not old:
                changed[each.name] = new
    return replace(value, **changed) if changed else value  # type: ignore[type-var]


def _field(value: Any, scheme: str, release: Marking) -> Any:
    if isinstance(value, str):
        read = portions.read(value, scheme, release).text
        return value if read == value else read
    if isinstance(value, tuple):
        entries = tuple(each for each in value if not _is_above(each, scheme, release))
        return value if len(entries) == len(value) else entries
    if isinstance(value, dict):
        entries_of = {key: each for key, each in value.items() if not _is_above(each, scheme, release)}
        return value if len(entries_of) == len(value) else entries_of
    return value


def _is_above(entry: object, scheme: str, release: Marking) -> bool:
    return any(markings.is_above(mark, release) for mark, _words in _marks(entry, scheme))


def marks_of(record: Record) -> Iterator[tuple[Marking, str]]:
    """The marks in the short fields of a record, with the words they stand before."""
    scheme = markings.scheme_of(getattr(record, "marking", ""))
    for each in fields(record):
        if each.name not in (*_UNREAD, *_UNPRINTED):
            value = getattr(record, each.name)
            for entry in value if isinstance(value, tuple) else (value,):
                yield from _marks(entry, scheme)


def _marks(entry: object, scheme: str) -> Iterator[tuple[Marking, str]]:
    if isinstance(entry, str):
        if "(" in entry or "（" in entry:
            yield from portions.read(entry, scheme).marks
    elif isinstance(entry, dict):
        for each in entry.values():
            yield from _marks(each, scheme)
    elif is_dataclass(entry):
        for each in fields(entry):
            yield from _marks(getattr(entry, each.name), scheme)


def problems(report: ReportData, release: Marking) -> tuple[Problem, ...]:
    """What is still marked above the level in a finished paper, such as words in a sentence: each blocks."""
    found: dict[Problem, None] = {}
    for section in report.sections:
        for words in _strings(section):
            for mark, place in portions.anywhere(words):
                if markings.is_above(mark, release):
                    begun = words[place : place + 40]
                    text = (
                        f'"{begun}" is marked {mark.label} within a text and cannot be left out. '
                        "Begin a paragraph with the mark."
                    )
                    found[Problem("block", text, section.id)] = None
    return tuple(found)


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        if "(" in value or "（" in value:
            yield value
    elif isinstance(value, tuple):
        for each in value:
            yield from _strings(each)
    elif is_dataclass(value):
        for each in fields(value):
            yield from _strings(getattr(value, each.name))
