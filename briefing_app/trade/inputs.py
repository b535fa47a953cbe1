"""Everything that the answer about one market depends on: a saved run keeps it, a page is filled from it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from briefing_app.trade.comparison import Elasticities, Seller
from briefing_app.trade.sensitivity import Elasticity

Outcome: TypeAlias = Literal["imports", "duty", "price", "gain"]
OUTCOMES: tuple[Outcome, ...] = ("imports", "duty", "price", "gain")
PARAMETERS = ("demand", "substitution", "supply", "home_supply")
RETAIL = 0.2
"""The share that shops pass on where none is stated: Cavallo, Llamas and Vazquez, by September 2025."""


@dataclass(frozen=True)
class Inputs:
    """A market with its parameters. ``cards``: the four elasticities with their ranges; ``place``: the
    seller whose tariff is looked at; ``retail``: the share that shops pass on to consumers, from 0 to 1;
    ``unit``: in which money is counted; ``source``: where the market is from.
    """

    sellers: tuple[Seller, ...]
    cards: tuple[Elasticity, ...]
    place: int
    outcome: Outcome
    retail: float
    unit: str = ""
    source: str = ""

    @property
    def values(self) -> Elasticities:
        """The elasticities at their values."""
        return Elasticities(**{card.name: card.value for card in self.cards})


def moving(sellers: tuple[Seller, ...]) -> int:
    """The place of the first seller abroad whose tariff changes; the first seller where none does."""
    return next((at for at, each in enumerate(sellers) if not each.home and each.before != each.after), 0)
