"""The editions of a paper: issue the next one with its copies, and write earlier ones again to the byte."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from briefing_app.app.i18n import language, tr
from briefing_app.domain.date_words import day_words
from briefing_app.reports.editions import Copy, Edition
from briefing_app.ui.theme import theme
from briefing_app.ui.widgets.form import TextArea
from briefing_app.ui.widgets.labels import ElidedLabel, label


class EditionsPage(QWidget):
    """``freeze_requested``: the recipients of numbered copies, and since which edition changes are told.
    ``write_requested``: sha256 and a name.
    ``copies_requested``: an edition and recipients of further copies."""

    freeze_requested = Signal(object, object)
    write_requested = Signal(str, str)
    copies_requested = Signal(object, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.recipients = TextArea(placeholder=tr("One recipient a line: each gets a numbered copy"))
        self.recipients.setMaximumHeight(theme().px(84))
        self.freeze = QPushButton(tr("Freeze the next edition"))
        self.freeze.clicked.connect(lambda: self.freeze_requested.emit(self.names(), self.told_since()))
        self.since = QComboBox()
        self.since.setAccessibleName(tr("Page of changes"))
        self.since.setToolTip(tr("What the first page of the edition says is new and gone"))
        self.since.hide()
        self.nothing = label(
            tr("No edition yet. A frozen edition is numbered, hashed and kept as it was handed out."),
            "secondary",
            wrap=True,
        )
        self._shown: list[tuple[Edition, Sequence[Copy]]] = []
        self._list = QWidget()
        self._rows = QVBoxLayout(self._list)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(theme().px(10))
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(self._list)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, theme().px(8), 0, 0)
        column.setSpacing(theme().px(8))
        column.addWidget(label(tr("Copies for"), "secondary"))
        column.addWidget(self.recipients)
        column.addWidget(self.since)
        column.addWidget(self.freeze)
        column.addWidget(self.nothing)
        column.addWidget(area, 1)

    def names(self) -> tuple[str, ...]:
        """The recipients that are typed."""
        return tuple(line.strip() for line in self.recipients.toPlainText().splitlines() if line.strip())

    def told_since(self) -> int | None:
        """Since which edition changes are told on a page of their own: 0 is no page, None the last one."""
        number: int | None = self.since.currentData()
        return number

    def show_can_freeze(self, why_not: str) -> None:
        """Let the next edition be frozen, or say on hover why not."""
        self.freeze.setEnabled(not why_not)
        self.freeze.setToolTip(why_not or tr("Issue the paper: numbered, hashed and kept in the workspace"))

    def show_editions(self, editions: Sequence[tuple[Edition, Sequence[Copy]]]) -> None:
        """Show editions, the newest first, each with who holds a copy."""
        if editions == self._shown:
            return  # asked after every key press
        self._shown = list(editions)
        while (item := self._rows.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for edition, copies in reversed(editions):
            self._rows.addWidget(self._edition(edition, copies))
        self._rows.addStretch(1)
        self._offer_changes([edition.number for edition, _copies in reversed(editions)])
        self.nothing.setVisible(not editions)

    def _offer_changes(self, numbers: Sequence[int]) -> None:
        self.since.clear()
        self.since.addItem(tr("Changes since the last edition"), None)
        for number in numbers[1:]:
            self.since.addItem(tr("Changes since edition {number}", number=number), number)
        self.since.addItem(tr("No page of changes"), 0)
        self.since.setVisible(bool(numbers))

    def _edition(self, edition: Edition, copies: Sequence[Copy]) -> QWidget:
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme().px(2))
        head = ElidedLabel(
            tr("Edition {number}, as of {day}", number=edition.number, day=day_of(edition.as_of))
        )
        column.addWidget(head)
        shown = ElidedLabel(f"SHA-256 {edition.sha256}", "secondary")
        column.addWidget(shown)
        for copy in copies:
            column.addLayout(self._copy(edition, copy))
        again = _link(tr("Save this edition again…"))
        again.clicked.connect(lambda: self.write_requested.emit(edition.sha256, f"{edition.title}.pdf"))
        more = _link(tr("Further copies for those above"))
        more.setToolTip(tr("Copies of this edition for the recipients that are typed above"))
        more.clicked.connect(lambda: self.copies_requested.emit(edition, self.names()))
        for link in (again, more):
            column.addWidget(link, 0, Qt.AlignmentFlag.AlignLeft)
        return box

    def _copy(self, edition: Edition, copy: Copy) -> QHBoxLayout:
        line = QHBoxLayout()
        line.addWidget(ElidedLabel(tr("Copy {number}: {who}", number=copy.number, who=copy.recipient)), 1)
        save = _link(tr("Save…"))
        name = tr("{title}, copy {number}", title=edition.title, number=copy.number) + ".pdf"
        save.clicked.connect(lambda: self.write_requested.emit(copy.sha256, name))
        line.addWidget(save)
        return line


def day_of(iso: str) -> str:
    """The day of an edition in words."""
    return day_words(date.fromisoformat(iso), language()) if iso else ""


def _link(words: str) -> QPushButton:
    button = QPushButton(words)
    button.setProperty("kind", "link")
    return button
