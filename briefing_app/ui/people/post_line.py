"""The posts of a person through time, drawn to scale, with the as-of day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QLinearGradient, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from briefing_app.app.i18n import language, tr
from briefing_app.domain.date_words import day_words, words
from briefing_app.domain.fuzzydate import is_edtf, parse
from briefing_app.domain.people import post_words
from briefing_app.domain.records import Post
from briefing_app.ui.theme import on_change, theme

ROW, AXIS, MARGIN = 44, 22, 8
LEAST = timedelta(days=540)


class PostLine(QWidget):
    """One bar a post: solid while held, fading where its end or beginning is not known."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._posts: list[tuple[Post, date | None, date | None]] = []
        self._day = date.min
        self._shown: Callable[[str], str] = str
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        on_change(self, self.updateGeometry)

    def show_posts(self, posts: tuple[Post, ...], day: date, shown: Callable[[str], str] = str) -> None:
        """Draw posts, the first begun on top, and the day; ``shown`` gives their words in the window."""
        self._shown = shown
        dated = [(post, _day(post.from_, last=False), _day(post.to, last=True)) for post in posts]
        self._posts = sorted(dated, key=lambda each: each[1] or each[2] or date.min)
        self._day = day
        self.setAccessibleName("; ".join(self.sentences()))
        self.setVisible(bool(posts))
        self.updateGeometry()
        self.update()

    def sentences(self) -> list[str]:
        """The same in words."""
        return [f"{post_words(post, self._shown)}: {_years(post)}" for post, _start, _end in self._posts]

    def sizeHint(self) -> QSize:
        return QSize(theme().px(400), theme().px(ROW * len(self._posts) + AXIS + MARGIN))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme().px(240), self.sizeHint().height())

    def span(self) -> tuple[date, date]:
        """The first and last day drawn: all known ends and the as-of day, with some room."""
        known = [each for _post, start, end in self._posts for each in (start, end) if each] + [self._day]
        first, last = min(known), max(known)
        if last - first < LEAST:
            first = last - LEAST
        room = max(timedelta(days=60), (last - first) / 20)
        return first - room, last + room

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        first, last = self.span()
        width = self.width() - theme().px(2)

        def x(day: date) -> float:
            return width * (day - first).days / max(1, (last - first).days)

        bottom = self.height() - theme().px(AXIS)
        painter.setFont(theme().font("secondary"))
        text = day_words(self._day, language())
        width_px = painter.fontMetrics().horizontalAdvance(text) + theme().px(4)
        left = min(x(self._day) + theme().px(4), self.width() - width_px)
        self._paint_axis(painter, first, last, x, (left, left + width_px))
        painter.setPen(QPen(theme().colour("accent"), 1.5, Qt.PenStyle.DashLine))
        painter.drawLine(QPointF(x(self._day), 0), QPointF(x(self._day), bottom))
        painter.drawText(QRectF(left, bottom, width_px, theme().px(AXIS)), 0, text)
        for row, (post, start, end) in enumerate(self._posts):
            self._paint_post(painter, row, post, (start, end), x)
        painter.end()

    def _paint_axis(self, painter: QPainter, first: date, last: date, x, taken) -> None:  # type: ignore[no-untyped-def]
        """``taken`` is where the words of the day stand: no year is written there, nor cut at the edge."""
        px, bottom = theme().px, self.height() - theme().px(AXIS)
        painter.setFont(theme().font("secondary"))
        years = list(range(first.year + 1, last.year + 1))
        step = max(1, len(years) * px(44) // max(1, self.width()) + 1)
        for year in years:
            place = x(date(year, 1, 1))
            painter.setPen(theme().colour("line"))
            painter.drawLine(QPointF(place, 0), QPointF(place, bottom))
            end = place + px(8) + painter.fontMetrics().horizontalAdvance(str(year))
            is_free = end <= self.width() and (end < taken[0] or place + px(4) > taken[1])
            if year % step == 0 and is_free:
                painter.setPen(theme().colour("ink_2"))
                painter.drawText(QRectF(place + px(4), bottom, px(60), px(AXIS)), 0, str(year))

    def _paint_post(self, painter: QPainter, row: int, post: Post, ends, x) -> None:  # type: ignore[no-untyped-def]
        px, (start, end) = theme().px, ends
        top = px(ROW) * row + px(4)
        left = x(start) if start else 0.0
        right = x(end) if end else float(self.width())
        held = (start is None or start <= self._day) and (end is None or end > self._day)
        colour = theme().colour("accent" if held else "line_strong")
        brush = QLinearGradient(left, 0, right, 0)
        clear = theme().colour("canvas")
        reach = min(0.5, px(48) / max(1.0, right - left))
        brush.setColorAt(0, clear if start is None else colour)
        brush.setColorAt(reach, colour)
        brush.setColorAt(1 - reach, colour)
        brush.setColorAt(1, clear if end is None else colour)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(brush)
        painter.drawRoundedRect(QRectF(left, top + px(22), max(px(4), right - left), px(8)), 2, 2)
        painter.setPen(theme().colour("ink" if held else "ink_2"))
        painter.setFont(theme().font("secondary"))
        text = f"{post_words(post, self._shown)}  ·  {_years(post)}"
        metrics = painter.fontMetrics()
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, self.width() - px(8))
        at = min(left, self.width() - metrics.horizontalAdvance(shown) - px(4))
        place = QRectF(max(0, at), top, metrics.horizontalAdvance(shown) + px(4), px(20))
        painter.fillRect(place, theme().colour("canvas"))
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, shown)


def _day(edtf: str, *, last: bool) -> date | None:
    if not edtf or not is_edtf(edtf):
        return None
    when = parse(edtf)
    return when.last if last else when.first


def _years(post: Post) -> str:
    """From when to when, as precisely as it is known and no more."""
    begin, end = _month(post.from_), _month(post.to)
    if end:
        return f"{begin or '?'} – {end}"
    return tr("since {day}", day=begin) if begin else tr("dates not known")


def _month(edtf: str) -> str:
    if not edtf or not is_edtf(edtf):
        return edtf
    found = parse(edtf)
    if not found.is_day:
        return words(edtf, language())
    day = found.sort_day
    return f"{day.year}年{day.month}月" if language() == "ja" else f"{day:%b %Y}"
