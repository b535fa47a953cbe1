"""Batches: what happens together in one frame. Documents stay the JSON text they are stored as.

A step of the history holds what its records were before. That text lies in the tables already when the frame
is played, so a frame names the documents only (``keep``); in memory and in snapshots the step is whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TypeAlias

import orjson

RawTable: TypeAlias = dict[str, bytes]
Place: TypeAlias = tuple[str, str, str]
"""Table, record id and document id; the last is empty where there was no document."""
Kept: TypeAlias = tuple[str, str, Sequence[Place]]
"""A step: its label, its time (ISO 8601), and where what it changed lay before."""
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

    def keep(self, table: str, doc_id: str, step: Kept, whole: bytes) -> None:
        """Set one document to a step over what lies there before this batch: it is played first. ``whole`` is
        the text that this makes.
        """
        what = orjson.dumps(step)
        self._steps.insert(0, ("keep", table, doc_id, what))
        self._whole[doc_id] = whole

    def delete(self, table: str, doc_id: str) -> None:
        """Remove one document."""
        self._steps.append(("delete", table, doc_id, b""))

    def clear(self, table: str) -> None:
        """Make a table empty, or make an empty table."""
        self._steps.append(("clear", table, "", b""))

    def drop(self, table: str) -> None:
        """Remove a table."""
        self._steps.append(("drop", table, "", b""))

    def extend(self, other: Batch) -> None:
        """Add the steps of ``other``."""
        self._steps.extend(other._steps)
        self._whole.update(other._whole)

    def payload(self) -> bytes:
        """The text of a frame: lines that :meth:`parse` reads."""
        lines: list[bytes] = []
        for word, table, doc_id, text in self._steps:
            if word == "put":
                # Plain for ids and tables of ours; TinyDB's users may give theirs any name.
                if doc_id.isdigit() and table.isidentifier():
                    lines.append(b'["put","%b","%b"]' % (table.encode(), doc_id.encode()))
                else:
                    lines.append(orjson.dumps((word, table, doc_id)))
                lines.append(text)
            else:
                lines.append(orjson.dumps((word, table, doc_id)))
                if word == "keep":
                    lines.append(text)
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


def step_text(label: str, at: str, changes: Iterable[tuple[bytes | None, ...]]) -> bytes:
    """The document of a step: label, time, and for each record its kind, id and the given stored texts."""
    rows, is_exact = [], False
    for kind, uid, *texts in changes:
        is_exact = is_exact or any(text is not None and text[:1] == b" " for text in texts)
        parts = [kind or b"", uid or b"", *(text or b"null" for text in texts)]
        rows.append(b"[" + b",".join(parts) + b"]")
    text = b'{"label":%b,"at":%b,"changes":[%b]}' % (orjson.dumps(label), orjson.dumps(at), b",".join(rows))
    return b" " + text if is_exact else text


def _kept(tables: RawTables, what: bytes) -> bytes:
    label, at, places = orjson.loads(what)
    return step_text(
        label,
        at,
        (
            (orjson.dumps(table), orjson.dumps(uid), tables.get(table, {}).get(doc_id) if doc_id else None)
            for table, uid, doc_id in places
        ),
    )
