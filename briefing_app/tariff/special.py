"""The special column: which programme pays which rate.

Source: Harmonized Tariff Schedule of the United States, General Note 3(c)(i) for the symbols. A cell holds
groups of a rate and the programmes it is for: ``Free (A,AU,KR) 3.2% (JP) See 9822.04.05 (AU)``. A group
without programmes (chapters 98 and 99) is for every programme.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from briefing_app.tariff.rate_grammar import RateError

PROGRAMMES: dict[str, tuple[str, str]] = {
    "A": ("Generalized System of Preferences", "一般特恵関税制度"),
    "A*": ("Generalized System of Preferences, not for every country", "一般特恵関税制度(対象外の国あり)"),
    "A+": (
        "Generalized System of Preferences, least developed countries only",
        "一般特恵関税制度(後発開発途上国のみ)",
    ),
    "AU": ("US-Australia agreement", "米豪自由貿易協定"),
    "B": ("Automotive Products Trade Act", "自動車製品貿易法"),
    "BH": ("US-Bahrain agreement", "米バーレーン自由貿易協定"),
    "C": ("Agreement on Trade in Civil Aircraft", "民間航空機貿易協定"),
    "CA": ("Goods of Canada under earlier provisions", "カナダ産品(旧規定)"),
    "CL": ("US-Chile agreement", "米チリ自由貿易協定"),
    "CO": ("US-Colombia agreement", "米コロンビア貿易促進協定"),
    "D": ("African Growth and Opportunity Act", "アフリカ成長機会法"),
    "E": ("Caribbean Basin Economic Recovery Act", "カリブ海諸国経済復興法"),
    "E*": (
        "Caribbean Basin Economic Recovery Act, not for every country",
        "カリブ海諸国経済復興法(対象外の国あり)",
    ),
    "IL": ("US-Israel agreement", "米イスラエル自由貿易協定"),
    "J": ("Andean Trade Preference Act", "アンデス貿易特恵法"),
    "J*": ("Andean Trade Preference Act, not for every country", "アンデス貿易特恵法(対象外の国あり)"),
    "J+": ("Andean Trade Preference Act, as extended", "アンデス貿易特恵法(拡充分)"),
    "JO": ("US-Jordan agreement", "米ヨルダン自由貿易協定"),
    "JP": ("US-Japan trade agreement", "日米貿易協定"),
    "K": ("Agreement on Trade in Pharmaceutical Products", "医薬品貿易協定"),
    "KR": ("US-Korea agreement", "米韓自由貿易協定"),
    "L": ("Concessions on intermediate chemicals for dyes", "染料中間化学品の譲許"),
    "MA": ("US-Morocco agreement", "米モロッコ自由貿易協定"),
    "MX": ("Goods of Mexico under earlier provisions", "メキシコ産品(旧規定)"),
    "NP": ("Nepal preference", "ネパール特恵"),
    "OM": ("US-Oman agreement", "米オマーン自由貿易協定"),
    "P": ("Dominican Republic-Central America agreement", "米・中米・ドミニカ共和国自由貿易協定"),
    "P+": (
        "Dominican Republic-Central America agreement, other terms",
        "米・中米・ドミニカ共和国自由貿易協定(別条件)",
    ),
    "PA": ("US-Panama agreement", "米パナマ貿易促進協定"),
    "PE": ("US-Peru agreement", "米ペルー貿易促進協定"),
    "R": ("Caribbean Basin Trade Partnership Act", "カリブ貿易連携法"),
    "S": ("United States-Mexico-Canada Agreement", "米国・メキシコ・カナダ協定"),
    "S+": ("United States-Mexico-Canada Agreement, other terms", "米国・メキシコ・カナダ協定(別条件)"),
    "SG": ("US-Singapore agreement", "米シンガポール自由貿易協定"),
}
_SYMBOL = re.compile(r"[A-Z]{1,2}[+*]?")
_NESTED = re.compile(r"\(([A-Z+*,\s]+)\(")


@dataclass(frozen=True)
class SpecialGroup:
    """One rate, as the column words it, and the programmes it is for (empty: for every programme)."""

    rate: str
    programmes: frozenset[str]

    @property
    def see(self) -> bool:
        """Whether the group only points at provisions of chapters 98 and 99."""
        return self.rate.startswith("See ")


def _symbols(inside: str) -> frozenset[str] | None:
    items = [item.strip() for item in inside.split(",") if item.strip()]
    return frozenset(items) if items and all(_SYMBOL.fullmatch(item) for item in items) else None


@lru_cache(maxsize=8192)
def special_groups(special: str) -> tuple[SpecialGroup, ...]:
    """The groups of a special column cell, in its order. Raises RateError for brackets that do not close."""
    text = _NESTED.sub(r"(\1,", " ".join(special.split()))  # one cell of the published file reads "(PA (PA)"
    groups: list[SpecialGroup] = []
    start = position = 0
    while (opened := text.find("(", position)) >= 0:
        closed = text.find(")", opened)
        if closed < 0:
            raise RateError(f"The special rate “{special}” opens a bracket and does not close it.")
        position = closed + 1
        programmes = _symbols(text[opened + 1 : closed])
        if programmes is None:  # a bracket inside the words of the rate
            continue
        rate = text[start:opened].strip()
        if not rate:
            raise RateError(f"The special rate “{special}” names programmes without a rate.")
        groups.append(SpecialGroup(rate, programmes))
        start = position
    if rest := text[start:].strip():
        groups.append(SpecialGroup(rest, frozenset()))
    return tuple(groups)


def special_rate(special: str, programme: str) -> str | None:
    """The rate text of ``programme`` (its symbol, exactly: ``JP``, ``S+``), or None when the cell does not
    name it.

    A group that states a rate goes before one that only points at chapter 99 ("See ..."). Raises RateError
    for a cell that cannot be read.
    """
    found = [
        group for group in special_groups(special) if not group.programmes or programme in group.programmes
    ]
    stated = [group for group in found if not group.see]
    chosen = stated or found
    return chosen[0].rate if chosen else None
