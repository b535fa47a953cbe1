"""Where the numbers of marks stand that share a strip: each at its mark while there is room, else together.

Numbers that follow each other at one mark are said as a range (``12-19``). Where even that has no room, marks
beside each other share a list of their ranges (``12-14, 19``); where that has none either, the first and the
last of their numbers, with dots that claim nothing of what lies between them (``12…19``). A range with a dash
never covers a number that stands elsewhere, and none is ever left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

FARTHEST_PX = 70.0
"""A number that stands farther from its mark is looked for in vain."""
FAR_PX = 240.0
"""Ranges of one mark may stand so far, each with its line, before they become one range with holes."""
BETWEEN_PX = 4.0
SAME_PX = 3.0
WIDER = (24.0, 48.0, 96.0, 192.0, 1e9)
"""Marks so close share a range in the end."""

Numbers = Sequence[tuple[float, int]]


@dataclass(frozen=True)
class Piece:
    """Some words, the middle of the mark they belong to, and where they stand: line, left edge, width."""

    words: str
    at: float
    wide: float
    line: int = 0
    start: float = 0.0


def best_pieces(
    numbers: Numbers, measure: Callable[[str], float], width: float, lines: int
) -> tuple[list[Piece], bool]:
    """The pieces for marks (place, number) in order, and whether each number stands alone at its mark."""
    alone = [Piece(str(number), at, measure(str(number))) for at, number in numbers]
    placed = _placed(alone, width, lines)
    if placed is not None and _is_near(placed, FARTHEST_PX):
        return placed, True
    runs = [Piece(words, at, measure(words)) for at, words in _runs(numbers)]
    placed = _placed(runs, width, lines)
    if placed is not None and _is_near(placed, FAR_PX):
        return placed, False
    for said in (_lists, _spans):
        for reach in WIDER[:-1] if said is _lists else WIDER:
            spans = [Piece(words, at, measure(words)) for at, words in said(numbers, reach)]
            placed = _placed(spans, width, lines)
            if placed is not None:
                return placed, False
    return [], False


def _placed(pieces: Sequence[Piece], width: float, lines: int) -> list[Piece] | None:
    """The pieces on their lines, each as near to its mark as the others let it; None where there is no room.

    A piece goes to the line where it is moved least; what would stand beyond the right edge pushes back.
    """
    rows: list[list[Piece]] = [[] for _ in range(lines)]
    for piece in pieces:
        wanted = min(max(piece.at - piece.wide / 2, 0.0), max(width - piece.wide, 0.0))
        starts = [max(row[-1].start + row[-1].wide + BETWEEN_PX, wanted) if row else wanted for row in rows]
        line = starts.index(min(starts))
        rows[line].append(replace(piece, line=line, start=starts[line]))
    for row in rows:
        limit = width
        for number in range(len(row) - 1, -1, -1):
            start = min(row[number].start, limit - row[number].wide)
            if start < 0:
                return None
            row[number] = replace(row[number], start=start)
            limit = start - BETWEEN_PX
    return [piece for row in rows for piece in row]


def _is_near(pieces: Sequence[Piece], farthest: float) -> bool:
    return all(abs(each.start + each.wide / 2 - each.at) <= farthest + each.wide / 2 for each in pieces)


def _groups(numbers: Numbers, reach: float) -> list[list[tuple[float, int]]]:
    """Marks that stand within ``reach`` of the first of their group."""
    groups: list[list[tuple[float, int]]] = []
    for at, number in numbers:
        if groups and at - groups[-1][0][0] <= reach:
            groups[-1].append((at, number))
        else:
            groups.append([(at, number)])
    return groups


def _runs(numbers: Numbers) -> list[tuple[float, str]]:
    """Ranges of numbers that follow each other at one mark."""
    return [
        (group[0][0], words)
        for group in _groups(numbers, SAME_PX)
        for words in _ranges(number for _, number in group)
    ]


def _ranges(numbers: Iterable[int]) -> list[str]:
    """Numbers that follow each other as ranges, in order."""
    found, said, begin = sorted(numbers), [], 0
    for place in range(1, len(found) + 1):
        if place == len(found) or found[place] != found[place - 1] + 1:
            said.append(_range(found[begin], found[place - 1]))
            begin = place
    return said


def _lists(numbers: Numbers, reach: float) -> list[tuple[float, str]]:
    """All ranges of marks close to each other, in one piece."""
    return [
        ((group[0][0] + group[-1][0]) / 2, ", ".join(_ranges(number for _, number in group)))
        for group in _groups(numbers, reach)
    ]


def _spans(numbers: Numbers, reach: float) -> list[tuple[float, str]]:
    """From the first to the last number of marks close to each other; dots where some are not here."""
    said = []
    for group in _groups(numbers, reach):
        ranges = _ranges(number for _, number in group)
        found = [number for _, number in group]
        words = ranges[0] if len(ranges) == 1 else f"{min(found)}\u2026{max(found)}"
        said.append(((group[0][0] + group[-1][0]) / 2, words))
    return said


def _range(first: int, last: int) -> str:
    return str(first) if first == last else f"{first}\u2013{last}"
