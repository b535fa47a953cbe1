"""The work of the Simulation page: three models, a tornado and a fan of draws. No widget is touched here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from briefing_app.threads import give_way
from briefing_app.trade import armington
from briefing_app.trade.comparison import Comparison, Elasticities, Seller, compare, suppliers_of, with_rate
from briefing_app.trade.draws import DrawnMarkets, Progress, solve_draws, triangular
from briefing_app.trade.inputs import Inputs
from briefing_app.trade.sensitivity import DRAWS, Bar
from briefing_app.trade.welfare import welfare

POINTS = 13


@dataclass(frozen=True)
class FanPoint:
    """The draws at one rate of the seller's tariff: P10, median, P90, and the answer at the cards' values."""

    rate: float
    low: float
    middle: float
    high: float
    centre: float


@dataclass(frozen=True)
class Answer:
    """Everything that the page shows of a market. ``fan`` is empty until it is drawn."""

    inputs: Inputs
    comparison: Comparison
    bars: tuple[Bar, ...] = ()
    fan: tuple[FanPoint, ...] = ()
    residual: float = 0.0


def answer(inputs: Inputs) -> Answer:
    """The three models and the tornado. Raises BriefingError as the models do."""
    return Answer(inputs, compare(inputs.sellers, inputs.values), _tornado(inputs))


def with_fan(found: Answer, progress: Progress | None = None, draws: int = DRAWS) -> Answer:
    """The answer with its fan: every rate from zero to twice the new one under the same draws.

    ``progress`` is told the draws done over all rates and may stop the work (CancelledError).
    """
    inputs = found.inputs
    drawn = triangular(inputs.cards, draws)
    supply = _supply(inputs.sellers, drawn)
    rates = _rates(inputs)
    points, worst = [], 0.0
    for number, rate in enumerate(rates):
        sellers = with_rate(inputs.sellers, inputs.place, rate)
        step = _step(progress, number * draws, len(rates) * draws)
        market = solve_draws(
            suppliers_of(sellers, inputs.values),
            demand=drawn["demand"],
            substitution=drawn["substitution"],
            supply=supply,
            domestic=[each.name for each in sellers if each.home],
            progress=step,
        )
        low, middle, high = np.percentile(_column(market, inputs), (10, 50, 90))
        centre = _one(replace(inputs, sellers=sellers), inputs.values)
        points.append(FanPoint(rate, float(low), float(middle), float(high), centre))
        worst = max(worst, market.residual)
    return replace(found, fan=tuple(points), residual=worst)


def _step(progress: Progress | None, before: int, whole: int) -> Callable[[int, int], bool]:
    def told(done: int, _of: int) -> bool:
        give_way()
        return progress is None or progress(before + done, whole)

    return told


def _rates(inputs: Inputs) -> tuple[float, ...]:
    seller = inputs.sellers[inputs.place]
    most = max(0.3, 2 * seller.after, 1.2 * seller.before)
    found = {round(most * number / (POINTS - 1), 6) for number in range(POINTS)}
    return tuple(sorted(found | {seller.after}))


def _supply(sellers: Sequence[Seller], drawn: dict[str, NDArray[np.float64]]) -> NDArray[np.float64]:
    return np.column_stack([drawn["home_supply" if each.home else "supply"] for each in sellers])


def _column(market: DrawnMarkets, inputs: Inputs) -> NDArray[np.float64]:
    if inputs.outcome == "imports":
        return np.asarray(market.quantity_change[:, inputs.place])
    if inputs.outcome == "duty":
        return market.duty_change
    return market.price_index_change if inputs.outcome == "price" else market.importer_welfare


def _one(inputs: Inputs, values: Elasticities) -> float:
    suppliers = suppliers_of(inputs.sellers, values)
    solved = armington.solve(suppliers, demand_elasticity=values.demand, substitution=values.substitution)
    if inputs.outcome == "imports":
        return solved.quantity_change[inputs.place]
    if inputs.outcome == "duty":
        return solved.duty_change
    if inputs.outcome == "price":
        return solved.price_index_change
    home = [each.name for each in inputs.sellers if each.home]
    return welfare(suppliers, solved, demand_elasticity=values.demand, domestic=home).importer


def _tornado(inputs: Inputs) -> tuple[Bar, ...]:
    bars = []
    for card in inputs.cards:
        ends = (replace(inputs.values, **{card.name: end}) for end in (card.low, card.high))
        bars.append(Bar(card.name, *(_one(inputs, each) for each in ends)))
    return tuple(sorted(bars, key=lambda bar: -bar.width))


def centre(inputs: Inputs) -> float:
    """The outcome at the cards' values."""
    return _one(inputs, inputs.values)
