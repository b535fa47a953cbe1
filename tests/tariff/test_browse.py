"""The law to read: sentences in two languages, standing in words, sources and the lines a measure reaches."""

from __future__ import annotations

from datetime import date, time

import pytest

from briefing_app.tariff.browse import law_views, measure_view, periods
from briefing_app.tariff.law import Law, provision_status
from briefing_app.tariff.moment import minute_of

NOW = minute_of(date(2026, 10, 10))


@pytest.mark.parametrize(
    ("name", "day", "english", "japanese"),
    [
        ("jp-autos-15", date(2025, 9, 15), "not yet in force: begins at 12:01 a.m. on 16 September 2025",
         "2025年9月16日午前0時1分に施行予定"),
        ("jp-autos-15", date(2025, 9, 16), "in force", "施行中"),
        ("ieepa-jp-24", date(2025, 4, 11), "suspended: ended at 12:01 a.m. on 10 April 2025",
         "停止(2025年4月10日午前0時1分)"),
        ("ieepa-jp-15-floor", date(2026, 3, 1), "struck down: ended at 12:00 a.m. on 24 February 2026",
         "違憲・違法判断により終了(2026年2月24日午前0時0分)"),
        ("s122-10", date(2026, 8, 1), "expired: ended at 12:01 a.m. on 24 July 2026",
         "失効(2026年7月24日午前0時1分)"),
        ("s232-steel-50", date(2026, 8, 1), "replaced: ended at 12:01 a.m. on 6 April 2026",
         "置換え(2026年4月6日午前0時1分)"),
        ("threat-jp-25", date(2025, 8, 2), "announced, not in force", "発表済み・未施行"),
        ("s232-polysilicon-announced", date(2026, 10, 1), "announced, not in force", "発表済み・未施行"),
        ("ieepa-jp-15-stacked", date(2025, 8, 8), "void: replaced retroactively", "遡及的に置換え(無効)"),
    ],
)  # fmt: skip
def test_standing_in_words(law: Law, name: str, day: date, english: str, japanese: str) -> None:
    minute = minute_of(day, time(12, 0))
    assert provision_status(law.measures[name], minute) == english
    assert provision_status(law.measures[name], minute, "ja") == japanese


def test_every_measure_can_be_read_in_both_languages(law: Law) -> None:
    for language in ("en", "ja"):
        views = law_views(law, NOW, language)
        assert [view.id for view in views] == list(law.measures)
        for view in views:
            assert view.title
            assert view.sentence
            assert view.status
            assert all(source.title and source.publisher for source in view.sources)


@pytest.mark.parametrize(
    ("name", "lines", "every_good"),
    [
        ("jp-autos-15", 17, False),  # the 17 codes of U.S. note 33(b)
        ("s232-buses-10", 10, False),
        ("s232-lumber-10", 15, False),
        ("s232-mobile-jp-15", 28, False),
        ("s122-10", None, True),
        ("mfn-base", None, True),
        ("stack-eo14289", None, False),
    ],
)
def test_affected_lines(law: Law, name: str, lines: int | None, every_good: bool) -> None:
    view = measure_view(law, law.measures[name], NOW)
    assert (view.lines, view.every_good) == (lines, every_good)


def test_the_preference_counts_its_lines(law: Law) -> None:
    view = measure_view(law, law.measures["usjta-pref"], NOW)
    assert view.lines is not None
    assert 200 <= view.lines <= 300


def test_periods_of_a_measure_with_two_rates(law: Law) -> None:
    found = [
        (period.heading, period.since, period.until) for period in periods(law.measures["ieepa-kr-aug7"])
    ]
    assert found == [
        ("9903.02.56", "12:01 a.m. on 7 August 2025", "12:01 a.m. on 14 November 2025"),
        ("9903.02.80", "12:01 a.m. on 14 November 2025", "12:00 a.m. on 24 February 2026"),
    ]
