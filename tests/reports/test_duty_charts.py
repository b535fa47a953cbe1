"""Drawings of duties: bars that end at the total, rates that change on the day of the law, words for all."""

from __future__ import annotations

from datetime import date

import pytest

from briefing_app.domain.records import Block, Briefing
from briefing_app.reports import duty_charts, duty_pages
from briefing_app.reports.briefing import TEMPLATES, default_briefing, gather_report, typeset
from briefing_app.reports.chart_model import Bars, Chart
from briefing_app.reports.desk import Desk, DutyQuestion
from briefing_app.reports.duty_lines import shipped_assessor
from briefing_app.reports.model import Prose, Table
from briefing_app.reports.prose import plain
from briefing_app.store.workspace import Workspace

DAY = date(2025, 5, 24)
CAR = DutyQuestion("87032301", "30000.00")


@pytest.fixture
def desk(desk_space: Workspace) -> Desk:
    return Desk(desk_space, DAY, "en", shipped_assessor())


def test_the_waterfall_ends_where_the_total_ends(desk: Desk) -> None:
    answer = shipped_assessor().assessment(CAR, DAY)
    drawn = duty_charts.waterfall(desk, shipped_assessor(), answer, "Cars")
    assert drawn is not None
    *steps, total = [row.bars[0] for row in drawn.rows]
    assert [bar.start for bar in steps] == [0, steps[0].end]
    assert steps[-1].end == total.end
    assert total.text == "$8,250 = 27.5%"
    assert len({bar.kind for bar in (*steps, total)}) == 3, "told apart without colour"
    assert "2.5% ordinary duty: $750" in drawn.alt


def test_a_single_duty_needs_no_drawing(desk: Desk) -> None:
    day = date(2024, 5, 24)
    answer = shipped_assessor().assessment(CAR, day)
    assert duty_charts.waterfall(desk, shipped_assessor(), answer, "Cars") is None


def test_the_rate_over_time_knows_the_days_of_the_law_and_none_later(desk: Desk) -> None:
    drawn = duty_charts.rate_over_time(desk, shipped_assessor(), CAR)
    assert drawn is not None
    assert "1 January 2018: 2.5%; 3 April 2025: 27.5%" in drawn.alt
    assert drawn.lines[0].points[-1].x == 1000
    assert "15%" not in drawn.alt, "the deal of September is later"


@pytest.mark.parametrize(
    ("template", "kinds"),
    [("duty-sheet", {Bars, Chart}), ("scenario-sheet", {Bars}), ("book", {Bars, Chart})],
)
@pytest.mark.parametrize("language", ["en", "ja"])
def test_the_sheets_carry_their_drawings_with_words(
    sample: Workspace, template: str, kinds: set[type], language: str
) -> None:
    briefing = default_briefing(TEMPLATES[template], language)  # type: ignore[arg-type]
    report = gather_report(sample, briefing, as_of=DAY, language=language, assess=shipped_assessor())  # type: ignore[arg-type]
    drawn = [item for section in report.sections for item in section.items if isinstance(item, Bars | Chart)]
    assert {type(item) for item in drawn} == kinds
    assert all(len(item.alt) > 20 for item in drawn)


def test_options_are_told_apart_by_hatching_and_named(sample: Workspace) -> None:
    briefing = default_briefing(TEMPLATES["scenario-sheet"], "en")
    report = gather_report(sample, briefing, as_of=DAY, language="en", assess=shipped_assessor())
    (drawn,) = [item for section in report.sections for item in section.items if isinstance(item, Bars)]
    assert drawn.legend[0] == "As the law stands"
    assert all([bar.kind for bar in row.bars] == list(range(len(row.bars))) for row in drawn.rows)


@pytest.mark.parametrize("language", ["en", "ja"])
def test_a_duty_sheet_speaks_to_its_reader(sample: Workspace, language: str) -> None:
    briefing = default_briefing(TEMPLATES["duty-sheet"], language)  # type: ignore[arg-type]
    report = gather_report(sample, briefing, as_of=DAY, language=language, assess=shipped_assessor())  # type: ignore[arg-type]
    items = [item for section in report.sections for item in section.items]
    cells = " ".join(cell for item in items if isinstance(item, Table) for row in item.rows for cell in row)
    said = " ".join(plain(line.runs) for item in items if isinstance(item, Prose) for line in item.items)
    assert "s232-autos-25" not in cells
    assert "ieepa-jp-pause" not in cells
    assert "30000.00" not in cells
    assert "9903.94.01" in cells
    assert {"en": "2.5% on 30,000 = 750", "ja": "30,000に2.5% = 750"}[language] in cells
    assert "20000.00" not in said
    assert "2025-04-04" not in said
    assert "Not said" not in said
    for words in {
        # Which of two amounts is the fact and which the duty must be said: "$20,000: $12,400" says neither.
        "en": (
            "if passenger vehicle or light truck, duty $412.50", "if 4 April 2025, duty $4,400",
            "if $20,000, duty $12,400",
        ),
        "ja": (
            "乗用車・小型トラックの場合の関税額$412.50", "令和7年4月4日の場合の関税額$4,400",
            "$20,000の場合の関税額$12,400",
        ),
    }[language]:  # fmt: skip
        assert words in said


