"""Baskets: pasted, imported, understood, weighed, compared, exported; nothing without a figure counted."""

from __future__ import annotations

import csv
import io
import time
import weakref
from datetime import date
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QColor, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from python_calamine import CalamineWorkbook

from briefing_app.app.i18n import use_language
from briefing_app.app.jobs import Jobs
from briefing_app.app.session import Session
from briefing_app.domain.change import added, replaced
from briefing_app.domain.records import Basket, BasketRow, Scenario, ScenarioEdit
from briefing_app.exchange import xlsx_files
from briefing_app.exchange.basket_columns import cells_of_file, guess, rows_of
from briefing_app.exchange.sample_baskets import sample_baskets
from briefing_app.store.workspace import Workspace
from briefing_app.tariff.currency import Conversion, read_rate_line
from briefing_app.ui.tariff.basket_table import VALUE_SOURCE
from briefing_app.ui.tariff.basket_view import AUTHORITY, FULL, IMPORT, NOTHING, PRODUCT
from briefing_app.ui.tariff.tab import ASK, BASKET, TariffTab
from briefing_app.ui.tariff.words import SECTION_232
from briefing_app.ui.widgets.copied_tables import MOST_IN_HTML, table_texts

ROWS = "date\torigin\thts\tvalue\n2025-05-24\tJP\t8703.23.01\t30,000\n2025-05-24\tJP\t2204.10.00\t$1,000.00\n"


def paste(tab, text):
    QGuiApplication.clipboard().setText(text)
    tab.show_page(BASKET)
    QTest.keySequence(tab.basket, "Ctrl+V")
    assert tab.basket.view.pages.currentIndex() == IMPORT
    tab.basket.view.importing.take.click()


def cells(tab):
    model = tab.basket.rows.model
    return [[model.index(row, column).data() for column in range(8)] for row in range(model.rowCount())]


def test_pasted_rows_are_looked_at_then_become_a_basket_weighed_without_what_has_no_figure(tab, session):
    QGuiApplication.clipboard().setText(ROWS + "x\tJP\t8703\t1")
    tab.show_page(BASKET)
    basket = tab.basket
    assert basket.view.pages.currentIndex() == NOTHING
    next(each for each in basket.view.empty.findChildren(QPushButton) if each.text() == "Paste rows").click()
    pane = basket.view.importing
    assert [combo.currentData() for combo in pane.combos] == ["date", "origin", "hts", "value_usd"]
    assert pane.words.text().startswith("The first row reads: 8703.23.01, $30,000.00, from Japan")
    assert "Row 4, Tariff code: " in pane.words.text()
    assert "1 of 3 rows cannot be read and stay out:" in pane.words.text()
    assert pane.take.text() == "Take 2 rows"
    pane.take.click()
    saved = session.workspace.records("basket")[0]
    assert [row.hts for row in saved.rows] == ["87032301", "22041000"]
    assert "2 rows taken, 1 left out. Row 4, Tariff code: " in basket.message.text
    assert basket.view.number._number.text() == "27.5%"
    assert "1 row worth $1,000.00 without a figure" in basket.view.words.text()
    assert [row[7] for row in cells(tab)] == ["$8,250.00", "no figure"]
    assert [row[6] for row in cells(tab)] == ["27.5%", "not computable"]
    session.undo_stack.undo()
    assert session.workspace.count("basket") == 0
    assert basket.view.pages.currentIndex() == NOTHING


def test_a_column_can_be_said_to_be_another_and_each_kind_stands_once(tab, session):
    QGuiApplication.clipboard().setText("8703.23.01\t500\t30000")
    tab.show_page(BASKET)
    tab.basket.paste()
    pane = tab.basket.view.importing
    assert [combo.currentData() for combo in pane.combos] == ["hts", "value_usd", ""]
    combo = pane.combos[2]
    combo.setCurrentIndex(combo.findData("value_usd"))
    combo.activated.emit(combo.currentIndex())
    assert [each.currentData() for each in pane.combos] == ["hts", "", "value_usd"]
    assert "$30,000.00" in pane.words.text()
    QTest.keyClick(tab.basket, Qt.Key.Key_Escape)
    assert tab.basket.view.pages.currentIndex() == NOTHING
    assert session.workspace.count("basket") == 0


