"""Notes as Markdown files: what is written is read back; faults name the file and the field."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing_app.domain.records import Note, Quotation
from briefing_app.errors import RecordError, UsageError
from briefing_app.exchange.note_files import read_note, write_note

text = st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\r\ufeff"), max_size=40)
title = text.filter(lambda words: bool(words.strip()))
quotations = st.builds(Quotation, text=title, speaker=text, translation=text)
notes = st.builds(
    Note, title=title, body=text, about=st.lists(text).map(tuple),
    kind=st.sampled_from(["record", "line", "qa", "analysis"]),
    quotations=st.lists(quotations, max_size=2).map(tuple), tags=st.lists(text).map(tuple),
)  # fmt: skip


@given(notes)
def test_a_note_survives_its_file(note: Note) -> None:
    assert read_note(write_note(note), "x.md") == note


def test_plain_markdown_is_a_note_titled_by_its_heading_or_its_file() -> None:
    assert read_note("# Third round\n\nText", "a.md").title == "Third round"
    assert read_note("Text", "third-round.md") == Note(title="third-round", body="Text")
    assert read_note('+++\r\ntitle = "T"\r\n+++\r\nText', "a.md") == Note(title="T", body="Text")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("+++\ntitle = \n+++\n", "a.md: the front matter is not valid TOML"),
        ("+++\ntitle = 'x'\n", "no closing"),
        ("+++\ntitle = 'x'\nbody = 'y'\n+++\n", 'unknown key "body"'),
    ],
)
def test_front_matter_that_cannot_be_read(content: str, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        read_note(content, "a.md")


def test_an_unknown_field_is_named_with_its_file() -> None:
    with pytest.raises(RecordError, match=r'a\.md.*unknown key "colour"'):
        read_note("+++\ntitle = 'x'\ncolour = 'red'\n+++\n", "a.md")
    with pytest.raises(RecordError, match=r"kind.*\"memo\" is not one of"):
        read_note("+++\ntitle = 'x'\nkind = 'memo'\n+++\n", "a.md")
