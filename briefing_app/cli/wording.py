"""Records in plain text for people: one line in a list, a page for one record."""

from __future__ import annotations

from typing import Any

from briefing_app.domain.date_words import words
from briefing_app.domain.fuzzydate import is_edtf
from briefing_app.domain.records import (
    Delegation,
    Event,
    Note,
    Organisation,
    Person,
    Record,
    Series,
    Source,
    title_of,
)
from briefing_app.store import codec


def row(record: Record) -> tuple[str, ...]:
    """Id, date or kind, title."""
    return (record.id, _when(record), title_of(record))


def described(record: Record) -> str:
    """Every field that holds something, longest last."""
    lines = [title_of(record), "=" * min(len(title_of(record)), 60)]
    document = codec.encode(record)
    body = str(document.pop("body", ""))
    lines += [text for key, value in document.items() if key != "title" for text in _field(key, value)]
    return "\n".join([*lines, *(["", body] if body else [])])


def _when(record: Record) -> str:
    if isinstance(record, Event) and record.dates:
        return said(record.dates[0].edtf)
    if isinstance(record, Source):
        return record.date
    if isinstance(record, Note):
        return record.kind
    if isinstance(record, Person | Organisation):
        return record.country
    if isinstance(record, Delegation):
        return said(record.day) if record.day else record.event
    return record.unit if isinstance(record, Series) else ""


def said(edtf: str) -> str:
    """A date in words, or as it stands where it cannot be read."""
    return words(edtf) if is_edtf(edtf) else edtf


def _field(key: str, value: Any) -> list[str]:
    if value in ("", [], {}, False):
        return []
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return [f"{key}: {', '.join(value)}"]
    if isinstance(value, list):
        return [f"{key}:", *(f"  - {_inline(item)}" for item in value)]
    return [f"{key}: {_inline(value)}"]


def _inline(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(
            f"{key} {_inline(item)}" for key, item in value.items() if item not in ("", [], {}, False)
        )
    return ", ".join(map(_inline, value)) if isinstance(value, list) else str(value)
