"""Organisations as a tree, and who holds which post in them: on a day, and through time.

Posts name a body in words, as it was called then; a body is found by its title, its short form or one of its
other names, so that a post keeps its words when the body is given another name.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from briefing_app.domain import people
from briefing_app.domain.delegations import rank_order
from briefing_app.domain.fuzzydate import is_edtf, parse
from briefing_app.domain.records import Organisation, Person, Post


@dataclass(frozen=True)
class Holder:
    """Somebody's post in an organisation."""

    person: Person
    post: Post


@dataclass(frozen=True)
class ChartNode:
    """One body of the chart: how deep it stands, in which row (leaves one below the other, a parent midway
    between its first and last child), and who holds a post in it on the day.
    """

    body: Organisation
    depth: int
    row: float
    holders: tuple[Holder, ...]
    parent: str


class Directory:
    """The organisations of a workspace, found by id and by any of their names."""

    def __init__(self, bodies: Iterable[Organisation]) -> None:
        self.bodies: dict[str, Organisation] = {body.id: body for body in bodies}
        self._by_name: dict[str, str] = {}
        for body in self.bodies.values():
            for name in names_of(body):
                self._by_name.setdefault(_folded(name), body.id)
        self._children: dict[str, list[str]] = {}
        for body in self.bodies.values():
            self._children.setdefault(self.parent_of(body), []).append(body.id)

    def named(self, words: str) -> Organisation | None:
        """The body that a post names, or None."""
        found = self._by_name.get(_folded(words))
        return self.bodies[found] if found is not None else None

    def parent_of(self, body: Organisation) -> str:
        """The id of the body above, empty at the top. A parent that is not there, or that stands below the
        body itself, counts as none, so that the tree has no rings.
        """
        above, seen = body.parent, {body.id}
        while above in self.bodies:
            if above in seen:
                return ""
            seen.add(above)
            above = self.bodies[above].parent
        return body.parent if body.parent in self.bodies else ""

    def children(self, body_id: str) -> list[Organisation]:
        """The bodies directly below one (all tops for an empty id), by name."""
        found = [self.bodies[key] for key in self._children.get(body_id, ())]
        return sorted(found, key=lambda body: (body.country, body.title.casefold(), body.id))

    def path(self, body: Organisation) -> list[Organisation]:
        """The bodies above one, from the top."""
        way: list[Organisation] = []
        above = self.parent_of(body)
        while above:
            way.insert(0, self.bodies[above])
            above = self.parent_of(self.bodies[above])
        return way


def names_of(body: Organisation) -> tuple[str, ...]:
    """Every name by which a body is found."""
    return tuple(name for name in (body.title, body.short, body.native, *body.other_names) if name)


def exists_on(body: Organisation, day: date) -> bool:
    """Whether a body was there on a day, as far as its beginning and end are known."""
    start = parse(body.from_) if body.from_ and is_edtf(body.from_) else None
    end = parse(body.to) if body.to and is_edtf(body.to) else None
    return not (start is not None and start.is_after(day)) and not (
        end is not None and end.last is not None and end.last <= day
    )


def renamed(body: Organisation, title: str) -> Organisation:
    """The body under a new title; the old one stays among its names, so that posts still find it."""
    others = tuple(dict.fromkeys((*body.other_names, body.title)))
    return replace(body, title=title, other_names=tuple(name for name in others if name and name != title))


def holders(directory: Directory, found: Iterable[Person]) -> dict[str, list[Holder]]:
    """Every post of everybody under the id of its body, latest begun first."""
    held: dict[str, list[Holder]] = {}
    for person in found:
        for post in person.posts:
            body = directory.named(post.organisation) if post.organisation else None
            if body is not None:
                held.setdefault(body.id, []).append(Holder(person, post))
    for posts in held.values():
        posts.sort(key=lambda holder: (_begun(holder.post), holder.person.id), reverse=True)
    return held


def on_day(held: Iterable[Holder], day: date) -> tuple[Holder, ...]:
    """Those who hold their post on a day, by rank; who may have left comes last."""
    now = [holder for holder in held if people.holds(holder.post, day)]
    return tuple(sorted(now, key=lambda each: (people.may_have_ended(each.post, day), rank_order(each.post))))


def chart(directory: Directory, held: Mapping[str, Sequence[Holder]], day: date) -> list[ChartNode]:
    """The tree as rows and columns, of the bodies that were there on the day. Deterministic."""
    nodes: list[ChartNode] = []
    rows = 0

    def place(body: Organisation, depth: int) -> float:
        nonlocal rows
        below = [each for each in directory.children(body.id) if exists_on(each, day)]
        own = on_day(held.get(body.id, ()), day)
        at = len(nodes)
        nodes.append(ChartNode(body, depth, 0.0, own, directory.parent_of(body)))
        if below:
            middles = [place(each, depth + 1) for each in below]
            row = (middles[0] + middles[-1]) / 2
        else:
            row, rows = float(rows), rows + 1
        nodes[at] = ChartNode(body, depth, row, own, directory.parent_of(body))
        return row

    for top in directory.children(""):
        if exists_on(top, day):
            place(top, 0)
    return nodes


def _begun(post: Post) -> date:
    return parse(post.from_).sort_day if post.from_ and is_edtf(post.from_) else date.min


def _folded(name: str) -> str:
    return " ".join(name.split()).casefold()
