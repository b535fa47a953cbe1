"""The law browser: every measure with its standing on the as-of day, its life to scale, and its text."""

from __future__ import annotations

from datetime import date, datetime, time

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QPlainTextEdit,
    QSizePolicy,
    QSplitter,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from briefing_app.app.session import Session
from briefing_app.domain.date_words import day_words
from briefing_app.domain.fuzzydate import DateError, parse
from briefing_app.domain.time_axis import axis, seconds
from briefing_app.domain.typed_dates import understand
from briefing_app.tariff.law import Law, provision_status
from briefing_app.tariff.moment import minute_of, moment_of
from briefing_app.tariff.rules import Measure
from briefing_app.ui.tariff.rung_pane import RungPane
from briefing_app.ui.tariff.words import authority_of, percent
from briefing_app.ui.theme import on_change, theme
from briefing_app.ui.widgets.form import LineEdit
from briefing_app.ui.widgets.labels import label
from briefing_app.ui.widgets.search_field import SearchField
from briefing_app.ui.widgets.table import TableView
from briefing_app.ui.widgets.table_model import Column, TableModel

STANDINGS = ("All measures", "In force that day", "Not yet in force", "Ended or void", "Announced")
LIFE = 3


def standing(measure: Measure, minute: int) -> str:
    """The standing of a measure in one of the words of STANDINGS."""
    said = provision_status(measure, minute)
    if said == "in force":
        return STANDINGS[1]
    if said.startswith("not yet"):
        return STANDINGS[2]
    return STANDINGS[4] if said.startswith("announced") else STANDINGS[3]


def changes_between(law: Law, first: date, last: date) -> list[str]:
    """What began and what ended after noon of ``first`` up to noon of ``last``, in order of time."""
    low, high = minute_of(first), minute_of(last)
    found: list[tuple[int, str]] = []
    for measure in law.measures.values():
        if measure.status == "record":
            continue
        if measure.start is not None and low < measure.start <= high:
            found.append((measure.start, f"began: {measure.title}"))
        if measure.end is not None and low < measure.end <= high:
            found.append((measure.end, f"{measure.ended_by}: {measure.title}"))
    return [f"{day_words(moment_of(minute).date())}  {words}" for minute, words in sorted(found)]


class _Life(QStyledItemDelegate):
    """The life of a measure as a bar to scale, with the line of the day."""

    def __init__(self, page: LawPage) -> None:
        super().__init__(page)
        self._page = page

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index) -> None:  # type: ignore[no-untyped-def]
        plain = QStyleOptionViewItem(option)
        self.initStyleOption(plain, index)
        plain.text = ""
        style = plain.widget.style()
        style.drawControl(style.ControlElement.CE_ItemViewItem, plain, painter, plain.widget)
        measure = self._page.model.record(index.row())
        first, last = self._page.span()
        box = QRectF(option.rect).adjusted(theme().px(6), 0, -theme().px(6), 0)
        scale = box.width() / (last - first)
        if measure.start is None:
            return
        begin = seconds(moment_of(measure.start).replace(tzinfo=None))
        end = seconds(moment_of(measure.end).replace(tzinfo=None)) if measure.end is not None else last
        left = box.left() + (max(begin, first) - first) * scale
        right = box.left() + (min(end, last) - first) * scale
        colour = QColor(authority_of(measure).colour())
        colour.setAlpha(220 if standing(measure, self._page.minute) == STANDINGS[1] else 110)
        tall = theme().px(10)
        painter.fillRect(QRectF(left, box.center().y() - tall / 2, max(2.0, right - left), tall), colour)
        x = box.left() + (seconds(self._page.day) + 43200 - first) * scale
        painter.fillRect(QRectF(x, option.rect.top(), 1.5, option.rect.height()), theme().colour("caution"))


class _Years(QWidget):
    """The years above the lives."""

    def __init__(self, page: LawPage) -> None:
        super().__init__()
        self._page = page
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        on_change(self, self.update)

    def sizeHint(self) -> QSize:
        return QSize(200, theme().px(20))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(theme().font("secondary"))
        painter.setPen(theme().colour("ink_2"))
        metrics = QFontMetricsF(painter.font())
        view = self._page.table
        left = view.columnViewportPosition(LIFE) + theme().px(6)
        width = view.columnWidth(LIFE) - theme().px(12)
        first, last = self._page.span()
        for tick in axis(first, last, min(width, 9 * 100)).lower:
            x = left + (tick.at - first) / (last - first) * width
            if x >= left - 1 and x + metrics.horizontalAdvance(tick.text) <= left + width:
                painter.drawText(round(x), round(metrics.ascent()) + 2, tick.text)


