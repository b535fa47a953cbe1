"""The one-page brief: why, what we want, what to say, what they want, the numbers, who, what is next.

Words come from the note tagged ``brief:one-page`` that is the newest on the day (its headings are the
sections), messages and replies from the lines to take, the rest from records. A block of a stored briefing
replaces its section (``text``) or leaves it out (``options.include`` false).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta

from briefing_app.domain.records import Block, Note
from briefing_app.reports import blocks as general
from briefing_app.reports import gather, goods_of_blocks, prose, time_strip, wording
from briefing_app.reports.block_sections import keys_of
from briefing_app.reports.desk import Desk
from briefing_app.reports.labels import section_of
from briefing_app.reports.model import Content, Prose, Section

BLOCKS = (
    "purpose", "objectives", "messages", "if_pressed", "their_aims", "who", "avoid", "facts", "duty", "next",
    "strip",
)  # fmt: skip
# What fits a minister's glance: items at most, and words of a spoken point (briefing practice).
LIMITS = {"objectives": 3, "their_aims": 3, "messages": 4, "if_pressed": 3, "facts": 8, "who": 4, "next": 5}
SPOKEN_WORDS = {"en": 25, "ja": 80}
STRIP_WIDTH_PT = 493
_STALE = timedelta(days=90)
_LINE_SECTIONS = ("messages", "if_pressed", "avoid")


def sections(desk: Desk, blocks: tuple[Block, ...]) -> tuple[Section, ...]:
    """The sections of the page in the order of its blocks."""
    sheet = _sheet(desk)
    made = []
    for number, (block, key) in enumerate(zip(blocks, keys_of(blocks, BLOCKS), strict=True)):
        if block.options.get("include") is False:
            continue
        build = _BUILDERS.get(key)
        section = build(desk, block, sheet) if build else general.section(desk, block, number)
        if section is not None:
            made.append(section)
    return tuple(made)


def place_on_page(section: Section) -> int:
    """Where the page has a section, whatever the order of the blocks; what was added stands below "avoid"."""
    below = BLOCKS.index("avoid") + 1
    if section.id not in BLOCKS:
        return below
    place = BLOCKS.index(section.id)
    return place if place < below else place + 1


class _Sheet:
    """The words chosen for the day: Markdown per section with its language, and the note's title."""

    def __init__(self, title: str, parts: Mapping[str, tuple[str, str]]) -> None:
        self.title = title
        self.parts = parts

    def words(self, block: Block, desk: Desk) -> tuple[str, str]:
        """The Markdown of a block and its language: own text, else the referenced note, else the sheet."""
        if own := desk.own_words(block):
            return own, str(block.options.get("language", desk.language))
        if block.ref:
            note = desk.note(block.ref)
            if note is not None:
                desk.use(note)
                chosen = dict(_parts(note))
                return chosen.get(block.type, note.body), note.language
        return self.parts.get(block.type, ("", desk.language))


def title_of_sheet(desk: Desk) -> str:
    """The title of the note that carries the brief, or ""."""
    return _sheet(desk).title


def _sheet(desk: Desk) -> _Sheet:
    parts: dict[str, tuple[str, str]] = {}
    title = ""
    for note in desk.notes():
        if "brief:one-page" in note.tags:
            title = note.title
            desk.use(note)
            parts.update({name: (text, note.language) for name, text in _parts(note)})
            break
    for name in _LINE_SECTIONS:
        if name not in parts:
            lines, language = _from_lines(desk, name)
            if lines:
                parts[name] = (lines, language)
    return _Sheet(title, parts)


def _parts(note: Note) -> list[tuple[str, str]]:
    """The text of each known section; a lead such as *If pressed: "…"* keeps its question as a first item."""
    found: dict[str, list[str]] = {}
    for heading, text in prose.sections(note.body):
        name = section_of(heading)
        if not name:
            continue
        _lead, _colon, question = heading.replace("：", ":").partition(":")
        if question.strip() and name == "if_pressed":
            answer = " ".join(gather.bullets(text)) or text
            space = "\u3000" if note.language == "ja" else " "
            found.setdefault(name, []).append(f"- **{question.strip()}**{space}{answer}")
        elif note.kind == "line":
            found.setdefault(name, []).extend(f"- {item}" for item in gather.bullets(text))
        else:
            found.setdefault(name, []).append(text)
    return [(name, "\n".join(texts)) for name, texts in found.items()]


def _from_lines(desk: Desk, section: str) -> tuple[str, str]:
    """Lines to take that stand on the day and are not stale; drafts only where nothing is cleared."""
    every = desk.notes("line")
    standing = [note for note in every if note.language == desk.language] or every
    fresh = [
        note
        for note in standing
        if (day := desk.knowledge.stands_from(note)) is None or desk.as_of - day <= _STALE
    ]
    cleared = [note for note in fresh if note.status == "cleared"]
    texts = []
    for note in cleared or fresh:
        for name, text in _parts(note):
            if name == section:
                texts.append(text)
                desk.use(note)
                if note.status != "cleared":
                    desk.tell("warn", f'"{note.title}" is a draft, not a cleared line.', section)
    language = (cleared or fresh)[0].language if (cleared or fresh) else desk.language
    return "\n".join(texts), language