def test_what_all_goods_assume_is_said_once_and_each_good_keeps_to_a_letter_page(sample: Workspace) -> None:
    briefing = default_briefing(TEMPLATES["duty-sheet"], "en")
    report = gather_report(
        sample, briefing, as_of=DAY, language="en", paper="us-letter", assess=shipped_assessor()
    )
    titles = [section.title for section in report.sections]
    assert titles.count("Assumptions for all goods") == 1
    assert "Assumptions" not in titles
    assert repr(report.sections).count("antidumping") == 1
    assert "April 10, 2025" in repr(report.sections)
    assert "10 April 2025" not in repr(report.sections)
    pages = {mark.id: mark.page for mark in typeset(report).marks()}
    goods = [section.id for section in report.sections if section.level == 2 and section.new_page]
    assert [pages[good] for good in goods] == [2, 3, 4, 5, 6]


@pytest.mark.parametrize(
    ("language", "said", "given"),
    [
        ("en", "Origin: South Korea. Entered 24 May 2025, 12:00 in New York.", "Given: Preference of the US"),
        ("ja", "原産国：韓国。令和7年5月24日12:00（ニューヨーク時間）", "入力済み：米韓協定の特恵を申告"),
    ],
)  # fmt: skip
def test_a_sheet_says_what_was_asked(desk_space: Workspace, language, said: str, given: str) -> None:
    options = {"hts": "87032301", "value_usd": "30000.00", "origin": "KR", "facts": {"korus_claim": "true"}}
    briefing = Briefing(template="duty-sheet", language=language, blocks=(Block("duty", options=options),))
    report = gather_report(
        desk_space, briefing, as_of=DAY, language=language, assess=shipped_assessor()
    )  # fmt: skip
    words = [
        plain(item.runs)
        for part in report.sections[0].items
        if isinstance(part, Prose)
        for item in part.items
    ]
    assert words[0].startswith(said)
    assert given in words[0]
    country = {"en": " (South Korea), $30,000", "ja": "（韓国）、$30,000"}[language]
    assert report.sections[0].title.endswith(country)


def test_japanese_steps_name_the_section_and_not_the_rate_twice(sample: Workspace) -> None:
    line = shipped_assessor()(CAR, DAY, "ja")
    assert line.steps == ("一般税率2.5%", "232条25%")
    tea = shipped_assessor()(DutyQuestion("09021010", "2000.00"), DAY, "ja")
    assert tea.steps == ("一般税率6.4%", "IEEPA 10%")


@pytest.mark.parametrize(
    ("hts", "language", "said"),
    [
        ("87032301", "en", ("15% in total (Section 232), of which 2.5% ordinary duty",)),
        ("87032301", "ja", ("合計15%（232条、うち一般税率2.5%）",)),
        ("87043101", "en", ("25% ordinary duty (Section 232 adds nothing: 15% in total is reached)",)),
        ("87043101", "ja", ("一般税率25%（合計15%に達しており、232条の加算なし）",)),
    ],
)
def test_a_rate_in_total_stands_with_the_ordinary_duty_that_it_includes(hts, language, said) -> None:
    """Beside it with a plus, "2.5% + 15% in total" read like 17.5%."""
    question = DutyQuestion(hts, "30000")
    line = shipped_assessor()(question, date(2025, 10, 1), language)
    assert line.steps == said


def test_a_duty_on_top_is_added_with_a_plus() -> None:
    line = shipped_assessor()(DutyQuestion("87032301", "30000"), date(2025, 5, 24), "en")
    assert line.steps == ("2.5% ordinary duty", "25% Section 232")


def test_the_working_of_a_rate_in_total_shows_the_rate_that_its_duty_is_of(sample: Workspace) -> None:
    briefing = default_briefing(TEMPLATES["duty-sheet"], "en")
    after = date(2025, 10, 1)
    report = gather_report(sample, briefing, as_of=after, language="en", assess=shipped_assessor())
    rows = [
        row for section in report.sections for item in section.items if isinstance(item, Table)
        for row in item.rows if row[1:2] == ("9903.94.41",) and len(row) == 5
    ]  # fmt: skip
    assert rows[0][2:] == ("30,000", "12.5%", "3,750")
    drawn = [item for section in report.sections for item in section.items if isinstance(item, Bars)]
    labels = [row.label for item in drawn for row in item.rows]
    assert "12.5% Section 232 (to 15% in total)" in labels


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (
            "en",
            (
                "if yes (3004.90.92.01, 3004.90.92.06 and 4 more), duty $450; "
                "if yes (another suffix), duty $0; if no, duty $0"
            ),
        ),
        (
            "ja",
            (
                "はい（3004.90.92.01、3004.90.92.06ほか4件）の場合の関税額$450、はい（別の統計番号）の場合の関税額$0、"
                "いいえの場合の関税額$0"
            ),
        ),
    ],
)
def test_outcomes_that_rest_on_further_facts_are_said_in_words(desk_space: Workspace, language, said) -> None:
    """ "if true; hts=3004909201, duty $450" stood there fourteen times."""
    day = date(2026, 10, 1)
    answer = shipped_assessor().assessment(DutyQuestion("30049092", "3000"), day)
    desk = Desk(desk_space, day, language, shipped_assessor())
    texts = [plain(line.runs) for item in duty_pages._missing(desk, answer) for line in item.items]
    assert any(said in text for text in texts), texts
    assert not any("hts=" in text or "true" in text for text in texts)
