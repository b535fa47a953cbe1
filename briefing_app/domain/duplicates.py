"""People who stand in a workspace twice: found by their names in any spelling, and made one.

Two people may be the same if a name agrees after what differs between spellings is taken away: case, accents,
spaces and width, order of the parts, long vowels (``Ōno``, ``Ohno``, ``Oono``, ``Ono``), old forms of
characters (斎 齋 齊 斉), kana of either kind. Nothing is merged by itself.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace
from itertools import combinations
from typing import Any

from briefing_app.domain.people import to_hiragana
from briefing_app.domain.records import Person

# Old and variant forms of characters in names, each under the one that is compared.
_VARIANT_FORMS = (
    "斎齋齊斉 沢澤 辺邊邉 浜濱濵 高髙 崎﨑嵜碕 広廣 国國圀 桜櫻 島嶋嶌 竜龍 真眞 恵惠 "
    "徳德 吉𠮷 栄榮 学學 円圓 塩鹽 亀龜 関關 気氣 峰峯 検檢 剣劍 宝寶 実實 条條 瀬瀨 "
    "滝瀧 沖冲 静靜 曽曾 富冨 梅楳 桧檜 弥彌 与與 頼賴 礼禮 蔵藏 黒黑 緑綠 総總 経經 "
    "県縣 万萬 館舘 遥遙 槙槇 桑桒 穂穗 壮壯 寿壽 稲稻 姫姬 尭堯 "
)
_PLAIN = str.maketrans({other: group[0] for group in _VARIANT_FORMS.split() for other in group[1:]})
_LONG = re.compile(r"ou|oo|oh(?![aiueoy])|uu|uh(?![aiueoy])|aa|ii|ee|ei")
_SHORT = {"ou": "o", "oo": "o", "oh": "o", "uu": "u", "uh": "u", "aa": "a", "ii": "i", "ee": "e", "ei": "e"}
_SAME_SOUND = (("tsu", "tu"), ("shi", "si"), ("chi", "ti"), ("fu", "hu"), ("ji", "zi"), ("sh", "sy"),
               ("ch", "ty"), ("mb", "nb"), ("mp", "np"), ("mm", "nm"), ("'", ""))  # fmt: skip
_MOST_OF_A_KEY = 40  # a name that hundreds share says nothing


REASONS = (
    "the same name in Latin letters", "the same name in characters", "the same reading",
    "the same address", "the same name but for spaces, capitals or width",
)  # fmt: skip
"""Why two people may be one."""


@dataclass(frozen=True)
class Pair:
    """Two people who may be one, and why: which spelling agrees."""

    first: Person
    second: Person
    reason: str


def romanised(text: str) -> str:
    """A name in Latin letters without what differs between romanisations; its parts in order of the
    alphabet.
    """
    plain = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    parts = []
    for part in re.findall(r"[a-z'’]+", plain):
        said = part.replace("’", "'")
        for ours, theirs in _SAME_SOUND:
            said = said.replace(ours, theirs)
        parts.append(_LONG.sub(lambda found: _SHORT[found[0]], said))
    return " ".join(sorted(part for part in parts if len(part) > 1))


def written(text: str) -> str:
    """A name in characters without spaces, variant forms put under one."""
    wide = unicodedata.normalize("NFKC", text).translate(_PLAIN)
    return to_hiragana(re.sub(r"[\s・･=＝,.]+", "", wide)).translate(_PLAIN)


def squeezed(text: str) -> str:
    """A name in any script without what a hurried hand leaves out or doubles: spaces of any width, those that
    cannot be seen, capitals, full and half width.
    """
    plain = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    return "".join(c for c in plain if not (c.isspace() or unicodedata.category(c) == "Cf"))


def keys(person: Person) -> dict[str, str]:
    """What a person is compared by, with the words for it."""
    found: dict[str, str] = {}
    for name in person.names:
        if len(same := squeezed(name.full)) > 1:
            found[f"s:{same}"] = REASONS[4]
        if name.script == "Latn":
            said = romanised(name.full)
            if " " in said:  # one word alone is too little to go by
                found[f"r:{said}"] = REASONS[0]
        elif len(plain := written(name.full)) > 2:
            found[f"w:{plain}"] = REASONS[1]
        if len(sound := written(name.reading)) > 3:
            found.setdefault(f"k:{sound}", REASONS[2])
    for value in person.contact.values():
        if "@" in value:
            found[f"c:{value.strip().casefold()}"] = REASONS[3]
    return found


def find(everybody: Iterable[Person]) -> list[Pair]:
    """Everybody who may be there twice, by name. Linear in the number of people."""
    groups: dict[str, list[Person]] = {}
    reasons: dict[str, str] = {}
    for person in everybody:
        for key, reason in keys(person).items():
            groups.setdefault(key, []).append(person)
            reasons[key] = reason
    pairs: dict[tuple[str, str], Pair] = {}
    for key in sorted(groups, key=lambda each: "rwskc".index(each[0])):
        members = groups[key]
        if not 1 < len(members) <= _MOST_OF_A_KEY:
            continue
        for first, second in combinations(members, 2):
            if can_be_one(first, second):
                pairs.setdefault((first.id, second.id), Pair(first, second, reasons[key]))
    return sorted(pairs.values(), key=lambda pair: (pair.first.names[0].full.casefold(), pair.second.id))


def can_be_one(first: Person, second: Person) -> bool:
    """Whether nothing differs that cannot differ in one person: the characters of the name, where both have
    them, or the country.
    """
    if first.country and second.country and first.country != second.country:
        return False
    ours = {
        written(name.full) for name in first.names if name.script == "Jpan" and _has_characters(name.full)
    }
    theirs = {written(n.full) for n in second.names if n.script == "Jpan" and _has_characters(n.full)}
    return not (ours and theirs and not ours & theirs)


def _has_characters(text: str) -> bool:
    return any("一" <= c <= "鿿" or c == "𠮷" for c in text)


CHOSEN = ("order", "country", "photo", "reviewed_on", "review_by", "marking", "confidence")
"""The fields of which one value is kept: the first person's, unless it is empty or the other is chosen."""
GATHERED = ("posts", "relations", "positions", "tags", "sources")
"""The fields of which both are kept."""


