"""The session: one open workspace, the day it is looked at, the steps back, the jobs.

Everything in the window that changes a record calls :meth:`Session.apply` or :meth:`Session.text_edit`;
everything that shows one listens to ``changed``. The clock is an argument, so that tests own the day.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

import shiboken6
from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QUndoStack

from briefing_app.app import shipped_law
from briefing_app.app.audit_lines import AuditLines
from briefing_app.app.error_words import told
from briefing_app.app.i18n import tr
from briefing_app.app.jobs import Jobs
from briefing_app.app.recalled_steps import RecalledSteps
from briefing_app.app.typing_edits import TypingEdits
from briefing_app.app.undo import AppliedChange, is_long
from briefing_app.domain.change import ChangeSet
from briefing_app.domain.records import Kind, Record
from briefing_app.errors import BriefingError, StaleChangeError, WorkspaceError
from briefing_app.store import disk
from briefing_app.store.save_state import SaveState as StoredState
from briefing_app.store.workspace import Workspace
from briefing_app.threads import collector_resting

Level = Literal["info", "caution", "error"]
Saving = Literal["saved", "saving", "failed", "read_only"]
UNDO_STEPS = 1000


@dataclass(frozen=True)
class SaveState:
    """Where the last change stands. ``at`` is local time: of the last save, or since when nothing can be
    saved; ``reason`` is set then.
    """

    state: Saving
    at: datetime | None = None
    reason: str = ""


class Session(QObject):
    """One open workspace with everything a window needs around it.

    changed: a ChangeSet was applied (also by undo and redo).  as_of_changed, known_on_changed: date or None.
    message: text and level for the one message place.  saved: a :class:`SaveState`.
    audited: the audit has a line more.
    """

    changed = Signal(object)
    as_of_changed = Signal(object)
    known_on_changed = Signal(object)
    message = Signal(str, str)
    audited = Signal()
    saved = Signal(object)
    _synced = Signal(object)
    _stored = Signal(object)
    _backup_failed = Signal(str)

    def __init__(
        self,
        workspace: Workspace,
        jobs: Jobs | None = None,
        now: Callable[[], datetime] = lambda: datetime.now().astimezone(),
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self.jobs = jobs or Jobs(self)
        self.undo_stack = QUndoStack(self)
        self.undo_stack.setUndoLimit(UNDO_STEPS)
        self.typing = TypingEdits(self._apply_typed, self)
        self.typing.waiting_changed.connect(self._on_typing_waiting_changed)
        self.is_closed = False
        self._failing_since: datetime | None = None
        self.save_state = SaveState("read_only" if workspace.read_only else "saved")
        # The store tells on its own threads; the signals bring it here.
        self._synced.connect(self._on_synced, Qt.ConnectionType.QueuedConnection)
        self._stored.connect(self._on_stored)
        self._failed_at = 0
        self._saving = 0  # changes that are not yet on the medium
        self._saved_at: datetime | None = None
        self._audit = AuditLines(workspace, now, self._not_saved)
        self._typed: AppliedChange | None = None  # the step on top of the stack, if typing may continue it
        workspace.on_state(self._tell_stored)
        self._backup_failed.connect(self._on_backup_failed, Qt.ConnectionType.QueuedConnection)
        workspace.backups.on_error = self._tell_backup_failed
        self._now = now
        self._as_of: date | None = None
        self._known_on: date | None = None
        RecalledSteps(self.undo_stack, self._step, self).recall(workspace, self.jobs)

    # --- the two clocks ------------------------------------------------------------------------------

    @property
    def today(self) -> date:
        """The day of the computer's clock."""
        return self._now().date()

    @property
    def as_of(self) -> date | None:
        """The day the workspace is looked at ("in force on"); None is today."""
        return self._as_of

    @as_of.setter
    def as_of(self, day: date | None) -> None:
        if day == self.today:
            day = None
        if day != self._as_of:
            self._as_of = day
            self.as_of_changed.emit(day)

    @property
    def known_on(self) -> date | None:
        """The day whose knowledge counts; None is today."""
        return self._known_on

    @known_on.setter
    def known_on(self, day: date | None) -> None:
        if day == self.today:
            day = None
        if day != self._known_on:
            self._known_on = day
            self.known_on_changed.emit(day)

    @property
    def day(self) -> date:
        """The as-of day as a date: ``as_of``, or today."""
        return self._as_of or self.today

    # --- changing records ----------------------------------------------------------------------------

    def apply(self, change_set: ChangeSet) -> None:
        """Make a change through the workspace's one door, then put it on the undo stack (unless it stays) and
        tell everybody.

        Raises the workspace's known errors; nothing is changed then and nothing is on the stack.
        """
        self.typing.flush()
        self._apply(change_set)

    def apply_later(self, change_set: ChangeSet, done: Callable[[], object] = lambda: None) -> None:
        """The same for a change of many megabytes, whose writing would hold the window up: made in the store
        lane, put on the undo stack and told when it is durable. A failure is reported.
        """
        self.typing.flush()

        def finished() -> None:
            self._push(change_set)
            self.changed.emit(change_set)
            done()

        self._in_store_lane(change_set, "do", finished)

    def _in_store_lane(
        self, change_set: ChangeSet, step: Literal["do", "undo", "redo"], done: Callable[[], object]
    ) -> None:
        self._set_saved(SaveState("saving"))
        self._saving += 1

        def finished(_change_set: object) -> None:
            self._saving -= 1
            self._set_saved(SaveState("saved", self._now()))
            done()

        def failed(error: BaseException) -> None:
            self._saving -= 1
            if not isinstance(error, BriefingError):
                raise error
            self._not_saved(error)
            self.report(error)

        def work() -> ChangeSet:
            with collector_resting():
                change_set.inverse()  # made here, a long one does not hold up the window when it is undone
                return self.workspace.apply(change_set, step=step)

        self.jobs.run(work, finished, failed, lane="store", owner=self)

    def text_edit(self, record: Record, new: Record, label: str = "") -> None:
        """Take typed text: ``new`` was made from ``record``. Becomes one change when typing pauses."""
        self.typing.edit(record, new, label or f"Edit {record.record_kind}")

    def current(self, kind: Kind, record_id: str) -> Record | None:
        """The record as it is now, with what is being typed."""
        return self.typing.newest(kind, record_id) or self.workspace.find(kind, record_id)

    def take_typed(self) -> None:
        """Make what was typed part of the records, for whoever reads them next, and durable if that can be: a
        medium that is full or away keeps nobody from exporting. Raises WorkspaceError if it is refused.
        """
        self.save_all()
        if self.typing.is_waiting:
            raise WorkspaceError(tr("What you typed last is not saved: {why}", why=self.save_state.reason))

    def flush(self) -> None:
        """Make what was typed a change and return when it is durable. Raises WorkspaceError."""
        self.typing.flush()
        self.workspace.sync()

    def save_all(self) -> bool:
        """The same before closing: whether everything is on the medium, or nothing can be brought there."""
        try:
            self.flush()
            self._audit.write_waiting()
        except BriefingError as error:
            self._not_saved(error)
        return self.workspace.read_only or (self.workspace.is_synced and not self.typing.is_waiting)

    def close(self, run: Callable[[Callable[[], None]], None] = lambda work: work()) -> None:
        """Flush, wait for the jobs and close the workspace. That makes its last backup: ``run`` may have it
        done in a thread, and returns when it is.
        """
        self.is_closed = True
        self.workspace.backups.let_go()
        self.typing.flush()
        self.jobs.release()

        def last() -> None:
            self.jobs.wait()  # a large paper takes seconds, and the window shows what it showed until then
            self.workspace.close()

        run(last)

    def report(self, error: BriefingError) -> None:
        """Show a known error in the message place."""
        self.message.emit(told(error), "error")

    def _apply(self, change_set: ChangeSet) -> None:
        self._through_the_door(change_set, "do")
        if not change_set.stays:
            self._push(change_set)
        self.changed.emit(change_set)

    def _apply_typed(self, change_set: ChangeSet, continues: bool) -> bool:
        """Make typed text a change. False if it has to be tried again: nothing typed is lost then."""
        step = self._typed if continues and self._typed and shiboken6.isValid(self._typed) else None
        was_failing = self._failing_since is not None
        try:
            self._through_the_door(change_set, "do", durable=False, merge=step is not None)
            self.workspace.hand_over()
        except StaleChangeError as error:
            self.report(error)
            return True  # the record is another one by now: no second try would help
        except BriefingError as error:
            if self.workspace.read_only:  # no second try there
                self.report(error)
            elif not was_failing:  # said once: trying again is quiet, the status bar goes on saying it
                self._say_kept(error)
            return self.workspace.read_only
        if step is not None:
            step.continue_with(change_set)
        else:
            self._typed = self._push(change_set)
        self.changed.emit(change_set)
        return True

    def _push(self, change_set: ChangeSet) -> AppliedChange:
        step = AppliedChange(change_set, self._step)
        self._typed = None
        self.undo_stack.push(step)
        return step

    def _step(self, change_set: ChangeSet, mode: Literal["undo", "redo"]) -> bool:
        self.typing.flush()
        self._typed = None
        if is_long(change_set):
            self._in_store_lane(change_set, mode, lambda: self.changed.emit(change_set))
            return True
        try:
            self._through_the_door(change_set, mode)
        except BriefingError as error:
            self.report(error)
            return False
        self.changed.emit(change_set)
        return True

    def _through_the_door(
        self,
        change_set: ChangeSet,
        step: Literal["do", "undo", "redo"],
        *,
        durable: bool = True,
        merge: bool = False,
    ) -> None:
        if durable or self.save_state.state != "failed":
            self._set_saved(SaveState("saving"))
        try:
            self.workspace.apply(
                change_set, durable=durable, on_synced=self._synced.emit, step=step, merge=merge
            )
        except BriefingError as error:
            self._not_saved(error)
            raise
        if durable:
            self._set_saved(SaveState("saved", self._now()))
        else:
            self._saving += 1

    # --- saved or not --------------------------------------------------------------------------------

    def _on_synced(self, error: BriefingError | None) -> None:
        self._saving -= 1
        if error is not None:
            was_failing = self._failing_since is not None
            self._not_saved(error)
            if not was_failing:
                self._say_kept(error)
        elif self.save_state.state == "saving" and not self.typing.is_waiting:
            self._set_saved(SaveState("saved", self._now()))

    def _say_kept(self, error: BriefingError) -> None:
        kept = tr("What you typed is kept and saved as soon as it can be.")
        self.message.emit(f"{told(error)} {kept}", "error")

    def _tell_stored(self, state: StoredState) -> None:
        """Called by the store on any thread."""
        if shiboken6.isValid(self):
            self._stored.emit(state)

    def _on_stored(self, state: StoredState) -> None:
        if state.error is not None:
            before = self.save_state
            self._not_saved(state.error)
            if before.state == "failed" and before.reason != self.save_state.reason:
                self.report(state.error)  # it will not come right by itself, for another reason
        elif state.at > self._failed_at:
            if not self.typing.is_waiting:
                self._set_saved(SaveState("saved", self._now()))
            if self._failing_since is not None or self._audit.is_waiting:
                QTimer.singleShot(0, self, self._catch_up)

    def _catch_up(self) -> None:
        """The medium takes changes again: what waited for it goes there now."""
        if self.is_closed:
            return
        self.typing.flush()
        self._audit.write_waiting()

    def _tell_backup_failed(self, error: BriefingError) -> None:
        """Called by the store on any thread."""
        if shiboken6.isValid(self) and not self.is_closed:
            self._backup_failed.emit(told(error))

    def _on_backup_failed(self, why: str) -> None:
        self.message.emit(tr("Your work is saved, but the backup is not made: {why}", why=why), "caution")

    def _not_saved(self, error: BriefingError) -> None:
        self._failed_at = time.monotonic_ns()
        self._failing_since = self._failing_since or self._now()
        self._set_saved(SaveState("failed", self._failing_since, _short_reason(error)))

    def _on_typing_waiting_changed(self, is_waiting: bool) -> None:
        if is_waiting and self.save_state.state != "failed":
            self._set_saved(SaveState("saving"))
        elif not is_waiting and not self._saving and self.save_state.state == "saving":
            # What was typed was taken back again: there is nothing to save.
            self._set_saved(SaveState("saved", self._saved_at))

    def _set_saved(self, state: SaveState) -> None:
        if state == self.save_state:
            return
        if state.state == "saved" and self._failing_since is not None:
            self._failing_since = None
            self.message.emit(tr("Saving works again."), "info")
        if state.state == "saved":
            self._saved_at = state.at
        self.save_state = state
        self.saved.emit(state)

    # --- the audit -----------------------------------------------------------------------------------

    def note_in_audit(self, what: str, **details: str) -> None:
        """Write an import, an export or a print into the audit of the workspace, if it can be written to."""
        if self.workspace.read_only:
            return
        self._audit.note(what, details)
        self.audited.emit()

    # --- the law -------------------------------------------------------------------------------------

    def law(self) -> Any:
        """The tariff law that ships with the program, as known on the day. Takes some tenths of a second."""
        return shipped_law.law(self._known_on)


def _short_reason(error: BriefingError) -> str:
    """Two words for a full disk, which everybody knows how to mend; else the sentence of the error."""
    cause = error.__cause__ or error.__context__
    return tr("disk full") if isinstance(cause, OSError) and cause.errno in disk.FULL else told(error)
