"""Reads the registers beside the measures: sources, numbered assumptions and the fee years. Strictly."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from itertools import pairwise
from typing import Any

from briefing_app.tariff.loader import LawError, Place, read_minute_key, read_text, read_texts
from briefing_app.tariff.rules import Assumption, FeeYear, SourceDocument


def build_sources(raw: Mapping[str, Any], file: str) -> dict[str, SourceDocument]:
    """The source register. Raises LawError for a document without publisher, title or date."""
    found = {}
    for name, item in raw.items():
        place = Place(file, name)
        if unknown := set(item) - {"publisher", "title", "date", "locator", "kind"}:
            raise place.at(min(unknown)).fault("unknown key.")
        found[name] = SourceDocument(
            name,
            read_text(item, "publisher", place),
            read_text(item, "title", place),
            read_text(item, "date", place),
            read_text(item, "locator", place, ""),
            read_text(item, "kind", place, ""),
        )
    return found


def build_assumptions(raw: Mapping[str, Any], file: str) -> dict[str, Assumption]:
    """The numbered assumptions, in file order. Raises LawError."""
    return {
        name: Assumption(
            name, number, read_text(item, "en", Place(file, name)), read_text(item, "ja", Place(file, name))
        )
        for number, (name, item) in enumerate(raw.items(), start=1)
    }


def build_fee_years(raw: Mapping[str, Any], file: str) -> tuple[FeeYear, ...]:
    """The processing fee by fiscal year; years must join without a gap. Raises LawError."""
    years = []
    for number, item in enumerate(raw.get("year", []), start=1):
        place = Place(file, f"year {number}")
        start, end = read_minute_key(item, "from", place), read_minute_key(item, "to", place)
        if start is None or end is None or not isinstance(item.get("min_usd"), Decimal | int):
            raise place.fault("from, to, min_usd and max_usd are needed.")
        citations = read_texts(item, "citations", place)
        if not citations:
            raise place.at("citations").fault("a fee needs at least one source.")
        least, most = int(Decimal(item["min_usd"]) * 100), int(Decimal(item["max_usd"]) * 100)
        years.append(FeeYear(start, end, least, most, citations, read_text(item, "confidence", place)))
    for one, following in pairwise(years):
        if one.end != following.start:
            raise LawError(f"{file}: the fee years do not join.")
    return tuple(years)
