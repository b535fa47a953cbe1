"""What "no deal" means on a day: the announced rates and the duties behind a partner's own terms, as data.

Data: ``resources/tariff/us/no_deal.toml``, one stretch of days after the other for Japan, and the terms that
each other partner would lose from a day on, all with citations. On a day before the first stretch nothing was
announced, and no deal means the law as it is; so it does for partners that are not named.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

from briefing_app import resources
from briefing_app.domain.records import ScenarioEdit
from briefing_app.tariff.loader import Place, read_text, read_texts, read_toml
from briefing_app.tariff.origins import COUNTRIES, GROUPS
from briefing_app.tariff.scenario import read_edit

FILE = "no_deal.toml"
_PARTNER_KEYS = {"origin", "from", "en", "ja", "citations", "edits"}
_KEYS = {"from", "to", "en", "ja", "origins", "citations", "edits"}


@dataclass(frozen=True)
class Partner:
    """What a country or group other than Japan would pay from ``start`` on."""

    origin: str
    start: date
    en: str
    ja: str
    citations: tuple[str, ...]
    edits: tuple[ScenarioEdit, ...]

    def sentence(self, language: str) -> str:
        """What is taken, in words."""
        return self.ja if language == "ja" else self.en

    def covers(self, origin: str) -> bool:
        """Whether it speaks of goods of an origin."""
        return origin in GROUPS.get(self.origin, {self.origin})


@dataclass(frozen=True)
class NoDeal:
    """The law without a deal, asked on a day from ``start`` to before ``end`` (None: open).

    ``origins`` are those that ``en``, ``ja`` speak of; ``partners`` the others of which anything is known.
    """

    start: date
    end: date | None
    en: str
    ja: str
    origins: tuple[str, ...]
    citations: tuple[str, ...]
    edits: tuple[ScenarioEdit, ...]
    partners: tuple[Partner, ...] = ()

    def sentence(self, language: str) -> str:
        """What is taken, in words."""
        return self.ja if language == "ja" else self.en

    @property
    def all_edits(self) -> tuple[ScenarioEdit, ...]:
        """The edits for every partner."""
        return (*self.edits, *(edit for each in self.partners for edit in each.edits))

    def partner(self, origin: str) -> Partner | None:
        """What is known of goods of another origin."""
        return next((each for each in self.partners if each.covers(origin)), None)


def load_no_deal(folder: Path | None = None) -> tuple[NoDeal, ...]:
    """The stretches in order of time. Raises LawError: a stretch without day, words or citation, a gap."""
    raw = read_toml((folder or resources.path("tariff", "us")) / FILE)
    if unknown := set(raw) - {"stretch", "partner"}:
        raise Place(FILE).at(min(unknown)).fault("unknown key.")
    partners = tuple(_partner(number, item) for number, item in enumerate(raw.get("partner", []), start=1))
    found = tuple(
        replace(_stretch(number, item), partners=partners)
        for number, item in enumerate(raw.get("stretch", []), start=1)
    )
    for number, (one, following) in enumerate(pairwise(found), start=2):
        if one.end != following.start:
            raise Place(FILE, f"stretch {number}").at("from").fault("the stretches do not join.")
    return found


def no_deal_on(stretches: tuple[NoDeal, ...], day: date) -> NoDeal | None:
    """The stretch that holds a day; None where nothing had been announced."""
    found = next(
        (each for each in stretches if each.start <= day and (each.end is None or day < each.end)), None
    )
    if found is None:
        return None
    return replace(found, partners=tuple(each for each in found.partners if each.start <= day))


def _stretch(number: int, item: Mapping[str, Any]) -> NoDeal:
    place = Place(FILE, f"stretch {number}")
    if unknown := set(item) - _KEYS:
        raise place.at(min(unknown)).fault("unknown key.")
    start, end = item.get("from"), item.get("to")
    if not isinstance(start, date) or not (end is None or isinstance(end, date)):
        raise place.at("from").fault("a day is needed.")
    return NoDeal(
        start, end, read_text(item, "en", place), read_text(item, "ja", place),
        read_texts(item, "origins", place), _citations(item, place), _edits(item),
    )  # fmt: skip


def _partner(number: int, item: Mapping[str, Any]) -> Partner:
    place = Place(FILE, f"partner {number}")
    if unknown := set(item) - _PARTNER_KEYS:
        raise place.at(min(unknown)).fault("unknown key.")
    start, origin = item.get("from"), read_text(item, "origin", place)
    if not isinstance(start, date):
        raise place.at("from").fault("a day is needed.")
    if origin not in GROUPS and origin not in COUNTRIES:
        raise place.at("origin").fault("a country or group of the law is needed.")
    return Partner(
        origin, start, read_text(item, "en", place), read_text(item, "ja", place), _citations(item, place),
        _edits(item),
    )  # fmt: skip


def _citations(item: Mapping[str, Any], place: Place) -> tuple[str, ...]:
    citations = read_texts(item, "citations", place)
    if not citations:
        raise place.at("citations").fault("at least one source is needed.")
    return citations


def _edits(item: Mapping[str, Any]) -> tuple[ScenarioEdit, ...]:
    return tuple(read_edit(at, each) for at, each in enumerate(item.get("edits", []), start=1))
