"""What the kinds of records are called in the window."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from briefing_app.app.i18n import language, tr
from briefing_app.domain import people
from briefing_app.domain.date_words import words
from briefing_app.domain.delegations import Member
from briefing_app.domain.records import Kind, Person, Post

_NAMED_LINK = re.compile(r"\[\[[^\[\]|\n]*\|([^\[\]\n]*)\]\]")
_MARKS = re.compile(r"[*#>|`\[\]]|\^[\w.-]+|(?<!\w)[-–](?= )|-{3,}")


def without_marks(text: str) -> str:
    """Words of a note in one line as they are read: no marks of Markdown, no source keys, names of links."""
    return " ".join(_MARKS.sub(" ", _NAMED_LINK.sub(r"\1", text)).split())


def kind_word(kind: Kind) -> str:
    """One record of a kind, in a word."""
    words = {
        "event": tr("Event"), "person": tr("Person"), "note": tr("Note"), "source": tr("Source"),
        "scenario": tr("Scenario"), "basket": tr("Basket"), "briefing": tr("Briefing"),
        "series": tr("Series"), "organisation": tr("Institution"), "delegation": tr("Delegation"),
    }  # fmt: skip
    return words.get(kind, kind.capitalize())


def office_words(person: Person, day: date, shown: Callable[[str], str] = str) -> str:
    """The office on a day; a former or later one is said to be one, and an end known so roughly that it may
    have passed, in the words of the window. Empty if there is none.
    """
    when, post = people.main_office(person, day)
    if post is None:
        return ""
    office = people.post_words(post, shown)
    if when == "now" and people.may_have_ended(post, day):
        return tr("{office} (until {day})", office=office, day=words(post.to, language()))
    if when == "formerly":
        return tr("formerly {office}", office=office)
    return tr("later {office}", office=office) if when == "later" else office


def member_office(member: Member, day: date, shown: Callable[[str], str] = str) -> str:
    """The office of somebody in a delegation on its day, in the words of the window."""
    if member.post is None:
        return office_words(member.person, day, shown)
    office = people.post_words(member.post, shown)
    if member.may_have_left:
        return tr("{office} (until {day})", office=office, day=words(member.post.to, language()))
    return office


def other_offices(
    person: Person, day: date, main: Post | None = None, shown: Callable[[str], str] = str
) -> tuple[str, ...]:
    """What else is held on a day beside the office that is shown: ``main``, else the first one."""
    held = people.posts_on(person, day)
    first = main or (held[0] if held else None)
    return tuple(people.post_words(post, shown) for post in held if post is not first)


def moment_words(iso: str) -> str:
    """A moment of the store (ISO 8601, UTC) in the time of this computer; "" stays that."""
    from datetime import datetime

    return f"{datetime.fromisoformat(iso).astimezone():%Y-%m-%d %H:%M:%S}" if iso else ""
