"""Where an answer goes: a new note, or the end of one of those written last."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QMenu, QWidget

from briefing_app.app.i18n import tr
from briefing_app.app.session import Session
from briefing_app.domain.records import Note

OFFERED = 10
Taken = Callable[[Note | None], object]


def choose_note(session: Session, beside: QWidget, take: Taken) -> None:
    """Offer the notes below a button; ``take`` gets the one chosen, None for a new one."""
    menu = note_menu(session, beside, take)
    menu.popup(beside.mapToGlobal(beside.rect().bottomLeft()))


def note_menu(session: Session, parent: QWidget, take: Taken) -> QMenu:
    """A new note first, then the notes added last; a note that is cleared is not changed by this."""
    menu = QMenu(parent)
    menu.addAction(tr("A new note")).triggered.connect(lambda _checked=False: take(None))
    notes = [each for each in session.workspace.records("note") if isinstance(each, Note)]
    open_notes = [each for each in notes if each.status == "draft"]
    if open_notes:
        menu.addSeparator()
    for note in open_notes[::-1][:OFFERED]:
        words = note.title if len(note.title) < 50 else note.title[:49] + "…"
        action = menu.addAction(tr("At the end of: {note}", note=words.replace("&", "&&")))
        action.triggered.connect(lambda _checked=False, chosen=note: take(chosen))
    return menu
