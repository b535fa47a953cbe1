"""Reads the measure files strictly. Every refusal names the file, the measure and the key."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any, cast

from briefing_app.errors import UsageError
from briefing_app.tariff.fact_table import FACTS
from briefing_app.tariff.moment import FOREVER, read_minute
from briefing_app.tariff.origins import expand
from briefing_app.tariff.rules import (
    BASES,
    EFFECTS,
    LANES,
    PPM,
    TAKES,
    Condition,
    Measure,
    Rule,
    Scope,
)
from briefing_app.threads import give_way

# Facts that conditions may use although nobody types them: they follow from the others.
DERIVED = frozenset(
    {"us_content_share", "vehicle_age", "loaded_before", "pharma_class", "metal", "metals_said_nothing"}
)
CONFIDENCES = ("two sources", "single source", "derived")
ENDINGS = ("expired", "struck down", "replaced", "terminated", "suspended")
DEAL_FILE = "scenario deal"
STATUSES = ("", "announced", "void", "record")
_MEASURE_KEYS = {
    "id",
    "title",
    "title_ja",
    "en",
    "ja",
    "authority",
    "instruments",
    "lane",
    "rank",
    "family",
    "from",
    "to",
    "ended_by",
    "status",
    "origins",
    "except_origins",
    "lists",
    "codes",
    "except_lists",
    "except_codes",
    "rate",
    "citations",
    "confidence",
    "notes",
    "rule",
    "assume",
    "headings",
    "refundable_from",
    "exemptions_of",
}
_RULE_KEYS = {
    "heading",
    "heading_at_floor",
    "effect",
    "rate",
    "basis",
    "from",
    "to",
    "origins",
    "except_origins",
    "lists",
    "codes",
    "except_lists",
    "except_codes",
    "when",
    "presume",
    "takes",
    "closes",
    "against_general",
    "note",
    "unless",
    "assume",
    "rank",
    "lane",
    "family",
    "collected_only",
    "final_only_to",
    "programme",
    "refundable_from",
    "quiet",
}
_NEEDED = ("id", "title", "title_ja", "en", "ja", "authority", "lane", "origins", "citations", "confidence")


class LawError(UsageError):
    """The law data cannot be read; the sentence names the file, the measure and the key."""


class Place:
    """Where a fault is, for its sentence."""

    def __init__(self, file: str, measure: str = "", key: str = "") -> None:
        self.file, self.measure, self.key = file, measure, key

    def at(self, key: str) -> Place:
        """The same place, at a key."""
        return Place(self.file, self.measure, key)

    def fault(self, what: str) -> LawError:
        """The error to raise."""
        names = [
            self.file,
            f"measure “{self.measure}”" if self.measure else "",
            f"key “{self.key}”" if self.key else "",
        ]
        return LawError(f"{', '.join(name for name in names if name)}: {what}")


def read_toml(path: Path) -> dict[str, Any]:
    """A TOML file with exact decimals. Raises LawError naming the file and the line."""
    give_way()
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise LawError(f"{path.name}: not readable as TOML: {error}.") from error
    except FileNotFoundError as error:
        raise LawError(f"{path.name} is missing from {path.parent.name}.") from error


def read_text(raw: Mapping[str, Any], key: str, place: Place, default: str | None = None) -> str:
    """A text of the table; without a default it must be there. Raises LawError."""
    value = raw.get(key, default)
    if not isinstance(value, str) or (default is None and not value.strip()):
        raise place.at(key).fault("a text is needed.")
    return value


def read_texts(raw: Mapping[str, Any], key: str, place: Place) -> tuple[str, ...]:
    """A list of texts, empty when absent. Raises LawError."""
    value = raw.get(key, [])
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise place.at(key).fault("a list of texts is needed.")
    return tuple(value)


def read_minute_key(raw: Mapping[str, Any], key: str, place: Place) -> int | None:
    """A New York moment as a minute, None when absent. Raises LawError."""
    if key not in raw:
        return None
    try:
        return read_minute(read_text(raw, key, place))
    except ValueError as error:
        raise place.at(key).fault(f"“{raw[key]}” is not a New York moment like 2025-04-05T00:01.") from error


def _ppm(value: object, place: Place) -> int:
    if isinstance(value, bool) or not isinstance(value, (int, Decimal)):
        raise place.fault("a rate is a fraction like 0.15.")
    scaled = Decimal(value) * PPM
    if scaled != scaled.to_integral_value() or not 0 <= scaled <= 10 * PPM:
        raise place.fault(f"the rate {value} is not between 0 and 10 in whole parts per million.")
    return int(scaled)


def _one_of(value: str, allowed: Iterable[str], place: Place) -> str:
    if value not in (listed := tuple(allowed)):
        raise place.fault(f"“{value}” is not one of {', '.join(item for item in listed if item)}.")
    return value


def _countries(
    raw: Mapping[str, Any], place: Place, start: tuple[str, ...], less: tuple[str, ...]
) -> frozenset[str]:
    try:
        wanted = expand(read_texts(raw, "origins", place) or start)
        return wanted - expand(read_texts(raw, "except_origins", place) or less)
    except ValueError as error:
        raise place.at("origins").fault(f"{error}.") from error


def _condition(fact: str, value: object, place: Place) -> Condition:
    where = place.at(f"when.{fact}")
    if fact not in FACTS and fact not in DERIVED:
        raise where.fault("there is no such fact.")
    if isinstance(value, list):
        return Condition(fact, "in", tuple(str(item) for item in value))
    if isinstance(value, str) and value[:2] in (">=", "< "):
        try:
            return Condition(fact, value[:2].strip(), Decimal(value[2:].strip()))
        except ArithmeticError as error:
            raise where.fault(f"“{value}” is not a comparison like >= 0.20.") from error
    if isinstance(value, (bool, str)):
        return Condition(fact, "is", value)
    raise where.fault("a condition is true, false, a text, a list of texts or a comparison.")


def _scope(raw: Mapping[str, Any], prefix: str, lists: Mapping[str, frozenset[str]], place: Place) -> Scope:
    named = []
    for text in read_texts(raw, f"{prefix}lists", place):
        name, _, kinds = text.partition(":")
        wanted = frozenset(filter(None, kinds.split("|")))
        if name not in lists:
            raise place.at(f"{prefix}lists").fault(f"there is no list “{name}”.")
        if unknown := wanted - lists[name]:
            raise place.at(f"{prefix}lists").fault(
                f"the list “{name}” has no kind {', '.join(sorted(unknown))}."
            )
        named.append((name, wanted))
    codes = read_texts(raw, f"{prefix}codes", place)
    if wrong := [code for code in codes if not (code.isdigit() and 2 <= len(code) <= 10)]:
        raise place.at(f"{prefix}codes").fault(f"“{wrong[0]}” is not a code of 2 to 10 digits.")
    return Scope(codes, tuple(named))


def _rule(
    raw: dict[str, Any], whole: dict[str, Any], lists: Mapping[str, frozenset[str]], place: Place
) -> Rule:
    if unknown := set(raw) - _RULE_KEYS:
        raise place.at(f"rule.{min(unknown)}").fault("unknown key.")
    inherited = ("lane", "rank", "rate", "assume", "family", "refundable_from")
    merged: dict[str, Any] = {key: whole[key] for key in inherited if key in whole} | raw
    effect = _one_of(read_text(merged, "effect", place), EFFECTS, place.at("rule.effect"))
    scope = _scope(merged, "", lists, place)
    if scope.everything and not any(key in raw for key in ("lists", "codes")):
        scope = _scope(whole, "", lists, place)
    excluded = _scope(
        merged
        if any(key.startswith("except_") for key in ("except_lists", "except_codes") if key in raw)
        else whole,
        "except_",
        lists,
        place,
    )
    when = tuple(_condition(fact, value, place) for fact, value in _table(merged, "when", place).items())
    family = read_text(merged, "family", place, "")
    start, end = read_minute_key(raw, "from", place), read_minute_key(raw, "to", place)
    final, refund = (
        read_minute_key(merged, "final_only_to", place),
        read_minute_key(merged, "refundable_from", place),
    )
    whole_start, whole_end = read_minute_key(whole, "from", place), read_minute_key(whole, "to", place)
    first = start if start is not None else (whole_start if whole_start is not None else -FOREVER)
    last = end if end is not None else (whole_end if whole_end is not None else FOREVER)
    if first >= last:
        raise place.at("rule.to").fault("the rule ends before it begins.")
    return Rule(
        measure=place.measure,
        heading=read_text(merged, "heading", place, ""),
        heading_at_floor=read_text(merged, "heading_at_floor", place, ""),
        lane=cast("Any", _one_of(read_text(merged, "lane", place), LANES, place.at("lane"))),
        rank=int(merged.get("rank", 50)),
        effect=cast("Any", effect),
        ppm=_ppm(merged["rate"], place.at("rate")) if "rate" in merged and effect in ("add", "floor") else 0,
        basis=cast("Any", _one_of(read_text(merged, "basis", place, "full"), BASES, place.at("rule.basis"))),
        start=first,
        end=last,
        origins=_countries(
            raw, place, read_texts(whole, "origins", place), read_texts(whole, "except_origins", place)
        ),
        scope=scope,
        excluded=excluded,
        when=when,
        presume=tuple(_table(merged, "presume", place).items()),
        takes=cast("Any", _one_of(read_text(merged, "takes", place, "all"), TAKES, place.at("rule.takes"))),
        family=family,
        closes=frozenset(read_texts(merged, "closes", place) or ([family] if family else [])),
        against_general=bool(merged.get("against_general", False)),
        programme=read_text(merged, "programme", place, ""),
        note=read_text(merged, "note", place, ""),
        unless=read_text(merged, "unless", place, ""),
        assume=tuple(dict.fromkeys(read_texts(whole, "assume", place) + read_texts(raw, "assume", place))),
        collected_only=bool(merged.get("collected_only", False)),
        final_only_end=final if final is not None else -FOREVER,
        quiet=bool(merged.get("quiet", False)),
        refundable_from=refund if refund is not None else FOREVER,
    )


def _table(raw: Mapping[str, Any], key: str, place: Place) -> dict[str, Any]:
    value = raw.get(key, {})
    if not isinstance(value, dict):
        raise place.at(f"rule.{key}").fault("a table like { in_quota = true } is needed.")
    return value


def build_measure(
    raw: dict[str, Any], file: str, lists: Mapping[str, frozenset[str]], sources: Iterable[str]
) -> Measure:
    """One measure from its table. Raises LawError for a missing date or citation, unknown keys and more."""
    place = Place(file, str(raw.get("id", "?")))
    if unknown := set(raw) - _MEASURE_KEYS:
        raise place.at(min(unknown)).fault("unknown key.")
    for key in _NEEDED:
        if key not in raw:
            raise place.at(key).fault("missing.")
    status = _one_of(read_text(raw, "status", place, ""), STATUSES, place.at("status"))
    start, end = read_minute_key(raw, "from", place), read_minute_key(raw, "to", place)
    if start is None and status not in ("announced", "record"):
        raise place.at("from").fault("a measure needs the moment from which it works.")
    if start is not None and end is not None and start > end:
        raise place.at("to").fault("the measure ends before it begins.")
    ended_by = read_text(raw, "ended_by", place, "")
    if (end is not None) != bool(ended_by):
        raise place.at("ended_by").fault("a measure with an end says how it ended, and only such a measure.")
    citations = read_texts(raw, "citations", place)
    if not citations:
        raise place.at("citations").fault("a measure needs at least one source.")
    if unknown := set(citations) - set(sources):
        raise place.at("citations").fault(f"the source register has no “{min(unknown)}”.")
    rules = tuple(_rule(dict(item), raw, lists, place) for item in raw.get("rule", []))
    if not rules and status not in ("announced", "record"):
        raise place.at("rule").fault("a measure needs at least one rule.")
    headings = tuple(dict.fromkeys(h for r in rules for h in (r.heading_at_floor, r.heading) if h))
    return Measure(
        id=read_text(raw, "id", place),
        title=read_text(raw, "title", place),
        title_ja=read_text(raw, "title_ja", place),
        en=read_text(raw, "en", place),
        ja=read_text(raw, "ja", place),
        authority=read_text(raw, "authority", place),
        instruments=read_texts(raw, "instruments", place),
        headings=read_texts(raw, "headings", place) or headings,
        start=start,
        end=end,
        ended_by=_one_of(ended_by, ("", *ENDINGS), place.at("ended_by")),
        status=status,
        origins=read_texts(raw, "origins", place),
        except_origins=read_texts(raw, "except_origins", place),
        rate=Decimal(raw["rate"]) if "rate" in raw else None,
        citations=citations,
        confidence=_one_of(read_text(raw, "confidence", place), CONFIDENCES, place.at("confidence")),
        notes=read_text(raw, "notes", place, ""),
        lists=tuple(dict.fromkeys(name for rule in rules for name, _ in rule.scope.lists)),
        file=file,
        rules=rules,
    )


def read_measures(folder: Path) -> list[tuple[str, dict[str, Any]]]:
    """The raw tables of every measure file, in file order, with the file's name. Raises LawError."""
    found: list[tuple[str, dict[str, Any]]] = []
    paths = sorted(folder.glob("*.toml"))
    if not paths:
        raise LawError(f"{folder.name}: no measure file.")
    for path in paths:
        raw = read_toml(path)
        if unknown := set(raw) - {"measure"}:
            raise LawError(f"{path.name}, key “{min(unknown)}”: unknown key.")
        found += [(path.name, item) for item in raw.get("measure", [])]
    return found


