"""What a new note of each kind begins with. The headings are those that the printed briefings look for."""

from __future__ import annotations

from datetime import date

from briefing_app.domain.date_words import day_words
from briefing_app.domain.records import NoteKind

KINDS: dict[NoteKind, str] = {
    "record": "Record of conversation",
    "line": "Line to take",
    "qa": "Questions and answers",
    "analysis": "Analysis",
}
_BODIES: dict[NoteKind, str] = {
    "record": (
        "Held on {day} in \n\n## Present\n- @\n\n## Points\n### Issue\n- They said:\n- We said:\n\n"
        "## Follow-up\n- [ ] who, what, by when\n"
    ),
    "line": "## Say\n\n\n## If pressed\n\n\n## Avoid\n\n\nValid from {day}. Owner: \n",
    "qa": "## Question\n\n**Short answer.** \n\n**If pressed.** \n\n**Follow-up.** \n\n**Sources.** \n",
    "analysis": "## In one sentence\n\n\n## What we know\n- \n\n## What we do not know\n- \n\n## So what\n\n",
}


def body(kind: NoteKind, day: date) -> str:
    """The beginning of a note of a kind, written on ``day``."""
    return _BODIES[kind].replace("{day}", day_words(day))
