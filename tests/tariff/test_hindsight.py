"""The law as it could be known on a day: no rule before its time, no end before it came, no hindsight."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing_app.tariff.assess import assess
from briefing_app.tariff.hindsight import first_document, known_list
from briefing_app.tariff.law import load_law
from briefing_app.tariff.lists import ListRow, ProductList
from briefing_app.tariff.moment import FOREVER, minute_of

CAR, MACHINE = "8703.23.01.70", "8479.89.95.65"


@pytest.fixture(scope="module")
def law():
    return load_law()


def rate(law, known_on, hts, day):
    known = law.known_on(known_on)
    answer = assess(known.parse({"date": day, "origin": "JP", "hts": hts, "value_usd": "10000"}), known)
    assert answer.status == "ok"
    return float(answer.effective_rate)


def test_what_is_known_today_is_the_law_itself(law):
    assert law.known_on(None) is law
    assert rate(law, date(2026, 10, 10), CAR, "2025-09-20") == rate(law, None, CAR, "2025-09-20") == 0.15


@pytest.mark.parametrize(
    ("known_on", "expected"),
    [
        (date(2025, 3, 1), 0.025),
        (date(2025, 8, 20), 0.175),
        (date(2025, 9, 10), 0.15),
        (date(2025, 10, 1), 0.15),
    ],
)
def test_an_order_set_back_in_time_is_unknown_until_it_is_out(law, known_on, expected):
    """Executive Order 14345 (Federal Register of 9 September 2025) reached back to 7 August: on 20 August
    an importer of machines was charged 15% on top of 2.5%, and nobody could know better."""
    assert rate(law, known_on, MACHINE, "2025-08-20") == expected


def test_a_rate_that_falls_later_is_not_known_to_fall(law):
    assert rate(law, date(2025, 9, 10), CAR, "2025-09-20") == 0.275
    assert rate(law, date(2025, 10, 1), CAR, "2025-09-20") == 0.15


def test_a_duty_struck_down_later_goes_on(law):
    assert rate(law, date(2025, 12, 1), MACHINE, "2026-03-01") == 0.15
    assert rate(law, None, MACHINE, "2026-03-01") == 0.125


def test_a_scenario_keeps_the_day(law):
    assert law.known_on(date(2025, 8, 20)).with_scenario(()).known_day == date(2025, 8, 20)


@settings(max_examples=25, deadline=None)
@given(st.dates(date(2018, 2, 1), date(2026, 12, 1)))
def test_no_rule_is_known_before_it_was_told_or_took_effect(law, day):
    known = law.known_on(day)
    end = minute_of(day) + 720
    for measure in known.measures.values():
        told = first_document(measure, law.sources)
        if told is None or told > day:
            assert all(rule.start <= end for rule in measure.rules)
    shown = [rule.serial for rule in known.rules]
    assert shown == list(range(len(shown)))
    assert {rule.measure for rule in known.rules} <= set(law.measures)


def test_a_list_of_goods_stands_as_it_stood():
    first, second = minute_of(date(2025, 6, 1)), minute_of(date(2025, 8, 18))
    found = ProductList("x", (ListRow("7210", first, second, ""), ListRow("8415", second, FOREVER, "")), {})
    june, september = known_list(found, date(2025, 6, 30)), known_list(found, date(2025, 9, 1))
    assert [(row.hts, row.end) for row in june.rows] == [("7210", FOREVER)]
    assert [row.hts for row in september.rows] == ["7210", "8415"]