def test_a_workbook_is_imported_under_its_name_and_a_bad_file_is_said(tab, session, tmp_path):
    path = tmp_path / "May entries.xlsx"
    path.write_bytes(xlsx_files.write([["HTS", "Value", "COO"], ["8703.23.01", "30000", "KR"]], "x"))
    tab.show_page(BASKET)
    tab.basket.read_file(path)
    tab.basket.view.importing.take.click()
    saved = session.workspace.records("basket")[0]
    assert (saved.title, saved.rows[0].origin, saved.rows[0].date) == ("May entries", "KR", "2025-05-24")
    (tmp_path / "x.xlsx").write_bytes(b"no")
    tab.basket.read_file(tmp_path / "x.xlsx")
    assert "not an Excel workbook" in tab.basket.message.text
    tab.basket.read_file(tmp_path / "gone.csv")
    assert "gone.csv cannot be read" in tab.basket.message.text


def test_days_countries_and_scenarios_stand_beside_each_other(tab, session):
    edits = (ScenarioEdit("change", "s232-autos-25", {"rate": "0.10"}),)
    session.apply(added(Scenario(id="s1", title="Ten", edits=edits)))
    paste(tab, ROWS)
    editor = tab.basket.view.columns
    editor.add.click()
    QTest.keyClicks(editor.lines[0].day, "20 September 2025")
    QTest.keyClick(editor.lines[0].day, Qt.Key.Key_Return)
    editor.add_line(origin="KR", day="2025-09-20")
    editor.add_line(scenario="s1")
    assert editor.add.isHidden()
    words = tab.basket.view.words.text()
    assert "20 September 2025: 15% (-12.5 points)." in words
    assert "20 September 2025, South Korea: 27.5% (0 points)." in words
    assert "Ten: 12.5% (-15 points)." in words
    view = tab.basket.view.table.view
    assert [view.isColumnHidden(column) for column in (8, 9, 10)] == [False, False, False]
    assert tab.basket.rows.model.index(0, 8).data() == "15%"
    editor.lines[0].day.setText("soon")
    editor.changed.emit()
    assert "soon" in editor.error.text()
    assert view.isColumnHidden(10)


def test_the_waterfall_and_the_bars_paint_each_authority(tab):
    paste(tab, ROWS)
    view = tab.basket.view
    view.part_buttons.button(AUTHORITY).click()
    QApplication.processEvents()
    assert view.waterfall_frame.words.title == "Section 232 is 91% of the duty"
    image = view.waterfall.grab().toImage()
    box = view.waterfall.box_of(1)
    colour = QColor(image.pixel(round(box.center().x()), round(box.center().y())))
    assert abs(colour.hue() - SECTION_232.colour().hue()) <= 8
    assert view.waterfall.box_of(1).bottom() == pytest.approx(view.waterfall.box_of(0).top())
    assert view.waterfall.box_of(2).height() == pytest.approx(
        view.waterfall.box_of(0).height() + view.waterfall.box_of(1).height()
    )
    view.part_buttons.button(PRODUCT).click()
    QApplication.processEvents()
    assert view.products_frame.words.title.startswith("100% of the duty falls on Gasoline cars")
    bar = view.products.bar_of(0)
    painted = view.products.grab().toImage()
    colour = QColor(painted.pixel(round(bar.right() - 4), round(bar.center().y())))
    assert abs(colour.hue() - SECTION_232.colour().hue()) <= 8
    assert view.products_frame.rows[1][0] == "87.03"


def test_export_is_inert_in_csv_and_numbers_in_a_workbook(tab, session, tmp_path):
    session.apply(
        added(
            Basket(
                id="b1", title="=x",
                rows=(
                    BasketRow(hts="87032301", value_usd=Decimal(30000), origin="JP", date="2025-05-24"),
                    BasketRow(hts="22041000", value_usd=Decimal(1000), origin="JP", date="2025-05-24"),
                ),
            )
        )
    )  # fmt: skip
    tab.basket.export(tmp_path / "a.csv")
    rows = list(csv.reader(io.StringIO((tmp_path / "a.csv").read_text(encoding="utf-8-sig"))))
    assert rows[0][:6] == ["row", "date", "origin", "hts", "good", "value_usd"]
    assert rows[1][5:9] == ["30000", "ok", "8250.00", "0.275000"]
    assert rows[2][6:9] == ["not_computable", "", ""]
    assert rows[-1][0].startswith("Law data")
    tab.basket.export(tmp_path / "a.xlsx")
    book = CalamineWorkbook.from_path(str(tmp_path / "a.xlsx")).get_sheet_by_name("Basket").to_python()
    assert book[1][7] == 8250.0
    assert book[2][7] == ""
    tab.basket.export(tmp_path / "no" / "a.csv")
    assert "cannot be written" in tab.basket.message.text


