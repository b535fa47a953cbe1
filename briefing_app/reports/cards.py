"""Place cards for the table and the card for the pocket."""

from __future__ import annotations

from briefing_app.domain.records import Block, Person
from briefing_app.reports import gather, one_page, people_pages, seating_pages
from briefing_app.reports.desk import Desk
from briefing_app.reports.model import NameBlock, Section

PLACE_BLOCKS = ("people",)
POCKET_BLOCKS = ("messages", "if_pressed", "who", "next")


def place_cards(desk: Desk, blocks: tuple[Block, ...]) -> tuple[Section, ...]:
    """One card per person: those a block names, else who took part most often. Posts are those of the day."""
    made = []
    for block in blocks:
        if block.options.get("include") is False:
            continue
        if block.type not in ("people", "person", "delegation"):
            desk.tell("warn", "Place cards hold names only; the other blocks are left out.", "people")
            continue
        for person in _wanted(desk, block):
            card = gather.card(desk, person)
            # Nothing of it is printed: a card stands before everybody.
            gather.tell_if_late(desk, person, f"person-{person.id}")
            posts = (card.post,) if card.post else ()
            name = NameBlock(
                _name(desk, person, card.name),
                card.native,
                card.reading,
                "",
                person.country,
                posts,
                card.lang,
            )
            made.append(Section(f"person-{person.id}", "card", card.name, (name,), lang=desk.language))
    if not made:
        desk.tell("warn", "There is nobody to write a card for: name people in the block.", "people")
    return tuple(made)


def _name(desk: Desk, person: Person, name: str) -> str:
    """What somebody entered for the place card, else the name."""
    use = "place card, Japanese" if desk.language == "ja" else "place card"
    return person.address.get(use) or name


def _wanted(desk: Desk, block: Block) -> list[Person]:
    """Whom a block names; of a delegation both sides in order of precedence."""
    if block.type == "delegation":
        found = seating_pages.delegations_of(desk, (block,))
        return [
            member.person
            for record in found
            for side in seating_pages.members_of(desk, record)
            for member in side
        ]
    if block.ref:
        return [person for person in desk.people() if person.id == block.ref]
    return people_pages.chosen(desk, block)


def pocket_card(desk: Desk, blocks: tuple[Block, ...]) -> tuple[Section, ...]:
    """What to say, whom to, and by when, on A6."""
    return one_page.sections(desk, blocks)
