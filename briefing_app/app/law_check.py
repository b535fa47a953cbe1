"""What the chronicle is held against: the first day of each measure of the law, and what it excludes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from briefing_app.domain.contradictions import MeasureSpan
from briefing_app.tariff.law import Law
from briefing_app.tariff.moment import FOREVER, moment_of
from briefing_app.tariff.rules import Measure

_ONE_AT_A_TIME = frozenset({"general", "sector", "country"})


def measure_spans(law: Law) -> dict[str, MeasureSpan]:
    """The measures that were in force at some time, by id.

    Two measures exclude each other when they charge the same goods of one origin in the same way (two country
    rates, or two duties of one family such as steel) and the law lets them follow, never overlap, each other.
    """
    dated = [each for each in law.measures.values() if each.start is not None and _was_law(each)]
    return {
        each.id: MeasureSpan(
            each.id,
            each.title,
            _day(each.start or 0),
            _excluded(each, dated),
            _stages(each),
            each.title_ja,
        )
        for each in dated
    }


def _day(minute: int) -> date:
    return moment_of(minute).date()


def _stages(measure: Measure) -> frozenset[date]:
    moments = {moment for rule in measure.rules for moment in (rule.start, rule.end)}
    return frozenset(_day(moment) for moment in moments if 0 < moment < FOREVER)


def _was_law(measure: Measure) -> bool:
    return measure.status not in {"announced", "void", "record"}


def _excluded(measure: Measure, dated: Iterable[Measure]) -> frozenset[str]:
    return frozenset(
        other.id
        for other in dated
        if other.id != measure.id
        and _kinds(measure) & _kinds(other)
        and _share_origin(measure, other)
        and not _overlap(measure, other)
    )


def _kinds(measure: Measure) -> set[tuple[str, str]]:
    """Lane and family of what is charged; a lane without families is one kind by itself."""
    return {
        (rule.lane, rule.family)
        for rule in measure.rules
        if rule.lane in _ONE_AT_A_TIME
        and rule.effect in {"add", "floor"}
        and (rule.family or rule.lane == "general")
    }


def _share_origin(one: Measure, other: Measure) -> bool:
    return "*" in one.origins or "*" in other.origins or bool(set(one.origins) & set(other.origins))


def _overlap(one: Measure, other: Measure) -> bool:
    ends = (one.end or FOREVER, other.end or FOREVER)
    return (one.start or 0) < ends[1] and (other.start or 0) < ends[0]
