"""The terms of a deal line as they stand in a scenario's edit: read strictly, written back the same.

``{"op": "add", "measure": "deal-cars", "set": {"replaces": ["cars"], "treatment": "all_in", "rate": "0.15",
"origins": ["JP"], "from": "2025-08-07"}}``, with ``codes`` in the place of ``replaces`` for goods of one's
own choice, ``quota = {"rate", "value_usd"}`` (or ``"quantity", "unit"``) and ``phase_in = {"first_rate",
"years"}`` where wanted.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any, Literal, TypeAlias, cast

from briefing_app.domain.records import ScenarioEdit
from briefing_app.errors import UsageError
from briefing_app.tariff.units import unit_name

Treatment: TypeAlias = Literal["all_in", "on_top", "ordinary"]
EFFECTS: dict[Treatment, str] = {"all_in": "floor", "on_top": "add", "ordinary": "floor"}
MOST_YEARS = 30
_KEYS = frozenset(
    {
        "title",
        "authority",
        "replaces",
        "codes",
        "treatment",
        "rate",
        "origins",
        "from",
        "to",
        "quota",
        "phase_in",
    }
)
_MARKS = frozenset({"replaces", "treatment", "quota", "phase_in"})
_PPM = Decimal("0.000001")


class ScenarioError(UsageError):
    """An edit that cannot be applied; the sentence names the measure and what is wrong."""


@dataclass(frozen=True)
class Quota:
    """Goods up to ``value_usd``, or up to ``quantity`` of a ``unit``, a year pay ``rate``; neither where only
    the fact of an entry decides.
    """

    rate: Decimal
    value_usd: Decimal | None = None
    quantity: Decimal | None = None
    unit: str = ""

    @property
    def is_filled(self) -> bool:
        """Whether it is so large and no larger, so that goods fill it."""
        return self.value_usd is not None or self.quantity is not None


@dataclass(frozen=True)
class PhaseIn:
    """The rate begins at ``first_rate`` and reaches the line's rate after so many years, in equal steps."""

    first_rate: Decimal
    years: int


@dataclass(frozen=True)
class DealLine:
    """One line of a package. ``replaces`` are sector ids or ``all``; ``start``, ``end``: moments as typed;
    ``authority``: what an announced duty would rest on, "" for a line that is only proposed.
    """

    id: str
    rate: Decimal
    treatment: Treatment = "all_in"
    replaces: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    origins: tuple[str, ...] = ("JP",)
    start: str = "2018-01-01"
    end: str = ""
    quota: Quota | None = None
    phase_in: PhaseIn | None = None
    title: str = ""
    authority: str = ""

    def edit(self) -> ScenarioEdit:
        """The line as an edit of a scenario."""
        terms: dict[str, Any] = {"treatment": self.treatment, "rate": f"{self.rate:f}"}
        for key, value in (("replaces", self.replaces), ("codes", self.codes), ("origins", self.origins)):
            if value:
                terms[key] = list(value)
        terms["from"] = self.start
        if self.end:
            terms["to"] = self.end
        if self.title and self.title != self.id:
            terms["title"] = self.title
        if self.authority:
            terms["authority"] = self.authority
        if self.quota is not None:
            terms["quota"] = {"rate": f"{self.quota.rate:f}"}
            if self.quota.value_usd is not None:
                terms["quota"]["value_usd"] = f"{self.quota.value_usd:f}"
            if self.quota.quantity is not None:
                terms["quota"] |= {"quantity": f"{self.quota.quantity:f}", "unit": self.quota.unit}
        if self.phase_in is not None:
            terms["phase_in"] = {
                "first_rate": f"{self.phase_in.first_rate:f}", "years": self.phase_in.years
            }  # fmt: skip
        return ScenarioEdit("add", self.id, terms)


def is_deal_line(edit: ScenarioEdit) -> bool:
    """Whether an edit is a line of a deal, and not a plain measure that is added."""
    return edit.op == "add" and not _MARKS.isdisjoint(edit.set)


def exact_rate(value: object, what: str) -> Decimal:
    """A rate as a fraction from 0 to 10, whole in millionths. Raises ScenarioError."""
    try:
        rate = Decimal(str(value))
    except InvalidOperation:
        rate = Decimal(-1)
    if not rate.is_finite() or not 0 <= rate <= 10 or rate != rate.quantize(_PPM):
        raise ScenarioError(f"{what} is not a fraction like 0.15 in whole millionths: {value}.")
    return rate