def test_the_basket_goes_to_the_briefing_with_authorities_and_products(tab, session, qtbot):
    paste(tab, ROWS)
    with qtbot.waitSignal(tab.add_to_briefing_requested) as asked:
        tab.basket.view.to_briefing.click()
    note = session.workspace.get("note", asked.args[1])
    assert "| Section 232 | $7,500.00 |" in note.body
    assert "| 87.03 |" in note.body
    assert "Law data" in note.body


def test_samples_say_where_each_value_comes_from(tab, session, qtbot):
    tab.show_page(BASKET)
    tab.basket.view.sample_menu.aboutToShow.emit()
    actions = tab.basket.view.sample_menu.actions()
    assert len(actions) == 4
    actions[0].trigger()
    assert "NBC News" in tab.basket.rows.model.index(0, 5).data(Qt.ItemDataRole.ToolTipRole)
    for action in actions[1:]:
        action.trigger()
        assert "no trade statistics" in tab.basket.view.value_note.text()
        assert tab.basket.results[0].weight.without == 0
        tip = tab.basket.rows.model.index(0, 5).data(Qt.ItemDataRole.ToolTipRole)
        assert "worked case" in tip
    assert session.workspace.count("basket") == 4
    other = Basket(id="other", title="Other", rows=session.workspace.records("basket")[0].rows)
    session.apply(added(other))
    tab.basket.show_basket("other")  # the same goods and values, but nobody said where they come from
    assert not tab.basket.rows.model.index(0, 5).data(Qt.ItemDataRole.ToolTipRole)
    again = TariffTab(session)  # as after a restart
    qtbot.addWidget(again)
    again.basket.show_basket(session.workspace.records("basket")[0].id)
    assert "NBC News" in again.basket.rows.model.index(0, 5).data(Qt.ItemDataRole.ToolTipRole)


def test_the_answer_goes_into_the_basket_and_back(tab, session):
    tab.ask.answer.to_basket.click()
    assert tab.pages.currentIndex() == BASKET
    saved = session.workspace.records("basket")[0]
    assert (saved.rows[0].hts, str(saved.rows[0].value_usd), saved.rows[0].date) == (
        "87032301", "30000.00", "2025-05-24",
    )  # fmt: skip
    tab.basket.view.table.view.row_opened.emit(0)
    assert tab.pages.currentIndex() == ASK
    tab.show_record("basket", saved.id)
    assert tab.pages.currentIndex() == BASKET


def test_rows_are_taken_out_and_the_table_is_copied(tab, session):
    paste(tab, ROWS)
    tab.basket.view.table.view.selectRow(1)
    QTest.keyClick(tab.basket, Qt.Key.Key_Delete)
    assert [row.hts for row in session.workspace.records("basket")[0].rows] == ["87032301"]
    tab.basket.copy_rows()
    assert "8703.23.01\t" in QGuiApplication.clipboard().text()
    assert "$8,250.00" in QGuiApplication.clipboard().text()


@pytest.fixture
def threaded(qapp, qtbot, tmp_path):
    with Workspace.create(tmp_path / "big.brief") as workspace:
        session = Session(workspace, Jobs())
        session.as_of = date(2025, 5, 24)
        tab = TariffTab(session)
        tab.resize(1400, 900)
        qtbot.addWidget(tab)
        tab.show()
        tab.show_page(BASKET)
        qtbot.waitUntil(lambda: tab.law is not None, timeout=20_000)
        yield tab
        session.typing.flush()
        session.jobs.wait()
        QApplication.processEvents()
        session.deleteLater()


def big(count):
    codes = ("8703.23.01", "8708.40.11", "8458.11.00", "0902.10.10", "4011.10.10", "8517.13.00")
    lines = [f"2025-05-24\tJP\t{codes[at % 6]}\t{1000 + at}.{at % 100:02d}" for at in range(count)]
    return "date\torigin\thts\tvalue\n" + "\n".join(lines)


