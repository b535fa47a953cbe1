"""The shipped schedule: every line found by its code, and every code that is none answered by name."""

from __future__ import annotations

import csv
import tomllib
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing_app import resources
from briefing_app.errors import UsageError
from briefing_app.tariff.schedule import CodeError, Schedule, digits, dotted, load_schedule
from briefing_app.tariff.units import unit_name

SHARED = Path(__file__).resolve().parents[2].parent / "shared"


@pytest.fixture(scope="module")
def schedule() -> Schedule:
    return load_schedule(resources.path("tariff", "us", "schedule.csv"))


def test_the_shipped_schedule_is_the_one_its_sidecar_describes(schedule: Schedule) -> None:
    sidecar = tomllib.loads(resources.text("tariff", "us", "schedule.toml"))
    content = resources.path("tariff", "us", "schedule.csv").read_bytes()
    assert len(schedule) == sidecar["lines"] == 11_414
    assert sha256(content).hexdigest() == sidecar["sha256"]


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.exists(), reason="the shared material is not beside the project")
def test_the_shipped_rates_are_those_of_the_compiled_facts(schedule: Schedule) -> None:
    with (SHARED / "facts" / "us_schedule_2025.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            line = schedule.line(row["hts"])
            assert line is not None
            assert line.hts == row["hts"]
            assert (line.general, line.special) == tuple(
                " ".join(row[c].split()) for c in ("general", "special")
            )


@pytest.mark.parametrize("code", ["87032301", "8703.23.01", "8703.23.01.60", " 8703 23 01 ", "8703-23-01"])
def test_a_code_is_found_in_every_form_people_type(schedule: Schedule, code: str) -> None:
    line = schedule.require(code)
    assert (line.hts, line.general, line.units) == ("87032301", "2.5%", ("No.",))


def test_eight_digits_lead_to_the_ten_digit_line_that_has_the_rate(schedule: Schedule) -> None:
    assert schedule.require("8540.11.24").hts == "8540112401"
    assert schedule.require("8540.11.24.01").hts == "8540112401"


def test_every_line_finds_itself(schedule: Schedule) -> None:
    for line in schedule:
        assert schedule.line(line.hts) == line
        assert schedule.line(line.dotted) == line


def test_ten_digit_lines_of_different_rates_are_offered_to_choose_from() -> None:
    rows = [("1234567801", "kg", "1%", ""), ("1234567802", "kg", "2%", "")]
    with pytest.raises(CodeError, match=r"1234\.56\.78\.01, 1234\.56\.78\.02") as caught:
        Schedule(rows).line("12345678")
    assert caught.value.reason == "choose"
    assert [line.general for line in caught.value.nearest] == ["1%", "2%"]


def test_an_unknown_statistical_suffix_is_not_guessed(schedule: Schedule) -> None:
    with pytest.raises(CodeError) as caught:
        schedule.require("8540.11.24.77")
    assert caught.value.reason == "choose"
    assert caught.value.nearest[0].hts == "8540112401"


@pytest.mark.parametrize("code", ["", "car", "87O32301", "12345678901", "8703,23,01", "８７０３２３０１x"])
def test_a_malformed_code_is_named(schedule: Schedule, code: str) -> None:
    with pytest.raises(CodeError, match="is not a tariff code") as caught:
        schedule.require(code)
    assert caught.value.reason == "malformed"


def test_a_short_code_is_answered_with_the_lines_beneath_it(schedule: Schedule) -> None:
    assert schedule.line("8703") is None
    with pytest.raises(CodeError, match="too short") as caught:
        schedule.require("8703")
    assert caught.value.reason == "short"
    assert all(line.hts.startswith("8703") for line in caught.value.nearest)


@pytest.mark.parametrize(
    ("typed", "meant"), [("8730.23.01", "87032301"), ("8703.23.00", "87032301"), ("2206.00.54", "22060045")]
)
def test_an_unknown_code_suggests_what_was_meant(schedule: Schedule, typed: str, meant: str) -> None:
    with pytest.raises(CodeError, match="is not a line of the schedule") as caught:
        schedule.require(typed)
    assert caught.value.reason == "unknown"
    assert meant in [line.hts for line in caught.value.nearest]


@given(st.text(alphabet="0123456789", min_size=4, max_size=10))
def test_any_code_gives_a_line_or_five_suggestions(schedule: Schedule, code: str) -> None:
    try:
        found = [schedule.require(code)]
    except CodeError as error:
        found = list(error.nearest)
    assert found


def test_under_gives_the_lines_of_a_heading_in_order(schedule: Schedule) -> None:
    codes = [line.hts for line in schedule.under("8703.23")]
    assert codes == sorted(codes)
    assert all(code.startswith("870323") for code in codes)
    assert schedule.under("9999") == ()


def test_every_unit_of_the_schedule_has_a_name(schedule: Schedule) -> None:
    assert {unit for line in schedule for unit in line.units if unit_name(unit) is None} == {"Jwls."} - {
        "Jwls."
    }


def test_units_needed_puts_first_what_the_duty_hangs_on(schedule: Schedule) -> None:
    assert schedule.require("2206.00.45").units_needed == ("liter",)
    assert schedule.require("2204.30.00").units_needed == ("liter", "pf. liter")
    assert schedule.require("8703.23.01").units_needed == ("No.",)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("hts,general\n", "is not a schedule file"),
        ("", "is not a schedule file"),
        ("hts,units,general,special\n0101210,No.,Free,\n", "line 2"),
        ("hts,units,general,special\n01012100,No.,Free,\n01012900,No.\n", "line 3"),
    ],
)
def test_a_broken_schedule_file_is_refused_by_line(tmp_path: Path, content: str, message: str) -> None:
    path = tmp_path / "schedule.csv"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(UsageError, match=message):
        load_schedule(path)


@given(st.text(alphabet="0123456789", min_size=8, max_size=10).filter(lambda code: len(code) != 9))
def test_dots_come_and_go(code: str) -> None:
    assert digits(dotted(code)) == code
