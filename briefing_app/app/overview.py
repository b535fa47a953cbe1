"""What the status bar says of a workspace: how much there is, what is due, how it is marked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from briefing_app.domain.deadline_moves import standing
from briefing_app.domain.fuzzydate import parse
from briefing_app.domain.records import KINDS, Event
from briefing_app.errors import BriefingError
from briefing_app.store.workspace import Workspace

DUE_KINDS = frozenset({"due", "expires"})
SOON_DAYS = 7
# Traffic Light Protocol 2.0 (FIRST, 2022), from open to closed.
MARKINGS = ("TLP:CLEAR", "TLP:GREEN", "TLP:AMBER", "TLP:AMBER+STRICT", "TLP:RED")


@dataclass(frozen=True)
class Overview:
    """Counts by kind, what is due within a week of the day in words, the highest marking ("" if none)."""

    events: int
    people: int
    notes: int
    due: tuple[str, ...]
    marking: str


def overview(workspace: Workspace, day: date) -> Overview:
    """Look through a workspace as of ``day``."""
    until = day + timedelta(days=SOON_DAYS)
    events = [event for event in workspace.records("event") if isinstance(event, Event)]
    due = tuple(filter(None, (_due(event, day, until) for event in events)))
    others = (record for kind in KINDS if kind != "note" for record in workspace.records(kind))
    marked = {getattr(each, "marking", "") for each in (*others, *workspace.note_heads(marked_only=True))}
    known = [marking for marking in MARKINGS if marking in marked]
    other = sorted(marked - set(MARKINGS) - {""})
    return Overview(
        workspace.count("event"),
        workspace.count("person"),
        workspace.count("note"),
        due,
        (other or known[-1:] or [""])[-1],
    )


def _due(event: Event, day: date, until: date) -> str:
    """What of an event is due between two days, in its own words, else its title; "" for nothing.

    A deadline that was moved by the first day is not.
    """
    for when in standing(event, day):
        if when.kind in DUE_KINDS and _falls_between(when.edtf, day, until):
            return when.words or event.title
    return ""


def _falls_between(edtf: str, first: date, last: date) -> bool:
    try:
        when = parse(edtf)
    except BriefingError:
        return False
    return bool(when.first and when.last and when.first <= last and when.last >= first)
