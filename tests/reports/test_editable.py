"""The same content as Word and Markdown."""

from __future__ import annotations

import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pikepdf
import pytest
from docx import Document
from lxml import etree
from markdown_it import MarkdownIt

from briefing_app.domain.change import Change, ChangeSet
from briefing_app.domain.records import Block, Briefing, Event, Note, Source, TypedDate
from briefing_app.reports import word_parts
from briefing_app.reports.briefing import TEMPLATES, gather_report, write_briefing, write_report
from briefing_app.reports.markdown_edition import to_markdown
from briefing_app.reports.model import Item, Prose, Run, Section, Table
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


def test_each_source_is_a_footnote_of_word(sample: Workspace, tmp_path: Path) -> None:
    out = tmp_path / "paper.docx"
    write_briefing(sample, template="one-page", as_of=date(2025, 5, 24), language="en", out=out)
    with zipfile.ZipFile(out) as package:
        body = package.read("word/document.xml").decode()
        notes = etree.fromstring(package.read("word/footnotes.xml"))
        settings = package.read("word/settings.xml").decode()
        types = package.read("[Content_Types].xml").decode()
        relations = package.read("word/_rels/document.xml.rels").decode()
    word = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    told = {note.get(f"{word}id"): "".join(note.itertext()) for note in notes}
    used = re.findall(r'<w:footnoteReference w:id="(\d+)"', body)
    assert used == [str(number) for number in range(1, len(used) + 1)]
    assert set(told) == {"-1", "0", *used}
    assert told["1"].startswith(" [1] The Yomiuri Shimbun / The Japan News. Akazawa Eyes Tariff Deal")
    assert '<w:footnotePr><w:footnote w:id="-1"/><w:footnote w:id="0"/></w:footnotePr>' in settings
    assert settings.index("w:footnotePr") < settings.index("w:compat")
    assert "wordprocessingml.footnotes+xml" in types
    assert 'Target="footnotes.xml"' in relations
    links = re.findall(r'w:anchor="(source_\d+)"', etree.tostring(notes).decode())
    assert links
    assert set(links) <= set(re.findall(r'w:bookmarkStart[^>]*w:name="(source_\d+)"', body))


def test_a_footnote_says_where_in_the_source(desk_space: Workspace, tmp_path: Path) -> None:
    fill(desk_space, Source(id="S", title="A report", publisher="Desk", date="2025-01-01"))
    out = tmp_path / "paper.docx"
    words = "It is so ^S[p. 12], and so ^S[Annex II].\n\nAgain ^S."
    briefing = Briefing(template="chronology", blocks=(Block("text", text=words),))
    write_report(gather_report(desk_space, briefing, as_of=DAY, language="en"), out)
    with zipfile.ZipFile(out) as package:
        notes = etree.fromstring(package.read("word/footnotes.xml"))
    told = ["".join(note.itertext()).strip() for note in notes][2:]
    assert told == ["[1] Desk. A report. 1 January 2025, p. 12", "[1] Desk, Annex II", "[1] Desk"]
    listed = [each.text for each in Document(str(out)).paragraphs if each.style.name == "Source"]
    assert listed == ["[1]\tDesk. A report. 1 January 2025. Cited: p. 12; Annex II"]


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
    sample: Workspace, tmp_path: Path, read_by_poppler: Callable[..., str], template: str, language: str
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
    text = "".join(read_by_poppler(tmp_path / "paper.pdf", "-raw").split())
    words = [each.text for each in Document(str(out)).paragraphs if each.style.name.startswith("Heading")]
    assert words
    assert all("".join(each.split()) in text for each in words)
    if template == "book":  # behind cover and contents a page ends with its footnotes and its number
        first = read_by_poppler(tmp_path / "paper.pdf", "-f", "3", "-l", "3", "-raw")
        assert re.search(r"1\s+\[1\] .+\nPage 3 of \d+\nTLP:GREEN\s*$", first, re.DOTALL), first[-300:]
    with pikepdf.open(tmp_path / "paper.pdf") as pdf:
        assert text.count("TLP:GREEN") == 2 * len(pdf.pages)
    pages = read_by_poppler(tmp_path / "paper.pdf", "-raw").rstrip("\f").split("\f")
    # Head, number and marking alone are a page that nobody needs.
    assert [number for number, page in enumerate(pages, 1) if len(page.split("\n")) <= 5] == []


