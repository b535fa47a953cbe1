"""The same content as Word and Markdown."""

from __future__ import annotations

import shutil
import subprocess
from datetime import date
from pathlib import Path

import pytest
from docx import Document
from markdown_it import MarkdownIt

from briefing_app.domain.records import Event, TypedDate
from briefing_app.reports.briefing import TEMPLATES, write_briefing
from briefing_app.store.workspace import Workspace
from tests.reports.conftest import fill

DAY = date(2025, 6, 1)


@pytest.mark.parametrize("template", list(TEMPLATES))
@pytest.mark.parametrize("language", ["en", "ja"])
def test_every_paper_can_be_edited_in_word(
    sample: Workspace, tmp_path: Path, template: str, language: str
) -> None:
    out = tmp_path / "paper.docx"
    write_briefing(sample, template=template, as_of=DAY, language=language, out=out, marking="TLP:GREEN")  # type: ignore[arg-type]
    document = Document(str(out))
    styles = {paragraph.style.name for paragraph in document.paragraphs}
    assert "Title" in styles
    assert document.sections[0].header.paragraphs[-1].text == "TLP:GREEN"
    assert document.sections[0].footer.paragraphs[-1].text == "TLP:GREEN"
    assert document.core_properties.author == ""


def test_word_holds_the_words_the_sources_and_repeated_heads(sample: Workspace, tmp_path: Path) -> None:
    out = tmp_path / "paper.docx"
    write_briefing(sample, template="chronology", as_of=DAY, language="en", out=out)
    document = Document(str(out))
    table = document.tables[0]
    assert [cell.text for cell in table.rows[0].cells] == ["No.", "Date", "Event", "Source"]
    assert "tblHeader" in table.rows[0]._tr.xml
    assert any("4th round of talks" in row.cells[2].text for row in table.rows)
    assert any(paragraph.text.startswith("[1] ") for paragraph in document.paragraphs)


def test_markdown_reads_back_as_the_same_words(sample: Workspace, tmp_path: Path) -> None:
    out = tmp_path / "paper.md"
    write_briefing(sample, template="one-page", as_of=date(2025, 5, 24), language="en", out=out)
    text = out.read_text(encoding="utf-8")
    assert "## Objectives" in text
    assert "**27.5%" in text
    html = MarkdownIt().enable("table").render(text)
    assert "<h2>Key messages</h2>" in html


def test_markup_in_records_stays_text(desk_space: Workspace, tmp_path: Path) -> None:
    fill(
        desk_space, Event(id="e", title="<b>x</b> | *y* [z](http://q) \x07", dates=(TypedDate("2025-05-01"),))
    )
    out = tmp_path / "paper.md"
    write_briefing(desk_space, template="chronology", as_of=DAY, language="en", out=out)
    html = MarkdownIt().enable("table").render(out.read_text(encoding="utf-8"))
    assert "<b>" not in html
    assert "href" not in html
    word = tmp_path / "paper.docx"
    write_briefing(desk_space, template="chronology", as_of=DAY, language="en", out=word)
    assert "<b>x</b> | *y*" in Document(str(word)).tables[0].rows[1].cells[2].text


@pytest.mark.slow
def test_libreoffice_opens_it(sample: Workspace, tmp_path: Path) -> None:
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice is not installed")
    out = tmp_path / "paper.docx"
    write_briefing(sample, template="book", as_of=DAY, language="en", out=out)
    subprocess.run(
        [office, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), str(out)],
        check=True,
        capture_output=True,
        timeout=120,
    )
    assert (tmp_path / "paper.pdf").stat().st_size > 10_000
