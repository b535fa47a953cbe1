"""Readings of the prose that are easily lost: totals in dollars, and the heading that decides."""

from __future__ import annotations

from datetime import date

import pytest

from briefing_app.tariff.answer import Assessment
from briefing_app.tariff.assess import assess
from briefing_app.tariff.entry import Entry
from briefing_app.tariff.law import Law

GN6 = "gn6_civil_aircraft=true"
SHIP = "loaded_on_vessel_date=2025-08-03"
ROWS = [
    # a chassis on the list of heavy vehicles alone; one that stands on the lists of parts too
    ("2025-11-01 JP 8706.00.50 100000", "26400.00", "9903.74.01"),
    ("2026-03-02 DE 8706.00.50 100000", "26400.00", "9903.74.01"),
    ("2025-11-01 JP 8706.00.03 100000", "15000.00", "9903.94.43"),
    ("2025-11-01 JP 8706.00.03 100000 heavy_vehicle=true", "29000.00", "9903.74.01"),
    # parts for civil aircraft are no car or truck parts, unless the use is said
    (f"2025-09-16 JP 8413.30.10 10000 {GN6}", "250.00", "9903.96.02"),
    (f"2026-08-03 JP 8413.30.10 10000 {GN6}", "250.00", "9903.05.88"),
    (f"2025-05-10 JP 8413.30.10 10000 {GN6}", "1250.00", "9903.01.25"),
    (f"2026-04-10 DE 8413.30.10 10000 {GN6}", "250.00", "9903.03.05"),
    (f"2026-03-02 JP 8511.30.00.40 10000 {GN6}", "250.00", "9903.03.05"),
    (f"2026-03-02 JP 8413.30.10 10000 {GN6} part_use=car", "1500.00", "9903.94.43"),
    (f"2026-03-02 JP 8413.30.10 10000 {GN6} part_use=truck", "2750.00", "9903.74.08"),
    # in transit in August 2025: the United States part is not charged, for every partner of the rule
    (f"2025-09-10 JP 8458.11.00 100000 {SHIP} us_content_value_usd=30000", "11400.00", "9903.01.25"),
    (f"2025-09-10 DE 8458.11.00 100000 {SHIP} us_content_value_usd=30000", "11400.00", "9903.01.25"),
    (f"2025-09-10 KR 8458.11.00 100000 {SHIP} us_content_value_usd=30000", "11400.00", "9903.01.25"),
    (f"2025-09-10 VN 8458.11.00 100000 {SHIP} us_content_value_usd=30000", "11400.00", "9903.01.25"),
    (f"2025-09-10 DE 8458.11.00 100000 {SHIP} us_content_value_usd=19999", "14400.00", "9903.01.25"),
    # old vehicles of Canada and Mexico never met the reciprocal duty
    ("2025-06-02 MX 8703.23.01 10000 made_year=1990 usmca_claim=true", "0.00", "9903.94.04"),
    # steel and aluminum of Canada and Mexico in the days between the fentanyl duty and the end of exemptions
    ("2025-03-05 CA 7208.39.00 10000", "2500.00", "9903.01.10"),
    ("2025-03-11 MX 7208.39.00 10000", "2500.00", "9903.01.01"),
    ("2025-03-11 CA 7606.12.30 10000", "2800.00", "9903.01.10"),
    ("2025-03-11 CA 7317.00.30 10000", "2500.00", "9903.01.10"),
]  # fmt: skip


def ask(law: Law, query: str) -> Assessment:
    day, origin, hts, value, *facts = query.split()
    said = dict(fact.split("=", 1) for fact in facts)
    return assess(law.parse({"date": day, "origin": origin, "hts": hts, "value_usd": value} | said), law)


def refusals(law: Law, query: str) -> dict[str, tuple[str, str]]:
    return {item.measure: (item.heading, item.reason) for item in ask(law, query).not_applied}


@pytest.mark.parametrize(("query", "total", "heading"), ROWS, ids=[row[0] for row in ROWS])
def test_total_and_heading(law: Law, query: str, total: str, heading: str) -> None:
    answer = ask(law, query)
    assert answer.status == "ok", answer.reason
    assert f"{answer.total_cents // 100}.{answer.total_cents % 100:02d}" == total  # type: ignore[operator]
    assert heading in [item.heading for item in answer.components]


