"""Forms of address in speech, letter, envelope and on a place card, in English and Japanese.

What is not written is derived from the name and the office of the day, and marked so. The office gives the
title by diplomatic usage: a US cabinet member is "Secretary", and the US Trade Representative "Ambassador",
whose rank the office carries (19 U.S.C. 2171(b)(1)). Without an office nobody is given a title that is not
known: the whole name stands there instead of a bare family name.
"""

from __future__ import annotations

import re
from datetime import date

from briefing_app.domain.delegations import rank_of, rank_order
from briefing_app.domain.people import Form, capital_name, latin_name, may_have_ended, name_in, posts_on
from briefing_app.domain.records import Person, PersonName, Post

_HEAD = "Head of state or government"
# What the title of an office begins with, the country it holds for ("" any), the form in both languages.
_TITLES = tuple(
    (re.compile(pattern, re.IGNORECASE), country, english, japanese)
    for pattern, country, english, japanese in (
        (r"prime minister\b", "", "Prime Minister", "総理"),
        (r"chief cabinet secretary\b", "JP", "Chief Cabinet Secretary", "官房長官"),
        (r"minister\b(?!-| \(| counsell?or)", "", "Minister", "大臣"),
        (r"united states trade representative\b", "US", "Ambassador", "代表"),
        (r"secretary of\b", "US", "Secretary", "長官"),
        (r"ambassador\b", "", "Ambassador", "大使"),
        (r"chief justice\b", "", "Chief Justice", "長官"),
    )
)


def address_forms(person: Person, day: date) -> dict[str, Form]:
    """The forms of ``day`` by use; a written one stands as it is, any other is derived and says so. Somebody
    without a name has no derived ones.
    """
    if not any(name.full for name in person.names):
        return {use: Form(text) for use, text in person.address.items()}  # nobody is called by an id
    english, japanese = _title_on(person, day)
    latin = name_in(person, "Latn")
    family = (latin.family if latin else "") or latin_name(person)
    spoken = f"{english} {family}" if english else latin_name(person)
    derived = {}
    if any(name.full and name.script != "Jpan" for name in person.names):  # none is made out of characters
        derived = {
            "speech": spoken,
            "letter": f"Dear {spoken}",
            "envelope": capital_name(person),
            "place card": capital_name(person),
        }
    native = name_in(person, "Jpan")
    if native is not None and native.full:
        derived |= _japanese_forms(native, japanese)
    return {
        use: Form(person.address[use]) if person.address.get(use) else Form(text, is_derived=True)
        for use, text in derived.items()
    } | {use: Form(text) for use, text in person.address.items() if use not in derived}


def _title_on(person: Person, day: date) -> tuple[str, str]:
    """The title of the highest office surely held on ``day``, in both languages; empty without one."""
    held = [
        post for post in posts_on(person, day) if post.kind != "designate" and not may_have_ended(post, day)
    ]
    for post in sorted(held, key=rank_order):
        if found := _title(post, person.country):
            return found
    return "", ""


def _title(post: Post, country: str) -> tuple[str, str] | None:
    if post.title.casefold().startswith("president") and rank_of(post) == _HEAD:
        return "President", "大統領"
    for pattern, where, english, japanese in _TITLES:
        if where in ("", country) and pattern.match(post.title):
            return english, japanese
    return None


def _japanese_forms(name: PersonName, title: str) -> dict[str, str]:
    return {
        "speech, Japanese": f"{name.family or name.full}{title or 'さん'}",
        "letter, Japanese": f"{name.full} {f'{title}閣下' if title else '様'}",
        "envelope, Japanese": f"{name.full} 様",
        "place card, Japanese": f"{name.full} {title or '様'}",
    }
