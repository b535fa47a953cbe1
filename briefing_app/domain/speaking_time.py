"""How long the answers of a note take to say: 130 words a minute in English, 300 signs in Japanese.

The pace is that of the printed questions. With consecutive interpreting it takes twice as long.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from briefing_app.domain.questions import asked

WORDS_A_MINUTE, SIGNS_A_MINUTE = 130, 300
LONGEST_S = 75
_MARKS = re.compile(r"[*_`>#|]|\^[A-Za-z][\w.-]*|^\s*(?:[-+]|\d+[.)])\s+", re.MULTILINE)
_WORD = re.compile(r"[A-Za-z0-9][\w.,'’%-]*")
_SIGN = re.compile(r"[\u3041-\u30ff\u3400-\u9fff]")


@dataclass(frozen=True)
class Spoken:
    """A question, a follow-up among them, and how many seconds its own answer takes; ``line`` is where it
    stands (from 0).
    """

    question: str
    line: int
    seconds: int


def seconds(text: str) -> int:
    """How long a text takes to say, in either language or both."""
    plain = _MARKS.sub(" ", text)
    words, signs = len(_WORD.findall(plain)), len(_SIGN.findall(plain))
    return round(words * 60 / WORDS_A_MINUTE + signs * 60 / SIGNS_A_MINUTE)


def answers(body: str) -> list[Spoken]:
    """Each question and follow-up with the time of its own answer."""
    return [Spoken(each.words, each.line, seconds(each.answer)) for each in asked(body)]
