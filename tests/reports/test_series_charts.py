"""Figures of a series as a chart: each stands above its own period, and no rate that changed is left out."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from briefing_app.domain.records import Block, Briefing, Series, SeriesPoint, Source
from briefing_app.reports import charts
from briefing_app.reports.briefing import gather_report
from briefing_app.reports.chart_model import Chart
from briefing_app.reports.desk import Desk
from briefing_app.reports.model import Fact
from briefing_app.store.workspace import Workspace
from tests.reports.conftest import fill

DAY = date(2025, 5, 24)


def _chart(workspace: Workspace, series_id: str, language: str = "en") -> Chart:
    series = workspace.get("series", series_id)
    assert isinstance(series, Series)
    chart = charts.of_series(Desk(workspace, DAY, language), series)
    assert chart is not None
    return chart


def test_a_month_stands_between_the_mark_of_its_name_and_the_next(sample: Workspace) -> None:
    chart = _chart(sample, "jp-exports-us-yoy")
    assert [tick.label for tick in chart.x_ticks] == ["Dec 2024", "Jan 2025", "Feb", "Mar", "Apr"]
    marks = [tick.x for tick in chart.x_ticks] + [1000]
    inside = [sum(mark < point.x for mark in marks) for point in chart.lines[0].points]
    assert inside == [1, 2, 5], "December, January and April"
    assert "December 2024: −2.1, January 2025: 8.1, April 2025: −1.8" in chart.alt


def test_a_year_of_quarters_is_told_by_their_names(desk_space: Workspace) -> None:
    points = tuple(SeriesPoint(f"2024Q{number}", Decimal(number), sources=("S",)) for number in (1, 2, 3, 4))
    fill(
        desk_space,
        Source(id="S", title="Accounts", date="2025-02-01"),
        Series(id="s", title="Growth", unit="percent", frequency="quarterly", points=points),
    )
    chart = _chart(desk_space, "s", "ja")
    assert "令和6年第1四半期：1、" in chart.alt
    assert [round(point.x / 125) for point in chart.lines[0].points] == [1, 3, 5, 7]


def test_a_rate_that_changed_once_has_its_line(sample: Workspace) -> None:
    chart = _chart(sample, "jp-headline-rates")
    assert [line.name for line in chart.lines] == [
        "car 27.5",
        "ordinary good 12.5",
        "steel (ordinary duty free) 25.0",
    ]
    assert [point.x for point in chart.lines[0].points][-1] == 1000


def test_a_figure_of_one_good_says_which(sample: Workspace) -> None:
    for language, words in (("en", "value, steel, April 2025"), ("ja", "前年同月比、鉄鋼、令和7年4月")):
        briefing = Briefing(
            template="chronology", language=language, blocks=(Block("series", "jp-other-us-yoy"),)
        )
        report = gather_report(sample, briefing, as_of=DAY, language=language)
        fact = report.sections[0].items[0]
        assert isinstance(fact, Fact)
        assert fact.value == "−29.0%"
        assert "".join(run.text for run in fact.label).endswith(words)
