"""What about a person stays here: private remarks and contact details are not handed on unasked.

Papers and packs never hold them unless somebody chose so; a contact card holds the contact details, because
that is what it is for, and no private remark.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from briefing_app.domain.records import Person, Record


def is_sensitive(record: Record) -> bool:
    """Whether a record holds anything that is not handed on unasked."""
    return isinstance(record, Person) and bool(record.private_note or record.contact)


def without_sensitive(record: Record, *, contact: bool = False) -> Record:
    """The record as it may be handed on; ``contact`` keeps the contact details."""
    if not isinstance(record, Person):
        return record
    return replace(record, private_note="", contact=record.contact if contact else {})


def handed_on(records: Iterable[Record], *, contact: bool = False) -> list[Record]:
    """All records as they may be handed on."""
    return [without_sensitive(record, contact=contact) for record in records]
