"""What a new note of each kind begins with. The headings are those that the printed briefings look for."""

from __future__ import annotations

from datetime import date

from briefing_app.domain.date_words import Language, day_words
from briefing_app.domain.records import NoteKind

KINDS: dict[NoteKind, str] = {
    "record": "Record of conversation",
    "line": "Line to take",
    "qa": "Questions and answers",
    "analysis": "Analysis",
}
_ENGLISH: dict[NoteKind, str] = {
    "record": (
        "Held on {day} in \n\n## Present\n- @\n\n## Points\n### Issue\n- They said:\n- We said:\n\n"
        "## Follow-up\n- [ ] who, what, by when\n"
    ),
    "line": "## Say\n\n\n## If pressed\n\n\n## Avoid\n\n\nValid from {day}. Owner: \n",
    "qa": (
        "## Question\n\n**Short answer.** \n\n**If pressed.** \n\n**Sources.** \n\n"
        "### Follow-up question\n\n**Short answer.** \n"
    ),
    "analysis": "## In one sentence\n\n\n## What we know\n- \n\n## What we do not know\n- \n\n## So what\n\n",
}
_JAPANESE: dict[NoteKind, str] = {
    "record": (
        "{day}、場所：\n\n## 出席者\n- @\n\n## 論点\n### 論点名\n- 先方：\n- 当方：\n\n"
        "## 今後の対応\n- [ ] 担当、内容、期限\n"
    ),
    "line": "## 発言要領\n\n\n## 応答要領\n\n\n## 言及しない点\n\n\n{day}から有効。担当：\n",
    "qa": ("## 問1　\n\n**答**　\n\n**更に問われた場合**　\n\n**出典**　\n\n### 更問の内容\n\n**答**　\n"),
    "analysis": "## 一文で言えば\n\n\n## 分かっていること\n- \n\n## 分かっていないこと\n- \n\n## 含意\n\n",
}
_TITLES: dict[Language, str] = {"en": "New note", "ja": "新しいメモ"}
# What a question and a follow-up begin with when they are added to the sheet.
_ANSWERS: dict[Language, str] = {
    "en": "**Short answer.** \n\n**If pressed.** ", "ja": "**答**　\n\n**更に問われた場合**　",
}  # fmt: skip


def title(language: Language) -> str:
    """What a new note is called until it has a title."""
    return _TITLES[language]


def body(kind: NoteKind, day: date, language: Language = "en") -> str:
    """The beginning of a note of a kind, written on ``day``."""
    bodies = _JAPANESE if language == "ja" else _ENGLISH
    return bodies[kind].replace("{day}", day_words(day, language))


def question(depth: int, language: Language = "en") -> str:
    """A question to be filled in, nested ``depth`` deep."""
    return f"{'#' * (depth + 2)} \n\n{_ANSWERS[language]}"
