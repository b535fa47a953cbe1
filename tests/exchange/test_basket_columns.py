"""Tables of goods from anywhere: columns told by title or by what stands in them, faults named by row."""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal

import pytest
from python_calamine import CalamineWorkbook

from briefing_app.domain.records import BasketRow
from briefing_app.errors import UsageError
from briefing_app.exchange import basket_export, xlsx_files
from briefing_app.exchange.basket_columns import (
    Columns,
    cells_of_file,
    cells_of_text,
    guess,
    rows_of,
    with_cell,
)

ON = date(2025, 5, 24)


def read(text):
    cells = cells_of_text(text)
    return rows_of(cells, guess(cells), ON)


@pytest.mark.parametrize(
    ("text", "names", "has_titles"),
    [
        (
            "date\torigin\thts\tvalue\n2025-05-24\tJP\t8703.23.01\t30,000",
            ("date", "origin", "hts", "value_usd"),
            1,
        ),
        ("税番\t価額\n8703.23.01\t5", ("hts", "value_usd"), 1),
        ("8703.23.01,30000,JP,24 May 2025", ("hts", "value_usd", "origin", "date"), 0),
        ("Ref\tHTS Code\tEntered value\tqty\nA1\t87032301\t5\t2", ("", "hts", "value_usd", "quantity"), 1),
        ("a\tb\tc\nx\t8703.23.01\t12.50\ny\t8704.31.01\t3", ("", "hts", "value_usd"), 1),
        ("hts\tsum\n8703.23.01\t12.50", ("hts", "value_usd"), 1),
        ("hts\thts\tvalue\n1\t2\t3", ("hts", "", "value_usd"), 1),
        ("hello\nworld", ("",), 0),
    ],
)
def test_columns_are_told(text, names, has_titles):
    assert guess(cells_of_text(text)) == Columns(names, bool(has_titles))


def test_rows_are_read_exactly_and_the_others_are_named():
    found = read("hts\tvalue\torigin\tdate\tusjta_claim\n0902.10.10\t1,234.56\tJapan\t2025/7/1\tyes\n"
                 "8703.23.01\tmany\t\t\t\n\t\t\t\t\n8703.23.01\t0\t\t\t\n9021010\t5\t\t\t\n"
                 "0902.10.10\t5\t\t\tmaybe")  # fmt: skip
    (row,) = found.rows
    assert (row.hts, row.value_usd, row.origin, row.date) == (
        "09021010", Decimal("1234.56"), "JP", "2025-07-01",
    )  # fmt: skip
    assert row.facts == {"usjta_claim": "yes"}
    assert [each.split(":")[0] for each in found.problems] == ["Row 3", "Row 5", "Row 6", "Row 7"]
    assert "dropped a zero" in found.problems[2]
    plain = read("8703.23.01,30000")
    assert (plain.rows[0].origin, plain.rows[0].date) == ("JP", "2025-05-24")


def test_without_code_or_value_nothing_is_taken():
    found = rows_of([["a"]], Columns(("date",), False), ON)
    assert found.rows == ()
    assert "tariff code and a value" in found.problems[0]


def test_it_says_how_far_it_is():
    seen = []
    cells = [["8703.23.01", "5"]] * 5000
    rows_of(cells, Columns(("hts", "value_usd"), False), ON, lambda done, total: seen.append((done, total)))
    assert seen == [(2048, 5000), (4096, 5000)]


def test_workbooks_and_csv_files_are_read_and_others_refused():
    book = xlsx_files.write([["hts", "value"], ["8703.23.01", "5"]], "x")
    assert cells_of_file(book, "a.xlsx") == [["hts", "value"], ["8703.23.01", "5"]]
    assert cells_of_file("税番,価額\r\n8703.23.01,5\r\n".encode("cp932"), "a.CSV")[0] == ["税番", "価額"]
    with pytest.raises(UsageError, match="no table"):
        cells_of_file(b"", "a.pdf")
    with pytest.raises(UsageError, match="empty"):
        cells_of_file(b"\n", "a.csv")
    with pytest.raises(UsageError, match="not an Excel workbook"):
        cells_of_file(b"zz", "a.xlsx")


