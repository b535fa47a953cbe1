"""Where an answer goes: a new note, or the end of one of those worked at last."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QMenu, QWidget

from briefing_app.app.i18n import tr
from briefing_app.app.session import Session
from briefing_app.domain.records import Note

OFFERED = 10
LOOKED_AT = 60
"""Of so many notes worked at last those that are not cleared are offered; no other is read."""
Taken = Callable[[Note | None], object]


def choose_note(session: Session, beside: QWidget, take: Taken) -> None:
    """Offer the notes below a button; ``take`` gets the one chosen, None for a new one."""
    menu = note_menu(session, beside, take)
    menu.popup(beside.mapToGlobal(beside.rect().bottomLeft()))


def note_menu(session: Session, parent: QWidget, take: Taken) -> QMenu:
    """A new note first, then those worked at last; a note that is cleared is not changed by this."""
    menu = QMenu(parent)
    menu.addAction(tr("A new note")).triggered.connect(lambda _checked=False: take(None))
    latest = session.workspace.latest("note", LOOKED_AT)
    open_notes = [each for each in latest if isinstance(each, Note) and each.status == "draft"]
    if open_notes:
        menu.addSeparator()
    for note in open_notes[:OFFERED]:
        words = note.title if len(note.title) < 50 else note.title[:49] + "…"
        action = menu.addAction(tr("At the end of: {note}", note=words.replace("&", "&&")))
        action.triggered.connect(lambda _checked=False, chosen=note: take(chosen))
    return menu
