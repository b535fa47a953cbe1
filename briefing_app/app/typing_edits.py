"""Typing becomes one change when it pauses, at the latest after two seconds.

Changes that follow each other without a pause are one burst: one step to undo. The pause is that of the
person: it is counted in looks at the clock of which each counts once, however late it comes, so that a
window that stands still (a slow disk, a busy machine) makes no pause of the keys that wait for it. What
could not be saved (the disk is full) is kept and tried again, less often the longer it lasts.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from PySide6.QtCore import QObject, QTimer, Signal

from briefing_app.domain.change import ChangeSet, replaced
from briefing_app.domain.records import Kind, Record

PAUSE_MS = 600
LOOKS = 6
LATEST_MS = 2000
AGAIN_MS, LONGEST_AGAIN_MS = 3000, 60_000
# A long burst is cut, or an hour of writing would be one step.
LONGEST_BURST = 15

Apply: TypeAlias = Callable[[ChangeSet, bool], bool]
"""Makes a change set, which may continue the burst of the one before, and says whether it could."""


@dataclass(frozen=True)
class _Pending:
    base: Record
    new: Record
    label: str


class TypingEdits(QObject):
    """Holds the newest text of each record being typed in and hands it on as change sets."""

    waiting_changed = Signal(bool)

    def __init__(self, apply: Apply, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._apply = apply
        self._pending: dict[tuple[Kind, str], _Pending] = {}
        self._pause = QTimer(self, interval=PAUSE_MS // LOOKS)
        self._looks = 0  # since the last key
        self._latest = QTimer(self, singleShot=True, interval=LATEST_MS)
        self._again = QTimer(self, singleShot=True)
        self._again_after = AGAIN_MS
        self._pause.timeout.connect(self._look)
        self._latest.timeout.connect(self._flush_amid_typing)
        self._again.timeout.connect(self.flush)
        # What the last flush amid typing handed on (record and label), and how many times already.
        self._burst: tuple[tuple[Kind, str], str] | None = None
        self._burst_length = 0

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
            if record == held.base and key not in self._pending:
                record = held.new  # what is stored by now
            held = self._pending.get(key)  # still there if it could not be saved
        base = held.base if held else record
        self._pending[key] = _Pending(base, new, label)
        self._looks = 0
        self._pause.start()
        if not self._latest.isActive():
            self._latest.start()
        self.waiting_changed.emit(True)

    def flush(self) -> None:
        """Hand on everything typed so far; a burst ends here. Safe to call at any time."""
        self._pause.stop()
        self._hand_on()
        self._burst = None

    def end_burst(self) -> None:
        """What is typed from now on is a new step."""
        self._burst = None

    def _look(self) -> None:
        """A sixth of the pause is over without a key, or all of it: also after the two seconds of saving."""
        self._looks += 1
        if self._looks == LOOKS:
            self.flush()

    def _flush_amid_typing(self) -> None:
        """The two seconds are over and nobody paused: what is typed next belongs to the same burst."""
        last = [(key, each.label) for key, each in self._pending.items()]
        continues = len(last) == 1 and self._burst == last[0]
        self._hand_on()
        self._burst_length = self._burst_length + 1 if continues else 1
        is_going_on = len(last) == 1 and not self._pending and self._burst_length < LONGEST_BURST
        self._burst = last[0] if is_going_on else None

    def _hand_on(self) -> None:
        self._latest.stop()
        self._again.stop()
        pending, self._pending = self._pending, {}
        refused = {}
        for key, each in pending.items():
            if each.base == each.new:
                continue
            continues = self._burst == (key, each.label)
            if not self._apply(replaced(each.base, each.new, each.label), continues):
                refused[key] = each
        if refused:
            self._pending = refused | self._pending
            self._again.start(self._again_after)
            self._again_after = min(2 * self._again_after, LONGEST_AGAIN_MS)
        else:
            self._again_after = AGAIN_MS
        if pending:
            self.waiting_changed.emit(self.is_waiting)
