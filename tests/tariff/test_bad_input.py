"""Input that cannot be used is answered by name: the field, what is wrong, what to give instead."""

from __future__ import annotations

import pytest

from briefing_app.tariff.answer import assessment_to_json
from briefing_app.tariff.assess import assess
from briefing_app.tariff.entry import EntryError
from briefing_app.tariff.law import Law

GOOD = {"date": "2025-05-24", "origin": "JP", "hts": "8703.23.01", "value_usd": "30000"}


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"hts": "87o3.23.01"}, ("hts:", "not a tariff code")),
        ({"hts": "8703"}, ("hts:", "too short", "8703.21.01")),
        ({"hts": "8703.23.10"}, ("hts:", "not a line", "Nearest", "8703.23.01")),
        ({"hts": "87032301234"}, ("hts:", "not a tariff code")),
        ({"hts": ""}, ("hts: missing",)),
        ({"date": "05/06/2025"}, ("date:", "two ways", "2025-05-24")),
        ({"date": "31/12/2025"}, ("date:", "has its year last", "2025-05-24")),
        ({"date": "5/24/2025"}, ("date:", "has its year last", "2025-05-24")),
        ({"date": "2025-02-30"}, ("date:", "not a day of the calendar")),
        ({"date": "tomorrow"}, ("date:", "not a date")),
        ({"date": ""}, ("date: missing",)),
        ({"entry_time_et": "25:00"}, ("entry_time_et:", "not a time of day")),
        ({"origin": "EU"}, ("origin:", "not a country of origin", "DE")),
        ({"origin": "XX"}, ("origin:", "XX", "JP")),
        ({"value_usd": "-5"}, ("value_usd:", "negative")),
        ({"value_usd": "0"}, ("value_usd:", "zero")),
        ({"value_usd": "thirty"}, ("value_usd:", "not an amount")),
        ({"value_usd": "1.234"}, ("value_usd:", "parts of a cent")),
        ({"value_usd": "1e6"}, ("value_usd:", "not an amount")),
        ({"value_usd": "NaN"}, ("value_usd:", "not an amount")),
        ({"value_usd": "10000000000.01"}, ("value_usd:", "10,000,000,000.00")),
        (
            {"steel_value_usd": "30000.01"},
            ("steel_value_usd:", "30000.01", "above the customs value 30000.00"),
        ),
        ({"us_content_value_usd": "40000"}, ("us_content_value_usd:", "above the customs value")),
        (
            {"steel_value_usd": "20000", "aluminum_value_usd": "20000"},
            ("together 40000.00", "above the customs"),
        ),
        ({"copper_value_usd": "-1"}, ("copper_value_usd:", "negative")),
        ({"quantity": "5", "unit": "furlong"}, ("unit:", "furlong", "The line 8703.23.01 needs: No.")),
        ({"quantity": "-5", "unit": "kg"}, ("quantity:", "negative")),
        ({"quantity": "many", "unit": "kg"}, ("quantity:", "not a number")),
        ({"unit": "kg"}, ("quantity: missing",)),
        ({"in_quota": "perhaps"}, ("in_quota:", "neither true nor false")),
        ({"metal_weight_share": "1.5"}, ("metal_weight_share:", "share from 0 to 1")),
        ({"made_year": "98"}, ("made_year:", "not a year")),
        ({"mode": "balloon"}, ("mode:", "balloon", "ocean, air")),
        ({"use": "juggling"}, ("use:", "juggling", "resale")),
        ({"loaded_on_vessel_date": "03/04/2025"}, ("loaded_on_vessel_date:", "two ways")),
        ({"colour": "red"}, ("colour", "not a known fact", "steel_value_usd")),
    ],
)
def test_each_fault_is_named(law: Law, change: dict[str, str], words: tuple[str, ...]) -> None:
    with pytest.raises(EntryError) as caught:
        law.parse({**GOOD, **change})
    for word in words:
        assert word in str(caught.value)


