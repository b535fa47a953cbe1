"""The list of notes: by kind, topic or status, or what a search found with the words around it.

The model holds heads and rows; the text of a note is asked for when its row is painted.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject

from briefing_app.app.i18n import tr
from briefing_app.domain.records import Note
from briefing_app.store.heads import NoteHead, head_of
from briefing_app.ui.notes.list_rows import Grouping, GroupWords, Row, arranged
from briefing_app.ui.notes.templates import KINDS
from briefing_app.ui.record_words import without_marks
from briefing_app.ui.widgets.grouped_list import GroupedModel, Heading

GROUPINGS: dict[Grouping, str] = {
    "kind": "By kind", "topic": "By topic", "status": "By status", "title": "By title"
}  # fmt: skip
STATUSES = {"draft": "Draft", "cleared": "Cleared", "superseded": "Superseded"}

LookUp = Callable[[str], Note | None]


def group_words() -> GroupWords:
    """The headings in the user's language."""
    return GroupWords(
        {kind: tr(words) for kind, words in KINDS.items()},
        {status: tr(words) for status, words in STATUSES.items()},
        tr("No topic"),
    )


def opening_words(body: str) -> str:
    """The first words of a text without its marks: of its prose if there is any near the top, for neither the
    heads of a table nor a heading says what a note is about."""
    prose = "\n".join(line for line in body[:1600].splitlines() if not line.lstrip().startswith(("|", "#")))
    return (without_marks(prose[:400]) or without_marks(body[:400]))[:80]


class NotesModel(GroupedModel[NoteHead]):
    """``look_up`` gives the note of an id, whose text is shown below its title."""

    def __init__(self, look_up: LookUp, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._look_up = look_up
        self._heads: dict[str, NoteHead] = {}
        self._all: list[Row] = []
        self._found: dict[str, str] | None = None

    @property
    def heads(self) -> list[NoteHead]:
        """Every note known to the list."""
        return list(self._heads.values())

    @property
    def count(self) -> int:
        """How many notes the list knows."""
        return len(self._heads)

    def show_rows(self, heads: dict[str, NoteHead], rows: list[Row]) -> None:
        """Take the notes by their ids, and the rows they stand in."""
        self._heads = heads
        self._all = rows
        if self._found is None:
            self.set_rows(rows)

    def show_notes(self, heads: Sequence[NoteHead], grouping: Grouping) -> None:
        """Take the notes and arrange them here and now: for few."""
        self.show_rows({head.id: head for head in heads}, arranged(heads, grouping, group_words()))

    def replace_note(self, head: NoteHead) -> bool:
        """Show a changed note in its place. False if it stands elsewhere now: then arrange all anew."""
        old = self._heads.get(head.id)
        if old is None or (old.title, old.kind, old.tags) != (head.title, head.kind, head.tags):
            return False
        self._heads[head.id] = head
        shown = list(self._rows)
        for row in _places(shown, old):
            shown[row] = head
            self._rows = shown
            self.dataChanged.emit(self.index(row), self.index(row))
        if self._found is None:
            self._all = shown
        else:
            for row in _places(self._all, old):
                self._all[row] = head
        return True

    def show_found(self, found: Sequence[tuple[str, str]] | None) -> None:
        """Show only what was found: ids, best first, each with the words around; None shows all again."""
        if found is None:
            was_found, self._found = self._found, None
            if was_found is not None:
                self.set_rows(self._all)
            return
        self._found = dict(found)
        hits = [head for key, _words in found if (head := self._head(key)) is not None]
        self.set_rows([Heading(tr("Found"), len(hits)), *hits])

    def key(self, row: NoteHead) -> str:
        return row.id

    def title(self, row: NoteHead) -> str:
        return row.title

    def detail(self, row: NoteHead) -> str:
        if self._found and (words := self._found.get(row.id)):
            return words
        note = self._look_up(row.id)
        text = opening_words(note.body) if note is not None else ""
        return "  ·  ".join(part for part in (tr(STATUSES[row.status]), row.marking, text) if part)

    def _head(self, note_id: str) -> NoteHead | None:
        if note_id not in self._heads and (note := self._look_up(note_id)) is not None:
            self._heads[note_id] = head_of(note)
        return self._heads.get(note_id)


def _places(rows: Sequence[Row], head: NoteHead) -> list[int]:
    """The rows a note stands in, looked for without a step of Python for each of a hundred thousand."""
    found: list[int] = []
    with contextlib.suppress(ValueError):
        while True:
            found.append(rows.index(head, found[-1] + 1 if found else 0))
    return found
