"""The fields of a note: kind, status with who and when, language, marking, topics, and what a line needs."""

from __future__ import annotations

import getpass
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QPushButton, QWidget

from briefing_app.app.error_words import told
from briefing_app.app.i18n import tr
from briefing_app.app.session import Session
from briefing_app.domain.records import Note, Quotation, Source, title_of
from briefing_app.errors import BriefingError
from briefing_app.ui.notes.list_model import STATUSES
from briefing_app.ui.notes.lookup import marking_labels
from briefing_app.ui.notes.quotation_fields import quotation_parts, with_new_sources
from briefing_app.ui.notes.templates import KINDS
from briefing_app.ui.theme import theme
from briefing_app.ui.widgets.date_part import date_typed, date_words
from briefing_app.ui.widgets.form import Field, Form, LineEdit
from briefing_app.ui.widgets.item_list import ItemList
from briefing_app.ui.widgets.labels import SectionHeader

LANGUAGES = {"en": "English", "ja": "日本語"}


class FieldsPanel(Form):
    """Shows one note's fields, made out of ``parts``; each change goes to the session as it is made."""

    quotation_requested = Signal()
    quotation_written = Signal(int)
    quotation_to_briefing = Signal(int)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._note_id = ""
        self._refresh: list[Callable[[Note], None]] = []
        self.parts = self._make_parts()

    def _make_parts(self) -> Iterator[None]:
        """A few fields at each step; whoever makes the panel goes through all."""
        self.add_widget(SectionHeader(tr("Note")))
        self.add_widget(self._choice(tr("Kind"), dict(KINDS), "kind"))
        yield
        status = self._choice(tr("Status"), STATUSES, "status")
        self.add_row(status, self._choice(tr("Language"), LANGUAGES, "language"))
        yield
        self.status_by = self._line(tr("Status given by"), "status_by", tr("not stated"))
        self.status_on = self._day(tr("On"), "status_on", tr("not stated"))
        self.add_row(self.status_by, self.status_on)
        yield
        self.owner = self._line(tr("Owner"), "owner")
        self.valid_until = self._day(tr("Valid until"), "valid_until")
        self.add_row(self.owner, self.valid_until)
        yield
        self._markings = self._choice(tr("Marking"), _marking_words(), "marking", keeps_unknown=True)
        self.add_widget(self._markings)
        yield
        self._add_topics()
        self._add_quotations()
        yield

    def show_note(self, note: Note) -> None:
        """Show a note's fields. Who and when belong to a given status, owner and end to a line to take."""
        self._note_id = note.id
        for refresh in self._refresh:
            refresh(note)
        has_status = note.status != "draft" or bool(note.status_by)
        for field, is_wanted in (
            (self.status_by, has_status), (self.status_on, has_status),
            (self.owner, note.kind == "line"), (self.valid_until, note.kind == "line"),
        ):  # fmt: skip
            field.setVisible(is_wanted)

    def change(self, **values: object) -> None:
        """Change fields of the note shown, as one step."""
        current = self._session.current("note", self._note_id)
        if not isinstance(current, Note):
            return
        new = replace(current, **values)  # type: ignore[arg-type]
        if new != current:
            self._session.text_edit(current, new, tr("Edit note"))
            self._session.typing.flush()

    def _take_quotations(self, items: Sequence[Quotation]) -> None:
        current = self._session.current("note", self._note_id)
        if not isinstance(current, Note):
            return
        made = with_new_sources(self._session.workspace, current, items)
        if made is None:
            self.change(quotations=tuple(items))
            return
        try:
            self._session.apply(made)
        except BriefingError as error:
            self._session.report(error)
            return
        titles = ", ".join(title_of(each.after) for each in made.changes if isinstance(each.after, Source))
        words = tr(
            "Added to the sources: {titles}. Its publisher and date are filled in there.", titles=titles
        )
        self._session.message.emit(words, "info")

    # --- parts ---------------------------------------------------------------------------------------

    def _add_topics(self) -> None:
        tags = LineEdit(placeholder=tr("separated by commas"))
        tags.editingFinished.connect(lambda: self.change(tags=_parted(tags.text())))
        self._refresh.append(lambda note: None if tags.hasFocus() else tags.show_text(", ".join(note.tags)))
        self.topics = self.add(tr("Topics"), tags)

    def _add_quotations(self) -> None:
        self.quotations = ItemList(
            tr("Quotations"),
            quotation_parts(self._session.workspace),
            lambda: Quotation(text=tr("New quotation")),
            deeds=(("briefing", tr("Add to briefing")),),
        )
        self.quotations.asked.connect(lambda _which, place: self.quotation_to_briefing.emit(place))
        self.quotations.edited.connect(self._take_quotations)
        self._refresh.append(lambda note: self.quotations.show_items(note.quotations))
        quote = QPushButton(tr("Quote the marked text"))
        theme().show_icon(quote, "quote")
        quote.clicked.connect(self.quotation_requested)
        self.add_widget(self.quotations)
        self.add_widget(quote)

    def _choice(
        self, text: str, values: Mapping[Any, str], name: str, *, keeps_unknown: bool = False
    ) -> Field:
        box = QComboBox()
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setMinimumContentsLength(6)
        for value, words in values.items():
            box.addItem(tr(words), value)
        box.activated.connect(lambda _place: self._choose(name, box.currentData()))

        def show(note: Note) -> None:
            value = getattr(note, name)
            if keeps_unknown and box.findData(value) < 0:
                box.addItem(value, value)
            box.setCurrentIndex(max(0, box.findData(value)))

        self._refresh.append(show)
        return Field(text, box)

    def _choose(self, name: str, value: object) -> None:
        if name != "status":
            self.change(**{name: value})
            return
        current = self._session.current("note", self._note_id)
        if isinstance(current, Note) and current.status != value:
            # Who cleared a text is not who supersedes it; a draft has been given by nobody.
            by, on = ("", "") if value == "draft" else (_user_name(), self._session.today.isoformat())
            self.change(status=value, status_by=by, status_on=on)

    def _line(self, text: str, name: str, empty: str = "") -> Field:
        edit = LineEdit(placeholder=empty)
        edit.editingFinished.connect(lambda: self.change(**{name: edit.text().strip()}))
        self._refresh.append(lambda note: None if edit.hasFocus() else edit.show_text(getattr(note, name)))
        return Field(text, edit)

    def _day(self, text: str, name: str, empty: str = "") -> Field:
        edit = LineEdit(placeholder=empty)
        field = Field(text, edit)

        def take() -> None:
            try:
                day = date_typed(edit.text())
            except BriefingError as error:
                field.set_error(told(error))
                return
            field.set_error("")
            self.change(**{name: day})

        edit.editingFinished.connect(take)
        self._refresh.append(
            lambda note: None if edit.hasFocus() else edit.show_text(date_words(getattr(note, name)))
        )
        return field


def _marking_words() -> dict[str, str]:
    return {"": "None", **{label: label for label in marking_labels()}}


def _user_name() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return ""


def _parted(text: str) -> tuple[str, ...]:
    return tuple(part for each in text.replace("、", ",").split(",") if (part := each.strip().lstrip("#")))
