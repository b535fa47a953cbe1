"""Many entries at once: the same law, decided once for each kind of entry and priced with numpy.

Equal to :func:`briefing_app.tariff.assess.assess` to the cent in status, total and fees (tested as a
property). What was first collected before a retroactive order, the working and the missing facts are asked
of the single answer.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from briefing_app.tariff.assess import assess
from briefing_app.tariff.batch_column1 import (
    NO_RATE,
    Column1Rows,
    Flags,
    LineRate,
    Rowset,
    column1_rows,
    half_up,
    line_rate,
)
from briefing_app.tariff.batch_columns import EntryColumns, Ints, Pattern, Places
from briefing_app.tariff.batch_plan import Branch, Program, age_breakpoints, build_program, price_key
from briefing_app.tariff.batch_price import Rows, settle
from briefing_app.tariff.batch_shape import shapes_of, shares_of
from briefing_app.tariff.law import Law
from briefing_app.tariff.schedule import CodeError, ScheduleLine

STATUSES = ("ok", "not_computable", "not_covered", "error")
OK = 0
CHUNK = 1 << 16
# Chapters that the reader of facts or the entrance of the engine look at by number.
_SPECIAL_CHAPTERS = ("72", "73", "74", "76", "98", "99")
_NO_FACTS = Pattern()
_FIXED = 6  # items of a program before its charges
_SHAPE_BITS = 20
_KEY_BITS = 26
Progress: TypeAlias = Callable[[int, int], None]


@dataclass(frozen=True)
class BatchResult:
    """Answers in columns: ``status`` is a place in STATUSES; money in cents, -1 where there is none."""

    status: NDArray[np.int8]
    total: Ints
    mpf: Ints
    hmf: Ints
    program: Places


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
        self.easy = _Easy()
        self._price_keys: dict[object, int] = {}
        self._price_of: list[int] = []

    def run(self, columns: EntryColumns, progress: Progress | None = None) -> BatchResult:
        """The answers to ``columns``; ``progress(done, total)`` is called after each stretch of rows."""
        count = len(columns)
        out = BatchResult(
            np.zeros(count, np.int8),
            np.empty(count, np.int64),
            np.empty(count, np.int64),
            np.empty(count, np.int64),
            np.empty(count, np.int32),
        )
        job = _Job(self, columns, out)
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
        if place * self.stretches >= 1 << _KEY_BITS:
            raise OverflowError("too many classes of goods for one evaluator")
        return place

    def pattern_place(self, pattern: Pattern) -> int:
        """The number of a fact pattern, the same in every batch."""
        return self._patterns.setdefault(pattern, len(self._patterns))

    def plain_table(self) -> Places:
        """Program places by class and stretch of entries that say no facts; -1 where not yet built."""
        size = len(self._classes) * self.stretches
        if len(self._plain) < size:
            grown = np.full(2 * size, -1, np.int32)
            grown[: len(self._plain)] = self._plain
            self._plain = grown
        return self._plain

    def add_program(self, columns: EntryColumns, row: int) -> int:
        """Build the program for rows like ``row``; its place."""
        entry = columns.entry(row)
        self._programs.append(build_program(self.law, entry, self.line(entry.hts)))
        program = self._programs[-1]
        self.easy.add(program)
        self._price_of.append(self._price_keys.setdefault(price_key(program.node), len(self._price_keys)))
        return len(self._programs) - 1

    def price_places(self) -> NDArray[np.uint16]:
        """For each program the number of its prices: programs of one number price alike."""
        return np.array(self._price_of, np.uint16)


class _Easy:
    """What the one formula needs of each program, as arrays by program place."""

    def __init__(self) -> None:
        self.slots = 1
        self.rows: list[tuple[int, ...]] = []
        self._arrays: tuple[Ints, ...] | None = None

    def add(self, program: Program) -> None:
        """Take a program in: refusal, easy, free limit, fee limits, sea, then ppm and floor of each slot."""
        node = program.node
        easy = isinstance(node, Branch) and node.simple and node.status == "ok" and not node.programme
        slots = [slot for slot in node.slots if slot.ppm] if easy and isinstance(node, Branch) else []
        least, most = {"fee": (program.least, program.most), "zero": (0, 0), "none": (-1, -1)}[program.mpf]
        self.slots = max(self.slots, len(slots))
        charges = tuple(number for slot in slots for number in (slot.ppm, int(slot.floor)))
        refused = node.status if isinstance(node, Branch) and program.free_up_to < 0 else "ok"
        refusal = STATUSES.index(program.refusal or refused)
        easy = easy or bool(refusal)
        self.rows.append((refusal, int(easy), program.free_up_to, least, most, int(program.by_sea), *charges))
        self._arrays = None

    def arrays(self) -> tuple[Ints, ...]:
        """One array per item of :meth:`add`, charges padded with zeros."""
        if self._arrays is None:
            width = _FIXED + 2 * self.slots
            padded = [row + (0,) * (width - len(row)) for row in self.rows]
            self._arrays = tuple(np.ascontiguousarray(column) for column in np.array(padded, np.int64).T)
        return self._arrays


class _Job:
    """One batch: the tables of its texts, and where its answers go."""

    def __init__(self, evaluator: BatchEvaluator, columns: EntryColumns, out: BatchResult) -> None:
        self.evaluator, self.columns, self.out = evaluator, columns, out
        self.hard: list[Places] = []
        self._tables: dict[tuple[str, str], tuple[list[LineRate], Ints]] = {}
        self.general_ppm = self.table("", "")[1]
        pairs = ((code, origin) for origin in columns.origins for code in columns.codes)
        self.class_table = np.array([evaluator.known_class(*pair) for pair in pairs], np.int32)
        self.plain = np.array([pattern == _NO_FACTS for pattern in columns.patterns], np.bool_)
        self.patterns = np.array([evaluator.pattern_place(each) for each in columns.patterns], np.int64)

    def table(self, programme: str, line: str) -> tuple[list[LineRate], Ints]:
        """The rates of all codes under a programme (of one other line, if it is named), and their plain
        ppm.
        """
        found = self._tables.get((programme, line))
        if found is None:
            lines = [self.evaluator.line(line or code) for code in self.columns.codes]
            rates = [
                line_rate(each, programme) if isinstance(each, ScheduleLine) else NO_RATE for each in lines
            ]
            found = self._tables[programme, line] = rates, np.array([rate.ppm for rate in rates], np.int64)
        return found

    def column1(self, programme: str, line: str, rows: Rowset) -> Column1Rows:
        """Column 1 of rows."""
        return column1_rows(self.columns, rows, *self.table(programme, line))

    def stretch(self, start: int, stop: int) -> None:
        """Answer the rows from ``start`` to before ``stop``."""
        columns, out, law = self.columns, self.out, self.evaluator.law
        rows = slice(start, stop)
        code, value = columns.code[rows].astype(np.intp), columns.value[rows]
        program = self._programs(rows, code, value).astype(np.intp)
        refusal, easy, free, least, most, sea, *charges = self.evaluator.easy.arrays()
        ppm = self.general_ppm.take(code)
        ordinary = half_up(value, ppm)
        total = ordinary.copy()
        for at in range(0, len(charges), 2):
            rate = charges[at].take(program)
            if rate.any():
                charge = half_up(value, rate)
                charge -= ordinary * charges[at + 1].take(program)
                total += np.maximum(charge, 0, out=charge)
        fee = half_up(value, law.info.mpf_ppm)
        np.maximum(fee, least.take(program), out=fee)
        out.mpf[rows] = np.minimum(fee, most.take(program), out=fee)
        out.hmf[rows] = half_up(value, law.info.hmf_ppm) * sea.take(program)
        out.total[rows] = total
        out.program[rows] = program
        refused = refusal.take(program)
        out.status[rows] = refused
        dutiable = value > free.take(program)
        self._without(rows, refused > 0, ~dutiable)
        hard = (easy.take(program) == 0) | (ppm < 0)
        hard &= (refused == 0) & dutiable
        if hard.any():
            self.hard.append((np.flatnonzero(hard) + start).astype(np.int32))

    def _without(self, rows: slice, refused: Flags, free: Flags) -> None:
        """Take the amounts away from refused rows, and the duty and the fee from rows that are free."""
        out = self.out
        if refused.any():
            for column in (out.total, out.mpf, out.hmf):
                column[rows][refused] = -1
        free &= ~refused
        if free.any():
            out.total[rows][free] = 0
            out.mpf[rows][free] = -1

    def _programs(self, rows: slice, code: NDArray[np.intp], value: Ints) -> Places:
        columns = self.columns
        key = self._classes(rows, code) * self.evaluator.stretches
        key += self.evaluator.stretch_of(columns.minute[rows])
        if self.plain.all():
            return self._plain(rows, key)
        said = ~self.plain[columns.pattern[rows]]
        program = np.empty(len(key), np.int32)
        silent = np.flatnonzero(~said)
        program[silent] = self._plain(rows, key[silent], silent)
        loud = np.flatnonzero(said)
        kind = self.patterns[columns.pattern[rows][loud]] << (_SHAPE_BITS + _KEY_BITS)
        if columns.money:
            kind |= shapes_of(columns, rows, value, self.evaluator.shares)[loud] << _KEY_BITS
        kind |= key[loud]
        program[loud] = self._by_kind(rows.start, kind, loud)
        return program

    def _classes(self, rows: slice, code: NDArray[np.intp]) -> Ints:
        evaluator, columns = self.evaluator, self.columns
        pair = columns.origin[rows] * np.intp(len(columns.codes)) + code
        classes = self.class_table.take(pair)
        if (classes < 0).any():
            here = np.zeros(len(self.class_table), np.bool_)
            here[pair[classes < 0]] = True
            for missing in np.flatnonzero(here).tolist():
                origin, place = divmod(missing, len(columns.codes))
                self.class_table[missing] = evaluator.class_of(columns.codes[place], columns.origins[origin])
            classes = self.class_table.take(pair)
        wide: Ints = classes.astype(np.int64)
        return wide

    def _plain(self, rows: slice, key: Ints, places: NDArray[np.intp] | None = None) -> Places:
        """The programs of rows that say nothing, by a table."""
        table = self.evaluator.plain_table()
        program: Places = table.take(key)
        if (program < 0).any():
            unknown = np.flatnonzero(program < 0)
            keys, first = np.unique(key[unknown], return_index=True)
            for each, at in zip(keys.tolist(), unknown[first].tolist(), strict=True):
                row = rows.start + (at if places is None else int(places[at]))
                table[each] = self.evaluator.add_program(self.columns, row)
            program = table.take(key)
        return program

    def _by_kind(self, start: int, kind: Ints, places: NDArray[np.intp]) -> Places:
        """The programs of rows that say facts, each kind looked up once."""
        known = self.evaluator.by_kind
        kinds, first, inverse = np.unique(kind, return_index=True, return_inverse=True)
        found = np.empty(len(kinds), np.int32)
        for at, (each, row) in enumerate(zip(kinds.tolist(), places[first].tolist(), strict=True)):
            program = known.get(each)
            if program is None:
                program = known[each] = self.evaluator.add_program(self.columns, start + row)
            found[at] = program
        return found[inverse]

    def finish(self) -> None:
        """Rows with contents, quantities, preferences and choices, all that price alike together."""
        if not self.hard:
            return
        rows = np.concatenate(self.hard)
        self.hard.clear()
        prices = self.evaluator.price_places()[self.out.program[rows]]
        order = np.argsort(prices, kind="stable")
        rows = rows[order]
        general = self.column1("", "", rows)
        _, starts = np.unique(prices[order], return_index=True)
        for start, stop in zip(starts.tolist(), [*starts[1:].tolist(), len(rows)], strict=True):
            for low in range(start, stop, CHUNK):
                self._group(rows[low : min(low + CHUNK, stop)], general.part(low, min(low + CHUNK, stop)))

    def _group(self, places: Places, general: Column1Rows) -> None:
        out = self.out
        node = self.evaluator.program(int(out.program[places[0]])).node
        if node is None:
            return
        status, total = settle(node, Rows(self.columns, places, general.value, general, self.column1))
        out.total[places] = total
        out.status[places] = status
        refused = places[status != OK]
        for column in (out.total, out.mpf, out.hmf):
            column[refused] = -1


_EVALUATORS: WeakKeyDictionary[Law, BatchEvaluator] = WeakKeyDictionary()


def assess_batch(columns: EntryColumns, law: Law, progress: Progress | None = None) -> BatchResult:
    """The answers to many entries under ``law``. The programs are kept as long as the law lives."""
    evaluator = _EVALUATORS.get(law)
    if evaluator is None:
        evaluator = _EVALUATORS[law] = BatchEvaluator(law)
    return evaluator.run(columns, progress)
