"""What is told before a paper goes out: one broken input for each finding, and silence when it is mended."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from briefing_app.domain.records import (
    Block,
    Briefing,
    Event,
    Note,
    Person,
    PersonName,
    Record,
    Series,
    SeriesPoint,
    Source,
    TypedDate,
)
from briefing_app.errors import UsageError
from briefing_app.reports import briefing as papers
from briefing_app.reports import preflight
from briefing_app.reports.chart_model import Chart, ChartLine, ChartPoint
from briefing_app.reports.duty_lines import shipped_assessor
from briefing_app.reports.model import Item, Marking, Problem, Prose, ReportData, Run, Section, Table
from briefing_app.store.workspace import Workspace
from tests.reports.conftest import fill

DAY = date(2025, 5, 24)
KNOWN = ("known:2025-05-01",)


@pytest.fixture
def found(desk_space: Workspace) -> Callable[..., list[Problem]]:
    """The findings of a paper of some records, as the export sees them."""

    def look(template: str, *records: Record, blocks: tuple[Block, ...] = ()) -> list[Problem]:
        fill(desk_space, *records)
        briefing = Briefing(template=template, blocks=blocks)
        report = papers.gather_report(
            desk_space, briefing, as_of=DAY, language="en", assess=shipped_assessor()
        )
        marks = papers.typeset(report).marks()
        return [*papers.check_length(report, marks), *report.problems]

    return look


def told(problems: list[Problem], severity: str) -> str:
    return "\n".join(problem.text for problem in problems if problem.severity == severity)


def a_note(body: str, **more: object) -> Note:
    return Note(id="n", title="A matter", body=body, tags=KNOWN, **more)  # type: ignore[arg-type]


def text(words: str) -> tuple[Block, ...]:
    return (Block("text", text=words, options={"heading": "Own words"}),)


def test_an_abbreviation_is_told_until_it_is_spelled_out(found: Callable[..., list[Problem]]) -> None:
    problems = found("chronology", blocks=text("The QZPX said so. The US agrees. Annex II holds."))
    assert "Not spelled out: QZPX. " in told(problems, "warn")
    for mended in (
        "The Quiet Zone Panel (QZPX) said so. Later QZPX agreed.",
        "QZPX (the Quiet Zone Panel) said so.",
        "| Short | Long |\n|---|---|\n| QZPX | the Quiet Zone Panel |\n\nThe QZPX said so.",
    ):
        assert "Not spelled out" not in told(found("chronology", blocks=text(mended)), "warn")


def test_a_figure_without_a_source_is_told(found: Callable[..., list[Problem]]) -> None:
    sheet = Note(
        id="s", title="Sheet", body="## Facts\n- **12%** of all cars\n", tags=("brief:one-page", *KNOWN)
    )
    assert "The figure 12% has no source." in told(found("one-page", sheet), "warn")


@pytest.mark.parametrize(("words", "is_told"), [
    ("QZPXとBRFKが会合を開く。", True), ("静穏域委員会（QZPX）と自由知識会議（BRFK）が会合を開く。", False),
    ("令和7年にQZPXの", True), ("éQZPX BRFKé", False),
])  # fmt: skip
def test_an_abbreviation_between_kanji_is_told(
    found: Callable[..., list[Problem]], words: str, is_told: bool
) -> None:
    assert ("QZPX" in told(found("one-page", blocks=text(words)), "warn")) is is_told


def test_a_reference_that_leads_nowhere_is_told(found: Callable[..., list[Problem]]) -> None:
    problems = found("one-page", SOURCE, blocks=text("See [[No such note]]: 5 ^nothing, x^two, 7 ^src."))
    (loose,) = [each for each in problems if "as it was typed" in each.text]
    assert loose.text == (
        'In "Own words" stands as it was typed: [[No such note]], ^nothing. '
        "No record or source has that name."
    )
    assert loose.block == "text-0"


def monthly(*periods: str, sources: tuple[str, ...] = ("src",)) -> Series:
    points = tuple(SeriesPoint(period, Decimal(place)) for place, period in enumerate(periods, 1))
    return Series(
        id="cars", title="Car exports", unit="percent", frequency="monthly", points=points, sources=sources
    )


SOURCE = Source(id="src", title="Customs", publisher="Ministry", date="2024-01-01")


@pytest.mark.parametrize(("period", "is_stale"), [("2025-04", False), ("2024-12", True)])
def test_an_old_figure_is_told(found: Callable[..., list[Problem]], period: str, is_stale: bool) -> None:
    problems = found("chronology", SOURCE, monthly(period), blocks=(Block("series", ref="cars"),))
    assert ("look for a newer one" in told(problems, "warn")) is is_stale


def test_somebody_whose_review_is_overdue_is_told(found: Callable[..., list[Problem]]) -> None:
    person = Person(id="p", names=(PersonName("Ann Able"),), review_by="2025-01-01")
    problems = found("bio", person, blocks=(Block("person", ref="p"),))
    assert "Ann Able was due for review by 1 January 2025." in told(problems, "warn")


@pytest.mark.parametrize("template", ["one-page", "book", "bio"])
def test_it_is_told_once_of_somebody_added_to_any_paper(
    found: Callable[..., list[Problem]], template: str
) -> None:
    """A card of one person prints that the review is overdue: who looks over the list must read it too."""
    person = Person(id="p", names=(PersonName("Ann Able"),), country="US", review_by="2025-01-01")
    late = [each for each in found(template, person, blocks=(Block("person", ref="p"),)) if each.is_stale]
    assert [(each.severity, each.target) for each in late] == [("warn", "person:p")]


def test_a_review_due_in_a_month_is_overdue_when_the_month_is_over(
    found: Callable[..., list[Problem]],
) -> None:
    person = Person(id="p", names=(PersonName("Ann Able"),), country="US", review_by="2025-05")
    blocks = (Block("who", options={"people": ["p"]}),)
    assert "due for review" not in told(found("one-page", person, blocks=blocks), "warn")
    late = Person(id="q", names=(PersonName("Ben Late"),), country="US", review_by="2025-04")
    blocks = (Block("who", options={"people": ["q"]}),)
    assert "Ben Late was due for review by April 2025." in told(
        found("one-page", late, blocks=blocks), "warn"
    )


def test_a_chart_without_a_source_or_with_too_many_lines_is_told(
    found: Callable[..., list[Problem]],
) -> None:
    items = ("A", "B", "C", "D", "E")
    points = tuple(
        SeriesPoint(f"2025-0{month}", Decimal(month), item=item) for item in items for month in (1, 2, 3, 4)
    )
    series = Series(id="x", title="Many", unit="tonnes", frequency="monthly", points=points)
    problems = told(found("book", series), "warn")
    assert 'The figures of "Many" have no source.' in problems
    assert '5 lines of "Many" cannot be told apart in greyscale: show at most 4.' in problems


def a_report(section: Section, **more: object) -> ReportData:
    return ReportData(
        template="book", title="T", language="en", as_of="today", as_of_iso="2025-05-24", sections=(section,),
        **more,  # type: ignore[arg-type]
    )  # fmt: skip


def test_a_drawing_without_words_blocks() -> None:
    line = ChartLine("", (ChartPoint(0, 0), ChartPoint(1000, 1000)))
    chart = Chart("Exports", "t", (line,), (), (), alt=" ", cites=(1,))
    (problem,) = preflight.check(a_report(Section("s", "text", "Numbers", (chart,))))
    assert (problem.severity, problem.block) == ("block", "s")
    assert "has no words" in problem.text
    assert preflight.check(a_report(Section("s", "text", "N", (replace(chart, alt="It grows."),)))) == ()


def test_a_picture_without_words_is_told(found: Callable[..., list[Problem]]) -> None:
    assert "A picture in a note has no words" in told(
        found("chronology", blocks=text("![](map.png)")), "warn"
    )
    assert "picture" not in told(found("chronology", blocks=text("![A map of ports](map.png)")), "warn")


def test_a_table_without_a_head_blocks_the_export(desk_space: Workspace, tmp_path: Path) -> None:
    fill(desk_space, a_note("| | |\n|---|---|\n| 1 | 2 |", kind="record"))
    out = tmp_path / "b.pdf"
    with pytest.raises(UsageError, match="no head that could be repeated"):
        papers.write_briefing(desk_space, template="book", as_of=DAY, language="en", out=out)
    assert not out.exists()
    (problem,) = preflight.check(a_report(Section("s", "text", "N", (Table(("", " "), (("1", "2"),)),))))
    assert problem.severity == "block"


def test_a_paragraph_above_the_banner_blocks(desk_space: Workspace, tmp_path: Path) -> None:
    fill(desk_space, a_note("Open words.\n\n(TLP:RED) The secret words.", kind="record"))
    with pytest.raises(
        UsageError, match=r"secret words.*TLP:RED and cannot stand in a paper marked TLP:GREEN"
    ):
        papers.write_briefing(
            desk_space, template="book", as_of=DAY, language="en", out=tmp_path / "b.pdf", marking="TLP:GREEN"
        )


@pytest.mark.parametrize(
    ("ink", "ground", "is_told"),
    [
        ("#FF2B2B", "#000000", False),
        ("#B3261E", "", False),
        ("#FFFF66", "", True),
        ("#C00000", "#006000", True),
    ],
)
def test_ink_that_greys_away_is_told(ink: str, ground: str, is_told: bool) -> None:
    marking = Marking("HOUSE", "own", 1, ink=ink, ground=ground)
    problems = preflight.check(a_report(Section("s", "text", "N"), marking=marking))
    assert bool(problems) is is_told
    assert all("cannot be read in greyscale" in problem.text for problem in problems)


def test_every_shipped_ink_reads_in_greyscale() -> None:
    from briefing_app.reports import markings

    for scheme in markings.schemes():
        for marking in scheme.markings:
            assert preflight.check(a_report(Section("s", "text", "N"), marking=marking)) == ()


def test_a_section_of_a_book_that_is_too_long_is_told_not_cut(found: Callable[..., list[Problem]]) -> None:
    long = "\n\n".join("We keep saying this at some length, and then once more. " * 6 for _ in range(24))
    line = Note(id="l", title="Long line", body=long, kind="line", tags=KNOWN)
    short = Note(id="m", title="Short line", body="Two words.", kind="line", tags=KNOWN)
    problems = [each for each in found("book", line, short) if "readers expect" in each.text]
    assert [(each.severity, each.block) for each in problems] == [("warn", "note-l")]
    assert '"Long line" takes about' in problems[0].text


def test_the_law_data_says_how_far_it_was_checked(desk_space: Workspace) -> None:
    block = Block("duty", options={"hts": "87032301", "value_usd": "30000.00"})
    briefing = Briefing(template="duty-sheet", blocks=(block,))
    report = papers.gather_report(desk_space, briefing, as_of=date(2027, 5, 1), language="en")
    assert any("checked only to 10 October 2026" in problem.text for problem in report.problems)


def test_an_event_without_a_source_is_told(found: Callable[..., list[Problem]]) -> None:
    event = Event(id="e", title="Talks", dates=(TypedDate("2025-05-01"),))
    assert '"Talks" has no source.' in told(found("chronology", event), "warn")


def test_clean_words_give_no_finding() -> None:
    words = Prose("p", (Item((Run("Plain words."),)),))
    assert preflight.check(a_report(Section("s", "text", "N", (words,)))) == ()


@pytest.mark.parametrize(("paper", "typed", "wanted"), [
    ("us-letter", "The pause ends on 9 July.", "the month"),
    ("a4", "The pause ends on July 9, 2025.", "the day"),
])  # fmt: skip
def test_a_day_typed_in_the_other_order_is_told_and_stays(
    desk_space: Workspace, paper: str, typed: str, wanted: str
) -> None:
    for words, is_told in ((typed, True), (f"> {typed}", False), ("In July 2025 all is over.", False)):
        briefing = Briefing(template="chronology", blocks=text(words))
        report = papers.gather_report(desk_space, briefing, as_of=DAY, language="en", paper=paper)
        assert (f"this paper writes {wanted} first" in told(list(report.problems), "note")) is is_told
        assert words.removeprefix("> ") in repr(report.sections)


def test_summaries_without_japanese_words_are_counted(desk_space: Workspace) -> None:
    fill(
        desk_space,
        Event(id="a", title="A", summary="They met.", dates=(TypedDate("2025-05-01"),)),
        Event(id="b", title="B", summary="They met again.", dates=(TypedDate("2025-05-02"),)),
        Note(id="t", title="T", language="ja", tags=("terms",),
             body="| en | ja |\n|---|---|\n| They met. | 会談した。 |"),
    )  # fmt: skip
    briefing = Briefing(template="chronology", language="ja")
    report = papers.gather_report(desk_space, briefing, as_of=DAY, language="ja")
    assert "会談した。" in repr(report.sections)
    assert "no Japanese wording and is left out: 1." in told(list(report.problems), "note")


def test_a_good_whose_duty_cannot_be_told_is_told_on_its_sheet(found: Callable[..., list[Problem]]) -> None:
    blocks = (Block("duty", options={"hts": "9999.99.99", "origin": "JP", "value_usd": "100"}),)
    (told_of,) = [each for each in found("duty-sheet", blocks=blocks) if "9999.99" in each.text]
    assert told_of.severity == "warn"
    assert told_of.block == "duty-0"


@pytest.mark.parametrize(("language", "most"), [("en", 40), ("ja", 26)])
def test_a_watermark_too_long_to_be_seen_is_told(desk_space: Workspace, language: str, most: int) -> None:
    briefing = papers.default_briefing(papers.TEMPLATES["chronology"], language)  # type: ignore[arg-type]
    for length, is_told in ((most, False), (most + 1, True)):
        report = papers.gather_report(
            desk_space, briefing, as_of=date(2025, 5, 24), language=language, watermark="案" * length  # type: ignore[arg-type]
        )  # fmt: skip
        assert any("watermark" in problem.text for problem in report.problems) is is_told


@pytest.mark.parametrize(
    ("words", "hollow"),
    [
        ("**Say**\n\n**Avoid**\n- Any figure.", ["Say"]),
        ("## Aims\n\n## Facts\nTwelve.\n\n**Next**", ["Aims", "Next"]),
        ("## Aims\n\n### Ours\nPeace.\n\n**Nobody may know this.**", []),
    ],
)
def test_a_heading_with_nothing_below_it_is_told(
    found: Callable[..., list[Problem]], words: str, hollow: list[str]
) -> None:
    told_of = [each.text for each in found("chronology", blocks=text(words)) if "nothing below" in each.text]
    assert told_of == [f'"{each}" in "Own words" has nothing below it.' for each in hollow]