# --- one builder per block ------------------------------------------------------------------------------


def _words_section(desk: Desk, block: Block, sheet: _Sheet) -> Section | None:
    text, language = sheet.words(block, desk)
    body = list(desk.prose(text, language))
    limit = int(block.options.get("limit", LIMITS.get(block.type, 0)))
    content: list[Content] = []
    for part in body:
        if limit and part.kind in ("ul", "ol") and len(part.items) > limit:
            _tell_left_out(desk, block.type, part, limit)
            part = Prose(part.kind, part.items[:limit], lang=part.lang)  # noqa: PLW2901
        content.append(part)
    if block.type == "messages":
        _check_spoken(desk, body)
    if not content:
        name = desk.section_title(block.type)
        text = (
            f'"{name}" is empty. Type own words for it, '
            "or write it under this heading in a note with the topic brief:one-page."
        )
        desk.tell("warn", text, block.type)
        return None
    if language != desk.language and not desk.own_words(block):
        name = desk.section_title(block.type)
        text = f'"{name}" is not in the language of the paper. Type own words for it, or write a note in it.'
        desk.tell("warn", text, block.type)
    return Section(block.type, block.type, desk.section_title(block.type), tuple(content), lang=desk.language)


def _tell_left_out(desk: Desk, section: str, part: Prose, limit: int) -> None:
    for item in part.items[limit:]:
        text = wording.cut(prose.plain(item.runs))
        desk.tell("note", f'{desk.section_title(section)}: at most {limit}; left out: "{text}".', section)


def _check_spoken(desk: Desk, body: list[Prose]) -> None:
    for part in body:
        for item in part.items:
            text = prose.plain(item.runs)
            length = len(text) if part.lang == "ja" else len(text.split())
            if length > SPOKEN_WORDS[wording_language(part.lang)]:
                desk.tell(
                    "warn", f'Too long to say in one breath ({length}): "{wording.cut(text)}".', "messages"
                )


def wording_language(lang: str) -> wording.Language:
    """The language of a text as one the wording knows."""
    return "ja" if lang == "ja" else "en"


def _facts_section(desk: Desk, block: Block, sheet: _Sheet) -> Section | None:
    text, language = sheet.words(block, desk)
    found = list(gather.facts(desk, text, language))
    for series in desk.workspace.records("series"):
        if "brief:fact" in getattr(series, "tags", ()):
            found += list(gather.facts(desk, f"- [[{series.id}]]", language))
    limit = int(block.options.get("limit", LIMITS["facts"]))
    for fact in found[limit:]:
        desk.tell("note", f"Facts: at most {limit}; left out: {fact.value}.", "facts")
    if not found:
        return None
    return Section("facts", "facts", desk.section_title("facts"), tuple(found[:limit]), lang=desk.language)


def _duty_section(desk: Desk, block: Block, _sheet_: _Sheet) -> Section | None:
    if desk.assess is None:
        return None
    questions = goods_of_blocks.questions(desk, block)
    lines = tuple(desk.assess(question, desk.as_of, desk.language) for question in questions)
    for line in lines:
        if line.problem:
            desk.tell("warn", f'"{line.good}": {line.problem}', "duty")
    if not lines:
        return None
    rates = goods_of_blocks.assumed(desk, questions)
    return Section("duty", "duty", desk.section_title("duty"), (*lines, *rates), lang=desk.language)


def _who_section(desk: Desk, block: Block, _sheet_: _Sheet) -> Section | None:
    wanted = block.options.get("people")
    if wanted:
        people = [person for person in desk.people() if person.id in wanted]
    else:
        limit = int(block.options.get("limit", LIMITS["who"]))
        people = gather.counterparts(
            desk, country=str(block.options.get("country", "")), limit=limit, is_across=True
        )
    if not people:
        return None
    cards = tuple(gather.card(desk, person) for person in people)
    for person in people:
        gather.tell_if_late(desk, person, "who")
    return Section("who", "who", desk.section_title("who"), cards, lang=desk.language)


def _next_section(desk: Desk, block: Block, sheet: _Sheet) -> Section | None:
    text, language = sheet.words(block, desk)
    limit = int(block.options.get("limit", LIMITS["next"]))
    found = gather.deadlines(desk, text, language, limit=limit)
    if not found:
        return None
    return Section("next", "next", desk.section_title("next"), tuple(found), lang=desk.language)


def _strip_section(desk: Desk, block: Block, sheet: _Sheet) -> Section | None:
    text, _language = sheet.words(Block("next"), desk)
    made = time_strip.strip(desk, width_pt=STRIP_WIDTH_PT, planned=text)
    if made is None:
        return None
    return Section(block.type, "strip", desk.section_title("strip"), (made,), lang=desk.language)


_BUILDERS: dict[str, Callable[[Desk, Block, _Sheet], Section | None]] = {
    "purpose": _words_section,
    "objectives": _words_section,
    "their_aims": _words_section,
    "messages": _words_section,
    "if_pressed": _words_section,
    "avoid": _words_section,
    "facts": _facts_section,
    "duty": _duty_section,
    "who": _who_section,
    "next": _next_section,
    "strip": _strip_section,
}
