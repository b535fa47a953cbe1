"""The Briefing tab as a user works it: what is stored, what the pages show, what is written and printed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtPrintSupport import QPrinter

from briefing_app.domain.change import Change, ChangeSet
from briefing_app.domain.records import Block, Briefing
from briefing_app.exchange.sample import load_sample
from briefing_app.ui.briefing import shown_titles
from briefing_app.ui.briefing.block_picker import BlockPicker
from briefing_app.ui.briefing.pages import PagesView, page_size, rasterise
from briefing_app.ui.briefing.printing import new_printer, print_pages
from briefing_app.ui.briefing.tab import BriefingTab


@pytest.fixture
def talks(session):
    records = load_sample("us-japan")
    session.workspace.apply(ChangeSet("Fill", tuple(Change(r.record_kind, r.id, None, r) for r in records)))
    session.as_of = date(2025, 5, 24)
    return session


@pytest.fixture
def tab(talks, qtbot):
    made = BriefingTab(talks)
    qtbot.addWidget(made)
    made.resize(1280, 720)
    made.show()
    made.activate()
    qtbot.waitUntil(made.is_idle, timeout=15_000)
    return made


def settle(qtbot, tab):
    qtbot.waitUntil(tab.is_idle, timeout=15_000)


def choose(combo, value):
    combo.setCurrentIndex(combo.findData(value))


def the_briefing(session, briefing_id):
    found = session.workspace.find("briefing", briefing_id)
    assert isinstance(found, Briefing)
    return found


def test_it_opens_the_stored_brief_of_the_day_and_shows_its_pages(tab):
    assert tab.composer.briefing.id == "briefing-minister-2025-05-24"
    assert tab.pages.page_count == 2
    assert tab.outline.item(0).text() == "Purpose"
    assert tab.toolbar.save.isEnabled()


def test_the_pages_are_drawn(tab):
    image = tab.pages.grab().toImage()
    dark = sum(
        image.pixelColor(x, y).lightness() < 100
        for x in range(0, image.width(), 3)
        for y in range(0, image.height(), 3)
    )
    assert dark > 300


def test_taking_a_block_out_is_stored_and_undone(tab, talks, qtbot):
    item = tab.outline.item(2)
    item.setCheckState(Qt.CheckState.Unchecked)
    settle(qtbot, tab)
    stored = the_briefing(talks, tab.composer.briefing.id)
    assert stored.blocks[2].options == {"include": False}
    assert "messages" not in {section.id for section in tab.preview.report.sections}
    talks.undo_stack.undo()
    settle(qtbot, tab)
    assert "messages" in {section.id for section in tab.preview.report.sections}
    assert tab.outline.item(2).checkState() == Qt.CheckState.Checked


def test_alt_down_moves_a_block(tab, talks, qtbot):
    tab.outline.setCurrentRow(0)
    qtbot.keyClick(tab.outline, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert [block.type for block in the_briefing(talks, tab.composer.briefing.id).blocks[:2]] == [
        "objectives",
        "purpose",
    ]
    assert tab.outline.currentRow() == 1


def test_typed_words_replace_the_block_and_reach_the_page(tab, talks, qtbot):
    tab.outline.setCurrentRow(0)
    qtbot.keyClicks(tab.inspector.text, "Own purpose.")
    talks.typing.flush()
    settle(qtbot, tab)
    assert the_briefing(talks, tab.composer.briefing.id).blocks[0].text == "Own purpose."
    assert tab.inspector.text.toPlainText() == "Own purpose."
    purpose = next(section for section in tab.preview.report.sections if section.id == "purpose")
    assert purpose.items[0].items[0].runs[0].text == "Own purpose."


def test_every_key_counts_when_the_writer_goes_on_to_another_field_at_once(tab, talks, qtbot):
    tab.outline.setCurrentRow(0)
    tab.new_record()
    tab.inspector.text.insertPlainText("Own words.")
    tab.inspector.heading.setFocus()
    tab.inspector.heading.selectAll()
    qtbot.keyClicks(tab.inspector.heading, "Cars")
    tab.composer.set_title("A title")
    talks.flush()
    stored = the_briefing(talks, tab.composer.briefing.id)
    assert (stored.blocks[1].text, stored.blocks[1].options) == ("Own words.", {"heading": "Cars"})
    assert stored.title == "A title"
    talks.undo_stack.undo()
    talks.undo_stack.undo()
    assert tab.composer.blocks[1].text == "Own words."
    assert tab.inspector.heading.text() == "New section"


@pytest.mark.parametrize(
    "deed",
    [
        lambda tab: tab.inspector.included.click(),
        lambda tab: tab.composer.move(1, 3),
        lambda tab: tab.composer.remove(0),
        lambda tab: tab.composer.set_marking("TLP:RED"),
        lambda tab: tab.composer.set_paper("us-letter"),
        lambda tab: tab.composer.set_setting("large_print", "yes"),
        lambda tab: tab.add_to_briefing("event", "ev-2025-05-23-01"),
        lambda tab: tab.new_record(),
    ],
)
def test_what_was_typed_a_moment_ago_does_not_stop_the_next_edit(tab, talks, deed):
    refused = []
    tab.composer.failed.connect(refused.append)
    tab.outline.setCurrentRow(0)
    tab.new_record()
    tab.inspector.text.insertPlainText("Own words.")
    before = tab.composer.briefing
    deed(tab)
    assert refused == []
    stored = the_briefing(talks, before.id)
    assert stored != before
    assert "Own words." in {block.text for block in stored.blocks}
    talks.undo_stack.undo()
    assert the_briefing(talks, before.id) == before


def test_a_record_of_another_tab_is_added_as_a_live_block(tab, talks, qtbot):
    tab.add_to_briefing("event", "ev-2025-05-23-01")
    settle(qtbot, tab)
    assert the_briefing(talks, tab.composer.briefing.id).blocks[-1] == Block("event", ref="ev-2025-05-23-01")
    assert tab.outline.item(tab.outline.count() - 1).text().startswith("3rd round of talks")
    count = tab.outline.count()
    assert not tab.add_to_briefing("organisation", "org-ustr")
    assert tab.outline.count() == count


def test_an_event_that_was_not_known_is_named_and_left_out(tab, qtbot):
    tab.add_to_briefing("event", "ev-2025-07-22-01")
    settle(qtbot, tab)
    assert any("was not known on the as-of date" in problem.text for problem in tab.preview.problems)
    assert "was not known" in tab.outline.item(tab.outline.count() - 1).text()


def test_another_template_and_language_take_another_paper(tab, qtbot):
    choose(tab.toolbar.template, "chronology")
    settle(qtbot, tab)
    assert tab.preview.report.template == "chronology"
    choose(tab.toolbar.language, "ja")
    settle(qtbot, tab)
    assert tab.preview.report.language == "ja"
    assert tab.composer.briefing.id == ""


def test_the_day_of_the_toolbar_is_the_day_of_the_session(tab, talks, qtbot):
    tab.toolbar.day.setDate(tab.toolbar.day.date().addDays(8))
    settle(qtbot, tab)
    assert talks.as_of == date(2025, 6, 1)
    assert "one more round" in tab.preview.report.title


def test_too_long_a_paper_says_what_to_cut_and_cannot_be_saved(tab, talks, qtbot):
    tab.outline.setCurrentRow(0)
    tab.composer.set_text(0, "We say it again and again. " * 120)
    talks.typing.flush()
    settle(qtbot, tab)
    assert "runs over its page" in tab.bar.text
    assert not tab.toolbar.save.isEnabled()
    assert "runs over its page" in tab.toolbar.save.toolTip()


def test_a_click_on_the_page_chooses_the_block(tab, qtbot):
    mark = tab.preview.place_of("messages")
    rect = tab.pages._rects[0]
    scale = tab.pages._scale(0)
    tab.pages.verticalScrollBar().setValue(0)
    place = QPoint(rect.left() + 100, rect.top() + round((mark.y_pt + 30) * scale))
    qtbot.mouseClick(tab.pages.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert tab.outline.item(tab.outline.currentRow()).text() == "Key messages"


def test_it_writes_the_same_paper_as_the_command_line(tab, talks, tmp_path, qtbot):
    said = []
    talks.message.connect(lambda text, _level: said.append(text))
    tab.output.save("pdf", tmp_path / "a.pdf")
    tab.output.save("pdf", tmp_path / "b.pdf")
    assert (tmp_path / "a.pdf").read_bytes() == (tmp_path / "b.pdf").read_bytes()
    assert said[0] == "Saved a.pdf, 2 pages."
    tab.output.save("pdf", tmp_path / "missing" / "a.pdf")
    assert "Choose another place" in tab.bar.text


def test_the_printer_gets_the_pages_as_drawings(tab, tmp_path):
    printer = new_printer(tab.preview.pages, "Brief")
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "print.pdf"))
    assert print_pages(printer, tab.preview.pages)
    pikepdf = pytest.importorskip("pikepdf")
    with pikepdf.open(tmp_path / "print.pdf") as pdf:
        assert len(pdf.pages) == 2
        box = [float(edge) for edge in pdf.pages[0].mediabox]
        assert abs(box[2] - 595) < 2
        assert "/Image" not in str(pdf.pages[0].resources.get("/XObject", {}))


def test_a_page_range_is_kept(tab, tmp_path):
    printer = new_printer(tab.preview.pages, "Brief")
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "print.pdf"))
    printer.setFromTo(2, 2)
    assert print_pages(printer, tab.preview.pages)
    with pytest.importorskip("pikepdf").open(tmp_path / "print.pdf") as pdf:
        assert len(pdf.pages) == 1


def test_zoom_two_pages_and_thumbnails(tab, qtbot):
    fit = tab.pages.zoom
    tab.toolbar.zoom_requested.emit(1.2)
    assert tab.pages.zoom == pytest.approx(fit * 1.2)
    tab.pages.fit_width()
    tab.toolbar.two_pages_changed.emit(True)
    assert tab.pages.zoom < fit
    assert tab.pages._rects[0].top() == tab.pages._rects[1].top()
    tab.toolbar.thumbnails_changed.emit(True)
    assert tab.thumbnails.isVisible()


def test_the_page_that_is_read_stays_in_view_at_another_size(tab, qtbot):
    choose(tab.toolbar.template, "book")
    settle(qtbot, tab)
    for resize in (
        lambda: tab.toolbar.zoom_requested.emit(1.5),
        lambda: tab.toolbar.zoom_requested.emit(0.5),
        tab.pages.fit_width,
        lambda: tab.toolbar.thumbnails_changed.emit(True),
        lambda: tab.resize(1000, 720),
        lambda: tab.toolbar.two_pages_changed.emit(True),
    ):
        tab.pages.go_to(8, 100)
        resize()
        qtbot.wait(50)
        rect = tab.pages._rects[7]
        below = (tab.pages.verticalScrollBar().value() - rect.top()) / rect.height()
        assert 0 < below < 0.2
    tab.toolbar.two_pages_changed.emit(False)
    assert tab.pages.current == 8


def test_thumbnails_that_are_asked_for_later_show_the_page_that_is_read(tab, qtbot):
    choose(tab.toolbar.template, "book")
    settle(qtbot, tab)
    tab.pages.go_to(8)
    tab.toolbar.thumbnails_changed.emit(True)
    qtbot.waitUntil(lambda: 8 in tab.thumbnails.in_view())


def test_an_svg_page_becomes_a_picture_of_its_proportions(tab):
    page = tab.preview.pages[0]
    assert page_size(page).width() == pytest.approx(595.28, abs=0.1)
    image = rasterise(page, 400)
    assert isinstance(image, QImage)
    assert (image.width(), image.height()) == (400, 566)


def test_a_stale_picture_is_dropped(talks, qtbot):
    view = PagesView(talks.jobs)
    qtbot.addWidget(view)
    view.show_pages(())
    assert not view.is_complete()


def test_freezing_keeps_the_paper_in_the_workspace(tab, talks):
    said = []
    talks.message.connect(lambda text, _level: said.append(text))
    tab.toolbar.freeze.click()
    assert said
    assert said[-1].startswith("Edition 1 is kept")
    kept = talks.workspace.find("source", "edition-briefing-minister-2025-05-24-1")
    assert talks.workspace.attachment(kept.sha256).startswith(b"%PDF")


def test_undo_in_another_paper_shows_that_paper(tab, talks, qtbot):
    first = tab.composer.briefing.id
    tab.composer.remove(0)
    assert talks.undo_stack.undoText() == "Remove block"
    choose(tab.toolbar.template, "chronology")
    settle(qtbot, tab)
    talks.undo_stack.undo()
    settle(qtbot, tab)
    assert tab.composer.briefing.id == first
    assert tab.composer.blocks[0].type == "purpose"
    assert tab.toolbar.template.currentData() == "one-page"


def test_undo_of_a_new_paper_goes_back_to_the_one_before(tab, talks, qtbot):
    first = tab.composer.briefing.id
    tab.composer.start(replace(tab.composer.briefing, id="", template="qa", title="Asked", blocks=()))
    assert talks.undo_stack.undoText() == "New paper"
    talks.undo_stack.undo()
    assert tab.composer.briefing.id == first
    talks.undo_stack.redo()
    settle(qtbot, tab)
    assert tab.composer.briefing.title == "Asked"
    assert tab.stored.papers.currentText().startswith("Asked")
    tab.composer.remove(0)
    talks.undo_stack.undo()
    talks.undo_stack.undo()
    assert tab.composer.briefing.id == first


def test_a_block_that_is_added_comes_into_view(tab, qtbot):
    choose(tab.toolbar.template, "book")
    settle(qtbot, tab)
    assert tab.pages.current == 1
    tab.append(Block("text", text="Ours alone.", options={"heading": "Ours"}))
    settle(qtbot, tab)
    mark = tab.preview.place_of(tab.composer.key(len(tab.composer.blocks) - 1))
    assert mark.page > 3
    assert mark.page in tab.pages.in_view()


def test_the_page_of_which_most_is_seen_is_marked_among_the_thumbnails(tab, qtbot):
    choose(tab.toolbar.template, "book")
    settle(qtbot, tab)
    tab.pages.go_to(8)
    assert tab.pages.current == 8
    tab.pages.set_two_pages(True)
    tab.pages.go_to(8)
    assert tab.pages.current == 8


def test_the_japanese_window_names_people_in_japanese(tab, talks, monkeypatch):
    monkeypatch.setattr(shown_titles, "language", lambda: "ja")
    tab.append(Block("person", "akazawa"))
    assert tab.outline.item(tab.outline.count() - 1).text().startswith("赤沢亮正")
    picker = BlockPicker(talks.workspace, "person", tab, called=tab.composer.titles.of)
    shown = [picker.list.item(row).text() for row in range(picker.list.count())]
    assert any(each.startswith("赤沢亮正\n") and "Akazawa" in each for each in shown)
    picker.deleteLater()


def test_a_part_without_words_asks_for_them(tab, talks, qtbot):
    assert tab.inspector.text.placeholderText() == "Empty: the words come from the workspace."
    talks.as_of = date(2024, 1, 1)
    tab.outline.setCurrentRow(0)
    settle(qtbot, tab)
    assert tab.inspector.text.placeholderText() == "The workspace has no words for it yet. Type them here."
    assert any("Type own words for it" in problem.text for problem in tab.preview.problems)
