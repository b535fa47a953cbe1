"""Which rules of the table apply to one entry, on which part of its value, and why the others do not.

The order of work: the sector duties (section 232) by rank, the country duty, the economy-wide duty,
further duties. A rule that wins closes its families; what it takes, the later lanes may no longer touch. No
amounts are worked out here except contents: the plan is the same for every value with the same facts.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from briefing_app.tariff.law import Law, Standing
from briefing_app.tariff.reach import Candidate
from briefing_app.tariff.reader import METALS, NeedsFactError, Reader
from briefing_app.tariff.rules import Rule


@dataclass(frozen=True, slots=True)
class Charge:
    """One rule that applies, with the part of the value it is charged on."""

    rule: Rule
    basis: str


@dataclass(slots=True)
class Plan:
    """What applies. ``taken`` are the metals whose value the economy-wide duty leaves alone.

    ``not_applied`` holds the rules that were looked at in vain, with the words why or the rule that governs.
    """

    standing: Standing
    charges: list[Charge] = field(default_factory=list)
    not_applied: list[tuple[Rule, str | Rule]] = field(default_factory=list)
    taken: set[str] = field(default_factory=set)
    displaced_by: Rule | None = None
    decided: dict[str, Rule] = field(default_factory=dict)
    stopped: Rule | None = None
    unsettled: Rule | None = None
    column1: Rule | None = None
    assumptions: list[str] = field(default_factory=list)

    def charge(self, rule: Rule, basis: str) -> None:
        """Add a rule that applies, with its assumptions."""
        self.charges.append(Charge(rule, basis))
        self.assumptions += rule.assume


def decide(law: Law, reader: Reader, *, collected: bool = False) -> Plan:
    """The plan for the entry of ``reader``; with ``collected`` what customs first took before later orders.

    Raises NeedsFactError when a rule hangs on a fact that was not said and must be.
    """
    entry = reader.entry
    return decide_among(law.standing(entry.hts, entry.origin, reader.minute), reader, collected=collected)


def decide_among(standing: Standing, reader: Reader, *, collected: bool = False) -> Plan:
    """The plan among the rules that stand active for the good, as :func:`decide` makes it."""
    minute = reader.minute
    plan = Plan(standing=standing)
    closed: dict[str, Rule] = {}
    for candidate in standing.active if collected else standing.final:
        rule = candidate.rule
        if collected and minute < rule.final_only_end:
            continue
        if rule.lane == "column1":
            _column1(plan, rule, reader)
        elif (blocker := _blocker(plan, rule, closed, reader)) is not None:
            if not rule.quiet:
                plan.not_applied.append((rule, blocker))
        elif _reaches(plan, candidate, reader):
            if rule.basis == "non_us":
                reader.ask_us_content()
            _apply(plan, rule, closed)
            if plan.stopped or plan.unsettled:
                break
    return plan


def _column1(plan: Plan, rule: Rule, reader: Reader) -> None:
    if not rule.programme:
        plan.column1 = plan.column1 or rule
    elif all(reader.holds(condition, rule) for condition in rule.when):
        plan.column1 = rule
        plan.assumptions += rule.assume
    else:
        plan.not_applied.append((rule, rule.unless))


def _blocker(plan: Plan, rule: Rule, closed: dict[str, Rule], reader: Reader) -> Rule | None:
    lane = rule.lane
    if lane == "sector":
        return closed.get("*") or closed.get(rule.family)
    if lane == "extra":
        return closed.get(rule.family)
    if lane in ("country", "general"):
        if lane in plan.decided:
            return plan.decided[lane]
        if plan.displaced_by is not None:
            return plan.displaced_by
        if plan.taken and rest_of(plan, reader) == 0:
            return next(charge.rule for charge in plan.charges if charge.basis in plan.taken)
    return None


def rest_of(plan: Plan, reader: Reader) -> int:
    """The value in cents that no metals duty has taken."""
    if not plan.taken:
        return reader.entry.value_cents
    return max(0, reader.entry.value_cents - sum(reader.content(metal) for metal in plan.taken))


def reason_words(reason: str | Rule) -> str:
    """Why a rule does not apply, in words; a rule as the reason is the one that governs in its place."""
    if isinstance(reason, str):
        return reason
    return f"Not charged: {reason.heading or reason.measure} governs this good ({reason.measure})."


def _reaches(plan: Plan, candidate: Candidate, reader: Reader) -> bool:
    rule = candidate.rule
    for condition in rule.when:
        if not reader.holds(condition, rule):
            if not rule.quiet:
                words = rule.unless or f"The condition on {condition.fact} is not met."
                plan.not_applied.append((rule, words))
            return False
    if candidate.partly and not _suffix(plan, candidate, reader):
        return False
    if rule.basis in METALS and reader.content(rule.basis) == 0:
        plan.not_applied.append((rule, f"No part of the value is {rule.basis}."))
        return False
    return True


def _suffix(plan: Plan, candidate: Candidate, reader: Reader) -> bool:
    if reader.entry.facts.get("statistical_suffix") == "other":
        plan.not_applied.append((candidate.rule, "The list names other 10-digit codes of this line only."))
        return False
    codes = candidate.partly
    raise NeedsFactError(
        "hts", f"The list names only {', '.join(codes[:6])} of this line: give 10 digits.", codes
    )


def _apply(plan: Plan, rule: Rule, closed: dict[str, Rule]) -> None:
    if rule.effect == "stop":
        plan.stopped = rule
        return
    if rule.effect == "unsettled":
        plan.unsettled = rule
        return
    if rule.effect == "lift":
        plan.not_applied.append((rule, rule.note))
        plan.assumptions += rule.assume
    else:
        plan.charge(rule, rule.basis)
    for family in rule.closes:
        closed.setdefault(family, rule)
    if rule.lane == "sector":
        if rule.takes == "all":
            plan.displaced_by = plan.displaced_by or rule
        elif rule.takes == "content" and rule.basis in METALS:
            plan.taken.add(rule.basis)
    elif rule.lane in ("country", "general"):
        plan.decided[rule.lane] = rule
