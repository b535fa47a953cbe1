"""Qt's own buttons speak the language of the window."""

import pytest
from PySide6.QtCore import QDate, QLocale
from PySide6.QtWidgets import QDateEdit, QDialogButtonBox

from briefing_app.ui.qt_words import translate_qt


def test_buttons_of_qt_are_japanese_in_a_japanese_window(qapp, qtbot):
    def cancel():
        box = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        qtbot.addWidget(box)
        return box.button(QDialogButtonBox.StandardButton.Cancel).text()

    assert translate_qt(qapp, "en") is None
    translator = translate_qt(qapp, "ja")
    try:
        assert translator is not None
        assert "キャンセル" in cancel()
    finally:
        qapp.removeTranslator(translator)
    assert cancel() == "Cancel"


def test_a_language_that_qt_does_not_know_changes_nothing(qapp):
    assert translate_qt(qapp, "xx") is None


@pytest.mark.parametrize(
    ("system", "window", "shown"), [("ja_JP", "en", "24 May 2025"), ("de_DE", "ja", "24 5月 2025")]
)
def test_months_are_written_as_the_window_speaks_whatever_the_system_does(qapp, qtbot, system, window, shown):
    before = QLocale()
    QLocale.setDefault(QLocale(system))
    translator = translate_qt(qapp, window)
    try:
        field = QDateEdit(QDate(2025, 5, 24))
        qtbot.addWidget(field)
        field.setDisplayFormat("d MMM yyyy")
        assert field.text() == shown
        assert QLocale().toString(1234567.5, "f", 1) == "1,234,567.5"
    finally:
        QLocale.setDefault(before)
        qapp.removeTranslator(translator)
