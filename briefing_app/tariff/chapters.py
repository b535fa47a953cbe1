"""The chapters of the schedule in a few plain words, for browsing. They help to find a line and decide
nothing: the legal text decides what a chapter covers.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

from briefing_app.errors import UsageError

COLUMNS = ["chapter", "en", "ja"]


@dataclass(frozen=True)
class Chapter:
    """Two digits and the plain words."""

    code: str
    en: str
    ja: str

    def name(self, language: str = "en") -> str:
        """The plain words in ``en`` or ``ja``."""
        return self.ja if language == "ja" else self.en


def load_chapters(path: Path) -> tuple[Chapter, ...]:
    """The chapters in order. Raises UsageError for a file of another form."""
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.reader(file)
        if next(reader, []) != COLUMNS:
            raise UsageError(f"{path.name} is not a file of chapters: it must begin {','.join(COLUMNS)}.")
        rows = [Chapter(*row) for row in reader if len(row) == len(COLUMNS) and all(row)]
        if reader.line_num != len(rows) + 1:
            raise UsageError(f"{path.name}: a chapter is not whole.")
    return tuple(rows)
