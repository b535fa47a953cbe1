"""Two thousand draws of a ten-region model, exact and linear, beside one bare linear solve a draw."""

from __future__ import annotations

import time

import numpy as np

from briefing_app.trade import armington, draws, gsim, sensitivity
from briefing_app.trade.armington import Supplier

REGIONS = 10
DRAWS = 2000
CARDS = [
    sensitivity.Elasticity.around("demand", -1.25),
    sensitivity.Elasticity.around("supply", 1.5),
    sensitivity.Elasticity.around("substitution", 5),
]


def main() -> None:
    """Print seconds for each model and for the floor, in this run on this machine."""
    source = np.random.default_rng(1)
    values = source.uniform(1, 100, REGIONS)
    trade = source.uniform(0, 100, (REGIONS, REGIONS))
    before = np.ones((REGIONS, REGIONS))
    after = before + source.uniform(0, 0.25, (REGIONS, REGIONS))

    def exact(card: dict[str, float]) -> float:
        suppliers = [
            Supplier(str(number), value, 0, 0.15, card["supply"]) for number, value in enumerate(values)
        ]
        return armington.solve(
            suppliers, demand_elasticity=card["demand"], substitution=card["substitution"]
        ).price_index_change

    def linear(card: dict[str, float]) -> float:
        result = gsim.simulate(
            trade,
            before,
            after,
            import_demand=card["demand"],
            export_supply=card["supply"],
            substitution=card["substitution"],
        )
        return float(result.net_welfare.sum())

    cards = [*CARDS, *(sensitivity.Elasticity.around(f"supply {place}", 1.5) for place in range(REGIONS))]

    def arrays() -> None:
        drawn = draws.triangular(cards)
        supply = np.column_stack([drawn[f"supply {place}"] for place in range(REGIONS)])
        market = [Supplier(str(number), value, 0, 0.15) for number, value in enumerate(values)]
        draws.solve_draws(market, demand=drawn["demand"], substitution=drawn["substitution"], supply=supply)

    floor = _seconds(lambda: [np.linalg.solve(trade + np.eye(REGIONS), values) for _ in range(DRAWS)])
    print(f"{DRAWS:,} draws, {REGIONS} regions")
    print(f"  bare linear solves (floor)   {floor:6.2f} s")
    for name, model in (("exact Armington", exact), ("GSIM", linear)):
        taken = _seconds(lambda model=model: sensitivity.fan(model, CARDS, draws=DRAWS))
        print(f"  {name:<26}   {taken:6.2f} s   {taken / floor:5.1f} x floor")
    taken = _seconds(arrays)
    print(f"  {'exact, all draws at once':<26}   {taken:6.2f} s   {taken / floor:5.1f} x floor")


def _seconds(work: object) -> float:
    start = time.perf_counter()
    work()  # type: ignore[operator]
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
