"""A page with numbers: every event bears its number at its mark, also where its title has no room.

Events that find no row stand as small marks in the strip below their lane, each with its number under it; a
number that must step aside has a thin line to its mark. Where even that is not enough the page is
:attr:`~NumberedScene.crowded`, and whoever draws pages cuts the stretch in two.
"""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF
from PySide6.QtGui import QFontMetricsF, QPainter, QPen

from briefing_app.domain.timeline import Floats
from briefing_app.domain.timeline_stack import Block
from briefing_app.ui.theme import theme
from briefing_app.ui.timeline.number_places import best_pieces
from briefing_app.ui.timeline.scene import TimelineScene

STRIP_PX = 36.0
LINES = 2
MARKS_PX = 10.0
SMALL = 0.8


class NumberedScene(TimelineScene):
    """A page. The number of an event is its place in the chronicle, from 1."""

    def __init__(self) -> None:
        super().__init__(is_paper=True)
        self.crowded = False
        self.numbers_drawn: set[int] = set()

    def restyle(self) -> None:
        super().restyle()
        self.strip_px = self._strip_wanted = theme().px(STRIP_PX)
        self._number_font = theme().font("secondary")
        self._number_font.setPointSizeF(self._number_font.pointSizeF() * SMALL)
        self._number_metrics = QFontMetricsF(self._number_font)

    def _least_px(self) -> Floats | None:
        """Beside a mark there is always room for the number."""
        assert self.chronicle is not None
        tallest = self.metrics.horizontalAdvance(str(len(self.chronicle.events)))
        return np.full(len(self.chronicle.columns), tallest + 1.0)

    def _lane_loads(self) -> list[int]:
        """Rows are shared by what this page holds of each lane."""
        assert self.chronicle is not None
        columns = self.chronicle.columns
        here = (columns.start <= self.port.last) & (columns.end >= self.port.first)
        return [int(count) for count in np.bincount(columns.lane[here], minlength=len(self.chronicle.lanes))]

    def _title(self, event: int, room: float) -> str:
        number = str(event + 1)
        if room <= self.metrics.horizontalAdvance(number + "  m") + 2:
            return number
        return super()._title(event, room)

    def _paint_counts(self, painter: QPainter, scale: float, blocks: list[Block]) -> None:
        """Those without a row, each with its number, instead of how many they are."""
        assert self.stacker is not None
        assert self.chronicle is not None
        columns = self.stacker.columns
        here = np.flatnonzero((columns.start <= self.port.last) & (columns.end >= self.port.first))
        shown = [block.shown for block in blocks]
        left = here[~np.isin(here, np.concatenate(shown))] if shown else here
        for lane in range(len(self.chronicle.lanes)):
            places = left[columns.lane[left] == lane]
            if len(places):
                self._paint_strip(painter, lane, places)

    def _paint_strip(self, painter: QPainter, lane: int, places: np.ndarray) -> None:
        """Small marks at their time, numbers below in up to two lines; numbers without room of their own
        share a place, as ``12-19``.
        """
        assert self.stacker is not None
        columns = self.stacker.columns
        top = self._strip_top(lane)
        x = np.clip((columns.start[places] - self.port.first) * self.port.scale, 3.0, self.port.width - 3.0)
        events = columns.event[places]
        beyond = columns.start[places] > self._beyond
        look = self._look(self._codes_of(events), columns.lane[places], beyond)
        self._stamp_marks(painter, look, x, np.full(len(x), top + MARKS_PX / 2), small=True)
        numbers = sorted(zip(x.tolist(), (events + 1).tolist(), places.tolist(), strict=True))
        pieces, is_clear = best_pieces(
            [(at, number) for at, number, _ in numbers],
            self._number_metrics.horizontalAdvance,
            self.port.width,
            LINES,
        )
        self.crowded = self.crowded or not is_clear
        painter.setFont(self._number_font)
        tall = self._number_metrics.height() * 0.8
        painter.setPen(QPen(self.colours["line_strong"], 0.6))
        for piece in pieces:
            middle = piece.start + piece.wide / 2
            if abs(middle - piece.at) > piece.wide + 8:
                number_top = top + MARKS_PX + piece.line * tall
                painter.drawLine(QPointF(piece.at, top + MARKS_PX - 1), QPointF(middle, number_top + 2))
        painter.setPen(self.colours["ink"])
        for piece in pieces:
            foot = top + MARKS_PX + piece.line * tall + self._number_metrics.ascent() * 0.9
            painter.drawText(QPointF(piece.start, foot), piece.words)
        self.labels_drawn += [(place, at, top, 0.0) for at, _, place in numbers]
        self.numbers_drawn |= {number - 1 for _, number, _ in numbers}
        painter.setFont(self.font)
