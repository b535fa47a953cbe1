"""History as records: steps, versions and the trash for the window."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from briefing_app.domain.change import Change, ChangeSet
from briefing_app.domain.records import Basket, Kind, Record
from briefing_app.store import basket_text, stamping, stored_codec
from briefing_app.store.history import ANY_LENGTH, History, StoredStep, Touched
from briefing_app.store.keyed_rows import RecordKey
from briefing_app.store.record_tables import RecordTables
from briefing_app.store.stamping import RecordMeta


@dataclass(frozen=True)
class Step:
    """A step of the history. ``change_set`` is what was done; apply its inverse to undo it."""

    number: int
    label: str
    at: str
    change_set: ChangeSet


@dataclass(frozen=True)
class Version:
    """A record as it was, with its stamp. ``is_current`` marks what it is now."""

    record: Record
    meta: RecordMeta
    is_current: bool


@dataclass(frozen=True)
class Deleted:
    """A record in the trash, with its last stamp and when it was removed (UTC)."""

    record: Record
    meta: RecordMeta
    removed_at: str = ""


class HistoryViews:
    """Decodes what :class:`History` keeps."""

    def __init__(self, history: History, tables: RecordTables) -> None:
        self._history = history
        self._tables = tables

    def steps(self, longest: int = ANY_LENGTH) -> tuple[Callable[[], list[Step]], Callable[[], list[Step]]]:
        """What makes the steps that can be undone, oldest first, and those that can be done again, the next
        one first. The texts are taken now; the records may be made on any thread, while others write.
        A step over more records than ``longest`` ends each of the two: it and all beyond it stay unread.
        """
        done, undone = self._history.done(longest), self._history.undone(longest)
        now = {each.key: self._tables.text(*each.key) for step in done for each in step.changes}

        def to_undo() -> list[Step]:
            after: dict[RecordKey, Record | None] = {}
            steps = []
            for stored in reversed(done):
                changes = []
                for each in stored.changes:
                    if each.key not in after:
                        after[each.key] = self._made(each.key, now[each.key])
                    later = after[each.key]
                    before = _record(each.key[0], each.before, later)
                    if before is not None or later is not None:
                        changes.append(Change(*each.key, before, later))
                    after[each.key] = before
                steps.append(_step(stored, changes))
            return steps[::-1]

        def to_redo() -> list[Step]:
            return [
                _step(stored, [change for each in stored.changes if (change := _again(each)) is not None])
                for stored in undone
            ]

        return to_undo, to_redo

    def _made(self, key: RecordKey, text: bytes | None) -> Record | None:
        """The record of a text; the one that others see, where it is still that."""
        found = self._tables.find(*key) if text is not None else None
        return found if self._tables.text(*key) is text else _record(key[0], text)

    def versions(self, kind: Kind, uid: str) -> list[Version]:
        """Every kept state of a record, newest first."""
        now = self._tables.text(kind, uid)
        texts = [*self._history.texts_of((kind, uid)), *([now] if now is not None else [])]
        found: dict[str, Version] = {}
        for text in texts:
            record, meta = stamping.read(kind, text)
            found[meta.revision] = Version(record, meta, text == now)
        return sorted(found.values(), key=lambda each: (each.meta.clock, each.meta.changed), reverse=True)

    def trash(self) -> list[Deleted]:
        """Removed records, the last one first."""
        rows = reversed(self._history.trashed())
        return [Deleted(*stamping.read(row.kind, row.text), row.at) for row in rows]


def _step(stored: StoredStep, changes: Sequence[Change]) -> Step:
    return Step(stored.number, stored.label, stored.at, ChangeSet(stored.label, tuple(changes)))


def _again(each: Touched) -> Change | None:
    before = _record(each.key[0], each.before)
    after = _record(each.key[0], each.after, before)
    return Change(*each.key, before, after) if before is not None or after is not None else None


def _record(kind: Kind, text: bytes | None, like: Record | None = None) -> Record | None:
    """The record of a stored text; of a long basket it shares the rows of the state beside it."""
    if text is None:
        return None
    record = stored_codec.decode(kind, basket_text.document_of(text))
    if isinstance(record, Basket) and isinstance(like, Basket) and len(text) > basket_text.LONG:
        return basket_text.sharing_rows(record, like)
    return record
