"""The effective rate of one entry through time: a stretch for each answer between two changes of the law."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

from briefing_app.tariff.answer import Status
from briefing_app.tariff.assess import assess
from briefing_app.tariff.entry import Entry
from briefing_app.tariff.law import Law
from briefing_app.tariff.moment import moment_of


@dataclass(frozen=True)
class RateStretch:
    """From ``start`` to before ``end`` (New York minutes) one rate; None where ``status`` is not ``ok``."""

    start: int
    end: int
    status: Status
    rate: Fraction | None


def rates(entry: Entry, law: Law) -> tuple[RateStretch, ...]:
    """The rates from the first to the last moment that the law data cover; equal neighbours are one."""
    edges = [law.info.begins, *(edge for edge in law.breakpoints if law.info.begins < edge < law.info.ends)]
    found: list[RateStretch] = []
    for start, end in zip(edges, [*edges[1:], law.info.ends], strict=True):
        moment = moment_of(start)
        answer = assess(replace(entry, day=moment.date(), clock=moment.time()), law)
        if found and (found[-1].status, found[-1].rate) == (answer.status, answer.effective_rate):
            found[-1] = replace(found[-1], end=end)
        else:
            found.append(RateStretch(start, end, answer.status, answer.effective_rate))
    return tuple(found)
