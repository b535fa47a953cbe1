"""The dates of an event as they are edited: a kind, what was typed, and how it was understood."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import get_args

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from briefing_app.domain.date_words import words
from briefing_app.domain.deadlines import COUNTED, computed_day
from briefing_app.domain.fuzzydate import DateError, parse
from briefing_app.domain.records import DateKind, TypedDate
from briefing_app.domain.typed_dates import understand
from briefing_app.errors import BriefingError
from briefing_app.ui.theme import theme
from briefing_app.ui.timeline.words import date_line, zone_words
from briefing_app.ui.widgets.form import LineEdit
from briefing_app.ui.widgets.labels import label, restyle

KINDS: tuple[DateKind, ...] = get_args(DateKind)


class DateRow(QWidget):
    """One date. ``changed`` is sent when what is typed is understood, or is empty (the date goes)."""

    changed = Signal()

    def __init__(
        self,
        typed: TypedDate,
        day: Callable[[], date],
        anchors: Callable[[], dict[str, date]],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._typed = typed
        self._day = day
        self._anchors = anchors
        self.kind = QComboBox()
        self.kind.addItems(KINDS)
        self.kind.setCurrentText(typed.kind)
        self.kind.setAccessibleName("What happened on this date")
        self.text = LineEdit(_as_shown(typed), "23 May 2025, mid-June 2025, by 9 July")
        self.text.setAccessibleName("Date")
        self.below = label("", "hint", wrap=True)
        row = QHBoxLayout()
        row.setSpacing(theme().px(6))
        row.addWidget(self.kind)
        row.addWidget(self.text, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme().px(2))
        column.addLayout(row)
        column.addWidget(self.below)
        self.kind.activated.connect(self._on_kind)
        self.text.typed.connect(self._on_typed)
        self._say_understood()

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
        if self._typed.edtf:
            self.changed.emit()

    def _on_typed(self, text: str) -> None:
        if not text.strip():
            self._say("Leave it empty to take this date away.", "hint")
            self.changed.emit()
            return
        try:
            edtf = self._counted(text) or understand(text, on=self._day()).edtf
        except BriefingError as error:
            self._say(str(error), "error")
            return
        kept = "" if edtf == text.strip() else text.strip()
        self._typed = replace(self._typed, edtf=edtf, as_typed=kept)
        self._say_understood()
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
        zone = f" {zone_words(self._typed.zone)} date." if self._typed.zone else ""
        told = date_line(self._typed, with_kind=False)
        shown = self.text.text().strip()
        self._say((f"Read as {told}." if shown != told else "") + zone, "hint")

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
        self.add_button = QPushButton("Add a date (signed, effective, due…)")
        self.add_button.setProperty("kind", "link")
        self.add_button.clicked.connect(self._add_empty)
        self._column.addWidget(self.add_button)

    def show_dates(self, dates: tuple[TypedDate, ...]) -> None:
        """Show these dates; rows that show them already stay as they are, with the cursor in them."""
        if tuple(row.typed for row in self.rows if row.typed is not None) == dates:
            return
        for row in self.rows:
            row.deleteLater()
        self.rows = []
        for typed in dates or (TypedDate(""),):
            self._add(typed)

    def _add(self, typed: TypedDate) -> DateRow:
        row = DateRow(typed, self._day, self._days_by_kind)
        row.changed.connect(self._on_changed)
        self.rows.append(row)
        self._column.insertWidget(self._column.count() - 1, row)
        return row

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
        self.dates_changed.emit(known)


def _as_shown(typed: TypedDate) -> str:
    """What stands in the field: what was typed, else the date in words where they can be read back."""
    if typed.as_typed or not typed.edtf or "T" in typed.edtf:
        return typed.as_typed or typed.edtf
    said = words(typed.edtf)
    try:
        return said if understand(said).edtf == typed.edtf else typed.edtf
    except DateError:
        return typed.edtf
