"""How the timeline was left: lanes, what is hidden, the zone, terms of office, charts. Kept as one line of
JSON in the settings; what cannot be read any more is forgotten."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields
from typing import Any, get_args

from briefing_app.domain.chronicle import Grouping

HEADS = "heads"
"""Stands among the people whose terms are shown for all heads of delegation."""


@dataclass(frozen=True)
class View:
    """``terms``: ids of people, or :data:`HEADS`. ``tracks``: keys and heights in pixels, top to bottom."""

    grouping: Grouping = "track"
    zone: str = ""
    hidden_lanes: tuple[str, ...] = ()
    hidden_categories: tuple[str, ...] = ()
    terms: tuple[str, ...] = ()
    tracks: tuple[tuple[str, int], ...] = ()

    def words(self) -> str:
        """The view as a line of text."""
        return json.dumps(asdict(self), ensure_ascii=False)


def view_of(text: str) -> View:
    """The view that a line says; what is not understood is as at the start."""
    try:
        told = json.loads(text) if text else None
    except ValueError:
        told = None
    if not isinstance(told, dict):
        return View()
    known = {each.name for each in fields(View)}
    kept: dict[str, Any] = {}
    for name, value in told.items():
        if name in {"grouping", "zone"} and isinstance(value, str):
            kept[name] = value
        elif name == "tracks" and isinstance(value, list):
            kept[name] = tuple(
                (str(each[0]), int(each[1]))
                for each in value
                if isinstance(each, list) and len(each) == 2 and isinstance(each[1], int)
            )
        elif name in known and isinstance(value, list):
            kept[name] = tuple(str(each) for each in value)
    if kept.get("grouping") not in get_args(Grouping):
        kept.pop("grouping", None)
    return View(**kept)
