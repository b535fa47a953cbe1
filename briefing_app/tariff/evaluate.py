"""One evaluation of an entry: the plan, its amounts and what they rest on."""

from __future__ import annotations

from dataclasses import dataclass

from briefing_app.tariff.answer import Component, NotApplied, Status
from briefing_app.tariff.decide import Plan, decide
from briefing_app.tariff.entry import Entry
from briefing_app.tariff.law import Law
from briefing_app.tariff.pricing import Column1, ElsewhereError, NeedsQuantityError, Pricer, column1_of
from briefing_app.tariff.reader import NeedsFactError, Reader
from briefing_app.tariff.rules import Rule
from briefing_app.tariff.schedule import ScheduleLine


@dataclass(frozen=True, slots=True)
class Result:
    """What came out. ``needs`` or ``quantities`` say what stood in the way; ``total`` is None unless ok."""

    status: Status
    reason: str
    reader: Reader
    components: tuple[Component, ...] = ()
    total: int | None = None
    plan: Plan | None = None
    needs: NeedsFactError | None = None
    quantities: NeedsQuantityError | None = None
    assumed: tuple[str, ...] = ()
    refused: tuple[NotApplied, ...] = ()


def evaluate(entry: Entry, law: Law, line: ScheduleLine, *, collected: bool = False) -> Result:
    """The entry under the law; with ``collected`` what customs first took before a retroactive order."""
    reader = Reader(entry)
    try:
        return _evaluate(law, line, reader, decide(law, reader, collected=collected))
    except NeedsFactError as needs:
        why = f"Not computable without {needs.fact}. {needs.why}"
        return Result("not_computable", why, reader, needs=needs)
    except NeedsQuantityError as needs:
        what = ", ".join(item.words for item in needs.missing)
        why = f"The ordinary duty is {needs.words}: give the {what}."
        return Result("not_computable", why, reader, quantities=needs)
    except ElsewhereError as elsewhere:
        return Result("not_computable", f"The schedule states this rate elsewhere: “{elsewhere}”.", reader)


def _evaluate(law: Law, line: ScheduleLine, reader: Reader, plan: Plan) -> Result:
    if plan.unsettled is not None:
        return Result("not_computable", plan.unsettled.note, reader, plan=plan)
    general_rule = next(rule for rule in law.measures["mfn-base"].rules if not rule.programme)
    if plan.stopped is not None:
        parts = _known_parts(law, line, reader, plan, general_rule)
        return Result("not_covered", plan.stopped.note, reader, parts, plan=plan)
    general = _general(line, general_rule, reader)
    claimed, refused = _claimed(plan, line, reader, general)
    components = tuple(Pricer(law, plan, reader, claimed, general).components())
    total = sum(item.duty_cents for item in components)
    assumed = _assumed(law, plan, reader, claimed)
    return Result("ok", "", reader, components, total, plan, assumed=assumed, refused=refused)


def _known_parts(
    law: Law, line: ScheduleLine, reader: Reader, plan: Plan, general_rule: Rule
) -> tuple[Component, ...]:
    """What is known of an entry that is not covered as a whole: shown without a total."""
    try:
        general = _general(line, general_rule, reader)
        claimed, _ = _claimed(plan, line, reader, general)
        return tuple(Pricer(law, plan, reader, claimed, general).components())
    except (NeedsFactError, NeedsQuantityError, ElsewhereError):
        return ()


def _general(line: ScheduleLine, rule: Rule, reader: Reader) -> Column1:
    found = column1_of(line, rule, reader)
    if found is None:
        raise ElsewhereError(line.general)
    return found


def _claimed(
    plan: Plan, line: ScheduleLine, reader: Reader, general: Column1
) -> tuple[Column1, tuple[NotApplied, ...]]:
    rule = plan.column1
    if rule is None or not rule.programme:
        return general, ()
    claimed = column1_of(line, rule, reader)
    if claimed is None:
        reason = f"The line has no rate for the programme {rule.programme}: the general rate is due."
        return general, (NotApplied(rule.measure, rule.heading, reason),)
    return claimed, ()


def _assumed(law: Law, plan: Plan, reader: Reader, claimed: Column1) -> tuple[str, ...]:
    names = [*reader.assumed, *plan.assumptions, *claimed.duty.assumed]
    floors = [charge for charge in plan.charges if charge.rule.effect == "floor"]
    if claimed.rule.programme and any(charge.rule.against_general for charge in floors):
        names.append("floor_general_rate")
    if plan.taken and any(charge.basis in ("rest", "non_us") for charge in floors):
        names.append("split_line")
    if any(charge.basis == "non_us" for charge in floors):
        names.append("us_content_split")
    for charge in plan.charges:
        measure = law.measures[charge.rule.measure]
        if measure.confidence == "single source":
            names.append(f"The measure “{measure.title}” rests on one source.")
    if reader.entry.day.year != 2025:
        names.append("rates_of_2025")
    return tuple(dict.fromkeys(names))
