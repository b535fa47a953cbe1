"""Programs of the batch: for each kind of entry, the rules that apply, asked once of the one decision
procedure.

A program is what :func:`briefing_app.tariff.decide.decide` says for rows that share code class, origin,
facts and stretch of time; only amounts differ between them. So the law is decided in one place, and numpy
only prices.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time
from typing import TypeAlias

from briefing_app.tariff.assess import outside
from briefing_app.tariff.batch_columns import MONEY_FACTS
from briefing_app.tariff.decide import Plan, decide_among, rest_of
from briefing_app.tariff.entry import Entry
from briefing_app.tariff.fact_table import FACTS
from briefing_app.tariff.fees import usmca_waiver
from briefing_app.tariff.law import Law, Standing
from briefing_app.tariff.moment import minute_of
from briefing_app.tariff.outcomes import tries
from briefing_app.tariff.reach import Candidate
from briefing_app.tariff.reader import METALS, WHOLE_CHAPTERS, NeedsFactError, Reader
from briefing_app.tariff.schedule import ScheduleLine

_METAL_CHAPTERS = frozenset(chapter for chapters in WHOLE_CHAPTERS.values() for chapter in chapters)
# How a money fact is settled in a branch: said by the row, or tried as nothing, the whole value, a fifth of
# it.
Override: TypeAlias = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Slot:
    """One charge: ``ppm`` of ``basis``; a floor takes column 1 (general or claimed) off it and never adds
    less than 0. ``measure`` is that of the example which was decided: other rows of its kind may owe the same
    to another one.
    """

    ppm: int
    basis: str
    floor: bool
    against_general: bool
    measure: str


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
        return not (self.taken or self.programme or self.line) and all(s.basis == "full" for s in self.slots)


@dataclass(frozen=True, slots=True)
class Choice:
    """A fact must be said: the answer stands only where every branch agrees in status and total."""

    branches: tuple[Node, ...]


Node: TypeAlias = "Branch | Choice"


@dataclass(frozen=True, slots=True)
class Price:
    """What the amounts of rows hang on. ``leaves`` price by the one formula, each a list of parts per million
    of the full value and whether it is an all-in total; a row has an amount where all leaves agree. Otherwise
    ``status`` says why there is none, or ``node`` is settled row by row.
    """

    status: str
    leaves: tuple[tuple[tuple[int, bool], ...], ...] = ()
    node: Node | None = None


def price_of(node: Node) -> tuple[object, Price]:
    """The price of a node, and before it a key that equals for nodes that price alike."""
    branches = list(_branches(node))
    if any(branch.status != "ok" for branch in branches):
        status = "not_computable" if isinstance(node, Choice) else branches[0].status
        return status, Price(status)
    if branches and all(branch.simple for branch in branches):
        leaves = tuple(
            dict.fromkeys(
                tuple((slot.ppm, slot.floor) for slot in branch.slots if slot.ppm) for branch in branches
            )
        )
        return leaves, Price("ok", leaves)
    return _key(node), Price("ok", node=node)


def _branches(node: Node) -> Iterator[Branch]:
    if isinstance(node, Branch):
        yield node
    else:
        for each in node.branches:
            yield from _branches(each)


def _key(node: Node) -> object:
    if isinstance(node, Choice):
        return tuple(_key(branch) for branch in node.branches)
    charges = [slot for slot in node.slots if slot.ppm]
    slots = tuple((slot.ppm, slot.basis, slot.floor, slot.against_general) for slot in charges)
    parted = node.taken or any(slot.basis != "full" for slot in node.slots)
    chapter = node.hts[:2] if node.hts[:2] in _METAL_CHAPTERS else ""
    contents = (node.overrides, node.said, node.taken, chapter) if parted else ()
    return (node.programme, slots, node.status, node.line, contents)


@dataclass(frozen=True, slots=True)
class Terms:
    """What does not hang on the rules. ``refusal`` is a status that stands whatever the value.

    ``free_up_to`` is the value in cents up to which the shipment is free (section 321), -1 for never.
    ``mpf``: ``fee``, ``none`` (not modelled) or ``zero``; least and most in cents.
    """

    refusal: str
    free_up_to: int = -1
    mpf: str = "none"
    least: int = 0
    most: int = 0
    by_sea: bool = True


def terms_of(law: Law, entry: Entry, *, bad: bool) -> Terms:
    """The terms of all entries like ``entry``, whose code stands on no line when it is ``bad``."""
    by_sea = entry.facts.get("mode", "ocean") == "ocean"
    said = entry.facts.get("entry_type")
    if outside(entry, law) or (said in ("postal", "baggage") and not bad):
        return Terms("not_covered", by_sea=by_sea)
    if bad:
        return Terms("error", by_sea=by_sea)
    open_ = entry.minute < law.info.de_minimis_ends(entry.origin)
    free = law.info.de_minimis_cents if open_ and said in (None, "section321") else -1
    mpf, least, most = _fee(law, entry, "formal" if said in (None, "section321") else str(said))
    return Terms("", free, mpf, least, most, by_sea)


def _fee(law: Law, entry: Entry, kind: str) -> tuple[str, int, int]:
    if kind != "formal" or (entry.facts.get("korus_claim") is True and entry.origin == "KR"):
        return "none", 0, 0
    if usmca_waiver(law, entry):
        return "zero", 0, 0
    year = next(year for year in law.fee_years if year.start <= entry.minute < year.end)
    return "fee", year.least, year.most


def build_node(law: Law, entry: Entry, line: ScheduleLine, active: tuple[Candidate, ...]) -> Node:
    """What is charged on all entries like ``entry``: the law's own decision among the ``active`` rules."""
    standing = Standing(law, active, entry.origin, entry.minute, active)
    return _Builder(law, entry.hts, line, standing).node(entry, ())


