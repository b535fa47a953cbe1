"""The fixed words of the templates, per language, from ``resources/templates/labels.toml``."""

from __future__ import annotations

import tomllib
from functools import cache
from typing import Any

from briefing_app import resources
from briefing_app.reports.wording import Language


@cache
def _file() -> dict[str, Any]:
    return tomllib.loads(resources.text("templates", "labels.toml"))


def words(language: Language) -> dict[str, str]:
    """All fixed words of a language by their key."""
    return {key: str(entry[language]) for key, entry in _file()["words"].items()}


def relation(word: str) -> str:
    """What a relation's first word is in Japanese, or "" if it is a word of the user's own."""
    return str(_file()["relations"].get(word.casefold(), ""))


def country(code: str, language: Language) -> str:
    """The name of a country of origin, or its code where the name is not kept."""
    entry = _file()["countries"].get(code)
    return str(entry[language]) if entry else code


def country_names() -> list[tuple[str, str]]:
    """Every name of a country that is kept, in either language, with its code."""
    return [(str(name), code) for code, entry in _file()["countries"].items() for name in entry.values()]


@cache
def well_known() -> frozenset[str]:
    """Abbreviations that need not be spelled out; the codes of countries stand beside their names."""
    return frozenset((*_file()["abbreviations"]["well_known"], *_file()["countries"]))


def spelled_out(abbreviation: str, language: Language) -> str:
    """What an abbreviation of the field means, "" for one that is not kept."""
    entry = _file()["abbreviations"]["spelled_out"].get(abbreviation)
    return str(entry[language]) if entry else ""


def section_title(section: str, language: Language) -> str:
    """The printed title of a section."""
    entry = _file()["sections"].get(section) or _file()["words"].get(section)
    return str(entry[language]) if entry else section.replace("_", " ").capitalize()


@cache
def section_by_title() -> dict[str, str]:
    """Section names by every title they are known by, folded."""
    found: dict[str, str] = {}
    for name, entry in _file()["sections"].items():
        for title in (entry["en"], entry["ja"], *entry.get("also", ())):
            found.setdefault(title.casefold(), name)
    return found


def section_of(title: str) -> str:
    """The section that a note's heading stands for, or ""."""
    folded = title.casefold()
    known = section_by_title()
    if folded in known:
        return known[folded]
    starts = [
        name for start, name in known.items() if folded.startswith((start + ":", start + "：", start + " "))
    ]
    return starts[0] if starts else ""
