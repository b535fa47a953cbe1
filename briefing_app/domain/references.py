"""References in the text of a note: ``[[record#paragraph|words]]``, ``@person``, ``^source`` and ``#topic``.

An id is taken as far as it goes; what is not a known record stays text and is told to the writer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from briefing_app.threads import giving_way

ReferenceKind = Literal["link", "person", "source", "topic"]

_REFERENCE = re.compile(
    r"\[\[(?P<link>[^\[\]|\n#]+)(?:#(?P<part>\d{1,4}))?(?:\|(?P<words>[^\[\]\n]+))?\]\]"
    r"|(?<![\w@.])@(?P<person>[A-Za-z][\w-]*)"
    r"|\^(?P<source>[A-Za-z](?:[\w.-]*\w)?)"
    r"|(?<![\w#&/])#(?P<topic>[^\W\d_][\w-]*)"
)
_TOPICS_AT_END = re.compile(r"(?:(?:^|\s+)#[^\W\d_][\w-]*)+\s*$")
_FENCE = re.compile(r"^(?:```|~~~)", re.MULTILINE)


@dataclass(frozen=True)
class Reference:
    """One reference: what it points at, the words shown for it (a link may have its own), where it stands.

    ``part`` is the paragraph of a note that is meant, counted from 1; 0 for the whole record.
    """

    kind: ReferenceKind
    target: str
    words: str
    start: int
    end: int
    part: int = 0


def references(text: str) -> Iterator[Reference]:
    """The references in a text, in order."""
    for found in giving_way(_REFERENCE.finditer(text)):
        kind: ReferenceKind = found.lastgroup if found.lastgroup not in ("words", "part") else "link"  # type: ignore[assignment]
        words, part = (found["words"] or "").strip(), int(found["part"] or 0)
        yield Reference(kind, found[kind].strip(), words, *found.span(), part)


def targets(text: str) -> set[str]:
    """The ids a text refers to by link, person or source."""
    return {each.target for each in references(text) if each.kind != "topic"}


def topics(text: str) -> set[str]:
    """The topics a text names."""
    return {each.target for each in references(text) if each.kind == "topic"}


def without_topics_at_end(text: str) -> str:
    """The text without the topics that it ends with: they sort notes and are not read."""
    return _TOPICS_AT_END.sub("", text)


def headings(text: str) -> list[tuple[int, str, int]]:
    """The outline of a Markdown text: level, title and line (from 0) of each heading outside code blocks."""
    found = []
    is_code = False
    for line, content in enumerate(giving_way(text.split("\n"))):
        if _FENCE.match(content):
            is_code = not is_code
        elif not is_code and (match := re.fullmatch(r" {0,3}(#{1,6})\s+(.+?)\s*#*\s*", content)):
            found.append((len(match[1]), match[2], line))
    return found
