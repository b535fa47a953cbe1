"""The words of an event: its dates as understood, with how sure they are."""

from __future__ import annotations

from briefing_app.app.i18n import language, tr
from briefing_app.domain.deadlines import Upcoming
from briefing_app.domain.records import Event, TypedDate
from briefing_app.domain.timeline_events import Rail, date_words, gaps

USUAL = ("two sources", "single source", "derived")
"""The ways in which a record is usually sure."""


def zone_words(zone: str) -> str:
    """A zone as people name it."""
    known = {"America/New_York": tr("New York"), "Asia/Tokyo": tr("Tokyo"), "UTC": tr("UTC")}
    return known.get(zone, zone.rpartition("/")[2].replace("_", " "))


def countdown_words(item: Upcoming) -> str:
    """How far off a dated thing is: ``in 5 days``, ``today``, ``3 days overdue``."""
    if item.state == "today":
        return tr("today")
    count = abs(item.days)
    if item.state == "overdue":
        return tr("1 day overdue") if count == 1 else tr("{count} days overdue", count=count)
    if item.days <= 0:
        return tr("any day now")
    if item.certain:
        return tr("in 1 day") if count == 1 else tr("in {count} days", count=count)
    return tr("in about 1 day") if count == 1 else tr("in about {count} days", count=count)


def gap_words(event: Event) -> tuple[str, ...]:
    """The gaps between the dates of a measure, each named: ``signed to effective: 30 days``."""
    return tuple(_gap(text) for text in gaps(event))


def _gap(text: str) -> str:
    """A gap as the domain says it, in the language of the window."""
    what, _, length = text.partition(": ")
    count = length.partition(" ")[0]
    days = tr("1 day") if count == "1" else tr("{count} days", count=count)
    first, _, second = what.partition(" to ")
    named = tr("{first} to {second}", first=tr(first), second=tr(second)) if second else tr(first)
    return f"{named}: {days}"


def date_line(typed: TypedDate, *, with_kind: bool) -> str:
    """One date: ``effective 3 April 2025, New York time``."""
    kind = f"{tr(typed.kind)} " if with_kind else ""
    has_clock = typed.zone and "T" in typed.edtf
    zone = ", " + tr("{place} time", place=zone_words(typed.zone)) if has_clock else ""
    return f"{kind}{date_words(typed.edtf, language())}{zone}"


def dates_in_words(event: Event) -> str:
    """All dates of an event in one line."""
    with_kind = len(event.dates) > 1 or any(each.kind != "held" for each in event.dates)
    return "; ".join(date_line(each, with_kind=with_kind) for each in event.dates if each.edtf)


def confidence_words(confidence: str) -> str:
    """How sure a record is, in the language of the window where it is one of the usual ways."""
    return tr(confidence) if confidence in USUAL else confidence


def confidence_of(words: str) -> str:
    """What is kept of words typed for it: the inverse of :func:`confidence_words`."""
    typed = words.strip()
    return next((each for each in USUAL if typed in {each, confidence_words(each)}), typed)


def tooltip(event: Event, rail: Rail, title: str) -> str:
    """What hovering says: the title as it is shown, dates, gaps, place, how sure."""
    lines = [title, dates_in_words(event), *gap_words(event)]
    if event.place:
        lines.append(event.place)
    if event.confidence:
        lines.append(tr("Confidence: {words}", words=confidence_words(event.confidence)))
    if len(rail.ticks) == 1 and rail.flags:
        lines.append(tr("The date is not exact: it lies somewhere in the stretch that is drawn with dashes."))
    return "\n".join(line for line in lines if line)
