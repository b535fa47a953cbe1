"""A market as a model file: what ``briefing-app simulate`` runs, the window saves and opens, paper prints.

A saved run keeps every input: sellers, elasticities with their ranges, the seller and the outcome looked at,
the share that shops pass on, unit and source. Earlier files lack some of it; what was taken then is told.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from briefing_app.errors import UsageError
from briefing_app.trade.armington import Supplier
from briefing_app.trade.comparison import Elasticities, Seller
from briefing_app.trade.inputs import OUTCOMES, PARAMETERS, RETAIL, Inputs, Outcome, moving
from briefing_app.trade.model_fields import ModelFields, distinct, read_object
from briefing_app.trade.sensitivity import Elasticity

HOME_MARK = " (home)"
"""How files that do not say ``home`` mark a seller at home."""
_OPENED, _CLOSED = "```json\n", "\n```"


@dataclass(frozen=True)
class Range:
    """An elasticity's range with whose it is; ``value`` counts where no supplier and no key states it."""

    low: float
    high: float
    source: str
    value: float | None


@dataclass(frozen=True)
class MarketFile:
    """What a file says, before anything is taken that it lacks: None where it says nothing. ``names``: the
    suppliers without a mark; ``stated_supply``: which of them state an elasticity.
    """

    suppliers: tuple[Supplier, ...]
    names: tuple[str, ...]
    at_home: tuple[bool, ...]
    stated_supply: tuple[bool, ...]
    demand: float
    substitution: float
    unstated: frozenset[str]
    ranges: Mapping[str, Range]
    seller: str | None
    outcome: Outcome | None
    retail: float | None
    unit: str
    source: str


@dataclass(frozen=True)
class SavedRun:
    """A run as it was saved. ``taken`` names what the file lacks and was taken instead: ``retail``, an
    elasticity, or ``range of`` one.
    """

    inputs: Inputs
    taken: frozenset[str] = frozenset()


# --- writing ---------------------------------------------------------------------------------------------


def model_text(inputs: Inputs) -> str:
    """The run as a model file."""
    values = inputs.values
    sellers = [
        {
            "name": each.name,
            "value": each.value,
            "tariff_before": each.before,
            "tariff_after": each.after,
            "supply_elasticity": values.home_supply if each.home else values.supply,
            "home": each.home,
        }
        for each in inputs.sellers
    ]
    model = {
        "model": "armington",
        "unit": inputs.unit,
        "source": inputs.source,
        "suppliers": sellers,
        "demand_elasticity": values.demand,
        "substitution": values.substitution,
        "ranges": {
            each.name: {"value": each.value, "low": each.low, "high": each.high, "source": each.source}
            for each in inputs.cards
        },
        "seller": inputs.sellers[inputs.place].name,
        "outcome": inputs.outcome,
        "retail": inputs.retail,
    }
    return json.dumps(model, ensure_ascii=False, indent=1)


# --- reading ---------------------------------------------------------------------------------------------


def text_in(body: str) -> str:
    """The model file within the text of a note; "" where there is none."""
    _head, opened, rest = body.partition(_OPENED)
    text, closed, _tail = rest.partition(_CLOSED)
    return text if opened and closed else ""


def in_note(text: str) -> str:
    """A model file as it stands in a note."""
    return f"{_OPENED}{text}{_CLOSED}"


def read_run(text: str) -> SavedRun:
    """The run of a model file. Raises UsageError naming what is wrong, or that it is of another model."""
    model = read_object(text)
    if model.get("model") != "armington":
        raise UsageError("This is no model file of one market.")
    return run_of(market_of(ModelFields(model, "model armington", {"model"})))


def run_of(market: MarketFile) -> SavedRun:
    """The market with what its file lacks taken and named. Raises UsageError where sellers abroad, or those
    at home, have several supply elasticities: a run has one for either.
    """
    sellers = tuple(
        Seller(name, each.value, each.tariff_before, each.tariff_after, at_home)
        for name, each, at_home in zip(market.names, market.suppliers, market.at_home, strict=True)
    )
    if not sellers:
        raise UsageError("This market has no seller.")
    stated = {"demand": market.demand, "substitution": market.substitution}
    stated = {name: value for name, value in stated.items() if name not in market.unstated}
    for name, at_home in (("supply", False), ("home_supply", True)):
        if (found := _supply(market, at_home)) is not None:
            stated[name] = found
    cards, taken = [], set()
    for name in PARAMETERS:
        span = market.ranges.get(name)
        value = stated.get(name, span.value if span else None)
        if value is None:
            taken.add(name)
            value = getattr(_TAKEN, name)
        if span is None:
            taken.add(f"range of {name}")
            cards.append(Elasticity.around(name, value))
        else:
            cards.append(Elasticity(name, value, span.low, span.high, span.source))
    if market.retail is None:
        taken.add("retail")
    place = moving(sellers)
    if market.seller is not None:
        place = [each.name for each in market.suppliers].index(market.seller)
    inputs = Inputs(
        sellers, tuple(cards), place, market.outcome or OUTCOMES[0],
        RETAIL if market.retail is None else market.retail, market.unit, market.source,
    )  # fmt: skip
    return SavedRun(inputs, frozenset(taken))


