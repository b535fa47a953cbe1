"""Duty expressions: what each form reads as, and what it asks on an entry."""

from __future__ import annotations

from decimal import Decimal

import pytest

from briefing_app.tariff.assess import assess
from briefing_app.tariff.duty import (
    AdValorem,
    Compound,
    Elsewhere,
    Free,
    QuantityError,
    RateError,
    Specific,
    duty_on,
    parse_rate,
    special_rate,
)
from briefing_app.tariff.law import load_law

D = Decimal


@pytest.mark.parametrize(
    ("text", "rate"),
    [
        ("Free", Free()),
        ("2.5%", AdValorem(25_000)),
        ("4.4¢/kg", Specific(44_000_000, "kg")),
        ("$1.646/kg", Specific(1_646_000_000, "kg")),
        ("3¢/liter", Specific(30_000_000, "liter")),
        ("4.5¢/ liter", Specific(45_000_000, "liter")),
        ("18.9¢/pf.liter", Specific(189_000_000, "pf. liter")),
        ("68¢/head", Specific(680_000_000, "No.")),
        ("89.6¢/1000", Specific(896_000_000, "thousand")),
        ("40¢/kg +10.4%", Compound((Specific(400_000_000, "kg"), AdValorem(104_000)))),
        ("0.3¢/line/ gross + 4.6%", Compound((Specific(3_000_000, "line gross"), AdValorem(46_000)))),
        ("10¢/1,000 pins + 3.5%", Compound((Specific(100_000_000, "thousand"), AdValorem(35_000)))),
        ("1.7¢/kg on lead content", Specific(17_000_000, "kg lead content")),
        ("33 1/3%", AdValorem(1_000_000, "", 3)),
        ("2.5% on the value of the lead content", AdValorem(25_000, "lead_content")),
        ("See additional U.S. note 1", Elsewhere("See additional U.S. note 1")),
    ],
)
def test_each_form_reads_as_itself(text: str, rate: object) -> None:
    assert parse_rate(text) == rate


@pytest.mark.parametrize(
    "text", ["", "duty-free", "2.5", "5¢", "5¢/parsec", "3% on the moon", "1.5% + ", "<html>"]
)
def test_what_is_no_rate_is_refused(text: str) -> None:
    with pytest.raises(RateError):
        parse_rate(text)


@pytest.mark.parametrize(
    ("text", "value", "quantities", "cents"),
    [
        ("Free", 100, {}, 0),
        ("2.5%", 2_000_000, {}, 50_000),
        ("4.4¢/kg", 10_000_000, {"kg": D(1000)}, 4400),
        ("4.4¢/kg", 10_000_000, {"t": D(1)}, 4400),
        ("3¢/liter", 800_000, {"Liters": D(1000)}, 3000),
        ("18.9¢/pf.liter", 800_000, {"liter": D(1000), "% vol": D(40)}, 15120),
        ("1¢ each + 2.8%", 10_000, {"doz.": D(2)}, 304),
        ("2.8¢/doz.", 10_000, {"No.": D(30)}, 7),
        ("76¢/pr. + 32%", 100_000, {"prs.": D(100)}, 39_600),
        ("5.7¢/kg on drained weight + 8%", 100_000, {"kg": D(100)}, 8570),
        ("6.4% on the case + 2% on the battery", 10_000, {"case_usd": D(50), "battery_usd": D(1)}, 322),
        ("5% but not less than 3¢/kg", 1000, {"kg": D(100)}, 300),
        ("5% but not more than 3¢/kg", 100_000, {"kg": D(100)}, 300),
    ],
)
def test_the_duty_to_the_cent(text: str, value: int, quantities: dict[str, Decimal], cents: int) -> None:
    duty = duty_on(parse_rate(text), value, quantities)
    assert duty.cents == cents
    if duty.parts:
        assert sum(part.cents for part in duty.parts) == cents


@pytest.mark.parametrize(("degrees", "cents"), [(D(100), 36_606), (D("96.5"), 35_883), (D(60), 31_439)])
def test_raw_sugar_pays_less_for_each_degree_down_to_the_least(degrees: Decimal, cents: int) -> None:
    text = (
        "3.6606¢/kg less 0.020668¢/kg for each degree under 100 degrees "
        "(and fractions of a degree in proportion) but not less than 3.143854¢/kg"
    )
    assert duty_on(parse_rate(text), 0, {"kg": D(10_000), "degree": degrees}).cents == cents


