"""People from a file beside those who are here: who is new, who is known already and what changes about them.

Somebody is known if a name or an address agrees with exactly one person here (see ``duplicates``). What the
file says replaces what is here field by field; what it does not say stays, and no post is taken away.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from briefing_app.domain.change import Change
from briefing_app.domain.duplicates import can_be_one, keys
from briefing_app.domain.records import Person, PersonName, Post

Way = Literal["update", "add", "leave"]
WAYS: dict[Way, str] = {
    "update": "Bring them up to date", "leave": "Leave them as they are", "add": "Add them once more",
}  # fmt: skip
"""What is done with those who are here already."""


@dataclass(frozen=True)
class Difference:
    """What changes about somebody: the field as a word of the records, and its value before and after."""

    field: str
    before: str
    after: str


@dataclass(frozen=True)
class Arrival:
    """Somebody in a file. ``known`` is the person here; ``result`` is what stands here afterwards."""

    person: Person
    known: Person | None
    result: Person
    is_unclear: bool = False  # several people here may be meant, so this one is taken for new

    @property
    def change(self) -> Change | None:
        """The change, or None where nothing changes."""
        if self.known is None:
            return Change("person", self.result.id, None, self.result)
        if self.known == self.result:
            return None
        return Change("person", self.known.id, self.known, self.result)

    @property
    def differences(self) -> tuple[Difference, ...]:
        """What changes about somebody who is here."""
        return tuple(_differences(self.known, self.result)) if self.known is not None else ()


class PeopleHere:
    """Those who are here, by what they are found by. Built once for a file."""

    def __init__(self, everybody: Iterable[Person]) -> None:
        self._by_key: dict[str, list[Person]] = {}
        for person in everybody:
            for key in keys(person):
                self._by_key.setdefault(key, []).append(person)

    def meant_by(self, person: Person) -> list[Person]:
        """Who here may be meant: those a name or an address agrees with, and nothing speaks against."""
        found = {each.id: each for key in keys(person) for each in self._by_key.get(key, ())}
        return [each for each in found.values() if can_be_one(each, person)]


def arrivals(found: Sequence[Person], here: PeopleHere, way: Way) -> list[Arrival]:
    """Everybody of a file, in its order. Somebody known stands once, however many rows are about them."""
    made: list[Arrival] = []
    places: dict[str, int] = {}
    for person in found:
        meant = here.meant_by(person) if way != "add" else []
        if len(meant) != 1:
            made.append(Arrival(person, None, person, is_unclear=len(meant) > 1))
            continue
        (known,) = meant
        at = places.get(known.id)
        base = made[at].result if at is not None else known
        result = updated(base, person) if way == "update" else known
        if at is None:
            places[known.id] = len(made)
            made.append(Arrival(person, known, result))
        else:
            made[at] = replace(made[at], result=result)
    return made


def updated(known: Person, said: Person) -> Person:
    """The person with what a file says of them."""
    names = known.names
    for name in said.names:
        names = _with_name(names, name)
    posts = known.posts
    for post in said.posts:
        posts = _with_post(posts, post)
    return replace(
        known, names=names, posts=posts, country=said.country or known.country,
        contact={**known.contact, **said.contact}, tags=tuple(dict.fromkeys((*known.tags, *said.tags))),
        note=_with_text(known.note, said.note),
        private_note=_with_text(known.private_note, said.private_note),
    )  # fmt: skip


def _with_name(names: tuple[PersonName, ...], said: PersonName) -> tuple[PersonName, ...]:
    at = next((place for place, each in enumerate(names) if each.script == said.script), None)
    if at is None:
        return (*names, said)
    parts = {part: value for part in ("full", "family", "given", "reading", "pronunciation")
             if (value := getattr(said, part))}  # fmt: skip
    return (*names[:at], replace(names[at], **parts), *names[at + 1 :])


def _with_post(posts: tuple[Post, ...], said: Post) -> tuple[Post, ...]:
    same = [place for place, each in enumerate(posts) if _office(each) == _office(said)]
    if not same:
        return (*posts, said)
    if not said.from_ or any(posts[place].from_ == said.from_ for place in same):
        return posts
    at = same[-1]
    return (*posts[:at], replace(posts[at], from_=said.from_), *posts[at + 1 :])


def _with_text(text: str, said: str) -> str:
    if not said or said in text:
        return text
    return f"{text}\n\n{said}" if text else said


def _office(post: Post) -> tuple[str, str, str]:
    """What makes two posts the same: to be named for an office is not to hold it."""
    return post.title, post.organisation, "" if post.kind == "holder" else post.kind


def _differences(before: Person, after: Person) -> Iterable[Difference]:
    for new in after.names:
        old = next((each for each in before.names if each.script == new.script), None)
        if old != new:
            yield Difference("names", _name_words(old), _name_words(new))
    for post in after.posts:
        if post in before.posts:
            continue
        same = [each for each in before.posts if _office(each) == _office(post)]
        yield Difference("posts", _post_words(same[-1] if same else None), _post_words(post))
    for kind, value in after.contact.items():
        if before.contact.get(kind, "") != value:
            yield Difference("contact", before.contact.get(kind, ""), value)
    if before.tags != after.tags:
        yield Difference("tags", ", ".join(before.tags), ", ".join(after.tags))
    for field in ("country", "note", "private_note"):
        old_text, new_text = getattr(before, field), getattr(after, field)
        if old_text != new_text:
            yield Difference(field, old_text, new_text)


def _name_words(name: PersonName | None) -> str:
    if name is None:
        return ""
    parts = (name.full, name.family, name.given, name.reading, name.pronunciation)
    return " · ".join(dict.fromkeys(part for part in parts if part))


def _post_words(post: Post | None) -> str:
    return ", ".join(part for part in (post.title, post.organisation, post.from_) if part) if post else ""
