"""Prices one program for many rows: contents, rests, all-in top-ups and column 1 that is split in two.

The formulas are those of :mod:`briefing_app.tariff.pricing`, on arrays of integers.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from briefing_app.tariff.batch_column1 import Column1Rows, Rowset, half_up
from briefing_app.tariff.batch_columns import EntryColumns, Ints
from briefing_app.tariff.batch_plan import Branch, Node, Slot
from briefing_app.tariff.reader import METALS, WHOLE_CHAPTERS

_OK, _NOT_COMPUTABLE, _NOT_COVERED = range(3)


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows that one program prices: their places in ``columns``, values in cents and column 1.

    ``other(programme, line, places)`` is column 1 under a programme, or of another line when a code was
    tried.
    """

    columns: EntryColumns
    places: Rowset
    value: Ints
    general: Column1Rows
    other: Callable[[str, str, Rowset], Column1Rows]


def settle(node: Node, rows: Rows) -> tuple[NDArray[np.int8], Ints]:
    """Status and total in cents of each row. A choice stands where all its branches agree on an amount."""
    if isinstance(node, Branch):
        return _price(node, rows)
    status = np.full(len(rows.value), _NOT_COMPUTABLE, np.int8)
    total = np.full(len(rows.value), -1, np.int64)
    agreed: NDArray[np.bool_] | None = None
    for branch in node.branches:
        other_status, other_total = settle(branch, rows)
        if agreed is None:
            agreed, total = other_status == _OK, other_total
        else:
            agreed &= (other_status == _OK) & (other_total == total)
        if not agreed.any():
            break
    if agreed is not None:
        status[agreed] = _OK
    return status, total


def _price(branch: Branch, rows: Rows) -> tuple[NDArray[np.int8], Ints]:
    if branch.status != "ok":
        refused = _NOT_COVERED if branch.status == "not_covered" else _NOT_COMPUTABLE
        return np.full(len(rows.value), refused, np.int8), np.full(len(rows.value), -1, np.int64)
    status, ordinary, charges = portions(branch, rows)
    return status, sum((cents for _, _, cents in charges), ordinary)


def portions(branch: Branch, rows: Rows) -> tuple[NDArray[np.int8], Ints, list[tuple[Slot, Ints, Ints]]]:
    """Status, the ordinary duty, and the base and amount of each charge in cents, of a settled plan."""
    general = claimed = rows.general
    if branch.line:
        general = claimed = rows.other("", branch.line, rows.places)
    if branch.programme:
        claimed = rows.other(branch.programme, branch.line, rows.places)
    status = np.where((general.cents >= 0) & (claimed.cents >= 0), _OK, _NOT_COMPUTABLE).astype(np.int8)
    contents = _Contents(branch, rows)
    ordinary = claimed.cents.copy()
    charges: list[tuple[Slot, Ints, Ints]] = []
    divided = np.zeros(len(rows.value), np.bool_)
    for slot in branch.slots:
        base = contents.base(slot.basis)
        if slot.floor:
            part = ~divided & (base > 0) & (base < rows.value)
            ordinary += np.where(part, _divided(claimed, base, rows.value), 0)
            divided |= part
            against = general if slot.against_general else claimed
            top_up: Ints = np.maximum(half_up(base, slot.ppm) - against.on(base), 0)
            charges.append((slot, base, top_up))
        elif slot.ppm:
            charges.append((slot, base, half_up(base, slot.ppm)))
    return status, ordinary, charges


def _divided(claimed: Column1Rows, base: Ints, value: Ints) -> Ints:
    """What is added to column 1 when an all-in rate divides it in two lines, each rounded for itself."""
    rate = np.maximum(claimed.ppm, 0)
    two = half_up(base, rate) + half_up(value - base, rate) - half_up(value, rate)
    return np.where(claimed.ppm >= 0, two, 0)


class _Contents:
    """The parts of the value, as :class:`briefing_app.tariff.reader.Reader` reads them."""

    def __init__(self, branch: Branch, rows: Rows) -> None:
        self.branch, self.value = branch, rows.value
        self.said: dict[str, Ints] = {name: rows.columns.money[name][rows.places] for name in branch.said}
        for name, how in branch.overrides:
            self.said[name] = self._tried(name, how)

    def _others(self, name: str) -> Ints:
        names = [f"{metal}_value_usd" for metal in METALS]
        said = [self.said[other] for other in names if other != name and other in self.said]
        total: Ints = sum(said, np.zeros_like(self.value))
        return total

    def _tried(self, name: str, how: str) -> Ints:
        if how == "whole":
            return self.value
        if how == "left":
            return self.value - self._others(name)
        if how == "fifth":
            return -(-self.value // 5)
        return np.full_like(self.value, int(how))

    def content(self, metal: str) -> Ints:
        """The cents of one metal."""
        chapter = self.branch.hts[:2]
        if metal == "steel" and chapter == "72":
            return self.value
        said = self.said.get(f"{metal}_value_usd")
        if said is not None:
            return said
        if chapter in WHOLE_CHAPTERS[metal]:
            return _at_least_zero(self.value - self._others(f"{metal}_value_usd"))
        return np.zeros_like(self.value)

    def base(self, basis: str) -> Ints:
        """The cents that a charge is taken on."""
        if basis == "full":
            return self.value
        if basis in METALS:
            return self.content(basis)
        taken = sum((self.content(metal) for metal in self.branch.taken), np.zeros_like(self.value))
        rest = _at_least_zero(self.value - taken)
        if basis == "rest":
            return rest
        us_content = self.said.get("us_content_value_usd")
        return rest if us_content is None else _at_least_zero(rest - us_content)


def _at_least_zero(amount: Ints) -> Ints:
    floored: Ints = np.maximum(amount, 0)
    return floored