def test_amounts_are_numbers_and_text_never_runs_in_a_workbook():
    content = basket_export.as_workbook(
        ("Code", "Duty"), [("=1+1", "8250.05"), ("x", "no figure"), ("y", "")], frozenset({1}), ["=cmd"]
    )
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    assert book.get_sheet_by_name("Basket").to_python() == [
        ["Code", "Duty"], ["=1+1", 8250.05], ["x", "no figure"], ["y", ""],
    ]  # fmt: skip
    assert book.get_sheet_by_name("About").to_python() == [["=cmd"]]


def test_cells_are_inert_in_csv():
    text = basket_export.as_csv(("Code",), [("=1+1",), ("-5.00",)], ["@x"]).decode()
    assert text.splitlines() == ["Code", "'=1+1", "-5.00", "", "'@x"]


@pytest.mark.parametrize(
    ("title", "found"),
    [("Entered value (US$)", "value_usd"), ("Value (USD)", "value_usd"), ("金額（米ドル）", "value_usd"),
     ("Entered value (JPY)", ""), ("価額（円）", "")],
)  # fmt: skip
def test_dollars_behind_a_title_say_no_more_and_other_money_is_not_taken_for_dollars(title, found):
    cells = [["HTS code", title], ["8703.23.01", "30000"], ["8703.23.01", "1"]]
    assert guess(cells).names[1] == found


@pytest.mark.parametrize(
    ("text", "dollars"),
    [
        ("30,000", 30_000), ("$1,234,567.80", Decimal("1234567.8")), ("1 234.50", Decimal("1234.5")),
        ("30\u00a0000", 30_000), ("30000", 30_000), ("USD 12.5", Decimal("12.5")), ("30.00", 30),
    ],
)  # fmt: skip
def test_amounts_are_read_as_they_are_written(text, dollars):
    (row,) = rows_of([["8703.23.01", text]], Columns(("hts", "value_usd"), has_titles=False), ON).rows
    assert row.value_usd == dollars


@pytest.mark.parametrize("text", ["12,50", "1.234,56", "30.000", "1.234.567", "1,2345", "1,23,456"])
def test_an_amount_that_reads_in_two_ways_is_said_and_not_guessed(text):
    found = rows_of([["8703.23.01", text]], Columns(("hts", "value_usd"), has_titles=False), ON)
    assert not found.rows
    assert "can be read in two ways" in found.problems[0]


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        (["x" * 1_000_000, "5"], "the cell holds 1,000,000 characters"),
        (["8703.23.01", "9" * 1_000_000], "the cell holds 1,000,000 characters"),
        (["8703.23.01", "=1+1"], "is not an amount"),
        (["8703.23.01", "-5"], "negative"),
        (["8703.23.01", "30\x00000"], "is not an amount"),
        (["8703.23.01", "\N{EURO SIGN}30"], "is not an amount"),
    ],
)
def test_what_no_row_can_be_is_named_in_a_sentence_that_a_label_can_show(cells, words):
    found = rows_of([cells], Columns(("hts", "value_usd"), has_titles=False), ON)
    assert not found.rows
    assert words in found.problems[0]
    assert found.problems[0].isprintable()
    assert len(found.problems[0]) < 300


def test_cells_with_line_breaks_are_pasted_as_spreadsheets_copy_them():
    text = 'hts\tvalue\tnote\n8703.23.01\t5\t"a\nb"\n8703.23.01\t7\tz'
    assert cells_of_text(text) == [
        ["hts", "value", "note"], ["8703.23.01", "5", "a\nb"], ["8703.23.01", "7", "z"]
    ]  # fmt: skip


def test_a_cell_typed_anew_is_read_as_a_row_is():
    row = BasketRow(hts="87032301", value_usd=Decimal(5), date="2025-05-24")
    assert with_cell(row, "value_usd", "1,234.50").value_usd == Decimal("1234.5")
    assert with_cell(row, "origin", "KR").origin == "KR"
    assert with_cell(row, "date", "20 September 2025").date == "2025-09-20"
    for field, text in (("hts", "8703"), ("value_usd", "0"), ("origin", "Atlantis"), ("date", "soon")):
        with pytest.raises(UsageError):
            with_cell(row, field, text)
