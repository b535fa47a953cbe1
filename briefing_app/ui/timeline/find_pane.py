"""The left zone: what is next, find, lanes and categories with counts, and what the shapes mean."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractButton,
    QCheckBox,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from briefing_app.domain.chronicle import lanes_of, ordered_lanes
from briefing_app.domain.contradictions import Contradiction
from briefing_app.domain.date_words import day_words
from briefing_app.domain.deadlines import Upcoming, overdue, upcoming
from briefing_app.domain.records import Event
from briefing_app.ui.theme import on_change, theme
from briefing_app.ui.timeline.marks import SHAPES, draw_mark
from briefing_app.ui.widgets.labels import ElidedLabel, SectionHeader, label
from briefing_app.ui.widgets.search_field import SearchField

NEXT_LIMIT = 5
FINDINGS_LIMIT = 12


class ShapeKey(QWidget):
    """A drawn shape of the key, or a square of a lane's colour."""

    def __init__(self, shape: str, tone: str = "ink_2", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shape, self._tone = shape, tone
        side = theme().px(16)
        self.setFixedSize(QSize(side, side))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(QPointF(self.width() / 2, self.height() / 2))
        look = theme()
        colour = QColor(self._tone) if self._tone.startswith("#") else look.colour(self._tone)
        draw_mark(painter, self._shape, colour, look.colour("canvas"), 4.5 * look.scale)


class CheckList(QWidget):
    """Names with check boxes and counts. ``changed`` carries the names that are off."""

    changed = Signal(object)

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._boxes: dict[str, QCheckBox] = {}
        self._off: set[str] = set()
        self._all = QPushButton("show all")
        self._all.setProperty("kind", "link")
        self._all.clicked.connect(self.show_all)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(SectionHeader(title, self._all))
        self._rows = QWidget()
        self._column.addWidget(self._rows)
        self._all.hide()

    @property
    def off(self) -> frozenset[str]:
        """The names that are not shown."""
        return frozenset(self._off)

    def set_names(self, names: Sequence[tuple[str, int, str]]) -> None:
        """Show names with their count and the colour of their swatch ("" for none)."""
        self._off &= {name for name, _, _ in names}
        self._boxes = {}
        rows = QWidget()
        column = QVBoxLayout(rows)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for name, count, colour in names:
            column.addWidget(self._row(name, count, colour))
        self._column.replaceWidget(self._rows, rows)
        self._rows.hide()
        self._rows.deleteLater()
        self._rows = rows

    def box(self, name: str) -> QCheckBox:
        """The check box of a name."""
        return self._boxes[name]

    def show_all(self) -> None:
        """Switch every name on."""
        for box in self._boxes.values():
            box.setChecked(True)

    def _row(self, name: str, count: int, colour: str) -> QWidget:
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(theme().px(6))
        box = QCheckBox(name[:1].upper() + name[1:])
        box.setChecked(name not in self._off)
        box.setMinimumHeight(theme().px(26))
        box.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        box.setAccessibleName(f"{name}, {count} events")
        box.toggled.connect(lambda on, each=name: self._toggle(each, on))
        self._boxes[name] = box
        line.addWidget(box, 1)
        shown = label(f"{count:,}", "secondary")
        shown.setFont(theme().font("table"))
        line.addWidget(shown)
        if colour:
            line.addWidget(ShapeKey("square", colour))
        return row

    def _toggle(self, name: str, on: bool) -> None:
        (self._off.discard if on else self._off.add)(name)
        self._all.setVisible(bool(self._off))
        self.changed.emit(self.off)


class _Row(QAbstractButton):
    """Lines of text that are one button; no QPushButton, because the style sheet fixes their height."""

    def __init__(self, lines: Sequence[QWidget], words: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(words)
        self.setToolTip(words)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        column = self._column = QVBoxLayout(self)
        column.setContentsMargins(theme().px(6), theme().px(3), theme().px(6), theme().px(3))
        column.setSpacing(0)
        for line in lines:
            line.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            column.addWidget(line)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return self._column.sizeHint()

    def minimumSizeHint(self) -> QSize:
        return QSize(0, self._column.minimumSize().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        if self.underMouse() or self.isDown():
            painter.setBrush(theme().colour("raised"))
            painter.drawRoundedRect(box, 4, 4)
        if self.hasFocus():
            painter.setPen(QPen(theme().colour("accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box, 4, 4)


class NextRow(_Row):
    """One thing ahead: countdown, title, day. A click selects it."""

    def __init__(self, item: Upcoming, parent: QWidget | None = None) -> None:
        tone = {"overdue": "negative", "today": "caution"}.get(item.state, "accent")
        last = f" – {day_words(item.last)}" if item.last != item.first else ""
        kind = f"{item.kind} " if item.kind != "held" else ""
        top = label(item.countdown, tone=tone)
        font = theme().font("body")
        font.setBold(True)
        top.setFont(font)
        day = ElidedLabel(f"{kind}{day_words(item.first)}{last}", "secondary")
        super().__init__([top, ElidedLabel(item.title), day], f"{item.countdown}: {item.title}", parent)


class FindingRow(_Row):
    """One contradiction: what it concerns, and what does not fit. A click selects the event."""

    def __init__(self, finding: Contradiction, parent: QWidget | None = None) -> None:
        head, _, rest = finding.sentence.partition(": ")
        lines = [ElidedLabel(head), ElidedLabel(rest, "secondary")]
        super().__init__(lines, finding.sentence, parent)


class FindPane(QScrollArea):
    """The left zone. ``chosen_changed``: other lanes or categories; ``event_requested``: an id."""

    chosen_changed = Signal()
    event_requested = Signal(str)
    query_changed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMinimumWidth(theme().px(190))
        self.search = SearchField("Find in the timeline")
        self.search.changed.connect(self.query_changed)
        self.lanes = CheckList("Lanes")
        self.lanes.changed.connect(lambda _off: self.chosen_changed.emit())
        self.categories = CheckList("Categories")
        self.categories.changed.connect(lambda _off: self.chosen_changed.emit())
        self._next_day = label("", "secondary")
        self._next = QWidget()
        self._next_column = QVBoxLayout(self._next)
        self._next_column.setContentsMargins(0, 0, 0, 0)
        self._next_column.setSpacing(theme().px(2))
        self.next_rows: list[NextRow] = []
        self.finding_rows: list[FindingRow] = []
        self._findings_head = SectionHeader("Does not fit together")
        self._findings = QWidget()
        self._findings_column = QVBoxLayout(self._findings)
        self._findings_column.setContentsMargins(0, 0, 0, 0)
        self._findings_column.setSpacing(theme().px(2))
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(theme().px(12), theme().px(12), theme().px(12), theme().px(12))
        column.setSpacing(theme().px(4))
        head = SectionHeader("What is next")
        findings = (self._findings_head, self._findings)
        for part in (
            self.search,
            head,
            self._next_day,
            self._next,
            self.lanes,
            *findings,
            self.categories,
            _key(),
        ):
            column.addWidget(part)
        column.addStretch(1)
        self.setWidget(body)
        on_change(self, self._restyle)
        self._events: Sequence[Event] = ()

    def show_events(self, events: Sequence[Event], day: date) -> None:
        """Count lanes and categories of all events and say what is next as seen from ``day``."""
        self._events = events
        lanes = Counter(lane for event in events for lane in lanes_of(event))
        series = theme().tokens.series
        names = ordered_lanes(lanes)
        self.lanes.set_names(
            [(lane, lanes[lane], series[place % len(series)]) for place, lane in enumerate(names)]
        )
        categories = Counter(event.category for event in events if event.category)
        self.categories.set_names([(name, count, "") for name, count in categories.most_common()])
        self.show_next(events, day)

    def show_next(self, events: Sequence[Event], day: date) -> None:
        """Say what is overdue and what is next, as seen from ``day``."""
        while (held := self._next_column.takeAt(0)) is not None:
            if (widget := held.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self._next_day.setText(f"seen from {day_words(day)}")
        items = [
            *overdue(events, day, within=21, known_on=day)[:2],
            *upcoming(events, day, known_on=day),
        ][:NEXT_LIMIT]
        self.next_rows = [NextRow(item) for item in items]
        for item, row in zip(items, self.next_rows, strict=True):
            row.clicked.connect(lambda _checked=False, chosen=item.event: self.event_requested.emit(chosen))
            self._next_column.addWidget(row)
        if not items:
            self._next_column.addWidget(label("Nothing is dated after this day.", "secondary", wrap=True))

    def show_findings(self, findings: Sequence[Contradiction]) -> None:
        """List contradictions; the section is there only when there are some."""
        while (held := self._findings_column.takeAt(0)) is not None:
            if (widget := held.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self.finding_rows = [FindingRow(each) for each in findings[:FINDINGS_LIMIT]]
        for each, row in zip(findings, self.finding_rows, strict=False):
            row.clicked.connect(lambda _on=False, key=each.events[0]: self.event_requested.emit(key))
            self._findings_column.addWidget(row)
        if len(findings) > FINDINGS_LIMIT:
            more = f"and {len(findings) - FINDINGS_LIMIT} more; they appear as these are settled"
            self._findings_column.addWidget(label(more, "secondary", wrap=True))
        self._findings_head.setVisible(bool(findings))
        self._findings.setVisible(bool(findings))

    def _restyle(self) -> None:
        if getattr(self, "_events", None):
            series = theme().tokens.series
            lanes = Counter(lane for event in self._events for lane in lanes_of(event))
            self.lanes.set_names(
                [(n, lanes[n], series[place % len(series)]) for place, n in enumerate(ordered_lanes(lanes))]
            )


def _key() -> QWidget:
    """What the shapes mean."""
    made = QWidget()
    column = QVBoxLayout(made)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(theme().px(2))
    column.addWidget(SectionHeader("Key"))
    for kind, shape in [*SHAPES.items(), ("date not exact", "vague")]:
        line = QHBoxLayout()
        line.setSpacing(theme().px(8))
        line.addWidget(ShapeKey(shape))
        line.addWidget(label(kind, "secondary"), 1)
        column.addLayout(line)
    return made