class _Builder:
    """Decides one kind, again for each value of a fact that must be said."""

    def __init__(self, law: Law, hts: str, line: ScheduleLine, standing: Standing) -> None:
        self.law, self.hts, self.line, self.standing = law, hts, line, standing

    def node(self, entry: Entry, overrides: Override) -> Node:
        reader = Reader(entry)
        same = entry.hts == self.hts
        standing = self.standing if same else self.law.standing(entry.hts, entry.origin, entry.minute)
        try:
            plan = decide_among(standing, reader)
            _touch_contents(plan, reader)
        except NeedsFactError as needs:
            options = enumerate(tries(entry, needs.fact, needs.codes))
            nodes = (self.node(tried, _with(overrides, needs.fact, at, tried)) for at, (_, tried) in options)
            return _chosen(tuple(nodes))
        other = None if same else self.law.schedule.line(entry.hts)
        tried = other.hts if other is not None and other.hts != self.line.hts else ""
        return _branch(plan, reader, overrides, tried)


def _chosen(nodes: tuple[Node, ...]) -> Node:
    """The choice between ``nodes``, or the first of them where all price alike: then the fact does not
    matter.
    """
    first = nodes[0] if nodes else None
    if isinstance(first, Branch) and first.status == "ok" and len({_key(node) for node in nodes}) == 1:
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
    tried = {name for name, _ in overrides}
    said = tuple(name for name in MONEY_FACTS if name in reader.entry.facts and name not in tried)
    # Without an amount that was said, every content is nothing or the whole value, whatever that is.
    settled = not said and all(how in ("0", "whole", "left") for _, how in overrides)
    slots = []
    for charge in plan.charges:
        rule = charge.rule
        ppm = rule.ppm if rule.effect in ("add", "floor") else 0
        basis, share = charge.basis, 1
        if settled and basis != "full":
            basis, share = "full", int(_content(basis, plan, reader) > 0)
        slots.append(Slot(ppm * share, basis, rule.effect == "floor", rule.against_general, rule.measure))
    programme = plan.column1.programme if plan.column1 is not None else ""
    if settled or all(slot.basis == "full" for slot in slots):  # then no content is looked at
        return Branch(programme, tuple(slots), (), status, (), reader.entry.hts, line, ())
    taken = tuple(sorted(plan.taken))
    return Branch(programme, tuple(slots), taken, status, overrides, reader.entry.hts, line, said)


def _content(basis: str, plan: Plan, reader: Reader) -> int:
    return reader.content(basis) if basis in METALS else rest_of(plan, reader)


def age_breakpoints(first: date, last: date) -> tuple[int, ...]:
    """The minutes at which years begin: the age of a vehicle counts in calendar years."""
    return tuple(minute_of(date(year, 1, 1), time()) for year in range(first.year, last.year + 2))
