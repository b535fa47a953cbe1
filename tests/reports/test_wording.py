"""Dates, countdowns and figures in words."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from briefing_app.domain.records import Note
from briefing_app.reports import wording
from briefing_app.reports.desk import Desk
from briefing_app.reports.spans import parse
from tests.reports.conftest import fill

DAY = date(2025, 5, 24)


@pytest.mark.parametrize(
    ("edtf", "english", "japanese"),
    [
        ("2025-05-23", "23 May 2025", "2025年5月23日"),
        ("2025-06-1X", "mid-June 2025", "2025年6月中旬"),
        ("2025-05-3X", "late May 2025", "2025年5月下旬"),
        ("2025-06~", "about June 2025", "2025年6月頃"),
        ("2025-06-15/2025-06-17", "15–17 June 2025", "2025年6月15日～17日"),
        ("../2025-07-09", "until 9 July 2025", "2025年7月9日まで"),
        ("2025", "2025", "2025年"),
        ("not a date", "not a date", "not a date"),
    ],
)
def test_dates_in_words(edtf: str, english: str, japanese: str) -> None:
    assert wording.edtf(edtf, "en") == english
    assert wording.edtf(edtf, "ja") == japanese


@pytest.mark.parametrize(
    ("edtf", "american"),
    [
        ("2025-05-23", "May 23, 2025"),
        ("2025-06-1X", "mid-June 2025"),
        ("2025-06-15/2025-06-17", "June 15–17, 2025"),
        ("2025-05-30/2025-06-02", "May 30 – June 2, 2025"),
        ("../2025-07-09", "until July 9, 2025"),
    ],
)
def test_american_papers_put_the_month_first(edtf: str, american: str) -> None:
    assert wording.edtf(edtf, "en-us") == american


@pytest.mark.parametrize(
    ("dates", "this_year", "another"),
    [
        ("en", "24 May", "24 May 2025"),
        ("en-us", "May 24", "May 24, 2025"),
        ("ja", "5月24日", "2025年5月24日"),
        ("ja-era", "5月24日", "令和7年5月24日"),
    ],
)
def test_a_short_day_of_another_year_says_its_year(
    dates: wording.Dates, this_year: str, another: str
) -> None:
    assert wording.short_day(DAY, dates, seen_from=date(2025, 12, 31)) == this_year
    assert wording.short_day(DAY, dates, seen_from=date(2026, 7, 1)) == another


def test_american_days_with_weekday_and_in_sentences() -> None:
    assert wording.day(DAY, "en-us", weekday=True) == "Sat, May 24, 2025"
    said = "It ended at 12:01 a.m. on 10 April 2025, 90 days before 9 July."
    assert wording.american(said) == "It ended at 12:01 a.m. on April 10, 2025, 90 days before July 9."
    assert wording.american("25 Mayflower cars") == "25 Mayflower cars"


@pytest.mark.parametrize(
    ("period", "english", "era"),
    [
        ("2025Q1", "first quarter of 2025", "令和7年第1四半期"),
        ("2019-Q2", "second quarter of 2019", "令和元年第2四半期"),
        ("2019Q1", "first quarter of 2019", "平成31年第1四半期"),
        ("2025-04", "April 2025", "令和7年4月"),
        ("2024", "2024", "令和6年"),
        ("FY2025", "FY2025", "FY2025"),
    ],
)
def test_periods_are_words(period: str, english: str, era: str) -> None:
    assert wording.period(period, "en") == english
    assert wording.period(period, "ja-era") == era
    assert wording.period("2025Q1", "ja") == "2025年第1四半期"


@pytest.mark.parametrize(
    ("edtf", "english", "japanese"),
    [
        ("2025-07-09", "in 46 days", "あと46日"),
        ("2025-05-25", "in 1 day", "あと1日"),
        ("2025-05-24", "today", "本日"),
        ("2025-05-23", "1 day ago", "1日前"),
        ("2025-06-1X", "in ~21 days", "あと約21日"),
        ("2025-05-20/2025-05-28", "now", "期間中"),
    ],
)
def test_countdown(edtf: str, english: str, japanese: str) -> None:
    span = parse(edtf)
    assert span is not None
    assert wording.countdown(span, DAY, "en") == english
    assert wording.countdown(span, DAY, "ja") == japanese


def test_figures_keep_their_digits_and_use_a_true_minus() -> None:
    assert wording.number(Decimal("-0.2")) == "\u22120.2"
    assert wording.number(Decimal("1234567.50")) == "1,234,567.50"
    assert wording.percent(Decimal("0.275")) == "27.5%"
    assert wording.percent(Decimal("0.10")) == "10%"
    assert wording.dollars(Decimal("8250")) == "$8,250.00"


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        ("2025年4月10日午前0時1分に終了", "令和7年4月10日午前0時1分に終了"),
        ("2019年4月30日から2019年05月01日まで", "平成31年4月30日から令和元年5月1日まで"),
        ("2025年2月30日", "2025年2月30日"),
        ("12025年4月10日", "12025年4月10日"),
    ],
)
def test_days_in_sentences_of_the_engine_are_counted_by_era(said: str, wanted: str) -> None:
    assert wording.in_era(said) == wanted


@pytest.mark.parametrize(
    ("edtf", "english", "american", "japanese"),
    [
        ("2025-05-23T14:00", "23 May 2025, 14:00", "May 23, 2025, 14:00", "令和7年5月23日 14:00"),
        ("2025-05-23T14:00:00/2025-05-23T16:00:00", "23 May 2025, 14:00–16:00", "May 23, 2025, 14:00–16:00",
         "令和7年5月23日 14:00～16:00"),
        ("../2025-07-09T17:00:00", "until 9 July 2025, 17:00", "until July 9, 2025, 17:00",
         "令和7年7月9日 17:00まで"),
        ("2025-08-01T00:01/..", "from 1 August 2025, 00:01", "from August 1, 2025, 00:01",
         "令和7年8月1日 00:01から"),
        ("2025-05-23T22:00/2025-05-24T01:00", "23 May 2025, 22:00 – 24 May 2025, 01:00",
         "May 23, 2025, 22:00 – May 24, 2025, 01:00", "令和7年5月23日 22:00～令和7年5月24日 01:00"),
    ],
)  # fmt: skip
def test_hours_stand_on_paper(edtf: str, english: str, american: str, japanese: str) -> None:
    assert wording.edtf(edtf, "en") == english
    assert wording.edtf(edtf, "en-us") == american
    assert wording.edtf(edtf, "ja-era") == japanese


def test_translations_of_titles_count_years_as_the_paper_does(desk_space) -> None:
    """The window writes Western years, a Japanese paper those of the era: one list of terms serves both."""
    rows = "| Share | 2024年の割合 |\n| Spring | 2018年から2019年4月と2025年4～6月 |\n"
    note = Note(id="t", title="Terms", body=f"| A | B |\n|---|---|\n{rows}", language="ja", tags=("terms",))
    fill(desk_space, note)
    era, western = (Desk(desk_space, date(2025, 5, 24), "ja", western_years=each) for each in (False, True))
    assert era.translated("Share") == ("令和6年の割合", "ja")
    assert era.translated("Spring")[0] == "平成30年から平成31年4月と令和7年4～6月"
    assert western.translated("Share")[0] == "2024年の割合"
