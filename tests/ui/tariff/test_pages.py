"""Countries beside each other: figures beside figures, and nothing that is missing counted as zero."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication

from briefing_app.tariff.law import load_law
from briefing_app.tariff.origins import EUROPEAN_UNION
from briefing_app.ui.tariff.tab import ASK, COMPARE, DEALS, LAW, _look_once
from briefing_app.ui.tariff.words import SECTION_232


def test_the_same_car_from_eight_countries_on_three_days(tab, session):
    session.as_of = date(2025, 9, 20)
    tab.ask.answer.compare.click()
    assert tab.pages.currentIndex() == COMPARE
    rates = {(row.origin, row.day.isoformat()): row.rate for row in tab.compare.rows}
    assert rates["JP", "2025-09-20"] == Fraction(3, 20)
    assert rates["KR", "2025-09-20"] == Fraction(11, 40)
    assert rates["JP", "2025-01-01"] == Fraction(1, 40)
    assert len(rates) == 24
    assert rates["EU", "2025-09-20"] == Fraction(3, 20)
    assert tab.compare.frame.rows[2][1] == "European Union"
    assert tab.compare.bars.accessibleDescription() == tab.compare.finding.text()
    bar = tab.compare.bars.bar_of(2)
    colour = QColor(tab.compare.bars.grab().toImage().pixel(round(bar.right() - 4), round(bar.center().y())))
    assert abs(colour.hue() - SECTION_232.colour().hue()) <= 8
    assert tab.compare.finding.text().startswith("On 20 September 2025 Japan pays 15%; nobody here pays less")
    china = next(row for row in tab.compare.rows if row.origin == "CN" and row.day == date(2025, 9, 20))
    assert china.rate is None
    assert china.parts == ()
    if china.rate is None:
        assert tab.compare.model.columns[2].text(china) != "0%"
        assert tab.compare.model.columns[3].text(china) == "no figure"


def test_what_stands_for_the_union_is_said_and_is_so_in_the_law(tab):
    tab.show_page(1)
    words = "Assumed for the European Union: goods of Germany; the law data treat all 27 members alike."
    assert tab.compare.taken.text() == words
    assert not tab.compare.taken.isHidden()
    assert words in tab.compare.frame.as_note()
    # No rule of the law reaches a part of the Union only.
    assert all(not rule.origins & EUROPEAN_UNION or rule.origins >= EUROPEAN_UNION for rule in tab.law.rules)
    tab.compare.origins.setText("JP, KR")
    tab.compare.origins.editingFinished.emit()
    assert tab.compare.taken.isHidden()
    assert "European Union" not in tab.compare.frame.words.source


def test_a_wrong_country_is_said_beside_its_field(tab):
    tab.show_page(COMPARE)
    tab.compare.origins.setText("JP, QQ")
    tab.compare.refresh()
    assert "not a country code" in tab.compare._origins_field.error


def test_a_compared_row_opens_on_the_ask_page(tab):
    tab.show_page(COMPARE)
    tab.compare.table.row_opened.emit(("KR", date(2025, 5, 24)))
    assert tab.pages.currentIndex() == ASK
    assert tab.ask.entry.origin == "KR"


def test_a_page_that_is_clicked_is_made_part_by_part_and_then_shown(tab, qtbot):
    steps = []
    tab._portion.stop()
    tab.buttons.button(DEALS).click()
    while tab.pages.currentWidget() is not tab._made.get(DEALS):
        steps.append(sorted(tab._made))
        QApplication.processEvents()
        assert len(steps) < 200
    assert len(steps) > 4  # it was not all made within the click
    assert tab.buttons.checkedId() == DEALS
    tab.buttons.button(LAW).click()
    tab.buttons.button(ASK).click()  # who changed their mind is not led away from there
    qtbot.wait(100)
    assert tab.pages.currentWidget() is tab.ask


def test_what_a_law_looks_things_up_in_is_made_where_it_is_read(session, qtbot):
    law = load_law()
    assert "_reaches" not in law.__dict__
    _look_once(law, date(2025, 5, 24))
    assert "_reaches" in law.__dict__
    _look_once(law, date(1990, 1, 1))  # a day before the data is no fault


def test_the_table_of_the_law_begins_where_its_filters_begin(tab):
    tab.show_page(LAW)
    QApplication.processEvents()
    page = tab.law_page
    left = {part.mapTo(page, QPoint()).x() for part in (page.filters, page.table, page.changes_pane)}
    assert len(left) == 1


def compare_with(tab, origins="JP", days=""):
    tab.show_page(COMPARE)
    page = tab.compare
    page.origins.setText(origins)
    page.days.setText(days)
    page.refresh()
    return page


@pytest.mark.parametrize(
    "origins", ["jp, eu, kr", "ＪＰ、ＥＵ、ＫＲ", "Japan; European Union; South Korea", "JP,EU,KR,JP"]
)
def test_countries_are_read_as_they_are_typed(tab, origins):
    page = compare_with(tab, origins)
    assert not page._origins_field.error
    assert [row.origin for row in page.rows] == ["JP", "EU", "KR"]


def test_what_is_no_country_or_no_single_day_is_said_below_its_field(tab):
    page = compare_with(tab, "JP, Atlantis")
    assert "“Atlantis” is not a country code" in page._origins_field.error
    for typed in ("2025-02-30", "2025-04", "soon or later"):
        page = compare_with(tab, "JP", f"2025-06-01; {typed}")
        assert page._days_field.error, typed
    page = compare_with(tab, "JP", "2025年6月1日；2025/7/1、2025-06-01")
    assert not page._days_field.error
    assert [f"{row.day:%m-%d}" for row in page.rows] == ["05-24", "06-01", "07-01"]
