"""What "no deal" means on a day: the announced rates and the duties behind a partner's own terms, as data.

Data: ``resources/tariff/us/no_deal.toml``, one stretch of days after the other, each with its citations. On a
day before the first stretch nothing was announced, and no deal means the law as it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

from briefing_app import resources
from briefing_app.domain.records import ScenarioEdit
from briefing_app.tariff.loader import Place, read_text, read_texts, read_toml
from briefing_app.tariff.scenario import read_edit

FILE = "no_deal.toml"
_KEYS = {"from", "to", "en", "ja", "origins", "citations", "edits"}


@dataclass(frozen=True)
class NoDeal:
    """The law without a deal, asked on a day from ``start`` to before ``end`` (None: open)."""

    start: date
    end: date | None
    en: str
    ja: str
    origins: tuple[str, ...]
    citations: tuple[str, ...]
    edits: tuple[ScenarioEdit, ...]

    def sentence(self, language: str) -> str:
        """What is taken, in words."""
        return self.ja if language == "ja" else self.en


def load_no_deal(folder: Path | None = None) -> tuple[NoDeal, ...]:
    """The stretches in order of time. Raises LawError: a stretch without day, words or citation, a gap."""
    raw = read_toml((folder or resources.path("tariff", "us")) / FILE)
    if unknown := set(raw) - {"stretch"}:
        raise Place(FILE).at(min(unknown)).fault("unknown key.")
    found = tuple(_stretch(number, item) for number, item in enumerate(raw.get("stretch", []), start=1))
    for number, (one, following) in enumerate(pairwise(found), start=2):
        if one.end != following.start:
            raise Place(FILE, f"stretch {number}").at("from").fault("the stretches do not join.")
    return found


def no_deal_on(stretches: tuple[NoDeal, ...], day: date) -> NoDeal | None:
    """The stretch that holds a day; None where nothing had been announced."""
    return next(
        (each for each in stretches if each.start <= day and (each.end is None or day < each.end)), None
    )


def _stretch(number: int, item: Mapping[str, Any]) -> NoDeal:
    place = Place(FILE, f"stretch {number}")
    if unknown := set(item) - _KEYS:
        raise place.at(min(unknown)).fault("unknown key.")
    start, end = item.get("from"), item.get("to")
    if not isinstance(start, date) or not (end is None or isinstance(end, date)):
        raise place.at("from").fault("a day is needed.")
    citations = read_texts(item, "citations", place)
    if not citations:
        raise place.at("citations").fault("at least one source is needed.")
    edits = tuple(read_edit(at, each) for at, each in enumerate(item.get("edits", []), start=1))
    return NoDeal(
        start, end, read_text(item, "en", place), read_text(item, "ja", place),
        read_texts(item, "origins", place), citations, edits,
    )  # fmt: skip
