"""Relations from both ends, and a picture in which nothing overlaps."""

import itertools
from datetime import date

from briefing_app.domain.records import Person, PersonName, Relation
from briefing_app.domain.relations import graph, has_inverse, inverse, links

DAY = date(2025, 12, 1)


def person(key, *relations):
    return Person(id=key, names=(PersonName(key),), relations=relations)


TAKAICHI = person("takaichi", Relation("ishiba", "successor as Prime Minister", "2025-10-21", source="s"))
ISHIBA = person("ishiba")


def test_each_end_is_told_what_the_other_is():
    both = [TAKAICHI, ISHIBA]
    assert [link.words for link in links(TAKAICHI, both)] == ["predecessor as Prime Minister"]
    (link,) = links(ISHIBA, both)
    assert (link.other, link.words, link.is_inverse) == ("takaichi", "successor as Prime Minister", True)
    assert links(ISHIBA, both, date(2025, 5, 24)) == []


def test_a_word_without_an_inverse_stays():
    assert inverse("met at college") == "met at college"
    assert not has_inverse("met at college")
    assert inverse(inverse("mentor of youth")) == "mentor of youth"


def test_the_picture_is_stable_and_no_two_share_a_place():
    others = [person(f"p{n}", Relation("a", "ally"), Relation(f"q{n}", "friend")) for n in range(9)]
    far = [person(f"q{n}") for n in range(9)]
    a = person("a", Relation("p3", "counterpart"), Relation("gone", "ally"))
    nodes = graph(a, [a, *others, *far], DAY)
    assert nodes == graph(a, [*reversed(far), *reversed(others), a], DAY)
    places = [(node.column, node.row) for node in nodes]
    assert len(set(places)) == len(places) == 19
    assert nodes[0].person == "a"
    assert "gone" not in {node.person for node in nodes}
    near = {node.person for node in nodes if abs(node.column) == 1}
    assert near == {f"p{n}" for n in range(9)}


def test_rows_of_a_column_are_at_least_one_apart():
    a = person("a", *(Relation(f"p{n}", "ally") for n in range(7)))
    nodes = graph(a, [a, *(person(f"p{n}") for n in range(7))], DAY)
    for column in (-1, 1):
        rows = sorted(node.row for node in nodes if node.column == column)
        assert all(after - before >= 1 for before, after in itertools.pairwise(rows))
