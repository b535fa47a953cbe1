"""A basket weighed: equal to the single answers to the cent, divided by authority, no figure made up."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from briefing_app.domain.records import BasketRow
from briefing_app.errors import BriefingError
from briefing_app.tariff.assess import assess
from briefing_app.tariff.law import load_law
from briefing_app.tariff.portfolio import OK, StoppedError, by_product, price_rows, weigh
from tests.tariff.random_entries import RandomEntries

CAR = BasketRow(hts="8703.23.01", value_usd=Decimal(30000), origin="JP", date="2025-05-24")
WINE = BasketRow(hts="22041000", value_usd=Decimal(1000), origin="JP", date="2025-05-24")
TEA = BasketRow(
    hts="0902.10.10", value_usd=Decimal(12000), origin="JP", date="2025-07-01", facts={"usjta_claim": "true"}
)


@pytest.fixture(scope="module")
def law():
    return load_law()


def itself(measure):
    return measure


def test_a_car_is_divided_between_the_ordinary_duty_and_section_232(law):
    priced = price_rows([CAR], law, itself)
    assert priced.total.tolist() == [825000]
    assert {name: int(cents[0]) for name, cents in priced.parts.items()} == {
        "mfn-base": 75000, "s232-autos-25": 750000,
    }  # fmt: skip


def test_what_has_no_figure_is_left_out_and_counted_apart(law):
    bad = BasketRow(hts="12345678", value_usd=Decimal(5), origin="JP", date="2025-05-24")
    priced = price_rows([CAR, WINE, bad], law, itself)
    weight = weigh(priced)
    assert (weight.rows, weight.value, weight.duty) == (3, 3000000, 825000)
    assert (weight.without, weight.value_without) == (2, 100500)
    assert weight.rate == Fraction(275, 1000)
    assert list(priced.faults) == [2]
    assert weigh(price_rows([WINE], law, itself)).rate is None


def test_the_same_rows_on_another_day_and_from_another_country(law):
    later = price_rows([CAR], law, itself, day=date(2025, 9, 20))
    assert later.total.tolist() == [450000]
    korea = price_rows([CAR, TEA], law, itself, day=date(2025, 9, 20), origin="KR")
    assert korea.total[0] == 825000
    assert assess(law.parse(
        {"date": "2025-07-01", "origin": "JP", "hts": "09021010", "value_usd": "12000", "usjta_claim": "true"}
    ), law).total_cents == price_rows([TEA], law, itself).total[0]  # fmt: skip


def test_products_are_weighed_apart_dearest_first(law):
    rows = [CAR, CAR, TEA, WINE]
    found = by_product(rows, price_rows(rows, law, itself))
    assert [code for code, _ in found] == ["8703", "0902", "2204"]
    assert [weight.duty for _, weight in found] == [1650000, 158400, 0]
    assert found[2][1].without == 1


def test_every_row_and_every_part_equals_the_single_answer(law):
    entries = list(RandomEntries(law, 5).take(400))
    rows = []
    for entry in entries:
        texts = entry.query()
        core = {name: texts.pop(name) for name in ("date", "origin", "hts", "value_usd")}
        rows.append(
            BasketRow(
                hts=core["hts"], value_usd=Decimal(core["value_usd"]), origin=core["origin"],
                date=core["date"], facts=texts,
            )
        )  # fmt: skip
    priced = price_rows(rows, law, itself)
    checked = 0
    for place, entry in enumerate(entries):
        try:
            answer = assess(law.parse(entry.query()), law)
        except BriefingError:
            assert priced.status[place] != OK
            continue
        assert (priced.total[place] if priced.status[place] == OK else None) == answer.total_cents
        if answer.total_cents is None:
            continue
        wanted: dict[str, int] = {}
        for component in answer.components:
            wanted[component.measure] = wanted.get(component.measure, 0) + component.duty_cents
        got = {name: int(cents[place]) for name, cents in priced.parts.items() if cents[place]}
        assert got == {name: cents for name, cents in wanted.items() if cents}
        checked += 1
    assert checked > 100


def test_it_can_be_stopped_and_says_how_far_it_is(law):
    seen = []

    def stop(done, total):
        seen.append((done, total))
        if done >= 1024:
            raise StoppedError

    with pytest.raises(StoppedError):
        price_rows([CAR] * 3000, law, itself, progress=stop)
    assert seen == [(0, 9000), (1024, 9000)]
    seen.clear()
    price_rows([CAR] * 10, law, itself, progress=lambda done, total: seen.append((done, total)))
    assert seen[-1] == (30, 30)
    assert seen == sorted(seen)
