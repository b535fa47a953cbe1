"""The words of an event: its dates as understood, with how sure they are."""

from __future__ import annotations

from briefing_app.domain.records import Event, TypedDate
from briefing_app.domain.timeline_events import Rail, date_words, gaps

ZONES = {"America/New_York": "New York", "Asia/Tokyo": "Tokyo", "UTC": "UTC"}


def zone_words(zone: str) -> str:
    """A zone as people name it."""
    return ZONES.get(zone, zone.rpartition("/")[2].replace("_", " "))


def date_line(typed: TypedDate, *, with_kind: bool) -> str:
    """One date: ``effective 3 April 2025, New York time``."""
    kind = f"{typed.kind} " if with_kind else ""
    zone = f", {zone_words(typed.zone)} time" if typed.zone and "T" in typed.edtf else ""
    return f"{kind}{date_words(typed.edtf)}{zone}"


def dates_in_words(event: Event) -> str:
    """All dates of an event in one line."""
    with_kind = len(event.dates) > 1 or any(each.kind != "held" for each in event.dates)
    return "; ".join(date_line(each, with_kind=with_kind) for each in event.dates if each.edtf)


def tooltip(event: Event, rail: Rail) -> str:
    """What hovering says: title, dates, gaps, place, how sure."""
    lines = [event.title, dates_in_words(event), *gaps(event)]
    if event.place:
        lines.append(event.place)
    if event.confidence:
        lines.append(f"Confidence: {event.confidence}")
    if len(rail.ticks) == 1 and rail.flags:
        lines.append("The date is not exact: it lies somewhere in the stretch that is drawn with dashes.")
    return "\n".join(line for line in lines if line)
