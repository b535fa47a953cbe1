"""Qt's own buttons speak the language of the window."""

from PySide6.QtWidgets import QDialogButtonBox

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
