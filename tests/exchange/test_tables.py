"""Tables and files of records: what is written is read back; what cannot be read is named with its row."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing_app.domain.records import KINDS, Event, Kind, Note, Person, Record, title_of
from briefing_app.errors import UsageError
from briefing_app.exchange import csv_files, formats, json_files
from briefing_app.exchange.incoming import plan
from briefing_app.exchange.result import ImportResult
from tests.strategies import random_records

ON = date(2025, 5, 24)


@pytest.mark.parametrize("kind", KINDS)
def test_a_csv_file_of_every_kind_reads_back(kind: Kind) -> None:
    @settings(max_examples=60)
    @given(st.lists(random_records.BY_KIND[kind], max_size=3))
    def proof(records: list[Record]) -> None:
        content = formats.write(records, "x.csv", kind, private=True, contact=True)
        result = formats.read(content, "x.csv", kind)
        assert list(result.records) == records
        assert not result.problems

    proof()


@settings(max_examples=60)
@given(st.lists(random_records.any_record, max_size=4))
def test_a_csv_file_of_several_kinds_reads_back(records: list[Record]) -> None:
    result = formats.read(formats.write(records, "x.csv", None, private=True, contact=True), "x.csv", None)
    assert list(result.records) == records
    assert not result.problems


def test_the_kind_asked_for_is_taken_from_a_mixed_table() -> None:
    result = formats.read(b"record,title\nnote,x\nevent,y\n", "x.csv", "note")
    assert [title_of(record) for record in result.records] == ["x"]
    assert [str(problem) for problem in result.problems] == [
        "row 3: this row is of the kind event, not note."
    ]
    assert len(formats.read(b"record,title\nnote,x\nevent,y\n", "x.csv", None).records) == 2


def test_a_row_of_a_mixed_table_may_not_hold_fields_of_another_kind() -> None:
    content = b"record,title,body,place\nnote,x,y,\nnote,x,,Tokyo\nevent,x,,Tokyo\nmemo,x,,\n"
    result = formats.read(content, "x.csv", None)
    assert [record.record_kind for record in result.records] == ["note", "event"]
    assert [str(problem)[:40] for problem in result.problems] == [
        "row 3: place: a note has no such field.", 'row 5: There is no record kind "memo". U',
    ]  # fmt: skip


@settings(max_examples=100)
@given(st.lists(random_records.any_record, max_size=4))
def test_a_json_file_of_all_kinds_reads_back(records: list[Record]) -> None:
    in_order = sorted(records, key=lambda record: KINDS.index(record.record_kind))
    result = formats.read(formats.write(records, "x.json", None), "x.json", None)
    assert list(result.records) == in_order
    assert result.read == len(records)


def test_a_workbook_holds_text_and_no_formula() -> None:
    event = Event(title='=HYPERLINK("http://x")', id="e", category="007", tags=("+1",))
    result = formats.read(formats.write([event], "x.xlsx", "event"), "x.xlsx", "event")
    assert result.records == (event,)


@given(st.text(max_size=10))
def test_an_inert_cell_reads_back_and_is_no_formula(cell: str) -> None:
    safe = csv_files.inert(cell)
    assert csv_files.alive(safe) == cell
    number = cell[1:].removeprefix("$").removesuffix("%").replace(",", "").replace(".", "", 1).isdecimal()
    assert safe[:1] not in set("=+-@\t\r") or number


@pytest.mark.parametrize("cell", ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "＝1+1"])
def test_dangerous_cells_get_an_apostrophe(cell: str) -> None:
    assert csv_files.inert(cell) == f"'{cell}"
    content = csv_files.write([[cell]]).decode("utf-8-sig")
    assert next(csv.reader(io.StringIO(content, newline=""))) == [f"'{cell}"]


def test_numbers_stay_numbers() -> None:
    assert [csv_files.inert(cell) for cell in ("-0.2", "+5", "12.50", "2025-05-23")] == [
        "-0.2", "+5", "12.50", "2025-05-23",
    ]  # fmt: skip


@pytest.mark.parametrize("cell", ["-2.5%", "+8.6%", "-$9,525.00", "+$14,280.00", "-1,250.5"])
def test_signed_percentages_and_amounts_stay_figures(cell: str) -> None:
    assert csv_files.inert(cell) == cell
    assert csv_files.alive(cell) == cell
    assert csv_files.alive(f"'{cell}") == cell  # as files written before have it


@pytest.mark.parametrize("cell", ["-2%+1", "+$1*2", "-1,2", "-$", "+%", "-12%%", "+8.63 points", "-5%=1"])
def test_what_only_begins_like_a_figure_is_made_inert(cell: str) -> None:
    assert csv_files.inert(cell) == f"'{cell}"


def test_a_table_filled_by_hand() -> None:
    content = (
        b"title,date,zone,lanes,tags\n3rd round,23 May 2025,America/New_York,Talks; Leaders,\n"
        b"G7,mid-June,,,a\nDeadline,by 9 July 2025,,,\n"
    )
    result = formats.read(content, "x.csv", None, on=ON)
    events = [record for record in result.records if isinstance(record, Event)]
    assert [event.dates[0].edtf for event in events] == ["2025-05-23", "2025-06-1X", "../2025-07-09"]
    assert events[0].lanes == ("Talks", "Leaders")
    assert events[1].dates[0].as_typed == "mid-June"
    assert [str(problem) for problem in result.problems] == [
        'row 2: date "23 May 2025": Read as 23 May 2025.',
        'row 3: date "mid-June": Read as mid-June 2025 (10–19).',
        'row 4: date "by 9 July 2025": Read as until 9 July 2025.',
    ]
    assert not any(problem.fatal for problem in result.problems)


def test_people_by_hand_in_two_scripts() -> None:
    header = "name,native_name,reading,country,post"
    content = f"{header}\nAkazawa Ryosei,赤沢亮正,あかざわ りょうせい,JP,Minister\n".encode()
    person = formats.read(content, "p.csv", None).records[0]
    assert isinstance(person, Person)
    assert [name.full for name in person.names] == ["Akazawa Ryosei", "赤沢亮正"]
    assert person.posts[0].title == "Minister"


def test_japanese_windows_text_and_other_delimiters_are_read() -> None:
    assert (
        title_of(formats.read("title,body\n関税,本文\n".encode("cp932"), "x.csv", None).records[0]) == "関税"
    )
    assert title_of(formats.read(b"title;body\nx;y\n", "x.csv", None).records[0]) == "x"
    assert title_of(formats.read(b"title\tbody\nx\ty\n", "x.csv", None).records[0]) == "x"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "The table is empty"),
        (b"title\nx\n", "do not tell what the table holds"),
        (b"title,body,colour\nx,y,z\n", 'The column "colour" is not one of a note'),
        (b"title,body,title\nx,y,z\n", 'The column "title" stands twice'),
        (b"title,body\nx\x00,y\n", "NUL"),
        (b"\xff\xfe\x81", "UTF-16 file is cut off"),
        (b'title,body\n"x,y\n', "not a CSV file that can be read"),
    ],
)
def test_tables_that_are_refused(content: bytes, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        formats.read(content, "x.csv", None)


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("x,05/06/2025,,", "row 2: date: .*more than one way"),
        ("x,someday,,", "row 2: date: .*cannot be read"),
        (",2025-05-23,,", "row 2: .*title"),
        ("x,,Asia/Tokyo,", "row 2: date: is empty"),
        ("x,2025-05-23,,{", "row 2: participants: JSON is needed"),
        ("x,2025-05-23,,,,z", "row 2: there are 6 cells for 4 columns"),
        ("x,2025-05-23,,\"[{\"\"person\"\":1}]\"", "row 2: .*participants"),
    ],
)  # fmt: skip
def test_rows_that_cannot_be_read_are_named(row: str, message: str) -> None:
    content = f"title,date,zone,participants\n{row}\ngood,2025-05-23,,\n".encode()
    result = formats.read(content, "x.csv", None, on=ON)
    assert len(result.records) == 1
    assert result.read == 2
    assert any(problem.fatal and re.search(message, str(problem)) for problem in result.problems)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "empty"),
        (b"{", "not JSON"),
        (b"\xff", "not UTF-8"),
        (b"[1]", "does not say what kind"),
        (b'{"title":"x"}', "does not say what kind"),
        (b'{"briefing_desk":2}', "format 2"),
        (b'{"briefing_desk":1,"memo":[]}', 'unknown key "memo"'),
        (b'{"briefing_desk":1,"note":{}}', "must hold a list"),
        (b'{"briefing_desk":1,"note":[],"note":[]}', "stands twice"),
        (b'{"briefing_desk":1,"x":NaN}', "not a number"),
        (b'{"briefing_desk":1,"x":"\\ud800"}', "half a character"),
        (b"[" * 100_000, "nested too deeply"),
    ],
)
def test_json_files_that_are_refused(content: bytes, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        formats.read(content, "x.json", None)


@pytest.mark.parametrize(
    ("read_it", "message"),
    [
        (lambda: formats.read(b"x", "x.pages", None), "no ending that is known"),
        (lambda: formats.read(b"x", "x", None), "no ending that is known"),
        (lambda: formats.read(b"x", "x.md", "event"), "kind note, not event"),
        (lambda: formats.write([], "x.vcf", "note"), "kind person"),
        (lambda: formats.read(b"not a workbook", "x.xlsx", "note"), "not an Excel workbook"),
        (
            lambda: formats.write([Note(title="x", id="n", body="y" * 40_000)], "x.xlsx", "note"),
            "Excel holds",
        ),
    ],
)
def test_endings_and_kinds_that_do_not_fit(read_it: Callable[[], object], message: str) -> None:
    with pytest.raises(UsageError, match=message):
        read_it()


def test_the_plan_of_an_import_tells_new_changed_and_same() -> None:
    here = {("note", "a"): Note(title="A", id="a"), ("note", "b"): Note(title="B", id="b")}
    records = (Note(title="A", id="a"), Note(title="B2", id="b"), Note(title="C", id="c"), Note(title="D"),
               Note(title="again", id="c"))  # fmt: skip
    changes, receipt = plan(ImportResult(records, (), 5), lambda kind, key: here.get((kind, key)), "Import")
    assert (receipt.read, receipt.added, receipt.updated, receipt.skipped, receipt.failed) == (5, 2, 1, 1, 1)
    assert "stands twice" in str(receipt.problems[0])
    assert [change.id for change in changes.changes] == list(receipt.ids)
    assert receipt.ids[2].startswith("note-")


def test_reading_as_records_reports_every_fault_at_once() -> None:
    with pytest.raises(UsageError, match=r'record 1.*"colour".*record 3.*title'):
        json_files.read_records(b'[{"title":"x","colour":1},{"title":"y"},{}]', "note")
