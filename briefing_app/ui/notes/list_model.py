"""The list of notes: by kind or topic, or what a search found with the words around it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QObject

from briefing_app.app.i18n import tr
from briefing_app.domain.records import Note
from briefing_app.ui.notes.templates import KINDS
from briefing_app.ui.widgets.grouped_list import GroupedModel, Heading, grouped

Grouping = Literal["kind", "topic", "title"]
GROUPINGS: dict[Grouping, str] = {"kind": "By kind", "topic": "By topic", "title": "By title"}
STATUSES = {"draft": "Draft", "cleared": "Cleared", "superseded": "Superseded"}
_MARKS = re.compile(r"[*#>|`\[\]]|\^[\w.-]+|(?<!\w)[-–](?= )|-{3,}")


@dataclass(frozen=True)
class NoteRow:
    """A note and, where it was searched, the words around what was found."""

    note: Note
    found: str = ""

    @property
    def detail(self) -> str:
        """The second line. Made when it is painted: a hundred thousand notes are not read to show twenty."""
        return self.found or _detail(self.note)


class NotesModel(GroupedModel[NoteRow]):
    """Notes under kinds or topics, or what a search found. A note may stand under two topics."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._notes: list[Note] = []
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
        rows = list(self._rows)
        for row, each in enumerate(rows):
            if isinstance(each, NoteRow) and each.note.id == note.id:
                rows[row] = NoteRow(note, each.found)
                self._rows = rows
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

    def key(self, row: NoteRow) -> str:
        return row.note.id

    def title(self, row: NoteRow) -> str:
        return row.note.title

    def detail(self, row: NoteRow) -> str:
        return row.detail

    def first_note(self) -> Note | None:
        """The first note shown."""
        row = self.first()
        return row.note if row is not None else None

    def _arrange(self) -> None:
        self.set_rows(self._results() if self._found is not None else self._groups())

    def _results(self) -> list[Heading | NoteRow]:
        notes = {note.id: note for note in self._notes}
        found = [(notes[key], words) for key, words in self._found or () if key in notes]
        rows: list[Heading | NoteRow] = [NoteRow(note, words) for note, words in found]
        return [Heading(tr("Found"), len(rows)), *rows]

    def _groups(self) -> list[Heading | NoteRow]:
        ordered = sorted(self._notes, key=lambda note: note.title.casefold())
        if self._grouping == "title":
            return list(map(NoteRow, ordered))
        groups: dict[str, list[NoteRow]] = {}
        if self._grouping == "kind":
            groups = {
                tr(words): [NoteRow(n) for n in ordered if n.kind == kind] for kind, words in KINDS.items()
            }
        else:
            for note in ordered:
                for topic in note.tags or (tr("No topic"),):
                    groups.setdefault(topic, []).append(NoteRow(note))
            groups = dict(sorted(groups.items(), key=lambda group: group[0].casefold()))
        return grouped(groups)


def _standing(note: Note) -> tuple[object, ...]:
    return (note.title, note.kind, note.tags)


def _detail(note: Note) -> str:
    text = " ".join(_MARKS.sub(" ", note.body[:400]).split())[:80]
    return "  ·  ".join(part for part in (tr(STATUSES[note.status]), note.marking, text) if part)
