"""Dates of records as spans of days, where a date that cannot be read is simply absent."""

from __future__ import annotations

from functools import lru_cache

from briefing_app.domain import fuzzydate
from briefing_app.domain.fuzzydate import FuzzyDate as Span

__all__ = ["Span", "parse"]


@lru_cache(maxsize=4096)
def parse(text: str) -> Span | None:
    """The span of an EDTF text; None where it is empty or not a date (the record's own check names it)."""
    try:
        return fuzzydate.parse(text) if text.strip() else None
    except fuzzydate.DateError:
        return None
