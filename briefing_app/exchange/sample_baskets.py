"""Baskets that ship with the program: goods of Japan with the source of each value beside it."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from briefing_app import resources
from briefing_app.domain.records import BasketRow


@dataclass(frozen=True)
class SampleBasket:
    """Rows entered on the day asked for, and where each value comes from, row by row; ``note`` says what kind
    of figures they are.
    """

    id: str
    title: str
    title_ja: str
    rows: tuple[BasketRow, ...]
    sources: tuple[str, ...]
    note: str
    note_ja: str

    def name(self, language: str = "en") -> str:
        """The title in ``en`` or ``ja``."""
        return self.title_ja if language == "ja" else self.title

    def said(self, language: str = "en") -> str:
        """What kind of figures the values are, in ``en`` or ``ja``."""
        return self.note_ja if language == "ja" else self.note


def sample_baskets(on: date) -> tuple[SampleBasket, ...]:
    """The sample baskets, every row of Japan and entered on a day."""
    found = tomllib.loads(resources.text("tariff", "baskets.toml"))["basket"]
    return tuple(
        SampleBasket(
            id=each["id"],
            title=each["title"],
            title_ja=each["title_ja"],
            rows=tuple(
                BasketRow(
                    hts=row["hts"].replace(".", ""), value_usd=Decimal(row["value_usd"]), origin="JP",
                    date=on.isoformat(), facts=dict(row.get("facts", {})),
                )
                for row in each["rows"]
            ),
            sources=tuple(f"{row['good']}: {row['source']}" for row in each["rows"]),
            note=each["note"],
            note_ja=each["note_ja"],
        )
        for each in found
    )  # fmt: skip
