"""The pieces every screen is made of, used as a user uses them."""

import random
import sys
import time
from dataclasses import dataclass

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication, QInputMethodEvent
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QWidget

from briefing_app.domain.records import Source
from briefing_app.ui.widgets.copied_tables import table_texts
from briefing_app.ui.widgets.flow import Chip, ChipRow, FlowLayout
from briefing_app.ui.widgets.form import Form, LineEdit, TextArea
from briefing_app.ui.widgets.labels import CitationChip, ElidedLabel
from briefing_app.ui.widgets.notices import EmptyState, MessageBar
from briefing_app.ui.widgets.search_field import SearchField
from briefing_app.ui.widgets.table import Table
from briefing_app.ui.widgets.table_model import Column, TableModel


@dataclass(frozen=True)
class Row:
    id: int
    name: str
    amount: int


ROWS = [Row(1, "赤沢 亮正", 30), Row(2, "Greer, Jamieson", 4), Row(3, "Müller", 100)]
COLUMNS = [
    Column("Name", lambda row: row.name, width=0),
    Column("USD", lambda row: str(row.amount), sort=lambda row: row.amount, align="right"),
]


@pytest.fixture
def model(qapp):
    model = TableModel(COLUMNS, lambda row: row.id)
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.set_rows(ROWS)
    yield model
    del tester


def names(model):
    return [model.index(row, 0).data() for row in range(model.rowCount())]


def test_numbers_sort_as_numbers_both_ways(model):
    model.sort(1)
    assert [row.amount for row in model.shown()] == [4, 30, 100]
    model.sort(1, Qt.SortOrder.DescendingOrder)
    assert [row.amount for row in model.shown()] == [100, 30, 4]
    model.sort(-1)
    assert model.shown() == ROWS


def test_finding_folds_accents_width_and_kana_and_keeps_the_order(model):
    model.sort(1)
    model.filter("muller")
    assert names(model) == ["Müller"]
    model.filter("亮正")
    assert names(model) == ["赤沢 亮正"]
    model.filter("")
    assert [row.amount for row in model.shown()] == [4, 30, 100]
    model.filter_column(1, "0")
    assert [row.amount for row in model.shown()] == [30, 100]


def test_a_changed_record_is_shown_in_its_place(model):
    model.filter("greer")
    model.replace_row(Row(2, "Greer, Ambassador", 5))
    assert names(model) == ["Greer, Ambassador"]
    model.filter("ambassador")
    assert model.rowCount() == 1


