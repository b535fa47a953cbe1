"""What lists show of a note, read from its stored text without making the record.

A hundred thousand heads take half a second where the records take several; a list that shows thirty rows asks
for those thirty records only.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from briefing_app.domain.records import Note, NoteKind, NoteStatus
from briefing_app.store import json_text
from briefing_app.threads import collector_resting, giving_way

_MARKED = re.compile(rb'"marking": ?"[^"]')


@dataclass(frozen=True, slots=True, eq=False)
class NoteHead:
    """A note without its text. Two heads are equal only if they are the same one: lists look them up fast."""

    id: str
    title: str
    kind: NoteKind = "analysis"
    status: NoteStatus = "draft"
    language: str = "en"
    tags: tuple[str, ...] = ()
    marking: str = ""


def head_of(note: Note) -> NoteHead:
    """The head of a note at hand."""
    return NoteHead(note.id, note.title, note.kind, note.status, note.language, note.tags, note.marking)


def read(texts: Iterable[bytes], *, marked_only: bool = False) -> list[NoteHead]:
    """The heads of stored notes, or of those that bear a marking, in their order."""
    with collector_resting():
        steps = giving_way(texts)
        if not marked_only:
            return [_head(json_text.decode(text)) for text in steps]
        # A first sieve: a note of which only a part is marked, or that speaks of one, goes on to the second.
        found = (_head(json_text.decode(text)) for text in steps if _MARKED.search(text))
        return [head for head in found if head.marking]


def _head(document: dict[str, Any]) -> NoteHead:
    return NoteHead(
        document["uid"],
        document["title"],
        document.get("kind", "analysis"),
        document.get("status", "draft"),
        document.get("language", "en"),
        tuple(document.get("tags", ())),
        document.get("marking", ""),
    )
