"""The contents of a long paper in Word: titles that lead to their headings, and fields for their pages.

The program that opens the paper counts its pages, not this one. LibreOffice does so at once. Word would ask
before it updates a document that is marked for it, so none is: it fills the numbers in when the paper is
printed, seen as it will be printed, saved as PDF or updated with F9. Until then there is none rather than a
wrong one.
"""

from __future__ import annotations

from typing import Any

from briefing_app.reports import wording
from briefing_app.reports.clean import clean_text
from briefing_app.reports.flatten import is_said_above
from briefing_app.reports.model import ReportData

# The headings that the contents list are numbered as targets apart from the sources, which count from 1.
_FIRST_TARGET = 100_000
# A book of sixty sections keeps its contents to a page: a long list stands closer.
_SIZE_PT, _LINE_PT, _CLOSE_PT, _MANY = 9, 12, 11, 45
# Where it is looked up a title has two lines at most, as on paper; it stands in full at its place.
_MOST = {"en": 150, "ja": 70}
# Where the number of the page ends, within the margins of A4 and Letter.
_PAGE_MM = 160


def titles(report: ReportData) -> list[tuple[int, str]]:
    """Every part and section with its number, and the list of sources; each with its level from 1."""
    found: list[tuple[int, str]] = []
    for section in report.sections:
        if is_said_above(section):
            continue
        if section.part:
            found.append((1, f"{section.tab}\u3000{section.part}".strip()))
        if section.title and section.level == 2:
            found.append((2, f"{section.number}\u3000{section.title}".strip()))
    if report.sources:
        found.append((1, f"{report.sources_tab}\u3000{report.labels['sources']}".strip()))
    return found


def add_contents(document: Any, report: ReportData) -> None:
    """The heading and the titles with their pages; the heading itself is not among them."""
    from docx.enum.text import WD_TAB_ALIGNMENT  # noqa: PLC0415
    from docx.shared import Mm, Pt  # noqa: PLC0415

    head = document.add_paragraph()
    head.paragraph_format.page_break_before = True
    words = head.add_run(report.labels["contents"])
    words.bold = True
    words.font.size = Pt(15)
    lines = titles(report)
    is_long = len(lines) > _MANY
    for place, (level, text) in enumerate(lines):
        line = document.add_paragraph()
        line.paragraph_format.space_after = Pt(3 if level == 1 and not is_long else 0)
        line.paragraph_format.line_spacing = Pt(_CLOSE_PT if is_long else _LINE_PT)
        line.paragraph_format.left_indent = Mm(8 * (level - 1))
        shown = wording.cut(clean_text(text), _MOST["ja" if report.language == "ja" else "en"])
        words = line.add_run(shown)
        words.bold = level == 1
        words.font.size = Pt(_SIZE_PT)
        line.paragraph_format.tab_stops.add_tab_stop(Mm(_PAGE_MM), WD_TAB_ALIGNMENT.RIGHT)
        _lead(words, place)
        _page_of(line, place)


def mark_heading(paragraph: Any, place: int) -> None:
    """Make a heading what the line number ``place`` of the contents (from 0) leads to."""
    from docx.oxml import OxmlElement  # noqa: PLC0415
    from docx.oxml.ns import qn  # noqa: PLC0415

    start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
    for mark in (start, end):
        mark.set(qn("w:id"), str(_FIRST_TARGET + place))
    start.set(qn("w:name"), _name(place))
    paragraph._p.insert(1 if paragraph._p.pPr is not None else 0, start)
    paragraph._p.append(end)


def _name(place: int) -> str:
    """Word's own form for targets of contents: it takes those it does not need away."""
    return f"_Toc{_FIRST_TARGET + place}"


def _lead(words: Any, place: int) -> None:
    """Make the words of a line lead to its heading."""
    from docx.oxml import OxmlElement  # noqa: PLC0415
    from docx.oxml.ns import qn  # noqa: PLC0415

    link = OxmlElement("w:hyperlink")
    link.set(qn("w:anchor"), _name(place))
    words._r.addprevious(link)
    link.append(words._r)


def _page_of(line: Any, place: int) -> None:
    """The field for the page of a line, its number not known yet."""
    from docx.shared import Pt  # noqa: PLC0415

    line.add_run("\t").font.size = Pt(_SIZE_PT)
    _instruct(line, f" PAGEREF {_name(place)} \\h ")
    line.add_run("").font.size = Pt(_SIZE_PT)
    _mark(line, "end")


def _instruct(paragraph: Any, instruction: str) -> None:
    from docx.oxml import OxmlElement  # noqa: PLC0415
    from docx.oxml.ns import qn  # noqa: PLC0415

    _mark(paragraph, "begin")
    told = OxmlElement("w:instrText")
    told.set(qn("xml:space"), "preserve")
    told.text = instruction
    paragraph.add_run()._r.append(told)
    _mark(paragraph, "separate")


def _mark(paragraph: Any, kind: str) -> None:
    from docx.oxml import OxmlElement  # noqa: PLC0415
    from docx.oxml.ns import qn  # noqa: PLC0415

    mark = OxmlElement("w:fldChar")
    mark.set(qn("w:fldCharType"), kind)
    paragraph.add_run()._r.append(mark)
