"""The briefing book: the parts of all other papers under tab letters, with contents and sources."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import TypeAlias

from briefing_app.domain.records import Block, Event, Note, Series
from briefing_app.errors import BriefingError
from briefing_app.reports import blocks as general
from briefing_app.reports import (
    charts,
    chronology,
    duty_pages,
    gather,
    goods_of_blocks,
    one_page,
    people_pages,
    questions,
    saved_run,
)
from briefing_app.reports.block_sections import is_added
from briefing_app.reports.desk import Desk, DutyQuestion, event_day
from briefing_app.reports.headed_blocks import headed
from briefing_app.reports.model import Content, Section
from briefing_app.reports.paper_size import AROUND_NOTE, check_size
from briefing_app.reports.signs import signs

BLOCKS = (
    "scenario", "lines", "briefs", "questions", "options", "numbers", "chronology", "people", "delegation",
    "records", "texts", "logistics", "glossary",
)  # fmt: skip
# Notes with these tags stand in a part of their own, or in none.
_OWN_PARTS = ("terms", "method", "text", "logistics", "glossary", "simulation")
_LONG = {"en": 1600, "ja": 700}
_PURPOSE = ("purpose", "objectives", "their_aims", "who", "next", "strip")


def sections(desk: Desk, blocks: tuple[Block, ...]) -> tuple[Section, ...]:
    """The parts in the order of their blocks; a part without content is left out and its letter given on.

    Raises LayoutError before anything is read where the notes alone are more than a paper holds.
    """
    _check_size(desk, blocks)
    made: list[Section] = []
    for number, block in enumerate(blocks):
        if block.options.get("include") is False:
            continue
        build = None if is_added(block) else _PARTS.get(block.type)
        if build is None:
            own = general.section(desk, block, number)
            made += [headed(desk, block, own)] if own else []
            continue
        found = build(desk, block)
        if not found:
            desk.tell("note", f'"{desk.section_title(block.type)}" has nothing on this day.', block.type)
            continue
        head = found[0]
        if head.title == desk.section_title(block.type):
            head = replace(head, title="")
        title = desk.section_title(block.type)
        made.append(replace(head, part=title, block=block.type, new_page=False))
        made += [_within(section) for section in found[1:]]
    return tuple(made)


def _check_size(desk: Desk, blocks: tuple[Block, ...]) -> None:
    """Weigh the notes of the parts as they are stored: to read and lay out all of them takes minutes.

    Of what may be left out of a paper to be released, nothing is said beforehand.
    """
    parts = [_NOTES[block.type] for block in blocks if _is_part(block) and block.type in _NOTES]
    if desk.release is None and parts:
        notes = (note for note in desk.workspace.records("note") if isinstance(note, Note))
        held = (note for note in notes if desk.stands(note) and any(fits(note, desk) for fits in parts))
        check_size(sum(len(note.body.encode()) + AROUND_NOTE for note in held))


def _is_part(block: Block) -> bool:
    return block.options.get("include") is not False and not is_added(block)


def _within(section: Section) -> Section:
    return replace(section, new_page=section.new_page and section.layout in ("qa", "text"))


def _scenario(desk: Desk, _block: Block) -> list[Section]:
    return list(one_page.sections(desk, tuple(Block(name) for name in _PURPOSE)))


_Fits: TypeAlias = Callable[[Note, Desk], bool]


def _of_kind(kind: str) -> _Fits:
    """Notes of a kind, but for those that stand elsewhere."""
    return lambda note, desk: note.kind == kind and _belongs(note, desk)


def _tagged(tag: str) -> _Fits:
    """Notes with a tag, in the paper's language."""
    return lambda note, desk: tag in note.tags and note.language == desk.language


# Which notes the parts hold that print every one of them.
_NOTES: dict[str, _Fits] = {
    "lines": _of_kind("line"),
    "briefs": _of_kind("analysis"),
    "records": _of_kind("record"),
    "texts": _tagged("text"),
    "logistics": _tagged("logistics"),
    "glossary": _tagged("glossary"),
}


def _notes_of(part: str) -> Callable[[Desk, Block], list[Section]]:
    """A part made of its notes."""
    return _of_every(lambda desk: [note for note in desk.notes() if _NOTES[part](note, desk)])


def _records(desk: Desk) -> list[Note]:
    """Records of meetings, the last meeting first, whenever they were written."""
    belonging = [note for note in desk.notes("record") if _NOTES["records"](note, desk)]
    return sorted(belonging, key=lambda note: _day_of_meeting(desk, note), reverse=True)


def _day_of_meeting(desk: Desk, note: Note) -> date:
    found = (desk.workspace.find("event", reference) for reference in note.about)
    days = [event_day(event) for event in found if isinstance(event, Event)]
    return min(days, default=None) or desk.knowledge.stands_from(note) or date.min


