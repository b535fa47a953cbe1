"""What a reader of all records can find wrong: references to nothing, and dates that are none."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from briefing_app.domain.fuzzydate import is_edtf
from briefing_app.domain.records import (
    Delegation,
    Event,
    Note,
    Organisation,
    Person,
    PersonName,
    Record,
    Series,
    title_of,
)

LONGEST_NAME = 2_000


@dataclass(frozen=True)
class Remark:
    """One thing to look at, with the record it is about."""

    kind: str
    id: str
    message: str

    def __str__(self) -> str:
        return f"{self.kind} {self.id}: {self.message}"


def remarks(records: Sequence[Record]) -> list[Remark]:
    """Everything that refers to a record that is not there, and every date that cannot be read."""
    known = {(record.record_kind, record.id) for record in records}
    anything = {record.id for record in records}
    found = []
    for record in records:
        for kind, wanted in _references(record):
            there = wanted in anything if kind == "record" else (kind, wanted) in known
            if not there:
                found.append(Remark(record.record_kind, record.id, f'there is no {kind} "{wanted}"'))
        found.extend(Remark(record.record_kind, record.id, fault) for fault in date_faults(record))
    return found


def named(record: Record) -> Record:
    """The record as a file may hold it: a person's empty name forms are left out, and somebody who has no
    name yet is called by the id.
    """
    if not isinstance(record, Person) or all(name.full.strip() for name in record.names):
        return record
    kept = tuple(name for each in record.names if (name := _whole(each)).full.strip())
    return replace(record, names=kept or (PersonName(full=record.id),))


def _whole(name: PersonName) -> PersonName:
    """The name with its whole form put together from its parts where only they were entered."""
    if name.full.strip():
        return name
    between = " " if name.script == "Latn" else ""
    return replace(name, full=between.join(part for part in (name.family, name.given) if part))


def length_faults(record: Record) -> tuple[str, ...]:
    """Names and titles that are none: a line of a megabyte would hold up every list it stands in."""
    texts = [name.full for name in record.names] if isinstance(record, Person) else [title_of(record)]
    return tuple(
        f"its name has {len(text):,} characters, more than the {LONGEST_NAME:,} that can be taken"
        for text in texts
        if len(text) > LONGEST_NAME
    )


def date_faults(record: Record) -> tuple[str, ...]:
    """What is wrong with the dates of one record, in words; empty when every date can be read."""
    return tuple(f'"{day}" is not a date' for day in _dates(record) if not is_edtf(day))


def _references(record: Record) -> Iterator[tuple[str, str]]:
    for key in getattr(record, "sources", ()):
        yield "source", key
    for name in ("dates", "positions", "relations", "quotations"):
        for entry in getattr(record, name, ()):
            if entry.source:
                yield "source", entry.source
    for name in ("participants", "relations"):
        yield from (("person", entry.person) for entry in getattr(record, name, ()) if entry.person)
    if isinstance(record, Event | Organisation) and record.parent:
        yield record.record_kind, record.parent
    if isinstance(record, Delegation):
        yield from _of_delegation(record)
    if isinstance(record, Note):
        yield from (("record", key) for key in record.about)
        if record.translation_of:
            yield "note", record.translation_of
    if isinstance(record, Series):
        yield from (("source", key) for point in record.points for key in point.sources)
    for block in getattr(record, "blocks", ()):
        if block.ref:
            yield "record", block.ref


def _of_delegation(record: Delegation) -> Iterator[tuple[str, str]]:
    if record.event:
        yield "event", record.event
    people = [member.person for member in record.members]
    people += [*record.order, *(taken.person for taken in record.seats)]
    yield from (("person", key) for key in dict.fromkeys(people))


def _dates(record: Record) -> Iterator[str]:
    if isinstance(record, Event):
        yield from (dated.edtf for dated in record.dates)
    if isinstance(record, Person):
        days = [day for post in record.posts for day in (post.from_, post.to, post.appointed)]
        days += [day for relation in record.relations for day in (relation.from_, relation.to)]
        days += [position.date for position in record.positions] + [record.reviewed_on, record.review_by]
        yield from filter(None, [*days, record.photo_date])
    if isinstance(record, Organisation):
        yield from filter(None, (record.from_, record.to))
    if isinstance(record, Delegation) and record.day:
        yield record.day
    if isinstance(record, Note):
        yield from (quotation.date for quotation in record.quotations if quotation.date)
        yield from filter(None, (record.status_on, record.valid_until))
