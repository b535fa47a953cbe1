"""An unsaid fact that would change the duty is listed with the duty of each outcome."""

from __future__ import annotations

from datetime import date

import pytest

from briefing_app.tariff.answer import assessment_to_json
from briefing_app.tariff.assess import assess
from briefing_app.tariff.entry import Entry
from briefing_app.tariff.law import Law


@pytest.mark.parametrize(
    "row",
    [
        ("2026-03-02", "7326.90.8688", {}, "steel_value_usd", {"0.00": "1290.00", "10000.00": "5290.00"}),
        ("2025-10-01", "8807.30.0030", {}, "gn6_civil_aircraft", {"true": "0.00", "false": "1500.00"}),
        ("2025-05-31", "8458.11.00", {}, "loaded_on_vessel_date", {"2025-04-04": "440.00"}),
        ("2025-04-09", "8458.11.00", {}, "loaded_on_vessel_date",
         {"2025-04-04": "440.00", "2025-04-08": "1440.00"}),
        ("2026-10-01", "3004.90.9215", {}, "pharma_patented", {"true": "1500.00", "false": "0.00"}),
        ("2026-05-11", "8708.99.81", {}, "certified_us_vehicle_production",
         {"true": "1500.00", "false": "2750.00"}),
        ("2025-05-31", "8458.11.00", {}, "us_content_value_usd", {"2000.00": "1240.00"}),
        ("2023-05-31", "7208.39.00", {}, "in_quota", {"true": "0.00", "false": "2500.00"}),
        ("2025-06-30", "8458.11.00", {}, "usjta_claim", {"true": "1000.00", "false": "1440.00"}),
        ("2026-05-11", "8457.10.00", {}, "metal_weight_share", {"0.10": "1420.00"}),
        ("2025-12-01", "8708.70.60", {}, "part_use",
         {"car": "1500.00", "truck": "2750.00", "other": "1500.00"}),
        ("2026-09-03", "8806.22.00", {"uas_allied_components": "true"}, "uas_section_301",
         {"true": "2750.00", "false": "1500.00"}),
    ],
)  # fmt: skip
def test_each_outcome_is_worked_out(
    law: Law, row: tuple[str, str, dict[str, str], str, dict[str, str]]
) -> None:
    day, hts, facts, fact, outcomes = row
    texts = {"date": day, "origin": "JP", "hts": hts, "value_usd": "10000", **facts}
    answer = assessment_to_json(assess(law.parse(texts), law))
    listed = {item["fact"]: item for item in answer["missing_facts"]}
    assert {each["value"]: each["total_duty"] for each in listed[fact]["outcomes"]} == outcomes
    for value, total in outcomes.items():
        said = assess(law.parse({**texts, fact: value}), law)
        assert assessment_to_json(said)["total_duty"] == total
        assert fact not in [item.fact for item in said.missing_facts]


def test_facts_that_change_nothing_are_not_asked(law: Law) -> None:
    texts = {"date": "2025-05-24", "origin": "JP", "hts": "8703.23.01", "value_usd": "30000"}
    assert assess(law.parse(texts), law).missing_facts == ()


def test_a_line_of_which_a_list_names_only_parts_needs_ten_digits(law: Law) -> None:
    texts = {"date": "2026-08-20", "origin": "JP", "hts": "6810.99.00", "value_usd": "1000"}
    answer = assess(law.parse(texts), law)
    assert answer.status == "not_computable"
    assert {each.value: each.total_cents for each in answer.missing_facts[0].outcomes} == {
        "6810990020": 62500, "6810990040": 62500, "another suffix": 12500,
    }  # fmt: skip
    other = assess(law.parse({**texts, "hts": "6810.99.0080"}), law)
    assert (other.status, other.total_cents) == ("ok", 12500)


def test_a_line_without_statistical_parts_needs_no_ten_digits(law: Law) -> None:
    texts = {"date": "2026-08-20", "origin": "JP", "value_usd": "1000", "in_quota": "true"}
    totals = [
        assess(law.parse({**texts, "hts": hts}), law).total_cents for hts in ("7020.00.60", "7020.00.6000")
    ]
    assert totals == [37500, 37500]


