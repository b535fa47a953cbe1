"""A line typed in a meeting becomes an event, or says why not."""

from __future__ import annotations

from datetime import date

import pytest

from briefing_app.domain.quick_entry import Known, read_line
from briefing_app.domain.records import Participant, Person, PersonName, Source

AKAZAWA = Person(
    id="p-1", names=(PersonName("Akazawa Ryosei", family="Akazawa"), PersonName("赤沢 亮正", "Jpan"))
)
BESSENT = Person(id="p-2", names=(PersonName("Scott Bessent", family="Bessent"),))
GLASS = Person(id="p-3", names=(PersonName("George Glass", family="Glass"),))
GEORGE = Person(id="p-4", names=(PersonName("George Smith", family="Smith"),))
MOFA = Source(id="s-1", title="Readout of the call", publisher="MOFA")
KNOWN = Known(
    (AKAZAWA, BESSENT, GLASS, GEORGE), (MOFA,), frozenset({"Talks", "Measures"}), frozenset({"talks"})
)
ON = date(2025, 5, 24)


def test_the_whole_line_is_understood():
    draft = read_line("2025-05-23 3rd round, Washington @Akazawa @Bessent #talks ^mofa", KNOWN, ON)
    assert draft.is_ready
    event = draft.event
    assert (event.title, event.place, event.lanes, event.category) == (
        "3rd round",
        "Washington",
        ("Talks",),
        "talks",
    )
    assert [each.edtf for each in event.dates] == ["2025-05-23"]
    assert event.participants == (Participant("p-1"), Participant("p-2"))
    assert event.sources == ("s-1",)


@pytest.mark.parametrize(
    ("line", "edtf", "typed"),
    [
        ("23 May 2025 call", "2025-05-23", "23 May 2025"),
        ("mid-June 2025 G7 summit", "2025-06-1X", "mid-June 2025"),
        ("by 9 July pause ends", "../2025-07-09", "by 9 July"),
        ("2025年5月23日 電話会談", "2025-05-23", "2025年5月23日"),
        ("tomorrow call", "2025-05-25", "tomorrow"),
        ("next Tuesday call", "2025-05-27", "next Tuesday"),
        ("by 9 July, 17:00 answer", "../2025-07-09T17:00:00", "by 9 July, 17:00"),
        (
            "Friday, 23 May 2025, 2–4 pm talks",
            "2025-05-23T14:00:00/2025-05-23T16:00:00",
            "Friday, 23 May 2025, 2–4 pm",
        ),
        ("来週火曜日 協議", "2025-05-27", "来週火曜日"),
    ],
)
def test_dates_are_read_as_typed_and_what_was_typed_is_kept(line, edtf, typed):
    event = read_line(line, KNOWN, ON).event
    assert event.dates[0].edtf == edtf
    assert event.dates[0].as_typed == typed
    assert event.title


def test_a_japanese_name_finds_the_person_and_unknown_topics_are_tags():
    event = read_line("2025-05-23 会談 @赤沢 #autos", KNOWN, ON).event
    assert event.participants == (Participant("p-1"),)
    assert event.tags == ("autos",)


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("3rd round, Washington", "begins with its date"),
        ("2025-05-23", "comes what happened"),
        ("2025-05-23 call @Nobody", 'No person here is called "Nobody"'),
        ("2025-05-23 call @George", "can be George Glass, George Smith"),
    ],
)
def test_what_cannot_be_understood_is_said(line, problem):
    draft = read_line(line, KNOWN, ON)
    assert not draft.is_ready
    assert problem in " ".join(draft.problems)


def test_a_source_that_nobody_knows_is_a_new_one():
    draft = read_line("2025-05-23 call ^mofa ^White_House ^White_House", KNOWN, ON)
    assert draft.is_ready
    assert draft.event.sources == ("s-1",)
    assert draft.new_sources == ("White House",)


def test_an_empty_line_is_no_problem_and_no_event():
    assert read_line("  ", KNOWN, ON).problems == ()


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("call with nobody", "行は日付で始めてください。例：2025年5月23日、2025-05-23"),
        ("2025年5月23日", "日付の後に、何があったかを書いてください。"),
        ("2025-05-23 会談 @石破", "「石破」という人物はいません。"),
        (
            "2025-05-23 会談 @George",
            (
                "「George」に当たるものが複数あります（George Glass、George Smith）。"
                "名前をもう少し書いてください。"
            ),
        ),
    ],
)
def test_problems_are_said_in_japanese(line, problem):
    assert read_line(line, KNOWN, ON, "ja").problems == (problem,)


@pytest.mark.parametrize(
    ("line", "title", "place"),
    [
        ("2025年5月23日 第3回閣僚協議、ワシントン", "第3回閣僚協議", "ワシントン"),
        ("2025年5月23日 第3回閣僚協議，カナナスキス", "第3回閣僚協議", "カナナスキス"),
        ("2025年5月23日 事務方協議、東京", "事務方協議", "東京"),
        ("2025年5月23日 説明会、霞が関、外務省", "説明会、霞が関", "外務省"),
        ("2025年5月23日 自動車、鉄鋼の追加関税", "自動車、鉄鋼の追加関税", ""),
        ("2025年5月23日 赤沢、ベッセント会談", "赤沢、ベッセント会談", ""),
    ],
)
def test_what_is_surely_a_place_after_a_japanese_comma_is_taken_for_one(line, title, place):
    event = read_line(line, KNOWN, date(2025, 6, 1), "ja").event
    assert (event.title, event.place) == (title, place)
