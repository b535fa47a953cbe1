"""What happened to the records: steps that can be undone, versions, the trash.

The last 200 steps keep what each record was before, so undo and redo outlive a restart. Older states become
versions of their record: the newest of every ten minutes, at most fifty. A removed record lies in the trash.
All of it travels in the same frame as the change it belongs to.
"""

from __future__ import annotations

import itertools
import sys
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any, Literal, NamedTuple, TypeAlias

import orjson

from briefing_app.domain.records import Kind
from briefing_app.store import json_text, stamping
from briefing_app.store.basket_text import LONG
from briefing_app.store.batch import Batch, RawTables, step_text
from briefing_app.store.keyed_rows import KeyedRow, KeyedRows, RecordKey

KEPT_STEPS = 200
ANY_LENGTH = sys.maxsize
LARGEST_HAND_STEP = 50_000  # bytes
RETIRED_AT_ONCE = 50
KEPT_VERSIONS = 50
VERSION_SPACING = timedelta(minutes=10)
# In no string of JSON stands a quotation mark without its backslash: these are marks between values.
_RECORD, _NEXT, _END = b',{"uid":"', b'}],["', b"]]}"
DONE, UNDONE, VERSIONS, TRASH = "_history", "_undone", "_versions", "_trash"

StepMode: TypeAlias = Literal["do", "undo", "redo", "stay"]


class Touched(NamedTuple):
    """One record in a batch: its stored text before and after, None where it is not there."""

    key: RecordKey
    before: bytes | None
    after: bytes | None
    doc_id: str = ""


class StoredStep(NamedTuple):
    """A step as it is kept. ``after`` texts are known for undone steps only."""

    number: int
    label: str
    at: str
    changes: tuple[Touched, ...]


