"""What is asked before a paper is written: ten answers, and beside them the paper that they call for."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLineEdit,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from briefing_app.app.i18n import language, tr
from briefing_app.app.session import Session
from briefing_app.domain.date_words import day_words
from briefing_app.domain.fuzzydate import parse
from briefing_app.domain.people import is_meeting
from briefing_app.domain.records import Briefing, Event, title_of
from briefing_app.domain.typed_dates import understand
from briefing_app.errors import BriefingError
from briefing_app.reports.briefing import TEMPLATES
from briefing_app.reports.commission import Commission, Plan, briefing_of, plan
from briefing_app.reports.wording import Language
from briefing_app.ui import standing
from briefing_app.ui.briefing.composer import Composer
from briefing_app.ui.theme import theme
from briefing_app.ui.widgets.form import Form, LineEdit, TextArea
from briefing_app.ui.widgets.labels import label, restyle, rule
from briefing_app.ui.widgets.made_in_portions import MadeInPortions

LONGEST_MINUTES = 24 * 60
CHOICES = ("meeting", "interpreting", "reader", "likelihood", "form", "language")
DRAFT = "new paper"


def ask(session: Session, composer: Composer, parent: QWidget) -> None:
    """Ask what a paper is for, and begin the one that the answers call for."""
    events = [each for each in session.workspace.records("event") if isinstance(each, Event)]
    dialog = CommissionDialog(
        events, session.day, composer.language, parent, called=composer.titles.of, in_portions=True
    )

    def proceed() -> None:
        # Made at once it would hold the window for longer than a blink.
        if not session.is_closed and dialog.make_portion():
            QTimer.singleShot(0, dialog, proceed)
            return
        if session.is_closed:  # locked meanwhile: it does not come up any more
            dialog.deleteLater()
            return
        dialog.take_answers(standing.take_draft(session, DRAFT))
        dialog.keep_draft = lambda: standing.keep_draft(session, DRAFT, dialog.answers())
        if dialog.exec():
            composer.start(dialog.briefing(session.day))
        dialog.deleteLater()

    proceed()


class CommissionDialog(MadeInPortions, QDialog):
    """``briefing`` is the paper as commissioned; nothing is stored here."""

    def __init__(
        self, events: Iterable[Event], today: date, wanted: Language, parent: QWidget | None = None, *,
        called: Callable[[Event], str] = title_of, in_portions: bool = False,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self.keep_draft: Callable[[], object] = tuple
        self._events = {event.id: event for event in events}
        self._today, self._wanted, self._called = today, wanted, called
        self.setWindowTitle(tr("New paper"))
        self.resize(theme().px(780), theme().px(600))
        making = (self._make_frame, self._make_meeting, self._make_answers, self._make_outcome)
        self.begin_making((*making, self._begin), in_portions=in_portions)

    def _make_frame(self) -> None:
        """What holds the fields, in its place before they come: what moves later is given its style twice."""
        self._form = Form(self)
        self._outcome = QWidget(self)
        self._outcome.setFixedWidth(theme().px(250))
        both = QHBoxLayout()
        both.setSpacing(theme().px(24))
        both.addWidget(self._form, 1)
        both.addWidget(self._outcome)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        self.take = buttons.addButton(tr("Write it"), QDialogButtonBox.ButtonRole.AcceptRole)
        restyle(self.take, kind="primary")
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(*(theme().px(24),) * 4)
        column.setSpacing(theme().px(16))
        column.addLayout(both, 1)
        column.addWidget(buttons)

    def _make_meeting(self) -> None:
        self.purpose = TextArea(placeholder=tr("What the meeting is for, why now, your part in it"))
        self.purpose.setMaximumHeight(theme().px(64))
        self.meeting = QComboBox()
        self.meeting.addItem(tr("No meeting of the timeline"), "")
        for event in self._meetings():
            day = _day_of(event)
            words = (self._called(event), day_words(day, language()) if day else "")
            self.meeting.addItem(" · ".join(filter(None, words)), event.id)
        self.day = LineEdit(placeholder=tr("13 June 2025"))
        self.minutes = QSpinBox()
        self.minutes.setRange(0, LONGEST_MINUTES)
        self.minutes.setSingleStep(5)
        self.minutes.setSpecialValueText(tr("not known"))
        self.minutes.setSuffix(tr(" minutes"))
        # As far in as the fields around it: a style sheet does not reach the field inside of the box.
        if (inner := self.minutes.findChild(QLineEdit)) is not None:
            inner.setTextMargins(theme().px(6), 0, 0, 0)
        form = self._form
        form.add(tr("Purpose"), self.purpose)
        form.add(tr("Meeting"), self.meeting)
        form.add_row(form.add(tr("Day"), self.day), form.add(tr("Length"), self.minutes))

    def _meetings(self) -> list[Event]:
        """Those ahead, the next one first; below them those that were, the last one first."""
        met = sorted((each for each in self._events.values() if is_meeting(each)), key=_sort_day)
        ahead = [each for each in met if _sort_day(each) >= self._today]
        return [*ahead, *reversed(met[: len(met) - len(ahead)])]

    def _make_answers(self) -> None:
        self.interpreting = _choice(
            ("none", tr("No interpreter")),
            ("consecutive", tr("Consecutive")),
            ("simultaneous", tr("Simultaneous")),
        )
        self.reader = _choice(
            ("principal", tr("The minister or principal")), ("delegation", tr("The delegation")),
            ("official", tr("An official who knows the subject")),
        )  # fmt: skip
        self.likelihood = _choice(
            ("certain", tr("Certain to come up")),
            ("possible", tr("May come up")),
            ("unlikely", tr("Unlikely")),
        )
        self.form = _choice(
            ("open", tr("As the answers call for")), ("page", tr("One page")), ("book", tr("Full book")),
            ("questions", tr("Questions and answers")), ("people", tr("Pages on people")),
            ("duties", tr("Duties of goods")), ("options", tr("Options side by side")),
            ("chronology", tr("Chronology")), ("card", tr("Pocket card")),
        )  # fmt: skip
        self.to_raise = TextArea(placeholder=tr("One point a line, as it will be said"))
        self.to_raise.setMaximumHeight(theme().px(84))
        self.agenda = QCheckBox(tr("The agenda is agreed"))
        self.language = _choice(("en", "English"), ("ja", "日本語"))
        self.language.setCurrentIndex(self.language.findData(self._wanted))
        form = self._form
        form.add_row(form.add(tr("Interpretation"), self.interpreting), form.add(tr("Reader"), self.reader))
        form.add_row(form.add(tr("The subject is"), self.likelihood), form.add(tr("Form"), self.form))
        form.add(tr("Points to raise"), self.to_raise)
        form.add_row(form.add(tr("Language"), self.language), form.add("", self.agenda))

    def _make_outcome(self) -> None:
        self.result_title = label("", "section", wrap=True)
        self.why = label("", "secondary", wrap=True)
        self.advice = label("", wrap=True)
        right = QVBoxLayout(self._outcome)
        right.setContentsMargins(0, 0, 0, 0)
        right.addWidget(label(tr("The paper"), "secondary"))
        for part in (self.result_title, self.why, rule(), self.advice):
            right.addWidget(part)
        right.addStretch(1)

    def _begin(self) -> None:
        self._connect()
        self._look()
        self.purpose.setFocus()

    def _connect(self) -> None:
        for text in (self.purpose, self.to_raise):
            text.textChanged.connect(self._look)
        self.day.textChanged.connect(self._look)
        self.minutes.valueChanged.connect(self._look)
        self.agenda.toggled.connect(self._look)
        self.meeting.currentIndexChanged.connect(self._on_meeting)
        for box in (self.interpreting, self.reader, self.likelihood, self.form, self.language):
            box.currentIndexChanged.connect(self._look)

    def _on_meeting(self) -> None:
        """Take the day of the meeting over."""
        event = self._events.get(self.meeting.currentData())
        day = _day_of(event) if event else None
        if day is not None:
            self.day.setText(day_words(day, language()))
        self._look()

    # --- what was answered ---------------------------------------------------------------------------

    def commission(self) -> Commission:
        """The answers."""
        return Commission(
            purpose=self.purpose.toPlainText(),
            meeting=self._events.get(self.meeting.currentData()),
            day=self._typed_day(),
            minutes=self.minutes.value(),
            interpreting=self.interpreting.currentData(),
            reader=self.reader.currentData(),
            form=self.form.currentData(),
            likelihood=self.likelihood.currentData(),
            to_raise=tuple(line.strip() for line in self.to_raise.toPlainText().splitlines() if line.strip()),
            is_agenda_agreed=self.agenda.isChecked(),
        )

    def answers(self) -> dict[str, Any]:
        """The answers as they are entered, to be kept while the workspace is locked."""
        return {
            **{name: getattr(self, name).currentData() for name in CHOICES},
            "purpose": self.purpose.toPlainText(), "to_raise": self.to_raise.toPlainText(),
            "day": self.day.text(), "minutes": self.minutes.value(), "agenda": self.agenda.isChecked(),
        }  # fmt: skip

    def take_answers(self, answers: Any) -> None:
        """Enter answers that were kept; those that cannot be given any more are passed over."""
        if not isinstance(answers, dict):
            return
        for name in CHOICES:
            box: QComboBox = getattr(self, name)
            box.setCurrentIndex(max(0, box.findData(answers.get(name))))
        self.purpose.setPlainText(str(answers.get("purpose", "")))
        self.to_raise.setPlainText(str(answers.get("to_raise", "")))
        self.day.setText(str(answers.get("day", "")))
        self.minutes.setValue(int(answers.get("minutes", 0)))
        self.agenda.setChecked(bool(answers.get("agenda")))

    def plan(self) -> Plan:
        """The paper that the answers call for."""
        return plan(self.commission(), self._today, self._language(), said_in=language())

    def briefing(self, as_of: date) -> Briefing:
        """The paper as commissioned, without an id."""
        return briefing_of(self.commission(), self.plan(), self._language(), as_of)

    def _language(self) -> Language:
        return "ja" if self.language.currentData() == "ja" else "en"

    def _typed_day(self) -> date | None:
        try:
            when = parse(understand(self.day.text().strip(), on=self._today).edtf)
        except BriefingError:
            return None
        return when.first if when.is_day else None

    def _look(self) -> None:
        """Say which paper it will be, and what to mind."""
        chosen = self.plan()
        self.result_title.setText(TEMPLATES[chosen.template].title(language()))
        due = (
            tr("To be handed over at noon on {day}.", day=day_words(chosen.due, language()))
            if chosen.due
            else ""
        )
        self.why.setText(" ".join(filter(None, (chosen.why, due))))
        advice = list(chosen.advice)
        if self.day.text().strip() and self._typed_day() is None:
            advice.insert(
                0, tr('"{text}" is not one day, so no hand-over is counted.', text=self.day.text().strip())
            )
        self.advice.setText("\n\n".join(advice))


def _choice(*choices: tuple[str, str]) -> QComboBox:
    box = QComboBox()
    # Fields side by side are equally wide, whatever their longest choice.
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(12)
    for value, words in choices:
        box.addItem(words, value)
    return box


def _day_of(event: Event) -> date | None:
    days = (parse(each.edtf) for each in event.dates if each.edtf)
    return next((when.first for when in days if when.is_day), None)


def _sort_day(event: Event) -> date:
    return next((parse(each.edtf).sort_day for each in event.dates if each.edtf), date.min)
