"""How an office is held, said with its title, and which office stands for a person."""

from datetime import date

import pytest

from briefing_app.domain import people
from briefing_app.domain.delegations import delegation
from briefing_app.domain.held_as import with_kind
from briefing_app.domain.records import Person, PersonName, Post

DAY = date(2025, 6, 10)


@pytest.mark.parametrize(
    ("title", "kind", "said"),
    [
        ("Director", "acting", "Acting Director"),
        ("Acting Director", "acting", "Acting Director"),
        ("Minister of Finance", "designate", "Minister of Finance (designate)"),
        ("Governor-designate", "designate", "Governor-designate"),
        ("Envoy", "concurrent", "Envoy (concurrent)"),
        ("外務大臣", "acting", "外務大臣代行"),
        ("外務大臣臨時代理", "acting", "外務大臣臨時代理"),
        ("外務大臣", "designate", "外務大臣（就任予定）"),
        ("経済再生担当大臣", "concurrent", "経済再生担当大臣（兼任）"),
        ("Minister", "holder", "Minister"),
        ("Minister", "", "Minister"),
        ("", "acting", ""),
    ],
)
def test_how_an_office_is_held_is_said_in_the_language_of_its_title(title, kind, said):
    assert with_kind(title, kind) == said


def person(*posts):
    return Person(id="p", names=(PersonName("Mori Aiko"),), country="JP", posts=posts)


def test_an_office_somebody_is_only_named_for_stands_after_those_held():
    own = Post("State Minister", "MOF", "2024-01-01")
    also = Post("Envoy", "Cabinet", "2025-01-01", kind="concurrent")
    ahead = Post("Minister of Finance", "MOF", "2025-06-01", "2025-07-01", kind="designate")
    assert people.posts_on(person(ahead, also, own), DAY) == (own, also, ahead)
    assert people.office_on(person(ahead), DAY) == "Minister of Finance (designate), MOF"


def test_an_office_somebody_is_only_named_for_gives_no_rank_while_another_is_held():
    own = Post("Vice-Minister", "MOF", "2024-01-01")
    ahead = Post("Minister of Finance", "MOF", "2025-06-01", kind="designate")
    (member,) = delegation([person(ahead, own)], DAY)
    assert (member.post, member.rank) == (own, "Vice-ministerial")
