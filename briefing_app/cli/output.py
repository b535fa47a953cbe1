"""What goes to the terminal: results and messages, in UTF-8, with nothing that could steer it."""

from __future__ import annotations

import io
import json
import os
import sys
from typing import Any

# Control characters in user text are shown as pictures: they cannot move the cursor or change colours.
_PICTURES = {code: chr(0x2400 + code) for code in range(0x20) if code not in {0x09, 0x0A}}
_PICTURES[0x7F] = "\u2421"
# Later control characters, and marks that reverse the direction of what follows.
_PICTURES |= dict.fromkeys((*range(0x80, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A)), "\ufffd")


def use_utf8() -> None:
    """Write UTF-8 whatever the locale says."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def line(text: str = "") -> None:
    """One line of a result, flushed."""
    print(text.translate(_PICTURES), flush=True)


def message(text: str) -> None:
    """One message for the user."""
    print(text.translate(_PICTURES), file=sys.stderr, flush=True)


def as_json(value: Any) -> None:
    """A result for scripts."""
    print(json.dumps(value, ensure_ascii=False, indent=2), flush=True)


def table(rows: list[tuple[str, ...]]) -> None:
    """Rows in columns, each as wide as its widest cell; the last column runs free."""
    if not rows:
        return
    widths = [max(_width(row[number]) for row in rows) for number in range(len(rows[0]) - 1)]
    for row in rows:
        cells = [cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=False)]
        line("  ".join([*cells, row[-1]]).rstrip())


def give_up() -> None:
    """The reader of our output has gone: write nothing more, not even at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _width(text: str) -> int:
    """Columns on a terminal: East Asian wide characters take two."""
    import unicodedata

    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)
