"""A date as people type it: shown in words, kept as EDTF, with how it was understood below."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from briefing_app.app.error_words import told
from briefing_app.app.i18n import language
from briefing_app.domain.date_words import words
from briefing_app.domain.fuzzydate import DateError
from briefing_app.domain.typed_dates import understand
from briefing_app.ui.widgets.form import Field, LineEdit


class FuzzyDateField(Field):
    """``edtf_changed`` is sent when the user leaves the field or presses Enter and the date is understood."""

    edtf_changed = Signal(str)

    def __init__(self, text: str, placeholder: str = "", parent: QWidget | None = None) -> None:
        self.edit = LineEdit(placeholder=placeholder)
        super().__init__(text, self.edit, parent=parent)
        self._edtf = ""
        self._on: date | None = None
        self.edit.editingFinished.connect(self._take)

    @property
    def edtf(self) -> str:
        """The date shown, as EDTF; empty if there is none."""
        return self._edtf

    def show_edtf(self, edtf: str, on: date) -> None:
        """Show a date; ``on`` is the day that "today" and a missing year refer to."""
        self._edtf, self._on = edtf, on
        if not self.edit.hasFocus():
            self.edit.show_text(_words(edtf))
            self.set_error("")

    def _take(self) -> None:
        typed = self.edit.text().strip()
        if typed == _words(self._edtf):
            self.set_error("")
            return
        try:
            edtf = understand(typed, on=self._on).edtf if typed else ""
        except DateError as error:
            self.set_error(told(error))
            return
        self.set_error("")
        self._edtf = edtf
        self.edit.show_text(_words(edtf))
        self.edtf_changed.emit(edtf)


def _words(edtf: str) -> str:
    try:
        return words(edtf, language()) if edtf else ""
    except DateError:
        return edtf
