"""Drawings of figures and days: a time axis, lines over time, bars side by side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from briefing_app.reports.changeable import Changeable

StripKind: TypeAlias = Literal["held", "effective", "due", "as-of", "tick"]


@dataclass(frozen=True)
class StripMark:
    """A mark on a time axis: ``at`` in thousandths of its width, ``row`` of its label (0: no label).

    ``is_left``: the label stands to the left of its line. ``until``: where it ends that took days, else 0.
    """

    at: int
    kind: StripKind
    label: str = ""
    row: int = 0
    lang: str = ""
    is_left: bool = False
    until: int = 0


@dataclass(frozen=True)
class Strip:
    """A time axis with marks. ``alt`` says in words what it shows."""

    marks: tuple[StripMark, ...]
    alt: str
    rows: int = 1
    pad_pt: float = 0


@dataclass(frozen=True)
class ChartPoint:
    """A point of a chart: ``x`` and ``y`` in thousandths of the width and the height, and its label.

    ``after_gap``: figures are missing before it, so no line leads to it.
    """

    x: int
    y: int
    label: str = ""
    after_gap: bool = False


@dataclass(frozen=True)
class ChartLine:
    """One line of a chart with its direct label; ``dash`` keeps lines apart in greyscale."""

    name: str
    points: tuple[ChartPoint, ...]
    step: bool = False
    dash: int = 0


@dataclass(frozen=True)
class Chart(Changeable):
    """A drawn chart: title (the finding), axis labels, lines, words for those who cannot see it."""

    title: str
    unit: str
    lines: tuple[ChartLine, ...]
    x_ticks: tuple[ChartPoint, ...]
    y_ticks: tuple[ChartPoint, ...]
    alt: str
    note: str = ""
    cites: tuple[int, ...] = ()
    lang: str = ""


@dataclass(frozen=True)
class Bar:
    """One bar: from ``start`` to ``end`` in thousandths of the width; ``kind`` chooses its hatching."""

    start: int
    end: int
    text: str
    kind: int = 0


@dataclass(frozen=True)
class BarRow:
    """The bars that stand beside one label."""

    label: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True)
class Bars(Changeable):
    """Bars with their values written beside them: a waterfall, or options side by side.

    ``zero`` is where nothing stands, in thousandths; ``legend`` names the hatchings in their order.
    """

    title: str
    rows: tuple[BarRow, ...]
    ticks: tuple[ChartPoint, ...]
    alt: str
    zero: int = 0
    legend: tuple[str, ...] = ()
    note: str = ""
    cites: tuple[int, ...] = ()
    lang: str = ""