_TAKEN = Elasticities(demand=-1.0)
"""What a model file without elasticities is run with, and ten where its suppliers state none."""


def _supply(market: MarketFile, at_home: bool) -> float | None:
    found = {
        each.supply_elasticity if is_stated else None
        for each, is_home, is_stated in zip(
            market.suppliers, market.at_home, market.stated_supply, strict=True
        )
        if is_home == at_home
    }
    if len(found) > 1:
        raise UsageError(
            "The sellers of this market have several supply elasticities; a run has one abroad and one at "
            "home.",
            hint="“briefing-app simulate” runs it as it is.",
        )
    return found.pop() if found else None


def market_of(fields: ModelFields) -> MarketFile:
    """The market that a model file describes. Raises UsageError naming the key that is wrong."""
    suppliers, shown, at_home, stated = [], [], [], []
    for item in fields.objects("suppliers"):
        name = item.text("name")
        stated.append(item.raw("supply_elasticity", None) is not None)
        suppliers.append(
            Supplier(
                name=name,
                value=item.number("value"),
                tariff_before=item.number("tariff_before", 0),
                tariff_after=item.number("tariff_after", 0),
                supply_elasticity=item.elasticity("supply_elasticity"),
            )
        )
        is_marked = "home" not in item and name.endswith(HOME_MARK)
        at_home.append(item.flag("home", is_marked))
        shown.append(name.removesuffix(HOME_MARK) if is_marked else name)
        item.close()
    names = distinct([each.name for each in suppliers], "suppliers")
    if len(set(shown)) < len(shown):
        shown = list(names)
    unstated = {
        name
        for name, key in (("demand", "demand_elasticity"), ("substitution", "substitution"))
        if fields.raw(key, None) is None
    }
    demand, substitution = fields.number("demand_elasticity", -1), fields.number("substitution", 4)
    seller, outcome = fields.raw("seller", None), fields.raw("outcome", None)
    if seller is not None and seller not in names:
        raise UsageError(f"model armington: seller is none of the suppliers: {seller}.")
    if outcome is not None and outcome not in OUTCOMES:
        raise UsageError(
            f"model armington: outcome is “{outcome}”.", hint=f"Give one of: {', '.join(OUTCOMES)}."
        )
    retail = None if fields.raw("retail", None) is None else fields.number("retail")
    if retail is not None and not 0 <= retail <= 1:
        raise UsageError("model armington: retail must be a share from 0 to 1.")
    found = MarketFile(
        tuple(suppliers), tuple(shown), tuple(at_home), tuple(stated), demand, substitution,
        frozenset(unstated), _ranges(fields), seller, cast("Outcome | None", outcome), retail,
        _words(fields, "unit"), _words(fields, "source"),
    )  # fmt: skip
    fields.close()
    return found


def _words(fields: ModelFields, key: str) -> str:
    found = fields.raw(key, "")
    if not isinstance(found, str):
        raise UsageError(f"model armington: {key} must be a text.")
    return found


def _ranges(fields: ModelFields) -> dict[str, Range]:
    if (said := fields.raw("ranges", None)) is None:
        return {}
    ranges = ModelFields(said, "ranges")
    found: dict[str, Range] = {}
    for name in PARAMETERS:
        if (one := ranges.raw(name, None)) is None:
            continue
        ends = ModelFields(one, f"ranges: {name}")
        low, high = ends.number("low"), ends.number("high")
        if low > high:
            raise UsageError(f"ranges: {name}: low is above high.")
        value = None if ends.raw("value", None) is None else ends.number("value")
        source: Any = ends.raw("source", "")
        found[name] = Range(low, high, source if isinstance(source, str) else str(source), value)
        ends.close()
    ranges.close()
    return found
