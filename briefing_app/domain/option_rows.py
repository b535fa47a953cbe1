"""What speaks for each option of a negotiation, row by row, as a Markdown table and back.

The table is user text in a block of a paper: its head names the options, each row judges them by one matter.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

Row = tuple[str, ...]

_RULE = re.compile(r"\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?")
_BAR = re.compile(r"(?<!\\)\|")


def to_markdown(head: Sequence[str], rows: Sequence[Row]) -> str:
    """The table; rows in which no option is judged are left out, "" where none is left."""
    judged = [row for row in rows if row[0].strip() and any(cell.strip() for cell in row[1:])]
    if not judged:
        return ""
    lines = [_line(head), "| " + " | ".join("---" for _ in head) + " |"]
    return "\n".join([*lines, *(_line(row) for row in judged)])


def from_markdown(text: str) -> tuple[Row, ...]:
    """The rows of the first table in a text, without its head; empty where there is none."""
    lines = text.splitlines()
    rules = (n for n, line in enumerate(lines) if n and "|" in line and _RULE.fullmatch(line.strip()))
    start = next(rules, 0)
    rows = []
    for line in lines[start + 1 :] if start else ():
        if "|" not in line:
            break
        rows.append(_cells(line))
    return tuple(rows)


def _line(cells: Sequence[str]) -> str:
    plain = (" ".join(cell.split()).replace("|", "\\|") for cell in cells)
    return "| " + " | ".join(plain) + " |"


def _cells(line: str) -> Row:
    inner = line.strip().removeprefix("|")
    if inner.endswith("|") and not inner.endswith("\\|"):
        inner = inner[:-1]
    return tuple(cell.strip().replace("\\|", "|") for cell in _BAR.split(inner))
