"""Colour and pattern of a series: told apart by those who see no colour, and as lines in a vector picture."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QLineF, QPointF, QRectF
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from briefing_app.ui.theme import theme

SOLID, RISING, DOTS, CROSSED, FALLING, LEVEL, UPRIGHT, SPARSE = range(8)
"""The pattern of each place in the series colours; the ordinary duty (7) has sparse dots."""
_FURTHER = {9: FALLING}
"""Places beyond the series colours: the colour of eight places before, with a pattern of their own."""
GAP = 6.0


def fill(painter: QPainter, rect: QRectF, place: int, *, strong: bool = False) -> None:
    """Fill a bar with the colour and pattern of a place in the series."""
    if rect.width() <= 0 or rect.height() <= 0:
        return
    series = theme().tokens.series
    colour = QColor(series[place % len(series)])
    painter.fillRect(rect, colour.lighter(112) if strong else colour)
    ground = theme().colour("surface")
    ground.setAlpha(150)
    lines = list(_lines(rect, _FURTHER.get(place, place % 8)))
    if lines:
        before = painter.pen()
        painter.setPen(QPen(ground, 1.0))
        painter.drawLines(lines)
        painter.setPen(before)


def key(painter: QPainter, at: QPointF, words: str, place: int) -> float:
    """Draw a sample and its words at a base line; returns how wide both are."""
    metrics = QFontMetricsF(painter.font())
    side = metrics.ascent() * 0.95
    fill(painter, QRectF(at.x(), at.y() - side, side * 1.4, side), place)
    painter.setPen(theme().colour("ink_2"))
    painter.drawText(QPointF(at.x() + side * 1.4 + 5, at.y() - 1), words)
    return side * 1.4 + 5 + metrics.horizontalAdvance(words)


def _lines(rect: QRectF, pattern: int) -> Iterator[QLineF]:
    """The lines of a pattern within a bar, cut at its edges: not every picture format can clip."""
    if pattern in {RISING, CROSSED}:
        yield from _slanted(rect, rising=True)
    if pattern in {FALLING, CROSSED}:
        yield from _slanted(rect, rising=False)
    if pattern == LEVEL:
        yield from (QLineF(rect.left(), y, rect.right(), y) for y in _steps(rect.top(), rect.bottom(), GAP))
    if pattern == UPRIGHT:
        yield from (QLineF(x, rect.top(), x, rect.bottom()) for x in _steps(rect.left(), rect.right(), GAP))
    if pattern in {DOTS, SPARSE}:
        gap = GAP if pattern == DOTS else GAP * 2
        for row, y in enumerate(_steps(rect.top(), rect.bottom(), gap * 0.7)):
            shift = gap / 2 if row % 2 else 0.0
            for x in _steps(rect.left() + shift, rect.right() - 1.5, gap):
                yield QLineF(x, y, x + 1.5, y)


def _steps(first: float, last: float, gap: float) -> Iterator[float]:
    at = first + gap / 2
    while at < last:
        yield at
        at += gap


def _slanted(rect: QRectF, *, rising: bool) -> Iterator[QLineF]:
    """Lines at 45 degrees: ``along + height`` is constant on each, so its ends follow from the edges."""
    wide, tall = rect.width(), rect.height()
    for at in _steps(0.0, wide + tall, GAP):
        first, last = max(0.0, at - tall), min(wide, at)
        ends = [QPointF(x, at - x) for x in (first, last)]
        if rising:
            points = [QPointF(rect.left() + end.x(), rect.top() + end.y()) for end in ends]
        else:
            points = [QPointF(rect.left() + end.x(), rect.bottom() - end.y()) for end in ends]
        yield QLineF(points[0], points[1])
