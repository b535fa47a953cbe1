"""Questions and answers: one question a page, in type that can be read while standing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import count

from briefing_app.domain.questions import Asked, asked
from briefing_app.domain.records import Block, Note
from briefing_app.domain.speaking_time import is_said
from briefing_app.reports import blocks as general
from briefing_app.reports import labels, prose, wording
from briefing_app.reports.desk import Desk, language_of
from briefing_app.reports.knowledge import tag_day
from briefing_app.reports.model import Prose, Question, Section

BLOCKS = ("questions",)
# Spoken speed: 130 words a minute in English, 300 signs a minute in Japanese.
_WORDS_A_MINUTE, _SIGNS_A_MINUTE = 130, 300
_LONGEST_S = 75
# From so many questions on a list of them stands before the first.
_MANY = 5
# What stands on the page before the words of a follow-up anyway.
_FOLLOWING = re.compile(r"^(?:Follow-up|更問)\s*[\d０-９.-]*\s*[.．:：\s\u3000]\s*(?=\S)", re.IGNORECASE)
_NUMBER = re.compile(r"^(?:Q\s*|問\s*)(\d+(?:[-.]\d+)*)[.．:：\s\u3000]*(.+)$")


def sections(desk: Desk, blocks: tuple[Block, ...]) -> tuple[Section, ...]:
    """Every question of the notes that stand on the day, in the paper's language where there is one.

    Own text and other blocks stand on pages of their own between them.
    """
    made: list[Section] = []
    only = _language(desk, blocks)
    taken: set[str] = set()
    for number, block in enumerate(blocks):
        if block.options.get("include") is False:
            continue
        if block.type not in BLOCKS:
            own = general.section(desk, block, number)
            made += [replace(own, level=1)] if own else []
            continue
        for note in _notes(desk, block):
            found = _of_note(desk, note, only, taken)
            if found and note.status != "cleared":
                desk.tell(
                    "warn",
                    f'"{wording.cut(note.title)}" is a draft, not cleared.',
                    "questions",
                    target=f"note:{note.id}",
                )
            made += found
    if not any(section.layout == "qa" for section in made):
        desk.tell("warn", "There is no question-and-answer note that stands on this day.", "questions")
    return tuple(replace(each, new_page=number > 0) for number, each in enumerate(made))


def has_index(sections: tuple[Section, ...]) -> bool:
    """Whether a sheet of questions begins with the list of them."""
    # In a book they stand in its contents.
    is_sheet = not any(section.part for section in sections)
    return is_sheet and sum(section.layout == "qa" for section in sections) >= _MANY


def _language(desk: Desk, blocks: tuple[Block, ...]) -> str:
    """The paper's language if a question is in it, else "": then all are printed."""
    wanted = [each for each in blocks if each.type in BLOCKS and each.options.get("include") is not False]
    said = {_lang(each) for block in wanted for note in _notes(desk, block) for each in asked(note.body)}
    return desk.language if desk.language in said else ""


def _lang(each: Asked) -> str:
    """The language of a question of its own; "" for one that follows another."""
    return language_of(_numbered(each.words, each.number)[1]) if each.depth == 0 else ""


def _notes(desk: Desk, block: Block) -> list[Note]:
    if block.ref:
        found = desk.note(block.ref)
        return [found] if found is not None and desk.knowledge.note(found) else []
    return desk.notes("qa")


def _of_note(desk: Desk, note: Note, only: str, taken: set[str]) -> list[Section]:
    """The questions in the language ``only``; what is left out cites nothing and takes no number.

    ``taken`` holds the numbers of the paper so far: no two questions bear the same one. Numbers that only
    count the questions of a note count those that are printed: one question alone is not the sixth.
    """
    found: list[Section] = []
    is_whole = not only or all(_lang(each) == only for each in asked(note.body) if each.depth == 0)
    is_wanted, lang = True, ""
    for each in asked(note.body):
        if each.depth == 0:
            lang = _lang(each)
            is_wanted = not only or lang == only
        if not is_wanted:
            continue
        if not found:
            desk.use(note)
        if each.depth == 0:
            place, question = _numbered(each.words, "")
            if not is_whole and place.isdecimal():
                place = ""
            if place in taken:
                text = (
                    f'Two questions are numbered {place}: "{wording.cut(question)}" is given the next number.'
                )
                desk.tell("note", text, "questions", target=f"note:{note.id}")
            if not place or place in taken:
                place = _next_free(taken)
            taken.add(place)
            key = f"{note.id}-{each.number}"
            item = _question(desk, note, each, (place, question), lang)
            found.append(Section(key, "qa", question, (item,), lang=lang, marking=note.marking))
        else:
            above = found[-1]
            first = above.items[0]
            number = first.number.split()[-1] if isinstance(first, Question) else ""
            place = f"{number.removeprefix('問')}.{each.number.partition('.')[2]}"
            item = _question(desk, note, each, (place, _FOLLOWING.sub("", each.words)), above.lang)
            found[-1] = replace(above, items=(*above.items, item))
    return found


def _question(desk: Desk, note: Note, each: Asked, named: tuple[str, str], lang: str) -> Question:
    place, words = named
    parts = desk.prose(each.answer, lang)
    seconds = _seconds(parts, lang)
    home = f"note:{note.id}"
    if not parts:
        desk.tell("warn", f'"{wording.cut(words)}" has no answer yet.', "questions", target=home)
    if seconds > _LONGEST_S:
        desk.tell(
            "warn", f'"{wording.cut(words)}" takes about {seconds} s to answer.', "questions", target=home
        )
    told = labels.words(_of(lang))
    meta: tuple[str, ...] = (told["seconds"].replace("{n}", str(seconds)) if parts else told["no_answer"],)
    if each.depth == 0:
        meta += (told.get(f"status_{note.status}", note.status),)
        if until := tag_day(note, "until"):
            day = wording.day(until, desk.dates if lang == desk.language else wording.dates_of(_of(lang)))
            meta += (told["valid_until"].format(day=day),)
    name = told["question" if each.depth == 0 else "follow_up"]
    label = f"{name}{place.replace('.', '-')}" if lang == "ja" else f"{name} {place}"
    return Question(label, words, parts, meta, lang, desk.portion_of(note), each.depth)


def _next_free(taken: set[str]) -> str:
    """The number of the next question, by its place in the paper."""
    return next(str(number) for number in count(len(taken) + 1) if str(number) not in taken)


def _numbered(heading: str, place: str) -> tuple[str, str]:
    found = _NUMBER.match(heading)
    return (found[1], found[2]) if found else (place, heading)


def _of(lang: str) -> wording.Language:
    return "ja" if lang == "ja" else "en"


def _said(parts: tuple[Prose, ...]) -> Iterator[Prose]:
    """What of an answer is spoken: bold words at the head of a paragraph say what stands below them."""
    is_spoken = True
    for part in parts:
        first = part.items[0].runs[0] if part.items and part.items[0].runs else None
        if part.kind == "p" and first is not None and first.style == "strong":
            is_spoken = is_said(first.text)
        if is_spoken:
            yield part


def _seconds(parts: tuple[Prose, ...], lang: str) -> int:
    text = " ".join(prose.plain(item.runs) for part in _said(parts) for item in part.items)
    if lang == "ja":
        return round(len(text.replace(" ", "")) * 60 / _SIGNS_A_MINUTE)
    return round(len(text.split()) * 60 / _WORDS_A_MINUTE)
