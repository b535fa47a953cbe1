"""The pages: no words cover others, large print keeps its drawings and cards, titles break well."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from briefing_app.domain.records import Note, Person
from briefing_app.exchange.sample import load_sample
from briefing_app.reports.briefing import (
    TEMPLATES,
    BriefingResult,
    default_briefing,
    gather_report,
    typeset,
    write_briefing,
)
from briefing_app.store.workspace import Workspace
from tests.reports.conftest import fill
from tests.reports.words_of_pages import covered, words_of

DAY = date(2025, 5, 24)


def _written(space: Workspace, folder: Path, template: str, language: str = "en", **how) -> BriefingResult:
    return write_briefing(
        space, template=template, as_of=DAY, language=language, out=folder / "p.pdf", **how
    )  # fmt: skip


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize("template", ["book", "duty-sheet", "bio"])
def test_no_words_of_large_print_cover_others(sample, tmp_path: Path, template: str, language: str) -> None:
    words = words_of(_written(sample, tmp_path, template, language, large_print=True).path)
    assert len(words) > 200
    assert list(covered(words)) == []


def test_a_drawing_in_large_print_says_its_unit_and_source_inwords_of(
    sample, tmp_path: Path, text_of
) -> None:
    text = text_of(_written(sample, tmp_path, "book", large_print=True).path)
    assert re.search(r"Unit: percent\. Source: \d+ ", text)
    assert "Broken where no figure is recorded" not in text
    # The table of options says every rate; no list of the same rates follows it.
    assert "Rates under each option" not in text


def test_long_names_of_a_delegation_keep_to_their_column(desk_space, tmp_path: Path) -> None:
    long = "Wolfeschlegelsteinhausenbergerdorff-Featherstonehaugh"
    for shipped in load_sample("us-japan"):
        record = shipped
        if isinstance(record, Person) and record.id in ("akazawa", "bessent", "lutnick"):
            names = tuple(replace(each, full=f"{long} {each.full}") for each in record.names)
            posts = tuple(replace(each, title=f"{each.title} and {long}") for each in record.posts)
            record = replace(record, names=names, posts=posts)
        fill(desk_space, record)
    words = words_of(_written(desk_space, tmp_path, "seating-plan").path)
    assert sum("Wolfeschlege" in word.text for word in words) >= 2
    assert list(covered(words)) == []


@pytest.mark.parametrize("language", ["en", "ja"])
def test_place_cards_stay_cards_in_large_print(sample, tmp_path: Path, text_of, language: str) -> None:
    plain = _written(sample, tmp_path, "place-cards", language)
    assert plain.pages == _written(sample, tmp_path, "place-cards", language, large_print=True).pages == 2
    words = [word for word in words_of(tmp_path / "p.pdf") if word.page == 1]
    # The faces of a card stand head to head: each name is there twice.
    assert sum(word.text == {"en": "Greer", "ja": "グリア"}[language] for word in words) == 2
    assert min(max(word.bottom - word.top, word.right - word.left) for word in words) > 15


@pytest.mark.parametrize("language", ["en", "ja"])
def test_a_seating_plan_is_drawn_in_large_print(sample, tmp_path: Path, language: str) -> None:
    words = words_of(_written(sample, tmp_path, "seating-plan", language, large_print=True).path)
    seats = {word.text: word for word in words[:40] if word.text in ("A1", "B1", "B2")}
    assert seats["B1"].left < seats["B2"].left
    assert seats["A1"].top > seats["B1"].bottom


def test_a_long_title_breaks_behind_its_colon(sample, tmp_path: Path) -> None:
    words = [word for word in words_of(_written(sample, tmp_path, "book", "ja").path) if word.page == 1]
    big = sorted((word for word in words if word.bottom - word.top > 25), key=lambda word: word.top)
    lines = ["".join(word.text for word in big if word.top == top) for top in sorted({w.top for w in big})]
    assert lines == ["日米関税協議：", "G7を前にした次回協議"]


def test_no_two_questions_of_a_paper_have_one_number(desk_space, tmp_path: Path, text_of) -> None:
    for name, heads in (("a", ("Why now?", "What next?")), ("b", ("Q2. Who pays?", "What if not?"))):
        body = "\n\n".join(f"## {head}\nAs {name} says." for head in heads)
        fill(
            desk_space,
            Note(id=name, title=name, body=body, kind="qa", language="en", tags=("known:2025-05-01",)),
        )
    made = _written(desk_space, tmp_path, "qa")
    numbers = re.findall(r"Question (\d+) about", text_of(made.path))
    assert numbers == ["1", "2", "3", "4"]
    assert any("Two questions are numbered 2" in each.text for each in made.problems)


def test_a_last_page_with_two_lines_is_told_with_what_to_cut(desk_space, tmp_path: Path) -> None:
    told = []
    for count in range(30, 60):
        body = "\n\n".join(f"Point {number} is said once." for number in range(count))
        note = Note(
            id="l", title="Short points", body=body, kind="line", language="en", tags=("known:2025-05-01",)
        )
        held = desk_space.find("note", "l")
        fill(desk_space, note) if held is None else _change(desk_space, held, note)
        made = _written(desk_space, tmp_path, "book")
        found = [each.text for each in made.problems if each.text.startswith("The last page of")]
        told.append(found[0] if found else "")
    first = next(place for place, each in enumerate(told) if each)
    assert told[first].endswith('cut so much in "Short points".')
    assert not any(told[:first])
    # A page that is well filled is not spoken of.
    assert not any(told[first + 4 :])


def _change(space: Workspace, held: Note, note: Note) -> None:
    from briefing_app.domain.change import Change, ChangeSet

    space.apply(ChangeSet("Edit", (Change("note", "l", held, note),)))


def test_marks_are_the_same_before_and_after_the_pages_are_made(sample: Workspace) -> None:
    report = gather_report(sample, default_briefing(TEMPLATES["qa"], "en"), as_of=DAY, language="en")
    before, after = typeset(report), typeset(report)
    after.pdf()
    assert after.marks() == before.marks()
    assert after.pdf() == before.pdf()
