"""Charts of papers: figures of a series as lines in thousandths of the frame, with words for them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from itertools import pairwise

from briefing_app.domain.records import Series
from briefing_app.reports import labels, wording
from briefing_app.reports.chart_model import Chart, ChartLine, ChartPoint
from briefing_app.reports.desk import Desk
from briefing_app.reports.knowledge import period_span
from briefing_app.reports.signs import signs

_STEPS = (1, 2, 5)
# A rate that stood and changed once is a finding; of other figures two are no course.
_FEWEST, _FEWEST_RATES = 3, 2
# Figures of a whole period, which stand in the middle of it.
_OVER_A_PERIOD = ("monthly", "quarterly", "annual")
# Up to so many months are named one by one; of years not more than fit below the frame.
_FEW_MONTHS, _MOST_YEARS = 6, 8


@dataclass(frozen=True)
class _Figure:
    """A figure, the day it is drawn at, and the period that it is told with."""

    day: date
    value: Decimal
    period: str


def of_series(desk: Desk, series: Series) -> Chart | None:
    """The known figures of a series, one line per item; None with fewer than three figures (rates: two)."""
    is_regime = series.frequency == "regime"
    fewest = _FEWEST_RATES if is_regime else _FEWEST
    lines = [(item, _figures(desk, one)) for item, one in _by_item(series)]
    lines = [(desk.translated(item)[0], figures) for item, figures in lines if len(figures) >= fewest]
    if not lines:
        return None
    first, last = _time_of(desk, series, [figure for _item, figures in lines for figure in figures])
    values = [figure.value for _item, figures in lines for figure in figures]
    ticks = round_values(min(values), max(values))
    title, lang = desk.translated(series.title)
    low, high = ticks[0], ticks[-1]
    drawn = tuple(
        _line(item, figures, (first, last), (low, high), number, is_step=is_regime)
        for number, (item, figures) in enumerate(lines)
    )
    return Chart(
        title=title,
        unit=series.unit,
        lines=drawn,
        x_ticks=years(desk, first, last),
        y_ticks=tuple(ChartPoint(0, scaled(tick, low, high), wording.number(tick)) for tick in ticks),
        alt=_alt(desk, title, lines),
        note=_note(desk, series, drawn),
        cites=desk.cites.cite_all(series.sources[:2]),
        lang=lang,
    )


def _figures(desk: Desk, series: Series) -> list[_Figure]:
    is_over = series.frequency in _OVER_A_PERIOD
    return [
        _Figure(_middle(point.period, end) if is_over else end, point.value, point.period)
        for end, point in desk.knowledge.figures(series)
    ]


def _middle(period: str, end: date) -> date:
    """The day in the middle: at its end the figure of a month would stand above the name of the next."""
    span = period_span(period)
    return span.first + (end - span.first) / 2 if span and span.first else end


def _time_of(desk: Desk, series: Series, figures: Sequence[_Figure]) -> tuple[date, date]:
    """From when to when a chart goes: whole periods where the figures are of such."""
    first, last = min(figure.day for figure in figures), max(figure.day for figure in figures)
    if series.frequency == "regime":
        return first, max(desk.as_of, last)
    if series.frequency in _OVER_A_PERIOD:
        spans = [span for figure in figures if (span := period_span(figure.period))]
        return min(span.first or first for span in spans), max(span.last or last for span in spans)
    return first, last


def _note(desk: Desk, series: Series, lines: Sequence[ChartLine]) -> str:
    """The unit, that a line is broken where no figure is recorded, and that the figures are our own."""
    words = labels.words(desk.language)
    is_broken = any(point.after_gap for line in lines for point in line.points)
    unit = "%" if series.unit == "percent" and desk.language == "ja" else series.unit
    parts = [
        words["unit"].replace("{unit}", unit) if unit else "",
        words["gap"] if is_broken else "",
        words["computed"] if "computed" in series.tags else "",
    ]
    return ("" if desk.language == "ja" else " ").join(part for part in parts if part)


def _by_item(series: Series) -> list[tuple[str, Series]]:
    items = list(dict.fromkeys(point.item for point in series.points))
    return [
        (item, replace(series, points=tuple(point for point in series.points if point.item == item)))
        for item in items
    ]


def _line(
    item: str,
    figures: Sequence[_Figure],
    span: tuple[date, date],
    frame: tuple[Decimal, Decimal],
    number: int,
    *,
    is_step: bool,
) -> ChartLine:
    first, last = span
    usual = _usual_gap(figures)
    points = [
        ChartPoint(
            across(figure.day, first, last),
            scaled(figure.value, *frame),
            after_gap=not is_step and place > 0 and (figure.day - figures[place - 1].day).days > usual,
        )
        for place, figure in enumerate(figures)
    ]
    if is_step and points[-1].x < 1000:
        points.append(ChartPoint(1000, points[-1].y))
    name = f"{item} {wording.number(figures[-1].value)}".strip()
    return ChartLine(name, tuple(points), step=is_step, dash=number)


def _usual_gap(figures: Sequence[_Figure]) -> float:
    """One and a half times the shortest distance of two figures: anything longer is a gap."""
    gaps = [(later.day - earlier.day).days for earlier, later in pairwise(figures)]
    return 1.5 * min(gaps, default=1)


def across(day: date, first: date, last: date) -> int:
    """Where a day stands between two others, in thousandths."""
    return round((day - first).days * 1000 / max(1, (last - first).days))


def scaled(value: Decimal, low: Decimal, high: Decimal) -> int:
    """Where a value stands between two others, in thousandths."""
    return int((value - low) * 1000 / (high - low))


def round_values(low: Decimal, high: Decimal) -> list[Decimal]:
    """For an axis: four to six round values from at most ``low`` (or zero) to at least ``high``."""
    low, high = min(low, Decimal(0)), max(high, Decimal(0))
    size = max(high - low, Decimal("0.1"))
    power = Decimal(10) ** (size.adjusted() - 1)
    steps = [power * scale * factor for factor in (1, 10, 100) for scale in _STEPS]
    step = next((each for each in steps if size / each <= 5), steps[-1])
    start = (low / step).to_integral_value(rounding="ROUND_FLOOR")
    ticks = [start * step]
    while ticks[-1] < high:
        ticks.append(ticks[-1] + step)
    return [_plain(tick) for tick in ticks] if len(ticks) > 1 else [ticks[0], ticks[0] + step]


def _plain(value: Decimal) -> Decimal:
    value = value.normalize()
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value


def years(desk: Desk, first: date, last: date) -> tuple[ChartPoint, ...]:
    """Marks of time between two days: first days of years, of months where the time is short."""
    months = [(year, month) for year in range(first.year, last.year + 1) for month in range(1, 13)]
    days = [day for year, month in months if first <= (day := date(year, month, 1)) <= last]
    if len(days) <= _FEW_MONTHS:
        return tuple(
            ChartPoint(across(day, first, last), 0, _month(desk, day, is_first=place == 0 or day.month == 1))
            for place, day in enumerate(days)
        )
    starts = [day for day in days if day.month == 1]
    every = max(1, -(-len(starts) // _MOST_YEARS))
    return tuple(
        ChartPoint(across(day, first, last), 0, wording.year_words(day, desk.dates))
        for day in starts[::every]
    )


def _month(desk: Desk, day: date, *, is_first: bool) -> str:
    if desk.language == "ja":
        return (wording.year_words(day, desk.dates) if is_first else "") + f"{day.month}月"
    return wording.short_day(day, "en-us", seen_from=day).partition(" ")[0] + (
        f" {day.year}" if is_first else ""
    )


def _alt(desk: Desk, title: str, lines: Sequence[tuple[str, Sequence[_Figure]]]) -> str:
    parts = []
    said = signs(desk.language)
    for item, figures in lines:
        told = said.listed(
            f"{wording.period(figure.period, desk.dates)}{said.colon}{wording.number(figure.value)}"
            for figure in figures[-12:]
        )
        parts.append(f"{item}{said.bracketed(told)}" if item else told)
    return f"{title}{said.stop}{('。' if desk.language == 'ja' else '; ').join(parts)}"
