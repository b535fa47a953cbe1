"""A change set on its way into one frame: checked against the state, stamped, with its history."""

from __future__ import annotations

from dataclasses import dataclass

from briefing_app.domain.change import Change, ChangeSet
from briefing_app.domain.records import Kind, Record, title_of
from briefing_app.errors import StaleChangeError, UsageError
from briefing_app.store import stamping
from briefing_app.store.batch import Batch
from briefing_app.store.clock import HybridClock
from briefing_app.store.history import History, Touched
from briefing_app.store.record_tables import RecordTables


@dataclass
class Entry:
    """What becomes of one record: its document id, its text before and after, and the record after."""

    doc_id: str
    before: bytes | None
    text: bytes | None
    record: Record | None


class ChangeDraft:
    """Collects the outcome of a change set. Nothing is changed until its batch is committed."""

    def __init__(self, tables: RecordTables, history: History, clock: HybridClock, device: str) -> None:
        self._tables = tables
        self._history = history
        self._clock = clock
        self._device = device
        self.moment = clock.next()
        self._given: dict[Kind, int] = {}
        self.entries: dict[tuple[Kind, str], Entry] = {}

    def add_all(self, change_set: ChangeSet) -> None:
        """Add every change. Raises UsageError or StaleChangeError for one that does not fit the state."""
        for change in change_set.changes:
            key = (change.kind, change.id)
            entry = self.entries.get(key)
            _check(change, entry.record if entry else self._tables.find(*key))
            if entry is None:
                entry = self.entries[key] = self._entry(change)
            entry.text = self._stamped(change, entry)
            entry.record = change.after

    def write_to(self, batch: Batch) -> list[Touched]:
        """Put the outcome into ``batch`` and return what is touched."""
        for (kind, _), entry in self.entries.items():
            if entry.text is not None:
                batch.put(kind, entry.doc_id, entry.text)
            elif entry.before is not None:
                batch.delete(kind, entry.doc_id)
        return [Touched(key, entry.before, entry.text, entry.doc_id) for key, entry in self.entries.items()]

    def take_over(self) -> None:
        """The batch is committed: the tables learn of it."""
        for (kind, uid), entry in self.entries.items():
            self._tables.learn(kind, uid, entry.doc_id, entry.record)

    def _entry(self, change: Change) -> Entry:
        before = self._tables.text(change.kind, change.id)
        given = self._given.get(change.kind, 0)
        if before is None:
            self._given[change.kind] = given + 1
        return Entry(self._tables.doc_id(change.kind, change.id, given), before, before, None)

    def _stamped(self, change: Change, entry: Entry) -> bytes | None:
        if change.after is None:
            return None
        previous = entry.text or entry.before or self._history.last_trashed((change.kind, change.id))
        meta = stamping.meta_in(previous) if previous is not None else None
        return stamping.stamp(change.after, meta, self.moment, self._device)


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