def test_the_reading_of_disputed_law_is_the_users(law: Law) -> None:
    texts = {
        "date": "2025-06-01",
        "origin": "JP",
        "hts": "8703.23.01",
        "value_usd": "30000",
        "made_year": "1999",
    }
    answer = assess(law.parse(texts), law)
    assert (answer.status, answer.total_cents, answer.components) == ("not_computable", None, ())
    assert "sources conflict" in answer.reason


def test_assumptions_are_shown(law: Law) -> None:
    texts = {
        "date": "2026-08-03",
        "origin": "JP",
        "hts": "2103.10.00",
        "value_usd": "10000",
        "usjta_claim": "true",
    }
    answer = assess(law.parse(texts), law)
    assert answer.total_cents == 95000
    assert any("measured against the general rate" in words for words in answer.assumptions)


def test_a_claim_of_another_country_is_refused_in_words(law: Law) -> None:
    texts = {
        "date": "2024-05-24",
        "origin": "DE",
        "hts": "8458.11.00",
        "value_usd": "10000",
        "usjta_claim": "true",
    }
    answer = assess(law.parse(texts), law)
    assert answer.total_cents == 44000
    assert ("usjta-pref", "The claim is for goods of JP only.") in [
        (item.measure, item.reason) for item in answer.not_applied
    ]


def test_a_usmca_car_asks_for_its_american_content(law: Law) -> None:
    texts = {
        "date": "2025-05-24",
        "origin": "MX",
        "hts": "8703.23.01",
        "value_usd": "10000",
        "usmca_claim": "true",
    }
    answer = assess(law.parse(texts), law)
    assert answer.total_cents == 250_000
    assert [item.fact for item in answer.missing_facts] == ["us_content_value_usd"]


def test_what_customs_first_took(law: Law) -> None:
    def first(day: str, hts: str) -> str | None:
        texts = {"date": day, "origin": "JP", "hts": hts, "value_usd": "10000", "entry_time_et": "00:01"}
        return assessment_to_json(assess(law.parse(texts), law))["originally_collected"]

    assert first("2025-08-07", "8458.11.00") == "1940.00"
    assert first("2025-09-15", "8458.11.00") == "1940.00"
    assert first("2025-09-16", "8458.11.00") is None
    assert first("2025-09-01", "9504.40.00") is None  # 15% on a free good either way
    assert first("2025-04-09", "8471.30.01") == "2400.00"
    assert first("2025-04-11", "8471.30.01") is None


def test_duty_taken_after_the_ruling_is_marked(law: Law) -> None:
    def marks(day: str) -> list[bool]:
        texts = {"date": day, "origin": "JP", "hts": "8458.11.00", "value_usd": "10000"}
        return [item.refundable for item in assess(law.parse(texts), law).components]

    assert marks("2026-02-19") == [False, False]
    assert marks("2026-02-20") == [False, True]
    assert marks("2026-02-23") == [False, True]


def test_every_measure_that_does_not_apply_says_why(law: Law) -> None:
    texts = {"date": "2025-05-24", "origin": "JP", "hts": "8703.23.01", "value_usd": "30000"}
    reasons = {item.measure: item.reason for item in assess(law.parse(texts), law).not_applied}
    assert "9903.94.01 governs" in reasons["ieepa-jp-pause"]
    assert "begins at 12:01 a.m. on 16 September 2025" in reasons["jp-autos-15"]
    assert "ended at 12:01 a.m. on 10 April 2025" in reasons["ieepa-jp-24"]
    assert "not on the list" in reasons["s232-steel-2025-25"]
    assert all(reasons.values())


def test_a_cent_of_rounding_is_no_change(law: Law) -> None:
    """17.6% is above the all-in rate: two lines in the place of one may round apart by a cent, no more."""
    asked = [
        missing.fact
        for cents in range(50_620_700, 50_620_740)
        for missing in assess(Entry(date(2025, 11, 17), "JP", "42023293", cents), law).missing_facts
    ]
    assert "us_content_value_usd" not in asked
