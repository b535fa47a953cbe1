"""The charts under the lanes, on the axis of the events, and the pointer line that reads them together."""

from __future__ import annotations

from math import ceil, floor, log10

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF, QTextLayout

from briefing_app.app.i18n import language
from briefing_app.domain.date_words import day_words
from briefing_app.domain.time_axis import moment_of
from briefing_app.domain.timeline import DAY
from briefing_app.domain.tracks import Line, Track
from briefing_app.ui.timeline.frame_layer import FrameLayer
from briefing_app.ui.timeline.scene_state import ShownTrack

DASHES: tuple[list[float], ...] = ([], [6, 3], [2, 2], [8, 3, 2, 3], [1, 3])
"""Lines of one chart differ by dashes as well as by colour."""
READINGS = 4


class TrackLayer(FrameLayer):
    """Paints charts and the pointer line."""

    def __init__(self, *, is_paper: bool = False) -> None:
        super().__init__(is_paper=is_paper)
        self._titles: dict[tuple[str, float], list[str]] = {}

    def restyle(self) -> None:
        super().restyle()
        self._titles = {}

    def edge_at(self, y: float) -> int | None:
        """The chart whose upper edge is at a height, to be dragged."""
        for place, top in enumerate(self.track_tops()[:-1]):
            if abs(y - top) <= 5:
                return place
        return None

    def track_at(self, y: float) -> int | None:
        """The chart at a height."""
        tops = self.track_tops()
        return next((place for place in range(len(self.tracks)) if tops[place] <= y < tops[place + 1]), None)

    @property
    def read_at(self) -> float:
        """The moment that the charts are read at: under the pointer, else the end of the day looked at."""
        if self.pointed is not None:
            return self.pointed
        return (self.today if self.as_of is None else self.as_of) + DAY - 1

    def _paint_tracks(self, painter: QPainter) -> None:
        for shown, top in zip(self.tracks, self.track_tops(), strict=False):
            self._paint_track(painter, shown, top)

    def _paint_track(self, painter: QPainter, shown: ShownTrack, top: float) -> None:
        width = self._size[0]
        painter.fillRect(QRectF(self.head_px, round(top), width, 1), self.colours["line_strong"])
        low, high = shown.track.bounds()
        steps = nice_steps(low, high, shown.height / 34)
        low, high = min(low, steps[0]), max(high, steps[-1])
        inner = QRectF(self.head_px, top + 8, self.port.width, shown.height - 16)

        def y_of(value: float) -> float:
            return inner.bottom() - (value - low) / max(high - low, 1e-12) * inner.height()

        for step in steps:
            y = round(y_of(step))
            painter.fillRect(QRectF(self.head_px, y, width, 1), self.colours["line"])
            at = QPointF(self.head_px + 4, y - self.metrics.height() + 1)
            if at.y() > top:
                self._words_at(painter, at, f"{step:g}", "ink_2")
        painter.save()
        painter.setClipRect(QRectF(self.head_px, top, self.port.width, shown.height))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for place, line in enumerate(shown.track.lines):
            self._paint_line(painter, line, place, y_of)
        painter.restore()
        if len(shown.track.lines) > 1:
            self._name_lines(painter, shown.track, y_of)

    def _paint_line(self, painter: QPainter, line: Line, place: int, y_of) -> None:  # type: ignore[no-untyped-def]
        """Level pieces joined by risers where one follows the other; a gap where nothing is known."""
        painter.setPen(self._line_pen(place))
        points: list[QPointF] = []
        edge = None
        for piece in line.pieces:
            if piece.value is None or piece.start != edge:
                self._draw_run(painter, points)
                points = []
            if piece.value is not None and piece.start < self.port.last and piece.end > self.port.first:
                y = y_of(float(piece.value))
                left, right = max(self.port.x(piece.start), -9.0), min(self.port.x(piece.end), 1e5)
                points += [QPointF(self.head_px + left, y), QPointF(self.head_px + right, y)]
            edge = piece.end
        self._draw_run(painter, points)

    def _draw_run(self, painter: QPainter, points: list[QPointF]) -> None:
        if len(points) > 1:
            painter.drawPolyline(QPolygonF(points))

    def _line_pen(self, place: int) -> QPen:
        pen = QPen(self.series[place % len(self.series)], 2.0)
        if dashes := DASHES[place % len(DASHES)]:
            pen.setDashPattern(dashes)
        return pen

    def _name_lines(self, painter: QPainter, track: Track, y_of) -> None:  # type: ignore[no-untyped-def]
        """Each line's name at its last figure in view, where it does not run into another."""
        taken: list[float] = []
        for line in track.lines:
            seen = [each for each in line.pieces if each.value is not None and each.start < self.port.last]
            if not seen or seen[-1].end < self.port.first:
                continue
            y = y_of(float(seen[-1].value or 0)) - self.metrics.height()
            if any(abs(y - other) < self.metrics.height() for other in taken):
                continue
            taken.append(y)
            wide = self._text(line.name, 160.0).size().width()
            x = min(self.port.x(seen[-1].end), self.port.width) - wide - 6
            self._words_at(painter, QPointF(self.head_px + max(x, 24.0), y), line.name, "ink_2", room=160.0)

    def _paint_track_heads(self, painter: QPainter) -> None:
        """The title, and what the chart says at the pointer or on the day looked at."""
        tops = self.track_tops()
        for place, shown in enumerate(self.tracks):
            box = QRectF(0, tops[place], self.head_px - 1, shown.height)
            painter.fillRect(box, self.colours["canvas"])
            painter.fillRect(QRectF(0, round(box.top()), self._size[0], 1), self.colours["line_strong"])
            painter.save()
            painter.setClipRect(box)
            y = box.top() + 5
            for line in self._title_lines(shown.track.title, self.head_px - 20):
                self._words_at(painter, QPointF(12, y), line, "ink", bold=True, room=self.head_px - 20)
                y += self.metrics.height()
            y += 2
            for number, (name, words) in enumerate(shown.track.reading(self.read_at)[:READINGS]):
                if y + self.metrics.height() > box.bottom():
                    break
                painter.setPen(self._line_pen(number))
                painter.drawLine(
                    QPointF(12, y + self.metrics.height() / 2), QPointF(24, y + self.metrics.height() / 2)
                )
                said = f"{words} {name}".strip()
                self._words_at(painter, QPointF(28, y), said, "ink", bold=True, room=self.head_px - 34)
                y += self.metrics.height()
            painter.restore()

    def _title_lines(self, title: str, room: float) -> list[str]:
        """A title in at most two lines; the second ends with an ellipsis where there is more."""
        key = (title, room)
        if key not in self._titles:
            layout = QTextLayout(title, self.bold)
            layout.beginLayout()
            line = layout.createLine()
            line.setLineWidth(room)
            first = title[: line.textLength()].rstrip()
            layout.endLayout()
            self._titles[key] = [each for each in (first, title[line.textLength() :].strip()) if each]
        return self._titles[key]

    def _paint_pointer(self, painter: QPainter) -> None:
        """The line under the pointer through lanes and charts, with its day on the axis."""
        if self.pointed is None or not self.tracks:
            return
        x = round(self.head_px + self.port.x(self.pointed))
        if not self.head_px <= x <= self._size[0]:
            return
        bottom = self._size[1] - self.overview_px
        painter.fillRect(QRectF(x, self.axis_px, 1, bottom - self.axis_px), self.colours["ink_3"])
        for shown, top in zip(self.tracks, self.track_tops(), strict=False):
            words = "   ".join(
                f"{name} {said}".strip() for name, said in shown.track.reading(self.pointed)[:READINGS]
            )
            if words:
                self._flag(painter, x, top + 4, words)
        self._flag(painter, x, self.axis_px / 2, self._pointed_words(self.pointed))

    def _pointed_words(self, at: float) -> str:
        moment = moment_of(at)
        clock = f" {moment:%H:%M}" if self.port.scale * DAY > 200 else ""
        return day_words(moment.date(), language()) + clock

    def _axis_flags(self) -> list[QRectF]:
        flags = super()._axis_flags()
        if self.pointed is not None and self.tracks:
            x = round(self.head_px + self.port.x(self.pointed))
            if self.head_px <= x <= self._size[0]:
                flags.append(self._flag_box(x, self.axis_px / 2, self._pointed_words(self.pointed)))
        return flags

    def _flag_box(self, x: float, y: float, words: str) -> QRectF:
        size = self._text(words, 420.0, bold=True).size()
        left = x + 5 if x + size.width() + 16 < self._size[0] else x - size.width() - 13
        return QRectF(left, y, size.width() + 8, size.height() + 2)

    def _flag(self, painter: QPainter, x: float, y: float, words: str) -> None:
        """Words beside the pointer line, on a ground that keeps them readable."""
        box = self._flag_box(x, y, words)
        ground = QColor(self.colours["surface"])
        ground.setAlpha(235)
        painter.fillRect(box, ground)
        at = QPointF(box.left() + 4, y + 1)
        self._words_at(painter, at, words, "ink", bold=True, room=420.0)


def nice_steps(low: float, high: float, most: float) -> list[float]:
    """Round values from at or below ``low`` to at or above ``high``, at most about ``most`` of them."""
    span = max(high - low, 1e-9)
    rough = span / max(most, 1.0)
    base = 10.0 ** floor(log10(rough))
    step = next((base * each for each in (1, 2, 5, 10) if base * each >= rough), base * 10)
    first, last = floor(low / step + 1e-9), ceil(high / step - 1e-9)
    return [round(number * step, 9) for number in range(first, max(last, first + 1) + 1)]