def test_columns_of_tables_have_room_for_their_longest_word() -> None:
    figures = Table(("Good", "A"), (("A very long description of a good " * 3, "27.5%  $38,490.50"),))
    shares = word_parts.shares_of(figures)
    assert shares[1] * 84 / sum(shares) >= len("$38,490.50")
    japanese = word_parts.shares_of(Table(("措置", "課税標準（ドル）"), (("乗用車", "30,000"),)))
    assert japanese[1] > japanese[0]


def test_a_question_is_said_once_with_its_time_and_begins_a_page(sample: Workspace, tmp_path: Path) -> None:
    out = tmp_path / "paper.docx"
    write_briefing(sample, template="qa", as_of=date(2025, 5, 24), language="en", out=out)
    paragraphs = Document(str(out)).paragraphs
    words = [each.text for each in paragraphs]
    assert sum("Why should cars be part of a deal?" in each for each in words) == 1
    assert "Question 1 · about 23 s to say · cleared · valid until 30 May 2025" in words
    heads = [each for each in paragraphs if each.style.name in {"Heading 1", "Heading 2"}]
    broken = [each.text for each in heads if each.paragraph_format.page_break_before]
    assert broken == ["What happens on 9 July?", "Are the talks making progress?"]


def test_a_name_in_word_is_not_said_twice(sample: Workspace, tmp_path: Path) -> None:
    out = tmp_path / "paper.docx"
    write_briefing(sample, template="bio", as_of=date(2025, 5, 24), language="en", out=out)
    words = [each.text for each in Document(str(out)).paragraphs]
    assert words.count("Donald J. Trump") == 1
    assert "赤沢亮正 · あかざわ りょうせい · a-ka-za-wa ryō-se-i" in words


def test_the_marking_keeps_its_colours_and_latin_words_keep_whole(sample: Workspace, tmp_path: Path) -> None:
    out = tmp_path / "paper.docx"
    write_briefing(
        sample, template="qa", as_of=DAY, language="ja", out=out, marking="TLP:AMBER"
    )  # fmt: skip
    document = Document(str(out))
    for part in (document.sections[0].header, document.sections[0].footer):
        run = part.paragraphs[-1].runs[0]
        assert (run.text, str(run.font.color.rgb), run.font.size.pt) == ("TLP:AMBER", "FFC000", 12)
        assert 'w:fill="000000"' in run._r.xml
    styles = document.styles.element.xml
    # Latin words that are called Japanese are broken between any two letters.
    assert 'w:eastAsia="ja-JP"' in styles
    assert 'w:val="ja-JP"' not in styles


def test_a_book_in_word_has_its_contents(sample: Workspace, tmp_path: Path) -> None:
    out = tmp_path / "paper.docx"
    write_briefing(sample, template="book", as_of=date(2025, 5, 24), language="ja", out=out)
    document = Document(str(out))
    words = [each.text for each in document.paragraphs]
    heads = [each for each in document.paragraphs if each.style.name == "Heading 1"]
    listed = words[words.index("目次") + 1 :]
    assert [each.text for each in heads if each.text not in listed[: listed.index(heads[-1].text) + 1]] == []
    fields = [each.text for each in document.element.body.iter() if each.tag.endswith("}instrText")]
    targets = [each.attrib[f"{each.tag.removesuffix('bookmarkStart')}name"]
               for each in document.element.body.iter() if each.tag.endswith("}bookmarkStart")]  # fmt: skip
    assert len(fields) > 40
    assert [each.split() for each in fields] == [
        ["PAGEREF", name, "\\h"] for name in targets if name.startswith("_Toc")
    ]


