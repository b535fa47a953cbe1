"""Lines of a deal: an edit that puts a negotiated rate in the place of the duties that the law charges.

A line names sectors (``replaces``) or codes. For every rule by which the law charges goods of the partner in
those sectors the line makes a rule of its own that goes first: same goods, same conditions, same part of the
value, another rate. So what the law leaves free stays free, and a sector that no line names keeps its law.
``quota`` gives a lower rate to goods within it (the fact ``in_quota``), ``phase_in`` moves the rate in equal
yearly steps. Rates are fractions (0.15); moments are New York's.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from briefing_app.domain.records import ScenarioEdit
from briefing_app.tariff.loader import DEAL_FILE, Place
from briefing_app.tariff.moment import FOREVER, moment_of, read_minute
from briefing_app.tariff.origins import expand
from briefing_app.tariff.scenario_terms import (
    EFFECTS,
    Quota,
    ScenarioError,
    is_deal_line,
    line_of,
    rate_steps,
)
from briefing_app.tariff.sectors import Sector, sector_of

__all__ = ["DEAL_FILE", "deal_measure", "in_force", "is_deal_line", "line_of"]

Raw = Sequence[tuple[str, dict[str, Any]]]
_CHARGED_LANES = ("sector", "country", "general")
_FROM_RULE = ("basis", "when", "presume", "takes", "closes", "quiet", "against_general")
_FROM_EITHER = ("lane", "rank", "family", "lists", "codes", "except_lists", "except_codes")


@dataclass(frozen=True)
class _Stretch:
    """One year's rate: from a moment to before another, as texts of the measure files; "" is open."""

    start: str
    end: str
    rate: Decimal


def deal_measure(edit: ScenarioEdit, raw: Raw, sectors: Iterable[Sector]) -> tuple[str, dict[str, Any]]:
    """The measure table of a deal line, over the tables of the law. Raises ScenarioError."""
    line = line_of(edit)
    known = tuple(sectors)
    if unknown := set(line.replaces) - {each.id for each in known} - {"all"}:
        near = ", ".join(each.id for each in known)
        raise ScenarioError(
            f"The line “{line.id}” names no sector “{min(unknown)}”.", hint=f"Sectors: {near}."
        )
    stretches = _stretches(line.start, line.end, rate_steps(line.rate, line.phase_in))
    effect = EFFECTS[line.treatment]
    rules: list[dict[str, Any]] = []
    if line.codes:
        own = {"codes": list(line.codes), "lane": "sector", "rank": 1, "takes": "all", "closes": ["*"]}
        rules += _rules(own, effect, stretches, line.quota)
    for rule, first, last, reached in _charging(raw, line.replaces, line.origins, known):
        kept = _within(stretches, first, last)
        rules += _rules({**rule, "origins": list(reached)}, effect, kept, line.quota)
    if not rules:
        raise ScenarioError(
            f"The line “{line.id}” changes nothing: the law charges {', '.join(line.origins)} no such duty "
            f"from {line.start}.",
            hint="Choose another sector, origin or day, or name codes.",
        )
    table: dict[str, Any] = {
        "id": line.id, "title": line.title, "title_ja": line.title, "en": "A line of a package.",
        "ja": "合意案の一項目。", "authority": line.authority or "Scenario", "lane": "extra",
        "origins": list(line.origins),
        "citations": ["SCENARIO"], "confidence": "derived", "from": line.start, "rate": line.rate,
        "rule": rules,
    }  # fmt: skip
    if line.end:
        table |= {"to": line.end, "ended_by": "expired"}
    return DEAL_FILE, table


def in_force(edits: Iterable[ScenarioEdit], day: date, year: int | None) -> tuple[ScenarioEdit, ...]:
    """The edits with each deal line in force on ``day`` as in its ``year`` (0 the first; None: at its end).

    The law of the day is held as it is; only the deal moves. Other edits stay as they are dated.
    """
    found = []
    for edit in edits:
        if not is_deal_line(edit):
            found.append(edit)
            continue
        line = line_of(edit)
        steps = rate_steps(line.rate, line.phase_in)
        rate = steps[-1] if year is None else steps[min(year, len(steps) - 1)]
        kept = {key: value for key, value in edit.set.items() if key not in ("phase_in", "to")}
        found.append(replace(edit, set={**kept, "rate": f"{rate:f}", "from": day.isoformat()}))
    return tuple(found)