class History:
    """Writes history into batches. A batch that fails is forgotten; one that was written is taken over by
    calling what :meth:`record` returned."""

    def __init__(self, tables: RawTables) -> None:
        self._tables = tables
        self._done = sorted(map(int, tables.get(DONE, {})))
        self._undone = sorted(map(int, tables.get(UNDONE, {})))
        self._known: dict[int, StoredStep] = {}  # done in this run: their texts need not be parsed again
        self._versions = KeyedRows(VERSIONS, tables)
        self._trash = KeyedRows(TRASH, tables)

    def record(
        self, batch: Batch, label: str, at: str, touched: list[Touched], *, mode: StepMode, merge: bool
    ) -> Callable[[], None]:
        """Add the history of a change to ``batch``; call the result when the batch is written. A change that
        is to "stay" is no step, and those before and after it are as if it had not been.
        """
        then: list[Callable[[], None]] = []
        self._record_trash(batch, at, touched, then)
        if mode == "undo" and self._done and self._is_of(touched, DONE, self._done[-1]):
            self._move(batch, self._done, self._undone, touched, then)
        elif mode == "redo" and self._undone and self._is_of(touched, UNDONE, self._undone[0]):
            self._move(batch, self._undone, self._done, touched, then)
        elif mode != "stay" and not (merge and self._continues(label, touched)):
            self._add_step(batch, label, at, touched, then)

        def take_over() -> None:
            for each in then:
                each()

        return take_over

    def longest(self) -> int:
        """Bytes of the longest step that :meth:`done` and :meth:`undone` give."""
        rows = [(DONE, number) for number in self._done[-KEPT_STEPS:]]
        rows += [(UNDONE, number) for number in self._undone]
        return max((len(self._tables[table][str(number)]) for table, number in rows), default=0)

    def done(self, longest: int = ANY_LENGTH) -> list[StoredStep]:
        """Steps that can be undone, oldest first; those up to a step over more than ``longest`` records are
        left out with it.
        """
        steps = (self._read(DONE, number) for number in reversed(self._done[-KEPT_STEPS:]))
        return list(_while_short(steps, longest))[::-1]

    def undone(self, longest: int = ANY_LENGTH) -> list[StoredStep]:
        """Steps that can be done again, the next one first, as far as one over more than ``longest``."""
        return list(_while_short((self._read(UNDONE, number) for number in self._undone), longest))

    def latest(self, kind: Kind, count: int) -> list[str]:
        """The records of a kind that the last steps by hand touched, the last one first."""
        found: dict[str, None] = {}
        for number in reversed(self._done):
            if len(found) >= count:
                break
            if len(self._tables[DONE][str(number)]) <= LARGEST_HAND_STEP:  # an import is no work by hand
                for touched in self._read(DONE, number).changes:
                    if touched.key[0] == kind:
                        found[touched.key[1]] = None
        return list(found)[:count]

    def texts_of(self, key: RecordKey) -> list[bytes]:
        """Every earlier state of a record that is kept, in no order."""
        texts = [self._versions.row(number).text for number in self._versions.of(key)]
        texts += [self._trash.row(number).text for number in self._trash.of(key)]
        for step in (*(self._read(DONE, number) for number in self._done), *self.undone()):
            for each in step.changes:
                if each.key == key:
                    texts += [text for text in (each.before, each.after) if text is not None]
        return texts

    def trashed(self) -> list[KeyedRow]:
        """What lies in the trash, oldest first."""
        return self._trash.all()

    def last_trashed(self, key: RecordKey) -> bytes | None:
        """The stored text of a removed record, or None."""
        numbers = self._trash.of(key)
        return self._trash.row(numbers[-1]).text if numbers else None

    def empty_trash(self, batch: Batch) -> Callable[[], None]:
        """Remove everything in the trash for good."""
        rows = self._trash.all()
        for row in rows:
            batch.delete(TRASH, str(row.number))

        def take_over() -> None:
            for row in rows:
                self._trash.learn((row.kind, row.uid), removed=row.number)

        return take_over

    # --- parts ---------------------------------------------------------------------------------------

    def _record_trash(
        self, batch: Batch, at: str, touched: list[Touched], then: list[Callable[[], None]]
    ) -> None:
        for each in touched:
            if each.before is not None and each.after is None:
                number = self._trash.add(batch, each.key, each.before, at)
                then.append(_learning(self._trash, each.key, added=number))
            elif each.before is None:
                for number in list(self._trash.of(each.key)):
                    batch.delete(TRASH, str(number))
                    then.append(_learning(self._trash, each.key, removed=number))

    def _add_step(
        self, batch: Batch, label: str, at: str, touched: list[Touched], then: list[Callable[[], None]]
    ) -> None:
        number = max(self._done[-1] if self._done else 0, self._undone[-1] if self._undone else 0) + 1
        batch.keep(DONE, str(number), label, at, touched)
        step = StoredStep(number, label, at, tuple([Touched(each[0], each[1], None) for each in touched]))
        for old in self._undone:  # a new step closes the way to what was undone; its texts stay as versions
            self._retire(batch, UNDONE, old, then)
        surplus: list[int] = []
        if len(self._done) >= KEPT_STEPS + RETIRED_AT_ONCE:
            # Many at a time and seldom: retiring one with every change would cost as much as the change.
            surplus = self._done[: len(self._done) + 1 - KEPT_STEPS]
            for old in surplus:
                self._retire(batch, DONE, old, then)

        def take_over() -> None:
            for old in self._undone:
                self._known.pop(old, None)
            self._undone.clear()
            del self._done[: len(surplus)]
            self._done.append(number)
            self._known[number] = step
            for old in surplus:
                self._known.pop(old, None)

        then.append(take_over)

    def _move(
        self, batch: Batch, source: list[int], target: list[int], touched: list[Touched], then: list[Any]
    ) -> None:
        undoing = source is self._done
        number = source[-1] if undoing else source[0]
        old = self._read(DONE if undoing else UNDONE, number)
        batch.delete(DONE if undoing else UNDONE, str(number))
        now = {each.key: each for each in touched}
        if undoing:  # what the record is at this moment is what a redo brings back
            changes = [Touched(each.key, each.before, now[each.key].before) for each in old.changes]
            batch.put(UNDONE, str(number), _step_text(old.label, old.at, changes, with_after=True))
        else:
            changes = [Touched(each.key, now[each.key].before, None) for each in old.changes]
            batch.put(DONE, str(number), _step_text(old.label, old.at, changes, with_after=False))

        def take_over() -> None:
            self._known[number] = StoredStep(number, old.label, old.at, tuple(changes))
            source.remove(number)
            target.append(number) if not undoing else target.insert(0, number)

        then.append(take_over)

    def _retire(self, batch: Batch, table: str, number: int, then: list[Callable[[], None]]) -> None:
        """Drop a step and keep its texts as versions of their records, unless a near one is kept already."""
        batch.delete(table, str(number))
        for each in self._read(table, number).changes:
            text = each.before if table == DONE else each.after
            if text is None or not self._is_worth_keeping(each.key, text):
                continue
            added = self._versions.add(batch, each.key, text)
            then.append(_learning(self._versions, each.key, added=added))
            kept = self._versions.of(each.key)
            for surplus in kept[: max(0, len(kept) + 1 - KEPT_VERSIONS)]:
                batch.delete(VERSIONS, str(surplus))
                then.append(_learning(self._versions, each.key, removed=surplus))

    def _is_worth_keeping(self, key: RecordKey, text: bytes) -> bool:
        kept = self._versions.of(key)
        if not kept:
            return True
        last = datetime.fromisoformat(self._versions.changed(kept[-1]))
        return datetime.fromisoformat(stamping.changed_of(text)) - last >= VERSION_SPACING

    def _continues(self, label: str, touched: list[Touched]) -> bool:
        if len(touched) != 1 or not self._done or self._undone:
            return False
        last = self._read(DONE, self._done[-1])
        return last.label == label and len(last.changes) == 1 and last.changes[0].key == touched[0].key

    def _is_of(self, touched: list[Touched], table: str, number: int) -> bool:
        """Whether a step changed just these records."""
        changed = self._read(table, number).changes
        return sorted(each.key for each in changed) == sorted(each.key for each in touched)

    def _read(self, table: str, number: int) -> StoredStep:
        if (known := self._known.get(number)) is not None:
            return known
        row = self._tables[table][str(number)]
        if table == DONE and len(row) > LONG and (long := _long_step(number, row)) is not None:
            return long
        document = json_text.decode(row)
        _text = _exact if row[:1] == b" " else _quick
        changes = tuple(
            Touched((kind, uid), _text(before), _text(after[0]) if after else None)
            for kind, uid, before, *after in document["changes"]
        )
        return StoredStep(number, document["label"], document["at"], changes)


