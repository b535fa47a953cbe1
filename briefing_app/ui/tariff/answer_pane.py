"""The answer: the one number, the ladder, the rate over time, what it depends on, what did not apply."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QMenu,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from briefing_app.app.i18n import tr
from briefing_app.app.session import Session
from briefing_app.tariff.answer import Assessment
from briefing_app.tariff.law import Law
from briefing_app.ui.tariff import answer_words
from briefing_app.ui.tariff.fold import Fold
from briefing_app.ui.tariff.history import Stretch
from briefing_app.ui.tariff.ladder import Ladder
from briefing_app.ui.tariff.portions import Portions
from briefing_app.ui.tariff.rate_history import RateHistory
from briefing_app.ui.tariff.scrolled import column_in
from briefing_app.ui.tariff.words import (
    assumption_words,
    day_text,
    money,
    percent,
    reason_words,
    status_words,
)
from briefing_app.ui.theme import theme
from briefing_app.ui.widgets.copied_tables import copy_table
from briefing_app.ui.widgets.flow import FlowLayout
from briefing_app.ui.widgets.labels import BigNumber, label, restyle
from briefing_app.ui.widgets.notices import MessageBar


class AnswerPane(QScrollArea):
    """The centre of the Ask page. ``measure_opened`` carries the id of a measure that did not apply."""

    rung_selected = Signal(object)
    measure_opened = Signal(str)
    day_chosen = Signal(object)
    off_changed = Signal(object)
    basket_requested = Signal()
    compare_requested = Signal()
    note_requested = Signal()
    briefing_requested = Signal()
    live_requested = Signal()
    certificate_requested = Signal()
    certificate_opened = Signal()
    star_toggled = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None, *, in_portions: bool = False) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("Answer"))
        self._session = session
        self._answer: Assessment | None = None
        self._law: Law | None = None
        self._good = self._value_words = ""
        self.portions = Portions(
            self._make_parts, self._make_history, self._make_folds, self._make_buttons, self._arrange,
            in_portions=in_portions,
        )  # fmt: skip

    def _make_parts(self) -> None:
        # Parts are made inside the place they belong to: one that is moved later is styled once more.
        self._column = column_in(self, (20, 12, 20, 16), 8, follows_width=True)
        self._place = self.widget()
        self.message = MessageBar(self._place)
        self.question = label("", "secondary", wrap=True)
        self.star = QPushButton()
        self.star.setProperty("kind", "link")
        self.star.clicked.connect(self.star_toggled)
        self.number = BigNumber()
        self.duty = label("", "title")
        self.duty_words = label("", "secondary")
        self.costs = QWidget(self._place)
        self._costs = QGridLayout(self.costs)
        self._costs.setContentsMargins(0, 0, 0, 0)
        self._costs.setHorizontalSpacing(theme().px(16))
        self._costs.setVerticalSpacing(theme().px(2))
        self.ladder = Ladder(self._place)
        self.ladder.rung_selected.connect(self.rung_selected)
        self.ladder.ladder.off_changed.connect(self.off_changed)
        self.effect = label("", wrap=True)
        self.effect.hide()

    def _make_history(self) -> None:
        self.history = RateHistory(self._session, self._place)
        self.chart = self.history.chart
        self.chart_words = self.history.frame.summary
        self.chart.day_chosen.connect(self.day_chosen)

    def _make_folds(self) -> None:
        self.depends = Fold(self._place)
        self.depends.set_open(True)
        self.not_applied = Fold(self._place)
        self.not_applied.opened.connect(self.measure_opened)
        self.assumptions = Fold(self._place)
        self.status = label("", "secondary", wrap=True)
        self.checked_to = self.status

    def _make_buttons(self) -> None:
        self.copy_words = QPushButton(tr("Copy as paragraph"))
        self.copy_words.clicked.connect(self.copy_paragraph)
        self.copy_rows = QPushButton(tr("Copy as table"))
        self.copy_rows.clicked.connect(self.copy_ladder)
        self.to_note = QPushButton(tr("To a note"))
        self.to_note.clicked.connect(self.note_requested)
        self.to_briefing = QPushButton(tr("To briefing"))
        into = QMenu(self.to_briefing)
        self.live = into.addAction(tr("Live: worked out again for the day of the paper"))
        self.live.triggered.connect(lambda _checked=False: self.live_requested.emit())
        self.as_note = into.addAction(tr("As it stands now: a note with its certificate"))
        self.as_note.triggered.connect(lambda _checked=False: self.briefing_requested.emit())
        self.to_briefing.setMenu(into)
        self.certificate = QPushButton(tr("Certificate"))
        self.certificate.setToolTip(
            tr("Keeps question, law version and result under one hash, to be worked out again later")
        )
        menu = QMenu(self.certificate)
        self.make_certificate = menu.addAction(tr("Make a certificate of this calculation"))
        self.make_certificate.triggered.connect(lambda _checked=False: self.certificate_requested.emit())
        self.open_certificate = menu.addAction(tr("Certificates…"))
        self.open_certificate.triggered.connect(lambda _checked=False: self.certificate_opened.emit())
        self.certificate.setMenu(menu)
        self.compare = QPushButton(tr("Compare"))
        self.compare.clicked.connect(self.compare_requested)
        self.to_basket = QPushButton(tr("To basket"))
        self.to_basket.clicked.connect(self.basket_requested)
        self.ways_out = (
            self.copy_words, self.copy_rows, self.to_note, self.to_briefing, self.compare, self.to_basket,
        )  # fmt: skip

    def _arrange(self) -> None:
        column = self._column
        head = QHBoxLayout()
        head.addWidget(self.question, 1)
        head.addWidget(self.star, 0, Qt.AlignmentFlag.AlignTop)
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
        buttons = QWidget(self._place)
        flow = FlowLayout(buttons)
        for button in (
            self.copy_words, self.copy_rows, self.to_note, self.to_briefing, self.certificate, self.compare,
            self.to_basket,
        ):  # fmt: skip
            flow.addWidget(button)
        column.addWidget(self.message)
        column.addLayout(head)
        column.addLayout(top)
        column.addWidget(self.ladder)
        column.addWidget(self.effect)
        column.addWidget(buttons)
        for part in (self.depends, self.history, self.not_applied, self.assumptions, self.status):
            column.addWidget(part)
        column.addStretch(1)
        # Tab goes as one reads: parts were made in another order.
        read = (
            self, self.star, self.ladder, self.copy_words, self.copy_rows, self.to_note, self.to_briefing,
            self.certificate, self.compare, self.to_basket, self.depends.button, self.history.frame.button,
            self.chart, self.history.event_link, self.not_applied.button, self.assumptions.button,
        )  # fmt: skip
        for one, following in pairwise(read):
            QWidget.setTabOrder(one, following)

    # --- showing -------------------------------------------------------------------------------------

    @property
    def answer(self) -> Assessment | None:
        """The answer shown."""
        return self._answer

    def show_answer(self, answer: Assessment, law: Law, good: str, value_words: str = "") -> None:
        """Show an answer; where there is no figure, say why in words. ``value_words`` say at which rate its
        value became dollars: they go with every copy.
        """
        self._answer, self._law, self._good, self._value_words = answer, law, good, value_words
        self.question.setText(answer_words.question_words(answer.entry, good))
        self._show_number(answer)
        self._show_costs(answer)
        self.effect.hide()
        self.ladder.show_answer(answer, law)
        has_ladder = answer.status == "ok" and bool(answer.components)
        self.ladder.setVisible(has_ladder)
        if not has_ladder:
            self.rung_selected.emit(None)
        rows = [answer_words.depends_row(each) for each in answer.missing_facts]
        self.depends.show_rows(tr("Depends on what is not said ({count})", count=len(rows)), rows)
        said = sorted(answer.not_applied, key=answer_words.closeness)
        self.not_applied.show_rows(
            tr("Does not apply ({count})", count=len(said)),
            [answer_words.reason_row(each, law) for each in said],
            [each.measure for each in said],
        )
        taken = [(assumption_words(each, law), "") for each in answer.assumptions]
        self.assumptions.show_rows(tr("Assumed ({count})", count=len(taken)), taken)
        self.status.setText(f"{status_words(answer.status)} · {answer_words.checked_words(answer)}")
        for part in (*self.ways_out, self.make_certificate):
            part.setEnabled(True)
        for button in (self.copy_rows, self.to_briefing):
            button.setEnabled(answer.status == "ok")
            button.setToolTip("" if answer.status == "ok" else tr("There is no figure to copy."))

    def show_unanswered(self, *, is_fault: bool = True) -> None:
        """The question as typed has a fault, or lacks the rate of exchange: what is shown answers the one
        before, and leaves no trace.
        """
        if self._answer is None:
            return
        if is_fault:
            words = tr("The question as it stands cannot be answered; below is the answer to the one before.")
        else:
            words = tr(
                "Duty is charged in dollars: say the rate of exchange, where it stands and its day. "
                "Below is the answer to the question before."
            )
        self.message.show_message(words, "caution" if is_fault else "info")
        for part in (*self.ways_out, self.make_certificate):
            part.setEnabled(False)

    def show_star(self, is_starred: bool) -> None:
        """Whether the question shown is kept."""
        self.star.setText(tr("★ Starred") if is_starred else tr("☆ Star"))
        self.star.setAccessibleName(tr("Keep this question"))

    def _show_number(self, answer: Assessment) -> None:
        if answer.status == "ok":
            self.message.hide()
            self.number.show_number(percent(answer.effective_rate), "", tr("effective rate"))
            self.duty.setText(money(answer.total_cents))
            self.duty_words.setText(tr("duty on {value}", value=money(answer.entry.value_cents)))
            return
        self.duty.setText("")
        self.duty_words.setText("")
        self.number.show_number(tr("No figure"), "", status_words(answer.status), "caution")
        reason = reason_words(answer)
        if answer.status == "not_covered" and answer.entry.day > date.fromisoformat(answer.checked_to):
            last = date.fromisoformat(answer.checked_to)
            action = tr("Ask for {day}", day=day_text(last))
            self.message.show_message(reason, "caution", action, lambda: self.day_chosen.emit(last))
        else:
            self.message.show_message(reason, "caution")

    def _show_costs(self, answer: Assessment) -> None:
        while (item := self._costs.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for number, (words, amount) in enumerate(answer_words.cost_lines(answer)):
            name, figure = label(words, "secondary"), label(amount)
            font = theme().font("table")
            font.setBold(number == 3)
            figure.setFont(font)
            self._costs.addWidget(name, number, 0)
            self._costs.addWidget(figure, number, 1, Qt.AlignmentFlag.AlignRight)

    def show_history(
        self, stretches: tuple[Stretch, ...], day: date, later: tuple[Stretch, ...] = ()
    ) -> None:
        """Show the rate over time."""
        self.history.show_history(stretches, later, day, self._good, self._value_words)

    def show_effect(self, words: str) -> None:
        """Say what the duty would be with what is switched off; empty takes it away."""
        self.effect.setText(words)
        self.effect.setVisible(bool(words))

    def open_reasons(self) -> None:
        """Open what did not apply."""
        self.not_applied.set_open(True)

    # --- copying -------------------------------------------------------------------------------------

    def paragraph(self) -> str:
        """The answer as a paragraph, with the rate of exchange that it rests on."""
        return " ".join(filter(None, (self.sentence(), self._value_words)))

    def sentence(self) -> str:
        """The answer alone, for where what was assumed stands below."""
        if self._answer is None or self._law is None:
            return ""
        return answer_words.one_sentence(self._answer, self._law, self._good)

    def lines(self) -> list[tuple[str, ...]]:
        """The ladder with fees and landed cost, titles first."""
        rows = self.ladder.as_lines()
        if self._answer is not None:
            # The unit stands in the head of the column, as it does above.
            rows += [
                (words, "", "", "", "", amount.replace("$", ""), "")
                for words, amount in answer_words.cost_lines(self._answer)
            ]
        return rows

    def copy_paragraph(self) -> None:
        """Put the paragraph on the clipboard."""
        QGuiApplication.clipboard().setText(self.paragraph())
        self._said(self.copy_words)

    def copy_ladder(self) -> None:
        """Put the ladder on the clipboard, with fees and landed cost."""
        if self._answer is not None:
            copy_table(self.lines(), self.paragraph())
            self._said(self.copy_rows)

    def _said(self, button: QPushButton) -> None:
        restyle(button, state="done")
        button.setToolTip(tr("Copied"))
        self._session.message.emit(tr("Copied"), "info")
