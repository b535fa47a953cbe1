"""What the figures of several markets rest on, in sentences: elasticities, and the tariffs that change."""

from __future__ import annotations

from briefing_app.app.i18n import tr
from briefing_app.ui.tariff.sim_world import World
from briefing_app.ui.tariff.words import listed

MOST_CHANGES = 12
SYMBOLS = ("η", "ε", "σ")


def elasticities_said(world: World) -> str:
    """Import demand, export supply and substitution: once, or region by region where some has its own."""
    if not world.own:
        return tr("Assumed: {values}.", values=_values(world.shared))
    told = [f"{name} {_values(row)}" for name, row in zip(world.regions, world.elasticities, strict=True)]
    return tr("Assumed: {values}.", values="; ".join(told))


def changes_said(world: World) -> str:
    """The tariffs that are others then than now; "" where none is."""
    found = [
        tr(
            "{seller} to {buyer} {before} → {after}", seller=seller, buyer=buyer,
            before=_rate(world.before[row][column]), after=_rate(world.after[row][column]),
        )
        for row, seller in enumerate(world.regions)
        for column, buyer in enumerate(world.regions)
        if world.before[row][column] != world.after[row][column]
    ]  # fmt: skip
    if not found:
        return ""
    told = listed(found[:MOST_CHANGES])
    if len(found) > MOST_CHANGES:
        told = tr("{names} and {count} more", names=told, count=len(found) - MOST_CHANGES)
    return tr("Tariffs that change: {changes}.", changes=told)


def _values(row: tuple[float, ...]) -> str:
    return listed(f"{name} {value:g}".replace("-", "−") for name, value in zip(SYMBOLS, row, strict=True))


def _rate(rate: float) -> str:
    return f"{rate * 100:.10g}%"
