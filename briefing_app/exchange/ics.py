"""Calendars: events of the workspace as iCalendar (RFC 5545) and back.

One VEVENT an event, placed on its main date; other dates stand in the description in words and travel, with
everything else a calendar has no word for, in ``X-BRIEFING-DESK``. An event that is marked says so above its
description, and is CONFIDENTIAL to the calendar, whose other classes are for anybody or for one person. On
the way in, title, place, time and tags of the calendar win over that hidden copy, because somebody may have
moved the appointment.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from icalendar import Calendar, Component
from icalendar import Event as Appointment
from icalendar.error import BrokenCalendarProperty
from icalendar.prop import vBroken, vRecur

from briefing_app.domain import fuzzydate
from briefing_app.domain.ids import new_id
from briefing_app.domain.records import Event, TypedDate
from briefing_app.errors import BriefingError, UsageError
from briefing_app.exchange.result import ImportResult, Problem, Told
from briefing_app.store import codec

PORTION = 200
_HIDDEN = "X-BRIEFING-DESK"
_TAG = re.compile(r"<[^<>]{1,200}>")
_CONTROLS = re.compile(r"[\x00-\x1f\x7f]")  # no id may hold one
_FOR_ANYBODY = frozenset({"TLP:CLEAR", "UNCLASSIFIED"})
_STAMP = datetime(2000, 1, 1, tzinfo=UTC)


def write(events: Iterable[Event]) -> bytes:
    """A calendar of the events that have a day; the same events give the same bytes."""
    calendar = Calendar()
    calendar.add("prodid", "-//Briefing Desk//Timeline//EN")
    calendar.add("version", "2.0")
    for event in events:
        appointment = _appointment(event)
        if appointment is not None:
            calendar.add_component(appointment)
    content: bytes = calendar.to_ical()
    return content


def read(content: bytes, told: Told | None = None) -> ImportResult:
    """The events of a calendar file. Raises UsageError if it is not one; faulty entries are named.

    A long calendar is read in portions, so that ``told`` hears how far it is and may stop it.
    """
    portions = _portions(content) if told is not None else [content]
    events: list[Event] = []
    problems: list[Problem] = []
    number = 0
    total = sum(each.count(b"\nBEGIN:VEVENT") for each in portions)
    for portion in portions:
        for appointment in _appointments(portion):
            number += 1
            title = _text(appointment, "SUMMARY")
            place = f'entry {number} ("{title[:40]}")' if title else f"entry {number}"
            try:
                events.append(_event(appointment, place, problems))
            except BriefingError as error:
                problems.append(Problem(place, str(error)))
        if told is not None:
            told(number, total)
    return ImportResult(tuple(events), tuple(problems), number)


def _appointments(content: bytes) -> list[Component]:
    try:
        calendars: list[Component] = list(Calendar.from_ical(content, multiple=True))
    except (ValueError, IndexError, KeyError, AttributeError, TypeError) as error:
        # The last two are how the library stumbles over a parameter that stands twice.
        reason = " ".join(str(error).split())[:120]
        if not reason.isprintable() or "\ufffd" in reason:
            reason = "its lines are not text"
        raise UsageError(f"This is not a calendar file that can be read: {reason}.") from error
    if not calendars:
        raise UsageError("This file holds no calendar.", hint="An .ics file begins with BEGIN:VCALENDAR.")
    return [entry for calendar in calendars for entry in calendar.walk("VEVENT")]


def _portions(content: bytes) -> list[bytes]:
    """A calendar cut between its entries into calendars of some entries each, with what is said beside them.

    One that is not plainly made of whole entries, one after the other, stays in one piece.
    """
    lines = content.splitlines(keepends=True)
    marks = [each.rstrip().upper() for each in lines]  # a folded line begins with a blank
    begins = [at for at, mark in enumerate(marks) if mark == b"BEGIN:VEVENT"]
    ends = [at for at, mark in enumerate(marks) if mark == b"END:VEVENT"]
    if len(begins) <= PORTION or marks.count(b"BEGIN:VCALENDAR") != 1:
        return [content]
    nexts = [*begins[1:], len(lines)]
    in_turn = len(begins) == len(ends) and all(
        first < last < following for first, last, following in zip(begins, ends, nexts, strict=True)
    )
    if not in_turn:
        return [content]
    gaps = zip([0, *(last + 1 for last in ends)], [*begins, len(lines)], strict=True)
    around = [line for first, last in gaps for line in lines[first:last]]
    end = b"END:VCALENDAR"
    tail = next((at for at, line in enumerate(around) if line.rstrip().upper() == end), len(around))
    head, rest = b"".join(around[:tail]), b"".join(around[tail:])
    portions = []
    for at in range(0, len(begins), PORTION):
        chosen = zip(begins[at : at + PORTION], ends[at : at + PORTION], strict=True)
        entries = b"".join(b"".join(lines[first : last + 1]) for first, last in chosen)
        portions.append(head + entries + rest)
    return portions


# --- out ---------------------------------------------------------------------------------------------


def _appointment(event: Event) -> Appointment | None:
    times = _times(event)
    if times is None:
        return None
    appointment = Appointment()
    appointment.add("uid", event.id)
    appointment.add("dtstamp", _STAMP)
    appointment.add("summary", event.title)
    appointment.add("dtstart", times[0])
    appointment.add("dtend", times[1])
    if event.place:
        appointment.add("location", event.place)
    if event.marking and event.marking not in _FOR_ANYBODY:
        appointment.add("class", "CONFIDENTIAL")
    words = "\n".join(_description(event))
    if words:
        appointment.add("description", words)
    if event.tags:
        appointment.add("categories", list(event.tags))
    hidden = json.dumps(codec.encode(event), ensure_ascii=False, separators=(",", ":"))
    appointment.add(_HIDDEN, hidden)
    return appointment


def _description(event: Event) -> Iterator[str]:
    if event.marking:
        yield event.marking
    if event.summary:
        yield event.summary
    for each in event.dates[1:]:
        yield f"{each.kind}: {each.edtf}"


def _times(event: Event) -> tuple[date, date] | None:
    """Start and (exclusive) end on a calendar: times for an exact minute, whole days for all else."""
    if not event.dates:
        return None
    main = event.dates[0]
    first_told, _, last_told = main.edtf.partition("/")
    begins, ends = _moment(first_told, main.zone), _moment(last_told, main.zone)
    if begins is not None and ends is not None and ends > begins:
        return begins, ends
    if (moment := begins or ends) is not None:  # "by 17:00" stands at its hour
        return moment, moment + timedelta(hours=1)
    known = fuzzydate.parse(main.edtf)
    first, last = known.first or known.last, known.last or known.first
    return None if first is None or last is None else (first, last + timedelta(days=1))


def _moment(edtf: str, zone_name: str) -> datetime | None:
    if "T" not in edtf:
        return None
    try:
        moment = datetime.fromisoformat(edtf)
    except ValueError:
        return None
    zone = _zone(zone_name)
    if moment.tzinfo is None:
        return moment.replace(tzinfo=zone or UTC)
    return moment.astimezone(zone) if zone else moment.astimezone(UTC)


# --- in ----------------------------------------------------------------------------------------------


def _event(appointment: Component, place: str, problems: list[Problem]) -> Event:
    title = _text(appointment, "SUMMARY")
    if not title:
        raise UsageError("the entry has no title (SUMMARY)")
    start = _when(appointment, "DTSTART")
    if start is None:
        raise UsageError("the entry has no date (DTSTART)")
    if isinstance(appointment.get("RRULE"), vRecur | vBroken | list):
        problems.append(Problem(place, "repeats; only its first date was taken in", fatal=False))
    hidden = _hidden_record(_text(appointment, _HIDDEN))
    if hidden is None and "\ufffd" in title:
        problems.append(Problem(place, "the title holds characters that could not be read", fatal=False))
    typed = _typed_date(appointment, start, place, problems)
    identity = _CONTROLS.sub("", _text(appointment, "UID")) or new_id("event")
    event = hidden or Event(id=identity, title=title, dates=(typed,), summary=_summary(appointment))
    if hidden and _times(hidden) != (start, _end(appointment, start)):
        kind = hidden.dates[0].kind if hidden.dates else typed.kind
        event = replace(event, dates=(replace(typed, kind=kind), *hidden.dates[1:]))
    return replace(
        event,
        id=identity,
        title=title,
        place=_text(appointment, "LOCATION") or event.place,
        tags=_tags(appointment) or event.tags,
    )


def _typed_date(appointment: Component, start: date, place: str, problems: list[Problem]) -> TypedDate:
    end = _end(appointment, start)
    if end < start:
        raise UsageError(f"the entry ends ({end}) before it starts ({start})")
    if isinstance(start, datetime):
        zone = _zone_name(appointment, start, place, problems)
        if isinstance(end, datetime) and end > start:
            if end.tzinfo is not None and start.tzinfo is not None:
                end = end.astimezone(start.tzinfo)
            return TypedDate(f"{_iso(start)}/{_iso(end)}", zone=zone)
        return TypedDate(_iso(start), zone=zone)
    last = end - timedelta(days=1)
    return TypedDate(start.isoformat() if last <= start else f"{start}/{last}")


def _iso(moment: datetime) -> str:
    return moment.isoformat(timespec="minutes" if not moment.second else "seconds")


def _zone_name(appointment: Component, start: datetime, place: str, problems: list[Problem]) -> str:
    named = str(appointment["DTSTART"].params.get("TZID", ""))
    if named and _zone(named):
        return named
    if named:
        problems.append(
            Problem(place, f'the time zone "{named}" is not known; the clock time was kept', fatal=False)
        )
        return ""
    return "UTC" if start.tzinfo is not None else ""


def _zone(name: str) -> ZoneInfo | None:
    try:
        return ZoneInfo(name) if name else None
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def _when(appointment: Component, key: str) -> date | None:
    try:
        value = getattr(appointment.get(key), "dt", None)
    except BrokenCalendarProperty as error:
        raise UsageError(f"{key} is not a date: {' '.join(str(error.__cause__).split())[:80]}") from error
    return value if isinstance(value, date) else None


def _end(appointment: Component, start: date) -> date:
    end = _when(appointment, "DTEND")
    if end is not None and isinstance(end, datetime) == isinstance(start, datetime):
        return end
    duration = getattr(appointment.get("DURATION"), "dt", None)
    if isinstance(duration, timedelta):
        return start + duration
    return start if isinstance(start, datetime) else start + timedelta(days=1)


def _text(appointment: Component, key: str) -> str:
    value: Any = appointment.get(key, "")
    return str(value[0] if isinstance(value, list) else value).replace("\0", "").strip()


def _summary(appointment: Component) -> str:
    """The description as plain text: markup of other programs is taken out, never interpreted."""
    return html.unescape(_TAG.sub("", _text(appointment, "DESCRIPTION"))).strip()


def _tags(appointment: Component) -> tuple[str, ...]:
    found = appointment.get("CATEGORIES", [])
    groups = found if isinstance(found, list) else [found]
    tags = [str(tag).strip() for group in groups for tag in getattr(group, "cats", [])]
    return tuple(tag for tag in tags if tag)


def _hidden_record(text: str) -> Event | None:
    if not text:
        return None
    try:
        record = codec.decode("event", json.loads(text))
    except (ValueError, BriefingError):
        return None
    return record if isinstance(record, Event) else None
