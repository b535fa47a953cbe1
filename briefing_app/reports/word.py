"""A paper as a Word document for clearance: styles, headings, ruled tables, links from numbers to sources.

The marking stands in head and foot of each page, with the number of the page. Fonts are those that Word has;
nothing in the file says who wrote it.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any

from briefing_app.reports import word_parts
from briefing_app.reports.clean import clean_text
from briefing_app.reports.flatten import flatten
from briefing_app.reports.model import EventRow, Item, Prose, ReportData, Run, Section, Table

# Shares of the width of an event table: number, date, event, source.
_EVENT_WIDTHS = (1, 3, 11, 2)


def to_docx(report: ReportData) -> bytes:
    """The whole paper as a .docx file. Sources are numbered in brackets and listed at the end."""
    from docx import Document  # noqa: PLC0415  a quarter of a second that most runs do not need

    document = Document()
    document.core_properties.title = clean_text(report.title)
    document.core_properties.author = ""
    document.core_properties.comments = ""
    document.core_properties.language = report.language
    moment = datetime.combine(date.fromisoformat(report.as_of_iso), datetime.min.time(), UTC)
    document.core_properties.created = document.core_properties.modified = moment.replace(tzinfo=None)
    word_parts.set_styles(document, report)
    word_parts.set_page(document, report)
    document.add_heading(clean_text(report.title), 0)
    for line in report.cover:
        document.add_paragraph(clean_text(line))
    for section in report.sections:
        _section(document, section, report)
    _sources(document, report)
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


def _section(document: Any, section: Section, report: ReportData) -> None:
    if section.part:
        document.add_heading(clean_text(f"{section.tab}\u3000{section.part}".strip()), 1)
    if section.title:
        words = " ".join(part for part in (section.portion, section.title) if part)
        number = f"{section.number}\u3000" if section.number else ""
        document.add_heading(clean_text(number + words), min(9, section.level))
    has_events = any(isinstance(item, EventRow) for item in section.items)
    for block in flatten(section, report):
        _add(document, block, _EVENT_WIDTHS if has_events else ())


def _add(document: Any, block: Prose | Table, widths: tuple[int, ...] = ()) -> None:
    if isinstance(block, Table):
        cells = [[(Run(cell),) for cell in row] for row in (block.head, *block.rows)]
        shares = widths or word_parts.shares_of(block)
        word_parts.add_table(document, cells, shares, block.align, has_total=block.has_total)
        if block.note or block.cites:
            _runs(document.add_paragraph(style="Caption"), (Run(block.note, "", block.cites),))
    elif block.kind == "table":
        word_parts.add_table(document, [[cell.runs for cell in row] for row in block.rows], (), ())
    elif block.kind == "h":
        document.add_heading(clean_text(_text(block.items[0])), min(9, max(3, block.level)))
    else:
        _paragraphs(document, block)


def _paragraphs(document: Any, block: Prose) -> None:
    style = {"ul": "List Bullet", "ol": "List Number", "quote": "Quote"}.get(block.kind, "Normal")
    numbers = word_parts.new_numbering(document) if block.kind == "ol" else None
    for item in block.items:
        if item.runs:
            paragraph = document.add_paragraph(style=style)
            if numbers is not None:
                word_parts.number(paragraph, numbers)
            _runs(paragraph, item.runs)
        for child in item.children:
            _add(document, child)


def _runs(paragraph: Any, runs: tuple[Run, ...]) -> None:
    word_parts.add_runs(paragraph, runs)


def _text(item: Item) -> str:
    return "".join(run.text for run in item.runs)


def _sources(document: Any, report: ReportData) -> None:
    if not report.sources:
        return
    words = f"{report.sources_tab}\u3000{report.labels['sources']}".strip()
    document.add_heading(words, 1)
    for row in report.sources:
        parts = [part for part in (row.publisher, row.title, row.date, row.locator) if part]
        later = " †" if row.later else ""
        paragraph = document.add_paragraph(style="Source")
        word_parts.add_target(paragraph, row.number, f"[{row.number}]\t")
        paragraph.add_run(clean_text(f"{'. '.join(parts)}{later}"))
    if any(row.later for row in report.sources):
        document.add_paragraph(f"† {report.labels['later']}", style="Caption")
