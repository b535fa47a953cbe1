"""The layers around the events: grid and veil below, axis, day lines, lane heads and overview above."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QImage, QPainter, QPen, QPixmap

from briefing_app.app.i18n import language, tr
from briefing_app.domain.time_axis import Axis
from briefing_app.domain.timeline import DAY
from briefing_app.ui.timeline.term_layer import TermLayer


class FrameLayer(TermLayer):
    """Paints everything that is not an event."""

    def _paint_ground(self, painter: QPainter, ticks: Axis) -> None:
        """Grid, days off, what lies beyond the as-of day, and the day lines.

        None of it changes from top to bottom, so it is one row of pixels laid over the whole canvas: a
        hundred lines of their own, each touching every row of the screen, would take most of a frame.
        """
        width, height = self._size
        tall = height - self.overview_px - self.axis_px
        bands = self._bands(ticks)
        lines = [(x, thick, self.colours[token]) for x, _, token, thick in self._day_lines()]
        self.lines_behind = [
            (x - self.head_px, thick, self._ground_at(x + thick / 2, bands)) for x, thick, _ in lines
        ]
        bands += [(x, x + thick, colour) for x, thick, colour in lines]
        if self.is_paper:
            for left, right, colour in bands:
                painter.fillRect(QRectF(left, self.axis_px, right - left, tall), colour)
        else:
            row = np.full(round(width * self.ratio), self.colours["surface"].rgb(), np.uint32)
            for left, right, colour in bands:
                first = max(round(left * self.ratio), 0)
                _lay(row[first : max(round(right * self.ratio), first)], colour)
            picture = QImage(row.tobytes(), len(row), 1, 4 * len(row), QImage.Format.Format_RGB32).copy()
            painter.save()
            painter.scale(1 / self.ratio, 1 / self.ratio)
            painter.fillRect(
                QRectF(0, self.axis_px * self.ratio, len(row), tall * self.ratio), QBrush(picture)
            )
            painter.restore()
        for lane in range(1, len(self.rows)):
            y = round(self.lane_top(lane))
            if self.lanes_top <= y < self.lanes_bottom:
                painter.fillRect(QRectF(self.head_px, y, width, 1), self.colours["line_strong"])

    def _ground_at(self, x: float, bands: list[tuple[float, float, QColor]]) -> QColor:
        """The colour of the ground at a pixel, without the day line over it."""
        ground = np.full(1, self.colours["surface"].rgb(), np.uint32)
        for left, right, colour in bands:
            if left <= x < right:
                _lay(ground, colour)
        return QColor.fromRgb(int(ground[0]))

    def _bands(self, ticks: Axis) -> list[tuple[float, float, QColor]]:
        """What stands from top to bottom below the day lines, in order of painting: left, right, colour."""
        width = self._size[0]
        bands = []
        for place, tick in enumerate(ticks.lower):
            x = self.head_px + self.port.x(tick.at)
            if tick.rest and ticks.days_shown:
                end = ticks.lower[place + 1].at if place + 1 < len(ticks.lower) else tick.at + DAY
                bands.append((x, x + (end - tick.at) * self.port.scale, self.colours["canvas"]))
            bands.append((round(x), round(x) + 1, self.colours["line"]))
        for tick in ticks.upper:
            x = round(self.head_px + self.port.x(tick.at))
            bands.append((x, x + 1, self.colours["line_strong"]))
        if self.as_of is not None:
            veil = QColor(self.colours["past"])
            veil.setAlpha(130)
            bands.append((self.head_px + self.port.x(self.as_of + DAY), width, veil))
        bands += self._term_bands()
        return [
            (max(left, self.head_px), right, colour) for left, right, colour in bands if right > self.head_px
        ]

    # --- frame ---------------------------------------------------------------------------------------

    def _paint_axis(self, painter: QPainter, ticks: Axis) -> None:
        width, _ = self._size
        half = self.axis_px / 2
        painter.fillRect(QRectF(0, 0, width, self.axis_px), self.colours["canvas"])
        painter.save()
        painter.setClipRect(QRectF(self.head_px, 0, width - self.head_px, self.axis_px))
        text_y = (half - self.metrics.height()) / 2
        flags = self._axis_flags()
        for row, top, bold, token in ((ticks.upper, 0.0, True, "ink"), (ticks.lower, half, False, "ink_2")):
            line = self.colours["line_strong" if bold else "line"]
            ends = [self.head_px + self.port.x(tick.at) for tick in row[1:]] + [float("inf")]
            for tick, end in zip(row, ends, strict=True):
                x = self.head_px + self.port.x(tick.at)
                if x >= self.head_px:
                    painter.fillRect(QRectF(round(x), top, 1, half), line)
                wide = self._text(tick.text, 400.0, bold=bold).size().width()
                text_x = min(max(x + 5, self.head_px + 5) if bold else x + 4, end - wide - 5)
                if text_x < self.head_px or (bold and text_x < x + 2):
                    continue
                said = QRectF(text_x - 4, top + text_y, wide + 8, self.metrics.height())
                if any(said.intersects(flag) for flag in flags):
                    continue  # what the flag says is said in its place
                shade = "ink_3" if tick.rest else token
                self._words_at(painter, QPointF(round(text_x), top + text_y), tick.text, shade, bold=bold)
        painter.restore()
        painter.fillRect(QRectF(0, self.axis_px - 1, width, 1), self.colours["line_strong"])

    def _day_lines(self) -> list[tuple[float, str, str, float]]:
        """The lines of days as (pixel, words, colour, width): today, and the as-of where it is another.

        They stand at the end of their day: what is left of them had happened.
        """
        days = [(self.today, tr("Today"), "ink_2", 1.0)]
        if self.as_of is not None:
            days.append((self.as_of, self.as_of_text, "caution", 2.0))
        lines = []
        for at, words, token, thick in days:
            x = round(self.head_px + self.port.x(at + DAY))
            if self.head_px <= x <= self._size[0]:
                lines.append((x - thick, words, token, thick))
        return lines

    def _axis_flags(self) -> list[QRectF]:
        """What is written on the axis besides its own words, which make way for it."""
        return self.day_flags()

    def day_flags(self) -> list[QRectF]:
        """Where the names of the day lines are painted."""
        boxes = self._day_flags()
        return [box for box in boxes if box.left() >= self.head_px and box.right() <= self._size[0]]

    def _day_flags(self) -> list[QRectF]:
        """Where the names of the day lines stand; today's makes way for the as-of day's beside it."""
        boxes = []
        for x, words, _, _ in self._day_lines():
            wide = self._text(words, 240, bold=True).size().width()
            left = max(min(x - wide / 2 - 6, self._size[0] - wide - 14), self.head_px)
            boxes.append(QRectF(left, 2, wide + 12, self.axis_px / 2 - 3))
        if len(boxes) == 2 and boxes[0].intersects(boxes[1]):
            is_later = self.as_of is not None and self.today > self.as_of
            away = boxes[1].right() + 2 if is_later else boxes[1].left() - boxes[0].width() - 2
            boxes[0].moveLeft(away)
        return boxes

    def _paint_day_names(self, painter: QPainter) -> None:
        for (x, words, token, thick), box in zip(self._day_lines(), self._day_flags(), strict=True):
            colour = self.colours[token]
            painter.fillRect(QRectF(x, self.axis_px / 2, thick, self.axis_px / 2), colour)
            if box.left() < self.head_px or box.right() > self._size[0]:
                continue  # no room beside the other: the line alone
            text = self._text(words, 240, bold=True)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour)
            painter.drawRoundedRect(box, 3, 3)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
            painter.setPen(self.colours["surface"])
            painter.setFont(self.bold)
            painter.drawStaticText(QPointF(box.left() + 6, box.center().y() - text.size().height() / 2), text)
            painter.setFont(self.font)

    def _paint_heads(self, painter: QPainter) -> None:
        """The names of the lanes; on the screen as one picture that is kept while nothing in it changes."""
        whole = self._size[1] - self.overview_px
        if self.is_paper:
            painter.save()
            painter.translate(0, self.lanes_top)
            self._draw_heads(painter)
            painter.restore()
        else:
            painter.drawPixmap(QPointF(0, self.lanes_top), self._head_picture())
        painter.fillRect(QRectF(self.head_px - 1, 0, 1, whole), self.colours["line_strong"])

    def _head_picture(self) -> QPixmap:
        assert self.chronicle is not None
        tall = self.lanes_bottom - self.lanes_top
        shown = (self.chronicle.lane_words, self.chronicle.lane_counts, language())
        key = (*shown, self.ratio, self.head_px, tall, self.scroll, self._lane_tops,
               self._lane_numbers())  # fmt: skip
        if self._heads is None or self._heads[0] != key:
            picture = QPixmap(max(round(self.head_px * self.ratio), 1), max(round(tall * self.ratio), 1))
            picture.setDevicePixelRatio(self.ratio)
            painter = QPainter(picture)
            painter.setFont(self.font)
            self._draw_heads(painter)
            painter.end()
            self._heads = (key, picture)
        return self._heads[1]

    def _draw_heads(self, painter: QPainter) -> None:
        """Each lane's name and count, from the top of the lanes."""
        assert self.chronicle is not None
        area = QRectF(0, 0, self.head_px, self.lanes_bottom - self.lanes_top)
        painter.fillRect(area, self.colours["canvas"])
        painter.setClipRect(area)
        for lane, name in enumerate(self.chronicle.lane_words):
            top, below = (each - self.scroll for each in self._lane_tops[lane : lane + 2])
            if lane:
                painter.fillRect(QRectF(0, round(top), self.head_px, 1), self.colours["line_strong"])
            stripe = QRectF(0, round(top) + (1 if lane else 0), 4, below - top)
            painter.fillRect(stripe, self.lane_colour(lane))
            self._words_at(painter, QPointF(12, top + 6), name, "ink", bold=True, room=self.head_px - 24)
            count = self.chronicle.lane_counts[lane]
            words = tr("1 event") if count == 1 else tr("{count} events", count=f"{count:,}")
            at = QPointF(12, top + 6 + self.metrics.height())
            self._words_at(painter, at, words, "ink_2", room=self.head_px)

    def _paint_overview(self, painter: QPainter) -> None:
        box = self.overview_rect()
        first, last = self.overview_span()
        painter.drawPixmap(QPointF(0, box.top()), self._overview_ground(box))
        scale = box.width() / (last - first)
        for at, token in ((self.today, "ink_2"), (self.as_of, "caution")):
            if at is not None and first <= at <= last:
                line = QRectF(box.left() + (at - first) * scale, box.top(), 1.5, box.height())
                painter.fillRect(line, self.colours[token])
        left = max(box.left() + (self.port.first - first) * scale, box.left())
        right = min(box.left() + (self.port.last - first) * scale, box.right() - 1)
        if right > left:
            window = QRectF(left, box.top() + 2, max(right - left, 6), box.height() - 4)
            tint = QColor(self.colours["accent"])
            tint.setAlpha(40)
            painter.setPen(QPen(self.colours["accent"], 1.2))
            painter.setBrush(tint)
            painter.drawRoundedRect(window, 3, 3)

    def _overview_ground(self, box: QRectF) -> QPixmap:
        """How many events begin when, over the whole range; drawn once per size."""
        key = (self._size[0], box.height(), self.ratio)
        if self._overview_picture is not None and self._overview_picture[0] == key:
            return self._overview_picture[1]
        picture = QPixmap(round(self._size[0] * self.ratio), round(box.height() * self.ratio))
        picture.setDevicePixelRatio(self.ratio)
        picture.fill(self.colours["canvas"])
        painter = QPainter(picture)
        painter.fillRect(QRectF(0, 0, self._size[0], 1), self.colours["line_strong"])
        painter.setFont(self.font)
        painter.setPen(self.colours["ink_2"])
        top = box.height() / 2 - self.metrics.height() / 2
        painter.drawStaticText(QPointF(12, top), self._text(tr("Whole range"), self.head_px - 14))
        if self._overview is not None:
            counts = self._overview[2]
            high = np.log1p(counts) / max(np.log1p(counts.max()), 1e-9) * (box.height() - 8)
            step = box.width() / len(counts)
            found = np.flatnonzero(counts)
            tall = np.maximum(2.0, high[found])
            wide = np.full(len(found), max(1.0, step - 1))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self.colours["ink_3"])
            bars = (box.left() + found * step, box.height() - 3 - tall, wide, tall)
            self._draw_rects(painter, np.column_stack(bars))
        painter.end()
        self._overview_picture = (key, picture)
        return picture


def _lay(pixels: np.ndarray, colour: QColor) -> None:
    """Lay a colour over pixels, as strongly as its alpha says."""
    strength = colour.alphaF()
    if strength >= 1:
        pixels[:] = colour.rgb()
        return
    mixed = np.zeros_like(pixels)
    for shift, part in ((16, colour.red()), (8, colour.green()), (0, colour.blue())):
        old = (pixels >> shift) & 0xFF
        mixed |= np.round(old * (1 - strength) + part * strength).astype(np.uint32) << shift
    pixels[:] = mixed | 0xFF000000
