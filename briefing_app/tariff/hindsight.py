"""The law without hindsight: what could be known of it on a day.

No register says when each provision became public, so the rule is read off the data. A rule is known from the
day it took effect; or, if its measure names an older document, from the (last possible) day of its first
document. Its end is known once that day has come, when it was fixed from the start (expired), or when what
follows it is known. A retroactive order is thus unknown until its documents are out, and what customs
collected until then stands.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, time

from briefing_app.domain.fuzzydate import DateError, parse
from briefing_app.tariff.lists import ListRow, ProductList
from briefing_app.tariff.moment import FOREVER, minute_of
from briefing_app.tariff.rules import Measure, Rule, SourceDocument
from briefing_app.tariff.scenario import SCENARIO_FILE


def known_measures(
    measures: Iterable[Measure], sources: Mapping[str, SourceDocument], day: date
) -> list[Measure]:
    """The measures and rules known on ``day``, with the ends known by then."""
    before = list(measures)
    look = _Look(minute_of(day, time(23, 59)), day, [r for m in before for r in m.rules if r.collected_only])
    known: list[Measure] = []
    for measure in before:
        told = None if measure.file == SCENARIO_FILE else first_document(measure, sources) or date.max
        rules = tuple(rule for rule in measure.rules if look.knows(rule, measure, told))
        is_told = told is None or told <= day
        if rules or (not measure.rules and (is_told or (measure.start or FOREVER) <= look.limit)):
            known.append(replace(measure, rules=rules))
    starts: dict[int, frozenset[str]] = {}
    for measure in known:
        for rule in measure.rules:
            starts[rule.start] = starts.get(rule.start, frozenset()) | rule.origins
    return [look.open_ended(measure, starts) for measure in known]


def known_list(found: ProductList, day: date) -> ProductList:
    """A product list as it stood on ``day``: later additions out, later removals undone."""
    limit = minute_of(day, time(23, 59))
    rows = tuple(
        row if row.end <= limit else ListRow(row.hts, row.start, FOREVER, row.kind)
        for row in found.rows
        if row.start <= limit
    )
    return ProductList(found.name, rows, {"title": found.title, "note": found.note, "source": found.source})


def first_document(measure: Measure, sources: Mapping[str, SourceDocument]) -> date | None:
    """The last day that the first document of a measure can be of; None where none is dated."""
    days = []
    for citation in measure.citations:
        document = sources.get(citation)
        if document is not None and document.date:
            try:
                last = parse(document.date).last
            except DateError:
                continue
            if last is not None:
                days.append(last)
    return min(days, default=None)


@dataclass
class _Look:
    """One day's look at the rules. ``collected``: rules of what was collected before a retroactive order;
    ``replaced``: those of them whose retroactive order is known."""

    limit: int
    day: date
    collected: list[Rule]
    replaced: set[int] = field(default_factory=set)

    def knows(self, rule: Rule, measure: Measure, told: date | None) -> bool:
        """Whether a rule was known; ``told`` is the day of its measure's first document, None for always."""
        is_told = told is None or told <= self.day
        if back := self._reached_back(rule, told):
            known = is_told or any(each.end <= self.limit for each in back)
            self.replaced |= {each.serial for each in back if known}
            return known
        if rule.start < rule.final_only_end:
            return is_told or rule.final_only_end <= self.limit
        if is_told and (measure.start is None or rule.start <= measure.start):
            return True
        return rule.start <= self.limit

    def open_ended(self, measure: Measure, starts: Mapping[int, frozenset[str]]) -> Measure:
        """The measure with each end open that was not known; what was first collected is then the law."""
        rules = tuple(
            replace(
                rule,
                end=self._end(rule, measure, starts),
                collected_only=rule.collected_only and rule.serial in self.replaced,
            )
            for rule in measure.rules
        )
        is_ended = measure.end is not None and (
            measure.end <= self.limit
            or measure.ended_by == "expired"
            or (bool(rules) and all(rule.end <= measure.end for rule in rules))
        )
        was_void = measure.status == "void" and not any(rule.collected_only for rule in rules)
        return replace(
            measure,
            rules=rules,
            end=measure.end if is_ended else None,
            ended_by=measure.ended_by if is_ended else "",
            status="" if was_void else measure.status,
        )

    def _end(self, rule: Rule, measure: Measure, starts: Mapping[int, frozenset[str]]) -> int:
        is_fixed = measure.ended_by == "expired" and rule.end == measure.end
        follows = not starts.get(rule.end, frozenset()).isdisjoint(rule.origins)
        return rule.end if rule.end <= self.limit or is_fixed or follows else FOREVER

    def _reached_back(self, rule: Rule, told: date | None) -> list[Rule]:
        """What was collected before this rule, if it took effect before any document of it was out."""
        if told is None or told == date.max or rule.collected_only or minute_of(told) <= rule.start:
            return []
        return [
            each
            for each in self.collected
            if each.measure != rule.measure
            and (each.start, each.lane) == (rule.start, rule.lane)
            and not each.origins.isdisjoint(rule.origins)
        ]
