"""Several notes in one Markdown file: each as its own file would be, a rule of its own between them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from briefing_app.domain.records import Note
from briefing_app.errors import BriefingError, UsageError
from briefing_app.exchange.note_files import FENCE, marked, read_note, unmarked, write_note
from briefing_app.exchange.result import ImportResult, Problem
from briefing_app.exchange.sound_text import sound

RULE = "<!-- next note -->"


def write(notes: Iterable[Note], marking: str = "") -> bytes:
    """One Markdown file, the ``marking`` of all on its first line. Raises UsageError if a note's text holds
    the rule that stands between notes.
    """
    parts = []
    for note in notes:
        if any(line.strip() == RULE for line in note.body.splitlines()):
            raise UsageError(
                f'The note "{note.title}" holds the line {RULE}.', hint="Export as json instead."
            )
        parts.append(write_note(note))
    return marked(f"\n{RULE}\n".join(parts), marking).encode()


def read(content: bytes, name: str) -> ImportResult:
    """The notes of a Markdown file. A note that cannot be read is named with its place."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UsageError(f"{name} is not UTF-8 text (byte {error.start}).") from error
    if not text.strip():
        raise UsageError(f"{name} is empty.")
    notes: list[Note] = []
    problems: list[Problem] = []
    parts = unmarked(text.replace("\r\n", "\n")).split(f"\n{RULE}\n")
    for number, part in enumerate(parts, 1):
        try:
            is_ours = part.startswith(FENCE)
            note = read_note(part, name)
            notes.append(note if is_ours else replace(note, body=sound(note.body, name, problems)))
        except BriefingError as error:
            problems.append(Problem(f"note {number}", str(error)))
    return ImportResult(tuple(notes), tuple(problems), len(parts))
