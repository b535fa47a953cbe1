"""Undo as a view over change sets."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from PySide6.QtGui import QUndoCommand

from briefing_app.domain.change import Change, ChangeSet
from briefing_app.domain.records import Basket

LONG = 2_000
"""Steps of more records, and of baskets of more rows, are undone and redone in the store lane, off the GUI
thread.
"""
Step = Callable[[ChangeSet, Literal["undo", "redo"]], bool]


class AppliedChange(QUndoCommand):
    """A change that is applied already: the redo that comes with the push does nothing.

    ``step`` applies a change set and says whether it could; a step that could not is taken off the stack.
    With ``is_undone`` it was undone in an earlier run: the first undo, which puts the stack there, does
    nothing either.
    """

    def __init__(self, change_set: ChangeSet, step: Step, *, is_undone: bool = False) -> None:
        super().__init__(change_set.label)
        self._change_set = change_set
        self._step = step
        self._is_first_redo = True
        self._is_first_undo = is_undone

    @property
    def change_set(self) -> ChangeSet:
        """What was changed."""
        return self._change_set

    def continue_with(self, change_set: ChangeSet) -> None:
        """Take in a change of the same record that belongs to the same burst of typing."""
        (first,), (last,) = self._change_set.changes, change_set.changes
        change = Change(first.kind, first.id, first.before, last.after)
        self._change_set = ChangeSet(self._change_set.label, (change,))

    def redo(self) -> None:
        if self._is_first_redo:
            self._is_first_redo = False
            return
        self._run(self._change_set, "redo")

    def undo(self) -> None:
        if self._is_first_undo:
            self._is_first_undo = False
            return
        self._run(self._change_set.inverse(), "undo")

    def _run(self, change_set: ChangeSet, mode: Literal["undo", "redo"]) -> None:
        if not self._step(change_set, mode):
            self.setObsolete(True)


def is_long(change_set: ChangeSet) -> bool:
    """Whether a change holds so much that writing it would hold the window up."""
    records = (each for change in change_set.changes for each in (change.before, change.after))
    return len(change_set.changes) > LONG or any(
        isinstance(each, Basket) and len(each.rows) > LONG for each in records
    )
