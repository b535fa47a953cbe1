"""Tables of the store's own that are looked up by record: each row starts with the record's kind and id."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import chain

import orjson

from briefing_app.domain.records import Kind
from briefing_app.store import json_text, stamping
from briefing_app.store.batch import Batch, RawTables

_RECORD = b'","record":'
RecordKey = tuple[Kind, str]


@dataclass(frozen=True)
class KeyedRow:
    """One row: whose it is, the stored text of a record, and when it came here ("" if that was not noted)."""

    number: int
    kind: Kind
    uid: str
    text: bytes
    at: str = ""


class KeyedRows:
    """Rows of one table by record. Changes go into a batch; :meth:`learn` takes them over once it is
    written.
    """

    def __init__(self, table: str, tables: RawTables) -> None:
        self._table = table
        self._tables = tables
        self._numbers: dict[RecordKey, list[int]] | None = None
        self._next = 0

    def of(self, key: RecordKey) -> list[int]:
        """The numbers of a record's rows, oldest first."""
        return self._index().get(key, [])

    def all(self) -> list[KeyedRow]:
        """Every row, oldest first."""
        return [self.row(number) for number in sorted(chain.from_iterable(self._index().values()))]

    def row(self, number: int) -> KeyedRow:
        """One row."""
        return _parse(number, self._tables[self._table][str(number)])

    def changed(self, number: int) -> str:
        """When the record of a row was written, found without parsing the rest where possible."""
        text = self._tables[self._table][str(number)]
        start = text.find(_RECORD, 0, 500)
        if start >= 0 and text.find(b"\\", 0, start) < 0:
            return stamping.changed_of(text[start + len(_RECORD) : start + 1500])
        return stamping.changed_of(self.row(number).text)

    def add(self, batch: Batch, key: RecordKey, text: bytes, at: str = "") -> int:
        """Add a row to ``batch`` and return its number."""
        self._index()
        number, self._next = self._next, self._next + 1
        space = b" " if text[:1] == b" " else b""
        kind, uid = orjson.dumps(key[0]), orjson.dumps(key[1])
        when = b'"at":%b,' % orjson.dumps(at) if at else b""
        row = b'%b{%b"kind":%b,"uid":%b,"record":%b}' % (space, when, kind, uid, text)
        batch.put(self._table, str(number), row)
        return number

    def learn(self, key: RecordKey, *, added: int | None = None, removed: int | None = None) -> None:
        """Take note of a row that was written or removed."""
        numbers = self._index().setdefault(key, [])
        if added is not None:
            numbers.append(added)
        if removed in numbers:
            numbers.remove(removed)

    def _index(self) -> dict[RecordKey, list[int]]:
        if self._numbers is None:
            index: dict[RecordKey, list[int]] = defaultdict(list)
            for number in sorted(map(int, self._tables.get(self._table, {}))):
                row = self.row(number)
                index[row.kind, row.uid].append(number)
                self._next = number + 1
            self._numbers = index
        return self._numbers


def _parse(number: int, text: bytes) -> KeyedRow:
    document = json_text.decode(text)
    text = json_text.encode(document["record"])
    return KeyedRow(number, document["kind"], document["uid"], text, document.get("at", ""))
