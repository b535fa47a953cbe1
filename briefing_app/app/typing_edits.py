"""Typing becomes one change when it pauses, at the latest after two seconds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, QTimer, Signal

from briefing_app.domain.change import ChangeSet, replaced
from briefing_app.domain.records import Kind, Record

PAUSE_MS = 600
LATEST_MS = 2000


@dataclass(frozen=True)
class _Pending:
    base: Record
    new: Record
    label: str


class TypingEdits(QObject):
    """Holds the newest text of each record being typed in and hands it on as change sets."""

    waiting_changed = Signal(bool)

    def __init__(self, apply: Callable[[ChangeSet], None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._apply = apply
        self._pending: dict[tuple[Kind, str], _Pending] = {}
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._latest = QTimer(self, singleShot=True, interval=LATEST_MS)
        self._pause.timeout.connect(self.flush)
        self._latest.timeout.connect(self.flush)

    @property
    def is_waiting(self) -> bool:
        """Whether something typed is not yet a change."""
        return bool(self._pending)

    def newest(self, kind: Kind, record_id: str) -> Record | None:
        """The record as typed so far, or None if nobody types in it."""
        pending = self._pending.get((kind, record_id))
        return pending.new if pending else None

    def edit(self, record: Record, new: Record, label: str) -> None:
        """Take ``new`` as the newest form of ``record`` (the record it was made from)."""
        key = (record.record_kind, record.id)
        held = self._pending.get(key)
        if held is not None and (record not in (held.base, held.new) or held.label != label):
            self.flush()
            held = None
        base = held.base if held else record
        self._pending[key] = _Pending(base, new, label)
        self._pause.start()
        if not self._latest.isActive():
            self._latest.start()
        self.waiting_changed.emit(True)

    def flush(self) -> None:
        """Hand on everything typed so far. Safe to call at any time."""
        self._pause.stop()
        self._latest.stop()
        pending, self._pending = self._pending, {}
        for each in pending.values():
            if each.base != each.new:
                self._apply(replaced(each.base, each.new, each.label))
        if pending:
            self.waiting_changed.emit(False)
