"""A record is called otherwise: the links in the notes follow, in the same step."""

from __future__ import annotations

from PySide6.QtGui import QUndoStack

from briefing_app.app.i18n import tr
from briefing_app.app.session import Session
from briefing_app.app.undo import AppliedChange
from briefing_app.domain import renaming
from briefing_app.domain.change import Change, ChangeSet
from briefing_app.domain.records import Event, Kind, Note, Record, title_of
from briefing_app.errors import BriefingError
from briefing_app.store.workspace import Workspace


def changes_following(workspace: Workspace, before: Record, after: Record) -> list[Change]:
    """What becomes of the notes whose links show the names that ``before`` had and ``after`` has not."""
    notes: dict[str, Note] = {}
    for old, _new in renaming.name_changes(before, after):
        found = workspace.holding("note", old)
        notes |= {each.id: each for each in found if isinstance(each, Note) and each.id != after.id}

    def is_of_another(title: str) -> bool:
        others = (*workspace.records("event"), *workspace.holding("note", title))
        return any(isinstance(r, Event | Note) and r.title == title and r.id != after.id for r in others)

    return renaming.following(before, after, notes.values(), is_of_another)


class NameWatch:
    """From entering the field of a name to leaving it: what was typed between is one step, links included."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._before: Record | None = None
        self._steps = 0

    def enter(self, kind: Kind, record_id: str) -> None:
        """The cursor is in the field now."""
        self._session.typing.flush()
        self._before = self._session.workspace.find(kind, record_id)
        self._steps = self._session.undo_stack.index()

    def leave(self) -> None:
        """The field is left: let the links follow, and say how many notes that were."""
        before, self._before = self._before, None
        if before is None:
            return
        session = self._session
        session.typing.flush()
        now = session.workspace.find(before.record_kind, before.id)
        if now is None or now == before:
            return
        changes = changes_following(session.workspace, before, now)
        if not changes:
            return
        own = Change(before.record_kind, before.id, before, now)
        label = tr("Rename {name}", name=title_of(before))
        try:
            if _take_back(session.undo_stack, self._steps, own):
                session.apply(ChangeSet(label, (own, *changes)))
            else:
                session.apply(ChangeSet(label, tuple(changes)))
        except BriefingError as error:
            session.undo_stack.redo()  # the name stays as it was typed
            session.report(error)
            return
        session.message.emit(tr("{count} notes follow the new name.", count=len(changes)), "info")


def _take_back(stack: QUndoStack, down_to: int, own: Change) -> bool:
    """Undo the steps since ``down_to`` if all of them are of one record; whether that was so."""
    steps = [stack.command(place) for place in range(down_to, stack.index())]
    if not steps or not all(_is_of(step, own) for step in steps):
        return False
    for _step in steps:
        stack.undo()
    return stack.index() == down_to


def _is_of(step: object, own: Change) -> bool:
    return isinstance(step, AppliedChange) and all(
        (each.kind, each.id) == (own.kind, own.id) for each in step.change_set.changes
    )
