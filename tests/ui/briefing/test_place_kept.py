"""What of a paper is in view: a heading that is jumped to is whole, the page that is read stays."""

from __future__ import annotations

from datetime import date

import pytest

from briefing_app.domain.change import Change, ChangeSet
from briefing_app.domain.records import Block
from briefing_app.exchange.sample import load_sample
from briefing_app.ui.briefing.page_drawing import PageReader
from briefing_app.ui.briefing.tab import BriefingTab


@pytest.fixture
def tab(session, qtbot):
    records = load_sample("us-japan")
    session.workspace.apply(ChangeSet("Fill", tuple(Change(r.record_kind, r.id, None, r) for r in records)))
    session.as_of = date(2025, 5, 24)
    made = BriefingTab(session)
    qtbot.addWidget(made)
    made.resize(1280, 720)
    made.show()
    made.activate()
    qtbot.waitUntil(made.is_idle, timeout=15_000)
    return made


def settle(qtbot, tab):
    qtbot.waitUntil(tab.is_idle, timeout=20_000)


def take(qtbot, tab, template, language="en"):
    tab.composer.take_stored(template, language)
    settle(qtbot, tab)


def share_above(tab, page):
    """How much of a page is above the view."""
    rect = tab.pages._rects[page - 1]
    return (tab.pages.verticalScrollBar().value() - rect.top()) / rect.height()


def painted_lines(tab, page):
    """The top and bottom of each line of print of a page, in pixels of the view."""
    boxes = []
    for each in PageReader().whole(tab.preview.pages[page - 1]):
        if hasattr(each, "path") and each.fill is not None:
            box = each.place.mapRect(each.path.boundingRect())
            if 1 < box.height() < 60 and box.width() < 60:  # letters
                boxes.append((box.top(), box.bottom()))
    lines = []
    for top, bottom in sorted(boxes):
        if lines and top <= lines[-1][1]:
            lines[-1][1] = max(lines[-1][1], bottom)
        else:
            lines.append([top, bottom])
    rect, scale = tab.pages._rects[page - 1], tab.pages._scale(page - 1)
    value = tab.pages.verticalScrollBar().value()
    return [(rect.top() + top * scale - value, rect.top() + bottom * scale - value) for top, bottom in lines]


def dark_rows(tab):
    """Which rows of the view hold print."""
    image = tab.pages.grab().toImage()
    width = image.width()
    return [
        y
        for y in range(image.height())
        if any(image.pixelColor(x, y).lightness() < 110 for x in range(width // 6, width - width // 6, 2))
    ]


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize("zoom", [None, 0.6, 2.5])
def test_the_head_of_a_chapter_that_is_chosen_is_wholly_in_view(tab, qtbot, language, zoom):
    take(qtbot, tab, "book", language)
    if zoom:
        tab.pages.set_zoom(zoom)
    chapters = {each.id for each in tab.preview.report.sections if each.part}
    places = [
        place
        for place, key in enumerate(tab.composer.keys())
        if (mark := tab.preview.place_of(key)) and mark.id in chapters
    ]
    assert len(places) > 4
    for place in places:
        tab.outline.setCurrentRow(len(tab.composer.blocks) - 1 if place == 0 else 0)
        tab.outline.setCurrentRow(place)
        mark = tab.preview.place_of(tab.composer.key(place))
        scale = tab.pages._scale(mark.page - 1)
        # The head of a chapter is the last line above the mark of its first section that is no running title.
        height = tab.pages._rects[mark.page - 1].top() - tab.pages.verticalScrollBar().value()
        above = [line for line in painted_lines(tab, mark.page) if line[1] < height + (mark.y_pt + 5) * scale]
        heads = [line for line in above if line[0] > height + 50 * scale]
        assert heads, tab.composer.title_of(tab.composer.blocks[place])
        assert heads[0][0] >= 10
        assert heads[-1][1] < tab.pages.viewport().height()


def test_the_head_is_there_in_the_picture(tab, qtbot):
    take(qtbot, tab, "book", "ja")
    place = next(n for n, each in enumerate(tab.composer.blocks) if each.type == "questions")
    tab.outline.setCurrentRow(place)
    qtbot.waitUntil(tab.pages.is_complete, timeout=10_000)
    rows = dark_rows(tab)
    assert rows[0] >= 10


@pytest.mark.parametrize("page", [7, 8])
def test_the_page_that_is_read_is_the_same_in_every_view(tab, qtbot, page):
    take(qtbot, tab, "book")
    tab.toolbar.thumbnails_changed.emit(True)
    tab.pages.go_to(page)
    for act in (
        lambda: tab.toolbar.two_pages_changed.emit(True),
        lambda: tab.toolbar.two_pages_changed.emit(False),
        lambda: tab.toolbar.zoom_requested.emit(0.5),
        tab.pages.fit_width,
        lambda: tab.toolbar.two_pages_changed.emit(True),
        lambda: tab.pages.go_to(page),
        lambda: tab.toolbar.thumbnails_changed.emit(False),
        lambda: tab.toolbar.thumbnails_changed.emit(True),
        lambda: tab.toolbar.two_pages_changed.emit(False),
    ):
        act()
        settle(qtbot, tab)
        assert tab.pages.current == page
        assert tab.thumbnails._highlight == page
        top = tab.pages._rects[page - 1].top() - tab.pages.verticalScrollBar().value()
        assert 0 <= top < 60


@pytest.mark.parametrize("two", [False, True])
@pytest.mark.parametrize("page", [9, 10])
def test_the_page_that_is_read_stays_when_the_paper_is_made_again(tab, qtbot, two, page):
    take(qtbot, tab, "book")
    tab.toolbar.thumbnails_changed.emit(True)
    tab.toolbar.two_pages_changed.emit(two)
    tab.pages.go_to(page, 120)
    qtbot.wait(50)
    before = share_above(tab, page)
    tab.composer.set_text(0, "Another purpose.")
    qtbot.waitUntil(lambda: tab.maker.shows_edit, timeout=20_000)
    assert tab.pages.current == page
    settle(qtbot, tab)
    assert (tab.pages.current, tab.thumbnails._highlight) == (page, page)
    assert share_above(tab, page) == pytest.approx(before, abs=0.005)


@pytest.mark.parametrize("two", [False, True])
def test_what_is_read_stays_in_view_when_pages_come_before_it(tab, qtbot, two):
    take(qtbot, tab, "book")
    tab.toolbar.two_pages_changed.emit(two)
    place = next(n for n, each in enumerate(tab.composer.blocks) if each.type == "questions")
    tab.outline.setCurrentRow(place)
    settle(qtbot, tab)
    was, pages = tab.preview.place_of(tab.composer.key(place)), tab.pages.page_count
    assert tab.pages.current == was.page
    tab.composer.insert(0, Block("text", text="A long word.\n\n" * 120, options={"heading": "Long"}))
    settle(qtbot, tab)
    now = tab.preview.place_of(tab.composer.key(place + 1))
    assert now.page > was.page
    assert tab.pages.page_count > pages
    assert tab.pages.current == now.page
    tab._session.undo_stack.undo()
    settle(qtbot, tab)
    assert tab.pages.current == was.page
