"""The answer: the one number, the ladder, the rate over time, what it depends on, what did not apply."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from briefing_app.domain.date_words import day_words
from briefing_app.tariff.answer import Assessment, MissingFact, NotApplied
from briefing_app.tariff.law import Law
from briefing_app.ui.tariff.chart import RateChart
from briefing_app.ui.tariff.copying import copy_table
from briefing_app.ui.tariff.history import Stretch, summary
from briefing_app.ui.tariff.ladder import Ladder
from briefing_app.ui.tariff.words import (
    STATUS_WORDS,
    country,
    fact_words,
    money,
    one_sentence,
    percent,
    value_words,
)
from briefing_app.ui.theme import theme
from briefing_app.ui.widgets.labels import BigNumber, SectionHeader, label, restyle
from briefing_app.ui.widgets.notices import MessageBar

_ORDER = ("Not charged", "The condition", "No preference", "The good is not", "No longer", "Not yet")


class Fold(QWidget):
    """A line that opens and shuts what belongs to it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.body = QWidget()
        self.button = QPushButton()
        self.button.setProperty("kind", "link")
        self.button.clicked.connect(lambda: self.set_open(self.body.isHidden()))
        self.grid = QGridLayout(self.body)
        self.grid.setContentsMargins(theme().px(26), 0, 0, theme().px(6))
        self.grid.setHorizontalSpacing(theme().px(16))
        self.grid.setVerticalSpacing(theme().px(4))
        self.grid.setColumnStretch(1, 1)
        self.body.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme().px(4))
        column.addWidget(self.button)
        column.addWidget(self.body)
        theme().show_icon(self.button, "chevron-right", "accent")

    def show_rows(self, title: str, rows: Sequence[tuple[str, str]]) -> None:
        """Show rows of two cells; hidden when there are none."""
        self.setVisible(bool(rows))
        self.button.setText(title)
        while (item := self.grid.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for number, (left, right) in enumerate(rows):
            first = label(left, wrap=True)
            first.setMinimumWidth(theme().px(190))
            first.setMaximumWidth(theme().px(300))
            self.grid.addWidget(first, number, 0, Qt.AlignmentFlag.AlignTop)
            self.grid.addWidget(label(right, tone="muted", wrap=True), number, 1, Qt.AlignmentFlag.AlignTop)

    def rows(self) -> list[tuple[str, str]]:
        """The rows shown, as text."""
        found = []
        for number in range(self.grid.rowCount()):
            cells = [self.grid.itemAtPosition(number, column) for column in (0, 1)]
            texts = [cell.widget().text() for cell in cells if cell and cell.widget()]  # type: ignore[union-attr]
            if len(texts) == 2:
                found.append((texts[0], texts[1]))
        return found

    def set_open(self, is_open: bool) -> None:
        """Open or shut it."""
        theme().show_icon(self.button, "chevron-down" if is_open else "chevron-right", "accent")
        self.body.setVisible(is_open)


class AnswerPane(QScrollArea):
    """The centre of the Ask page."""

    rung_selected = Signal(object)
    day_chosen = Signal(object)
    basket_requested = Signal()
    compare_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._answer: Assessment | None = None
        self._law: Law | None = None
        self._good = ""
        self._make_parts()
        self._arrange()

    def _make_parts(self) -> None:
        self.message = MessageBar()
        self.question = label("", "secondary", wrap=True)
        self.number = BigNumber()
        self.duty = label("", "title")
        self.duty_words = label("", "secondary")
        self.costs = QWidget()
        self._costs = QGridLayout(self.costs)
        self._costs.setContentsMargins(0, 0, 0, 0)
        self._costs.setHorizontalSpacing(theme().px(16))
        self._costs.setVerticalSpacing(theme().px(2))
        self.ladder = Ladder()
        self.ladder.rung_selected.connect(self.rung_selected)
        self.chart_head = SectionHeader("Effective rate over time")
        self.chart = RateChart()
        self.chart.day_chosen.connect(self.day_chosen)
        self.chart_words = label("", "secondary", wrap=True)
        self.depends = Fold()
        self.depends.set_open(True)
        self.not_applied = Fold()
        self.assumptions = Fold()
        self.checked_to = label("", "secondary", wrap=True)
        self.copy_words = QPushButton("Copy as paragraph")
        self.copy_words.clicked.connect(self.copy_paragraph)
        self.copy_rows = QPushButton("Copy as table")
        self.copy_rows.clicked.connect(self.copy_ladder)
        self.compare = QPushButton("Compare countries")
        self.compare.clicked.connect(self.compare_requested)
        self.to_basket = QPushButton("Add to basket")
        self.to_basket.clicked.connect(self.basket_requested)

    def _arrange(self) -> None:
        body = QWidget()
        body.setProperty("panel", "surface")
        body.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        column = QVBoxLayout(body)
        column.setContentsMargins(theme().px(20), theme().px(12), theme().px(20), theme().px(16))
        column.setSpacing(theme().px(8))
        top = QHBoxLayout()
        top.addWidget(self.number, 0, Qt.AlignmentFlag.AlignTop)
        beside = QVBoxLayout()
        beside.setContentsMargins(theme().px(24), theme().px(10), 0, 0)
        beside.setSpacing(theme().px(2))
        beside.addWidget(self.duty)
        beside.addWidget(self.duty_words)
        beside.addStretch(1)
        top.addLayout(beside, 1)
        top.addWidget(self.costs, 0, Qt.AlignmentFlag.AlignTop)
        buttons = QHBoxLayout()
        buttons.setSpacing(theme().px(6))
        for button in (self.copy_words, self.copy_rows, self.compare, self.to_basket):
            buttons.addWidget(button)
        buttons.addStretch(1)
        column.addWidget(self.message)
        column.addWidget(self.question)
        column.addLayout(top)
        column.addWidget(self.ladder)
        column.addWidget(self.depends)
        column.addWidget(self.chart_head)
        column.addWidget(self.chart)
        column.addWidget(self.chart_words)
        column.addWidget(self.not_applied)
        column.addWidget(self.assumptions)
        column.addLayout(buttons)
        column.addWidget(self.checked_to)
        column.addStretch(1)
        self.setWidget(body)

    # --- showing -------------------------------------------------------------------------------------

    @property
    def answer(self) -> Assessment | None:
        """The answer shown."""
        return self._answer

    def show_answer(self, answer: Assessment, law: Law, good: str) -> None:
        """Show an answer; where there is no figure, say why in words."""
        self._answer, self._law, self._good = answer, law, good
        entry = answer.entry
        self.question.setText(
            f"{good} · from {country(entry.origin)} · entered on {day_words(entry.day)} · "
            f"value {money(entry.value_cents)}"
        )
        self._show_number(answer)
        self._show_costs(answer)
        self.ladder.show_answer(answer, law)
        has_ladder = answer.status == "ok" and bool(answer.components)
        self.ladder.setVisible(has_ladder)
        if not has_ladder:
            self.rung_selected.emit(None)
        rows = [_depends_row(each) for each in answer.missing_facts]
        self.depends.show_rows(f"Depends on what is not said ({len(rows)})", rows)
        said = sorted(answer.not_applied, key=_closeness)
        self.not_applied.show_rows(f"Does not apply ({len(said)})", [_reason_row(each, law) for each in said])
        self.assumptions.show_rows(
            f"Assumed ({len(answer.assumptions)})", [(each, "") for each in answer.assumptions]
        )
        for number in range(len(answer.assumptions)):
            cell = self.assumptions.grid.itemAtPosition(number, 0)
            widget = cell.widget() if cell else None
            if widget is not None:
                widget.setMaximumWidth(theme().px(2000))
                self.assumptions.grid.addWidget(widget, number, 0, 1, 2)
        self.checked_to.setText(f"Law data {answer.version}, checked to {answer.checked_to}.")
        is_ok = answer.status == "ok"
        for button in (self.copy_rows, self.to_basket):
            button.setEnabled(is_ok or button is self.to_basket)

    def _show_number(self, answer: Assessment) -> None:
        if answer.status == "ok":
            self.message.hide()
            self.number.show_number(percent(answer.effective_rate), "", "effective rate")
            self.duty.setText(money(answer.total_cents))
            self.duty_words.setText(f"duty on {money(answer.entry.value_cents)}")
            return
        self.duty.setText("")
        self.duty_words.setText("")
        words = STATUS_WORDS[answer.status]
        self.number.show_number("No figure", "", words, "caution")
        if answer.status == "not_covered" and answer.entry.day > date.fromisoformat(answer.checked_to):
            last = date.fromisoformat(answer.checked_to)
            action = f"Ask for {day_words(last)}"
            self.message.show_message(answer.reason, "caution", action, lambda: self.day_chosen.emit(last))
        else:
            self.message.show_message(answer.reason, "caution")

    def _show_costs(self, answer: Assessment) -> None:
        while (item := self._costs.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for number, (words, amount) in enumerate(cost_lines(answer)):
            name, figure = label(words, "secondary"), label(amount)
            font = theme().font("table")
            font.setBold(words == "Landed cost")
            figure.setFont(font)
            self._costs.addWidget(name, number, 0)
            self._costs.addWidget(figure, number, 1, Qt.AlignmentFlag.AlignRight)

    def show_history(self, stretches: tuple[Stretch, ...], day: date) -> None:
        """Show the rate over time."""
        self.chart.show_history(stretches, day)
        self.chart_words.setText(summary(stretches))

    def open_reasons(self) -> None:
        """Open what did not apply."""
        self.not_applied.set_open(True)

    # --- copying -------------------------------------------------------------------------------------

    def paragraph(self) -> str:
        """The answer as a paragraph."""
        if self._answer is None or self._law is None:
            return ""
        return one_sentence(self._answer, self._law, self._good)

    def copy_paragraph(self) -> None:
        """Put the paragraph on the clipboard."""
        QGuiApplication.clipboard().setText(self.paragraph())
        self._said(self.copy_words)

    def copy_ladder(self) -> None:
        """Put the ladder on the clipboard, with fees and landed cost."""
        if self._answer is None:
            return
        extra = [(words, "", "", "", amount, "") for words, amount in cost_lines(self._answer)]
        copy_table([*self.ladder.as_lines(), *extra], self.paragraph())
        self._said(self.copy_rows)

    def _said(self, button: QPushButton) -> None:
        restyle(button, state="done")
        button.setToolTip("Copied")


def cost_lines(answer: Assessment) -> list[tuple[str, str]]:
    """Duty, fees and landed cost as shown beside the number; nothing where there is no figure."""
    if answer.total_cents is None:
        return []
    mpf, hmf = answer.mpf_cents or 0, answer.hmf_cents or 0
    lines = [
        ("Value and duty", money(answer.entry.value_cents + answer.total_cents)),
        ("Processing fee (MPF)", money(answer.mpf_cents)),
        ("Harbor fee (HMF)", money(answer.hmf_cents)),
        ("Landed cost", money(answer.entry.value_cents + answer.total_cents + mpf + hmf)),
    ]
    if answer.originally_collected_cents is not None:
        lines.append(("First collected", money(answer.originally_collected_cents)))
    return lines


def _depends_row(missing: MissingFact) -> tuple[str, str]:
    parts = []
    for each in missing.outcomes:
        duty = money(each.total_cents) if each.status == "ok" else STATUS_WORDS[each.status].lower()
        parts.append(f"{value_words(missing.fact, each.value)}: {duty}")
    taken = f" Taken now: {value_words(missing.fact, missing.taken)}." if missing.taken else ""
    return fact_words(missing.fact), " · ".join(parts) + "." + taken


def _reason_row(item: NotApplied, law: Law) -> tuple[str, str]:
    measure = law.measures.get(item.measure)
    title = measure.title if measure else item.measure
    return f"{title} ({item.heading})", _named(item.reason, law)


def _named(reason: str, law: Law) -> str:
    """The reason with measures by their titles instead of their ids."""
    for key, measure in law.measures.items():
        if f"({key})" in reason:
            reason = reason.replace(f"({key})", f"({measure.title})")
    return reason


def _closeness(item: NotApplied) -> int:
    """The near misses first: what would be charged but for another rule, then conditions, lists, dates."""
    return next((place for place, start in enumerate(_ORDER) if item.reason.startswith(start)), 3)