def _of_every(choose: Callable[[Desk], list[Note]]) -> Callable[[Desk, Block], list[Section]]:
    def build(desk: Desk, _block: Block) -> list[Section]:
        notes = [note for note in choose(desk) if _has_words(desk, note)]
        for note in notes:
            desk.use(note)
        return [
            Section(
                f"note-{note.id}", "text", note.title, saved_run.prose_of(desk, note),
                lang=note.language, marking=note.marking, anchor=note.id,
                new_page=place > 0 and (_is_long(note) or _is_long(notes[place - 1])),
            )
            for place, note in enumerate(notes)
        ]  # fmt: skip

    return build


def _is_long(note: Note) -> bool:
    """Whether a note fills most of a page: it then has its own, which can be taken out and handed over."""
    return len(note.body) > _LONG["ja" if note.language == "ja" else "en"]


def _has_words(desk: Desk, note: Note) -> bool:
    if not note.body.strip():
        desk.tell("note", f'"{note.title}" is empty; it is left out.', f"note-{note.id}")
    return bool(note.body.strip())


def _belongs(note: Note, desk: Desk) -> bool:
    is_furniture = any(tag.startswith("brief:") or tag in _OWN_PARTS for tag in note.tags)
    return not is_furniture and note.language == desk.language


def _questions(desk: Desk, block: Block) -> list[Section]:
    return [replace(section, layout="qa") for section in questions.sections(desk, (replace(block, ref=""),))]


def _numbers(desk: Desk, block: Block) -> list[Section]:
    made: list[Section] = []
    facts: list[Content] = []
    for series in desk.workspace.records("series"):
        if not isinstance(series, Series):
            continue
        chart = charts.of_series(desk, series)
        if chart:
            made.append(
                Section(f"series-{series.id}", "text", "", (chart,), lang=desk.language, anchor=series.id)
            )
        else:
            facts += gather.facts(desk, f"- [[{series.id}]]", desk.language)
    if facts:
        made.insert(
            0, Section("facts", "facts", desk.section_title("facts"), tuple(facts), lang=desk.language)
        )
    if desk.assess is not None and (goods := duty_pages.questions_of(desk, block)):
        lines = tuple(desk.assess(question, desk.as_of, desk.language) for question in goods)
        drawn = _drawings(desk, goods[0])
        title = desk.section_title("duty")
        made.append(
            Section(
                "duty",
                "text",
                title,
                (*lines, *goods_of_blocks.assumed(desk, goods), *drawn),
                lang=desk.language,
            )
        )
    return made


def _drawings(desk: Desk, question: DutyQuestion) -> list[Content]:
    """How the duty of the first good comes about and how it changed."""
    from briefing_app.reports import duty_charts  # noqa: PLC0415  it reads the law, which a book may not need
    from briefing_app.reports.duty_lines import LawAssessor  # noqa: PLC0415

    assessor = desk.assess
    if not isinstance(assessor, LawAssessor):
        return []
    try:
        answer = assessor.assessment(question, desk.as_of)
    except BriefingError:
        return []
    name = assessor(question, desk.as_of, desk.language).good
    drawn = [
        duty_charts.waterfall(desk, assessor, answer, name),
        duty_charts.rate_over_time(desk, assessor, question),
    ]
    colon = signs(desk.language).colon
    return [replace(each, title=f"{each.title}{colon}{name}") for each in drawn if each]


def _chronology(desk: Desk, block: Block) -> list[Section]:
    return list(chronology.sections(desk, (replace(block, type="events"), Block("ahead"))))


def _people(desk: Desk, block: Block) -> list[Section]:
    return list(people_pages.sections(desk, (block,)))


def _delegation(desk: Desk, block: Block) -> list[Section]:
    """Who is in both delegations, in order of precedence, and where they sit."""
    from briefing_app.reports import seating_pages  # noqa: PLC0415  it takes the rules of seating with it

    named = (block,) if block.ref else ()
    if not seating_pages.delegations_of(desk, named):
        return []
    return [replace(section, new_page=False) for section in seating_pages.sections(desk, named)]


def _options(desk: Desk, block: Block) -> list[Section]:
    from briefing_app.reports import scenario_pages  # noqa: PLC0415  it reads the law, which a book may not need

    return list(scenario_pages.sections(desk, (block,)))


_PARTS: dict[str, Callable[[Desk, Block], list[Section]]] = {
    "scenario": _scenario,
    "lines": _notes_of("lines"),
    "briefs": _notes_of("briefs"),
    "questions": _questions,
    "options": _options,
    "numbers": _numbers,
    "chronology": _chronology,
    "people": _people,
    "delegation": _delegation,
    "records": _of_every(_records),
    "texts": _notes_of("texts"),
    "logistics": _notes_of("logistics"),
    "glossary": _notes_of("glossary"),
}