def test_half_a_cent_goes_up() -> None:
    assert duty_on(parse_rate("0.5%"), 100, {}).cents == 1
    assert duty_on(parse_rate("0.5%"), 99, {}).cents == 0


@pytest.mark.parametrize(
    ("text", "quantities", "missing"),
    [
        ("4.4¢/kg", {}, ["kg"]),
        ("4.4¢/kg", {"No.": D(5)}, ["kg"]),
        ("18.9¢/pf.liter", {"liter": D(5)}, ["pf. liter"]),
        ("1.7¢/kg on lead content", {"kg": D(5)}, ["kg lead content"]),
        ("40¢ each + 6% on the case", {}, ["No.", "case_usd"]),
    ],
)
def test_a_missing_input_is_named_and_the_duty_is_not_zero(
    text: str, quantities: dict[str, Decimal], missing: list[str]
) -> None:
    duty = duty_on(parse_rate(text), 10_000, quantities)
    assert duty.cents is None
    assert [item.name for item in duty.missing] == missing
    assert all(item.words and item.words_ja for item in duty.missing)


def test_the_schedules_own_words_are_given_where_the_rate_stands_elsewhere() -> None:
    words = "The rate applicable to the natural juice in heading 2009"
    duty = duty_on(parse_rate(words), 10_000, {})
    assert (duty.cents, duty.elsewhere) == (None, words)


def test_kilograms_read_as_drained_weight_are_shown_as_assumed() -> None:
    duty = duty_on(parse_rate("3.7¢/kg on drained weight"), 0, {"kg": D(10)})
    assert duty.assumed == ("The kilograms given are taken as drained weight.",)


@pytest.mark.parametrize("quantities", [{"kg": D(-1)}, {"kg": D("NaN")}, {"case_usd": D(101)}])
def test_impossible_quantities_are_refused(quantities: dict[str, Decimal]) -> None:
    with pytest.raises(QuantityError):
        duty_on(parse_rate("4.4¢/kg"), 10_000, quantities)


@pytest.mark.parametrize(
    ("special", "programme", "rate"),
    [
        ("Free (A+, AU,BH) 3.2% (JP)", "JP", "3.2%"),
        ("Free (A,AU)2.7% (JP)", "JP", "2.7%"),
        ("Free (A,AU)2.7% (JP)", "A", "Free"),
        ("Free (A,AU)2.7% (JP)", "KR", None),
        ("Free(A, AU, BH,CL)", "BH", "Free"),
        ("7.3¢/kg + 0.9% (PA) See 9822.04.25 (AU) See 9823.05.01-9823.05.06 (S+)", "S+",
         "See 9823.05.01-9823.05.06"),
        ("Free (AU)The rate applicable to the natural juice in heading 2009(A*)", "A*",
         "The rate applicable to the natural juice in heading 2009"),
        ("See 9919.04.50 (PA (PA)", "PA", "See 9919.04.50"),
        ("", "JP", None),
        ("Free", "JP", "Free"),
        ("Free (B) A duty upon the value of the repairs (see U.S. note 3 of this subchapter) (C)", "C",
         "A duty upon the value of the repairs (see U.S. note 3 of this subchapter)"),
    ],
)  # fmt: skip
def test_the_special_column_gives_each_programme_its_rate(
    special: str, programme: str, rate: str | None
) -> None:
    assert special_rate(special, programme) == rate


@pytest.mark.parametrize("special", ["Free (A,AU", "(JP)"])
def test_a_special_cell_that_cannot_be_read_is_refused(special: str) -> None:
    with pytest.raises(RateError):
        special_rate(special, "JP")


@pytest.mark.parametrize(
    ("quantities", "is_told"),
    [("0 liter; 0 pf. liter", True), ("10 liter; 0 pf. liter", True), ("10 liter; 1 pf. liter", False)],
)
def test_a_quantity_of_zero_is_told_with_the_answer(quantities, is_told):
    """Nothing is charged by it, which would pass for a free good otherwise."""
    law = load_law()
    asked = {
        "date": "2025-03-01",
        "origin": "JP",
        "hts": "22060030",
        "value_usd": "5000",
        "quantities": quantities,
    }
    answer = assess(law.parse(asked), law)
    assert answer.status == "ok"
    assert ("A quantity of zero was given" in " ".join(answer.assumptions)) == is_told
    assert ("数量が0と入力" in " ".join(answer.assumptions_in("ja"))) == is_told
