"""Changes as values: what was, what is. Undo, refresh, search index and audit follow from them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from briefing_app.domain.records import Kind, Record


@dataclass(frozen=True)
class Change:
    """One record before and after. ``before`` None: it is new; ``after`` None: it is removed."""

    kind: Kind
    id: str
    before: Record | None
    after: Record | None

    def __post_init__(self) -> None:
        if self.before is None and self.after is None:
            raise ValueError("A change needs a record before or after it.")

    def inverse(self) -> Change:
        """The change that undoes this one."""
        return Change(self.kind, self.id, self.after, self.before)


@dataclass(frozen=True)
class ChangeSet:
    """Changes that happen together or not at all. ``label`` completes "Undo …". One that ``stays`` is no step
    to go back: undo goes on to the step before it.
    """

    label: str
    changes: tuple[Change, ...]
    stays: bool = False

    def inverse(self) -> ChangeSet:
        """The set that undoes this one, in reverse order, under the same label; made once."""
        return self._inverse

    @cached_property
    def _inverse(self) -> ChangeSet:
        return ChangeSet(self.label, tuple(change.inverse() for change in reversed(self.changes)))

    def touches(self, kind: Kind) -> bool:
        """Whether any record of ``kind`` is changed."""
        return any(change.kind == kind for change in self.changes)


def added(record: Record, label: str = "") -> ChangeSet:
    """The change set that adds one record; the record must carry its id."""
    kind = record.record_kind
    return ChangeSet(label or f"Add {kind}", (Change(kind, record.id, None, record),))


def replaced(before: Record, after: Record, label: str = "") -> ChangeSet:
    """The change set that replaces ``before`` by ``after`` (same id)."""
    if before.id != after.id:
        raise ValueError("A record keeps its id when it changes.")
    kind = before.record_kind
    return ChangeSet(label or f"Edit {kind}", (Change(kind, before.id, before, after),))


def removed(record: Record, label: str = "") -> ChangeSet:
    """The change set that removes one record."""
    kind = record.record_kind
    return ChangeSet(label or f"Delete {kind}", (Change(kind, record.id, record, None),))
