"""Portion marks: a heading, paragraph, list item or table row that begins with ``(TLP:AMBER)`` is marked so.

What stands below a marked heading, or inside a marked list item, is marked with it. The short marks of a
scheme, ``(C)`` or ``(O-S)``, count only in a record that is itself marked in that scheme: elsewhere ``(C)``
is the third of a list. Portions above the level of a releasable edition are taken out of the text before
anything reads it, so neither their words nor their sources reach the paper.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from briefing_app.reports import markings
from briefing_app.reports.model import Marking

_MARK = re.compile(
    r"^\s*(?:(?:[-*+]|\d+[.)])\s+|#{1,6}\s+|>\s*|\|\s*)*(?:\*\*|__|\*|_)?[(（](?P<label>[^()（）\n]{1,40})[)）]"
)
_LABEL = re.compile(r"[(（]([^()（）\n]{1,40})[)）]")
_HEADING = re.compile(r"^\s{0,3}(#{1,6})\s")
_LEAD = re.compile(r"^\s*\*\*.+\*\*[.。:：]?\s*$")
_ITEM = re.compile(r"^(\s*)(?:[-*+]|\d+[.)])\s+\S")
_FENCE = re.compile(r"^\s*(?:```|~~~)")
# A bold lead that stands alone is a heading below all others.
_LEAD_LEVEL = 7
_EXCERPT = 40


@dataclass(frozen=True)
class Portioned:
    """A text with what may be shown of it, and the marks that it carries with the words they stand before."""

    text: str
    marks: tuple[tuple[Marking, str], ...] = ()


def read(markdown: str, scheme: str = "", release: Marking | None = None) -> Portioned:
    """A Markdown text by portions. ``scheme`` is that of the record; ``release`` leaves out what is above.

    A text without marks comes back as it is.
    """
    if "(" not in markdown and "（" not in markdown:
        return Portioned(markdown)
    reader = _Reader(scheme, release)
    for line in markdown.split("\n"):
        reader.take(line)
    return Portioned("\n".join(reader.kept), tuple(reader.marks)) if reader.marks or reader.is_cut else (
        Portioned(markdown)
    )  # fmt: skip


def mark_of(line: str, scheme: str = "") -> Marking | None:
    """The marking that a line begins with, None if it begins with none."""
    found = _MARK.match(line)
    return markings.of_portion(found["label"], scheme) if found else None


def anywhere(text: str) -> Iterator[tuple[Marking, int]]:
    """Every full label in brackets, wherever it stands in a text, with its place."""
    for found in _LABEL.finditer(text):
        marking = markings.of_record(found[1])
        if marking is not None and marking.label:
            yield marking, found.start()


@dataclass
class _Reader:
    """Goes through a text line by line. A cut goes on as long as what was marked goes on."""

    scheme: str
    release: Marking | None
    kept: list[str] = field(default_factory=list)
    marks: list[tuple[Marking, str]] = field(default_factory=list)
    is_cut: bool = False
    _below: int = 0  # the level of the heading that is cut, 0: none
    _item: int = -1  # the indent of the list item that is cut, -1: none
    _is_paragraph: bool = False  # a paragraph is going on …
    _cuts_paragraph: bool = False  # … and is cut
    _is_code: bool = False
    _was_blank: bool = True

    def take(self, line: str) -> None:
        """Keep a line or not."""
        if self._takes(line):
            self.kept.append(line)
        else:
            self.is_cut = True
        self._was_blank = not line.strip()

    def _takes(self, line: str) -> bool:
        if _FENCE.match(line):
            self._is_code = not self._is_code
            return not self._is_inside_cut(line)
        if self._is_code:
            return not self._is_inside_cut(line)
        if not line.strip():
            self._is_paragraph = self._cuts_paragraph = False
            return not self._below
        level = self._level(line)
        if level:
            return self._takes_heading(line, level)
        if self._below:
            return False
        return self._takes_portion(line)

    def _is_inside_cut(self, line: str) -> bool:
        inner = self._item >= 0 and len(line) - len(line.lstrip()) > self._item
        return bool(self._below) or self._cuts_paragraph or inner

    def _level(self, line: str) -> int:
        heading = _HEADING.match(line)
        return len(heading[1]) if heading else _LEAD_LEVEL if _LEAD.match(line) else 0

    def _takes_heading(self, line: str, level: int) -> bool:
        if self._below and level > self._below:
            return False
        self._item, self._is_paragraph, self._cuts_paragraph = -1, False, False
        self._below = level if self._is_above(line) else 0
        return not self._below

    def _takes_portion(self, line: str) -> bool:
        item = _ITEM.match(line)
        indent = len(line) - len(line.lstrip())
        if item:
            if self._item >= 0 and indent > self._item:
                return False
            self._is_paragraph = True
            self._item = indent if self._is_above(line) else -1
            return self._item < 0
        if self._item >= 0 and (indent > self._item or not self._was_blank):
            return False
        self._item = -1
        if line.lstrip().startswith("|"):
            return not self._is_above(line)
        if not self._is_paragraph:
            self._is_paragraph = True
            self._cuts_paragraph = self._is_above(line)
        return not self._cuts_paragraph

    def _is_above(self, line: str) -> bool:
        marking = mark_of(line, self.scheme)
        if marking is None:
            return False
        if self.release is not None and markings.is_above(marking, self.release):
            return True
        self.marks.append((marking, line.strip(" #>*-|\t")[:_EXCERPT]))
        return False
