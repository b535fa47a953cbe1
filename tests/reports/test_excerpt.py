"""The edited pages of a long paper, set alone: the same bytes as the pages of the whole."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from briefing_app.domain.change import Change, ChangeSet, replaced
from briefing_app.domain.records import Note, Source
from briefing_app.reports import briefing as papers
from briefing_app.reports import excerpt
from briefing_app.reports.preview import Preview, gathered, preview_of

DAY = date(2025, 5, 24)
WORDS = "The two sides have looked at the measures in force. "


def long_note(number: int) -> Note:
    body = "\n\n".join(f"**Point {part}.** {WORDS * 5} ^s" for part in range(7))
    link = f"See [[Topic {(number + 1) % 14}]]." if number % 3 == 0 else ""
    return Note(
        id=f"n{number:02}", title=f"Topic {number}", body=f"{body}\n\n{link}", tags=("known:2025-01-01",)
    )


@pytest.fixture(scope="module", params=["en", "ja"])
def book(request, tmp_path_factory):
    from briefing_app.store.workspace import Workspace

    folder = tmp_path_factory.mktemp("excerpt")
    with Workspace.create(folder / "w.brief") as workspace:
        made = [Source(id="s", title="A paper", publisher="Desk", date="2025-01-01")]
        notes = [long_note(number) for number in range(14)]
        if request.param == "ja":
            notes = [replace(note, language="ja") for note in notes]
        workspace.apply(
            ChangeSet(
                "Fill", tuple(Change(each.record_kind, each.id, None, each) for each in [*made, *notes])
            )
        )
        yield workspace, papers.default_briefing(papers.TEMPLATES["book"], request.param)


def report_of(workspace, briefing):
    return gathered(workspace, briefing, as_of=DAY, language=briefing.language)


def edit(workspace, key, change):
    note = workspace.get("note", key)
    workspace.apply(replaced(note, replace(note, body=change(note.body))))


@pytest.mark.parametrize("key", ["n00", "n05", "n13"])
def test_an_edited_page_is_the_page_of_the_whole_paper_to_the_byte(book, key):
    workspace, briefing = book
    before = preview_of(report_of(workspace, briefing), briefing)
    edit(workspace, key, lambda body: body.replace("The two", f"Our {key} two", 1))
    report = report_of(workspace, briefing)
    edited = excerpt.edited_pages(before, report, briefing)
    whole = preview_of(report, briefing)
    assert edited is not None
    assert not edited.is_settled
    assert whole.is_settled
    assert sum(one is not other for one, other in zip(before.pages, edited.pages, strict=True)) <= 3
    assert edited.pages == whole.pages != before.pages
    assert edited.marks == whole.marks
    assert edited.problems == whole.problems
    assert edited.owners == whole.owners


def test_pages_behind_a_longer_text_move_with_their_marks(book):
    workspace, briefing = book
    before = preview_of(report_of(workspace, briefing), briefing)
    edit(workspace, "n05", lambda body: f"{body}\n\n" + "\n\n".join([WORDS * 6] * 9))
    report = report_of(workspace, briefing)
    edited, whole = excerpt.edited_pages(before, report, briefing), preview_of(report, briefing)
    assert edited is not None
    assert len(edited.pages) == len(whole.pages) > len(before.pages)
    assert [(mark.id, mark.page) for mark in edited.marks] == [(mark.id, mark.page) for mark in whole.marks]


def test_of_several_edited_runs_the_one_in_view_is_set(book):
    workspace, briefing = book
    before = preview_of(report_of(workspace, briefing), briefing)
    for key in ("n02", "n09"):
        edit(workspace, key, lambda body: body.replace("Point 0", "Point of departure"))
    place = before.place_of("note-n09")
    edited = excerpt.edited_pages(before, report_of(workspace, briefing), briefing, shown=(place.page,))
    assert edited.pages[place.page - 1] != before.pages[place.page - 1]
    other = before.place_of("note-n02").page - 1
    assert edited.pages[other] == before.pages[other]


def test_what_is_seen_on_every_page_sets_the_whole(book):
    workspace, briefing = book
    before = preview_of(report_of(workspace, briefing), briefing)
    report = report_of(workspace, briefing)
    edit(workspace, "n05", lambda body: body.replace("two", "three"))
    titled = replace(report_of(workspace, briefing), title="Another title")
    assert excerpt.edited_pages(before, titled, briefing) is None
    assert excerpt.edited_pages(before, report, briefing) is None
    short = Preview(report, before.pages[:5], before.marks, ())
    assert excerpt.edited_pages(short, report_of(workspace, briefing), briefing) is None
    fewer = replace(report, sections=report.sections[:-1])
    assert excerpt.edited_pages(before, fewer, briefing) is None


def test_without_a_preview_or_with_a_short_paper_everything_is_set(book):
    workspace, briefing = book
    made = excerpt.edited_preview(None, workspace, briefing, as_of=DAY, language=briefing.language)
    assert made.is_settled
