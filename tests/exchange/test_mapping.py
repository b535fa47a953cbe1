"""Foreign tables find their fields; what finds none is kept as text."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing_app.domain.records import Participant, TypedDate
from briefing_app.errors import UsageError
from briefing_app.exchange import mapping, tables

ON = date(2025, 5, 24)
JAPANESE = ["年月日", "件名", "開催地", "出席者", "担当課", "備考"]
ROWS = [["令和7年5月23日", "第3回協議", "ワシントン", "赤澤、ベッセント", "北米二課", "90分"]]


def found(name):
    return {"赤澤": ("akazawa",), "ベッセント": ("bessent", "other")}.get(name, ())


def read(header, rows, kind="event", chosen=None, find_people=found):
    chosen = chosen or mapping.guess(header, rows, kind)
    return tables.read(mapping.mapped(header, rows, chosen, kind), kind, on=ON, find_people=find_people)


def test_a_japanese_sheet_is_understood_and_nothing_is_lost():
    result = read(JAPANESE, ROWS)
    (event,) = result.records
    assert event.title == "第3回協議"
    assert event.dates == (TypedDate("2025-05-23", as_typed="令和7年5月23日"),)
    assert event.place == "ワシントン"
    assert event.participants == (Participant("akazawa"),)
    assert event.summary.splitlines() == ["90分", "担当課: 北米二課", "People: ベッセント"]
    assert any("ベッセント: not one known person" in str(problem) for problem in result.problems)


def test_headings_of_others_are_guessed_each_field_once():
    header = ["Meeting date", "Subject", "Venue", "Attendees", "Date entered", "Ref."]
    assert mapping.guess(header, [], "event") == ("date", "title", "place", "people", "+", "+")
    assert mapping.guess_kind(header) == "event"
    assert mapping.guess_kind(["Surname", "First name", "Job title", "Agency"]) == "person"
    assert mapping.guess_kind(["氏名", "ふりがな", "役職", "所属"]) == "person"


def test_a_column_of_dates_is_found_without_a_heading():
    rows = [["talks", "23 May 2025"], ["call", "2025-06-13"], ["letter", ""]]
    assert mapping.guess(["", "column 2"], rows, "event") == ("", "date")


def test_a_person_needs_some_name_and_a_family_name_will_do():
    assert mapping.missing(("family", "post"), "person") == ()
    assert mapping.missing(("post",), "person") == ("Name",)
    (person,) = read(
        ["Surname", "First name", "Agency"], [["Lutnick", "Howard", "Commerce"]], "person"
    ).records
    assert person.names[0].full == "Howard Lutnick"


@pytest.mark.parametrize(
    ("chosen", "words"),
    [
        (("date", "date", "title"), 'Two columns are to become "Date"'),
        (("date", "", ""), 'No column becomes "What happened"'),
    ],
)
def test_a_choice_that_cannot_be_is_refused_by_name(chosen, words):
    with pytest.raises(UsageError, match=words):
        read(["a", "b", "c"], [["2025-05-23", "2025-05-24", "x"]], chosen=chosen)


def test_a_bad_row_is_named_and_the_rest_goes_in():
    result = read(["date", "title"], [["32 May 2025", "no"], ["2025-05-23", "yes"]])
    assert [event.title for event in result.records] == ["yes"]
    assert [(problem.place, problem.fatal) for problem in result.problems] == [("row 2", True)]


CELLS = st.text(st.characters(blacklist_categories=("Cs", "Cc")), max_size=12)


@given(st.lists(CELLS, min_size=1, max_size=6), st.lists(st.lists(CELLS, max_size=7), max_size=4))
def test_every_cell_of_a_named_column_comes_in(header, rows):
    rows = [["2025-05-23", "title", *row[: len(header)]] for row in rows]
    header = ["date", "title", *header]
    chosen = ("date", "title", *("+" if name.strip() else "" for name in header[2:]))
    for row, event in zip(rows, read(header, rows, chosen=chosen).records, strict=True):
        for name, cell in zip(header[2:], row[2:], strict=False):
            if name.strip() and cell.strip():
                assert f"{name.strip()}: {cell.strip()}" in event.summary
