"""Questions and answers: one question a page, in type that can be read while standing."""

from __future__ import annotations

import re
from dataclasses import replace

from briefing_app.domain.records import Block, Note
from briefing_app.reports import blocks as general
from briefing_app.reports import labels, prose
from briefing_app.reports.desk import Desk, language_of
from briefing_app.reports.model import Prose, Question, Section

BLOCKS = ("questions",)
# Spoken speed: 130 words a minute in English, 300 signs a minute in Japanese.
_WORDS_A_MINUTE, _SIGNS_A_MINUTE = 130, 300
_LONGEST_S = 75
_NUMBER = re.compile(r"^(?:Q\s*|問\s*)(\d+(?:[-.]\d+)*)[.．:：\s\u3000]*(.+)$")
_TITLE = re.compile(r"^\s{0,3}##\s+(.+?)\s*$", re.MULTILINE)


def sections(desk: Desk, blocks: tuple[Block, ...]) -> tuple[Section, ...]:
    """Every question of the notes that stand on the day, in the paper's language where there is one.

    Own text and other blocks stand on pages of their own between them.
    """
    made: list[Section] = []
    for number, block in enumerate(blocks):
        if block.options.get("include") is False:
            continue
        if block.type not in BLOCKS:
            own = general.section(desk, block, number)
            made += [replace(own, level=1)] if own else []
            continue
        for note in _notes(desk, block):
            if note.status != "cleared":
                desk.tell("warn", f'"{note.title}" is a draft, not cleared.', "questions")
            made += _of_note(desk, note)
    asked = [section for section in made if section.layout == "qa"]
    if not asked:
        desk.tell("warn", "There is no question-and-answer note that stands on this day.", "questions")
    chosen = {section.id for section in asked if section.lang == desk.language} or {s.id for s in asked}
    kept = [section for section in made if section.layout != "qa" or section.id in chosen]
    return tuple(replace(each, new_page=number > 0) for number, each in enumerate(kept))


def _notes(desk: Desk, block: Block) -> list[Note]:
    if block.ref:
        found = desk.note(block.ref)
        return [found] if found is not None and desk.knowledge.note(found) else []
    return desk.notes("qa")


def _of_note(desk: Desk, note: Note) -> list[Section]:
    desk.use(note)
    pieces = _TITLE.split(note.body)
    found = []
    for place, (heading, body) in enumerate(zip(pieces[1::2], pieces[2::2], strict=True), start=1):
        number, question = _numbered(heading, place)
        lang = language_of(question)
        parts = desk.prose(body, lang)
        seconds = _seconds(parts, lang)
        if seconds > _LONGEST_S:
            desk.tell("warn", f'"{question}" takes about {seconds} s to answer.', "questions")
        words = labels.words("ja" if lang == "ja" else "en")
        meta = (
            words["seconds"].replace("{n}", str(seconds)),
            words.get(f"status_{note.status}", note.status),
        )
        label = f"{words['question']} {number}" if lang != "ja" else f"問{number}"
        item = Question(label, question, parts, meta, lang, desk.portion_of(note))
        key = f"{note.id}-{place}"
        found.append(Section(key, "qa", question, (item,), lang=lang, marking=note.marking))
    return found


def _numbered(heading: str, place: int) -> tuple[str, str]:
    found = _NUMBER.match(heading)
    return (found[1], found[2]) if found else (str(place), heading)


def _seconds(parts: tuple[Prose, ...], lang: str) -> int:
    text = " ".join(prose.plain(item.runs) for part in parts for item in part.items)
    if lang == "ja":
        return round(len(text.replace(" ", "")) * 60 / _SIGNS_A_MINUTE)
    return round(len(text.split()) * 60 / _WORDS_A_MINUTE)
