"""Where words stand that somebody took down: the source, the page of it, and the words to look for there."""

from __future__ import annotations

from dataclasses import dataclass

from briefing_app.domain.citation_style import page_of
from briefing_app.domain.records import Block, Note, Person, Position, Quotation, Record
from briefing_app.domain.stances import position_of


@dataclass(frozen=True)
class SourcePlace:
    """A source by its id, the page (0: the one on which the words stand) and the words."""

    source: str
    page: int = 0
    words: str = ""


def of_quotation(quotation: Quotation) -> SourcePlace | None:
    """Where a quotation stands; None if nobody said."""
    return _place(quotation.source, quotation.locator, quotation.text)


def of_position(position: Position) -> SourcePlace | None:
    """Where it is written what somebody said; None if nobody knows."""
    return _place(position.source, position.locator, position.quotation)


def of_block(block: Block, record: Record | None) -> SourcePlace | None:
    """Where the words of a block stand, given the record that it names; None for a block of other words."""
    if block.type == "quotation" and isinstance(record, Note):
        place = block.options.get("place", 0)
        if isinstance(place, int) and 0 <= place < len(record.quotations):
            return of_quotation(record.quotations[place])
    if block.type == "position" and isinstance(record, Person):
        position = position_of(record, block)
        return of_position(position) if position is not None else None
    return None


def _place(source: str, locator: str, words: str) -> SourcePlace | None:
    return SourcePlace(source, page_of(locator), words) if source else None
