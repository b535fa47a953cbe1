"""Taking out of a damaged snapshot what is still whole, document by document."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import orjson

from briefing_app.domain.records import KINDS
from briefing_app.store import json_text, snapshot, snapshot_reading, stamping
from briefing_app.store.batch import RawTables
from briefing_app.store.sealing import Keys
from briefing_app.store.snapshot import SnapshotDamagedError, SnapshotHead

_AGE = re.compile(rb'"_rev":"([^"]*)".*?"_clock":"([^"]*)"')


@dataclass
class Salvaged:
    """Whole documents of a damaged snapshot; table, id and text of those that are damaged; and what else
    could not be read. ``head`` is None if that is lost too.
    """

    head: SnapshotHead | None = None
    tables: RawTables = field(default_factory=dict)
    damaged: list[tuple[str, str, bytes]] = field(default_factory=list)
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
                found.damaged.append((name, doc_id, text))
    return found


def is_as_new(text: bytes, damaged: bytes) -> bool:
    """Whether a whole document is no older than a ``damaged`` one. Where the damage hides its age: False."""
    mine, its = _AGE.search(text), _AGE.search(damaged)
    if mine is None or its is None:
        return False
    # One bit does not spoil both; a clock that was spoilt upwards only makes a repair say too much.
    return mine[1] == its[1] or mine[2] >= its[2]


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


def name_of(table: str, doc_id: str, text: bytes) -> str:
    try:
        return f'{table} "{stamping.uid_of(text)}"'
    except (ValueError, KeyError, UnicodeDecodeError, TypeError):
        return f"{table or 'a record'} number {doc_id}"
