"""The layer of the events: bars and marks with their labels, counts of what had no room, the chosen one."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QLinearGradient, QPainter, QPen, QPixmap

from briefing_app.domain.timeline import APPROXIMATE, DAY, OPEN_END, OPEN_START, UNSURE, VAGUE
from briefing_app.domain.timeline_stack import CELL_PX, GAP_PX, MARK_PX, Block, cell_key, cell_span
from briefing_app.ui.timeline.marks import SHAPES, draw_mark
from briefing_app.ui.timeline.scene_state import SceneState
from briefing_app.ui.timeline.sprites import CountPills, Draw, Sprites, count_words
from briefing_app.ui.timeline.words import gap_words

SOFT = VAGUE | APPROXIMATE | UNSURE
BAR_FROM_PX = 2 * MARK_PX
EDGE_PX, STEP_PX, SHORTEST_PX = 2.0, 8.0, 40.0
"""A title that begins left of the edge is said from there, shorter by whole steps."""
SHAPE_CODES = {shape: code for code, shape in enumerate((*dict.fromkeys(SHAPES.values()), "vague"))}
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
        left, right, room = left[seen], right[seen], block.room[seen]
        middles = np.array(self._row_tops)[lanes] + (block.row[seen] + 0.5) * self.row_px
        beyond = columns.start[places] > self._beyond
        events = columns.event[places].tolist()
        is_bar = right - left >= BAR_FROM_PX
        codes = np.array([SHAPE_CODES[self._shape_of(event)] for event in events], np.int64)
        look = (codes * len(self.rows) + lanes) * 2 + beyond
        self._stamp_marks(painter, look[~is_bar], left[~is_bar], middles[~is_bar])
        for number in np.flatnonzero(is_bar).tolist():
            colour = self._lane_colours[bool(beyond[number])][int(lanes[number])]
            stretch = (float(left[number]), float(right[number]))
            self._paint_bar(painter, events[number], colour, stretch, float(middles[number]))
        reach_of_text = np.where(room > 0, left + MARK_PX / 2 + GAP_PX + room, left + MARK_PX / 2)
        edge = np.where(is_bar, np.maximum(right, left + room), reach_of_text)
        half = self.row_px / 2
        self.boxes.extend(places, np.column_stack((left - MARK_PX / 2, middles - half, edge, middles + half)))
        pinned = np.clip(2.0, left, np.maximum(left, right - room))
        text_x = np.where(is_bar, np.where(room > 0, pinned, left), left + MARK_PX / 2 + GAP_PX)
        text_y = np.where(is_bar, middles - half - 1, middles - self._half_text)
        room = np.where(text_x < EDGE_PX, room - np.ceil((EDGE_PX - text_x) / STEP_PX) * STEP_PX, room)
        text_x = np.maximum(text_x, EDGE_PX)
        cut = room < columns.label_px[places]
        whole = block.room[seen]
        named = np.flatnonzero((whole > 0) & ((room == whole) | (room >= SHORTEST_PX)))
        drawing = (each[named].tolist() for each in (places, text_x, text_y, room, beyond, cut))
        self._paint_gaps(painter, np.flatnonzero(is_bar), (events, left, right, middles, room))
        for event, place, x, y, wide, is_beyond, is_cut in zip(
            [events[number] for number in named.tolist()], *drawing, strict=True
        ):
            if not (is_cut and event == self.selected):
                self._label(painter, (event, place), QPointF(x, y), wide, is_beyond)

    def _paint_gaps(
        self,
        painter: QPainter,
        bars: np.ndarray,
        drawn: tuple[list[int], np.ndarray, np.ndarray, np.ndarray, np.ndarray],
    ) -> None:
        """The gaps of a measure's life, named at the end of its rail where the title leaves room."""
        assert self.chronicle is not None
        events, left, right, middles, room = drawn
        for number in bars.tolist():
            if len(self.chronicle.rails[events[number]].ticks) < 2:
                continue
            far = min(float(right[number]), self.port.width)
            free = far - max(float(left[number]), 2.0) - float(room[number]) - 4 * GAP_PX
            if free < 60:
                continue
            words = " · ".join(gap_words(self.chronicle.events[events[number]]))
            wide = self._text(words, 600.0).size().width() if words else 0.0
            if words and wide <= free:
                at = QPointF(far - wide - GAP_PX, float(middles[number]) - self.row_px / 2 - 1)
                self._words_at(painter, at, words, "ink_2", room=600.0)

    def _stamp_marks(self, painter: QPainter, look: np.ndarray, x: np.ndarray, y: np.ndarray) -> None:
        """Marks given by the number of their look: on the screen from one sheet, on paper as shapes."""
        if self.is_paper:
            shapes = list(SHAPE_CODES)
            for number, middle_x, middle_y in zip(look.tolist(), x.tolist(), y.tolist(), strict=True):
                shape, lane = divmod(number // 2, len(self.rows))
                colour = self._lane_colours[number % 2][lane]
                self._mark(painter, shapes[shape], colour, middle_x, middle_y)
            return
        sheet, half = self._mark_sheet()
        sheet.stamp(painter, look, x - half, y - half, 1.0)

    def _mark_sheet(self) -> tuple[Sprites, float]:
        """All shapes in all lanes' colours on one sheet, and half the width of one."""
        key = (self._lane_numbers(), self.ratio)
        radius = self._scale * 5.0
        half = radius + 3
        if self._mark_sprites is None or self._mark_sprites[0] != key:
            surface = self.colours["surface"]
            pictures = [
                (2 * half, 2 * half, _mark_drawing(shape, colour, surface, radius))
                for shape in SHAPE_CODES
                for both in zip(*self._lane_colours, strict=True)
                for colour in both
            ]
            self._mark_sprites = (key, Sprites(pictures, self.ratio))
        return self._mark_sprites[1], half

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
        alone = total == 1
        lanes, cells, at, only = (each[first_of] for each in (lane[seen], cell[seen], middle[seen], place))
        if alone.any():
            self._paint_lone(painter, only[alone], lanes[alone])
        many = ~alone
        if many.any():
            self._paint_pills(painter, scale, (lanes[many], cells[many], at[many], total[many]))

    def _strip_top(self, lane: int) -> float:
        return self.lane_top(lane) + self._lane_tops[lane + 1] - self._lane_tops[lane] - self.strip_px

    def _paint_lone(self, painter: QPainter, places: np.ndarray, lanes: np.ndarray) -> None:
        """Events that alone found no room: their marks in the strip of counts."""
        assert self.stacker is not None
        columns = self.stacker.columns
        strips = np.array([self._strip_top(each) for each in range(len(self.rows))])
        x = (columns.start[places] - self.port.first) * self.port.scale
        y = strips[lanes] + (self.strip_px - 3) / 2
        shapes = [SHAPE_CODES[self._shape_of(event)] for event in columns.event[places].tolist()]
        look = (np.array(shapes, np.int64) * len(self.rows) + lanes) * 2
        self._stamp_marks(painter, look + (columns.start[places] > self._beyond), x, y)
        half = MARK_PX / 2
        self.boxes.extend(places, np.column_stack((x - half, y - 8, x + half, y + 8)))

    def _paint_pills(
        self, painter: QPainter, scale: float, cells: tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]
    ) -> None:
        """The counts of cells given as (lane, cell, middle, count)."""
        lane, cell, middle, count = cells
        top = np.array([self._strip_top(each) for each in range(len(self.rows))])[lane]
        if self.is_paper:
            for in_lane, x, y, found in zip(
                *(each.tolist() for each in (lane, middle, top, count)), strict=True
            ):
                words = count_words(found)
                across = max(self.bold_metrics.horizontalAdvance(words) + 10, 22.0)
                painter.save()
                painter.translate(x - across / 2, y)
                self._draw_pill(painter, words, in_lane, min(34 + 9 * found.bit_length(), 124), across)
                painter.restore()
            return
        pills = self._count_pills()
        left, wide = pills.draw(painter, middle, top, lane, count)
        spans = [cell_span(each, scale) for each in cell.tolist()]
        self.boxes.clusters += [
            ((x, y, across, pills.tall), in_lane, *span, found)
            for x, y, across, in_lane, span, found in zip(
                *(each.tolist() for each in (left, top, wide, lane)), spans, count.tolist(), strict=True
            )
        ]

    def _count_pills(self) -> CountPills:
        """The sheet of counts, made again when sizes, colours or the number of lanes change."""
        key = (self.strip_px, self._lane_numbers(), self.ratio)
        if self._pills is None or self._pills[0] != key:
            lanes = [self.lane_colour(lane) for lane in range(len(self.rows))]
            shades = (self.colours["ink"], self.colours["surface"])
            self._pills = (key, CountPills(self.bold, self.strip_px - 3, shades, lanes, self.ratio))
        return self._pills[1]

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


def _mark_drawing(shape: str, colour: QColor, surface: QColor, radius: float) -> Draw:
    def draw(painter: QPainter) -> None:
        painter.translate(radius + 3, radius + 3)
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