def _charging(
    raw: Raw, replaces: Sequence[str], origins: Sequence[str], sectors: tuple[Sector, ...]
) -> Iterable[tuple[dict[str, Any], int, int, tuple[str, ...]]]:
    """The rules by which the law charges goods of the origins in the sectors, with their minutes."""
    try:
        wanted = expand(tuple(origins))
    except ValueError as error:
        raise ScenarioError(f"The line names origins that cannot be read: {error}.") from error
    for file, item in raw:
        if file == DEAL_FILE or item.get("status") in ("announced", "record", "void"):
            continue
        for rule in item.get("rule", []):
            merged = {key: rule.get(key, item.get(key)) for key in _FROM_EITHER}
            sector = sector_of(merged, sectors)
            named = sector is not None and ("all" in replaces or sector.id in replaces)
            if not named or not _is_charge(rule, merged):
                continue
            reached = tuple(sorted(wanted & _origins(rule, item)))
            if reached:
                yield _copy(rule, merged), _minute(rule, item, "from"), _minute(rule, item, "to"), reached


def _is_charge(rule: Mapping[str, Any], merged: Mapping[str, Any]) -> bool:
    if rule.get("effect") not in ("add", "floor") or merged["lane"] not in _CHARGED_LANES:
        return False
    return not rule.get("collected_only") and "loaded_before" not in rule.get("when", {})


def _origins(rule: Mapping[str, Any], item: Mapping[str, Any]) -> frozenset[str]:
    less = rule.get("except_origins") or item.get("except_origins", [])
    try:
        return expand(tuple(rule.get("origins") or item.get("origins", []))) - expand(tuple(less))
    except ValueError as error:
        raise Place(DEAL_FILE, str(item.get("id")), "origins").fault(f"{error}.") from error


def _copy(rule: Mapping[str, Any], merged: Mapping[str, Any]) -> dict[str, Any]:
    kept = {key: rule[key] for key in _FROM_RULE if key in rule}
    return kept | {key: value for key, value in merged.items() if value is not None}


def _minute(rule: Mapping[str, Any], item: Mapping[str, Any], key: str) -> int:
    text = rule.get(key, item.get(key))
    if text is None:
        return FOREVER if key == "to" else -FOREVER
    try:
        return read_minute(str(text))
    except ValueError as error:
        raise Place(DEAL_FILE, str(item.get("id")), key).fault(f"“{text}” is no moment.") from error


def _rules(
    pattern: dict[str, Any], effect: str, stretches: Iterable[_Stretch], quota: Quota | None
) -> list[dict[str, Any]]:
    made = []
    for each in stretches:
        dated = {**pattern, "effect": effect, "heading": "DEAL", "from": each.start}
        if each.end:
            dated["to"] = each.end
        when = pattern.get("when", {})
        if quota is not None and "in_quota" not in when:
            within = {**when, "in_quota": True}
            told = {"unless": "Not said to be within the quota of the deal."}
            made.append({**dated, **told, "rate": quota.rate, "when": within})
        made.append({**dated, "rate": each.rate})
    return made


def _stretches(start: str, end: str, rates: Sequence[Decimal]) -> tuple[_Stretch, ...]:
    try:
        first, last = read_minute(start), read_minute(end) if end else FOREVER
    except ValueError as error:
        raise ScenarioError(f"“{start} – {end}” are not New York moments like 2025-08-07.") from error
    edges = [_text(_years_later(first, number)) for number in range(len(rates))]
    ends = [*edges[1:], end]
    found = tuple(_Stretch(*each) for each in zip(edges, ends, rates, strict=True))
    return _within(found, -FOREVER, last)


def _within(stretches: Iterable[_Stretch], first: int, last: int) -> tuple[_Stretch, ...]:
    kept = []
    for each in stretches:
        start = max(read_minute(each.start), first)
        end = min(read_minute(each.end) if each.end else FOREVER, last)
        if start < end:
            kept.append(_Stretch(_text(start), "" if end >= FOREVER else _text(end), each.rate))
    return tuple(kept)


def _years_later(minute: int, years: int) -> int:
    moment = moment_of(minute)
    leap = (moment.month, moment.day) == (2, 29)
    later = moment.replace(year=moment.year + years, day=28 if leap else moment.day, tzinfo=None)
    return read_minute(later.isoformat(timespec="minutes"))


def _text(minute: int) -> str:
    return moment_of(minute).replace(tzinfo=None).isoformat(timespec="minutes")
