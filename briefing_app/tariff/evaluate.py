"""One evaluation of an entry: the plan, its amounts and what they rest on."""

from __future__ import annotations

from dataclasses import dataclass

from briefing_app.tariff.answer import Component, NotApplied, Status
from briefing_app.tariff.decide import Plan, decide
from briefing_app.tariff.entry import Entry
from briefing_app.tariff.fact_table import FACTS
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


class Case:
    """One entry under one law, evaluated as often as facts are tried; column 1 is worked out once."""

    def __init__(self, law: Law, line: ScheduleLine) -> None:
        self.law, self.line = law, line
        self._columns: dict[str, Column1 | None] = {}

    def column1(self, rule: Rule, reader: Reader) -> Column1 | None:
        """The ordinary duty under a rule, remembered by programme. Raises as :func:`column1_of` does."""
        if rule.programme not in self._columns:
            self._columns[rule.programme] = column1_of(self.line, rule, reader)
        return self._columns[rule.programme]


def evaluate(entry: Entry, case: Case, *, collected: bool = False, traced: bool = True) -> Result:
    """The entry under the law; with ``collected`` what customs first took before a retroactive order.

    Without ``traced`` only the total is worked out, no components.
    """
    reader = Reader(entry)
    try:
        return _evaluate(case, reader, decide(case.law, reader, collected=collected), traced=traced)
    except NeedsFactError as needs:
        why = f"Not computable while this is not said: {_named(needs.fact)}. {needs.why}"
        return Result("not_computable", why, reader, needs=needs)
    except NeedsQuantityError as needs:
        what = ", ".join(item.words for item in needs.missing)
        why = f"The ordinary duty is {needs.words}: give the {what}."
        return Result("not_computable", why, reader, quantities=needs)
    except ElsewhereError as elsewhere:
        return Result("not_computable", f"The schedule states this rate elsewhere: “{elsewhere}”.", reader)


def _named(fact: str) -> str:
    """A fact in words, as it stands within a sentence, with the name by which files and commands give it."""
    words = FACTS[fact].en if fact in FACTS else "all ten digits of the code"
    return f"{words[0].lower()}{words[1:]} ({fact})"


def _evaluate(case: Case, reader: Reader, plan: Plan, *, traced: bool) -> Result:
    if plan.unsettled is not None:
        return Result("not_computable", plan.unsettled.note, reader, plan=plan)
    if plan.stopped is not None:
        parts = _known_parts(case, reader, plan) if traced else ()
        return Result("not_covered", plan.stopped.note, reader, parts, plan=plan)
    pricer, refused = _pricer(case, reader, plan)
    if not traced:
        return Result("ok", "", reader, total=sum(line.cents for line in pricer.lines()), plan=plan)
    components = tuple(pricer.components())
    total = sum(item.duty_cents for item in components)
    assumed = _assumed(case.law, plan, reader, pricer.claimed)
    return Result("ok", "", reader, components, total, plan, assumed=assumed, refused=refused)


def _known_parts(case: Case, reader: Reader, plan: Plan) -> tuple[Component, ...]:
    """What is known of an entry that is not covered as a whole: shown without a total."""
    try:
        return tuple(_pricer(case, reader, plan)[0].components())
    except (NeedsFactError, NeedsQuantityError, ElsewhereError):
        return ()


def _pricer(case: Case, reader: Reader, plan: Plan) -> tuple[Pricer, tuple[NotApplied, ...]]:
    general = case.column1(case.law.general_rule, reader)
    if general is None:
        raise ElsewhereError(case.line.general)
    rule = plan.column1
    claimed = general
    refused: tuple[NotApplied, ...] = ()
    if rule is not None and rule.programme:
        found = case.column1(rule, reader)
        if found is None:
            reason = f"The line has no rate for the programme {rule.programme}: the general rate is due."
            refused = (NotApplied(rule.measure, rule.heading, reason),)
        else:
            claimed = found
    return Pricer(case.law, plan, reader, claimed, general), refused


def _assumed(law: Law, plan: Plan, reader: Reader, claimed: Column1) -> tuple[str, ...]:
    names = [*reader.assumed, *plan.assumptions, *claimed.duty.assumed]
    if any(part.quantity == 0 for part in claimed.duty.parts):
        names.append("zero_quantity")
    floors = [charge for charge in plan.charges if charge.rule.effect == "floor"]
    if claimed.rule.programme and any(charge.rule.against_general for charge in floors):
        names.append("floor_general_rate")
    if claimed.rule.programme == "JP" and any(not charge.rule.against_general for charge in floors):
        names.append("floor_claimed_rate")
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
