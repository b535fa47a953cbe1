"""The law browser: every measure as a table and over time, filtered, with its text, lines and changes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from briefing_app.app.i18n import tr
from briefing_app.app.session import Session
from briefing_app.domain.time_axis import seconds
from briefing_app.tariff.browse import line_counts
from briefing_app.tariff.goods import GoodsIndex
from briefing_app.tariff.law import Law
from briefing_app.tariff.moment import minute_of
from briefing_app.tariff.rules import Measure
from briefing_app.ui.tariff.chart_frame import ChartFrame
from briefing_app.ui.tariff.law_below import ChangesPane, LinesPane
from briefing_app.ui.tariff.law_filters import FEES, LawFilters
from briefing_app.ui.tariff.law_life import Gantt, LifeDelegate, Stage, paint_years
from briefing_app.ui.tariff.law_table import law_columns, lives_said
from briefing_app.ui.tariff.law_words import day_said
from briefing_app.ui.tariff.portions import Portions
from briefing_app.ui.tariff.rung_pane import RungPane
from briefing_app.ui.tariff.scrolled import column_in
from briefing_app.ui.theme import on_change, theme
from briefing_app.ui.widgets.labels import label
from briefing_app.ui.widgets.table import TableView
from briefing_app.ui.widgets.table_model import TableModel

LIFE, WORDS = 3, 7
TABLE, GANTT, LINES = range(3)


class _Years(QWidget):
    """The years above the lives in the table."""

    def __init__(self, page: LawPage) -> None:
        super().__init__()
        self._page = page
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        on_change(self, self.update)

    def sizeHint(self) -> QSize:
        return QSize(200, theme().px(20))

    def paintEvent(self, _event: QPaintEvent) -> None:
        view = self._page.table
        left = view.columnViewportPosition(LIFE) + theme().px(6)
        wide = view.columnWidth(LIFE) - theme().px(12)
        paint_years(QPainter(self), QRectF(left, 2, wide, self.height()), self._page.stage())


class LawPage(QWidget):
    """All measures on the left, the selected one on the right. ``source_requested`` carries a source id."""

    source_requested = Signal(str)
    briefing_requested = Signal(str)
    block_requested = Signal(object)

    def __init__(self, session: Session, parent: QWidget | None = None, *, in_portions: bool = False) -> None:
        super().__init__(parent)
        self._session = session
        self._law: Law | None = None
        self._counts: Mapping[str, int] = {}
        self.day = session.day
        self.portions = Portions(
            self._make_places,
            self._make_table,
            self._make_gantt,
            self._make_lines,
            self._make_pane,
            self._arrange,
            self._connect,
            in_portions=in_portions,
        )

    def _make_places(self) -> None:
        """What holds the parts: each is made in its place, for one that is moved is styled once more."""
        self._zones = QSplitter(Qt.Orientation.Horizontal, self)
        self._left = QWidget(self._zones)
        self.stack = QStackedWidget(self._left)
        self._table_part = QWidget(self.stack)
        self._gantt_part = QScrollArea(self.stack)
        self.views = QButtonGroup(self)
        self.filters = LawFilters(self._left)

    def _make_table(self) -> None:
        self.search, self.standing = self.filters.search, self.filters.standing
        self.model: TableModel[Measure] = TableModel(
            law_columns(lambda: self.minute, lambda: self._counts, self._shown_law),
            lambda measure: measure.id,
        )
        self.table = TableView(self.model, self._table_part)
        self.table.setItemDelegateForColumn(LIFE, LifeDelegate(self, self.model.record, self.stage))
        self.table.setColumnHidden(WORDS, True)
        self.years = _Years(self)
        self.years.setParent(self._table_part)
        self.table.horizontalHeader().sectionResized.connect(lambda *_sizes: self.years.update())

    def _make_gantt(self) -> None:
        inner = column_in(self._gantt_part, (12, 0, 12, 12), 6)
        self.gantt = ChartFrame(self._session, Gantt(), self._gantt_part.widget())
        self.gantt.table.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        inner.addWidget(self.gantt, 0, Qt.AlignmentFlag.AlignTop)

    def _make_lines(self) -> None:
        self.lines = LinesPane(self._session, self.stack)

    def _make_pane(self) -> None:
        self.pane = RungPane(self._zones)
        self.pane.without.hide()
        self.pane.nothing.setText(tr("Select a measure to read it."))
        self.changes_pane = ChangesPane(self._left)
        self.earlier, self.changes = self.changes_pane.earlier, self.changes_pane.text

    def _arrange(self) -> None:
        zones = self._zones
        column = QVBoxLayout(self._left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        top = QVBoxLayout()
        top.setContentsMargins(theme().px(12), theme().px(8), theme().px(12), theme().px(6))
        top.setSpacing(theme().px(6))
        top.addWidget(self.filters)
        top.addWidget(self.changes_pane)
        row = QHBoxLayout()
        row.setSpacing(theme().px(4))
        for number, words in (
            (TABLE, tr("Table")),
            (GANTT, tr("Over time")),
            (LINES, tr("Lines of the measure")),
        ):
            button = QPushButton(words)
            button.setCheckable(True)
            button.setProperty("kind", "chip")
            self.views.addButton(button, number)
            row.addWidget(button)
        row.addStretch(1)
        self.count = label("", "secondary")
        row.addWidget(self.count)
        top.addLayout(row)
        column.addLayout(top)
        column.addWidget(self.stack, 1)
        inner = QVBoxLayout(self._table_part)
        inner.setContentsMargins(theme().px(12), 0, theme().px(12), 0)
        inner.setSpacing(0)
        inner.addWidget(self.years)
        inner.addWidget(self.table, 1)
        for part in (self._table_part, self._gantt_part, self.lines):
            self.stack.addWidget(part)
        zones.addWidget(self.pane)
        zones.setStretchFactor(0, 1)
        zones.setSizes([theme().px(900), theme().px(300)])
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(zones)
        QTimer.singleShot(0, self, self._fit_columns)
        self.show_view(TABLE)

    def _connect(self) -> None:
        self.search.changed.connect(self._on_search)
        self.filters.changed.connect(self._fill)
        self.filters.changed.connect(self._show_changes)
        self.table.row_selected.connect(self._show)
        self.model.shown_count_changed.connect(self._say_count)
        self.changes_pane.asked.connect(self._show_changes)
        self.views.idClicked.connect(self.show_view)
        self.pane.source_requested.connect(self.source_requested)
        self.pane.block_requested.connect(self.block_requested)
        canvas = self.gantt.canvas
        assert isinstance(canvas, Gantt)
        canvas.chosen.connect(self._choose)
        for asking in (self.gantt, self.lines):
            asking.briefing_requested.connect(self.briefing_requested)

    def _shown_law(self) -> Law:
        assert self._law is not None
        return self._law

    @property
    def minute(self) -> int:
        """Noon of the day that is looked at, New York."""
        return minute_of(self.day)

    def stage(self) -> Stage:
        """What lives are drawn against: 2018 to the day the data were checked to."""
        last = date.fromisoformat(self._law.info.checked_to) if self._law else date(2027, 1, 1)
        first, end = seconds(date(2018, 1, 1)), seconds(datetime.combine(last, time()))
        return Stage(first, end, self.day, self.minute)

    def set_law(self, law: Law, goods: GoodsIndex | None = None) -> None:
        """Show the measures of a law; ``goods`` names its lines."""
        self._law = law
        self.lines.set_goods(goods)
        self.filters.set_law(law)
        self._fill()

        def done(counts: Mapping[str, int]) -> None:
            if self._law is law:
                self._counts = counts
                self._fill()

        self._session.jobs.run(lambda: line_counts(law), done, owner=self)

    def show_day(self, day: date) -> None:
        """Look at another day."""
        self.day = day
        self._fill()
        self._show_changes()

    def show_view(self, number: int) -> None:
        """Show the table, the lives or the lines of the measure."""
        self.views.button(number).setChecked(True)
        self.stack.setCurrentIndex(number)
        if number != LINES:
            return
        if self._law is not None and self.pane.measure:
            self.lines.show_measure(self._law.measures[self.pane.measure], self._law)
        else:
            self.lines.show_nothing()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.layout() is not None:  # a page that is made in portions is shown before its table is there
            QTimer.singleShot(0, self, self._fit_columns)  # when the table has its new width

    def _fit_columns(self) -> None:
        # The colour of the life says the authority too, and the pane beside in words.
        wide = self.table.width()
        self.table.setColumnHidden(2, wide < theme().px(860))
        self.table.setColumnHidden(6, wide < theme().px(960))

    def show_measure(self, measure: str) -> bool:
        """Select a measure. Whether there is one of that id."""
        if self._law is None or measure not in self._law.measures:
            return False
        self.filters.clear()
        self.model.filter("")
        self._fill()
        self.show_view(TABLE)
        found = self.table.select_key(measure)
        # Where the page is shown by the same click, the rows have their places only afterwards.
        QTimer.singleShot(0, self, lambda: self.table.scrollTo(self.table.currentIndex()))
        return found

    def _choose(self, key: str) -> None:
        self.table.select_key(key)
        self._show(key)

    def _on_search(self, text: str) -> None:
        self.model.filter(text)
        self._fill_gantt()

    def _fill(self) -> None:
        law = self._law
        if law is None:
            return
        rows = [
            measure
            for measure in law.measures.values()
            if measure.file != FEES and self.filters.passes(measure, law, self.minute)
        ]
        rows.sort(key=lambda measure: (measure.start if measure.start is not None else 10**9, measure.title))
        self.model.set_rows(rows)
        self.years.update()
        self._fill_gantt()
        if self.pane.measure:
            self._show(self.pane.measure)

    def _fill_gantt(self) -> None:
        law, shown = self._law, self.model.shown()
        if law is None:
            return
        canvas = self.gantt.canvas
        assert isinstance(canvas, Gantt)
        canvas.show_measures(shown, self.stage())
        words, titles, rows = lives_said(shown, law, self.day)
        self.gantt.show_chart(words, titles, rows)

    def _say_count(self, count: int) -> None:
        day = day_said(self.day)
        one = tr("1 measure, {day}", day=day)
        self.count.setText(one if count == 1 else tr("{count} measures, {day}", count=count, day=day))

    def _show(self, key: object) -> None:
        if self._law is None:
            return
        self.pane.show_measure(self._law.measures[str(key)], self._law, self.minute)
        if self.stack.currentIndex() == LINES:
            self.lines.show_measure(self._law.measures[str(key)], self._law)

    def _show_changes(self) -> None:
        if self._law is not None:
            origin, good = self.filters.origin_code(), self.filters.good_code()
            self.changes_pane.show_changes(self._law, self.day, origin, good)
