"""The duty that a rate asks on one entry, exactly, with its parts and with what is missing.

Integers and fractions only; the parts are added up and the line is rounded once, half up, to the cent. An
entry that lacks an input gets the list of what is missing and no amount: never zero.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from briefing_app.tariff.rate_grammar import (
    BASE_WORDS,
    NANO_PER_CENT,
    AdValorem,
    Bounded,
    Compound,
    Elsewhere,
    Free,
    Part,
    Rate,
    RateError,
    Specific,
    SugarRate,
    ad_valorem_ppm,
    inputs_of,
    is_computable,
    parse_rate,
    parts_of,
)
from briefing_app.tariff.special import SpecialGroup, special_groups, special_rate
from briefing_app.tariff.units import DECLARED_AS_KG, QuantityError, convert, unit_name, unit_words

__all__ = [
    "AdValorem",
    "Bounded",
    "Compound",
    "Elsewhere",
    "Free",
    "MissingInput",
    "PartDuty",
    "QuantityError",
    "Rate",
    "RateDuty",
    "RateError",
    "SpecialGroup",
    "Specific",
    "SugarRate",
    "ad_valorem_ppm",
    "duty_on",
    "half_up",
    "inputs_of",
    "is_computable",
    "parse_rate",
    "parts_of",
    "special_groups",
    "special_rate",
    "units_needed",
]


@dataclass(frozen=True)
class MissingInput:
    """An input the rate needs: ``name`` is the unit or ``<base>_usd``, ``unit`` is what to give it in."""

    name: str
    unit: str
    words: str
    words_ja: str = ""


@dataclass(frozen=True)
class PartDuty:
    """One part of the working. ``exact_cents`` is unrounded; ``cents`` of all parts add up to the line's.

    ``quantity`` in ``unit`` for specific parts; ``base_cents`` for ad valorem parts.
    """

    rate: Part | SugarRate
    words: str
    unit: str
    quantity: Decimal | None
    base_cents: int | None
    exact_cents: Fraction
    cents: int
    assumed: str = ""


@dataclass(frozen=True)
class RateDuty:
    """What a rate asks. ``cents`` is None when an input is missing or the rate stands elsewhere.

    ``elsewhere`` are the schedule's own words in that case.
    """

    cents: int | None
    parts: tuple[PartDuty, ...] = ()
    missing: tuple[MissingInput, ...] = ()
    elsewhere: str = ""

    @property
    def assumed(self) -> tuple[str, ...]:
        """What was taken as read to get the amount; to be shown with it."""
        return tuple(dict.fromkeys(part.assumed for part in self.parts if part.assumed))


def half_up(amount: Fraction) -> int:
    """A non-negative amount rounded half up to a whole number."""
    return (2 * amount.numerator + amount.denominator) // (2 * amount.denominator)


def _as_decimal(number: Fraction) -> Decimal:
    return Decimal(number.numerator) / Decimal(number.denominator)


class _Given:
    """The inputs of one entry, by unit name; finds each in any unit that converts exactly."""

    def __init__(self, value_cents: int, quantities: Mapping[str, Decimal]) -> None:
        if value_cents < 0:
            raise QuantityError("The customs value is negative.", hint="Give a value of zero or more.")
        self.value_cents = value_cents
        self.amounts: dict[str, Fraction] = {}
        for name, amount in quantities.items():
            if not amount.is_finite() or amount < 0:
                raise QuantityError(f"The quantity {amount} in {name} is not a number of zero or more.")
            self.amounts[name if name.endswith("_usd") else unit_name(name) or name] = Fraction(amount)
        self._check_values()

    def _check_values(self) -> None:
        for name, amount in self.amounts.items():
            if name.endswith("_usd") and amount * 100 > self.value_cents:
                raise QuantityError(
                    f"{name} is above the customs value.",
                    hint="The value of a part is at most that of the whole.",
                )

    def quantity(self, name: str) -> tuple[Fraction, str] | None:
        """The quantity in unit ``name`` and what was assumed to have it, or None."""
        if name in self.amounts:
            return self.amounts[name], ""
        for source, amount in self.amounts.items():
            converted = (
                None
                if source.endswith("_usd") or unit_name(source) is None
                else convert(amount, source, name)
            )
            if converted is not None:
                return converted, ""
        return self._derived(name)

    def _derived(self, name: str) -> tuple[Fraction, str] | None:
        if name == "pf. liter" and "% vol" in self.amounts:
            found = self.quantity("liter")
            # A proof liter is a liter of liquid that is half ethyl alcohol by volume.
            return (found[0] * self.amounts["% vol"] / 50, "") if found else None
        if name in DECLARED_AS_KG:
            found = self.quantity("kg")
            return (found[0], f"The kilograms given are taken as {DECLARED_AS_KG[name]}.") if found else None
        return None

    def base_cents(self, base: str) -> Fraction | None:
        """The value that a percentage is taken on, in cents, or None if it is not given."""
        if not base:
            return Fraction(self.value_cents)
        if (direct := self.amounts.get(f"{base}_usd")) is not None:
            return direct * 100
        pieces = [self.amounts.get(f"{piece}_usd") for piece in base.split("_and_")]
        if "_and_" not in base or any(piece is None for piece in pieces):
            return None
        return sum((piece for piece in pieces if piece is not None), Fraction(0)) * 100


def _missing(name: str) -> MissingInput:
    if name.endswith("_usd"):
        en, ja = BASE_WORDS[name.removesuffix("_usd")]
        return MissingInput(name, "USD", en, ja)
    return MissingInput(name, name, f"quantity in {unit_words(name)}", f"数量({unit_words(name, 'ja')})")


def _part_duty(part: Part, given: _Given) -> PartDuty | MissingInput:
    if isinstance(part, AdValorem):
        base = given.base_cents(part.base)
        if base is None:
            return _missing(f"{part.base}_usd")
        return PartDuty(
            part, part.words, "", None, half_up(base), base * part.ppm / (part.over * 1_000_000), 0
        )
    found = given.quantity(part.unit)
    if found is None:
        return _missing(part.unit)
    amount, assumed = found
    exact = amount * part.nano_usd / NANO_PER_CENT
    return PartDuty(part, part.words, part.unit, _as_decimal(amount), None, exact, 0, assumed)


def _sugar_duty(rate: SugarRate, given: _Given) -> tuple[PartDuty | MissingInput, ...]:
    mass, degrees = given.quantity("kg"), given.quantity("degree")
    if mass is None or degrees is None:
        return tuple(_missing(name) for name, got in (("kg", mass), ("degree", degrees)) if got is None)
    if degrees[0] > rate.full_degrees:
        raise QuantityError(
            f"Sugar has at most {rate.full_degrees} degrees.", hint="Give the polarisation reading."
        )
    per_kg = max(
        rate.nano_usd - rate.step_nano_usd * (rate.full_degrees - degrees[0]), Fraction(rate.least_nano_usd)
    )
    exact = mass[0] * per_kg / NANO_PER_CENT
    return (PartDuty(rate, rate.words, "kg", _as_decimal(mass[0]), None, exact, 0, mass[1]),)


def _apportion(parts: Iterable[PartDuty], total: int) -> tuple[PartDuty, ...]:
    """The parts with whole cents that add up to ``total``: the largest fractions are rounded up first."""
    listed = list(parts)
    floors = [int(part.exact_cents) for part in listed]
    order = sorted(range(len(listed)), key=lambda at: floors[at] - listed[at].exact_cents)
    for at in order[: total - sum(floors)]:
        floors[at] += 1
    return tuple(
        PartDuty(p.rate, p.words, p.unit, p.quantity, p.base_cents, p.exact_cents, cents, p.assumed)
        for p, cents in zip(listed, floors, strict=True)
    )


def _total(worked: Iterable[PartDuty | MissingInput]) -> RateDuty:
    listed = tuple(worked)
    missing = tuple(dict.fromkeys(item for item in listed if isinstance(item, MissingInput)))
    parts = tuple(item for item in listed if isinstance(item, PartDuty))
    if missing:
        return RateDuty(None, parts, missing)
    cents = half_up(sum((part.exact_cents for part in parts), Fraction(0)))
    return RateDuty(cents, _apportion(parts, cents))


def _bounded(rate: Bounded, value_cents: int, quantities: Mapping[str, Decimal]) -> RateDuty:
    sides = [
        duty_on(side, value_cents, quantities)
        for side in (rate.rate, rate.least, rate.most)
        if side is not None
    ]
    missing = tuple(dict.fromkeys(item for side in sides for item in side.missing))
    if missing:
        return RateDuty(None, tuple(part for side in sides for part in side.parts), missing)

    def exact(duty: RateDuty) -> Fraction:
        return sum((part.exact_cents for part in duty.parts), Fraction(0))

    chosen = sides[0]
    if rate.least is not None:
        chosen = max(chosen, sides[1], key=exact)
    if rate.most is not None:
        chosen = min(chosen, sides[-1], key=exact)
    return chosen


def duty_on(rate: Rate, value_cents: int, quantities: Mapping[str, Decimal]) -> RateDuty:
    """The duty of ``rate`` on a customs value in cents and quantities by unit (any spelling) or
    ``<base>_usd``.

    Quantities convert exactly within a dimension (t to kg, dozens to pieces); proof liters also follow from
    liters and ``% vol``. Raises QuantityError for negative amounts and for part values above the customs
    value.
    """
    given = _Given(value_cents, quantities)
    if isinstance(rate, Free):
        return RateDuty(0)
    if isinstance(rate, Elsewhere):
        return RateDuty(None, elsewhere=rate.words)
    if isinstance(rate, SugarRate):
        return _total(_sugar_duty(rate, given))
    if isinstance(rate, Bounded):
        return _bounded(rate, value_cents, quantities)
    return _total(_part_duty(part, given) for part in parts_of(rate))


def units_needed(rate: Rate, reported: Iterable[str] = ()) -> tuple[str, ...]:
    """The units a line asks for: those its rate is charged in, then those its unit column reports, without
    repeats.

    Names are those of :mod:`briefing_app.tariff.units`; an abbreviation that it does not know is kept as
    written.
    """
    names = [name for name in inputs_of(rate) if not name.endswith("_usd")]
    names += [unit_name(text) or text for text in reported]
    return tuple(dict.fromkeys(names))
