"""Workbooks of many rows: what was written is what another reader finds, and nothing in it can run."""

from __future__ import annotations

import io
import zipfile
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from briefing_app.errors import UsageError
from briefing_app.exchange import basket_export, xlsx_rows
from briefing_app.tariff.portfolio import StoppedError


def sheet(content, name="Basket"):
    return CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_name(name).to_python()


def test_numbers_are_numbers_and_everything_else_is_text():
    rows = [("1", "=1+1", "8250.00"), ("2", "@x <b>&amp;", ""), ("3", "007", "no figure")]
    content = basket_export.as_workbook(("row", "good", "duty"), rows, frozenset({0, 2}), ["=note"])
    assert sheet(content) == [
        ["row", "good", "duty"], [1.0, "=1+1", 8250.0], [2.0, "@x <b>&amp;", ""], [3.0, "007", "no figure"],
    ]  # fmt: skip
    assert sheet(content, "About") == [["=note"]]
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        texts = [book.read(name).decode() for name in book.namelist()]
    assert not any("<f>" in text or "<f " in text for text in texts)
    for text in texts:
        ElementTree.fromstring(text.encode())


def styles_of(content):
    """The format of each cell with a number, and the width of each column."""
    ns = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        root = ElementTree.fromstring(parts.read("xl/worksheets/sheet1.xml"))
        styles = ElementTree.fromstring(parts.read("xl/styles.xml"))
    codes = {each.get("numFmtId"): each.get("formatCode") for each in styles.iter(f"{ns}numFmt")}
    forms = [codes.get(each.get("numFmtId"), "") for each in styles.find(f"{ns}cellXfs")]
    cells = {
        each.get("r"): forms[int(each.get("s", "0"))]
        for each in root.iter(f"{ns}c")
        if each.find(f"{ns}v") is not None
    }
    return cells, [float(each.get("width")) for each in root.iter(f"{ns}col")]


def test_a_number_has_the_form_of_what_it_is_and_its_column_the_room_that_it_needs():
    rows = [("1", "日本語の品名です", "10000000000.00", "0.194000", "1.250")]
    content = basket_export.as_workbook(
        ("row", "good", "duty", "rate", "quantity"), rows, {0, 2, 3, 4},
        forms={0: "plain", 3: "share", 4: "plain"},
    )  # fmt: skip
    cells, widths = styles_of(content)
    assert cells == {"A2": "", "C2": "#,##0.00##", "D2": "0.00##%", "E2": ""}
    assert widths[1] >= 2 * len("日本語の品名です")
    assert widths[2] >= len("10,000,000,000.00") + 1


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(st.text(max_size=12), min_size=2, max_size=4), min_size=1, max_size=6))
def test_every_text_is_read_back_but_for_what_no_workbook_can_hold(rows):
    book = xlsx_rows.Book()
    book.add_sheet("x", [["t"], *rows])
    content = book.content()
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        root = ElementTree.fromstring(parts.read("xl/worksheets/sheet1.xml"))
    ns = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    found = {cell.get("r"): cell.find(f"{ns}is/{ns}t").text for cell in root.iter(f"{ns}c")}
    for number, row in enumerate(rows, 2):
        for column, cell in enumerate(row):
            wanted = xlsx_rows._ESCAPED.sub("_x005F_", xlsx_rows._NOT_XML.sub("\ufffd", cell))
            assert (found.get(f"{xlsx_rows.letters(column)}{number}") or "") == wanted


def test_columns_are_lettered_as_spreadsheets_do():
    assert [xlsx_rows.letters(at) for at in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]


def test_a_cell_of_a_megabyte_is_cut_to_what_a_cell_holds():
    content = basket_export.as_workbook(("a",), [("x" * 1_000_000,)], frozenset())
    assert len(sheet(content)[1][0]) == 32_767


def test_it_is_stopped_on_the_way_and_more_rows_than_a_sheet_holds_are_refused(monkeypatch):
    seen = []

    def told(count):
        seen.append(count)
        if count >= 1000:
            raise StoppedError

    with pytest.raises(StoppedError):
        basket_export.as_workbook(("a",), ([str(at)] for at in range(5000)), frozenset(), told=told)
    assert seen == [500, 1000]
    monkeypatch.setattr(basket_export, "MOST_ROWS", 3)
    with pytest.raises(UsageError, match="3 rows at most"):
        basket_export.as_workbook(("a",), [["1"], ["2"], ["3"]], frozenset())


def test_nul_in_a_text_does_not_stop_a_csv_export():
    assert basket_export.as_csv(("a",), [("x\x00y",)]) == b"a\r\nxy\r\n"
