"""Model files: a JSON description of a trade model in, its results out, under names."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from briefing_app.errors import UsageError
from briefing_app.exchange.trade_starts import PARAMETERS
from briefing_app.trade import armington, gsim, reciprocal, smart

Json = dict[str, Any]
MODELS = ("armington", "smart", "gsim", "reciprocal")


def run_model(text: str) -> Json:
    """Run the model that ``text`` (JSON) describes and return its results by name.

    Changes are fractions; money is in the unit of the input. Raises UsageError naming what is wrong in the
    file, NotComputableError where the model has no single answer.
    """
    try:
        description = json.loads(text, parse_float=Decimal, parse_constant=_refuse_constant)
    except ValueError as error:
        raise UsageError(f"This is not a model file: {error}.", hint="A JSON object is needed.") from error
    if not isinstance(description, dict):
        raise UsageError("This is not a model file: a JSON object is needed.")
    name = description.get("model")
    if name not in _RUNNERS:
        raise UsageError(f'There is no model "{name}".', hint=f'Set "model" to one of: {", ".join(MODELS)}.')
    return _RUNNERS[name](_Fields(description, f"model {name}", {"model"}))


class _Fields:
    """One JSON object, read field by field; unknown and missing keys are named with their place."""

    def __init__(self, values: Any, place: str, read: set[str] | None = None) -> None:
        if not isinstance(values, Mapping):
            raise UsageError(f"{place}: an object is needed.")
        self._values = values
        self._place = place
        self._read = read or set()

    def close(self) -> None:
        unknown = sorted(set(self._values) - self._read)
        if unknown:
            raise UsageError(f'{self._place}: unknown key "{unknown[0]}".')

    def raw(self, key: str, *default: Any) -> Any:
        self._read.add(key)
        if key not in self._values:
            if default:
                return default[0]
            raise UsageError(f'{self._place}: "{key}" is missing.')
        return self._values[key]

    def number(self, key: str, *default: float) -> float:
        return float(_exact(self.raw(key, *default), f"{self._place}: {key}"))

    def exact(self, key: str, *default: Decimal) -> Decimal:
        return _exact(self.raw(key, *default), f"{self._place}: {key}")

    def elasticity(self, key: str) -> float:
        """A number, or infinity where JSON has null or nothing."""
        return math.inf if self.raw(key, None) is None else self.number(key)

    def text(self, key: str) -> str:
        value = self.raw(key)
        if not isinstance(value, str) or not value.strip():
            raise UsageError(f"{self._place}: {key} must be a name.")
        return value

    def objects(self, key: str) -> list[_Fields]:
        value = self.raw(key)
        if not isinstance(value, list):
            raise UsageError(f"{self._place}: {key} must be a list.")
        return [_Fields(item, f"{self._place}: {key}[{number}]") for number, item in enumerate(value)]

    def per_region(self, key: str, regions: Sequence[str], default: float) -> float | list[float]:
        """One number, a list in the order of the regions, or an object by region."""
        value = self.raw(key, default)
        place = f"{self._place}: {key}"
        if isinstance(value, Mapping):
            if set(value) != set(regions):
                raise UsageError(f"{place}: one number for each region is needed.")
            value = [value[region] for region in regions]
        if isinstance(value, list):
            return [float(_exact(item, place)) for item in value]
        return float(_exact(value, place))

    def table(self, key: str) -> list[list[float]]:
        value = self.raw(key)
        place = f"{self._place}: {key}"
        if not isinstance(value, list) or not all(isinstance(row, list) for row in value):
            raise UsageError(f"{place}: a list of rows is needed.")
        return [[float(_exact(item, place)) for item in row] for row in value]


def _exact(value: Any, place: str) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        raise UsageError(f"{place}: a number is needed.")
    return Decimal(value) if isinstance(value, int | Decimal) else Decimal(str(value))


def _refuse_constant(word: str) -> float:
    raise ValueError(f"{word} is not a number")


def _named(names: Sequence[str], values: Sequence[float] | Any) -> dict[str, float]:
    return {name: float(value) for name, value in zip(names, values, strict=True)}


def _distinct(names: Sequence[str], what: str) -> Sequence[str]:
    for name in names:
        if names.count(name) > 1:
            raise UsageError(f'Two {what} are called "{name}".', hint="Give each its own name.")
    return names


def _check_provenance(fields: _Fields) -> None:
    """In which unit a saved run counts and where its market is from: no model needs it, every reader does."""
    for key in ("unit", "source"):
        if not isinstance(fields.raw(key, ""), str):
            raise UsageError(f"model armington: {key} must be a text.")


def _check_ranges(fields: _Fields) -> None:
    """The ranges that a saved run keeps beside its values: read, so that no fault stays in them unseen."""
    if (said := fields.raw("ranges", None)) is None:
        return
    ranges = _Fields(said, "ranges")
    for name in PARAMETERS:
        if (one := ranges.raw(name, None)) is None:
            continue
        ends = _Fields(one, f"ranges: {name}", {"source"})
        if ends.number("low") > ends.number("high"):
            raise UsageError(f"ranges: {name}: low is above high.")
        ends.close()
    ranges.close()


def _armington(fields: _Fields) -> Json:
    suppliers = []
    for item in fields.objects("suppliers"):
        supplier = armington.Supplier(
            name=item.text("name"),
            value=item.number("value"),
            tariff_before=item.number("tariff_before", 0),
            tariff_after=item.number("tariff_after", 0),
            supply_elasticity=item.elasticity("supply_elasticity"),
        )
        item.close()
        suppliers.append(supplier)
    demand, substitution = fields.number("demand_elasticity", -1), fields.number("substitution", 4)
    _check_ranges(fields)
    _check_provenance(fields)
    fields.close()
    names = _distinct([supplier.name for supplier in suppliers], "suppliers")
    result = armington.solve(suppliers, demand_elasticity=demand, substitution=substitution)
    return {
        "user_price_change": _named(names, result.user_price_change),
        "net_price_change": _named(names, result.net_price_change),
        "quantity_change": _named(names, result.quantity_change),
        "price_index_change": result.price_index_change,
        "duty_change": result.duty_change,
    }


def _smart(fields: _Fields) -> Json:
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
    names = _distinct([flow.partner for flow in flows], "partners")
    result = smart.simulate(flows, import_demand=demand, export_supply=supply, substitution=substitution)
    return {
        "trade_creation": _named(names, result.trade_creation),
        "trade_diversion": _named(names, result.trade_diversion),
        "revenue_change": result.revenue_change,
        "welfare": result.welfare,
    }


def _gsim(fields: _Fields) -> Json:
    regions = fields.raw("regions")
    if not isinstance(regions, list) or not all(isinstance(name, str) for name in regions):
        raise UsageError("model gsim: regions must be a list of names.")
    names = _distinct(regions, "regions")
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


def _reciprocal(fields: _Fields) -> Json:
    imports, exports = fields.exact("imports"), fields.exact("exports")
    elasticity = fields.exact("elasticity", Decimal(4))
    pass_through = fields.exact("pass_through", Decimal("0.25"))
    fields.close()
    result = reciprocal.reciprocal_rate(imports, exports, elasticity=elasticity, pass_through=pass_through)
    return {"rate": float(result.rate), "announced": float(result.announced)}


_RUNNERS = {"armington": _armington, "smart": _smart, "gsim": _gsim, "reciprocal": _reciprocal}
