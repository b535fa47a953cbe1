"""One batch at work: the formula for rows by rate, and the rows that need more, put together by their
prices.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

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
from briefing_app.tariff.batch_plan import Branch, Program
from briefing_app.tariff.batch_price import Rows, settle
from briefing_app.tariff.batch_shape import SHAPE_BITS, shapes_of
from briefing_app.tariff.schedule import ScheduleLine

if TYPE_CHECKING:
    from briefing_app.tariff.batch import BatchEvaluator

STATUSES = ("ok", "not_computable", "not_covered", "error")
CHUNK = 1 << 16
KEY_BITS = 26
_OK = 0
_NO_FACTS = Pattern()
_FIXED = 6  # items of a program before its charges


@dataclass(frozen=True)
class BatchResult:
    """Answers in columns: ``status`` is a place in STATUSES; money in cents, -1 where there is none."""

    status: NDArray[np.int8]
    total: Ints
    mpf: Ints
    hmf: Ints
    program: Places


class Easy:
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


class Job:
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
        kind = self.patterns[columns.pattern[rows][loud]] << (SHAPE_BITS + KEY_BITS)
        if columns.money:
            kind |= shapes_of(columns, rows, value, self.evaluator.shares)[loud] << KEY_BITS
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
                table[each] = self.evaluator.program_for(self.columns, row, -1)
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
                program = known[each] = self.evaluator.program_for(
                    self.columns, start + row, each >> KEY_BITS
                )
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
        refused = places[status != _OK]
        for column in (out.total, out.mpf, out.hmf):
            column[refused] = -1
