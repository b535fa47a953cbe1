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
from briefing_app.tariff.batch_columns import EntryColumns, Ints, Pattern, Places, distinct, starts_of
from briefing_app.tariff.batch_easy import EASY, NODE, add_charges, settle_leaves
from briefing_app.tariff.batch_price import Rows, settle
from briefing_app.tariff.batch_shape import SHAPE_BITS, shapes_of
from briefing_app.tariff.schedule import ScheduleLine

if TYPE_CHECKING:
    from briefing_app.tariff.batch import BatchEvaluator

CHUNK = 1 << 16
KEY_BITS = 26
_OK = 0
_NO_FACTS = Pattern()
_KEY, _SHAPE = (1 << KEY_BITS) - 1, (1 << SHAPE_BITS) - 1
_MOST_AT_ONCE = 1 << 18


@dataclass(frozen=True)
class BatchResult:
    """Answers in columns: ``status`` is a place in STATUSES; money in cents, -1 where there is none."""

    status: NDArray[np.int8]
    total: Ints
    mpf: Ints
    hmf: Ints
    program: Places


class Job:
    """One batch: the tables of its texts, and where its answers go."""

    def __init__(self, evaluator: BatchEvaluator, columns: EntryColumns, out: BatchResult) -> None:
        self.evaluator, self.columns, self.out = evaluator, columns, out
        self.hard: list[Places] = []
        self._tables: dict[tuple[str, str], tuple[list[LineRate], Ints]] = {}
        self.general_ppm = self.table("", "")[1]
        self.class_table = evaluator.class_table(columns)
        self.plain = np.array([pattern == _NO_FACTS for pattern in columns.patterns], np.bool_)
        self.patterns = np.array([evaluator.pattern_place(each) for each in columns.patterns], np.int64)

    def table(self, programme: str, line: str) -> tuple[list[LineRate], Ints]:
        """The rates of all codes under a programme (of one other line, if it is named), and their plain
        ppm.
        """
        found = self._tables.get((programme, line))
        if found is None:
            lines = [self.evaluator.kinds.line(line or code) for code in self.columns.codes]
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
        tables = self.evaluator.table.tables()
        ppm = self.general_ppm.take(code)
        ordinary = half_up(value, ppm)
        total = out.total[rows]
        total[:] = ordinary
        add_charges(total, value, ordinary, tables.charges, program)
        fee = half_up(value, law.info.mpf_ppm)
        np.maximum(fee, tables.least.take(program), out=fee)
        np.minimum(fee, tables.most.take(program), out=out.mpf[rows])
        fee = half_up(value, law.info.hmf_ppm)
        np.multiply(fee, tables.by_sea.take(program), out=out.hmf[rows])
        out.program[rows] = program
        dutiable = value > tables.free.take(program)
        status = out.status[rows]
        np.multiply(tables.refusal.take(program), dutiable, out=status)
        self._without(rows, status > 0, ~dutiable)
        hard = (tables.how.take(program) != EASY) | (ppm < 0)
        hard &= (status == 0) & dutiable
        if hard.any():
            self.hard.append((np.flatnonzero(hard) + start).astype(np.int32))

    def _without(self, rows: slice, refused: Flags, free: Flags) -> None:
        """Take the amounts away from refused rows, and the duty and the fee from rows that are free."""
        out = self.out
        if refused.any():
            places = np.flatnonzero(refused)
            for column in (out.total, out.mpf, out.hmf):
                column[rows][places] = -1
        if free.any():
            places = np.flatnonzero(free & ~refused)
            out.total[rows][places] = 0
            out.mpf[rows][places] = -1

    def _programs(self, rows: slice, code: NDArray[np.intp], value: Ints) -> Places:
        columns = self.columns
        pair = columns.origin[rows] * np.intp(len(columns.codes))
        pair += code
        key = self.class_table.take(pair).astype(np.intp)
        key *= self.evaluator.stretches
        key += self.evaluator.kinds.time.of(columns.minute[rows])
        if self.plain.all():
            return self._plain(key)
        said = ~self.plain[columns.pattern[rows]]
        program = np.empty(len(key), np.int32)
        silent = np.flatnonzero(~said)
        program[silent] = self._plain(key[silent])
        loud = np.flatnonzero(said)
        kind = self.patterns[columns.pattern[rows][loud]] << (SHAPE_BITS + KEY_BITS)
        if columns.money:
            kind |= shapes_of(columns, rows, value, self.evaluator.shares)[loud] << KEY_BITS
        kind |= key[loud]
        program[loud] = self._by_kind(rows.start, kind, loud)
        return program

    def _plain(self, key: NDArray[np.intp]) -> Places:
        """The programs of rows that say nothing, by a table."""
        program: Places = self.evaluator.plain_programs().take(key)
        if len(program) and program.min() < 0:
            asked = np.zeros(len(self.evaluator.plain_programs()), np.bool_)
            asked[key[program < 0]] = True
            self.evaluator.learn(np.flatnonzero(asked))
            program = self.evaluator.plain_programs().take(key)
        return program

    def _by_kind(self, start: int, kind: Ints, places: NDArray[np.intp]) -> Places:
        """The programs of rows that say facts, each kind looked up once."""
        known = self.evaluator.by_kind
        kinds, first, inverse = distinct(kind)
        found = np.empty(len(kinds), np.int32)
        for at, (each, row) in enumerate(zip(kinds.tolist(), places[first].tolist(), strict=True)):
            program = known.get(each)
            if program is None:
                key, shape = each & _KEY, each >> KEY_BITS & _SHAPE
                program = self.evaluator.program_for(self.columns, start + row, key, shape)
                known[each] = program
            found[at] = program
        return found[inverse]

    def finish(self) -> None:
        """Rows with contents, quantities, preferences and choices."""
        if not self.hard:
            return
        rows = np.concatenate(self.hard)
        self.hard.clear()
        by_node = self.evaluator.table.tables().how[self.out.program[rows]] == NODE
        simple = rows[~by_node]
        for low in range(0, len(simple), _MOST_AT_ONCE):
            self._leaves(simple[low : low + _MOST_AT_ONCE])
        self._nodes(rows[by_node])

    def _leaves(self, rows: Places) -> None:
        """Rows whose charges are all on the full value: by one formula, whatever their prices."""
        general = self.column1("", "", rows)
        program = self.out.program[rows].astype(np.intp)
        tables = self.evaluator.table.tables()
        self._put(rows, *settle_leaves(tables, program, general.value, general.cents))

    def _nodes(self, rows: Places) -> None:
        """The others, all that price alike together."""
        if not len(rows):
            return
        prices = np.array(self.evaluator.table.price_of, np.int32)[self.out.program[rows]]
        order = np.argsort(prices, kind="stable")
        rows = rows[order]
        general = self.column1("", "", rows)
        starts = starts_of(prices[order])
        for start, stop in zip(starts.tolist(), [*starts[1:].tolist(), len(rows)], strict=True):
            for low in range(start, stop, CHUNK):
                self._group(rows[low : min(low + CHUNK, stop)], general.part(low, min(low + CHUNK, stop)))

    def _group(self, places: Places, general: Column1Rows) -> None:
        node = self.evaluator.table.programs[int(self.out.program[places[0]])].price.node
        if node is not None:
            rows = Rows(self.columns, places, general.value, general, self.column1)
            self._put(places, *settle(node, rows))

    def _put(self, places: Places, status: NDArray[np.int8], total: Ints) -> None:
        out = self.out
        out.total[places] = total
        out.status[places] = status
        refused = places[status != _OK]
        for column in (out.total, out.mpf, out.hmf):
            column[refused] = -1
