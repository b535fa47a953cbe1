"""Abbreviations: which ones a paper leaves unexplained, and the list that spells them out at its end.

What an abbreviation means is taken from the workspace's glossary, else from the list of the field that comes
with the program. An abbreviation of neither is for the writer to spell out: pre-flight names it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from briefing_app.domain.records import Note
from briefing_app.reports import labels
from briefing_app.reports.desk import Desk
from briefing_app.reports.model import Item, Prose, Run, Section
from briefing_app.reports.section_words import texts_of
from briefing_app.reports.signs import signs

ABBREVIATIONS = "abbreviations"
GLOSSARY = "glossary"
# A list of so many lines stands on one page.
_KEPT_WHOLE = 12
# What an abbreviation is not part of: kana and kanji stand beside one without a space.
_WORD = r"(?:[^\W\u3005-\u30ff\u3400-\u9fff\uf900-\ufaff]|-)"
_ABBREVIATION = re.compile(rf"(?<!{_WORD})[A-Z][A-Z&]{{1,6}}(?!{_WORD})")
_AROUND = 8
_ROMAN = re.compile(r"[IVXLC]+")
# A row or a line of a glossary: what is short, and what it means up to where the explanation begins.
_ENTRY = re.compile(
    r"^\s*(?:\|\s*|[-*]\s+)\**(?P<short>[A-Z][A-Z&]{1,6})\**\s*[|:：]\s*(?P<long>[^|\n:：;；。]+)",
    re.MULTILINE,
)
_MARKUP = re.compile(r"\^[A-Za-z][\w-]*(?:\[[^\]\n]*\])?|\*\*|\[\[|\]\]|(?<!\w)@")


def unexplained(sections: Sequence[Section]) -> list[str]:
    """The abbreviations that the sections nowhere spell out and that not everybody knows, as they come."""
    whole = "\n".join(text for section in sections for text in texts_of(section))
    known = labels.well_known()
    used = dict.fromkeys(_ABBREVIATION.findall(whole))
    return [
        word
        for word in used
        if word not in known and not _ROMAN.fullmatch(word) and not _is_spelled_out(word, whole)
    ]


def _is_spelled_out(word: str, whole: str) -> bool:
    """Whether its words stand beside it once: ``… Representative (USTR)``, ``USTR (Trade …``, ``USTR: …``."""
    sign = re.escape(word)
    pattern = re.compile(
        rf"\w\s?[(（]{sign}[)）,;]|(?<!{_WORD}){sign}\s?[(（]\w{{3}}|^{sign}\s?[:：]\s?\w", re.MULTILINE
    )
    # Only what stands around it is looked at: a book is long, and has many abbreviations.
    at = whole.find(word)
    while at >= 0:
        if pattern.search(whole[max(0, at - _AROUND) : at + len(word) + _AROUND]):
            return True
        at = whole.find(word, at + 1)
    return False


def listed(desk: Desk, sections: Sequence[Section], *, is_book: bool) -> tuple[Section, ...]:
    """The section that spells out what the others leave unexplained, none where nothing is known to say.

    A book has it in its glossary; other papers at their end, before the sources.
    """
    missing = unexplained(sections)
    entries = sorted(_meanings(desk, missing))
    if not entries:
        return ()
    colon = signs(desk.language).colon
    lines = tuple(Item((Run(f"{short}{colon}", "strong"), Run(long))) for short, long in entries)
    title = labels.words(desk.language)[ABBREVIATIONS]
    body = (Prose("ul", lines, lang=desk.language),)
    section = Section(ABBREVIATIONS, "text", title, body, lang=desk.language, keep=len(lines) <= _KEPT_WHOLE)
    if is_book and not any(each.block == GLOSSARY for each in sections):
        return (_as_part(section, desk),)
    return (section,)


def _as_part(section: Section, desk: Desk) -> Section:
    return Section(
        section.id, section.layout, "", section.items, lang=section.lang,
        part=desk.section_title(GLOSSARY), block=GLOSSARY,
    )  # fmt: skip


def _meanings(desk: Desk, missing: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Each abbreviation with what it means, where that is known."""
    wanted = set(missing)
    for note in desk.notes():
        if GLOSSARY not in note.tags or note.language != desk.language or not wanted:
            continue
        found = {short: long for short, long in _entries(note) if short in wanted}
        if found:
            desk.use(note)
            wanted -= found.keys()
            yield from found.items()
    for short in wanted:
        if long := labels.spelled_out(short, desk.language):
            yield short, long


def _entries(note: Note) -> Iterator[tuple[str, str]]:
    for found in _ENTRY.finditer(note.body):
        if long := _MARKUP.sub("", found["long"]).strip():
            yield found["short"], long