def test_copy_gives_tabs_and_a_html_table(model, qtbot):
    table = Table(model)
    qtbot.addWidget(table)
    table.show()
    table.view.select_key(2)
    qtbot.keyClick(table.view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    copied = QGuiApplication.clipboard().mimeData()
    assert copied.text() == "Name\tUSD\nGreer, Jamieson\t4"
    assert "<td>Greer, Jamieson</td>" in copied.html()


def test_copied_rows_run_in_no_spreadsheet(qtbot):
    model = TableModel(COLUMNS, lambda row: row.id)
    model.set_rows([Row(1, '=HYPERLINK("http://x","y")', 4), Row(2, "+cmd|calc", -5)])
    table = Table(model)
    qtbot.addWidget(table)
    table.view.selectAll()
    qtbot.keyClick(table.view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    copied = QGuiApplication.clipboard().mimeData()
    assert copied.text() == 'Name\tUSD\n\'=HYPERLINK("http://x","y")\t4\n\'+cmd|calc\t-5'
    # The one attribute is read by LibreOffice, the other by Excel; a cell of the HTML runs without them.
    assert copied.html().count('sdnum="1033;0;@" style=\'mso-number-format:"\\@"\'>=HYPERLINK') == 1
    assert copied.html().count("'>+cmd|calc</td>") == 1


def test_the_words_above_a_copied_table_run_in_no_spreadsheet(qapp):
    text, html = table_texts([("a",), ("b",)], "=1+1")
    assert text.startswith("'=1+1\n")
    assert html.startswith("<p>&#x27;=1+1</p>")


def test_selection_is_kept_by_record_through_find_and_sort(model, qtbot):
    table = Table(model)
    qtbot.addWidget(table)
    table.view.select_key(3)
    model.filter("Müller")
    model.filter("")
    model.sort(1)
    assert table.view.current_key == 3


def test_the_filter_row_filters_its_column(model, qtbot):
    table = Table(model)
    qtbot.addWidget(table)
    table.show()
    table.show_filters()
    qtbot.keyClicks(table.filter_fields[0], "gre")
    qtbot.waitUntil(lambda: model.rowCount() == 1)
    qtbot.keyClick(table.filter_fields[0], Qt.Key.Key_Escape)
    qtbot.keyClick(table, Qt.Key.Key_Escape)
    assert model.rowCount() == 3


def test_a_hundred_thousand_rows_answer(qapp):
    chooser = random.Random(1)
    rows = [Row(n, f"{chooser.choice('abcdefgh')} 佐藤 {n}", n % 977) for n in range(100_000)]
    model = TableModel(COLUMNS, lambda row: row.id)
    model.set_rows(rows)
    model.filter("x")
    model.filter("佐藤 777")
    assert model.rowCount() == sum("777" in f"{row.name} {row.amount}" for row in rows)
    model.filter("")
    model.sort(1)
    start = time.perf_counter()
    model.sort(1, Qt.SortOrder.DescendingOrder)
    model.filter("99")
    assert time.perf_counter() - start < 2
    assert model.record(0).amount >= model.record(1).amount


def test_enter_moves_on_and_control_enter_finishes(qtbot):
    form = Form()
    first, second = LineEdit(), LineEdit()
    form.add("Title", first)
    field = form.add("Value", second, unit="USD")
    qtbot.addWidget(form)
    form.show()
    qtbot.waitExposed(form)
    form.activateWindow()
    first.setFocus()
    qtbot.keyClick(first, Qt.Key.Key_Return)
    assert form.focusWidget() is second
    with qtbot.waitSignal(form.finished):
        qtbot.keyClick(second, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    field.set_error("Give a value in US dollars.")
    assert field.error == "Give a value in US dollars."
    field.set_error("")
    assert field.error == ""


def test_text_being_composed_is_never_sent_on(qtbot):
    area = TextArea("関")
    qtbot.addWidget(area)
    typed = []
    area.typed.connect(typed.append)
    QApplication.sendEvent(area, QInputMethodEvent("ぜい", []))
    area.show_text("something else")
    assert area.toPlainText() == "関"
    assert typed == []
    done = QInputMethodEvent("", [])
    done.setCommitString("税")
    QApplication.sendEvent(area, done)
    assert typed[-1] == "税関"


def test_shown_text_keeps_the_cursor_where_it_was(qtbot):
    area = TextArea("one 😀 two three")
    qtbot.addWidget(area)
    cursor = area.textCursor()
    cursor.setPosition(2)
    area.setTextCursor(cursor)
    area.show_text("one 😀 2 three 😀")
    assert area.toPlainText() == "one 😀 2 three 😀"
    assert area.textCursor().position() == 2


def test_search_waits_a_moment_and_escape_empties_it(qtbot):
    field = SearchField()
    qtbot.addWidget(field)
    heard = []
    field.changed.connect(heard.append)
    qtbot.keyClicks(field, "abc")
    qtbot.waitUntil(lambda: heard == ["abc"])
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: heard == ["abc", ""])


def test_a_chip_opens_and_backspace_removes_it(qtbot):
    row = ChipRow()
    qtbot.addWidget(row)
    row.set_chips([("G7", "g7"), ("autos", "autos")], removable=True)
    chip = row.findChildren(type(row._flow.itemAt(0).widget()))[1]
    with qtbot.waitSignal(row.opened) as opened:
        qtbot.mouseClick(chip, Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(row.removed) as removed:
        qtbot.keyClick(chip, Qt.Key.Key_Backspace)
    assert (opened.args, removed.args) == (["autos"], ["autos"])


def test_a_citation_tells_where_it_stands(qtbot):
    chip = CitationChip(
        Source(id="s1", title="Line-up", publisher="FNN", date="2025-10-21", locator="p. 3"), 2
    )
    qtbot.addWidget(chip)
    assert chip.text() == "2  FNN"
    assert "p. 3" in chip.toolTip()


def test_user_text_is_shown_and_never_read_as_markup(qtbot):
    bar = MessageBar()
    qtbot.addWidget(bar)
    bar.show_message("<b>x</b> & y", "error", "Retry", lambda: None)
    assert bar.text == "<b>x</b> & y"
    assert bar._text.textFormat() == Qt.TextFormat.PlainText
    bar.dismiss()
    assert bar.text == ""


def test_empty_state_starts_the_action(qtbot):
    started = []
    state = EmptyState("notes", "No notes yet.", action="New note", on_action=lambda: started.append(1))
    qtbot.addWidget(state)
    state.show()
    from PySide6.QtWidgets import QPushButton

    qtbot.mouseClick(state.findChild(QPushButton), Qt.MouseButton.LeftButton)
    assert started == [1]


def test_a_long_line_is_cut_and_told_whole_on_hover(qtbot):
    shown = ElidedLabel("a very long post title " * 5)
    qtbot.addWidget(shown)
    shown.resize(80, 20)
    shown.show()
    assert shown.text().endswith("…")
    assert shown.toolTip() == shown.whole_text


def test_a_chip_narrower_than_its_words_is_cut_at_the_end_and_tells_them_all(qtbot):
    """It looks as the chip of the beginning of the title with dots behind it does."""
    words = "State of play before the fourth round, 24 May 2025"
    row = ChipRow()
    qtbot.addWidget(row)
    row.set_chips([(words, "n1")])
    row.resize(160, 60)
    row.show()
    chip = row.findChild(Chip)
    assert chip.width() == 160
    assert chip.toolTip() == words
    shown, box = chip.grab().toImage(), chip.geometry()

    def is_shown(text):
        chip.setText(text)
        chip.setGeometry(box)
        return chip.grab().toImage() == shown

    assert any(is_shown(words[:length] + "…") for length in range(8, 40))


def test_a_low_piece_stands_in_the_middle_of_its_line(qtbot):
    box = QWidget()
    qtbot.addWidget(box)
    flow = FlowLayout(box)
    low, high = QWidget(), QWidget()
    low.setFixedSize(40, 10)
    high.setFixedSize(40, 30)
    for each in (low, high):
        flow.addWidget(each)
    box.resize(200, 60)
    box.show()
    assert (low.y(), high.y()) == (10, 0)


def test_a_table_is_painted_without_giving_up_its_turn(qtbot):
    asked_from = set()

    def text(row):
        frame = sys._getframe()
        while frame is not None and frame.f_code.co_name != "paintEvent":
            frame = frame.f_back
        asked_from.add("painting in Python" if frame is not None else "Qt alone")
        return row.name

    table = Table(TableModel([Column("Name", text)], lambda row: row.id))
    qtbot.addWidget(table)
    table.model.set_rows(ROWS)
    table.show()
    asked_from.clear()
    table.grab()
    assert asked_from == {"painting in Python"}


def test_the_titles_of_a_table_sort_at_a_click(qtbot, model):
    table = Table(model)
    qtbot.addWidget(table)
    table.resize(400, 200)
    table.show()
    header = table.view.horizontalHeader()
    middle = header.sectionViewportPosition(1) + header.sectionSize(1) // 2
    qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(middle, header.height() // 2))
    assert [row.amount for row in model.shown()] == [4, 30, 100]
