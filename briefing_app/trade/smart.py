"""SMART: the single-market tariff cut model of UNCTAD and the World Bank, linear as published.

Laird and Yeats (1986), UNCTAD Discussion Paper 19, Annex I; Jammes and Olarreaga (2005), "Explaining SMART
and GSIM". Good for small changes; beyond some 10% the exact model in :mod:`briefing_app.trade.armington`
differs visibly, so both are always shown.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from briefing_app.errors import UsageError


@dataclass(frozen=True)
class Flow:
    """Imports from one partner before the change, at customs value, and its tariff before and after."""

    partner: str
    value: float
    tariff_before: float
    tariff_after: float

    @property
    def price_change(self) -> float:
        """ρ: the relative change of the duty-paid price if suppliers keep their price."""
        return (1 + self.tariff_after) / (1 + self.tariff_before) - 1


@dataclass(frozen=True)
class SmartResult:
    """Per partner in the order given, in the unit of the flows. Diversion sums to zero over the partners.

    ``welfare`` = ``consumer_surplus`` triangle and rectangle on created trade, less what a rising world
    price costs (``terms_of_trade``).
    """

    trade_creation: tuple[float, ...]
    trade_diversion: tuple[float, ...]
    price_effect: tuple[float, ...]
    revenue_change: float
    welfare: float
    terms_of_trade: float


def simulate(
    flows: Sequence[Flow],
    *,
    import_demand: float,
    export_supply: float = math.inf,
    substitution: float,
    linear_diversion: bool = False,
) -> SmartResult:
    """Trade creation and diversion, revenue and welfare of the importer.

    ``linear_diversion`` uses the Jammes-Olarreaga form, capped, instead of the self-bounding one of Laird
    and Yeats. Raises UsageError for impossible inputs.
    """
    _check(flows, import_demand, export_supply, substitution)
    damping = 1 - import_demand / export_supply
    creation = [import_demand * flow.value * flow.price_change / damping for flow in flows]
    world_price = [
        0.0
        if math.isinf(export_supply)
        else import_demand * flow.price_change / (export_supply - import_demand)
        for flow in flows
    ]
    diversion = _diversion(flows, substitution, linear_diversion)
    price_effect = [
        change * (flow.value + created)
        for change, flow, created in zip(world_price, flows, creation, strict=True)
    ]
    revenue = sum(
        (flow.value + created + diverted + effect) * flow.tariff_after - flow.value * flow.tariff_before
        for flow, created, diverted, effect in zip(flows, creation, diversion, price_effect, strict=True)
    )
    terms = -sum(flow.value * change for flow, change in zip(flows, world_price, strict=True))
    triangle = sum(
        (flow.tariff_before + flow.tariff_after) / 2 * created
        for flow, created in zip(flows, creation, strict=True)
    )
    return SmartResult(
        tuple(creation), tuple(diversion), tuple(price_effect), revenue, triangle + terms, terms
    )


def _diversion(flows: Sequence[Flow], substitution: float, linear: bool) -> list[float]:
    """Diversion towards partners whose price falls and away from those whose price rises.

    The yardstick is the partners whose tariff does not change or, where all change, the one that changes
    least; a partner's share in its group's diversion is its trade times its relative price change.
    """
    changes = [flow.price_change for flow in flows]
    yardstick = min(changes, key=abs)
    relative = [(1 + change) / (1 + yardstick) - 1 for change in changes]
    others = [number for number, change in enumerate(relative) if change == 0]
    result = [0.0] * len(flows)
    for sign in (-1, 1):
        group = [number for number, change in enumerate(relative) if change * sign > 0]
        inside = sum(flows[number].value for number in group)
        outside = sum(flows[number].value for number in others)
        weight = sum(flows[number].value * abs(relative[number]) for number in group)
        if inside <= 0 or outside <= 0 or weight == 0:
            continue
        gains = sign < 0
        giver, taker = (outside, inside) if gains else (inside, outside)
        moved = _moved(giver, taker, substitution * weight / inside, linear)
        for number in group:
            share = moved * flows[number].value * abs(relative[number]) / weight
            change = share if gains else -min(share, flows[number].value)
            result[number] += change
            for other in others:
                result[other] -= change * flows[other].value / outside
    return result


def _moved(giver: float, taker: float, effect: float, linear: bool) -> float:
    """Trade that goes over from one group of partners to another; never more than the giver has."""
    if linear:
        return min(giver * taker / (giver + taker) * effect, giver)
    return giver * taker * effect / (giver + taker + taker * effect)


def _check(flows: Sequence[Flow], demand: float, supply: float, substitution: float) -> None:
    if not flows:
        raise UsageError("The model needs at least one flow.")
    for flow in flows:
        if not 0 <= flow.value < math.inf:
            raise UsageError(f"{flow.partner}: the value must be zero or more.")
        if not (-1 < flow.tariff_before < math.inf and -1 < flow.tariff_after < math.inf):
            raise UsageError(f"{flow.partner}: a tariff must be above -100%.")
        if not -1 < flow.price_change < math.inf:
            raise UsageError(f"{flow.partner}: the two tariffs are too far apart to be reckoned with.")
    if not -math.inf < demand <= 0:
        raise UsageError("The import demand elasticity must be zero or negative.")
    if not supply > 0:
        raise UsageError("The export supply elasticity must be above zero (or null for infinite).")
    if not 0 <= substitution < math.inf:
        raise UsageError("The elasticity of substitution must be zero or more.")
