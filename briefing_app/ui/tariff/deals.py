"""Packages over a basket: what each edit of the law costs or saves, and what it does to trade.

A package is a scenario record: for each measure a new rate, "off", or nothing. The engine prices the basket
under each; the models of :mod:`briefing_app.trade` say how sales would react, exact beside textbook.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal, InvalidOperation
from fractions import Fraction

from briefing_app.domain.records import BasketRow, Scenario, ScenarioEdit
from briefing_app.errors import BriefingError, UsageError
from briefing_app.tariff.law import Law
from briefing_app.trade import armington, sensitivity, smart
from briefing_app.ui.tariff.basket_rows import Priced, Sum, add_up, price

DRAWS = 400
FLAG_FROM = 0.1


@dataclass(frozen=True)
class Package:
    """A scenario with what the basket pays under it; ``error`` says why it cannot be applied."""

    scenario: Scenario
    sum: Sum | None
    error: str = ""


@dataclass(frozen=True)
class Beliefs:
    """What the trade effect rests on. Values in US dollars; elasticities are assumptions of the user."""

    other_imports: Decimal
    substitution: Decimal = Decimal(4)
    demand: Decimal = Decimal(-1)


@dataclass(frozen=True)
class Effect:
    """Change of the quantity sold by the country of the basket, as fractions; ``price`` is the buyers' index.

    ``low`` and ``high`` hold the middle 80% when both elasticities vary by 30%.
    """

    exact: float
    textbook: float
    low: float
    high: float
    price: float

    @property
    def differs(self) -> bool:
        """Whether the two models are more than a tenth of the exact answer apart."""
        return abs(self.exact - self.textbook) > FLAG_FROM * max(abs(self.exact), 1e-9)


def applying(rows: Sequence[Priced], law: Law) -> tuple[str, ...]:
    """The measures that the basket pays now, in the order of the law; the ordinary duty is no lever."""
    found = {each.measure for row in rows if row.answer for each in row.answer.components}
    return tuple(key for key in law.measures if key in found and not key.startswith("mfn"))


def evaluate(
    rows: Sequence[BasketRow], law: Law, scenarios: Sequence[Scenario], day: date
) -> tuple[tuple[Priced, ...], tuple[Package, ...]]:
    """The basket on ``day`` under the law as it is, and under each scenario."""
    found = []
    for scenario in scenarios:
        try:
            other = law.with_scenario(scenario.edits)
        except BriefingError as error:
            found.append(Package(scenario, None, str(error)))
            continue
        found.append(Package(scenario, add_up(price(rows, other, day))))
    return price(rows, law, day), tuple(found)


def cell_text(scenario: Scenario, measure: str) -> str:
    """What a package does with a measure: ``off``, ``12.5%``, or nothing."""
    edit = next((each for each in scenario.edits if each.measure == measure), None)
    if edit is None:
        return ""
    if edit.op == "switch_off":
        return "off"
    if edit.op == "change" and "rate" in edit.set:
        return f"{(Decimal(str(edit.set['rate'])) * 100).normalize():f}%"
    return edit.op.replace("_", " ")


def with_cell(scenario: Scenario, measure: str, text: str) -> Scenario:
    """The package with a cell typed: ``off``, a rate in per cent, or empty for "as it is".

    Raises UsageError when the text is neither.
    """
    kept = tuple(each for each in scenario.edits if each.measure != measure)
    said = text.strip().lower()
    if not said:
        return replace(scenario, edits=kept)
    if said in {"off", "none", "0", "0%"}:
        return replace(scenario, edits=(*kept, ScenarioEdit("switch_off", measure)))
    try:
        rate = Decimal(said.removesuffix("%").strip()) / 100
    except InvalidOperation as error:
        raise UsageError(f'"{text}" is no rate.', hint='Write 12.5%, or "off", or nothing.') from error
    if not 0 < rate <= 10:
        raise UsageError(f"A rate of {text} is out of range.", hint="Write per cent from 0 to 1000.")
    return replace(
        scenario, edits=(*kept, ScenarioEdit("change", measure, {"rate": f"{rate.normalize():f}"}))
    )


def effect(before: Sum, after: Sum, beliefs: Beliefs) -> Effect | None:
    """How the basket's country would sell more or less; None where a rate is missing."""
    if before.rate is None or after.rate is None or not before.value:
        return None
    old, new = float(before.rate), float(after.rate)
    value, others = before.value / 100, float(beliefs.other_imports)

    def exact(card: dict[str, float]) -> float:
        home = armington.Supplier("basket", value, old, new)
        rest = armington.Supplier("others", others, old, old)
        solved = armington.solve(
            [home, rest], demand_elasticity=card["demand"], substitution=card["substitution"]
        )
        return solved.quantity_change[0]

    centre = {"demand": float(beliefs.demand), "substitution": float(beliefs.substitution)}
    cards = [sensitivity.Elasticity.around(name, at) for name, at in centre.items()]
    spread = sensitivity.fan(lambda draw: exact(dict(draw)), cards, draws=DRAWS)
    flows = [smart.Flow("basket", value, old, new), smart.Flow("others", others, old, old)]
    linear = smart.simulate(flows, import_demand=centre["demand"], substitution=centre["substitution"])
    textbook = (linear.trade_creation[0] + linear.trade_diversion[0]) / value
    market = armington.solve(
        [armington.Supplier("basket", value, old, new), armington.Supplier("others", others, old, old)],
        demand_elasticity=centre["demand"],
        substitution=centre["substitution"],
    )
    return Effect(exact(centre), textbook, spread.p10, spread.p90, market.price_index_change)


def break_even(before: Sum, after: Sum) -> Fraction | None:
    """The growth of sales at which the treasury collects as much as now; None where nothing is collected."""
    if not after.duty or before.rate is None:
        return None
    return Fraction(before.duty, after.duty) - 1
