"""The amounts of a plan: column 1, each charge rounded to the cent, all-in top-ups against column 1."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from briefing_app.tariff.answer import Component, Step, fraction_text
from briefing_app.tariff.decide import Charge, Plan, rest_of
from briefing_app.tariff.duty import (
    AdValorem,
    Free,
    MissingInput,
    RateDuty,
    Specific,
    ad_valorem_ppm,
    duty_on,
    parse_rate,
    special_rate,
)
from briefing_app.tariff.entry import usd
from briefing_app.tariff.law import Law
from briefing_app.tariff.reader import METALS, Reader
from briefing_app.tariff.rules import PPM, Rule
from briefing_app.tariff.schedule import ScheduleLine


class NeedsQuantityError(Exception):
    """The ordinary duty hangs on quantities that were not given."""

    def __init__(self, missing: tuple[MissingInput, ...], words: str) -> None:
        super().__init__(words)
        self.missing, self.words = missing, words


class ElsewhereError(Exception):
    """The schedule sends the reader elsewhere for the rate; the words are its own."""


@dataclass(frozen=True, slots=True)
class Column1:
    """The ordinary duty of the entry. ``ppm`` is None unless it is purely ad valorem."""

    rule: Rule
    words: str
    ppm: int | None
    cents: int
    value: int
    duty: RateDuty

    def on(self, base: int) -> int:
        """Its amount on a part of the value: by rate, or in proportion for specific and compound duties."""
        if self.ppm is not None:
            return rounded(base * self.ppm, PPM)
        return rounded(self.cents * base, self.value)

    def at_least(self, ppm: int) -> bool:
        """Whether its ad valorem (equivalent) rate is at or above ``ppm``."""
        return self.ppm >= ppm if self.ppm is not None else self.cents * PPM >= ppm * self.value

    @property
    def rate(self) -> Fraction:
        """Its ad valorem (equivalent) rate."""
        return Fraction(self.ppm, PPM) if self.ppm is not None else Fraction(self.cents, self.value)


@dataclass(frozen=True, slots=True)
class Line:
    """One amount: ordinary duty when ``rule`` is None, else what the rule asks on ``base``. Cents."""

    rule: Rule | None
    base: int
    cents: int


_ZERO = Fraction(0)


def rounded(numerator: int, denominator: int) -> int:
    """A non-negative quotient rounded half up."""
    return (2 * numerator + denominator) // (2 * denominator)


def column1_of(line: ScheduleLine, rule: Rule, reader: Reader) -> Column1 | None:
    """The ordinary duty under ``rule`` (general or claimed); None when the line has no such rate.

    Raises NeedsQuantityError or ElsewhereError.
    """
    words = line.general if not rule.programme else special_rate(line.special, rule.programme)
    if words is None or (rule.programme and words.startswith("See ")):
        return None
    rate = parse_rate(words)
    duty = duty_on(rate, reader.entry.value_cents, reader.entry.quantities)
    if duty.elsewhere:
        raise ElsewhereError(duty.elsewhere)
    if duty.cents is None:
        raise NeedsQuantityError(duty.missing, words)
    ppm = 0 if isinstance(rate, Free) else ad_valorem_ppm(rate) if isinstance(rate, AdValorem) else None
    return Column1(rule, words, ppm, duty.cents, reader.entry.value_cents, duty)


class Pricer:
    """Works out the components of one plan. All amounts in cents, each line rounded half up."""

    def __init__(self, law: Law, plan: Plan, reader: Reader, claimed: Column1, general: Column1) -> None:
        self.law, self.plan, self.reader = law, plan, reader
        self.claimed, self.general = claimed, general

    def lines(self) -> list[Line]:
        """The amounts in order of work; they add up to the total."""
        shown = [(charge, self.base(charge)) for charge in self.plan.charges if self._shown(charge)]
        whole = self.reader.entry.value_cents
        split = next((c for c, base in shown if c.rule.effect == "floor" and 0 < base < whole), None)
        out: list[Line] = []
        if split is None:
            out.append(Line(None, whole, self.claimed.cents))
        else:
            part = self.base(split)
            # By rate each line is rounded for itself; a specific duty is divided so that nothing is lost.
            by_rate = self.claimed.ppm is not None
            amount = self.claimed.on(whole - part) if by_rate else self.claimed.cents - self.claimed.on(part)
            out.append(Line(None, whole - part, amount))
        for charge, base in shown:
            if charge is split:
                out.append(Line(None, base, self.claimed.on(base)))
            out.append(Line(charge.rule, base, self._amount(charge.rule, base)))
        return out

    def components(self) -> list[Component]:
        """The lines with their working, notes and citations."""
        return [
            self._column1(line.base, line.cents) if line.rule is None else self._charge(line.rule, line)
            for line in self.lines()
        ]

    def _amount(self, rule: Rule, base: int) -> int:
        if rule.effect == "add":
            return rounded(base * rule.ppm, PPM)
        if rule.effect != "floor":
            return 0
        against = self._against(rule)
        return 0 if against.at_least(rule.ppm) else max(0, rounded(base * rule.ppm, PPM) - against.on(base))

    def _against(self, rule: Rule) -> Column1:
        return self.general if rule.against_general else self.claimed

    def base(self, charge: Charge) -> int:
        """The cents that a charge is taken on."""
        if charge.basis in METALS:
            return self.reader.content(charge.basis)
        if charge.basis == "full":
            return self.reader.entry.value_cents
        rest = rest_of(self.plan, self.reader)
        us_content = self.reader.cents("us_content_value_usd") or 0
        return rest if charge.basis == "rest" else max(0, rest - us_content)

    def _shown(self, charge: Charge) -> bool:
        if charge.rule.lane != "general" or charge.rule.effect != "exempt":
            return True
        return not any(other.rule.lane == "sector" and other.basis == "full" for other in self.plan.charges)

    def _column1(self, base: int, cents: int) -> Component:
        column1, code = self.claimed, self.reader.entry.code
        rule, parts = column1.rule, column1.duty.parts
        single = parts[0].rate if len(parts) == 1 else None
        specific = single if isinstance(single, Specific) else None
        ad_valorem = column1.ppm is not None
        return Component(
            measure=rule.measure,
            heading=f"{rule.heading} / {code}" if rule.programme else code,
            rate=column1.rate if ad_valorem else None,
            base_cents=base,
            duty_cents=cents,
            note=rule.note or ("" if ad_valorem else column1.words),
            citations=self.law.measures[rule.measure].citations,
            ad_valorem_equivalent=None if ad_valorem else column1.rate,
            specific_rate=fraction_text(Fraction(specific.nano_usd, 10**9)) if specific else "",
            unit=parts[0].unit if specific else "",
            quantity=f"{parts[0].quantity:f}" if specific and parts[0].quantity is not None else "",
            steps=self._column1_steps(base, cents),
        )

    def _column1_steps(self, base: int, cents: int) -> tuple[Step, ...]:
        words = self.claimed.words
        top = Step(f"{words} on {usd(base)}", (("value", usd(base)), ("rate", words)), usd(cents))
        parts = self.claimed.duty.parts
        if len(parts) < 2 and self.claimed.ppm is not None:
            return (top,)
        told = tuple(
            Step(
                part.words,
                ((part.unit, f"{part.quantity:f}"),)
                if part.quantity is not None
                else (("value", usd(base)),),
                usd(part.cents),
            )
            for part in parts
        )
        return (top, *told)

    def _charge(self, rule: Rule, line: Line) -> Component:
        citations = self.law.measures[rule.measure].citations
        if rule.effect in ("exempt", "relief"):
            return Component(rule.measure, rule.heading, _ZERO, line.base, 0, rule.note, citations)
        if rule.effect == "floor":
            return self._floor(rule, line, citations)
        rate = Fraction(rule.ppm, PPM)
        operands = (("base", usd(line.base)), ("rate", _percent(rate)))
        step = Step(f"{_percent(rate)} of {usd(line.base)}", operands, usd(line.cents), citations)
        return Component(
            rule.measure,
            rule.heading,
            rate,
            line.base,
            line.cents,
            rule.note,
            citations,
            refundable=self._refundable(rule, line),
            steps=(step,),
        )

    def _refundable(self, rule: Rule, line: Line) -> bool:
        return line.cents > 0 and self.reader.minute >= rule.refundable_from

    def _floor(self, rule: Rule, line: Line, citations: tuple[str, ...]) -> Component:
        against, all_in = self._against(rule), Fraction(rule.ppm, PPM)
        percent = _percent(all_in)
        if against.at_least(rule.ppm):
            rate, heading = _ZERO, rule.heading_at_floor or rule.heading
            note = text = f"The ordinary duty is already {percent} or more: nothing is added."
        else:
            by_rate = against.ppm is not None or line.base == 0
            rate = all_in - against.rate if by_rate else Fraction(line.cents, line.base)
            heading = rule.heading
            note = rule.note or f"Top-up: {percent} in total, the ordinary duty is part of it."
            text = f"{percent} of {usd(line.base)} less the ordinary duty"
        operands = (
            ("base", usd(line.base)),
            ("all-in", percent),
            ("ordinary duty", usd(against.on(line.base))),
        )
        return Component(
            rule.measure,
            heading,
            rate,
            line.base,
            line.cents,
            note,
            citations,
            all_in_rate=all_in,
            refundable=self._refundable(rule, line),
            steps=(Step(text, operands, usd(line.cents), citations),),
        )


def _percent(rate: Fraction) -> str:
    return f"{fraction_text(rate * 100, 4)}%"
