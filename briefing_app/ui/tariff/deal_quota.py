"""A quota over the rows of a basket: each row in its part within it and the rest, so that no cent is lost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from fractions import Fraction
from typing import Any

from briefing_app.app.i18n import language, tr
from briefing_app.domain.records import BasketRow
from briefing_app.errors import BriefingError, UsageError
from briefing_app.tariff.amounts import ungrouped
from briefing_app.tariff.basket_reading import fact_words
from briefing_app.tariff.fact_table import FACTS
from briefing_app.tariff.facts import parse_money
from briefing_app.tariff.scenario_terms import Quota
from briefing_app.tariff.units import convert, read_quantity, unit_words

_METALS = ("steel_value_usd", "aluminum_value_usd", "copper_value_usd")
_MICRO = Decimal("0.000001")


def parted(row: BasketRow, share: Fraction) -> tuple[BasketRow, ...]:
    """The row as what is within the quota (``share`` of it) and the rest; one row where it is all or nothing.

    Amounts of the facts (metal contents, quantity) are divided with the value.
    """
    whole = int(row.value_usd * 100)
    inside = _rounded(whole, share)
    if inside == whole:
        return (_said(row, row.facts, whole, "true"),)
    if not inside:
        return (_said(row, row.facts, whole, "false"),)
    within, rest = _divided(row.facts, share, Decimal(inside) / whole)
    return _said(row, within, inside, "true"), _said(row, rest, whole - inside, "false")


def share_within(quota: Quota, rows: Sequence[BasketRow], cents: int) -> Fraction:
    """The part of the goods that a quota takes: of their value, or of their quantity in its unit. Raises
    UsageError where a quantity is not said.
    """
    if quota.value_usd is not None:
        whole, room = Fraction(cents), Fraction(quota.value_usd * 100)
    else:
        amounts = [_amount_of(row, quota.unit) for row in rows]
        if without := sum(each is None for each in amounts):
            unit = unit_words(quota.unit, language())
            raise UsageError(
                tr(
                    "{count} rows under the quota say no quantity in {unit}.", count=f"{without:,}", unit=unit
                ),
                hint=tr("Give every row its quantity and unit, or make it a quota in US dollars."),
            )
        whole = sum((each for each in amounts if each is not None), Fraction(0))
        room = Fraction(quota.quantity or 0)
    return min(Fraction(1), room / whole) if whole else Fraction(1)


def _amount_of(row: BasketRow, unit: str) -> Fraction | None:
    """What a row weighs or counts, in a unit; None where it does not say."""
    facts = row.facts
    if "quantity" not in facts or "unit" not in facts:
        return None
    try:
        name, amount = read_quantity(fact_words(facts["quantity"]), fact_words(facts["unit"]))
    except BriefingError:
        return None
    return convert(Fraction(amount), name, unit)


def as_next(row: BasketRow, share: Fraction) -> BasketRow:
    """The row as the next entry would be: within a quota that is not full, else over it."""
    return _said(row, row.facts, int(row.value_usd * 100), "true" if share == 1 else "false")


def _said(row: BasketRow, facts: Mapping[str, Any], cents: int, within: str) -> BasketRow:
    return replace(row, value_usd=Decimal(cents) / 100, facts={**facts, "in_quota": within})


def _rounded(cents: int, share: Fraction) -> int:
    return (2 * cents * share.numerator + share.denominator) // (2 * share.denominator)


def _divided(
    facts: Mapping[str, Any], share: Fraction, part: Decimal
) -> tuple[dict[str, Any], dict[str, Any]]:
    """The facts of both parts. Sums of metals are rounded, not each metal: they never pass the value."""
    within, rest = dict(facts), dict(facts)
    so_far = 0
    names = [*(name for name in _METALS if name in facts), *(name for name in facts if name not in _METALS)]
    for name in names:
        kind = FACTS[name].kind if name in FACTS else ""
        try:
            if kind == "money":
                cents = parse_money(fact_words(facts[name]), name)
                before = so_far if name in _METALS else 0
                inside = _rounded(before + cents, share) - _rounded(before, share)
                so_far += cents if name in _METALS else 0
                within[name], rest[name] = _usd(inside), _usd(cents - inside)
            elif name == "quantity":
                amount = Decimal(ungrouped(fact_words(facts[name])))
                inside_amount = (amount * part).quantize(_MICRO, ROUND_HALF_UP)
                within[name], rest[name] = f"{inside_amount:f}", f"{amount - inside_amount:f}"
        except (BriefingError, InvalidOperation):
            continue  # what cannot be read stays as it is: the row has no figure anyway
    return within, rest


def _usd(cents: int) -> str:
    return f"{cents // 100}.{cents % 100:02d}"
