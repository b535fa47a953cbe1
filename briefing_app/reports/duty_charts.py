"""Drawings of duties: how one comes about (a waterfall), how it changed, and options side by side."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from briefing_app.errors import BriefingError
from briefing_app.reports import charts, labels, wording
from briefing_app.reports.chart_model import Bar, BarRow, Bars, Chart, ChartLine, ChartPoint
from briefing_app.reports.desk import Desk, DutyQuestion
from briefing_app.reports.duty_lines import LawAssessor, money, rate_words
from briefing_app.reports.signs import signs
from briefing_app.tariff.answer import Assessment
from briefing_app.tariff.moment import moment_of

FIRST_YEAR = date(2018, 1, 1)
_LAST_KIND = 4


def waterfall(desk: Desk, assessor: LawAssessor, answer: Assessment, line_title: str) -> Bars | None:
    """Each duty where the one before it ends, then the total; None for fewer than two duties.

    An all-in top-up is drawn as what it adds: the bars always end at the total.
    """
    charged = [item for item in answer.components if item.duty_cents]
    if len(charged) < 2 or answer.total_cents is None or answer.effective_rate is None:
        return None
    words = labels.words(desk.language)
    ticks = charts.round_values(Decimal(0), Decimal(answer.total_cents) / 100)
    top = int(ticks[-1] * 100)
    rows, at = [], 0
    for place, item in enumerate(charged):
        name = assessor.component_words(item, desk.language)
        bar = Bar(
            _of(at, top), _of(at + item.duty_cents, top), money(item.duty_cents), 1 + place % _LAST_KIND
        )
        rows.append(BarRow(name, (bar,)))
        at += item.duty_cents
    total = f"{money(answer.total_cents)} = {rate_words(answer.effective_rate)}"
    rows.append(BarRow(words["total"], (Bar(0, _of(answer.total_cents, top), total),)))
    told = [f"{row.label}{signs(desk.language).colon}{row.bars[0].text}" for row in rows]
    title = words["waterfall_title"]
    return Bars(
        title=f"{title}（{words['in_dollars']}）"
        if desk.language == "ja"
        else f"{title}, {words['in_dollars']}",
        rows=tuple(rows),
        ticks=tuple(ChartPoint(_of(int(tick * 100), top), 0, wording.number(tick)) for tick in ticks),
        alt=signs(desk.language).stop.join((line_title, title, _joined(told, desk))),
        lang=desk.language,
    )


def rate_over_time(
    desk: Desk, assessor: LawAssessor, question: DutyQuestion, since: date = FIRST_YEAR
) -> Chart | None:
    """The whole rate of a good on every day on which the law changed, from a day to the day of the paper.

    None where fewer than two rates can be computed. Where a rate cannot be computed the line has a gap.
    """
    stands = _rates(assessor, question, max(since, FIRST_YEAR), desk.as_of)
    known = [(day, rate) for day, rate in stands if rate is not None]
    if len({rate for _day, rate in known}) < 2:
        return None
    first, last = known[0][0], desk.as_of
    percents = {day: _percent(rate) for day, rate in known}
    ticks = charts.round_values(Decimal(0), max(percents.values()))
    points, gap = [], False
    for day, rate in stands:
        if rate is None:
            gap = True
            continue
        at = charts.across(day, first, last)
        points.append(ChartPoint(at, charts.scaled(percents[day], ticks[0], ticks[-1]), "", gap))
        gap = False
    points.append(ChartPoint(1000, points[-1].y))
    title = labels.words(desk.language)["rate_over_time"]
    colon = signs(desk.language).colon
    told = [f"{wording.day(day, desk.dates)}{colon}{rate_words(rate)}" for day, rate in known]
    return Chart(
        title=title,
        unit="%",
        lines=(ChartLine(rate_words(known[-1][1]), tuple(points), step=True),),
        x_ticks=charts.years(desk, first, last),
        y_ticks=tuple(
            ChartPoint(0, charts.scaled(t, ticks[0], ticks[-1]), f"{wording.number(t)}%") for t in ticks
        ),
        alt=f"{title}{signs(desk.language).stop}{_joined(told, desk)}",
        lang=desk.language,
    )


def comparison(
    desk: Desk, goods: Sequence[str], names: Sequence[str], rates: Sequence[Sequence[Fraction | None]]
) -> Bars | None:
    """The rates of goods under each option, side by side; None where nothing was computed.

    ``rates`` has a row for each good and in it a rate for each option, None for one that has none.
    """
    found = [_percent(rate) for row in rates for rate in row if rate is not None]
    if not found:
        return None
    ticks = charts.round_values(Decimal(0), max(found))
    top = ticks[-1]
    words = labels.words(desk.language)
    rows = tuple(
        BarRow(
            good, tuple(_option(rate, kind, top, words["not_computable"]) for kind, rate in enumerate(row))
        )
        for good, row in zip(goods, rates, strict=True)
    )
    said = signs(desk.language)
    told = [
        row.label
        + said.colon
        + said.listed(f"{bar.text}{said.bracketed(name)}" for name, bar in zip(names, row.bars, strict=True))
        for row in rows
    ]
    title = words["comparison_title"]
    return Bars(
        title=title,
        rows=rows,
        ticks=tuple(ChartPoint(int(t * 1000 / top), 0, f"{wording.number(t)}%") for t in ticks),
        alt=f"{title}{said.stop}{('。' if desk.language == 'ja' else '; ').join(told)}",
        legend=tuple(names),
        lang=desk.language,
    )


def _option(rate: Fraction | None, kind: int, top: Decimal, missing: str) -> Bar:
    if rate is None:
        return Bar(0, 0, missing, kind)
    return Bar(0, int(_percent(rate) * 1000 / top), rate_words(rate), kind)


@lru_cache(maxsize=64)
def _rates(
    assessor: LawAssessor, question: DutyQuestion, since: date, as_of: date
) -> tuple[tuple[date, Fraction | None], ...]:
    """The rate from each day on which it changed; None where it cannot be computed.

    Every boundary of the law is at midnight or a minute later, so noon of its day is behind it.
    """
    days = {since, as_of} | {moment_of(minute).date() for minute in assessor.law.breakpoints}
    found: list[tuple[date, Fraction | None]] = []
    for day in sorted(day for day in days if since <= day <= as_of):
        try:
            answer = assessor.assessment(question, day)
        except BriefingError:
            continue
        rate = answer.effective_rate if answer.status == "ok" else None
        if not found or found[-1][1] != rate:
            found.append((day, rate))
    return tuple(found)


def _percent(rate: Fraction) -> Decimal:
    return Decimal(rate.numerator * 100) / Decimal(rate.denominator)


def _of(cents: int, top: int) -> int:
    return cents * 1000 // top


def _joined(parts: Sequence[str], desk: Desk) -> str:
    return ("、" if desk.language == "ja" else "; ").join(parts)
