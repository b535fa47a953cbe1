"""Help opens where the user is, every page is there in both languages, shortcuts are listed."""

import re
from itertools import pairwise

import pytest
from PySide6.QtCore import Qt

from briefing_app import __version__, resources
from briefing_app.app.i18n import catalogue
from briefing_app.ui.help_window import ABOUT, PAGES, SHORTCUTS, HelpWindow

LANGUAGES = ("en", "ja")
WRITTEN = (*PAGES, ABOUT)


@pytest.fixture
def help_window(qtbot):
    window = HelpWindow([("Undo", "Ctrl+Z")], "en")
    qtbot.addWidget(window)
    return window


def _shape(page, language):
    """The headings and list items of a page: what a translation must have as well."""
    text = resources.text("help", language, f"{page}.md")
    return {
        "headings": len(re.findall(r"^## ", text, re.MULTILINE)),
        "bullets": len(re.findall(r"^- ", text, re.MULTILINE)),
        "steps": len(re.findall(r"^\d+\. ", text, re.MULTILINE)),
    }


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", PAGES)
def test_every_page_is_written(page, language):
    assert len(resources.text("help", language, f"{page}.md")) > 200


@pytest.mark.parametrize("page", WRITTEN)
def test_a_page_that_grows_grows_in_both_languages(page):
    assert _shape(page, "ja") == _shape(page, "en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_page_stands_in_one_language_only(language):
    files = {each.name for each in resources.path("help", language).glob("*.md")}
    assert files == {f"{page}.md" for page in WRITTEN}


def test_a_page_bears_the_name_that_the_window_gives_it():
    words = catalogue("ja")
    for page, title in PAGES.items():
        assert resources.text("help", "en", f"{page}.md").startswith(f"# {title}\n")
        assert resources.text("help", "ja", f"{page}.md").startswith(f"# {words[title]}\n")


@pytest.mark.parametrize("language", LANGUAGES)
def test_marks_of_emphasis_are_drawn_not_shown(qtbot, language):
    window = HelpWindow([], language)
    qtbot.addWidget(window)
    for page in WRITTEN:
        window.show_page(page)
        assert "*" not in window.text.toPlainText(), page


@pytest.mark.parametrize("page", WRITTEN)
def test_japanese_lines_are_not_broken_inside_a_paragraph(page):
    """A broken line is shown with a gap between two Japanese characters."""
    lines = resources.text("help", "ja", f"{page}.md").splitlines()
    starts = re.compile(r"(#|- |\d+\. |$)")
    for above, line in pairwise(lines):
        assert not above or starts.match(line), line


def test_a_window_in_japanese_has_its_help_in_japanese(qtbot):
    window = HelpWindow([], "ja")
    qtbot.addWidget(window)
    window.show_page("safety")
    assert window.text.toPlainText().startswith("データと安全\n")
    window.show_page(ABOUT)
    assert __version__ in window.text.toPlainText()


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
