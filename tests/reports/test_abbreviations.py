"""Abbreviations of the field are spelled out by the paper; all others are told before it goes out."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from briefing_app import resources
from briefing_app.domain.records import Block, Briefing, Note
from briefing_app.exchange.sample import load_sample
from briefing_app.reports.abbreviations import ABBREVIATIONS
from briefing_app.reports.briefing import TEMPLATES, default_briefing, gather_report, typeset
from briefing_app.reports.duty_lines import shipped_assessor
from briefing_app.reports.markdown_edition import to_markdown
from briefing_app.reports.model import ReportData
from briefing_app.store.workspace import Workspace
from tests.reports.conftest import fill

DAY = date(2025, 5, 24)
KNOWN = "known:2025-05-20"
CARDS = ("place-cards", "pocket-card")


def paper(workspace: Workspace, template: str, language: str, words: str = "", **more: object) -> ReportData:
    briefing = default_briefing(TEMPLATES[template], language)  # type: ignore[arg-type]
    if words:
        briefing = Briefing(template=template, language=language, blocks=(*briefing.blocks, own(words)))
    return gather_report(
        workspace, briefing, as_of=DAY, language=language, assess=shipped_assessor(), **more  # type: ignore[arg-type]
    )  # fmt: skip


def own(words: str) -> Block:
    return Block("text", text=words, options={"heading": "Own words"})


def said(report: ReportData) -> list[str]:
    return [
        "".join(run.text for run in item.runs)
        for section in report.sections if section.id == ABBREVIATIONS
        for part in section.items for item in part.items  # type: ignore[union-attr]
    ]  # fmt: skip


def warned(report: ReportData) -> list[str]:
    return [problem.text for problem in report.problems if "Not spelled out" in problem.text]


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize("template", [name for name in TEMPLATES if name not in CARDS])
def test_every_paper_spells_out_what_the_field_abbreviates(
    desk_space: Workspace, template: str, language: str
) -> None:
    words = "METI and the WTO met." if language == "en" else "METIとWTOが会合した。"
    report = paper(desk_space, template, language, words)
    assert (
        said(report)
        == {
            "en": ["METI: Ministry of Economy, Trade and Industry", "WTO: World Trade Organization"],
            "ja": ["METI：経済産業省", "WTO：世界貿易機関"],
        }[language]
    )
    assert warned(report) == []
    assert report.sections[-1].id == ABBREVIATIONS
    assert typeset(report).pdf().startswith(b"%PDF")
    assert ("Ministry of Economy" if language == "en" else "経済産業省") in to_markdown(report)


@pytest.mark.parametrize("template", ["chronology", "book", "duty-sheet"])
@pytest.mark.parametrize("day", [date(2025, 5, 24), date(2025, 7, 25), date(2026, 3, 20)])
def test_no_paper_of_the_sample_leaves_one_unexplained(sample: Workspace, template: str, day: date) -> None:
    for language in ("en", "ja"):
        briefing = default_briefing(TEMPLATES[template], language)  # type: ignore[arg-type]
        report = gather_report(
            sample, briefing, as_of=day, language=language, assess=shipped_assessor()  # type: ignore[arg-type]
        )  # fmt: skip
        assert warned(report) == []


def test_what_the_paper_spells_out_is_not_listed_again(desk_space: Workspace) -> None:
    report = paper(desk_space, "bio", "en", "The World Trade Organization (WTO) met. The WTO rose.")
    assert said(report) == []


def test_the_glossary_of_the_workspace_comes_first(desk_space: Workspace) -> None:
    rows = "| term | meaning |\n|---|---|\n| WTO | the organization in Geneva: for trade ^HTS |\n"
    fill(desk_space, Note(id="g", title="Terms", body=rows, tags=("glossary", KNOWN), marking="TLP:GREEN"))
    report = paper(desk_space, "chronology", "en", "The WTO and the IMF met.")
    assert said(report) == ["IMF: International Monetary Fund", "WTO: the organization in Geneva"]
    assert report.marking.label == "TLP:GREEN", "what is quoted of a marked glossary marks the paper"
    other = paper(desk_space, "chronology", "en", "The IMF met.")
    assert other.marking.label == ""


def test_a_glossary_above_the_level_of_a_release_says_nothing(desk_space: Workspace) -> None:
    fill(desk_space, Note(id="g", title="Terms", body="- QZPX: the quiet zone", tags=("glossary", KNOWN),
                          marking="TLP:RED"))  # fmt: skip
    report = paper(desk_space, "chronology", "en", "The QZPX met.", release="TLP:GREEN")
    assert said(report) == []
    assert len(warned(report)) == 1


def test_tables_of_duties_are_looked_at(desk_space: Workspace) -> None:
    fill(desk_space, *(each for each in load_sample("us-japan") if each.record_kind == "basket"))
    report = paper(desk_space, "duty-sheet", "en")
    assert "SPI: special program indicator" in said(report)


def test_cards_have_no_room_for_a_list(desk_space: Workspace) -> None:
    report = paper(desk_space, "pocket-card", "en", "The WTO met.")
    assert said(report) == []


def test_the_one_page_brief_keeps_its_page(
    desk_space: Workspace, tmp_path: Path, read_by_poppler: Callable[..., str]
) -> None:
    out = tmp_path / "p.pdf"
    out.write_bytes(typeset(paper(desk_space, "one-page", "en", "The WTO met.")).pdf())
    first, second = read_by_poppler(out, "-raw").split("\f")[:2]
    assert "World Trade Organization" not in first
    assert "Abbreviations" in second
    assert "World Trade Organization" in second


def test_every_abbreviation_of_the_field_has_words_in_both_languages() -> None:
    file = tomllib.loads(resources.text("templates", "labels.toml"))["abbreviations"]
    for short, words in file["spelled_out"].items():
        assert short.isupper()
        assert words["en"].isascii()
        assert any(sign > "\u3000" for sign in words["ja"])
        assert short not in file["well_known"]
