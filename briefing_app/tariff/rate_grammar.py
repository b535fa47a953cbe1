"""The grammar of duty expressions: what a rate column of the schedule says, as values.

Source: Harmonized Tariff Schedule of the United States, columns 1 and 2. Rates are integers: parts per
million for ad valorem rates, 10^-9 US dollars per unit for specific ones. A text that sends the reader
elsewhere ("the rate applicable to each garment ...") is :class:`Elsewhere` with the schedule's own words,
and a text that no rule knows is refused, never read as something else.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from typing import TypeAlias

from briefing_app.errors import UsageError
from briefing_app.tariff.units import unit_name

NANO_PER_CENT = 10_000_000


class RateError(UsageError):
    """A text that is not a duty expression of the schedule. Nothing was read from it."""


@dataclass(frozen=True)
class Free:
    """No duty."""

    words: str = field(default="Free", compare=False)


@dataclass(frozen=True)
class AdValorem:
    """``ppm`` parts per million of a value, divided by ``over`` (thirds of a percent occur in column 2).

    ``base`` is empty for the customs value, else names the value it is taken on (``case``, ``battery``).
    """

    ppm: int
    base: str = ""
    over: int = 1
    words: str = field(default="", compare=False)


@dataclass(frozen=True)
class Specific:
    """``nano_usd`` (10^-9 US dollars) for each ``unit`` (a name of :mod:`briefing_app.tariff.units`)."""

    nano_usd: int
    unit: str
    words: str = field(default="", compare=False)


@dataclass(frozen=True)
class SugarRate:
    """A rate per kg that falls with each degree under ``full_degrees``, down to ``least_nano_usd``. 10^-9
    USD.
    """

    nano_usd: int
    step_nano_usd: int
    full_degrees: int
    least_nano_usd: int
    words: str = field(default="", compare=False)


@dataclass(frozen=True)
class Compound:
    """Parts that are added up; the sum is rounded once."""

    parts: tuple[AdValorem | Specific, ...]
    words: str = field(default="", compare=False)


@dataclass(frozen=True)
class Bounded:
    """A rate whose duty is not less than that of ``least`` and not more than that of ``most``."""

    rate: AdValorem | Specific | Compound
    least: AdValorem | Specific | Compound | None = None
    most: AdValorem | Specific | Compound | None = None
    words: str = field(default="", compare=False)


@dataclass(frozen=True)
class Elsewhere:
    """The schedule sends the reader to another line, note or rule; ``words`` are the schedule's own."""

    words: str


Part: TypeAlias = AdValorem | Specific
Rate: TypeAlias = Free | AdValorem | Specific | SugarRate | Compound | Bounded | Elsewhere

# What a percentage may be taken on, by the letters of the schedule's phrase. "" is the whole customs value.
_BASES = {
    "entireset": "",
    "fullvalueoftheimportedarticle": "",
    "case": "case",
    "strapbandorbracelet": "strap",
    "battery": "battery",
    "movement": "movement",
    "apparatus": "apparatus",
    "movementandcase": "movement_and_case",
    "caseandstrapbandorbracelet": "case_and_strap",
    "valueoftherifle": "rifle",
    "valueofthetelescopicsightifany": "telescopic_sight",
    "valueoftheleadcontent": "lead_content",
    "costofsuchgoodsorrepairs": "cost_of_goods_or_repairs",
    "costofsuchparts": "cost_of_parts",
    "costofsuchpartsormaterials": "cost_of_parts_or_materials",
    "fairretailvalue": "fair_retail_value",
}
BASE_WORDS = {
    "case": ("value of the case", "ケースの価額"),
    "strap": ("value of the strap, band or bracelet", "バンドの価額"),
    "battery": ("value of the battery", "電池の価額"),
    "movement": ("value of the movement", "ムーブメントの価額"),
    "apparatus": ("value of the apparatus", "機器本体の価額"),
    "movement_and_case": ("value of the movement and the case together", "ムーブメントとケースの合計価額"),
    "case_and_strap": ("value of the case and the strap together", "ケースとバンドの合計価額"),
    "rifle": ("value of the rifle", "ライフルの価額"),
    "telescopic_sight": ("value of the telescopic sight (0 if none)", "照準眼鏡の価額(なければ0)"),
    "lead_content": ("value of the lead content", "鉛含有分の価額"),
    "cost_of_goods_or_repairs": ("cost of the goods or repairs", "物品・修理の費用"),
    "cost_of_parts": ("cost of the parts", "部品の費用"),
    "cost_of_parts_or_materials": ("cost of the parts or materials", "部品・材料の費用"),
    "fair_retail_value": ("fair retail value", "公正小売価格"),
}
# First letters of texts that send the reader elsewhere. Letters only: the published file breaks words at
# line ends.
_ELSEWHERE = (
    "therate",
    "theduty",
    "aduty",
    "seeadditional",
    "seeusnote",
    "see98",
    "see99",
    "nochange",
    "noadditionalduty",
    "freeunder",
    "freefor",
    "freesee",
)
# A cap taken from another line's duty: two lines of watch parts.
_PLATES = "total duty shall not exceed the duty for the complete movement"
_NUMBER = r"\d+(?:,\d{3})*(?:\.\d+)?|\.\d+"
_PERCENT = re.compile(
    rf"(?P<whole>{_NUMBER})(?:\s+(?P<over>\d+)/(?P<under>\d+))?\s*(?:%|percent)(?:\s*(?:on|of|upon)\s+(?:the\s+)?(?P<base>.+))?"
)
_MONEY = re.compile(
    rf"(?:\$\s*(?P<usd>{_NUMBER})|(?P<cents>{_NUMBER})\s*¢)\s*(?:/\s*(?P<unit>.+)|(?P<each>each|per each))"
)
_SUGAR = re.compile(
    rf"({_NUMBER})\s*¢\s*/kg less ({_NUMBER})\s*¢\s*/kg for each degree under (\d+) degrees "
    rf"\(and fractions of a degree in proportion\) but not less(?: than)? ({_NUMBER})\s*¢\s*/kg"
)
_BOUND = re.compile(r"\s*,?\s*but not (less|more) than\s+")
_THOUSAND = re.compile(r"(?:1,?000|thou-?\s?sand)(?:\s+pins)?")


