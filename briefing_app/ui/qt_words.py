"""The words of Qt itself (Cancel, Undo, the print dialog) and its names of months in the user's language."""

from __future__ import annotations

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication


def translate_qt(application: QApplication, language: str) -> QTranslator | None:
    """Load Qt's own catalogue of a language, and write days and figures in it, whatever the system speaks.
    None for English, or where Qt came without its catalogues.
    """
    QLocale.setDefault(QLocale(QLocale.Language.Japanese if language == "ja" else QLocale.Language.English))
    if language == "en":
        return None
    translator = QTranslator(application)
    if not translator.load(
        f"qtbase_{language}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    ):
        return None
    application.installTranslator(translator)
    return translator
