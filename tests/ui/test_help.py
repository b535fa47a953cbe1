"""Help opens where the user is, every page is there, shortcuts are listed."""

import pytest
from PySide6.QtCore import Qt

from briefing_app import __version__, resources
from briefing_app.ui.help_window import ABOUT, PAGES, SHORTCUTS, HelpWindow


@pytest.fixture
def help_window(qtbot):
    window = HelpWindow([("Undo", "Ctrl+Z")], "en")
    qtbot.addWidget(window)
    return window


@pytest.mark.parametrize("page", PAGES)
def test_every_page_is_written(page):
    assert len(resources.text("help", "en", f"{page}.md")) > 200


def test_a_page_is_shown_as_text_with_headings(help_window):
    help_window.show_page("people")
    assert help_window.text.toPlainText().startswith("People\n")


def test_shortcuts_and_version_are_told(help_window):
    help_window.show_page(SHORTCUTS)
    assert "Ctrl+Z" in help_window.text.toPlainText()
    help_window.show_page(ABOUT)
    assert __version__ in help_window.text.toPlainText()


def test_a_click_on_the_list_turns_the_page(help_window, qtbot):
    help_window.show_page("start")
    place = help_window.pages.visualItemRect(help_window.pages.item(4)).center()
    qtbot.mouseClick(help_window.pages.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert help_window.text.toPlainText().startswith("Notes\n")
