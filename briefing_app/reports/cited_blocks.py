"""Blocks that are somebody else's words: a quotation of a note, or a source by itself."""

from __future__ import annotations

from briefing_app.domain.records import Block, Note, Quotation, Source
from briefing_app.reports import wording
from briefing_app.reports.desk import Desk, language_of
from briefing_app.reports.model import Item, Prose, Run, Section
from briefing_app.reports.signs import signs


def section(desk: Desk, block: Block, key: str) -> Section | None:
    """The section of a quotation or source; None, with a finding, where it is gone or not known yet."""
    return _quotation(desk, block, key) if block.type == "quotation" else _source(desk, block, key)


def _source(desk: Desk, block: Block, key: str) -> Section | None:
    source = desk.workspace.find("source", block.ref)
    if not isinstance(source, Source):
        desk.tell("warn", f'The source "{block.ref}" is not in the workspace any more.', key)
        return None
    when = wording.edtf(source.date, desk.dates) if source.date else ""
    words = signs(desk.language).listed((source.publisher, when, source.locator))
    lead = Run(source.title, "strong", desk.cites.cite_all((source.id,)))
    runs = (lead, Run(f"{signs(desk.language).stop}{words}" if words else ""))
    lang = source.language or language_of(source.title)
    own = desk.prose(desk.own_words(block), desk.language)
    body = (Prose("p", (Item(runs),), lang=lang), *own)
    return Section(key, "text", _heading(block), body, lang=desk.language, anchor=source.id)


def _quotation(desk: Desk, block: Block, key: str) -> Section | None:
    """The quotation of a note by its place, the option ``place``; its words follow the note."""
    note = desk.workspace.find("note", block.ref)
    place = int(block.options.get("place", 0))
    if not isinstance(note, Note) or not 0 <= place < len(note.quotations):
        desk.tell("warn", f'The quotation of the note "{block.ref}" is not in the workspace any more.', key)
        return None
    if (shown := desk.note(note.id)) is None:
        return None
    if not desk.knowledge.note(note):
        desk.tell("warn", f'"{note.title}" speaks of later days than the as-of date; it is left out.', key)
        return None
    desk.use(shown)
    quotation = note.quotations[place]
    body = [
        Prose("quote", (Item((Run(quotation.text, cites=_cites(desk, quotation)),)),), lang=_lang(quotation))
    ]
    if quotation.translation:
        body.append(Prose("p", (Item((Run(quotation.translation, "emph"),)),), lang=desk.language))
    if said := said_in_full(desk, quotation):
        body.append(Prose("p", (Item((Run(said),)),), lang=desk.language))
    body += desk.prose(desk.own_words(block), desk.language)
    return Section(key, "text", _heading(block), tuple(body), lang=desk.language, marking=note.marking)


def _cites(desk: Desk, quotation: Quotation) -> tuple[int, ...]:
    return desk.cites.cite_all((quotation.source,)) if quotation.source else ()


def _lang(quotation: Quotation) -> str:
    return quotation.language or language_of(quotation.text)


def said_by(desk: Desk, quotation: Quotation) -> str:
    """Who said it, and when; "" where neither is known."""
    speaker = desk.person_name(quotation.speaker) or quotation.speaker
    when = wording.edtf(quotation.date, desk.dates) if quotation.date else ""
    return signs(desk.language).listed((speaker or "", when))


def said_in_full(desk: Desk, quotation: Quotation) -> str:
    """Who said it, when, and where in the source."""
    return signs(desk.language).listed((said_by(desk, quotation), desk.translated(quotation.locator)[0]))


def _heading(block: Block) -> str:
    return str(block.options.get("heading", ""))
