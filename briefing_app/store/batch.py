"""Batches: what happens together in one frame. Documents stay the JSON text they are stored as.

A step of the history holds what its records were before. That text lies in the tables already when the frame
is played, so a frame names the documents only (``keep``); in memory and in snapshots the step is whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, TypeAlias

import orjson

from briefing_app.store import json_text

RawTable: TypeAlias = dict[str, bytes]
Place: TypeAlias = tuple[str, str, str]
"""Table, record id and document id; the last is empty where there was no document."""
Change: TypeAlias = tuple[tuple[str, str], bytes | None, bytes | None, str]
"""One record in a batch: table and record id, its text before and after, its document id."""
RawTables: TypeAlias = dict[str, RawTable]
"""Tables by name; each holds the JSON text of its documents by TinyDB id."""


class Batch:
    """A list of steps on tables, written as lines: a step, and below a ``put`` its document, below a ``keep``
    what is kept.
    """

    def __init__(self) -> None:
        self._steps: list[tuple[str, str, str, bytes]] = []
        self._whole: dict[str, bytes] = {}  # what each keep makes, if that is known without the tables

    def __len__(self) -> int:
        return len(self._steps)

    def __iter__(self) -> Iterator[tuple[str, str, str, bytes]]:
        return iter(self._steps)

    def put(self, table: str, doc_id: str, text: bytes) -> None:
        """Set one document."""
        self._steps.append(("put", table, doc_id, text))

    def keep(self, table: str, doc_id: str, label: str, at: str, changes: Iterable[Change]) -> None:
        """Set one document to a step over what lies there before this batch: it is played first."""
        places: list[Place] = []
        texts: list[tuple[str, str, bytes | None]] = []
        for (kind, uid), before, _, place in changes:
            places.append((kind, uid, "" if before is None else place))
            texts.append((kind, uid, before))
        self._steps.insert(0, ("keep", table, doc_id, orjson.dumps((label, at, places))))
        self._whole[doc_id] = step_text(label, at, texts)

    def delete(self, table: str, doc_id: str) -> None:
        """Remove one document."""
        self._steps.append(("delete", table, doc_id, b""))

    def clear(self, table: str) -> None:
        """Make a table empty, or make an empty table."""
        self._steps.append(("clear", table, "", b""))

    def drop(self, table: str) -> None:
        """Remove a table."""
        self._steps.append(("drop", table, "", b""))

    def put_differences(self, table: str, present: RawTable | None, documents: dict[str, Any]) -> None:
        """Add what makes the ``present`` rows of a table equal to ``documents``. Raises TypeError for what
        JSON cannot hold.
        """
        if present is None or (present and not documents):
            self.clear(table)
            present = {}
        for doc_id, document in documents.items():
            text = json_text.encode(document)
            if present.get(str(doc_id)) != text:
                self.put(table, str(doc_id), text)
        for doc_id in present.keys() - {str(each) for each in documents}:
            self.delete(table, doc_id)

    def extend(self, other: Batch) -> None:
        """Add the steps of ``other``."""
        self._steps.extend(other._steps)
        self._whole.update(other._whole)

    def payload(self) -> bytes:
        """The text of a frame: lines that :meth:`parse` reads."""
        lines: list[bytes] = []
        for step in self._steps:
            lines.append(orjson.dumps(step[:3]))
            if step[3]:  # every document and every step has a text, nothing else has
                lines.append(step[3])
        return b"\n".join(lines)

    @classmethod
    def parse(cls, payload: bytes) -> Batch:
        """The batch of a frame. Raises ValueError if the text is not one."""
        batch = cls()
        lines = iter(payload.split(b"\n"))
        for line in lines:
            word, table, doc_id = orjson.loads(line)
            if word not in _STEPS:
                raise ValueError(f"unknown step {word}")
            batch._steps.append((word, table, doc_id, next(lines) if word in _WITH_TEXT else b""))
        return batch

    def apply_to(self, tables: RawTables) -> None:
        """Make the steps happen in memory."""
        for word, table, doc_id, text in self._steps:
            if word == "put":
                rows = tables.get(table)
                if rows is None:
                    rows = tables[table] = {}
                rows[doc_id] = text
            elif word == "delete":
                tables.get(table, {}).pop(doc_id, None)
            elif word == "keep":
                tables.setdefault(table, {})[doc_id] = self._whole.get(doc_id) or _kept(tables, text)
            elif word == "clear":
                tables[table] = {}
            elif word == "drop":
                tables.pop(table, None)


CLOSING = b'["close","",""]'
"""The payload of the frame that ends a journal in good order: it changes nothing."""

_STEPS = frozenset({"put", "keep", "delete", "clear", "drop", "close"})
_WITH_TEXT = frozenset({"put", "keep"})


def step_text(label: str, at: str, changes: Iterable[tuple[str, str, *tuple[bytes | None, ...]]]) -> bytes:
    """The document of a step: label, time, and for each record its kind, id and the given stored texts."""
    parts = [b"", orjson.dumps({"label": label, "at": at})[:-1], b',"changes":[']
    between = b""
    for kind, uid, *texts in changes:
        parts += between, orjson.dumps((kind, uid))[:-1]
        for text in texts:
            parts += b",", text or b"null"
            if text is not None and text[:1] == b" ":
                parts[0] = b" "
        between = b"],"
    parts.append(b"]]}" if between else b"]}")
    return b"".join(parts)


def _kept(tables: RawTables, what: bytes) -> bytes:
    label, at, places = orjson.loads(what)
    return step_text(
        label,
        at,
        (
            (table, uid, tables.get(table, {}).get(doc_id) if doc_id else None)
            for table, uid, doc_id in places
        ),
    )
