"""The integer arithmetic of duties against an oracle in decimals with sixty digits."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal, localcontext

from hypothesis import given
from hypothesis import strategies as st

from briefing_app.tariff.duty import (
    AdValorem,
    Compound,
    Specific,
    SugarRate,
    duty_on,
    parse_rate,
)
from briefing_app.tariff.units import read_quantity

UNITS = {
    "kg": "/kg",
    "liter": "/liter",
    "No.": " each",
    "doz.": "/doz.",
    "m2": "/m2",
    "kg copper content": None,
}
percents = st.decimals(min_value=0, max_value=400, places=4)
cents_per_unit = st.decimals(min_value=0, max_value=5000, places=4)
quantities = st.decimals(min_value=0, max_value=10**9, places=3)
specific_rates = st.dictionaries(st.sampled_from(sorted(UNITS)), cents_per_unit, min_size=1, max_size=3)
values = st.integers(min_value=0, max_value=10**13)


def rounded(dollars: Decimal) -> int:
    return int((dollars * 100).quantize(Decimal(1), ROUND_HALF_UP))


@given(percents, values)
def test_ad_valorem(percent: Decimal, value: int) -> None:
    rate = parse_rate(f"{percent}%")
    assert rate == AdValorem(int(percent * 10_000))
    with localcontext(prec=60):
        assert duty_on(rate, value, {}).cents == rounded(Decimal(value) / 100 * percent / 100)


@given(specific_rates, percents, values, st.data())
def test_compound(specific: dict[str, Decimal], percent: Decimal, value: int, data: st.DataObject) -> None:
    texts = [f"{cents}¢{UNITS[unit] or '/kg on copper content'}" for unit, cents in specific.items()]
    rate = parse_rate(" + ".join([*texts, f"{percent}%"]))
    expected = tuple(Specific(int(cents * 10_000_000), unit) for unit, cents in specific.items())
    assert rate == Compound((*expected, AdValorem(int(percent * 10_000))))
    given_quantities = {unit: data.draw(quantities) for unit in UNITS}
    with localcontext(prec=60):
        exact = Decimal(value) / 100 * percent / 100
        exact += sum((cents / 100 * given_quantities[unit] for unit, cents in specific.items()), Decimal(0))
        duty = duty_on(rate, value, given_quantities)
        assert duty.cents == rounded(exact)
    assert sum(part.cents for part in duty.parts) == duty.cents
    assert all(abs(part.cents - part.exact_cents) < 1 for part in duty.parts)


@given(st.integers(1, 10**9), st.integers(0, 10**6), st.integers(0, 10**9), quantities,
       st.decimals(min_value=0, max_value=100, places=2))  # fmt: skip
def test_sugar(high: int, step: int, least: int, kilograms: Decimal, degrees: Decimal) -> None:
    duty = duty_on(SugarRate(high, step, 100, least), 0, {"kg": kilograms, "degree": degrees})
    with localcontext(prec=60):
        per_kg = max(Decimal(high) - step * (100 - degrees), Decimal(least))
        assert duty.cents == rounded(kilograms * per_kg / 10**9)


@given(quantities, st.sampled_from([("t", 1000), ("g", Decimal("0.001")), ("lb", Decimal("0.45359237")),
                                    ("carat", Decimal("0.0002"))]))  # fmt: skip
def test_units_of_one_dimension_pay_the_same(amount: Decimal, unit: tuple[str, Decimal]) -> None:
    name, kilograms = unit
    with localcontext(prec=60):
        in_kg = amount * kilograms
    rate = parse_rate("4.4¢/kg")
    assert duty_on(rate, 0, {name: amount}).cents == duty_on(rate, 0, {"kg": in_kg}).cents


@given(percents, values)
def test_a_thousand_times_the_value_pays_a_thousand_times_the_unrounded_duty(
    percent: Decimal, value: int
) -> None:
    rate = parse_rate(f"{percent}% + 1% on the case")
    one = duty_on(rate, value, {"case_usd": Decimal(0)})
    thousand = duty_on(rate, value * 1000, {"case_usd": Decimal(0)})
    assert sum(part.exact_cents for part in thousand.parts) == 1000 * sum(
        part.exact_cents for part in one.parts
    )


@given(quantities)
def test_a_quantity_reads_as_it_is_written(amount: Decimal) -> None:
    assert read_quantity(f"{amount:,}", "Liters") == ("liter", amount)
