"""Pages of content that nobody wishes to print: long names, long words, markup typed as text, busy weeks."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from briefing_app.domain.records import Event, Note, Participant, Person, TypedDate
from briefing_app.exchange.sample import load_sample
from briefing_app.reports.briefing import write_briefing
from briefing_app.store.workspace import Workspace
from tests.reports.conftest import fill
from tests.reports.tag_tree import TagTree
from tests.reports.words_of_pages import covered, words_of

LONG = "Wolfeschlegelsteinhausenbergerdorff-Featherstonehaugh-Cholmondeley-Marjoribanks "
NASTY = '#read("/etc/passwd") *stars* $x^2$ `code` ' + "Donaudampfschifffahrtselektrizitäten" * 6
DAY = date(2025, 5, 24)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory):
    """The sample with people whose names and offices fill a page, and a week of events with long titles."""
    with Workspace.create(tmp_path_factory.mktemp("hostile") / "w.brief") as workspace:
        for shipped in load_sample("us-japan"):
            fill(workspace, _longer(shipped) if isinstance(shipped, Person) else shipped)
        fill(
            workspace,
            *(
                Event(
                    id=f"busy-{number}",
                    title=f"{number} {NASTY}",
                    summary="Something was said. " * 12,
                    place=LONG,
                    dates=(TypedDate((date(2025, 5, 16) + timedelta(days=number % 7)).isoformat()),),
                    participants=(Participant("akazawa"), Participant("bessent")),
                )
                for number in range(14)
            ),
        )
        yield workspace


def _longer(person: Person) -> Person:
    if person.id not in ("akazawa", "bessent"):
        return person
    names = tuple(
        replace(each, full=LONG * 2 + each.full, reading="ながいよみがな" * 20) for each in person.names
    )
    posts = tuple(replace(each, title=f"{each.title} and {LONG * 3}{NASTY}") for each in person.posts)
    return replace(person, names=names, posts=posts)


@pytest.mark.parametrize("paper", ["a4", "us-letter"])
@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize("template", ["bio", "chronology", "seating-plan", "place-cards"])
def test_in_large_print_nothing_runs_over_the_foot_of_a_page_or_its_neighbour(
    hostile: Workspace, tmp_path: Path, template: str, language: str, paper: str
) -> None:
    written = write_briefing(
        hostile, template=template, as_of=DAY, language=language, out=tmp_path / "p.pdf", paper=paper,
        large_print=True,
    )  # fmt: skip
    words = words_of(written.path)
    assert any("Wolfeschl" in word.text for word in words)
    assert list(covered(words)) == []
    edge = {"a4": 842, "us-letter": 792}[paper]
    foot = max((word.top for word in words if word.text.startswith(("Page", "頁"))), default=edge - 20)
    below = [word.text for word in words if word.bottom > edge - 10 or word.top > foot + 2]
    assert below == []


def test_a_card_that_cannot_hold_all_lines_keeps_the_name_and_tells_it(hostile, tmp_path: Path) -> None:
    written = write_briefing(
        hostile, template="place-cards", as_of=DAY, language="en", out=tmp_path / "p.pdf", large_print=True
    )
    told = [problem for problem in written.problems if "no room for all of its lines" in problem.text]
    assert {problem.block for problem in told} == {"person-akazawa", "person-bessent"}
    assert all(len(problem.text) < 160 for problem in told)
    assert any(word.text == "Ryosei" for word in words_of(written.path))


def test_markup_that_was_typed_stands_on_the_page_as_typed(hostile, tmp_path: Path, text_of) -> None:
    written = write_briefing(hostile, template="chronology", as_of=DAY, language="en", out=tmp_path / "p.pdf")
    text = text_of(written.path)
    assert '#read("/etc/passwd") *stars* $x^2$ `code`' in text
    assert "root:" not in text


@pytest.mark.parametrize("large_print", [False, True])
def test_a_title_of_many_lines_has_two_in_the_contents_and_stands_in_full_at_its_place(
    hostile: Workspace, tmp_path: Path, large_print: bool, read_by_poppler
) -> None:
    title = LONG * 4 + "The end of the title"
    fill(
        hostile,
        Note(id=f"long-{large_print}", title=title, body="Words.", kind="line", tags=("known:2025-05-20",)),
    )
    written = write_briefing(
        hostile, template="book", as_of=DAY, language="en", out=tmp_path / "p.pdf", large_print=large_print
    )
    folded = ["".join(page.split()) for page in read_by_poppler(written.path, "-raw").split("\f")]
    assert next(number for number, page in enumerate(folded) if "Theendofthetitle" in page) >= 3
    contents = next(page for page in folded if "BLinestotake" in page)
    assert re.search(r"B\.\dWolfeschl", contents)
    assert "…" in contents
    assert TagTree(written.path).faults == []
