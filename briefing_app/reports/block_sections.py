"""Which block of a briefing makes which section of its paper.

A template's own block makes one section of its name, or a whole part of many; any other block makes one
section with its place in its id. The outline, a click on the page and the findings all need the way back.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from types import MappingProxyType

from briefing_app.domain.records import Block
from briefing_app.reports.model import Section

NOBODY = MappingProxyType[str, str]({})


def is_added(block: Block) -> bool:
    """Whether it is a saved scenario, which shares the name of its block with the scene setter of a book."""
    return block.type == "scenario" and bool(block.ref)


def keys_of(blocks: Sequence[Block], standard: tuple[str, ...]) -> tuple[str, ...]:
    """The key of each block: its name for the first of a template's own kind, else its name and place."""
    keys: list[str] = []
    for place, block in enumerate(blocks):
        is_own = block.type in standard and block.type not in keys and not is_added(block)
        keys.append(block.type if is_own else f"{block.type}-{place}")
    return tuple(keys)


def own_texts(blocks: Sequence[Block], standard: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """The key of each block with words of its own, and those words."""
    keys = keys_of(blocks, standard)
    return tuple((key, block.text) for key, block in zip(keys, blocks, strict=True) if block.text)


def owners(
    sections: Iterable[Section], blocks: Sequence[Block], standard: tuple[str, ...]
) -> MappingProxyType[str, str]:
    """The key of the block that makes each section, by the id of the section."""
    keys = keys_of(blocks, standard)
    printed = [
        (key, block)
        for key, block in zip(keys, blocks, strict=True)
        if block.options.get("include") is not False
    ]
    first_of_kind: dict[str, str] = {}
    of_record: dict[str, str] = {}
    for key, block in printed:
        if not is_added(block):
            first_of_kind.setdefault(block.type, key)
        if block.ref:
            of_record.setdefault(block.ref, key)
    known = {key for key, _block in printed}
    owner = printed[0][0] if printed else ""
    found: dict[str, str] = {}
    for section in sections:
        if section.id in known:
            owner = section.id
        elif section.block in first_of_kind:
            owner = first_of_kind[section.block]
        elif section.anchor in of_record and section.level <= 2:
            owner = of_record[section.anchor]
        found[section.id] = owner
    return MappingProxyType(found)
