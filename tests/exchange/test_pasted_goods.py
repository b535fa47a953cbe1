"""Rows as a spreadsheet really puts them on the clipboard: CRLF, quotes, signs, empty rows, words above."""

from __future__ import annotations

from datetime import date

import pytest

from briefing_app.exchange.basket_columns import cells_of_text, guess, money_of_cells, rows_of

DAY = date(2025, 5, 24)


def taken(text: str) -> tuple[list[tuple[str, str]], tuple[str, ...]]:
    """The code and value of each row that is read, and what is wrong with the others."""
    cells = cells_of_text(text)
    found = rows_of(cells, guess(cells), DAY)
    return [(row.hts, f"{row.value_usd:.2f}") for row in found.rows], found.problems


@pytest.mark.parametrize(
    "text",
    [
        "HTS\tValue\r\n8703.23.01\t30,000\r\n8708.40.11\t1,500.50\r\n",
        'HTS\tGood\tValue\r\n87032301\t"Car,\nsedan"\t 30,000.00 \r\n87084011\t"Gear ""b""\tx"\t1500.50\r\n',
        "HTS\tValue\r\n8703.23.01\t $30,000.00 \r\n8708.40.11\tUSD 1,500.50\r\n\t\r\n\t\r\n\r\n",
        "Exports 2025\t\r\n\t\r\nHTS\tValue\r\n8703.23.01\t30000\r\n8708.40.11\t1500.5\r\n",
        "ＨＴＳ\tＶａｌｕｅ\r\n８７０３．２３．０１\t３０，０００\r\n8708 40 11\t１５００．５\r\n",
        "HTS;Value\n8703.23.01;30000\n8708.40.11;1500.50\n",
        "HTS\tRate\tValue\r\n87032301.0\t2.5%\t30\u00a0000\r\n8708-40-11\t2.5%\t1500.50\r\n",
    ],
)
def test_every_form_of_the_same_two_rows_is_read(text):
    assert taken(text) == ([("87032301", "30000.00"), ("87084011", "1500.50")], ())


@pytest.mark.parametrize(
    ("cell", "why"),
    [
        ("\t100", "Row 2: hts: is empty."),
        ("9021010\t100", "Row 2: hts: 9021010 has 7 digits"),
        ("8.70323E+07\t100", "is not a tariff code"),
        ("Total\t31,500", "“Total” is not a tariff code"),
        ("8703.23.01\t$ (1,500.00)", "is not an amount in US dollars"),
        ("8703.23.01\t30.000", "can be read in two ways"),
        ("8703.23.01\t3E+05", "is not an amount"),
        ("8703.23.01\t1\u202f500,00", "“1 500,00”"),
        ("8703.23.01\t=1+1", "is not an amount"),
    ],
)
def test_what_is_left_of_a_merged_cell_or_cannot_be_read_is_named_and_left_out(cell, why):
    rows, problems = taken(f"HTS\tValue\r\n{cell}\r\n8708.40.11\t1500\r\n")
    assert rows == [("87084011", "1500.00")]
    assert why in problems[0]
    assert "\u202f" not in problems[0]


@pytest.mark.parametrize(
    ("day", "read"),
    [("2025/5/24", "2025-05-24"), ("２０２５／５／２４", "2025-05-24"), ("令和7年5月24日", "2025-05-24"),
     ("平成31年4月30日", "2019-04-30"), ("令和元年５月１日", "2019-05-01"), ("24 May 2025", "2025-05-24")],
)  # fmt: skip
def test_days_as_japanese_tables_write_them(day, read):
    cells = cells_of_text(f"Date\tHTS\tValue\r\n{day}\t8703.23.01\t1\r\n")
    assert [row.date for row in rows_of(cells, guess(cells), DAY).rows] == [read]


@pytest.mark.parametrize(
    "day", ["24-May-25", "5/24/2025", "45801", "2025-02-30", "令和4年13月1日", "平成40年1月1日"]
)
def test_days_that_are_none_or_two_are_left_out(day):
    cells = cells_of_text(f"Date\tHTS\tValue\r\n{day}\t8703.23.01\t1\r\n")
    found = rows_of(cells, guess(cells), DAY)
    assert not found.rows
    assert day in found.problems[0]


@pytest.mark.parametrize(
    ("values", "code"),
    [(("¥30,000", "￥1,000"), "JPY"), (("30,000円", "1"), ""), (("€5", "€6"), "EUR"), (("$5", "6"), "")],
)
def test_the_signs_of_the_values_tell_their_currency(values, code):
    cells = cells_of_text("HTS\tValue\r\n" + "".join(f"8703.23.01\t{value}\r\n" for value in values))
    assert money_of_cells(cells, guess(cells)) == code
    bare = cells_of_text("".join(f"8703.23.01\t{value}\r\n" for value in values))
    assert guess(bare).names == ("hts", "value_usd")
