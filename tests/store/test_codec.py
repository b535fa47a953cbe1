"""Records as JSON: strict on the way in, complete on the way out."""

from decimal import Decimal

import pytest

from briefing_app.domain.records import Event, Person, Post, Quotation, TypedDate
from briefing_app.errors import RecordError, UsageError
from briefing_app.store import codec


def test_the_smallest_note_takes_its_defaults():
    note = codec.decode("note", {"title": "x", "body": "y"})
    assert (note.title, note.body, note.kind, note.status) == ("x", "y", "analysis", "draft")


def test_from_and_to_of_a_post_travel_under_their_json_names():
    person = codec.decode("person", {"names": [{"full": "A"}], "posts": [{"title": "M", "from": "2024-10"}]})
    assert isinstance(person, Person)
    assert person.posts == (Post(title="M", from_="2024-10"),)
    assert codec.encode(person)["posts"][0]["from"] == "2024-10"


def test_null_means_not_given():
    event = codec.decode("event", {"title": "x", "parent": None, "dates": [{"edtf": "2025", "zone": None}]})
    assert isinstance(event, Event)
    assert event.parent == ""
    assert event.dates == (TypedDate("2025"),)


def test_what_is_written_is_read_back():
    note = codec.decode("note", {"title": "x", "quotations": [{"text": "関税", "speaker": "p"}]})
    assert note.quotations == (Quotation("関税", "p"),)
    assert codec.decode("note", codec.encode(note)) == note


def test_every_fault_is_named_with_its_place():
    with pytest.raises(RecordError) as caught:
        codec.decode("event", {"title": 5, "foo": 1, "dates": [{"edtf": "2025", "bar": 2}, 3]})
    assert set(caught.value.faults) == {
        "title: text is needed, not 5",
        'dates[0]: unknown key "bar"',
        "dates[1]: an object is needed, not 3",
        'unknown key "foo"',
    }


@pytest.mark.parametrize(
    ("kind", "document", "words"),
    [
        ("note", {}, '"title" is missing'),
        ("note", {"title": "  "}, "title: cannot be empty"),
        ("note", {"title": "x", "kind": "zz"}, '"zz" is not one of "record"'),
        ("note", {"title": "x", "tags": "a"}, "tags: a list is needed"),
        ("note", [], "a JSON object is needed"),
        ("person", {"names": []}, "at least one name is needed"),
        ("basket", {"rows": [{"hts": "8703", "value_usd": 1.5}]}, "rows[0].value_usd: an exact number"),
        ("basket", {"rows": [{"hts": "8703", "value_usd": "NaN"}]}, "rows[0].value_usd: an exact number"),
        ("event", {"title": "x", "id": "a\nb"}, "control characters"),
    ],
)
def test_bad_records_are_refused_in_words(kind, document, words):
    with pytest.raises(RecordError) as caught:
        codec.decode(kind, document)
    assert words in str(caught.value)


def test_figures_stay_exact():
    basket = codec.decode("basket", {"rows": [{"hts": "8703", "value_usd": "0.10"}]})
    assert basket.rows[0].value_usd == Decimal("0.10")
    assert codec.encode(basket)["rows"][0]["value_usd"] == "0.10"


def test_kinds_are_read_in_the_plural_too():
    assert codec.parse_kind("People".lower().replace("people", "persons")) == "person"
    assert codec.parse_kind("series") == "series"
    with pytest.raises(UsageError, match="no record kind"):
        codec.parse_kind("table")
