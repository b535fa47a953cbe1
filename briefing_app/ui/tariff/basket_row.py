"""An entry of the Ask page as a row of a basket."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from briefing_app.domain.records import BasketRow


def row_of(texts: Mapping[str, str]) -> BasketRow:
    """The row of a basket that asks what an entry's texts ask."""
    known = {"date", "origin", "hts", "value_usd", "entry_time_et"}
    facts = {name: text for name, text in texts.items() if name not in known}
    value = Decimal(texts["value_usd"])
    return BasketRow(
        hts=texts["hts"].replace(".", ""), value_usd=value, origin=texts["origin"], date=texts["date"],
        facts=facts,
    )  # fmt: skip
