"""Precedence and counterparts."""

from datetime import date

import pytest

from briefing_app.domain.delegations import delegation, rank_of, seats
from briefing_app.domain.records import Person, PersonName, Post

DAY = date(2025, 5, 24)


def person(name, title, since="2025-01-20", to=""):
    return Person(id=name, names=(PersonName(name, family=name),), posts=(Post(title, "", since, to),))


@pytest.mark.parametrize(
    ("title", "rank"),
    [
        ("Prime Minister (102nd)", "Head of state or government"),
        ("President", "Head of state or government"),
        ("Vice President", "Vice-ministerial"),
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


def test_rank_then_time_in_office_then_name():
    found = [
        person("Zeta", "Minister of X", "2024-10-01"), person("Beta", "Minister of Y", "2025-01-01"),
        person("Alpha", "Minister of Z", "2025-01-01"), person("Pres", "President"),
        person("Gone", "Minister of W", "2020", "2021"), person("Aide", "Adviser"),
    ]  # fmt: skip
    assert [each.person.id for each in delegation(found, DAY)] == ["Pres", "Zeta", "Alpha", "Beta", "Aide"]


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
