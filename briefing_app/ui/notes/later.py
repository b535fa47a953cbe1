"""Notes of later days: left out while another day is looked at, counted, and a click away."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from briefing_app.app.i18n import tr
from briefing_app.app.session import Session
from briefing_app.domain.records import Note


class LaterNotes(QPushButton):
    """Says how many notes do not stand on the day looked at. A click shows them, or leaves them out again.

    ``chosen_changed``: make the list anew.
    """

    chosen_changed = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._shows_all = False
        self.setProperty("kind", "link")
        self.clicked.connect(self._turn)
        self.hide()

    def known(self, notes: Iterable[Note], kept: str = "") -> list[Note]:
        """The notes that stand on the day looked at and were known on the other; ``kept`` always stays."""
        found = list(notes)
        session = self._session
        if session.as_of is None and session.known_on is None:
            self._shows_all = False
            self.hide()
            return found
        from briefing_app.reports.knowledge import Knowledge  # only where somebody looks at another day

        known = Knowledge(session.workspace, session.day, session.known_on)
        standing = [note for note in found if note.id == kept or known.note(note)]
        later = len(found) - len(standing)
        self.setVisible(later > 0)
        if self._shows_all:
            self.setText(tr("All notes are shown. Leave out {count} of other days", count=later))
            return found
        self.setText(tr("{count} notes of other days are left out. Show them", count=later))
        return standing

    def _turn(self) -> None:
        self._shows_all = not self._shows_all
        self.chosen_changed.emit()
