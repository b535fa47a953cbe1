"""A change set on its way into one frame: checked against the state, stamped, with its history."""

from __future__ import annotations

from briefing_app.domain.change import Change, ChangeSet
from briefing_app.domain.records import Kind, Record, title_of
from briefing_app.errors import StaleChangeError, UsageError
from briefing_app.store import stamping
from briefing_app.store.batch import Batch
from briefing_app.store.clock import HybridClock
from briefing_app.store.history import History, Touched
from briefing_app.store.record_tables import RecordTables
from briefing_app.store.stamping import Stamp


class Entry:
    """What becomes of one record: its document id, its text before and after, and the record after."""

    __slots__ = ("before", "doc_id", "record", "text")

    def __init__(self, doc_id: str, before: bytes | None) -> None:
        self.doc_id = doc_id
        self.before = self.text = before
        self.record: Record | None = None


class ChangeDraft:
    """Collects the outcome of a change set. Nothing is changed until its batch is committed."""

    def __init__(self, tables: RecordTables, history: History, clock: HybridClock, device: str) -> None:
        self._tables = tables
        self._history = history
        self.stamp = Stamp(clock.next(), device)
        self._given: dict[Kind, int] = {}
        self.entries: dict[tuple[Kind, str], Entry] = {}

    def add_all(self, change_set: ChangeSet) -> None:
        """Add every change. Raises UsageError or StaleChangeError for one that does not fit the state."""
        for change in change_set.changes:
            key = (change.kind, change.id)
            entry = self.entries.get(key)
            _check(change, entry.record if entry else self._tables.find(*key))
            if entry is None:
                entry = self.entries[key] = self._entry(key)
            after = entry.record = change.after
            if after is None:
                entry.text = None
                continue
            previous = entry.text or entry.before or self._history.last_trashed(key)
            entry.text = stamping.stamp(after, previous, self.stamp)

    def write_to(self, batch: Batch) -> list[Touched]:
        """Put the outcome into ``batch`` and return what is touched."""
        touched = []
        for key, entry in self.entries.items():
            before, text, doc_id = entry.before, entry.text, entry.doc_id
            if text is not None:
                batch.put(key[0], doc_id, text)
            elif before is not None:
                batch.delete(key[0], doc_id)
            touched.append(Touched(key, before, text, doc_id))
        return touched

    def take_over(self) -> None:
        """The batch is committed: the tables learn of it."""
        for (kind, uid), entry in self.entries.items():
            self._tables.learn(kind, uid, entry.doc_id, entry.record)

    def _entry(self, key: tuple[Kind, str]) -> Entry:
        doc_id, before = self._tables.place(*key)
        if before is None:
            kind = key[0]
            given = self._given.get(kind, 0)
            self._given[kind] = given + 1
            doc_id = self._tables.next_id(kind, given)
        return Entry(doc_id, before)


def _check(change: Change, current: Record | None) -> None:
    if change.before is None and current is not None:
        raise UsageError(
            f'A {change.kind} with the id "{change.id}" ("{title_of(current)}") exists already.',
            hint="Leave the id out to get a new one.",
        )
    if change.before is not None and current is not change.before and current != change.before:
        raise StaleChangeError(
            f"This {change.kind} was changed elsewhere meanwhile.", hint="Look at it and try again."
        )
