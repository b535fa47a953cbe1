"""Published worked examples, at the precision they state, and the guard rails of the models."""

import math
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing_app.errors import NotComputableError, UsageError
from briefing_app.trade import armington, average, gsim, incidence, sensitivity, smart
from briefing_app.trade.armington import Supplier
from briefing_app.trade.reciprocal import reciprocal_rate
from briefing_app.trade.smart import Flow

# Francois and Hall, GSIM 4x4: free trade between the United States and the European Union.
TRADE = [[0, 50, 200, 300], [500, 0, 150, 200], [300, 100, 200, 200], [50, 100, 110, 20]]
POWER = [[1, 1.21, 1.41, 1.22], [1.37, 1, 1.31, 1.23], [1.32, 1.36, 1, 1.18], [1.57, 1.41, 1.25, 1.15]]
FREE = [[1, 1.21, 1, 1.22], [1.37, 1, 1.31, 1.23], [1, 1.36, 1, 1.18], [1.57, 1.41, 1.25, 1.15]]
ELASTICITIES = {"import_demand": -1.25, "export_supply": 1.5, "substitution": 5}

# Three suppliers, 10% on the second: the example of the "emr" model notes.
THREE = (Supplier("one", 60, 0, 0, 1), Supplier("two", 30, 0, 0.1, 10), Supplier("three", 10, 0, 0, 10))


def test_gsim_reproduces_the_published_world_prices():
    result = gsim.simulate(TRADE, POWER, FREE, **ELASTICITIES)
    assert np.round(result.world_price_change, 4).tolist() == [0.0792, -0.0316, 0.0480, -0.0184]
    assert np.round(result.output_change, 4).tolist() == [0.1188, -0.0474, 0.0721, -0.0276]
    assert np.round(result.composite_price_change, 4).tolist() == [-0.0903, 0.0259, -0.08, 0.0369]
    assert np.round(result.producer_surplus, 4).tolist() == [46.136, -26.2404, 39.8247, -5.0732]
    assert np.round(result.consumer_surplus, 4).tolist() == [110.5952, -8.8761, 68.5589, -32.8589]
    assert np.round(result.tariff_revenue, 4).tolist() == [-138.5172, 0.6219, -93.8392, -2.8699]
    assert np.round(result.net_welfare, 4).tolist() == [18.2139, -34.4945, 14.5443, -40.8021]
    assert result.residual < 1e-10


def test_gsim_takes_elasticities_by_region():
    one = gsim.simulate(TRADE, POWER, FREE, **ELASTICITIES)
    each = gsim.simulate(
        TRADE, POWER, FREE, import_demand=[-1.25] * 4, export_supply=[1.5] * 4, substitution=[5] * 4
    )
    assert np.array_equal(one.world_price_change, each.world_price_change)


def test_armington_reproduces_the_three_suppliers():
    result = armington.solve(THREE, demand_elasticity=-1, substitution=4)
    assert [round(change, 6) for change in result.user_price_change] == [0.02124, 0.078515, 0.007535]
    assert [round(change, 4) for change in result.quantity_change] == [0.0212, -0.179, 0.078]
    assert [round(change, 4) for change in result.net_price_change] == [0.0212, -0.0195, 0.0075]
    assert round(result.price_index_change, 6) == 0.035651


@pytest.mark.parametrize(
    ("rate", "imports", "price"),
    [(0.10, -0.179, 0.079), (0.15, -0.253, 0.117), (0.25, -0.377, 0.192), (0.50, -0.590, 0.372)],
)
def test_armington_stays_possible_at_high_tariffs(rate, imports, price):
    suppliers = (THREE[0], Supplier("two", 30, 0, rate, 10), THREE[2])
    result = armington.solve(suppliers, demand_elasticity=-1, substitution=4)
    assert round(result.quantity_change[1], 3) == imports
    assert round(result.user_price_change[1], 3) == price


def test_suppliers_of_infinite_elasticity_pass_the_tariff_on_in_full():
    suppliers = (Supplier("a", 50, 0, 0.25), Supplier("b", 50))
    result = armington.solve(suppliers, demand_elasticity=-1, substitution=1)
    assert result.user_price_change == pytest.approx((0.25, 0))
    assert result.price_index_change == pytest.approx(math.sqrt(1.25) - 1)


def test_duty_is_counted_on_the_new_net_value():
    result = armington.solve([Supplier("a", 100, 0.1, 0.2)], demand_elasticity=0, substitution=2)
    assert result.duty_change == pytest.approx(10)


def test_a_market_without_any_reaction_is_not_computable():
    with pytest.raises(NotComputableError, match="no single solution"):
        armington.solve([Supplier("a", 1, 0, 0.1, 0)], demand_elasticity=0, substitution=2)


