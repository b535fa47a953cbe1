"""The whole law: schedule, measures, lists and sources, with the look-ups that the evaluators share."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from copy import copy
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Any

from briefing_app import resources
from briefing_app.domain.records import ScenarioEdit
from briefing_app.tariff import hindsight, loader, registers
from briefing_app.tariff.entry import Entry, parse_entry
from briefing_app.tariff.lists import ProductList, load_lists
from briefing_app.tariff.moment import FOREVER, minute_of, parse_day, read_minute, words_of
from briefing_app.tariff.reach import Candidate, Reach, ReachIndex
from briefing_app.tariff.rules import LANES, Assumption, FeeYear, Measure, Rule, SourceDocument
from briefing_app.tariff.scenario import edited
from briefing_app.tariff.schedule import Schedule, load_schedule
from briefing_app.tariff.sectors import Sector, build_sectors


@dataclass(frozen=True, slots=True, eq=False)
class OriginRules:
    """The rows of the rule table for some origins, in order of work, and their numbers."""

    rules: tuple[Rule, ...]
    serials: frozenset[int]


class Standing:
    """What the law says of a code and origin in one stretch of time, before any fact is read.

    ``active`` rules in order of work; ``idle`` and ``unlisted`` measures with the reason why they do not
    apply, put into words when they are asked for; ``reached_back`` when customs may first have collected
    another amount.
    """

    def __init__(
        self,
        law: Law,
        reached: tuple[Candidate, ...],
        origin: str,
        minute: int,
        active: tuple[Candidate, ...] | None = None,
    ) -> None:
        self._law, self._origin, self._minute, self._reached = law, origin, minute, reached
        self.active = active if active is not None else tuple(c for c in self._candidates if c.active(minute))

    @cached_property
    def final(self) -> tuple[Candidate, ...]:
        """The active rules without those that only say what was first collected."""
        return tuple(item for item in self.active if not item.rule.collected_only)

    @cached_property
    def reached_back(self) -> bool:
        """Whether customs may first have collected another amount."""
        return any(c.rule.collected_only or self._minute < c.rule.final_only_end for c in self.active)

    @property
    def _candidates(self) -> tuple[Candidate, ...]:
        return tuple(item for item in self._reached if item.rule.lane not in ("fee", "record"))

    @cached_property
    def idle(self) -> tuple[tuple[Rule, str], ...]:
        """Measures that reach the good at another time only: by the rule that ended last or begins first."""
        working = {item.rule.measure for item in self.active if not item.rule.quiet}
        nearest: dict[str, tuple[tuple[bool, int], Candidate]] = {}
        for item in self._candidates:
            rule = item.rule
            if rule.collected_only or rule.quiet or rule.measure in working or item.active(self._minute):
                continue
            ended = max((end for _, end in item.spans if end <= self._minute), default=None)
            place = (True, ended) if ended is not None else (False, -item.spans[0][0])
            if rule.measure not in nearest or place > nearest[rule.measure][0]:
                nearest[rule.measure] = place, item
        return tuple((item.rule, item.not_now(self._minute)) for _, item in nearest.values())

    @cached_property
    def recorded(self) -> tuple[tuple[Rule, str], ...]:
        """What was announced for the good or lifted from it, in words: never part of an amount."""
        records = (item for item in self._reached if item.rule.lane == "record" and item.active(self._minute))
        return tuple((item.rule, item.rule.note) for item in records if not item.partly)

    @cached_property
    def unlisted(self) -> tuple[tuple[Rule, str], ...]:
        """Measures in force whose lists do not hold the good, one rule each."""
        reached = {item.rule.measure for item in self._candidates if not item.rule.quiet}
        found = {
            rule.measure: (rule, self._law.off_list(rule))
            for rule in reversed(self._law.rules_for(self._origin))
            if rule.lane not in ("fee", "record", "column1")
            and not rule.scope.everything
            and rule.effect != "lift"
            and rule.measure not in reached
            and rule.start <= self._minute < rule.end
        }
        return tuple(found.values())


@dataclass(frozen=True)
class LawInfo:
    """Dates and limits of the data: first and last day covered, de minimis, fee rates in ppm."""

    version: str
    begins: int
    checked_to: str
    ends: int
    de_minimis_cents: int
    de_minimis_end: int
    de_minimis_earlier: Mapping[str, int]
    mpf_ppm: int
    hmf_ppm: int

    def de_minimis_ends(self, origin: str) -> int:
        """The minute from which small shipments of ``origin`` are dutiable."""
        return self.de_minimis_earlier.get(origin, self.de_minimis_end)


@dataclass(frozen=True)
class LawRegisters:
    """What the measures refer to: the schedule, the product lists, sources, assumptions, fees and sectors."""

    schedule: Schedule
    lists: Mapping[str, ProductList]
    sources: Mapping[str, SourceDocument]
    assumptions: Mapping[str, Assumption]
    fee_years: tuple[FeeYear, ...]
    sectors: tuple[Sector, ...] = ()


class Law:
    """The law as data. Immutable: a scenario makes another law. Safe to share between threads."""

    def __init__(
        self,
        raw: tuple[tuple[str, dict[str, Any]], ...],
        parts: LawRegisters,
        info: LawInfo,
    ) -> None:
        self.schedule, self.lists, self.sources = parts.schedule, parts.lists, parts.sources
        self.assumptions, self.fee_years = parts.assumptions, parts.fee_years
        self.sectors = parts.sectors
        self.info, self._raw, self._parts = info, raw, parts
        kinds = {name: found.kinds() for name, found in self.lists.items()}
        shared = loader.share_exemptions(raw)
        built = [loader.build_measure(item, file, kinds, self.sources) for file, item in shared]
        loader.check_together(built)
        self._check_assumptions(built)
        self.known_day: date | None = None
        self._take(built)

    def _take(self, built: Iterable[Measure]) -> None:
        """Compile measures into the one rule table."""
        self.__dict__.pop("_reaches", None)  # worked out from the rules of before
        built = list(built)
        self.measures: dict[str, Measure] = {}
        ordered = sorted(
            (rule for measure in built for rule in measure.rules), key=lambda r: (LANES.index(r.lane), r.rank)
        )
        self.rules = tuple(replace(rule, serial=serial) for serial, rule in enumerate(ordered))
        for measure in built:
            own = tuple(rule for rule in self.rules if rule.measure == measure.id)
            self.measures[measure.id] = replace(measure, rules=own)
        self._main_headings: dict[tuple[str, str], str] = {}
        self.general_rule = next(rule for rule in self.measures["mfn-base"].rules if not rule.programme)
        self._by_origin: dict[str, OriginRules] = {}
        self._alike: dict[frozenset[int], OriginRules] = {}
        self._reached: dict[tuple[Reach, OriginRules], tuple[Candidate, ...]] = {}
        self._standings: dict[tuple[Reach, OriginRules, int], Standing] = {}
        self.breakpoints = self._breakpoints()

    def _check_assumptions(self, measures: Iterable[Measure]) -> None:
        for measure in measures:
            for rule in measure.rules:
                if unknown := set(rule.assume) - set(self.assumptions):
                    raise loader.Place(measure.file, measure.id, "assume").fault(
                        f"there is no assumption “{min(unknown)}”."
                    )

    def _breakpoints(self) -> tuple[int, ...]:
        points = {edge for rule in self.rules for edge in (rule.start, rule.end, rule.final_only_end)}
        points |= {
            edge for found in self.lists.values() for row in found.rows for edge in (row.start, row.end)
        }
        points |= {edge for year in self.fee_years for edge in (year.start, year.end)}
        return tuple(sorted(point for point in points if -FOREVER < point < FOREVER))

    def epoch(self, minute: int) -> int:
        """The number of the stretch between two neighbouring boundaries of the law that holds ``minute``."""
        return bisect_right(self.breakpoints, minute)

    def parse(self, values: Mapping[str, str]) -> Entry:
        """An entry from texts, checked against the schedule. Raises EntryError or CodeError."""
        return parse_entry(values, self.schedule)

    def main_heading(self, measure: str, origin: str) -> str:
        """The heading that a measure is known by for goods of ``origin``."""
        key = (measure, origin)
        found = self._main_headings.get(key)
        if found is None:
            found = self._main_headings[key] = _main_heading(self.measures[measure], origin)
        return found

    def charges(self, measure: str) -> bool:
        """Whether a measure holds a duty, and not exemptions alone."""
        return any(rule.effect in ("add", "floor") for rule in self.measures[measure].rules)

    def origin_rules(self, origin: str) -> OriginRules:
        """The rows that can concern goods of ``origin``: one object for origins treated alike."""
        found = self._by_origin.get(origin)
        if found is None:
            rules = tuple(rule for rule in self.rules if origin in rule.origins)
            serials = frozenset(rule.serial for rule in rules)
            found = self._alike.setdefault(serials, OriginRules(rules, serials))
            self._by_origin[origin] = found
        return found

    def rules_for(self, origin: str) -> tuple[Rule, ...]:
        """The rows of the rule table that can concern goods of ``origin``, in order of work."""
        return self.origin_rules(origin).rules

    @cached_property
    def _reaches(self) -> ReachIndex:
        return ReachIndex(self.rules, self.lists)

    def reach(self, hts: str) -> Reach:
        """The rules of any origin that reach a code: one object for all codes on the same lists."""
        return self._reaches.reach(hts)

    def candidates(self, hts: str, origin: str) -> tuple[Candidate, ...]:
        """The rules whose scope holds the code, in order of work, whenever in force.

        One tuple for all codes of one reach and all origins that the measures treat alike.
        """
        return self._candidates(self.reach(hts), self.origin_rules(origin))

    def _candidates(self, reach: Reach, origin: OriginRules) -> tuple[Candidate, ...]:
        found = self._reached.get((reach, origin))
        if found is None:
            made = tuple(item for item in reach.candidates if item.rule.serial in origin.serials)
            found = self._reached.setdefault((reach, origin), made)
        return found

    def standing(self, hts: str, origin: str, minute: int) -> Standing:
        """The rules for a code and origin at a minute; the same for every minute of one epoch."""
        key = (self.reach(hts), self.origin_rules(origin), self.epoch(minute))
        found = self._standings.get(key)
        if found is None:
            if len(self._standings) > 20_000:
                self._standings.clear()
            found = self._standings[key] = Standing(self, self._candidates(*key[:2]), origin, minute)
        return found

    def off_list(self, rule: Rule) -> str:
        """That the good is not on the lists of a rule, in words."""
        titles = ", ".join(dict.fromkeys(self.lists[name].title for name, _ in rule.scope.lists))
        return f"The good is not on the list: {titles or 'codes of the measure'}."

    def with_scenario(self, edits: Iterable[ScenarioEdit]) -> Law:
        """The law with the edits applied; no edits give an equal law. Raises ScenarioError or LawError."""
        return Law(edited(self._raw, edits, self.sectors), self._parts, self.info).known_on(self.known_day)

    def known_on(self, day: date | None) -> Law:
        """The law as could be known on a day (see :mod:`briefing_app.tariff.hindsight`); None: as it is."""
        if day is None:
            return self
        made = copy(self)
        made.lists = {name: hindsight.known_list(found, day) for name, found in self.lists.items()}
        made.known_day = day
        made._take(hindsight.known_measures(self.measures.values(), self.sources, day))
        return made


def _main_heading(measure: Measure, origin: str) -> str:
    """That of the last charging rule in order of work, of the rules that reach the origin if any does."""
    rules = [rule for rule in measure.rules if origin in rule.origins] or measure.rules
    charging = [rule.heading for rule in rules if rule.effect in ("add", "floor") and not rule.quiet]
    return (charging or [rule.heading for rule in rules] or [""])[-1]


def load_law(root: Path | None = None) -> Law:
    """The shipped law, or one in another folder of the same form.

    Raises LawError or ListError, naming file, measure and key, for data that is not what it should be.
    """
    folder = root if root is not None else resources.path("tariff", "us")
    raw = loader.read_toml(folder / "law.toml")
    sources = registers.build_sources(loader.read_toml(folder / "sources.toml"), "sources.toml")
    assumptions = registers.build_assumptions(
        loader.read_toml(folder / "assumptions.toml"), "assumptions.toml"
    )
    last = parse_day(raw["checked_to"])
    info = LawInfo(
        version=raw["version"],
        begins=read_minute(raw["begins"]),
        checked_to=raw["checked_to"],
        ends=minute_of(last) + 720,
        de_minimis_cents=int(Decimal(raw["de_minimis_usd"]) * 100),
        de_minimis_end=read_minute(raw["de_minimis_end"]),
        de_minimis_earlier={code: read_minute(text) for code, text in raw["de_minimis_earlier"].items()},
        mpf_ppm=int(raw["mpf_rate"] * 1_000_000),
        hmf_ppm=int(raw["hmf_rate"] * 1_000_000),
    )
    fees = registers.build_fee_years(loader.read_toml(folder / "fees.toml"), "fees.toml")
    measures = tuple(loader.read_measures(folder / "measures"))
    lists = load_lists(folder / "lists")
    file = folder / "sectors.toml"  # a law of one's own may do without
    sectors = build_sectors(loader.read_toml(file), file.name) if file.exists() else ()
    parts = LawRegisters(load_schedule(folder / "schedule.csv"), lists, sources, assumptions, fees, sectors)
    return Law(measures, parts, info)


def provision_status(measure: Measure, moment: int, language: str = "en") -> str:
    """The standing of a measure at a minute in words: in force, suspended, struck down, announced ..."""
    ja = language == "ja"
    if measure.status == "announced":
        return "発表済み・未施行" if ja else "announced, not in force"
    if measure.status == "void":
        return "遡及的に置換え(無効)" if ja else "void: replaced retroactively"
    if measure.start is not None and moment < measure.start:
        when = words_of(measure.start, language)
        return f"{when}に施行予定" if ja else f"not yet in force: begins at {when}"
    if measure.end is not None and moment >= measure.end:
        words = {
            "expired": "失効",
            "struck down": "違憲・違法判断により終了",
            "replaced": "置換え",
            "terminated": "終了",
            "suspended": "停止",
        }
        when = words_of(measure.end, language)
        return f"{words[measure.ended_by]}({when})" if ja else f"{measure.ended_by}: ended at {when}"
    return "施行中" if ja else "in force"
