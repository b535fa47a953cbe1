"""The effective rate of one entry through time: one stretch between two changes of the law."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise

from briefing_app.app.i18n import language, tr
from briefing_app.domain.date_words import MONTHS
from briefing_app.tariff.answer import Assessment
from briefing_app.tariff.assess import assess
from briefing_app.tariff.entry import Entry
from briefing_app.tariff.law import Law
from briefing_app.tariff.moment import FOREVER, moment_of, words_of
from briefing_app.ui.tariff.words import (
    AUTHORITIES,
    Authority,
    authority_named,
    listed,
    percent,
    short_status,
)


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
    is_announced: bool = False

    @property
    def measures(self) -> frozenset[str]:
        """The measures that charge, or decide that nothing is charged."""
        return frozenset(each.measure for each in self.answer.components)

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


@lru_cache(maxsize=2)
def _run_on(law: Law) -> Law:
    """The law with its last day put off to that of the fees that are known."""
    later = law.with_scenario([])
    ends = max(year.end for year in law.fee_years if year.end < FOREVER)
    later.info = replace(law.info, ends=ends)
    return later


def announced(entry: Entry, law: Law) -> tuple[Stretch, ...]:
    """The stretches after the day to which the law was checked, as the law known then runs on: what it says
    itself of later days, and nothing that may have happened since. Ends with the fees that are known.
    """
    later = _run_on(law)
    begins, ends = law.info.ends, later.info.ends
    edges = [begins, *(edge for edge in law.breakpoints if begins < edge < ends)]
    found: list[Stretch] = []
    for start, end in zip(edges, [*edges[1:], ends], strict=True):
        moment = moment_of(start)
        answer = assess(replace(entry, day=moment.date(), clock=moment.time()), later)
        made = replace(_stretch(start, end, answer, law), is_announced=True)
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
    """What changed between two neighbours: when, the rates, and what came and went. Empty where the law known
    at its check merely runs on. Where one of them has no figure, none is known to have come or gone.
    """
    is_known = before.status == after.status == "ok"
    gone = [heading for heading in before.headings if is_known and heading not in after.headings]
    come = [heading for heading in after.headings if is_known and heading not in before.headings]
    if after.is_announced and (before.rate, before.status) == (after.rate, after.status) and not gone + come:
        return ""  # where the check of the law ends nothing changes
    parts = [
        tr(
            "{when}: {before} to {after}",
            when=words_of(after.start, language()), before=rate_of(before), after=rate_of(after),
        )
    ]  # fmt: skip
    if come:
        parts.append(tr("new {headings}", headings=", ".join(come)))
    if gone:
        parts.append(tr("ended {headings}", headings=", ".join(gone)))
    return "; ".join(parts)


def changed_measures(before: Stretch, after: Stretch) -> frozenset[str]:
    """The measures that came or went between two neighbours."""
    return before.measures ^ after.measures


def rate_of(stretch: Stretch) -> str:
    """The rate in words; never a number where there is none."""
    return percent(stretch.rate) if stretch.status == "ok" else short_status(stretch.status)


def title_of(stretches: tuple[Stretch, ...], good: str) -> str:
    """The finding: from what to what."""
    known = [each for each in stretches if each.rate is not None]
    if not known:
        return tr("{good}: no figure on any day", good=good)
    return tr(
        "{good}: {first} in {begins}, {last} in {ends}",
        good=good, first=percent(known[0].rate), begins=_month(known[0].first),
        last=percent(known[-1].rate), ends=_month(known[-1].last),
    )  # fmt: skip


def summary(stretches: tuple[Stretch, ...]) -> str:
    """One sentence that says what the chart shows; also its text for screen readers."""
    known = [each for each in stretches if each.rate is not None]
    if not known and any(each.status == "not_computable" for each in stretches):
        return tr("There is no figure on any day while an input is missing.")
    if not known:
        return tr("The law data give no figure for this good on any day.")
    low = min(known, key=lambda each: each.rate or 0)
    high = max(known, key=lambda each: each.rate or 0)
    last = known[-1]
    if low.rate == high.rate and len(known) == len(stretches):
        return tr(
            "The effective rate is {rate} throughout, from {begins} to {ends}.",
            rate=percent(low.rate), begins=_month(low.first), ends=_month(last.last),
        )  # fmt: skip
    said = tr(
        "The effective rate runs from {first} in {begins} to {last} in {ends}; highest {high} from "
        "{high_from}, lowest {low} from {low_from}; changes of the rate: {count}.",
        first=percent(known[0].rate), begins=_month(known[0].first), last=percent(last.rate),
        ends=_month(last.last), high=percent(high.rate), high_from=_month(high.first),
        low=percent(low.rate), low_from=_month(low.first), count=_rate_changes(known),
    )  # fmt: skip
    gaps = [tr("{begins} to {ends}", begins=_month(one), ends=_month(end)) for one, end in _gaps(stretches)]
    if gaps:
        said += tr(" No figure, and so neither highest nor lowest: {gaps}.", gaps=listed(gaps))
    return said


def _rate_changes(known: list[Stretch]) -> int:
    """How often the rate moved; a change of heading alone is none."""
    return sum(before.rate != after.rate for before, after in pairwise(known))


def _gaps(stretches: tuple[Stretch, ...]) -> list[tuple[datetime, datetime]]:
    """From when to when there is no figure, neighbours as one."""
    found: list[tuple[datetime, datetime]] = []
    for each in stretches:
        if each.rate is not None:
            continue
        if found and found[-1][1] == each.first:
            found[-1] = (found[-1][0], each.last)
        else:
            found.append((each.first, each.last))
    return found


def table(stretches: tuple[Stretch, ...], later: tuple[Stretch, ...]) -> tuple[list[str], list[list[str]]]:
    """The chart as rows: from when to when, the rate, and the part of each authority."""
    every = (*stretches, *later)
    shown = [each for each in AUTHORITIES if any(each in dict(one.parts) for one in every)]
    titles = [tr("From (New York)"), tr("Until"), tr("Effective rate"), *(each.name for each in shown)]
    titles.append(tr("Headings"))
    rows = []
    for each in every:
        parts = dict(each.parts)
        rate = rate_of(each)
        if each.is_announced:
            rate = tr("{rate} (as announced)", rate=rate)
        shares = [percent(parts[one]) if one in parts else "" for one in shown]
        rows.append([f"{each.first:%Y-%m-%d %H:%M}", f"{each.last:%Y-%m-%d %H:%M}", rate, *shares,
                     ", ".join(each.headings)])  # fmt: skip
    return titles, rows


def _month(moment: datetime) -> str:
    if language() == "ja":
        return f"{moment.year}年{moment.month}月"
    return f"{MONTHS[moment.month - 1]} {moment.year}"
