"""The tab in the smallest window: every word of the bar is read, and the writer sees what is typed."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QComboBox, QPushButton

from briefing_app.app.i18n import use_language
from briefing_app.domain.records import Block
from tests.ui.briefing.test_tab import settle
from tests.ui.briefing.test_tab import tab as made_tab
from tests.ui.briefing.test_tab import talks as made_talks

tab, talks = made_tab, made_talks


@pytest.fixture
def own_book(tab, qtbot):
    tab.toolbar.template.setCurrentIndex(tab.toolbar.template.findData("book"))
    settle(qtbot, tab)
    tab.outline.setCurrentRow(3)
    settle(qtbot, tab)
    return tab


@pytest.fixture(params=["en", "ja"])
def window_language(request):
    use_language(request.param)
    yield request.param
    use_language("en")


def place_in_view(tab, key):
    mark = tab.preview.place_of(key)
    return mark is not None and mark.page in tab.pages.in_view()


@pytest.mark.parametrize(("width", "rows"), [(960, 2), (1500, 1)])
def test_no_word_of_the_bar_is_cut(window_language, tab, qtbot, width, rows):
    tab.resize(width, 560)
    bar = tab.toolbar
    qtbot.waitUntil(lambda: bar.width() == width, timeout=2000)
    parts = [each for kind in (QPushButton, QComboBox) for each in bar.findChildren(kind)]
    qtbot.waitUntil(
        lambda: all(each.width() >= min(each.sizeHint().width(), each.maximumWidth()) for each in parts),
        timeout=2000,
    )
    assert len({each.geometry().center().y() // 10 for each in (bar.template, bar.save)}) == rows
    assert all(each.geometry().right() < width for each in parts)


def test_the_page_of_a_new_block_comes_into_view_when_something_is_written_in_it(own_book, qtbot):
    tab = own_book
    tab.pages.go_to(1)
    tab.add_block(Block("text", options={"heading": "Cars"}))
    settle(qtbot, tab)
    key = tab.composer.key(tab.outline.currentRow())
    assert tab.preview.place_of(key) is None  # nothing is printed of it yet
    qtbot.keyClicks(tab.inspector.text, "Words of our own.")
    settle(qtbot, tab)
    assert place_in_view(tab, key)
    tab.pages.go_to(1)
    qtbot.keyClicks(tab.inspector.text, "More of them.")
    settle(qtbot, tab)
    assert tab.pages.current == 1  # who looks elsewhere meanwhile is left there


def test_a_block_that_is_moved_stays_in_view(own_book, qtbot):
    tab = own_book
    tab.add_block(Block("text", text="Words of our own.", options={"heading": "Cars"}))
    settle(qtbot, tab)
    assert place_in_view(tab, tab.composer.key(4))
    for was, place in ((4, len(tab.composer.blocks) - 1), (len(tab.composer.blocks) - 1, 0)):
        tab.outline.moved.emit(was, place)
        settle(qtbot, tab)
        assert tab.composer.blocks[place].text == "Words of our own."
        assert place_in_view(tab, tab.composer.key(place))


def test_the_words_of_new_text_are_seen_in_a_low_window(tab, qtbot):
    tab.resize(960, 460)
    qtbot.waitUntil(lambda: tab.height() == 460, timeout=2000)
    tab.new_record()
    area = tab.inspector.pages.widget(0)
    text = tab.inspector.text

    def shown():
        return (
            area.viewport()
            .rect()
            .intersected(text.rect().translated(text.mapTo(area.viewport(), text.rect().topLeft())))
        )

    qtbot.waitUntil(
        lambda: shown().height() >= min(text.height(), area.viewport().height()) - 16, timeout=2000
    )
