"""Chart tracks of the timeline: figures through time on the same clock as the events.

A track holds lines, a line pieces. A piece says one figure from its start to its end, in seconds on the clock
shown; a figure that cannot be told is None, never 0.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from briefing_app.domain.fuzzydate import DateError, parse
from briefing_app.domain.records import Series, SeriesPoint
from briefing_app.domain.time_axis import seconds
from briefing_app.domain.timeline import DAY

_QUARTER = re.compile(r"(\d{4})-?Q([1-4])")
_DAY_IN_TEXT = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True)
class Piece:
    """One figure and how it is said; ``value`` is None where there is none, and ``words`` say why."""

    start: float
    end: float
    value: Decimal | None
    words: str


@dataclass(frozen=True)
class Line:
    """Pieces in order of time, without overlap. ``name`` tells lines of one track apart."""

    name: str
    pieces: tuple[Piece, ...]

    def at(self, moment: float) -> Piece | None:
        """The piece that holds a moment."""
        place = bisect_right(self.pieces, moment, key=lambda piece: piece.start) - 1
        if place < 0 or moment >= self.pieces[place].end:
            return None
        return self.pieces[place]


@dataclass(frozen=True)
class Track:
    """A chart under the lanes. ``key`` is kept in the saved view."""

    key: str
    title: str
    unit: str
    lines: tuple[Line, ...]

    def bounds(self) -> tuple[float, float]:
        """The lowest and highest figure, and zero among them; for drawing only."""
        values = [
            float(piece.value) for line in self.lines for piece in line.pieces if piece.value is not None
        ]
        return min([0.0, *values]), max([0.0, *values])

    def reading(self, moment: float) -> list[tuple[str, str]]:
        """What each line says at a moment: its name and the figure in words."""
        return [(line.name, piece.words) for line in self.lines if (piece := line.at(moment)) is not None]


def series_track(series: Series, until: date, known_on: date | None = None) -> Track | None:
    """The track of an indicator; None where its figures are of no time (shares by country).

    Of several vintages of a period the newest stands. A figure that came out after ``known_on`` is left out:
    by the day its vintage names, else by the end of its period. Where a figure starts a regime it holds until
    the next, and the last one until ``until``.
    """
    by_line: dict[str, dict[tuple[date, date], SeriesPoint]] = {}
    for point in series.points:
        span = period_of(point.period)
        if span is None or not _is_known(point, span[1], known_on, is_regime=series.frequency == "regime"):
            continue
        known = by_line.setdefault(point.item, {})
        if span not in known or _vintage(point) >= _vintage(known[span]):
            known[span] = point
    lines = tuple(Line(name, _pieces(points, series, until)) for name, points in by_line.items() if points)
    return Track(f"series:{series.id}", series.title, series.unit, lines) if lines else None


def period_of(text: str) -> tuple[date, date] | None:
    """First and last day of a period: a day, month, quarter or year; None for anything else."""
    quarter = _QUARTER.fullmatch(text)
    if quarter:
        year, number = int(quarter[1]), int(quarter[2])
        last = date(year + number // 4, number % 4 * 3 + 1, 1).toordinal() - 1
        return date(year, number * 3 - 2, 1), date.fromordinal(last)
    try:
        when = parse(text)
    except DateError:
        return None
    return (when.first, when.last) if when.first and when.last else None


def _pieces(points: dict[tuple[date, date], SeriesPoint], series: Series, until: date) -> tuple[Piece, ...]:
    ordered = sorted(points)
    starts = [seconds(first) for first, _ in ordered]
    if series.frequency == "regime":
        ends = [*starts[1:], max(seconds(until) + DAY, starts[-1] + DAY)]
    else:
        ends = [seconds(last) + DAY for _, last in ordered]
        following = [*starts[1:], float("inf")]
        ends = [min(end, after) for end, after in zip(ends, following, strict=True)]
    return tuple(
        Piece(start, end, points[span].value, figure_words(points[span].value, series.unit))
        for span, start, end in zip(ordered, starts, ends, strict=True)
        if end > start
    )


def percent(rate: Fraction) -> Decimal:
    """A rate (a fraction of 1) in percent, to two places where it needs them."""
    percent = (Decimal(rate.numerator) * 100 / Decimal(rate.denominator)).quantize(Decimal("0.01"))
    return percent.normalize() if percent != percent.to_integral() else percent.quantize(Decimal(1))


def figure_words(value: Decimal, unit: str) -> str:
    """A figure with its unit."""
    return f"{value} %" if unit == "percent" else f"{value:,} {unit}".strip()


def _is_known(point: SeriesPoint, last: date, known_on: date | None, *, is_regime: bool) -> bool:
    if known_on is None:
        return True
    first = period_of(point.period)
    day = _DAY_IN_TEXT.findall(point.vintage)
    if day:
        return date.fromisoformat(day[-1]) <= known_on
    return (first[0] if is_regime and first else last) <= known_on


def _vintage(point: SeriesPoint) -> str:
    found = _DAY_IN_TEXT.findall(point.vintage)
    return str(found[-1]) if found else ""
