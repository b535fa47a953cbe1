"""How far a result moves when the elasticities do: draws with a fixed seed, and one at a time."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from briefing_app.errors import UsageError

SEED = 20250402
DRAWS = 2000
SPREAD = 0.3


@dataclass(frozen=True)
class Elasticity:
    """A parameter with its range. ``low`` <= ``value`` <= ``high``, all of one sign."""

    name: str
    value: float
    low: float
    high: float
    source: str = ""

    def __post_init__(self) -> None:
        if not self.low <= self.value <= self.high:
            raise UsageError(f"{self.name}: the value must lie between its low and high end.")

    @classmethod
    def around(cls, name: str, value: float, spread: float = SPREAD, source: str = "") -> Elasticity:
        """A symmetric range of ``spread`` to either side, the practice of the literature."""
        ends = sorted((value * (1 - spread), value * (1 + spread)))
        return cls(name, value, ends[0], ends[1], source)


@dataclass(frozen=True)
class Fan:
    """The spread of a result over the draws."""

    p10: float
    p50: float
    p90: float
    draws: NDArray[np.float64]


@dataclass(frozen=True)
class Bar:
    """One bar of a tornado: the result with one parameter at its low and at its high end."""

    name: str
    at_low: float
    at_high: float

    @property
    def width(self) -> float:
        """How much this parameter matters."""
        return abs(self.at_high - self.at_low)


Model = Callable[[Mapping[str, float]], float]


def fan(model: Model, cards: Sequence[Elasticity], *, draws: int = DRAWS, seed: int = SEED) -> Fan:
    """Run ``model`` on triangular draws of all parameters. The same seed gives the same digits."""
    source = np.random.Generator(np.random.PCG64(seed))
    columns = {card.name: _triangular(source, card, draws) for card in cards}
    results = np.array(
        [model({name: float(column[number]) for name, column in columns.items()}) for number in range(draws)]
    )
    p10, p50, p90 = (float(value) for value in np.percentile(results, (10, 50, 90)))
    return Fan(p10, p50, p90, results)


def tornado(model: Model, cards: Sequence[Elasticity]) -> tuple[Bar, ...]:
    """One parameter at a time from low to high, the others at their value; widest bar first."""
    centre = {card.name: card.value for card in cards}
    bars = [
        Bar(card.name, model({**centre, card.name: card.low}), model({**centre, card.name: card.high}))
        for card in cards
    ]
    return tuple(sorted(bars, key=lambda bar: -bar.width))


def _triangular(source: np.random.Generator, card: Elasticity, draws: int) -> NDArray[np.float64]:
    if card.low == card.high:
        return np.full(draws, card.value)
    return source.triangular(card.low, card.value, card.high, draws)
