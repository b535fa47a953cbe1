"""The marks of the timeline: one shape per kind of date, so that no meaning rests on colour alone."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPen, QPixmap

from briefing_app.domain.records import DateKind

SHAPES: dict[DateKind, str] = {
    "held": "circle",
    "announced": "ring",
    "signed": "diamond",
    "published": "square",
    "effective": "triangle",
    "retroactive to": "back",
    "expires": "stop",
    "terminated": "cross",
    "due": "flag",
}
SIZE = 14


def shape_path(shape: str, radius: float) -> QPainterPath:
    """The outline of a shape around the origin."""
    path = QPainterPath()
    r = radius
    if shape in {"circle", "ring", "vague"}:
        path.addEllipse(QRectF(-r, -r, 2 * r, 2 * r))
        return path
    corners: dict[str, Sequence[tuple[float, float]]] = {
        "diamond": ((0, -1.2), (1.2, 0), (0, 1.2), (-1.2, 0)),
        "square": ((-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)),
        "triangle": ((-0.8, -1.1), (1.2, 0), (-0.8, 1.1)),
        "back": ((0.8, -1.1), (-1.2, 0), (0.8, 1.1)),
        "flag": ((-1.1, -0.9), (1.1, -0.9), (0, 1.2)),
        "stop": ((-0.35, -1.2), (0.35, -1.2), (0.35, 1.2), (-0.35, 1.2)),
    }
    if shape == "cross":
        for sign in (1, -1):
            path.moveTo(-r * 0.8, -r * 0.8 * sign)
            path.lineTo(r * 0.8, r * 0.8 * sign)
        return path
    points = [QPointF(x * r, y * r) for x, y in corners[shape]]
    path.moveTo(points[0])
    for point in points[1:]:
        path.lineTo(point)
    path.closeSubpath()
    return path


def draw_mark(painter: QPainter, shape: str, colour: QColor, surface: QColor, radius: float) -> None:
    """Draw a shape around the painter's origin: filled, or an outline for ring, vague and cross."""
    path = shape_path(shape, radius)
    if shape in {"ring", "vague", "cross"}:
        pen = QPen(colour, 1.8)
        if shape == "vague":
            pen.setStyle(Qt.PenStyle.CustomDashLine)
            pen.setDashPattern([1.6, 1.4])
        painter.setPen(pen)
        painter.setBrush(surface)
    else:
        painter.setPen(QPen(surface, 1.2))
        painter.setBrush(colour)
    painter.drawPath(path)


class MarkCache:
    """Pictures of marks by shape, colour and pixel ratio: a thousand marks cost a thousand blits."""

    def __init__(self) -> None:
        self._pictures: dict[tuple[str, int, float, float], QPixmap] = {}

    def get(self, shape: str, colour: QColor, surface: QColor, radius: float, ratio: float) -> QPixmap:
        """The picture, ``2 * radius + 4`` logical pixels square."""
        key = (shape, colour.rgba(), radius, ratio)
        found = self._pictures.get(key)
        if found is None:
            side = 2 * radius + 6
            found = QPixmap(round(side * ratio), round(side * ratio))
            found.setDevicePixelRatio(ratio)
            found.fill(Qt.GlobalColor.transparent)
            painter = QPainter(found)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.translate(side / 2, side / 2)
            draw_mark(painter, shape, colour, surface, radius)
            painter.end()
            self._pictures[key] = found
        return found

    def clear(self) -> None:
        """Forget all pictures (the theme changed)."""
        self._pictures.clear()


def _of_this_thread(font: QFont) -> QFont:
    """The same font, sharing nothing: Qt keeps with each font the engine of the thread that asked last, so
    that one font asked in two threads at a time loses the engine that the other is drawing with.
    """
    own = QFont()
    own.fromString(font.toString())
    for tag in font.featureTags():
        own.setFeature(tag, font.featureValue(tag))
    return own


def text_widths(texts: Sequence[str], font: QFont) -> np.ndarray:
    """Widths of many texts at once: each character is measured once; kerning, which shortens, is left out."""
    if not texts:
        return np.empty(0)
    joined = "".join(texts)
    codes = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), np.uint32)
    present = np.flatnonzero(np.bincount(codes))
    metrics = QFontMetricsF(_of_this_thread(font))
    advance = np.zeros(int(present[-1]) + 1 if len(present) else 1)
    advance[present] = [metrics.horizontalAdvance(chr(code)) for code in present.tolist()]
    running = np.concatenate(([0.0], np.cumsum(advance[codes])))
    ends = np.cumsum([len(text) for text in texts])
    starts = np.concatenate(([0], ends[:-1]))
    widths: np.ndarray = running[ends] - running[starts]
    return widths
