"""Relations between people, read from both ends, and where everybody stands in a picture of them.

A relation is kept with the person who names it; the other end is shown its inverse ("successor of" from the
other side is "predecessor of"). A word without a known inverse is shown with its direction instead.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from briefing_app.domain.fuzzydate import is_edtf, parse
from briefing_app.domain.records import Person, Relation

# What the first is to the second, and what the second is to the first.
INVERSES: tuple[tuple[str, str], ...] = (
    ("counterpart", "counterpart"), ("colleague", "colleague"), ("ally", "ally"), ("rival", "rival"),
    ("spouse", "spouse"), ("sibling", "sibling"), ("classmate", "classmate"), ("friend", "friend"),
    ("successor", "predecessor"), ("superior", "subordinate"), ("parent", "child"),
    ("mentor", "protégé"), ("adviser", "advised"), ("host", "guest"), ("deputy", "principal"),
    ("interpreter", "interpreted"), ("teacher", "student"), ("contact", "contact"),
)  # fmt: skip
TYPES: tuple[str, ...] = tuple(dict.fromkeys(word for pair in INVERSES for word in pair))
_INVERSE = {**dict(INVERSES), **{second: first for first, second in INVERSES}}


@dataclass(frozen=True)
class Link:
    """A relation as one of its ends sees it: ``words`` is what the other is to this person.

    ``is_inverse``: the other person names it.  ``place``: its number among the relations of who names it.
    """

    other: str
    words: str
    relation: Relation
    owner: str
    place: int
    is_inverse: bool = False


def inverse(type_: str) -> str:
    """What the other end is; what follows the first word ("as Prime Minister") stays. ``type_`` itself if no
    inverse is known.
    """
    head, space, rest = type_.strip().partition(" ")
    known = _INVERSE.get(head.casefold())
    return f"{known}{space}{rest}" if known is not None else type_


def has_inverse(type_: str) -> bool:
    """Whether the other end of a relation has a word of its own."""
    return type_.strip().partition(" ")[0].casefold() in _INVERSE


def links(person: Person, everybody: Iterable[Person], day: date | None = None) -> list[Link]:
    """The relations of a person from both ends; with ``day`` only those that stand then.

    ``words`` says what the *other* is: who names "successor" of somebody is the successor, so that the other
    is the predecessor.
    """
    found = [
        Link(each.person, inverse(each.type), each, person.id, place)
        for place, each in enumerate(person.relations)
        if each.person and (day is None or stands_on(each, day))
    ]
    for other in everybody:
        if other.id == person.id:
            continue
        found += [
            Link(other.id, each.type, each, other.id, place, is_inverse=True)
            for place, each in enumerate(other.relations)
            if each.person == person.id and (day is None or stands_on(each, day))
        ]
    return found


def stands_on(relation: Relation, day: date) -> bool:
    """Whether a relation has begun and not ended on a day, as far as is known."""
    start = parse(relation.from_) if relation.from_ and is_edtf(relation.from_) else None
    end = parse(relation.to) if relation.to and is_edtf(relation.to) else None
    return not (start is not None and start.is_after(day)) and not (
        end is not None and end.last is not None and end.last <= day
    )


# --- the picture -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class GraphNode:
    """Somebody in the picture: ``column`` from -2 (left) to 2 (right), 0 the chosen person; ``row`` counts
    from the middle. No two share a place, so boxes of one size never overlap. ``links`` lead towards the
    middle.
    """

    person: str
    column: int
    row: float
    links: tuple[Link, ...]
    towards: str = ""


def graph(person: Person, everybody: Sequence[Person], day: date) -> list[GraphNode]:
    """The chosen person in the middle, whom relations reach in the next columns, theirs beyond. The same
    relations always give the same picture, whatever else changes.
    """
    by_id = {each.id: each for each in everybody}
    near = _grouped(links(person, everybody, day), by_id, {person.id})
    nodes = [GraphNode(person.id, 0, 0.0, ())]
    sides = (near[1::2], near[0::2])
    taken = {person.id, *(key for key, _links in near)}
    for sign, side in zip((-1, 1), sides, strict=True):
        beyond: list[tuple[str, str, tuple[Link, ...]]] = []
        for at, (key, found) in enumerate(side):
            nodes.append(GraphNode(key, sign, at - (len(side) - 1) / 2, found, person.id))
            for other, theirs in _grouped(links(by_id[key], everybody, day), by_id, taken):
                taken.add(other)
                beyond.append((other, key, theirs))
        for at, (other, key, theirs) in enumerate(beyond):
            nodes.append(GraphNode(other, 2 * sign, at - (len(beyond) - 1) / 2, theirs, key))
    return nodes


def _grouped(
    found: Iterable[Link], known: dict[str, Person], without: set[str]
) -> list[tuple[str, tuple[Link, ...]]]:
    groups: dict[str, list[Link]] = {}
    for link in found:
        if link.other in known and link.other not in without:
            groups.setdefault(link.other, []).append(link)
    return [(key, tuple(groups[key])) for key in sorted(groups)]
