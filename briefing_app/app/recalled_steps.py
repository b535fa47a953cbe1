"""The steps of earlier runs on the undo stack; from a thread where a long basket is among them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QObject
from PySide6.QtGui import QUndoStack

from briefing_app.app.jobs import Jobs
from briefing_app.app.undo import AppliedChange, Step
from briefing_app.domain.change import ChangeSet
from briefing_app.domain.issued import issues
from briefing_app.store.workspace import Workspace
from briefing_app.threads import collector_resting

HAND_MADE = 50
"""A step over more records than this was an import or a copy: it is not undone by habit after a restart."""
LONG = 500_000
"""Bytes of a basket whose making would hold the window up."""


class RecalledSteps(QObject):
    """Puts the steps of earlier runs under those of this one, back to the last that was no work of hands, and
    those that were undone and can be done again. What was issued stays: where it was still kept as a step,
    nothing before it is taken back.
    """

    def __init__(self, stack: QUndoStack, step: Step, parent: QObject) -> None:
        super().__init__(parent)
        self._stack = stack
        self._step = step

    def recall(self, workspace: Workspace, jobs: Jobs) -> None:
        """Begin; long baskets are made records of first, so that nobody who asks for one waits."""
        to_undo, to_redo = workspace.steps(HAND_MADE)

        def work() -> tuple[list[ChangeSet], list[ChangeSet]]:
            with collector_resting():
                workspace.make_baskets()
                return [each.change_set for each in to_undo()], [each.change_set for each in to_redo()]

        if max(workspace.longest_unread(), workspace.longest_step()) <= LONG:
            self._put([each.change_set for each in to_undo()], [each.change_set for each in to_redo()])
        else:
            jobs.run(work, lambda found: self._put(*found), owner=self)

    def _put(self, done: Sequence[ChangeSet], undone: Sequence[ChangeSet]) -> None:
        stack = self._stack
        place, mine = stack.index(), [self._of(number) for number in range(stack.count())]
        stack.clear()
        kept = _by_hand(reversed(done))[::-1]
        for change_set in kept:
            stack.push(AppliedChange(change_set, self._step))
        place += len(kept)
        # What was done in this run meanwhile closed the way to what was undone in the last.
        for number, change_set in enumerate(mine or _by_hand(undone), len(kept)):
            stack.push(AppliedChange(change_set, self._step, is_undone=number >= place))
        stack.setIndex(place)

    def _of(self, number: int) -> ChangeSet:
        command = self._stack.command(number)
        assert isinstance(command, AppliedChange)
        return command.change_set


def _by_hand(steps: Iterable[ChangeSet]) -> list[ChangeSet]:
    kept = []
    for change_set in steps:
        if len(change_set.changes) > HAND_MADE or issues(change_set):
            break
        kept.append(change_set)
    return kept
