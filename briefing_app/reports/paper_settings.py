"""How a briefing says it is printed: the size of its sheet, and what its settings mean to the pages."""

from __future__ import annotations

from typing import Any, Literal

from briefing_app.domain.records import Briefing
from briefing_app.reports import labels
from briefing_app.reports.wording import Language

# The sizes of a sheet, as the typesetter calls them.
A4: Literal["a4"] = "a4"
LETTER: Literal["us-letter"] = "us-letter"


def paper_of(briefing: Briefing) -> str:
    """The size of the sheet that a briefing keeps: a4, or us-letter."""
    return LETTER if briefing.settings.get("paper") == LETTER else A4


def printed_as(briefing: Briefing) -> dict[str, Any]:
    """The settings of a briefing as arguments of :func:`gather_report`."""
    settings = briefing.settings
    return {
        "release": settings.get("release", ""),
        "watermark": settings.get("watermark", ""),
        "large_print": settings.get("large_print") == "yes",
        "western_years": settings.get("western_years") == "yes",
    }


def bars_of(briefing: Briefing) -> str:
    """Since which edition the margin tells what changed: "" the last one, its number, or "no"."""
    return str(briefing.settings.get("change_bars", ""))


def clearance_of(briefing: Briefing, language: Language) -> tuple[str, ...]:
    """Who drafted a paper and who has agreed to it, as they stand on the sheet."""
    words, settings = labels.words(language), briefing.settings
    told = ((words[name], " ".join(str(settings.get(name, "")).split())) for name in ("drafted", "cleared"))
    return tuple(pattern.format(who=who) for pattern, who in told if who)
