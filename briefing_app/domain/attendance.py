"""Who was there: people against events, each with a part; and how a part is said in one or two letters."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

from briefing_app.domain.records import Event, Participant

PRESENT = "●"
"""The sign of somebody who was there and of whom no part is told."""


_SMALL_WORDS = frozenset({"a", "an", "and", "at", "by", "for", "in", "of", "on", "the", "to", "with"})


@dataclass(frozen=True)
class Attendance:
    """Events as rows, people (ids) as columns: those who were there most often first."""

    events: tuple[Event, ...]
    people: tuple[str, ...]

    def roles(self) -> tuple[str, ...]:
        """Every part that is told, the most frequent first."""
        told = Counter(each.role for event in self.events for each in event.participants if each.role)
        return tuple(role for role, _ in sorted(told.items(), key=lambda pair: (-pair[1], pair[0])))


def attendance(events: Iterable[Event], also: Iterable[str] = ()) -> Attendance:
    """The events with anybody in them, in their order, and their people; ``also`` are columns to add."""
    rows = tuple(event for event in events if event.participants)
    counts = Counter(each.person for event in rows for each in event.participants)
    found = [person for person, _ in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))]
    return Attendance(rows, tuple(dict.fromkeys((*found, *also))))


def role_of(event: Event, person: str) -> str | None:
    """The part of a person in an event: "" where none is told, None where the person was not there."""
    return next((each.role for each in event.participants if each.person == person), None)


def with_role(event: Event, person: str, role: str | None) -> Event:
    """The event with a person in this part; None takes the person out. The order of the others stays."""
    if role is None:
        kept = tuple(each for each in event.participants if each.person != person)
        return replace(event, participants=kept)
    if role_of(event, person) is None:
        return replace(event, participants=(*event.participants, Participant(person, role)))
    changed = (replace(each, role=role) if each.person == person else each for each in event.participants)
    return replace(event, participants=tuple(changed))


def role_codes(roles: Iterable[str]) -> dict[str, str]:
    """A short sign for each part: its first letter, then two, then a number; no two parts share one.

    Small words do not count: "for Japan" is J.
    """
    codes: dict[str, str] = {}
    taken: set[str] = set()
    for role in roles:
        words = [word for word in role.split() if word.casefold() not in _SMALL_WORDS]
        letters = [letter for letter in "".join(words) or role if letter.isalnum()]
        wanted = ["".join(letters[:1]).upper(), "".join(letters[:2]).capitalize()]
        numbered = (f"{wanted[0]}{number}" for number in range(2, 10_000))
        code = next(each for each in (*wanted, *numbered) if each and each not in taken)
        codes[role] = code
        taken.add(code)
    return codes
