"""Many draws at once equal one solve each; gains and losses add up and agree with the textbook triangle."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing_app.errors import UsageError
from briefing_app.trade import armington, incidence, sensitivity
from briefing_app.trade.armington import Supplier
from briefing_app.trade.draws import CancelledError, solve_draws, triangular
from briefing_app.trade.welfare import welfare

rates = st.floats(0, 1)
supplies = st.floats(0.1, 30) | st.just(math.inf)
markets = st.lists(
    st.builds(Supplier, st.uuids().map(str), st.floats(0.5, 1e4), rates, rates, supplies),
    min_size=2,
    max_size=6,
)  # fmt: skip


@settings(deadline=None, max_examples=60)
@given(markets, st.floats(-4, -0.05), st.floats(0.3, 9))
def test_a_draw_equals_one_solve(suppliers, demand, substitution):
    home = [suppliers[0].name]
    one = armington.solve(suppliers, demand_elasticity=demand, substitution=substitution)
    worth = welfare(suppliers, one, demand_elasticity=demand, domestic=home)
    supply = np.array([[each.supply_elasticity for each in suppliers]])
    many = solve_draws(
        suppliers,
        demand=np.array([demand]),
        substitution=np.array([substitution]),
        supply=supply,
        domestic=home,
    )
    scale = sum(each.value for each in suppliers)
    assert many.residual < 1e-10
    assert many.quantity_change[0] == pytest.approx(one.quantity_change, abs=1e-9)
    assert many.net_price_change[0] == pytest.approx(one.net_price_change, abs=1e-9)
    assert many.price_index_change[0] == pytest.approx(one.price_index_change, abs=1e-9)
    assert many.duty_change[0] == pytest.approx(one.duty_change, abs=1e-8 * scale)
    assert many.importer_welfare[0] == pytest.approx(worth.importer, abs=1e-7 * scale)


@settings(deadline=None, max_examples=60)
@given(markets, st.floats(-4, -0.05), st.floats(0.3, 9))
def test_nothing_is_gained_or_lost_without_a_change(suppliers, demand, substitution):
    same = [
        Supplier(s.name, s.value, s.tariff_before, s.tariff_before, s.supply_elasticity) for s in suppliers
    ]
    result = armington.solve(same, demand_elasticity=demand, substitution=substitution)
    found = welfare(same, result, demand_elasticity=demand)
    assert (found.buyers, found.treasury, found.foreign_sellers, found.world) == (0, 0, 0, 0)


@settings(deadline=None, max_examples=60)
@given(st.floats(0.02, 1), st.floats(-3, -0.1), st.floats(0.5, 8), st.floats(0.2, 40))
def test_a_tariff_from_free_trade_costs_the_world(rate, demand, substitution, supply):
    suppliers = [Supplier("home", 50, 0, 0, supply), Supplier("away", 50, 0, rate, supply)]
    result = armington.solve(suppliers, demand_elasticity=demand, substitution=substitution)
    assert welfare(suppliers, result, demand_elasticity=demand, domestic=["home"]).world < 1e-9


def test_a_small_tariff_costs_the_triangle():
    supplier = [Supplier("away", 100, 0, 0.01)]
    result = armington.solve(supplier, demand_elasticity=-1.5, substitution=2)
    loss = -welfare(supplier, result, demand_elasticity=-1.5).importer
    assert loss == pytest.approx(incidence.deadweight_loss(-1.5, 100, 0.01), rel=0.02)


def test_a_large_buyer_can_gain_from_a_small_tariff():
    supplier = [Supplier("away", 100, 0, 0.05, 2)]
    found = armington.solve(supplier, demand_elasticity=-1.5, substitution=2)
    worth = welfare(supplier, found, demand_elasticity=-1.5)
    assert worth.importer > 0 > worth.world
    assert worth.foreign_sellers < 0


def test_draws_repeat_their_digits_stop_when_told_and_refuse_what_cannot_be():
    cards = [sensitivity.Elasticity.around("demand", -1.0), sensitivity.Elasticity("sigma", 4, 4, 4)]
    first, second = triangular(cards), triangular(cards)
    assert np.array_equal(first["demand"], second["demand"])
    assert set(first["sigma"]) == {4.0}
    suppliers = [Supplier("a", 60, 0, 0), Supplier("b", 40, 0, 0.1)]
    flat = np.full((2000, 2), 5.0)
    seen = []

    def stop_early(done, whole):
        seen.append((done, whole))
        return done < 1000

    with pytest.raises(CancelledError):
        solve_draws(
            suppliers, demand=first["demand"], substitution=first["sigma"], supply=flat, progress=stop_early
        )
    assert seen == [(500, 2000), (1000, 2000)]
    with pytest.raises(UsageError, match="above zero"):
        solve_draws(suppliers, demand=-first["demand"], substitution=first["sigma"], supply=flat)
    with pytest.raises(UsageError, match="one elasticity of each kind"):
        solve_draws(suppliers, demand=first["demand"], substitution=first["sigma"], supply=flat[:, :1])


def test_the_fan_in_arrays_is_the_fan_of_single_solves():
    suppliers = [Supplier("home", 60, 0, 0, 1), Supplier("away", 40, 0, 0.25, 10)]
    cards = [sensitivity.Elasticity.around("demand", -1), sensitivity.Elasticity.around("sigma", 4)]

    def one(card):
        return armington.solve(
            suppliers, demand_elasticity=card["demand"], substitution=card["sigma"]
        ).quantity_change[1]

    slow = sensitivity.fan(one, cards, draws=200)
    drawn = triangular(cards, 200)
    quick = solve_draws(
        suppliers, demand=drawn["demand"], substitution=drawn["sigma"], supply=np.tile([1.0, 10.0], (200, 1))
    )
    assert quick.quantity_change[:, 1] == pytest.approx(slow.draws, abs=1e-9)