def test_word_is_not_made_to_ask_about_fields_when_it_opens_a_paper(
    sample: Workspace, tmp_path: Path
) -> None:
    out = tmp_path / "paper.docx"
    write_briefing(sample, template="book", as_of=date(2025, 5, 24), language="en", out=out)
    with zipfile.ZipFile(out) as file:
        assert b"updateFields" not in file.read("word/settings.xml")
        assert b"w:dirty" not in file.read("word/document.xml")


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_counts_the_pages_of_the_contents(
    sample: Workspace, tmp_path: Path, read_by_poppler: Callable[..., str]
) -> None:
    out = tmp_path / "paper.docx"
    write_briefing(sample, template="book", as_of=date(2025, 5, 24), language="en", out=out)
    command = ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless"]
    subprocess.run(
        [*command, "--convert-to", "pdf", "--outdir", str(tmp_path), str(out)], check=True, timeout=120
    )
    pages = read_by_poppler(tmp_path / "paper.pdf", "-layout").split("\f")
    listed = dict(re.findall(r"^\s*([A-Z])\s+\S.*?\s{3,}(\d+)$", pages[1], re.MULTILINE))
    assert len(listed) >= 10
    for letter, number in listed.items():
        assert re.search(rf"^\s*{letter}\s+[A-Z]", pages[int(number) - 1], re.MULTILINE)


def test_words_for_a_drawing_have_its_unit_and_options_are_said_once(
    sample: Workspace, tmp_path: Path
) -> None:
    for name in ("paper.docx", "paper.md"):
        out = tmp_path / name
        write_briefing(sample, template="book", as_of=date(2025, 5, 24), language="en", out=out)
        whole = (
            out.read_text(encoding="utf-8")
            if name.endswith("md")
            else "\n".join(each.text for each in Document(str(out)).paragraphs)
        )
        assert "January 2025: 8.1, April 2025: −1.8. Unit: percent." in whole
        assert "Broken where" not in whole
        assert "Rates under each option" not in whole


def test_strong_words_beside_japanese_signs_stay_strong(
    sample: Workspace, desk_space: Workspace, tmp_path: Path
) -> None:
    out = tmp_path / "paper.md"
    write_briefing(sample, template="bio", as_of=date(2025, 5, 24), language="ja", out=out)
    shown = MarkdownIt().enable("table").render(out.read_text(encoding="utf-8"))
    assert "<strong>合意の時期：6月の首脳会談を機に。</strong>" in shown
    assert "**" not in shown
    body = "**答**\u3000(1) はい。\n\n| 品目 | 率 |\n|---|---|\n| 車 | 5%^S |"
    note = Note(id="n", title="N", body=body, kind="line", language="ja", tags=("known:2025-05-01",))
    fill(desk_space, Source(id="S", title="T"), note)
    write_briefing(desk_space, template="book", as_of=DAY, language="ja", out=out)
    text = out.read_text(encoding="utf-8")
    # The space that parts a lead word from its sentence is there, and a source in a cell is not escaped.
    assert "**答**\u3000(1) はい。" in text
    assert "| 車 | 5% [1] |" in text


def test_a_long_quotation_in_word_stands_in_from_both_margins(desk_space: Workspace, tmp_path: Path) -> None:
    body = "Before.\n\n> " + "\n> ".join(f"Line {number} of what was said." for number in range(40))
    fill(
        desk_space, Note(id="n", title="N", body=body, kind="line", language="en", tags=("known:2025-05-01",))
    )
    out = tmp_path / "paper.docx"
    write_briefing(desk_space, template="book", as_of=DAY, language="en", out=out)
    document = Document(str(out))
    (quoted,) = (each for each in document.paragraphs if each.style.name == "Quote")
    assert quoted.text.startswith("Line 0 of")
    assert quoted.text.endswith("Line 39 of what was said.")
    assert quoted.style.paragraph_format.left_indent.mm == pytest.approx(8, abs=0.1)
    assert quoted.style.paragraph_format.right_indent.mm == pytest.approx(8, abs=0.1)
    nested = "1. First\n   - below it\n\n> one\n>\n> two"
    held = desk_space.find("note", "n")
    assert isinstance(held, Note)
    change = Change("note", "n", held, replace(held, body=nested))
    desk_space.apply(ChangeSet("Edit", (change,)))
    write_briefing(desk_space, template="book", as_of=DAY, language="en", out=tmp_path / "p.md")
    shown = MarkdownIt().render((tmp_path / "p.md").read_text(encoding="utf-8"))
    assert "<blockquote>\n<p>one</p>\n<p>two</p>\n</blockquote>" in shown
    assert "<ol>\n<li>First\n<ul>\n<li>below it</li>\n</ul>\n</li>\n</ol>" in shown