def share_exemptions(raw: Iterable[tuple[str, dict[str, Any]]]) -> list[tuple[str, dict[str, Any]]]:
    """The tables with ``exemptions_of`` replaced by the exempting rules it names. Raises LawError."""
    listed = list(raw)
    by_id = {item.get("id"): item for _, item in listed}
    out = []
    for file, item in listed:
        made = item
        if other := item.get("exemptions_of"):
            if other not in by_id:
                raise Place(file, str(item.get("id")), "exemptions_of").fault(
                    f"there is no measure “{other}”."
                )
            shared = [rule for rule in by_id[other].get("rule", []) if rule.get("effect") == "exempt"]
            made = {**item, "rule": [*shared, *item.get("rule", [])]}
        out.append((file, made))
    return out


def check_together(measures: Iterable[Measure]) -> None:
    """Refuses two measures of one id, and rules of the general lane that would both decide one entry.

    Raises LawError naming both.
    """
    measures, seen = list(measures), dict[str, str]()
    for measure in measures:
        if measure.id in seen:
            raise LawError(
                f"{measure.file}, measure “{measure.id}”: the id stands also in {seen[measure.id]}."
            )
        seen[measure.id] = measure.file
    # A line of a deal goes before the duty that it replaces and is meant to overlap it.
    own = [measure for measure in measures if measure.file != DEAL_FILE]
    rules = [rule for measure in own for rule in measure.rules if rule.effect in ("add", "floor")]
    plain = [
        r for r in rules if r.lane == "general" and not r.when and r.scope.everything and not r.collected_only
    ]
    for number, one in enumerate(plain):
        for other in plain[number + 1 :]:
            if one.start < other.end and other.start < one.end and one.origins & other.origins:
                country = min(one.origins & other.origins)
                place = Place(seen[one.measure], one.measure)
                raise place.fault(f"overlaps measure “{other.measure}” for {country}.")
