"""A rate of exchange goes with the dollars it made, whichever way they take through the tab."""

import csv
import io
from dataclasses import replace
from decimal import Decimal

import pytest
from PySide6.QtGui import QGuiApplication
from python_calamine import CalamineWorkbook

from briefing_app.app.i18n import use_language
from briefing_app.domain.change import added
from briefing_app.domain.records import Basket, BasketRow
from briefing_app.tariff.value_source import AS_TYPED
from briefing_app.ui.tariff.basket_row import row_of
from briefing_app.ui.tariff.basket_table import VALUE_SOURCE
from briefing_app.ui.tariff.tab import BASKET, COMPARE, DEALS
from briefing_app.ui.tariff.value_sources import rates_told
from tests.ui.tariff.test_ask_more import type_over, yen

pytestmark = pytest.mark.usefixtures("_empty_clipboard")
LINE = "4,500,000 JPY; 142.57 JPY for 1 USD; 2025-05-23; Bank of Japan"
SAID = "142.57 JPY for 1 USD (Bank of Japan, 23 May 2025)"
OF_TABLE = "0.9 EUR for 1 USD; 2025-05-22; bank"
CAR = BasketRow(hts="87032301", value_usd=Decimal("10000.00"), origin="JP", date="2025-05-24")


def asked_in_yen(tab):
    """The good of the Ask page, its value in yen."""
    yen(tab)
    return tab.ask


def keep(session, *rows, source="", title="Kept"):
    """A basket of the workspace."""
    basket = Basket(id=title.casefold(), title=title, rows=rows, source=source)
    session.apply(added(basket))
    return basket


def exported(tab, path):
    """The rows of a CSV file, by title, and its text."""
    tab.basket.export(path)
    text = path.read_text(encoding="utf-8-sig")
    return list(csv.DictReader(io.StringIO(text.split("\n\n")[0].split("\r\n\r\n")[0]))), text


def test_a_question_in_yen_becomes_a_row_that_says_its_amount_and_rate(tab, session, tmp_path):
    asked_in_yen(tab).answer.to_basket.click()
    basket = tab.basket.basket
    assert basket.rows[0].value_source == LINE
    view = tab.basket.view
    assert "4,500,000 JPY" in view.value_note.text()
    assert SAID in view.value_note.text()
    assert not view.table.view.isColumnHidden(VALUE_SOURCE)
    rows, text = exported(tab, tmp_path / "a.csv")
    assert rows[0]["value_source"] == LINE
    assert SAID in text
    tab.basket.export(tmp_path / "a.xlsx")
    book = CalamineWorkbook.from_path(str(tmp_path / "a.xlsx"))
    assert book.get_sheet_by_name("Basket").to_python()[1][-1] == LINE
    assert any(SAID in row[0] for row in book.get_sheet_by_name("About").to_python())
    tab.basket.to_briefing()
    assert "142.57 JPY for 1 USD" in session.workspace.records("note")[-1].body


def test_a_question_in_yen_put_beside_rows_in_dollars_and_in_euros(tab, session, tmp_path):
    keep(session, CAR, CAR, source=OF_TABLE)
    tab.show_record("basket", "kept")
    asked_in_yen(tab).answer.to_basket.click()
    tab.basket.add_rows((CAR,), "Add")
    assert [row.value_source for row in tab.basket.basket.rows] == ["", "", LINE, AS_TYPED]
    rows, text = exported(tab, tmp_path / "a.csv")
    assert [row["value_source"] for row in rows] == [OF_TABLE, OF_TABLE, LINE, ""]
    assert f"Row 3: The value of 4,500,000 JPY is converted at {SAID}" in text
    assert "0.9 EUR for 1 USD (bank, 22 May 2025)" in text
    session.undo_stack.undo()
    session.undo_stack.undo()
    assert [row.value_source for row in tab.basket.basket.rows] == ["", ""]
    assert "JPY" not in tab.basket.view.value_note.text()
    session.undo_stack.redo()
    assert "JPY" in tab.basket.view.value_note.text()


def test_a_row_opens_as_the_question_that_it_was(tab):
    asked_in_yen(tab).answer.to_basket.click()
    tab.ask.question.set_question({"hts": "22041000", "origin": "FR", "date": "2025-05-24", "value_usd": "5"})
    tab.basket.view.table.view.row_opened.emit(0)
    values = tab.ask.question.values
    assert (values.currency.currentData(), values.value.text()) == ("JPY", "4500000")
    assert (values.stated.rate.text(), values.stated.source.text()) == ("142.57", "Bank of Japan")
    assert SAID in tab.ask.answer.answer.assumptions[0]
    tab.ask.answer.to_basket.click()  # back again, it is the same row
    first, second = tab.basket.basket.rows
    assert first == second


def test_a_row_of_a_converted_table_keeps_its_rate_in_another_basket(tab, session):
    keep(session, CAR, source=OF_TABLE)
    keep(session, CAR, title="Other")
    tab.show_record("basket", "kept")
    tab.basket.view.table.view.row_opened.emit(0)
    tab.basket.show_basket("other")
    tab.ask.answer.to_basket.click()
    assert [row.value_source for row in tab.basket.basket.rows] == ["", OF_TABLE]
    assert tab.basket.view.value_note.text().startswith("Row 2: Values in dollars were converted from EUR")


