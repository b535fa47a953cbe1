"""Questions asked lately and those with a star: kept in the workspace: an encrypted one leaks none."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QPushButton,
    QStyle,
    QStyleOptionButton,
    QStylePainter,
    QVBoxLayout,
    QWidget,
)

from briefing_app.app.i18n import tr
from briefing_app.app.session import Session
from briefing_app.errors import BriefingError
from briefing_app.ui.theme import theme
from briefing_app.ui.widgets.labels import SectionHeader, label

MEMO = "tariff questions"
RECENT = 8
MOST_STARRED = 50
LONGEST = 120


@dataclass(frozen=True)
class Asked:
    """A question with its answer in words; ``texts`` asks it again."""

    words: str
    texts: Mapping[str, str]

    @property
    def key(self) -> tuple[tuple[str, str], ...]:
        """What makes it the same question."""
        return tuple(sorted(self.texts.items()))


class QuestionBook:
    """The questions of one workspace, newest first."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self.recent: list[Asked] = []
        self.starred: list[Asked] = []
        self._read()

    def remember(self, made: Asked) -> None:
        """Put a question first; the one typed just before, for the same good and country, gives way."""
        same = ("hts", "origin")
        kept = [
            each
            for each in self.recent
            if any(each.texts.get(name) != made.texts.get(name) for name in same) or each.words == made.words
        ]
        before = self.recent
        self.recent = [made, *(each for each in kept if each.words != made.words)][:RECENT]
        if self.recent != before:
            self._write()

    def is_starred(self, asked: Asked) -> bool:
        """Whether the question is kept."""
        return any(each.key == asked.key for each in self.starred)

    def toggle_star(self, asked: Asked) -> None:
        """Keep a question, or let it go."""
        if self.is_starred(asked):
            self.starred = [each for each in self.starred if each.key != asked.key]
        else:
            self.starred = [asked, *self.starred][:MOST_STARRED]
        self._write()

    def _read(self) -> None:
        text = self._session.workspace.memo(MEMO)
        try:
            found = json.loads(text) if text else {}
            self.recent, self.starred = (
                [
                    Asked(str(each["words"]), {str(k): str(v) for k, v in each["texts"].items()})
                    for each in found.get(name, [])
                    if {"hts", "origin", "date"} <= each["texts"].keys()
                ]
                for name in ("recent", "starred")
            )
        except (ValueError, KeyError, TypeError, AttributeError):
            self.recent, self.starred = [], []  # of another edition of the program: begin anew

    def _write(self) -> None:
        if self._session.workspace.read_only:
            return
        kept = {
            name: [{"words": each.words, "texts": dict(each.texts)} for each in questions]
            for name, questions in (("recent", self.recent), ("starred", self.starred))
        }
        try:
            self._session.workspace.keep_memo(MEMO, json.dumps(kept, ensure_ascii=False))
        except BriefingError as error:
            self._session.report(error)


class WordsButton(QPushButton):
    """A question to click; its words end in dots where the column is narrower. The tool tip has them all."""

    def sizeHint(self) -> QSize:
        return QSize(0, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        option = QStyleOptionButton()
        self.initStyleOption(option)
        room = self.width() - theme().px(4)
        option.text = self.fontMetrics().elidedText(option.text, Qt.TextElideMode.ElideMiddle, room)
        QStylePainter(self).drawControl(QStyle.ControlElement.CE_PushButton, option)


class QuestionList(QWidget):
    """Shows the questions; ``chosen`` carries the texts of one, ``star_toggled`` the question."""

    chosen = Signal(object)
    star_toggled = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.starred_head = SectionHeader(tr("Starred questions"))
        self.recent_head = SectionHeader(tr("Recent questions"))
        self.none = label(tr("The last questions appear here."), "secondary", wrap=True)
        self._starred = QVBoxLayout()
        self._recent = QVBoxLayout()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.starred_head)
        column.addLayout(self._starred)
        column.addWidget(self.recent_head)
        column.addWidget(self.none)
        column.addLayout(self._recent)

    def show_questions(self, book: QuestionBook, current: Asked | None) -> None:
        """Show the book; the question that stands on the page is not repeated."""
        recent = [each for each in book.recent if current is None or each.key != current.key]
        self.starred_head.setVisible(bool(book.starred))
        self.none.setVisible(not recent)
        for column, questions in ((self._starred, book.starred), (self._recent, recent)):
            self._clear(column)
            for each in questions:
                column.addWidget(self._row(each, book.is_starred(each)))

    def _row(self, asked: Asked, is_starred: bool) -> QWidget:
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(theme().px(4))
        star = QPushButton("★" if is_starred else "☆")
        star.setProperty("kind", "link")
        star.setToolTip(tr("Take the star away") if is_starred else tr("Keep this question"))
        star.setAccessibleName(star.toolTip())
        star.clicked.connect(lambda: self.star_toggled.emit(asked))
        button = WordsButton(asked.words)
        button.setProperty("kind", "link")
        button.setToolTip(asked.words)
        button.clicked.connect(lambda: self.chosen.emit(asked.texts))
        line.addWidget(star)
        line.addWidget(button, 1)
        return row

    @staticmethod
    def _clear(column: QVBoxLayout) -> None:
        while (item := column.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
