"""An entry of the Ask page as a row of a basket."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from briefing_app.domain.records import BasketRow
from briefing_app.tariff.currency import read_conversion, split
from briefing_app.tariff.value_source import line_of


def row_of(texts: Mapping[str, str]) -> BasketRow:
    """The row of a basket that asks what an entry's texts ask; the rate of its value stays with it."""
    asked, money = split(texts)
    known = {"date", "origin", "hts", "value_usd", "entry_time_et"}
    facts = {name: text for name, text in asked.items() if name not in known}
    return BasketRow(
        hts=asked["hts"].replace(".", ""), value_usd=Decimal(asked["value_usd"]), origin=asked["origin"],
        date=asked["date"], facts=facts, value_source=line_of(money, read_conversion(money)),
    )  # fmt: skip
