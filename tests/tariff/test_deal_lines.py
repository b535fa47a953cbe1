"""Lines of a deal take the place of what the law charges, and of nothing else."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing_app.domain.records import ScenarioEdit
from briefing_app.tariff.assess import assess
from briefing_app.tariff.batch import assess_batch
from briefing_app.tariff.batch_columns import columns_of
from briefing_app.tariff.deal_lines import in_force
from briefing_app.tariff.law import Law
from briefing_app.tariff.loader import LawError
from briefing_app.tariff.no_deal import load_no_deal, no_deal_on
from briefing_app.tariff.scenario import ScenarioError, edits_from_toml
from briefing_app.tariff.scenario_terms import DealLine, PhaseIn, Quota, line_of, rate_steps

CAR = {"date": "2025-05-24", "origin": "JP", "hts": "8703.23.01", "value_usd": "10000"}
LATHE = {**CAR, "hts": "8458.11.00"}
CHIP = {**CAR, "hts": "8542.31.00"}
STEEL = {**CAR, "hts": "7326.90.86"}
FREEZER = {**CAR, "hts": "8418.10.00", "date": "2025-07-10", "steel_value_usd": "3000"}
FIFTEEN = Decimal("0.15")


def total(law: Law, texts: dict[str, str], *lines: DealLine) -> int | None:
    return assess(law.parse(texts), law.with_scenario([line.edit() for line in lines])).total_cents


def test_an_all_in_rate_is_the_total_wherever_the_law_charges(law: Law) -> None:
    line = DealLine("deal", FIFTEEN, replaces=("all",), start="2025-05-01")
    for good in (CAR, LATHE, STEEL, FREEZER):
        assert total(law, good, line) == 150_000
    assert total(law, CHIP) == total(law, CHIP, line) == 0  # annex II: free stays free
    assert total(law, {**CAR, "origin": "KR"}, line) == total(law, {**CAR, "origin": "KR"})
    assert total(law, {**CAR, "date": "2025-04-30"}, line) == 275_000


def test_a_sector_that_no_line_names_keeps_its_law(law: Law) -> None:
    line = DealLine("deal", FIFTEEN, replaces=("economy_wide",), start="2025-05-01")
    assert (total(law, LATHE, line), total(law, CAR, line)) == (150_000, 275_000)
    cars = DealLine("cars", Decimal("0.10"), replaces=("cars",), start="2025-05-01")
    assert (total(law, LATHE, cars), total(law, CAR, cars)) == (144_000, 100_000)


def test_on_top_and_ordinary_only(law: Law) -> None:
    top = DealLine("t", Decimal("0.24"), "on_top", replaces=("economy_wide",), start="2025-05-01")
    none = DealLine("o", Decimal(0), "ordinary", replaces=("economy_wide",), start="2025-05-01")
    assert (total(law, LATHE, top), total(law, LATHE, none)) == (284_000, 44_000)


def test_codes_are_charged_whatever_the_law_says(law: Law) -> None:
    assert total(law, CHIP, DealLine("c", Decimal("0.03"), codes=("8542",), start="2025-05-01")) == 30_000


def test_the_first_line_wins_where_two_name_a_good(law: Law) -> None:
    own = DealLine("own", Decimal("0.05"), codes=("87032301",), start="2025-05-01")
    cars = DealLine("cars", FIFTEEN, replaces=("cars",), start="2025-05-01")
    assert total(law, CAR, own, cars) == 50_000


def test_a_quota_hangs_on_the_fact_of_the_entry(law: Law) -> None:
    quota = Quota(Decimal("0.05"), Decimal(1_000_000))
    line = DealLine("q", FIFTEEN, replaces=("cars",), start="2025-05-01", quota=quota)
    assert total(law, CAR, line) == 150_000
    assert total(law, {**CAR, "in_quota": "true"}, line) == 50_000
    answer = assess(law.parse(CAR), law.with_scenario([line.edit()]))
    assert "in_quota" in {missing.fact for missing in answer.missing_facts}


def test_a_rate_is_phased_in_on_its_anniversaries(law: Law) -> None:
    steps = PhaseIn(Decimal("0.25"), 2)
    line = DealLine("p", FIFTEEN, replaces=("cars",), start="2024-09-20", phase_in=steps)
    days = {"2025-05-24": 250_000, "2025-09-19": 250_000, "2025-09-20": 200_000, "2026-09-20": 150_000}
    assert {day: total(law, {**CAR, "date": day}, line) for day in days} == days
    early = {**CAR, "date": "2025-09-20", "entry_time_et": "00:00"}
    assert total(law, early, line) == 250_000
    leap = DealLine(
        "p", FIFTEEN, replaces=("cars",), start="2024-02-29", phase_in=PhaseIn(Decimal("0.25"), 2)
    )
    assert total(law, {**CAR, "date": "2026-02-28"}, leap) == 150_000


def test_in_force_holds_the_law_of_the_day(law: Law) -> None:
    line = DealLine(
        "p", FIFTEEN, replaces=("cars",), start="2030-01-01", phase_in=PhaseIn(Decimal("0.25"), 2)
    )
    day = date(2025, 5, 24)
    found = [
        assess(law.parse(CAR), law.with_scenario(in_force([line.edit()], day, year))).total_cents
        for year in (0, 1, 2, 9, None)
    ]
    assert found == [250_000, 200_000, 150_000, 150_000, 150_000]


def test_the_batch_gives_the_same_cents(law: Law) -> None:
    line = DealLine("deal", FIFTEEN, replaces=("all",), start="2025-05-01", quota=Quota(Decimal("0.05")))
    other = law.with_scenario([line.edit()])
    entries = [other.parse(texts) for texts in (CAR, LATHE, STEEL, FREEZER, {**CAR, "in_quota": "true"})]
    found = assess_batch(columns_of(entries), other)
    assert found.total.tolist() == [assess(entry, other).total_cents for entry in entries]


@given(
    rate=st.integers(0, 1_000_000), first=st.integers(0, 1_000_000), years=st.integers(1, 30),
    quota=st.none() | st.integers(0, 10**12),
)  # fmt: skip
def test_a_line_reads_back_as_it_was_written(rate: int, first: int, years: int, quota: int | None) -> None:
    line = DealLine(
        "deal-x", Decimal(rate) / 10**6, replaces=("cars",), start="2025-08-07", title="Cars",
        quota=None if quota is None else Quota(Decimal(0), Decimal(quota) / 100),
        phase_in=PhaseIn(Decimal(first) / 10**6, years),
    )  # fmt: skip
    assert line_of(line.edit()) == line
    steps = rate_steps(line.rate, line.phase_in)
    assert (steps[0], steps[-1], len(steps)) == (line.phase_in.first_rate, line.rate, years + 1)
    assert list(steps) in (sorted(steps), sorted(steps, reverse=True))


def test_a_package_is_read_from_toml(law: Law) -> None:
    text = """
    title = "Package A"
    [[edits]]
    op = "add"
    measure = "deal-cars"
    [edits.set]
    replaces = ["cars", "car_parts"]
    treatment = "all_in"
    rate = 0.15
    from = "2025-05-01"
    quota = { rate = 0.05, value_usd = 1000 }
    phase_in = { first_rate = 0.25, years = 2 }
    """
    line = line_of(edits_from_toml(text)[0])
    assert (line.rate, line.quota, line.phase_in) == (
        FIFTEEN, Quota(Decimal("0.05"), Decimal(1000)), PhaseIn(Decimal("0.25"), 2)
    )  # fmt: skip
    assert total(law, CAR, line) == 250_000


@pytest.mark.parametrize(
    ("terms", "words"),
    [
        ({"colour": 1}, "unknown key “colour”"),
        ({"rate": "low"}, "not a fraction"),
        ({"rate": "0.0000001"}, "millionths"),
        ({"treatment": "half"}, "treatment is “half”"),
        ({"replaces": []}, "must name sectors"),
        ({"codes": ["87"]}, "and not both"),
        ({"replaces": ["ships"]}, "no sector “ships”"),
        ({"replaces": "cars"}, "must be a list"),
        ({"quota": {}}, "has no “rate”"),
        ({"quota": {"rate": "0.1", "units": 5}}, "unknown key “units”"),
        ({"quota": {"rate": "0.1", "value_usd": "-1"}}, "not an amount"),
        ({"phase_in": {"first_rate": "0.2", "years": 0}}, "from 1 to 30"),
        ({"phase_in": 4}, "must be a table"),
        ({"from": "soon"}, "not New York moments"),
        ({"from": "2025-05-01", "to": "2025-04-01"}, "changes nothing"),
        ({"origins": ["XX"]}, "not a country code"),
    ],
)
def test_a_line_that_cannot_be_is_named(law: Law, terms: dict[str, object], words: str) -> None:
    good = {"replaces": ["cars"], "treatment": "all_in", "rate": "0.15", "origins": ["JP"]}
    with pytest.raises((ScenarioError, LawError)) as caught:
        law.with_scenario([ScenarioEdit("add", "deal", {**good, **terms})])
    assert words in str(caught.value)


@pytest.mark.parametrize(
    ("day", "car", "lathe"),
    [
        (date(2025, 4, 1), None, None),
        (date(2025, 5, 24), 275_000, 284_000),
        (date(2025, 7, 10), 275_000, 294_000),
        (date(2025, 10, 1), 275_000, 294_000),
        (date(2026, 10, 1), 275_000, 125_000),
    ],
)
def test_no_deal_is_what_was_announced_on_the_day(
    law: Law, day: date, car: int | None, lathe: int | None
) -> None:
    found = no_deal_on(load_no_deal(), day)
    if car is None:
        assert found is None
        return
    assert found is not None
    assert set(found.citations) <= set(law.sources)
    other = law.with_scenario(in_force(found.edits, day, None))
    for texts, cents in ((CAR, car), (LATHE, lathe)):
        assert assess(law.parse({**texts, "date": day.isoformat()}), other).total_cents == cents


def test_a_broken_no_deal_file_is_named(tmp_path) -> None:
    good = "[[stretch]]\nfrom = 2025-04-02\nen = 'x'\nja = 'y'\norigins = ['JP']\n"
    for text, words in (
        (good, "at least one source"),
        (good + "citations = ['A']\ncolour = 1\n", "unknown key"),
        (good.replace("2025-04-02", "'x'") + "citations = ['A']\n", "a day is needed"),
        (2 * (good + "citations = ['A']\n"), "do not join"),
    ):
        (tmp_path / "no_deal.toml").write_text(text, encoding="utf-8")
        with pytest.raises(LawError, match=words):
            load_no_deal(tmp_path)
