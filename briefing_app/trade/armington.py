"""The exact Armington model: constant elasticity of substitution, solved without linearising.

Suppliers of one good, told apart by origin (the domestic industry may be one of them). With a hat for
"new over old", supplier shares s of expenditure, elasticities σ (substitution), η (demand), ε (supply)::

    P̂ = (Σ sᵢ p̂ᵢ^(1-σ))^(1/(1-σ))      price index (σ = 1: the geometric mean)
    ĉᵢ = (p̂ᵢ/P̂)^(-σ) · P̂^η               what users want
    q̂ᵢ = (p̂ᵢ/τ̂ᵢ)^εᵢ                      what suppliers offer at the price net of duty

The equations are solved by Newton's method in logarithms with the analytic Jacobian. Armington (1969),
IMF Staff Papers 16; hat algebra as in Dekle, Eaton and Kortum (2008).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from briefing_app.errors import NotComputableError, UsageError

Vector = NDArray[np.float64]
_TOLERANCE = 1e-13
_MOST_STEPS = 100
_UNDETERMINED = "This market has no single solution: neither demand nor supply reacts to the price."
_GIVE_ONE = "Give a demand or supply elasticity that is not zero."


@dataclass(frozen=True)
class Supplier:
    """One source of the good. ``value`` is the customs value sold before the change, in any one unit."""

    name: str
    value: float
    tariff_before: float = 0.0
    tariff_after: float = 0.0
    supply_elasticity: float = math.inf


@dataclass(frozen=True)
class ArmingtonResult:
    """Changes per supplier in the order given, and of the price index; ``duty_change`` in the unit of value.

    ``residual`` is the largest gap between log demand and log supply at the solution.
    """

    user_price_change: tuple[float, ...]
    net_price_change: tuple[float, ...]
    quantity_change: tuple[float, ...]
    price_index_change: float
    duty_change: float
    residual: float
    steps: int


def solve(suppliers: Sequence[Supplier], *, demand_elasticity: float, substitution: float) -> ArmingtonResult:
    """The new equilibrium after the tariffs change.

    Raises UsageError for impossible inputs, NotComputableError if the market has no unique solution.
    """
    _check(suppliers, demand_elasticity, substitution)
    value = np.array([supplier.value for supplier in suppliers])
    before = np.array([supplier.tariff_before for supplier in suppliers])
    after = np.array([supplier.tariff_after for supplier in suppliers])
    supply = np.array([supplier.supply_elasticity for supplier in suppliers])
    spending = value * (1 + before)
    market = _Market(
        shares=spending / spending.sum(),
        log_tax=np.log1p((after - before) / (1 + before)),
        supply=supply,
        demand=demand_elasticity,
        substitution=substitution,
    )
    log_price, residual, steps = market.clear()
    log_index = market.log_index(log_price)
    log_net = log_price - market.log_tax
    log_quantity = -substitution * (log_price - log_index) + demand_elasticity * log_index
    sold = value * np.exp(log_net + log_quantity)
    return ArmingtonResult(
        user_price_change=_fractions(log_price),
        net_price_change=_fractions(log_net),
        quantity_change=_fractions(log_quantity),
        price_index_change=float(np.expm1(log_index)),
        duty_change=float(np.sum(sold * after) - np.sum(value * before)),
        residual=residual,
        steps=steps,
    )


@dataclass(frozen=True)
class _Market:
    shares: Vector
    log_tax: Vector
    supply: Vector
    demand: float
    substitution: float

    def weights(self, log_price: Vector) -> Vector:
        """Expenditure shares at the new prices: the derivative of the log price index."""
        terms: Vector = self.shares * np.exp((1 - self.substitution) * log_price)
        shares: Vector = terms / terms.sum()
        return shares

    def log_index(self, log_price: Vector) -> float:
        if self.substitution == 1:
            return float(self.shares @ log_price)
        growth = self.shares @ np.expm1((1 - self.substitution) * log_price)
        return math.log1p(growth) / (1 - self.substitution)

    def gap(self, log_price: Vector, free: NDArray[np.bool_]) -> Vector:
        """Log demand minus log supply of the suppliers whose price is not fixed."""
        index = self.log_index(log_price)
        demand = -self.substitution * (log_price - index) + self.demand * index
        offered = self.supply[free] * (log_price - self.log_tax)[free]
        result: Vector = demand[free] - offered
        return result

    def clear(self) -> tuple[Vector, float, int]:
        """Log user prices at which every market clears, the residual and the Newton steps taken."""
        free = np.isfinite(self.supply)
        log_price = np.where(free, 0.0, self.log_tax)
        if not free.any():
            return log_price, 0.0, 0
        for step in range(_MOST_STEPS):
            gap = self.gap(log_price, free)
            residual = float(np.abs(gap).max())
            if residual < _TOLERANCE:
                return log_price, residual, step
            move = self._newton_step(log_price, free, gap)
            if float(np.abs(move).max()) < _TOLERANCE and residual < 1e-10:
                return log_price, residual, step
            log_price = log_price.copy()
            log_price[free] -= np.clip(move, -1.0, 1.0)
        raise NotComputableError("The market did not settle.", hint="Check the elasticities.")

    def _newton_step(self, log_price: Vector, free: NDArray[np.bool_], gap: Vector) -> Vector:
        pull = (self.substitution + self.demand) * self.weights(log_price)[free]
        size = int(free.sum())
        jacobian = np.tile(pull, (size, 1)) - np.diag(self.substitution + self.supply[free])
        try:
            return np.asarray(np.linalg.solve(jacobian, gap), dtype=np.float64)
        except np.linalg.LinAlgError as error:
            raise NotComputableError(_UNDETERMINED, hint=_GIVE_ONE) from error


def _fractions(logs: Vector) -> tuple[float, ...]:
    return tuple(float(change) for change in np.expm1(logs))


def _check(suppliers: Sequence[Supplier], demand: float, substitution: float) -> None:
    if not suppliers:
        raise UsageError("The model needs at least one supplier.")
    if sum(supplier.value for supplier in suppliers) <= 0:
        raise UsageError("The suppliers sell nothing.", hint="Give at least one a value above zero.")
    for supplier in suppliers:
        if not supplier.value >= 0 or not math.isfinite(supplier.value):
            raise UsageError(f"{supplier.name}: the value must be zero or more.")
        if not supplier.supply_elasticity >= 0:
            raise UsageError(f"{supplier.name}: the supply elasticity must be zero or more.")
        for rate in (supplier.tariff_before, supplier.tariff_after):
            if not (-1 < rate < math.inf):
                raise UsageError(f"{supplier.name}: a tariff must be above -100%.")
    if not demand <= 0:
        raise UsageError("The demand elasticity must be zero or negative.")
    if demand == 0 and all(supplier.supply_elasticity == 0 for supplier in suppliers):
        raise NotComputableError(_UNDETERMINED, hint=_GIVE_ONE)
    if not 0 < substitution < math.inf:
        raise UsageError("The elasticity of substitution must be above zero.")
