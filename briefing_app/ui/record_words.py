"""What the kinds of records are called in the window."""

from __future__ import annotations

import re

from briefing_app.app.i18n import tr
from briefing_app.domain.records import Kind

_MARKS = re.compile(r"[*#>|`\[\]]|\^[\w.-]+|(?<!\w)[-–](?= )|-{3,}")


def without_marks(text: str) -> str:
    """Words of a note in one line as they are read: no marks of Markdown, no source keys."""
    return " ".join(_MARKS.sub(" ", text).split())


def kind_word(kind: Kind) -> str:
    """One record of a kind, in a word."""
    words = {
        "event": tr("Event"), "person": tr("Person"), "note": tr("Note"), "source": tr("Source"),
        "scenario": tr("Scenario"), "basket": tr("Basket"), "briefing": tr("Briefing"),
        "series": tr("Series"),
    }  # fmt: skip
    return words.get(kind, kind.capitalize())


def moment_words(iso: str) -> str:
    """A moment of the store (ISO 8601, UTC) in the time of this computer; "" stays that."""
    from datetime import datetime

    return f"{datetime.fromisoformat(iso).astimezone():%Y-%m-%d %H:%M:%S}" if iso else ""
