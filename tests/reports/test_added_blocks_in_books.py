"""What was added to a book without a heading has its line in the contents all the same."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from briefing_app.domain.records import Block, Briefing, Note, Person, PersonName
from briefing_app.domain.stances import block_of
from briefing_app.reports.block_sections import keys_of, owners
from briefing_app.reports.book import BLOCKS
from briefing_app.reports.briefing import TEMPLATES, default_briefing, gather_report, write_report
from briefing_app.reports.chart_model import Chart
from briefing_app.reports.duty_lines import shipped_assessor
from briefing_app.reports.model import DutyLine, PersonCard, Prose, ReportData
from briefing_app.store.workspace import Workspace
from tests.reports.conftest import fill

DAY = date(2026, 10, 1)


def _book(workspace: Workspace, language: str, *blocks: Block) -> ReportData:
    briefing = Briefing(id="b", template="book", language=language, blocks=(Block("scenario"), *blocks))
    return gather_report(workspace, briefing, as_of=DAY, language=language, assess=shipped_assessor())


def _records(workspace: Workspace) -> tuple[Note, Person]:
    quoted = next(n for n in workspace.records("note") if isinstance(n, Note) and n.quotations)
    heard = next(p for p in workspace.records("person") if isinstance(p, Person) and p.positions)
    return quoted, heard


def _added(workspace: Workspace) -> list[Block]:
    quoted, heard = _records(workspace)
    return [
        Block("note", quoted.id),
        Block("person", "akazawa"),
        Block("event", "ev-2025-05-23-01"),
        Block("series", "jp-gdp-qq", options={"chart": True}),
        Block("series", "jp-auto-share"),
        Block("measure", "mpf"),
        Block("duty", "basket-key-goods"),
        Block("duty", options={"hts": "8703.23.01"}),
        Block("rate_chart", "basket-key-goods"),
        Block("rate_chart", options={"hts": "8703.23.01"}),
        Block("scenario", next(iter(workspace.records("scenario"))).id),
        Block("source", next(iter(workspace.records("source"))).id),
        Block("quotation", quoted.id, options={"place": 0}),
        block_of(heard, heard.positions[0]),
        Block("delegation", "first-round"),
    ]


@pytest.mark.parametrize("language", ["en", "ja"])
def test_every_added_block_has_its_line_in_the_contents(
    sample: Workspace, tmp_path: Path, language: str, read_by_poppler
) -> None:
    added = _added(sample)
    report = _book(sample, language, *added)
    own = [section for section in report.sections if section.id.rpartition("-")[2].isdecimal()]
    assert {section.id.rpartition("-")[0] for section in own} == {b.type for b in added} - {"delegation"}
    assert [section.id for section in report.sections if not (section.title or section.part)] == []
    written = write_report(report, tmp_path / "book.pdf")
    contents = "".join(read_by_poppler(written.path, "-f", "2", "-l", "3").split())
    for section in own:
        assert section.number
        assert "".join(f"{section.number}{section.title}".split())[:30] in contents, section.title


@pytest.mark.parametrize("language", ["en", "ja"])
def test_what_became_the_heading_is_not_said_again_below_it(sample: Workspace, language: str) -> None:
    sections = {s.id.partition("-")[0]: s for s in _book(sample, language, *_added(sample)).sections}
    card, chart = sections["person"].items[0], sections["series"].items[0]
    assert isinstance(card, PersonCard)
    assert (card.name, bool(card.post)) == ("", True)
    assert not (isinstance(chart, Chart) and chart.title)
    for kind in ("event", "source", "quotation", "position"):
        first = sections[kind].items[0]
        assert isinstance(first, Prose)
        assert sections[kind].title not in first.items[0].runs[0].text.partition(", ")[0], kind


def test_own_text_goes_on_under_the_heading_before_it_unless_it_begins_with_one(sample: Workspace) -> None:
    blocks = (Block("text", text="It goes on."), Block("text", text="## Our offer\n\nWords below it."))
    report = _book(sample, "en", *blocks)
    assert [(s.title, s.number) for s in report.sections[-2:]] == [("", ""), ("Our offer", "A.3")]


def test_a_saved_scenario_is_not_the_scene_setter_again(sample: Workspace) -> None:
    saved = Block("scenario", next(iter(sample.records("scenario"))).id)
    report = _book(sample, "en", saved)
    assert [s.id for s in report.sections].count("next") == 1
    assert report.sections[-1].id == "scenario-1"
    blocks = (saved, Block("scenario"))
    assert keys_of(blocks, BLOCKS) == ("scenario-0", "scenario")
    assert owners(report.sections, (Block("scenario"), saved), BLOCKS)["next"] == "scenario"


def test_a_good_that_its_basket_asks_for_on_many_days_is_told_once(sample: Workspace) -> None:
    section = _book(sample, "en", Block("duty", "basket-one-car")).sections[-1]
    assert sum(isinstance(item, DutyLine) for item in section.items) == 1


def test_a_marked_person_has_the_mark_at_the_heading(desk_space: Workspace) -> None:
    fill(
        desk_space,
        Person(id="p", names=(PersonName(script="Latn", full="Ann Example"),), marking="TLP:AMBER"),
    )
    section = _book(desk_space, "en", Block("person", "p")).sections[-1]
    card = section.items[0]
    assert isinstance(card, PersonCard)
    assert (section.portion, section.title, card.portion) == ("(TLP:AMBER)", "Ann Example", "")


@pytest.mark.parametrize(("language", "title"), [("en", "Logistics"), ("ja", "日程表・連絡先")])
def test_logistics_have_a_part_before_the_glossary_and_no_other_place(desk_space, language, title):
    """Minute by minute, phones, addresses: a page that its reader has to find at once."""
    body = "| Time | What |\n|---|---|\n| 09:10 | Car at the north door, +1 202 555 0100 |"
    for name, tag in (("l", "logistics"), ("g", "glossary")):
        tags = (tag, "known:2025-05-01")
        note = Note(id=name, title=f"Sheet {name}", kind="analysis", body=body, tags=tags, language=language)
        fill(desk_space, note)
    report = gather_report(
        desk_space, default_briefing(TEMPLATES["book"], language), as_of=date(2025, 5, 24), language=language
    )
    parts = [(section.part, section.id) for section in report.sections if section.id.startswith("note-")]
    assert [name for _part, name in parts] == ["note-l", "note-g"]
    assert parts[0][0] == title
