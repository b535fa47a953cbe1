"""The dates of an event as they are edited: a kind, what was typed, and how it was understood."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import get_args

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from briefing_app.app.error_words import told
from briefing_app.app.i18n import language, tr
from briefing_app.domain.date_words import words, words_with_hours
from briefing_app.domain.deadline_moves import ENDS, Move, moves
from briefing_app.domain.deadlines import COUNTED, computed_day
from briefing_app.domain.fuzzydate import DateError, parse
from briefing_app.domain.records import DateKind, Event, TypedDate
from briefing_app.domain.typed_dates import understand
from briefing_app.errors import BriefingError
from briefing_app.ui.theme import theme
from briefing_app.ui.timeline.words import date_line, zone_words
from briefing_app.ui.widgets.form import LineEdit
from briefing_app.ui.widgets.labels import label, restyle

KINDS: tuple[DateKind, ...] = get_args(DateKind)


class DateRow(QWidget):
    """One date. ``changed`` is sent when what is typed is understood, or is empty (the date goes).

    A deadline can be said to have moved (``move_requested``): the new date is a row of its own with the day
    on which it was set, and the old one stays as its history.
    """

    changed = Signal()
    move_requested = Signal()

    def __init__(
        self,
        typed: TypedDate,
        day: Callable[[], date],
        anchors: Callable[[], dict[str, date]],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._typed = typed
        self._moved: Move | None = None
        self._is_new_move = bool(typed.set_on) and not typed.edtf
        self._day = day
        self._anchors = anchors
        self.kind = QComboBox()
        self.kind.addItems([tr(kind) for kind in KINDS])
        self.kind.setCurrentIndex(KINDS.index(typed.kind))
        self.kind.setAccessibleName(tr("What happened on this date"))
        self.text = LineEdit(_as_shown(typed), tr("23 May 2025, mid-June 2025, by 9 July"))
        self.text.setAccessibleName(tr("Date"))
        self.below = label("", "hint", wrap=True)
        row = QHBoxLayout()
        row.setSpacing(theme().px(6))
        row.addWidget(self.kind)
        row.addWidget(self.text, 1)
        self.move_button = QPushButton(tr("It was moved…"))
        self.move_button.setProperty("kind", "link")
        self.move_button.setToolTip(tr("Add the new day; this one stays as its history"))
        self.move_button.clicked.connect(self.move_requested)
        self.set_on = LineEdit(_day_shown(typed.set_on), tr("7 July 2025"))
        self.set_on.setAccessibleName(tr("Set on"))
        self.words = LineEdit(typed.words, tr("What is due then, if not as the title says"))
        self.words.setAccessibleName(tr("What is due"))
        self.set_line = QWidget()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme().px(2))
        column.addLayout(row)
        column.addWidget(self.words)
        column.addWidget(self._lay_set_line())
        column.addWidget(self.below)
        column.addWidget(self.move_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.kind.activated.connect(self._on_kind)
        self.text.typed.connect(self._on_typed)
        self.set_on.typed.connect(self._on_set_on)
        self.words.typed.connect(self._on_words)
        self._show_move_parts()
        self._say_understood()

    def _lay_set_line(self) -> QWidget:
        line = QHBoxLayout(self.set_line)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(theme().px(6))
        line.addWidget(label(tr("Set on"), "secondary"))
        line.addWidget(self.set_on, 1)
        return self.set_line

    def show_history(self, move: Move | None) -> None:
        """Say that another date replaced this one; None where this one stands."""
        self._moved = move
        self._show_move_parts()
        self._say_understood()

    def _show_move_parts(self) -> None:
        self.set_line.setVisible(bool(self._typed.set_on) or self._is_new_move)
        self.words.setVisible(self._typed.kind in ENDS or bool(self._typed.words))
        can_move = self._typed.kind in ENDS and bool(self._typed.edtf) and self._moved is None
        self.move_button.setVisible(can_move)

    @property
    def typed(self) -> TypedDate | None:
        """The date as understood last; None once its text is emptied."""
        return self._typed if self.text.text().strip() else None

    @property
    def error(self) -> str:
        """What is wrong with what is typed, or ""."""
        return self.below.text() if self.below.property("role") == "error" else ""

    def _on_kind(self, place: int) -> None:
        self._typed = replace(self._typed, kind=KINDS[place])
        self._show_move_parts()
        if self._typed.edtf:
            self.changed.emit()

    def _on_typed(self, text: str) -> None:
        if not text.strip():
            self._say(tr("Leave it empty to take this date away."), "hint")
            self.changed.emit()
            return
        try:
            edtf = self._counted(text) or understand(text, on=self._day()).edtf
        except BriefingError as error:
            self._say(told(error), "error")
            return
        kept = "" if edtf == text.strip() else text.strip()
        self._typed = replace(self._typed, edtf=edtf, as_typed=kept)
        self._show_move_parts()
        self._say_understood()
        self.changed.emit()

    def _on_set_on(self, text: str) -> None:
        try:
            set_on = understand(text, on=self._day()).edtf if text.strip() else ""
        except BriefingError as error:
            self._say(told(error), "error")
            return
        self._typed = replace(self._typed, set_on=set_on)
        self._say_understood()
        if self._typed.edtf:
            self.changed.emit()

    def _on_words(self, text: str) -> None:
        self._typed = replace(self._typed, words=" ".join(text.split()))
        if self._typed.edtf:
            self.changed.emit()

    def _counted(self, text: str) -> str:
        """The day of "90 days after signed", counted from the event's other dates; "" for other texts."""
        if not COUNTED.search(text):
            return ""
        return computed_day(text, self._anchors()).isoformat()

    def _say_understood(self) -> None:
        if not self._typed.edtf:
            self._say("", "hint")
            return
        told_zone = self._typed.zone and "T" not in self._typed.edtf  # an hour names its clock itself
        zone = " " + tr("{place} date.", place=zone_words(self._typed.zone)) if told_zone else ""
        words = date_line(self._typed, with_kind=False)
        shown = self.text.text().strip()
        moved = ""
        if self._moved is not None:
            moved = " " + tr("No longer stands: {how}.", how=self._moved.how_in(language()))
        self._say((tr("Read as {date}.", date=words) if shown != words else "") + zone + moved, "hint")

    def _say(self, text: str, role: str) -> None:
        self.below.setText(text.strip())
        self.below.setVisible(bool(text.strip()))
        restyle(self.below, role=role)


