"""Many entries at once: the same law, decided once for each kind of entry and priced with numpy.

Equal to :func:`briefing_app.tariff.assess.assess` to the cent in status, total and fees (tested as a
property). What was first collected before a retroactive order, the working and the missing facts are asked
of the single answer.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TypeAlias
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from briefing_app.tariff.assess import assess
from briefing_app.tariff.batch_columns import EntryColumns, Pattern, Places
from briefing_app.tariff.batch_job import CHUNK, KEY_BITS, STATUSES, BatchResult, Easy, Job
from briefing_app.tariff.batch_plan import Program, age_breakpoints, build_program, price_key
from briefing_app.tariff.batch_shape import SHAPE_BITS, shares_of
from briefing_app.tariff.entry import Entry
from briefing_app.tariff.law import Law
from briefing_app.tariff.schedule import CodeError, ScheduleLine

__all__ = ["CHUNK", "STATUSES", "BatchEvaluator", "BatchResult", "Progress", "assess_batch"]
# Chapters that the reader of facts or the entrance of the engine look at by number.
_SPECIAL_CHAPTERS = ("72", "73", "74", "76", "98", "99")
_MOST_PATTERNS = 1 << (62 - KEY_BITS - SHAPE_BITS)
Progress: TypeAlias = Callable[[int, int], None]


class BatchEvaluator:
    """The programs of one law, kept from batch to batch. Not for several threads at once."""

    def __init__(self, law: Law) -> None:
        self.law = law
        edges = {
            law.info.begins,
            law.info.ends,
            law.info.de_minimis_end,
            *law.info.de_minimis_earlier.values(),
        }
        edges |= {*law.breakpoints, *age_breakpoints(date(2018, 1, 1), date(2027, 1, 1))}
        ordered = np.array(sorted(edges), np.int32)
        self._first = int(ordered[0]) - 1
        # One small number for each minute: a look-up is several times quicker than a search.
        self._stretch = np.repeat(
            np.arange(len(ordered) + 1, dtype=np.uint16),
            np.diff(ordered, prepend=self._first, append=ordered[-1] + 1),
        )
        self.stretches = len(edges) + 1
        self.shares = shares_of(law)
        self._lines: dict[str, ScheduleLine | CodeError] = {}
        self._classes: dict[object, int] = {}
        self._class_of: dict[tuple[str, str], int] = {}
        self._programs: list[Program] = []
        self._patterns: dict[Pattern, int] = {}
        self._plain = np.full(0, -1, np.int32)
        self.by_kind: dict[int, int] = {}
        self.easy = Easy()
        self._by_time: dict[tuple[int, int, object], int] = {}
        self._price_keys: dict[object, int] = {}
        self._price_of: list[int] = []

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

    def program(self, place: int) -> Program:
        """The program of ``BatchResult.program``."""
        return self._programs[place]

    def reason(self, columns: EntryColumns, row: int) -> str:
        """Why a row has no amount, from the single answer."""
        try:
            answer = assess(columns.entry(row), self.law)
        except CodeError as error:
            return str(error)
        return answer.reason

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

    def class_of(self, code: str, origin: str) -> int:
        """The number of the class of goods that the law treats alike."""
        pair = (code, origin)
        place = self._class_of.get(pair)
        if place is None:
            place = self._class_of[pair] = self._class(code, origin)
        return place

    def stretch_of(self, minute: Places) -> NDArray[np.uint16]:
        """The stretch of time between two boundaries of the law, by minute."""
        place = minute - np.int32(self._first)
        np.clip(place, 0, len(self._stretch) - 1, out=place)
        found: NDArray[np.uint16] = self._stretch.take(place)
        return found

    def known_class(self, code: str, origin: str) -> int:
        """The class number if it was asked for before, else -1."""
        return self._class_of.get((code, origin), -1)

    def _class(self, code: str, origin: str) -> int:
        bad = isinstance(self.line(code), CodeError)
        reached = tuple((c.rule.serial, c.spans, c.partly) for c in self.law.candidates(code, origin))
        chapter = code[:2] if code[:2] in _SPECIAL_CHAPTERS else ""
        kind = (origin, chapter, bad, () if bad else reached)
        place = self._classes.setdefault(kind, len(self._classes))
        if place * self.stretches >= 1 << KEY_BITS:
            raise OverflowError("too many classes of goods for one evaluator")
        return place

    def pattern_place(self, pattern: Pattern) -> int:
        """The number of a fact pattern, the same in every batch."""
        place = self._patterns.setdefault(pattern, len(self._patterns))
        if place >= _MOST_PATTERNS:
            raise OverflowError("too many different facts in one batch")
        return place

    def forget_facts(self) -> None:
        """Drop what was kept for rows that say facts when it has grown large."""
        if len(self._patterns) > _MOST_PATTERNS // 2:
            self._patterns.clear()
            self.by_kind.clear()
            self._by_time = {kind: place for kind, place in self._by_time.items() if kind[1] < 0}

    def plain_table(self) -> Places:
        """Program places by class and stretch of entries that say no facts; -1 where not yet built."""
        size = len(self._classes) * self.stretches
        if len(self._plain) < size:
            grown = np.full(2 * size, -1, np.int32)
            grown[: len(self._plain)] = self._plain
            self._plain = grown
        return self._plain

    def program_for(self, columns: EntryColumns, row: int, said: int) -> int:
        """The program for rows like ``row``, whose facts have the number ``said``; built when it is new."""
        entry = columns.entry(row)
        kind = (self.class_of(entry.hts, entry.origin), said, self._time_kind(entry))
        place = self._by_time.get(kind)
        if place is None:
            place = self._by_time[kind] = len(self._programs)
            program = build_program(self.law, entry, self.line(entry.hts))
            self._programs.append(program)
            self.easy.add(program)
            self._price_of.append(self._price_keys.setdefault(price_key(program.node), len(self._price_keys)))
        return place

    def _time_kind(self, entry: Entry) -> object:
        """What the moment decides: the rules in force for the good, the fees, small shipments, a vehicle's
        age.

        Where a list names parts of the line the moment itself, because those parts come and go on their
        own.
        """
        info, minute = self.law.info, entry.minute
        fees = next((year.least for year in self.law.fee_years if year.start <= minute < year.end), -1)
        reached = self.law.candidates(entry.hts, entry.origin)
        if any(candidate.partly for candidate in reached):
            active: object = self.law.epoch(minute)
        else:
            active = tuple(candidate.rule.serial for candidate in reached if candidate.active(minute))
        year = entry.day.year if "made_year" in entry.facts else 0
        covered = info.begins <= minute < info.ends
        return active, fees, minute < info.de_minimis_ends(entry.origin), covered, year

    def price_places(self) -> NDArray[np.signedinteger]:
        """For each program the number of its prices: programs of one number price alike."""
        return np.array(self._price_of, np.int16 if len(self._price_keys) < 2**15 else np.int32)


_EVALUATORS: WeakKeyDictionary[Law, BatchEvaluator] = WeakKeyDictionary()


def assess_batch(columns: EntryColumns, law: Law, progress: Progress | None = None) -> BatchResult:
    """The answers to many entries under ``law``. The programs are kept as long as the law lives."""
    evaluator = _EVALUATORS.get(law)
    if evaluator is None:
        evaluator = _EVALUATORS[law] = BatchEvaluator(law)
    return evaluator.run(columns, progress)
