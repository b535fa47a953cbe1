"""Many draws of the exact Armington model at once: the same equations as :mod:`.armington`, in arrays.

A draw is one set of elasticities. The Jacobian of the log system is a diagonal plus one column times one row,
so each Newton step is solved in closed form (Sherman and Morrison 1950) instead of by elimination.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from briefing_app.errors import NotComputableError, UsageError
from briefing_app.trade.armington import Supplier
from briefing_app.trade.sensitivity import DRAWS, SEED, Elasticity

Columns = NDArray[np.float64]
Flags = NDArray[np.bool_]
CHUNK = 500
_TOLERANCE = 1e-12
_MOST_STEPS = 100
Progress = Callable[[int, int], bool]
"""Takes how many draws are done of how many; answers whether to go on."""


class CancelledError(UsageError):
    """The user stopped the draws."""


@dataclass(frozen=True)
class DrawnMarkets:
    """One row a draw, one column a supplier: changes as fractions. Per draw the index, and money in the unit
    of the suppliers' values.

    ``residual`` is the largest gap between log demand and log supply of all draws.
    """

    user_price_change: Columns
    net_price_change: Columns
    quantity_change: Columns
    price_index_change: Columns
    duty_change: Columns
    importer_welfare: Columns
    residual: float


def triangular(cards: Sequence[Elasticity], draws: int = DRAWS, seed: int = SEED) -> dict[str, Columns]:
    """Draws of each card, triangular from low over value to high. The same seed gives the same digits."""
    source = np.random.Generator(np.random.PCG64(seed))
    return {
        card.name: np.full(draws, card.value)
        if card.low == card.high
        else source.triangular(card.low, card.value, card.high, draws)
        for card in cards
    }


def solve_draws(
    suppliers: Sequence[Supplier],
    *,
    demand: Columns,
    substitution: Columns,
    supply: Columns,
    domestic: Sequence[str] = (),
    progress: Progress | None = None,
) -> DrawnMarkets:
    """The market under every draw. ``supply`` has a row a draw and a column a supplier, infinity allowed.

    Raises UsageError for impossible draws, CancelledError when ``progress`` says stop.
    """
    draws = len(demand)
    if supply.shape != (draws, len(suppliers)) or len(substitution) != draws:
        raise UsageError("Every draw needs one elasticity of each kind.")
    if not (demand <= 0).all() or not (substitution > 0).all() or not (supply >= 0).all():
        raise UsageError("A draw has a demand above zero, or a substitution or supply below zero.")
    parts = []
    for low in range(0, draws, CHUNK):
        cut = slice(low, min(low + CHUNK, draws))
        parts.append(_solve(suppliers, demand[cut], substitution[cut], supply[cut], domestic))
        if progress is not None and not progress(cut.stop, draws):
            raise CancelledError("The draws were stopped.")
    user, net, quantity, index, duty, gain = (
        np.concatenate([part[place] for part in parts]) for place in range(6)
    )
    worst = max(float(part[6].max()) for part in parts)
    return DrawnMarkets(user, net, quantity, index, duty, gain, worst)


def _solve(
    suppliers: Sequence[Supplier], demand: Columns, sigma: Columns, supply: Columns, domestic: Sequence[str]
) -> tuple[Columns, ...]:
    value = np.array([each.value for each in suppliers])
    before = np.array([each.tariff_before for each in suppliers])
    after = np.array([each.tariff_after for each in suppliers])
    spending = value * (1 + before)
    shares = spending / spending.sum()
    log_tax = np.log1p((after - before) / (1 + before))
    log_price, residual = _clear(shares, log_tax, demand, sigma, supply)
    index = _log_index(shares, log_price, sigma)
    log_net = log_price - log_tax
    log_quantity = -sigma[:, None] * (log_price - index[:, None]) + (demand * index)[:, None]
    sold = value * np.exp(log_net + log_quantity)
    duty = sold @ after - float(value @ before)
    gains = np.where(np.isinf(supply), 0.0, _area(log_net, 1 + np.where(np.isinf(supply), 0, supply)))
    home = np.array([each.name in domestic for each in suppliers])
    buyers = -spending.sum() * _area(index, 1 + demand)
    welfare = buyers + duty + (gains * value)[:, home].sum(axis=1)
    return (
        np.expm1(log_price), np.expm1(log_net), np.expm1(log_quantity), np.expm1(index), duty, welfare,
        residual,
    )  # fmt: skip


def _clear(
    shares: Columns, log_tax: Columns, demand: Columns, sigma: Columns, supply: Columns
) -> tuple[Columns, Columns]:
    free = np.isfinite(supply)
    offered = np.where(free, supply, 0.0)
    log_price = np.where(free, 0.0, log_tax)
    gap = np.zeros_like(log_price)
    for _ in range(_MOST_STEPS):
        index = _log_index(shares, log_price, sigma)
        wanted = -sigma[:, None] * (log_price - index[:, None]) + (demand * index)[:, None]
        gap = np.where(free, wanted - offered * (log_price - log_tax), 0.0)
        if float(np.abs(gap).max(initial=0.0)) < _TOLERANCE:
            return log_price, np.abs(gap).max(axis=1, initial=0.0)
        log_price = log_price - np.clip(_step((shares, demand, sigma, offered), log_price, gap, free), -1, 1)
    if float(np.abs(gap).max()) < 1e-10:
        return log_price, np.abs(gap).max(axis=1)
    raise NotComputableError("A market of the draws did not settle.", hint="Narrow the elasticities.")


def _step(
    market: tuple[Columns, Columns, Columns, Columns], log_price: Columns, gap: Columns, free: Flags
) -> Columns:
    """J⁻¹·gap with J = 1·pull - diag(σ + ε): a rank-one change of a diagonal matrix."""
    shares, demand, sigma, offered = market
    terms = shares * np.exp((1 - sigma)[:, None] * log_price)
    weights = terms / terms.sum(axis=1, keepdims=True)
    pull = np.where(free, (sigma + demand)[:, None] * weights, 0.0)
    slope = sigma[:, None] + offered
    inverse = np.where(free, 1 / slope, 0.0)
    bottom = 1 - (pull * inverse).sum(axis=1)
    share = (pull * inverse * gap).sum(axis=1) / bottom
    move: Columns = -inverse * (gap + share[:, None])
    return move


def _log_index(shares: Columns, log_price: Columns, sigma: Columns) -> Columns:
    power = 1 - sigma
    near_one = np.abs(power) < 1e-9
    safe = np.where(near_one, 1.0, power)
    growth = (shares * np.expm1(safe[:, None] * log_price)).sum(axis=1)
    return np.where(near_one, log_price @ shares, np.log1p(growth) / safe)


def _area(log_change: Columns, power: Columns) -> Columns:
    flat = np.abs(power) < 1e-12
    safe = np.where(flat, 1.0, power)
    return np.where(flat, log_change, np.expm1(safe * log_change) / safe)
