"""The strip of terms of office: bars with names and posts; they run on faintly behind the events."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QLinearGradient, QPainter

from briefing_app.app.i18n import tr
from briefing_app.domain.terms import Term
from briefing_app.ui.timeline.chosen_layer import ChosenLayer

FADE_PX = 28.0
BAND_ALPHA = 9


class TermLayer(ChosenLayer):
    """Paints who held which post. ``term_boxes`` says what was drawn where, for the hit test."""

    def __init__(self, *, is_paper: bool = False) -> None:
        super().__init__(is_paper=is_paper)
        self.term_boxes: list[tuple[QRectF, Term]] = []

    def term_at(self, x: float, y: float) -> Term | None:
        """The term drawn at a point of the content."""
        return next((term for box, term in self.term_boxes if box.contains(x, y)), None)

    def _term_bands(self) -> list[tuple[float, float, QColor]]:
        """Behind the events: a breath of colour while a term runs, a pale line where an office changes
        hands.
        """
        pale, faint = QColor(self.colours["accent"]), QColor(self.colours["accent"])
        pale.setAlpha(70)
        faint.setAlpha(BAND_ALPHA)
        bands = [
            (self.head_px + self.port.x(each.start), self.head_px + self.port.x(each.end), faint)
            for each in self.terms
        ]
        width = self._size[0]
        bands = [(left, min(right, width), faint) for left, right, faint in bands if left < width]
        edges = {round(self.head_px + self.port.x(term.start)) for term in self.terms if not term.soft_start}
        return bands + [(x, x + 1, pale) for x in edges if self.head_px < x < width]

    def _paint_terms(self, painter: QPainter) -> None:
        self.term_boxes = []
        if not self.terms:
            return
        width = self._size[0]
        ground = QRectF(self.head_px, self.axis_px, width - self.head_px, self.terms_px)
        painter.fillRect(ground, self.colours["canvas"])
        painter.fillRect(QRectF(0, self.lanes_top - 1, width, 1), self.colours["line_strong"])
        for term in self.terms:
            if term.row >= self.term_rows:
                continue
            left, right = self.port.x(term.start), self.port.x(term.end)
            near, far = max(left, -40.0), min(right, self.port.width + 40.0)
            if far - near < 2:
                continue
            top = self.axis_px + 2 + term.row * self.term_px
            box = QRectF(self.head_px + near, top + 1, far - near, self.term_px - 2)
            painter.fillRect(box, self._term_brush(term, box, left == near, right == far))
            if not term.soft_start and left == near:
                painter.fillRect(QRectF(box.left(), box.top(), 2, box.height()), self.colours["accent"])
            self.term_boxes.append((box.translated(-self.head_px, 0), term))
            begin = max(near, 0.0) + (6 if left == near and not term.soft_start else 4)
            room = min(far, self.port.width) - begin - 6
            if room > 24:
                at = QPointF(self.head_px + begin, top + (self.term_px - self.metrics.height()) / 2)
                self._words_at(painter, at, term.words, "ink", room=10.0 * int(room / 10))

    def _term_brush(self, term: Term, box: QRectF, shows_start: bool, shows_end: bool) -> QBrush:
        """A tint that fades where an end is known only roughly, or is not known to come."""
        tint = QColor(self.colours["accent"])
        tint.setAlpha(46)
        clear = QColor(tint)
        clear.setAlpha(0)
        fade = min(FADE_PX / max(box.width(), 1.0), 0.5)
        gradient = QLinearGradient(box.left(), 0, box.right(), 0)
        gradient.setColorAt(0, clear if term.soft_start and shows_start else tint)
        gradient.setColorAt(fade, tint)
        gradient.setColorAt(1 - fade, tint)
        gradient.setColorAt(1, clear if term.soft_end and shows_end else tint)
        return QBrush(gradient)

    def _paint_term_head(self, painter: QPainter) -> None:
        if not self.terms:
            return
        painter.fillRect(QRectF(0, self.axis_px, self.head_px - 1, self.terms_px), self.colours["canvas"])
        painter.fillRect(QRectF(0, self.lanes_top - 1, self.head_px, 1), self.colours["line_strong"])
        painter.setBrush(Qt.BrushStyle.NoBrush)
        at = QPointF(12, self.axis_px + 2 + (self.term_px - self.metrics.height()) / 2)
        self._words_at(painter, at, tr("In office"), "ink_2", bold=True, room=self.head_px - 24)
