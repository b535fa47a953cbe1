"""What a change of tariffs is worth: buyers, treasury and sellers of one market, exactly for the CES model.

Compensation is measured along the demand and supply curves of the model itself, not by triangles: with a
price index P and demand Q = P^η at a spending of E, buyers lose ∫Q dP = E·(P^(1+η) - 1)/(1+η); a seller
of value R with supply q = p^ε gains R·(p^(1+ε) - 1)/(1+ε). Both forms have their logarithmic limit.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from briefing_app.trade.armington import ArmingtonResult, Supplier


@dataclass(frozen=True)
class Welfare:
    """Gains (+) and losses (-) in the unit of the suppliers' values.

    ``importer`` is buyers, treasury and domestic sellers together; ``world`` adds the foreign sellers.
    """

    buyers: float
    treasury: float
    domestic_sellers: float
    foreign_sellers: float

    @property
    def importer(self) -> float:
        """The importing country as a whole."""
        return self.buyers + self.treasury + self.domestic_sellers

    @property
    def world(self) -> float:
        """Everybody in this market."""
        return self.importer + self.foreign_sellers


def welfare(
    suppliers: Sequence[Supplier],
    result: ArmingtonResult,
    *,
    demand_elasticity: float,
    domestic: Sequence[str] = (),
) -> Welfare:
    """The split of gains and losses of a solved market. ``domestic`` names the suppliers at home."""
    spending = math.fsum(each.value * (1 + each.tariff_before) for each in suppliers)
    buyers = -spending * area(result.price_index_change, 1 + demand_elasticity)
    home: list[float] = []
    abroad: list[float] = []
    for each, net in zip(suppliers, result.net_price_change, strict=True):
        infinite = math.isinf(each.supply_elasticity)
        gain = 0.0 if infinite else each.value * area(net, 1 + each.supply_elasticity)
        (home if each.name in domestic else abroad).append(gain)
    return Welfare(buyers, result.duty_change, math.fsum(home), math.fsum(abroad))


def area(change: float, power: float) -> float:
    """((1+change)^power - 1)/power: the area under a curve of constant elasticity; at power 0 the log."""
    growth = math.log1p(change)
    return growth if abs(power) < 1e-12 else math.expm1(power * growth) / power
