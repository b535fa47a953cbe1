"""Two sides of a table in order of precedence, and who sits opposite whom.

Order: the rank of the office on the day, then who has held it longer, then the name. The rank is derived from
the words of the title, because records carry none; whoever prints the list checks it first.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import zip_longest

from briefing_app.domain import people
from briefing_app.domain.fuzzydate import is_edtf, parse
from briefing_app.domain.records import Person, Post

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
_STATE = re.compile(r"\b(?:states|republic|government|federation|commission|council)\b")
_ORDER = ("Head of state or government", "Minister", "Vice-ministerial", "Ambassador", "Director-General",
          "Director", "")  # fmt: skip


@dataclass(frozen=True)
class Member:
    """A person in a delegation: the office of the day, its derived rank ("" if the title says none).

    ``may_have_left``: the end of the office is known so roughly that it may lie before the day.
    """

    person: Person
    office: str
    rank: str
    since: date
    may_have_left: bool = False


@dataclass(frozen=True)
class Seat:
    """One place at the table, counted from 1, and who sits there on either side (None: nobody)."""

    number: int
    left: Member | None
    right: Member | None


def rank_of(post: Post) -> str:
    """The rank that the title of an office says, or empty."""
    title = post.title.casefold()
    if (
        title.startswith("president")
        and post.organisation
        and not _STATE.search(post.organisation.casefold())
    ):
        return ""  # of a party, a bank, a university
    return next((rank for rank, pattern in RANKS if re.search(pattern, title)), "")


def delegation(found: Iterable[Person], day: date) -> list[Member]:
    """The people who hold an office on ``day``, in order of precedence. The highest office counts."""
    members = []
    for person in found:
        posts = people.posts_on(person, day)
        if posts:
            post = min(posts, key=lambda each: (_ORDER.index(rank_of(each)), _since(each)))
            words, may_have_left = people.post_words_on(post, day), people.may_have_ended(post, day)
            members.append(Member(person, words, rank_of(post), _since(post), may_have_left))
    members.sort(
        key=lambda each: (
            _ORDER.index(each.rank), each.may_have_left, each.since, people.name_key(each.person)
        )
    )  # fmt: skip
    return members


def seats(left: Sequence[Member], right: Sequence[Member]) -> list[Seat]:
    """Counterparts: rank by rank in order; where one side has fewer of a rank, its places stay empty."""
    table: list[tuple[Member | None, Member | None]] = []
    for rank in _ORDER:
        ours = [each for each in left if each.rank == rank]
        theirs = [each for each in right if each.rank == rank]
        table.extend(zip_longest(ours, theirs))
    return [Seat(number, *pair) for number, pair in enumerate(table, 1)]


def _since(post: Post) -> date:
    return parse(post.from_).sort_day if post.from_ and is_edtf(post.from_) else date.max