def test_many_rows_are_read_priced_and_written_while_the_window_lives(threaded, qtbot):
    basket = threaded.basket
    gaps, last = [], [0.0]

    def tick():
        # The thread's own processor time: how busy the machine is otherwise does not count.
        now = time.thread_time()
        gaps.append(now - last[0])
        last[0] = now

    beat = QTimer(interval=5)
    beat.timeout.connect(tick)
    QGuiApplication.clipboard().setText(big(20_000))
    basket.paste()
    qtbot.waitUntil(lambda: basket.view.pages.currentIndex() == IMPORT, timeout=20_000)
    last[0] = time.thread_time()
    beat.start()
    basket.view.importing.take.click()
    qtbot.waitUntil(lambda: bool(basket.results) and len(basket.rows.rows) == 20_000, timeout=60_000)
    beat.stop()
    assert basket.results[0].weight.rows == 20_000
    assert basket.results[0].weight.without == 0
    assert max(gaps) < 0.3
    assert basket.view.pages.currentIndex() == FULL


def test_pricing_is_cancelled_and_what_was_shown_stays(threaded, qtbot):
    basket = threaded.basket
    session = basket._session
    rows = tuple(
        BasketRow(hts="87032301", value_usd=Decimal(1000 + at), origin="JP", date="2025-05-24")
        for at in range(30_000)
    )
    session.apply(added(Basket(id="b1", rows=rows[:10])))
    qtbot.waitUntil(lambda: bool(basket.results), timeout=20_000)
    seen = []
    basket.pricing.progressed.connect(lambda done, total: seen.append(done))
    session.apply(added(Basket(id="b2", rows=rows)))
    basket.show_basket("b2")
    assert basket.pricing.is_running
    basket.view.pricing_bar.cancel.click()
    assert not basket.pricing.is_running
    session.jobs.wait()
    QTest.qWait(100)
    assert len(basket.results[0].priced) == 10
    basket.show_basket("b1")
    qtbot.waitUntil(lambda: len(basket.rows.rows) == 10 and bool(basket.results), timeout=20_000)


def test_a_cell_is_typed_into_and_undone_and_what_cannot_be_read_changes_nothing(tab, session):
    paste(tab, ROWS)
    model = tab.basket.rows.model
    assert model.setData(model.index(0, 5), "45,000")
    assert session.workspace.records("basket")[0].rows[0].value_usd == Decimal(45000)
    assert cells(tab)[0][7] == "$12,375.00"
    model.setData(model.index(0, 2), "Atlantis")
    assert "Row 1, Country of origin: " in tab.basket.message.text
    model.setData(model.index(0, 5), "12,50")
    assert "two ways" in tab.basket.message.text
    assert cells(tab)[0][7] == "$12,375.00"
    session.undo_stack.undo()
    assert cells(tab)[0][7] == "$8,250.00"


def test_the_sample_of_exports_says_what_its_figures_are(tab, session):
    sample = next(each for each in sample_baskets(session.day) if each.id == "exports")
    tab.basket.take_sample(sample)
    view = tab.basket.view
    note = view.value_note.text()
    assert "cars 28.3%, car parts 5.5% and machinery 19.2% by published figures" in note
    assert "Steel, electronics and other goods apart are not in the sources at hand." in note
    assert not view.table.view.isColumnHidden(12)
    header = view.table.view.horizontalHeader()
    assert header.visualIndex(12) == header.visualIndex(5) + 1
    told = [tab.basket.rows.model.index(row, 12).data() for row in range(4)]
    assert ["NBC News" in told[0], "Ministry of Finance" in told[1], "OECD" in told[2]] == [True] * 3
    assert "no source by line; an assumption" in told[3]
    assert sum(row.value_usd for row in sample.rows) == 10**9
    assert tab.basket.view.number._number.text() == "17.93%"
    assert all(each.note and each.note_ja for each in sample_baskets(session.day))


def test_sorting_and_filtering_see_whole_columns(tab):
    more = ROWS + "2025-05-24\tDE\t8458.11.00\t70,000\n2025-05-20\tKR\t8703.23.01\t5,000\n"
    paste(tab, more)
    model = tab.basket.rows.model

    def order(column):
        model.sort(column, Qt.SortOrder.AscendingOrder)
        return [model.record(row) for row in range(model.rowCount())]

    assert order(1) == [3, 0, 1, 2]
    assert order(2) == [2, 0, 1, 3]
    assert order(5) == [1, 3, 0, 2]
    assert order(7)[0] == 1
    assert order(6)[0] == 1
    model.sort(-1)
    for column, word, found in (
        (2, "korea", [3]),
        (3, "8458", [2]),
        (6, "27.5", [0, 3]),
        (11, "section 232", [0, 3]),
    ):
        model.filter_column(column, word)
        assert model.shown() == found, column
        model.filter_column(column, "")


