"""What people type into a package and a basket: Japanese commas, doubtful points, shares for percentages."""

from __future__ import annotations

import csv
import io
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from briefing_app.domain.change import added
from briefing_app.domain.records import Scenario
from briefing_app.tariff.scenario_terms import DealLine
from briefing_app.ui.tariff.tab import BASKET, DEALS

ROWS = (
    "HTS\tOrigin\tValue\tDate\tQuantity\tUnit\r\n"
    "8703.23.01\tJP\t30,000\t2025-05-24\t\t\r\n"
    "0902.10.10\tJP\t2,000\t2027-05-24\t\t\r\n"
    "2204.10.00\tJP\t20,000\t2025-05-24\t1.000\tliters\r\n"
)


@pytest.fixture
def form(tab):
    tab.show_page(DEALS)
    QTest.mouseClick(tab.deals.new_button, Qt.MouseButton.LeftButton)
    return tab.deals.editor.form


def put(form, **texts):
    """Paste texts over what the fields hold, and read the form."""
    for name, text in texts.items():
        editor = form.fields[name].editor
        editor.clear()
        editor.insert(text)
    return form.read()


@pytest.mark.parametrize(
    "codes", ["8703、8708.40", "８７０３，８７０８．４０", "8703; 8708.40", "8703,8708.40,"]
)
def test_codes_are_parted_as_a_japanese_keyboard_parts_them(form, codes):
    assert put(form, codes=codes).codes == ("8703", "870840")


@pytest.mark.parametrize("origins", ["JP、KR", "ＪＰ，ＫＲ", "Japan; South Korea"])
def test_countries_are_read_as_they_are_typed(form, origins):
    assert put(form, codes="8703", origins=origins).origins == ("JP", "KR")


@pytest.mark.parametrize(
    ("typed", "why"),
    [("abc", "“abc” is not a code of 2 to 10 digits."), ("9999", "No line of the tariff begins with 9999."),
     ("8703、7777", "No line of the tariff begins with 7777."),
     ("8", "“8” is not a code of 2 to 10 digits.")],
)  # fmt: skip
def test_a_code_that_means_no_goods_is_said_below_its_field(form, typed, why):
    assert put(form, codes=typed) is None
    assert form.fields["codes"].error == why


def test_what_is_no_country_is_said_without_names_of_fields(form):
    assert put(form, codes="8703", origins="JP、XX") is None
    assert form.fields["origins"].error.startswith("“XX” is not a country code.")
    assert put(form, codes="8703", origins="") is None
    assert form.fields["origins"].error


@pytest.mark.parametrize(
    ("typed", "size"), [("12.000", None), ("1.500", None), ("12.5", "12.5"), ("12,000", "12000")]
)
def test_a_quota_of_two_meanings_is_refused(form, typed, size):
    line = put(form, codes="8703", quota=typed, within="2.5")
    if size is None:
        assert line is None
        assert "two ways" in form.fields["quota"].error
    else:
        assert line.quota.value_usd == Decimal(size)


@pytest.mark.parametrize(
    ("typed", "said"),
    [("0.15", "for 15% write 15."), ("0.025%", "for 2.5% write 2.5."), ("15", ""), ("0", "")],
)
def test_a_share_typed_for_a_percentage_is_pointed_out(form, typed, said):
    put(form, codes="8703", rate=typed)
    below = form.fields["rate"]._below
    assert said in below.text()
    assert below.isHidden() != bool(said)
    assert form.fields["rate"].error == ""


def test_a_new_package_is_brought_into_view_with_its_form(tab, form):
    QApplication.processEvents()
    deals = tab.deals
    top = deals.editor.mapTo(deals.viewport(), deals.editor.rect().topLeft()).y()
    assert 0 <= top < deals.viewport().height() / 3
    assert deals.editor.name.hasFocus()


def paste(tab, text):
    QGuiApplication.clipboard().setText(text)
    tab.show_page(BASKET)
    QTest.keySequence(tab.basket, "Ctrl+V")
    return tab.basket.view.importing


def test_the_preview_says_how_a_quantity_with_a_doubtful_point_is_read(tab):
    pane = paste(tab, ROWS)
    assert "Quantities are read with a point for decimals: 1.000 is 1." in pane.words.text()
    assert "Quantities" not in paste(tab, ROWS.replace("1.000", "1,000")).words.text()


def test_two_columns_of_other_rows_say_both_rates(tab):
    paste(tab, ROWS).take.click()
    tab.basket.view.columns.add_line(day="2025-01-01")
    words = tab.basket.view.words.text()
    assert "on the 2 rows that both have; " in words
    assert " on its own 3 rows." in words
    assert "0 rows" not in words


def test_codes_leave_with_their_points_that_no_zero_is_lost(tab, tmp_path):
    paste(tab, ROWS.replace("0902.10.10", "09021010")).take.click()
    tab.basket.export(tmp_path / "a.csv")
    rows = list(csv.reader(io.StringIO((tmp_path / "a.csv").read_text(encoding="utf-8-sig"))))
    place = rows[0].index("hts")
    assert [row[place] for row in rows[1:4]] == ["8703.23.01", "0902.10.10", "2204.10.00"]


def test_a_scenario_that_begins_after_the_entries_says_so(tab, session):
    line = DealLine("deal-1", Decimal("0.15"), replaces=("cars",), start="2025-08-01")
    session.apply(added(Scenario(id="s1", edits=(line.edit(),), title="Fifteen"), "Add"))
    paste(tab, ROWS.replace("2027-05-24", "2025-05-24")).take.click()
    columns, words = tab.basket.view.columns, tab.basket.view.words
    columns.add_line(scenario="s1")
    assert words.text().endswith(
        "Fifteen: 20.34% (0 points). What it changes begins on 1 August 2025, after these entries."
    )
    columns.lines[0].day.setText("2025-08-20")
    columns.lines[0].day.editingFinished.emit()
    assert "after these entries" not in words.text()


def test_a_day_of_a_column_that_cannot_be_read_is_said_in_words(tab):
    paste(tab, ROWS).take.click()
    columns = tab.basket.view.columns
    columns.add_line()
    columns.lines[0].day.setText("soon")
    columns.lines[0].day.editingFinished.emit()
    assert columns.error.text() == "Day of entry: “soon” is not a date. Write it like 2025-05-24."
