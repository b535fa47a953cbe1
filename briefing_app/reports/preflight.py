"""What is looked at before a paper goes out: findings that block the export, and findings that only warn.

Blocked: what no reader of the file can repair (a drawing without words, a table without a head to repeat,
content above the banner, the hard limit of one page). Warned: what the writer must judge (a figure without a
source, an old figure, an abbreviation nobody has spelled out, ink that greys away).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from itertools import pairwise

from briefing_app.reports import abbreviations, wording
from briefing_app.reports.chart_model import Bars, Chart, Strip
from briefing_app.reports.model import (
    Content,
    EventRow,
    Fact,
    Marking,
    Problem,
    Prose,
    Question,
    ReportData,
    Section,
    Table,
)
from briefing_app.reports.render import Mark
from briefing_app.reports.section_words import plain, texts_of

# A link or a source that names nothing stays as it was typed.
_LOOSE = re.compile(r"\[\[[^\[\]\n]+\]\]|(?<![\w^])\^[A-Za-z][\w-]*")
_MOST_NAMED = 10
# Bold words are a heading where they are no sentence.
_DEEPEST, _SENTENCE = 9, re.compile(r"[.!?。！？]$")
# Reading needs this contrast, as the Web Content Accessibility Guidelines 2.1 count it (1.4.3).
_CONTRAST = 4.5
# A watermark of so many characters stands in 19 points across the page.
_LONGEST_WATERMARK = {"en": 40, "ja": 26}
# Dashes and points of a chart tell so many lines apart.
MOST_LINES = 4
# How long the parts of a book may be, in pages: each section of it, or the whole part.
SECTION_LIMITS = {"lines": 1, "briefs": 2, "people": 1, "logistics": 1}
PART_LIMITS = {"scenario": 2, "options": 3}
_PAGE_PT, _HEAD_PT = 842.0, 130.0
# The first line of a page, the pitch of lines and how many a page holds: for telling how much to cut.
_FIRST_PT, _PITCH_PT, _LINES_A_PAGE = 68.0, 15.0, 47


def check(report: ReportData) -> tuple[Problem, ...]:
    """Everything that the content of a paper shows, without its pages."""
    found: list[Problem] = []
    for section in report.sections:
        for item in section.items:
            found += _of_item(item, section)
    for section in report.sections:
        found += _loose(section)
        found += _hollow(section)
    found += _abbreviations(report)
    found += _typed_days(report)
    found += _ink(report.marking)
    found += _watermark(report)
    return tuple(dict.fromkeys(found))


# --- one piece of content -------------------------------------------------------------------------------


def _of_item(item: Content, section: Section) -> Iterator[Problem]:
    match item:
        case Fact() if not item.cites:
            yield Problem("warn", f"The figure {item.value} has no source.", section.id)
        case Chart() | Bars() | Strip():
            yield from _of_drawing(item, section)
        case Table() if not any(cell.strip() for cell in item.head):
            yield _headless(section)
        case Prose():
            yield from _of_prose((item,), section)
        case Question():
            yield from _of_prose(item.parts, section)
        case _:
            return


def _of_drawing(item: Chart | Bars | Strip, section: Section) -> Iterator[Problem]:
    name = "" if isinstance(item, Strip) else f' "{wording.cut(item.title)}"'
    if not item.alt.strip():
        text = f"The drawing{name} has no words for those who cannot see it. Give it a title or figures."
        yield Problem("block", text, section.id)
    if isinstance(item, Chart):
        if not item.cites and item.unit != "%":
            yield Problem("warn", f"The figures of{name} have no source.", section.id)
        if len(item.lines) > MOST_LINES:
            count = f"{len(item.lines)} lines of{name}"
            text = f"{count} cannot be told apart in greyscale: show at most {MOST_LINES}."
            yield Problem("warn", text, section.id)


def _of_prose(parts: Iterable[Prose], section: Section) -> Iterator[Problem]:
    for part in parts:
        head = part.rows[0] if part.rows else ()
        if part.kind == "table" and not any(run.text.strip() for cell in head for run in cell.runs):
            yield _headless(section)
        for item in part.items:
            yield from _of_prose(item.children, section)


def _headless(section: Section) -> Problem:
    title = wording.cut(section.title or section.part)
    text = f'A table in "{title}" has no head that could be repeated on its next page. Name its columns.'
    return Problem("block", text, section.id)


def _loose(section: Section) -> Iterator[Problem]:
    """References of a section that lead nowhere."""
    typed = list(dict.fromkeys(word for text in texts_of(section) for word in _LOOSE.findall(text)))
    if typed:
        first = next(text for text in texts_of(section) if typed[0] in text)
        title = wording.cut(section.title or section.part or first)
        named = ", ".join(typed[:_MOST_NAMED])
        text = f'In "{title}" stands as it was typed: {named}. No record or source has that name.'
        yield Problem("warn", text, section.id)


def _hollow(section: Section) -> Iterator[Problem]:
    """Headings of a text, also bold words that stand for one, with nothing below them."""
    for lead, after in pairwise([*section.items, None]):
        level = _level(lead)
        if level and (after is None or 0 < _level(after) <= level):
            assert isinstance(lead, Prose)
            title = wording.cut(section.title or section.part)
            text = f'"{wording.cut(plain(lead.items[0]))}" in "{title}" has nothing below it.'
            yield Problem("note", text, section.id)


def _level(item: Content | None) -> int:
    """How deep a heading of a text is, 0 for all else; bold words alone are the deepest."""
    if not isinstance(item, Prose) or not item.items:
        return 0
    if item.kind == "h":
        return item.level
    is_bold = item.kind == "p" and all(run.style == "strong" for run in item.items[0].runs)
    return _DEEPEST if is_bold and not _SENTENCE.search(plain(item.items[0])) else 0


# --- the whole paper ------------------------------------------------------------------------------------


def _abbreviations(report: ReportData) -> Iterator[Problem]:
    """Abbreviations that the paper nowhere spells out and that not everybody knows."""
    if missing := abbreviations.unexplained(report.sections):
        named = ", ".join(missing[:_MOST_NAMED])
        more = f" and {len(missing) - _MOST_NAMED} more" if len(missing) > _MOST_NAMED else ""
        said = ((each.id, "\n".join(texts_of(each))) for each in report.sections)
        first = next((id_ for id_, each in said if missing[0] in each), "")
        text = f"Not spelled out: {named}{more}. Write them out once, or add a glossary."
        yield Problem("warn", text, first)


def _typed_days(report: ReportData) -> Iterator[Problem]:
    """A day that the writer typed in the other order than the paper writes days; what was typed stays."""
    if report.language != "en":
        return
    dates = wording.dates_of("en", is_american=report.paper == "us-letter")
    for section in report.sections:
        texts = (section.title, *(text for item in section.items for text in _own_words(item)))
        if day := next(filter(None, (wording.typed_day(text, dates) for text in texts)), ""):
            order = "the month" if dates == "en-us" else "the day"
            title = wording.cut(section.title or section.part or report.subtitle)
            said = f'"{day}" stands in "{title}" as it was typed; '
            text = f"{said}this paper writes {order} first elsewhere."
            yield Problem("note", text, section.id)
            return


def _own_words(item: Content) -> Iterator[str]:
    """What the desk wrote: no words that somebody else said or printed."""
    match item:
        case Prose() if item.kind != "quote":
            yield from (plain(each) for each in item.items)
        case Question():
            yield item.question
            yield from (plain(each) for part in item.parts if part.kind != "quote" for each in part.items)
        case EventRow():
            yield f"{item.title} {item.detail}"
        case _:
            return


def _ink(marking: Marking) -> Iterator[Problem]:
    if marking.label and contrast(marking.ink, marking.ground or "#FFFFFF") < _CONTRAST:
        text = f"{marking.label} cannot be read in greyscale: its ink is too near to its ground."
        yield Problem("warn", text, target="marking")


def _watermark(report: ReportData) -> Iterator[Problem]:
    """Words behind each page that are set so small, to have room, that nobody sees them."""
    most = _LONGEST_WATERMARK["ja" if report.language == "ja" else "en"]
    if (length := len(report.watermark)) > most:
        text = f"The watermark of {length} characters is too small to be seen: use at most {most}."
        yield Problem("warn", text)


def contrast(ink: str, ground: str) -> float:
    """The contrast of two colours (``#RRGGBB``) by their brightness alone, 1 to 21, as WCAG 2.1 counts it."""
    dark, light = sorted((_brightness(ink), _brightness(ground)))
    return (light + 0.05) / (dark + 0.05)


def _brightness(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


# --- the pages ------------------------------------------------------------------------------------------


def lengths(report: ReportData, marks: Sequence[Mark]) -> tuple[Problem, ...]:
    """Sections and parts of a book that are longer than readers of such papers expect."""
    if not report.is_book or report.large_print:
        return ()
    places = {mark.id: mark for mark in marks}
    end = places.get("end:body")
    found: list[Problem] = []
    part = ""
    for place, section in enumerate(report.sections):
        part = section.block or part
        rest = report.sections[place + 1 :]
        begin = places.get(section.id)
        if section.level > 2 or begin is None or end is None:
            continue
        if limit := SECTION_LIMITS.get(part):
            after = next((each for each in rest if each.level <= 2), None)
            pages = _pages(begin, places.get(after.id, end) if after else end)
            found += _too_long(section.title or section.part, section.id, pages, limit)
        if section.part and (limit := PART_LIMITS.get(part)):
            after = next((each for each in rest if each.part), None)
            pages = _pages(begin, places.get(after.id, end) if after else end)
            found += _too_long(section.part, section.id, pages, limit)
    return tuple(found)


def _pages(begin: Mark, end: Mark) -> float:
    """How many pages lie between two marks; what follows at the top of a page ends the one before it."""
    if end.page > begin.page and end.y_pt < _HEAD_PT:
        return end.page - begin.page
    return end.page - begin.page + (end.y_pt - begin.y_pt) / _PAGE_PT


def _too_long(title: str, block: str, pages: float, limit: int) -> Iterator[Problem]:
    if pages > limit + 0.1:
        text = f'"{wording.cut(title)}" takes about {pages:.1f} pages; readers expect at most {limit}.'
        yield Problem("warn", text, block)


# The first line of a page, the pitch of its lines, and up to how many of them a last page is nearly empty.
_TOP_PT, _LINE_PT = {False: 68.0, True: 91.0}, {False: 15.0, True: 25.0}
_FEW_LINES = 3


def tails(report: ReportData, marks: Sequence[Mark]) -> tuple[Problem, ...]:
    """Parts whose last page holds a few lines: what to cut so that the page goes. The type stays as it is."""
    if not report.sections:
        return ()
    places = {mark.id: mark for mark in marks}
    starts = [n for n, each in enumerate(report.sections) if n == 0 or each.part or each.new_page]
    ends = [f"end:before-{report.sections[n].id}" for n in starts[1:]]
    found: list[Problem] = []
    for start, stop, name in zip(starts, [*starts[1:], None], [*ends, "end:body"], strict=True):
        run = report.sections[start:stop]
        begin, end = places.get(run[0].id), places.get(name)
        if begin is None or end is None or end.page <= begin.page:
            continue
        above = end.y_pt - _TOP_PT[report.large_print]
        lines = -(-int(above) // int(_LINE_PT[report.large_print]))
        if not 1 <= lines <= _FEW_LINES:
            continue
        title = run[0].part or run[0].title or report.subtitle
        longest = max(run, key=lambda each: sum(len(text) for text in texts_of(each)))
        cut = wording.cut(longest.title or title)
        text = f'The last page of "{wording.cut(title)}" holds about {lines} lines: cut so much in "{cut}".'
        found.append(Problem("note", text, longest.id))
    return tuple(found)


def longest(report: ReportData) -> list[Section]:
    """Which sections to cut first: the two with most text."""
    worded = [each for each in report.sections if each.title and each.layout not in ("strip", "facts")]
    worded.sort(key=lambda section: len(str([asdict(item) for item in section.items])), reverse=True)
    return worded[:2]


def cut_words(sections: list[Section]) -> str:
    """The sentence that names them."""
    titles = " or ".join(f'"{wording.cut(section.title)}"' for section in sections)
    return f"Cut in {titles}: the longest parts. The type is never made smaller." if titles else ""


def over_limit(report: ReportData, marks: Sequence[Mark], limit: int) -> tuple[Problem, ...]:
    """What runs over a limit of pages and how to cut it; nothing for a limit of 0."""
    over = [mark for mark in marks if mark.id.startswith("end:") and mark.page > limit] if limit else []
    if not over:
        return ()
    names = _titles(report)
    beyond = [names[mark.id] for mark in marks if mark.page > limit and mark.id in names]
    end = max(over, key=lambda mark: (mark.page, mark.y_pt))
    lines = max(1, round((end.y_pt - _FIRST_PT) / _PITCH_PT)) + _LINES_A_PAGE * (end.page - limit - 1)
    where = f" Beyond the page: {', '.join(beyond)}." if beyond else ""
    found = longest(report)
    text = f"{report.subtitle} runs over its page by about {lines} lines.{where} {cut_words(found)}"
    return (Problem("block", text.strip(), found[0].id if found else ""),)


def without_room(report: ReportData, marks: Sequence[Mark]) -> tuple[Problem, ...]:
    """What had no room: a part of a page, or lines of a card (``lines:`` and its section)."""
    names = _titles(report)
    dropped = [mark.id.partition(":")[2] for mark in marks if mark.id.startswith("dropped:")]
    return tuple(_dropped(block, names) for block in dropped)


def _titles(report: ReportData) -> dict[str, str]:
    return {section.id: wording.cut(section.title) for section in report.sections}


def _dropped(block: str, names: Mapping[str, str]) -> Problem:
    if (card := block.removeprefix("lines:")) != block:
        text = f'The card of "{names.get(card, card)}" has no room for all of its lines: '
        return Problem("warn", f"{text}write the name or the office shorter.", card)
    return Problem("note", f'"{names.get(block, block)}" is left out: there is no room for it.', block)
