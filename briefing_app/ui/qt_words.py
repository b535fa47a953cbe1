"""The words of Qt itself (Cancel, Undo, the print dialog) in the user's language."""

from __future__ import annotations

from PySide6.QtCore import QLibraryInfo, QTranslator
from PySide6.QtWidgets import QApplication


def translate_qt(application: QApplication, language: str) -> QTranslator | None:
    """Load Qt's own catalogue of a language. None for English, or where Qt came without its catalogues."""
    if language == "en":
        return None
    translator = QTranslator(application)
    if not translator.load(
        f"qtbase_{language}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    ):
        return None
    application.installTranslator(translator)
    return translator
