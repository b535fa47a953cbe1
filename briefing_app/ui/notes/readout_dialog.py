"""A record of conversation step by step; one save makes the note, the event, follow-ups and positions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QStringListModel, Qt
from PySide6.QtWidgets import (
    QComboBox,
    QCompleter,
    QDialog,
    QDialogButtonBox,
    QLabel,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from briefing_app.app.error_words import told
from briefing_app.app.i18n import language, tr
from briefing_app.app.session import Session
from briefing_app.domain import people, readouts
from briefing_app.domain.change import ChangeSet
from briefing_app.domain.date_words import words
from briefing_app.domain.fuzzydate import is_edtf
from briefing_app.domain.ids import new_id
from briefing_app.domain.records import Person
from briefing_app.errors import BriefingError
from briefing_app.store.search import fold
from briefing_app.ui import standing
from briefing_app.ui.notes.lookup import marking_labels
from briefing_app.ui.notes.readout_rows import Rows, typed_in
from briefing_app.ui.theme import theme
from briefing_app.ui.widgets.date_part import date_typed, date_words
from briefing_app.ui.widgets.form import Field, LineEdit, TextArea
from briefing_app.ui.widgets.labels import label

STEPS = ("The meeting", "Who was there", "What was said", "What follows", "Before it is saved")
DRAFT = "conversation"


@dataclass(frozen=True)
class Outcome:
    """What one save makes, and what is told of it."""

    change_set: ChangeSet
    note_id: str
    told: str


class ReadoutDialog(QDialog):
    """Five steps. ``outcome`` is there when the dialog was accepted."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Record of a conversation"))
        self.resize(theme().px(760), theme().px(600))
        self._session = session
        self._people = {
            each.id: each for each in session.workspace.records("person") if isinstance(each, Person)
        }
        self._names = _names_of(self._people.values())
        self._name_model = QStringListModel(sorted(map(self._named, self._people.values())), self)
        self.outcome: Outcome | None = None
        self.title = LineEdit()
        self.day = LineEdit(date_words(session.day.isoformat()))
        self.place = LineEdit()
        self.marking = QComboBox()
        for text in ("", *marking_labels()):
            self.marking.addItem(text or tr("None"), text)
        self.day_field = Field(tr("Day"), self.day)
        self.title_field = Field(tr("Title"), self.title)
        self.present = Rows(tr("Add a person"), self._person_row)
        self.points = Rows(tr("Add a point"), self._point_row)
        self.follow_ups = Rows(tr("Add a follow-up"), self._follow_up_row)
        self.summary = label("", wrap=True)
        self._steps = QStackedWidget()
        for page in (self._meeting(), self.present, self.points, self.follow_ups, self._summary_page()):
            self._steps.addWidget(page)
        self._head = QLabel()
        self._head.setProperty("role", "section")
        self._lay_out()
        self.go(0)

    def go(self, step: int) -> None:
        """Show a step; the way on is barred while title or day are missing."""
        if step > 0 and not self._meeting_is_said():
            step = 0
        step = next((at for at in range(1, step) if not self._is_whole(at)), step)
        self._steps.setCurrentIndex(step)
        count = self._steps.count()
        self._head.setText(
            tr("Step {step} of {count}: {name}", step=step + 1, count=count, name=tr(STEPS[step]))
        )
        is_last = step == count - 1
        self.back.setEnabled(step > 0)
        self.next.setVisible(not is_last)
        self.save.setVisible(is_last)
        if is_last:
            self.summary.setText(self._told(self._planned()))
        self._first_field(step).setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def step(self) -> int:
        """The step shown, from 0."""
        return self._steps.currentIndex()

    @property
    def has_words(self) -> bool:
        """Whether anything was entered that would be a pity to lose."""
        rows = (*self.present.values(), *self.points.values(), *self.follow_ups.values())
        return bool(self.title.text().strip() or self.place.text().strip() or any(any(row) for row in rows))

    def keep_draft(self) -> None:
        """Keep what was entered in the workspace: it is about to be locked."""
        if self.has_words and self.outcome is None:
            standing.keep_draft(self._session, DRAFT, self.entries())

    def entries(self) -> dict[str, Any]:
        """What stands in the fields."""
        return {
            "title": self.title.text(), "day": self.day.text(), "place": self.place.text(),
            "marking": self.marking.currentData(), "present": self.present.values(),
            "points": self.points.values(), "follow_ups": self.follow_ups.values(), "step": self.step,
        }  # fmt: skip

    def take_entries(self, entries: Any) -> None:
        """Enter what was kept."""
        if not isinstance(entries, dict):
            return
        for edit in (self.title, self.day, self.place):
            edit.setText(str(entries.get({self.title: "title", self.day: "day"}.get(edit, "place"), "")))
        self.marking.setCurrentIndex(max(0, self.marking.findData(entries.get("marking"))))
        for name in ("present", "points", "follow_ups"):
            getattr(self, name).enter(entries.get(name, []))
        self.go(int(entries.get("step", 0)))

    def readout(self) -> readouts.Readout:
        """What was entered so far."""
        return readouts.Readout(
            title=self.title.text().strip(), day=date_typed(self.day.text()), place=self.place.text().strip(),
            marking=self.marking.currentData(), language=language(),
            present=[
                readouts.Present(self._known(row[0]), row[0], row[1])
                for row in self.present.values() if row[0]
            ],
            points=[
                readouts.Point(row[0], row[3], self._known(row[1]), row[2])
                for row in self.points.values() if row[3]
            ],
            follow_ups=[
                readouts.FollowUp(row[0], self._known(row[1]) or row[1], _day(row[2]))
                for row in self.follow_ups.values() if row[0]
            ],
        )  # fmt: skip

    def _known(self, typed: str) -> str:
        """The id of who is called as typed, or ""."""
        return self._names.get(_folded(typed), "")

    def _unknown(self) -> list[str]:
        """Whoever was typed and is nobody here, each once."""
        typed = [row[0] for row in self.present.values()]
        typed += [row[1] for rows in (self.points, self.follow_ups) for row in rows.values()]
        return [each for each in dict.fromkeys(typed) if each and not self._known(each)]

    # --- parts ---------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        px = theme().px
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.back = buttons.addButton(tr("Back"), QDialogButtonBox.ButtonRole.ActionRole)
        self.next = buttons.addButton(tr("Next"), QDialogButtonBox.ButtonRole.ActionRole)
        self.save = buttons.addButton(tr("Save all"), QDialogButtonBox.ButtonRole.ActionRole)
        for button in (self.next, self.save):
            button.setProperty("kind", "primary")
        self.next.setDefault(True)
        self.back.clicked.connect(lambda: self.go(self.step - 1))
        self.next.clicked.connect(lambda: self.go(self.step + 1))
        self.save.clicked.connect(self._finish)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(*(px(20),) * 4)
        column.setSpacing(px(12))
        for part in (self._head, self._steps, buttons):
            column.addWidget(part, 1 if part is self._steps else 0)

    def _meeting(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme().px(12))
        for field in (self.title_field, self.day_field, Field(tr("Place"), self.place),
                      Field(tr("Marking"), self.marking)):  # fmt: skip
            column.addWidget(field)
        column.addStretch(1)
        return page

    def _summary_page(self) -> QWidget:
        area = QScrollArea()
        area.setWidgetResizable(True)
        page = QWidget()
        column = QVBoxLayout(page)
        column.addWidget(self.summary)
        column.addStretch(1)
        area.setWidget(page)
        return area

    def _person_row(self) -> list[Field]:
        return [Field(tr("Person"), self._name_edit()), Field(tr("Role"), LineEdit())]

    def _point_row(self) -> list[Field]:
        said = TextArea()
        said.setFixedHeight(theme().px(64))
        return [
            Field(tr("Issue"), LineEdit()), Field(tr("Speaker"), self._name_edit()),
            Field(tr("Stance, if it is one"), LineEdit()), Field(tr("What was said"), said),
        ]  # fmt: skip

    def _follow_up_row(self) -> list[Field]:
        return [
            Field(tr("What"), LineEdit()),
            Field(tr("Who"), self._name_edit()),
            Field(tr("By when"), LineEdit()),
        ]

    def _name_edit(self) -> LineEdit:
        edit = LineEdit()
        completer = QCompleter(self._name_model, edit)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        edit.setCompleter(completer)
        return edit

    @staticmethod
    def _named(person: Person) -> str:
        native = people.native_name(person)
        return f"{people.latin_name(person)}  {native}".strip()

    def _first_field(self, step: int) -> QWidget:
        rows = (None, self.present, self.points, self.follow_ups, None)[step]
        if rows is not None:
            return rows.first()
        return self.title if step == 0 else self.save

    def _meeting_is_said(self) -> bool:
        self.title_field.set_error("" if self.title.text().strip() else tr("A title is needed."))
        try:
            day = date_typed(self.day.text())
            self.day_field.set_error("" if day else tr("The day is needed."))
        except BriefingError as error:
            self.day_field.set_error(told(error))
        return not (self.title_field.error or self.day_field.error)

    def _is_whole(self, step: int) -> bool:
        """Whether the rows of a step say what they must: a row begun without it would be lost."""
        rows: Rows | None = (None, self.present, self.points, self.follow_ups, None)[step]
        is_whole = True
        for fields in rows.rows if rows is not None else ():
            wanted, *others = (fields[-1], *fields[:-1]) if rows is self.points else fields
            is_missing = not typed_in(wanted) and any(typed_in(each) for each in others)
            wanted.set_error(tr("This is needed, or remove the row.") if is_missing else "")
            is_whole = is_whole and not is_missing
            if rows is self.follow_ups:
                is_whole = _has_day(fields[-1]) and is_whole
        return is_whole

    def _planned(self) -> tuple[ChangeSet, str] | str:
        try:
            readout = self.readout()
        except BriefingError as error:
            return told(error)
        said = language()
        return readouts.change_set(
            readout, new_id=new_id, people=self._people, label=tr("Record a conversation"),
            said_day=lambda edtf: words(edtf, said) if edtf and is_edtf(edtf) else edtf,
        )  # fmt: skip

    def _told(self, planned: tuple[ChangeSet, str] | str) -> str:
        if isinstance(planned, str):
            return planned
        changes = planned[0].changes
        events = [each for each in changes if each.kind == "event"]
        stances = sum(len(each.after.positions) - len(each.before.positions) for each in changes
                      if isinstance(each.before, Person) and isinstance(each.after, Person))  # fmt: skip
        return "\n".join([
            tr("One save makes, and one undo takes back:"), "",
            "• " + _note_words(len(self.readout().present), len(self.readout().points)),
            "• " + tr("the event in the timeline"),
            "• " + (tr("1 follow-up with a due date in the timeline") if len(events) == 2
                    else tr("{count} follow-ups with a due date in the timeline", count=len(events) - 1)),
            "• " + (tr("1 new position of a person") if stances == 1
                    else tr("{count} new positions of people", count=stances)),
            *(["", tr("Nobody here is called so, the names stand as words only: {names}",
                      names=", ".join(unknown))] if (unknown := self._unknown()) else []),
        ])  # fmt: skip

    def _finish(self) -> None:
        planned = self._planned()
        if isinstance(planned, str):
            self.summary.setText(planned)
            return
        change_set, note_id = planned
        events = sum(each.kind == "event" for each in change_set.changes)
        said = (
            tr("Saved: a note and an event. Undo takes all of it back.")
            if events == 1
            else tr("Saved: a note and {count} events. Undo takes all of it back.", count=events)
        )
        self.outcome = Outcome(change_set, note_id, said)
        self.accept()


def _note_words(present: int, points: int) -> str:
    if points == 1:
        return tr("the note, with {count} present and 1 point", count=present)
    return tr("the note, with {count} present and {points} points", count=present, points=points)


def _folded(name: str) -> str:
    return " ".join(fold(name).split())


def _names_of(found: Iterable[Person]) -> dict[str, str]:
    """Who is meant by a name, in each script and either order; a name of two people means nobody."""
    known: dict[str, str] = {}
    for person in found:
        native = people.native_name(person)
        forms = {_folded(f"{people.latin_name(person)} {native}")}
        for name in person.names:
            forms |= {_folded(name.full), _folded(f"{name.given} {name.family}")}
            forms |= {_folded(f"{name.family} {name.given}")}
        for form in forms - {""}:
            known[form] = person.id if known.get(form, person.id) == person.id else ""
    return known


def _day(text: str) -> str:
    return date_typed(text)


def _has_day(field: Field) -> bool:
    """Whether a date can be read; the field says so where it cannot."""
    try:
        date_typed(typed_in(field))
    except BriefingError as error:
        field.set_error(told(error))
        return False
    field.set_error("")
    return True
