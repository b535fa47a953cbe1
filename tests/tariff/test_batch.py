"""The batch against the single path: equal in status, total and fees, for entries of every kind."""

from __future__ import annotations

import tracemalloc
from dataclasses import replace
from datetime import date
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from briefing_app.domain.records import ScenarioEdit
from briefing_app.tariff.assess import assess
from briefing_app.tariff.batch import CHUNK, STATUSES, BatchEvaluator, BatchResult, assess_batch
from briefing_app.tariff.batch_column1 import half_up
from briefing_app.tariff.batch_columns import EntryColumns, Pattern, columns_of
from briefing_app.tariff.entry import Entry
from briefing_app.tariff.law import Law, load_law
from briefing_app.tariff.moment import minute_of, moment_of
from briefing_app.tariff.origins import COUNTRIES
from briefing_app.tariff.schedule import CodeError
from tests.tariff.random_entries import RandomEntries

Answer = tuple[str, int | None, int | None, int | None]
COUNT = 20_000


@pytest.fixture(scope="module")
def law() -> Law:
    return load_law()


@pytest.fixture(scope="module")
def evaluator(law: Law) -> BatchEvaluator:
    return BatchEvaluator(law)


def single(entry: Entry, law: Law) -> Answer:
    try:
        answer = assess(entry, law)
    except CodeError:
        return "error", None, None, None
    return answer.status, answer.total_cents, answer.mpf_cents, answer.hmf_cents


def batched(result: BatchResult, row: int) -> Answer:
    total, mpf, hmf = (int(column[row]) for column in (result.total, result.mpf, result.hmf))
    found = (amount if amount >= 0 else None for amount in (total, mpf, hmf))
    return STATUSES[result.status[row]], *found


def check(entries: list[Entry], law: Law, evaluator: BatchEvaluator) -> BatchResult:
    columns = columns_of(entries)
    result = evaluator.run(columns)
    for row, entry in enumerate(entries):
        assert batched(result, row) == single(entry, law), entry
    return result


@pytest.mark.slow
def test_20000_random_entries_equal_the_single_path(law: Law, evaluator: BatchEvaluator) -> None:
    entries = list(RandomEntries(law, 20_000).take(COUNT))
    counts = np.bincount(check(entries, law, evaluator).status, minlength=len(STATUSES))
    assert counts[0] > COUNT // 2
    assert (counts > 0).all()


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(0, 2**32))
def test_any_random_entries_equal_the_single_path(law: Law, evaluator: BatchEvaluator, seed: int) -> None:
    check(list(RandomEntries(law, seed).take(8)), law, evaluator)


def test_both_sides_of_every_boundary_minute(law: Law, evaluator: BatchEvaluator) -> None:
    goods = ("87032301", "87084011", "72083900", "73269086", "84581100", "30049092")
    entries = []
    for edge in law.breakpoints:
        for minute in (edge - 1, edge, edge + 1):
            moment = moment_of(minute)
            entries += [Entry(moment.date(), "JP", code, 1_234_567, moment.time()) for code in goods]
    check(entries, law, evaluator)


def test_both_sides_of_every_boundary_for_every_group_of_origins(law: Law, evaluator: BatchEvaluator) -> None:
    """One origin of each group that the measures treat alike; one good is on a list that names parts."""
    alike = {law.origin_rules(origin): origin for origin in sorted(COUNTRIES)}
    goods = ("87032301", "73269086", "84159080", "27090010")
    entries = [
        Entry(moment.date(), origin, code, 1_234_567, moment.time())
        for edge in law.breakpoints
        for moment in (moment_of(edge - 1), moment_of(edge))
        for origin in alike.values()
        for code in goods
    ]
    check(entries, law, evaluator)


def test_a_fresh_evaluator_answers_as_one_that_has_seen_much(law: Law, evaluator: BatchEvaluator) -> None:
    """What is shared between kinds must not hang on which rows came first."""
    for seed in range(3):
        columns = columns_of(list(RandomEntries(law, seed).take(400)))
        fresh, used = BatchEvaluator(law).run(columns), evaluator.run(columns)
        for column in ("status", "total", "mpf", "hmf"):
            assert np.array_equal(getattr(fresh, column), getattr(used, column))


def test_entries_of_one_effect_are_decided_once(law: Law) -> None:
    """Codes on no list, of one origin in one stretch of time: one decision prices all of them."""
    plain = [line.hts for line in law.schedule if line.hts[:2] in ("39", "61", "64")]
    evaluator = BatchEvaluator(law)
    evaluator.run(columns_of([Entry(date(2023, 5, 1), "JP", code, 100_000) for code in plain]))
    assert len(plain) > 300
    assert len(evaluator.table.programs) == 1


@pytest.mark.parametrize("share", [0, 1, 19_999, 20_000, 20_001, 50_000, 99_999, 100_000])
def test_contents_of_every_shape(law: Law, evaluator: BatchEvaluator, share: int) -> None:
    days = (date(2025, 5, 1), date(2025, 7, 1), date(2025, 8, 8), date(2026, 3, 1), date(2026, 5, 1))
    facts = ("steel_value_usd", "aluminum_value_usd", "copper_value_usd", "us_content_value_usd")
    entries = [
        Entry(day, "JP", code, 100_000, facts={fact: share, **more})
        for day in days
        for code in ("73269086", "84295210", "85444290", "76169951", "74111010", "84581100")
        for fact in facts
        for more in ({}, {"aluminum_value_usd": 0}, {"us_content_value_usd": 20_000})
        if fact not in more
    ]
    check(entries, law, evaluator)


