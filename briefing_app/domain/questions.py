"""Questions and answers as a tree: a question (##), what is asked next (###), and after that (####).

Each has an answer of its own; the editor, the speaking times and the printed sheet read the same tree.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

FIRST_LEVEL, DEEPEST = 2, 2
_HEADING = re.compile(r" {0,3}(#{2,4})[ \t]+(.*?)[ \t]*#*[ \t]*$")
_FENCE = re.compile(r" {0,3}(?:```|~~~)")


@dataclass(frozen=True)
class Asked:
    """A question: its words, the line of its heading (from 0), how deep it is nested (0 to 2), its own answer
    without those of its follow-ups, and its number among the questions (``2.1``).
    """

    words: str
    line: int
    depth: int
    answer: str
    number: str


def asked(body: str) -> list[Asked]:
    """All questions of a text in their order. A follow-up without a question above it is one itself."""
    found: list[tuple[str, int, int, list[str]]] = []
    is_code = False
    for number, line in enumerate(body.split("\n")):
        if _FENCE.match(line):
            is_code = not is_code
        heading = None if is_code else _HEADING.match(line)
        if heading is not None:
            above = found[-1][2] + 1 if found else 0
            found.append((heading[2], number, min(len(heading[1]) - FIRST_LEVEL, above), []))
        elif found:
            found[-1][3].append(line)
    return _numbered(found)


def place_of_new(body: str, line: int, *, is_follow_up: bool) -> tuple[int, int]:
    """Where a new question is written for a cursor in a line: before which line, and how deep it stands."""
    questions = asked(body)
    count = len(body.split("\n"))
    here = max((at for at, each in enumerate(questions) if each.line <= line), default=None)
    if here is None:
        return (questions[0].line if questions else count), 0
    depth = min(questions[here].depth + 1, DEEPEST) if is_follow_up else 0
    # Behind everything that belongs to the question answered, or to its first one.
    later = (each.line for each in questions[here + 1 :] if each.depth < max(depth, 1))
    if is_follow_up and questions[here].depth == DEEPEST:
        later = (each.line for each in questions[here + 1 :])
    return next(later, count), depth


def _numbered(found: list[tuple[str, int, int, list[str]]]) -> list[Asked]:
    counts = [0] * (DEEPEST + 1)
    made = []
    for words, line, depth, answer in found:
        counts[depth] += 1
        counts[depth + 1 :] = [0] * (DEEPEST - depth)
        number = ".".join(str(count) for count in counts[: depth + 1])
        made.append(Asked(words, line, depth, "\n".join(answer).strip("\n"), number))
    return made