def rate_steps(rate: Decimal, phase_in: PhaseIn | None) -> tuple[Decimal, ...]:
    """The rate of each year, the last one for good; millionths, rounded half up."""
    if phase_in is None:
        return (rate,)
    whole, first = phase_in.years, int(phase_in.first_rate / _PPM)
    move = int(rate / _PPM) - first
    steps = (first + (2 * move * number + whole) // (2 * whole) for number in range(whole + 1))
    return tuple(Decimal(step) * _PPM for step in steps)


def line_of(edit: ScenarioEdit) -> DealLine:
    """The line that an edit states. Raises ScenarioError naming the line and the key."""
    terms, name = edit.set, edit.measure
    if unknown := set(terms) - _KEYS:
        raise ScenarioError(f"The line “{name}” has an unknown key “{min(unknown)}”.")
    treatment = terms.get("treatment", "all_in")
    if treatment not in EFFECTS:
        known = ", ".join(EFFECTS)
        raise ScenarioError(f"The line “{name}”: treatment is “{treatment}”.", hint=f"Give one of: {known}.")
    replaces, codes = _texts(terms, "replaces", name), _texts(terms, "codes", name)
    if bool(replaces) == bool(codes):
        raise ScenarioError(f"The line “{name}” must name sectors (replaces) or codes, and not both.")
    if wrong := [code for code in codes if not (code.isdigit() and 2 <= len(code) <= 10)]:
        raise ScenarioError(f"The line “{name}”: “{wrong[0]}” is not a code of 2 to 10 digits.")
    rate = Decimal(0) if treatment == "ordinary" else exact_rate(terms.get("rate"), f"The rate of “{name}”")
    return DealLine(
        name, rate, cast("Treatment", treatment), replaces, codes,
        _texts(terms, "origins", name) or ("JP",), str(terms.get("from", "2018-01-01")),
        str(terms.get("to", "")), _quota(terms.get("quota"), name), _phase_in(terms.get("phase_in"), name),
        str(terms.get("title", name)), str(terms.get("authority", "")),
    )  # fmt: skip


def _texts(terms: Mapping[str, Any], key: str, name: str) -> tuple[str, ...]:
    found = terms.get(key, ())
    if isinstance(found, str) or not isinstance(found, Sequence):
        raise ScenarioError(f"The line “{name}”: {key} must be a list of texts.")
    return tuple(str(each) for each in found)


def _table(value: object, keys: set[str], needed: set[str], what: str) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise ScenarioError(f"{what} must be a table with {', '.join(sorted(keys))}.")
    if unknown := set(value) - keys:
        raise ScenarioError(f"{what} has an unknown key “{min(unknown)}”.")
    if missing := needed - set(value):
        raise ScenarioError(f"{what} has no “{min(missing)}”.")
    return value


def _quota(value: object, name: str) -> Quota | None:
    if value is None:
        return None
    what = f"The quota of “{name}”"
    found = _table(value, {"rate", "value_usd", "quantity", "unit"}, {"rate"}, what)
    rate = exact_rate(found["rate"], f"The rate within the quota of “{name}”")
    worth, count = _amount(found, "value_usd", what), _amount(found, "quantity", what)
    if worth is not None and count is not None:
        raise ScenarioError(f"{what} is by value_usd or by quantity, not both.")
    if (count is not None) != ("unit" in found):
        raise ScenarioError(f"{what}: a quantity and its unit belong together.")
    unit = unit_name(str(found.get("unit", ""))) if count is not None else ""
    if unit is None:
        raise ScenarioError(
            f"{what}: “{found['unit']}” is no unit.", hint="Write kg, liter, No. or the like."
        )
    return Quota(rate, worth, count, unit)


def _amount(found: Mapping[str, Any], key: str, what: str) -> Decimal | None:
    if found.get(key) is None:
        return None
    try:
        amount = Decimal(str(found[key]))
    except InvalidOperation:
        amount = Decimal(-1)
    if not amount.is_finite() or amount < 0:
        raise ScenarioError(f"{what}: {key} is not an amount: {found[key]}.")
    return amount


def _phase_in(value: object, name: str) -> PhaseIn | None:
    if value is None:
        return None
    found = _table(value, {"first_rate", "years"}, {"first_rate", "years"}, f"The phase-in of “{name}”")
    years = found["years"]
    if isinstance(years, bool) or not isinstance(years, int) or not 1 <= years <= MOST_YEARS:
        raise ScenarioError(f"The phase-in of “{name}”: years is a whole number from 1 to {MOST_YEARS}.")
    return PhaseIn(exact_rate(found["first_rate"], f"The first rate of “{name}”"), years)
