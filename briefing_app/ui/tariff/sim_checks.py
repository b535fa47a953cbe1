"""Published worked examples beside what the models give here, worked out when the page is opened."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from briefing_app.app.i18n import tr
from briefing_app.trade import armington, average, gsim, incidence, smart
from briefing_app.trade.armington import Supplier
from briefing_app.trade.reciprocal import reciprocal_rate
from briefing_app.ui.tariff.sim_world import POWER, TRADE


@dataclass(frozen=True)
class Check:
    """One example: what was published at its precision, and what comes out here at the same precision."""

    model: str
    example: str
    published: str
    here: str
    source: str

    @property
    def agrees(self) -> bool:
        """Whether both say the same."""
        return self.published == self.here


def checks() -> tuple[Check, ...]:
    """Every example, worked out now."""
    three = [Supplier("one", 60, 0, 0, 1), Supplier("two", 30, 0, 0.1, 10), Supplier("three", 10, 0, 0, 10)]
    solved = armington.solve(three, demand_elasticity=-1, substitution=4)
    free = [list(row) for row in POWER]
    free[0][2] = free[2][0] = 1
    world = gsim.simulate(
        [list(row) for row in TRADE],
        [list(row) for row in POWER],
        free,
        import_demand=-1.25,
        export_supply=1.5,
        substitution=5,
    )
    flows = [smart.Flow("A", 100, 0.2, 0), smart.Flow("B", 100, 0.2, 0.2)]
    cut = smart.simulate(flows, import_demand=-1.5, substitution=1.5)
    japan = reciprocal_rate(Decimal("148.21"), Decimal("79.74"))
    return (
        Check(
            "Armington",
            tr("Three suppliers, 10% on one: prices to users"),
            "+2.1%, +7.85%, +0.75%",
            "{:+.1%}, {:+.2%}, {:+.2%}".format(*solved.user_price_change),
            tr("Notes of the emr model"),
        ),
        Check(
            "GSIM",
            tr("Free trade of the United States and the European Union: world prices"),
            "0.0792, -0.0316, 0.0480, -0.0184",
            ", ".join(f"{each:.4f}" for each in world.world_price_change),
            tr("Francois and Hall, GSIM 4×4 (2003)"),
        ),
        Check(
            "SMART",
            tr("20% to zero for one of two partners: creation, diversion, revenue"),
            "25.0, 11.1111, -22.2222",
            f"{cut.trade_creation[0]:.1f}, {cut.trade_diversion[0]:.4f}, {cut.revenue_change:.4f}",
            tr("Worked out by hand from Laird and Yeats (1986)"),
        ),
        Check(
            tr("Reciprocal"),
            tr("Japan: rate and announced rate"),
            "46.2%, 24%",
            f"{float(japan.rate):.1%}, {float(japan.announced):.0%}",
            tr("Chart of 2 April 2025"),
        ),
        Check(
            tr("Who pays"),
            tr("η −1.25 and ε 1.5: importers' share"),
            "54.5%",
            f"{incidence.incidence(-1.25, 1.5).importer:.1%}",
            tr("Formula of one competitive market"),
        ),
        Check(
            tr("Rule of thumb"),
            tr("Gain from free trade: 10%, imports 20%, elasticity 3"),
            "0.25%",
            f"{incidence.triangle_gain(0.1, 0.2, 3):.2%}",
            "Rodrik",
        ),
        Check(
            tr("Swiss formula"),
            tr("a = 16: 25% becomes"),
            "9.7561",
            f"{float(average.swiss_cut(Fraction(25), Fraction(16))):.4f}",
            tr("WITS help"),
        ),
    )
