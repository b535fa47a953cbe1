"""Taking out of a damaged snapshot what is still whole, document by document."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import orjson

from briefing_app.domain.records import KINDS
from briefing_app.store import json_text, snapshot, snapshot_reading, stamping
from briefing_app.store.batch import RawTables
from briefing_app.store.sealing import Keys
from briefing_app.store.snapshot import SnapshotDamagedError, SnapshotHead


@dataclass
class Salvaged:
    """Whole documents of a damaged snapshot, and what could not be read. ``head`` is None if that is lost
    too.
    """

    head: SnapshotHead | None = None
    tables: RawTables = field(default_factory=dict)
    lost: list[str] = field(default_factory=list)


def from_snapshot(content: bytes, keys: Keys) -> Salvaged:
    """What is whole in a snapshot of the present format."""
    found = Salvaged()
    sealed = content.startswith(snapshot.SEALED_MAGIC)
    parts = list(snapshot_reading.whole_pieces(content, keys)) if sealed else [content]
    if sum(part is None for part in parts) or not parts:
        found.lost.append("a sealed piece of the snapshot, with every record in it")
    table = ""
    for part in parts:
        if part is None:
            continue
        try:
            if found.head is None and part.startswith(b'{"_meta"'):
                found.head = snapshot.head_of(part)
        except SnapshotDamagedError:
            found.lost.append("the first line of the snapshot")
        for name, doc_id, text in _documents(part, table):
            table = name
            if doc_id and _is_whole(name, text):
                found.tables.setdefault(name, {})[doc_id] = text
            elif doc_id:
                found.lost.append(_name_of(name, doc_id, text))
    return found


def _documents(part: bytes, table: str) -> Iterator[tuple[str, str, bytes]]:
    """Table, id and text of each document line; an empty id stands for a line that begins a table."""
    lines = iter(part.split(b"\n"))
    doc_id = ""
    for line in lines:
        if line.startswith(b',"') and line.endswith(b":{"):
            table = _text_of(line[1:-2]) or table
            doc_id = ""
            yield table, "", b""
        elif line.endswith(b'":') and len(line) < 100:
            doc_id = _text_of(line[:-1].lstrip(b",")) or "?"
        elif (line.lstrip(b" ").startswith(b"{") and doc_id) or (doc_id and line):
            yield table, doc_id, line
            doc_id = ""


def _text_of(encoded: bytes) -> str:
    try:
        return str(orjson.loads(encoded))
    except orjson.JSONDecodeError:
        return ""


def _is_whole(table: str, text: bytes) -> bool:
    if table in KINDS:
        return stamping.is_intact(text)
    try:
        json_text.decode(text)
    except ValueError:
        return False
    return True


def _name_of(table: str, doc_id: str, text: bytes) -> str:
    try:
        return f'{table} "{stamping.uid_of(text)}"'
    except (ValueError, KeyError, UnicodeDecodeError, TypeError):
        return f"{table or 'a record'} number {doc_id}"
