"""Precedence and counterparts."""

from dataclasses import replace
from datetime import date

import pytest

from briefing_app.domain.delegations import (
    delegation,
    rank_of,
    seats,
    sides,
    with_member,
    with_post_part,
)
from briefing_app.domain.records import Delegation, DelegationMember, Person, PersonName, Post

DAY = date(2025, 5, 24)


def person(name, title, since="2025-01-20", to=""):
    return Person(id=name, names=(PersonName(name, family=name),), posts=(Post(title, "", since, to),))


@pytest.mark.parametrize(
    ("title", "rank"),
    [
        ("Prime Minister (102nd)", "Head of state or government"),
        ("President", "Head of state or government"),
        ("Vice President", "Deputy head, speaker or chief justice"),
        ("Chief Justice", "Deputy head, speaker or chief justice"),
        ("President of the Senate", "Deputy head, speaker or chief justice"),
        ("Deputy Prime Minister", "Deputy head, speaker or chief justice"),
        ("Assistant United States Trade Representative", "Vice-ministerial"),
        ("First Secretary", "Director"),
        ("Press Secretary", "Director"),
        ("Minister-Counsellor", "Director-General"),
        ("内閣総理大臣", "Head of state or government"),
        ("経済再生担当大臣", "Minister"),
        ("外務副大臣", "Vice-ministerial"),
        ("財務事務次官", "Vice-ministerial"),
        ("大臣官房審議官", "Director-General"),
        ("特命全権大使", "Ambassador"),
        ("通商政策局長", "Director-General"),
        ("北米第二課長", "Director"),
        ("Minister of Finance", "Minister"),
        ("Secretary of the Treasury", "Minister"),
        ("United States Trade Representative", "Minister"),
        ("Deputy Secretary of Commerce", "Vice-ministerial"),
        ("Ambassador to Japan", "Ambassador"),
        ("Director-General, Trade Policy Bureau", "Director-General"),
        ("Adviser", ""),
    ],
)
def test_the_title_says_the_rank(title, rank):
    assert rank_of(Post(title)) == rank


def test_the_president_of_a_party_is_no_head_of_state():
    assert rank_of(Post("President", "Liberal Democratic Party")) == ""
    assert rank_of(Post("President", "United States")) == "Head of state or government"
    assert rank_of(Post("Vice President", "Toyota")) == ""
    assert rank_of(Post("Vice President", "United States")) == "Deputy head, speaker or chief justice"
    assert rank_of(Post("Executive Vice-President of the Commission", "European Commission")) == "Minister"


def test_rank_then_time_in_office_then_name():
    found = [
        person("Zeta", "Minister of X", "2024-10-01"), person("Beta", "Minister of Y", "2025-01-01"),
        person("Alpha", "Minister of Z", "2025-01-01"), person("Pres", "President"),
        person("Gone", "Minister of W", "2020", "2021"), person("Aide", "Adviser"),
    ]  # fmt: skip
    members = delegation(found, DAY)
    assert [each.person.id for each in members] == ["Pres", "Zeta", "Alpha", "Beta", "Aide"]
    assert [each.why for each in members] == ["", "rank", "date", "name", "rank"]


def test_a_later_day_of_appointment_and_a_rank_that_was_entered_move_somebody():
    first, second = person("A", "Minister of X", "2024-01-01"), person("B", "Minister of Y", "2024-02-01")
    late = with_post_part(first, first.posts[0], appointed="2024-03-01")
    assert [(m.person.id, m.why) for m in delegation([late, second], DAY)] == [("B", ""), ("A", "date")]
    record = Delegation(title="D", members=(DelegationMember("A"), DelegationMember("B")))
    known = {"A": first, "B": second}
    lowered = with_member(record, "A", rank="Ambassador", role="guest")
    members, _theirs = sides(lowered, known, DAY)
    assert [(m.person.id, m.rank, m.why, m.is_derived) for m in members] == [
        ("B", "Minister", "", True),
        ("A", "Ambassador", "rank", False),
    ]
    by_hand, _theirs = sides(replace(record, order=("B",)), known, DAY)
    assert [(m.person.id, m.why) for m in by_hand] == [("B", "hand"), ("A", "hand")]


def test_who_may_have_left_comes_after_who_is_there():
    found = [person("Tai", "Secretary of X", "2021", "2025"), person("Greer", "Secretary of Y", "2025-02-26")]
    assert [(each.person.id, each.may_have_left) for each in delegation(found, DAY)] == [
        ("Greer", False),
        ("Tai", True),
    ]
    assert delegation(found, DAY)[1].office == "Secretary of X (until 2025)"


def test_counterparts_are_of_one_rank_and_empty_places_stay_empty():
    ours = delegation([person("A", "Minister of X"), person("B", "Ambassador to Y")], DAY)
    theirs = delegation([person("T", "Secretary of X"), person("U", "Secretary of Y")], DAY)
    table = [
        (each.number, each.left and each.left.person.id, each.right and each.right.person.id)
        for each in seats(ours, theirs)
    ]
    assert table == [(1, "A", "T"), (2, None, "U"), (3, "B", None)]
