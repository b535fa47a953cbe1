"""History as records: steps, versions and the trash for the window."""

from __future__ import annotations

from dataclasses import dataclass

from briefing_app.domain.change import Change, ChangeSet
from briefing_app.domain.records import Kind, Record
from briefing_app.store import json_text, stamping, stored_codec
from briefing_app.store.history import History
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

    def undo_steps(self) -> list[Step]:
        """Steps that can be undone, oldest first."""
        after: dict[RecordKey, Record | None] = {}
        steps = []
        for stored in reversed(self._history.done()):
            changes = []
            for each in stored.changes:
                kind, uid = each.key
                later = after[each.key] if each.key in after else self._tables.find(kind, uid)
                before = _record(kind, each.before)
                if before is not None or later is not None:
                    changes.append(Change(kind, uid, before, later))
                after[each.key] = before
            steps.append(
                Step(stored.number, stored.label, stored.at, ChangeSet(stored.label, tuple(changes)))
            )
        return steps[::-1]

    def redo_steps(self) -> list[Step]:
        """Steps that can be done again, the next one first."""
        return [
            Step(
                stored.number,
                stored.label,
                stored.at,
                ChangeSet(
                    stored.label,
                    tuple(
                        Change(*each.key, _record(each.key[0], each.before), _record(each.key[0], each.after))
                        for each in stored.changes
                        if each.before is not None or each.after is not None
                    ),
                ),
            )
            for stored in self._history.undone()
        ]

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


def _record(kind: Kind, text: bytes | None) -> Record | None:
    return None if text is None else stored_codec.decode(kind, json_text.decode(text))
