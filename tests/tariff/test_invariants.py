"""What holds for every entry, whatever its good, day, country and facts."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from briefing_app.tariff.answer import Assessment
from briefing_app.tariff.assess import assess
from briefing_app.tariff.entry import parse_entry, usd
from briefing_app.tariff.law import Law, load_law
from briefing_app.tariff.moment import minute_of, moment_of
from briefing_app.tariff.pricing import rounded

LAW = load_law()
SAME = LAW.with_scenario([])
FIRST, LAST = LAW.info.begins, LAW.info.ends - 1
LISTED = sorted({row.hts.ljust(8, "0") for found in LAW.lists.values() for row in found.rows})
LINES = [line.hts for line in LAW.schedule]
CODES = [code for code in LISTED if LAW.schedule.line(code[:8]) is not None] if LISTED else []
EDGES = [edge for edge in LAW.breakpoints if FIRST < edge <= LAST]
FLAGS = (
    "gn6_civil_aircraft", "in_quota", "usjta_claim", "korus_claim", "usmca_claim", "pharma_patented",
    "pharma_annex_iii_company", "certified_us_vehicle_production", "note39b_chip", "gb_melted",
    "uas_allied_components", "uas_use", "thermal_imaging", "uas_section_301", "heavy_vehicle",
    "mobile_equipment_part", "pharma_use", "described_article", "informational_material",
)  # fmt: skip
ORIGINS = ("JP", "JP", "JP", "DE", "KR", "GB", "VN", "CA", "MX", "CN", "TH", "CH", "TW", "AU")


@st.composite
def texts(draw: st.DrawFn, *, step: int = 1) -> dict[str, str]:
    minute = draw(st.sampled_from(EDGES)) + draw(st.sampled_from((-1, 0, 1, 720)))
    moment = moment_of(min(max(minute, FIRST), LAST))
    cents = draw(st.integers(max(1, 100_000 // step), max(100, 10**8 // step))) * step
    facts = {
        name: draw(st.sampled_from(("true", "false")))
        for name in draw(st.sets(st.sampled_from(FLAGS), max_size=5))
    }
    left = cents
    for metal in draw(st.sets(st.sampled_from(("steel", "aluminum", "copper")))):
        part = draw(st.integers(0, left // step)) * step
        left -= part
        facts[f"{metal}_value_usd"] = f"{Decimal(part) / 100:.2f}"
    if draw(st.booleans()):
        facts["us_content_value_usd"] = f"{Decimal(draw(st.integers(0, cents // step)) * step) / 100:.2f}"
    if draw(st.booleans()):
        facts["metal_weight_share"] = draw(st.sampled_from(("0", "0.14", "0.15", "1")))
    if draw(st.booleans()):
        facts["part_use"] = draw(st.sampled_from(("car", "truck", "other")))
    if draw(st.booleans()):
        facts["loaded_on_vessel_date"] = f"{moment_of(minute - draw(st.integers(0, 40)) * 1440):%Y-%m-%d}"
    if draw(st.booleans()):
        facts["made_year"] = str(moment.year - draw(st.integers(0, 30)))
    return {
        "date": f"{moment:%Y-%m-%d}",
        "entry_time_et": f"{moment:%H:%M}",
        "origin": draw(st.sampled_from(ORIGINS)),
        "hts": draw(st.sampled_from(CODES) | st.sampled_from(LINES)),
        "value_usd": f"{Decimal(cents) / 100:.2f}",
        "quantities": "1000 kg; 500 No.; 300 liter; 10 doz. pr.; 20 m2; 100 pf. liter",
        **facts,
    }


def answered(asked: dict[str, str], law: Law = LAW) -> Assessment:
    return assess(law.parse(asked), law)


@given(texts())
@settings(max_examples=120, deadline=None)
def test_components_sum_to_the_total(asked: dict[str, str]) -> None:
    answer = answered(asked)
    if answer.status != "ok":
        assert (answer.total_cents, answer.mpf_cents, answer.hmf_cents) == (None, None, None)
        assert answer.reason
        return
    assert answer.total_cents == sum(item.duty_cents for item in answer.components)
    assert all(item.duty_cents >= 0 for item in answer.components)
    assert answer.effective_rate is not None
    assert answer.effective_rate * answer.entry.value_cents == answer.total_cents
    assert all(item.citations for item in answer.components)
    for item in answer.components:
        assert item.duty_cents == 0 or item.steps[0].result == usd(item.duty_cents)


@given(texts())
@settings(max_examples=120, deadline=None)
def test_an_all_in_measure_is_a_floor_and_no_more(asked: dict[str, str]) -> None:
    answer = answered(asked)
    ordinary = [item for item in answer.components if item.measure in ("mfn-base", "usjta-pref")]
    for item in answer.components:
        if item.all_in_rate is None or item.base_cents == 0 or item.measure.startswith("s301"):
            continue  # the section 301 totals are measured against the general rate, see below
        under = next((each for each in reversed(ordinary) if each.base_cents == item.base_cents), None)
        assert under is not None
        floor = rounded(item.base_cents * item.all_in_rate.numerator, item.all_in_rate.denominator)
        rate = under.rate if under.rate is not None else under.ad_valorem_equivalent
        assert rate is not None
        if rate >= item.all_in_rate:
            assert item.duty_cents == 0
        else:
            assert under.duty_cents + item.duty_cents == max(floor, under.duty_cents)


@given(texts())
@settings(max_examples=120, deadline=None)
def test_no_value_bears_two_exclusive_duties(asked: dict[str, str]) -> None:
    answer = answered(asked)
    lanes: dict[str, list[Any]] = {}
    for item in answer.components:
        lane = LAW.measures[item.measure].rules[0].lane if LAW.measures[item.measure].rules else ""
        lanes.setdefault(
            "general" if item.measure.startswith(("ieepa", "s122", "s301")) else lane, []
        ).append(item)
    charged = [item for item in lanes.get("sector", []) if item.duty_cents]
    general = [item for item in lanes.get("general", []) if item.duty_cents and item.measure != "ieepa-ca-mx"]
    assert len(general) <= 1
    drones = any(item.measure == "s232-uas" for item in charged)
    before_june = answer.entry.minute < minute_of(moment_of(EDGES[0]).date().replace(2025, 6, 4))
    if not drones and not before_june:
        assert sum(item.base_cents for item in [*charged, *general]) <= answer.entry.value_cents


@given(texts(step=100_000_000))
@settings(max_examples=100, deadline=None)
def test_a_thousandfold_value_bears_a_thousandfold_duty(asked: dict[str, str]) -> None:
    small = answered(asked)
    scaled = {
        name: str(Decimal(text) / 1000) if name.endswith("_usd") else text for name, text in asked.items()
    }
    large, small = small, answered(scaled)
    if any(item.rate is None for item in large.components) or large.status != "ok":
        return
    assert small.status == "ok"
    assert large.total_cents == (small.total_cents or 0) * 1000


@given(texts())
@settings(max_examples=80, deadline=None)
def test_a_scenario_without_edits_changes_nothing(asked: dict[str, str]) -> None:
    assert answered(asked) == answered(asked, SAME)


@given(texts())
@settings(max_examples=100, deadline=None)
def test_an_entry_reads_back_from_its_own_words(asked: dict[str, str]) -> None:
    entry = LAW.parse(asked)
    assert parse_entry(entry.query()) == entry


@given(st.sampled_from(EDGES), st.sampled_from(CODES), st.sampled_from(ORIGINS))
@settings(max_examples=120, deadline=None)
def test_each_boundary_minute_belongs_to_the_new_law(edge: int, code: str, origin: str) -> None:
    for minute in (edge - 1, edge, edge + 1):
        standing = LAW.standing(code, origin, minute)
        working = {item.rule.serial for item in standing.active}
        for item in LAW.candidates(code, origin):
            inside = any(start <= minute < end for start, end in item.spans)
            assert (item.rule.serial in working) == (inside and item.rule.lane not in ("fee", "record"))
