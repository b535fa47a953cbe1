"""The records of a workspace over the stored texts: found by id, decoded when somebody asks."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

import orjson

from briefing_app.domain.records import KINDS, Kind, Record
from briefing_app.store import basket_text, json_text, stamping, stored_codec
from briefing_app.store.batch import RawTables
from briefing_app.store.stamping import RecordMeta
from briefing_app.threads import Turn, collector_resting, giving_way


class RecordTables:
    """Looks records up. What was decoded or written once is remembered: records are never edited in place."""

    def __init__(self, tables: RawTables) -> None:
        self._tables = tables
        self._indexes: dict[Kind, dict[str, str]] = {}
        self._next = dict.fromkeys(KINDS, 0)
        self._all: dict[Kind, tuple[Record, ...]] = {}
        self._known: dict[Kind, dict[str, Record]] = {kind: {} for kind in KINDS}
        self._making = Turn()

    def find(self, kind: Kind, uid: str) -> Record | None:
        """The record, or None."""
        record = self._known[kind].get(uid)
        if record is None and (text := self.text(kind, uid)) is not None:
            made = stored_codec.decode(kind, basket_text.document_of(text))
            record = self._known[kind].setdefault(uid, made)  # another thread may have been faster
            if self.text(kind, uid) is not text:  # or it was changed or removed meanwhile
                if record is made:
                    self._known[kind].pop(uid, None)
                return self.find(kind, uid)
        return record

    def unread(self, kind: Kind) -> int:
        """Bytes of the longest record of a kind that nobody asked for yet; 0 where all were made."""
        known = self._known[kind]
        waiting = (uid for uid in list(self._doc_ids(kind)) if uid not in known)
        return max((len(self.text(kind, uid) or b"") for uid in waiting), default=0)

    def make(self, kind: Kind) -> None:
        """Make every record of a kind, on any thread: who asks then does not wait."""
        with self._making:
            for uid in giving_way(list(self._doc_ids(kind))):
                self.find(kind, uid)

    def text(self, kind: Kind, uid: str) -> bytes | None:
        """The stored text of a record, or None."""
        doc_id = self._doc_ids(kind).get(uid)
        return None if doc_id is None else self._tables[kind].get(doc_id)

    def meta(self, kind: Kind, uid: str) -> RecordMeta | None:
        """The stamp of a record, or None."""
        text = self.text(kind, uid)
        return None if text is None else stamping.meta_of(json_text.decode(text))

    def all(self, kind: Kind) -> tuple[Record, ...]:
        """All records of a kind, oldest first."""
        known = self._all.get(kind)
        if known is None:
            uids = list(self._doc_ids(kind))
            with collector_resting():
                found = (self.find(kind, uid) for uid in giving_way(uids))
                known = self._all[kind] = tuple(record for record in found if record is not None)
        return known

    def texts(self, kind: Kind) -> Iterator[tuple[str, bytes]]:
        """Id and stored text of every record of a kind."""
        for uid in giving_way(list(self._doc_ids(kind))):
            text = self.text(kind, uid)
            if text is not None:
                yield uid, text

    def latest(self, kind: Kind, count: int) -> list[Record]:
        """The records added last, the newest first, without looking at the others."""
        texts = islice(reversed(list(self._tables.get(kind, {}).values())), count)
        found = (self.find(kind, stamping.uid_of(text)) for text in texts)
        return [record for record in found if record is not None]

    def holding(self, kind: Kind, words: str) -> list[Record]:
        """The records with ``words`` somewhere in their stored text: a first sieve, nothing is made of the
        others. Letters beyond ASCII are found as they stand; a text kept the exact way is always among them.
        """
        return self._sieved(kind, orjson.dumps(words)[1:-1])

    def with_entries(self, kind: Kind, field: str) -> list[Record]:
        """The records in which a field that holds a list of objects is not empty."""
        return [
            record for record in self._sieved(kind, b'"%b":[{' % field.encode()) if getattr(record, field)
        ]

    def _sieved(self, kind: Kind, needle: bytes) -> list[Record]:
        texts = list(self._tables.get(kind, {}).values())
        uids = [stamping.uid_of(text) for text in giving_way(texts) if needle in text or text[:1] == b" "]
        return [record for uid in uids if (record := self.find(kind, uid)) is not None]

    def prepare(self) -> None:
        """Look up where every record lies, so that the first one asked for does not wait."""
        for kind in KINDS:
            self._doc_ids(kind)

    def stored(self, kind: Kind) -> list[bytes]:
        """The stored texts of a kind, oldest first."""
        return list(self._tables.get(kind, {}).values())

    def count(self, kind: Kind) -> int:
        """How many records of a kind there are."""
        return len(self._tables.get(kind, ()))

    def place(self, kind: Kind, uid: str) -> tuple[str, bytes | None]:
        """The TinyDB id of a record and its stored text; "" and None if there is none."""
        doc_id = self._doc_ids(kind).get(uid)
        return (doc_id, self._tables[kind].get(doc_id)) if doc_id is not None else ("", None)

    def next_id(self, kind: Kind, given: int) -> str:
        """The TinyDB id that a new record gets as the ``given``-th new one of its batch, counted from 0."""
        self._doc_ids(kind)
        return str(self._next[kind] + given)

    def learn(self, kind: Kind, uid: str, doc_id: str, record: Record | None) -> None:
        """Take note of a written (or, with None, removed) record."""
        self._all.pop(kind, None)
        if record is None:
            self._doc_ids(kind).pop(uid, None)
            self._known[kind].pop(uid, None)
            return
        self._known[kind][uid] = record
        ids = self._doc_ids(kind)
        if ids.get(uid) != doc_id:
            ids[uid] = doc_id
            self._next[kind] = max(self._next[kind], int(doc_id) + 1)

    def _doc_ids(self, kind: Kind) -> dict[str, str]:
        """TinyDB ids by record id, looked up when the first record of the kind is asked for."""
        index = self._indexes.get(kind)
        if index is None:
            rows = list(self._tables.get(kind, {}).items())
            index = {stamping.uid_of(text): doc_id for doc_id, text in giving_way(rows)}
            self._next[kind] = max((int(doc_id) for doc_id, _ in rows), default=0) + 1
            self._indexes[kind] = index
        return index
