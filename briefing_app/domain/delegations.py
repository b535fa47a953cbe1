"""Two sides of a table in order of precedence, and who sits opposite whom.

Order: the class of the office on the day, then who has held it longer, then the name (by alphabet, or by
reading in the gojuon order). The class is the one somebody entered with the member or the post, else it is
derived from the words of the title; whoever prints the list checks a derived one first.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from itertools import zip_longest
from typing import Literal

from briefing_app.domain import people
from briefing_app.domain.fuzzydate import is_edtf, parse
from briefing_app.domain.records import Delegation, DelegationMember, Event, Person, Post

# The first pattern that fits decides: what qualifies a title ("Deputy", 副) comes before the title itself.
RANKS: tuple[tuple[str, str], ...] = (
    ("Director", r"\b(?:first|second|third|press|private) secretary\b"),
    ("Director-General", r"\bminister[- ]counsell?or\b|官房.*審議官"),
    (
        "Deputy head, speaker or chief justice",
        (
            r"^vice[- ]president$|\bvice[- ]president of the (?:united states|republic)\b"
            r"|\bdeputy prime minister\b|\bchief justice\b|\bspeaker\b"
            r"|\bpresident of the (?:senate|house|diet|national assembly|supreme court)\b"
            r"|副大統領|副首相|副総理|議長|最高裁判所長官|最高裁長官"
        ),
    ),
    ("Minister", r"\bvice[- ]president of the (?:european )?commission\b"),
    (
        "Vice-ministerial",
        (
            r"\b(?:vice|deputy|under ?secretary|assistant secretary|permanent secretary|state minister"
            r"|parliamentary)\b|\bassistant .*trade representative\b"
            r"|副大臣|政務官|次官|外務審議官|経済産業審議官|財務官"
        ),
    ),
    (
        "Head of state or government",
        r"\b(?:president|prime minister|emperor|king|queen|chancellor)\b|総理大臣|首相|大統領|天皇|国王",
    ),
    (
        "Minister",
        (
            r"\b(?:minister|secretary|trade representative|commissioner)\b|大臣|官房長官|通商代表|商務長官"
            r"|財務長官|国務長官|農務長官|国防長官"
        ),
    ),
    ("Ambassador", r"\b(?:ambassador|envoy|chief negotiator)\b|大使|首席交渉官"),
    ("Director-General", r"\b(?:director[- ]general|chief|commissioner general)\b|局長|長官"),
    ("Director", r"\b(?:director|counsell?or|head)\b|部長|課長|参事官|室長"),
)
NameOrder = Literal["alphabet", "gojuon"]
Why = Literal["", "hand", "rank", "left", "date", "name"]
_STATE = re.compile(r"\b(?:states|republic|government|federation|commission|council)\b")
_ORDER = ("Head of state or government", "Deputy head, speaker or chief justice", "Minister",
          "Vice-ministerial", "Ambassador", "Director-General", "Director", "")  # fmt: skip
RANK_NAMES = _ORDER[:-1]
"""The classes of precedence, from the highest."""


@dataclass(frozen=True)
class Member:
    """A person in a delegation: the office of the day, its derived rank ("" if the title says none).

    ``may_have_left``: the end of the office is known so roughly that it may lie before the day.
    ``is_derived``: the rank follows from the title and nobody entered it.  ``role``: the part in this
    delegation.  ``post``: the office that counts.  ``why``: what puts this person after the one above on the
    same side (set by hand, a lower rank, an office that may have ended, a later appointment, the name).
    """

    person: Person
    office: str
    rank: str
    since: date
    may_have_left: bool = False
    is_derived: bool = True
    role: str = ""
    post: Post | None = None
    why: Why = ""


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
    return _rank_by_title(post.title, post.organisation)


@lru_cache(maxsize=16384)
def _rank_by_title(words: str, organisation: str) -> str:
    title = words.casefold()
    if (
        title.startswith(("president", "vice president", "vice-president"))
        and " of the " not in title
        and organisation
        and not _STATE.search(organisation.casefold())
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
    return _with_reasons(members, {})


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
    return _with_reasons(both["ours"], place), _with_reasons(both["theirs"], place)


def _with_reasons(members: Sequence[Member], by_hand: Mapping[str, int]) -> list[Member]:
    """The members with what puts each after the one above."""
    found = []
    for above, each in zip((None, *members), members, strict=False):
        why: Why = ""
        if each.person.id in by_hand or (above is not None and above.person.id in by_hand):
            why = "hand"
        elif above is not None:
            parts = zip(_precedence(above, "alphabet"), _precedence(each, "alphabet"), strict=True)
            reasons: tuple[Why, ...] = ("rank", "left", "date", "name")
            why = next((words for (a, b), words in zip(parts, reasons, strict=True) if a != b), "name")
        found.append(replace(each, why=why))
    return found


def shifted(order: Sequence[str], moving: Collection[str], step: int) -> list[str]:
    """The order after some of it went one place up (-1) or down (1); together they stay together."""
    keys = list(order)
    for at in range(len(keys)) if step < 0 else range(len(keys) - 1, -1, -1):
        to = at + step
        if keys[at] in moving and 0 <= to < len(keys) and keys[to] not in moving:
            keys[at], keys[to] = keys[to], keys[at]
    return keys


def meeting_day(record: Delegation, event: Event | None) -> date | None:
    """The day a delegation meets: that its event is held on, else its own; None where neither is known."""
    dates = event.dates if event is not None else ()
    held = next((typed.edtf for typed in dates if typed.kind == "held"), "")
    known = [day for day in (held, record.day) if day and is_edtf(day)]
    return parse(known[0]).sort_day if known else None


def with_people(record: Delegation, keys: Iterable[str], known: Mapping[str, Person]) -> Delegation:
    """The delegation with people who are not in it yet, each on the side of their country."""
    inside = {member.person for member in record.members}
    added = tuple(
        DelegationMember(key, "ours" if known[key].country == record.our_side else "theirs")
        for key in dict.fromkeys(keys)
        if key in known and key not in inside
    )
    return replace(record, members=(*record.members, *added))


def with_member(record: Delegation, person_id: str, **parts: str) -> Delegation:
    """The delegation with the role or the rank of one member changed."""
    return replace(record, members=tuple(
        replace(each, **parts) if each.person == person_id else each  # type: ignore[arg-type]
        for each in record.members
    ))  # fmt: skip


def with_post_part(person: Person, post: Post, **parts: str) -> Person:
    """The person with parts of one office changed."""
    return replace(person, posts=tuple(
        replace(each, **parts) if each is post else each for each in person.posts  # type: ignore[arg-type]
    ))  # fmt: skip


def _member(person: Person, day: date, entry: DelegationMember | None = None) -> Member:
    role, own = (entry.role, entry.rank) if entry is not None else ("", "")
    posts = people.posts_on(person, day)
    if not posts:
        office = people.office_on(person, day)
        return Member(
            person, office, own if own in RANK_NAMES else "", date.max, False, own not in RANK_NAMES, role
        )
    post = min([each for each in posts if each.kind != "designate"] or posts, key=rank_order)
    words, may_have_left = people.post_words_on(post, day), people.may_have_ended(post, day)
    is_given = own in RANK_NAMES or post.rank in RANK_NAMES
    rank = own if own in RANK_NAMES else rank_of(post)
    return Member(person, words, rank, since(post), may_have_left, not is_given, role, post)


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
