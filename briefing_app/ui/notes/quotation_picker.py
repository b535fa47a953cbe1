"""Choose a quotation of the workspace: what was said, by whom, when, from which source."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from briefing_app.app.i18n import tr
from briefing_app.app.session import Session
from briefing_app.domain import people
from briefing_app.domain.citation_style import quotation_block
from briefing_app.domain.records import Note, Person, Quotation
from briefing_app.store.search import fold
from briefing_app.ui.theme import theme
from briefing_app.ui.widgets.date_part import date_words
from briefing_app.ui.widgets.labels import label
from briefing_app.ui.widgets.search_field import SearchField

SHOWN = 200


class QuotationPicker(QDialog):
    """``chosen`` carries the block of Markdown to write."""

    chosen = Signal(str)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Insert a quotation"))
        self.resize(theme().px(640), theme().px(460))
        self._session = session
        self._all = [
            (fold(f"{words} {about}"), quotation, about) for quotation, words, about in self._gathered()
        ]
        self.field = SearchField(tr("Find in quotations"))
        self.field.changed.connect(lambda _text: self._show())
        self.field.down_pressed.connect(lambda: self.list.setFocus(Qt.FocusReason.TabFocusReason))
        self.list: QListWidget = QListWidget()
        self.list.setAccessibleName(tr("Quotations"))
        self.list.setWordWrap(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setSpacing(theme().px(3))
        self.list.itemActivated.connect(lambda _item: self.take())
        nothing = tr("No quotation here yet. Mark words in a note, then “Quote the marked text”.")
        self._nothing = label(nothing, tone="muted", wrap=True)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.insert = buttons.addButton(tr("Insert"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.insert.setProperty("kind", "primary")
        buttons.accepted.connect(self.take)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(*(theme().px(20),) * 4)
        column.setSpacing(theme().px(10))
        for part in (self.field, self._nothing, self.list, buttons):
            column.addWidget(part, 1 if part is self.list else 0)
        self._show()

    def take(self) -> None:
        """Send the chosen quotation and close."""
        item = self.list.currentItem()
        if item is not None:
            self.chosen.emit(quotation_block(item.data(Qt.ItemDataRole.UserRole)))
            self.accept()

    def _gathered(self) -> list[tuple[Quotation, str, str]]:
        """Every quotation with its words and what is said of it; statements of people among them."""
        found: list[tuple[Quotation, str, str]] = []
        workspace = self._session.workspace
        for note in workspace.with_entries("note", "quotations"):
            if isinstance(note, Note):
                found += [
                    (each, f"{each.text} {each.translation}", self._about(each)) for each in note.quotations
                ]
        for person in workspace.with_entries("person", "positions"):
            if isinstance(person, Person):
                for position in person.positions:
                    if position.statement:
                        each = Quotation(position.statement, person.id, position.date, position.source)
                        found.append((each, f"{each.text} {position.issue}", self._about(each)))
        return found

    def _about(self, quotation: Quotation) -> str:
        person = self._session.workspace.find("person", quotation.speaker)
        speaker = people.latin_name(person) if isinstance(person, Person) else quotation.speaker
        parts = (speaker, date_words(quotation.date), quotation.locator, quotation.source)
        return "  ·  ".join(part for part in parts if part)

    def _show(self) -> None:
        wanted = fold(self.field.text()).split()
        hits = [each for each in self._all if all(word in each[0] for word in wanted)]
        self.list.clear()
        for _folded, quotation, about in hits[:SHOWN]:
            item = QListWidgetItem(f"“{' '.join(quotation.text.split())[:240]}”\n{about}")
            item.setData(Qt.ItemDataRole.UserRole, quotation)
            self.list.addItem(item)
        self.list.setCurrentRow(0)
        self._nothing.setVisible(not self._all)
        self.insert.setEnabled(bool(hits))
