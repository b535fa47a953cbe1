"""What people type into the question: it is read as it is meant, or its fault stands beside the field."""

import pytest

from briefing_app.app.i18n import use_language
from tests.ui.tariff.test_ask_more import choose, yen

CAR = {"hts": "87032301", "origin": "JP", "date": "2025-05-24", "value_usd": "30000"}


def put(field, text):
    """Paste a text over what a field holds."""
    field.clear()
    field.insert(text)
    field.typed.emit(text)


@pytest.fixture
def question(tab):
    tab.ask.question.set_question(CAR)
    return tab.ask.question


@pytest.mark.parametrize(
    ("typed", "cents"),
    [("１２，３４５", 1234500), ("1,000.50", 100050), ("  $30,000 ", 3000000), ("30000 USD", 3000000)],
)
def test_values_as_they_are_typed(tab, question, typed, cents):
    put(question.value, typed)
    question.ask()
    assert tab.ask.entry.value_cents == cents


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("", "Missing."), ("-5", "negative"), ("0", "zero"), ("30.000", "can be read in two ways"),
        ("12,50", "not an amount"), ("3万円", "not an amount"), ("1e6", "not an amount"),
        ("NaN", "not an amount"), ("99999999999999", "the most one entry may hold"),
    ],
)  # fmt: skip
def test_values_that_are_none(tab, question, typed, why):
    put(question.value, typed)
    question.ask()
    assert why in question._fields["value_usd"].error
    assert not tab.ask.answer.message.isHidden()  # what stands below answers the question before


@pytest.mark.parametrize(
    ("typed", "why"), [("4.500", "two ways"), ("3万円", "is not a number above zero"), ("-1", "above zero")]
)
def test_amounts_in_yen_that_are_none(tab, typed, why):
    values = yen(tab)
    put(values.value, typed)
    tab.ask.question.ask()
    assert why in values.fields["amount"].error


@pytest.mark.parametrize("typed", ["4,500,000円", "¥4,500,000", "４，５００，０００"])
def test_amounts_in_yen(tab, typed):
    put(yen(tab, amount="1").value, typed)
    tab.ask.question.ask()
    assert tab.ask.entry.value_cents == 3156344


@pytest.mark.parametrize(
    "typed",
    ["2025/4/5", "２０２５－０４－０５", "令和7年4月5日", "2025年４月５日", " 5 April 2025", "20250405"],
)
def test_days_as_they_are_typed(tab, question, typed):
    put(question.day, typed)
    question.ask()
    assert tab.ask.entry.day.isoformat() == "2025-04-05"


@pytest.mark.parametrize("typed", ["", "2025-02-30", "05/04/2025", "now", "令和0年4月5日"])
def test_days_that_are_none(question, typed):
    put(question.day, typed)
    question.ask()
    assert question._fields["date"].error


@pytest.mark.parametrize(("language", "day"), [("en", "10 October 2026"), ("ja", "2026年10月10日")])
def test_a_day_beyond_the_data_is_said_in_words(tab, question, language, day):
    use_language(language)
    try:
        put(question.day, "3000-01-01")
        question.ask()
        assert day in tab.ask.answer.message.text
        assert "2026-10-10" not in tab.ask.answer.message.text
        assert day in tab.ask.answer.paragraph()
        assert "2026-10-10" not in tab.ask.answer.paragraph()
    finally:
        use_language("en")


@pytest.mark.parametrize("typed", ["9021010", "zzzz", "87o3.23.01"])
def test_a_code_that_is_no_line_is_a_fault_and_not_the_good_before(tab, question, typed):
    search = question.good.search
    search.clear()
    search.insert(typed)
    search.accepted.emit()
    assert question._fields["hts"].error
    assert not tab.ask.answer.message.isHidden()
    assert not tab.ask.answer.copy_words.isEnabled()
    search.clear()
    search.insert("0902.10.10")
    search.accepted.emit()
    assert not question._fields["hts"].error
    assert tab.ask.entry.hts == "09021010"


@pytest.mark.parametrize("typed", ["99999999", "9903.94.01"])
def test_a_heading_of_chapter_99_has_no_figure_of_its_own(tab, question, typed):
    search = question.good.search
    search.clear()
    search.insert(typed)
    search.accepted.emit()
    assert tab.ask.answer.answer.status != "ok"
    assert tab.ask.answer.answer.entry.hts == typed.replace(".", "")


@pytest.mark.parametrize("typed", ["\t8703 23 01\n", "8703-23-01", "８７０３．２３．０１", "8703.23.01.10"])
def test_codes_as_they_are_pasted(tab, typed):
    tab.ask.question.set_question(CAR | {"hts": "09021010"})
    search = tab.ask.question.good.search
    search.clear()
    search.insert(typed)
    search.accepted.emit()
    assert tab.ask.entry.hts.startswith("87032301")


def test_an_amount_keeps_its_currency_when_that_is_chosen_last(tab, question):
    put(question.value, "4,500,000")
    choose(question.values.currency, "JPY")
    question.ask()
    assert not question._fields["value_usd"].error  # the rate is only still to be typed
    assert tab.ask.entry.value_cents == 3000000
