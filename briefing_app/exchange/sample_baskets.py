"""Baskets that ship with the program: goods of Japan with the source of each value beside it."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache

from briefing_app import resources
from briefing_app.domain.records import Basket, BasketRow


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
    sources_ja: tuple[str, ...]
    note: str
    note_ja: str

    def name(self, language: str = "en") -> str:
        """The title in ``en`` or ``ja``."""
        return self.title_ja if language == "ja" else self.title

    def told(self, language: str = "en") -> tuple[str, ...]:
        """Where each value comes from, in ``en`` or ``ja``."""
        return self.sources_ja if language == "ja" else self.sources

    def said(self, language: str = "en") -> str:
        """What kind of figures the values are, in ``en`` or ``ja``."""
        return self.note_ja if language == "ja" else self.note


@lru_cache(maxsize=8)
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
            sources=tuple(f"{row['source']} · {row['good']}" for row in each["rows"]),
            sources_ja=tuple(
                " · ".join(reversed((row.get("ja") or _case_ja(row["source"])).split("：")))
                for row in each["rows"]
            ),
            note=each["note"],
            note_ja=each["note_ja"],
        )
        for each in found
    )  # fmt: skip


def _case_ja(source: str) -> str:
    return source.replace("worked case", "計算例")


def sample_of(basket: Basket) -> SampleBasket | None:
    """The sample that a basket was made of, by its title."""
    found = (each for each in sample_baskets(date.min) if basket.title in (each.title, each.title_ja))
    return next(found, None)


def sources_of(basket: Basket, language: str = "en") -> dict[tuple[str, object], str]:
    """Where the values of a basket come from, by code and value, if it was made of a sample; else nothing."""
    sample = sample_of(basket)
    if sample is None:
        return {}
    told = sample.told(language)
    return {(row.hts, row.value_usd): source for row, source in zip(sample.rows, told, strict=True)}
