"""The only place that opens file dialogs and message boxes."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from briefing_app.app.i18n import tr


def ask_workspace(parent: QWidget, folder: Path) -> Path | None:
    """The workspace folder the user points at, or None."""
    chosen = QFileDialog.getExistingDirectory(
        parent, tr("Open workspace: choose a folder NAME.brief"), str(folder)
    )
    return Path(chosen) if chosen else None


def ask_folder(parent: QWidget, title: str, folder: Path) -> Path | None:
    """A folder, or None."""
    chosen = QFileDialog.getExistingDirectory(parent, title, str(folder))
    return Path(chosen) if chosen else None


def ask_save_file(parent: QWidget, title: str, suggestion: Path, kinds: str) -> Path | None:
    """Where to save a file, or None; ``kinds`` as Qt writes it (``PDF (*.pdf)``)."""
    chosen, _kind = QFileDialog.getSaveFileName(parent, title, str(suggestion), kinds)
    return Path(chosen) if chosen else None


def ask_open_file(parent: QWidget, title: str, folder: Path, kinds: str) -> Path | None:
    """A file to read, or None."""
    chosen, _kind = QFileDialog.getOpenFileName(parent, title, str(folder), kinds)
    return Path(chosen) if chosen else None


def tell(parent: QWidget, what: str, why: str, title: str) -> None:
    """Say what must not be missed when the window goes away."""
    box = QMessageBox(QMessageBox.Icon.Warning, title, what, QMessageBox.StandardButton.Ok, parent)
    box.setInformativeText(why)
    box.exec()


def confirm(parent: QWidget, question: str, what_it_means: str, action: str) -> bool:
    """Ask before what undo cannot take back. The safe answer is the default."""
    box = QMessageBox(QMessageBox.Icon.Warning, tr("Please confirm"), question, parent=parent)
    box.setInformativeText(what_it_means)
    yes = box.addButton(action, QMessageBox.ButtonRole.DestructiveRole)
    no = box.addButton(QMessageBox.StandardButton.Cancel)
    box.setDefaultButton(no)
    box.exec()
    return box.clickedButton() is yes
