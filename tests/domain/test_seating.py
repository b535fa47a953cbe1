"""Seating: order of honour, everybody has one seat, hands win."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing_app.domain.records import Delegation, SeatTaken
from briefing_app.domain.seating import moved, plan, words

D = Delegation(id="d", title="T")
FORMS = ["opposite", "t", "u"]


def at(shown, person):
    return shown.seat_of(person)


def test_the_heads_face_each_other_and_the_second_sits_to_the_right_of_the_head():
    shown = plan(D, ["o1", "o2", "o3"], ["t1", "t2", "t3"])
    assert at(shown, "o1").x == at(shown, "t1").x == 0
    # Our side looks up (its right is the right of the picture), theirs looks down.
    assert at(shown, "o2").x == 1
    assert at(shown, "t2").x == -1
    assert at(shown, "o1").y > 0 > at(shown, "t1").y


@given(st.integers(1, 12), st.integers(1, 12))
def test_the_heads_face_each_other_however_many_sit_beside_them(ours, theirs):
    shown = plan(D, [f"o{n}" for n in range(ours)], [f"t{n}" for n in range(theirs)])
    assert at(shown, "o0").x == at(shown, "t0").x


@pytest.mark.parametrize("form", FORMS)
@given(st.integers(0, 12), st.integers(0, 12))
def test_everybody_has_one_seat_and_no_two_seats_touch(form, ours, theirs):
    left, right = [f"o{n}" for n in range(ours)], [f"t{n}" for n in range(theirs)]
    shown = plan(replace(D, table=form), left, right)
    assert sorted(seat.person for seat in shown.seats if seat.person) == sorted(left + right)
    places = [(seat.x, seat.y) for seat in shown.seats]
    for number, (x, y) in enumerate(places):
        assert all(max(abs(x - u), abs(y - v)) >= 0.99 for u, v in places[number + 1 :])


def test_a_hand_made_seat_wins_and_the_other_changes_places():
    shown = plan(D, ["o1", "o2"], ["t1"])
    seats = moved(D, shown, "o1", at(shown, "o2").name)
    again = plan(replace(D, seats=seats), ["o1", "o2"], ["t1"])
    assert at(again, "o1").name == "A2"
    assert at(again, "o2").name == "A1"
    assert at(again, "t1").name == "B1"
    empty = moved(D, shown, "t1", "B2")
    assert at(plan(replace(D, seats=empty), ["o1", "o2"], ["t1"]), "t1").name == "B2"


@given(
    st.lists(st.tuples(st.sampled_from(["A1", "A2", "B1", "B9", "x"]), st.sampled_from(["o1", "t1", "z"])))
)
def test_seats_of_people_or_tables_that_are_gone_do_no_harm(taken):
    seats = tuple(SeatTaken(*each) for each in taken)
    shown = plan(replace(D, seats=seats), ["o1", "o2"], ["t1"])
    assert sorted(seat.person for seat in shown.seats if seat.person) == ["o1", "o2", "t1"]


def test_the_plan_can_be_read():
    assert words(plan(D, ["o1"], []), {"o1": "Akazawa"}) == ["A1: Akazawa"]
