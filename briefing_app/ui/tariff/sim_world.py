"""Several markets at once: who trades with whom, at which tariffs, and what GSIM makes of it. No widget."""

from __future__ import annotations

from dataclasses import dataclass, replace

from briefing_app.trade import gsim
from briefing_app.trade.gsim import GsimResult

Table = tuple[tuple[float, ...], ...]
MOST_REGIONS = 30
ROUGH = 0.1
"""A change of trade from which on a linear model is only rough."""

# Francois and Hall, GSIM 4×4 (2003): trade at world prices and the power of the tariff, from row to column.
TRADE: Table = ((0, 50, 200, 300), (500, 0, 150, 200), (300, 100, 200, 200), (50, 100, 110, 20))
POWER: Table = (
    (1, 1.21, 1.41, 1.22), (1.37, 1, 1.31, 1.23), (1.32, 1.36, 1, 1.18), (1.57, 1.41, 1.25, 1.15)
)  # fmt: skip


@dataclass(frozen=True)
class World:
    """Regions and their trade; rows sell, columns buy. ``before`` and ``after`` are tariffs as fractions.

    The three elasticities hold for every region; ``own`` are those of each region (import demand, export
    supply, substitution) where any has its own, else empty.
    """

    regions: tuple[str, ...]
    trade: Table
    before: Table
    after: Table
    demand: float = -1.25
    supply: float = 1.5
    substitution: float = 5.0
    own: Table = ()

    @property
    def shared(self) -> tuple[float, float, float]:
        """The elasticities of every region that has none of its own."""
        return self.demand, self.supply, self.substitution

    @property
    def elasticities(self) -> Table:
        """Import demand, export supply and substitution, region by region."""
        return self.own or (self.shared,) * len(self.regions)

    def with_shared(self, demand: float, supply: float, substitution: float) -> World:
        """The world with other elasticities for every region; what a region has of its own in one that did
        not change stays.
        """
        new = (demand, supply, substitution)
        own = tuple(
            tuple(
                after if after != before else mine
                for mine, before, after in zip(row, self.shared, new, strict=True)
            )
            for row in self.own
        )
        return replace(self, demand=demand, supply=supply, substitution=substitution, own=own)._plain()

    def _plain(self) -> World:
        """Without own elasticities where no region has any."""
        return replace(self, own=()) if all(row == self.shared for row in self.own) else self

    def solved(self) -> GsimResult:
        """What the change of tariffs does. Raises BriefingError for what the model cannot take."""
        return gsim.simulate(
            self.trade,
            _powers(self.before),
            _powers(self.after),
            import_demand=[row[0] for row in self.elasticities],
            export_supply=[row[1] for row in self.elasticities],
            substitution=[row[2] for row in self.elasticities],
        )

    def with_cell(self, table: str, row: int, column: int, value: float) -> World:
        """The world with one number of ``trade``, ``before``, ``after`` or ``elasticities`` changed."""
        rows = [list(each) for each in getattr(self, table)]
        rows[row][column] = value
        made: Table = tuple(map(tuple, rows))
        match table:
            case "trade":
                return replace(self, trade=made)
            case "before":
                return replace(self, before=made)
            case "elasticities":
                return replace(self, own=made)._plain()
        return replace(self, after=made)

    def with_region(self, name: str) -> World:
        """A further region that trades with nobody yet."""
        size = len(self.regions) + 1

        def grown(table: Table) -> Table:
            return (*((*row, 0.0) for row in table), (0.0,) * size)

        regions, trade = (*self.regions, name), grown(self.trade)
        own = (*self.own, self.shared) if self.own else ()
        before, after = grown(self.before), grown(self.after)
        return replace(self, regions=regions, trade=trade, before=before, after=after, own=own)

    def without_regions(self, gone: frozenset[int]) -> World:
        """The world without some regions and their trade."""
        kept = [place for place in range(len(self.regions)) if place not in gone]

        def shrunk(table: Table) -> Table:
            return tuple(tuple(table[row][column] for column in kept) for row in kept)

        regions, trade = tuple(self.regions[place] for place in kept), shrunk(self.trade)
        own = tuple(self.own[place] for place in kept) if self.own else ()
        before, after = shrunk(self.before), shrunk(self.after)
        return replace(self, regions=regions, trade=trade, before=before, after=after, own=own)._plain()

    def largest_change(self, found: GsimResult) -> float:
        """The largest change of a flow of goods, in value, as a fraction of what it was."""
        changes = (
            abs(float(found.trade_after[row][column]) / flow - 1)
            for row, flows in enumerate(self.trade)
            for column, flow in enumerate(flows)
            if flow
        )
        return max(changes, default=0.0)


def _powers(rates: Table) -> list[list[float]]:
    return [[1 + rate for rate in row] for row in rates]


def published(regions: tuple[str, str, str, str]) -> World:
    """The published example: free trade between the first and the third region."""
    before = tuple(tuple(round(power - 1, 12) for power in row) for row in POWER)
    world = World(regions, TRADE, before, before)
    return world.with_cell("after", 0, 2, 0.0).with_cell("after", 2, 0, 0.0)
