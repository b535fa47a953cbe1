"""What the simulation starts from, as shipped files: markets, published elasticities, the reciprocal formula.

Data: ``resources/trade/*.toml``. Every refusal names the file and the key.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from typing import Any

from briefing_app import resources
from briefing_app.errors import UsageError
from briefing_app.trade.comparison import Elasticities, Seller
from briefing_app.trade.inputs import PARAMETERS


@dataclass(frozen=True)
class Card:
    """A published value of a parameter with its range. ``checked``: read in a public source."""

    parameter: str
    value: Decimal
    low: Decimal
    high: Decimal
    en: str
    ja: str
    source: str
    source_ja: str
    checked: bool


@dataclass(frozen=True)
class Market:
    """A market to start from; ``elasticities`` only where the example has its own."""

    id: str
    en: str
    ja: str
    unit: str
    source: str
    source_ja: str
    sellers: tuple[Seller, ...]
    elasticities: Elasticities | None
    names_ja: tuple[str, ...]
    unit_ja: str

    def named(self, language: str) -> tuple[Seller, ...]:
        """The sellers with their names in a language."""
        if language != "ja":
            return self.sellers
        return tuple(replace(each, name=name) for each, name in zip(self.sellers, self.names_ja, strict=True))


@dataclass(frozen=True)
class Partner:
    """A country of the formula: goods trade in billions of dollars, and the two columns of the chart."""

    code: str
    en: str
    ja: str
    imports: Decimal
    exports: Decimal
    shown: Decimal
    announced: Decimal


@dataclass(frozen=True)
class Criticism:
    """A published objection in our words, with its source."""

    en: str
    ja: str
    source: str
    source_ja: str


@dataclass(frozen=True)
class Formula:
    """The page of the reciprocal formula."""

    census: str
    census_ja: str
    chart: str
    chart_ja: str
    partners: tuple[Partner, ...]
    criticisms: tuple[Criticism, ...]


def load_cards() -> tuple[Card, ...]:
    """The published elasticities; the first of each parameter is the default. Raises UsageError."""
    return _cards(_text("elasticities.toml"))


@lru_cache(maxsize=2)
def _cards(text: str) -> tuple[Card, ...]:
    found = []
    for item in _read(text, "elasticities.toml", {"card"}).get("card", []):
        card = _made(Card, item, "elasticities.toml")
        if card.parameter not in PARAMETERS or not card.low <= card.value <= card.high:
            raise UsageError(f"elasticities.toml: {card.en}: the parameter or its range is wrong.")
        found.append(card)
    return tuple(found)


def load_markets() -> tuple[Market, ...]:
    """The markets to start from. Raises UsageError."""
    return _markets(_text("markets.toml"))


@lru_cache(maxsize=2)
def _markets(text: str) -> tuple[Market, ...]:
    found = []
    for item in _read(text, "markets.toml", {"market"}).get("market", []):
        own = {name: float(item.pop(name)) for name in PARAMETERS if name in item}
        raw = item.pop("seller", [])
        sellers = tuple(_seller(each) for each in raw)
        names = tuple(str(each.get("ja", each.get("name"))) for each in raw)
        values = Elasticities(**own) if own else None
        found.append(
            _made(
                Market,
                {**item, "sellers": sellers, "names_ja": names, "elasticities": values},
                "markets.toml",
            )
        )
    return tuple(found)


def load_formula() -> Formula:
    """The reciprocal formula with its countries and criticisms. Raises UsageError."""
    return _formula(_text("reciprocal.toml"))


@lru_cache(maxsize=2)
def _formula(text: str) -> Formula:
    raw = _read(text, "reciprocal.toml", {"census", "census_ja", "chart", "chart_ja", "country", "criticism"})
    partners = tuple(_made(Partner, item, "reciprocal.toml") for item in raw.get("country", []))
    criticisms = tuple(_made(Criticism, item, "reciprocal.toml") for item in raw.get("criticism", []))
    said = {key: str(raw[key]) for key in ("census", "census_ja", "chart", "chart_ja")}
    return Formula(**said, partners=partners, criticisms=criticisms)


def _text(name: str) -> str:
    return resources.path("trade", name).read_text(encoding="utf-8")


def _read(text: str, name: str, keys: set[str]) -> dict[str, Any]:
    raw = tomllib.loads(text, parse_float=Decimal)
    if unknown := set(raw) - keys:
        raise UsageError(f"{name}: unknown key “{min(unknown)}”.")
    return raw


def _made(kind: Any, item: Mapping[str, Any], name: str) -> Any:
    try:
        return kind(**item)
    except TypeError as error:
        raise UsageError(f"{name}: {error}.") from error


def _seller(item: Mapping[str, Any]) -> Seller:
    values = {
        key: float(value) if isinstance(value, Decimal | int) and not isinstance(value, bool) else value
        for key, value in item.items()
        if key != "ja"
    }
    made: Seller = _made(Seller, values, "markets.toml")
    return made
