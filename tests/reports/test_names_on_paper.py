"""Who and what the papers of the sample name, in the language of their reader."""

from __future__ import annotations

from datetime import date

import pytest

from briefing_app.reports.briefing import TEMPLATES, default_briefing, gather_report
from briefing_app.reports.duty_lines import shipped_assessor
from briefing_app.reports.model import PersonCard, ReportData
from briefing_app.store.workspace import Workspace

DAY = date(2025, 5, 24)


def paper(sample: Workspace, template: str, language: str, day: date = DAY) -> ReportData:
    briefing = default_briefing(TEMPLATES[template], language)  # type: ignore[arg-type]
    return gather_report(sample, briefing, as_of=day, language=language, assess=shipped_assessor())  # type: ignore[arg-type]


def test_the_president_of_a_party_is_not_the_president(sample: Workspace) -> None:
    said = repr(paper(sample, "bio", "ja").sections)
    assert "自由民主党総裁" in said
    assert "大統領（令和6年9月就任）" not in said
    assert "大統領（令和7年1月20日就任）" in said
    assert "内閣府" in said
    assert "Cabinet Office" not in said


@pytest.mark.parametrize("template", ["pocket-card", "book"])
@pytest.mark.parametrize("language", ["en", "ja"])
def test_those_across_the_table_are_not_our_own(sample: Workspace, template: str, language: str) -> None:
    section = next(each for each in paper(sample, template, language).sections if each.id == "who")
    said = " ".join(f"{card.name} {card.native}" for card in section.items if isinstance(card, PersonCard))
    assert "Greer" in said
    assert "Lutnick" in said
    assert "Akazawa" not in said
    assert "Ishiba" not in said


def test_both_sides_still_get_their_sheet_and_place_card(sample: Workspace) -> None:
    for template in ("bio", "place-cards"):
        said = repr(paper(sample, template, "en").sections)
        assert "Akazawa Ryosei" in said
        assert "Jamieson Greer" in said


def test_a_japanese_seating_plan_has_its_japanese_name(sample: Workspace) -> None:
    assert paper(sample, "seating-plan", "ja").sections[0].title == "第3回協議（ワシントン）"


def test_options_and_figures_have_their_japanese(sample: Workspace) -> None:
    assert "No deal" not in repr(paper(sample, "scenario-sheet", "ja").sections)
    numbers = repr([each for each in paper(sample, "book", "ja").sections if each.id != "sources"])
    assert "対米自動車輸出額、前年同月比" in numbers
    assert "Car exports of Japan" not in numbers


def test_questions_in_another_language_cite_nothing(sample: Workspace) -> None:
    report = paper(sample, "qa", "ja", date(2025, 6, 10))
    assert [each.lang for each in report.sections if each.layout == "qa"] == ["ja"]
    assert [source.number for source in report.sources] == list(range(1, len(report.sources) + 1))
    assert len(report.sources) == 2


def test_a_meeting_of_another_year_says_its_year(sample: Workspace) -> None:
    """In July 2026 a meeting of May 2025 needs its year, one of March 2026 does not."""
    section = next(
        each for each in paper(sample, "one-page", "en", date(2026, 7, 1)).sections if each.id == "who"
    )
    met = {card.name.split()[-1]: card.last_met for card in section.items if isinstance(card, PersonCard)}
    assert met["Greer"] == "23 May 2025"
    assert met["Lutnick"] == "6 Mar"