@pytest.mark.parametrize(
    "typed", ["1. Not a list", "12) no list", "- no dash", "+ no plus", "---", "===", "# no head",
              "> no quote", "~~not struck~~", "&lt;b&gt; stays", "2025. A year", "-5% fell"],
)  # fmt: skip
def test_what_begins_like_a_list_stays_a_paragraph_of_markdown(sample: Workspace, typed: str) -> None:
    parts = (Prose("p", (Item((Run(typed),)),)), Prose("ul", (Item((Run(typed),)),)))
    briefing = Briefing(template="chronology")
    report = replace(
        gather_report(sample, briefing, as_of=DAY, language="en"),
        sections=(Section("own", "text", "Own", parts),), sources=(),
    )  # fmt: skip
    tokens = MarkdownIt("commonmark").enable("strikethrough").parse(to_markdown(report))
    lines = [token for token in tokens if token.type == "inline"]
    read = ["".join(child.content for child in token.children or ()) for token in lines]
    assert read[-2:] == [typed, typed]
    assert [token.type for token in tokens].count("bullet_list_open") == 1
    assert not {"ordered_list_open", "hr", "blockquote_open", "s_open"} & {token.type for token in tokens}


@pytest.mark.parametrize("suffix", ["docx", "md"])
def test_an_event_says_where_and_with_whom(sample: Workspace, tmp_path: Path, suffix: str) -> None:
    out = tmp_path / f"p.{suffix}"
    write_briefing(sample, template="chronology", as_of=date(2025, 5, 24), language="en", out=out)
    words = (
        out.read_text(encoding="utf-8")
        if suffix == "md"
        else "\n".join(cell.text for row in Document(str(out)).tables[0].rows for cell in row.cells)
    )
    assert "(Washington: Akazawa Ryosei, Howard Lutnick, Jamieson Greer)" in words


def test_a_source_is_told_in_full_once_in_a_part_of_word(sample: Workspace, tmp_path: Path) -> None:
    out = tmp_path / "p.docx"
    write_briefing(sample, template="one-page", as_of=date(2025, 5, 24), language="en", out=out)
    with zipfile.ZipFile(out) as package:
        notes = package.read("word/footnotes.xml").decode()
    assert notes.count("Akazawa Eyes Tariff Deal") == 1
    assert notes.count(">[1]<") >= 3


def test_sources_of_one_footnote_stand_apart(desk_space: Workspace, tmp_path: Path) -> None:
    fill(desk_space, *(Source(id=each, title=f"Report {each}", publisher=f"Desk {each}") for each in "ABC"))
    out = tmp_path / "paper.docx"
    briefing = Briefing(
        template="chronology", blocks=(Block("text", text="So it is ^A ^B.\n\nAnd ^A ^B ^C."),)
    )
    write_report(gather_report(desk_space, briefing, as_of=DAY, language="en"), out)
    with zipfile.ZipFile(out) as package:
        notes = package.read("word/footnotes.xml").decode().replace("<w:br/>", "<w:t>/</w:t>")
    told = ["".join(note.itertext()) for note in etree.fromstring(notes.encode())][2:]
    assert told == [
        " [1] Desk A. Report A/[2] Desk B. Report B",
        " [1] Desk A; [2] Desk B; [3] Desk C. Report C",
    ]


def test_numbers_of_sources_in_a_cell_keep_to_its_line() -> None:
    rows = [[(Run("from"),), (Run("order"),)], [(Run("5 April, 12:01 a.m."),), (Run("14257", "", (6, 20)),)]]
    shares = word_parts.shares_of_prose(rows)
    assert shares[1] * 84 / sum(shares) >= len("14257 [6, 20]")


def test_a_short_japanese_word_in_a_cell_keeps_to_its_line() -> None:
    long = "一定の数量までを無税または低い税率とする枠であり、超える分には通常の税率が課される。" * 2
    shares = word_parts.shares_of(
        Table(("用語", "意味", "英語"), (("関税割当", long, "tariff-rate quota " * 4),))
    )
    assert shares[0] * 84 / sum(shares) >= 2 * len("関税割当")


def test_the_sources_of_a_book_in_word_begin_a_page(sample: Workspace, tmp_path: Path) -> None:
    out = tmp_path / "paper.docx"
    write_briefing(sample, template="book", as_of=date(2025, 5, 24), language="en", out=out)
    heads = [each for each in Document(str(out)).paragraphs if each.style.name == "Heading 1"]
    assert heads[-1].text.endswith("Sources")
    assert all(each.paragraph_format.page_break_before for each in heads)
