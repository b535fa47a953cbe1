"""How long the answers of a note take to say: 130 words a minute in English, 300 signs in Japanese.

The pace is that of the printed questions. With consecutive interpreting it takes twice as long. What is for
the speaker's eyes only, such as the background, is not said.
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
# Bold words at the head of a paragraph say what it and those below it are.
_LEAD = re.compile(r"\s*\*\*(.+?)\*\*")
_PARAGRAPHS = re.compile(r"\n[ \t]*\n")
_UNSAID = {
    "background", "do not say", "avoid", "facts", "basis", "source", "sources", "数字", "根拠", "背景",
    "出典", "言及しない点",
}  # fmt: skip


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


def is_said(lead: str) -> bool:
    """Whether what stands below these bold words is for the listeners: "Short." is, "Background." is not."""
    return lead.strip(" .。:：\u3000").casefold() not in _UNSAID


def said_of(answer: str) -> str:
    """The paragraphs of an answer that are spoken."""
    kept, is_spoken = [], True
    for paragraph in _PARAGRAPHS.split(answer):
        if lead := _LEAD.match(paragraph):
            is_spoken = is_said(lead[1])
        kept += [paragraph] if is_spoken else []
    return "\n\n".join(kept)


def answers(body: str) -> list[Spoken]:
    """Each question and follow-up with the time of its own answer."""
    return [Spoken(each.words, each.line, seconds(said_of(each.answer))) for each in asked(body)]
