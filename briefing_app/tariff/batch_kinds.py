"""The kinds of entries of a batch: classes of goods and origins, and what works for each in every stretch of
time.

Entries of one kind are decided once. Two entries are of one kind when the same effects of the rule table
stand for them in the same order and what they say of contents is alike; the rules behind the effects, the
codes, the origins and the days may differ.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from briefing_app.tariff.batch_columns import MONEY_FACTS, EntryColumns, Pattern, Places
from briefing_app.tariff.batch_plan import age_breakpoints
from briefing_app.tariff.entry import Entry
from briefing_app.tariff.law import Law, OriginRules
from briefing_app.tariff.origins import COLUMN_2
from briefing_app.tariff.outcomes import MOST_CODES_TRIED
from briefing_app.tariff.reach import Candidate, Reach
from briefing_app.tariff.reader import OPEN, OPEN_FACTS, NeedsFactError, Reader, facts_read
from briefing_app.tariff.rules import Rule
from briefing_app.tariff.schedule import CodeError, ScheduleLine

# Chapters that the reader of facts or the entrance of the engine look at by number.
SPECIAL_CHAPTERS = frozenset({"72", "73", "74", "76", "98", "99"})
KindKey: TypeAlias = tuple[object, ...]
_Membership: TypeAlias = tuple[Reach, str, bool]  # reach, special chapter, on no line
_MOST_SAID = 200_000
_NOT_RATES = ("fee", "record")


@dataclass(frozen=True, slots=True, eq=False)
class OriginGroup:
    """Origins that the engine treats alike: the same rules, small-shipment date and entrance."""

    rules: OriginRules
    number: int


@dataclass(frozen=True, slots=True, eq=False)
class Goods:
    """A class: codes of one reach in one (special) chapter from origins of one group, by an example of each.

    ``candidates`` are the rules that may set an amount.
    """

    code: str
    origin: str
    chapter: str
    group: int
    bad: bool
    candidates: tuple[Candidate, ...]


class Stretches:
    """The stretches of time between two boundaries of the law."""

    def __init__(self, law: Law) -> None:
        info = law.info
        edges = {info.begins, info.ends, info.de_minimis_end, *info.de_minimis_earlier.values()}
        edges |= {*law.breakpoints, *age_breakpoints(date(2018, 1, 1), date(2027, 1, 1))}
        self._edges = np.array(sorted(edges), np.int32)
        self.count = len(self._edges) + 1
        self._first = int(self._edges[0]) - 1
        self.minutes = [self._first, *self._edges.tolist()]  # the first minute of each
        # One small number for each minute: a look-up is several times quicker than a search.
        self._of_minute = np.repeat(
            np.arange(self.count, dtype=np.uint16),
            np.diff(self._edges, prepend=self._first, append=self._edges[-1] + 1),
        )
        self._works: dict[Candidate, NDArray[np.bool_]] = {}

    def of(self, minute: Places) -> NDArray[np.unsignedinteger]:
        """The stretch of each minute."""
        place = minute - np.int32(self._first)
        np.clip(place, 0, len(self._of_minute) - 1, out=place)
        found: NDArray[np.unsignedinteger] = self._of_minute.take(place)
        return found

    def works(self, candidate: Candidate) -> NDArray[np.bool_]:
        """In which stretches a rule works for the goods that it reaches."""
        found = self._works.get(candidate)
        if found is None:
            found = self._works[candidate] = np.zeros(self.count, np.bool_)
            for span in candidate.spans:
                start, end = np.searchsorted(self._edges, span, side="right")
                found[start:end] = True
        return found


class Kinds:
    """Classes and kinds of one law, numbered in the order in which they come."""

    def __init__(self, law: Law) -> None:
        self.law, self.time = law, Stretches(law)
        self.classes: list[Goods] = []
        self._class_of: dict[tuple[Reach, str, bool, OriginGroup], int] = {}
        self._groups: dict[object, OriginGroup] = {}
        self._group_of: dict[str, OriginGroup] = {}
        self._lines: dict[str, ScheduleLine | CodeError] = {}
        self._goods_of: dict[str, _Membership] = {}
        self._rows: dict[int, Places] = {}
        self._numbers: dict[KindKey, int] = {}
        self._plain_effects: dict[tuple[Candidate, str], int] = {}
        self._effects: dict[object, int] = {}
        self._said_effects: dict[object, int] = {}
        self._reads = [facts_read(rule) for rule in law.rules]

    def line(self, code: str) -> ScheduleLine | CodeError:
        """The line of a code, or why it has none."""
        found = self._lines.get(code)
        if found is None:
            try:
                found = self.law.schedule.require(code)
            except CodeError as error:
                found = error
            self._lines[code] = found
        return found

    def class_table(self, columns: EntryColumns) -> Places:
        """The class of each pair of origin and code of a batch, at ``origin * len(codes) + code``."""
        groups = [self._group(origin) for origin in columns.origins]
        goods = [self._goods(code) for code in columns.codes]
        different = {each: at for at, each in enumerate(dict.fromkeys(goods))}
        example = dict(zip(goods, columns.codes, strict=True))
        table = np.empty((len(groups), len(different)), np.int32)
        for row, (group, origin) in enumerate(zip(groups, columns.origins, strict=True)):
            for each, at in different.items():
                table[row, at] = self._class(group, each, (example[each], origin))
        wide: Places = table[:, np.array([different[each] for each in goods], np.intp)].ravel()
        return wide

    def class_of(self, code: str, origin: str) -> int:
        """The class of one code and origin."""
        return self._class(self._group(origin), self._goods(code), (code, origin))

    def _goods(self, code: str) -> _Membership:
        found = self._goods_of.get(code)
        if found is None:
            if len(self._goods_of) > _MOST_SAID:
                self._goods_of.clear()
                self._lines.clear()
            chapter = code[:2] if code[:2] in SPECIAL_CHAPTERS else ""
            bad = isinstance(self.line(code), CodeError)
            found = self._goods_of[code] = self.law.reach(code), chapter, bad
        return found

    def _group(self, origin: str) -> OriginGroup:
        found = self._group_of.get(origin)
        if found is None:
            rules, info = self.law.origin_rules(origin), self.law.info
            entrance = "US" if origin == "US" else "KR" if origin == "KR" else origin in COLUMN_2
            key = (rules, entrance, info.de_minimis_ends(origin))
            found = self._groups.setdefault(key, OriginGroup(rules, len(self._groups)))
            self._group_of[origin] = found
        return found

    def _class(self, group: OriginGroup, goods: _Membership, like: tuple[str, str]) -> int:
        key = (*goods, group)
        code, origin = like
        place = self._class_of.get(key)
        if place is None:
            place = self._class_of[key] = len(self.classes)
            candidates = tuple(
                item
                for item in self.law.candidates(code, origin)
                if item.rule.lane not in _NOT_RATES and not item.rule.collected_only
            )
            self.classes.append(Goods(code, origin, goods[1], group.number, goods[2], candidates))
        return place

    def plain_row(self, place: int) -> Places:
        """The number of the kind of a class whose entries say nothing, by stretch of time."""
        row = self._rows.get(place)
        if row is None:
            goods = self.classes[place]
            row = self._rows[place] = self._with_parts(goods, self._without_parts(goods))
        return row

    def _without_parts(self, goods: Goods) -> Places:
        pairs = [(item, self._plain_effect(item, goods)) for item in goods.candidates]
        kept = [(item, effect) for item, effect in pairs if effect >= 0]
        works = np.array([self.time.works(item) for item, _ in kept])
        effects = np.array([effect for _, effect in kept], np.int32)
        row = np.empty(self.time.count, np.int32)
        columns = np.ascontiguousarray(works.T)
        for start, end in _runs(works):
            row[start:end] = self.number((goods.chapter, effects[columns[start]].tobytes(), (), (), ()))
        return row

    def _with_parts(self, goods: Goods, row: Places) -> Places:
        """Where a list names parts of the line the kinds of the parts belong to that of the whole."""
        lines: list[str] = []
        rows = [row]
        for item in goods.candidates:
            if item.partly and self._plain_effect(item, goods) >= 0:
                works = self.time.works(item)
                for code in item.partly[:MOST_CODES_TRIED]:
                    lines.append(self._other_line(code, goods))
                    part = self.plain_row(self.class_of(code, goods.origin))
                    rows.append(np.where(works, part, -1).astype(np.int32))
        if not lines:
            return row
        columns = np.array(rows)
        out = row.copy()
        for start, end in _runs(columns):
            at = columns[:, start]
            if (at[1:] >= 0).any():
                out[start:end] = self.number((tuple(lines), at.tobytes()))
        return out

    def number(self, key: KindKey) -> int:
        """The number of a kind."""
        return self._numbers.setdefault(key, len(self._numbers))

    def _other_line(self, code: str, goods: Goods) -> str:
        """The line of a part when it is another than that of the whole."""
        line = self.line(code)
        return line.hts if isinstance(line, ScheduleLine) and line != self.line(goods.code) else ""

    def key(self, place: int, stretch: int, entry: Entry, pattern: Pattern, shape: int) -> KindKey:
        """The key of the kind of an entry that says facts."""
        goods = self.classes[place]
        working = list(self._working(goods, stretch, entry, shape))
        effects = np.array([effect for _, effect in working], np.int32).tobytes()
        money = (shape, *pattern.money) if pattern.money else ()
        said = tuple(pair for pair in pattern.facts if pair[0] in OPEN_FACTS)
        parts = tuple(
            (self._other_line(code, goods), self.key(part, stretch, entry, pattern, shape))
            for item, _ in working
            for code in item.partly[:MOST_CODES_TRIED]
            for part in (self.class_of(code, goods.origin),)
        )
        return goods.chapter, effects, parts, money, said

    def active(self, place: int, stretch: int, entry: Entry, shape: int) -> tuple[Candidate, ...]:
        """The rules at work for an entry, without those whose conditions it cannot meet."""
        return tuple(item for item, _ in self._working(self.classes[place], stretch, entry, shape))

    def _working(
        self, goods: Goods, stretch: int, entry: Entry, shape: int
    ) -> Iterator[tuple[Candidate, int]]:
        reader: list[Reader] = []
        for item in goods.candidates:
            if self.time.works(item)[stretch]:
                effect = self._effect(item, goods, entry, shape, reader)
                if effect >= 0:
                    yield item, effect

    def _plain_effect(self, item: Candidate, goods: Goods) -> int:
        key = (item, goods.chapter)
        found = self._plain_effects.get(key)
        if found is None:
            entry = Entry(date(2025, 1, 1), goods.origin, goods.code, 100_000)
            found = self._plain_effects[key] = self._numbered(item, Reader(entry))
        return found

    def _effect(self, item: Candidate, goods: Goods, entry: Entry, shape: int, reader: list[Reader]) -> int:
        facts = entry.facts
        said = [name for name in self._reads[item.rule.serial] if name in facts] if facts else []
        if not said:
            return self._plain_effect(item, goods)
        values: list[object] = [shape if name in MONEY_FACTS else facts[name] for name in said]
        if "made_year" in said:
            values.append(entry.day.year)
        key = (item, goods.chapter, tuple(said), tuple(values))
        found = self._said_effects.get(key)
        if found is None:
            if len(self._said_effects) > _MOST_SAID:
                self._said_effects.clear()
            if not reader:
                reader.append(Reader(entry))
            found = self._said_effects[key] = self._numbered(item, reader[0])
        return found

    def _numbered(self, item: Candidate, reader: Reader) -> int:
        """The number of what a rule does, equal for rules that do the same; -1 where it cannot work."""
        possible, settled = self._settled(item.rule, reader)
        if not possible:
            return -1
        rule = item.rule
        what = (
            rule.lane, rule.effect, rule.ppm, rule.basis, rule.takes, rule.family, rule.closes,
            rule.against_general, rule.programme, item.partly, () if settled else (rule.when, rule.presume),
        )  # fmt: skip
        return self._effects.setdefault(what, len(self._effects))

    @staticmethod
    def _settled(rule: Rule, reader: Reader) -> tuple[bool, bool]:
        """Whether the conditions of a rule can hold, and whether that is settled whatever is tried.

        A fact that must be said is tried with several values: conditions on such facts stay open.
        """
        settled = True
        for condition in rule.when:
            if condition.fact in OPEN:
                settled = False
                continue
            try:
                if not reader.holds(condition, rule):
                    return False, True
            except NeedsFactError:
                settled = False
        return True, settled


def _runs(rows: NDArray[np.generic]) -> Iterator[tuple[int, int]]:
    """The stretches through which no row changes: first and the one after the last."""
    changes = np.flatnonzero((rows[:, 1:] != rows[:, :-1]).any(axis=0)) + 1
    return pairwise([0, *changes.tolist(), rows.shape[1]])