def test_a_large_basket_is_edited_undone_filtered_and_thinned_while_the_window_lives(threaded, qtbot):
    basket, session = threaded.basket, threaded._session
    rows = tuple(
        BasketRow(hts="87032301", value_usd=Decimal(1000 + at), origin="JP", date="2025-05-24")
        for at in range(20_000)
    )
    session.apply(added(Basket(id="b1", rows=rows)))
    basket.show_basket("b1")

    def settled(count):
        return (
            not basket.pricing.is_running and not session.jobs.pending and len(basket.rows.rows) == count
            and basket.basket.rows is basket.rows.rows
        )  # fmt: skip

    qtbot.waitUntil(lambda: settled(20_000), timeout=60_000)
    spent = []

    def does(deed, count):
        begun = time.thread_time()
        deed()
        spent.append(time.thread_time() - begun)
        qtbot.waitUntil(lambda: settled(count), timeout=60_000)

    model, view = basket.rows.model, basket.view.table.view
    does(lambda: basket.edit_cell(5, "value_usd", "45,000"), 20_000)
    assert model.index(5, 7).data() == "$12,375.00"
    does(session.undo_stack.undo, 20_000)
    assert model.index(5, 5).data() == "$1,005.00"
    does(lambda: model.filter_column(4, "gasoline"), 20_000)
    does(lambda: model.filter_column(5, "1,005"), 20_000)
    assert model.shown() == [5, 10_005]
    model.filter_column(4, "")
    model.filter_column(5, "")
    view.selectAll()
    does(view.repaint, 20_000)
    assert view.selected_rows() == list(range(20_000))
    view.clearSelection()
    view.selectRow(7)
    does(basket.remove_selected, 19_999)
    assert model.index(7, 5).data() == "$1,008.00"
    does(lambda: basket.add_rows(rows[:1], "Add"), 20_000)
    assert max(spent) < 0.3  # seconds of the window's thread; more than ten times as much before, for some


def test_a_workspace_with_a_large_basket_opens_without_making_its_rows_on_the_window_s_thread(
    qapp, qtbot, tmp_path, monkeypatch
):
    import threading

    from briefing_app.store import stored_codec

    rows = tuple(BasketRow(hts="87032301", value_usd=Decimal(at + 1), origin="JP") for at in range(8000))
    with Workspace.create(tmp_path / "w.brief") as workspace:
        workspace.apply(added(Basket(id="b1", title="Large", rows=rows)))
        edited = Basket(id="b1", title="Larger", rows=(*rows, rows[0]))
        workspace.apply(replaced(workspace.get("basket", "b1"), edited, "Edit basket"))
    made_by = []
    decode = stored_codec.decode
    monkeypatch.setattr(
        stored_codec, "decode",
        lambda kind, text: made_by.append(threading.current_thread()) or decode(kind, text),
    )  # fmt: skip
    with Workspace.open(tmp_path / "w.brief") as workspace:
        session = Session(workspace, Jobs())
        session.as_of = date(2025, 5, 24)
        tab = TariffTab(session)
        qtbot.addWidget(tab)
        tab.show()
        tab.show_page(BASKET)
        qtbot.waitUntil(lambda: session.undo_stack.count() == 2, timeout=60_000)
        qtbot.waitUntil(lambda: len(tab.basket.rows.rows) == 8001, timeout=60_000)
        assert tab.basket.view.chooser.currentText() == "Larger (8,001 rows)"
        assert made_by
        assert threading.main_thread() not in made_by
        session.undo_stack.undo()
        qtbot.waitUntil(lambda: len(tab.basket.rows.rows) == 8000, timeout=60_000)
        session.jobs.wait()
        QApplication.processEvents()
        session.deleteLater()


def choose_currency(pane, code):
    pane.rate.currency.setCurrentText(code)
    pane.rate.currency.activated.emit(pane.rate.currency.currentIndex())


