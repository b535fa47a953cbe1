"""What a note refers to."""

from hypothesis import given
from hypothesis import strategies as st

from briefing_app.domain.references import headings, references, targets, topics

TEXT = "See [[ev-1|the round]] and [[note-2]], said @akazawa (mail a@b.org), ^JIJI-0615. #cars #関税 5#6"


def test_each_kind_is_found_with_its_words():
    found = [(each.kind, each.target, each.words) for each in references(TEXT)]
    assert found == [
        ("link", "ev-1", "the round"), ("link", "note-2", ""), ("person", "akazawa", ""),
        ("source", "JIJI-0615", ""), ("topic", "cars", ""), ("topic", "関税", ""),
    ]  # fmt: skip


def test_targets_and_topics():
    assert targets(TEXT) == {"ev-1", "note-2", "akazawa", "JIJI-0615"}
    assert topics(TEXT) == {"cars", "関税"}


def test_a_place_is_that_of_the_text():
    for each in references(TEXT):
        assert each.target in TEXT[each.start : each.end]


def test_headings_outside_code_are_the_outline():
    text = "# One\ntext\n```\n# not\n```\n### Two ##\n#topic"
    assert headings(text) == [(1, "One", 0), (3, "Two", 5)]


@given(st.text())
def test_any_text_can_be_read(text):
    list(references(text))
    headings(text)
