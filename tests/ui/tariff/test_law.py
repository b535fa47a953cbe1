"""The law browser: filtered and read as a person would; what changed; the lines; the lives."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from briefing_app.ui.tariff.law_below import Asked, changes_said, rates_said
from briefing_app.ui.tariff.law_page import GANTT, LINES
from briefing_app.ui.tariff.tab import LAW


@pytest.fixture
def page(tab):
    tab.show_page(LAW)
    return tab.law_page


def shown(page):
    return {measure.id for measure in page.model.shown()}


def choose(box, words):
    box.setCurrentText(words)
    box.activated.emit(box.currentIndex())


def type_into(line, text):
    line.clear()
    QTest.keyClicks(line, text)
    line.editingFinished.emit()


def test_the_law_of_a_day_and_what_changed_since(tab, session, page):
    tab.show_record("measure", "ieepa-jp-24")
    assert tab.pages.currentIndex() == LAW
    assert page.pane.measure == "ieepa-jp-24"
    assert "24%" in page.pane.title.text()
    choose(page.standing, "In force that day")
    assert "s232-autos-25" in shown(page)
    assert "jp-autos-15" not in shown(page)
    session.as_of = date(2025, 9, 20)
    assert "jp-autos-15" in shown(page)
    type_into(page.earlier, "1 September 2025")
    assert "16 September 2025  began: Cars and light trucks of Japan" in page.changes.toPlainText()


def test_measures_are_filtered_by_authority_origin_good_and_text(page):
    choose(page.filters.authority, "Section 122")
    assert shown(page) == {"s122-10"}
    choose(page.filters.authority, "All authorities")
    assert page.filters.authority.findText("Other") < 0  # the fees are no row of this table
    type_into(page.filters.origin, "JP")
    assert "jp-autos-15" in shown(page)
    assert "eu-autos-15" not in shown(page)
    type_into(page.filters.good, "8703.23.01")
    assert {"s232-autos-25", "jp-autos-15", "mfn-base"} <= shown(page)
    assert shown(page).isdisjoint({"jp-wood-15", "s232-steel-50", "s232-copper-50"})
    type_into(page.filters.good, "8703")
    assert "jp-autos-15" in shown(page)
    assert "jp-wood-15" not in shown(page)
    page.filters.clear()
    page.filters.changed.emit()
    page.model.filter("Proclamation 10908")
    assert "s232-autos-25" in shown(page)
    page.model.filter("9903.94.41")
    assert shown(page) == {"jp-autos-15"}


@pytest.mark.parametrize(
    ("field", "text", "words"),
    [("origin", "Atlantis", "is no country of origin"), ("good", "cars", "digits of its code")],
)
def test_a_filter_that_cannot_be_read_is_said(page, field, text, words):
    type_into(getattr(page.filters, field), text)
    assert words in page.filters.error.text()
    assert not page.filters.error.isHidden()
    assert len(shown(page)) > 50


def test_a_good_that_no_line_begins_with_is_no_filter(page):
    type_into(page.filters.good, "8703.23.01.99")
    assert page.filters.error.isHidden()
    assert 0 < len(shown(page)) < 70
    for code in ("0000", "9903.94.01"):
        type_into(page.filters.good, code)
        assert page.filters.error.text() == f"No line of the schedule begins with {code}."
        assert "eu-autos-15" in shown(page)


def test_the_reason_why_a_day_has_no_rate_ends_once(page, tab):
    asked = Asked(date(2025, 4, 1), date(2030, 1, 1), "JP", "87032301")
    said = rates_said(tab.law, asked)
    assert said.endswith("later entries are not covered.")


def test_one_measure_is_not_called_several(page):
    choose(page.filters.authority, "Section 122")
    assert page.count.text().startswith("1 measure,")


def test_changes_between_two_days_are_in_order_and_bounded(tab):
    lines = changes_said(tab.law, Asked(date(2025, 4, 1), date(2025, 4, 10)))
    assert len(lines) >= 3
    assert all("April 2025" in line for line in lines)
    assert changes_said(tab.law, Asked(date(2025, 5, 24), date(2025, 5, 24))) == []
    assert changes_said(tab.law, Asked(date(2025, 4, 10), date(2025, 4, 1))) == lines


def test_changes_for_one_origin_and_good_tell_the_rate_on_both_days(page, session):
    session.as_of = date(2025, 9, 20)
    type_into(page.filters.origin, "JP")
    type_into(page.filters.good, "8703.23.01")
    type_into(page.earlier, "1 September 2025")
    text = page.changes.toPlainText()
    assert "1 September 2025: 27.5%; 20 September 2025: 15%" in text
    assert "16 September 2025  began: Cars and light trucks of Japan, 15% in total" in text
    assert "wood" not in text.lower()
    type_into(page.changes_pane.later, "10 September 2025")
    assert "began: Cars" not in page.changes.toPlainText()
    QTest.mouseClick(page.changes_pane.copy, Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text().startswith("From 1 September 2025 to 10 September 2025: ")


def test_codes_that_came_onto_a_list_are_told(tab):
    lines = changes_said(tab.law, Asked(date(2026, 6, 1), date(2026, 6, 30)))
    assert any("June 2026" in line for line in lines)
    listed = changes_said(tab.law, Asked(date(2018, 1, 2), date(2026, 10, 9)))
    assert any("codes added to the goods of" in line for line in listed)


def test_a_day_that_is_none_is_said(page):
    type_into(page.earlier, "June 2025")
    assert page.changes.toPlainText().startswith("Write one day")


def test_the_lines_of_a_measure_are_listed_with_their_rate(page):
    page.show_measure("jp-autos-15")
    page.views.button(LINES).click()
    codes = {line.hts for line in page.lines.model.shown()}
    assert "87032301" in codes
    assert page.lines.frame.words.title == "17 lines: Cars and light trucks of Japan, 15% in total"
    page.lines.frame.copy_rows()
    assert "8703.23.01\t" in QGuiApplication.clipboard().text()
    assert "\t2.5%" in QGuiApplication.clipboard().text()
    counts = {measure.id: page.model.columns[5].text(measure) for measure in page.model.shown()}
    assert counts["jp-autos-15"] == "17"
    assert counts["ieepa-jp-24"] == "all"


@pytest.mark.parametrize(
    ("measure", "count", "words"),
    [
        ("ieepa-jp-24", "all", "names no goods: it reaches every line"),
        ("ieepa-jp-15-stacked", "all", "void from its first day"),
        ("threat-jp-25", "–", "announced only"),
        ("stack-eo14289", "–", "rule of procedure"),
        ("ieepa-invalidated", "–", "ends or sets aside"),
    ],
)
def test_a_measure_without_a_list_says_why_or_shows_every_line(page, tab, measure, count, words):
    page.show_measure(measure)
    page.show_view(LINES)
    assert words in page.lines.frame.unit.text()
    lines = {line.hts for line in tab.law.schedule if line.hts[:2] not in ("98", "99")}
    is_every = count == "all"
    assert {line.hts for line in page.lines.model.shown()} == (lines if is_every else set())
    assert page.lines.table.isHidden() != is_every
    assert page.lines.frame.button.isHidden() != is_every
    column = next(each for each in page.model.columns if each.title == "Lines")
    assert column.text(tab.law.measures[measure]) == count


def test_authority_and_confidence_are_shown_where_there_is_room(page, tab, qtbot):
    hidden = page.table.isColumnHidden
    tab.resize(1700, 900)
    qtbot.waitUntil(lambda: not hidden(2) and not hidden(6))
    tab.resize(1100, 900)
    qtbot.waitUntil(lambda: hidden(2) and hidden(6))


def test_the_lives_are_a_picture_with_rows_and_a_click_selects(page, tmp_path):
    page.views.button(GANTT).click()
    choose(page.filters.authority, "Section 122")
    assert page.gantt.rows[1][:3] == ("Import surcharge, 10%", "10%", "Section 122")
    assert "expired" in page.gantt.rows[1][3]
    canvas = page.gantt.canvas
    QTest.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=QPoint(400, canvas._top() + 8))
    assert page.pane.measure == "s122-10"
    page.gantt.write_svg(tmp_path / "law.svg")
    assert "0 of 1 measures in force" in (tmp_path / "law.svg").read_text(encoding="utf-8")
    page.gantt.write_csv(tmp_path / "law.csv")
    assert "Import surcharge" in (tmp_path / "law.csv").read_text(encoding="utf-8-sig")


@pytest.mark.parametrize(
    ("origin", "code"), [("ＪＰ", "JP"), ("japan", "JP"), ("EU", "DE"), ("European Union", "DE")]
)
def test_filters_are_read_as_they_are_typed(tab, origin, code):
    tab.show_page(LAW)
    filters = tab.law_page.filters
    filters.origin.setText(origin)
    filters.good.setText("８７０３．２３．０１")
    filters.good.editingFinished.emit()
    assert filters.error.isHidden()
    assert (filters.origin_code(), filters.good_code()) == (code, "87032301")


def changes_between(tab, first, last):
    tab.show_page(LAW)
    pane = tab.law_page.changes_pane
    pane.earlier.setText(first)
    pane.later.setText(last)
    pane.later.editingFinished.emit()
    return pane.text.toPlainText().splitlines()


def test_days_before_and_after_the_law_data_are_said_to_be_so(tab):
    lines = changes_between(tab, "1 January 1990", "1 February 2018")
    assert "The law data begin on 1 January 2018: what stood before is listed as begun then." in lines
    lines = changes_between(tab, "1 January 2030", "1 January 2031")
    assert lines[0] == "From 1 January 2030 to 1 January 2031: 1 change"
    assert lines[1].startswith("The law was checked to 10 October 2026: beyond it stands only")
    assert not any("The law" in line for line in changes_between(tab, "1 April 2025", "1 May 2025"))


def test_the_picture_of_the_lives_says_until_when_the_law_was_checked(tab):
    tab.show_page(LAW)
    tab.law_page.views.button(GANTT).click()
    assert tab.law_page.gantt.words.source.endswith(", checked to 10 October 2026.")