def test_where_the_only_amounts_are_in_yen_they_are_the_values_and_the_rate_is_asked_for(tab):
    QGuiApplication.clipboard().setText("品目番号\t金額（円）\t原産国\n8703.23.01\t4500000\t日本")
    tab.show_page(BASKET)
    tab.basket.paste()
    pane = tab.basket.view.importing
    assert pane.rate.currency.currentData() == "JPY"
    assert pane.combos[1].currentText() == "Value in JPY"
    assert "State the rate" in pane.words.text()
    assert not pane.take.isEnabled()
    assert pane.take.text() == "Take 1 row"
    choose_currency(pane, "USD")  # somebody may say otherwise, and is told what that means
    assert "its figures are taken for US dollars" in pane.words.text()
    assert pane.take.text() == "Take 1 row"
    pane.cancel.click()


def test_a_column_of_another_currency_is_said_to_be_unused_and_what_to_do(tab):
    QGuiApplication.clipboard().setText("hts\tvalue (CAD)\torigin\n8703.23.01\t4500000\tJP")
    tab.show_page(BASKET)
    tab.basket.paste()
    pane = tab.basket.view.importing
    assert "“value (CAD)” is in another currency and is not used" in pane.words.text()
    assert "The rows need a tariff code and a value" in pane.words.text()
    assert "Of the first" not in pane.words.text()
    assert not pane.take.isEnabled()
    choose_currency(pane, "CAD")
    assert pane.combos[1].currentText() == "Value in CAD"
    pane.cancel.click()


def test_what_a_table_lacks_is_said_in_japanese(tab):
    use_language("ja")
    try:
        QGuiApplication.clipboard().setText("品目番号\t原産国\n8703.23.01\t日本")
        tab.show_page(BASKET)
        tab.basket.paste()
        assert tab.basket.view.importing.words.text().isascii() is False
        assert "need a tariff code" not in tab.basket.view.importing.words.text()
    finally:
        use_language("en")


def in_yen(tab, rate="142.57"):
    """Paste a table in yen and state the rate."""
    QGuiApplication.clipboard().setText(
        "品目番号\t金額（円）\t原産国\n8703.23.01\t￥4,500,000\t日本\n8708.40.11\t1,000 円\t日本"
    )
    tab.show_page(BASKET)
    tab.basket.paste()
    pane = tab.basket.view.importing
    assert pane.rate.currency.currentData() == "JPY"
    assert not pane.take.isEnabled()
    assert "State the rate" in pane.words.text()
    for line, text in (
        (pane.rate.stated.rate, rate), (pane.rate.stated.source, "Federal Reserve H.10"),
        (pane.rate.stated.day, "23 May 2025"),
    ):  # fmt: skip
        line.clear()
        line.insert(text)
        line.typed.emit(text)
    return pane


def test_values_in_yen_are_converted_at_the_stated_rate_which_goes_with_them(tab, session, tmp_path):
    paste(tab, ROWS)
    before = tab.basket.basket
    pane = in_yen(tab)
    assert pane.combos[1].currentText() == "Value in JPY"
    assert "$31,563.44" in pane.words.text()
    pane.accept()
    made = tab.basket.basket
    assert made.id != before.id  # nobody could tell apart which rows rest on the rate
    assert session.workspace.get("basket", before.id) == before
    # 4,500,000 / 142.57 = 31,563.4425…; 1,000 / 142.57 = 7.0141…
    assert [row.value_usd for row in made.rows] == [Decimal("31563.44"), Decimal("7.01")]
    said = "142.57 JPY for 1 USD (Federal Reserve H.10, 23 May 2025)"
    assert said in tab.basket.view.value_note.text()
    assert not tab.basket.view.value_note.isHidden()
    assert tab.basket.view.table.view.isColumnHidden(VALUE_SOURCE)
    tab.basket.export(tmp_path / "yen.csv")
    assert said in (tmp_path / "yen.csv").read_text(encoding="utf-8-sig")
    tab.basket.to_briefing()
    assert "142.57 JPY for 1 USD" in session.workspace.records("note")[-1].body
    tab.basket.show_basket(before.id)
    assert tab.basket.view.value_note.isHidden()


