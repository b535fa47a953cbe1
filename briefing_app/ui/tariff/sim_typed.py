"""What was typed over in a market that came from a source: its figures are the source's no longer."""

from __future__ import annotations

from collections.abc import Sequence

from briefing_app.app.i18n import tr
from briefing_app.trade.comparison import Seller
from briefing_app.ui.tariff.words import listed


def value_said(value: float) -> str:
    """A value with all figures that it was typed with: ``39.936``, ``1,000,000,000``."""
    return f"{value:,.15g}"


def rate_typed(rate: float) -> str:
    """A rate with all figures that it was typed with: ``2.5%``."""
    return f"{rate * 100:.10g}%"


def typed_over(first: Sequence[Seller], now: Sequence[Seller]) -> str:
    """Which sellers are not those of the source, with what it says of them; "" where all are."""
    known = {each.name: each for each in first}
    kept = {each.name for each in now}
    changed = [_was(known[each.name]) for each in now if each.name in known and each != known[each.name]]
    new = [each.name for each in now if each.name not in known]
    gone = [each.name for each in first if each.name not in kept]
    parts = (
        tr("Typed over here: {sellers}.", sellers=listed(changed)) if changed else "",
        tr("Added here: {sellers}.", sellers=listed(new)) if new else "",
        tr("Left out here: {sellers}.", sellers=listed(gone)) if gone else "",
    )
    return " ".join(filter(None, parts))


def _was(seller: Seller) -> str:
    """What the source says of a seller."""
    return tr(
        "{name} (was {value}, {before} → {after})",
        name=seller.name, value=value_said(seller.value),
        before=rate_typed(seller.before), after=rate_typed(seller.after),
    )  # fmt: skip
