"""The "reciprocal" formula of 2 April 2025: the bilateral deficit turned into a rate.

rate = (imports - exports) / (ε · φ · imports), with ε = 4 and φ = 0.25 so that it is deficit over imports;
the announced rate was half of it, rounded up to whole percent, at least 10%. Source: method note of the US
Trade Representative of April 2025; the rounding is inferred from the announced figures.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from briefing_app.errors import UsageError

FLOOR = Fraction(1, 10)


@dataclass(frozen=True)
class ReciprocalRate:
    """``rate``: what the formula gives. ``announced``: half of it, rounded up, at least the floor."""

    rate: Fraction
    announced: Fraction


def reciprocal_rate(
    imports: Decimal,
    exports: Decimal,
    *,
    elasticity: Decimal = Decimal(4),
    pass_through: Decimal = Decimal("0.25"),
) -> ReciprocalRate:
    """The formula, exactly. Imports and exports of goods in one currency. Raises UsageError otherwise."""
    if imports <= 0 or exports < 0:
        raise UsageError("Imports must be above zero and exports zero or more.")
    if elasticity * pass_through <= 0:
        raise UsageError("The elasticity and the pass-through must be above zero.")
    bought, sold = Fraction(imports), Fraction(exports)
    rate = (bought - sold) / (Fraction(elasticity) * Fraction(pass_through) * bought)
    halved = Fraction(math.ceil(rate / 2 * 100), 100)
    return ReciprocalRate(rate, max(FLOOR, halved))
