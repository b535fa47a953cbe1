"""What is shown while no workspace is open: the ways in, a workspace being opened, a locked one."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal, SignalInstance
from PySide6.QtWidgets import (
    QHBoxLayout,
    QProgressBar,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from briefing_app.app.i18n import tr
from briefing_app.ui.theme import theme
from briefing_app.ui.widgets.labels import ElidedLabel, label, rule

if TYPE_CHECKING:
    from briefing_app.ui.unlock import UnlockPage

PROGRESS_AFTER_MS = 500
_WIDTH = 460


def centred_page(width: int = _WIDTH) -> tuple[QWidget, QVBoxLayout]:
    """A page with one column in the middle, a little above the centre."""
    page, column_widget = QWidget(), QWidget()
    column_widget.setFixedWidth(theme().px(width))
    column = QVBoxLayout(column_widget)
    column.setSpacing(theme().px(12))
    row = QHBoxLayout()
    row.addStretch(1)
    row.addWidget(column_widget)
    row.addStretch(1)
    outer = QVBoxLayout(page)
    outer.addStretch(2)
    outer.addLayout(row)
    outer.addStretch(3)
    return page, column


class Welcome(QStackedWidget):
    """The ways in. Signals carry what the user asks for; paths are those of workspaces."""

    sample_requested = Signal()
    new_requested = Signal()
    open_requested = Signal()
    recent_requested = Signal(object)
    unlock_requested = Signal(object, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        start, column = centred_page()
        self._fill_start(column)
        opening, column = centred_page()
        self._opening_text = label("", "section")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(tr("Progress of opening"))
        self.opening_amount = label("", "hint")
        column.addWidget(self._opening_text)
        column.addWidget(self.bar)
        column.addWidget(self.opening_amount)
        self._unlock: UnlockPage | None = None
        self._start, self._opening = start, opening
        for page in (start, opening):
            self.addWidget(page)
        self._later = QTimer(self, singleShot=True, interval=PROGRESS_AFTER_MS)
        self._later.timeout.connect(lambda: self.setCurrentWidget(self._opening))

    def show_start(self) -> None:
        """The ways in."""
        self._later.stop()
        if self._unlock is not None:
            self._unlock.forget()
        self.setCurrentWidget(self._start)
        self._first.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_opening(self, name: str) -> None:
        """Say that a workspace is being opened, if it takes longer than half a second."""
        self._opening_text.setText(tr("Opening {name}…", name=name))
        self.opening_amount.setText(tr("Large workspaces take a moment."))
        self.bar.setRange(0, 0)
        self._later.start()

    def show_progress(self, done: int, total: int) -> None:
        """Say how many bytes are read of how many; nothing is known before the first of them."""
        if done and total > 1:
            self.bar.setRange(0, 1000)
            self.bar.setValue(1000 * done // total)
            amounts = {"done": f"{done / 1e6:,.0f}", "total": f"{total / 1e6:,.0f}"}
            self.opening_amount.setText(tr("{done} of {total} MB read", **amounts))

    def show_locked(self, path: Path, error: str = "") -> None:
        """Ask for the passphrase of a workspace."""
        self._later.stop()
        if self._unlock is None:
            from briefing_app.ui.unlock import UnlockPage

            self._unlock = UnlockPage()
            self._unlock.submitted.connect(self.unlock_requested)
            self._unlock.other_requested.connect(self.show_start)
            self.addWidget(self._unlock)
        self._unlock.ask(path, error)
        self.setCurrentWidget(self._unlock)
        self._unlock.passphrase.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_recent(self, recent: Sequence[Path]) -> None:
        """List the workspaces opened lately."""
        while self._recent.count():
            item = self._recent.takeAt(0)
            if item is not None and (widget := item.widget()) is not None:
                widget.deleteLater()
        self._recent_title.setVisible(bool(recent))
        for path in recent:
            self._recent.addWidget(self._recent_row(path))

    def _fill_start(self, column: QVBoxLayout) -> None:
        column.addWidget(label(tr("Briefing Desk"), "title"))
        for line in (
            tr("What happened, what is due, and what a good pays on any day."),
            tr("Who sits opposite, what they said, and where it is written."),
            tr("A briefing on paper, from facts that carry their source."),
        ):
            column.addWidget(label(line, tone="muted"))
        column.addSpacing(theme().px(12))
        self._first = self._way_in(
            column, tr("Open the sample: US-Japan tariff talks"), self.sample_requested, "primary"
        )
        row = QHBoxLayout()
        self._way_in(row, tr("New workspace…"), self.new_requested, "", "add")
        self._way_in(row, tr("Open workspace…"), self.open_requested, "", "open")
        column.addLayout(row)
        column.addSpacing(theme().px(12))
        self._recent_title = QWidget()
        titled = QVBoxLayout(self._recent_title)
        titled.setContentsMargins(0, 0, 0, 0)
        titled.addWidget(label(tr("Recent"), "secondary"))
        titled.addWidget(rule())
        column.addWidget(self._recent_title)
        self._recent = QVBoxLayout()
        self._recent.setSpacing(0)
        column.addLayout(self._recent)
        self._recent_title.hide()

    @staticmethod
    def _way_in(
        layout: QHBoxLayout | QVBoxLayout, text: str, signal: SignalInstance, kind: str, icon: str = ""
    ) -> QPushButton:
        button = QPushButton(text)
        button.setProperty("kind", kind)
        if icon:
            theme().show_icon(button, icon)
        button.clicked.connect(lambda _checked=False: signal.emit())
        layout.addWidget(button)
        return button

    def _recent_row(self, path: Path) -> QWidget:
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        button = QPushButton(path.name.removesuffix(".brief"))
        button.setProperty("kind", "link")
        button.clicked.connect(lambda: self.recent_requested.emit(path))
        line.addWidget(button)
        place = ElidedLabel(str(path.parent), "hint")
        place.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        line.addWidget(place, 1)
        return row
