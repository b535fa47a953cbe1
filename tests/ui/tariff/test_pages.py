"""Compare, basket and law: figures beside figures, and nothing that is missing counted as zero."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from briefing_app.domain.records import Basket
from briefing_app.ui.tariff.basket_rows import read_rows
from briefing_app.ui.tariff.tab import ASK, BASKET, COMPARE

ON = date(2025, 5, 24)
ROWS = "date\torigin\thts\tvalue\n2025-05-24\tJP\t8703.23.01\t30,000\n2025-05-24\tJP\t2204.10.00\t$1,000.00\n"


def test_the_same_car_from_eight_countries_on_three_days(tab, session):
    session.as_of = date(2025, 9, 20)
    tab.ask.answer.compare.click()
    assert tab.pages.currentIndex() == COMPARE
    rates = {(row.origin, row.day.isoformat()): row.rate for row in tab.compare.rows}
    assert rates["JP", "2025-09-20"] == Fraction(3, 20)
    assert rates["KR", "2025-09-20"] == Fraction(11, 40)
    assert rates["JP", "2025-01-01"] == Fraction(1, 40)
    assert len(rates) == 24
    assert tab.compare.finding.text().startswith("On 20 September 2025 Japan pays 15%; nobody here pays less")
    china = next(row for row in tab.compare.rows if row.origin == "CN" and row.day == date(2025, 9, 20))
    assert china.rate is None
    assert china.parts == ()
    if china.rate is None:
        assert tab.compare.model.columns[2].text(china) != "0%"
        assert tab.compare.model.columns[3].text(china) == "no figure"


def test_a_wrong_country_is_said_beside_its_field(tab):
    tab.show_page(COMPARE)
    tab.compare.origins.setText("JP, EU")
    tab.compare.refresh()
    assert "not a country of origin" in tab.compare._origins_field.error


def test_a_compared_row_opens_on_the_ask_page(tab):
    tab.show_page(COMPARE)
    tab.compare.table.row_opened.emit(("KR", date(2025, 5, 24)))
    assert tab.pages.currentIndex() == ASK
    assert tab.ask.entry.origin == "KR"


def test_pasted_rows_become_a_basket_weighed_without_what_has_no_figure(tab, session):
    QGuiApplication.clipboard().setText(ROWS + "x\tJP\t8703\t1")
    tab.show_page(BASKET)
    tab.basket.empty.findChildren(type(tab.basket.paste_button))[0].click()
    basket = session.workspace.records("basket")[0]
    assert [row.hts for row in basket.rows] == ["87032301", "22041000"]
    assert "2 rows taken, 1 left out. Row 4: date:" in tab.basket.message.text
    assert [row.cents for row in tab.basket.priced] == [825000, None]
    assert tab.basket.number._number.text() == "27.5%"
    assert "1 row worth $1,000.00 without a figure" in tab.basket.words.text()
    session.undo_stack.undo()
    assert session.workspace.count("basket") == 0
    assert tab.basket.pages.currentWidget() is tab.basket.empty


def test_days_beside_each_other_and_rows_taken_out(tab, session):
    QGuiApplication.clipboard().setText(ROWS)
    tab.basket.paste()
    tab.basket.days.setText("20 September 2025")
    tab.basket.days.editingFinished.emit()
    assert "On 20 September 2025: 15% (-12.5 points)." in tab.basket.words.text()
    tab.basket.table.view.selectRow(1)
    QTest.keyClick(tab.basket, Qt.Key.Key_Delete)
    assert [row.hts for row in session.workspace.records("basket")[0].rows] == ["87032301"]


def test_the_answer_goes_into_the_basket_and_back(tab, session):
    tab.ask.answer.to_basket.click()
    assert tab.pages.currentIndex() == BASKET
    saved = session.workspace.records("basket")[0]
    assert isinstance(saved, Basket)
    assert (saved.rows[0].hts, str(saved.rows[0].value_usd), saved.rows[0].date) == (
        "87032301", "30000.00", "2025-05-24",
    )  # fmt: skip
    tab.basket.table.view.row_opened.emit(1)
    assert tab.pages.currentIndex() == ASK
    tab.show_record("basket", saved.id)
    assert tab.pages.currentIndex() == BASKET


def test_rows_are_read_with_and_without_titles():
    plain = read_rows("8703.23.01,30000,JP,24 May 2025\n87084011,12000,KR,2025-06-01", ON)
    assert plain.columns == ("hts", "value_usd", "origin", "date")
    assert [(row.origin, row.date) for row in plain.rows] == [("JP", "2025-05-24"), ("KR", "2025-06-01")]
    short = read_rows("税番\t価額\n8703.23.01\t5", ON)
    assert (short.rows[0].origin, short.rows[0].date) == ("JP", "2025-05-24")
    facts = read_rows("hts\tvalue\tusjta_claim\n0902.10.10\t100\ttrue", ON)
    assert facts.rows[0].facts == {"usjta_claim": "true"}


def test_rows_that_cannot_be_read_are_named():
    assert "tariff code and a value" in read_rows("hello\nworld", ON).problems[0]
    found = read_rows("hts\tvalue\n8703.23.01\tmany", ON)
    assert found.rows == ()
    assert found.problems[0].startswith("Row 2: ")
    assert read_rows("", ON).problems == ()
