"""Markdown becomes runs of text; nothing becomes markup."""

from __future__ import annotations

from dataclasses import replace

from briefing_app.domain.records import Note, Quotation
from briefing_app.reports import locators, prose
from briefing_app.reports.model import Run
from briefing_app.reports.prose import Resolver

RESOLVER = Resolver(
    link={"note-1": "The note"}.get,
    person={"akazawa": "Akazawa Ryosei"}.get,
    cite=lambda source, _place: {"AFP": 1, "YOM-0524": 2}.get(source),
)


def runs(markdown: str) -> tuple[Run, ...]:
    return prose.parse(markdown, RESOLVER)[0].items[0].runs


def test_people_links_and_sources_are_resolved() -> None:
    assert runs("See @akazawa in [[note-1]] ^AFP ^YOM-0524.") == (
        Run("See "),
        Run("Akazawa Ryosei", ref="@akazawa"),
        Run(" in "),
        Run("The note", "", (1, 2), ref="note-1"),
        Run("."),
    )


def test_what_is_not_known_stays_as_typed() -> None:
    assert runs("2^x and a@b.org and [[nowhere]] @nobody") == (
        Run("2^x and a@b.org and [[nowhere]] @nobody"),
    )


def test_styles_and_nested_lists() -> None:
    (block,) = prose.parse("- **bold** and *soft*\n  - inner", RESOLVER)
    assert block.kind == "ul"
    assert block.items[0].runs == (Run("bold", "strong"), Run(" and "), Run("soft", "emph"))
    assert block.items[0].children[0].items[0].runs == (Run("inner"),)


def test_html_and_typst_are_text() -> None:
    text = '<b>x</b> #read("/etc/passwd") $x$ = h'
    assert prose.plain(runs(text)) == "<b>x</b> #read(“/etc/passwd”) $x$ = h"


def test_topics_at_the_end_are_left_out() -> None:
    assert runs("Text. #talks #autos") == (Run("Text."),)


def test_tables_keep_their_rows() -> None:
    (block,) = prose.parse("| a | b |\n|---|---|\n| 1 | ^AFP |", RESOLVER)
    assert [[prose.plain(cell.runs) for cell in row] for row in block.rows] == [["a", "b"], ["1", ""]]
    assert block.rows[1][1].runs[0].cites == (1,)


def test_japanese_lines_join_without_a_space_and_english_with_one() -> None:
    assert runs("一行目。\n二行目") == (Run("一行目。二行目"),)
    assert runs("one\ntwo") == (Run("one two"),)


def test_sections_by_heading_and_by_bold_lead() -> None:
    body = "intro\n## Purpose\nWhy.\n\n**Say**\n- a\n\n**If pressed: “Q?”**\n- b"
    assert prose.sections(body) == (
        ("", "intro"),
        ("Purpose", "Why."),
        ("Say", "- a"),
        ("If pressed: “Q?”", "- b"),
    )


def test_a_place_in_a_source_stands_behind_its_number() -> None:
    assert runs("So it is ^AFP[p. 12] and not ^YOM-0524.") == (
        Run("So it is", "", (1,), "", ("p. 12",)),
        Run(" and not", "", (2,)),
        Run("."),
    )
    (both,) = runs("So ^AFP[p. 1] ^YOM-0524[§ 3]")
    assert both.cited() == ((1, "p. 1"), (2, "§ 3"))
    assert runs("A link [text](http://x) ^AFP[p](http://x)")[0].places == ()


def test_the_place_of_a_quotation_is_cited_with_its_source() -> None:
    quotation = Quotation(text="We will not sign without cars.", source="AFP", locator="p. 3")
    body = "> We will not sign without cars.\n>\n> — Minister ^AFP"
    note = Note(id="n", title="N", body=body, quotations=(quotation,))
    assert locators.with_places(note) == body + "[p. 3]"
    told = replace(note, body=body.replace("Minister", "Minister, p. 3"))
    assert locators.with_places(told) == told.body
    other = replace(note, body="> Other words.\n>\n> — Minister ^AFP")
    assert locators.with_places(other) == other.body


def test_a_name_in_japanese_stands_without_the_spaces_of_the_source() -> None:
    resolver = replace(RESOLVER, person={"akazawa": "赤沢亮正"}.get)
    (block,) = prose.parse("米国において @akazawa 大臣が述べた。", resolver, "ja")
    assert prose.plain(block.items[0].runs) == "米国において赤沢亮正大臣が述べた。"
    assert prose.plain(runs("In Tokyo @akazawa said.")) == "In Tokyo Akazawa Ryosei said."


def test_a_bold_lead_of_japanese_is_followed_by_no_gap() -> None:
    said = [
        prose.plain(prose.parse(text, RESOLVER)[0].items[0].runs)
        for text in (
            "**日本：** 見直しを求める。",
            "**見直し。** 25%を含む。",
            "**Japan:** asks for 25%.",
            "**車** 25%",
        )
    ]
    assert said == ["日本：見直しを求める。", "見直し。25%を含む。", "Japan: asks for 25%.", "車 25%"]
