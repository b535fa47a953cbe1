"""The line below the canvas: type, see how it is understood, press Enter."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from PySide6.QtCore import QStringListModel, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCompleter, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from briefing_app.app.error_words import told
from briefing_app.app.i18n import language, tr
from briefing_app.app.session import Session
from briefing_app.domain.change import Change, ChangeSet
from briefing_app.domain.chronicle import lanes_of
from briefing_app.domain.ids import new_id
from briefing_app.domain.quick_entry import Draft, Known, read_line
from briefing_app.domain.records import Event, Person, Source, title_of
from briefing_app.errors import BriefingError
from briefing_app.ui.record_titles import shown_titles
from briefing_app.ui.theme import theme
from briefing_app.ui.timeline.names import full_name, surname
from briefing_app.ui.timeline.words import dates_in_words
from briefing_app.ui.widgets.labels import label, restyle


class _Line(QLineEdit):
    """A line that completes the word after ``@``, ``#`` or ``^``."""

    def __init__(self) -> None:
        super().__init__()
        self._words = QStringListModel(self)
        self._completer = QCompleter(self._words, self)
        self._completer.setWidget(self)
        self._completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self._completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self._completer.activated.connect(self._take)
        self.textEdited.connect(lambda _text: self._offer())

    def set_words(self, words: list[str]) -> None:
        """What can be completed, each with its sign."""
        self._words.setStringList(words)

    def _start(self) -> int:
        return self.text()[: self.cursorPosition()].rfind(" ") + 1

    def _offer(self) -> None:
        word = self.text()[self._start() : self.cursorPosition()]
        if len(word) < 2 or word[0] not in "@#^":
            return
        self._completer.setCompletionPrefix(word)
        if self._completer.completionCount():
            self._completer.complete()

    def _take(self, word: str) -> None:
        start, end = self._start(), self.cursorPosition()
        text = self.text()
        self.setText(f"{text[:start]}{word} {text[end:].lstrip()}")
        self.setCursorPosition(start + len(word) + 1)
        self.textEdited.emit(self.text())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        popup = self._completer.popup()
        keys = {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape, Qt.Key.Key_Tab}
        if popup is not None and popup.isVisible() and event.key() in keys:
            if popup.currentIndex().isValid() or event.key() == Qt.Key.Key_Escape:
                event.ignore()  # the completer takes it
                return
            popup.hide()
        super().keyPressEvent(event)


class QuickEntry(QWidget):
    """Makes events from lines. ``created`` carries the new event's id."""

    created = Signal(str)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._known = Known((), (), frozenset(), frozenset())
        self.line = _Line()
        self.line.setPlaceholderText(tr("23 May 2025 3rd round, Washington @Akazawa #talks ^source"))
        self.line.setAccessibleName(tr("New event in one line"))
        self.line.setClearButtonEnabled(True)
        self.button = QPushButton(tr("Add event"))
        self.button.setEnabled(False)
        self._hint = tr(
            "Date first, then what happened, place after the last comma. @ people, # lane or tag, ^ source."
        )
        self.line.setToolTip(self._hint)
        self.preview = label(self._hint, "hint", wrap=True)
        self.preview.hide()
        row = QHBoxLayout()
        row.addWidget(self.line, 1)
        row.addWidget(self.button)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme().px(12), theme().px(8), theme().px(12), theme().px(8))
        column.setSpacing(theme().px(3))
        column.addLayout(row)
        column.addWidget(self.preview)
        self.line.textChanged.connect(lambda _text: self._look())
        self.line.returnPressed.connect(self.add_event)
        self.button.clicked.connect(self.add_event)

    def refresh(self, lanes: frozenset[str] | None = None, categories: frozenset[str] | None = None) -> None:
        """Learn anew what a line may name; ``lanes`` and ``categories`` where somebody knows them."""
        workspace = self._session.workspace
        people = [each for each in workspace.records("person") if isinstance(each, Person)]
        sources = [each for each in workspace.records("source") if isinstance(each, Source)]
        if lanes is None or categories is None:
            events = [each for each in workspace.records("event") if isinstance(each, Event)]
            lanes = frozenset(lane for event in events for lane in lanes_of(event))
            categories = frozenset(event.category for event in events if event.category)
        shown = shown_titles(self._session)
        self._known = Known(people, sources, lanes, categories, shown)
        names = [surname(each) for each in people]
        if language() == "ja":
            names += [name.family for each in people for name in each.names if name.family]
        tags = [shown.get(name, name).replace(" ", "-") for name in (*sorted(lanes), *sorted(categories))]
        words = [f"@{name}" for name in names] + [f"#{tag}" for tag in tags]
        self.line.set_words(list(dict.fromkeys([*words, *(f"^{each.id}" for each in sources)])))

    def draft(self) -> Draft:
        """How the line is understood now."""
        return read_line(self.line.text(), self._known, self._session.day, language())

    def add_event(self) -> None:
        """Make the event, if the line is ready; else say what is missing."""
        draft = self.draft()
        if draft.event is None or draft.problems:
            self._look()
            return
        new = [Source(id=new_id("source"), title=title) for title in draft.new_sources]
        cited = (*draft.event.sources, *(source.id for source in new))
        event = replace(draft.event, id=new_id("event"), sources=cited)
        made = [Change("source", source.id, None, source) for source in new]
        step = ChangeSet(tr("Add event"), (*made, Change("event", event.id, None, event)))
        try:
            self._session.apply(step)
        except BriefingError as error:
            self._say(told(error), "error")
            return
        self.line.clear()
        self._say(tr('Added "{title}". Undo takes it back.', title=event.title), "hint")
        self.created.emit(event.id)

    def _look(self) -> None:
        draft = self.draft()
        self.button.setEnabled(draft.is_ready)
        if not self.line.text().strip():
            self._say(self._hint, "hint")
        elif draft.problems:
            self._say(" ".join(draft.problems), "error")
        elif draft.event is not None:
            self._say(self._words(draft.event, draft.new_sources), "hint")
        else:
            self._say(self._hint, "hint")

    def _words(self, event: Event, new_sources: Sequence[str]) -> str:
        workspace = self._session.workspace
        people = [workspace.find("person", each.person) for each in event.participants]
        sources = [workspace.find("source", each) for each in event.sources]
        parts = [
            dates_in_words(event),
            tr('"{title}"', title=event.title),
            tr("in {place}", place=event.place) if event.place else "",
            tr(
                "with {people}",
                people=_joined(full_name(each) for each in people if isinstance(each, Person)),
            )
            if people
            else "",
            tr("lane {names}", names=_joined(self._known.shown.get(lane, lane) for lane in event.lanes))
            if event.lanes
            else "",
            tr("category {name}", name=self._known.shown.get(event.category, event.category))
            if event.category
            else "",
            tr("tags {names}", names=_joined(event.tags)) if event.tags else "",
            tr("source {names}", names=_joined(title_of(each) for each in sources if each))
            if sources
            else "",
            tr("new source {names}", names=_joined(new_sources)) if new_sources else "",
        ]
        return tr("Enter adds: {parts}", parts=" · ".join(part for part in parts if part))

    def _say(self, words: str, role: str) -> None:
        self.preview.setText(words)
        restyle(self.preview, role=role)
        self.preview.setVisible(words != self._hint)


def _joined(names: Iterable[str]) -> str:
    return ("、" if language() == "ja" else ", ").join(names)