def test_all_faults_come_at_once(law: Law) -> None:
    with pytest.raises(EntryError) as caught:
        law.parse({"date": "x", "origin": "?", "hts": "12", "value_usd": "-1", "in_quota": "?"})
    assert [fault.split(":")[0] for fault in caught.value.faults] == [
        "in_quota", "date", "origin", "value_usd", "hts",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "change",
    [
        {"origin": "jp"},
        {"origin": " Japan "},
        {"origin": "日本"},
        {"hts": "87032301"},
        {"hts": "8703-23-01"},
        {"hts": "8703 23 01"},
        {"date": "2025/5/24"},
        {"date": "20250524"},
        {"date": "24 May 2025"},
        {"date": "May 24, 2025"},
        {"date": "2025年5月24日"},
        {"value_usd": "$30,000.00"},
        {"value_usd": "30000 USD"},
        {"entry_time_et": "12:00"},
        {"entry_time_et": "12:00 p.m."},
        {"steel_value_usd": ""},
    ],
)
def test_other_forms_mean_the_same(law: Law, change: dict[str, str]) -> None:
    assert law.parse({**GOOD, **change}) == law.parse(GOOD)


def test_the_query_reads_back_to_the_same_entry(law: Law) -> None:
    facts = {
        "mode": "air", "steel_value_usd": "12.50", "loaded_on_vessel_date": "2025-04-01",
        "usjta_claim": "true",
        "metal_weight_share": "0.2", "quantity": "12.5", "unit": "kg", "entry_time_et": "00:01",
    }  # fmt: skip
    entry = law.parse({**GOOD, **facts})
    assert law.parse(entry.query()) == entry


def test_a_future_date_is_not_covered(law: Law) -> None:
    answer = assessment_to_json(assess(law.parse({**GOOD, "date": "2027-01-01"}), law))
    assert (answer["status"], answer["total_duty"]) == ("not_covered", None)
    assert "2026-10-10" in answer["reason"]


@pytest.mark.parametrize(
    ("hts", "facts", "fact", "words"),
    [
        ("2206.00.45", {}, "quantity", "liter"),
        ("2206.00.45", {"quantity": "10", "unit": "kg"}, "quantity", "liter"),
        ("1006.30.90", {}, "quantity", "kg"),
        ("8457.10.00", {}, "steel_value_usd", "steel"),
        ("8544.42.90", {}, "aluminum_value_usd", "aluminum"),
    ],
)
def test_what_is_missing_is_named_and_never_zero(
    law: Law, hts: str, facts: dict[str, str], fact: str, words: str
) -> None:
    texts = {"date": "2025-09-20", "origin": "JP", "hts": hts, "value_usd": "10000", **facts}
    answer = assessment_to_json(assess(law.parse(texts), law))
    assert (answer["status"], answer["total_duty"], answer["mpf"]) == ("not_computable", None, None)
    assert words in answer["reason"]
    assert answer["missing_facts"][0]["fact"] == fact
    assert words in answer["missing_facts"][0]["why"]


def test_a_watch_needs_the_values_of_its_parts(law: Law) -> None:
    texts = {"date": "2025-03-01", "origin": "JP", "hts": "9102.11.10", "value_usd": "10000"}
    answer = assess(law.parse(texts), law)
    assert [item.fact for item in answer.missing_facts] == [
        "quantities", "case_value_usd", "strap_value_usd", "battery_value_usd",
    ]  # fmt: skip
    parts = {"case_value_usd": "4000", "strap_value_usd": "1000", "battery_value_usd": "100"}
    entry = law.parse({**texts, **parts, "quantity": "200", "unit": "No."})
    # 200 x 44 cents + 6% of 4,000 + 14% of 1,000 + 5.3% of 100
    assert assess(entry, law).total_cents == 8800 + 24000 + 14000 + 530
    assert law.parse(entry.query()) == entry


def test_every_missing_input_is_a_fact_that_can_be_said(law: Law) -> None:
    from briefing_app.tariff.fact_table import FACTS

    for line in law.schedule:
        if line.hts.startswith(("91", "9305", "8548", "7802", "9306")):
            texts = {"date": "2024-06-01", "origin": "JP", "hts": line.hts, "value_usd": "10000"}
            for item in assess(law.parse(texts), law).missing_facts:
                assert item.fact in FACTS, line.hts


def test_a_rate_that_stands_elsewhere_is_quoted(law: Law) -> None:
    line = next(line for line in law.schedule if "rate applicable" in line.general.lower())
    texts = {"date": "2024-06-01", "origin": "JP", "hts": line.hts, "value_usd": "10000"}
    answer = assess(law.parse(texts), law)
    assert answer.status == "not_computable"
    assert line.general[:20] in answer.reason
