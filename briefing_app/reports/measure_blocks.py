"""Blocks that are one measure of the law: what it says in a sentence, and how it stood on the day."""

from __future__ import annotations

from datetime import time

from briefing_app.domain.records import Block
from briefing_app.reports import duty_lines
from briefing_app.reports.desk import Desk
from briefing_app.reports.duty_lines import LawAssessor
from briefing_app.reports.model import Item, Prose, Run, Section
from briefing_app.reports.spans import parse
from briefing_app.tariff.law import Law, provision_status
from briefing_app.tariff.moment import minute_of
from briefing_app.tariff.rules import Measure, SourceDocument
from briefing_app.tariff.words import ground_in

LAST_MINUTE = time(23, 59)


def section(desk: Desk, block: Block, key: str) -> Section | None:
    """The section of a measure; None, with a finding, where the law has none or nobody knew of it yet."""
    assessor = desk.assess if isinstance(desk.assess, LawAssessor) else duty_lines.shipped_assessor()
    measure = assessor.law.measures.get(block.ref)
    if measure is None:
        desk.tell("warn", f'The law data have no measure "{block.ref}".', key)
        return None
    title = assessor.title_of(measure.id, desk.language)
    documents = _documents(assessor.law, measure)
    told = [each for each in documents if not _is_later(desk, each.date)]
    has_begun = measure.start is None or measure.start <= minute_of(desk.as_of, LAST_MINUTE)
    if not (told or has_begun):
        desk.tell("warn", f'"{title}" was not known on the as-of date; it is left out.', key)
        return None
    cites = tuple(
        desk.cites.cite_document(each.id, each.publisher, each.title, each.date, each.locator)
        for each in told or documents[:1]
    )
    words = measure.ja if desk.language == "ja" and measure.ja else measure.en
    said = Prose("p", (Item((Run(words, cites=cites),)),), lang=desk.language)
    own = desk.prose(desk.own_words(block), desk.language)
    heading = str(block.options.get("heading", "")) or title
    return Section(key, "text", heading, (said, _standing(desk, measure), *own), lang=desk.language)


def _standing(desk: Desk, measure: Measure) -> Prose:
    """Whether it was in force on the day, on what ground, under which headings."""
    status = provision_status(measure, minute_of(desk.as_of), desk.language)
    grounds = [ground_in(each, desk.language) for each in (measure.authority, *measure.instruments) if each]
    parts = (status, *grounds, *measure.headings)
    between = "、" if desk.language == "ja" else "; "
    return Prose("p", (Item((Run(between.join(parts), "emph"),)),), lang=desk.language)


def _documents(law: Law, measure: Measure) -> list[SourceDocument]:
    return [law.sources[each] for each in measure.citations if each in law.sources]


def _is_later(desk: Desk, written: str) -> bool:
    return bool(written and (span := parse(written)) and span.is_after(desk.as_of))
