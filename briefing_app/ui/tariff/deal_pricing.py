"""A basket under packages: what each pays, how a quota fills, and at which rates two packages meet. Exact.

Every row is priced for itself by the batch, to the cent what the single answer says.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from briefing_app.app.error_words import told
from briefing_app.domain.records import BasketRow, ScenarioEdit
from briefing_app.errors import BriefingError
from briefing_app.tariff.basket_reading import Reading
from briefing_app.tariff.deal_lines import in_force
from briefing_app.tariff.law import Law
from briefing_app.tariff.portfolio import OK, Priced, price_rows
from briefing_app.tariff.scenario_terms import DealLine, is_deal_line, line_of
from briefing_app.ui.tariff.basket_rows import Sum
from briefing_app.ui.tariff.deal_quota import as_next, parted, share_within
from briefing_app.ui.tariff.words import AUTHORITIES, Authority, authority_named

PPM = 1_000_000
TRIAL = 5
HIGHEST = TRIAL * PPM
"""Five hundred per cent: the highest rate that is looked at; amounts of any row stay exact in 64 bits."""
SAFE = 2**62
Ints: TypeAlias = NDArray[np.int64]
Tick: TypeAlias = Callable[[int], None]
"""Told how many rows were priced since; may raise StoppedError to give the work up."""


@dataclass(frozen=True)
class Fill:
    """How a quota fills: the trade of its line, the share within it, and what those within save. Cents."""

    line: str
    trade: int
    share: Fraction
    rent: int


@dataclass(frozen=True)
class Bill:
    """A basket priced: ``sum`` is what is paid, ``marginal`` what the next entry pays and so moves prices.

    ``by_origin``: value and duty in cents; ``measures``: those that charge something.
    """

    sum: Sum
    marginal: Sum
    by_origin: Mapping[str, tuple[int, int]]
    measures: frozenset[str]
    fills: tuple[Fill, ...] = ()

    @property
    def rent(self) -> int:
        """What goods within quotas pay less than the next entry, in cents."""
        return sum(fill.rent for fill in self.fills)


def _itself(measure: str) -> str:
    return measure


@dataclass(frozen=True)
class _Asked:
    """Rows under a law on a day; ``reading`` when they were read before."""

    law: Law
    day: date
    tick: Tick | None = None

    def price(
        self, rows: Sequence[BasketRow], watched: frozenset[str] = frozenset(), reading: Reading | None = None
    ) -> Priced:
        told = 0

        def progress(done: int, _total: int) -> None:
            nonlocal told
            if self.tick is not None:
                self.tick(max(0, done // 3 - told))
            told = max(told, done // 3)

        return price_rows(
            rows, self.law, _itself, day=self.day, progress=progress, watched=watched, reading=reading
        )


def bill(
    rows: Sequence[BasketRow],
    law: Law,
    day: date,
    lines: Sequence[DealLine] = (),
    *,
    tick: Tick | None = None,
    reading: Reading | None = None,
) -> Bill:
    """The basket on ``day`` under ``law``; quotas of ``lines`` fill in proportion over the goods they reach.

    Where trade is more than a quota, the rate over it moves prices, and the goods within it earn a rent.
    """
    return _settled(rows, _Asked(law, day, tick), lines, reading).bill


@dataclass(frozen=True)
class _Settled:
    """A bill, and the rows as they are paid (parted by quotas) and as the next entries would be."""

    bill: Bill
    rows: Sequence[BasketRow]
    paid: Priced
    next_rows: Sequence[BasketRow]
    next_paid: Priced


def _settled(
    rows: Sequence[BasketRow],
    asked: _Asked,
    lines: Sequence[DealLine],
    reading: Reading | None,
    watched: frozenset[str] = frozenset(),
) -> _Settled:
    quotas = {line.id: line.quota for line in lines if line.quota and line.quota.is_filled}
    first = asked.price(rows, watched | quotas.keys(), reading)
    law = asked.law
    if not quotas:
        found = sum_of(first, law)
        made = Bill(found, found, _by_origin(rows, first), _charging(first))
        return _Settled(made, rows, first, rows, first)
    reached = _reached(rows, first, list(quotas))
    trade = {name: int(first.value[reached == at].sum()) for at, name in enumerate(quotas)}
    shares = [
        share_within(quota, [rows[place] for place in np.flatnonzero(reached == at).tolist()], trade[name])
        for at, (name, quota) in enumerate(quotas.items())
    ]
    split: list[BasketRow] = []
    came_from: list[int] = []
    following: list[BasketRow] = []
    for place, (row, at) in enumerate(zip(rows, reached.tolist(), strict=True)):
        parts = parted(row, shares[at]) if at >= 0 else (row,)
        split += parts
        came_from += [place] * len(parts)
        following.append(as_next(row, shares[at]) if at >= 0 else row)
    paid = asked.price(split, watched)
    line_at = reached[np.array(came_from, np.intp)]
    fills = tuple(
        Fill(name, trade[name], shares[at], _rent(first, paid, reached == at, line_at == at, shares[at]))
        for at, name in enumerate(quotas)
    )
    next_paid = asked.price(following, watched)
    by_origin, measures = _by_origin(split, paid), _charging(paid)
    made = Bill(sum_of(paid, law), sum_of(next_paid, law), by_origin, measures, fills)
    return _Settled(made, split, paid, following, next_paid)


def _reached(rows: Sequence[BasketRow], first: Priced, names: Sequence[str]) -> NDArray[np.intp]:
    """The place of the line with a quota that takes each row; -1 for none, or where the row says itself."""
    found = np.full(len(rows), -1, np.intp)
    for at, name in reversed(list(enumerate(names))):
        found[first.bases[name] >= 0] = at
    for place in np.flatnonzero(found >= 0).tolist():
        if "in_quota" in rows[place].facts:
            found[place] = -1
    return found


def _rent(
    first: Priced, paid: Priced, before: NDArray[np.bool_], after: NDArray[np.bool_], share: Fraction
) -> int:
    if share == 1:
        return 0
    return int(np.maximum(first.total[before], 0).sum() - np.maximum(paid.total[after], 0).sum())


def sum_of(priced: Priced, law: Law) -> Sum:
    """The basket in one line."""
    known = priced.status == OK
    sums: dict[Authority, int] = {}
    for measure, cents in priced.parts.items():
        if amount := int(cents[known].sum()):
            authority = authority_named(law, measure)
            sums[authority] = sums.get(authority, 0) + amount
    parts = tuple((each, sums[each]) for each in AUTHORITIES if each in sums)
    return Sum(
        len(priced), int(priced.value[known].sum()), int(priced.total[known].sum()), int((~known).sum()),
        int(priced.value[~known].sum()), parts,
    )  # fmt: skip


def _charging(priced: Priced) -> frozenset[str]:
    return frozenset(measure for measure, cents in priced.parts.items() if cents.any())


def _by_origin(rows: Sequence[BasketRow], priced: Priced) -> dict[str, tuple[int, int]]:
    known = priced.status == OK
    places: dict[str, int] = {}
    at = np.fromiter((places.setdefault(row.origin, len(places)) for row in rows), np.intp, len(rows))
    found = {}
    for origin, place in places.items():
        mine = known & (at == place)
        if mine.any():
            found[origin] = int(priced.value[mine].sum()), int(priced.total[mine].sum())
    return found


# --- the rates at which two packages meet ------------------------------------------------------------


@dataclass(frozen=True)
class Moving:
    """The entries that one line charges: bases and the ordinary duty that is taken off, in cents."""

    line: str
    ppm: int
    on_top: bool
    base: Ints
    ordinary: Ints

    def duty(self, ppm: int) -> int:
        """Cents at a rate in parts per million, rounded entry by entry as the engine does."""
        base = self.base
        if len(base) and int(base.max()) * ppm >= SAFE:
            base = base.astype(object)
        charged = ((base * ppm + PPM // 2) // PPM).astype(np.int64) - self.ordinary
        return int(charged.sum()) if self.on_top else int(np.maximum(charged, 0).sum())


@dataclass(frozen=True)
class Slope:
    """The duty of a basket as rates of a package move: what stays, and the lines that move."""

    fixed: int
    lines: tuple[Moving, ...]
    following: Slope | None = None
    """The same of the next entries, which quotas have no room for; None where no quota divides the rows."""

    @property
    def parts(self) -> bool:
        """Whether anything moves at all."""
        return any(len(each.base) for each in self.lines)

    def duty(self, ppm: int) -> int:
        """Cents with the only (first) line at a rate, the others at theirs."""
        first, *others = self.lines
        return self.fixed + first.duty(ppm) + sum(each.duty(each.ppm) for each in others)

    def moved(self, shift: int) -> int:
        """Cents with every line's rate moved by as many millionths, never below zero."""
        return self.fixed + sum(each.duty(max(0, each.ppm + shift)) for each in self.lines)

    def of(self, line: str) -> Slope:
        """The same with another line first."""
        return replace(self, lines=tuple(sorted(self.lines, key=lambda each: each.line != line)))


