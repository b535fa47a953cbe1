"""The list of notes: by kind or topic, or what a search found with the words around it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from briefing_app.app.i18n import tr
from briefing_app.domain.records import Note
from briefing_app.ui.notes.templates import KINDS

Index = QModelIndex | QPersistentModelIndex
Grouping = Literal["kind", "topic", "title"]
GROUPINGS: dict[Grouping, str] = {"kind": "By kind", "topic": "By topic", "title": "By title"}
STATUSES = {"draft": "Draft", "cleared": "Cleared", "superseded": "Superseded"}
_NO_PARENT = QModelIndex()
_MARKS = re.compile(r"[*#>|`\[\]]|\^[\w.-]+|(?<!\w)[-–](?= )|-{3,}")


@dataclass(frozen=True)
class Heading:
    """A group and how many notes stand under it."""

    text: str
    count: int


@dataclass(frozen=True)
class NoteRow:
    """A note and, where it was searched, the words around what was found."""

    note: Note
    found: str = ""

    @property
    def detail(self) -> str:
        """The second line. Made when it is painted: a hundred thousand notes are not read to show twenty."""
        return self.found or _detail(self.note)


class NotesModel(QAbstractListModel):
    """Rows are :class:`Heading` or :class:`NoteRow`, given by UserRole. A note may stand under two topics."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._notes: list[Note] = []
        self._rows: list[Heading | NoteRow] = []
        self._grouping: Grouping = "kind"
        self._found: Sequence[tuple[str, str]] | None = None

    def show_notes(self, notes: Iterable[Note]) -> None:
        """Take all notes."""
        self._notes = list(notes)
        self._arrange()

    def replace_note(self, note: Note) -> bool:
        """Show a changed note in its place. False if it stands elsewhere now: then show all anew."""
        place = next((at for at, each in enumerate(self._notes) if each.id == note.id), None)
        if place is None or _standing(self._notes[place]) != _standing(note):
            return False
        self._notes[place] = note
        for row, each in enumerate(self._rows):
            if isinstance(each, NoteRow) and each.note.id == note.id:
                self._rows[row] = NoteRow(note, each.found)
                self.dataChanged.emit(self.index(row), self.index(row))
        return True

    def group(self, grouping: Grouping) -> None:
        """Group in another way."""
        self._grouping = grouping
        self._arrange()

    def show_found(self, found: Sequence[tuple[str, str]] | None) -> None:
        """Show only what was found: ids, best first, each with the words around; None shows all again."""
        self._found = found
        self._arrange()

    def row_of(self, note_id: str) -> int | None:
        """Where a note stands first, or None."""
        for row, each in enumerate(self._rows):
            if isinstance(each, NoteRow) and each.note.id == note_id:
                return row
        return None

    def first_note(self) -> Note | None:
        """The first note shown."""
        return next((row.note for row in self._rows if isinstance(row, NoteRow)), None)

    def _arrange(self) -> None:
        self.beginResetModel()
        self._rows = self._results() if self._found is not None else self._groups()
        self.endResetModel()

    def _results(self) -> list[Heading | NoteRow]:
        notes = {note.id: note for note in self._notes}
        found = [(notes[key], words) for key, words in self._found or () if key in notes]
        rows: list[Heading | NoteRow] = [NoteRow(note, words) for note, words in found]
        return [Heading(tr("Found"), len(rows)), *rows]

    def _groups(self) -> list[Heading | NoteRow]:
        ordered = sorted(self._notes, key=lambda note: note.title.casefold())
        if self._grouping == "title":
            return list(map(NoteRow, ordered))
        groups: dict[str, list[Note]] = {}
        if self._grouping == "kind":
            groups = {tr(words): [n for n in ordered if n.kind == kind] for kind, words in KINDS.items()}
        else:
            for note in ordered:
                for topic in note.tags or (tr("No topic"),):
                    groups.setdefault(topic, []).append(note)
            groups = dict(sorted(groups.items(), key=lambda group: group[0].casefold()))
        rows: list[Heading | NoteRow] = []
        for title, members in groups.items():
            if members:
                rows.append(Heading(title, len(members)))
                rows.extend(map(NoteRow, members))
        return rows

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if role == Qt.ItemDataRole.UserRole:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return row.note.title if isinstance(row, NoteRow) else f"{row.text} ({row.count})"
        if role == Qt.ItemDataRole.AccessibleTextRole and isinstance(row, NoteRow):
            return f"{row.note.title}, {row.detail}"
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if index.isValid() and isinstance(self._rows[index.row()], Heading):
            return Qt.ItemFlag.ItemNeverHasChildren
        return super().flags(index)


def _standing(note: Note) -> tuple[object, ...]:
    return (note.title, note.kind, note.tags)


def _detail(note: Note) -> str:
    text = " ".join(_MARKS.sub(" ", note.body[:400]).split())[:80]
    return "  ·  ".join(part for part in (tr(STATUSES[note.status]), note.marking, text) if part)
