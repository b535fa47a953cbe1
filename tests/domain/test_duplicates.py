"""The same person in several spellings is found; merging takes every reference along and is undone whole."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing_app.domain.duplicates import differing, find, merged, romanised, written
from briefing_app.domain.merging import merge, redirected
from briefing_app.domain.records import (
    Block,
    Briefing,
    Delegation,
    DelegationMember,
    Event,
    Note,
    Participant,
    Person,
    PersonName,
    Position,
    Post,
    Quotation,
    Relation,
    SeatTaken,
)


def person(key, latin="", native="", reading="", country="", **more):
    names = [PersonName(latin)] if latin else []
    names += [PersonName(native, "Jpan", reading=reading)] if native else []
    return Person(id=key, names=tuple(names), country=country, **more)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ohno Taro", "Taro Ono"), ("Ōno Tarō", "Oono Tarou"), ("Saitoh Jun", "SAITO, Jun"),
        ("Jun'ichi Kato", "Kato Junichi"), ("Honma Yuu", "Homma Yū"), ("Huzii Tiaki", "Fujii Chiaki"),
    ],
)  # fmt: skip
def test_romanisations_of_one_name_agree(one, other):
    assert romanised(one) == romanised(other)


@pytest.mark.parametrize(("one", "other"), [("Kato Jun", "Sato Jun"), ("Ohira Ken", "Oira Ken")])
def test_different_names_do_not(one, other):
    assert romanised(one) != romanised(other)


@pytest.mark.parametrize(
    ("one", "other"), [("斎藤健", "齋藤 健"), ("齊藤健", "斉藤健"), ("髙橋", "高橋"), ("渡邉", "渡辺")]
)
def test_old_forms_of_characters_agree(one, other):
    assert written(one) == written(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (PersonName("JohnSmith"), PersonName("John Smith")), (PersonName("MODI"), PersonName("Ｍｏｄｉ")),
        (PersonName("王毅", "Hani"), PersonName("王　毅", "Hani")),
        (PersonName("林健", "Jpan"), PersonName("林 健", "Jpan")),
        (PersonName("Иван ПЕТРОВ", "Cyrl"), PersonName("Иван Петров", "Cyrl")),
        (PersonName("ﾄﾗﾝﾌﾟ", "Jpan"), PersonName("トランプ", "Jpan")),
        (PersonName("Kim\u200bMin", "Latn"), PersonName("Kim Min", "Latn")),
    ],
)  # fmt: skip
def test_names_that_differ_by_spaces_capitals_or_width_alone_are_offered(one, other):
    (pair,) = find([Person(id="a", names=(one,)), Person(id="b", names=(other,))])
    assert {pair.first.id, pair.second.id} == {"a", "b"}


@pytest.mark.parametrize(("one", "other"), [("王毅", "王健"), ("Kim", "Kin"), ("K", "k")])
def test_other_names_are_not_offered(one, other):
    assert find([person("a", one), person("b", other)]) == []


def test_pairs_are_found_by_name_characters_reading_and_address():
    found = find(
        [
            person("a", "Saito Ken"), person("b", "SAITOU Ken"), person("c", native="斎藤健"),
            person("d", native="齋藤健"), person("e", "Other Name", contact={"email": "X@example.org"}),
            person("f", "Another Person", contact={"email": "x@example.org"}), person("g", "Nobody Else"),
        ]
    )  # fmt: skip
    assert {(pair.first.id, pair.second.id) for pair in found} == {("a", "b"), ("c", "d"), ("e", "f")}


def test_namesakes_of_two_countries_or_with_other_characters_are_no_pair():
    assert find([person("a", "Ken Saito", country="JP"), person("b", "Ken Saito", country="US")]) == []
    assert find([person("a", "Ken Saito", "斎藤健"), person("b", "Ken Saito", "西東賢")]) == []


KEEP = person(
    "k", "Saito Ken", country="JP", posts=(Post("Minister"),), contact={"email": "a@x.org"}, note="One.",
    relations=(Relation("d", "colleague"), Relation("z", "ally")), photo="p1", photo_credit="Jiji",
)  # fmt: skip
DROP = person(
    "d", "Saitou Ken", "齋藤健", "さいとう けん", country="JP", posts=(Post("Minister"), Post("Adviser")),
    contact={"email": "b@x.org"}, note="Two.", positions=(Position("Cars"),), photo="p2",
    photo_credit="Kyodo", photo_date="2025", review_by="2026-01-01",
)  # fmt: skip


def test_the_merged_person_has_what_either_had():
    one = merged(KEEP, DROP)
    assert [name.full for name in one.names] == ["Saito Ken", "Saitou Ken", "齋藤健"]
    assert one.names[-1].reading == "さいとう けん"
    assert one.posts == (Post("Minister"), Post("Adviser"))
    assert one.positions == (Position("Cars"),)
    assert one.contact == {"email": "a@x.org", "email 2": "b@x.org"}
    assert one.note == "One.\n\nTwo."
    assert one.review_by == "2026-01-01"
    assert one.relations == (Relation("z", "ally"),)  # nobody is a colleague of oneself
    assert (one.photo, one.photo_credit) == ("p1", "Jiji")
    other = merged(KEEP, DROP, ["photo"])
    assert (other.photo, other.photo_credit, other.photo_date) == ("p2", "Kyodo", "2025")
    assert differing(KEEP, DROP) == ["photo"]


EVERYTHING = [
    KEEP, DROP,
    Event(id="e", title="Round", participants=(Participant("d"), Participant("k"), Participant("dd"))),
    Note(
        id="n", title="N", body="@d met [[d|him]] and @dd; d stays.", about=("d", "k"),
        quotations=(Quotation("x", speaker="d"),),
    ),
    person("z", "Zed", relations=(Relation("d", "ally"),)),
    Delegation(
        id="g", title="G", members=(DelegationMember("d"), DelegationMember("z")), order=("d", "k"),
        seats=(SeatTaken("A1", "d"),),
    ),
    Briefing(
        id="b", template="bio", blocks=(Block("person", "d"), Block("people", options={"people": ["d"]}))
    ),
]  # fmt: skip


def test_every_reference_follows_and_the_inverse_brings_all_back():
    change_set = merge(KEEP, DROP, merged(KEEP, DROP), EVERYTHING, "Merge")
    after = {change.id: change.after for change in change_set.changes}
    assert after["d"] is None
    assert after["e"].participants == (Participant("k"), Participant("dd"))
    assert after["n"].body == "@k met [[k|him]] and @dd; d stays."
    assert after["n"].about == ("k",)
    assert after["n"].quotations[0].speaker == "k"
    assert after["z"].relations == (Relation("k", "ally"),)
    assert after["g"].members[0].person == "k"
    assert (after["g"].order, after["g"].seats) == (("k",), (SeatTaken("A1", "k"),))
    assert after["b"].blocks == (Block("person", "k"), Block("people", options={"people": ["k"]}))
    back = {change.id: change.after for change in change_set.inverse().changes}
    assert all(back[record.id] == record for record in EVERYTHING)


def test_a_person_cannot_be_merged_with_itself():
    with pytest.raises(ValueError, match="keeps the id"):
        merge(KEEP, KEEP, KEEP, [], "x")


@given(st.text(max_size=30))
def test_any_text_can_be_compared(text):
    assert romanised(text) == romanised(text.upper().lower()) or not text.isascii()
    written(text)
    assert redirected(Note(id="n", title="t", body=text), "\x00", "k") == Note(id="n", title="t", body=text)


def test_a_family_name_that_only_the_other_has_fills_the_gap():
    full = replace(DROP, names=(PersonName("Saito Ken", family="Saito", given="Ken"),))
    assert merged(KEEP, full).names == (PersonName("Saito Ken", family="Saito", given="Ken"),)


@pytest.mark.parametrize("other", ["Bessent Scott", "BESSENT, Scott", "scott  bessent"])
def test_both_orders_of_one_name_are_one_name(other):
    one = merged(person("a", latin="Scott Bessent"), person("b", latin=other))
    assert [name.full for name in one.names] == ["Scott Bessent"]


@pytest.mark.parametrize("other", ["Scott K. Bessent", "Skott Bessent", "Bessent"])
def test_another_spelling_is_kept_beside_the_first(other):
    one = merged(person("a", latin="Scott Bessent"), person("b", latin=other))
    assert [name.full for name in one.names] == ["Scott Bessent", other]
