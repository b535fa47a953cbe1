"""Units of quantity: the customs office's abbreviations, what people write, and exact conversion between
them.

A unit is known by one name (``kg``, ``liter``, ``No.``, ``pf. liter``, ``kg copper content``). Names of the
same dimension convert into each other exactly (fractions, never floats); contents and proof litres stand
for themselves, because one cannot be had from the other without knowing the good.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from functools import cache

from briefing_app.errors import UsageError
from briefing_app.tariff.amounts import ungrouped


class QuantityError(UsageError):
    """A quantity or unit that cannot be used; the sentence names it and says what is needed."""


@dataclass(frozen=True)
class Unit:
    """One unit. ``factor`` says how many of the first unit of its ``dimension`` it holds."""

    name: str
    dimension: str
    factor: Fraction
    en: str
    ja: str


_F = Fraction
# name, dimension, factor, English, Japanese, further spellings (letters and digits only count)
# fmt: off
_UNITS: tuple[tuple[str, str, Fraction, str, str, str], ...] = (
    ("kg", "mass", _F(1), "kilograms", "キログラム",
     "kgs kilo kilos kilogram kilograms kilogramme kilogrammes"),
    ("g", "mass", _F(1, 1000), "grams", "グラム", "gram grams gramme grammes gm"),
    ("t", "mass", _F(1000), "metric tons", "トン", "ton tons tonne tonnes metricton metrictons mt"),
    ("lb", "mass", _F(45359237, 100000000), "pounds", "ポンド", "lbs pound pounds"),
    ("carat", "mass", _F(1, 5000), "carats", "カラット", "carats ct"),
    ("liter", "volume", _F(1), "liters", "リットル", "l liters litre litres ltr"),
    ("ml", "volume", _F(1, 1000), "milliliters", "ミリリットル",
     "milliliter milliliters millilitre millilitres"),
    ("hl", "volume", _F(100), "hectoliters", "ヘクトリットル",
     "hectoliter hectolitre hectoliters hectolitres"),
    ("m3", "volume", _F(1000), "cubic meters", "立方メートル",
     "cum cbm cubicmeter cubicmeters cubicmetre cubicmetres"),
    ("thousand m3", "volume", _F(1000000), "thousand cubic meters", "千立方メートル", ""),
    ("gallon", "volume", _F(473176473, 125000000), "US gallons", "米ガロン", "gal gallons"),
    ("bbl", "volume", _F(9936705933, 62500000), "barrels", "バレル", "barrel barrels"),
    ("No.", "count", _F(1), "pieces", "個",
     "no nos number numbers each pcs pc piece pieces units head heads article items ea pins"),
    ("doz.", "count", _F(12), "dozens", "ダース", "doz dozen dozens dz dzpcs dozpcs dzpc dozenpieces"),
    ("gross", "count", _F(144), "gross", "グロス", "grosses"),
    ("hundred", "count", _F(100), "hundreds", "百個", "hundreds"),
    ("thousand", "count", _F(1000), "thousands", "千個", "thousands 1000"),
    ("pr.", "pair", _F(1), "pairs", "足・組", "pr prs pair pairs"),
    ("doz. pr.", "pair", _F(12), "dozen pairs", "ダース組", "dozprs dozpr dozenpairs dozpair dzprs dzpr"),
    ("m", "length", _F(1), "meters", "メートル", "meter meters metre metres linm linearmeter linearmeters"),
    ("cm", "length", _F(1, 100), "centimeters", "センチメートル",
     "centimeter centimeters centimetre centimetres"),
    ("thousand m", "length", _F(1000), "thousand meters", "千メートル", "km kilometer kilometers"),
    ("fiber m", "fibre length", _F(1), "fiber meters", "ファイバーメートル", "fiberm fibrem"),
    ("m2", "area", _F(1), "square meters", "平方メートル",
     "sqm squaremeter squaremeters squaremetre squaremetres"),
    ("cm2", "area", _F(1, 10000), "square centimeters", "平方センチメートル", "sqcm"),
    ("square", "roofing", _F(1), "squares", "スクエア", "squares"),
    ("W", "power", _F(1), "watts", "ワット", "watt watts"),
    ("MWh", "energy", _F(1), "megawatt hours", "メガワット時", "megawatthours megawatthour"),
    ("GBq", "activity", _F(1), "gigabecquerels", "ギガベクレル", ""),
    ("dose", "dose", _F(1), "doses", "回分", "doses"),
    ("pack", "pack", _F(1), "packs", "パック", "packs"),
    ("jewel", "jewel", _F(1), "jewels", "石数", "jewels jwls jwl"),
    ("jewel over 7", "jewel over 7", _F(1), "jewels over seven in each", "7石を超える石数", "jewelsover7"),
    ("line gross", "line gross", _F(1), "line gross", "ライン・グロス",
     "grlines grline linegross grosslines"),
    ("pf. liter", "proof", _F(1), "proof liters", "プルーフリットル",
     "pfliters pflitre prooflitre prooflitres proofliter proofliters pfliteronethylalcoholcontent"),
    ("% vol", "strength", _F(1), "alcohol by volume, percent", "アルコール度数",
     "abv vol alcoholbyvolume percentvol"),
    ("degree", "polarisation", _F(1), "sugar degrees", "糖度",
     "degrees polarization polarisation sugardegrees"),
    ("clean kg", "clean mass", _F(1), "kilograms, clean yield", "洗上キログラム",
     "cykg cleankg kgclean cleanyieldkg"),
    ("kg drained", "drained", _F(1), "kilograms, drained weight", "固形量キログラム",
     "kgondrainedweight kgdrainedweight drainedkg"),
    ("kg with container", "gross mass", _F(1), "kilograms, contents and container", "容器込みキログラム",
     "kgoncontentsandcontainer kgincludingweightofcontainer kgwithcontainer"),
    ("t with container", "gross mass", _F(1000), "metric tons, contents and container", "容器込みトン",
     "tincludingweightofcontainer"),
    ("kg contents", "contents mass", _F(1), "kilograms, entire contents", "内容総量キログラム",
     "kgonentirecontentsofcontainer kgcontents"),
    ("m2 recording surface", "recording area", _F(1), "square meters, recording surface", "記録面積",
     ""),
    ("gross of containers", "container count", _F(1), "gross of immediate containers", "容器グロス",
     "grossofimmediatecontainers"),
    ("t air dry", "air dry mass", _F(1), "metric tons, air dry", "風乾トン", "tadw"),
    ("t dry basis", "dry mass", _F(1), "metric tons, dry weight", "乾量トン", "tdwb"),
)
# Contents: symbol or abbreviation of the schedule, English, Japanese.
_CONTENTS: tuple[tuple[str, str, str], ...] = (
    ("Cu", "copper", "銅"), ("Pb", "lead", "鉛"), ("Zn", "zinc", "亜鉛"), ("Au", "gold", "金"),
    ("Ag", "silver", "銀"), ("Pt", "platinum", "白金"), ("Pd", "palladium", "パラジウム"),
    ("Rh", "rhodium", "ロジウム"), ("Ir", "iridium", "イリジウム"), ("Os", "osmium", "オスミウム"),
    ("Ru", "ruthenium", "ルテニウム"), ("W", "tungsten", "タングステン"), ("Mo", "molybdenum", "モリブデン"),
    ("V", "vanadium", "バナジウム"), ("V2O5", "vanadium pentoxide", "五酸化バナジウム"),
    ("Mg", "magnesium", "マグネシウム"), ("Mn", "manganese", "マンガン"), ("Si", "silicon", "ケイ素"),
    ("Ni", "nickel", "ニッケル"), ("Co", "cobalt", "コバルト"), ("Cr", "chromium", "クロム"),
    ("Cr2O3", "chromium oxide", "酸化クロム"), ("Sb", "antimony", "アンチモン"), ("Sn", "tin", "スズ"),
    ("NaOH", "sodium hydroxide", "水酸化ナトリウム"), ("NH3", "ammonia", "アンモニア"),
    ("ttl sug", "total sugars", "全糖"), ("cmsc", "cow's milk solids", "牛乳固形分"),
    ("msc", "milk solids", "乳固形分"), ("amc", "anhydrous morphine", "無水モルヒネ"),
)
# fmt: on
# Weights that a declaration of plain kilograms stands for when nothing else is declared: the schedule's own
# unit column asks for "kg" on these lines, and the rate says which kilograms are meant.
DECLARED_AS_KG: Mapping[str, str] = {
    "kg drained": "drained weight",
    "kg with container": "the weight of contents and container",
    "kg contents": "the weight of the entire contents of the container",
}


# What counts, and what is said of it: "kilograms" and " of copper content".
_MORE = re.compile(r"(.*?)(,| of | over |$)(.*)")


def _key(text: str) -> str:
    text = text.replace("²", "2").replace("³", "3").casefold()
    return "".join(letter for letter in text if letter.isalnum())


@cache
def _tables() -> tuple[dict[str, Unit], dict[str, str]]:
    units: dict[str, Unit] = {}
    names: dict[str, str] = {}
    for name, dimension, factor, en, ja, spellings in _UNITS:
        units[name] = Unit(name, dimension, factor, en, ja)
        for spelling in (_key(name), *spellings.split()):
            names[spelling] = name
    names[_key("m2 of recording surface")] = "m2 recording surface"
    for symbol, en, ja in _CONTENTS:
        for mass, factor in (("kg", _F(1)), ("g", _F(1, 1000)), ("t", _F(1000))):
            name = f"{mass} {en} content"
            words = {"kg": "kilograms", "g": "grams", "t": "metric tons"}[mass]
            kanji = {"kg": "キログラム", "g": "グラム", "t": "トン"}[mass]
            units[name] = Unit(
                name, f"{en} content", factor, f"{words} of {en} content", f"{ja}含有量{kanji}"
            )
            for form in (
                f"{mass} {en} content",
                f"{mass} {en}",
                f"{mass} on {en} content",
                f"{mass} of {en} content",
            ):
                names[_key(form)] = name
            for form in (f"{mass} of {en}", f"{symbol} {mass}", f"{mass} {symbol}"):
                names.setdefault(_key(form), name)
    return units, names


def unit_name(text: str) -> str | None:
    """The name of the unit that ``text`` writes (``Liters``, ``L``, ``prs.``, ``Cu kg``), or None if
    unknown.
    """
    if text.strip() in {"%", "% vol", "%vol", "% vol."}:
        return "% vol"
    return _tables()[1].get(_key(text))


def unit(name: str) -> Unit:
    """The unit of that name or spelling. Raises QuantityError when no unit is called so."""
    units, _ = _tables()
    found = unit_name(name)
    if found is None:
        raise QuantityError(
            f"Unknown unit “{name}”.", hint="Units are written like kg, liter, No., doz., pr., m2, t."
        )
    return units[found]


def all_units() -> tuple[Unit, ...]:
    """Every unit that the schedule writes."""
    return tuple(_tables()[0].values())


def unit_words(name: str, language: str = "en") -> str:
    """What the unit is called in English or Japanese; an unknown abbreviation is given back as it is."""
    found = unit_name(name)
    if found is None:
        return name
    entry = _tables()[0][found]
    return entry.ja if language == "ja" else entry.en


def quantity_words(amount: Decimal, name: str, language: str = "en") -> str:
    """An amount with its unit: ``1,250 liters``, ``1 pair``, ``1,250リットル``."""
    words, said = unit_words(name, language), f"{amount:,f}"
    if "." in said:
        said = said.rstrip("0").rstrip(".")  # 1.000 liter would be a thousand to half of its readers
    if language == "ja":
        return f"{words}：{said}" if words[0].isdigit() else f"{said}{words}"
    if amount == 1 and name != "doz. pr.":
        first, mark, rest = _MORE.match(words).groups()  # type: ignore[union-attr]  # every text matches
        words = f"{first if first.endswith('ss') else first.removesuffix('s')}{mark}{rest}"
    return f"{said} {words}"


def convert(amount: Fraction, source: str, target: str) -> Fraction | None:
    """``amount`` of ``source`` in ``target``, exactly, or None where the one cannot be had from the other."""
    units, _ = _tables()
    one, other = units[source], units[target]
    if one.dimension != other.dimension:
        return None
    return amount * one.factor / other.factor


def read_quantity(amount: str | int | Decimal, unit_text: str) -> tuple[str, Decimal]:
    """One quantity as ``(unit name, amount)``. Raises QuantityError for words, negatives, infinities,
    unknown units.
    """
    name = unit(unit_text).name
    try:
        number = Decimal(ungrouped(str(amount).strip()))
    except InvalidOperation:
        raise QuantityError(
            f"The quantity “{amount}” is not a number.", hint="Write it like 1250 or 1250.5."
        ) from None
    if not number.is_finite():
        raise QuantityError(f"The quantity “{amount}” is not a number.", hint="Write it like 1250 or 1250.5.")
    if number < 0:
        raise QuantityError(f"The quantity {amount} is negative.", hint="A quantity is zero or more.")
    return name, number


def read_quantities(text: str) -> dict[str, Decimal]:
    """Several quantities in one text: ``1000 liter; 400 pf. liter``. Raises QuantityError."""
    found: dict[str, Decimal] = {}
    for piece in filter(None, (part.strip() for part in text.replace("；", ";").split(";"))):
        amount, _, unit_text = piece.partition(" ")
        name, number = read_quantity(amount, unit_text or "No.")
        if name in found:
            raise QuantityError(f"The quantity in {name} is given twice.", hint="Give each unit once.")
        found[name] = number
    return found
