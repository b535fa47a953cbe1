"""Notes of later days: left out while another day is looked at, counted, and a click away."""

from __future__ import annotations

from collections.abc import Callable

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

    @property
    def is_asked(self) -> bool:
        """Whether another day is looked at, so that notes may be left out."""
        return self._session.as_of is not None or self._session.known_on is not None

    def sieve(self, kept: str) -> Callable[[], set[str]]:
        """What gives the ids of the notes that stand on the days looked at; ``kept`` always stands. To be
        called in a thread: it reads every note.
        """
        workspace, day, known_on = self._session.workspace, self._session.day, self._session.known_on

        def standing() -> set[str]:
            from briefing_app.reports.knowledge import Knowledge  # only where somebody looks at another day

            known = Knowledge(workspace, day, known_on)
            notes = (each for each in workspace.records("note") if isinstance(each, Note))
            return {note.id for note in notes if note.id == kept or known.note(note)}

        return standing

    def show_count(self, standing: set[str] | None) -> set[str] | None:
        """Say how many are left out. Gives the ids to show, None for all."""
        if standing is None:
            self._shows_all = False
            self.hide()
            return None
        later = self._session.workspace.count("note") - len(standing)
        self.setVisible(later > 0)
        if self._shows_all:
            self.setText(tr("All notes are shown. Leave out {count} of other days", count=later))
            return None
        one = tr("1 note of another day is left out. Show it")
        many = tr("{count} notes of other days are left out. Show them", count=later)
        self.setText(one if later == 1 else many)
        return standing

    def _turn(self) -> None:
        self._shows_all = not self._shows_all
        self.chosen_changed.emit()
