"""Where one stands in a workspace when it is locked: the days, what each tab shows, what was said last.

It is kept in the workspace, and so under its passphrase; who unlocks it goes on from there, once. So are
the answers of a form that was open: the form has them when it is opened again.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from typing import TYPE_CHECKING, Any

from briefing_app.errors import BriefingError

if TYPE_CHECKING:
    from briefing_app.app.session import Session

MEMO = "left at the lock"


def keep(session: Session, standing: Mapping[str, Any]) -> None:
    """Keep where one stands. Where nothing can be written, the workspace opens as on any other day."""
    days = {"as_of": _iso(session.as_of), "known_on": _iso(session.known_on)}
    with suppress(BriefingError):
        session.workspace.keep_memo(MEMO, json.dumps({**days, **standing}, ensure_ascii=False))


def take(session: Session) -> dict[str, Any]:
    """What was kept, with the session on its days; {} if nothing was. It is forgotten by that."""
    text = session.workspace.memo(MEMO)
    if not text:
        return {}
    with suppress(BriefingError):
        session.workspace.keep_memo(MEMO, "")
    try:
        found = json.loads(text)
        session.as_of, session.known_on = _day(found.get("as_of")), _day(found.get("known_on"))
    except (ValueError, TypeError, AttributeError):
        return {}  # of another edition of the program
    return dict(found)


def keep_draft(session: Session, form: str, words: object) -> None:
    """Keep what is entered in a form that is left unfinished, as far as JSON can say it."""
    with suppress(BriefingError):
        session.workspace.keep_memo(f"draft of {form}", json.dumps(words, ensure_ascii=False))


def take_draft(session: Session, form: str) -> Any:
    """What was entered in a form when the workspace was locked, None if nothing was; it is forgotten."""
    text = session.workspace.memo(f"draft of {form}")
    if not text:
        return None
    with suppress(BriefingError):
        session.workspace.keep_memo(f"draft of {form}", "")
    with suppress(ValueError):
        return json.loads(text)
    return None


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def _day(iso: str | None) -> date | None:
    return date.fromisoformat(iso) if iso else None
