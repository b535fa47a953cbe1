"""The sentences of an answer in another language. An answer is made in English; its Japanese is looked up.

The catalogue ``resources/tariff/words_ja.toml`` holds whole sentences and patterns; titles of measures, names
of facts, units and the numbered assumptions carry their Japanese where they are defined. What has no Japanese
(headings, codes, the schedule's own words) stays as it is.
"""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache

from briefing_app import resources
from briefing_app.tariff.fact_table import FACTS
from briefing_app.tariff.rate_grammar import BASE_WORDS
from briefing_app.tariff.units import all_units

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
)  # fmt: skip
_DAY = re.compile(rf"(?P<d>\d{{1,2}}) (?P<m>{'|'.join(_MONTHS)}) (?P<y>\d{{4}})")
_MOMENT = re.compile(rf"(?P<h>\d{{1,2}}):(?P<n>\d\d) (?P<half>[ap])\.m\. on {_DAY.pattern}")

# What may stand in some places of a pattern; in the others anything.
_SLOTS = {
    "amount": r"[0-9.]+", "country": "[A-Z]{2}", "other": "[A-Z]{2}", "percent": r"[0-9.]+%",
    "number": "[0-9]+", "second": "[0-9]+", "note": r"[0-9]+(?:\([a-z]+\))*", "last": r"\([a-z]+\)",
    "field": r"hts|[a-z0-9]+(?:_[a-z0-9]+)+",
    "register": "[0-9]+ FR [0-9]+", "suffix": r"\.[0-9]+", "date": r"[0-9]{1,2} [A-Z][a-z]+ [0-9]{4}",
}  # fmt: skip


def in_language(text: str, language: str) -> str:
    """A sentence of an answer in ``language`` (``en`` or ``ja``)."""
    return text if language != "ja" or not text else _japanese(text)


def ground_in(text: str, language: str) -> str:
    """A legal ground, instrument or heading in ``language``: a list with semicolons, each with its parts
    after commas. Marks of registers and codes stay as they are.
    """
    if language != "ja":
        return text
    whole = _japanese(text)
    if whole != text:
        return whole
    grounds = text.split("; ")
    return "、".join(
        said if (said := _japanese(ground)) != ground else "、".join(map(_japanese, ground.split(", ")))
        for ground in grounds
    )


@lru_cache(maxsize=8192)
def _japanese(text: str) -> str:
    sentences, patterns = _catalogue()
    found = sentences.get(text)
    if found is not None:
        return found
    when = _when(text)
    if when:
        return when
    for pattern, target in patterns:
        match = pattern.fullmatch(text)
        if match:
            return target.format_map({name: _part(part) for name, part in match.groupdict().items()})
    return text


def _part(text: str) -> str:
    """What stands in a place of a pattern: a sentence, or several with commas between."""
    pieces = [_japanese(piece) for piece in text.split(", ")]
    if all(piece != source for piece, source in zip(pieces, text.split(", "), strict=True)):
        return "、".join(pieces)
    return _japanese(text)


def _when(text: str) -> str:
    """A day or a moment in words, or an empty text."""
    found = _MOMENT.fullmatch(text) or _DAY.fullmatch(text)
    if not found:
        return ""
    day = f"{found['y']}年{_MONTHS.index(found['m']) + 1}月{found['d']}日"
    if "half" not in found.groupdict():
        return day
    half = "午前" if found["half"] == "a" else "午後"
    return f"{day}{half}{int(found['h']) % 12}時{int(found['n'])}分"


@lru_cache(maxsize=1)
def _catalogue() -> tuple[dict[str, str], list[tuple[re.Pattern[str], str]]]:
    raw = tomllib.loads(resources.path("tariff", "words_ja.toml").read_text(encoding="utf-8"))
    law = resources.path("tariff", "us")
    sentences: dict[str, str] = {}
    for file in sorted((law / "measures").glob("*.toml")):
        for measure in tomllib.loads(file.read_text(encoding="utf-8"))["measure"]:
            sentences[measure["title"]] = measure["title_ja"]
    for assumption in tomllib.loads((law / "assumptions.toml").read_text(encoding="utf-8")).values():
        sentences[assumption["en"]] = assumption["ja"]
    for name, fact in FACTS.items():
        sentences[f"{fact.en[0].lower()}{fact.en[1:]}"] = fact.ja
        sentences[name] = fact.ja
    for unit in all_units():
        sentences |= {unit.en: unit.ja, f"quantity in {unit.en}": f"数量({unit.ja})"}
    sentences |= dict(BASE_WORDS.values())
    sentences |= raw["sentences"]
    return sentences, [(_compiled(source), target) for source, target in raw["patterns"].items()]


def _compiled(source: str) -> re.Pattern[str]:
    pieces = re.split(r"\{(\w+)\}", source)
    made = "".join(
        f"(?P<{piece}>{_SLOTS.get(piece, '.+?')})" if place % 2 else re.escape(piece)
        for place, piece in enumerate(pieces)
    )
    return re.compile(made, re.DOTALL)
