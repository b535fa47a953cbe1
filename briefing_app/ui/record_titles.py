"""Titles of records in the language of the window, as far as the workspace's own list of terms has them.

A list of terms is a note tagged ``terms`` with a table: the title as it stands, and in the note's language.
The same list translates titles on paper; see :mod:`briefing_app.reports.desk`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject

from briefing_app.app.i18n import language
from briefing_app.app.session import Session
from briefing_app.domain.change import ChangeSet
from briefing_app.domain.records import Note

_ROW = re.compile(r"^\|\s*(.+?)\s*\|\s*(.+?)\s*\|\s*$", re.MULTILINE)
_WRITTEN_IN = "en"
"""Lists of terms give words for English ones."""


class RecordTitles(QObject):
    """The titles of one session; read anew when a note changes."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self._terms: dict[str, str] | None = None
        session.changed.connect(self._on_changed)

    def title(self, text: str) -> str:
        """``text`` in the language of the window, or as it is."""
        return text if language() == _WRITTEN_IN else self._known().get(text, text)

    def titles(self) -> Mapping[str, str]:
        """All titles that are shown in other words, in the language of the window."""
        return {} if language() == _WRITTEN_IN else self._known()

    def _known(self) -> dict[str, str]:
        if self._terms is None:
            notes = self._session.workspace.holding("note", "terms")
            self._terms = {}
            for note in notes:
                if isinstance(note, Note) and "terms" in note.tags and note.language == language():
                    self._terms |= dict(_ROW.findall(note.body))
        return self._terms

    def _on_changed(self, change_set: ChangeSet) -> None:
        if change_set.touches("note"):
            self._terms = None


def changes_titles(change_set: ChangeSet) -> bool:
    """Whether a list of terms is another after a change, and titles may be shown in other words."""
    notes = (each for change in change_set.changes for each in (change.before, change.after))
    return any(isinstance(each, Note) and "terms" in each.tags for each in notes)


def shown_titles(session: Session) -> Mapping[str, str]:
    """All titles, names of lanes and other words of records that the window shows in its own language."""
    return _of(session).titles()


def _of(session: Session) -> RecordTitles:
    return session.findChild(RecordTitles) or RecordTitles(session)


def teller(session: Session) -> Callable[[str], str]:
    """What :func:`shown_title` says, for who asks for every row of a list."""
    return _of(session).title


def shown_title(session: Session, text: str) -> str:
    """A record's title as the window shows it; fields that are typed into keep the title itself."""
    return _of(session).title(text)
