"""Where the writer of a paper left off: which paper, at which block, with whom the copies were meant for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from briefing_app.ui.briefing.tab import BriefingTab


def left_off(tab: BriefingTab) -> dict[str, Any]:
    """Where the writer stands now."""
    briefing, side = tab.composer.briefing, tab.inspector
    return {
        "paper": briefing.id,
        "template": briefing.template,
        "language": briefing.language,
        "block": tab.outline.currentRow(),
        "page": side.pages.currentIndex(),
        "recipients": side.editions.recipients.toPlainText(),
    }


def go_on(tab: BriefingTab, place: Mapping[str, Any]) -> None:
    """Go on where the writer left off. A paper that is gone gives way to that of the day."""
    found = tab.composer.stored(str(place.get("paper", "")))
    if found is not None:
        tab.composer.open(found)
    else:
        tab.composer.take_stored(
            str(place.get("template", "one-page")), "ja" if place.get("language") == "ja" else "en"
        )
    tab.inspector.editions.recipients.show_text(str(place.get("recipients", "")))
    tab.inspector.show_page(int(place.get("page", 0)))
    tab.choose(int(place.get("block", -1)))
