"""One edit of many events: lanes, tags, category, marking, confidence, a source, a shift in days."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import timedelta

from briefing_app.domain.change import Change, ChangeSet
from briefing_app.domain.fuzzydate import parse
from briefing_app.domain.records import Event, TypedDate
from briefing_app.errors import UsageError


@dataclass(frozen=True)
class BulkEdit:
    """What is to be done to each event. None or empty means: leave it as it is."""

    add_lanes: tuple[str, ...] = ()
    drop_lanes: tuple[str, ...] = ()
    add_tags: tuple[str, ...] = ()
    drop_tags: tuple[str, ...] = ()
    category: str | None = None
    marking: str | None = None
    confidence: str | None = None
    add_source: str = ""
    move_days: int = 0

    @property
    def is_empty(self) -> bool:
        """Whether nothing would change."""
        return self == BulkEdit()


def edited(event: Event, edit: BulkEdit) -> Event:
    """The event after the edit. Raises UsageError for a date that cannot be moved by days."""
    return replace(
        event,
        lanes=_changed(event.lanes, edit.add_lanes, edit.drop_lanes),
        tags=_changed(event.tags, edit.add_tags, edit.drop_tags),
        category=event.category if edit.category is None else edit.category,
        marking=event.marking if edit.marking is None else edit.marking,
        confidence=event.confidence if edit.confidence is None else edit.confidence,
        sources=_changed(event.sources, (edit.add_source,) if edit.add_source else (), ()),
        dates=tuple(_moved(each, edit.move_days, event.title) for each in event.dates),
    )


def change_set(events: Iterable[Event], edit: BulkEdit, label: str) -> ChangeSet:
    """The edit of all the events as one step; events that stay as they are are not among the changes.

    Raises UsageError, and then nothing is changed, where one of them cannot be edited so.
    """
    pairs = [(event, edited(event, edit)) for event in events]
    return ChangeSet(
        label, tuple(Change("event", before.id, before, after) for before, after in pairs if before != after)
    )


def _changed(words: tuple[str, ...], add: tuple[str, ...], drop: tuple[str, ...]) -> tuple[str, ...]:
    kept = (word for word in words if word not in drop)
    return tuple(dict.fromkeys((*kept, *add)))


def _moved(typed: TypedDate, days: int, title: str) -> TypedDate:
    if not days or not typed.edtf:
        return typed
    when = parse(typed.edtf)
    ends = (when.first, when.last)
    if typed.edtf not in {_told(ends), _told(ends[:1])} or "T" in typed.edtf:
        raise UsageError(
            f'{title}: "{typed.edtf}" is not a plain day, so it cannot be moved by days.',
            hint="Take this event out of the selection, or change its date by hand.",
        )
    try:
        there = tuple(day + timedelta(days=days) if day else None for day in ends)
    except OverflowError as error:
        raise UsageError(f"{title}: that day is beyond the calendar.") from error
    return replace(typed, edtf=_told(there[:1] if when.is_day else there), as_typed="")


def _told(ends: tuple[object, ...]) -> str:
    return "/".join("" if day is None else str(day) for day in ends)