@pytest.mark.parametrize(("language", "words"), [
    ("en", "converted from JPY at 142.57 JPY for 1 USD (Federal Reserve H.10, 23 May 2025)"),
    ("ja", "1 USD = 142.57 JPY（Federal Reserve H.10、2025年5月23日）"),
])  # fmt: skip
def test_a_row_of_a_converted_basket_carries_its_rate_into_its_answer_and_certificate(tab, language, words):
    in_yen(tab).accept()
    rate = tab.basket.basket.source
    tab.basket.view.table.view.row_opened.emit(0)
    ask = tab.ask
    assert ask.texts()["value_usd"] == "31563.44"
    use_language(language)
    try:
        ask.question.ask()
        assert ask.answer.answer is not None
        assert words in ask.answer.answer.assumptions[0]
        ask.make_certificate()
        assert words in ask.certificates.details.text()
    finally:
        use_language("en")
    made = ask.certificates.certificate
    assert made.money_texts == {"value_rate": rate}
    assert words in made.content["result"]["assumptions"][0]
    assert ask.recent[0].texts["value_rate"] == rate
    blocks = []
    ask.block_requested.connect(blocks.append)
    ask.to_briefing_live("duty")
    assert blocks[0].options["value_rate"] == rate
    ask.question.values.value.clear()
    ask.question.values.value.insert("40000")
    ask.question.values.value.typed.emit("40000")
    ask.question.ask()
    assert not any("142.57" in each for each in ask.answer.answer.assumptions)  # it is another value
    ask.certificates.question_requested.emit(made.query | made.money_texts)
    assert "142.57" in ask.answer.answer.assumptions[0]
    own = {
        "currency": "EUR",
        "amount": "20000",
        "rate": "0.9",
        "rate_source": "bank",
        "rate_date": "2025-05-23",
    }
    ask.question.set_question({"hts": "87032301", "origin": "JP", "date": "24 May 2025"} | own)
    ask.to_briefing_live("duty")
    assert blocks[1].options["value_rate"] == "0.9 EUR for 1 USD; 2025-05-23; bank"


def test_a_rate_that_is_none_is_said_below_its_field(tab):
    pane = in_yen(tab, rate="many")
    assert pane.rate.stated.fields["rate"].error == "“many” is not a number above zero."
    assert not pane.take.isEnabled()


@pytest.mark.parametrize(
    ("text", "words"),
    [("$500", "is no amount in JPY"), ("12,50", "two ways"), ("0", "is no amount"), ("0.1", "0.00 USD")],
)
def test_an_amount_that_is_none_in_the_currency_is_left_out(text, words):
    rate = Conversion("JPY", Decimal(1), Decimal("142.57"), "dollar", "bank", date(2025, 5, 23))
    cells = [["hts", "value"], ["8703.23.01", text]]
    found = rows_of(cells, guess(cells), date(2025, 5, 24), rate=rate)
    assert not found.rows
    assert words in found.problems[0]
    assert read_rate_line(rate.rate_line()) == rate
    assert read_rate_line("From the ministry") is None


def test_the_file_of_a_japanese_window_has_japanese_heads_that_an_import_knows(tab, qapp, tmp_path):
    paste(tab, ROWS)
    use_language("ja")
    try:
        tab.basket.export(tmp_path / "a.csv")
    finally:
        use_language("en")
    rows = cells_of_file((tmp_path / "a.csv").read_bytes(), "a.csv")
    assert rows[0][:6] == ["行", "日付", "原産国", "税番", "品名", "価額 (USD)"]
    assert rows[0][-2:] == ["通常の関税 USD", "232条 USD"]
    assert rows[2][6] == "算出不可"
    read = rows_of(rows[:3], guess(rows[:3]), date(2025, 1, 1))
    assert [row.hts for row in read.rows] == ["87032301", "22041000"]
    assert [row.date for row in read.rows] == ["2025-05-24"] * 2


def test_a_file_says_why_a_row_could_not_be_read_and_its_quantities_are_numbers(tab, session, tmp_path, qapp):
    rows = (
        BasketRow(
            hts="22060030", value_usd=Decimal(1000), origin="JP", date="2025-03-01",
            facts={"quantity": "12.5", "unit": "liter", "gn6_civil_aircraft": True},
        ),
        BasketRow(hts="87032301", value_usd=Decimal(30000), origin="JP", date=""),
    )  # fmt: skip
    session.apply(added(Basket(id="b1", title="x", rows=rows)))
    use_language("ja")
    try:
        tab.basket.export(tmp_path / "a.xlsx")
    finally:
        use_language("en")
    book = CalamineWorkbook.from_path(str(tmp_path / "a.xlsx")).get_sheet_by_name("Basket").to_python()
    assert book[0][5:9] == ["gn6_civil_aircraft", "数量", "単位", "価額 (USD)"]
    assert book[1][5:9] == ["true", 12.5, "liter", 1000.0]
    assert book[0][-1] == "算出できない理由"
    assert book[1][-1] == ""
    assert book[2][-1].startswith("申告日：「」は日付ではありません")
    again = rows_of(
        [[str(cell) for cell in line] for line in book],
        guess([[str(c) for c in line] for line in book]),
        date(2025, 1, 1),
    )
    assert again.rows[0].facts == {"quantity": "12.5", "unit": "liter", "gn6_civil_aircraft": "true"}


