"""People and their posts as the timeline names them, in the language of the window where that is known."""

from __future__ import annotations

from collections.abc import Callable

from briefing_app.app.i18n import language
from briefing_app.domain.people import latin_name, name_in
from briefing_app.domain.records import Person, Post, title_of


def full_name(person: Person) -> str:
    """The whole name: as Japanese texts write it in a Japanese window, else in Latin letters."""
    native = name_in(person, "Jpan") if language() == "ja" else None
    return native.full if native is not None and native.full else latin_name(person)


def surname(person: Person) -> str:
    """The short name by which a person stands in a list."""
    native = name_in(person, "Jpan") if language() == "ja" else None
    name = native or (person.names[0] if person.names else None)
    return (name.family or name.full) if name else title_of(person)


def office(post: Post, shown: Callable[[str], str]) -> str:
    """What a post is called; the words of the window may name it together with its body."""
    whole = f"{post.title}, {post.organisation}"
    said = shown(whole)
    return said if said != whole else shown(post.title)