def slope(
    rows: Sequence[BasketRow],
    law: Law,
    edits: Sequence[ScenarioEdit],
    lines: Sequence[DealLine],
    day: date,
    *,
    tick: Tick | None = None,
    reading: Reading | None = None,
) -> Slope:
    """Price the basket once with the lines at 500%: that tells the base and ordinary duty of every entry.

    Raises BriefingError as the engine does.
    """
    by_id = {line.id: line for line in lines}
    trials = {
        line.id: in_force([replace(line, rate=Decimal(TRIAL), phase_in=None).edit()], day, None)[0]
        for line in lines
    }
    moved = [trials.get(each.measure, each) for each in edits]
    all_lines = [line_of(each) for each in moved if is_deal_line(each)]
    asked = _Asked(law.with_scenario(moved), day, tick)
    settled = _settled(rows, asked, all_lines, reading, frozenset(by_id))
    found = _moving(settled.rows, settled.paid, lines)
    if not settled.bill.fills:
        return found
    return replace(found, following=_moving(settled.next_rows, settled.next_paid, lines))


def _moving(rows: Sequence[BasketRow], paid: Priced, lines: Sequence[DealLine]) -> Slope:
    """What rows priced with the lines at the trial rate tell of every other rate."""
    within = np.array([str(row.facts.get("in_quota", "false")).lower() == "true" for row in rows], np.bool_)
    known = paid.status == OK
    fixed = int(paid.total[known].sum())
    found = []
    for line in lines:
        mine = known & ~within & (paid.bases[line.id] > 0)
        base = paid.bases[line.id][mine]
        duty = paid.parts.get(line.id, np.zeros(len(paid), np.int64))[mine]
        fixed -= int(duty.sum())
        ordinary = TRIAL * base - duty if line.treatment == "all_in" else np.zeros_like(base)
        found.append(Moving(line.id, int(line.rate * PPM), line.treatment == "on_top", base, ordinary))
    return Slope(fixed, tuple(found))


