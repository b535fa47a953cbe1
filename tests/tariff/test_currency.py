"""Values in other currencies: exact, at a rate that is stated with its source and day, never guessed."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing_app.domain.records import BasketRow
from briefing_app.tariff.currency import read_conversion, read_rate_line, read_value_line, split
from briefing_app.tariff.entry import EntryError
from briefing_app.tariff.value_source import AS_TYPED, as_kept, as_said, assumption_of, money_texts, rate_of

YEN = {
    "currency": "JPY", "amount": "4,500,000", "rate": "142.57", "rate_per": "dollar",
    "rate_source": "Bank of Japan", "rate_date": "23 May 2025",
}  # fmt: skip


def test_yen_become_dollars_exactly_and_say_how():
    found = read_conversion(YEN)
    assert found.cents == 3156344  # 4,500,000 / 142.57 = 31,563.442519...
    assert found.assumption() == (
        "The value of 4,500,000 JPY is converted at 142.57 JPY for 1 USD (Bank of Japan, 23 May 2025) to "
        "31,563.44 USD. Customs takes the rate certified for the day of export (19 CFR 159.32 to 159.35)."
    )
    assert "19 CFR 159.32" in found.assumption("ja")
    assert read_conversion(found.texts()) == found


def test_the_rate_may_be_stated_the_other_way_round():
    found = read_conversion({**YEN, "amount": "１０００", "rate": "0.0070145", "rate_per": "unit"})
    assert found.cents == 701  # 7.0145 dollars, half up
    assert found.rate_words() == "0.0070145 USD for 1 JPY"


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize("per", ["dollar", "unit"])
def test_an_amount_and_its_rate_in_a_line_are_read_back_in_either_language(language, per):
    found = read_conversion({**YEN, "rate_per": per, "rate_source": "Bank; of Japan"})
    line = found.value_line(language)
    assert read_value_line(line) == found
    assert replace(found, amount=Decimal(1)) == read_rate_line(found.rate_line(language))
    assert read_rate_line(line) is None
    assert as_kept(f" {line} ") == found.value_line()
    assert as_said(found.value_line(), language) == line


@pytest.mark.parametrize(
    "line",
    [
        "", "USD", "From the ministry", "4,500,000 EUR; 142.57 JPY for 1 USD; 2025-05-23; bank",
        "4,500,000 JPY; 0 JPY for 1 USD; 2025-05-23; bank",
        "4,500,000 JPY; 142.57 JPY for 1 USD; 2025-02-30; bank",
    ],
)  # fmt: skip
def test_other_words_are_no_rate(line):
    assert read_value_line(line) is None
    assert assumption_of(line, Decimal(1)) == ""
    assert as_said(as_kept(line), "ja") == line


def test_a_value_that_was_changed_since_keeps_the_rate_but_not_the_amount():
    line = read_conversion(YEN).value_line()
    row = BasketRow(hts="87032301", value_usd=Decimal("31563.44"), value_source=line)
    assert money_texts(row)["amount"] == "4500000"
    assert "4,500,000 JPY" in assumption_of(line, row.value_usd)
    other = replace(row, value_usd=Decimal(20000))
    assert money_texts(other) == {"value_rate": "142.57 JPY for 1 USD; 2025-05-23; Bank of Japan"}
    assert "4,500,000" not in assumption_of(line, other.value_usd)
    assert "142.57 JPY for 1 USD" in assumption_of(line, other.value_usd)
    assert rate_of(replace(row, value_source=AS_TYPED), "0.9 EUR for 1 USD; 2025-05-22; bank") == ""
    assert rate_of(replace(row, value_source="Ministry of Finance")) == ""


def test_dollars_need_no_rate():
    assert read_conversion({"currency": "USD"}) is None
    assert read_conversion({}) is None


@pytest.mark.parametrize(
    ("texts", "fault"),
    [
        ({"amount": ""}, "amount: say the amount."),
        ({"amount": "many"}, "amount: “many” is not a number above zero."),
        ({"rate": "0"}, "rate: “0” is not a number above zero."),
        ({"rate": "-1"}, "rate: “-1” is not a number above zero."),
        ({"rate_source": "  "}, "rate_source: say where the rate stands."),
        ({"rate_date": "05/06/2025"}, "rate_date: say the day of the rate, as 23 May 2025."),
        ({"currency": "YEN!"}, "currency: “YEN!” is not a code of three letters."),
        ({"amount": "0.1"}, "amount: at this rate it is 0.00 USD; an entry holds 0.01 to 10,000,000,000.00."),
    ],
)
def test_each_fault_names_its_field(texts, fault):
    with pytest.raises(EntryError) as caught:
        read_conversion({**YEN, **texts})
    assert caught.value.faults == (fault,)


@given(
    st.decimals("0.01", "1000000000", places=2), st.decimals("0.0001", "30000", places=4),
    st.sampled_from(["dollar", "unit"]),
)  # fmt: skip
def test_cents_are_the_nearest_of_the_exact_value(amount, rate, per):
    texts = {**YEN, "amount": str(amount), "rate": str(rate), "rate_per": per}
    exact = Fraction(amount) / Fraction(rate) if per == "dollar" else Fraction(amount) * Fraction(rate)
    if not Fraction(1, 100) <= exact <= Fraction(10**10):
        return
    assert abs(Fraction(read_conversion(texts).cents, 100) - exact) <= Fraction(1, 200)
    assert isinstance(read_conversion(texts).amount, Decimal)


def test_the_texts_of_an_entry_and_of_its_value_are_told_apart():
    assert split({"hts": "8703", "rate": "1", "value_usd": "5"}) == (
        {"hts": "8703", "value_usd": "5"}, {"rate": "1"},
    )  # fmt: skip