def _letters(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter.isalnum())


def _nano(cents: str) -> int:
    exact = Decimal(cents.replace(",", "")) * NANO_PER_CENT
    if exact != exact.to_integral_value():
        raise RateError(f"The rate {cents}¢ is finer than a thousand-millionth of a dollar.")
    return int(exact)


def _percent(match: re.Match[str], words: str) -> AdValorem:
    base = ""
    if match["base"]:
        known = _BASES.get(_letters(match["base"]).removeprefix("the"))
        if known is None:
            raise RateError(f"“{words}” takes a percentage on something unknown: “{match['base']}”.")
        base = known
    exact = Decimal(match["whole"].replace(",", "")) * 10_000
    if exact != exact.to_integral_value():
        raise RateError(f"The rate in “{words}” is finer than a millionth.")
    if not match["over"]:
        return AdValorem(int(exact), base, 1, words)
    under = int(match["under"])
    if under == 0:
        raise RateError(f"“{words}” divides by zero.")
    return AdValorem(int(exact) * under + 10_000 * int(match["over"]), base, under, words)


def _money(match: re.Match[str], words: str) -> Specific:
    nano = _nano(match["cents"]) if match["cents"] else _nano(match["usd"]) * 100
    if match["each"]:
        return Specific(nano, "No.", words)
    text = match["unit"].strip()
    if _THOUSAND.fullmatch(text):
        return Specific(nano, "thousand", words)
    name = unit_name(text)
    if name is None:
        raise RateError(f"“{words}” is charged per an unknown unit: “{text}”.")
    return Specific(nano, name, words)


def _part(text: str) -> Part:
    text = text.strip()
    if match := _PERCENT.fullmatch(text):
        return _percent(match, text)
    if match := _MONEY.fullmatch(text):
        return _money(match, text)
    raise RateError(
        f"“{text}” is not a rate of duty.", hint="Rates read like 2.5%, 4.4¢/kg or 1.2¢ each + 3%."
    )


def _sum(text: str) -> AdValorem | Specific | Compound:
    parts = tuple(_part(piece) for piece in text.split("+"))
    return parts[0] if len(parts) == 1 else Compound(parts, text)


@lru_cache(maxsize=8192)
def parse_rate(text: str) -> Rate:
    """The rate that a column of the schedule states.

    Raises RateError, quoting the text, when it is empty or not an expression that this grammar knows.
    """
    words = " ".join(text.split())
    if words.casefold() == "free":
        return Free(words)
    if not words:
        raise RateError(
            "The rate is empty.", hint="The line has no rate of its own: look at the lines beneath it."
        )
    if match := _SUGAR.fullmatch(words):
        high, step, degrees, least = match.groups()
        return SugarRate(_nano(high), _nano(step), int(degrees), _nano(least), words)
    if _letters(words).startswith(_ELSEWHERE) or _PLATES in words:
        return Elsewhere(words)
    rate, *bounds = _BOUND.split(words)
    if not bounds:
        return _sum(words)
    limits = {which: _sum(limit) for which, limit in zip(bounds[::2], bounds[1::2], strict=True)}
    return Bounded(_sum(rate), limits.get("less"), limits.get("more"), words)


def parts_of(rate: Rate) -> tuple[Part, ...]:
    """The parts that are added up; empty for rates that are not a plain sum."""
    if isinstance(rate, Compound):
        return rate.parts
    if isinstance(rate, AdValorem | Specific):
        return (rate,)
    return ()


def is_computable(rate: Rate) -> bool:
    """Whether a duty follows from the rate once the quantities it names are known."""
    return not isinstance(rate, Elsewhere)


def ad_valorem_ppm(rate: Rate) -> int | None:
    """The plain percentage of the customs value in ppm (0 when free), or None if it is anything else."""
    if isinstance(rate, Free):
        return 0
    if isinstance(rate, AdValorem) and not rate.base and rate.over == 1:
        return rate.ppm
    return None


def inputs_of(rate: Rate) -> tuple[str, ...]:
    """The inputs beyond the customs value that the rate needs: unit names and ``<base>_usd`` values, in
    order.
    """
    if isinstance(rate, SugarRate):
        return ("kg", "degree")
    if isinstance(rate, Bounded):
        nested = [inputs_of(side) for side in (rate.rate, rate.least, rate.most) if side is not None]
        return tuple(dict.fromkeys(name for names in nested for name in names))
    found = [
        part.unit if isinstance(part, Specific) else f"{part.base}_usd"
        for part in parts_of(rate)
        if isinstance(part, Specific) or part.base
    ]
    return tuple(dict.fromkeys(found))
