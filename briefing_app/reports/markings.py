"""Marking schemes from ``resources/templates/markings/*.toml``: labels in order, place and colour."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from typing import Any

from briefing_app import resources
from briefing_app.domain.records import Block
from briefing_app.errors import UsageError
from briefing_app.reports.model import Marking


@dataclass(frozen=True)
class Scheme:
    """A family of markings, lowest first."""

    name: str
    title: str
    markings: tuple[Marking, ...]


@cache
def schemes() -> tuple[Scheme, ...]:
    """All schemes, by name."""
    folder = resources.path("templates", "markings")
    return tuple(
        _scheme(path.stem, tomllib.loads(path.read_text("utf-8"))) for path in sorted(folder.glob("*.toml"))
    )


def _scheme(name: str, entry: dict[str, Any]) -> Scheme:
    shared = {key: entry[key] for key in ("align", "size_pt", "boxed") if key in entry}
    found = tuple(
        Marking(
            label=level["label"],
            scheme=name,
            level=number,
            ink=level.get("ink", "#1B1D1F"),
            ground=level.get("ground", ""),
            portion=level.get("portion", level["label"]),
            **shared,
        )
        for number, level in enumerate(entry.get("level", ()), start=1)
    )
    return Scheme(name, entry["title"], found)


def find(label: str) -> Marking:
    """The marking of a label; none for "". Raises UsageError listing what there is."""
    wanted = " ".join(label.split()).casefold()
    if wanted in ("", "none"):
        return Marking()
    for scheme in schemes():
        for marking in scheme.markings:
            if marking.label.casefold() == wanted:
                return marking
    known = ", ".join(marking.label for scheme in schemes() for marking in scheme.markings)
    raise UsageError(f'There is no marking "{label}".', hint=f"Markings: none, {known}.")


def of_record(label: str) -> Marking | None:
    """The marking that a record carries; None where no scheme knows its label."""
    try:
        return find(label)
    except UsageError:
        return None


def of_portion(text: str, scheme: str = "") -> Marking | None:
    """The marking that a portion mark stands for: a label of any scheme, a short mark only of ``scheme``."""
    found = of_record(text)
    if found is not None and found.label:
        return found
    wanted = " ".join(text.split()).casefold()
    known = next((each for each in schemes() if each.name == scheme), None)
    return next((m for m in known.markings if m.portion.casefold() == wanted), None) if known else None


def scheme_of(label: str) -> str:
    """The name of the scheme that a label belongs to, or ""."""
    found = of_record(label)
    return found.scheme if found and found.label else ""


def portion_words(label: str, language: str = "en") -> str:
    """How a portion is marked in print: ``(SBU)``, ``（取扱注意）``; "" for what is not marked."""
    found = of_record(label)
    if found is None or not found.label:
        return ""
    return f"（{found.portion}）" if found.scheme == "japan" or language == "ja" else f"({found.portion})"


def is_above(content: Marking, banner: Marking) -> bool:
    """Whether content may not stand under a banner: it is higher, or of a scheme that cannot be compared."""
    if not content.label:
        return False
    return content.scheme != banner.scheme or content.level > banner.level


def may_print(block: Block, release: Marking | None) -> bool:
    """Whether a block, by its own marking, may stand in a paper that is to be released up to a marking."""
    label = str(block.options.get("marking", ""))
    if release is None or not label:
        return True
    marking = of_record(label)
    return marking is not None and not is_above(marking, release)


def highest(markings: list[Marking]) -> Marking:
    """The roll-up of markings of one scheme; of several schemes the one met first decides."""
    marked = [marking for marking in markings if marking.label]
    same = [marking for marking in marked if marking.scheme == marked[0].scheme]
    return max(same, key=lambda marking: marking.level, default=Marking())
