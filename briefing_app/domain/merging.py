"""One person in place of two, everywhere: the change set that takes every reference along."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from briefing_app.domain.change import Change, ChangeSet
from briefing_app.domain.records import (
    Briefing,
    Delegation,
    Event,
    Note,
    Person,
    Record,
)
from briefing_app.domain.references import references


def merge(keep: Person, drop: Person, one: Person, everything: Iterable[Record], label: str) -> ChangeSet:
    """The change that puts ``one`` in the place of ``keep``, removes ``drop`` and lets every event, note,
    relation, delegation and briefing that names ``drop`` name ``keep``. Undone in one step.
    """
    if one.id != keep.id or keep.id == drop.id:
        raise ValueError("The merged person keeps the id of the one that is kept.")
    changes = []
    for record in everything:
        if record.record_kind == "person" and record.id in {keep.id, drop.id}:
            continue
        new = redirected(record, drop.id, keep.id)
        if new != record:
            changes.append(Change(record.record_kind, record.id, record, new))
    own = Change("person", keep.id, keep, one)
    return ChangeSet(label, (own, *changes, Change("person", drop.id, drop, None)))


def redirected(record: Record, old: str, new: str) -> Record:
    """The record with every reference to one person pointing at another."""
    if isinstance(record, Event):
        return replace(record, participants=_once(
            replace(part, person=new) if part.person == old else part for part in record.participants
        ))  # fmt: skip
    if isinstance(record, Person):
        moved = (replace(each, person=new) if each.person == old else each for each in record.relations)
        return replace(record, relations=_once(moved))
    if isinstance(record, Note):
        return _note(record, old, new)
    if isinstance(record, Delegation):
        return _delegation(record, old, new)
    if isinstance(record, Briefing):
        return replace(record, blocks=tuple(
            replace(
                block, ref=new if block.ref == old else block.ref,
                options={key: _option(value, old, new) for key, value in block.options.items()},
            )
            for block in record.blocks
        ))  # fmt: skip
    return record


def _note(note: Note, old: str, new: str) -> Note:
    body = note.body
    for found in sorted(references(body), key=lambda each: each.start, reverse=True):
        if found.kind in {"person", "link"} and found.target == old:
            text = body[found.start : found.end]
            body = body[: found.start] + text.replace(old, new, 1) + body[found.end :]
    return replace(
        note, body=body,
        about=tuple(dict.fromkeys(new if key == old else key for key in note.about)),
        quotations=tuple(
            replace(each, speaker=new) if each.speaker == old else each for each in note.quotations
        ),
    )  # fmt: skip


def _delegation(record: Delegation, old: str, new: str) -> Delegation:
    known = {member.person for member in record.members}
    members = tuple(
        replace(each, person=new) if each.person == old else each
        for each in record.members
        if not (each.person == old and new in known)
    )
    seats = tuple(
        replace(each, person=new) if each.person == old else each
        for each in record.seats
        if not (each.person == old and any(other.person == new for other in record.seats))
    )
    order = tuple(dict.fromkeys(new if key == old else key for key in record.order))
    return replace(record, members=members, seats=seats, order=order)


def _option(value: Any, old: str, new: str) -> Any:
    if isinstance(value, list):
        return list(dict.fromkeys(new if each == old else each for each in value))
    return new if value == old else value


def _once(found: Iterable[Any]) -> tuple[Any, ...]:
    return tuple(dict.fromkeys(found))
