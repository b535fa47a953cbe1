"""People against events."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from briefing_app.domain.attendance import attendance, role_codes, role_of, with_role
from briefing_app.domain.records import Event, Participant

ROUND = Event(id="r", title="Round", participants=(Participant("a", "chief"), Participant("b")))
CALL = Event(id="c", title="Call", participants=(Participant("b", "speaker"),))
ALONE = Event(id="x", title="Order")


def test_those_who_were_there_most_often_come_first():
    found = attendance([ROUND, ALONE, CALL], also=["c", "a"])
    assert [event.id for event in found.events] == ["r", "c"]
    assert found.people == ("b", "a", "c")
    assert found.roles() == ("chief", "speaker")


def test_a_part_is_set_changed_and_taken_away():
    assert role_of(ROUND, "b") == ""
    assert role_of(CALL, "a") is None
    changed = with_role(with_role(CALL, "a", ""), "b", "chair")
    assert changed.participants == (Participant("b", "chair"), Participant("a"))
    assert with_role(changed, "b", None).participants == (Participant("a"),)


def test_a_sign_comes_from_the_word_that_tells():
    roles = ["for the United States", "for Japan", "signed", "speaker", "議長"]
    assert list(role_codes(roles).values()) == ["U", "J", "S", "Sp", "議"]


@given(st.lists(st.text(min_size=1), unique=True, max_size=40))
def test_no_two_parts_share_a_sign(roles):
    codes = role_codes(roles)
    assert set(codes) == set(roles)
    assert len(set(codes.values())) == len(roles)
    assert all(codes.values())
