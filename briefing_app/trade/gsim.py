"""GSIM: the global single-good model of Francois and Hall (2002, version 3.0 of 2003), linear as published.

Regions trade one good that differs by origin. World prices of all exporters clear all markets at once:
one linear equation a region, solved directly. Rows of every matrix are exporters, columns importers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from briefing_app.errors import NotComputableError, UsageError

Vector = NDArray[np.float64]
Matrix = NDArray[np.float64]


@dataclass(frozen=True)
class GsimResult:
    """Per region in the order given: changes as fractions, surplus, revenue and welfare in the unit of trade.

    ``residual`` is the largest gap between supply and demand changes at the solution.
    """

    world_price_change: Vector
    output_change: Vector
    composite_price_change: Vector
    producer_surplus: Vector
    consumer_surplus: Vector
    tariff_revenue: Vector
    net_welfare: Vector
    trade_after: Matrix
    residual: float


def simulate(
    trade: Sequence[Sequence[float]] | Matrix,
    power_before: Sequence[Sequence[float]] | Matrix,
    power_after: Sequence[Sequence[float]] | Matrix,
    *,
    import_demand: float | Sequence[float],
    export_supply: float | Sequence[float],
    substitution: float | Sequence[float],
) -> GsimResult:
    """Clear the world market after tariffs change.

    ``trade``: values at world prices; ``power_*``: one plus the tariff. Elasticities are one number or one a
    region (import demand and substitution by importer, export supply by exporter). Raises UsageError for
    impossible inputs, NotComputableError if the system has no single solution.
    """
    flows, old, new = (_square(matrix) for matrix in (trade, power_before, power_after))
    size = len(flows)
    if old.shape != flows.shape or new.shape != flows.shape:
        raise UsageError("Trade and tariff tables must have one row and one column a region.")
    demand, supply, substitutes = (
        _per_region(value, size, name)
        for value, name in (
            (import_demand, "import_demand"),
            (export_supply, "export_supply"),
            (substitution, "substitution"),
        )
    )
    _check((flows, old, new), (demand, supply, substitutes))
    elasticities = (demand, supply, substitutes)
    spending = flows * old
    theta = _shares(spending, axis=0)
    phi = _shares(flows, axis=1)
    tax = new / old - 1
    price, residual = _world_prices(theta, phi, tax, elasticities)
    internal = price[:, None] + tax
    quantity = _quantity_change(theta, internal, demand, substitutes)
    after = flows * (1 + quantity) * (1 + price[:, None])
    composite = (theta * ((1 + price[:, None]) * new / old - 1)).sum(axis=0)
    sold = flows.sum(axis=1)
    bought = spending.sum(axis=0)
    producer = sold * price * (1 + supply * price / 2)
    consumer = bought * (demand * composite**2 * np.sign(composite) / 2 - composite)
    revenue = (after * (new - 1) - flows * (old - 1)).sum(axis=0)
    return GsimResult(
        price, supply * price, composite, producer, consumer, revenue, producer + consumer + revenue, after,
        residual,
    )  # fmt: skip


def _quantity_change(theta: Matrix, internal: Matrix, demand: Vector, substitutes: Vector) -> Matrix:
    """Import volumes: own price against the importer's average, then the market as a whole.

    N_own·P̂_r + Σ N_cross·P̂_s with N_own = θ_r·Em - (1 - θ_r)·Es and N_cross = θ_s·(Em + Es) is the same as
    Em·P̄ + Es·(P̄ - P̂_r) with P̄ the share-weighted mean of internal prices.
    """
    mean = (theta * internal).sum(axis=0)
    return np.asarray((demand + substitutes) * mean - substitutes * internal, dtype=np.float64)


def _world_prices(
    theta: Matrix, phi: Matrix, tax: Matrix, elasticities: tuple[Vector, Vector, Vector]
) -> tuple[Vector, float]:
    demand, supply, substitutes = elasticities
    reaction = demand + substitutes
    slopes = (phi * reaction) @ theta.T - np.diag(phi @ substitutes)
    constant = (phi * _quantity_change(theta, tax, demand, substitutes)).sum(axis=1)
    try:
        price: Vector = np.linalg.solve(np.diag(supply) - slopes, constant)
    except np.linalg.LinAlgError as error:
        raise NotComputableError("These elasticities leave world prices undetermined.") from error
    residual = float(np.abs(supply * price - slopes @ price - constant).max())
    return price, residual


def _shares(values: Matrix, axis: int) -> Matrix:
    total = values.sum(axis=axis, keepdims=True)
    shares: Matrix = np.divide(values, total, out=np.zeros_like(values), where=total != 0)
    return shares


def _square(rows: Sequence[Sequence[float]] | Matrix) -> Matrix:
    try:
        matrix = np.array(rows, dtype=np.float64)
    except ValueError as error:
        raise UsageError("A table has rows of different lengths.") from error
    if matrix.ndim != 2 or matrix.shape[0] != matrix.shape[1] or not matrix.size:
        raise UsageError("Trade and tariff tables must be square: one row and one column a region.")
    return matrix


def _per_region(value: float | Sequence[float], size: int, name: str) -> Vector:
    vector = np.array(value, dtype=np.float64)
    if vector.ndim == 0:
        return np.full(size, float(vector))
    if vector.shape != (size,):
        raise UsageError(f"{name}: give one number or one for each of the {size} regions.")
    return vector


def _check(tables: tuple[Matrix, Matrix, Matrix], elasticities: tuple[Vector, Vector, Vector]) -> None:
    flows, old, new = tables
    demand, supply, substitutes = elasticities
    if not all(np.isfinite(values).all() for values in (*tables, *elasticities)):
        raise UsageError("Every number of the model must be finite.")
    if (flows < 0).any():
        raise UsageError("Trade values must be zero or more.")
    if (old <= 0).any() or (new <= 0).any():
        raise UsageError("The power of a tariff is one plus the rate: it must be above zero.")
    if (demand > 0).any() or (supply < 0).any() or (substitutes < 0).any():
        raise UsageError("Import demand must be zero or negative, supply and substitution zero or positive.")
