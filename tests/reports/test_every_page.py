"""Every page of every paper, looked at by a program: words, links, contents, numbers, bookmarks, edges."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pikepdf
import pytest

from briefing_app.domain.records import (
    Block,
    Briefing,
    Delegation,
    DelegationMember,
    Note,
    Person,
    PersonName,
    Source,
)
from briefing_app.exchange.sample import load_sample
from briefing_app.reports import prose
from briefing_app.reports.briefing import (
    TEMPLATES,
    default_briefing,
    gather_report,
    typeset,
    write_briefing,
)
from briefing_app.reports.model import Prose
from briefing_app.reports.section_words import texts_of
from briefing_app.store.workspace import Workspace
from tests.reports.conftest import fill
from tests.reports.page_faults import UNPRINTED_PT, page_faults
from tests.reports.words_of_pages import words_of

DAY = date(2025, 5, 24)
KNOWN = ("known:2025-05-20",)


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize("template", list(TEMPLATES))
def test_words_links_contents_and_numbers_of_every_paper_are_right(
    sample: Workspace, tmp_path: Path, template: str, language: str
) -> None:
    out = tmp_path / "p.pdf"
    write_briefing(sample, template=template, as_of=DAY, language=language, out=out, marking="TLP:AMBER")
    assert page_faults(out, is_numbered=template != "place-cards") == []
    words = words_of(out)
    with pikepdf.open(out) as pdf:
        middles = [float(page.mediabox[3]) / 2 for page in pdf.pages]
    for number, middle in enumerate(middles, 1):
        marks = [word for word in words if word.page == number and word.text == "TLP:AMBER"]
        assert [mark.top > middle for mark in sorted(marks, key=lambda mark: mark.top)] == [False, True]


@pytest.mark.parametrize(("language", "paper"), [("en", "us-letter"), ("ja", "a4")])
def test_and_those_of_a_book_in_large_print(
    sample: Workspace, tmp_path: Path, language: str, paper: str
) -> None:
    out = tmp_path / "p.pdf"
    write_briefing(
        sample, template="book", as_of=date(2025, 7, 25), language=language, out=out, large_print=True,
        paper=paper,
    )  # fmt: skip
    assert page_faults(out) == []


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ("link", "leads elsewhere"),
        ("contents", "contents say"),
        ("bookmark", "no heading"),
        ("edge", "printer"),
    ],
)
def test_a_planted_fault_is_found(sample: Workspace, tmp_path: Path, change: str, fault: str) -> None:
    out, spoilt = tmp_path / "p.pdf", tmp_path / "spoilt.pdf"
    write_briefing(sample, template="book", as_of=DAY, language="ja", out=out)
    with pikepdf.open(out) as pdf:
        if change == "bookmark":
            with pdf.open_outline() as outline:
                outline.root[0].title = "第1\u3000無題"
        elif change == "edge":
            for page in pdf.pages:
                page.obj.MediaBox[2] = float(page.obj.MediaBox[2]) - 60
        else:
            contents = [link for link in pdf.pages[1].obj.Annots if link.get("/Subtype") == pikepdf.Name.Link]
            named = [
                link
                for page in pdf.pages
                for link in page.obj.get("/Annots", [])
                if str(link.get("/Contents", "")).startswith("出典")
            ]
            ours = contents if change == "contents" else named
            places = [(link, name) for link in ours for name in ("/Dest", "/A") if name in link]
            (one, key), (other, of) = places[0], places[-1]
            one[key] = other[of]
        pdf.save(spoilt)
    assert any(fault in each for each in page_faults(spoilt))


def test_the_tab_of_a_part_stands_where_printers_print(sample: Workspace, tmp_path: Path) -> None:
    """A Japanese book has thirteen parts: their tabs show the number alone."""
    out = tmp_path / "p.pdf"
    write_briefing(sample, template="book", as_of=DAY, language="ja", out=out, large_print=True)
    at_edge = [word for word in words_of(out) if word.left > 595 - 40]
    assert {word.text for word in at_edge} == {str(number) for number in range(1, 14)}
    assert all(word.right <= 595 - UNPRINTED_PT for word in at_edge)


def _note_paper(space: Workspace, out: Path, body: str, language: str, **more: object) -> Path:
    """A book of one text whose note says ``body``."""
    if space.find("note", "n") is None:
        fill(space, Note(id="n", title="Text", body=body, language=language, tags=("text", *KNOWN)))
    write_briefing(space, template="book", as_of=DAY, language=language, out=out, **more)  # type: ignore[arg-type]
    return out


def test_numbers_of_one_place_stand_on_one_line(
    desk_space: Workspace, tmp_path: Path, read_by_poppler: Callable[..., str]
) -> None:
    """Whatever the length of a paragraph, no line of it holds a number of a source alone."""
    for name in ("A", "B", "C"):
        fill(desk_space, Source(id=f"S-{name}", title=name, publisher=f"Publisher {name}", date="2025-05-01"))
    body = "\n\n".join(f"It was {'very ' * 14}{'x' * count} long ^S-A ^S-B ^S-C." for count in range(1, 30))
    text = read_by_poppler(_note_paper(desk_space, tmp_path / "p.pdf", body, "en"), "-raw")
    lines = [line.replace("\u2060", "").strip() for line in text.splitlines()]
    assert sum("1, 2, 3" in line.replace("\xa0", " ") for line in lines) >= 29
    assert [line for line in lines if re.fullmatch(r"\d(,\s?\d)*,?\s?\.?", line)] == []


def test_large_print_stands_ragged_in_japanese(desk_space: Workspace, tmp_path: Path) -> None:
    """Stretched lines are hard to read: the last signs of lines stand where they fall."""
    body = "日本産品のIEEPAによる関税をUSTRと協議しSection 232の扱いを確認する場を設けること" * 8
    ends: dict[bool, set[int]] = {}
    for is_large in (False, True):
        out = _note_paper(desk_space, tmp_path / f"{is_large}.pdf", body, "ja", large_print=is_large)
        lines: dict[tuple[int, int], float] = {}
        for word in words_of(out):
            if word.page == 4 and 120 < word.top < 500 and word.right < 545:
                key = word.page, round(word.top / 6)
                lines[key] = max(lines.get(key, 0), word.right)
        ends[is_large] = {round(end) for end in list(lines.values())[:-1]}
    assert len(ends[True]) >= 3
    assert len(ends[True]) > len(ends[False])


def test_no_line_begins_with_the_dash_of_a_range(
    desk_space: Workspace, tmp_path: Path, read_by_poppler: Callable[..., str]
) -> None:
    body = "\n\n".join(
        f"{'税' * count}の弾力性は1.5～20、期間は7月9日～12日とする。" for count in range(20, 50)
    )
    text = read_by_poppler(_note_paper(desk_space, tmp_path / "p.pdf", body, "ja"), "-raw")
    assert text.count("～") == 60
    assert [line for line in text.splitlines() if line.startswith("～")] == []
    assert "1.5～" in text


@pytest.mark.parametrize("language", ["en", "ja"])
def test_abbreviations_of_the_one_page_brief_of_the_sample_are_spelled_out(
    sample: Workspace, tmp_path: Path, language: str
) -> None:
    written = write_briefing(
        sample, template="one-page", as_of=DAY, language=language, out=tmp_path / "p.pdf"
    )
    assert [problem.text for problem in written.problems] == []


@pytest.mark.parametrize("language", ["en", "ja"])
def test_an_option_does_not_speak_of_what_came_after_the_day(
    sample: Workspace, tmp_path: Path, language: str, text_of: Callable[[Path], str]
) -> None:
    """The scenario also switches off the 15% of August 2025 and ends with the ruling of February 2026."""
    out = tmp_path / "p.pdf"
    written = write_briefing(sample, template="scenario-sheet", as_of=DAY, language=language, out=out)
    text = text_of(out)
    early = {"en": ("Switched off", "February 2026"), "ja": ("総額15%", "令和8年2月")}[language]
    assert not any(words in text for words in early)
    assert any("nobody knew on the as-of date" in problem.text for problem in written.problems)
    later = date(2026, 3, 1)
    write_briefing(sample, template="scenario-sheet", as_of=later, language=language, out=out)
    assert all(words in text_of(out) for words in early)


def test_titles_in_findings_are_cut_and_turn_nothing(desk_space: Workspace, tmp_path: Path) -> None:
    title = "Why\u202e? " + "and why " * 60
    body = f"## Q1. {title}\n" + "Words. " * 900 + "\n\n## Q2. Empty\n"
    fill(desk_space, Note(id="q", title=title, kind="qa", body=body, tags=KNOWN))
    written = write_briefing(
        desk_space, template="qa", as_of=DAY, language="en", out=tmp_path / "p.pdf", paper="a4"
    )
    told = [problem.text for problem in written.problems]
    assert any("takes about" in text for text in told)
    assert any("is a draft" in text for text in told)
    assert all(len(text) < 130 and "\u202e" not in text for text in told)


def test_a_title_of_many_lines_is_cut_in_the_contents_of_word(desk_space: Workspace, tmp_path: Path) -> None:
    from docx import Document

    title = "A title that goes on " * 20 + "to its end"
    fill(desk_space, Note(id="long", title=title, body="Words.", kind="line", tags=KNOWN))
    out = tmp_path / "p.docx"
    write_briefing(desk_space, template="book", as_of=DAY, language="en", out=out)
    told = [each for each in Document(str(out)).paragraphs if "A title that goes on" in each.text]
    contents, heading = told
    title, behind, page = contents.text.partition("\t")
    assert len(title) <= 150
    assert title.endswith("…")
    assert (behind, page) == ("\t", ""), "the number of the page is counted by the program that opens it"
    assert heading.style.name == "Heading 2"
    assert heading.text.endswith("to its end")


def test_each_line_of_the_contents_of_word_leads_to_its_heading(sample: Workspace, tmp_path: Path) -> None:
    from docx import Document

    out = tmp_path / "p.docx"
    write_briefing(sample, template="book", as_of=DAY, language="ja", out=out)
    body = Document(str(out)).element.body
    led = {
        each.anchor: "".join(run.text for run in each.iter() if run.tag.endswith("}t"))
        for each in body.iter()
        if each.tag.endswith("}hyperlink") and str(each.anchor).startswith("_Toc")
    }
    marked = {
        each.attrib[f"{each.tag.removesuffix('bookmarkStart')}name"]: "".join(
            run.text for run in each.getparent().iter() if run.tag.endswith("}t")
        )
        for each in body.iter()
        if each.tag.endswith("}bookmarkStart")
    }
    assert len(led) > 40
    assert {name: marked.get(name) for name in led} == led


@pytest.mark.parametrize(
    "template", ["seating-plan", "place-cards", "pocket-card", "one-page", "bio", "book"]
)
def test_somebody_nobody_reviewed_is_told_once_for_each_place_on_every_paper_of_people(
    tmp_path: Path, template: str
) -> None:
    with Workspace.create(tmp_path / "late.brief") as workspace:
        for record in load_sample("us-japan"):
            late = isinstance(record, Person) and record.id == "greer"
            fill(workspace, replace(record, review_by="2025-05-01") if late else record)
        written = write_briefing(
            workspace, template=template, as_of=DAY, language="en", out=tmp_path / "p.pdf"
        )
    told = [
        each for each in written.problems if each.text == "Jamieson Greer was due for review by 1 May 2025."
    ]
    assert told
    assert len(told) == len(set(told))
    assert {each.target for each in told} == {"person:greer"}


@pytest.mark.parametrize("large_print", [False, True])
@pytest.mark.parametrize("language", ["en", "ja"])
def test_a_table_of_twenty_four_a_side_shows_every_name_in_full(
    desk_space: Workspace, tmp_path: Path, language: str, large_print: bool
) -> None:
    names = [f"Bartholomew-Featherstone {number:02} Woodhouse" for number in range(48)]
    for number, name in enumerate(names):
        country = "JP" if number < 24 else "US"
        fill(desk_space, Person(id=f"p{number}", names=(PersonName(name),), country=country))
    members = tuple(DelegationMember(f"p{n}", "ours" if n < 24 else "theirs") for n in range(48))
    table = Delegation(
        id="d", title="Plenary", day="2025-05-23", our_side="JP", their_side="US", members=members
    )
    fill(desk_space, table)
    out = tmp_path / "p.pdf"
    write_briefing(
        desk_space, template="seating-plan", as_of=DAY, language=language, out=out, large_print=large_print
    )
    assert page_faults(out) == []
    seated = "".join(word.text for word in words_of(out) if word.page <= (2 if large_print else 1))
    seated = seated.replace("-", "").replace("\xa0", "")
    assert all(name.replace("-", "").replace(" ", "") in seated for name in names[:24])


def test_an_option_is_worked_out_for_no_day_that_nobody_could_name(
    sample: Workspace, tmp_path: Path, text_of: Callable[[Path], str]
) -> None:
    """In July 2025 the 24% stands under the option; in February 2026, which it names too, it does not."""
    out = tmp_path / "p.pdf"
    write_briefing(sample, template="scenario-sheet", as_of=date(2025, 7, 25), language="en", out=out)
    text = text_of(out)
    assert "24 Feb" not in text
    row = text[text.index("Horizontal lathes, numerically controlled (8458") :][:160]
    assert "28.4%" in row


def test_the_sample_of_july_knows_nothing_of_the_year_after(
    sample: Workspace, tmp_path: Path, text_of: Callable[[Path], str]
) -> None:
    out = tmp_path / "p.pdf"
    for language in ("en", "ja"):
        write_briefing(sample, template="book", as_of=date(2025, 7, 25), language=language, out=out)
        text = text_of(out)
        body = text.partition("†")[0]  # above the list of sources
        assert not re.search("a record of a later day|of 2026|令和8年|後日の記録", body)


@pytest.mark.parametrize(("language", "paper"), [("en", "a4"), ("ja", "us-letter")])
def test_contents_leave_no_few_lines_to_a_page_of_their_own(
    sample: Workspace, tmp_path: Path, language: str, paper: str
) -> None:
    """Whatever the number of texts, the last page of the contents holds several lines."""
    blocks = tuple(Block(name) for name in TEMPLATES["book"].blocks)
    for added in range(0, 6, 2):
        texts = tuple(Block("text", text="Words.", options={"heading": f"Matter {n}"}) for n in range(added))
        briefing = Briefing(template="book", language=language, blocks=(*blocks, *texts))
        report = gather_report(sample, briefing, as_of=DAY, language=language, paper=paper)  # type: ignore[arg-type]
        marks = typeset(report).marks()
        first = min(mark.page for mark in marks if mark.id == report.sections[0].id)
        out = tmp_path / "book.pdf"
        out.write_bytes(typeset(report).pdf())
        rows = {round(w.top / 5) for w in words_of(out) if w.page == first - 1 and 60 < w.top < 740}
        assert len(rows) >= 6


@pytest.mark.parametrize("paper", ["a4", "us-letter"])
@pytest.mark.parametrize("language", ["en", "ja"])
def test_numbers_of_many_sources_stay_in_their_column_of_a_chronology(
    sample: Workspace, tmp_path: Path, language: str, paper: str
) -> None:
    """Four sources of one event ran over the margin in large print."""
    for is_large in (False, True):
        out = tmp_path / "p.pdf"
        write_briefing(sample, template="chronology", as_of=date(2025, 7, 25), language=language, out=out,
                       paper=paper, large_print=is_large)  # fmt: skip
        edge = {"a4": 595.3, "us-letter": 612.0}[paper] - 18 / 25.4 * 72
        numbers = [word for word in words_of(out) if re.fullmatch(r"[\d,]+", word.text)]
        assert len(numbers) > 50
        assert [word.text for word in numbers if word.right > edge + 2] == []


def test_remarks_in_grey_are_no_numbered_paragraphs(sample: Workspace) -> None:
    """What is left out of a list of meetings is nothing that anybody refers to."""
    briefing = default_briefing(TEMPLATES["book"], "en")
    report = gather_report(sample, briefing, as_of=date(2025, 7, 25), language="en")
    remarks = [
        item
        for section in report.sections
        for item in section.items
        if isinstance(item, Prose) and any("not shown" in prose.plain(each.runs) for each in item.items)
    ]
    assert remarks
    assert {item.number for item in remarks} == {0}


def test_records_of_talks_stand_in_the_order_of_the_talks(sample: Workspace) -> None:
    """The record of the second round was written after that of the third."""
    briefing = default_briefing(TEMPLATES["book"], "en")
    report = gather_report(sample, briefing, as_of=date(2025, 6, 20), language="en")
    places = [section.id for section in report.sections if section.id.startswith("note-note-round")]
    assert places == [f"note-note-round{name}" for name in ("s-5-and-6", "-4", "-3", "-2", "-1")]


@pytest.mark.parametrize("language", ["en", "ja"])
def test_a_book_of_july_speaks_of_no_summit_of_june_as_ahead(sample: Workspace, language: str) -> None:
    """Lines and answers of the sample stand while they are true, and not in a paper of later days."""
    briefing = default_briefing(TEMPLATES["book"], language)  # type: ignore[arg-type]
    report = gather_report(sample, briefing, as_of=date(2025, 7, 25), language=language)  # type: ignore[arg-type]
    for section in report.sections:
        if section.id.startswith(("note-note-line", "note-qa")) or section.layout == "qa":
            text = "\n".join(texts_of(section))
            assert not re.search(r"before the G7|until early July|サミットの?前に|7月9日まで", text), (
                section.title
            )
