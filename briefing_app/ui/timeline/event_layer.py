"""The layer of the events: bars and marks with their labels, counts of what had no room, the chosen one."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from briefing_app.domain.timeline import DAY
from briefing_app.domain.timeline_stack import CELL_PX, GAP_PX, MARK_PX, Block, cell_key
from briefing_app.ui.timeline.bar_layer import BarLayer, Bars
from briefing_app.ui.timeline.label_sheet import LabelSheets, Wanted
from briefing_app.ui.timeline.sprites import CountPills, count_words
from briefing_app.ui.timeline.words import gap_words

BAR_FROM_PX = 2 * MARK_PX
EDGE_PX, STEP_PX, SHORTEST_PX = 2.0, 8.0, 40.0
"""A title that begins left of the edge is said from there, shorter by whole steps."""


class EventLayer(BarLayer):
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
        middles = self._row_tops[lanes] + (block.row[seen] + 0.5) * self.row_px
        beyond = columns.start[places] > self._beyond
        events = columns.event[places]
        is_bar = right - left >= BAR_FROM_PX
        look = self._look(self._codes_of(events), lanes, beyond)
        self._stamp_marks(painter, look[~is_bar], left[~is_bar], middles[~is_bar])
        self._paint_bars(
            painter, Bars(*(each[is_bar] for each in (events, lanes, beyond, left, right, middles)))
        )
        reach_of_text = np.where(room > 0, left + MARK_PX / 2 + GAP_PX + room, left + MARK_PX / 2)
        edge = np.where(is_bar, np.maximum(right, left + room), reach_of_text)
        half = self.row_px / 2
        self.boxes.extend(places, np.column_stack((left - MARK_PX / 2, middles - half, edge, middles + half)))
        pinned = np.clip(EDGE_PX, left, np.maximum(left, right - room))
        text_x = np.where(is_bar, np.where(room > 0, pinned, left), left + MARK_PX / 2 + GAP_PX)
        text_y = np.where(is_bar, middles - half - 1, middles - self._half_text)
        whole = room
        room = np.where(text_x < EDGE_PX, room - np.ceil((EDGE_PX - text_x) / STEP_PX) * STEP_PX, room)
        text_x = np.maximum(text_x, EDGE_PX)
        self._paint_gaps(painter, np.flatnonzero(is_bar), (events, left, right, middles, room))
        is_named = (whole > 0) & ((room == whole) | (room >= SHORTEST_PX))
        if self.selected is not None:  # it is said whole in the end
            is_named &= (events != self.selected) | (room >= columns.label_px[places])
        named = np.flatnonzero(is_named)
        self._write_labels(painter, *(each[named] for each in (places, text_x, text_y, room, beyond)))

    def _paint_gaps(
        self,
        painter: QPainter,
        bars: np.ndarray,
        drawn: tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray, np.ndarray],
    ) -> None:
        """The gaps of a measure's life, named at the end of its rail where the title leaves room."""
        assert self.chronicle is not None
        events, left, right, middles, room = drawn
        for number in bars.tolist():
            event = int(events[number])
            if len(self.chronicle.rails[event].ticks) < 2:
                continue
            far = min(float(right[number]), self.port.width)
            free = far - max(float(left[number]), 2.0) - float(room[number]) - 4 * GAP_PX
            if free < 60:
                continue
            words = " · ".join(gap_words(self.chronicle.events[event]))
            wide = self._text(words, 600.0).size().width() if words else 0.0
            if words and wide <= free:
                at = QPointF(far - wide - GAP_PX, float(middles[number]) - self.row_px / 2 - 1)
                self._words_at(painter, at, words, "ink_2", room=600.0)

    def _prepare_colours(self) -> None:
        """Once a frame: the lanes' colours, and paler for what lies after the as-of day."""
        lanes = len(self.rows)
        plain = [self.lane_colour(lane) for lane in range(lanes)]
        paler = [QColor(colour) for colour in plain]
        for colour in paler:
            colour.setAlpha(120)
        self._lane_colours = (plain, paler)
        self._beyond = float("inf") if self.as_of is None else self.as_of + DAY - 1
        self._row_tops = np.array([self.lane_top(lane) + 4 for lane in range(lanes)])
        self._strip_tops = np.array([self._strip_top(lane) for lane in range(lanes)])
        self._half_text = self.metrics.height() / 2

    def _colour_of(self, event: int, lane: int) -> QColor:
        assert self.chronicle is not None
        return self._lane_colours[self.chronicle.rails[event].start > self._beyond][lane]

    def _write_labels(self, painter: QPainter, places: np.ndarray, *where: np.ndarray) -> None:
        """Titles at left, top, with some room, paler where beyond: on the screen stamped from sheets, on
        paper as text.
        """
        x, y, room, beyond = where
        assert self.stacker is not None
        assert self.chronicle is not None
        events = self.stacker.columns.event[places].tolist()
        self.labels_drawn += zip(places.tolist(), x.tolist(), y.tolist(), room.tolist(), strict=True)
        if not self.is_paper:
            wanted = Wanted(events, beyond.astype(np.int64).tolist(), x, y, room)
            self._sheets_of_labels().draw(painter, wanted, self.chronicle.labels)
            return
        painter.setFont(self.font)
        for event, left, top, wide, paler in zip(
            events,
            x.tolist(),
            (y + self.metrics.ascent()).tolist(),
            room.tolist(),
            beyond.tolist(),
            strict=True,
        ):
            painter.setPen(self.colours["ink_2" if paler else "ink"])
            painter.drawText(QPointF(left, top), self._title(event, wide))

    def _title(self, event: int, room: float) -> str:
        """The title of an event as far as there is room, for paper."""
        assert self.chronicle is not None
        return self.metrics.elidedText(self.chronicle.labels[event], Qt.TextElideMode.ElideRight, room + 2)

    def write_ahead(self, blocks: list[Block], first: float, last: float, most: int) -> bool:
        """Write at most so many titles of a stretch that may be shown soon. Whether all are written."""
        if self.stacker is None or self.chronicle is None or self._label_sheets is None:
            return True
        columns = self.stacker.columns
        places = np.concatenate([block.shown[block.room > 0] for block in blocks])
        places = places[(columns.start[places] < last) & (columns.end[places] > first)]
        beyond = (columns.start[places] > self._beyond).astype(np.int64).tolist()
        events = columns.event[places].tolist()
        return self._sheets_of_labels().write_ahead(events, beyond, self.chronicle.labels, most)

    def _sheets_of_labels(self) -> LabelSheets:
        if self._label_sheets is None or self._label_sheets[0] != self.ratio:
            shades = (self.colours["ink"], self.colours["ink_2"])
            self._label_sheets = (self.ratio, LabelSheets(self.font, shades, self.ratio))
        return self._label_sheets[1]

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
        strips = self._strip_tops
        x = (columns.start[places] - self.port.first) * self.port.scale
        y = strips[lanes] + (self.strip_px - 3) / 2
        codes = self._codes_of(columns.event[places])
        self._stamp_marks(painter, self._look(codes, lanes, columns.start[places] > self._beyond), x, y)
        half = MARK_PX / 2
        self.boxes.extend(places, np.column_stack((x - half, y - 8, x + half, y + 8)))

    def _paint_pills(
        self, painter: QPainter, scale: float, cells: tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]
    ) -> None:
        """The counts of cells given as (lane, cell, middle, count)."""
        lane, cell, middle, count = cells
        top = self._strip_tops[lane]
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
        rects = np.column_stack((left, top, wide, np.full(len(left), pills.tall)))
        spans = np.column_stack((cell, cell + 1)) * (CELL_PX / scale)
        self.boxes.add_pills(rects, lane, spans, count)

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
            mine = np.flatnonzero(columns.event[self.boxes.places] == event).tolist()
            if strong and not any(int(columns.event[place]) == event for place, *_ in self.labels_drawn):
                self._paint_with_title(painter, event, mine)
                mine = [len(self.boxes.places) - 1]
            for number in mine:
                left, top, right, bottom = self.boxes.rects[number].tolist()
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
        place = int(self.boxes.places[drawn[0]] if drawn else np.flatnonzero(columns.event == event)[0])
        lane = int(columns.lane[place])
        if drawn:
            _, top, _, bottom = self.boxes.rects[drawn[0]].tolist()
            middle = (top + bottom) / 2
        else:
            middle = self._strip_top(lane) + (self.strip_px - 3) / 2
        left = self.port.x(float(columns.start[place]))
        room = float(columns.label_px[place])
        wide = room + MARK_PX + 3 * GAP_PX
        is_before = left + room + 5 * GAP_PX > self.port.width
        start = left - room - 4 * GAP_PX if is_before else left - MARK_PX / 2 - 4
        start = min(max(start, 0.0), max(self.port.width - wide, 0.0))
        ground = QRectF(start, middle - self.row_px / 2, wide, self.row_px)
        is_after_mark = not is_before and left > -MARK_PX / 2
        text_x = max(left, 0.0) + MARK_PX / 2 + GAP_PX if is_after_mark else start + GAP_PX
        painter.fillRect(ground, self.colours["surface"])
        self._mark(painter, self._shape_of(event), self._colour_of(event, lane), left, middle)
        self.boxes.add(place, ground.left(), ground.top(), ground.right(), ground.bottom())
        x, y = np.array([text_x]), np.array([middle - self.metrics.height() / 2])
        self._write_labels(painter, np.array([place]), x, y, np.array([room]), np.array([False]))
