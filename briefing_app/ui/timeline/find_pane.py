"""The left zone: what is next, find, lanes and categories with counts, and what the shapes mean."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import date

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractButton,
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from briefing_app.app.i18n import language, tr
from briefing_app.domain.chronicle import NO_LANE, Grouping, ordered_lanes
from briefing_app.domain.contradictions import Contradiction
from briefing_app.domain.date_words import day_words
from briefing_app.domain.deadlines import Upcoming, overdue, upcoming
from briefing_app.domain.records import Event
from briefing_app.ui.theme import on_change, theme
from briefing_app.ui.timeline.marks import SHAPES, draw_mark
from briefing_app.ui.timeline.saved_view import View
from briefing_app.ui.timeline.words import countdown_words
from briefing_app.ui.widgets.labels import ElidedLabel, SectionHeader, label
from briefing_app.ui.widgets.search_field import SearchField

Shown = Callable[[str], str]
"""How a word of the records is shown in the language of the window."""
NEXT_LIMIT, LEAST_AHEAD, LATE_LIMIT = 5, 3, 8
FINDINGS_LIMIT = 12
GROUPINGS: dict[Grouping, str] = {
    "track": "By track", "category": "By category", "topic": "By topic", "actor": "By actor"
}  # fmt: skip


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

    def __init__(self, title: str, words: Shown = str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self._boxes: dict[str, QCheckBox] = {}
        self._counts: dict[str, QLabel] = {}
        self._shown: list[tuple[str, str]] = []
        self._off: set[str] = set()
        self._all = QPushButton(tr("show all"))
        self._all.setProperty("kind", "link")
        self._all.clicked.connect(self.show_all)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(SectionHeader(title, self._all) if title else self._all)
        self._rows = QWidget()
        self._column.addWidget(self._rows)
        self._all.hide()

    @property
    def off(self) -> frozenset[str]:
        """The names that are not shown."""
        return frozenset(self._off)

    def set_names(self, names: Sequence[tuple[str, int, str]]) -> None:
        """Show names with their count and the colour of their swatch ("" for none)."""
        if self._shown == [(name, colour) for name, _, colour in names]:
            for name, count, _ in names:
                self._counts[name].setText(f"{count:,}")
            return
        self._shown = [(name, colour) for name, _, colour in names]
        self._boxes, self._counts = {}, {}
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

    def hide_names(self, names: Iterable[str]) -> None:
        """Switch exactly these names off, without telling anybody."""
        self._off = set(names)
        self._shown = []
        self._all.setVisible(bool(self._off))

    def box(self, name: str) -> QCheckBox:
        """The check box of a name."""
        return self._boxes[name]

    def show_all(self) -> None:
        """Switch every name on."""
        was_off, self._off = self._off, set()
        for box in self._boxes.values():
            box.blockSignals(True)
            box.setChecked(True)
            box.blockSignals(False)
        self._all.hide()
        if was_off:
            self.changed.emit(self.off)

    def _row(self, name: str, count: int, colour: str) -> QWidget:
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(theme().px(6))
        shown = tr(NO_LANE) if name == NO_LANE else self._words(name)
        box = QCheckBox(shown[:1].upper() + shown[1:])
        box.setChecked(name not in self._off)
        box.setMinimumHeight(theme().px(26))
        box.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        box.setAccessibleName(tr("{name}, {count} events", name=shown, count=count))
        box.toggled.connect(lambda on, each=name: self._toggle(each, on))
        self._boxes[name] = box
        line.addWidget(box, 1)
        number = label(f"{count:,}", "secondary")
        number.setFont(theme().font("table"))
        self._counts[name] = number
        line.addWidget(number)
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

    def __init__(self, item: Upcoming, title: str, parent: QWidget | None = None) -> None:
        tone = {"overdue": "negative", "today": "caution"}.get(item.state, "accent")
        said = day_words(item.first, language())
        if item.last != item.first:
            said += f" – {day_words(item.last, language())}"
        kind = f"{tr(item.kind)} " if item.kind != "held" else ""
        countdown = countdown_words(item)
        top = label(countdown, tone=tone)
        font = theme().font("body")
        font.setBold(True)
        top.setFont(font)
        day = ElidedLabel(f"{kind}{said}", "secondary")
        super().__init__([top, ElidedLabel(title), day], f"{countdown}: {title}", parent)


class FindingRow(_Row):
    """One contradiction: what it concerns, and what does not fit. A click selects the event."""

    def __init__(self, finding: Contradiction, about: str, parent: QWidget | None = None) -> None:
        sentence = finding.sentence_in(language())
        rest = sentence.removeprefix(finding.about).lstrip(":： ")
        sentence = about + sentence.removeprefix(finding.about)
        lines = [ElidedLabel(about), ElidedLabel(rest, "secondary")]
        super().__init__(lines, sentence, parent)


class FindPane(QScrollArea):
    """The left zone. ``chosen_changed``: other lanes or categories; ``event_requested``: an id."""

    chosen_changed = Signal()
    event_requested = Signal(str)
    query_changed = Signal(str)

    def __init__(self, shown: Shown = str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown = shown
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMinimumWidth(theme().px(190))
        self.search = SearchField(tr("Find in the timeline"))
        self.search.changed.connect(self.query_changed)
        self.lanes_by = QComboBox()
        for grouping, words in GROUPINGS.items():
            self.lanes_by.addItem(tr(words), grouping)
        self.lanes_by.setAccessibleName(tr("What the lanes are"))
        self.lanes_by.setToolTip(tr("An event stands in every lane that it belongs to."))
        self.lanes_by.activated.connect(lambda _place: self._on_lanes_by())
        self.lanes_head = SectionHeader(tr("Lanes"), self.lanes_by)
        self.lanes = CheckList("", shown)
        self.lanes.changed.connect(lambda _off: self.chosen_changed.emit())
        self.categories = CheckList(tr("Categories"), shown)
        self.categories.changed.connect(lambda _off: self.chosen_changed.emit())
        self._next_day = label("", "secondary")
        self._next = QWidget()
        self._next_column = QVBoxLayout(self._next)
        self._next_column.setContentsMargins(0, 0, 0, 0)
        self._next_column.setSpacing(theme().px(2))
        self.next_rows: list[NextRow] = []
        self.finding_rows: list[FindingRow] = []
        self._findings_head = SectionHeader(tr("Does not fit together"))
        self._findings = QWidget()
        self._findings_column = QVBoxLayout(self._findings)
        self._findings_column.setContentsMargins(0, 0, 0, 0)
        self._findings_column.setSpacing(theme().px(2))
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(theme().px(12), theme().px(12), theme().px(12), theme().px(12))
        column.setSpacing(theme().px(4))
        head = SectionHeader(tr("What is next"))
        findings = (self._findings_head, self._findings)
        for part in (
            self.search,
            head,
            self._next_day,
            self._next,
            self.lanes_head,
            self.lanes,
            *findings,
            self.categories,
            _key(),
        ):
            column.addWidget(part)
        column.addStretch(1)
        self.setWidget(body)
        self._lane_counts: Counter[str] = Counter()
        on_change(self, self._restyle)

    @property
    def grouping(self) -> Grouping:
        """What the lanes are."""
        chosen: Grouping = self.lanes_by.currentData()
        return chosen

    def show_counts(self, lanes: Counter[str], categories: Counter[str]) -> None:
        """Say how many events stand in which lane and category."""
        self._lane_counts = lanes
        series = theme().tokens.series
        names = ordered_lanes(lanes, self.grouping)
        self.lanes.set_names(
            [(lane, lanes[lane], series[place % len(series)]) for place, lane in enumerate(names)]
        )
        self.categories.set_names([(name, count, "") for name, count in categories.most_common()])
        self.categories.setVisible(self.grouping != "category")

    def restore(self, view: View) -> None:
        """Take over what a view hides, and what its lanes are."""
        self.lanes_by.setCurrentIndex(max(self.lanes_by.findData(view.grouping), 0))
        self.lanes.hide_names(view.hidden_lanes)
        self.categories.hide_names(view.hidden_categories)

    def show_next(self, items: Sequence[Upcoming], day: date) -> None:
        """Say what is overdue and what is next, as seen from ``day``: :func:`next_items`."""
        while (held := self._next_column.takeAt(0)) is not None:
            if (widget := held.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self._next_day.setText(tr("seen from {day}", day=day_words(day, language())))
        late = [item for item in items if item.state == "overdue"]
        items = [*late[:LATE_LIMIT], *items[len(late) :]]
        self.next_rows = [NextRow(item, self._shown(item.title)) for item in items]
        for item, row in zip(items, self.next_rows, strict=True):
            row.clicked.connect(lambda _checked=False, chosen=item.event: self.event_requested.emit(chosen))
            self._next_column.addWidget(row)
            row.show()  # left to the layout, it comes behind the first picture and moves all that stands
        if len(late) > LATE_LIMIT:
            words = tr("{count} more are overdue: see the table", count=len(late) - LATE_LIMIT)
            self._next_column.insertWidget(LATE_LIMIT, label(words, "secondary", wrap=True))
        if not items:
            self._next_column.addWidget(label(tr("Nothing is dated after this day."), "secondary", wrap=True))

    def show_findings(self, findings: Sequence[Contradiction]) -> None:
        """List contradictions; the section is there only when there are some."""
        while (held := self._findings_column.takeAt(0)) is not None:
            if (widget := held.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self.finding_rows = [FindingRow(each, self._shown(each.about)) for each in findings[:FINDINGS_LIMIT]]
        for each, row in zip(findings, self.finding_rows, strict=False):
            row.clicked.connect(lambda _on=False, key=each.events[0]: self.event_requested.emit(key))
            self._findings_column.addWidget(row)
            row.show()
        if len(findings) > FINDINGS_LIMIT:
            more = tr(
                "and {count} more; they appear as these are settled", count=len(findings) - FINDINGS_LIMIT
            )
            self._findings_column.addWidget(label(more, "secondary", wrap=True))
        self._findings_head.setVisible(bool(findings))
        self._findings.setVisible(bool(findings))

    def _on_lanes_by(self) -> None:
        self.lanes.hide_names(())
        self.chosen_changed.emit()

    def _restyle(self) -> None:
        if lanes := self._lane_counts:
            series = theme().tokens.series
            names = ordered_lanes(lanes, self.grouping)
            self.lanes.set_names([(n, lanes[n], series[at % len(series)]) for at, n in enumerate(names)])


def next_items(events: Sequence[Event], day: date) -> list[Upcoming]:
    """Everything that is overdue, and what is next as far as the pane has room for it, at least some."""
    late, ahead = overdue(events, day, within=21, known_on=day), upcoming(events, day, known_on=day)
    return [*late, *ahead[: max(NEXT_LIMIT - len(late), LEAST_AHEAD)]]


def _key() -> QWidget:
    """What the shapes mean."""
    made = QWidget()
    column = QVBoxLayout(made)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(theme().px(2))
    column.addWidget(SectionHeader(tr("Key")))
    for kind, shape in [
        *((tr(kind), shape) for kind, shape in SHAPES.items()),
        (tr("date not exact"), "vague"),
    ]:
        line = QHBoxLayout()
        line.setSpacing(theme().px(8))
        line.addWidget(ShapeKey(shape))
        line.addWidget(label(kind, "secondary"), 1)
        column.addLayout(line)
    return made
