"""Who pays: the split of a small tariff between the importing and the exporting side, and rules of thumb."""

from __future__ import annotations

import math
from dataclasses import dataclass

from briefing_app.errors import UsageError


@dataclass(frozen=True)
class Incidence:
    """Shares of the tariff borne by either side; they add to one."""

    importer: float
    exporter: float


def incidence(import_demand: float, export_supply: float) -> Incidence:
    """Importers bear μ/(μ - η), exporters -η/(μ - η), in one competitive market."""
    if import_demand > 0 or export_supply < 0 or import_demand == export_supply == 0:
        raise UsageError("Demand must be zero or negative, supply zero or positive, not both zero.")
    if math.isinf(export_supply):
        return Incidence(1.0, 0.0)
    importer = export_supply / (export_supply - import_demand)
    return Incidence(importer, 1 - importer)


def deadweight_loss(import_demand: float, imports: float, tariff: float) -> float:
    """½·|η|·M·t²/(1+t): the loss from a tariff that starts at zero, imports at world prices."""
    return abs(import_demand) * imports * tariff**2 / (1 + tariff) / 2


def triangle_gain(tariff: float, import_share: float, elasticity: float) -> float:
    """½·(t/(1+t))²·m·e: the gain from removing a tariff as a share of national product."""
    return (tariff / (1 + tariff)) ** 2 * import_share * elasticity / 2


def optimal_tariff(export_supply: float) -> float:
    """1/μ: the rate at which a large importer would gain most if nobody answered."""
    if not export_supply > 0:
        raise UsageError("The export supply elasticity must be above zero.")
    return 1 / export_supply
