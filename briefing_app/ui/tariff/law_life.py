"""The life of measures to scale: a bar in the table's cell, and all of them as a picture under the years."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from briefing_app.domain.time_axis import axis, seconds
from briefing_app.tariff.moment import moment_of
from briefing_app.tariff.rules import Measure
from briefing_app.ui.tariff.fills import fill, key
from briefing_app.ui.tariff.law_words import standing, title_of
from briefing_app.ui.tariff.words import authority_of
from briefing_app.ui.theme import on_change, theme


@dataclass(frozen=True)
class Stage:
    """What the bars are drawn against: the stretch in seconds of the wall clock, the day and its noon."""

    first: float
    last: float
    day: date
    minute: int


def paint_life(painter: QPainter, box: QRectF, measure: Measure, stage: Stage, tall: float) -> None:
    """The bar of a measure: full while in force on the day, pale with an outline otherwise."""
    if measure.start is None:
        return
    scale = box.width() / (stage.last - stage.first)
    begin = seconds(moment_of(measure.start).replace(tzinfo=None))
    end = seconds(moment_of(measure.end).replace(tzinfo=None)) if measure.end is not None else stage.last
    left = box.left() + (max(begin, stage.first) - stage.first) * scale
    right = box.left() + (min(end, stage.last) - stage.first) * scale
    bar = QRectF(left, box.center().y() - tall / 2, max(2.0, right - left), tall)
    authority = authority_of(measure)
    which = standing(measure, stage.minute)
    fill(painter, bar, authority.place)
    if which != "in force":
        ground = theme().colour("surface")
        ground.setAlpha(130)
        painter.fillRect(bar, ground)
        painter.setPen(QPen(authority.colour(), 1))
        painter.drawRect(bar)


class LifeDelegate(QStyledItemDelegate):
    """The bar in a cell, with the line of the day. ``row`` gives the measure, ``stage`` the time."""

    def __init__(self, parent: QWidget, row: Callable[[int], Measure], stage: Callable[[], Stage]) -> None:
        super().__init__(parent)
        self._row, self._stage = row, stage

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index) -> None:  # type: ignore[no-untyped-def]
        plain = QStyleOptionViewItem(option)
        self.initStyleOption(plain, index)
        plain.text = ""
        style = plain.widget.style()
        style.drawControl(style.ControlElement.CE_ItemViewItem, plain, painter, plain.widget)
        stage = self._stage()
        box = QRectF(option.rect).adjusted(theme().px(6), 0, -theme().px(6), 0)
        paint_life(painter, box, self._row(index.row()), stage, theme().px(10))
        x = box.left() + (seconds(stage.day) + 43200 - stage.first) / (stage.last - stage.first) * box.width()
        painter.fillRect(QRectF(x, option.rect.top(), 1.5, option.rect.height()), theme().colour("caution"))


def paint_years(painter: QPainter, box: QRectF, stage: Stage, *, lines_to: float = 0.0) -> None:
    """The years along a stretch; hairlines down to ``lines_to`` where it is given."""
    painter.setFont(theme().font("secondary"))
    metrics = QFontMetricsF(painter.font())
    for tick in axis(stage.first, stage.last, min(box.width(), 9 * 100)).lower:
        x = box.left() + (tick.at - stage.first) / (stage.last - stage.first) * box.width()
        if x < box.left() - 1:
            continue
        if lines_to:
            painter.fillRect(QRectF(x, box.bottom(), 1, lines_to - box.bottom()), theme().colour("line"))
        if x + metrics.horizontalAdvance(tick.text) <= box.right():
            painter.setPen(theme().colour("ink_2"))
            painter.drawText(QPointF(x, box.top() + metrics.ascent()), tick.text)


class Gantt(QWidget):
    """All measures one below the other. ``chosen`` carries the id of the one clicked."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._measures: tuple[Measure, ...] = ()
        self._stage: Stage | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        on_change(self, self.update)

    def show_measures(self, measures: Sequence[Measure], stage: Stage) -> None:
        """Show measures against a stretch of time."""
        self._measures, self._stage = tuple(measures), stage
        self.setFixedHeight(self.sizeHint().height())
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme().px(600), self._top() + theme().px(22) * len(self._measures) + theme().px(34))

    @staticmethod
    def _top() -> int:
        return theme().px(24)

    def _left(self) -> float:
        return min(theme().px(300), self.width() * 0.4)

    def paintEvent(self, _event: QPaintEvent) -> None:
        stage = self._stage
        if stage is None:
            return
        painter, look = QPainter(self), theme()
        left, step = self._left(), look.px(22)
        bottom = self._top() + step * len(self._measures)
        box = QRectF(left, 0, self.width() - left - look.px(8), self._top())
        paint_years(painter, box, stage, lines_to=bottom)
        painter.setFont(look.font("secondary"))
        metrics = QFontMetricsF(painter.font())
        seen = []
        for number, measure in enumerate(self._measures):
            row = QRectF(left, self._top() + step * number, box.width(), step)
            painter.setPen(look.colour("ink"))
            name = metrics.elidedText(title_of(measure), Qt.TextElideMode.ElideRight, left - look.px(12))
            painter.drawText(QPointF(0, row.center().y() + metrics.ascent() / 2 - 1), name)
            paint_life(painter, row, measure, stage, look.px(12))
            if (authority := authority_of(measure)) not in seen and measure.start is not None:
                seen.append(authority)
        x = left + (seconds(stage.day) + 43200 - stage.first) / (stage.last - stage.first) * box.width()
        painter.fillRect(QRectF(x, self._top(), 1.6, bottom - self._top()), look.colour("caution"))
        at = 0.0
        for authority in seen:
            at += key(painter, QPointF(at, bottom + look.px(24)), authority.name, authority.place) + look.px(
                16
            )

    def mousePressEvent(self, event: QMouseEvent) -> None:
        place = int((event.position().y() - self._top()) // theme().px(22))
        if 0 <= place < len(self._measures):
            self.chosen.emit(self._measures[place].id)
