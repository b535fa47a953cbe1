"""The official schedule, CSV and JSON: read whole, browsed, searched, kept side by side, compared."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing_app import resources
from briefing_app.errors import UsageError
from briefing_app.exchange.hts import HtsFileError, read_edition
from briefing_app.exchange.hts_edition import Edition, Footnote
from briefing_app.exchange.hts_store import EditionStore, RateChange, difference
from briefing_app.tariff.schedule import load_schedule

HERE = Path(__file__).parent
BROKEN = HERE.parent / "broken"
SHARED = HERE.parents[1].parent / "shared"
needs_shared = pytest.mark.skipif(not SHARED.exists(), reason="the shared material is not beside the project")


def small(name: str) -> Edition:
    return read_edition((HERE / name).read_bytes(), name)


@pytest.fixture(scope="module")
def edition() -> Edition:
    return small("hts_small_2025.csv")


@pytest.fixture(scope="module")
def official() -> Edition:
    name = "hts_2025_rev25.csv"
    return read_edition((SHARED / "data" / name).read_bytes(), name)


def at(edition: Edition, code: str) -> int:
    index = edition.find(code)
    assert index is not None
    return index


def test_every_column_is_kept(edition: Edition) -> None:
    row = edition.rows[at(edition, "8457.10.00")]
    assert (row.general, row.special, row.other) == ("4.2%", "Free (A,AU,KR,S) 2.1% (JP)", "30%")
    assert edition.rows[at(edition, "2206.00.45.00")].units == ("liters",)
    assert edition.rows[at(edition, "9904.04.50")].additional == "12.4¢/kg + 2%"
    assert [edition.rows[index].code for index in edition.chapter_99()] == ["99030125", "99040450"]


def test_the_tree_follows_the_indents(edition: Edition) -> None:
    index = at(edition, "8457.10.00.70")
    assert [edition.rows[place].description for place in edition.path(index)] == [
        "Machining centers and machines of several stations:",
        "Machining centers",
        "Made this year:",
        "Without one",
    ]
    assert [edition.rows[child].code for child in edition.children()] == [
        "0902", "2206", "8457", "9102", "99030125", "99040450"
    ]  # fmt: skip
    assert edition.rate_row(index) == at(edition, "8457.10.00")
    assert edition.rate_row(at(edition, "8457")) is None


def test_csv_and_json_read_the_same_but_for_the_footnotes(edition: Edition) -> None:
    from_json = small("hts_small_2025.json")
    assert from_json.rows[at(from_json, "84571000")].footnotes == (
        Footnote(("general",), "1", "See 9903.88.03."),
    )
    for one, other in zip(edition.rows, from_json.rows, strict=True):
        assert (one.code, one.indent, one.description, one.units) == (
            other.code, other.indent, other.description, other.units
        )  # fmt: skip
        assert (one.general, one.special, one.other, one.additional) == (
            other.general, other.special, other.other, other.additional
        )  # fmt: skip


def test_words_find_rows_and_what_stands_above_them_helps(edition: Edition) -> None:
    def codes(text: str) -> list[str]:
        return [edition.rows[hit.index].code for hit in edition.search(text)]

    assert codes("machining centers")[0] == "84571000"
    assert codes("Machining Centres")[0] == "84571000"
    assert codes("sake") == ["2206004500"]
    assert codes("green tea") == ["090210"]
    assert codes("green flavor") == ["09021010", "09021090"]
    assert codes("tool changer") == ["8457100005"]
    assert codes("8457.1") == ["84571000", "8457100005", "8457100070"]
    assert codes("nowhere") == codes("") == []


def test_the_lines_feed_the_calculator(edition: Edition) -> None:
    schedule = edition.schedule()
    line = schedule.require("8457.10.00.05")
    assert (line.hts, line.general, line.units) == ("84571000", "4.2%", ("No.",))
    assert schedule.require("2206.00.45").general == "3¢/liter"
    assert all(not line.hts.startswith("99") for line in schedule)


def test_progress_is_told_and_missing_chapters_are_named(edition: Edition) -> None:
    told: list[tuple[int, int]] = []
    content = (HERE / "hts_small_2025.csv").read_bytes()
    read_edition(content, "a.csv", progress=lambda done, total: told.append((done, total)))
    assert told[-1] == (20, 20)
    gaps = "01 to 08, 10 to 21, 23 to 83, 85 to 90, 92 to 98"
    assert edition.notes == (f"The file does not hold every chapter; missing: {gaps}.",)


def test_two_editions_side_by_side_and_what_changed(edition: Edition, tmp_path: Path) -> None:
    store = EditionStore(tmp_path / "editions")
    assert store.names() == ()
    later = small("hts_small_2026.csv")
    for each in (edition, later, small("hts_small_2025.json")):
        store.save(each)
    assert store.names() == ("hts_small_2025", "hts_small_2026")
    assert store.load("hts_small_2026") == later
    assert store.load("hts_small_2025").rows[10].footnotes  # the JSON form replaced the CSV form of that name
    changes = difference(edition, later)
    assert changes.changed == (
        RateChange("09021090", "other", "Free", "2%"),
        RateChange("84571000", "general", "4.2%", "3.9%"),
    )
    assert (changes.added, changes.removed) == (("22060090",), ("8457100070",))
    assert difference(edition, edition).same
    store.remove("hts_small_2026")
    assert store.names() == ("hts_small_2025",)


@pytest.mark.parametrize("name", ["", "../x", "a/b", ".hidden", "x" * 200])
def test_an_edition_cannot_be_named_like_a_path(tmp_path: Path, name: str) -> None:
    with pytest.raises(UsageError, match="cannot name an edition"):
        EditionStore(tmp_path).load(name)


def test_a_stored_edition_that_is_absent_or_damaged_is_named(edition: Edition, tmp_path: Path) -> None:
    store = EditionStore(tmp_path)
    with pytest.raises(UsageError, match="no edition “2030”"):
        store.load("2030")
    path = store.save(edition)
    path.write_bytes(path.read_bytes()[:-40])
    with pytest.raises(UsageError, match="damaged"):
        store.load(edition.name)


@pytest.mark.parametrize(
    ("name", "row", "message"),
    [
        ("hts_empty.csv", 0, "is empty"),
        ("hts_header_only.csv", 0, "holds no lines"),
        ("hts_web_page.csv", 0, "is a web page"),
        ("hts_utf16.csv", 1, "encoded as UTF-16"),
        ("hts_cp1252.csv", 10, "not in UTF-8: row 10 holds the byte 0xE8"),
        ("hts_cut_in_row.csv", 12, "row 12: the file is cut off"),
        ("hts_cut_between_columns.csv", 12, "is cut off in row 12"),
        ("hts_cut_after_heading.csv", 0, "it ends at “2206”"),
        ("hts_columns.csv", 1, "missing: Special Rate of Duty, Column 2 Rate of Duty"),
        ("hts_width.csv", 7, "row 7: 10 columns instead of 9"),
        ("hts_twice.csv", 14, r"row 14: 0902\.10\.90 is there twice, first in row 7"),
        ("hts_rate.csv", 12, r"row 12 \(8457\.10\.00\): “4\.2% per parsec” is not a rate"),
        ("hts_special.csv", 12, r"row 12 \(8457\.10\.00\): .*opens a bracket"),
        ("hts_code.csv", 12, r"row 12: “8457\.1O\.00” is not a tariff code"),
        ("hts_indent.csv", 12, "row 12: the indent “one”"),
        ("hts_units.csv", 14, r"row 14: “No\.” is not a list of units"),
        ("hts_cut.json", 11, "cut off or is not JSON: item 11"),
        ("hts_not_a_list.json", 0, "not the list of rows"),
        ("hts_fields.json", 5, "item 5: these fields are missing: general"),
        ("hts_units.json", 5, "item 5: “units” is not a list"),
        ("hts_rate.json", 3, "item 3 .*“six percent” is not a rate"),
        ("hts_footnotes.json", 3, "item 3: the footnotes are not a list"),
        ("hts_not_text.json", 3, "item 3: “special” is not text"),
        ("hts_twice.json", 8, r"item 8: 0902\.10\.10 is there twice, first in item 3"),
    ],
)
def test_a_broken_file_is_refused_with_its_row(name: str, row: int, message: str) -> None:
    with pytest.raises(HtsFileError, match=message) as caught:
        read_edition((BROKEN / name).read_bytes(), name)
    assert caught.value.row == row
    assert caught.value.hint


def test_every_broken_file_is_used_here() -> None:
    named = (Path(__file__)).read_text(encoding="utf-8")
    assert [path.name for path in BROKEN.glob("hts_*") if path.name not in named] == []


@given(st.integers(0, 10_000))
def test_a_file_cut_anywhere_is_refused_or_is_a_whole_beginning(length: int) -> None:
    content = (HERE / "hts_small_2025.csv").read_bytes()
    whole = read_edition(content, "a.csv").rows
    cut = content[: length % len(content)]
    try:
        rows = read_edition(cut, "a.csv").rows
    except HtsFileError:
        return
    assert rows == whole[: len(rows)]


@given(st.binary(max_size=300))
def test_no_bytes_end_in_anything_but_a_known_error(content: bytes) -> None:
    with pytest.raises(HtsFileError):
        read_edition(content, "a.csv")


@pytest.mark.shared
@needs_shared
def test_the_official_file_reads_whole(official: Edition) -> None:
    assert len(official.rows) == 36_136
    assert official.notes == ()
    assert sum(len(row.code) == 10 for row in official.rows) == 19_768
    assert len(official.chapter_99()) > 1_000
    for text, code in (("machining centers", "84571000"), ("green tea", "090220"), ("sake", "2206004500")):
        assert official.rows[official.search(text)[0].index].code == code


@pytest.mark.shared
@needs_shared
def test_the_shipped_schedule_is_the_official_one_line_by_line(official: Edition) -> None:
    shipped = load_schedule(resources.path("tariff", "us", "schedule.csv"))
    theirs = {line.hts: (line.general, line.special) for line in official.schedule()}
    assert theirs == {line.hts: (line.general, line.special) for line in shipped}


@pytest.mark.shared
@needs_shared
def test_the_official_file_is_stored_small_and_comes_back_whole(official: Edition, tmp_path: Path) -> None:
    store = EditionStore(tmp_path)
    path = store.save(official)
    assert path.stat().st_size < 1_000_000
    assert store.load(official.name) == official
    assert difference(official, store.load(official.name)).same