@dataclass(frozen=True)
class Even:
    """A break-even rate in parts per million. ``exact``: both sides agree to the cent there."""

    ppm: int
    exact: bool

    @property
    def rate(self) -> Fraction:
        """The rate as a fraction."""
        return Fraction(self.ppm, PPM)


def meeting_rate(of: Slope, duty: int) -> Even | None:
    """The rate of the first line at which the basket pays ``duty``.

    None where no rate from 0 to 500% reaches it or all of them pass it.
    """
    return _meeting(of.duty, duty, 0, HIGHEST) if of.parts else None


def meeting_shift(of: Slope, duty: int) -> Even | None:
    """By how much every rate of the package moves, all by the same points, until the basket pays ``duty``."""
    if not of.parts:
        return None
    lowest = -max(each.ppm for each in of.lines)
    return _meeting(of.moved, duty, lowest, HIGHEST - max(each.ppm for each in of.lines))


def _meeting(at: Callable[[int], int], duty: int, least: int, most: int) -> Even | None:
    """Halved over whole millionths; of equal ones the roundest."""
    if duty < at(least) or duty > at(most):
        return None
    low = _first(lambda ppm: at(ppm) >= duty, least, most)
    if at(low) != duty:
        return Even(low, exact=False)
    high = _first(lambda ppm: at(ppm) > duty, low, most) - 1
    for step in (10_000, 1_000, 100, 10):
        if (rounded := -(-low // step) * step) <= high:
            return Even(rounded, exact=True)
    return Even(low, exact=True)


def _first(holds: Callable[[int], bool], low: int, high: int) -> int:
    high += 1
    while low < high:
        middle = (low + high) // 2
        if holds(middle):
            high = middle
        else:
            low = middle + 1
    return low


def priced_under(
    rows: Sequence[BasketRow],
    law: Law,
    edits: Sequence[ScenarioEdit],
    day: date,
    *,
    tick: Tick | None = None,
    reading: Reading | None = None,
) -> tuple[Bill | None, str]:
    """The bill under edits, or why they cannot be applied."""
    try:
        lines = [line_of(each) for each in edits if is_deal_line(each)]
        return bill(rows, law.with_scenario(edits), day, lines, tick=tick, reading=reading), ""
    except BriefingError as error:
        return None, told(error)