def test_steel_of_canada_before_the_fentanyl_duty_is_not_covered(law: Law) -> None:
    assert ask(law, "2025-03-03 CA 7208.39.00 10000").status == "not_covered"


def test_old_vehicles_of_others_stay_unsettled_under_the_reciprocal_duty(law: Law) -> None:
    assert ask(law, "2025-06-02 JP 8703.23.01 10000 made_year=1990").status == "not_computable"


@pytest.mark.parametrize(("day", "fee"), [("2020-06-30", 2679), ("2020-07-01", 0)])
def test_the_fee_falls_only_from_the_first_day_of_the_usmca(law: Law, day: str, fee: int) -> None:
    answer = ask(law, f"{day} MX 8458.11.00 1000 usmca_claim=true")
    assert (answer.mpf_cents, answer.total_cents) == (fee, 4400 if fee else 0)


@pytest.mark.parametrize(
    ("query", "shown", "other"),
    [
        ("2025-09-10 JP 8458.11.00 1000 usjta_claim=true", "floor_claimed_rate", "floor_general_rate"),
        ("2026-08-03 JP 8458.11.00 1000 usjta_claim=true", "floor_general_rate", "floor_claimed_rate"),
        ("2026-08-03 JP 7208.39.00 1000 us_melted_share=1", "us_metal_scope", "us_melted"),
        ("2026-05-04 JP 8457.10.00 1000 us_melted_share=1", "us_metal_scope", "us_melted"),
        ("2026-05-04 JP 8418.10.00 1000 us_melted_share=1", "us_melted", "us_metal_scope"),
    ],
)
def test_assumptions_that_a_claim_rests_on(law: Law, query: str, shown: str, other: str) -> None:
    said = ask(law, query).assumptions
    assert law.assumptions[shown].en in said
    assert law.assumptions[other].en not in said


def test_what_is_never_worked_out_is_named(law: Law) -> None:
    words = " ".join(ask(law, "2025-12-01 JP 8458.11.00 1000").assumptions)
    assert "9903.03.04" in words
    assert "52(j)" in words


@pytest.mark.parametrize(
    ("origin", "heading"), [("JP", "9903.05.49"), ("KR", "9903.05.71"), ("CH", "9903.05.74")]
)
def test_a_refused_measure_carries_the_heading_of_the_origin(law: Law, origin: str, heading: str) -> None:
    assert refusals(law, f"2026-05-04 {origin} 8458.11.00 1000")["s301-fl-jp"][0] == heading


NOTHING = "steel_value_usd=0 aluminum_value_usd=0"


@pytest.mark.parametrize(
    ("query", "total", "heading"),
    [
        (f"2026-04-06 JP 8418.10.00 10000 {NOTHING}", 100000, "9903.82.01"),
        (f"2026-08-03 JP 8418.10.00 10000 {NOTHING}", 125000, "9903.82.01"),
        ("2026-04-10 JP 8544.42.90 10000 copper_value_usd=0 aluminum_value_usd=0", 126000, "9903.82.01"),
        ("2026-04-06 JP 8418.10.00 10000 metal_weight_share=0", 100000, "9903.82.01"),
        ("2026-04-06 JP 8418.10.00 10000 metal_weight_share=0.1", 100000, "9903.82.03"),
    ],
)
def test_goods_without_metal_leave_the_metals_duty(law: Law, query: str, total: int, heading: str) -> None:
    answer = ask(law, query)
    assert (answer.status, answer.total_cents) == ("ok", total)
    assert refusals(law, query)["s232-annex-1b"][0] == heading
    assert law.assumptions["metal_weight"].en not in answer.assumptions


@pytest.mark.parametrize(
    "query",
    [
        "2026-04-06 JP 8418.10.00 10000",
        "2026-04-10 JP 8544.42.90 10000 copper_value_usd=0",
        "2026-04-10 JP 8544.42.90 10000 aluminum_value_usd=0",
        f"2026-04-06 JP 8418.10.00 10000 {NOTHING} metal_weight_share=0.5",
        "2026-04-06 JP 8479.90.95 10000 steel_value_usd=0",
        f"2026-04-06 JP 7326.90.86.88 10000 {NOTHING}",
    ],
)
def test_one_silent_metal_or_a_metal_chapter_keeps_the_metals_duty(law: Law, query: str) -> None:
    answer = ask(law, query)
    charged = [item.measure for item in answer.components if item.duty_cents]
    assert answer.status == "not_computable" or any(name.startswith("s232-annex") for name in charged)


