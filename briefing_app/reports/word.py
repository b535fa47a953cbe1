"""A paper as a Word document for clearance: styles, headings, ruled tables, sources in footnotes.

The marking stands in head and foot of each page, with the number of the page. Fonts are those that Word has;
nothing in the file says who wrote it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from io import BytesIO
from itertools import count
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from briefing_app.reports import word_bars, word_contents, word_parts
from briefing_app.reports.clean import clean_text
from briefing_app.reports.flatten import flatten, is_said_above
from briefing_app.reports.model import EventRow, Item, NameBlock, Prose, ReportData, Run, Section, Table
from briefing_app.reports.word_footnotes import Footnotes, words_of

# Shares of the width of an event table: number, date, event, source.
_EVENT_WIDTHS = (4, 13, 32, 7)


def to_docx(report: ReportData) -> bytes:
    """The whole paper as a .docx file. Sources are footnoted by their number and listed at the end."""
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
    _Writer(document, report).write()
    stream = BytesIO()
    document.save(stream)
    return _dated(stream, moment)


def _dated(stream: BytesIO, moment: datetime) -> bytes:
    """The file with its parts dated like the paper, not by the clock: the same paper gives the same bytes."""
    dated = BytesIO()
    with ZipFile(stream) as written, ZipFile(dated, "w", ZIP_DEFLATED) as kept:
        for part in written.infolist():
            entry = ZipInfo(part.filename, (max(1980, moment.year), *moment.timetuple()[1:6]))
            entry.compress_type = ZIP_DEFLATED
            kept.writestr(entry, written.read(part))
    return dated.getvalue()


class _Writer:
    """Writes the sections of one report into one document."""

    def __init__(self, document: Any, report: ReportData) -> None:
        self._document = document
        self._report = report
        self._notes = Footnotes(document, report.sources)
        self._listed = count()

    def write(self) -> None:
        """Title, sections, sources, footnotes."""
        self._document.add_heading(clean_text(self._report.title), 0)
        for line in self._report.cover:
            self._document.add_paragraph(clean_text(line))
        if self._report.has_contents:
            word_contents.add_contents(self._document, self._report)
        for section in self._report.sections:
            if not is_said_above(section):
                self._section(section)
        self._sources()
        self._notes.write()

    def _section(self, section: Section) -> None:
        # What begins a page may be handed over by itself: its sources are told in full again.
        if section.part or section.new_page:
            self._notes.begin_section()
        heads = []
        if section.part:
            words = clean_text(f"{section.tab}\u3000{section.part}".strip())
            heads.append(self._heading(words, 1))
        if section.title:
            words = " ".join(part for part in (section.portion, section.title) if part)
            number = f"{section.number}\u3000" if section.number else ""
            heads.append(self._heading(clean_text(number + words), min(9, section.level)))
            self._bar(heads[-1], section.changed)
        # A part begins on a page of its own, and so does what is taken out and handed over by itself.
        if heads and (section.part or section.new_page):
            heads[0].paragraph_format.page_break_before = True
        rows = [item for item in section.items if isinstance(item, EventRow)]
        for item in section.items:
            if isinstance(item, NameBlock) and item.photo:
                word_parts.add_photo(self._document, item)
        for block in flatten(section, self._report):
            if rows and isinstance(block, Table):
                self._events(block, rows)
            else:
                self._add(block)

    def _heading(self, words: str, level: int) -> Any:
        """A heading of the paper's own order; the contents lead to those of the first two levels."""
        head = self._document.add_heading(words, level)
        if level <= 2 and self._report.has_contents:
            word_contents.mark_heading(head, next(self._listed))
        return head

    def _events(self, table: Table, rows: list[EventRow]) -> None:
        """The table of events; the numbers in its last column lead to the list of sources."""
        head = [(Run(cell),) for cell in table.head]
        body = [
            [*((Run(cell),) for cell in cells[:-1]), (Run("", "", row.cites),)]
            for cells, row in zip(table.rows, rows, strict=True)
        ]
        changed = self._changed(table.changed)
        word_parts.add_table(self._document, [head, *body], _EVENT_WIDTHS, table.align, changed=changed)

    def _add(self, block: Prose | Table, plain: str = "Normal") -> None:
        """``plain``: the style of its paragraphs that are nothing else."""
        document = self._document
        if isinstance(block, Table):
            cells = [[(Run(cell),) for cell in row] for row in (block.head, *block.rows)]
            shares = word_parts.shares_of(block)
            changed = self._changed(block.changed)
            word_parts.add_table(
                document, cells, shares, block.align, has_total=block.has_total, changed=changed
            )
            if block.note or block.cites:
                self._runs(document.add_paragraph(style="Caption"), (Run(block.note, "", block.cites),))
        elif block.kind == "table":
            written = [[cell.runs for cell in row] for row in block.rows]
            rows = [place for place, row in enumerate(block.rows[1:]) if any(cell.changed for cell in row)]
            shares = word_parts.shares_of_prose(written)
            word_parts.add_table(document, written, shares, (), changed=self._changed(rows))
        elif block.kind == "h":
            head = document.add_heading(clean_text(_text(block.items[0])), min(9, max(3, block.level)))
            self._bar(head, block.items[0].changed)
        else:
            self._paragraphs(block, plain)

    def _paragraphs(self, block: Prose, plain: str) -> None:
        style = {"ul": "List Bullet", "ol": "List Number", "quote": "Quote"}.get(block.kind, plain)
        numbers = word_parts.new_numbering(self._document) if block.kind == "ol" else None
        for item in block.items:
            if item.runs:
                paragraph = self._document.add_paragraph(style=style)
                if numbers is not None:
                    word_parts.number(paragraph, numbers)
                if block.number:
                    paragraph.add_run(f"{block.number}\u2003")
                self._runs(paragraph, item.runs)
                self._bar(paragraph, item.changed)
            for child in item.children:
                self._add(child, "Quote" if block.kind == "quote" else plain)

    def _bar(self, paragraph: Any, changed: bool) -> None:
        """A rule at the left of a paragraph that changed, as the bar in the margin of a printed page."""
        if changed and self._report.change_bars:
            word_bars.add_bar(paragraph)

    def _changed(self, rows: Sequence[int]) -> Sequence[int]:
        return rows if self._report.change_bars else ()

    def _runs(self, paragraph: Any, runs: tuple[Run, ...]) -> None:
        word_parts.add_runs(paragraph, runs, cite=self._notes.cite)

    def _sources(self) -> None:
        report, document = self._report, self._document
        if not report.sources:
            return
        head = self._heading(f"{report.sources_tab}\u3000{report.labels['sources']}".strip(), 1)
        head.paragraph_format.page_break_before = report.is_book
        for row in report.sources:
            paragraph = document.add_paragraph(style="Source")
            word_parts.add_target(paragraph, row.number, f"[{row.number}]\t")
            cited = f". {report.labels['cited']} {'; '.join(row.places)}" if row.places else ""
            paragraph.add_run(words_of(row) + clean_text(cited))
        if any(row.later for row in report.sources):
            document.add_paragraph(f"† {report.labels['later']}", style="Caption")


def _text(item: Item) -> str:
    return "".join(run.text for run in item.runs)