def test_a_row_without_a_figure_has_no_part_of_one_in_a_file(tab, session, tmp_path):
    paste(tab, ROWS)
    tab.basket.export(tmp_path / "a.csv")
    rows = list(csv.reader(io.StringIO((tmp_path / "a.csv").read_text(encoding="utf-8-sig"))))
    assert rows[0][-2:] == ["Ordinary duty usd", "Section 232 usd"]
    assert rows[1][-2:] == ["750.00", "7500.00"]
    assert rows[2][-2:] == ["", ""]


def test_what_is_wrong_with_a_row_is_said_with_the_name_of_its_column(tab):
    paste(tab, ROWS + "2025-05-24\tJP\t8708.29.50\t100\n")
    assert cells(tab)[2][6] == "not read"
    assert tab.basket.rows.why(2).startswith("Tariff code: 8708.29.50 is not a line of the schedule.")


def test_the_sources_of_the_values_go_with_them_and_own_rows_have_none(tab, session, tmp_path, qtbot):
    paste(tab, ROWS)
    view = tab.basket.view
    assert view.table.view.isColumnHidden(12)
    assert view.value_note.isHidden()
    own = tab.basket.basket.id
    tab.basket.message.show_message("2 rows taken.", "info")
    tab.basket.take_sample(next(each for each in sample_baskets(session.day) if each.id == "exports"))
    tab.basket.export(tmp_path / "a.xlsx")
    book = CalamineWorkbook.from_path(str(tmp_path / "a.xlsx"))
    first = book.get_sheet_by_name("Basket").to_python()
    assert first[0][-1] == "value_source"
    assert "NBC News / Reuters, 2025, one source" in first[1][-1]
    assert any("not in the sources at hand" in row[0] for row in book.get_sheet_by_name("About").to_python())
    with qtbot.waitSignal(tab.add_to_briefing_requested) as asked:
        view.to_briefing.click()
    assert (
        "Source of the value: NBC News / Reuters, 2025, one source · Cars, 28.3%"
        in session.workspace.get("note", asked.args[1]).body
    )
    tab.basket.message.show_message("x", "info")
    view.chooser.setCurrentIndex(view.chooser.findData(own))
    view.chooser.activated.emit(view.chooser.currentIndex())
    assert tab.basket.message.isHidden()
    assert view.table.view.isColumnHidden(12)


def test_a_very_long_table_is_copied_line_by_line():
    alive, most = weakref.WeakSet(), 0

    class Line(list):
        __hash__ = object.__hash__

    def lines():
        nonlocal most
        for number in range(MOST_IN_HTML + 3000):
            line = Line(("a", str(number)))
            alive.add(line)
            most = max(most, len(alive))
            yield line

    text, html = table_texts(lines())
    assert not html
    assert text.splitlines()[-1] == f"a\t{MOST_IN_HTML + 2999}"
    assert len(text.splitlines()) == MOST_IN_HTML + 3000
    assert most <= MOST_IN_HTML + 2
    short, table = table_texts(iter([("a", "1"), ("b", "2")]), "Words")
    assert (short, table.count("<tr>")) == ("Words\na\t1\nb\t2", 2)


def test_what_was_said_of_a_basket_goes_when_the_basket_is_taken_back(tab, session):
    paste(tab, ROWS)
    in_yen(tab).accept()
    assert "2 rows taken" in tab.basket.message.text
    assert not tab.basket.message.isHidden()
    session.undo_stack.undo()
    assert tab.basket.message.isHidden()


def test_a_row_that_pays_nothing_says_so(tab):
    paste(tab, "8708.40.11\tJP\t2025-05-24\t7.01\n8703.23.01\tJP\t2025-05-24\t30000\n")
    assert cells(tab)[0][7] == "$0.00"
    assert tab.basket.rows.why(0) == "no duty: open the row to see why"
    assert tab.basket.rows.why(1).startswith("Ordinary duty")
