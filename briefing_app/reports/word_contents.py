"""The contents of a long paper in Word: a field that Word fills with page numbers when it is told to.

Until then it holds the titles, each a link to its heading, so that nobody sees an empty page.
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
_FIELD = ' TOC \\o "1-2" \\h \\z \\u '


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
    """The heading and the field with the titles; the heading itself is not among them."""
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
        if place == 0:
            _begin(line)
        shown = wording.cut(clean_text(text), _MOST["ja" if report.language == "ja" else "en"])
        words = line.add_run(shown)
        words.bold = level == 1
        words.font.size = Pt(_SIZE_PT)
        _lead(words, place)
        if place == len(lines) - 1:
            _mark(line, "end")


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


def _begin(paragraph: Any) -> None:
    from docx.oxml import OxmlElement  # noqa: PLC0415
    from docx.oxml.ns import qn  # noqa: PLC0415

    _mark(paragraph, "begin")
    told = OxmlElement("w:instrText")
    told.set(qn("xml:space"), "preserve")
    told.text = _FIELD
    paragraph.add_run()._r.append(told)
    _mark(paragraph, "separate")


def _mark(paragraph: Any, kind: str) -> None:
    from docx.oxml import OxmlElement  # noqa: PLC0415
    from docx.oxml.ns import qn  # noqa: PLC0415

    mark = OxmlElement("w:fldChar")
    mark.set(qn("w:fldCharType"), kind)
    paragraph.add_run()._r.append(mark)
