"""What a commission calls for."""

from __future__ import annotations

from datetime import date

import pytest

from briefing_app.domain.records import Event
from briefing_app.reports.briefing import TEMPLATES
from briefing_app.reports.commission import Commission, briefing_of, plan, working_days_before
from briefing_app.store import codec

TODAY = date(2025, 6, 9)
ROUND = Event(id="r6", title="6th round", participants=())


def planned(**answers):
    return plan(Commission(**answers), TODAY, "en")


@pytest.mark.parametrize(
    ("answers", "template"),
    [
        ({"likelihood": "unlikely"}, "qa"),
        ({"likelihood": "possible", "minutes": 90}, "one-page"),
        ({"minutes": 20}, "one-page"),
        ({"minutes": 90}, "book"),
        ({"reader": "official"}, "chronology"),
        ({"form": "options", "likelihood": "unlikely"}, "scenario-sheet"),
        ({"form": "duties"}, "duty-sheet"),
        ({"form": "card"}, "pocket-card"),
    ],
)
def test_the_answers_choose_the_paper_and_say_why(answers, template):
    found = planned(**answers)
    assert found.template == template
    assert found.template in TEMPLATES
    assert found.why.endswith(".")


def test_consecutive_interpretation_halves_what_can_be_said():
    plain = planned(minutes=40)
    spoken = planned(minutes=40, interpreting="consecutive")
    assert (plain.speaking_minutes, spoken.speaking_minutes) == (20, 10)
    assert spoken.points == 4
    short = planned(minutes=20, interpreting="consecutive", to_raise=("a", "b", "c"))
    assert short.points == 2
    assert "Of 20 minutes our side speaks about 5 minutes, halved by consecutive" in short.advice[0]
    assert "3 points are to be raised; there is time for 2." in short.advice


def test_reasons_and_advice_are_said_in_japanese_too():
    found = plan(Commission(minutes=20, interpreting="consecutive"), TODAY, "en", said_in="ja")
    assert found.why == "首席の短い会談：一枚紙。"
    assert (
        found.advice[0] == "20分のうち当方の発言は約5分（逐次通訳のため半分）：2点、1500字（英語650語）まで。"
    )
    assert found.title == "One-page brief"


def test_it_is_due_two_working_days_ahead_and_says_when_that_is_past():
    assert working_days_before(date(2025, 6, 13), 2) == date(2025, 6, 11)
    assert working_days_before(date(2025, 6, 16), 2) == date(2025, 6, 12)
    assert working_days_before(date(2025, 6, 15), 1) == date(2025, 6, 13)
    assert planned(day=date(2025, 6, 13)).due == date(2025, 6, 11)
    assert any("past already" in line for line in planned(day=date(2025, 6, 10)).advice)


def test_the_paper_takes_over_the_answers_and_is_stored_with_them():
    asked = Commission(
        purpose="Open the sixth round.", meeting=ROUND, minutes=20, to_raise=("Cars first.", "No deadline.")
    )
    made = briefing_of(asked, plan(asked, TODAY, "en"), "en", TODAY)
    assert (made.template, made.title, made.as_of) == ("one-page", "6th round", "2025-06-09")
    texts = {block.type: block.text for block in made.blocks}
    assert texts["purpose"] == "Open the sixth round."
    assert texts["messages"] == "- Cars first.\n- No deadline."
    assert made.settings["commission_meeting"] == "r6"
    assert codec.decode("briefing", codec.encode(made)) == made


def test_a_book_begins_with_its_purpose():
    asked = Commission(purpose="目的。", minutes=120)
    made = briefing_of(asked, plan(asked, TODAY, "ja"), "ja", TODAY)
    assert made.template == "book"
    assert (made.blocks[0].text, made.blocks[0].options["heading"]) == ("目的。", "目的")


def test_what_there_is_time_for_is_said_in_round_numbers():
    found = plan(Commission(minutes=45, interpreting="consecutive"), TODAY, "en")
    assert found.advice[0] == (
        "Of 45 minutes our side speaks about 11 minutes, halved by consecutive interpretation: "
        "4 points, 1460 words or 3380 characters."
    )
