"""Beside a note: its fields, outline, checks, who links here, quotations, sources, versions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QPushButton, QScrollArea, QVBoxLayout, QWidget

from briefing_app.app.i18n import tr
from briefing_app.app.session import Session
from briefing_app.domain.records import Note, Quotation, Source
from briefing_app.domain.text_checks import Finding
from briefing_app.ui.notes.list_model import STATUSES
from briefing_app.ui.notes.templates import KINDS
from briefing_app.ui.theme import theme
from briefing_app.ui.widgets.date_part import date_typed, date_words
from briefing_app.ui.widgets.flow import ChipRow
from briefing_app.ui.widgets.form import Field, Form, LineEdit
from briefing_app.ui.widgets.item_list import ItemList, Part
from briefing_app.ui.widgets.labels import CitationChip, SectionHeader, label

MARKINGS = ("", "TLP:CLEAR", "TLP:GREEN", "TLP:AMBER", "TLP:AMBER+STRICT", "TLP:RED")
LANGUAGES = {"en": "English", "ja": "日本語"}
QUESTIONS = {
    "number": "Figure without a source: {words}",
    "date": "Date without a year: {words}",
    "abbreviation": "Not spelled out: {words}",
    "reference": "No such record: {words}",
}
SHOWN_CHECKS = 8


QUOTATION_PARTS = (
    Part("text", "Words", is_long=True),
    Part("speaker", "Speaker"),
    Part("date", "Date", read=date_words, write=date_typed),
    Part("source", "Source"),
    Part("locator", "Where it stands"),
    Part("translation", "Translation", is_long=True),
)


@dataclass(frozen=True)
class Surroundings:
    """What stands around a note: outline (level, title, line), questions, backlinks, mentions, sources,
    versions as what they are called.
    """

    outline: Sequence[tuple[int, str, int]]
    findings: Sequence[Finding]
    backlinks: Sequence[tuple[str, str, str]]
    people: Sequence[tuple[str, str]]
    sources: Sequence[Source]
    versions: Sequence[str]


class SidePanel(QScrollArea):
    """Fields above, what surrounds the note below. Signals carry what was clicked."""

    line_requested = Signal(int)
    record_requested = Signal(str, str)
    quotation_requested = Signal()
    version_requested = Signal(int)
    remove_requested = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._note: Note | None = None
        self._shown: Surroundings | None = None
        self._refresh: list[Callable[[Note], None]] = []
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMinimumWidth(theme().px(260))
        content = QWidget()
        content.setProperty("panel", "surface")
        column = QVBoxLayout(content)
        px = theme().px
        column.setContentsMargins(px(16), px(8), px(16), px(24))
        self._form = Form()
        self._fill()
        self._below = QVBoxLayout()
        self._below.setSpacing(px(4))
        column.addWidget(self._form)
        column.addLayout(self._below)
        column.addStretch(1)
        self.setWidget(content)

    def show_note(self, note: Note) -> None:
        """Show a note's fields."""
        self._note = note
        for refresh in self._refresh:
            refresh(note)

    def show_surroundings(self, found: Surroundings) -> None:
        """Show what surrounds the note; built anew only when something of it changed."""
        if found == self._shown:
            return
        self._shown = found
        _clear(self._below)
        self._links(
            tr("Outline"), [(f"{'   ' * (lv - 1)}{title}", line) for lv, title, line in found.outline]
        )
        self._checks(found.findings)
        self._backlinks(found.backlinks)
        if found.people:
            self._below.addWidget(SectionHeader(tr("People named")))
            row = ChipRow()
            row.set_chips(found.people, icon="person")
            row.opened.connect(lambda key: self.record_requested.emit("person", key))
            self._below.addWidget(row)
        self._sources(found.sources)
        self._versions(found.versions)
        remove = QPushButton(tr("Remove this note"))
        theme().show_icon(remove, "delete")
        remove.clicked.connect(self.remove_requested)
        self._below.addSpacing(theme().px(16))
        self._below.addWidget(remove)

    # --- fields --------------------------------------------------------------------------------------

    def _fill(self) -> None:
        self._form.add_widget(SectionHeader(tr("Note")))
        self._form.add_widget(self._choice(tr("Kind"), dict(KINDS), "kind"))
        status = self._choice(tr("Status"), dict(STATUSES), "status")
        self._form.add_row(status, self._choice(tr("Language"), LANGUAGES, "language"))
        markings = {each: each or "None" for each in MARKINGS}
        self._form.add_widget(self._choice(tr("Marking"), markings, "marking"))
        tags = LineEdit(placeholder=tr("separated by commas"))
        tags.editingFinished.connect(lambda: self._change("tags", _parted(tags.text())))
        self._refresh.append(lambda note: None if tags.hasFocus() else tags.show_text(", ".join(note.tags)))
        self._form.add(tr("Topics"), tags)
        self.quotations = ItemList(
            tr("Quotations"), QUOTATION_PARTS, lambda: Quotation(text=tr("New quotation"))
        )
        self.quotations.edited.connect(lambda items: self._change("quotations", items))
        self._refresh.append(lambda note: self.quotations.show_items(note.quotations))
        quote = QPushButton(tr("Quote the marked text"))
        theme().show_icon(quote, "quote")
        quote.clicked.connect(self.quotation_requested)
        self._form.add_widget(self.quotations)
        self._form.add_widget(quote)

    def _choice(self, text: str, values: dict, name: str) -> Field:  # type: ignore[type-arg]
        box = QComboBox()
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setMinimumContentsLength(6)
        for value, words in values.items():
            box.addItem(tr(words), value)
        box.activated.connect(lambda _place: self._change(name, box.currentData()))
        self._refresh.append(lambda note: box.setCurrentIndex(max(0, box.findData(getattr(note, name)))))
        return Field(text, box)

    def _change(self, name: str, value: object) -> None:
        current = self._session.current("note", self._note.id) if self._note is not None else None
        if isinstance(current, Note) and getattr(current, name) != value:
            new = replace(current, **{name: value})  # type: ignore[arg-type]
            self._session.text_edit(current, new, tr("Edit note"))
            self._session.typing.flush()

    # --- surroundings --------------------------------------------------------------------------------

    def _links(self, title: str, lines: Sequence[tuple[str, int]]) -> None:
        if not lines:
            return
        self._below.addWidget(SectionHeader(title))
        for text, line in lines:
            self._below.addWidget(self._link(text, partial(self.line_requested.emit, line)))

    def _checks(self, found: Sequence[Finding]) -> None:
        self._below.addWidget(SectionHeader(tr("Checks")))
        if not found:
            self._below.addWidget(label(tr("Nothing to ask."), "hint"))
        for each in found[:SHOWN_CHECKS]:
            text = tr(QUESTIONS[each.kind], words=each.words)
            self._below.addWidget(self._link(text, partial(self.line_requested.emit, each.line)))
        if len(found) > SHOWN_CHECKS:
            self._below.addWidget(label(tr("and {count} more", count=len(found) - SHOWN_CHECKS), "hint"))

    def _backlinks(self, found: Sequence[tuple[str, str, str]]) -> None:
        if not found:
            return
        self._below.addWidget(SectionHeader(tr("Linked from")))
        for kind, key, title in found:
            self._below.addWidget(self._link(title, partial(self.record_requested.emit, kind, key)))

    def _sources(self, found: Sequence[Source]) -> None:
        if not found:
            return
        self._below.addWidget(SectionHeader(tr("Sources")))
        row = ChipRow()
        for number, source in enumerate(found, 1):
            chip = CitationChip(source, number)
            chip.requested.connect(self._open_source)
            row.add(chip)
        self._below.addWidget(row)

    def _versions(self, found: Sequence[str]) -> None:
        if len(found) < 2:
            return
        self._below.addWidget(SectionHeader(tr("Versions")))
        for place, text in enumerate(found):
            self._below.addWidget(self._link(text, partial(self.version_requested.emit, place)))

    def _open_source(self, source_id: str) -> None:
        self.record_requested.emit("source", source_id)

    @staticmethod
    def _link(text: str, run: Callable[[], object]) -> QPushButton:
        made = QPushButton(text)
        made.setProperty("kind", "link")
        made.setToolTip(text)
        made.setMinimumWidth(theme().px(60))
        made.clicked.connect(lambda _checked=False: run())
        return made


def _new_quotation() -> Quotation:
    return Quotation(text=tr("New quotation"))


def _clear(layout: QVBoxLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()


def _parted(text: str) -> tuple[str, ...]:
    return tuple(part for each in text.replace("、", ",").split(",") if (part := each.strip().lstrip("#")))
