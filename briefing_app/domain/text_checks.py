"""What a careful colleague would ask of a text before it goes out. Questions, not verdicts."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from briefing_app.domain.references import references

CheckKind = Literal["number", "date", "abbreviation", "reference"]

_FIGURE = re.compile(
    r"(?:[$€£¥]\s?\d|\d[\d.,]*\s?(?:%|％|per cent|percent|percentage points|(?:million|billion|trillion)\b|"
    r"dollars|yen|円|ドル|億|兆|ポイント))"
)
_VAGUE = re.compile(
    r"\b(?:early|mid|late|in|by|since|until)[- ](January|February|March|April|May|June|July|August|September|"
    r"October|November|December)\b(?!\s*,?\s*\d)"
)
_ABBREVIATION = re.compile(r"(?<![\w@^#\[-])([A-Z][A-Z&]{2,6})(?![\w-]*\]\])\b")
# Known to every reader of a trade brief; all others are spelled out once.
_KNOWN = frozenset({"USA", "GDP", "CEO", "WTO", "NHK", "USD", "JPY", "TLP", "PDF"})


@dataclass(frozen=True)
class Finding:
    """One question: its kind, the line (from 0), the words it is about."""

    kind: CheckKind
    line: int
    words: str


def findings(text: str, is_known: Callable[[str, str], bool]) -> list[Finding]:
    """All questions on a text, in order. ``is_known`` takes the kind and id of a reference."""
    found: list[Finding] = []
    spelled = set(re.findall(r"\(([A-Z][A-Z&]{2,6})\)", text)) | _KNOWN
    for first, paragraph in _paragraphs(text):
        if not any(each.kind == "source" for each in references(paragraph)):
            found += _at("number", _FIGURE, paragraph, first)
        found += _at("date", _VAGUE, paragraph, first)
        for each in _at("abbreviation", _ABBREVIATION, paragraph, first):
            if each.words not in spelled:
                spelled.add(each.words)
                found.append(each)
        for reference in references(paragraph):
            if reference.kind != "topic" and not is_known(reference.kind, reference.target):
                line = first + paragraph.count("\n", 0, reference.start)
                found.append(Finding("reference", line, reference.target))
    return sorted(found, key=lambda each: each.line)


def _paragraphs(text: str) -> Iterator[tuple[int, str]]:
    """Stretches between empty lines, and list items, each with its first line; headings are left out."""
    first, lines = 0, list[str]()
    for number, line in enumerate([*text.split("\n"), ""]):
        is_item = re.match(r"\s*(?:[-*+]|\d+[.)])\s", line) is not None
        if lines and (not line.strip() or is_item or line.startswith("#")):
            yield first, "\n".join(lines)
            lines = []
        if line.strip() and not line.startswith("#"):
            if not lines:
                first = number
            lines.append(line)


def _at(kind: CheckKind, pattern: re.Pattern[str], paragraph: str, first: int) -> Iterator[Finding]:
    for match in pattern.finditer(paragraph):
        yield Finding(kind, first + paragraph.count("\n", 0, match.start()), match.group().strip())
