"""The law to read: what each measure says, since when, on which ground, and how many lines it reaches."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from briefing_app.tariff.law import Law, provision_status
from briefing_app.tariff.moment import FOREVER, words_of
from briefing_app.tariff.rules import Measure, Rule, Scope, SourceDocument
from briefing_app.tariff.special import special_rate
from briefing_app.threads import giving_way


@dataclass(frozen=True)
class MeasureView:
    """One measure for the law browser, in one language. ``lines`` are the lines of the schedule it may reach.

    ``lines`` is None for a measure that reaches every good or none by name (``every_good`` tells which).
    """

    id: str
    title: str
    sentence: str
    authority: str
    instruments: tuple[str, ...]
    headings: tuple[str, ...]
    origins: tuple[str, ...]
    except_origins: tuple[str, ...]
    since: str
    until: str
    status: str
    sources: tuple[SourceDocument, ...]
    confidence: str
    notes: str
    lists: tuple[str, ...]
    lines: int | None
    every_good: bool


def measure_view(law: Law, measure: Measure, minute: int, language: str = "en") -> MeasureView:
    """The measure as it stands at a minute, in ``en`` or ``ja``."""
    ja = language == "ja"
    every = reaches_every_good(measure)
    return MeasureView(
        id=measure.id,
        title=measure.title_ja if ja else measure.title,
        sentence=measure.ja if ja else measure.en,
        authority=measure.authority,
        instruments=measure.instruments,
        headings=measure.headings,
        origins=measure.origins,
        except_origins=measure.except_origins,
        since="" if measure.start is None else words_of(measure.start, language),
        until="" if measure.end is None else words_of(measure.end, language),
        status=provision_status(measure, minute, language),
        sources=tuple(law.sources[name] for name in measure.citations),
        confidence=measure.confidence,
        notes=measure.notes,
        lists=tuple(law.lists[name].title for name in measure.lists),
        lines=None if every else affected_lines(law, measure),
        every_good=every,
    )


def reaches_every_good(measure: Measure) -> bool:
    """Whether the measure reaches goods without naming them; what others set aside is not looked at."""
    return any(rule.scope.everything and not rule.quiet for rule in _reaching(measure) if not rule.programme)


def law_views(law: Law, minute: int, language: str = "en") -> tuple[MeasureView, ...]:
    """Every measure, in the order of the files."""
    return tuple(measure_view(law, measure, minute, language) for measure in law.measures.values())


def affected_lines(law: Law, measure: Measure) -> int | None:
    """How many lines of the schedule the measure names, at any time; None when it names none."""
    return len(affected_set(law, measure)) or None


def affected_set(law: Law, measure: Measure) -> frozenset[str]:
    """The lines of the schedule that the measure names, at any time; empty when it names none."""
    found: set[str] = set()
    for rule in _reaching(measure):
        if rule.programme:
            found |= {
                line.hts for line in giving_way(law.schedule) if special_rate(line.special, rule.programme)
            }
        else:
            found |= _lines(law, rule.scope)
    return frozenset(found)


@lru_cache(maxsize=4)
def line_counts(law: Law) -> Mapping[str, int]:
    """How many lines of the schedule each measure names; worked out once for a law."""
    return MappingProxyType(
        {key: len(affected_set(law, each)) for key, each in giving_way(law.measures.items())}
    )


def _reaching(measure: Measure) -> list[Rule]:
    """The rules that say what a good pays or is free of, without those that only set goods aside."""
    charging = [rule for rule in measure.rules if rule.effect in ("add", "floor", "base", "fee")]
    return charging or [rule for rule in measure.rules if rule.effect in ("exempt", "relief", "stop")]


def _lines(law: Law, scope: Scope) -> set[str]:
    codes = {
        row.hts
        for name, kinds in scope.lists
        for row in law.lists[name].rows
        if not kinds or row.kind in kinds
    }
    found: set[str] = set()
    for code in codes | set(scope.codes):
        below = law.schedule.codes_under(code)
        if below:
            found.update(below)
        elif len(code) > 8 and code[:8] in law.schedule:
            found.add(code[:8])
    return found


@dataclass(frozen=True)
class Period:
    """A stretch of time in which one rule works. ``until`` is empty while it is open."""

    measure: str
    heading: str
    since: str
    until: str


def periods(measure: Measure, language: str = "en") -> tuple[Period, ...]:
    """The stretches in which the rules of a measure work, earliest first, without repeats."""
    spans = sorted({(rule.start, rule.end, rule.heading) for rule in measure.rules if rule.heading})
    return tuple(
        Period(
            measure.id,
            heading,
            words_of(start, language) if start > -FOREVER else "",
            words_of(end, language) if end < FOREVER else "",
        )
        for start, end, heading in spans
    )
