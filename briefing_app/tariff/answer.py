"""The answer to one entry: components with their working, what did not apply and why, what is missing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal, TypeAlias

from briefing_app.tariff.entry import Entry, usd
from briefing_app.tariff.words import in_language

Status: TypeAlias = Literal["ok", "not_computable", "not_covered"]


# The name of a fact behind its words.
_NAMED = re.compile(r"(?<=[a-z)]) \((?:hts|[a-z0-9]+(?:_[a-z0-9]+)+)\)(?=\. )")


@dataclass(frozen=True)
class Step:
    """One step of the working: what was done, with which operands, and what came out."""

    text: str
    operands: tuple[tuple[str, str], ...] = ()
    result: str = ""
    citations: tuple[str, ...] = ()

    def text_in(self, language: str) -> str:
        """What was done, in ``language`` (``en`` or ``ja``)."""
        return in_language(self.text, language)

    def operands_in(self, language: str) -> tuple[tuple[str, str], ...]:
        """The operands with their names in ``language``."""
        return tuple((in_language(name, language), value) for name, value in self.operands)


@dataclass(frozen=True)
class Component:
    """One duty line. Money in cents; ``rate`` is a fraction of ``base_cents``, None for specific duties."""

    measure: str
    heading: str
    rate: Fraction | None
    base_cents: int
    duty_cents: int
    note: str = ""
    citations: tuple[str, ...] = ()
    ad_valorem_equivalent: Fraction | None = None
    all_in_rate: Fraction | None = None
    specific_rate: str = ""
    unit: str = ""
    quantity: str = ""
    refundable: bool = False
    steps: tuple[Step, ...] = ()

    @property
    def is_by_quantity(self) -> bool:
        """Whether no dollar of the value is its base: it is charged by the piece, liter or kilogram alone."""
        if self.specific_rate and self.quantity:
            return True
        parts = self.steps[1:]
        return self.rate is None and bool(parts) and not any("value" in dict(each.operands) for each in parts)

    def note_in(self, language: str) -> str:
        """The note in ``language`` (``en`` or ``ja``)."""
        return in_language(self.note, language)


@dataclass(frozen=True)
class NotApplied:
    """A measure that was considered and did not apply, with the reason."""

    measure: str
    heading: str
    reason: str

    def reason_in(self, language: str) -> str:
        """The reason in ``language`` (``en`` or ``ja``)."""
        return in_language(self.reason, language)


@dataclass(frozen=True)
class Outcome:
    """The duty if the missing fact has ``value``; ``total_cents`` is None when that is not computable."""

    value: str
    total_cents: int | None
    status: Status = "ok"


@dataclass(frozen=True)
class MissingFact:
    """A fact that was not said and would change the answer; ``taken`` is what was taken instead, or empty.

    ``unit`` is what to give a quantity in.
    """

    fact: str
    why: str
    outcomes: tuple[Outcome, ...]
    taken: str = ""
    unit: str = ""

    def why_in(self, language: str) -> str:
        """Why it matters, in ``language`` (``en`` or ``ja``)."""
        return in_language(self.why, language)


@dataclass(frozen=True)
class Outcomes:
    """A value of a fact with what comes out. ``further`` are the values of further facts (``hts=…``, several
    joined by semicolons) with which it does; empty where they make no difference.
    """

    value: str
    outcome: Outcome
    further: tuple[str, ...] = ()


def grouped_outcomes(missing: MissingFact) -> tuple[Outcomes, ...]:
    """The outcomes of a fact, those of one value with the same duty together."""
    groups: dict[tuple[str, int | None, str], tuple[Outcome, list[str]]] = {}
    for each in missing.outcomes:
        value, _, behind = each.value.partition("; ")
        groups.setdefault((value, each.total_cents, each.status), (each, []))[1].append(behind)
    values = [value for value, _cents, _status in groups]
    return tuple(
        Outcomes(value, outcome, tuple(filter(None, further)) if values.count(value) > 1 else ())
        for (value, _cents, _status), (outcome, further) in groups.items()
    )


@dataclass(frozen=True)
class Assessment:
    """The whole answer. The totals are None unless ``status`` is ``ok``; then ``reason`` is empty."""

    status: Status
    entry: Entry
    version: str
    checked_to: str
    reason: str = ""
    components: tuple[Component, ...] = ()
    not_applied: tuple[NotApplied, ...] = ()
    total_cents: int | None = None
    mpf_cents: int | None = None
    hmf_cents: int | None = None
    originally_collected_cents: int | None = None
    assumptions: tuple[str, ...] = ()
    missing_facts: tuple[MissingFact, ...] = ()

    def reason_in(self, language: str) -> str:
        """Why there is no amount, in ``language`` (``en`` or ``ja``) and for people: ``reason`` also has the
        names of facts that files and commands know.
        """
        return in_language(_NAMED.sub("", self.reason), language)

    def assumptions_in(self, language: str) -> tuple[str, ...]:
        """The assumptions in ``language`` (``en`` or ``ja``)."""
        return tuple(in_language(text, language) for text in self.assumptions)

    @property
    def effective_rate(self) -> Fraction | None:
        """The total duty as a fraction of the customs value."""
        return None if self.total_cents is None else Fraction(self.total_cents, self.entry.value_cents)


def fraction_text(value: Fraction, places: int = 8) -> str:
    """A fraction as a plain decimal, half up at ``places``, without trailing zeros: ``0.275``."""
    scaled = (2 * value.numerator * 10**places + value.denominator) // (2 * value.denominator)
    whole, part = divmod(scaled, 10**places)
    digits = f"{part:0{places}d}".rstrip("0")
    return f"{whole}.{digits}" if digits else str(whole)


def _money(cents: int | None) -> str | None:
    return None if cents is None else usd(cents)


def _component(item: Component) -> dict[str, Any]:
    out: dict[str, Any] = {
        "measure": item.measure,
        "heading": item.heading,
        "rate": None if item.rate is None else fraction_text(item.rate),
        "base_value": usd(item.base_cents),
        "duty": usd(item.duty_cents),
        "note": item.note,
        "citations": list(item.citations),
    }
    if item.ad_valorem_equivalent is not None:
        out["ad_valorem_equivalent"] = fraction_text(item.ad_valorem_equivalent)
    if item.all_in_rate is not None:
        out["all_in_rate"] = fraction_text(item.all_in_rate)
    for name in ("specific_rate", "unit", "quantity"):
        if getattr(item, name):
            out[name] = getattr(item, name)
    if item.refundable:
        out["refundable"] = True
    return out


def assessment_to_json(answer: Assessment) -> dict[str, Any]:
    """The answer in the form of ``duty --json``: money with two decimals and rates as fractions, in text."""
    ok = answer.status == "ok"
    out: dict[str, Any] = {"status": answer.status}
    if answer.reason:
        out["reason"] = answer.reason
    return out | {
        "query": answer.entry.query(),
        "components": [_component(item) for item in answer.components],
        "not_applied": [
            {"measure": item.measure, "heading": item.heading, "reason": item.reason}
            for item in answer.not_applied
        ],
        "total_duty": _money(answer.total_cents) if ok else None,
        "effective_rate": fraction_text(answer.effective_rate, 6)
        if ok and answer.effective_rate is not None
        else None,
        "mpf": _money(answer.mpf_cents) if ok else None,
        "hmf": _money(answer.hmf_cents) if ok else None,
        "originally_collected": _money(answer.originally_collected_cents) if ok else None,
        "assumptions": list(answer.assumptions),
        "missing_facts": [_missing(item) for item in answer.missing_facts],
        "data": {"version": answer.version, "checked_to": answer.checked_to},
    }


def _missing(item: MissingFact) -> dict[str, Any]:
    outcomes = [
        {"value": each.value, "total_duty": _money(each.total_cents), "status": each.status}
        for each in item.outcomes
    ]
    out: dict[str, Any] = {"fact": item.fact, "why": item.why, "outcomes": outcomes}
    if item.taken:
        out["taken"] = item.taken
    return out
