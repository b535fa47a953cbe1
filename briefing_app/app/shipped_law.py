"""The tariff law that ships with the program, read once and kept."""

from __future__ import annotations

from datetime import date
from functools import cache, lru_cache
from importlib import import_module
from typing import Any

from briefing_app.threads import collector_resting, reading_gives_way


def law(known_on: date | None) -> Any:
    """The law as known on a day; None is today. Takes some tenths of a second at first."""
    return _shipped() if known_on is None else _as_known(known_on)


@lru_cache(maxsize=4)
def _as_known(day: date) -> Any:
    return _shipped().known_on(day)


@cache
def _shipped() -> Any:
    # By name and late: the first paint does not wait for the tariff code.
    with collector_resting(), reading_gives_way():
        return import_module("briefing_app.tariff.law").load_law()
