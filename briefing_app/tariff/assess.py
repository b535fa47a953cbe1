"""What a good pays on a day, and why: the one entrance to the engine."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction

from briefing_app.tariff.answer import Assessment, Component, MissingFact, NotApplied, Outcome, Status
from briefing_app.tariff.decide import Plan, reason_words
from briefing_app.tariff.entry import Entry, usd
from briefing_app.tariff.evaluate import Case, Result, evaluate
from briefing_app.tariff.fees import harbor_fee, processing_fee
from briefing_app.tariff.law import Law
from briefing_app.tariff.moment import day_words
from briefing_app.tariff.origins import COLUMN_2
from briefing_app.tariff.outcomes import needed, quantities_needed, would_change
from briefing_app.tariff.rules import Rule
from briefing_app.threads import give_way

_CLAIMS = {
    "usjta_claim": ("usjta-pref", "SPI JP", ("JP",)),
    "korus_claim": ("mfn-base", "SPI KR", ("KR",)),
    "usmca_claim": ("mfn-base", "SPI S", ("CA", "MX")),
}
STANDING = ("not_included",)


def assess(entry: Entry, law: Law, *, brief: bool = False, outcomes: bool = True) -> Assessment:
    """The duty on ``entry`` under ``law`` with its working.

    A ``brief`` answer leaves out what did not apply and what was first collected: for rows of a table.
    Without ``outcomes`` an answer with a figure does not say what unsaid facts would change.

    Raises CodeError (with the nearest lines) for a code that is no line of the schedule; everything else that
    stands in the way of an amount is an answer of status ``not_computable`` or ``not_covered``.
    """
    give_way()  # many entries in a row are long work
    if refusal := outside(entry, law):
        return _refuse(entry, law, "not_covered", refusal)
    line = law.schedule.require(entry.hts)
    kind = _entry_type(entry, law)
    if kind in ("postal", "baggage"):
        return _refuse(entry, law, "not_covered", f"Goods entered as {kind} follow rules that are not here.")
    if kind == "section321":
        return _de_minimis(entry, law)
    case = Case(law, line)
    result = evaluate(entry, case)
    missing: tuple[MissingFact, ...] = ()
    if result.needs is not None:
        missing, agreed = needed(entry, case, result.needs)
        result = agreed if agreed is not None else result
    if result.quantities is not None:
        missing += quantities_needed(result.quantities)
    if result.status == "ok" and outcomes:
        missing += would_change(entry, case, result)
    answer = _answer(case, kind, result, missing)
    return answer if brief else _with_reasons(answer, case, result)


def outside(entry: Entry, law: Law) -> str:
    """Why the law data do not reach the entry at all, or an empty text."""
    if entry.minute < law.info.begins:
        return f"The law data begin on {day_words(law.info.begins)}."
    if entry.minute >= law.info.ends:
        return f"The law data were checked to {law.info.checked_to}; later entries are not covered."
    if entry.hts[:2] in ("98", "99"):
        return "Chapters 98 and 99 (special provisions) are not covered: give the line of chapters 1 to 97."
    if entry.origin == "US":
        return "Goods of the United States that return are entered under chapter 98, which is not covered."
    if entry.origin in COLUMN_2:
        return "Goods of this country pay column 2, which the shipped schedule does not hold."
    return ""


def _entry_type(entry: Entry, law: Law) -> str:
    said = entry.facts.get("entry_type")
    open_ = entry.minute < law.info.de_minimis_ends(entry.origin)
    small = entry.value_cents <= law.info.de_minimis_cents
    if isinstance(said, str):
        return "formal" if said == "section321" and not (open_ and small) else said
    return "section321" if open_ and small else "formal"


def _refuse(entry: Entry, law: Law, status: Status, reason: str) -> Assessment:
    return Assessment(status, entry, law.info.version, law.info.checked_to, reason)


def _words(law: Law, names: Iterable[str]) -> tuple[str, ...]:
    known = law.assumptions
    return tuple(known[name].en if name in known else name for name in dict.fromkeys(names))


def _de_minimis(entry: Entry, law: Law) -> Assessment:
    note = f"Admitted free under section 321: at most {usd(law.info.de_minimis_cents)} a day and person."
    citations = law.measures["deminimis-end"].citations
    component = Component("mfn-base", entry.code, Fraction(0), entry.value_cents, 0, note, citations)
    missing: tuple[MissingFact, ...] = ()
    if "entry_type" not in entry.facts:
        dutiable = assess(entry.with_fact("entry_type", "formal"), law)
        if dutiable.total_cents != 0:
            outcomes = (Outcome("section321", 0), Outcome("formal", dutiable.total_cents, dutiable.status))
            why = "Small shipments were free of duty; a formal entry is not."
            missing = (MissingFact("entry_type", why, outcomes, "section321"),)
    return Assessment(
        status="ok",
        entry=entry,
        version=law.info.version,
        checked_to=law.info.checked_to,
        components=(component,),
        total_cents=0,
        hmf_cents=harbor_fee(law, entry),
        assumptions=_words(law, ("de_minimis", "fee_not_formal", *STANDING)),
        missing_facts=missing,
    )


def _answer(case: Case, kind: str, result: Result, missing: tuple[MissingFact, ...]) -> Assessment:
    law, entry = case.law, result.reader.entry
    names = [*result.assumed, *STANDING]
    fee, why = processing_fee(law, entry, kind)
    names += [why] if why else []
    if entry.facts.get("entry_type") == "section321" and kind == "formal":
        names.append("de_minimis_over")
    ok = result.status == "ok"
    return Assessment(
        status=result.status,
        entry=entry,
        version=law.info.version,
        checked_to=law.info.checked_to,
        reason=result.reason,
        components=result.components,
        total_cents=result.total if ok else None,
        mpf_cents=fee if ok else None,
        hmf_cents=harbor_fee(law, entry) if ok else None,
        assumptions=_words(law, names),
        missing_facts=missing,
    )


def _with_reasons(answer: Assessment, case: Case, result: Result) -> Assessment:
    collected = _collected(case, result) if answer.status == "ok" else None
    refused = _refusals(case.law, result, collected)
    return replace(answer, not_applied=refused, originally_collected_cents=collected)


def _refusals(law: Law, result: Result, collected: int | None) -> tuple[NotApplied, ...]:
    """Every measure that was looked at and did not apply: one line each, with the first reason met."""
    plan = result.plan
    if plan is None:
        return ()
    charged = {item.measure for item in result.components}
    out = {item.measure: item for item in result.refused}
    standing = plan.standing
    for rule, reason in (*_reasons(law, plan), *standing.recorded, *standing.idle, *standing.unlisted):
        if reason and rule.measure not in charged and rule.measure not in out:
            own = isinstance(reason, str) and _is_own(rule, reason)
            heading = rule.heading if own else law.main_heading(rule.measure, result.reader.entry.origin)
            out[rule.measure] = NotApplied(rule.measure, heading, reason_words(reason))
    for claim, (measure, heading, countries) in _CLAIMS.items():
        if result.reader.entry.facts.get(claim) is True and result.reader.entry.origin not in countries:
            why = f"The claim is for goods of {' and '.join(countries)} only."
            out[measure + claim] = NotApplied(measure, heading, why)
    for charge in plan.charges:
        rule = charge.rule
        if rule.effect == "exempt" and rule.measure not in charged:
            out[rule.measure] = NotApplied(rule.measure, rule.heading, "Exempt here too: nothing to add.")
    for item in standing.active if collected is not None else ():
        if item.rule.collected_only:
            out[item.rule.measure] = NotApplied(item.rule.measure, item.rule.heading, item.rule.note)
    return tuple(out.values())


def _is_own(rule: Rule, reason: str) -> bool:
    """Whether a reason is that of this rule, and not of its whole measure."""
    return reason == rule.note or bool(rule.unless and reason.startswith(rule.unless))


def _reasons(law: Law, plan: Plan) -> list[tuple[Rule, str | Rule]]:
    """Why rules were looked at in vain, the telling reasons first.

    That an exemption of a measure does not apply says nothing of a duty that another one has replaced.
    """
    telling: list[tuple[Rule, str | Rule]] = []
    minor: list[tuple[Rule, str | Rule]] = []
    governing = plan.decided.get("general")
    for rule, reason in plan.not_applied:
        exemption = isinstance(reason, str) and rule.effect == "exempt"
        if exemption and rule.lane == "general" and law.charges(rule.measure):
            replaced = governing is not None and governing.measure != rule.measure
            minor.append((rule, governing if governing is not None and replaced else reason))
        elif isinstance(reason, str) and rule.lane == "general" and governing is not None:
            # A lower rate that was missed: which duty is due in its place.
            other = governing.measure != rule.measure
            telling.append((rule, f"{reason} {reason_words(governing)}" if other else reason))
        else:
            telling.append((rule, reason))
    return telling + minor


def _collected(case: Case, result: Result) -> int | None:
    """What customs first took, where a later order reached back; None when that was the same."""
    if result.plan is None or not result.plan.standing.reached_back:
        return None
    first = evaluate(result.reader.entry, case, collected=True, traced=False)
    return first.total if first.status == "ok" and first.total != result.total else None