def test_smart_reproduces_the_constructed_case():
    flows = (Flow("A", 100, 0.2, 0), Flow("B", 100, 0.2, 0.2))
    result = smart.simulate(flows, import_demand=-1.5, substitution=1.5)
    assert result.trade_creation == pytest.approx((25, 0))
    assert result.trade_diversion == pytest.approx((11.1111, -11.1111), abs=1e-4)
    assert result.revenue_change == pytest.approx(-22.2222, abs=1e-4)
    assert result.welfare == pytest.approx(2.5)
    linear = smart.simulate(flows, import_demand=-1.5, substitution=1.5, linear_diversion=True)
    assert linear.trade_diversion == pytest.approx((12.5, -12.5))
    finite = smart.simulate(flows, import_demand=-1.5, export_supply=1.5, substitution=1.5)
    assert finite.trade_creation[0] == pytest.approx(12.5)


def test_a_tariff_rise_diverts_away():
    flows = (Flow("A", 100, 0, 0.25), Flow("B", 50, 0, 0))
    result = smart.simulate(flows, import_demand=-1, substitution=1.5)
    assert result.trade_diversion[0] < 0 < result.trade_diversion[1]
    assert result.trade_creation[0] == pytest.approx(-25)


@pytest.mark.parametrize(
    ("imports", "exports", "percent", "announced"),
    [("148.21", "79.74", 46.2, 24), ("136.56", "13.1", 90.41, 46), ("605.76", "370.19", 38.89, 20)],
)
def test_the_april_2025_rates(imports, exports, percent, announced):
    result = reciprocal_rate(Decimal(imports), Decimal(exports))
    assert float(result.rate * 100) == pytest.approx(percent, abs=0.01)
    assert result.announced == Fraction(announced, 100)


def test_the_reciprocal_floor_and_exact_halves():
    assert reciprocal_rate(
        Decimal("148.21"), Decimal("79.74"), pass_through=Decimal("0.945")
    ).announced == Fraction(1, 10)
    result = reciprocal_rate(Decimal(400), Decimal(200))
    assert (result.rate, result.announced) == (Fraction(1, 2), Fraction(1, 4))
    assert reciprocal_rate(Decimal(100), Decimal(200)).announced == Fraction(1, 10)


@pytest.mark.parametrize(
    ("demand", "supply", "importer"),
    [(-1.25, 1.5, 0.5455), (-1, 10, 0.9091), (-2.53, 99, 0.9751), (-2.53, math.inf, 1)],
)
def test_incidence(demand, supply, importer):
    split = incidence.incidence(demand, supply)
    assert round(split.importer, 4) == importer
    assert split.importer + split.exporter == 1


def test_rules_of_thumb():
    assert round(incidence.triangle_gain(0.1, 0.2, 3) * 100, 4) == 0.2479
    assert incidence.optimal_tariff(4) == 0.25
    assert incidence.deadweight_loss(-1, 100, 0.25) == pytest.approx(2.5)


def test_average_rates_are_exact():
    rows = [(Fraction(10), Fraction(1, 2)), (Fraction(5), Fraction(1, 4)), (Fraction(2), Fraction(0))]
    assert average.effective_rate(rows) == Fraction(25, 68)
    assert round(float(average.effective_rate(rows)), 6) == 0.367647
    assert sum(average.contributions(rows)) == Fraction(25, 68)


@pytest.mark.parametrize(
    ("rate", "cut"), [(2.5, 2.1622), (10, 6.1538), (15, 7.7419), (25, 9.7561), (100, 13.7931)]
)
def test_the_swiss_formula(rate, cut):
    assert round(float(average.swiss_cut(Fraction(rate), Fraction(16))), 4) == cut


@pytest.mark.parametrize(
    ("base", "added"), [("0", "15"), ("2.5", "12.5"), ("4.9", "10.1"), ("15", "0"), ("25", "0")]
)
def test_an_all_in_rate_tops_up(base, added):
    assert average.floor_top_up(Fraction(base), Fraction(15)) == Fraction(added)


rates = st.floats(0, 2)
values = st.floats(0.01, 1e6)
suppliers = st.lists(
    st.builds(Supplier, st.just("s"), values, rates, rates, st.floats(0.1, 50) | st.just(math.inf)),
    min_size=1,
    max_size=8,
)


@given(suppliers, st.floats(-5, 0), st.floats(0.2, 9))
def test_markets_clear_and_quantities_stay_positive(sources, demand, substitution):
    result = armington.solve(sources, demand_elasticity=demand, substitution=substitution)
    assert result.residual < 1e-10
    assert all(change > -1 for change in result.quantity_change)


@given(suppliers, st.floats(-5, 0), st.floats(0.2, 9))
def test_no_change_of_tariff_changes_nothing(sources, demand, substitution):
    same = [Supplier(s.name, s.value, s.tariff_before, s.tariff_before, s.supply_elasticity) for s in sources]
    result = armington.solve(same, demand_elasticity=demand, substitution=substitution)
    assert set(result.user_price_change) == set(result.quantity_change) == {0.0}
    assert result.price_index_change == result.duty_change == 0.0


