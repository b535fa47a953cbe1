"""People of a file beside those who are here."""

from hypothesis import given
from hypothesis import strategies as st

from briefing_app.domain.arrivals import PeopleHere, arrivals, updated
from briefing_app.domain.records import Person, PersonName, Post

HERE = (
    Person(id="a", names=(PersonName("Ono Taro"),), country="JP"),
    Person(id="b", names=(PersonName("Kato Jun"), PersonName("加藤純", "Jpan"))),
    Person(id="c", names=(PersonName("Kato Jun"), PersonName("加藤淳", "Jpan"))),
)


def came(*people, way="update"):
    return arrivals(people, PeopleHere(HERE), way)


def test_another_country_or_other_characters_are_another_person():
    (one,) = came(Person(id="x", names=(PersonName("Ono Taro"),), country="US"))
    assert one.known is None
    (two,) = came(Person(id="x", names=(PersonName("Kato Jun"), PersonName("加藤潤", "Jpan"))))
    assert two.known is None


def test_a_name_of_several_is_taken_for_new_and_said_to_be_unclear():
    (one,) = came(Person(id="x", names=(PersonName("KATO JUN"),)))
    assert (one.known, one.is_unclear) == (None, True)
    (two,) = came(Person(id="x", names=(PersonName("加藤淳", "Jpan", reading="かとう じゅん"),)))
    assert two.known.id == "c"
    assert two.result.names[1].reading == "かとう じゅん"


def test_two_rows_about_one_person_become_one_change():
    rows = [Person(id=f"x{n}", names=(PersonName("Ono Taro"),), posts=(Post(f"Post {n}"),)) for n in range(2)]
    (one,) = came(*rows)
    assert [post.title for post in one.change.after.posts] == ["Post 0", "Post 1"]


texts = st.text("abc 加藤", max_size=4)
made = st.builds(
    Person,
    id=st.just("x"),
    names=st.lists(
        st.builds(PersonName, full=st.text("ab", min_size=1), script=st.sampled_from(["Latn", "Jpan"])),
        min_size=1, max_size=2, unique_by=lambda name: name.script,
    ).map(tuple),
    posts=st.lists(st.builds(Post, title=texts, from_=st.sampled_from(["", "2020"])), max_size=2).map(tuple),
    contact=st.dictionaries(st.sampled_from(["email", "phone"]), texts),
    tags=st.lists(texts, max_size=2).map(tuple),
    note=texts,
)  # fmt: skip


@given(made, made)
def test_an_update_said_twice_changes_nothing_more_and_takes_nothing_away(known, said):
    once = updated(known, said)
    assert len(once.posts) >= len(known.posts)
    assert set(known.contact) <= set(once.contact)
    assert set(known.tags) <= set(once.tags)
    assert known.note in once.note
    titles = [(post.title, post.from_) for post in said.posts]
    if len({title for title, _day in titles}) == len(titles):  # a file may not name one post twice
        assert updated(once, said) == once
