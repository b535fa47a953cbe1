"""Approved lines: where a text uses one, and where it comes close to one and departs from it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from typing import Literal

from briefing_app.domain.fuzzydate import DateError, parse
from briefing_app.domain.records import Note
from briefing_app.domain.segments import pieces, sentences

CLOSE = 0.62
FEWEST_PIECES = 5
_MARKS = re.compile(r"[*_`>#\\]|\^[A-Za-z][\w.-]*|\[\[[^|\]]*\|?|\]\]|^\s*(?:[-+]|\d+[.)])\s+", re.MULTILINE)
_SAID = re.compile(r"^(?:say|approved|line|発言|発言内容|応答|回答)\b.*$|^(?:発言|応答|回答)", re.IGNORECASE)
_HEADING = re.compile(r"^\s{0,3}#{1,6}\s+(.*?)\s*$|^\s*\*\*(.+?)\*\*[.:。：]?\s*$")

Use = Literal["exact", "departs"]


@dataclass(frozen=True)
class ApprovedLine:
    """One approved sentence of a line to take."""

    note: str
    title: str
    sentence: str
    pieces: tuple[str, ...]


@dataclass(frozen=True)
class LineUse:
    """A sentence of a text that is, or nearly is, an approved one. ``line`` is counted from 0."""

    use: Use
    line: int
    words: str
    approved: ApprovedLine


def is_in_force(note: Note, day: date) -> bool:
    """Whether a note is a cleared line to take that stands on ``day``."""
    if note.kind != "line" or note.status != "cleared":
        return False
    try:
        until = parse(note.valid_until) if note.valid_until else None
    except DateError:
        return True
    return until is None or until.last is None or until.last >= day


def approved_lines(notes: Iterable[Note]) -> list[ApprovedLine]:
    """The sentences to be said of lines to take: those under "Say", else all that are long enough."""
    found = []
    for note in notes:
        for _place, sentence in sentences(_said_part(note.body)):
            words = _words(sentence)
            if len(words) >= FEWEST_PIECES:
                found.append(ApprovedLine(note.id, note.title, _plain(sentence), tuple(words)))
    return found


def uses(text: str, approved: Sequence[ApprovedLine]) -> list[LineUse]:
    """The sentences of a text that use an approved line or depart from one, in order.

    A sentence departs if it shares most of its words, in order, with an approved one but is not the same.
    """
    by_word: dict[str, set[int]] = {}
    for number, each in enumerate(approved):
        for word in set(each.pieces):
            by_word.setdefault(word, set()).add(number)
    found = []
    for place, sentence in sentences(text):
        words = _words(sentence)
        if len(words) < FEWEST_PIECES:
            continue
        counts: dict[int, int] = {}
        for word in set(words):
            for number in by_word.get(word, ()):
                counts[number] = counts.get(number, 0) + 1
        best = _best(words, [approved[number] for number, count in counts.items() if count >= 3])
        if best is not None:
            use: Use = "exact" if list(best.pieces) == words else "departs"
            found.append(LineUse(use, text.count("\n", 0, place), sentence, best))
    return found


def _best(words: list[str], candidates: Iterable[ApprovedLine]) -> ApprovedLine | None:
    best: tuple[float, ApprovedLine | None] = (CLOSE, None)
    for each in candidates:
        matcher = SequenceMatcher(None, list(each.pieces), words, autojunk=False)
        if matcher.real_quick_ratio() > best[0] and matcher.quick_ratio() > best[0]:
            ratio = matcher.ratio()
            if ratio > best[0]:
                best = (ratio, each)
    return best[1]


def _said_part(body: str) -> str:
    """The text under the headings that say what is said; the whole where there is no such heading."""
    kept: list[str] = []
    is_said = has_part = False
    for line in body.split("\n"):
        heading = _HEADING.match(line)
        if heading is not None:
            is_said = _SAID.match((heading[1] or heading[2]).strip()) is not None
            has_part = has_part or is_said
        elif is_said:
            kept.append(line)
    if has_part:
        return "\n".join(kept)
    return "\n".join(line for line in body.split("\n") if _HEADING.match(line) is None)


def _plain(sentence: str) -> str:
    return " ".join(_MARKS.sub("", sentence).split())


def _words(sentence: str) -> list[str]:
    return [each.casefold() for each in pieces(_plain(sentence)) if re.search(r"\w", each)]
