"""Many entries at once: the same law, decided once for each kind of entry and priced with numpy.

Equal to :func:`briefing_app.tariff.assess.assess` to the cent in status, total and fees (tested as a
property). What was first collected before a retroactive order, the working and the missing facts are asked
of the single answer.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple, TypeAlias
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from briefing_app.tariff.assess import assess
from briefing_app.tariff.batch_columns import EntryColumns, Pattern, Places, distinct
from briefing_app.tariff.batch_easy import STATUSES, ProgramTable
from briefing_app.tariff.batch_job import CHUNK, KEY_BITS, BatchResult, Job
from briefing_app.tariff.batch_kinds import Kinds
from briefing_app.tariff.batch_plan import Node, Price, Terms, build_node, price_of, terms_of
from briefing_app.tariff.batch_shape import SHAPE_BITS, shapes_of, shares_of
from briefing_app.tariff.entry import Entry
from briefing_app.tariff.law import Law
from briefing_app.tariff.moment import moment_of
from briefing_app.tariff.schedule import CodeError, ScheduleLine

__all__ = ["CHUNK", "STATUSES", "BatchEvaluator", "BatchResult", "Progress", "assess_batch"]
_MOST_PATTERNS = 1 << (62 - KEY_BITS - SHAPE_BITS)
_MOST_KINDS = 1_000_000
# The facts that the terms hang on.
TERM_FACTS = ("entry_type", "mode", "korus_claim", "usmca_claim")
_SILENT = (None,) * len(TERM_FACTS)
Progress: TypeAlias = Callable[[int, int], None]


class Like(NamedTuple):
    """An example of a kind: class, stretch of time, and the entry with its shape where facts are said."""

    place: int
    stretch: int
    entry: Entry | None
    shape: int


class BatchEvaluator:
    """The programs of one law, kept from batch to batch. Not for several threads at once."""

    def __init__(self, law: Law) -> None:
        self.law = law
        self.kinds = Kinds(law)
        self.stretches = self.kinds.time.count
        self.shares = shares_of(law)
        self.table = ProgramTable()
        self._patterns: dict[Pattern, int] = {}
        self._price_of: dict[int, int] = {}  # by kind
        self._terms: dict[object, int] = {}
        self._term_list: list[Terms] = []
        self._plain_terms: dict[object, list[int]] = {}
        # By class and stretch of entries that say nothing: kind, terms, program; -1 where not yet known.
        self._plain = np.full((3, 0), -1, np.int32)
        self.by_kind: dict[int, int] = {}
        self._decisions: dict[object, Node] = {}
        self._decided_kinds: dict[int, Node | None] = {}

    def run(self, columns: EntryColumns, progress: Progress | None = None) -> BatchResult:
        """The answers to ``columns``; ``progress(done, total)`` is called after each stretch of rows."""
        count = len(columns)
        self.forget_facts()
        out = BatchResult(
            np.zeros(count, np.int8),
            np.empty(count, np.int64),
            np.empty(count, np.int64),
            np.empty(count, np.int64),
            np.empty(count, np.int32),
        )
        job = Job(self, columns, out)
        for start in range(0, count, CHUNK):
            stop = min(start + CHUNK, count)
            job.stretch(start, stop)
            if progress is not None:
                progress(stop, count)
        job.finish()
        return out

    def reason(self, columns: EntryColumns, row: int) -> str:
        """Why a row has no amount, from the single answer."""
        try:
            answer = assess(columns.entry(row), self.law)
        except CodeError as error:
            return str(error)
        return answer.reason

    def class_table(self, columns: EntryColumns) -> Places:
        """The class of each pair of origin and code of a batch."""
        table = self.kinds.class_table(columns)
        size = len(self.kinds.classes) * self.stretches
        if size >= 1 << KEY_BITS:
            raise OverflowError("too many classes of goods for one evaluator")
        if size > self._plain.shape[1]:
            grown = np.full((3, size + size // 4), -1, np.int32)
            grown[:, : self._plain.shape[1]] = self._plain
            self._plain = grown
        return table

    def pattern_place(self, pattern: Pattern) -> int:
        """The number of a fact pattern, the same in every batch."""
        place = self._patterns.setdefault(pattern, len(self._patterns))
        if place >= _MOST_PATTERNS:
            raise OverflowError("too many different facts in one batch")
        return place

    def forget_facts(self) -> None:
        """Drop what was kept for rows that say facts when it has grown large."""
        if len(self._patterns) > _MOST_PATTERNS // 2 or len(self.by_kind) > _MOST_KINDS:
            self._patterns.clear()
            self.by_kind.clear()
            self._decided_kinds.clear()
            self._decisions.clear()

    def plain_programs(self) -> Places:
        """Program places by class and stretch of entries that say no facts; -1 where not yet known."""
        programs: Places = self._plain[2]
        return programs

    def learn(self, keys: NDArray[np.intp]) -> None:
        """Find the programs of classes and stretches that say no facts."""
        for place in distinct(keys // self.stretches)[0].tolist():
            if self._plain[0, place * self.stretches] < 0:
                self._fill(place)
        kinds, terms = self._plain[0, keys], self._plain[1, keys]
        both = kinds.astype(np.int64) << 20 | terms
        _, first, inverse = distinct(both)
        found = []
        for kind, term, key in zip(kinds[first].tolist(), terms[first].tolist(), keys[first], strict=True):
            place, stretch = divmod(int(key), self.stretches)
            found.append(self._program(kind, term, Like(place, stretch, None, 0)))
        self._plain[2, keys] = np.array(found, np.int32)[inverse]

    def _fill(self, place: int) -> None:
        """The kind and the terms of a class in every stretch of time."""
        low = place * self.stretches
        rows = slice(low, low + self.stretches)
        self._plain[0, rows] = self.kinds.plain_row(place)
        goods = self.kinds.classes[place]
        like = (goods.group, goods.chapter in ("98", "99"), goods.bad)
        if like not in self._plain_terms:
            self._plain_terms[like] = [self._term(place, at, None) for at in range(self.stretches)]
        self._plain[1, rows] = self._plain_terms[like]

    def _term(self, place: int, stretch: int, entry: Entry | None) -> int:
        goods = self.kinds.classes[place]
        said = tuple(map(entry.facts.get, TERM_FACTS)) if entry is not None else _SILENT
        key = (goods.group, stretch, goods.chapter in ("98", "99"), goods.bad, said)
        found = self._terms.get(key)
        if found is None:
            terms = terms_of(self.law, entry or self._example(place, stretch), bad=goods.bad)
            if terms not in self._term_list:
                self._term_list.append(terms)
            found = self._terms[key] = self._term_list.index(terms)
        return found

    def _example(self, place: int, stretch: int) -> Entry:
        goods = self.kinds.classes[place]
        moment = moment_of(self.kinds.time.minutes[stretch])
        return Entry(moment.date(), goods.origin, goods.code, 100_000, moment.time())

    def _program(self, kind: int, term: int, like: Like) -> int:
        terms = self._term_list[term]
        if terms.refusal:
            return self.table.place(terms, self.table.price(terms.refusal, Price(terms.refusal)))
        price = self._price_of.get(kind)
        if price is None:
            price = self._price_of[kind] = self.table.price(*price_of(self._node(like)))
        return self.table.place(terms, price)

    def _node(self, like: Like) -> Node:
        entry = like.entry or self._example(like.place, like.stretch)
        line = self.kinds.line(entry.hts)
        if isinstance(line, CodeError):
            raise line
        active = self.kinds.active(like.place, like.stretch, entry, like.shape)
        return build_node(self.law, entry, line, active)

    def program_for(self, columns: EntryColumns, row: int, key: int, shape: int) -> int:
        """The program of a row that says facts, of a class and stretch (``key``)."""
        place, stretch = divmod(key, self.stretches)
        entry, pattern = columns.entry(row), columns.patterns[columns.pattern[row]]
        kind = self.kinds.number(self.kinds.key(place, stretch, entry, pattern, shape))
        return self._program(kind, self._term(place, stretch, entry), Like(place, stretch, entry, shape))

    def decided(self, columns: EntryColumns) -> tuple[Places, list[Node | None]]:
        """For each row the place of what was decided in the list beside it, with the measures that charge.

        None stands for rows that no rule reaches. Unlike the programs of :meth:`run`, rows share a place only
        where the same rules work on them.
        """
        key = self.class_table(columns).take(columns.origin * np.intp(len(columns.codes)) + columns.code)
        key = key.astype(np.int64) * self.stretches + self.kinds.time.of(columns.minute)
        pattern = np.array([self.pattern_place(each) for each in columns.patterns], np.int64)
        every = slice(0, len(columns))
        kind = pattern[columns.pattern] << (SHAPE_BITS + KEY_BITS) | key
        if columns.money:
            kind |= shapes_of(columns, every, columns.value, self.shares) << KEY_BITS
        kinds, first, places = distinct(kind)
        nodes: list[Node | None] = []
        for each, row in zip(kinds.tolist(), first.tolist(), strict=True):
            if each not in self._decided_kinds:
                place, stretch = divmod(each & ((1 << KEY_BITS) - 1), self.stretches)
                shape = each >> KEY_BITS & ((1 << SHAPE_BITS) - 1)
                like = Like(place, stretch, columns.entry(row), shape)
                self._decided_kinds[each] = self._decided(like, each >> (KEY_BITS + SHAPE_BITS))
            nodes.append(self._decided_kinds[each])
        return places.astype(np.int32), nodes

    def _decided(self, like: Like, pattern: int) -> Node | None:
        entry = like.entry
        line = self.kinds.line(entry.hts) if entry is not None else None
        if entry is None or not isinstance(line, ScheduleLine):
            return None
        active = self.kinds.active(like.place, like.stretch, entry, like.shape)
        if any(item.partly for item in active):
            return build_node(self.law, entry, line, active)
        said = (like.stretch, pattern, like.shape) if entry.facts else ()
        key = (self.kinds.classes[like.place].chapter, said, *(item.rule.serial for item in active))
        if key not in self._decisions:
            self._decisions[key] = build_node(self.law, entry, line, active)
        return self._decisions[key]


_EVALUATORS: WeakKeyDictionary[Law, BatchEvaluator] = WeakKeyDictionary()


def assess_batch(columns: EntryColumns, law: Law, progress: Progress | None = None) -> BatchResult:
    """The answers to many entries under ``law``. The programs are kept as long as the law lives."""
    evaluator = _EVALUATORS.get(law)
    if evaluator is None:
        evaluator = _EVALUATORS[law] = BatchEvaluator(law)
    return evaluator.run(columns, progress)
