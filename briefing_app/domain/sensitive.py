"""What about a person stays here: private remarks and contact details are not handed on unasked.

Papers, packs, tables and contact cards never hold them unless somebody chose so.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from briefing_app.domain.records import Person, Record


def is_sensitive(record: Record) -> bool:
    """Whether a record holds anything that is not handed on unasked."""
    return isinstance(record, Person) and bool(record.private_note or record.contact)


def without_sensitive(record: Record, *, contact: bool = False, private: bool = False) -> Record:
    """The record as it may be handed on; ``contact`` keeps the contact details, ``private`` the remarks."""
    if not isinstance(record, Person) or not is_sensitive(record):
        return record
    return replace(
        record,
        private_note=record.private_note if private else "",
        contact=record.contact if contact else {},
    )


def handed_on(records: Iterable[Record], *, contact: bool = False, private: bool = False) -> list[Record]:
    """All records as they may be handed on."""
    return [without_sensitive(record, contact=contact, private=private) for record in records]


def counted(records: Iterable[Record]) -> tuple[int, int]:
    """How many people have contact details, and how many a private remark."""
    found = [record for record in records if isinstance(record, Person)]
    return sum(bool(each.contact) for each in found), sum(bool(each.private_note) for each in found)