def test_aluminum_of_2018_names_two_statistical_numbers(law: Law) -> None:
    totals = {
        suffix: ask(law, f"2022-05-01 JP 7616.99.51{suffix} 10000") for suffix in ("", ".40", ".60", ".70")
    }
    assert totals[""].status == "not_computable"
    assert "7616995160, 7616995170" in totals[""].reason
    assert [totals[key].total_cents for key in (".40", ".60", ".70")] == [25000, 125000, 125000]
    assert ask(law, "2018-03-22 JP 7616.99.51 10000").total_cents == 25000


@pytest.mark.parametrize(
    ("query", "measure", "words"),
    [
        ("2025-07-07 JP 8458.11.00 1000", "threat-jp-25", "never took effect"),
        ("2025-08-06 JP 8703.23.01 1000", "threat-jp-25", "never took effect"),
        ("2026-10-01 JP 3818.00.00 1000", "s232-polysilicon-announced", "4 december 2026, not computed"),
        ("2026-10-01 DE 2804.61.00 1000", "s232-polysilicon-announced", "4 december 2026, not computed"),
        ("2026-04-06 JP 8711.50.00 1000", "s232-annex-2", "removed from section 232 on 6 april 2026"),
        ("2026-04-06 JP 8714.10.00 1000", "s232-annex-2", "removed from section 232 on 6 april 2026"),
        ("2026-08-03 JP 9403.20.00.30 1000", "s232-annex-2", "removed from section 232 on 6 april 2026"),
        ("2025-08-08 JP 8458.11.00 1000", "ieepa-jp-15-stacked", "originally collected"),
        ("2025-05-24 JP 8458.11.00 1000", "ieepa-baseline-10", "ieepa-jp-pause"),
        ("2025-12-01 JP 8458.11.00 1000", "ieepa-baseline-10", "ieepa-jp-15-floor"),
        ("2025-12-01 DE 8458.11.00 1000", "ieepa-baseline-10", "ieepa-eu-aug7"),
        ("2025-03-05 CA 7208.39.00 1000", "s232-steel-2018", "canada and mexico are outside"),
        ("2025-03-05 MX 7317.00.30 1000", "s232-derivatives-2020", "canada and mexico are outside"),
        ("2026-03-02 JP 0902.10.10 1000", "ieepa-ag-exempt", "24 february 2026"),
    ],
)
def test_why_a_measure_is_not_charged(law: Law, query: str, measure: str, words: str) -> None:
    assert words in refusals(law, query)[measure][1].lower()


@pytest.mark.parametrize(
    ("query", "measure"),
    [
        ("2025-07-06 JP 8458.11.00 1000", "threat-jp-25"),
        ("2025-08-07 JP 8458.11.00 1000", "threat-jp-25"),
        ("2025-07-10 DE 8458.11.00 1000", "threat-jp-25"),
        ("2026-08-05 JP 3818.00.00 1000", "s232-polysilicon-announced"),
        ("2026-10-01 JP 8458.11.00 1000", "s232-polysilicon-announced"),
        ("2026-04-05 JP 8711.50.00 1000 steel_value_usd=1", "s232-annex-2"),
        ("2026-04-06 JP 8418.10.00 1000", "s232-annex-2"),
        ("2026-08-03 JP 9403.20.00.75 1000", "s232-annex-2"),
        ("2025-10-01 JP 8458.11.00 1000", "ieepa-jp-15-stacked"),
    ],
)
def test_what_was_announced_is_named_only_where_it_matters(law: Law, query: str, measure: str) -> None:
    assert measure not in refusals(law, query)


def test_the_missed_in_transit_rate_names_the_duty_that_is_due(law: Law) -> None:
    """Entries of Japan from 7 August 2025 owe 15% in total; before the refund the 15% on top was taken."""
    answer = assess(Entry(date(2025, 8, 20), "JP", "84581100", 1_000_000), law)
    reason = next(item.reason for item in answer.not_applied if item.measure == "ieepa-baseline-10")
    assert "Not loaded on a ship before 7 August 2025" in reason
    assert "9903.02.73 governs this good (ieepa-jp-15-floor)" in reason
    assert (answer.total_cents, answer.originally_collected_cents) == (150_000, 194_000)
