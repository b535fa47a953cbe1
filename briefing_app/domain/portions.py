"""Markings of single paragraphs: ``(TLP:RED) Text`` at the beginning of a paragraph, list item or quotation.

Which labels there are and which is the higher one is known to the caller.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

_OPENING = re.compile(r"(?P<lead>\s*(?:[-*+]\s+|\d+[.)]\s+|>\s?|#{1,6}\s+)*)\((?P<label>[^()\n]{1,40})\)\s*")


@dataclass(frozen=True)
class Portion:
    """A marked paragraph: its label, its first line (from 0) and where its text begins in that line."""

    label: str
    line: int
    start: int


def portions(text: str, labels: Iterable[str]) -> Iterator[Portion]:
    """The marked paragraphs of a text. ``labels`` as they are written; case and spaces do not matter."""
    known = {_plain(label): label for label in labels if label}
    for number, line in enumerate(text.split("\n")):
        found = _OPENING.match(line) if "(" in line[:80] else None
        if found is not None and (label := known.get(_plain(found["label"]))) is not None:
            yield Portion(label, number, found.end())


def without(text: str, dropped: Iterable[str], labels: Iterable[str]) -> str:
    """The text without the paragraphs that carry one of the labels, up to the next empty line or item."""
    gone = {_plain(label) for label in dropped}
    starts = {each.line for each in portions(text, labels) if _plain(each.label) in gone}
    kept: list[str] = []
    is_dropping = False
    for number, line in enumerate(text.split("\n")):
        if number in starts:
            is_dropping = True
        elif is_dropping and (not line.strip() or _begins(line)):
            is_dropping = False
        if not is_dropping:
            kept.append(line)
    return "\n".join(kept)


def _begins(line: str) -> bool:
    return re.match(r"\s*(?:[-*+]\s|\d+[.)]\s|>|#{1,6}\s)", line) is not None


def _plain(label: str) -> str:
    return " ".join(label.split()).casefold()
