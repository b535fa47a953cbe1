"""From each place where somebody's words are used, one click leads to the captured file, where they stand."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from briefing_app.domain.change import ChangeSet, added
from briefing_app.domain.records import Block, Note, Person, PersonName, Position, Quotation
from briefing_app.domain.source_places import SourcePlace, of_block, of_position, of_quotation
from briefing_app.domain.stances import block_of
from briefing_app.ui.search_entries import source_rect
from briefing_app.ui.widgets.labels import CitationChip
from tests.exchange.pdf_files import pdf
from tests.ui.test_main_window import make_window

WORDS = "Tariffs stay where they are"
LEFT = Qt.MouseButton.LeftButton
PLAIN = Qt.KeyboardModifier.NoModifier
GREER = Person(
    id="greer",
    names=(PersonName("Jamieson Greer"),),
    positions=(Position(issue="Cars", date="2025-04-16", stance="Firm", quotation=WORDS, source="said"),),
)
ROUND = Note(
    id="n1",
    title="First round",
    kind="record",
    quotations=(Quotation(WORDS, "greer", "2025-04-16", "said", locator="p. 3"),),
)


@pytest.fixture
def window(qtbot, tmp_path):
    window = make_window(qtbot, tmp_path)
    window.resize(1400, 900)
    window.create_workspace(tmp_path / "talks.brief", None)
    file = tmp_path / "said.pdf"
    file.write_bytes(pdf(["One", "Two", WORDS, "Four"]))
    window.commands.named("tab_notes").trigger()
    window.desk.tab.sources.capture_files([file])
    qtbot.waitUntil(lambda: window.session.workspace.count("source") == 1, timeout=10_000)
    window.session.apply(ChangeSet("fill", tuple(added(each).changes[0] for each in (GREER, ROUND))))
    yield window
    window.close_workspace()


def is_at_words(window, qtbot):
    def is_there():
        page = window.desk.tab.work.sources
        return page.source_id == "said" and page._view.number.value() == 3

    qtbot.waitUntil(lambda: window.desk.name == "notes", timeout=10_000)
    qtbot.waitUntil(is_there, timeout=10_000)
    return True


def chip_in(widget):
    return next(each for each in widget.findChildren(CitationChip) if each.isVisible())


def test_from_what_a_person_said(window, qtbot):
    window.desk.show_record("person", "greer")
    page = window.desk.tab.page
    qtbot.waitUntil(lambda: any(each.isVisible() for each in page.findChildren(CitationChip)), timeout=10_000)
    qtbot.mouseClick(chip_in(page), LEFT)
    assert is_at_words(window, qtbot)


def test_from_the_matrix_of_positions(window, qtbot):
    window.desk.show_tab("people")
    tab = window.desk.tab
    tab._show_view(1)
    matrix = tab.matrix
    qtbot.waitUntil(lambda: matrix.model.rowCount() == 1, timeout=10_000)
    matrix._show_history(matrix.model.index(0, 0))
    qtbot.mouseClick(chip_in(matrix), LEFT)
    assert is_at_words(window, qtbot)


@pytest.mark.parametrize(
    "block", [Block("quotation", "n1", options={"place": 0}), block_of(GREER, GREER.positions[0])]
)
def test_from_a_block_of_a_paper(window, qtbot, block):
    window.desk.show_tab("briefing")
    tab = window.desk.tab
    assert tab.inspector.open_source.isHidden()
    window.desk.add_block(block)
    tab.outline.setCurrentRow(len(tab.composer.blocks) - 1)
    tab.inspector.show_page(0)
    assert not tab.inspector.open_source.isHidden()
    qtbot.mouseClick(tab.inspector.open_source, LEFT)
    assert is_at_words(window, qtbot)


def found(window, qtbot):
    window.desk.show_tab("timeline")
    palette = window.search
    palette.open_palette("Tariffs stay")
    qtbot.waitUntil(lambda: any(each.kind == "quotation" for each in palette.model.entries), timeout=10_000)
    row = next(at for at, each in enumerate(palette.model.entries) if each.kind == "quotation")
    palette._mark(row)
    return palette, palette.view.visualRect(palette.model.index(row))


def test_from_the_search_by_key(window, qtbot):
    palette, _line = found(window, qtbot)
    qtbot.keyClick(palette.field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert is_at_words(window, qtbot)


def test_from_the_search_by_a_click_at_its_mark(window, qtbot):
    palette, line = found(window, qtbot)
    qtbot.mouseClick(palette.view.viewport(), LEFT, PLAIN, source_rect(line).center())
    assert is_at_words(window, qtbot)


def test_a_click_beside_the_mark_leads_to_the_note(window, qtbot):
    palette, line = found(window, qtbot)
    qtbot.mouseClick(palette.view.viewport(), LEFT, PLAIN, line.center())
    qtbot.waitUntil(lambda: window.desk.name == "notes")
    assert window.desk.tab.shown_id == "n1"
    assert window.desk.tab.work.is_showing_note


def test_from_the_note_itself(window, qtbot):
    window.desk.show_record("note", "n1")
    side = window.desk.tab.side

    def links():
        return [each for each in side.findChildren(QPushButton) if each.text().startswith("p. 3")]

    qtbot.waitUntil(lambda: bool(links()), timeout=30_000)
    qtbot.mouseClick(links()[0], LEFT)
    assert is_at_words(window, qtbot)


def test_words_without_a_source_lead_nowhere():
    assert of_quotation(Quotation("said")) is None
    assert of_position(Position(issue="Cars")) is None
    assert of_block(Block("quotation", "n1", options={"place": 4}), ROUND) is None
    assert of_block(Block("quotation", "n1", options={"place": "0"}), ROUND) is None
    assert of_block(Block("note", "n1"), ROUND) is None
    assert of_block(Block("quotation", "n1"), None) is None
    assert of_quotation(ROUND.quotations[0]) == SourcePlace("said", 3, WORDS)
