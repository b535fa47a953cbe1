"""The totals of a batch divided by authority: the batch's own formula for rows that are priced alike, proved
by its sum; the single answer for every other row. So a division that cannot be proved is never shown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from briefing_app.tariff.assess import assess
from briefing_app.tariff.batch import STATUSES, BatchEvaluator, BatchResult
from briefing_app.tariff.batch_column1 import NO_RATE, Column1Rows, LineRate, Rowset, column1_rows, line_rate
from briefing_app.tariff.batch_columns import EntryColumns, Ints
from briefing_app.tariff.batch_plan import Branch, Choice, Node, price_of
from briefing_app.tariff.batch_price import Rows, portions
from briefing_app.tariff.duty import special_rate
from briefing_app.tariff.law import Law
from briefing_app.tariff.schedule import ScheduleLine

COLUMN_1 = "mfn-base"
OK = STATUSES.index("ok")
Group: TypeAlias = Callable[[str], str]
_TOLD_AFTER = 64


class Division:
    """Divides the totals of one batch; ``group`` names what a measure belongs to."""

    def __init__(
        self,
        law: Law,
        evaluator: BatchEvaluator,
        columns: EntryColumns,
        result: BatchResult,
        group: Group,
        *,
        watched: frozenset[str] = frozenset(),
    ) -> None:
        self._law, self._evaluator, self._columns, self._result = law, evaluator, columns, result
        self._group, self._watched = group, watched
        self.bases = {measure: np.full(len(columns), -1, np.int64) for measure in watched}
        """What each watched measure is charged on, row by row; -1 where it is not."""
        self._groups: dict[str, str] = {}
        self._found: dict[str, Ints] = {}
        self._tables: dict[tuple[str, str], tuple[list[LineRate], Ints]] = {}

    def parts(self, report: Callable[[int], None]) -> dict[str, Ints]:
        """Cents by group for each row of the batch; ``report`` is told how many rows are done."""
        wanted = (self._result.status == OK) & ((self._result.total > 0) | bool(self._watched))
        due = np.flatnonzero(wanted)
        left: list[int] = []
        done = 0
        for node, rows in self._alike(due):
            left += self._by_formula(node, rows)
            done += len(rows)
            report(done)
        for number, row in enumerate(left):
            self._by_answer(row)
            if number % _TOLD_AFTER == 0:
                report(len(due) - len(left) + number)
        return self._found

    def _alike(self, due: NDArray[np.intp]) -> Iterator[tuple[Node | None, NDArray[np.intp]]]:
        """The rows in sets that one formula divides, whatever rules stand behind it."""
        kinds, nodes = self._evaluator.decided(self._columns)
        known: dict[object, int] = {}
        sets = np.zeros(len(nodes), np.int32)
        example: list[Node | None] = []
        for place in np.unique(kinds[due]).tolist():
            key = self._key(nodes[place])
            sets[place] = known.setdefault(key, len(known))
            if len(known) > len(example):
                example.append(nodes[place])
        mine = sets[kinds[due]]
        order = np.argsort(mine, kind="stable")
        due, mine = due[order], mine[order]
        edges = np.flatnonzero(np.diff(mine)) + 1
        for rows, first in zip(np.split(due, edges), np.append(0, edges), strict=True):
            if len(rows):
                yield example[int(mine[first])], rows

    def _key(self, node: Node | None) -> object:
        if node is None:
            return None
        if isinstance(node, Choice):
            return ("choice", *(self._key(each) for each in node.branches))
        groups = tuple(self._named(slot.measure) for slot in node.slots if slot.ppm)
        watched = tuple(slot.measure for slot in node.slots if slot.measure in self._watched)
        return price_of(node)[0], groups, node.programme, watched

    def _named(self, measure: str) -> str:
        found = self._groups.get(measure)
        if found is None:
            found = self._groups[measure] = self._group(measure)
        return found

    def _by_formula(self, node: Node | None, rows: NDArray[np.intp]) -> list[int]:
        """Divide rows by their formula; gives back those whose parts do not prove themselves."""
        total = self._result.total[rows]
        first: dict[str, Ints] | None = None
        bases: dict[str, Ints] = {}
        good = np.ones(len(rows), np.bool_)
        for branch in _leaves(node):
            portion = self._portions(branch, rows)
            if portion is None:
                return list(rows.tolist())
            found, based = portion
            if first is not None and based.keys() != bases.keys():
                return list(rows.tolist())
            for measure, base in based.items():
                good &= bases.setdefault(measure, base) == base
            good &= sum(found.values(), np.zeros_like(total)) == total
            if first is None:
                first = found
            else:  # every answer to what was not said must divide alike
                for name in {*first, *found}:
                    good &= first.get(name, 0 * total) == found.get(name, 0 * total)
        if first is None:
            return list(rows.tolist())
        for name, cents in first.items():
            self._column(name)[rows[good]] += cents[good]
        for measure, base in bases.items():
            self.bases[measure][rows[good]] = base[good]
        return list(rows[~good].tolist())

    def _portions(
        self, branch: Branch, rows: NDArray[np.intp]
    ) -> tuple[dict[str, Ints], dict[str, Ints]] | None:
        """Cents by group of rows under a settled plan, and the bases of watched measures; None where it has
        no amount.
        """
        if branch.status != "ok":
            return None
        value = self._columns.value[rows]
        asked = Rows(self._columns, rows, value, self._column1("", "", rows), self._column1)
        status, ordinary, charges = portions(branch, asked)
        if (status != OK).any():
            return None
        found: dict[str, Ints] = {}
        for name, which in self._ordinary(branch, rows):
            found[name] = found.get(name, 0) + np.where(which, ordinary, 0)
        bases = {slot.measure: 0 * value for slot in branch.slots if slot.measure in self._watched}
        for slot, base, cents in charges:
            name = self._named(slot.measure)
            found[name] = found[name] + cents if name in found else cents
            if slot.measure in bases and slot.ppm:
                bases[slot.measure] = bases[slot.measure] + base
        return found, bases

    def _ordinary(self, branch: Branch, rows: NDArray[np.intp]) -> Iterator[tuple[str, NDArray[np.bool_]]]:
        """Under which names the ordinary duty of rows stands: the claimed rate's where the line has one."""
        if not branch.programme:
            yield self._named(COLUMN_1), np.ones(len(rows), np.bool_)
            return
        rule = next(
            (
                each
                for each in self._law.rules
                if each.lane == "column1" and each.programme == branch.programme
            ),
            None,
        )
        lines = [self._evaluator.kinds.line(branch.line or code) for code in self._columns.codes]
        own = np.array([_has_own(line, branch.programme) for line in lines], np.bool_)[
            self._columns.code[rows]
        ]
        yield self._named(rule.measure if rule is not None else COLUMN_1), own
        yield self._named(COLUMN_1), ~own

    def _column1(self, programme: str, line: str, rows: Rowset) -> Column1Rows:
        """Column 1 of rows, as the batch reads it."""
        known = self._tables.get((programme, line))
        if known is None:
            lines = [self._evaluator.kinds.line(line or code) for code in self._columns.codes]
            rates = [
                line_rate(each, programme) if isinstance(each, ScheduleLine) else NO_RATE for each in lines
            ]
            known = rates, np.array([rate.ppm for rate in rates], np.int64)
            self._tables[programme, line] = known
        return column1_rows(self._columns, rows, *known)

    def _by_answer(self, row: int) -> None:
        answer = assess(self._columns.entry(row), self._law, brief=True, outcomes=False)
        for component in answer.components:
            self._column(self._named(component.measure))[row] += component.duty_cents
            if component.measure in self._watched:
                base = self.bases[component.measure]
                base[row] = max(0, base[row]) + component.base_cents

    def _column(self, name: str) -> Ints:
        if name not in self._found:
            self._found[name] = np.zeros(len(self._columns), np.int64)
        return self._found[name]


def _leaves(node: Node | None) -> Iterator[Branch]:
    if isinstance(node, Branch):
        yield node
    elif isinstance(node, Choice):
        for each in node.branches:
            yield from _leaves(each)


def _has_own(line: object, programme: str) -> bool:
    """Whether a line has a rate of its own under a programme."""
    words = special_rate(line.special, programme) if isinstance(line, ScheduleLine) else None
    return words is not None and not words.startswith("See ")
