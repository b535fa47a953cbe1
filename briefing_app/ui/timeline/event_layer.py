"""The layer of the events: bars and marks with their labels, counts of what had no room, the chosen one."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from briefing_app.domain.timeline import DAY
from briefing_app.domain.timeline_stack import GAP_PX, MARK_PX, Block, cell_key
from briefing_app.ui.timeline.bar_layer import BarLayer, Bars
from briefing_app.ui.timeline.label_sheet import LabelSheets, Wanted
from briefing_app.ui.timeline.shown import SHORTEST_PX, Callout, Shown
from briefing_app.ui.timeline.sprites import CountPills, count_words
from briefing_app.ui.timeline.words import gap_words

BAR_FROM_PX = 2 * MARK_PX
LINE_AIR = 2.0
"""So close to a title a day line may run beside it."""
EDGE_PX, STEP_PX = 2.0, 8.0
"""A title that begins left of the edge is said from there, shorter by whole steps."""


class EventLayer(BarLayer):
    """Paints what the blocks of the layout hold, around the callout of the selected event."""

    def __init__(self, *, is_paper: bool = False) -> None:
        super().__init__(is_paper=is_paper)
        self.callout: Callout | None = None
        self.lines_behind: list[tuple[float, float, QColor]] = []

    def _is_covered(self, rect: QRectF) -> bool:
        """Whether the title of the selected event stands over a place of the content."""
        return self.callout is not None and self.callout.ground.intersects(rect)

    def _shown(self, block: Block) -> Shown | None:
        """Where everything of a block stands in this frame, as far as it is in view."""
        stacker = self.stacker
        if stacker is None or not len(block.shown):
            return None
        columns = stacker.columns
        first = np.maximum(columns.start[block.shown], block.first)
        last = np.minimum(columns.end[block.shown], block.last)
        left = (first - self.port.first) * self.port.scale
        right = (last - self.port.first) * self.port.scale
        reach = np.maximum(right, left + MARK_PX + GAP_PX + block.room)
        if self.is_paper:  # the page before has the title of what stood there
            reach = np.maximum(right, left + MARK_PX / 2) - MARK_PX
        seen = np.flatnonzero((reach > -MARK_PX) & (left < self.port.width + MARK_PX))
        places = block.shown[seen]
        lanes = columns.lane[places]
        left, right, room = left[seen], right[seen], block.room[seen]
        middles = self._row_tops[lanes] + (block.row[seen] + 0.5) * self.row_px
        is_bar = right - left >= BAR_FROM_PX
        half = self.row_px / 2
        pinned = np.clip(EDGE_PX, left, np.maximum(left, right - room))
        text_x = np.where(is_bar, np.where(room > 0, pinned, left), left + MARK_PX / 2 + GAP_PX)
        text_y = np.where(is_bar, middles - half - 1, middles - self._half_text)
        short = np.where(text_x < EDGE_PX, room - np.ceil((EDGE_PX - text_x) / STEP_PX) * STEP_PX, room)
        text_x = np.maximum(text_x, EDGE_PX)
        is_named = (room > 0) & ((short == room) | (short >= SHORTEST_PX))
        events = columns.event[places]
        if self.selected is not None:  # it is said whole or beside its mark
            is_named &= (events != self.selected) | (short >= columns.label_px[places])
        if self.is_paper:  # cut by an ellipsis, not by the edge
            short = np.minimum(short, np.maximum(self.port.width - text_x - EDGE_PX, 1.0))
        beyond = columns.start[places] > self._beyond
        return Shown(places, events, lanes, beyond, left, right, middles, is_bar, room, text_x, text_y,
                     short, is_named, np.ones(len(places), bool))  # fmt: skip

    def _paint_shown(self, painter: QPainter, shown: Shown) -> None:
        look = self._look(self._codes_of(shown.events), shown.lanes, shown.beyond)
        point = ~shown.is_bar & shown.has_mark
        self._stamp_marks(painter, look[point], shown.left[point], shown.middle[point])
        bars = (shown.events, shown.lanes, shown.beyond, shown.left, shown.right, shown.middle)
        self._paint_bars(painter, Bars(*(each[shown.is_bar] for each in bars)))
        half = self.row_px / 2
        room = np.where(shown.is_named, shown.short, 0.0)
        body = np.where(shown.is_bar, shown.right, shown.left + MARK_PX / 2)
        edge = np.maximum(body, np.where(room > 0, shown.text_x + room, body))
        rects = np.column_stack((shown.left - MARK_PX / 2, shown.middle - half, edge, shown.middle + half))
        there = shown.is_bar | shown.has_mark
        self.boxes.extend(shown.places[there], rects[there])
        self._paint_gaps(painter, shown)
        named = np.flatnonzero(shown.is_named)
        wanted = (shown.places, shown.text_x, shown.text_y, shown.short, shown.beyond)
        self._write_labels(painter, *(each[named] for each in wanted))

    def _paint_gaps(self, painter: QPainter, shown: Shown) -> None:
        """The gaps of a measure's life, named at the end of its rail where the title leaves room."""
        assert self.chronicle is not None
        left, right, room = shown.left, shown.right, shown.short
        for number in np.flatnonzero(shown.is_bar).tolist():
            event = int(shown.events[number])
            if len(self.chronicle.rails[event].ticks) < 2:
                continue
            far = min(float(right[number]), self.port.width)
            free = far - max(float(left[number]), 2.0) - float(room[number]) - 4 * GAP_PX
            if free < 60:
                continue
            words = " · ".join(gap_words(self.chronicle.events[event]))
            wide = self._text(words, 600.0).size().width() if words else 0.0
            if words and wide <= free:
                at = QPointF(far - wide - GAP_PX, float(shown.middle[number]) - self.row_px / 2 - 1)
                if not self._is_covered(QRectF(at.x(), at.y(), wide, self.metrics.height())):
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
        self._break_lines(painter, x, y, np.minimum(self.stacker.columns.label_px[places], room))
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

    def _break_lines(self, painter: QPainter, x: np.ndarray, y: np.ndarray, wide: np.ndarray) -> None:
        """The lines of days stop where a title is written over them."""
        tall = self.metrics.height()
        for at, thick, ground in self.lines_behind:
            crossed = np.flatnonzero((x - LINE_AIR < at + thick) & (x + wide + LINE_AIR > at))
            for top in y[crossed].tolist():
                painter.fillRect(QRectF(at, top, thick, tall), ground)

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
        middle = ((cell + 0.5) * self.cell_px / scale - self.port.first) * self.port.scale
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
        lanes, cells, at, only = (each[first_of] for each in (lane[seen], cell[seen], middle[seen], place))
        clear = self._are_clear(lanes, at, self.cell_px / 2)
        lanes, cells, at, only, total = (each[clear] for each in (lanes, cells, at, only, total))
        alone = total == 1
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

    def _are_clear(self, lanes: np.ndarray, middle: np.ndarray, half: np.ndarray | float) -> np.ndarray:
        """Which things in the strips of their lanes the callout leaves visible."""
        clear = np.ones(len(lanes), bool)
        if self.callout is not None:
            ground, top = self.callout.ground, self._strip_tops[lanes]
            clear = (middle + half < ground.left()) | (middle - half > ground.right())
            clear |= (top + self.strip_px - 3 <= ground.top()) | (top >= ground.bottom())
        return clear

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
        spans = np.column_stack((cell, cell + 1)) * (self.cell_px / scale)
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