class LawPage(QWidget):
    """All measures on the left, the selected one on the right. ``source_requested`` carries a source id."""

    source_requested = Signal(str)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._law: Law | None = None
        self.day = session.day
        self.search = SearchField("Find in the law")
        self.standing = QComboBox()
        self.standing.addItems(STANDINGS)
        self.standing.setAccessibleName("Standing on the day")
        self.count = label("", "secondary")
        self.model: TableModel[Measure] = TableModel(self._columns(), lambda measure: measure.id)
        self.table = TableView(self.model)
        self.table.setItemDelegateForColumn(LIFE, _Life(self))
        self.years = _Years(self)
        self.table.horizontalHeader().sectionResized.connect(lambda *_sizes: self.years.update())
        self.pane = RungPane()
        self.pane.without.hide()
        self.pane.source_requested.connect(self.source_requested)
        self.earlier = LineEdit(placeholder="What changed since, for instance 1 April 2025")
        self.changes = QPlainTextEdit()
        self.changes.setReadOnly(True)
        self.changes.setMaximumHeight(theme().px(120))
        self.changes.setAccessibleName("What changed between the two days")
        self._arrange()
        self.search.changed.connect(self.model.filter)
        self.standing.activated.connect(lambda _place: self._fill())
        self.table.row_selected.connect(self._show)
        self.model.shown_count_changed.connect(self._say_count)
        self.earlier.editingFinished.connect(self._show_changes)

    def _arrange(self) -> None:
        bar = QHBoxLayout()
        bar.setContentsMargins(theme().px(12), theme().px(8), theme().px(12), theme().px(4))
        bar.addWidget(self.search, 2)
        bar.addWidget(self.standing)
        bar.addWidget(self.earlier, 1)
        bar.addWidget(self.count)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(bar)
        self.changes.hide()
        column.addWidget(self.changes)
        column.addWidget(self.years)
        column.addWidget(self.table, 1)
        zones = QSplitter(Qt.Orientation.Horizontal)
        zones.addWidget(left)
        zones.addWidget(self.pane)
        zones.setStretchFactor(0, 1)
        zones.setSizes([theme().px(900), theme().px(300)])
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(zones)

    def _columns(self) -> tuple[Column[Measure], ...]:
        return (
            Column("Measure", lambda measure: measure.title, width=0, tip=lambda measure: measure.en),
            Column("Rate", _rate, sort=lambda measure: measure.rate or 0, align="right", width=6),
            Column("Authority", lambda measure: authority_of(measure).name, width=15),
            Column("2018 to 2026", _begin, sort=lambda measure: measure.start or 0, width=24, tip=_life),
            Column(
                "Standing",
                lambda measure: standing(measure, self.minute).removesuffix(" that day"),
                width=13,
                tone=lambda measure: "positive" if standing(measure, self.minute) == STANDINGS[1] else "",
            ),
        )

    @property
    def minute(self) -> int:
        """Noon of the day that is looked at, New York."""
        return minute_of(self.day)

    def span(self) -> tuple[float, float]:
        """The stretch of the lives, in seconds of the wall clock."""
        last = date.fromisoformat(self._law.info.checked_to) if self._law else date(2027, 1, 1)
        return seconds(date(2018, 1, 1)), seconds(datetime.combine(last, time()))

    def set_law(self, law: Law) -> None:
        """Show the measures of a law."""
        self._law = law
        self._fill()

    def show_day(self, day: date) -> None:
        """Look at another day."""
        self.day = day
        self._fill()
        self._show_changes()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # The colour of the life says the authority too, and the pane beside in words.
        self.table.setColumnHidden(2, self.table.width() < theme().px(760))

    def show_measure(self, measure: str) -> bool:
        """Select a measure. Whether there is one of that id."""
        if self._law is None or measure not in self._law.measures:
            return False
        self.search.clear()
        self.model.filter("")
        self.standing.setCurrentIndex(0)
        self._fill()
        found = self.table.select_key(measure)
        # Where the page is shown by the same click, the rows have their places only afterwards.
        QTimer.singleShot(0, self, lambda: self.table.scrollTo(self.table.currentIndex()))
        return found

    def _fill(self) -> None:
        if self._law is None:
            return
        wanted = self.standing.currentText()
        rows = [
            measure
            for measure in self._law.measures.values()
            if measure.file != "fees.toml"
            and (wanted == STANDINGS[0] or standing(measure, self.minute) == wanted)
        ]
        rows.sort(key=lambda measure: (measure.start if measure.start is not None else 10**9, measure.title))
        self.model.set_rows(rows)
        self.years.update()
        if self.pane.measure:
            self._show(self.pane.measure)

    def _say_count(self, count: int) -> None:
        self.count.setText(f"{count} measures, {day_words(self.day)}")

    def _show(self, key: object) -> None:
        if self._law is not None:
            self.pane.show_measure(self._law.measures[str(key)], self._law, self.minute)

    def _show_changes(self) -> None:
        text = self.earlier.text().strip()
        self.changes.setVisible(bool(text))
        if not text or self._law is None:
            return
        try:
            when = parse(understand(text, on=self.day).edtf)
        except DateError as error:
            self.changes.setPlainText(str(error))
            return
        if not when.is_day or when.first is None:
            self.changes.setPlainText("Write one day, for instance 1 April 2025.")
            return
        first, last = sorted((when.first, self.day))
        lines = changes_between(self._law, first, last)
        head = f"From {day_words(first)} to {day_words(last)} {len(lines)} changes"
        self.changes.setPlainText("\n".join([head, *lines]) if lines else f"{head}.")


def _rate(measure: Measure) -> str:
    from fractions import Fraction

    return percent(Fraction(measure.rate)) if measure.rate is not None else ""


def _begin(measure: Measure) -> str:
    return day_words(moment_of(measure.start).date()) if measure.start is not None else ""


def _life(measure: Measure) -> str:
    ends = (
        f" – {day_words(moment_of(measure.end).date())} ({measure.ended_by})"
        if measure.end is not None
        else " –"
    )
    return _begin(measure) + ends
