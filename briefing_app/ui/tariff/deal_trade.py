"""What a package does to trade, and who gains: exact, with the textbook figure and 2,000 draws beside it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

import numpy as np

from briefing_app.errors import BriefingError
from briefing_app.trade import armington, draws, sensitivity, smart
from briefing_app.trade.armington import Supplier
from briefing_app.trade.welfare import Welfare, welfare
from briefing_app.ui.tariff.basket_rows import Sum
from briefing_app.ui.tariff.deal_pricing import PPM, Bill, Slope

FLAG_FROM = 0.1
SELLERS, ELSEWHERE, HOME = "sellers", "elsewhere", "home"


@dataclass(frozen=True)
class Beliefs:
    """What the trade effect rests on: assumptions of the user. Shares are of the buyers' market."""

    share: Decimal = Decimal("0.2")
    home: Decimal = Decimal("0.5")
    substitution: Decimal = Decimal(4)
    demand: Decimal = Decimal(-1)
    supply: Decimal = Decimal(10)


@dataclass(frozen=True)
class Effect:
    """Change of the quantity sold by the sellers of the basket, as fractions; ``price`` is the buyers' index.

    ``low`` and ``high`` hold the middle 80% of the draws, with every elasticity within 30% of its value.
    ``gains`` are in US dollars; ``rent`` of quotas is taken from the treasury and given to nobody.
    """

    exact: float
    textbook: float
    low: float
    high: float
    price: float
    sellers_price: float
    gains: Welfare
    rent: float

    @property
    def differs(self) -> bool:
        """Whether the two models are more than a tenth of the exact answer apart."""
        return abs(self.exact - self.textbook) > FLAG_FROM * max(abs(self.exact), 1e-9)

    @property
    def importer(self) -> float:
        """The net gain of the importing country, without the rent of quotas."""
        return self.gains.importer - self.rent


def market(before: Sum, new: float, beliefs: Beliefs) -> list[Supplier]:
    """The three suppliers of the model: the basket's sellers, others abroad, and those at home."""
    assert before.rate is not None
    value, old = before.value / 100, float(before.rate)
    share, home = float(beliefs.share), float(beliefs.home)
    rest = value * (1 + old) * (1 - share) / share
    supply = float(beliefs.supply)
    return [
        Supplier(SELLERS, value, old, new, supply),
        Supplier(ELSEWHERE, rest * (1 - home), 0, 0, supply),
        Supplier(HOME, rest * home, 0, 0, supply),
    ]


def effect(before: Bill, after: Bill, beliefs: Beliefs) -> Effect | None:
    """How sales, prices and gains move; None where a rate is missing or there is nothing to compare."""
    new = after.marginal.rate
    if before.marginal.rate is None or new is None or not before.marginal.value:
        return None
    suppliers = market(before.marginal, float(new), beliefs)
    demand, sigma = float(beliefs.demand), float(beliefs.substitution)
    solved = armington.solve(suppliers, demand_elasticity=demand, substitution=sigma)
    gains = welfare(suppliers, solved, demand_elasticity=demand, domestic=[HOME])
    flows = [smart.Flow(each.name, each.value, each.tariff_before, each.tariff_after) for each in suppliers]
    supply = float(beliefs.supply)
    linear = smart.simulate(flows, import_demand=demand, export_supply=supply, substitution=sigma)
    textbook = (linear.trade_creation[0] + linear.trade_diversion[0]) / suppliers[0].value
    low, high = _spread(suppliers, beliefs)
    return Effect(
        solved.quantity_change[0], textbook, low, high, solved.price_index_change,
        solved.net_price_change[0], gains, after.rent / 100 * (1 + solved.quantity_change[0]),
    )  # fmt: skip


def _spread(suppliers: list[Supplier], beliefs: Beliefs) -> tuple[float, float]:
    centre = {"demand": beliefs.demand, "substitution": beliefs.substitution, "supply": beliefs.supply}
    cards = [sensitivity.Elasticity.around(name, float(at)) for name, at in centre.items()]
    drawn = draws.triangular(cards)
    found = draws.solve_draws(
        suppliers,
        demand=drawn["demand"],
        substitution=drawn["substitution"],
        supply=np.repeat(drawn["supply"][:, None], len(suppliers), axis=1),
    )
    low, high = np.percentile(found.quantity_change[:, 0], (10, 90))
    return float(low), float(high)


def even_welfare(before: Bill, of: Slope, target: float, beliefs: Beliefs) -> tuple[Fraction, ...]:
    """The rates of a line at which the importing country's net gain equals ``target``, ascending; of a
    package of several lines the shift of all rates.

    Signs are looked for in steps of a point from 0 to 100%; each change is halved to a millionth. Where a
    quota binds, the rate over it moves prices, and what goods within it save is taken off as the rent.
    """
    value, is_one = before.marginal.value, len(of.lines) == 1
    least = 0 if is_one else -max(each.ppm for each in of.lines)
    following = of.following or of

    def duty(some: Slope, ppm: int) -> int:
        return some.duty(ppm) if is_one else some.moved(ppm)

    def gap(ppm: int) -> float:
        next_duty = duty(following, ppm)
        rent = (next_duty - duty(of, ppm)) / 100 if of.following else 0.0
        suppliers = market(before.marginal, next_duty / value, beliefs)
        demand = float(beliefs.demand)
        solved = armington.solve(
            suppliers, demand_elasticity=demand, substitution=float(beliefs.substitution)
        )
        gain = welfare(suppliers, solved, demand_elasticity=demand, domestic=[HOME]).importer
        return gain - rent * (1 + solved.quantity_change[0]) - target

    return tuple(Fraction(ppm, PPM) for ppm in _roots(gap, least, least + PPM, PPM // 100))


def _roots(gap: Callable[[int], float], least: int, most: int, step: int) -> list[int]:
    found: list[int] = []
    try:
        low, at_low = least, gap(least)
        for high in range(least + step, most + 1, step):
            at_high = gap(high)
            if at_low == 0:
                found.append(low)
            elif at_low * at_high < 0:
                found.append(_halved(gap, low, high, at_low))
            low, at_low = high, at_high
    except BriefingError:
        return found
    return found


def _halved(gap: Callable[[int], float], low: int, high: int, at_low: float) -> int:
    while high - low > 1:
        middle = (low + high) // 2
        if gap(middle) * at_low > 0:
            low = middle
        else:
            high = middle
    return high
