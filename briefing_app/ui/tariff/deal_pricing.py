"""A basket under packages: what each pays, how a quota fills, and at which rate two packages meet. Exact."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TypeAlias

from briefing_app.domain.records import BasketRow, ScenarioEdit
from briefing_app.errors import BriefingError
from briefing_app.tariff.assess import assess
from briefing_app.tariff.deal_lines import in_force
from briefing_app.tariff.law import Law
from briefing_app.tariff.portfolio import RowReader
from briefing_app.tariff.scenario_terms import DealLine, is_deal_line, line_of
from briefing_app.ui.tariff.basket_rows import Priced, Sum, add_up
from briefing_app.ui.tariff.words import Authority, authority_named

PPM = 1_000_000
HIGHEST = 10 * PPM
SMALL_USD = 2500
"""Up to here an entry may be let in free or cleared otherwise for its value, so it is priced by itself."""
TOLD_AFTER = 25
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
    """A basket priced: ``sum`` is what is paid, ``marginal`` what the next entry pays and so moves prices."""

    rows: tuple[Priced, ...]
    sum: Sum
    marginal: Sum
    fills: tuple[Fill, ...] = ()

    @property
    def rent(self) -> int:
        """What goods within quotas pay less than the next entry, in cents."""
        return sum(fill.rent for fill in self.fills)


def combined(rows: Iterable[BasketRow]) -> tuple[BasketRow, ...]:
    """The rows with those of one good, origin and facts taken together: the same rate, fewer to price."""
    found: dict[tuple[str, str, str, str], BasketRow] = {}
    for row in rows:
        key = (row.hts, row.origin, row.date, repr(sorted(row.facts.items())))
        known = found.get(key)
        is_whole = not {"quantity", "quantities", "steel_value_usd", "aluminum_value_usd", "copper_value_usd",
                        "us_content_value_usd"} & set(row.facts)  # fmt: skip
        if not is_whole or row.value_usd <= SMALL_USD:
            found[(*key[:3], f"{key[3]} {len(found)}")] = row
        elif known is not None:
            found[key] = replace(known, value_usd=known.value_usd + row.value_usd)
        else:
            found[key] = row
    return tuple(found.values())


def price(rows: Sequence[BasketRow], law: Law, day: date, tick: Tick | None = None) -> tuple[Priced, ...]:
    """The answers to rows, all on ``day``, without what other facts would change: many rows, many laws."""
    reader, authorities = RowReader(law), dict[str, Authority]()
    found = []
    for number, row in enumerate(rows, 1):
        if tick is not None and number % TOLD_AFTER == 0:
            tick(TOLD_AFTER)
        try:
            answer = assess(reader.entry(row, day), law, brief=True, outcomes=False)
        except BriefingError as error:
            found.append(Priced(number, row, None, (), str(error)))
            continue
        sums: dict[Authority, int] = {}
        for each in answer.components if answer.total_cents is not None else ():
            if each.measure not in authorities:
                authorities[each.measure] = authority_named(law, each.measure)
            authority = authorities[each.measure]
            sums[authority] = sums.get(authority, 0) + each.duty_cents
        found.append(Priced(number, row, answer, tuple(sums.items())))
    return tuple(found)


def bill(
    rows: Sequence[BasketRow],
    law: Law,
    day: date,
    lines: Sequence[DealLine] = (),
    tick: Tick | None = None,
) -> Bill:
    """The basket on ``day`` under ``law``; quotas of ``lines`` fill in proportion over the goods they reach.

    Where trade is more than a quota, the rate over it moves prices, and the goods within it earn a rent.
    """
    quotas = {
        line.id: line.quota.value_usd for line in lines if line.quota and line.quota.value_usd is not None
    }
    first = price(rows, law, day, tick)
    if not quotas:
        found = add_up(first)
        return Bill(first, found, found)
    reached = {each.number: _line_of(each, quotas) for each in first if "in_quota" not in each.row.facts}
    trade = dict.fromkeys(quotas, 0)
    for each in first:
        if name := reached.get(each.number):
            trade[name] += _cents(each.row)
    shares = {
        name: min(Fraction(1), Fraction(int(value * 100), trade[name])) if trade[name] else Fraction(1)
        for name, value in quotas.items()
    }
    split, marginal = _split(first, reached, shares)
    paid = price(split, law, day, tick)
    next_ones = add_up(price(marginal, law, day, tick))
    fills = tuple(
        Fill(name, trade[name], shares[name], _rent(name, shares[name], paid, reached, first))
        for name in quotas
    )
    return Bill(paid, add_up(paid), next_ones, fills)


def _split(
    first: Sequence[Priced], reached: dict[int, str], shares: dict[str, Fraction]
) -> tuple[list[BasketRow], list[BasketRow]]:
    """Every row in its part within the quota and the rest; and the rows as the next entry would be."""
    split: list[BasketRow] = []
    marginal: list[BasketRow] = []
    for each in first:
        name = reached.get(each.number, "")
        if not name:
            split.append(each.row)
            marginal.append(each.row)
            continue
        share, whole = shares[name], _cents(each.row)
        inside = (2 * whole * share.numerator + share.denominator) // (2 * share.denominator)
        if inside:
            split.append(_part(each.row, inside, "true"))
        if whole - inside:
            split.append(_part(each.row, whole - inside, "false"))
        marginal.append(_part(each.row, whole, "true" if share == 1 else "false"))
    return split, marginal


def _part(row: BasketRow, cents: int, within: str) -> BasketRow:
    return replace(row, value_usd=Decimal(cents) / 100, facts={**row.facts, "in_quota": within})


def _rent(
    name: str, share: Fraction, paid: Sequence[Priced], reached: dict[int, str], first: Sequence[Priced]
) -> int:
    if share == 1:
        return 0
    over = sum(each.cents or 0 for each in first if reached.get(each.number) == name)
    held = {id_ for id_, line in reached.items() if line == name}
    codes = {(each.row.hts, each.row.origin) for each in first if each.number in held}
    parts = (
        each for each in paid if (each.row.hts, each.row.origin) in codes and "in_quota" in each.row.facts
    )
    return over - sum(each.cents or 0 for each in parts)


def _line_of(priced: Priced, names: Iterable[str]) -> str:
    wanted = set(names)
    parts = priced.answer.components if priced.answer else ()
    return next((each.measure for each in parts if each.measure in wanted), "")


def _cents(row: BasketRow) -> int:
    return int(row.value_usd * 100)


# --- the rate at which two packages meet -------------------------------------------------------------


@dataclass(frozen=True)
class Slope:
    """The duty of a basket as the rate of one line moves: what stays; bases with their ordinary duty."""

    fixed: int
    parts: tuple[tuple[int, int], ...]
    on_top: bool

    def duty(self, ppm: int) -> int:
        """Cents at a rate in parts per million, rounded entry by entry as the engine does."""
        charged = ((2 * base * ppm + PPM) // (2 * PPM) - ordinary for base, ordinary in self.parts)
        return self.fixed + sum(each if self.on_top else max(0, each) for each in charged)


def slope(
    rows: Sequence[BasketRow],
    law: Law,
    edits: Sequence[ScenarioEdit],
    line: DealLine,
    day: date,
    *,
    tick: Tick | None = None,
) -> Slope:
    """Price the basket once with the line at 1,000%: that tells the base and ordinary duty of every entry.

    Raises BriefingError as the engine does.
    """
    trial = replace(line, rate=Decimal(10), phase_in=None)
    dated = in_force([trial.edit()], day, None)[0]
    moved = [dated if each.measure == line.id else each for each in edits]
    lines = [line_of(each) for each in moved if is_deal_line(each)]
    found = bill(rows, law.with_scenario(moved), day, lines, tick)
    fixed, parts = 0, []
    for each in found.rows:
        for part in each.answer.components if each.answer and each.cents is not None else ():
            if part.measure == line.id and str(each.row.facts.get("in_quota", "false")) != "true":
                ordinary = 10 * part.base_cents - part.duty_cents if line.treatment == "all_in" else 0
                parts.append((part.base_cents, ordinary))
            else:
                fixed += part.duty_cents
    return Slope(fixed, tuple(parts), line.treatment == "on_top")


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
    """The rate at which the basket pays ``duty``: halved over whole millionths, the roundest of equal ones.

    None where no rate from 0 to 1,000% reaches it or all of them pass it.
    """
    if not of.parts or duty < of.duty(0) or duty > of.duty(HIGHEST):
        return None
    low = _first(lambda ppm: of.duty(ppm) >= duty)
    if of.duty(low) != duty:
        return Even(low, exact=False)
    high = _first(lambda ppm: of.duty(ppm) > duty) - 1
    for step in (10_000, 1_000, 100, 10):
        if (rounded := -(-low // step) * step) <= high:
            return Even(rounded, exact=True)
    return Even(low, exact=True)


def _first(holds: Callable[[int], bool]) -> int:
    low, high = 0, HIGHEST + 1
    while low < high:
        middle = (low + high) // 2
        if holds(middle):
            high = middle
        else:
            low = middle + 1
    return low


def priced_under(
    rows: Sequence[BasketRow], law: Law, edits: Sequence[ScenarioEdit], day: date, tick: Tick | None = None
) -> tuple[Bill | None, str]:
    """The bill under edits, or why they cannot be applied."""
    try:
        lines = [line_of(each) for each in edits if is_deal_line(each)]
        return bill(rows, law.with_scenario(edits), day, lines, tick), ""
    except BriefingError as error:
        return None, str(error)
