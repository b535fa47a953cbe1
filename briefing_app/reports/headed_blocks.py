"""Headings of blocks that were added to a book without one, so that its contents can name them.

What a block shows in bold at its head becomes its heading: the name of a person, the title of a chart, an
event or a source. It is not said twice. Own text goes on under the heading before it, as running text does,
unless it begins with a heading itself.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from briefing_app.domain.records import Basket, Block, Event, Note, Series, Source
from briefing_app.reports import labels, prose
from briefing_app.reports.chart_model import Bars, Chart
from briefing_app.reports.cited_blocks import said_by, said_in_full
from briefing_app.reports.desk import Desk
from briefing_app.reports.model import (
    Content,
    Deadline,
    DutyLine,
    Fact,
    Item,
    PersonCard,
    Prose,
    Run,
    Section,
)
from briefing_app.reports.signs import signs


def headed(desk: Desk, block: Block, section: Section) -> Section:
    """The section of an added block with a heading; as it is where it has one, or where it is own text."""
    if section.title or not section.items:
        return section
    if block.type in ("duty", "rate_chart") and _is_of_many(section):
        return replace(section, title=_of_goods(desk, block))
    return _OF_BLOCK.get(block.type, _by_first)(desk, block, section)


def set_apart(desk: Desk, block: Block, section: Section) -> Section:
    """The section of a block that was added to a paper without contents: duties, whose lines would read as
    those of the section before, get a heading.
    """
    return headed(desk, block, section) if block.type == "duty" else section


def _by_first(desk: Desk, block: Block, section: Section) -> Section:
    """Headed by what stands first in it."""
    first, *rest = section.items
    match first:
        case Chart() | Bars() if first.title:
            untitled = replace(first, title="")
            return replace(
                section, title=first.title, items=(untitled, *rest), lang=first.lang or section.lang
            )
        case PersonCard():
            portion = first.portion and _marking_of(desk, block)
            bare = replace(first, name="", portion="" if portion else first.portion)
            return replace(section, title=first.name, items=(bare, *rest), marking=portion or section.marking)
        case DutyLine():
            return replace(section, title=first.good)
        case Fact():
            series = desk.workspace.find("series", block.ref)
            return (
                replace(section, title=_told(desk, series.title)) if isinstance(series, Series) else section
            )
        case Prose(kind="h", items=(head, *_)):
            return replace(section, title=prose.plain(head.runs), items=tuple(rest)) if rest else section
    return section


def _marking_of(desk: Desk, block: Block) -> str:
    record = desk.workspace.find("person", block.ref)
    return str(getattr(record, "marking", ""))


def _is_of_many(section: Section) -> bool:
    lines = sum(isinstance(item, DutyLine) for item in section.items)
    charts = sum(isinstance(item, Chart) for item in section.items)
    return max(lines, charts) > 1 or (lines > 0 and isinstance(section.items[0], Chart))


def _of_goods(desk: Desk, block: Block) -> str:
    """Goods of a basket are headed by it, others by what is shown of them."""
    basket = desk.workspace.find("basket", block.ref) if block.ref else None
    if isinstance(basket, Basket) and basket.title:
        return _told(desk, basket.title)
    if block.type == "rate_chart":
        return labels.words(desk.language)["rate_over_time"]
    return desk.section_title("duty")


def _told(desk: Desk, title: str) -> str:
    return desk.translated(title)[0]


def _event(desk: Desk, block: Block, section: Section) -> Section:
    event = desk.workspace.find("event", block.ref)
    if not isinstance(event, Event):
        return section
    title, lang = desk.translated(event.title)
    first, *rest = section.items
    if isinstance(first, Deadline):
        when = Run(f"{first.when}{signs(desk.language).bracketed(first.countdown)}", "", first.cites)
        return replace(
            section,
            layout="text",
            title=title,
            lang=lang,
            items=(_paragraph(when, lang=desk.language), *rest),
        )
    if not isinstance(first, Prose):
        return section
    when, _title, *tail = first.items[0].runs
    if when.text.strip():
        bare = replace(when, text=when.text.strip(), style="")
        return replace(
            section, title=title, lang=lang, items=(_paragraph(bare, *tail, lang=first.lang), *rest)
        )
    return replace(section, title=title, lang=lang, items=(_paragraph(*tail, lang=first.lang), *rest))


def _source(desk: Desk, block: Block, section: Section) -> Section:
    source = desk.workspace.find("source", block.ref)
    first, *rest = section.items
    if not isinstance(source, Source) or not isinstance(first, Prose):
        return section
    lead, after = first.items[0].runs
    words = after.text.removeprefix(signs(desk.language).stop)
    if not words:
        return replace(section, title=lead.text, lang=first.lang)
    bare = _paragraph(Run(words, "", lead.cites), lang=first.lang)
    return replace(section, title=lead.text, lang=first.lang, items=(bare, *rest))


def _quotation(desk: Desk, block: Block, section: Section) -> Section:
    """Headed by who said it and when, else by its note; below it only the place in the source is left."""
    note = desk.workspace.find("note", block.ref)
    if not isinstance(note, Note):
        return section
    quotation = note.quotations[int(block.options.get("place", 0))]
    title = said_by(desk, quotation)
    if not title:
        return replace(section, title=_told(desk, note.title))
    told = _paragraph(Run(said_in_full(desk, quotation)), lang=desk.language)
    place = (_paragraph(Run(quotation.locator), lang=desk.language),) if quotation.locator else ()
    items: list[Content] = []
    for item in section.items:
        items += place if item == told else (item,)
    return replace(section, title=title, items=tuple(items))


def _position(_desk: Desk, _block: Block, section: Section) -> Section:
    """Headed by who spoke on what; the day alone is left below."""
    lead = section.items[0]
    if not isinstance(lead, Prose):
        return section
    head, when = lead.items[0].runs
    day = (_paragraph(Run(when.text.strip()), lang=lead.lang),) if when.text.strip() else ()
    return replace(section, title=head.text, items=(*day, *section.items[1:]))


def _paragraph(*runs: Run, lang: str) -> Prose:
    return Prose("p", (Item(tuple(runs)),), lang=lang)


_OF_BLOCK: dict[str, Callable[[Desk, Block, Section], Section]] = {
    "event": _event,
    "source": _source,
    "quotation": _quotation,
    "position": _position,
}
