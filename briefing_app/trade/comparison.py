"""One market under three models on the same inputs: exact Armington beside SMART and GSIM as published.

SMART knows the foreign suppliers only and one export supply; GSIM knows the market as one column of its
table. Where a published model is more than a tenth away from the exact answer, it is flagged.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from briefing_app.errors import UsageError
from briefing_app.trade import armington, gsim, smart
from briefing_app.trade.armington import ArmingtonResult, Supplier
from briefing_app.trade.welfare import Welfare, welfare

FLAG_FROM = 0.1
SMALLEST = 5e-4
"""Below a twentieth of a per cent two answers are the same for every reader."""


@dataclass(frozen=True)
class Seller:
    """One source of the good in the market. ``value`` before the change in any unit, rates as fractions."""

    name: str
    value: float
    before: float = 0.0
    after: float = 0.0
    home: bool = False


@dataclass(frozen=True)
class Elasticities:
    """The four parameters of the market."""

    demand: float = -1.25
    substitution: float = 4.0
    supply: float = 10.0
    home_supply: float = 10.0


@dataclass(frozen=True)
class Answers:
    """One figure under the three models; None where a model does not know it."""

    exact: float
    smart: float | None
    gsim: float | None

    def differs(self, other: float | None) -> bool:
        """Whether a published model's figure is more than a tenth of the exact one away from it."""
        if other is None:
            return False
        return abs(other - self.exact) > max(FLAG_FROM * abs(self.exact), SMALLEST)


@dataclass(frozen=True)
class Comparison:
    """Quantity change by seller in the order given; price index, duty and the importer's net gain."""

    sellers: tuple[Seller, ...]
    result: ArmingtonResult
    gains: Welfare
    quantity: tuple[Answers, ...]
    price: Answers
    duty: Answers
    importer: Answers

    @property
    def flagged(self) -> tuple[str, ...]:
        """The sellers for whom SMART or GSIM is more than a tenth off."""
        return tuple(
            seller.name
            for seller, each in zip(self.sellers, self.quantity, strict=True)
            if each.differs(each.smart) or each.differs(each.gsim)
        )


def suppliers_of(sellers: Sequence[Seller], values: Elasticities) -> list[Supplier]:
    """The sellers as suppliers of the exact model."""
    return [
        Supplier(
            each.name, each.value, each.before, each.after, values.home_supply if each.home else values.supply
        )
        for each in sellers
    ]


def compare(sellers: Sequence[Seller], values: Elasticities) -> Comparison:
    """The market under the three models. Raises UsageError for inputs that no market has."""
    names = [each.name for each in sellers]
    for name in names:
        if names.count(name) > 1:
            raise UsageError(f"Two sellers are called “{name}”.", hint="Give each its own name.")
    if any(each.home and (each.before or each.after) for each in sellers):
        raise UsageError(
            "A seller at home pays no tariff.", hint="Set its tariffs to 0 or mark it as abroad."
        )
    suppliers = suppliers_of(sellers, values)
    exact = armington.solve(suppliers, demand_elasticity=values.demand, substitution=values.substitution)
    home = [each.name for each in sellers if each.home]
    gains = welfare(suppliers, exact, demand_elasticity=values.demand, domestic=home)
    by_smart, smart_result = _smart(sellers, values)
    world = _gsim(sellers, values)
    buyer = _buyer(sellers)
    quantity = tuple(
        Answers(change, by_smart.get(each.name), _traded(world, place, buyer, each))
        for place, (each, change) in enumerate(zip(sellers, exact.quantity_change, strict=True))
    )
    at = len(sellers) if buyer is None else buyer
    net = float(world.consumer_surplus[at] + world.tariff_revenue[at])
    net += sum(float(world.producer_surplus[place]) for place, each in enumerate(sellers) if each.home)
    return Comparison(
        tuple(sellers), exact, gains, quantity,
        Answers(exact.price_index_change, None, float(world.composite_price_change[at])),
        Answers(exact.duty_change, smart_result.revenue_change, float(world.tariff_revenue[at])),
        Answers(gains.importer, smart_result.welfare, net),
    )  # fmt: skip


def _smart(sellers: Sequence[Seller], values: Elasticities) -> tuple[dict[str, float], smart.SmartResult]:
    abroad = [each for each in sellers if not each.home and each.value > 0]
    flows = [smart.Flow(each.name, each.value, each.before, each.after) for each in abroad]
    found = smart.simulate(
        flows,
        import_demand=values.demand,
        export_supply=values.supply,
        substitution=values.substitution,
    )
    changes = zip(abroad, found.trade_creation, found.trade_diversion, strict=True)
    return {each.name: (made + moved) / each.value for each, made, moved in changes}, found


def _buyer(sellers: Sequence[Seller]) -> int | None:
    return next((place for place, each in enumerate(sellers) if each.home), None)


def _gsim(sellers: Sequence[Seller], values: Elasticities) -> gsim.GsimResult:
    """The market as one column of GSIM's table: the first home seller's, or that of a buyer without sales."""
    buyer = _buyer(sellers)
    size = len(sellers) + (buyer is None)
    at = len(sellers) if buyer is None else buyer
    trade = [[0.0] * size for _ in range(size)]
    before = [[1.0] * size for _ in range(size)]
    after = [[1.0] * size for _ in range(size)]
    supply = [values.supply] * size
    for place, each in enumerate(sellers):
        trade[place][at] = each.value
        before[place][at], after[place][at] = 1 + each.before, 1 + each.after
        supply[place] = values.home_supply if each.home else values.supply
    return gsim.simulate(
        trade, before, after, import_demand=values.demand, export_supply=supply,
        substitution=values.substitution,
    )  # fmt: skip


def _traded(world: gsim.GsimResult, place: int, buyer: int | None, seller: Seller) -> float | None:
    if not seller.value:
        return None
    at = len(world.output_change) - 1 if buyer is None else buyer
    return (
        float(world.trade_after[place][at]) / seller.value / (1 + float(world.world_price_change[place])) - 1
    )


@dataclass(frozen=True)
class Split:
    """Who bears a tariff, as shares of it that add to one: sellers abroad, importers and shops, consumers."""

    exporter: float
    importer: float
    consumer: float


def split(comparison: Comparison, place: int, retail: float) -> Split | None:
    """The split of the tariff of one seller; ``retail`` is the share that shops pass on to consumers.

    None where its tariff does not change. The seller's part is the fall of the price before duty.
    """
    seller = comparison.sellers[place]
    tax = (1 + seller.after) / (1 + seller.before) - 1
    if tax == 0:
        return None
    paid = comparison.result.user_price_change[place] / tax
    exporter = 1 - paid
    consumer = min(max(paid, 0.0), retail)
    return Split(exporter, paid - consumer, consumer)


def with_rate(sellers: Sequence[Seller], place: int, rate: float) -> tuple[Seller, ...]:
    """The sellers with another tariff after the change for one of them."""
    return tuple(
        replace(each, after=rate) if number == place else each for number, each in enumerate(sellers)
    )
