"""Two sides of a table in order of precedence, and who sits opposite whom.

Order: the class of the office on the day, then who has held it longer, then the name (by alphabet, or by
reading in the gojuon order). The class is the one somebody entered with the member or the post, else it is
derived from the words of the title; whoever prints the list checks a derived one first.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import zip_longest
from typing import Literal

from briefing_app.domain import people
from briefing_app.domain.fuzzydate import is_edtf, parse
from briefing_app.domain.records import Delegation, DelegationMember, Person, Post

# From the highest; the first pattern that fits decides. "Deputy" and "Vice" come before what they qualify.
RANKS: tuple[tuple[str, str], ...] = (
    (
        "Vice-ministerial",
        r"\b(?:vice|deputy|under ?secretary|assistant secretary|state minister|parliamentary)\b",
    ),
    ("Head of state or government", r"\b(?:president|prime minister|emperor|king|queen|chancellor)\b"),
    ("Minister", r"\b(?:minister|secretary|trade representative|chief justice|commissioner)\b"),
    ("Ambassador", r"\b(?:ambassador|envoy|chief negotiator)\b"),
    ("Director-General", r"\b(?:director[- ]general|chief|commissioner general)\b"),
    ("Director", r"\b(?:director|counsell?or|head)\b"),
)
NameOrder = Literal["alphabet", "gojuon"]
_STATE = re.compile(r"\b(?:states|republic|government|federation|commission|council)\b")
_ORDER = ("Head of state or government", "Minister", "Vice-ministerial", "Ambassador", "Director-General",
          "Director", "")  # fmt: skip
RANK_NAMES = _ORDER[:-1]
"""The classes of precedence, from the highest."""


@dataclass(frozen=True)
class Member:
    """A person in a delegation: the office of the day, its derived rank ("" if the title says none).

    ``may_have_left``: the end of the office is known so roughly that it may lie before the day.
    ``is_derived``: the rank follows from the title and nobody entered it.  ``role``: the part in this
    delegation.
    """

    person: Person
    office: str
    rank: str
    since: date
    may_have_left: bool = False
    is_derived: bool = True
    role: str = ""


@dataclass(frozen=True)
class Seat:
    """One place at the table, counted from 1, and who sits there on either side (None: nobody)."""

    number: int
    left: Member | None
    right: Member | None


def rank_of(post: Post) -> str:
    """The rank somebody entered with the office, else the one that its title says, or empty."""
    if post.rank in RANK_NAMES:
        return post.rank
    title = post.title.casefold()
    if (
        title.startswith("president")
        and post.organisation
        and not _STATE.search(post.organisation.casefold())
    ):
        return ""  # of a party, a bank, a university
    return next((rank for rank, pattern in RANKS if re.search(pattern, title)), "")


def rank_order(post: Post) -> tuple[int, date]:
    """The place of an office in the order of precedence: its rank, then since when it is held."""
    return (_ORDER.index(rank_of(post)), since(post))


def delegation(found: Iterable[Person], day: date, by: NameOrder = "alphabet") -> list[Member]:
    """The people who hold an office on ``day``, in order of precedence. The highest office counts."""
    members = [_member(person, day) for person in found if people.posts_on(person, day)]
    members.sort(key=lambda each: _precedence(each, by))
    return members


def sides(
    record: Delegation, known: Mapping[str, Person], day: date, by: NameOrder = "alphabet"
) -> tuple[list[Member], list[Member]]:
    """Both lists of a stored delegation on its day: who was put in order by hand first, in that order, then
    the others by precedence. Somebody without an office stands last; a person who is gone is left out.
    """
    place = {key: at for at, key in enumerate(record.order)}
    both: dict[str, list[Member]] = {"ours": [], "theirs": []}
    for entry in record.members:
        person = known.get(entry.person)
        if person is not None:
            both[entry.side].append(_member(person, day, entry))
    for members in both.values():
        members.sort(key=lambda each: (place.get(each.person.id, len(place)), _precedence(each, by)))
    return both["ours"], both["theirs"]


def _member(person: Person, day: date, entry: DelegationMember | None = None) -> Member:
    role, own = (entry.role, entry.rank) if entry is not None else ("", "")
    posts = people.posts_on(person, day)
    if not posts:
        office = people.office_on(person, day)
        return Member(
            person, office, own if own in RANK_NAMES else "", date.max, False, own not in RANK_NAMES, role
        )
    post = min(posts, key=rank_order)
    words, may_have_left = people.post_words_on(post, day), people.may_have_ended(post, day)
    is_given = own in RANK_NAMES or post.rank in RANK_NAMES
    rank = own if own in RANK_NAMES else rank_of(post)
    return Member(person, words, rank, since(post), may_have_left, not is_given, role)


def _precedence(each: Member, by: NameOrder) -> tuple[object, ...]:
    name = people.gojuon_key(each.person) if by == "gojuon" else people.name_key(each.person)
    return (_ORDER.index(each.rank), each.may_have_left, each.since, name)


def seats(left: Sequence[Member], right: Sequence[Member]) -> list[Seat]:
    """Counterparts: rank by rank in order; where one side has fewer of a rank, its places stay empty."""
    table: list[tuple[Member | None, Member | None]] = []
    for rank in _ORDER:
        ours = [each for each in left if each.rank == rank]
        theirs = [each for each in right if each.rank == rank]
        table.extend(zip_longest(ours, theirs))
    return [Seat(number, *pair) for number, pair in enumerate(table, 1)]


def since(post: Post) -> date:
    """The day that counts in the order: that of the appointment where it is known, else the beginning."""
    day = post.appointed or post.from_
    return parse(day).sort_day if day and is_edtf(day) else date.max
