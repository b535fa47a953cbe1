"""Place cards for the table and the card for the pocket."""

from __future__ import annotations

from briefing_app.domain.records import Block
from briefing_app.reports import gather, one_page, people_pages
from briefing_app.reports.desk import Desk
from briefing_app.reports.model import NameBlock, Section

PLACE_BLOCKS = ("people",)
POCKET_BLOCKS = ("messages", "if_pressed", "who", "next")


def place_cards(desk: Desk, blocks: tuple[Block, ...]) -> tuple[Section, ...]:
    """One card per person: those a block names, else who took part most often. Posts are those of the day."""
    made = []
    for block in blocks:
        if block.options.get("include") is False or block.type not in ("people", "person"):
            continue
        people = (
            [p for p in desk.people() if p.id == block.ref] if block.ref else people_pages.chosen(desk, block)
        )
        for person in people:
            card = gather.card(desk, person)
            posts = (card.post,) if card.post else ()
            name = NameBlock(card.name, card.native, card.reading, "", person.country, posts, card.lang)
            made.append(Section(f"person-{person.id}", "card", card.name, (name,), lang=desk.language))
    if not made:
        desk.tell("warn", "There is nobody to write a card for: name people in the block.", "people")
    return tuple(made)


def pocket_card(desk: Desk, blocks: tuple[Block, ...]) -> tuple[Section, ...]:
    """What to say, whom to, and by when, on A6."""
    return one_page.sections(desk, blocks)
