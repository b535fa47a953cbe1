"""Beside the table of the law: what changed between two days, and the lines that a measure reaches."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from briefing_app.app.error_words import told
from briefing_app.app.i18n import language, tr
from briefing_app.app.session import Session
from briefing_app.domain.fuzzydate import DateError, parse
from briefing_app.domain.typed_dates import understand
from briefing_app.errors import BriefingError
from briefing_app.tariff.assess import assess
from briefing_app.tariff.browse import affected_set, reaches_every_good
from briefing_app.tariff.goods import GoodsIndex
from briefing_app.tariff.law import Law
from briefing_app.tariff.law_changes import law_changes
from briefing_app.tariff.moment import moment_of
from briefing_app.tariff.rules import Measure
from briefing_app.tariff.schedule import ScheduleLine, dotted
from briefing_app.tariff.words import in_language
from briefing_app.ui.tariff.chart_frame import ChartFrame, ChartWords
from briefing_app.ui.tariff.law_words import change_said, data_said, day_said, title_of
from briefing_app.ui.tariff.words import country, listed, percent, reason_words
from briefing_app.ui.theme import theme
from briefing_app.ui.widgets.copied_tables import copy_table
from briefing_app.ui.widgets.form import LineEdit
from briefing_app.ui.widgets.table import TableView
from briefing_app.ui.widgets.table_model import Column, TableModel

TRIAL_USD = "10000"
MOST_LINES = 8
"""Changes seen at once; the others are scrolled to."""
_NO_GOODS = ("98", "99")


@dataclass(frozen=True)
class Asked:
    """Between which days, for which origin and good ("" for any)."""

    first: date
    last: date
    origin: str = ""
    hts: str = ""


def changes_said(law: Law, asked: Asked) -> list[str]:
    """What changed, a line each, in order of time."""
    first, last = sorted((asked.first, asked.last))
    found = law_changes(law, first, last, origin=asked.origin, hts=asked.hts)
    return [change_said(each, law) for each in found]


def rates_said(law: Law, asked: Asked) -> str:
    """For one good of one origin: the effective rate on both days; "" where it is not one good."""
    if not asked.origin or len(asked.hts) < 8:
        return ""
    rates = []
    for day in sorted((asked.first, asked.last)):
        texts = {"date": day.isoformat(), "origin": asked.origin, "hts": asked.hts, "value_usd": TRIAL_USD}
        try:
            answer = assess(law.parse(texts), law)
        except BriefingError as error:
            return told(error)
        known = answer.effective_rate is not None
        rate = percent(answer.effective_rate) if known else reason_words(answer).rstrip(".。")
        rates.append(tr("{day}: {rate}", day=day_said(day), rate=rate))
    return tr("An entry of $10,000 pays: {first}; {last}.", first=rates[0], last=rates[1])


class ChangesPane(QWidget):
    """Two days and what changed between them. ``asked`` is sent when another earlier day was typed."""

    asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.earlier = LineEdit(placeholder=tr("What changed since, for instance 1 April 2025"))
        self.later = LineEdit(placeholder=tr("until; empty for the day shown"))
        self.earlier.setAccessibleName(tr("What changed since"))
        self.later.setAccessibleName(tr("What changed until"))
        self.copy = QPushButton(tr("Copy"))
        self.copy.setEnabled(False)
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        frame = 2 * (self.text.frameWidth() + round(self.text.document().documentMargin()))
        self.text.setFixedHeight(self.text.fontMetrics().lineSpacing() * MOST_LINES + frame)
        self.text.setAccessibleName(tr("What changed between the two days"))
        self.lines: list[str] = []
        row = QHBoxLayout()
        row.setSpacing(theme().px(6))
        row.addWidget(self.earlier, 3)
        row.addWidget(self.later, 2)
        row.addWidget(self.copy)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme().px(4))
        column.addLayout(row)
        column.addWidget(self.text)
        self.text.hide()
        for line in (self.earlier, self.later):
            line.editingFinished.connect(self.asked)
        self.copy.clicked.connect(lambda: copy_table([(each,) for each in self.lines]))

    def show_changes(self, law: Law, day: date, origin: str, hts: str) -> None:
        """Work out and show what changed up to ``day`` or the later day typed."""
        typed = self.earlier.text().strip()
        self.text.setVisible(bool(typed))
        self.copy.setEnabled(False)
        if not typed:
            return
        try:
            first = _day(typed, day)
            last = _day(self.later.text().strip(), day) if self.later.text().strip() else day
        except DateError as error:
            self.text.setPlainText(told(error))
            return
        if first is None or last is None:
            self.text.setPlainText(tr("Write one day, for instance 1 April 2025."))
            return
        asked = Asked(first, last, origin, hts)
        found = changes_said(law, asked)
        low, high = sorted((first, last))
        whom = listed(each for each in (country(origin) if origin else "", dotted(hts)) if each)
        days = {"first": day_said(low), "last": day_said(high)}
        head = tr("From {first} to {last}: {count} changes", count=len(found), **days)
        if len(found) == 1:
            head = tr("From {first} to {last}: 1 change", **days)
        self.lines = [f"{head} ({whom})" if whom else head]
        if rates := rates_said(law, asked):
            self.lines.append(rates)
        self.lines += [*_beyond_said(law, low, high), *found]
        self.text.setPlainText("\n".join(self.lines))
        self.copy.setEnabled(True)


def _beyond_said(law: Law, low: date, high: date) -> list[str]:
    """What days outside the law data mean for what is listed."""
    said = []
    begins, checked = moment_of(law.info.begins).date(), date.fromisoformat(law.info.checked_to)
    if low < begins:
        said.append(tr("The law data begin on {day}: what stood before is listed as begun then.",
                       day=day_said(begins)))  # fmt: skip
    if high > checked:
        said.append(tr("The law was checked to {day}: beyond it stands only what was announced by then.",
                       day=day_said(checked)))  # fmt: skip
    return said


def _day(text: str, on: date) -> date | None:
    found = parse(understand(text, on=on).edtf)
    return found.first if found.is_day else None


def why_these_lines(measure: Measure, has_lines: bool) -> str:
    """What the lines shown are, or why there are none."""
    if reaches_every_good(measure):
        if measure.status != "void":
            return tr(
                "The measure names no goods: it reaches every line, of the origins named beside, except what "
                "other rules set aside for it."
            )
        return tr("The measure was void from its first day; as published it reached every line.")
    if has_lines:
        return tr("Lines of the schedule that the measure names at any time")
    if measure.status == "announced":
        return tr("It was announced only: there is no list of codes, and no duty is worked out from it.")
    if not measure.rules or all(rule.effect == "record" for rule in measure.rules):
        return tr("It is a rule of procedure or a record of what happened: it charges no line itself.")
    return tr("It ends or sets aside other duties and charges no line itself.")


class LinesPane(QWidget):
    """The lines of the schedule that a measure names, with their general rate."""

    briefing_requested = Signal(str)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._goods: GoodsIndex | None = None
        self.model: TableModel[ScheduleLine] = TableModel(self._columns(), lambda line: line.hts)
        self.table = TableView(self.model)
        self.frame = ChartFrame(session, self.table)
        self.frame.as_table.setVisible(False)
        self.frame.briefing_requested.connect(self.briefing_requested)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme().px(12), 0, theme().px(12), theme().px(8))
        column.addWidget(self.frame, 1)

    def set_goods(self, goods: GoodsIndex | None) -> None:
        """Where plain names of lines are found."""
        self._goods = goods

    def _name(self, line: ScheduleLine) -> str:
        found = self._goods.good(line.hts) if self._goods is not None else None
        return found.name(language()) if found is not None else ""

    def show_nothing(self) -> None:
        """No measure is chosen: say where one is."""
        self.model.set_rows([])
        self.table.hide()
        words = tr("Choose a measure under “Table” or “Over time”: its lines are then listed here.")
        titles = [column.title for column in self.model.columns]
        self.frame.show_chart(ChartWords(words, "", "", "", "lines"), titles, [])

    def show_measure(self, measure: Measure, law: Law) -> None:
        """Show the lines of a measure."""

        def done(found: Sequence[ScheduleLine]) -> None:
            self.model.set_rows(list(found))
            title = tr("{count} lines: {measure}", count=f"{len(found):,}", measure=title_of(measure))
            if not found:
                title = tr("No lines by name: {measure}", measure=title_of(measure))
            rows = [tuple(column.text(line) for column in self.model.columns) for line in found]
            words = ChartWords(
                title, why_these_lines(measure, bool(found)), "",
                data_said(law), "lines",
            )  # fmt: skip
            self.frame.show_chart(words, [column.title for column in self.model.columns], rows)
            self.table.setVisible(bool(found))

        def work() -> list[ScheduleLine]:
            codes = affected_set(law, measure)
            if reaches_every_good(measure):
                return [line for line in law.schedule if line.hts[:2] not in _NO_GOODS]
            return [line for line in law.schedule if line.hts in codes]

        self._session.jobs.run(work, done, owner=self)

    def _columns(self) -> tuple[Column[ScheduleLine], ...]:
        return (
            Column(tr("Code"), lambda line: dotted(line.hts), width=14),
            Column(tr("Commodity"), self._name, width=0),
            Column(tr("General rate"), lambda line: in_language(line.general, language()), width=24),
        )
