"""The same content as Word and Markdown."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pikepdf
import pytest
from docx import Document
from markdown_it import MarkdownIt

from briefing_app.domain.records import Block, Briefing, Event, TypedDate
from briefing_app.reports.briefing import TEMPLATES, gather_report, write_briefing, write_report
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
    assert any(paragraph.text.startswith("[1]\t") for paragraph in document.paragraphs)


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


def test_a_number_in_the_text_leads_to_its_source(sample: Workspace, tmp_path: Path) -> None:
    out = tmp_path / "paper.docx"
    write_briefing(sample, template="book", as_of=DAY, language="en", out=out)
    document = Document(str(out))
    xml = document.element.xml
    linked = set(re.findall(r'w:anchor="(source_\d+)"', xml))
    named = re.findall(r'w:bookmarkStart[^>]*w:name="(source_\d+)"', xml)
    assert linked
    assert linked <= set(named)
    assert len(named) == len(set(named))


def test_each_list_is_numbered_from_one(desk_space: Workspace, tmp_path: Path) -> None:
    lists = (Block("text", text="1. one\n2. two"), Block("text", text="1. one again\n2. two again"))
    out = tmp_path / "paper.docx"
    briefing = Briefing(template="chronology", blocks=lists)
    write_report(gather_report(desk_space, briefing, as_of=DAY, language="en"), out)
    items = [each for each in Document(str(out)).paragraphs if each.style.name == "List Number"]
    used = [each._p.pPr.numPr.numId.val for each in items]
    assert len(items) == 4
    assert used[0] == used[1] != used[2] == used[3]


def test_word_says_the_number_of_the_page_and_the_numbers_of_sections(
    sample: Workspace, tmp_path: Path
) -> None:
    out = tmp_path / "paper.docx"
    write_briefing(sample, template="book", as_of=DAY, language="ja", out=out)
    document = Document(str(out))
    foot = document.sections[0].footer._element.xml
    assert 'w:instr="PAGE"' in foot
    assert 'w:instr="NUMPAGES"' in foot
    heads = [each.text for each in document.paragraphs if each.style.name.startswith("Heading")]
    assert heads[0] == "第1\u3000会談の概要"
    assert heads[1] == "1\u3000目的"


@pytest.mark.slow
@pytest.mark.parametrize(("template", "language"), [("book", "en"), ("duty-sheet", "ja")])
def test_libreoffice_opens_it_and_prints_every_word(
    sample: Workspace, tmp_path: Path, text_of: Callable[[Path], str], template: str, language: str
) -> None:
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice is not installed")
    out = tmp_path / "paper.docx"
    write_briefing(
        sample,
        template=template,
        as_of=DAY,
        language=language,
        out=out,
        marking="TLP:GREEN",  # type: ignore[arg-type]
    )
    home = f"-env:UserInstallation=file://{tmp_path / 'office'}"
    subprocess.run(
        [office, home, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), str(out)],
        check=True,
        capture_output=True,
        timeout=180,
    )
    text = "".join(text_of(tmp_path / "paper.pdf").split())
    words = [each.text for each in Document(str(out)).paragraphs if each.style.name.startswith("Heading")]
    assert words
    assert all("".join(each.split()) in text for each in words)
    with pikepdf.open(tmp_path / "paper.pdf") as pdf:
        assert text.count("TLP:GREEN") == 2 * len(pdf.pages)
