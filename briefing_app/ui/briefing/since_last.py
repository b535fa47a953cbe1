"""Watches what a paper says differently from its last edition, off the GUI thread, and says it in a line."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from briefing_app.app.i18n import tr
from briefing_app.app.session import Session
from briefing_app.reports.preview import Preview
from briefing_app.reports.since_edition import Difference, SinceEdition, since_last
from briefing_app.ui.briefing.editions_page import day_of
from briefing_app.ui.briefing.outline_rows import words_of
from briefing_app.ui.theme import theme
from briefing_app.ui.widgets.labels import label


class EditionWatch(QObject):
    """``changed``: ``since`` is another one. It is None as long as the paper has no edition."""

    changed = Signal()

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._newest: Preview | None = None
        self.since: SinceEdition | None = None

    def look(self, briefing_id: str, preview: Preview) -> None:
        """Compare the newest pages with the last edition of their briefing."""
        self._newest = preview
        workspace = self._session.workspace

        def compare() -> tuple[Preview, SinceEdition | None]:
            return preview, since_last(workspace, briefing_id, preview.report, preview.owners)

        self._session.jobs.run(compare, self._on_compared, owner=self)

    def _on_compared(self, outcome: tuple[Preview, SinceEdition | None]) -> None:
        preview, since = outcome
        if preview is self._newest and since != self.since:
            self.since = since
            self.changed.emit()


class SinceLine(QPushButton):
    """Says how many blocks changed since the last edition; a click goes to the next of them."""

    next_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "link")
        self.hide()
        self.clicked.connect(self.next_requested)

    def show_since(self, since: SinceEdition | None, blocks: int) -> None:
        """Show how many ``blocks`` of the outline are concerned; nothing as long as there is no edition."""
        self.setVisible(since is not None)
        if since is None:
            return
        if not blocks:
            words = tr("No block changed since edition {number}", number=since.number)
        elif blocks == 1:
            words = tr("1 block changed since edition {number}", number=since.number)
        else:
            words = tr("{count} blocks changed since edition {number}", count=blocks, number=since.number)
        self.setText(words)
        self.setEnabled(bool(blocks))
        self.setToolTip(tr("Go to the next block that changed") if blocks else "")


def title_of_block(since: SinceEdition | None, key: str) -> str:
    """What is said above the differences of a block; "" where there are none."""
    if since is None:
        return ""
    if key in since.fresh:
        return tr("This block is new since edition {number}.", number=since.number)
    if not since.of_block.get(key):
        return ""
    day = day_of(since.as_of)
    return tr("Changed since edition {number}, as of {day}:", number=since.number, day=day)


class DifferencesView(QWidget):
    """Each difference of a block in full, old and new."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = label("", "secondary", wrap=True)
        self.lines = label("", wrap=True)
        self.lines.setTextFormat(Qt.TextFormat.PlainText)
        self.lines.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme().px(4))
        column.addWidget(self.title)
        column.addWidget(self.lines)
        self.hide()

    def show_differences(self, title: str, differences: Sequence[Difference]) -> None:
        """Show differences under a title; nothing where there is no title."""
        self.setVisible(bool(title))
        self.title.setText(title)
        self.lines.setText("\n".join(_line(each) for each in differences))
        self.lines.setVisible(bool(differences))


def _line(difference: Difference) -> str:
    """A difference with what it is about: ``Car. Duty: 27.5% → 15%``."""
    named = ", ".join(part for part in (difference.about, difference.part) if part)
    about = f"{named}. " if named and difference.manner == "changed" else ""
    return f"{about}{words_of(difference)}"