def differing(keep: Person, drop: Person) -> list[str]:
    """The fields where both have a value and the values differ: what a preview asks about."""
    return [name for name in CHOSEN if _both_differ(getattr(keep, name), getattr(drop, name))]


def merged(keep: Person, drop: Person, from_other: Sequence[str] = ()) -> Person:
    """One person of two: ``keep`` with what only ``drop`` has. ``from_other`` names the fields whose value is
    taken from ``drop`` although both have one. Nothing said in either is lost: what differs is in the note.
    """
    values: dict[str, Any] = {name: _joined(getattr(keep, name), getattr(drop, name)) for name in GATHERED}
    for name in CHOSEN:
        ours, theirs = getattr(keep, name), getattr(drop, name)
        values[name] = theirs if (name in from_other and theirs) or not ours else ours
    if values["photo"] == drop.photo and drop.photo:
        values |= {"photo_credit": drop.photo_credit, "photo_date": drop.photo_date}
    values["names"] = _names(keep, drop, prefer_other="names" in from_other)
    values["address"] = {**drop.address, **keep.address}
    values["contact"] = _contacts(keep.contact, drop.contact)
    for name in ("note", "private_note"):
        ours, theirs = getattr(keep, name), getattr(drop, name)
        values[name] = "\n\n".join(dict.fromkeys(text for text in (ours, theirs) if text))
    values["relations"] = tuple(each for each in values["relations"] if each.person not in {keep.id, drop.id})
    assert set(values) <= {field.name for field in fields(Person)}
    return replace(keep, **values)


def _names(keep: Person, drop: Person, *, prefer_other: bool) -> tuple[Any, ...]:
    first, second = (drop, keep) if prefer_other else (keep, drop)
    names = list(first.names)
    for name in second.names:
        same = next((at for at, each in enumerate(names) if each.script == name.script), None)
        if same is None:
            names.append(name)
            continue
        known = names[same]
        fill = {part: getattr(name, part) for part in ("family", "given", "reading", "pronunciation")
                if not getattr(known, part) and getattr(name, part)}  # fmt: skip
        names[same] = replace(known, **fill)
        if all(_words(each.full) != _words(name.full) for each in names):
            names.append(name)  # another spelling of the same script is still found by it
    return tuple(names)


def _words(full: str) -> tuple[str, ...]:
    """The words of a name whatever their order: "Scott Bessent" and "BESSENT, Scott" are one spelling."""
    return tuple(sorted(re.split(r"[\s,]+", full.casefold().strip(" ,"))))


def _contacts(ours: dict[str, str], theirs: dict[str, str]) -> dict[str, str]:
    both = dict(ours)
    for kind, value in theirs.items():
        if value and value not in both.values():
            free = kind if kind not in both else next(
                name for number in range(2, 99) if (name := f"{kind} {number}") not in both
            )  # fmt: skip
            both[free] = value
    return both


def _joined(ours: tuple[Any, ...], theirs: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple(dict.fromkeys((*ours, *theirs)))


def _both_differ(ours: object, theirs: object) -> bool:
    return bool(ours) and bool(theirs) and ours != theirs
