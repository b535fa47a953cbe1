"""Text is made printable, visibly and with its place named."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from briefing_app.reports import glyphs
from briefing_app.reports.clean import REPLACEMENT, clean


def test_the_font_covers_japanese_and_not_emoji() -> None:
    covered = glyphs.covered()
    assert {ord(sign) for sign in "赤沢亮正髙﨑𠮷々ー…–−①"} <= covered
    assert ord("😀") not in covered
    assert ord("한") not in covered
    assert len(covered) > 16_000


def test_emoji_is_replaced_and_named_with_its_place() -> None:
    content, findings = clean({"sections": [{"title": "Good 😀 news"}]})
    assert content == {"sections": [{"title": f"Good {REPLACEMENT} news"}]}
    (finding,) = findings
    assert finding.place == "sections[0].title"
    assert "U+1F600 GRINNING FACE" in str(finding)
    assert not finding.dropped


def test_control_private_and_direction_characters_are_left_out() -> None:
    content, findings = clean(["a\x00b\x07c\ue000d\u202ee\ud800"])
    assert content == ["abcde"]
    assert findings[0].dropped
    assert "U+0000" in str(findings[0])


def test_spaces_of_all_kinds_become_spaces_and_joiners_go_silently() -> None:
    content, findings = clean("a\tb\nc\u200bd\ufeff")
    assert content == "a b cd"
    assert findings == ()


def test_a_plain_export_keeps_what_has_no_glyph() -> None:
    assert clean("한국", replace=False)[0] == "한국"


def test_numbers_and_flags_pass() -> None:
    assert clean({"a": 1, "b": True, "c": None, "d": 1.5}) == ({"a": 1, "b": True, "c": None, "d": 1.5}, ())


@given(st.text())
def test_whatever_is_typed_becomes_printable(text: str) -> None:
    cleaned, _findings = clean(text)
    drawable = glyphs.covered() | {0x200B}  # where a long word may break, nothing is drawn
    assert all(ord(character) in drawable for character in cleaned)
    assert clean(cleaned)[0] == cleaned


def test_a_word_that_no_column_holds_gets_places_to_break() -> None:
    word = "Unbreakable" * 6
    (made,), findings = clean([f"A {word} here, {'short-' * 12}end"])
    assert made.replace("\u200b", "") == f"A {word} here, {'short-' * 12}end"
    assert max(map(len, made.replace("\u200b", " ").split())) < 80
    assert "\u200b" in made
    assert "\u200b" not in made.partition("here")[2], "hyphens are places enough"
    assert findings == ()