@given(suppliers, st.floats(-3, -0.1), st.floats(0.5, 6))
def test_armington_does_not_know_the_unit(sources, demand, substitution):
    larger = [
        Supplier(s.name, s.value * 1000, s.tariff_before, s.tariff_after, s.supply_elasticity)
        for s in sources
    ]
    small = armington.solve(sources, demand_elasticity=demand, substitution=substitution)
    large = armington.solve(larger, demand_elasticity=demand, substitution=substitution)
    assert large.user_price_change == pytest.approx(small.user_price_change, abs=1e-9)
    assert large.duty_change == pytest.approx(small.duty_change * 1000, rel=1e-6, abs=1e-3)


flows = st.lists(st.builds(Flow, st.just("p"), values, rates, rates), min_size=1, max_size=8)


@given(flows, st.floats(-4, 0), st.floats(0, 5))
def test_diversion_moves_trade_and_makes_none(partners, demand, substitution):
    result = smart.simulate(partners, import_demand=demand, substitution=substitution)
    total = sum(flow.value for flow in partners)
    assert sum(result.trade_diversion) == pytest.approx(0, abs=1e-9 * total)
    for flow, diverted in zip(partners, result.trade_diversion, strict=True):
        assert abs(diverted) <= total
        assert diverted >= -flow.value * (1 + 1e-9)


@given(flows)
def test_smart_changes_nothing_without_a_change(partners):
    same = [Flow(flow.partner, flow.value, flow.tariff_before, flow.tariff_before) for flow in partners]
    result = smart.simulate(same, import_demand=-1.5, substitution=1.5)
    assert set(result.trade_creation) == set(result.trade_diversion) == {0.0}
    assert result.revenue_change == result.welfare == 0.0


def test_linear_and_exact_meet_for_small_changes():
    gaps = []
    for rate in (0.02, 0.01):
        exact = armington.solve(
            [Supplier("a", 50, 0, rate), Supplier("b", 50)], demand_elasticity=-1.5, substitution=1.5
        )
        linear = -1.5 * rate
        gaps.append(abs(exact.quantity_change[0] - linear))
    assert gaps[0] / gaps[1] == pytest.approx(4, rel=0.1)


def test_gsim_does_not_know_the_unit_and_is_still_without_a_change():
    base = gsim.simulate(TRADE, POWER, FREE, **ELASTICITIES)
    larger = gsim.simulate(np.array(TRADE) * 1000, POWER, FREE, **ELASTICITIES)
    assert np.allclose(larger.world_price_change, base.world_price_change, atol=1e-12)
    assert np.allclose(larger.net_welfare, base.net_welfare * 1000)
    still = gsim.simulate(TRADE, POWER, POWER, **ELASTICITIES)
    assert not still.world_price_change.any()
    assert not still.net_welfare.any()


def test_the_fan_gives_the_same_digits_for_the_same_seed():
    cards = [sensitivity.Elasticity.around("demand", -1.25), sensitivity.Elasticity.around("supply", 1.5)]

    def model(values):
        return incidence.incidence(values["demand"], values["supply"]).importer

    one, two = (sensitivity.fan(model, cards, draws=200) for _ in range(2))
    assert np.array_equal(one.draws, two.draws)
    assert one.p10 < one.p50 < one.p90
    bars = sensitivity.tornado(model, cards)
    assert bars[0].width >= bars[1].width > 0


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: armington.solve([], demand_elasticity=-1, substitution=2), "at least one supplier"),
        (
            lambda: armington.solve([Supplier("a", -1)], demand_elasticity=-1, substitution=2),
            "sell nothing",
        ),
        (
            lambda: armington.solve([Supplier("a", 1)], demand_elasticity=1, substitution=2),
            "zero or negative",
        ),
        (
            lambda: armington.solve([Supplier("a", 1, -2)], demand_elasticity=-1, substitution=2),
            "above -100%",
        ),
        (lambda: armington.solve([Supplier("a", 1)], demand_elasticity=-1, substitution=0), "above zero"),
        (lambda: smart.simulate([], import_demand=-1, substitution=1), "at least one flow"),
        (lambda: gsim.simulate([[1, 2]], POWER, POWER, **ELASTICITIES), "square"),
        (lambda: gsim.simulate([[1, 2], [3]], POWER, POWER, **ELASTICITIES), "different lengths"),
        (
            lambda: gsim.simulate(TRADE, POWER, FREE, import_demand=[1], export_supply=1, substitution=1),
            "one number or one for each",
        ),
        (lambda: reciprocal_rate(Decimal(0), Decimal(1)), "above zero"),
        (lambda: sensitivity.Elasticity("x", 5, 1, 2), "between its low and high"),
        (lambda: average.effective_rate([]), "trade above zero"),
    ],
)
def test_impossible_inputs_are_named(call, words):
    with pytest.raises(UsageError, match=words):
        call()
