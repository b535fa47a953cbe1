"""The tree of bodies, who holds which post on a day."""

from datetime import date

from briefing_app.domain.organisations import Directory, chart, holders, on_day, renamed
from briefing_app.domain.records import Organisation, Person, PersonName, Post

GOV = Organisation(id="gov", title="Government", country="JP")
METI = Organisation(
    id="meti", title="Ministry of Trade", short="METI", parent="gov", from_="2001-01-06", country="JP"
)
OLD = Organisation(id="miti", title="MITI", parent="gov", to="2001-01-06", country="JP")
BUREAU = Organisation(id="bureau", title="Bureau", parent="meti", country="JP")
MOFA = Organisation(id="mofa", title="Ministry X", parent="gov", country="JP")
BODIES = (GOV, METI, OLD, BUREAU, MOFA)
PEOPLE = (
    Person(id="a", names=(PersonName("A"),), posts=(Post("Minister", "meti", "2024-10-01", "2025-10-21"),)),
    Person(id="b", names=(PersonName("B"),), posts=(Post("Minister", "METI", "2025-10-21"),)),
    Person(id="c", names=(PersonName("C"),), posts=(Post("Head", "Elsewhere"),)),
)


def test_a_post_finds_its_body_by_any_name_and_after_a_change_of_name():
    directory = Directory(BODIES)
    assert directory.named(" meti ") == METI
    assert directory.named("Elsewhere") is None
    new = Directory((renamed(METI, "Ministry of Economy"),))
    assert new.named("Ministry of Trade").title == "Ministry of Economy"


def test_who_holds_the_post_follows_the_day():
    held = holders(Directory(BODIES), PEOPLE)
    assert [each.person.id for each in held["meti"]] == ["b", "a"]
    assert [each.person.id for each in on_day(held["meti"], date(2025, 5, 24))] == ["a"]
    assert [each.person.id for each in on_day(held["meti"], date(2025, 10, 21))] == ["b"]


def test_the_chart_has_only_bodies_of_the_day_and_no_two_in_one_place():
    directory = Directory(BODIES)
    nodes = chart(directory, holders(directory, PEOPLE), date(2025, 5, 24))
    assert [(node.body.id, node.depth, node.row) for node in nodes] == [
        ("gov", 0, 0.5), ("meti", 1, 0.0), ("bureau", 2, 0.0), ("mofa", 1, 1.0),
    ]  # fmt: skip
    assert "miti" in {node.body.id for node in chart(directory, {}, date(2000, 1, 1))}


def test_a_ring_of_parents_is_cut_and_nobody_is_lost():
    ring = (Organisation(id="a", title="A", parent="b"), Organisation(id="b", title="B", parent="a"))
    nodes = chart(Directory(ring), {}, date(2025, 1, 1))
    assert {node.body.id for node in nodes} == {"a", "b"}
    assert Directory((Organisation(id="x", title="X", parent="gone"),)).children("")[0].id == "x"
