"""Bars in the margin beside what says something else than an edition did: where, and in which file."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TypeAlias

import pikepdf
import pytest

from briefing_app.domain.change import Change, ChangeSet, replaced
from briefing_app.domain.records import Block, Briefing, Event, Note, TypedDate
from briefing_app.reports import briefing as papers
from briefing_app.reports import editions
from briefing_app.reports.change_bars import _section, without_bars
from briefing_app.reports.model import EventRow, Prose, ReportData
from briefing_app.reports.preview import gathered
from briefing_app.store.workspace import Workspace
from tests.reports.conftest import fill
from tests.reports.tag_tree import TagTree
from tests.reports.ua_conditions import ua_faults

DAY = date(2025, 5, 24)
LONG = "The two sides have looked at the measures in force and at what each of them would need to move. "
MM = 72 / 25.4
# The page from 1, the left edge, the bottom and the height, in points from the bottom left of the page.
Bar: TypeAlias = tuple[int, float, float, float]
TABLE = "| Good | Rate |\n|---|---|\n| Cars | {} |\n| Steel | 25% |"


def put(workspace: Workspace, template: str, *blocks: Block, **more: object) -> Briefing:
    briefing = Briefing(id="b", template=template, language="en", title="Talks", blocks=blocks, **more)  # type: ignore[arg-type]
    before = workspace.find("briefing", "b")
    workspace.apply(ChangeSet("Write", (Change("briefing", "b", before, briefing),)))
    return briefing


def said(workspace: Workspace, briefing: Briefing, **how: object) -> ReportData:
    return gathered(workspace, briefing, as_of=DAY, language=briefing.language, **how)


def issue(workspace: Workspace, briefing: Briefing, **more: object) -> None:
    editions.freeze(workspace, "b", said(workspace, briefing), workspace.apply, **more)  # type: ignore[arg-type]


def own(*texts: str) -> tuple[Block, ...]:
    return tuple(Block("text", text=text, options={"heading": f"Head {n}"}) for n, text in enumerate(texts))


def bars_of(pdf: bytes, path: Path) -> list[Bar]:
    """Each bar of a file. It must be an artifact: nobody has it read aloud."""
    path.write_bytes(pdf)
    found: list[Bar] = []
    with pikepdf.open(path) as opened:
        for number, page in enumerate(opened.pages, 1):
            found += _bars(page, number)
    return found


def _bars(page: pikepdf.Page, number: int) -> Iterator[Bar]:
    """Upright rectangles as wide as a bar; each piece of a page is drawn from an origin of its own."""
    x = y = down = 0.0
    points: list[tuple[float, float]] = []
    is_artifact = False
    for operands, operator in pikepdf.parse_content_stream(page):
        match str(operator):
            case "BDC":
                is_artifact = str(operands[0]) == "/Artifact"
            case "cm":
                _a, _b, _c, down, x, y = (float(each) for each in operands)
            case "m" | "l":
                points = [] if str(operator) == "m" else points
                points.append((float(operands[0]), float(operands[1])))
            case "f" | "f*" if points:
                width, height = (max(each) - min(each) for each in zip(*points, strict=True))
                if abs(width - 1.6) < 0.01 and height > 4:
                    assert is_artifact
                    low = min(y + down * point[1] for point in points)
                    yield number, x + min(point[0] for point in points), low, height


def in_margin(found: list[Bar]) -> list[Bar]:
    """Without the sign in the foot of each page, which says what a bar means."""
    return [each for each in found if each[2] > 22 * MM]


def test_a_paper_without_an_edition_has_no_bars(desk_space: Workspace) -> None:
    report = said(desk_space, put(desk_space, "duty-sheet", *own("First.", "Second.")))
    assert (report.change_bars, report.bars_since) == ("", 0)


def test_only_what_changed_has_a_bar(desk_space: Workspace) -> None:
    issue(desk_space, put(desk_space, "duty-sheet", *own("First.\n\nStays.", "- one\n- two\n  - below")))
    now = put(desk_space, "duty-sheet", *own("Another.\n\nStays.", "- one\n- two more\n  - below"))
    report = said(desk_space, now)
    first, second = report.sections
    assert [part.items[0].changed for part in first.items if isinstance(part, Prose)] == [True, False]
    (listed,) = [part for part in second.items if isinstance(part, Prose)]
    assert [item.changed for item in listed.items] == [False, True]
    assert not listed.items[1].children[0].items[0].changed
    assert [section.changed for section in report.sections] == [False, False]
    assert report.change_bars == "changed since edition 1"


def test_rows_of_tables_and_events_have_their_own_bar(desk_space: Workspace) -> None:
    day = (TypedDate("2025-05-01"),)
    fill(desk_space, *(Event(id=f"e{n}", title=f"Talks {n}", dates=day) for n in range(3)))
    blocks = (Block("events"), *own(TABLE.format("25%")))
    issue(desk_space, put(desk_space, "chronology", *blocks))
    event = desk_space.get("event", "e1")
    desk_space.apply(replaced(event, replace(event, place="Tokyo")))
    report = said(desk_space, put(desk_space, "chronology", Block("events"), *own(TABLE.format("15%"))))
    rows = [item for section in report.sections for item in section.items if isinstance(item, EventRow)]
    assert [(row.title, row.changed) for row in rows] == [
        ("Talks 0", False),
        ("Talks 1", True),
        ("Talks 2", False),
    ]
    (written,) = [i for s in report.sections for i in s.items if isinstance(i, Prose) and i.rows]
    assert [row[0].changed for row in written.rows] == [False, True, False]


def test_a_new_heading_and_a_new_part_have_bars(desk_space: Workspace) -> None:
    issue(desk_space, put(desk_space, "duty-sheet", *own("First.")))
    report = said(desk_space, put(desk_space, "duty-sheet", *own("First.", "Wholly other matters, 42.")))
    assert [section.changed for section in report.sections] == [False, True]


def test_what_is_gone_leaves_no_bar(desk_space: Workspace) -> None:
    issue(desk_space, put(desk_space, "duty-sheet", *own("First.\n\nGone.", "Second.")))
    report = said(desk_space, put(desk_space, "duty-sheet", *own("First.", "Second.")))
    assert report.change_bars == ""
    assert report == replace(without_bars(report), bars_since=1)


def test_the_paper_says_since_which_edition_and_whether(desk_space: Workspace) -> None:
    issue(desk_space, put(desk_space, "duty-sheet", *own("One.")))
    issue(desk_space, put(desk_space, "duty-sheet", *own("Two.")))
    blocks = own("Two.")
    last = said(desk_space, put(desk_space, "duty-sheet", *blocks))
    first = said(desk_space, put(desk_space, "duty-sheet", *blocks, settings={"change_bars": "1"}))
    none = said(desk_space, put(desk_space, "duty-sheet", *blocks, settings={"change_bars": "no"}))
    lost = said(desk_space, put(desk_space, "duty-sheet", *blocks, settings={"change_bars": "9"}))
    assert (last.change_bars, last.bars_since) == ("", 2)
    assert (first.change_bars, first.bars_since) == ("changed since edition 1", 1)
    assert (none.change_bars, none.bars_since) == ("", 0)
    assert [p.text for p in lost.problems if "edition 9" in p.text]


def test_a_paper_with_bars_has_the_lines_and_pages_it_has_without(
    sample: Workspace, tmp_path: Path, read_by_poppler: Callable[..., str]
) -> None:
    def places(report: ReportData) -> list[str]:
        out = tmp_path / "p.pdf"
        out.write_bytes(papers.typeset(report).pdf())
        words = re.findall(r"<word .*?</word>", read_by_poppler(out, "-bbox"))
        return [word for word in words if _y(word) < 780]  # without the foot, which says what bars mean

    blocks = tuple(Block(name) for name in papers.TEMPLATES["book"].blocks)
    briefing = Briefing(id="b", template="book", language="en", title="Talks", blocks=blocks)
    plain = papers.gather_report(sample, briefing, as_of=DAY, language="en")
    assert places(plain) == places(marked_all(plain))


def _y(word: str) -> float:
    found = re.search(r'yMin="([\d.]+)', word)
    assert found
    return float(found[1])


def marked_all(report: ReportData) -> ReportData:
    return replace(
        report,
        sections=tuple(_section(each, "", lambda _line: True) for each in report.sections),
        change_bars="changed since edition 1",
        bars_since=1,
    )


def test_a_paragraph_of_many_pages_has_a_bar_on_each(desk_space: Workspace, tmp_path: Path) -> None:
    issue(desk_space, put(desk_space, "duty-sheet", *own("Before.")))
    report = said(desk_space, put(desk_space, "duty-sheet", *own(f"{LONG * 200}\n\n{LONG}")))
    found = in_margin(bars_of(papers.encoded_pdf(report), tmp_path / "p.pdf"))
    whole = [page for page, _x, _low, high in found if high > 700]
    assert {page for page, *_rest in found} == {1, 2, 3, 4, 5}
    assert {2, 3, 4} <= set(whole)


def test_bars_stand_in_the_outer_margin_of_both_sides(desk_space: Workspace, tmp_path: Path) -> None:
    body = "\n\n".join(LONG * 3 for _ in range(40))
    issue(desk_space, put(desk_space, "duty-sheet", *own("Before.")))
    report = said(desk_space, put(desk_space, "duty-sheet", *own(body)))
    found = in_margin(bars_of(papers.encoded_pdf(report), tmp_path / "p.pdf"))
    sides = {page: x > 297 for page, x, _y, _h in found}
    assert len(sides) >= 3
    assert all(is_right == (page % 2 == 1) for page, is_right in sides.items())
    for _page, x, _low, _high in found:
        assert 4 * MM < x < 18 * MM or 595 - 18 * MM < x < 595 - 4 * MM


def test_a_paragraph_that_goes_on_overleaf_has_a_bar_on_both_pages(
    desk_space: Workspace, tmp_path: Path
) -> None:
    issue(desk_space, put(desk_space, "duty-sheet", *own("Before.")))
    report = said(desk_space, put(desk_space, "duty-sheet", *own(LONG * 60)))
    found = in_margin(bars_of(papers.encoded_pdf(report), tmp_path / "p.pdf"))
    pages = {page for page, *_rest in found}
    assert pages == {1, 2}
    lowest = min(low for page, _x, low, _h in found if page == 1)
    assert lowest == pytest.approx(22 * MM, abs=1)


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize("template", sorted(set(papers.TEMPLATES) - {"place-cards"}))
def test_a_paper_full_of_bars_is_accessible(
    sample: Workspace, tmp_path: Path, template: str, language: str
) -> None:
    blocks = tuple(Block(name) for name in papers.TEMPLATES[template].blocks)
    briefing = Briefing(id="b", template=template, language=language, blocks=blocks)
    for large in (False, True):
        plain = papers.gather_report(sample, briefing, as_of=DAY, language=language, large_print=large)  # type: ignore[arg-type]
        out = tmp_path / "p.pdf"
        out.write_bytes(papers.typeset(marked_all(plain)).pdf())
        found = bars_of(out.read_bytes(), tmp_path / "q.pdf")
        assert found
        assert ua_faults(out) == []
        assert TagTree(out).faults == []


def test_bars_are_the_same_in_the_next_file_of_an_edition(desk_space: Workspace, tmp_path: Path) -> None:
    issue(desk_space, put(desk_space, "duty-sheet", *own("One.")))
    issue(desk_space, put(desk_space, "duty-sheet", *own("Two.")), recipients=("Ministry",))
    edition = editions.editions(desk_space, "b")[-1]
    first, second = tmp_path / "a.pdf", tmp_path / "b.pdf"
    editions.write_file(desk_space, edition.sha256, first)
    put(desk_space, "duty-sheet", *own("Three."), settings={"change_bars": "no"})
    editions.write_file(desk_space, edition.sha256, second)
    assert first.read_bytes() == second.read_bytes()
    assert in_margin(bars_of(first.read_bytes(), tmp_path / "c.pdf"))
    (copy,) = editions.copies(desk_space, edition)
    assert in_margin(bars_of(desk_space.attachment(copy.sha256), tmp_path / "d.pdf"))


def test_the_page_of_changes_and_the_margin_tell_of_the_same_edition(desk_space: Workspace) -> None:
    issue(desk_space, put(desk_space, "duty-sheet", *own("One.")))
    issue(desk_space, put(desk_space, "duty-sheet", *own("Two.")))
    issue(desk_space, put(desk_space, "duty-sheet", *own("Two.")), since=1)
    content = json.loads(desk_space.attachment(editions.editions(desk_space, "b")[-1].inputs_sha256))
    assert content["bars_since"] == 1
    assert content["change_bars"] == "changed since edition 1"


def test_a_bar_of_a_column_stands_beside_that_column(sample: Workspace, tmp_path: Path) -> None:
    blocks = tuple(Block(name) for name in papers.TEMPLATES["one-page"].blocks)
    briefing = Briefing(template="one-page", language="en", blocks=blocks)
    report = marked_all(papers.gather_report(sample, briefing, as_of=DAY, language="en"))
    found = [bar for bar in in_margin(bars_of(papers.encoded_pdf(report), tmp_path / "p.pdf")) if bar[0] == 1]
    left, right = ([bar for bar in found if (bar[1] > 297) == side] for side in (False, True))
    assert left
    # What has the whole width above and below the columns has its bar at the outer edge.
    highest, lowest = max(bar[2] + bar[3] for bar in left), min(bar[2] for bar in left)
    assert max(bar[2] + bar[3] for bar in right) > highest + 20
    assert min(bar[2] for bar in right) < lowest - 20


# --- what a releasable edition may not tell ----------------------------------------------------------------


def noted(workspace: Workspace, body: str) -> None:
    note = Note(id="n", title="State", body=body)
    before = workspace.find("note", "n")
    workspace.apply(ChangeSet("Note", (Change("note", "n", before, note),)))


OPEN = "The duty is ten percent."


def test_a_releasable_edition_has_no_bar_where_only_something_left_out_changed(desk_space: Workspace) -> None:
    settings = {"release": "TLP:GREEN"}
    noted(desk_space, f"{OPEN}\n\n(TLP:RED) The first secret.")
    issue(desk_space, put(desk_space, "bio", Block("note", "n"), settings=settings))
    noted(desk_space, f"{OPEN}\n\n(TLP:RED) Another secret altogether.\n\n(TLP:RED) And more.")
    report = said(desk_space, put(desk_space, "bio", Block("note", "n"), settings=settings))
    assert (report.change_bars, report.bars_since) == ("", 1)


def test_a_releasable_edition_is_not_told_from_one_that_says_more(desk_space: Workspace) -> None:
    noted(desk_space, f"- {OPEN}\n- (TLP:RED) The first secret.")
    issue(desk_space, put(desk_space, "bio", Block("note", "n"), marking="TLP:RED"))
    noted(desk_space, f"- {OPEN} It stays.\n- (TLP:RED) The first secret.")
    report = said(desk_space, put(desk_space, "bio", Block("note", "n"), settings={"release": "TLP:GREEN"}))
    assert (report.change_bars, report.bars_since) == ("", 0)
    assert any("may not know what was issued" in problem.text for problem in report.problems)


def test_a_lower_marked_paper_is_not_told_from_a_higher_one(desk_space: Workspace) -> None:
    issue(desk_space, put(desk_space, "bio", *own("One."), marking="TLP:RED"))
    report = said(desk_space, put(desk_space, "bio", *own("Two."), marking="TLP:GREEN"))
    assert report.bars_since == 0


# --- other files --------------------------------------------------------------------------------------------


def test_markdown_tells_its_bars_and_what_they_mean(desk_space: Workspace, tmp_path: Path) -> None:
    issue(desk_space, put(desk_space, "duty-sheet", *own("One.\n\nStays.", TABLE.format("25%"))))
    report = said(desk_space, put(desk_space, "duty-sheet", *own("Two.\n\nStays.", TABLE.format("15%"))))
    papers.write_report(report, tmp_path / "p.md")
    lines = (tmp_path / "p.md").read_text().splitlines()
    assert "▎ changed since edition 1" in lines
    assert "▎ Two." in lines
    assert "Stays." in lines
    assert "| ▎ Cars | 15% |" in lines
    assert "| Steel | 25% |" in lines


def test_the_kept_text_of_an_edition_has_no_bars(desk_space: Workspace) -> None:
    issue(desk_space, put(desk_space, "duty-sheet", *own("One.")))
    issue(desk_space, put(desk_space, "duty-sheet", *own("Two.")))
    kept = desk_space.attachment(editions.editions(desk_space, "b")[-1].text_sha256).decode()
    assert "Two." in kept
    assert "▎" not in kept


def test_word_has_a_rule_beside_what_changed(desk_space: Workspace, tmp_path: Path) -> None:
    from docx import Document
    from docx.oxml.ns import qn

    issue(
        desk_space, put(desk_space, "duty-sheet", *own("One.\n\nStays.", f"- one\n\n{TABLE.format('25%')}"))
    )
    report = said(
        desk_space, put(desk_space, "duty-sheet", *own("Two.\n\nStays.", f"- 1\n\n{TABLE.format('15%')}"))
    )
    papers.write_report(report, tmp_path / "p.docx")
    document = Document(str(tmp_path / "p.docx"))
    cells = [cell for made in document.tables for row in made.rows for cell in row.cells]
    ruled = [each.text for each in document.paragraphs if each._p.find(f".//{qn('w:pBdr')}") is not None]
    assert ruled == ["Two.", "1"]
    # The rule of a paragraph would be cut off at the edge of its cell.
    assert [each.text for each in cells if each._tc.find(f".//{qn('w:tcBorders')}") is not None] == ["Cars"]
    assert "changed since edition 1" in document.sections[0].header.paragraphs[0].text


def test_the_command_line_chooses_the_edition(desk_space: Workspace, tmp_path: Path) -> None:
    issue(desk_space, put(desk_space, "duty-sheet", *own("One.")))
    put(desk_space, "duty-sheet", *own("Two."))
    for bars, expected in (("", True), ("1", True), ("no", False)):
        out = tmp_path / "p.md"
        papers.write_briefing(desk_space, template="duty-sheet", as_of=DAY, language="en", out=out, bars=bars)
        assert ("▎ Two." in out.read_text()) == expected
