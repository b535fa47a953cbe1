"""Blocks that any paper may hold: own text and records that were added to it from elsewhere in the window."""

from __future__ import annotations

from briefing_app.domain.records import Block, Event, Note, Person
from briefing_app.reports import charts, gather, saved_run, wording
from briefing_app.reports.desk import Desk, language_of
from briefing_app.reports.model import Deadline, Item, Prose, Run, Section
from briefing_app.reports.signs import signs
from briefing_app.reports.spans import Span, parse

RECORD_BLOCKS = ("note", "person", "event", "series", "source", "scenario", "quotation", "position",
                 "delegation")  # fmt: skip
# Computed by the law of the day each time the paper is made: see live_duty.py for their options.
LIVE_BLOCKS = ("duty", "rate_chart")


def section(desk: Desk, block: Block, number: int) -> Section | None:
    """The section of a general block; None (with a finding) where it has nothing to print on this day."""
    key = f"{block.type}-{number}"
    match block.type:
        case "note":
            made = _note(desk, block, key)
        case "person":
            made = _person(desk, block, key)
        case "event":
            made = _event(desk, block, key)
        case "series":
            made = _series(desk, block, key)
        case "measure":
            from briefing_app.reports import measure_blocks  # noqa: PLC0415  it reads the law, which few need

            made = measure_blocks.section(desk, block, key)
        case "duty" | "rate_chart" | "scenario":
            made = _of_law(desk, block, key)
        case "source" | "quotation":
            from briefing_app.reports import cited_blocks  # noqa: PLC0415  it stands beside this module

            made = cited_blocks.section(desk, block, key)
        case "position":
            from briefing_app.reports import position_blocks  # noqa: PLC0415  it stands beside this module

            made = position_blocks.section(desk, block, key)
        case "delegation":
            from briefing_app.reports import delegation_blocks  # noqa: PLC0415  it takes the rules of seating with it

            made = delegation_blocks.section(desk, block, key)
        case _:
            made = _text(desk, block, key)
    return made


def _of_law(desk: Desk, block: Block, key: str) -> Section | None:
    """What the law of the day decides."""
    from briefing_app.reports import live_duty, scenario_pages  # noqa: PLC0415  they read the law, which few need

    of_kind = scenario_pages.of_block if block.type == "scenario" else live_duty.section
    return of_kind(desk, block, key, heading_of(block))


def heading_of(block: Block) -> str:
    """The heading that the block's options carry."""
    return str(block.options.get("heading", block.options.get("title", "")))


def _text(desk: Desk, block: Block, key: str) -> Section | None:
    words = desk.own_words(block)
    if not words.strip():
        return None
    lang = str(block.options.get("language", "")) or language_of(words)
    marking = str(block.options.get("marking", ""))
    return Section(key, "text", heading_of(block), desk.prose(words, lang), lang=lang, marking=marking)


def _note(desk: Desk, block: Block, key: str) -> Section | None:
    note = desk.workspace.find("note", block.ref)
    if not isinstance(note, Note):
        desk.tell("warn", f'The note "{block.ref}" is not in the workspace any more.', key)
        return None
    shown = desk.note(block.ref)
    if shown is None:
        return None
    if not desk.knowledge.note(note):
        desk.tell("warn", f'"{note.title}" speaks of later days than the as-of date; it is left out.', key)
        return None
    desk.use(shown)
    own = desk.own_words(block)
    words = desk.prose(own, note.language) if own else saved_run.prose_of(desk, shown)
    title = heading_of(block) or note.title
    return Section(key, "text", title, words, lang=note.language, marking=note.marking, anchor=note.id)


def _person(desk: Desk, block: Block, key: str) -> Section | None:
    person = desk.workspace.find("person", block.ref)
    if not isinstance(person, Person):
        desk.tell("warn", f'The person "{block.ref}" is not in the workspace any more.', key)
        return None
    if not desk.may_show(person):
        return None
    gather.tell_if_late(desk, person, key)
    return Section(
        key, "who", heading_of(block), (gather.card(desk, person),), lang=desk.language, anchor=person.id
    )


def _event(desk: Desk, block: Block, key: str) -> Section | None:
    event = desk.workspace.find("event", block.ref)
    if not isinstance(event, Event):
        desk.tell("warn", f'The event "{block.ref}" is not in the workspace any more.', key)
        return None
    if not desk.may_show(event):
        return None
    if not desk.knowledge.event(event):
        desk.tell("warn", f'"{event.title}" was not known on the as-of date; it is left out.', key)
        return None
    desk.use(event)
    title, lang = desk.translated(event.title)
    if not any((span := parse(typed.edtf)) and span.sort_day <= desk.as_of for typed in event.dates):
        due = [_planned(desk, span, title, lang) for _typed, span in desk.knowledge.planned(event)[:1]]
        return Section(key, "next", heading_of(block), tuple(due), lang=desk.language) if due else None
    when = wording.edtf(event.dates[0].edtf, desk.dates) if event.dates else ""
    summary, _summary_lang = desk.translated(event.summary)
    runs = (Run(f"{when}  ", "strong"), Run(title))
    tail = Run(
        f"{signs(desk.language).stop}{summary}" if summary else "", "", desk.cites.cite_all(event.sources)
    )
    body = Prose("p", (Item((*runs, tail)),), lang=lang)
    return Section(key, "text", heading_of(block), (body,), lang=lang, marking=event.marking, anchor=event.id)


def _planned(desk: Desk, span: Span, title: str, lang: str) -> Deadline:
    when = wording.span_words(span, desk.dates)
    return Deadline(when, title, wording.countdown(span, desk.as_of, desk.language), (), lang)


def _series(desk: Desk, block: Block, key: str) -> Section | None:
    if block.options.get("chart") is True and (series := desk.series(block.ref)):
        chart = charts.of_series(desk, series)
        if chart is not None:
            own = desk.prose(desk.own_words(block), str(block.options.get("language", "")))
            return Section(key, "text", heading_of(block), (chart, *own), lang=desk.language)
    found = tuple(gather.facts(desk, f"- [[{block.ref}]] {desk.own_words(block)}", desk.language, key))
    if not found:
        return None
    return Section(key, "facts", heading_of(block), found, lang=desk.language)