class DateRows(QWidget):
    """All dates of an event. ``dates_changed`` carries the tuple of those that are understood."""

    dates_changed = Signal(object)

    def __init__(self, day: Callable[[], date], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._day = day
        self.rows: list[DateRow] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme().px(6))
        self.add_button = QPushButton(tr("Add a date (signed, effective, due…)"))
        self.add_button.setProperty("kind", "link")
        self.add_button.clicked.connect(self._add_empty)
        self._column.addWidget(self.add_button)

    def show_dates(self, dates: tuple[TypedDate, ...]) -> None:
        """Show these dates; rows that show them already stay as they are, with the cursor in them."""
        if tuple(row.typed for row in self.rows if row.typed is not None) == dates:
            return
        gone, self.rows = self.rows, []
        for row in gone:
            row.blockSignals(
                True
            )  # a field that loses the cursor by this says nothing of the dates that come
            row.hide()  # at once: it is of another event
            row.deleteLater()
        for typed in dates or (TypedDate(""),):
            self._add(typed)
        self._show_history()

    def _add(self, typed: TypedDate) -> DateRow:
        row = DateRow(typed, self._day, self._days_by_kind)
        row.changed.connect(self._on_changed)
        row.move_requested.connect(lambda: self._add_move(row))
        self.rows.append(row)
        self._column.insertWidget(self._column.count() - 1, row)
        return row

    def _add_move(self, old: DateRow) -> None:
        """A row for the day that a deadline was moved to, set on the day that is looked at."""
        typed = old.typed
        if typed is not None:
            day = self._day().isoformat()
            moved = TypedDate("", typed.kind, typed.zone, set_on=day, words=typed.words)
            self._add(moved).text.setFocus()

    def _show_history(self) -> None:
        """Tell each row whether another date replaced it."""
        known = [row.typed for row in self.rows if row.typed is not None and row.typed.edtf]
        replaced_by = {move.old: move for move in moves(Event(title="-", dates=tuple(known)))}
        for row in self.rows:
            row.show_history(replaced_by.get(row.typed) if row.typed is not None else None)

    def _days_by_kind(self) -> dict[str, date]:
        """The days that "after signed" may be counted from."""
        found: dict[str, date] = {}
        for row in self.rows:
            typed = row.typed
            when = parse(typed.edtf) if typed is not None and typed.edtf else None
            if typed is not None and when is not None and when.is_day and when.first is not None:
                found[typed.kind] = when.first
        return found

    def _add_empty(self) -> None:
        self._add(TypedDate("", "effective" if self.rows else "held")).text.setFocus()

    def _on_changed(self) -> None:
        known = tuple(typed for row in self.rows if (typed := row.typed) is not None and typed.edtf)
        self._show_history()
        self.dates_changed.emit(known)


def _day_shown(edtf: str) -> str:
    return words(edtf, language()) if edtf else ""


def _as_shown(typed: TypedDate) -> str:
    """What stands in the field: what was typed, else the date in words where they can be read back."""
    if typed.as_typed or not typed.edtf:
        return typed.as_typed
    said = words_with_hours(typed.edtf, language())
    try:
        read = understand(said).edtf
    except DateError:
        return typed.edtf
    return said if read.replace(":00:00", ":00") == typed.edtf.replace(":00:00", ":00") else typed.edtf
