"""An event as could be known on a day: dates laid down later, and ends that had not come, left out."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from briefing_app.domain.deadline_moves import standing
from briefing_app.domain.fuzzydate import DateError, parse
from briefing_app.domain.records import Event, TypedDate


def known_event(event: Event, day: date | None) -> Event:
    """The event with the dates known on ``day``; as it is for None. Whether it was known is another question
    (:class:`briefing_app.reports.knowledge.Knowledge`)."""
    if day is None:
        return event
    kept = tuple(each for each in standing(event, day) if not _ends_later(each, day))
    return event if kept == event.dates else replace(event, dates=kept)


def _ends_later(typed: TypedDate, day: date) -> bool:
    """Whether a date says that the event ended unforeseen, after the day: struck down, cancelled."""
    if typed.kind != "terminated" or not typed.edtf or typed.set_on:
        return False
    try:
        return parse(typed.edtf).is_after(day)
    except DateError:
        return False
