"""The layer of the events: bars and marks with their labels, counts of what had no room, the chosen one."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QLinearGradient, QPainter, QPen

from briefing_app.domain.timeline import APPROXIMATE, DAY, OPEN_END, OPEN_START, UNSURE, VAGUE
from briefing_app.domain.timeline_stack import GAP_PX, MARK_PX, Block, cell_span
from briefing_app.ui.timeline.marks import SHAPES
from briefing_app.ui.timeline.scene_state import SceneState

SOFT = VAGUE | APPROXIMATE | UNSURE
BAR_FROM_PX = 2 * MARK_PX


class EventLayer(SceneState):
    """Paints what the blocks of the layout hold."""

    def _paint_block(self, painter: QPainter, block: Block) -> None:
        stacker = self.stacker
        if stacker is None or not len(block.shown):
            return
        columns = stacker.columns
        first = np.maximum(columns.start[block.shown], block.first)
        last = np.minimum(columns.end[block.shown], block.last)
        left = (first - self.port.first) * self.port.scale
        right = (last - self.port.first) * self.port.scale
        reach = np.maximum(right, left + MARK_PX + GAP_PX + block.room)
        seen = np.flatnonzero((reach > -MARK_PX) & (left < self.port.width + MARK_PX))
        for number in seen.tolist():
            place = int(block.shown[number])
            middle = self.row_middle(int(columns.lane[place]), int(block.row[number]))
            stretch = (float(left[number]), float(right[number]))
            self._paint_one(painter, place, stretch, middle, float(block.room[number]))

    def _paint_one(
        self, painter: QPainter, place: int, stretch: tuple[float, float], middle: float, room: float
    ) -> None:
        assert self.stacker is not None
        assert self.chronicle is not None
        columns = self.stacker.columns
        left, right = stretch
        event = int(columns.event[place])
        flags = int(columns.flags[place])
        colour = self._colour_of(event, int(columns.lane[place]))
        rail = self.chronicle.rails[event]
        if right - left >= BAR_FROM_PX:
            self._paint_bar(painter, event, colour, stretch, middle)
            text_x, end = max(left, 2.0), max(right, left + room)
            text_x = min(text_x, max(left, right - room)) if room else text_x
            text_y = middle - self.row_px / 2 - 1
        else:
            kind = rail.ticks[0].kind
            shape = "vague" if flags & SOFT else SHAPES[kind]
            self._mark(painter, shape, colour, left, middle)
            text_x, end = left + MARK_PX / 2 + GAP_PX, left + MARK_PX / 2
            text_y = middle - self.metrics.height() / 2
            if room:
                end = text_x + room
        self.boxes.add(place, left - MARK_PX / 2, middle - self.row_px / 2, end, middle + self.row_px / 2)
        if event == self.selected and room < columns.label_px[place]:
            return  # painted last, with its whole title
        if room:
            self._label(painter, event, place, QPointF(text_x, text_y), room)

    def _colour_of(self, event: int, lane: int) -> QColor:
        """The lane's colour; paler for what lies after the as-of day."""
        colour = self.lane_colour(lane)
        if (
            self.as_of is not None
            and self.chronicle
            and self.chronicle.rails[event].start > self.as_of + DAY - 1
        ):
            colour = QColor(colour)
            colour.setAlpha(120)
        return colour

    def _paint_bar(
        self, painter: QPainter, event: int, colour: QColor, stretch: tuple[float, float], middle: float
    ) -> None:
        """A stretch of time: a line under its label, solid where known, dashed and fading where not."""
        assert self.chronicle is not None
        left, right = stretch
        y = middle + self.row_px / 2 - 4
        flags = self.chronicle.rails[event].flags
        ticks = self.chronicle.rails[event].ticks
        near, far = max(left, -50.0), min(right, self.port.width + 50.0)
        if flags & SOFT and len(ticks) == 1:
            self._paint_soft(painter, colour, (near, far), (left, right), y)
            return
        one_day = len(ticks) == 1 and not flags and ticks[0].end - ticks[0].start <= DAY
        thick = 2.0 if len(ticks) > 1 or one_day else 4.0
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
        """Somewhere in here: dashes that fade to both ends, and a dashed ring in the middle."""
        painter.setPen(Qt.PenStyle.NoPen)
        brush = _fade(colour, *whole, True, True)
        step, dash = 7.0, 4.0
        start = whole[0] + max(0.0, np.floor((seen[0] - whole[0]) / step)) * step
        painter.setBrush(brush)
        for x in np.arange(start, seen[1], step).tolist():
            painter.drawRect(QRectF(x, y - 1.5, min(dash, whole[1] - x), 3))
        self._mark(painter, "vague", colour, (whole[0] + whole[1]) / 2, y, small=True)

    def _label(self, painter: QPainter, event: int, place: int, at: QPointF, room: float) -> None:
        assert self.chronicle is not None
        chosen = event == self.selected
        beyond = self.as_of is not None and self.chronicle.rails[event].start > self.as_of + DAY - 1
        painter.setPen(self.colours["ink_2" if beyond and not chosen else "ink"])
        text = self._text(self.chronicle.labels[event], room, bold=False)
        painter.drawStaticText(at, text)
        self.labels_drawn.append((place, QRectF(at, text.size())))

    def _paint_counts(self, painter: QPainter, scale: float, blocks: list[Block]) -> None:
        """One pill per cell with how many found no room of their own there."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        merged: dict[tuple[int, int], tuple[int, int]] = {}
        for block in blocks:
            for lane, cell, count, place in zip(
                block.cell_lane.tolist(),
                block.cell.tolist(),
                block.cell_count.tolist(),
                block.cell_place.tolist(),
                strict=True,
            ):
                merged[(lane, cell)] = (merged.get((lane, cell), (0, 0))[0] + count, place)
        for (lane, cell), (count, place) in merged.items():
            first, last = cell_span(cell, scale)
            x = self.port.x((first + last) / 2)
            if -40 < x < self.port.width + 40:
                if count == 1:
                    self._paint_lone(painter, place, lane)
                else:
                    self._paint_pill(painter, lane, (first, last), x, count)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)

    def _strip_top(self, lane: int) -> float:
        return self.lane_top(lane) + self._lane_tops[lane + 1] - self._lane_tops[lane] - self.strip_px

    def _paint_lone(self, painter: QPainter, place: int, lane: int) -> None:
        """One event without room: its mark in the strip of counts."""
        assert self.stacker is not None
        assert self.chronicle is not None
        event = int(self.stacker.columns.event[place])
        x = self.port.x(float(self.stacker.columns.start[place]))
        y = self._strip_top(lane) + (self.strip_px - 3) / 2
        self._mark(
            painter, SHAPES[self.chronicle.rails[event].ticks[0].kind], self._colour_of(event, lane), x, y
        )
        self.boxes.add(place, x - MARK_PX / 2, y - 8, x + MARK_PX / 2, y + 8)

    def _paint_pill(
        self, painter: QPainter, lane: int, span: tuple[float, float], x: float, count: int
    ) -> None:
        words = f"+{count}" if count < 10_000 else f"{count // 1000}k"
        text = self._text(words, 60, bold=True)
        wide = max(text.size().width() + 10, 22)
        y = self._strip_top(lane)
        pill = QRectF(x - wide / 2, y, wide, self.strip_px - 3)
        tint = QColor(self.lane_colour(lane))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.colours["surface"])
        painter.drawRoundedRect(pill, pill.height() / 2, pill.height() / 2)
        tint.setAlpha(min(34 + int(9 * np.log2(count + 1)), 110))
        painter.setBrush(tint)
        painter.drawRoundedRect(pill, pill.height() / 2, pill.height() / 2)
        painter.setPen(self.colours["ink"])
        size = text.size()
        painter.drawStaticText(QPointF(x - size.width() / 2, pill.center().y() - size.height() / 2), text)
        self.boxes.clusters.append((pill, lane, *span, count))

    def _paint_chosen(self, painter: QPainter) -> None:
        """The selected and the hovered event: always drawn, also where it had no room of its own."""
        assert self.stacker is not None
        assert self.chronicle is not None
        columns = self.stacker.columns
        for event, strong in ((self.hovered, False), (self.selected, True)):
            if event is None:
                continue
            mine = [n for n, place in enumerate(self.boxes.places) if int(columns.event[place]) == event]
            if strong and not any(int(columns.event[place]) == event for place, _ in self.labels_drawn):
                self._paint_with_title(painter, event, mine)
                mine = [len(self.boxes.places) - 1]
            for number in mine:
                left, top, right, bottom = self.boxes.rects[number]
                box = QRectF(
                    left - 1, max(top, bottom - self.row_px - 1), right - left + 4, self.row_px
                ).adjusted(0, 0.5, 0, -0.5)
                painter.setRenderHint(QPainter.RenderHint.Antialiasing)
                painter.setBrush(Qt.BrushStyle.NoBrush)
                colour = self.colours["accent"] if strong else self.colours["line_strong"]
                painter.setPen(QPen(colour, 2.0 if strong and self.has_focus else 1.2))
                painter.drawRoundedRect(box, 4, 4)
                painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)

    def _paint_with_title(self, painter: QPainter, event: int, drawn: list[int]) -> None:
        """The selected event where its title had no room: over its neighbours, beside its mark."""
        assert self.stacker is not None
        assert self.chronicle is not None
        columns = self.stacker.columns
        place = self.boxes.places[drawn[0]] if drawn else int(np.flatnonzero(columns.event == event)[0])
        lane = int(columns.lane[place])
        if drawn:
            _, top, _, bottom = self.boxes.rects[drawn[0]]
            middle = (top + bottom) / 2
        else:
            middle = self._strip_top(lane) + (self.strip_px - 3) / 2
        left = self.port.x(float(columns.start[place]))
        room = float(columns.label_px[place])
        back = left + room + 5 * GAP_PX > self.port.width
        start = left - room - 4 * GAP_PX if back else left - MARK_PX / 2 - 4
        ground = QRectF(start, middle - self.row_px / 2, room + MARK_PX + 3 * GAP_PX, self.row_px)
        text_x = start + GAP_PX if back else left + MARK_PX / 2 + GAP_PX
        painter.fillRect(ground, self.colours["surface"])
        rail = self.chronicle.rails[event]
        self._mark(painter, SHAPES[rail.ticks[0].kind], self._colour_of(event, lane), left, middle)
        self.boxes.add(place, ground.left(), ground.top(), ground.right(), ground.bottom())
        self._label(painter, event, place, QPointF(text_x, middle - self.metrics.height() / 2), room)


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
