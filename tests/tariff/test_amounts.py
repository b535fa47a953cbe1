"""Numbers as people type them: thousands are set off by commas, and nothing else is taken for that."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing_app.tariff.amounts import ungrouped
from briefing_app.tariff.facts import FactError, parse_money
from briefing_app.tariff.units import QuantityError, quantity_words, read_quantity


@given(st.integers(0, 10**10), st.integers(0, 99))
def test_a_number_with_its_thousands_is_the_same_number(whole, cents):
    assert ungrouped(f"{whole:,}.{cents:02d}") == f"{whole}.{cents:02d}"
    assert parse_money(f"{whole:,}.{cents:02d}" if whole < 10**10 else "1", "value_usd") >= 0


@pytest.mark.parametrize("text", ["30000,50", "1,5", "30.000,50", "1,23,456", "12,3456", ",5", "5,"])
def test_another_comma_is_refused_and_never_passed_over(text):
    with pytest.raises(FactError, match="not an amount"):
        parse_money(text, "value_usd")
    with pytest.raises(QuantityError, match="not a number"):
        read_quantity(text, "kg")


def test_full_width_figures_are_figures():
    assert parse_money("３０，０００", "value_usd") == 3_000_000
    assert read_quantity("１２．５", "kg") == ("kg", Decimal("12.5"))


@pytest.mark.parametrize(
    ("amount", "unit", "english", "japanese"),
    [
        ("1", "liter", "1 liter", "1リットル"),
        ("1250.5", "liter", "1,250.5 liters", "1,250.5リットル"),
        ("1", "No.", "1 piece", "1個"),
        ("1", "gross", "1 gross", "1グロス"),
        ("1", "kg copper content", "1 kilogram of copper content", "1銅含有量キログラム"),
        ("1", "clean kg", "1 kilogram, clean yield", "1洗上キログラム"),
        ("1", "doz. pr.", "1 dozen pairs", "1ダース組"),
        ("2", "jewel over 7", "2 jewels over seven in each", "7石を超える石数：2"),
    ],
)
def test_an_amount_with_its_unit(amount, unit, english, japanese):
    assert quantity_words(Decimal(amount), unit) == english
    assert quantity_words(Decimal(amount), unit, "ja") == japanese
