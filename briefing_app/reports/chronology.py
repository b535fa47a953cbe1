"""The chronology: known events, numbered, then what is ahead of the day; with sources."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from briefing_app.domain.records import Block, Event
from briefing_app.reports import blocks as general
from briefing_app.reports import gather, time_strip, wording
from briefing_app.reports.desk import Desk, event_day
from briefing_app.reports.headed_blocks import set_apart
from briefing_app.reports.model import EventRow, Section
from briefing_app.reports.paper_size import AROUND_EVENT, check_size
from briefing_app.reports.spans import parse

BLOCKS = ("strip", "events", "ahead")
STRIP_WIDTH_PT = 493
_MANY_PEOPLE = 8
# A year with so many events is told month by month.
_MANY_EVENTS = 8


def sections(desk: Desk, blocks: tuple[Block, ...]) -> tuple[Section, ...]:
    """The strip, the numbered table and the plans, in the order of the blocks."""
    made: list[Section] = []
    for number, block in enumerate(blocks):
        if block.options.get("include") is False:
            continue
        if block.type in BLOCKS:
            section = _section(desk, block)
            made += [section] if section else []
        elif own := general.section(desk, block, number):
            made.append(set_apart(desk, block, own))
    return tuple(made)


def _section(desk: Desk, block: Block) -> Section | None:
    title = desk.section_title(block.type)
    if block.type == "strip":
        strip = time_strip.strip(desk, width_pt=STRIP_WIDTH_PT)
        return Section("strip", "strip", title, (strip,), lang=desk.language) if strip else None
    if block.type == "events":
        rows = tuple(_rows(desk, block))
        empty = wording_of_nothing(desk)
        return Section("events", "events", title, rows, empty="" if rows else empty, lang=desk.language)
    due = gather.deadlines(desk, limit=40)
    return Section("ahead", "next", title, tuple(due), lang=desk.language) if due else None


def wording_of_nothing(desk: Desk) -> str:
    """What an empty table says."""
    return (
        "この日までの事項は記録されていない。"
        if desk.language == "ja"
        else "Nothing was recorded up to this day."
    )


def _rows(desk: Desk, block: Block) -> list[EventRow]:
    lanes = set(block.options.get("lanes", ()))
    since = parse(str(block.options.get("since", "")))
    chosen = [
        event
        for event in desk.events()
        if event_day(event) <= desk.as_of
        and (not lanes or lanes & set(event.lanes))
        and (since is None or since.first is None or event_day(event) >= since.first)
    ]
    check_size(sum(len(event.title.encode()) + AROUND_EVENT for event in chosen))
    rows = [event_row(desk, event, number) for number, event in enumerate(chosen, start=1)]
    _tell_of_summaries(desk, chosen)
    counts = Counter(row.group for row in rows)
    return [
        replace(row, month=_month(desk, event)) if counts[row.group] >= _MANY_EVENTS else row
        for row, event in zip(rows, chosen, strict=True)
    ]


def _tell_of_summaries(desk: Desk, chosen: list[Event]) -> None:
    """A Japanese chronology has no English sentences: those without a translation are counted."""
    if desk.language != "ja":
        return
    summaries = [event.summary for event in chosen if event.summary]
    if unsaid := sum(desk.translated(each)[1] != "ja" for each in summaries):
        text = (
            f"Events whose summary has no Japanese wording and is left out: {unsaid}. "
            'Add it to the table of a note tagged "terms".'
        )
        desk.tell("note", text, "events")


def _month(desk: Desk, event: Event) -> str:
    """The month of an event as a running title: ``May 2025``."""
    day = event_day(event)
    return wording.month(day, desk.dates)


def event_row(desk: Desk, event: Event, number: int) -> EventRow:
    """One event as a numbered row; its sources are cited and a missing one is told."""
    desk.use(event)
    title, lang = desk.translated(event.title)
    detail, detail_lang = desk.translated(event.summary)
    if detail and desk.language == "ja" and detail_lang != "ja":
        detail = ""
    day = event_day(event)
    people = [
        name for part in event.participants if (name := desk.person_name(part.person)) not in (None, "–")
    ]
    shown = people[:_MANY_PEOPLE] + ([f"+{len(people) - _MANY_PEOPLE}"] if len(people) > _MANY_PEOPLE else [])
    cites = desk.cites.cite_all(event.sources)
    if not cites:
        desk.tell("warn", f'"{event.title}" has no source.', "events")
    year = wording.year_words(day, desk.dates)
    return EventRow(
        number=number,
        when=_when(desk, event),
        title=title,
        detail=detail if detail != title else "",
        place=desk.translated(event.place)[0],
        people=tuple(shown),
        confidence=event.confidence,
        cites=cites,
        group=year,
        lang=lang,
        anchor=event.id,
        portion=desk.portion_of(event),
    )


def _when(desk: Desk, event: Event) -> str:
    """The first date that is not a plan, without the year, which stands above the rows."""
    for typed in event.dates:
        span = parse(typed.edtf)
        if span and typed.kind not in ("due", "expires", "retroactive to"):
            return wording.span_words(span, desk.dates, year=False)
    return wording.edtf(event.dates[0].edtf, desk.dates, year=False) if event.dates else "–"
