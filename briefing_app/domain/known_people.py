"""A person as could be known on a day: posts not yet taken up, ends not yet come and later words left out."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from briefing_app.domain.fuzzydate import DateError, FuzzyDate, parse
from briefing_app.domain.records import Person


def known_person(person: Person, day: date | None) -> Person:
    """The person as known on ``day``; as it is for None.

    No record says when a post became known, so the day it was taken up counts, and for its end the day it
    was left. An undated post, relation or position was known all along.
    """
    if day is None:
        return person
    posts = tuple(
        replace(post, to="") if _is_later(post.to, day) else post
        for post in person.posts
        if not _is_later(post.from_, day)
    )
    relations = tuple(
        replace(each, to="") if _is_later(each.to, day) else each
        for each in person.relations
        if not _is_later(each.from_, day)
    )
    positions = tuple(each for each in person.positions if not _is_later(each.date, day))
    return replace(person, posts=posts, relations=relations, positions=positions)


def _is_later(edtf: str, day: date) -> bool:
    when = _parsed(edtf)
    return when is not None and when.is_after(day)


def _parsed(edtf: str) -> FuzzyDate | None:
    try:
        return parse(edtf) if edtf else None
    except DateError:
        return None
