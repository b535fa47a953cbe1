"""Blocks that compute a duty or a chart when the paper is made, and own text, in every kind of paper."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

from briefing_app.domain.change import Change, ChangeSet
from briefing_app.domain.records import Basket, BasketRow, Block, Briefing, Scenario, Series
from briefing_app.reports.briefing import TEMPLATES, encoded_pdf, gather_report
from briefing_app.reports.chart_model import Bars, Chart
from briefing_app.reports.duty_lines import shipped_assessor
from briefing_app.reports.markdown_edition import to_markdown
from briefing_app.reports.model import DutyLine, Prose, Table
from briefing_app.reports.word import to_docx
from briefing_app.store.workspace import Workspace
from briefing_app.tariff.currency import VALUE_RATE, Conversion

MAY, SEPTEMBER = date(2025, 5, 24), date(2025, 9, 20)
CAR = {"hts": "87032301", "value_usd": "30000", "label": "Passenger car"}
BLOCKS = (
    Block("duty", options=CAR | {"heading": "Live duty"}),
    Block("rate_chart", options=CAR | {"heading": "Live chart", "since": "2025-01-01"}),
    Block("text", text="Own words between.", options={"heading": "Own heading"}),
    Block("text", text="Own words without a heading."),
)
ON_PAPER = [name for name in TEMPLATES if name != "place-cards"]


def of_day(workspace: Workspace, day: date, *blocks: Block, template: str = "chronology"):
    briefing = Briefing(id="b", template=template, language="en", blocks=blocks)
    return gather_report(workspace, briefing, as_of=day, language="en")


def items(report, kind: type) -> list:
    return [item for section in report.sections for item in section.items if isinstance(item, kind)]


def test_a_duty_block_is_computed_on_the_day_of_the_paper(sample: Workspace) -> None:
    before = items(of_day(sample, MAY, *BLOCKS), DutyLine)
    after = items(of_day(sample, SEPTEMBER, *BLOCKS), DutyLine)
    assert [(line.rate, line.duty) for line in before] == [("27.5%", "$8,250")]
    assert [(line.rate, line.duty) for line in after] == [("15%", "$4,500")]


def test_one_good_is_drawn_and_the_drawing_can_be_left_out(sample: Workspace) -> None:
    assert len(items(of_day(sample, MAY, BLOCKS[0]), Bars)) == 1
    plain = Block("duty", options=CAR | {"drawing": False})
    assert items(of_day(sample, MAY, plain), Bars) == []


def test_a_rate_chart_begins_on_its_day_and_ends_on_that_of_the_paper(sample: Workspace) -> None:
    (chart,) = items(of_day(sample, SEPTEMBER, BLOCKS[1]), Chart)
    assert chart.title == "Rate of this good over time: Passenger car (8703.23.01)"
    assert chart.lines[0].name == "15%"
    (earlier,) = items(of_day(sample, MAY, BLOCKS[1]), Chart)
    assert earlier.lines[0].name == "27.5%"
    assert "1 January 2025: 2.5%" in earlier.alt
    assert "2018" not in earlier.alt
    assert "September" not in earlier.alt


def test_where_no_value_is_named_it_is_none_that_comes_in_free_as_a_small_parcel(sample: Workspace) -> None:
    good = {"hts": "8703.23.01", "origin": "JP"}
    report = of_day(sample, MAY, Block("duty", options=good), Block("rate_chart", options=good))
    (line,) = items(report, DutyLine)
    assert (line.value, line.rate, line.duty) == ("$30,000", "27.5%", "$8,250")
    (chart,) = items(report, Chart)
    assert chart.lines[0].name == "27.5%"


def test_facts_of_a_good_count(sample: Workspace) -> None:
    claimed = Block("duty", options=CAR | {"facts": {"certified_us_vehicle_production": "true"}})
    assert items(of_day(sample, MAY, claimed), DutyLine)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"hts": "1"}, "too short"),
        ({"hts": "87032301", "value_usd": "many"}, "value"),
        ({"hts": "87032301", "origin": "??"}, "??"),
    ],
)
def test_a_bad_good_is_told_and_does_not_break_the_paper(
    sample: Workspace, options: dict[str, str], words: str
) -> None:
    report = of_day(sample, MAY, Block("duty", options=options), Block("rate_chart", options=options))
    told = [problem.text for problem in report.problems if problem.severity == "warn"]
    assert any(words in text for text in told), told
    assert encoded_pdf(report).startswith(b"%PDF")


def test_a_block_without_a_good_says_what_to_do(desk_space: Workspace) -> None:
    report = of_day(desk_space, MAY, Block("rate_chart"))
    assert any("name a tariff line or a basket" in problem.text for problem in report.problems)


def test_a_marked_duty_is_not_in_a_paper_released_below_it(sample: Workspace) -> None:
    marked = Block("duty", options=CAR | {"marking": "TLP:RED", "heading": "Secret heading"})
    briefing = Briefing(id="b", template="chronology", language="en", blocks=(marked, BLOCKS[3]))
    whole = gather_report(sample, briefing, as_of=MAY, language="en")
    assert whole.marking.label == "TLP:RED"
    assert items(whole, DutyLine)
    released = gather_report(sample, briefing, as_of=MAY, language="en", release="TLP:GREEN")
    assert not items(released, DutyLine)
    assert not any(problem.severity == "block" for problem in released.problems)
    assert "Secret heading" not in [section.title for section in released.sections]


def test_a_series_can_be_drawn(sample: Workspace) -> None:
    series = next(s for s in sample.records("series") if isinstance(s, Series) and s.frequency == "monthly")
    (chart,) = items(of_day(sample, MAY, Block("series", ref=series.id, options={"chart": True})), Chart)
    assert chart.lines
    is_broken = any(point.after_gap for line in chart.lines for point in line.points)
    assert is_broken == ("Broken where no figure" in chart.note)
    assert is_broken  # March 2025 was not recorded
    assert not items(of_day(sample, MAY, Block("series", ref=series.id)), Chart)


@pytest.mark.parametrize("template", ON_PAPER)
def test_every_paper_prints_own_text_and_live_blocks(
    sample: Workspace, template: str, tmp_path: Path, text_of: Callable[[Path], str]
) -> None:
    standard = tuple(Block(name) for name in TEMPLATES[template].blocks)
    if template in ("one-page", "pocket-card"):
        standard = ()  # one page has no room for all of it
    report = of_day(sample, MAY, *standard, *BLOCKS, template=template)
    out = tmp_path / "paper.pdf"
    out.write_bytes(encoded_pdf(report))
    text = text_of(out)
    for words in ("Own heading", "Own words between.", "Own words without a heading.", "27.5%", "Live chart"):
        assert words in text, words


def test_place_cards_say_that_they_hold_names_only(sample: Workspace) -> None:
    report = of_day(sample, MAY, Block("people"), BLOCKS[2], template="place-cards")
    assert any("names only" in problem.text for problem in report.problems)


@pytest.mark.parametrize("language", ["en", "ja"])
def test_an_added_duty_and_deal_stand_under_a_heading_of_their_own(sample: Workspace, language: str) -> None:
    added = (
        Block("duty", options=CAR),
        Block("duty", "basket-key-goods"),
        Block("scenario", "scenario-pause-ends"),
    )
    briefing = Briefing(id="b", template="chronology", language=language, blocks=(Block("ahead"), *added))
    report = gather_report(sample, briefing, as_of=MAY, language=language)  # type: ignore[arg-type]
    titles = [section.title for section in report.sections[1:] if section.id != "abbreviations"]
    if language == "en":
        assert titles == [
            "Passenger car", "Key Japanese goods, 24 May 2025", "No deal: the 24% returns on 9 July 2025",
        ]  # fmt: skip
    else:
        assert titles[1:] == ["主要な日本産品、令和7年5月24日", "合意なし：24%が7月9日に復活"]


RATE = Conversion("JPY", Decimal(1), Decimal("142.570"), "dollar", "Federal Reserve H.10", MAY)
SAID = {
    "en": "converted from JPY at 142.570 JPY for 1 USD (Federal Reserve H.10, 24 May 2025)",
    "ja": "1 USD = 142.570 JPY（Federal Reserve H.10、令和7年5月24日）",
}
OF_BASKET = Block("duty", ref="yen")
OF_ROW = Block("duty", options=CAR | {VALUE_RATE: RATE.rate_line()})


@pytest.fixture
def in_yen(desk_space: Workspace) -> Workspace:
    """A basket that was converted from yen, alone in its workspace."""
    rows = tuple(
        BasketRow(hts=hts, value_usd=Decimal(value), origin="JP", date="2025-05-24")
        for hts, value in (("87032301", "31563.44"), ("87084011", "7.01"))
    )
    yen = Basket(id="yen", title="Orders", rows=rows, source=RATE.rate_line())
    deal = Scenario(id="deal", title="A deal", edits=())
    desk_space.apply(
        ChangeSet("Fill", tuple(Change(each.record_kind, each.id, None, each) for each in (yen, deal)))
    )
    return desk_space


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize(
    "paper",
    [
        ("chronology", (OF_BASKET,)),
        ("chronology", (Block("rate_chart", ref="yen"),)),
        ("chronology", (OF_ROW,)),
        ("chronology", (Block("scenario", ref="deal"),)),
        ("duty-sheet", (OF_BASKET,)),
        ("duty-sheet", (OF_ROW,)),
        ("scenario-sheet", (Block("options"),)),
        ("one-page", (OF_BASKET,)),
        ("book", (Block("numbers"),)),
    ],
)  # fmt: skip
def test_a_converted_value_says_its_rate_once_in_every_paper(
    in_yen: Workspace, text_of: Callable[[Path], str], tmp_path: Path, paper, language: str
) -> None:
    briefing = Briefing(id="b", template=paper[0], language=language, blocks=paper[1])
    report = gather_report(in_yen, briefing, as_of=MAY, language=language, assess=shipped_assessor())  # type: ignore[arg-type]
    (tmp_path / "a.pdf").write_bytes(encoded_pdf(report))
    pdf = text_of(tmp_path / "a.pdf").replace(" ", "")
    assert pdf.count(SAID[language].replace(" ", "")) == 1
    assert "19CFR159.32" in pdf
    assert {"en": "Assumptions", "ja": "前提"}[language] in pdf
    assert to_markdown(report).count(SAID[language]) == 1
    with ZipFile(BytesIO(to_docx(report))) as word:
        assert word.read("word/document.xml").decode().count(SAID[language]) == 1


def test_a_row_that_was_converted_on_its_own_says_its_amount_on_paper(in_yen: Workspace) -> None:
    own = BasketRow(
        hts="87032301", value_usd=Decimal("31563.44"), origin="JP", date="2025-05-24",
        value_source="4,500,000 JPY; 142.57 JPY for 1 USD; 2025-05-23; Bank of Japan",
    )  # fmt: skip
    car = Basket(id="car", title="Car", rows=(own,))
    in_yen.apply(ChangeSet("Fill", (Change("basket", car.id, None, car),)))
    said = [
        run.text
        for prose in items(of_day(in_yen, MAY, Block("duty", ref="car")), Prose)
        for item in prose.items
        for run in item.runs
    ]
    assert any("4,500,000 JPY is converted at 142.57 JPY for 1 USD (Bank of Japan" in text for text in said)


def test_a_rate_that_is_not_of_all_goods_names_those_it_is_of(in_yen: Workspace) -> None:
    one = BasketRow(hts="09021010", value_usd=Decimal(2000), origin="JP", date="2025-05-24")
    car = replace(one, hts="87032301")
    made = [
        Basket(id="tea", title="Tea", rows=(one,), source="From the ministry"),
        Basket(id="car", title="Car", rows=(car,), source=RATE.rate_line()),
    ]
    in_yen.apply(ChangeSet("Fill", tuple(Change("basket", each.id, None, each) for each in made)))
    said = [
        run.text
        for prose in items(of_day(in_yen, MAY, Block("duty")), Prose)
        for item in prose.items
        for run in item.runs
    ]
    assert next(text for text in said if "142.570" in text).startswith("Assumptions: 8703.23.01: Values in")
    assert not any("ministry" in text for text in said)


@pytest.mark.parametrize(
    ("good", "row"),
    [
        ({"hts": "22041000", "facts": {"quantity": "1000", "unit": "liter"}},
         ("1,000 liters", "19.8¢/liter", "198")),
        ({"hts": "65050008", "facts": {"quantities": "100 No.; 20 kg"}},
         ("30,000", "13.5¢/kg + 6.3% + 1.9¢/article", "1,894.60")),
    ],
)  # fmt: skip
def test_a_duty_by_quantity_has_its_base_and_rate_on_paper(sample: Workspace, good, row) -> None:
    report = of_day(sample, MAY, Block("duty", options=good | {"value_usd": "30000"}), template="duty-sheet")
    ordinary = next(cells for table in items(report, Table) for cells in table.rows if "column 1" in cells[0])
    assert ordinary[2:] == row


@pytest.mark.parametrize(
    ("facts", "given"),
    [
        ({"quantity": "1000", "unit": "liter"}, "Given: 1,000 liters."),
        ({"quantities": "100 No.; 20 kg"}, "Given: 100 pieces; 20 kilograms."),
    ],
)
def test_quantities_that_were_given_are_told_as_amounts(sample: Workspace, facts, given: str) -> None:
    code = "65050008" if "quantities" in facts else "22041000"
    good = {"hts": code, "value_usd": "30000", "facts": facts}
    report = of_day(sample, MAY, Block("duty", options=good), template="duty-sheet")
    said = [run.text for prose in items(report, Prose) for item in prose.items for run in item.runs]
    assert any(text.endswith(given) for text in said)
