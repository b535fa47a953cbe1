"""The left zone of the Briefing tab: the papers, the outline, what is added and taken out."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QVBoxLayout, QWidget

from briefing_app.app.i18n import language, tr
from briefing_app.app.session import Session
from briefing_app.domain.records import Block
from briefing_app.reports import labels
from briefing_app.ui.briefing.block_picker import BlockPicker, offers
from briefing_app.ui.briefing.composer import Composer
from briefing_app.ui.briefing.outline import Outline
from briefing_app.ui.briefing.since_last import SinceLine
from briefing_app.ui.briefing.stored_papers import StoredPapers
from briefing_app.ui.theme import theme
from briefing_app.ui.widgets.labels import SectionHeader


class FindZone(QWidget):
    """``block_wanted`` carries a block for below the chosen one; ``text_wanted``: own text there."""

    block_wanted = Signal(object)
    text_wanted = Signal()

    def __init__(self, session: Session, composer: Composer, outline: Outline | None = None) -> None:
        super().__init__()
        self.setProperty("panel", "surface")
        self._session, self._composer = session, composer
        self.outline = outline or Outline()
        self.stored = StoredPapers(session)
        self.since = SinceLine()
        self.add = QPushButton(tr("Add"))
        self.add.setToolTip(tr("Add own text, a record of the workspace, or a part that was taken out"))
        self.menu = QMenu(self.add)
        self.menu.aboutToShow.connect(self.fill_menu)
        self.add.setMenu(self.menu)
        self.remove = QPushButton(tr("Remove"))
        self.remove.setProperty("kind", "quiet")
        self.remove.setToolTip(tr("Take the chosen block out of the paper (Delete); undo brings it back"))
        self.remove.clicked.connect(lambda: composer.remove(self.outline.currentRow()))
        self._lay_out()

    def _lay_out(self) -> None:
        side = theme().px(12)
        buttons = QHBoxLayout()
        buttons.setContentsMargins(side, theme().px(8), side, theme().px(8))
        buttons.addWidget(self.add)
        buttons.addWidget(self.remove)
        buttons.addStretch(1)
        line = QHBoxLayout()
        line.setContentsMargins(side, 0, side, theme().px(4))
        line.addWidget(self.since)
        line.addStretch(1)
        head = SectionHeader(tr("Outline of the paper"))
        head.setContentsMargins(side, 0, side, 0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.stored)
        column.addWidget(head)
        column.addLayout(line)
        column.addWidget(self.outline, 1)
        column.addLayout(buttons)

    def fill_menu(self) -> None:
        """Own text, what the workspace holds, the template's parts that are missing."""
        self.menu.clear()
        self.menu.addAction(tr("Own text"), self.text_wanted.emit)
        self.menu.addSeparator()
        for kind, words in offers():
            self.menu.addAction(words, partial(self.pick, kind))
        missing = self._composer.missing_blocks()
        if missing:
            self.menu.addSeparator()
        for name in missing:
            self.menu.addAction(
                labels.section_title(name, language()), partial(self.block_wanted.emit, Block(name))
            )

    def pick(self, kind: str) -> None:
        """Let one of the workspace's records be chosen."""
        session, called = self._session, self._composer.titles.of
        dialog = BlockPicker(session.workspace, kind, self, called=called, day=session.day)
        dialog.chosen.connect(self.block_wanted)
        dialog.exec()
        dialog.deleteLater()
