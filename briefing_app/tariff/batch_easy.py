"""The one formula of the batch: column 1 and charges on the full value, for rows of any price at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from briefing_app.tariff.batch_column1 import half_up
from briefing_app.tariff.batch_columns import Ints
from briefing_app.tariff.batch_plan import Price, Terms

STATUSES = ("ok", "not_computable", "not_covered", "error")
_OK, _NOT_COMPUTABLE = 0, 1
Slots = tuple[tuple[int, bool], ...]
NODE, EASY, CHOICE = range(3)  # how a program prices: by its node, by one leaf, by leaves that must agree


@dataclass(frozen=True, slots=True)
class Program:
    """What is done for rows of one kind: the terms, and the price of those that are not refused or free."""

    terms: Terms
    price: Price


@dataclass(frozen=True, slots=True)
class Tables:
    """The programs as arrays by place. ``charges`` are pairs of parts per million and 1 for an all-in total;
    ``leaves`` are the places of each leaf (-1 for none) in ``leaf_charges``.
    """

    refusal: NDArray[np.int8]
    how: NDArray[np.int8]
    free: Ints
    least: Ints
    most: Ints
    by_sea: Ints
    charges: tuple[tuple[Ints, Ints], ...]
    leaves: tuple[NDArray[np.int32], ...]
    leaf_charges: tuple[tuple[Ints, Ints], ...]


class ProgramTable:
    """Programs numbered as they come, each once, and their arrays."""

    def __init__(self) -> None:
        self.programs: list[Program] = []
        self._places: dict[tuple[Terms, int], int] = {}
        self._prices: dict[object, int] = {}
        self._price_list: list[Price] = []
        self.price_of: list[int] = []
        self._leaves: dict[Slots, int] = {}
        self._tables: Tables | None = None

    def price(self, key: object, price: Price) -> int:
        """The number of a price; prices of one key are one."""
        place = self._prices.setdefault(key, len(self._price_list))
        if place == len(self._price_list):
            self._price_list.append(price)
        return place

    def place(self, terms: Terms, price: int) -> int:
        """The place of the program of these terms and this price."""
        place = self._places.setdefault((terms, price), len(self.programs))
        if place == len(self.programs):
            self.programs.append(Program(terms, self._price_list[price]))
            self.price_of.append(price)
            self._tables = None
        return place

    def tables(self) -> Tables:
        """The arrays, made anew when programs have come."""
        if self._tables is None:
            self._tables = self._made()
        return self._tables

    def _made(self) -> Tables:
        rows = [self._row(program) for program in self.programs]
        columns = np.array(rows, np.int64).reshape(len(rows), 6).T
        lists = [program.price.leaves for program in self.programs]
        places = [[self._leaves.setdefault(leaf, len(self._leaves)) for leaf in leaves] for leaves in lists]
        single = [leaves[0] if len(leaves) == 1 else () for leaves in lists]
        most = max((len(leaves) for leaves in places), default=0)
        leaves = tuple(
            np.array([row[at] if at < len(row) else -1 for row in places], np.int32) for at in range(most)
        )
        refusal, how, free, least, most_fee, by_sea = (np.ascontiguousarray(column) for column in columns)
        return Tables(
            refusal.astype(np.int8), how.astype(np.int8), free, least, most_fee, by_sea,
            _charges(single), leaves, _charges(list(self._leaves)),
        )  # fmt: skip

    @staticmethod
    def _row(program: Program) -> tuple[int, int, int, int, int, int]:
        terms, price = program.terms, program.price
        least, most = {"fee": (terms.least, terms.most), "zero": (0, 0), "none": (-1, -1)}[terms.mpf]
        refusal = STATUSES.index(terms.refusal or price.status)
        how = NODE if price.node is not None else CHOICE if len(price.leaves) > 1 else EASY
        return refusal, how, terms.free_up_to, least, most, int(terms.by_sea)


def _charges(slots: list[Slots]) -> tuple[tuple[Ints, Ints], ...]:
    width = max((len(row) for row in slots), default=0)
    padded = np.array([row + ((0, False),) * (width - len(row)) for row in slots], np.int64)
    return tuple(
        (np.ascontiguousarray(padded[:, at, 0]), np.ascontiguousarray(padded[:, at, 1]))
        for at in range(width)
    )


def add_charges(
    total: Ints,
    value: Ints,
    ordinary: Ints,
    charges: tuple[tuple[Ints, Ints], ...],
    program: NDArray[np.intp],
) -> None:
    """Add to ``total`` what each row is charged on its full value beside the ``ordinary`` duty."""
    for ppm, floor in charges:
        rate = ppm.take(program)
        if rate.any():
            charge = half_up(value, rate)
            charge -= ordinary * floor.take(program)
            total += np.maximum(charge, 0, out=charge)


def settle_leaves(
    tables: Tables, program: NDArray[np.intp], value: Ints, ordinary: Ints
) -> tuple[NDArray[np.int8], Ints]:
    """Status and total of rows of easy programs and of choices; ``ordinary`` is -1 where it is not known."""
    known = ordinary >= 0
    base = np.maximum(ordinary, 0)
    total = np.full(len(value), -1, np.int64)
    for at, places in enumerate(tables.leaves):
        leaf = places.take(program)
        rows = np.flatnonzero(leaf >= 0) if at else np.arange(len(value))
        if not len(rows):
            break
        mine = base[rows].copy()
        add_charges(mine, value[rows], base[rows], tables.leaf_charges, leaf[rows].astype(np.intp))
        if at:
            known[rows] &= mine == total[rows]
        else:
            total = mine
    return np.where(known, _OK, _NOT_COMPUTABLE).astype(np.int8), np.where(known, total, -1)