@pytest.mark.parametrize("language", ["en", "ja"])
def test_rows_copied_from_a_basket_and_pasted_into_another_keep_their_rates(tab, session, language, qtbot):
    own = row_of({
        "hts": "87032301", "origin": "JP", "date": "2025-05-24", "value_usd": "31563.44", "currency": "JPY",
        "amount": "4500000", "rate": "142.57", "rate_source": "Bank of Japan", "rate_date": "2025-05-23",
    })  # fmt: skip
    keep(session, CAR, own, source=OF_TABLE)
    keep(session, CAR, title="Other")
    tab.show_record("basket", "kept")
    use_language(language)
    try:
        tab.basket.rows.model.columns = tab.basket.rows._columns()
        tab.basket.copy_rows()
        text = QGuiApplication.clipboard().text()
        assert ("1 USD = 142.57 JPY" in text) == (language == "ja")
        tab.basket.show_basket("other")
        tab.basket.paste()
        tab.basket.view.importing.accept()
    finally:
        use_language("en")
    assert tab.basket.basket.id == "other"
    assert tab.basket.basket.rows == (
        CAR,
        BasketRow(hts="87032301", value_usd=CAR.value_usd, date=CAR.date, value_source=OF_TABLE),
        own,
    )


def test_another_value_typed_into_a_row_is_of_no_rate(tab, session, tmp_path):
    keep(session, CAR, CAR, source=OF_TABLE)
    tab.show_record("basket", "kept")
    tab.basket.edit_cell(0, "value_usd", "10,000")
    assert tab.basket.basket.rows == (CAR, CAR)  # the same value is where it was from
    tab.basket.edit_cell(0, "value_usd", "12,000")
    rows, _text = exported(tab, tmp_path / "a.csv")
    assert [row["value_source"] for row in rows] == ["", OF_TABLE]
    tab.basket.view.table.view.row_opened.emit(0)
    assert not any("EUR" in each for each in tab.ask.answer.answer.assumptions)
    tab.basket.edit_cell(1, "value_usd", "12,000")
    assert tab.basket.view.value_note.isHidden()  # nothing of it was converted


def test_copies_and_the_chart_over_time_say_the_rate(tab, session, qtbot):
    ask = asked_in_yen(tab)
    ask.answer.copy_paragraph()
    assert SAID in QGuiApplication.clipboard().text()
    ask.answer.copy_ladder()
    assert SAID in QGuiApplication.clipboard().text()
    assert SAID in ask.answer.history.frame.words.source
    ask.to_note(None)
    assert session.workspace.records("note")[-1].body.count("142.57 JPY for 1 USD") == 1
    type_over(ask.question.values.value, "4600000")
    ask.question.ask()
    assert "4,600,000 JPY" in ask.answer.paragraph()


def test_the_comparison_of_countries_says_the_rate_and_leads_back_with_it(tab):
    asked_in_yen(tab).answer.compare.click()
    assert tab.pages.currentIndex() == COMPARE
    page = tab.compare
    assert SAID in page.taken.text()
    assert SAID in page.frame.words.source
    page.copy_rows()
    assert SAID in QGuiApplication.clipboard().text()
    page.table.row_opened.emit(("KR", page.rows[0].day))
    assert tab.ask.question.values.value.text() == "4500000"
    assert tab.ask.answer.answer.entry.origin == "KR"
    assert SAID in tab.ask.answer.answer.assumptions[0]


def test_deals_over_one_entry_and_over_a_basket_say_the_rates(tab, session):
    asked_in_yen(tab)
    offers = []
    tab.deals.worked_out.connect(offers.append)
    tab.deals.add_package()
    tab.show_page(DEALS)
    assert SAID in tab.deals.bars.words.source
    assert SAID in tab.deals.results.frame.words.source
    assert all(SAID in start.source for start in offers[-1])
    tab.show_page(BASKET)
    keep(session, CAR, source=OF_TABLE)
    tab.basket.show_basket("kept")
    tab.show_page(DEALS)
    assert "0.9 EUR for 1 USD" in tab.deals.bars.words.source
    assert "JPY" not in tab.deals.bars.words.source


def test_questions_asked_lately_and_starred_ones_come_back_with_their_rate(tab):
    ask = asked_in_yen(tab)
    asked = ask.recent[0]
    ask.answer.star_toggled.emit()
    ask.question.set_question({"hts": "22041000", "origin": "FR", "date": "2025-05-24", "value_usd": "5"})
    assert not any("JPY" in each for each in ask.answer.answer.assumptions)
    assert ask.book.starred[0].texts == asked.texts
    ask.questions.chosen.emit(ask.book.starred[0].texts)
    assert SAID in ask.answer.answer.assumptions[0]
    ask.answer.to_basket.click()
    assert tab.basket.basket.rows[0].value_source == LINE


def test_very_many_rates_are_told_in_a_few_sentences():
    rows = tuple(
        replace(CAR, value_source=f"1 EUR; {at + 1} EUR for 1 USD; 2025-05-23; bank") for at in range(9)
    )
    said = rates_told(rows, "")
    assert len(said) == 7
    assert said[-1] == "3 further rates of exchange stand beside the values of their rows."
    same = (replace(CAR, value_source=LINE),) * 5
    assert rates_told((*same, CAR, same[0]), "")[0].startswith("Rows 1–5, 7: values converted")
    assert rates_told((CAR, CAR), "From the ministry") == []
