"""How long the answers of a note take to say: 130 words a minute in English, 300 signs in Japanese.

The pace is that of the printed questions. With consecutive interpreting it takes twice as long.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

WORDS_A_MINUTE, SIGNS_A_MINUTE = 130, 300
LONGEST_S = 75
_MARKS = re.compile(r"[*_`>#|]|\^[A-Za-z][\w.-]*|^\s*(?:[-+]|\d+[.)])\s+", re.MULTILINE)
_WORD = re.compile(r"[A-Za-z0-9][\w.,'’%-]*")
_SIGN = re.compile(r"[\u3041-\u30ff\u3400-\u9fff]")


@dataclass(frozen=True)
class Spoken:
    """A question and how many seconds its answer takes; ``line`` is where it stands (from 0)."""

    question: str
    line: int
    seconds: int


def seconds(text: str) -> int:
    """How long a text takes to say, in either language or both."""
    plain = _MARKS.sub(" ", text)
    words, signs = len(_WORD.findall(plain)), len(_SIGN.findall(plain))
    return round(words * 60 / WORDS_A_MINUTE + signs * 60 / SIGNS_A_MINUTE)


def answers(body: str) -> list[Spoken]:
    """Each question (a heading of the second level) with the time of what stands below it."""
    found: list[Spoken] = []
    question, start, lines = "", 0, list[str]()
    for number, line in enumerate([*body.split("\n"), "## "]):
        heading = re.match(r"##\s+(.*?)\s*#*\s*$", f"{line} ") if line.startswith("## ") else None
        if heading is None:
            lines.append(line)
            continue
        if question:
            found.append(Spoken(question, start, seconds("\n".join(lines))))
        question, start, lines = heading[1].strip(), number, []
    return found