@pytest.mark.parametrize("quantities", [
    {}, {"kg": Decimal("1000")}, {"t": Decimal("0.333333")}, {"kg": Decimal("0.1234567")},
    {"No.": Decimal(7)},
    {"liter": Decimal(10), "pf. liter": Decimal(4)}, {"kg": Decimal(10**14)},
])  # fmt: skip
def test_duties_by_quantity(law: Law, evaluator: BatchEvaluator, quantities: dict[str, Decimal]) -> None:
    codes = (
        "02013080",
        "22060045",
        "22043000",
        "82119120",
        "07115100",
        "91021125",
        "17011410",
        "10063090",
        "61032200",
    )
    days = (date(2025, 3, 1), date(2025, 9, 1), date(2026, 8, 3))
    check([Entry(day, "JP", code, value, quantities=quantities) for day in days for code in codes
           for value in (100_001, 10**12)], law, evaluator)  # fmt: skip


def test_preferences_and_small_shipments(law: Law, evaluator: BatchEvaluator) -> None:
    claims = ({"usjta_claim": True}, {"korus_claim": True}, {"usmca_claim": True},
              {"entry_type": "section321"},
              {"entry_type": "informal"}, {"entry_type": "postal"}, {"mode": "air"})  # fmt: skip
    entries = [
        Entry(day, origin, code, value, facts=claim)
        for day in (date(2019, 6, 1), date(2024, 6, 1), date(2025, 9, 1), date(2026, 9, 1))
        for origin in ("JP", "KR", "MX", "CN")
        for code in ("84581100", "06031270", "84159080", "95045000", "99999999", "98010010")
        for value in (79_999, 80_000, 80_001, 10_000_000)
        for claim in claims
    ]
    check(entries, law, evaluator)


def test_a_scenario_is_a_law_like_another(law: Law) -> None:
    changed = law.with_scenario((ScenarioEdit("switch_off", "ieepa-jp-15-floor"),))
    entries = list(RandomEntries(changed, 5).take(150))
    check(entries, changed, BatchEvaluator(changed))


def test_rows_keep_their_place_over_many_chunks(law: Law, evaluator: BatchEvaluator) -> None:
    few = columns_of(list(RandomEntries(law, 9).take(97)))
    many = repeated(few, 2 * CHUNK + 11)
    one, all_ = evaluator.run(few), evaluator.run(many)
    told: list[tuple[int, int]] = []
    assert_same = assess_batch(many, law, progress=lambda done, total: told.append((done, total)))
    for column in ("status", "total", "mpf", "hmf"):
        expected = np.resize(getattr(one, column), len(many))
        assert np.array_equal(getattr(all_, column), expected)
        assert np.array_equal(getattr(assert_same, column), expected)
    assert told[-1] == (len(many), len(many))


def repeated(columns: EntryColumns, count: int) -> EntryColumns:
    assert columns.unit is not None
    assert columns.quantity is not None
    return replace(
        columns,
        **{name: np.resize(getattr(columns, name), count)
           for name in ("code", "origin", "pattern", "minute", "value", "unit", "quantity")},
        money={name: np.resize(amounts, count) for name, amounts in columns.money.items()},
        odd={row: entry for place, entry in columns.odd.items() for row in range(place, count, len(columns))},
    )  # fmt: skip


def test_extra_memory_is_at_most_120_bytes_a_row(law: Law, evaluator: BatchEvaluator) -> None:
    rows = 400_000
    source = np.random.default_rng(3)
    columns = EntryColumns(
        codes=tuple(line.hts for line in law.schedule.under("84")),
        origins=("JP",),
        patterns=(Pattern(),),
        code=source.integers(0, 200, rows, dtype=np.int32),
        origin=np.zeros(rows, np.int32),
        pattern=np.zeros(rows, np.int32),
        minute=source.integers(
            minute_of(date(2025, 1, 1)), minute_of(date(2026, 9, 1)), rows, dtype=np.int32
        ),
        value=source.integers(1, 10**9, rows),
    )
    evaluator.run(columns)
    tracemalloc.start()
    evaluator.run(columns)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak / rows <= 120


def test_an_empty_batch_is_an_empty_answer(evaluator: BatchEvaluator) -> None:
    assert len(evaluator.run(columns_of([])).total) == 0


def test_the_reason_comes_from_the_single_answer(law: Law, evaluator: BatchEvaluator) -> None:
    columns = columns_of(
        [Entry(date(2025, 9, 1), "JP", "22060045", 800_000), Entry(date(2030, 1, 1), "JP", "87032301", 1)]
    )
    result = evaluator.run(columns)
    assert [STATUSES[status] for status in result.status] == ["not_computable", "not_covered"]
    assert "liter" in evaluator.reason(columns, 0)
    assert "checked to" in evaluator.reason(columns, 1)


@given(st.integers(0, 2**32))
@settings(max_examples=50, deadline=None)
def test_columns_give_back_the_entries(law: Law, seed: int) -> None:
    entries = list(RandomEntries(law, seed).take(10))
    columns = columns_of(entries)
    for row, entry in enumerate(entries):
        back = columns.entry(row)
        assert (back.day, back.clock, back.hts, back.origin, back.value_cents) == (
            entry.day, entry.clock, entry.hts, entry.origin, entry.value_cents
        )  # fmt: skip
        assert dict(back.facts) == dict(entry.facts)
        assert dict(back.quantities) == dict(entry.quantities)


@given(st.lists(st.integers(0, 10**12), min_size=1, max_size=20), st.integers(0, 10**9))
def test_a_rate_of_a_thousand_fold_on_the_largest_entry_is_exact(cents: list[int], ppm: int) -> None:
    exact = [(2 * each * ppm + 10**6) // (2 * 10**6) for each in cents]
    assert half_up(np.array(cents, np.int64), ppm).tolist() == exact
    assert half_up(np.array(cents, np.int64), np.full(len(cents), ppm, np.int64)).tolist() == exact