def _while_short(steps: Iterable[StoredStep], longest: int) -> Iterator[StoredStep]:
    return itertools.takewhile(lambda step: len(step.changes) <= longest, steps)


def _learning(rows: KeyedRows, key: RecordKey, **what: int) -> Callable[[], None]:
    return lambda: rows.learn(key, **what)


def _long_step(number: int, row: bytes) -> StoredStep | None:
    """A step over one long record, which is cut out of the text; None where it is another."""
    start = row.find(_RECORD)
    text = row[start + 1 : -len(_END)]
    if start < 0 or row[:1] == b" " or not row.endswith(_END) or _NEXT in text:
        return None
    head = json_text.decode(row[:start] + b"]]}")
    ((kind, uid),) = head["changes"]
    return StoredStep(number, head["label"], head["at"], (Touched((kind, uid), text, None),))


def _exact(document: Any) -> bytes | None:
    return None if document is None else json_text.encode(document)


def _quick(document: Any) -> bytes | None:
    """The text of a document that orjson is known to hold exactly."""
    return None if document is None else orjson.dumps(document)


def _step_text(label: str, at: str, touched: Iterable[Touched], *, with_after: bool) -> bytes:
    if with_after:
        return step_text(label, at, [(*key, before, after) for key, before, after, _ in touched])
    return step_text(label, at, [(*key, before) for key, before, _, _ in touched])
