"""Model files: a JSON description of a trade model in, its results out, under names."""

from __future__ import annotations

import math
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from briefing_app.errors import NotComputableError, UsageError
from briefing_app.trade import armington, gsim, reciprocal, smart
from briefing_app.trade.market_file import market_of
from briefing_app.trade.model_fields import ModelFields, distinct, read_object

Json = dict[str, Any]
MODELS = ("armington", "smart", "gsim", "reciprocal")


def run_model(text: str) -> Json:
    """Run the model that ``text`` (JSON) describes and return its results by name.

    Changes are fractions; money is in the unit of the input. Raises UsageError naming what is wrong in the
    file, NotComputableError where the model has no single answer.
    """
    description = read_object(text)
    name = description.get("model")
    if not isinstance(name, str) or name not in _RUNNERS:
        raise UsageError(f'There is no model "{name}".', hint=f'Set "model" to one of: {", ".join(MODELS)}.')
    try:
        result = _RUNNERS[name](ModelFields(description, f"model {name}", {"model"}))
    except (ArithmeticError, ValueError) as error:
        raise _too_far_apart() from error
    if not _is_finite(result):
        raise _too_far_apart()
    return result


def _too_far_apart() -> NotComputableError:
    return NotComputableError(
        "These values are too large, too small or too far apart to be reckoned with.",
        hint="Check the unit of the trade values, the tariffs and the elasticities.",
    )


def _is_finite(found: Any) -> bool:
    if isinstance(found, dict):
        return all(map(_is_finite, found.values()))
    return not isinstance(found, float) or math.isfinite(found)


def _named(names: Sequence[str], values: Sequence[float] | Any) -> dict[str, float]:
    return {name: float(value) for name, value in zip(names, values, strict=True)}


def _armington(fields: ModelFields) -> Json:
    market = market_of(fields)
    names = [supplier.name for supplier in market.suppliers]
    result = armington.solve(
        market.suppliers, demand_elasticity=market.demand, substitution=market.substitution
    )
    return {
        "user_price_change": _named(names, result.user_price_change),
        "net_price_change": _named(names, result.net_price_change),
        "quantity_change": _named(names, result.quantity_change),
        "price_index_change": result.price_index_change,
        "duty_change": result.duty_change,
    }


def _smart(fields: ModelFields) -> Json:
    flows = []
    for item in fields.objects("flows"):
        flow = smart.Flow(
            partner=item.text("partner"),
            value=item.number("value"),
            tariff_before=item.number("tariff_before"),
            tariff_after=item.number("tariff_after"),
        )
        item.close()
        flows.append(flow)
    demand, substitution = fields.number("import_demand", -1.5), fields.number("substitution", 1.5)
    supply = fields.elasticity("export_supply")
    fields.close()
    names = distinct([flow.partner for flow in flows], "partners")
    result = smart.simulate(flows, import_demand=demand, export_supply=supply, substitution=substitution)
    return {
        "trade_creation": _named(names, result.trade_creation),
        "trade_diversion": _named(names, result.trade_diversion),
        "revenue_change": result.revenue_change,
        "welfare": result.welfare,
    }


def _gsim(fields: ModelFields) -> Json:
    regions = fields.raw("regions")
    if not isinstance(regions, list) or not all(isinstance(name, str) for name in regions):
        raise UsageError("model gsim: regions must be a list of names.")
    names = distinct(regions, "regions")
    tables = [fields.table(key) for key in ("trade", "power_before", "power_after")]
    if any(len(table) != len(names) for table in tables):
        raise UsageError("model gsim: every table needs one row and one column for each region.")
    trade, power_before, power_after = tables
    demand = fields.per_region("import_demand", names, -1.25)
    supply = fields.per_region("export_supply", names, 1.5)
    substitution = fields.per_region("substitution", names, 5)
    fields.close()
    result = gsim.simulate(
        trade,
        power_before,
        power_after,
        import_demand=demand,
        export_supply=supply,
        substitution=substitution,
    )
    return {
        key: _named(names, getattr(result, key))
        for key in (
            "world_price_change", "output_change", "composite_price_change", "producer_surplus",
            "consumer_surplus", "tariff_revenue", "net_welfare",
        )
    }  # fmt: skip


def _reciprocal(fields: ModelFields) -> Json:
    imports, exports = fields.exact("imports"), fields.exact("exports")
    elasticity = fields.exact("elasticity", Decimal(4))
    pass_through = fields.exact("pass_through", Decimal("0.25"))
    fields.close()
    result = reciprocal.reciprocal_rate(imports, exports, elasticity=elasticity, pass_through=pass_through)
    return {"rate": float(result.rate), "announced": float(result.announced)}


_RUNNERS = {"armington": _armington, "smart": _smart, "gsim": _gsim, "reciprocal": _reciprocal}
