"""Tables and words as the text of a note: what is typed in a cell is never markup."""

from __future__ import annotations

from collections.abc import Sequence

_MARKUP = str.maketrans({mark: f"\\{mark}" for mark in "\\|*_`[]<>#~^@"})


def as_markdown(lines: Sequence[Sequence[str]], numbers: frozenset[int] = frozenset()) -> str:
    """The table for a note; what is typed in a cell is never markup. ``numbers`` stand on the right."""
    titles, *rows = lines
    rules = ["---:" if place in numbers else "---" for place in range(len(titles))]
    return "\n".join(f"| {' | '.join(line)} |" for line in (_plain(titles), rules, *map(_plain, rows)))


def plain(text: str) -> str:
    """Text that stands in a note as it is."""
    return _one_line(text).translate(_MARKUP)


def _plain(line: Sequence[str]) -> list[str]:
    return [plain(cell) for cell in line]


def _one_line(text: str) -> str:
    return " ".join(text.split())
