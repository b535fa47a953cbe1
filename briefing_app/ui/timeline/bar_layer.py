"""Stretches of time: lines under their titles, solid where known, dashed and fading where not; rails.

Most stretches are plain: those are drawn all at once, a colour at a time. Rails with ticks, open ends and
stretches in which something lies *somewhere* are drawn one by one.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
from pyqtgraph.Qt import internals
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QLinearGradient, QPainter

from briefing_app.domain.timeline import APPROXIMATE, DAY, OPEN_END, OPEN_START, UNSURE, VAGUE, distinct
from briefing_app.ui.timeline.marks import SHAPES, draw_mark
from briefing_app.ui.timeline.scene_state import SceneState
from briefing_app.ui.timeline.sprites import Draw, Sprites

SOFT = VAGUE | APPROXIMATE | UNSURE
SHAPE_CODES = {shape: code for code, shape in enumerate((*dict.fromkeys(SHAPES.values()), "vague", "dash"))}
_SHAPES = list(SHAPE_CODES)
THIN, THICK, SOMEWHERE, OTHER = 0, 1, 2, 3
"""How a stretch is drawn: a day as a thin line, a longer one as a thick line; what lies somewhere in it as
fading dashes; the others one by one."""
DASH_STEP, DASH = 7.0, 4.0


@dataclass(frozen=True)
class Bars:
    """Stretches in view: events, lanes, whether beyond the as-of day, and where they stand."""

    event: np.ndarray
    lane: np.ndarray
    beyond: np.ndarray
    left: np.ndarray
    right: np.ndarray
    middle: np.ndarray

    def only(self, wanted: np.ndarray) -> Bars:
        """Some of them."""
        return Bars(*(getattr(self, each.name)[wanted] for each in fields(self)))


class BarLayer(SceneState):
    """Paints stretches and stamps marks."""

    def __init__(self, *, is_paper: bool = False) -> None:
        super().__init__(is_paper=is_paper)
        self._bar_rects = internals.PrimitiveArray(QRectF, 4)

    # --- marks ---------------------------------------------------------------------------------------

    def _codes_of(self, events: np.ndarray) -> np.ndarray:
        """Numbers of the shapes of events' first dates; each is looked up once."""
        codes = self._shape_codes[events]
        unknown = codes < 0
        if unknown.any():
            for event in set(events[unknown].tolist()):
                self._shape_codes[event] = SHAPE_CODES[self._shape_of(event)]
            codes = self._shape_codes[events]
        found: np.ndarray = codes.astype(np.int64)
        return found

    def _shape_of(self, event: int) -> str:
        """The shape of an event's first date; a dashed ring where the date is not exact."""
        assert self.chronicle is not None
        rail = self.chronicle.rails[event]
        return "vague" if rail.flags & SOFT else SHAPES[rail.ticks[0].kind]

    def _look(self, codes: np.ndarray, lanes: np.ndarray, beyond: np.ndarray) -> np.ndarray:
        """The number of the picture of a shape in a lane's colour, paler where beyond."""
        look: np.ndarray = (codes * len(self.rows) + lanes) * 2 + beyond
        return look

    def _stamp_marks(
        self, painter: QPainter, look: np.ndarray, x: np.ndarray, y: np.ndarray, *, small: bool = False
    ) -> None:
        """Marks given by the number of their look: on the screen from one sheet, on paper as shapes."""
        if self.is_paper:
            for number, middle_x, middle_y in zip(look.tolist(), x.tolist(), y.tolist(), strict=True):
                shape, lane = divmod(number // 2, len(self.rows))
                colour = self._lane_colours[number % 2][lane]
                self._mark(painter, _SHAPES[shape], colour, middle_x, middle_y, small=small)
            return
        sheet, halves = self._mark_sheet()
        if small:
            look = look + len(_SHAPES) * len(self.rows) * 2
        sheet.stamp(painter, look, x - halves[small], y - halves[small], 1.0)

    def _mark_sheet(self) -> tuple[Sprites, tuple[float, float]]:
        """All shapes in all lanes' colours on one sheet, large then small, and half the width of each."""
        key = (self._lane_numbers(), self.ratio)
        radii = (self._scale * 5.0, self._scale * 3.6)
        if self._mark_sprites is None or self._mark_sprites[0] != key:
            surface = self.colours["surface"]
            pictures = [
                (2 * radius + 6, 2 * radius + 6, _mark_drawing(shape, colour, surface, radius))
                for radius in radii
                for shape in _SHAPES
                for both in zip(*self._lane_colours, strict=True)
                for colour in both
            ]
            self._mark_sprites = (key, Sprites(pictures, self.ratio))
        return self._mark_sprites[1], (radii[0] + 3, radii[1] + 3)

    # --- stretches -----------------------------------------------------------------------------------

    def _paint_bars(self, painter: QPainter, bars: Bars) -> None:
        """All stretches of a block."""
        if not len(bars.event):
            return
        kinds = np.array([self._bar_kind(event) for event in bars.event.tolist()], np.int64)
        plain = kinds <= THICK
        y = bars.middle + self.row_px / 2 - 4
        thick = np.where(kinds == THICK, 4.0, 2.0)
        near, far = np.maximum(bars.left, -50.0), np.minimum(bars.right, self.port.width + 50.0)
        rects = np.column_stack((near, y - thick / 2, far - near, thick))[plain]
        self._fill_rects(painter, rects, (bars.lane * 2 + bars.beyond)[plain])
        look = self._look(self._codes_of(bars.event), bars.lane, bars.beyond)
        self._stamp_marks(painter, look[plain], bars.left[plain], y[plain], small=True)
        one_by_one = kinds == OTHER if not self.is_paper else ~plain
        soft = (kinds == SOMEWHERE) & ~one_by_one
        if soft.any():
            self._stamp_dashes(painter, near[soft], far[soft], bars.only(soft), y[soft])
        for number in np.flatnonzero(one_by_one).tolist():
            colour = self._lane_colours[int(bars.beyond[number])][int(bars.lane[number])]
            whole = (float(bars.left[number]), float(bars.right[number]))
            self._paint_bar(painter, int(bars.event[number]), colour, whole, float(y[number]))

    def _bar_kind(self, event: int) -> int:
        assert self.chronicle is not None
        rail = self.chronicle.rails[event]
        if len(rail.ticks) == 1 and rail.flags & SOFT:
            return SOMEWHERE
        if len(rail.ticks) > 1 or rail.flags & (OPEN_START | OPEN_END):
            return OTHER
        return THIN if not rail.flags and rail.ticks[0].end - rail.ticks[0].start <= DAY else THICK

    def _stamp_dashes(
        self, painter: QPainter, near: np.ndarray, far: np.ndarray, bars: Bars, y: np.ndarray
    ) -> None:
        """Somewhere in here: dashes that fade to both ends, and a dashed ring in the middle; all at once."""
        first = bars.left + np.maximum(0.0, np.floor((near - bars.left) / DASH_STEP)) * DASH_STEP
        count = np.maximum(np.ceil((far - first) / DASH_STEP), 0).astype(np.int64)
        which = np.repeat(np.arange(len(count)), count)
        nth = np.arange(len(which)) - np.repeat(np.cumsum(count) - count, count)
        x = first[which] + nth * DASH_STEP
        along = (x + DASH / 2 - bars.left[which]) / (bars.right - bars.left)[which]
        strength = np.clip(np.interp(along, (0.0, 0.35, 0.65, 1.0), (0.0, 1.0, 1.0, 0.0)), 0.0, 1.0)
        look = self._look(np.array(SHAPE_CODES["dash"]), bars.lane, bars.beyond)
        sheet, halves = self._mark_sheet()
        sheet.stamp(painter, look[which], x - halves[0], y[which] - halves[0], strength)
        ring = self._look(np.array(SHAPE_CODES["vague"]), bars.lane, bars.beyond)
        self._stamp_marks(painter, ring, (bars.left + bars.right) / 2, y, small=True)

    def _fill_rects(self, painter: QPainter, rects: np.ndarray, colour: np.ndarray) -> None:
        """Fill rectangles, all of a colour in one call; a colour is twice its lane, and one for paler."""
        painter.setPen(Qt.PenStyle.NoPen)
        for number in distinct(colour).tolist():
            painter.setBrush(self._lane_colours[number % 2][number // 2])
            self._draw_rects(painter, rects[colour == number])

    def _draw_rects(self, painter: QPainter, rects: np.ndarray) -> None:
        if not len(rects):
            return
        self._bar_rects.resize(len(rects))
        self._bar_rects.ndarray()[:] = rects
        painter.drawRects(*self._bar_rects.drawargs())

    def _paint_bar(
        self, painter: QPainter, event: int, colour: QColor, whole: tuple[float, float], y: float
    ) -> None:
        """One that is not plain."""
        assert self.chronicle is not None
        left, right = whole
        flags = self.chronicle.rails[event].flags
        ticks = self.chronicle.rails[event].ticks
        near, far = max(left, -50.0), min(right, self.port.width + 50.0)
        if flags & SOFT and len(ticks) == 1:
            self._paint_soft(painter, colour, (near, far), whole, y)
            return
        thick = 2.0 if len(ticks) > 1 else 4.0
        brush: QBrush | QColor = colour
        if flags & (OPEN_START | OPEN_END):
            brush = _fade(colour, left, right, bool(flags & OPEN_START), bool(flags & OPEN_END))
        painter.fillRect(QRectF(near, y - thick / 2, far - near, thick), brush)
        if len(ticks) == 1:
            if not flags & OPEN_START:
                self._mark(painter, SHAPES[ticks[0].kind], colour, left, y, small=True)
            return
        for tick in ticks:
            x = self.port.x(tick.start)
            if -20 < x < self.port.width + 20:
                shape = "vague" if tick.flags & SOFT else SHAPES[tick.kind]
                self._mark(painter, shape, colour, x, y, small=True)

    def _paint_soft(
        self,
        painter: QPainter,
        colour: QColor,
        seen: tuple[float, float],
        whole: tuple[float, float],
        y: float,
    ) -> None:
        """The same as shapes, for paper."""
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(_fade(colour, *whole, True, True))
        first = whole[0] + max(0.0, np.floor((seen[0] - whole[0]) / DASH_STEP)) * DASH_STEP
        x = np.arange(first, seen[1], DASH_STEP)
        tops, tall = np.full(len(x), y - 1.5), np.full(len(x), 3.0)
        self._draw_rects(painter, np.column_stack((x, tops, np.minimum(DASH, whole[1] - x), tall)))
        self._mark(painter, "vague", colour, (whole[0] + whole[1]) / 2, y, small=True)


def _mark_drawing(shape: str, colour: QColor, surface: QColor, radius: float) -> Draw:
    def draw(painter: QPainter) -> None:
        painter.translate(radius + 3, radius + 3)
        if shape == "dash":
            painter.fillRect(QRectF(0, -1.5, DASH, 3), colour)
            return
        draw_mark(painter, shape, colour, surface, radius)

    return draw


def _fade(colour: QColor, left: float, right: float, at_start: bool, at_end: bool) -> QBrush:
    """The colour, fading to nothing towards an end that is not known."""
    gradient = QLinearGradient(left, 0, right, 0)
    clear = QColor(colour)
    clear.setAlpha(0)
    gradient.setColorAt(0, clear if at_start else colour)
    gradient.setColorAt(0.35, colour)
    gradient.setColorAt(0.65, colour)
    gradient.setColorAt(1, clear if at_end else colour)
    return QBrush(gradient)
