"""Tells the user of a bug: what happened to the work, the report to copy, where it lies."""

from __future__ import annotations

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from briefing_app.app.crash import CrashReport
from briefing_app.app.i18n import tr
from briefing_app.ui.theme import theme
from briefing_app.ui.widgets.labels import label


class CrashDialog(QDialog):
    """The program goes on behind it."""

    def __init__(self, report: CrashReport, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Something went wrong"))
        self.resize(theme().px(680), theme().px(460))
        self._report = report
        saved = tr("Your work was saved before this window opened.")
        if not report.is_work_saved:
            saved = tr("The last change could not be saved; everything before it is safe.")
        text = QPlainTextEdit(report.text)
        text.setReadOnly(True)
        text.setAccessibleName(tr("Report"))
        column = QVBoxLayout(self)
        column.setContentsMargins(*(theme().px(24),) * 4)
        column.setSpacing(theme().px(12))
        column.addWidget(label(tr("Briefing Desk made a mistake"), "title"))
        column.addWidget(label(saved, wrap=True))
        column.addWidget(
            label(
                tr("The report helps to mend it. Read it before you pass it on: it may quote your text."),
                "hint",
                wrap=True,
            )
        )
        column.addWidget(text, 1)
        row = QHBoxLayout()
        if report.path is not None:
            folder = QPushButton(tr("Open its folder"))
            url = QUrl.fromLocalFile(str(report.path.parent))
            folder.clicked.connect(lambda: QDesktopServices.openUrl(url))
            row.addWidget(folder)
        row.addStretch(1)
        self.copy = QPushButton(tr("Copy the report"))
        self.copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self._report.text))
        go_on = QPushButton(tr("Go on working"))
        go_on.setProperty("kind", "primary")
        go_on.setDefault(True)
        go_on.clicked.connect(self.accept)
        row.addWidget(self.copy)
        row.addWidget(go_on)
        column.addLayout(row)
