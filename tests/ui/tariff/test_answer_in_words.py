"""What an answer says in words: what a duty is charged on, what it depends on, what changed and when."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from briefing_app.app.i18n import use_language
from briefing_app.ui.tariff import history, words
from briefing_app.ui.tariff.tab import COMPARE
from briefing_app.ui.widgets.copied_tables import as_html

BEER = {"hts": "2203.00.00", "origin": "JP", "date": "2025-05-24", "value_usd": "30000"}
WINE = {
    "hts": "2204.10.00", "origin": "JP", "date": "2025-05-24", "value_usd": "30000", "quantity": "1000",
    "unit": "liter",
}  # fmt: skip


def put(field, text):
    """Paste a text over what a field holds."""
    field.clear()
    field.insert(text)
    field.typed.emit(text)


def rungs(tab):
    return [rung.cells for rung in tab.ask.answer.ladder.ladder.rungs]


def test_a_duty_by_the_liter_is_charged_on_liters_and_no_dollars(tab):
    tab.ask_about(WINE)
    assert rungs(tab)[0][:6] == ("Ordinary duty", "2204.10.00", "1,000 liters", "", "19.8¢/liter", "198.00")
    assert rungs(tab)[1][2:4] == ("full value", "30,000.00")


def test_a_compound_duty_is_charged_on_value_and_quantity(tab):
    tab.ask_about(WINE | {"hts": "6505.00.08", "quantities": "100 No.; 20 kg", "quantity": "", "unit": ""})
    assert rungs(tab)[0][2:6] == (
        "value and quantity",
        "30,000.00",
        "6.32% equivalent",
        "1,894.60",
    )
    paragraph = tab.ask.answer.paragraph()
    assert (
        "6.32% equivalent ordinary duty (6505.00.08, 13.5¢/kg + 6.3% + 1.9¢/article), $1,894.60" in paragraph
    )
    tab.ask_about(
        WINE | {"hts": "2204.30.00", "quantities": "100 liter; 20 pf. liter", "quantity": "", "unit": ""}
    )
    assert rungs(tab)[0][2:6] == ("quantity", "", "0.04% equivalent", "10.68")


def test_what_depends_on_an_amount_or_a_day_says_so_in_words(tab):
    tab.ask_about(BEER)
    assert tab.ask.answer.depends.rows()[0][1] == (
        "If it is $0.00, the duty is $3,000.00 · if it is $30,000.00, the duty is $7,500.00."
    )
    tab.ask_about(WINE)
    rows = dict(tab.ask.answer.depends.rows())
    assert rows["Day of loading on the ship that brings the goods"].startswith(
        "If it is 4 April 2025, the duty is $198.00."
    )


def test_where_there_is_no_figure_no_heading_is_said_to_have_ended(tab):
    tab.ask_about(BEER)
    stretches = tab.ask.answer.chart._stretches
    place = next(at for at, each in enumerate(stretches) if each.rate is None)
    said = history.change_words(stretches[place - 1], stretches[place])
    assert said == "12:01 a.m. on 4 April 2025: 0% to not computable"


def test_the_summary_counts_changes_of_the_rate_and_names_the_days_without_a_figure(tab):
    tab.ask_about(BEER)
    assert tab.ask.answer.chart_words.text().startswith(
        "The effective rate runs from 0% in January 2018 to 12.5% in October 2026; highest 12.5% from July "
        "2026, lowest 0% from January 2018; changes of the rate: 2. No figure, and so neither highest nor "
        "lowest: April 2025 to April 2026."
    )
    tab.ask_about(BEER | {"hts": "7318.15.20"})  # its heading changed once while the rate stayed at 50%
    assert "changes of the rate: 2." in tab.ask.answer.chart_words.text()


def test_a_good_without_its_facts_does_not_blame_the_law_data(tab):
    tab.ask_about(BEER | {"hts": "9102.11.10", "quantity": "2", "unit": "No."})
    assert tab.ask.answer.chart_words.text().startswith(
        "There is no figure on any day while an input is missing."
    )


@pytest.mark.parametrize(("language", "name"), [("en", "Fentanyl (IEEPA)"), ("ja", "フェンタニル (IEEPA)")])
def test_the_fentanyl_duty_is_not_called_reciprocal(tab, language, name):
    assert words.authority_named(tab.law, "ieepa-ca-mx") is words.FENTANYL
    assert words.authority_named(tab.law, "ieepa-baseline-10") is words.RECIPROCAL
    use_language(language)
    try:
        assert words.FENTANYL.name == name
    finally:
        use_language("en")
    assert words.FENTANYL.colour() == words.RECIPROCAL.colour()


@pytest.mark.parametrize(
    ("typed", "said"),
    [("1.000", "1 liter"), ("12.500", "12.5 liters"), ("１.２３４", "1.234 liters"), ("1.00", ""),
     ("1,000", ""), ("0.125", "")],
)  # fmt: skip
def test_a_quantity_with_a_doubtful_point_says_how_it_was_read(tab, typed, said):
    tab.ask_about(WINE)
    quantities = tab.ask.question.quantities
    put(quantities.editor("liter"), typed)
    below = quantities.fields["liter"]._below
    assert (f"Read as {said}: a point marks decimals" in below.text()) == bool(said)
    assert below.isHidden() != bool(said)
    assert quantities.error == ""
    tab.ask.question.ask()
    if said:
        assert tab.ask.answer.question.text().endswith(said)


def test_the_code_of_what_does_not_apply_is_never_cut_off(tab):
    tab.ask_about(BEER | {"hts": "8703.23.01"})
    fold = tab.ask.answer.not_applied
    titles = [name for name, _why in fold.rows()]
    links = [fold.grid.itemAtPosition(row, 0).widget().text() for row in range(len(titles))]
    assert any("…" in each for each in links)
    for title, link in zip(titles, links, strict=True):
        assert link[-6:] == title[-6:]


def test_codes_are_pasted_into_a_sheet_as_text():
    html = as_html([("Code", "Rate"), ("8703.20", "2.5%"), ("8703.10.10", "1,000.00")])
    assert '<td sdnum="1033;0;@" style=\'mso-number-format:"\\@"\'>8703.20</td>' in html.replace(
        ' align="right"', ""
    )
    assert '"\\@"\'>8703.10.10</td>' in html
    assert '<td align="right">1,000.00</td>' in html


def test_the_table_on_the_clipboard_is_text_and_html(tab):
    tab.ask_about(WINE)
    tab.ask.answer.copy_ladder()
    copied = QGuiApplication.clipboard().mimeData()
    assert copied.hasText()
    assert copied.hasHtml()
    assert "Ordinary duty\t2204.10.00\t1,000 liters\t\t19.8¢/liter\t198.00" in copied.text()


@pytest.mark.parametrize(
    ("typed", "is_told"), [("0", True), ("0.00", True), ("０", True), ("0.5", False), ("", False)]
)
def test_a_quantity_of_nothing_says_what_that_means(tab, typed, is_told):
    tab.ask_about(WINE)
    quantities = tab.ask.question.quantities
    put(quantities.editor("liter"), typed)
    below = quantities.fields["liter"]._below
    assert (below.text() == "None of it: no duty by this quantity.") == is_told


def test_countries_without_a_figure_say_why_in_the_table(tab):
    tab.show_page(COMPARE)
    rows = {row[1]: row for row in tab.compare.frame.rows}
    assert "changed several times" in rows["China"][-1]
    assert rows["Japan"][-1] == "Ordinary duty 2.5%, Section 232 25%"


def test_the_day_in_the_chart_says_what_is_only_announced(tab):
    chart = tab.ask.answer.chart
    assert chart.day_words() == "24 May 2025: 27.5%"
    chart.show_day(date(2027, 3, 1))
    assert chart.day_words() == "1 March 2027: 15% (as announced)"


def test_tab_goes_through_the_answer_as_it_is_read(tab, qtbot):
    answer = tab.ask.answer
    wanted = [
        answer.star, answer.ladder, answer.copy_words, answer.copy_rows, answer.to_note, answer.to_briefing,
        answer.certificate, answer.compare, answer.to_basket, answer.history.frame.button, answer.chart,
        answer.not_applied.button,
    ]  # fmt: skip
    answer.star.setFocus()
    seen = [QApplication.focusWidget()]
    while seen[-1] is not answer.not_applied.button and len(seen) < 30:
        QTest.keyClick(seen[-1], Qt.Key.Key_Tab)
        seen.append(QApplication.focusWidget())
    assert [each for each in seen if each in wanted] == wanted


def test_in_japanese_a_country_without_law_data_is_not_said_to_be_exempt():
    use_language("ja")
    try:
        assert words.short_status("not_covered") == "法令データ外"
    finally:
        use_language("en")
