"""Names, offices on a day, meetings: the rules a delegation list lives by."""

from datetime import date

import pytest

from briefing_app.domain import people
from briefing_app.domain.records import Event, Participant, Person, PersonName, Post, TypedDate


def person(identity="p", latin="Akazawa Ryosei", native="", reading="", **fields):
    names = (PersonName(latin, family=latin.split()[0], given=latin.split()[-1]),)
    if native:
        names += (PersonName(native, script="Jpan", reading=reading),)
    return Person(id=identity, names=names, **fields)


AKAZAWA = person("a", "Akazawa Ryosei", "赤沢亮正", "あかざわ りょうせい")
GATO = person("g", "Gato Ken", "賀東健", "がとう けん")
KATO = person("k", "Kato Katsunobu", "加藤勝信", "カトウ カツノブ")
TRUMP = person("t", "Trump Donald", "トランプ")
GREER = person("x", "Greer Jamieson")


def test_a_japanese_list_is_in_gojuon_order_and_others_follow():
    ordered = sorted([GREER, TRUMP, GATO, KATO, AKAZAWA], key=people.gojuon_key)
    assert [each.id for each in ordered] == ["a", "k", "g", "t", "x"]


def test_each_person_stands_under_a_row_of_the_syllabary():
    assert [people.gojuon_row(each) for each in (AKAZAWA, GATO, TRUMP, GREER)] == ["あ", "か", "た", "A–Z"]


def test_the_family_name_is_in_capitals_where_it_stands():
    assert people.capital_name(AKAZAWA) == "AKAZAWA Ryosei"
    scott = Person(id="s", names=(PersonName("Scott Bessent", family="Bessent", given="Scott"),))
    assert people.capital_name(scott) == "Scott BESSENT"


POSTS = (
    Post("Minister of Economy", "METI", "2024-10-01", "2025-10-21"),
    Post("Envoy", "Cabinet", "2025-04-08", "", "concurrent"),
    Post("Minister of Finance", "MOF", "2025-10-21"),
)


@pytest.mark.parametrize(
    ("day", "office"),
    [
        (date(2024, 9, 30), "later Minister of Economy, METI"),
        (date(2024, 10, 1), "Minister of Economy, METI"),
        (date(2025, 10, 20), "Minister of Economy, METI"),
        (date(2025, 10, 21), "Minister of Finance, MOF"),
    ],
)
def test_the_office_is_that_of_the_day(day, office):
    assert people.office_on(person(posts=POSTS), day) == office


def test_a_month_counts_in_full_and_a_former_office_says_so():
    holder = person(posts=(Post("Secretary", "", "2021", "2025-01"),))
    assert people.office_on(holder, date(2024, 12, 30)) == "Secretary"
    assert people.office_on(holder, date(2025, 1, 30)) == "Secretary (until January 2025)"
    assert people.office_on(holder, date(2025, 1, 31)) == "formerly Secretary"
    assert people.office_on(person(), date(2025, 1, 1)) == ""


def test_an_acting_office_says_so():
    assert people.post_words(Post("Director", "MOFA", kind="acting")) == "Acting Director, MOFA"


def test_meetings_are_latest_first_and_by_the_day_they_were_held():
    events = [
        Event(
            id=f"e{number}", title="x", participants=(Participant("p", "chair"),),
            dates=(TypedDate("2026-01-01", "due"), TypedDate(day, "held")),
        )
        for number, day in enumerate(["2025-04-16", "2025-05-23", "2025-05~"])
    ]  # fmt: skip
    other = Event(id="o", title="y", participants=(Participant("q"),))
    met = people.meetings("p", [*events, other])
    assert [(each.event.id, each.role) for each in met] == [("e1", "chair"), ("e2", "chair"), ("e0", "chair")]


@pytest.mark.parametrize(
    ("day", "state"),
    [(date(2026, 1, 1), "fresh"), (date(2026, 5, 1), "soon"), (date(2026, 6, 1), "overdue")],
)
def test_facts_grow_stale(day, state):
    assert people.freshness(person(review_by="2026-05-22"), day) == state
    assert people.freshness(person(), day) == ""


@pytest.mark.parametrize(
    ("category", "count", "met"),
    [
        ("talks", 1, True), ("meeting", 2, True), ("dinner", 2, True), ("", 2, True), ("", 1, True),
        ("statement", 1, False), ("announcement", 3, False),
    ],
)  # fmt: skip
def test_who_announces_something_meets_nobody_by_that(category, count, met):
    there = tuple(Participant(f"p{number}") for number in range(count))
    assert people.is_meeting(Event(title="x", category=category, participants=there)) is met


def test_the_own_form_of_a_name_is_the_one_said_else_that_of_the_script_of_the_country():
    latin, native = PersonName("Mori Aiko"), PersonName("森愛子", "Jpan")
    mori = Person(id="m", names=(latin, native), country="JP")
    assert [people.is_own_form(mori, name) for name in mori.names] == [False, True]
    trump = Person(id="t", names=(PersonName("Donald Trump"), PersonName("トランプ", "Jpan")), country="US")
    assert not any(people.is_own_form(trump, name) for name in trump.names)
    said = PersonName("Aiko Mori", as_written=True)
    abroad = Person(id="a", names=(said, native), country="JP")
    assert [people.is_own_form(abroad, name) for name in abroad.names] == [True, False]
