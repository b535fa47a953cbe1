"""A record of conversation becomes one change: the note, the event it was, follow-ups due, stances."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from briefing_app.domain.change import Change, ChangeSet, added
from briefing_app.domain.records import Event, Note, Participant, Person, Position, Record, TypedDate

Side = Literal["we", "they"]


@dataclass(frozen=True)
class Present:
    """Somebody who took part: an id, the name to be shown, the role."""

    person: str
    name: str
    role: str = ""


@dataclass(frozen=True)
class Point:
    """What was said on one issue. ``speaker`` is an id; ``stance`` becomes a position of that person."""

    issue: str
    said: str
    speaker: str = ""
    stance: str = ""


@dataclass(frozen=True)
class FollowUp:
    """What is to be done, by whom, until when (EDTF, may be empty)."""

    what: str
    who: str = ""
    due: str = ""


@dataclass(frozen=True)
class Readout:
    """Everything the steps ask for. ``day`` is EDTF."""

    title: str
    day: str
    place: str = ""
    zone: str = ""
    marking: str = ""
    language: str = "en"
    present: Sequence[Present] = ()
    points: Sequence[Point] = ()
    follow_ups: Sequence[FollowUp] = ()


@dataclass(frozen=True)
class Words:
    """The headings of the note in its language."""

    present: str = "Present"
    points: str = "Points"
    follow_up: str = "Follow-up"
    held: str = "Held on {day}"
    place: str = " in {place}"
    by: str = "by {day}"


ENGLISH = Words()
JAPANESE = Words("出席者", "発言要旨", "今後の対応", "{day}開催", "（{place}）", "{day}まで")


def change_set(
    readout: Readout,
    *,
    new_id: Callable[[str], str],
    people: Mapping[str, Person],
    said_day: Callable[[str], str],
    label: str,
) -> tuple[ChangeSet, str]:
    """All changes of a record of conversation as one step, and the id of its note.

    ``people`` are those present by id, ``said_day`` says a date in words. A point with a speaker and a stance
    adds a position to that person; what several points say of one person is one change.
    """
    event_id, note_id = new_id("event"), new_id("note")
    marking = readout.marking
    event = Event(
        id=event_id, title=readout.title, category="talks", place=readout.place, marking=marking,
        dates=(TypedDate(readout.day, "held", readout.zone),),
        participants=tuple(Participant(each.person, each.role) for each in readout.present if each.person),
    )  # fmt: skip
    due = [
        Event(
            id=new_id("event"), title=each.what, category="follow-up", parent=event_id, marking=marking,
            dates=(TypedDate(each.due, "due"),),
            participants=(Participant(each.who),) if each.who in people else (),
        )
        for each in readout.follow_ups if each.what and each.due
    ]  # fmt: skip
    note = Note(
        id=note_id, title=readout.title, kind="record", language=readout.language, marking=marking,
        body=body(readout, said_day, people), about=(event_id, *(each.id for each in due)),
    )  # fmt: skip
    changes: list[Change] = []
    records: tuple[Record, ...] = (event, *due, note)
    for record in records:
        changes += added(record).changes
    changes += _stances(readout, people)
    return ChangeSet(label, tuple(changes)), note_id


def body(readout: Readout, said_day: Callable[[str], str], people: Mapping[str, Person]) -> str:
    """The text of the note: who was there, what was said on each issue, what follows."""
    words = JAPANESE if readout.language == "ja" else ENGLISH
    held = words.held.format(day=said_day(readout.day))
    parts = [held + (words.place.format(place=readout.place) if readout.place else "")]
    if readout.present:
        rows = [_who(each) + (f", {each.role}" if each.role else "") for each in readout.present]
        parts.append("\n".join([f"## {words.present}", *(f"- {row}" for row in rows)]))
    issues = dict.fromkeys(point.issue for point in readout.points)
    if issues:
        parts.append(f"## {words.points}")
    for issue in issues:
        lines = [f"### {issue}"] if issue else []
        for point in readout.points:
            if point.issue == issue:
                lead = f"@{point.speaker}: " if point.speaker in people else ""
                lines.append(f"- {lead}{point.said}" + (f" ({point.stance})" if point.stance else ""))
        parts.append("\n".join(lines))
    if readout.follow_ups:
        rows = []
        for each in readout.follow_ups:
            who = f"@{each.who}" if each.who in people else each.who
            until = words.by.format(day=said_day(each.due)) if each.due else ""
            rows.append("- [ ] " + ", ".join(part for part in (each.what, who, until) if part))
        parts.append("\n".join([f"## {words.follow_up}", *rows]))
    return "\n\n".join(parts) + "\n"


def _who(each: Present) -> str:
    return f"@{each.person}" if each.person else each.name


def _stances(readout: Readout, people: Mapping[str, Person]) -> list[Change]:
    gathered: dict[str, list[Position]] = {}
    for point in readout.points:
        if point.stance and point.speaker in people:
            position = Position(point.issue, point.stance, point.said, readout.day)
            gathered.setdefault(point.speaker, []).append(position)
    changes = []
    for key, positions in gathered.items():
        before = people[key]
        after = replace(before, positions=(*before.positions, *positions))
        changes.append(Change("person", key, before, after))
    return changes
