"""The layer of the events: bars and marks with their labels, counts of what had no room, the chosen one."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QLinearGradient, QPainter, QPen, QPixmap

from briefing_app.domain.timeline import APPROXIMATE, DAY, OPEN_END, OPEN_START, UNSURE, VAGUE
from briefing_app.domain.timeline_stack import CELL_PX, GAP_PX, MARK_PX, Block, cell_key, cell_span
from briefing_app.ui.timeline.marks import SHAPES
from briefing_app.ui.timeline.scene_state import SceneState

SOFT = VAGUE | APPROXIMATE | UNSURE
BAR_FROM_PX = 2 * MARK_PX
LABEL_PICTURES = 700
"""Kept pictures of titles: about 10 MB at most."""


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
        places = block.shown[seen]
        lanes = columns.lane[places]
        middles = np.array(self._row_tops)[lanes] + (block.row[seen] + 0.5) * self.row_px
        beyond = columns.start[places] > self._beyond
        drawing = zip(
            places.tolist(),
            columns.event[places].tolist(),
            lanes.tolist(),
            left[seen].tolist(),
            right[seen].tolist(),
            middles.tolist(),
            block.room[seen].tolist(),
            beyond.tolist(),
            strict=True,
        )
        for place, event, lane, begin, end, middle, room, is_beyond in drawing:
            colour = self._lane_colours[is_beyond][lane]
            if end - begin >= BAR_FROM_PX:
                self._paint_bar(painter, event, colour, (begin, end), middle)
                text_x = min(max(begin, 2.0), max(begin, end - room)) if room else begin
                text_y = middle - self.row_px / 2 - 1
                edge = max(end, begin + room)
            else:
                self._mark(painter, self._shape_of(event), colour, begin, middle)
                text_x, text_y = begin + MARK_PX / 2 + GAP_PX, middle - self._half_text
                edge = text_x + room if room else begin + MARK_PX / 2
            self.boxes.add(
                place, begin - MARK_PX / 2, middle - self.row_px / 2, edge, middle + self.row_px / 2
            )
            if room and not (event == self.selected and room < columns.label_px[place]):
                self._label(painter, (event, place), QPointF(text_x, text_y), room, is_beyond)

    def _shape_of(self, event: int) -> str:
        """The shape of an event's first date; a dashed ring where the date is not exact."""
        assert self.chronicle is not None
        rail = self.chronicle.rails[event]
        return "vague" if rail.flags & SOFT else SHAPES[rail.ticks[0].kind]

    def _prepare_colours(self) -> None:
        """Once a frame: the lanes' colours, and paler for what lies after the as-of day."""
        lanes = len(self.rows)
        plain = [self.lane_colour(lane) for lane in range(lanes)]
        paler = [QColor(colour) for colour in plain]
        for colour in paler:
            colour.setAlpha(120)
        self._lane_colours = (plain, paler)
        self._beyond = float("inf") if self.as_of is None else self.as_of + DAY - 1
        self._row_tops = [self.lane_top(lane) + 4 for lane in range(lanes)]
        self._half_text = self.metrics.height() / 2

    def _colour_of(self, event: int, lane: int) -> QColor:
        assert self.chronicle is not None
        return self._lane_colours[self.chronicle.rails[event].start > self._beyond][lane]

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

    def _label(
        self, painter: QPainter, named: tuple[int, int], at: QPointF, room: float, is_beyond: bool
    ) -> None:
        """The title as a picture that is kept: a frame of hundreds of labels is hundreds of blits."""
        assert self.chronicle is not None
        event, place = named
        if self.is_paper:
            painter.setPen(self.colours["ink_2" if is_beyond else "ink"])
            words = self.metrics.elidedText(
                self.chronicle.labels[event], Qt.TextElideMode.ElideRight, room + 2
            )
            painter.drawText(QPointF(at.x(), at.y() + self.metrics.ascent()), words)
            self.labels_drawn.append((place, at.x(), at.y(), room))
            return
        key = (event, round(room), is_beyond, self.ratio)
        picture = self._label_pictures.get(key)
        if picture is None:
            if len(self._label_pictures) > LABEL_PICTURES:
                self._label_pictures.clear()
            text = self._text(self.chronicle.labels[event], room, bold=False)
            size = text.size()
            picture = QPixmap(round((size.width() + 1) * self.ratio), round((size.height() + 1) * self.ratio))
            picture.setDevicePixelRatio(self.ratio)
            picture.fill(Qt.GlobalColor.transparent)
            writer = QPainter(picture)
            writer.setFont(self.font)
            writer.setPen(self.colours["ink_2" if is_beyond else "ink"])
            writer.drawStaticText(QPointF(0, 0), text)
            writer.end()
            self._label_pictures[key] = picture
        painter.drawPixmap(at, picture)
        self.labels_drawn.append((place, at.x(), at.y(), room))

    def _paint_counts(self, painter: QPainter, scale: float, blocks: list[Block]) -> None:
        """One pill per cell with how many found no room of their own there."""
        if not blocks:
            return
        lane = np.concatenate([block.cell_lane for block in blocks])
        cell = np.concatenate([block.cell for block in blocks])
        middle = ((cell + 0.5) * CELL_PX / scale - self.port.first) * self.port.scale
        seen = (middle > -40) & (middle < self.port.width + 40)
        if not seen.any():
            return
        count = np.concatenate([block.cell_count for block in blocks])[seen]
        place = np.concatenate([block.cell_place for block in blocks])[seen]
        # Two blocks may count into the cell at their seam: one pill for both.
        _, first_of, which = np.unique(
            cell_key(lane[seen], cell[seen]), return_index=True, return_inverse=True
        )
        total = np.bincount(which.ravel(), weights=count).astype(np.int64)
        strips = [self._strip_top(each) for each in range(len(self.rows))]
        values = zip(
            *(
                each.tolist()
                for each in (
                    lane[seen][first_of],
                    cell[seen][first_of],
                    middle[seen][first_of],
                    total,
                    place[first_of],
                )
            ),
            strict=True,
        )
        for in_lane, number, x, found, only in values:
            if found == 1:
                self._paint_lone(painter, only, in_lane)
            else:
                self._paint_pill(painter, in_lane, (x, strips[in_lane]), cell_span(number, scale), found)

    def _strip_top(self, lane: int) -> float:
        return self.lane_top(lane) + self._lane_tops[lane + 1] - self._lane_tops[lane] - self.strip_px

    def _paint_lone(self, painter: QPainter, place: int, lane: int) -> None:
        """One event without room: its mark in the strip of counts."""
        assert self.stacker is not None
        event = int(self.stacker.columns.event[place])
        x = self.port.x(float(self.stacker.columns.start[place]))
        y = self._strip_top(lane) + (self.strip_px - 3) / 2
        self._mark(painter, self._shape_of(event), self._colour_of(event, lane), x, y)
        self.boxes.add(place, x - MARK_PX / 2, y - 8, x + MARK_PX / 2, y + 8)

    def _paint_pill(
        self, painter: QPainter, lane: int, at: tuple[float, float], span: tuple[float, float], count: int
    ) -> None:
        words = f"+{count}" if count < 10_000 else f"{count // 1000}k"
        strength = min(34 + 9 * count.bit_length(), 124)
        if self.is_paper:
            wide = max(self.bold_metrics.horizontalAdvance(words) + 10, 22.0)
            painter.save()
            painter.translate(at[0] - wide / 2, at[1])
            self._draw_pill(painter, words, lane, strength, wide)
            painter.restore()
            return
        picture = self._pill(words, lane, strength)
        wide = picture.width() / self.ratio
        left = at[0] - wide / 2
        painter.drawPixmap(QPointF(left, at[1]), picture)
        self.boxes.clusters.append(((left, at[1], wide, self.strip_px - 3), lane, *span, count))

    def _pill(self, words: str, lane: int, strength: int) -> QPixmap:
        """The picture of a count in its lane's colour, the stronger the more it stands for."""
        key = (words, lane, strength, self.ratio)
        picture = self._pills.get(key)
        if picture is None:
            wide, tall = max(self.bold_metrics.horizontalAdvance(words) + 10, 22.0), self.strip_px - 3
            picture = QPixmap(round(wide * self.ratio), round(tall * self.ratio))
            picture.setDevicePixelRatio(self.ratio)
            picture.fill(Qt.GlobalColor.transparent)
            painter = QPainter(picture)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._draw_pill(painter, words, lane, strength, wide)
            painter.end()
            self._pills[key] = picture
        return picture

    def _draw_pill(self, painter: QPainter, words: str, lane: int, strength: int, wide: float) -> None:
        """A pill at the painter's origin."""
        box = QRectF(0, 0, wide, self.strip_px - 3)
        painter.setPen(Qt.PenStyle.NoPen)
        tint = QColor(self.lane_colour(lane))
        tint.setAlpha(strength)
        for colour in (self.colours["surface"], tint):
            painter.setBrush(colour)
            painter.drawRoundedRect(box, box.height() / 2, box.height() / 2)
        painter.setPen(self.colours["ink"])
        painter.setFont(self.bold)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)
        painter.setFont(self.font)

    def _paint_chosen(self, painter: QPainter) -> None:
        """The selected and the hovered event: always drawn, also where it had no room of its own."""
        assert self.stacker is not None
        assert self.chronicle is not None
        columns = self.stacker.columns
        for event, strong in ((self.hovered, False), (self.selected, True)):
            if event is None:
                continue
            mine = [n for n, place in enumerate(self.boxes.places) if int(columns.event[place]) == event]
            if strong and not any(int(columns.event[place]) == event for place, *_ in self.labels_drawn):
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
        self._mark(painter, self._shape_of(event), self._colour_of(event, lane), left, middle)
        self.boxes.add(place, ground.left(), ground.top(), ground.right(), ground.bottom())
        self._label(painter, (event, place), QPointF(text_x, middle - self.metrics.height() / 2), room, False)


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
