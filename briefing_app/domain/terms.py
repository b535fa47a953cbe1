"""Terms of office on the timeline: who held which post, as stretches of time stacked into rows."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from briefing_app.domain.delegations import rank_of
from briefing_app.domain.fuzzydate import DateError, FuzzyDate, parse
from briefing_app.domain.held_as import with_kind
from briefing_app.domain.known_people import known_person
from briefing_app.domain.people import latin_name
from briefing_app.domain.records import Delegation, Person, Post
from briefing_app.domain.time_axis import FIRST, LAST, seconds

MOST_ROWS = 8
_RANKS = (
    "Head of state or government",
    "Deputy head, speaker or chief justice",
    "Minister",
    "Vice-ministerial",
    "Ambassador",
    "Director-General",
)


@dataclass(frozen=True)
class Term:
    """One post of one person. ``row`` is its place in the strip; the soft ends are known only roughly."""

    person: str
    name: str
    post: str
    start: float
    end: float
    row: int
    soft_start: bool = False
    soft_end: bool = False

    @property
    def words(self) -> str:
        """The name and the post."""
        return f"{self.name} · {self.post}" if self.post else self.name


def heads(people: Iterable[Person], delegations: Iterable[Delegation]) -> tuple[str, ...]:
    """The people who head a delegation; where no delegation says who does, heads of government and chief
    negotiators."""
    named = {
        member.person
        for each in delegations
        for member in each.members
        if "head" in member.role.casefold().split()
    }
    return tuple(
        person.id
        for person in people
        if person.id in named or (not named and any(_heads(post) for post in person.posts))
    )


def terms(
    people: Sequence[Person], chosen: Collection[str], known_on: date | None = None
) -> tuple[Term, ...]:
    """The posts of the chosen people in rows, the fewest that hold them: who follows in an office stands
    behind its holder. At most ``MOST_ROWS`` rows; what has no place there is left out."""
    ends: list[float] = []
    found: list[Term] = []
    persons = [known_person(person, known_on) for person in people if person.id in chosen]
    for person in sorted(persons, key=lambda each: (each.country, _begins(each))):
        for post in _main_posts(person):
            start, end = _edges(post)
            row = next((row for row, taken in enumerate(ends) if taken <= start), len(ends))
            if row >= MOST_ROWS:
                continue
            if row == len(ends):
                ends.append(end)
            ends[row] = end
            soft = (_is_rough(post.from_), _is_rough(post.to))
            title = with_kind(post.title, post.kind)
            found.append(Term(person.id, latin_name(person), title, start, end, row, *soft))
    return tuple(found)


def _main_posts(person: Person) -> list[Post]:
    """The posts in order of time; of several at once the highest, then the one begun first."""
    dated = [post for post in person.posts if post.from_ or post.to]
    ordered = sorted(dated, key=lambda post: (_rank(post), post.kind == "concurrent", _edges(post)[0]))
    kept: list[Post] = []
    for post in ordered:
        start, end = _edges(post)
        if end > start and not any(a < end and start < b for a, b in map(_edges, kept)):
            kept.append(post)
    return sorted(kept, key=_edges)


def _rank(post: Post) -> int:
    rank = rank_of(post)
    return _RANKS.index(rank) if rank in _RANKS else len(_RANKS)


def _heads(post: Post) -> bool:
    return rank_of(post) == "Head of state or government" or "chief negotiator" in post.title.casefold()


def _begins(person: Person) -> float:
    return min((_edges(post)[0] for post in person.posts), default=LAST)


def _edges(post: Post) -> tuple[float, float]:
    """From the first day held to the first day after, in seconds."""
    start, end = _parsed(post.from_), _parsed(post.to)
    first = seconds(start.first) if start is not None and start.first is not None else FIRST
    last = seconds(end.first) if end is not None and end.first is not None else LAST
    return first, last


def _is_rough(edtf: str) -> bool:
    when = _parsed(edtf)
    return not edtf or when is None or not when.is_day


def _parsed(edtf: str) -> FuzzyDate | None:
    try:
        return parse(edtf) if edtf else None
    except DateError:
        return None
