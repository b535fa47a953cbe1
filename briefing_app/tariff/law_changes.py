"""What changed in the law between two days, as data: for all goods, or for one origin, good or both."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeAlias

from briefing_app.tariff.browse import affected_set
from briefing_app.tariff.law import Law
from briefing_app.tariff.moment import minute_of
from briefing_app.tariff.rules import Measure, Rule

ChangeKind: TypeAlias = Literal["began", "ended", "terms", "listed", "unlisted"]
_ORDER: tuple[ChangeKind, ...] = ("ended", "began", "terms", "unlisted", "listed")


@dataclass(frozen=True, order=True)
class LawChange:
    """One change at a minute. ``count`` are the codes that came onto or left a list; ``how`` how it ended."""

    minute: int
    place: int
    measure: str
    kind: ChangeKind
    count: int = 0
    how: str = ""


def law_changes(
    law: Law, first: date, last: date, *, origin: str = "", hts: str = ""
) -> tuple[LawChange, ...]:
    """What changed after noon of ``first`` up to noon of ``last``, in order of time.

    ``origin`` is an ISO code, ``hts`` the beginning of a code in digits; "" means any. Measures that only
    tell something (records) are left out.
    """
    low, high = minute_of(first), minute_of(last)
    found: set[LawChange] = set()
    for measure in law.measures.values():
        if measure.status == "record" or not reaches(law, measure, origin, hts):
            continue
        if measure.start is not None and low < measure.start <= high:
            found.add(_change(measure.start, "began", measure))
        if measure.end is not None and low < measure.end <= high:
            found.add(_change(measure.end, "ended", measure, how=measure.ended_by))
        found |= set(_terms(law, measure, (low, high), origin, hts))
        found |= set(_listed(law, measure, (low, high), hts))
    return tuple(sorted(found))


def reaches(law: Law, measure: Measure, origin: str = "", hts: str = "") -> bool:
    """Whether a measure can concern goods of an origin under a beginning of a code, whenever in force."""
    rules = [rule for rule in measure.rules if not origin or origin in rule.origins]
    if origin and not rules:
        return not measure.rules and (origin in measure.origins or "*" in measure.origins)
    if not hts:
        return True
    if len(hts) >= 8 and hts[:8] in law.schedule:
        return any(_holds(law, rule, hts) for rule in rules if not rule.quiet)
    if any(rule.scope.everything for rule in rules if not rule.quiet and not rule.programme):
        return True
    return any(line.startswith(hts) or hts.startswith(line) for line in affected_set(law, measure))


def _holds(law: Law, rule: Rule, hts: str) -> bool:
    one = next(iter(rule.origins), "")
    return any(found.rule.serial == rule.serial for found in law.candidates(hts, one)) if one else False


def _terms(law: Law, measure: Measure, span: tuple[int, int], origin: str, hts: str) -> Iterable[LawChange]:
    """Moments within a measure's life at which the rules themselves change."""
    for rule in measure.rules:
        if rule.quiet or rule.collected_only or (origin and origin not in rule.origins):
            continue
        if len(hts) >= 8 and hts[:8] in law.schedule and not _holds(law, rule, hts):
            continue
        for edge in (rule.start, rule.end):
            inside = measure.start is None or edge > measure.start
            if span[0] < edge <= span[1] and inside and (measure.end is None or edge < measure.end):
                yield _change(edge, "terms", measure)


def _listed(law: Law, measure: Measure, span: tuple[int, int], hts: str) -> Iterable[LawChange]:
    """Codes that came onto the lists of a measure or left them while it was in force."""
    counts: dict[tuple[int, ChangeKind], set[str]] = {}
    for name, kinds in {each for rule in measure.rules if not rule.quiet for each in rule.scope.lists}:
        for row in law.lists[name].rows:
            if (kinds and row.kind not in kinds) or not (row.hts.startswith(hts) or hts.startswith(row.hts)):
                continue
            for edge, kind in ((row.start, "listed"), (row.end, "unlisted")):
                alive = (measure.start is None or edge > measure.start) and (
                    measure.end is None or edge < measure.end
                )
                if span[0] < edge <= span[1] and alive:
                    counts.setdefault((edge, kind), set()).add(row.hts)  # type: ignore[arg-type]  # a literal
    for (edge, kind), codes in counts.items():
        yield _change(edge, kind, measure, count=len(codes))


def _change(minute: int, kind: ChangeKind, measure: Measure, *, count: int = 0, how: str = "") -> LawChange:
    return LawChange(minute, _ORDER.index(kind), measure.id, kind, count, how)
