"""Programs of the batch: for each kind of entry, the rules that apply, asked once of the one decision
procedure.

A program is what :func:`briefing_app.tariff.decide.decide` says for rows that share code class, origin,
facts and stretch of time; only amounts differ between them. So the law is decided in one place, and numpy
only prices.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, time
from typing import TypeAlias

from briefing_app.tariff.assess import outside
from briefing_app.tariff.batch_columns import MONEY_FACTS
from briefing_app.tariff.decide import Plan, decide, rest_of
from briefing_app.tariff.entry import Entry
from briefing_app.tariff.fact_table import FACTS
from briefing_app.tariff.fees import usmca_waiver
from briefing_app.tariff.law import Law
from briefing_app.tariff.moment import minute_of
from briefing_app.tariff.outcomes import tries
from briefing_app.tariff.reader import METALS, WHOLE_CHAPTERS, NeedsFactError, Reader
from briefing_app.tariff.rules import Rule
from briefing_app.tariff.schedule import CodeError, ScheduleLine

_METAL_CHAPTERS = frozenset(chapter for chapters in WHOLE_CHAPTERS.values() for chapter in chapters)
# How a money fact is settled in a branch: said by the row, or tried as nothing, the whole value, a fifth of
# it.
Override: TypeAlias = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Slot:
    """One charge: ``ppm`` of ``basis``; a floor takes column 1 (general or claimed) off it and never adds
    less than 0.
    """

    ppm: int
    basis: str
    floor: bool
    against_general: bool
    rule: Rule


@dataclass(frozen=True, slots=True)
class Branch:
    """A settled plan: the programme of column 1 ("" for general), the charges, the metals taken out of the
    rest.
    """

    programme: str
    slots: tuple[Slot, ...]
    taken: tuple[str, ...]
    status: str
    overrides: Override
    hts: str
    line: str
    said: tuple[str, ...]

    @property
    def simple(self) -> bool:
        """Whether every charge is on the full value: then one formula prices all such rows at once."""
        return not self.taken and all(slot.basis == "full" for slot in self.slots)


@dataclass(frozen=True, slots=True)
class Choice:
    """A fact must be said: the answer stands only where every branch agrees in status and total."""

    branches: tuple[Node, ...]


Node: TypeAlias = "Branch | Choice"


def price_key(node: Node | None) -> object:
    """What the amounts of a node hang on: equal keys price alike, whichever rules stand behind them."""
    if isinstance(node, Branch):
        charges = [slot for slot in node.slots if slot.ppm]
        slots = tuple((slot.ppm, slot.basis, slot.floor, slot.against_general) for slot in charges)
        parted = node.taken or any(slot.basis != "full" for slot in node.slots)
        chapter = node.hts[:2] if node.hts[:2] in _METAL_CHAPTERS else ""
        contents = (node.overrides, node.said, node.taken, chapter) if parted else ()
        return (node.programme, slots, node.status, node.line, contents)
    return tuple(price_key(branch) for branch in node.branches) if node is not None else None


@dataclass(frozen=True, slots=True)
class Program:
    """What is done for rows of one kind. ``refusal`` is a status that stands whatever the value.

    ``free_up_to`` is the value in cents up to which the shipment is free (section 321), -1 for never.
    ``mpf``: ``fee``, ``none`` (not modelled) or ``zero``; least and most in cents.
    """

    refusal: str
    node: Node | None
    free_up_to: int
    mpf: str
    least: int
    most: int
    by_sea: bool


def build_program(law: Law, entry: Entry, line: ScheduleLine | CodeError) -> Program:
    """The program for all rows like ``entry``, whose code stands on ``line`` or on none."""
    by_sea = entry.facts.get("mode", "ocean") == "ocean"
    nothing = Program("not_covered", None, -1, "none", 0, 0, by_sea)
    if outside(entry, law):
        return nothing
    if isinstance(line, CodeError):
        return replace(nothing, refusal="error")
    said = entry.facts.get("entry_type")
    if said in ("postal", "baggage"):
        return nothing
    open_ = entry.minute < law.info.de_minimis_ends(entry.origin)
    free = law.info.de_minimis_cents if open_ and said in (None, "section321") else -1
    mpf, least, most = _fee(law, entry, "formal" if said in (None, "section321") else str(said))
    return Program("", _node(law, entry, line, ()), free, mpf, least, most, by_sea)


def _fee(law: Law, entry: Entry, kind: str) -> tuple[str, int, int]:
    if kind != "formal" or (entry.facts.get("korus_claim") is True and entry.origin == "KR"):
        return "none", 0, 0
    if usmca_waiver(law, entry):
        return "zero", 0, 0
    year = next(year for year in law.fee_years if year.start <= entry.minute < year.end)
    return "fee", year.least, year.most


def _node(law: Law, entry: Entry, line: ScheduleLine, overrides: Override) -> Node:
    reader = Reader(entry)
    try:
        plan = decide(law, reader)
        _touch_contents(plan, reader)
    except NeedsFactError as needs:
        options = enumerate(tries(entry, needs.fact, needs.codes))
        nodes = (
            _node(law, tried, line, _with(overrides, needs.fact, at, tried)) for at, (_, tried) in options
        )
        return _chosen(tuple(nodes))
    other = law.schedule.line(entry.hts)
    tried = other.hts if other is not None and other.hts != line.hts else ""
    return _branch(plan, reader, overrides, tried)


def _chosen(nodes: tuple[Node, ...]) -> Node:
    """The choice between ``nodes``, or the first of them where all price alike: then the fact does not
    matter.
    """
    first = nodes[0] if nodes else None
    if isinstance(first, Branch) and first.status == "ok" and len({price_key(node) for node in nodes}) == 1:
        return first
    return Choice(nodes)


def _with(overrides: Override, fact: str, place: int, tried: Entry) -> Override:
    if fact not in MONEY_FACTS:
        return overrides
    how = FACTS[fact].tries[place]
    if how == "whole" and tried.facts[fact] != tried.value_cents:
        how = "left"  # what the other metals leave
    return (*overrides, (fact, how))


def _touch_contents(plan: Plan, reader: Reader) -> None:
    """Ask for the contents that the pricing will ask for, so that a missing one shows here."""
    for charge in plan.charges:
        if charge.basis in METALS:
            reader.content(charge.basis)
    for metal in plan.taken:
        reader.content(metal)


def _branch(plan: Plan, reader: Reader, overrides: Override, line: str) -> Branch:
    status = "not_covered" if plan.stopped else "not_computable" if plan.unsettled else "ok"
    slots = []
    for charge in plan.charges:
        rule = charge.rule
        ppm = rule.ppm if rule.effect in ("add", "floor") else 0
        basis, share = _settled_basis(charge.basis, plan, reader)
        slots.append(Slot(ppm * share, basis, rule.effect == "floor", rule.against_general, rule))
    programme = plan.column1.programme if plan.column1 is not None else ""
    tried = {name for name, _ in overrides}
    said = tuple(name for name in MONEY_FACTS if name in reader.entry.facts and name not in tried)
    taken = tuple(sorted(plan.taken)) if said or tried else ()
    return Branch(programme, tuple(slots), taken, status, overrides, reader.entry.hts, line, said)


def _settled_basis(basis: str, plan: Plan, reader: Reader) -> tuple[str, int]:
    """The basis, as ``full`` where it is the full value whatever that is; 0 beside it where it is nothing."""
    entry = reader.entry
    if any(name in entry.facts for name in MONEY_FACTS) or basis == "full":
        return basis, 1
    if basis in METALS:
        return "full", int(reader.content(basis) > 0)
    return "full", int(rest_of(plan, reader) > 0)


def age_breakpoints(first: date, last: date) -> tuple[int, ...]:
    """The minutes at which years begin: the age of a vehicle counts in calendar years."""
    return tuple(minute_of(date(year, 1, 1), time()) for year in range(first.year, last.year + 2))
