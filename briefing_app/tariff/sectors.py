"""The sectors that deals speak of, each defined by the duties of the law that fall into it.

Data: ``resources/tariff/us/sectors.toml``. A rule belongs to the first sector whose lane or family and lists
it meets.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from briefing_app.tariff.loader import Place, read_text, read_texts


@dataclass(frozen=True)
class Sector:
    """A group of duties: those of the ``lanes`` or ``families``, narrowed by ``lists`` where it names any."""

    id: str
    en: str
    ja: str
    lanes: frozenset[str]
    families: frozenset[str]
    lists: frozenset[str]


def build_sectors(raw: Mapping[str, Any], file: str) -> tuple[Sector, ...]:
    """The sectors in file order. Raises LawError for a sector without name or scope."""
    found = []
    for name, item in raw.items():
        place = Place(file, name)
        if unknown := set(item) - {"en", "ja", "lanes", "families", "lists"}:
            raise place.at(min(unknown)).fault("unknown key.")
        lanes, families, lists = (
            frozenset(read_texts(item, key, place)) for key in ("lanes", "families", "lists")
        )
        if not lanes and not families:
            raise place.fault("a sector needs lanes or families.")
        names = read_text(item, "en", place), read_text(item, "ja", place)
        found.append(Sector(name, *names, lanes, families, lists))
    return tuple(found)


def sector_of(rule: Mapping[str, Any], sectors: Iterable[Sector]) -> Sector | None:
    """The sector of a rule, given with its ``lane``, ``family`` and ``lists``; None where it has none."""
    lists = {text.partition(":")[0] for text in rule.get("lists") or ()}
    for each in sectors:
        if each.lists and each.lists.isdisjoint(lists):
            continue
        if rule.get("lane") in each.lanes or (rule.get("family") or "") in each.families:
            return each
    return None
