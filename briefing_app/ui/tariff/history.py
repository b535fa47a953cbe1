"""The effective rate of one entry through time: one stretch between two changes of the law."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from fractions import Fraction

from briefing_app.tariff.answer import Assessment
from briefing_app.tariff.assess import assess
from briefing_app.tariff.entry import Entry
from briefing_app.tariff.law import Law
from briefing_app.tariff.moment import moment_of, words_of
from briefing_app.ui.tariff.words import AUTHORITIES, Authority, authority_named, percent

MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
          "November", "December")  # fmt: skip


@dataclass(frozen=True)
class Stretch:
    """From ``start`` to before ``end`` (New York minutes) one answer. ``parts``: rate by authority."""

    start: int
    end: int
    status: str
    rate: Fraction | None
    parts: tuple[tuple[Authority, Fraction], ...]
    headings: tuple[str, ...]
    answer: Assessment

    @property
    def first(self) -> datetime:
        """The New York wall-clock moment at which it begins."""
        return moment_of(self.start).replace(tzinfo=None)

    @property
    def last(self) -> datetime:
        """The New York wall-clock moment at which it ends."""
        return moment_of(self.end).replace(tzinfo=None)


def history(entry: Entry, law: Law) -> tuple[Stretch, ...]:
    """The stretches from the first to the last moment that the law data cover; equal neighbours are one."""
    edges = [law.info.begins, *(edge for edge in law.breakpoints if law.info.begins < edge < law.info.ends)]
    found: list[Stretch] = []
    for start, end in zip(edges, [*edges[1:], law.info.ends], strict=True):
        moment = moment_of(start)
        answer = assess(replace(entry, day=moment.date(), clock=moment.time()), law)
        made = _stretch(start, end, answer, law)
        if found and _same(found[-1], made):
            found[-1] = replace(found[-1], end=end)
        else:
            found.append(made)
    return tuple(found)


def _stretch(start: int, end: int, answer: Assessment, law: Law) -> Stretch:
    value = answer.entry.value_cents
    by_authority: dict[Authority, Fraction] = {}
    for each in answer.components if answer.total_cents is not None else ():
        authority = authority_named(law, each.measure)
        by_authority[authority] = by_authority.get(authority, Fraction(0)) + Fraction(each.duty_cents, value)
    parts = tuple((each, by_authority[each]) for each in AUTHORITIES if by_authority.get(each))
    headings = tuple(each.heading for each in answer.components)
    return Stretch(start, end, answer.status, answer.effective_rate, parts, headings, answer)


def _same(one: Stretch, other: Stretch) -> bool:
    return (one.status, one.rate, one.parts, one.headings) == (
        other.status, other.rate, other.parts, other.headings
    )  # fmt: skip


def at_minute(stretches: tuple[Stretch, ...], minute: int) -> Stretch | None:
    """The stretch that holds a minute."""
    return next((each for each in stretches if each.start <= minute < each.end), None)


def change_words(before: Stretch, after: Stretch) -> str:
    """What changed between two neighbours: when, the rates, and what came and went."""
    gone = [heading for heading in before.headings if heading not in after.headings]
    come = [heading for heading in after.headings if heading not in before.headings]
    parts = [f"{words_of(after.start)}: {rate_of(before)} to {rate_of(after)}"]
    if come:
        parts.append(f"new {', '.join(come)}")
    if gone:
        parts.append(f"ended {', '.join(gone)}")
    return "; ".join(parts)


def rate_of(stretch: Stretch) -> str:
    """The rate in words; never a number where there is none."""
    return {"not_covered": "not covered", "not_computable": "not computable"}.get(
        stretch.status, percent(stretch.rate)
    )


def summary(stretches: tuple[Stretch, ...]) -> str:
    """One sentence that says what the chart shows; also its text for screen readers."""
    known = [each for each in stretches if each.rate is not None]
    if not known:
        return "The law data give no figure for this good on any day."
    low = min(known, key=lambda each: each.rate or 0)
    high = max(known, key=lambda each: each.rate or 0)
    last = known[-1]
    if low.rate == high.rate:
        return f"The effective rate is {percent(low.rate)} throughout, from {_month(low)} to {_end(last)}."
    return (
        f"The effective rate runs from {percent(known[0].rate)} in {_month(known[0])} to "
        f"{percent(last.rate)} in {_end(last)}; highest {percent(high.rate)} from {_month(high)}, "
        f"lowest {percent(low.rate)} from {_month(low)}; {len(stretches) - 1} changes."
    )


def _month(stretch: Stretch) -> str:
    return f"{MONTHS[stretch.first.month - 1]} {stretch.first.year}"


def _end(stretch: Stretch) -> str:
    return f"{MONTHS[stretch.last.month - 1]} {stretch.last.year}"
