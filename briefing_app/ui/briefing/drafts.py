"""Edits of a briefing as values: each returns a new record, never changes one."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from briefing_app.domain.ids import new_id
from briefing_app.domain.records import Block, Briefing
from briefing_app.reports import blocks as block_kinds


def with_id(briefing: Briefing) -> Briefing:
    """The briefing with an id of its own."""
    return briefing if briefing.id else replace(briefing, id=new_id("briefing"))


def with_block(briefing: Briefing, place: int, block: Block) -> Briefing:
    """The briefing with the block at ``place`` replaced."""
    blocks = (*briefing.blocks[:place], block, *briefing.blocks[place + 1 :])
    return replace(briefing, blocks=blocks)


def with_option(block: Block, name: str, value: Any) -> Block:
    """The block with one option set; None takes it away."""
    options = {key: each for key, each in block.options.items() if key != name}
    return replace(block, options=options if value is None else {**options, name: value})


def with_setting(briefing: Briefing, name: str, value: str) -> Briefing:
    """The briefing with one setting; "" takes it away."""
    settings = {key: each for key, each in briefing.settings.items() if key != name}
    return replace(briefing, settings={**settings, name: value} if value else settings)


def without_block(briefing: Briefing, place: int) -> Briefing:
    """The briefing without the block at ``place``."""
    return replace(briefing, blocks=(*briefing.blocks[:place], *briefing.blocks[place + 1 :]))


def moved(briefing: Briefing, source: int, target: int) -> Briefing:
    """The briefing with the block at ``source`` put to ``target``."""
    blocks = list(briefing.blocks)
    blocks.insert(target, blocks.pop(source))
    return replace(briefing, blocks=tuple(blocks))


def inserted(briefing: Briefing, place: int, block: Block) -> Briefing:
    """The briefing with a block put in at ``place``."""
    return replace(briefing, blocks=(*briefing.blocks[:place], block, *briefing.blocks[place:]))


def block_of(kind: str, record_id: str) -> Block | None:
    """The live block of a record; None for a kind that cannot stand in a paper by itself."""
    match kind:
        case "basket":
            return Block("duty", ref=record_id)
        case "good":
            return Block("duty", options={"hts": record_id})
        case "quotation":
            # Its place among those of its note follows the id.
            note, _, place = record_id.partition("#")
            return Block("quotation", note, options={"place": int(place or 0)})
        case _:
            return Block(kind, ref=record_id) if kind in block_kinds.RECORD_BLOCKS else None


def appended(briefing: Briefing, block: Block) -> tuple[Briefing, int]:
    """The briefing with a block where it belongs, and its place: a duty takes the one-page brief's own place
    for one, all else goes to the end.
    """
    if briefing.template == "one-page" and block.type == "duty":
        for place, each in enumerate(briefing.blocks):
            if each.type == "duty" and not each.ref and "hts" not in each.options and is_included(each):
                return with_block(briefing, place, block), place
    return inserted(briefing, len(briefing.blocks), block), len(briefing.blocks)


def is_included(block: Block) -> bool:
    """Whether the block is printed."""
    return block.options.get("include") is not False
