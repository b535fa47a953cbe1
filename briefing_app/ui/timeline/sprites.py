"""Small pictures kept on one sheet and stamped by the hundred in one call.

A frame of three hundred counts is three hundred grounds and a thousand digits. Drawn one by one from Python
they cost more than everything else; from one sheet they cost about a thousandth of a second.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from pyqtgraph.Qt import internals
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPixmap

Draw = Callable[[QPainter], None]
DIGITS = "+0123456789k"
_CODES = np.zeros(128, np.int64)
_CODES[[ord(each) for each in DIGITS]] = np.arange(len(DIGITS))
MOST_DIGITS = 5
"""A count is written with at most so many characters: ``+9999``, then ``10k``."""


class Sprites:
    """A sheet of pictures. ``pictures``: width and height in logical pixels, and what draws them at 0, 0."""

    def __init__(self, pictures: Sequence[tuple[float, float, Draw]], ratio: float) -> None:
        self._ratio = ratio
        sizes = np.ceil(np.array([(wide, tall) for wide, tall, _ in pictures]) * ratio) + 1
        room = 2048.0
        left = top = line = 0.0
        rects = []
        for wide, tall in sizes.tolist():
            if left + wide > room:
                left, top, line = 0.0, top + line, 0.0
            rects.append((left, top, wide, tall))
            left, line = left + wide, max(line, tall)
        self._rects = np.array(rects)
        self.sheet = QPixmap(int(room), int(top + line) + 1)
        self.sheet.fill(Qt.GlobalColor.transparent)
        painter = QPainter(self.sheet)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for (_, _, draw), (x, y, wide, tall) in zip(pictures, rects, strict=True):
            painter.save()
            painter.setClipRect(QRectF(x, y, wide, tall))
            painter.translate(x, y)
            painter.scale(ratio, ratio)
            draw(painter)
            painter.restore()
        painter.end()
        self._fragments = internals.PrimitiveArray(QPainter.PixmapFragment, 10)

    def stamp(
        self, painter: QPainter, which: np.ndarray, x: np.ndarray, y: np.ndarray, opacity: np.ndarray | float
    ) -> None:
        """Draw the pictures ``which`` with their top left corners at ``x``, ``y`` (logical pixels)."""
        if not len(which):
            return
        self._fragments.resize(len(which))
        fill_fragments(self._fragments.ndarray(), self._rects[which], (x, y), self._ratio, opacity)
        painter.drawPixmapFragments(*self._fragments.drawargs(), self.sheet)  # type: ignore[call-arg]


def fill_fragments(
    fragments: np.ndarray,
    rects: np.ndarray,
    at: tuple[np.ndarray, np.ndarray],
    ratio: float,
    opacity: np.ndarray | float = 1.0,
) -> None:
    """Fill the memory of fragments: pieces ``rects`` of a sheet (device pixels) to stand with their top left
    corners ``at`` logical pixels, each moved to a whole device pixel so that it stays sharp."""
    x, y = at
    fragments[:, 0] = (np.round(x * ratio) + rects[:, 2] / 2) / ratio
    fragments[:, 1] = (np.round(y * ratio) + rects[:, 3] / 2) / ratio
    fragments[:, 2:6] = rects
    fragments[:, 6:8] = 1 / ratio
    fragments[:, 8] = 0.0
    fragments[:, 9] = opacity


class CountPills:
    """Counts in pills of their lane's colour, all of a frame at once."""

    def __init__(
        self, font: QFont, tall: float, shades: tuple[QColor, QColor], lanes: Sequence[QColor], ratio: float
    ) -> None:
        """``shades``: ink and ground of a pill; ``lanes``: the tints laid over the ground."""
        ink, surface = shades
        metrics = QFontMetricsF(font)
        self._advance = np.array([metrics.horizontalAdvance(each) for each in DIGITS])
        self._wide = [
            max(metrics.horizontalAdvance("+" + "0" * (count - 1)) + 10, 22.0)
            for count in range(1, MOST_DIGITS + 1)
        ]
        self.tall = tall
        pictures: list[tuple[float, float, Draw]] = []
        for character in DIGITS:
            wide = metrics.horizontalAdvance(character) + 2
            pictures.append((wide, tall, _digit(character, font, ink, QRectF(0, 0, wide - 2, tall))))
        for colour in (surface, *lanes):
            pictures += [(wide, tall, _ground(colour, QRectF(0, 0, wide, tall))) for wide in self._wide]
        self._sprites = Sprites(pictures, ratio)

    def draw(
        self, painter: QPainter, middle: np.ndarray, top: np.ndarray, lane: np.ndarray, count: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray]:
        """Draw the counts about ``middle``; gives the left edges and widths of the pills."""
        words = [count_words(each) for each in count.tolist()]
        length = np.array([len(each) for each in words])
        wide = np.array(self._wide)[length - 1]
        left = middle - wide / 2
        ground = len(DIGITS) + length - 1
        strength = np.minimum(34 + 9 * np.ceil(np.log2(count + 1.0)), 124) / 255
        self._sprites.stamp(painter, ground, left, top, 1.0)
        self._sprites.stamp(painter, ground + (lane + 1) * MOST_DIGITS, left, top, strength)
        code = _CODES[np.frombuffer("".join(words).encode("ascii"), np.uint8)]
        advance = self._advance[code]
        ends = np.cumsum(length)
        before = np.cumsum(advance) - advance
        starts = before[ends - length]
        whole = before[ends - 1] + advance[ends - 1] - starts
        x = np.repeat(middle - whole / 2 - starts, length) + before
        self._sprites.stamp(painter, code, x, np.repeat(top, length), 1.0)
        return left, wide


def count_words(count: int) -> str:
    """A count as a pill says it."""
    return f"+{count}" if count < 10_000 else f"{min(count // 1000, 9999)}k"


def _digit(character: str, font: QFont, ink: QColor, box: QRectF) -> Draw:
    def draw(painter: QPainter) -> None:
        painter.setFont(font)
        painter.setPen(ink)
        painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, character)

    return draw


def _ground(colour: QColor, box: QRectF) -> Draw:
    def draw(painter: QPainter) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawRoundedRect(box, box.height() / 2, box.height() / 2)

    return draw
