"""A paper as a Word document for clearance: styles, headings, tables, marking in head and foot."""

from __future__ import annotations

from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any

from briefing_app.reports.clean import clean_text
from briefing_app.reports.flatten import flatten
from briefing_app.reports.model import Item, Prose, ReportData, Run, Table


def to_docx(report: ReportData) -> bytes:
    """The whole paper as a .docx file. Sources are numbered in brackets and listed at the end."""
    from docx import Document  # noqa: PLC0415  a quarter of a second that most runs do not need
    from docx.oxml.ns import qn  # noqa: PLC0415

    document = Document()
    document.core_properties.title = clean_text(report.title)
    document.core_properties.author = ""
    document.core_properties.language = report.language
    moment = datetime.combine(date.fromisoformat(report.as_of_iso), datetime.min.time(), UTC)
    document.core_properties.created = document.core_properties.modified = moment.replace(tzinfo=None)
    normal = document.styles["Normal"]
    normal.font.name = "Noto Sans JP"
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), "Noto Sans JP")
    _furniture(document, report)
    document.add_heading(clean_text(report.title), 0)
    for section in report.sections:
        if section.part:
            document.add_heading(clean_text(section.part), 1)
        if section.title:
            document.add_heading(clean_text(section.title), min(9, section.level))
        for block in flatten(section, report):
            _add(document, block)
    _sources(document, report)
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


def _furniture(document: Any, report: ReportData) -> None:
    section = document.sections[0]
    marking = report.marking.label
    head = f"{report.subtitle} · {report.edition} · {report.labels['as_of']} {report.as_of}"
    for part, words in ((section.header, head), (section.footer, "")):
        paragraph = part.paragraphs[0]
        paragraph.text = clean_text(words)
        if marking:
            mark = part.add_paragraph()
            mark.alignment = {"left": 0, "center": 1, "right": 2}[report.marking.align]
            mark.add_run(marking).bold = True


def _add(document: Any, block: Prose | Table) -> None:
    if isinstance(block, Table):
        _table(document, (block.head, *block.rows))
        if block.note:
            document.add_paragraph(clean_text(block.note) + _numbers(block.cites))
    elif block.kind == "table":
        _table(document, tuple(tuple(_text(cell) for cell in row) for row in block.rows))
    elif block.kind == "h":
        document.add_heading(clean_text(_text(block.items[0])), min(9, max(3, block.level)))
    else:
        style = {"ul": "List Bullet", "ol": "List Number", "quote": "Quote"}.get(block.kind, "Normal")
        for item in block.items:
            if item.runs:
                _runs(document.add_paragraph(style=style), item.runs)
            for child in item.children:
                _add(document, child)


def _table(document: Any, rows: tuple[tuple[str, ...], ...]) -> None:
    from docx.oxml import OxmlElement  # noqa: PLC0415

    columns = max(len(row) for row in rows)
    table = document.add_table(rows=0, cols=columns)
    table.style = "Light Grid Accent 1"
    for row in rows:
        cells = table.add_row().cells
        for cell, text in zip(cells, row, strict=False):
            cell.text = clean_text(text)
    # The head is repeated on each page.
    properties = table.rows[0]._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:tblHeader"))


def _runs(paragraph: Any, runs: tuple[Run, ...]) -> None:
    for run in runs:
        made = paragraph.add_run(clean_text(run.text))
        made.bold = run.style == "strong"
        made.italic = run.style == "emph"
        if run.cites:
            paragraph.add_run(_numbers(run.cites)).font.superscript = True


def _numbers(cites: tuple[int, ...]) -> str:
    return f"[{', '.join(map(str, cites))}]" if cites else ""


def _text(item: Item) -> str:
    return "".join(run.text + _numbers(run.cites) for run in item.runs)


def _sources(document: Any, report: ReportData) -> None:
    if not report.sources:
        return
    document.add_heading(report.labels["sources"], 1)
    for row in report.sources:
        parts = [part for part in (row.publisher, row.title, row.date, row.locator) if part]
        later = " †" if row.later else ""
        document.add_paragraph(clean_text(f"[{row.number}] {'. '.join(parts)}{later}"))
