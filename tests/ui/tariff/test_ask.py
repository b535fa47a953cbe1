"""Asking what a good pays: typed, read, understood, copied; never a number where there is none."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox

from briefing_app.app.i18n import use_language
from briefing_app.tariff.answer import Component
from briefing_app.ui.tariff.answer_words import depends_row
from briefing_app.ui.tariff.words import SECTION_232, money, percent, points, rate_words


def shown(tab):
    """The rungs of the ladder as text."""
    return [rung.cells[:6] for rung in tab.ask.answer.ladder.ladder.rungs]


def ask(tab, **texts):
    question = {"hts": "8703.23.01", "origin": "JP", "date": "24 May 2025", "value_usd": "30000"} | texts
    tab.ask.question.set_question(question)


def test_a_car_of_japan_pays_27_and_a_half_per_cent_rung_by_rung(tab):
    assert shown(tab) == [
        ("Ordinary duty", "8703.23.01", "full value", "30,000.00", "2.5%", "750.00"),
        ("Section 232", "9903.94.01", "full value", "30,000.00", "25%", "7,500.00"),
        ("Duty in all", "", "", "30,000.00", "27.5%", "8,250.00"),
    ]
    assert tab.ask.answer.duty.text() == "$8,250.00"
    assert tab.ask.answer.number._number.text() == "27.5%"


def test_the_as_of_day_drives_the_answer(tab, session):
    session.as_of = date(2025, 9, 20)
    assert tab.ask.answer.duty.text() == "$4,500.00"
    assert shown(tab)[1][4] == "12.5% (15% in total)"
    assert tab.ask.question.follow.isHidden()


def test_a_day_of_its_own_stays_until_the_as_of_is_followed_again(tab, session):
    tab.ask.question.day.clear()
    QTest.keyClicks(tab.ask.question.day, "20 September 2025")
    tab.ask.question.ask()
    assert tab.ask.answer.duty.text() == "$4,500.00"
    session.as_of = date(2025, 4, 1)
    assert tab.ask.answer.duty.text() == "$4,500.00"
    tab.ask.question.follow.click()
    assert tab.ask.answer.duty.text() == "$750.00"


def test_a_good_is_found_by_words_and_taken_by_keyboard_alone(tab, qtbot):
    field = tab.ask.question.good
    field.search.setFocus()
    field.search.selectAll()
    QTest.keyClicks(field.search, "lathe")
    qtbot.waitUntil(field.lines.isVisible)
    code = field.found()[0]
    QTest.keyClick(field.search, Qt.Key.Key_Return)
    assert field.hts == code
    assert code.startswith("8458")
    assert tab.ask.entry.hts == code
    assert not field.lines.isVisible()


@pytest.mark.parametrize(("text", "start"), [("自動車", "8703"), ("8703.2", "87032"), ("green tea", "0902")])
def test_goods_are_found_by_code_english_and_japanese(tab, text, start):
    field = tab.ask.question.good
    field.search.setText(text)
    field._find(text)
    assert field.found()[0].startswith(start)


def test_facts_that_matter_are_offered_with_each_outcome_and_change_the_answer(tab):
    ask(tab, hts="0902.10.10", date="1 July 2025", value_usd="12000")
    assert tab.ask.answer.duty.text() == "$1,968.00"
    rows = dict(tab.ask.answer.depends.rows())
    assert "yes: $1,584.00" in rows["Preference of the US-Japan Trade Agreement is claimed"]
    combo = tab.ask.question.fact_editor("usjta_claim")
    assert isinstance(combo, QComboBox)
    combo.setCurrentIndex(combo.findData("true"))
    combo.activated.emit(combo.currentIndex())
    tab.ask.question.ask()
    assert tab.ask.answer.duty.text() == "$1,584.00"
    assert tab.ask.question.fact_editor("usjta_claim").currentText() == "yes"


def test_what_did_not_apply_is_said_with_the_near_misses_first(tab):
    rows = tab.ask.answer.not_applied.rows()
    assert "Does not apply" in tab.ask.answer.not_applied.button.text()
    assert rows[0][1].startswith("Not charged: 9903.94.01 governs this good (Passenger vehicles")
    assert tab.ask.answer.not_applied.body.isHidden()
    tab.ask.answer.not_applied.button.click()
    assert not tab.ask.answer.not_applied.body.isHidden()


def test_beyond_the_data_there_is_no_number_and_a_way_on(tab):
    ask(tab, date="1 May 2027")
    assert tab.ask.answer.number._number.text() == "No figure"
    assert tab.ask.answer.duty.text() == ""
    assert shown(tab) == []
    assert "not covered" in tab.ask.answer.message.text
    assert "$" not in tab.ask.answer.paragraph().split("at $30,000.00")[1]
    tab.ask.answer.message._on_button_clicked()
    assert tab.ask.answer.number._number.text() == "15%"


@pytest.mark.parametrize(
    ("texts", "field", "words"),
    [
        ({"value_usd": "none"}, "value_usd", ""),
        ({"value_usd": "0"}, "value_usd", "zero"),
        ({"date": "05/06/2025"}, "date", "two ways"),
        ({"origin": "EU"}, "origin", "not a country of origin"),
        ({"hts": "12345678"}, "hts", ""),
    ],
)
def test_an_error_stands_beside_its_field_and_the_last_answer_stays(tab, texts, field, words):
    ask(tab, **texts)
    error = tab.ask.question._fields[field].error
    assert error
    assert words in error
    assert tab.ask.answer.duty.text() == "$8,250.00"


def test_a_rung_shows_its_law_and_what_would_be_without_it(tab):
    pane = tab.ask.rung
    assert pane.measure == "s232-autos-25"
    assert "25% of $30,000.00 = $7,500.00" in pane.figures.text()
    assert "in force" in pane.status.text()
    pane.without.click()
    assert pane.effect.text() == "Without it: 12.5%, $3,750.00 ($4,500.00 less, -15 points)."
    tab.ask.answer.ladder.select(0)
    assert pane.measure == "mfn-base"
    assert not pane.without.isEnabled()


def test_the_answer_is_copied_as_a_paragraph_and_as_a_table(tab):
    tab.ask.answer.copy_words.click()
    text = QGuiApplication.clipboard().text()
    assert "pays 27.5%, that is $8,250.00" in text
    assert "checked to 10 October 2026" in text
    tab.ask.answer.copy_rows.click()
    copied = QGuiApplication.clipboard().mimeData()
    assert "Section 232\t9903.94.01\tfull value\t30,000.00\t25%\t7,500.00" in copied.text()
    assert '<td align="right">7,500.00</td>' in copied.html()


def test_the_chart_steps_where_the_law_changed_and_a_click_asks_that_day(tab):
    chart = tab.ask.answer.chart
    rates = [stretch.rate for stretch in chart._stretches]
    assert rates == [Fraction(1, 40), Fraction(11, 40), Fraction(3, 20)]
    assert [f"{stretch.first:%Y-%m-%d %H:%M}" for stretch in chart._stretches[1:]] == [
        "2025-04-03 00:01", "2025-09-16 00:01",
    ]  # fmt: skip
    x = round(chart._x(date(2025, 10, 1)))
    QTest.mouseClick(chart, Qt.MouseButton.LeftButton, pos=QPoint(x, 60))
    assert tab.ask.answer.duty.text() == "$4,500.00"
    assert tab.ask.question.day.text().endswith("2025")
    QTest.keyClick(chart, Qt.Key.Key_Left)
    assert tab.ask.question.day.text() == "16 September 2025"
    assert "27.5% to 15%" in chart.words_at(x)


def test_the_chart_paints_the_authority_in_its_colour(tab):
    chart = tab.ask.answer.chart
    image = chart.grab().toImage()
    x, y = round(chart._x(date(2025, 6, 15))), round(chart._y(0.15))
    colour = QColor(image.pixel(x, y))
    wanted = SECTION_232.colour()
    assert abs(colour.hue() - wanted.hue()) <= 8
    assert colour.saturation() > 80
    high = QColor(image.pixel(x, round(chart._y(0.29))))
    assert high.saturation() < 20


def test_recent_questions_come_back(tab):
    ask(tab, hts="0902.10.10", date="1 July 2025", value_usd="12000")
    assert len(tab.ask.recent) == 2
    tab.ask.question.set_question(tab.ask.recent[1].texts)
    assert tab.ask.answer.duty.text() == "$8,250.00"


def test_a_quantity_is_asked_where_the_line_needs_it_and_nothing_is_zero_without_it(tab):
    fields = tab.ask.question.quantities
    assert fields.isHidden()
    ask(tab, hts="2204.10.00", value_usd="1000")
    assert not fields.isHidden()
    assert [each.label.text() for each in fields.fields.values()] == ["Quantity in liters"]
    assert tab.ask.answer.answer.status == "not_computable"
    assert tab.ask.answer.number._number.text() == "No figure"
    QTest.keyClicks(fields.editor("liter"), "100")
    tab.ask.question.ask()
    assert tab.ask.answer.duty.text() == "$119.80"


def test_words_round_half_up_and_never_make_a_zero_of_nothing():
    assert percent(Fraction(55, 200)) == "27.5%"
    assert percent(Fraction(1, 3)) == "33.33%"
    assert percent(Fraction(12345, 1000000)) == "1.23%"
    assert percent(None) == "no figure"
    assert money(None) == "no figure"
    assert money(-123456) == "-$1,234.56"
    assert points(Fraction(-1, 8)) == "-12.5 points"
    specific = Component("m", "h", None, 100, 10, specific_rate="5¢/kg")
    assert rate_words(specific) == "5¢/kg"


def test_a_quantity_that_is_lacking_is_said_to_be_needed(tab):
    tab.ask.question.set_question(
        {"hts": "22060045", "origin": "JP", "value_usd": "8000", "date": "2025-09-20"}
    )
    answer = tab.ask.answer.answer
    assert [depends_row(each)[1] for each in answer.missing_facts] == ["Without it there is no figure."]


BEEF = {
    "hts": "02013050", "origin": "JP", "date": "2025-11-13", "value_usd": "10000", "quantity": "1000",
    "unit": "kg", "mode": "air", "in_quota": "true",
}  # fmt: skip


@pytest.mark.parametrize(
    ("language", "rate", "working"),
    [
        (
            "en",
            "4.4¢/kg ordinary duty (0201.30.50), $44.00; 0% reciprocal (IEEPA)",
            "4.4¢/kg × 1,000 kilograms",
        ),
        ("ja", "通常の関税 4.4¢/kg（0201.30.50）$44.00", "1,000キログラム × 4.4¢/kg"),
    ],
)  # fmt: skip
def test_a_specific_rate_has_its_unit_and_names_are_written_as_they_are(tab, language, rate, working):
    use_language(language)
    try:
        tab.ask_about(BEEF)
        assert rate in tab.ask.answer.paragraph()
        assert tab.ask.answer.lines()[1][4] == "4.4¢/kg"
        tab.ask._on_rung(tab.ask.answer.answer.components[0])
        assert working in tab.ask.rung.figures.text()
    finally:
        use_language("en")


def test_a_line_of_ten_digits_is_called_what_its_eight_are(tab):
    tab.ask_about({"hts": "9403409060", "origin": "JP", "date": "2026-08-03", "value_usd": "20000"})
    words = tab.ask.answer.paragraph()
    assert words.startswith("Other wooden kitchen furniture (9403.40.90.60) from Japan")
    assert "15% in total Section 232 (9903.76.21), $3,000.00" in words
    tab.ask_about({**BEEF, "hts": "22041000", "unit": "liter", "origin": "FR"})
    assert tab.ask.answer.paragraph().startswith("Line 2204.10.00 from France")


def test_a_paragraph_without_a_figure_is_punctuated_in_japanese(tab):
    use_language("ja")
    try:
        tab.ask_about({"hts": "91021110", "origin": "JP", "date": "2025-05-24", "value_usd": "20000"})
        words = tab.ask.answer.paragraph()
        assert "課税価額$20,000.00：算出できません：入力が足りません。" in words
    finally:
        use_language("en")
