"""Batches: what happens together in one frame. Documents stay the JSON text they are stored as."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

import orjson

RawTable: TypeAlias = dict[str, bytes]
RawTables: TypeAlias = dict[str, RawTable]
"""Tables by name; each holds the JSON text of its documents by TinyDB id."""


class Batch:
    """A list of steps on tables, written as lines: a step, and below a ``put`` its document."""

    def __init__(self) -> None:
        self._steps: list[tuple[str, str, str, bytes]] = []

    def __len__(self) -> int:
        return len(self._steps)

    def __iter__(self) -> Iterator[tuple[str, str, str, bytes]]:
        return iter(self._steps)

    def put(self, table: str, doc_id: str, text: bytes) -> None:
        """Set one document."""
        self._steps.append(("put", table, doc_id, text))

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

    def payload(self) -> bytes:
        """The text of a frame: lines that :meth:`parse` reads."""
        lines: list[bytes] = []
        for word, table, doc_id, text in self._steps:
            lines.append(orjson.dumps((word, table, doc_id)))
            if word == "put":
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
            batch._steps.append((word, table, doc_id, next(lines) if word == "put" else b""))
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
            elif word == "clear":
                tables[table] = {}
            elif word == "drop":
                tables.pop(table, None)


CLOSING = b'["close","",""]'
"""The payload of the frame that ends a journal in good order: it changes nothing."""

_STEPS = frozenset({"put", "delete", "clear", "drop", "close"})
