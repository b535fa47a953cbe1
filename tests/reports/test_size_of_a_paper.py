"""A paper that would take all the memory of a laptop is refused in words, before the typesetter begins."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from briefing_app.domain.records import Event, Note, TypedDate
from briefing_app.reports import chronology, prose, render
from briefing_app.reports.briefing import TEMPLATES, default_briefing, gather_report
from briefing_app.reports.paper_size import LayoutError
from briefing_app.reports.render import Typesetter
from briefing_app.store.workspace import Workspace
from tests.reports.conftest import fill

WHEN = datetime(2025, 5, 24, tzinfo=UTC)


def content(size: int) -> dict[str, object]:
    paragraph = "The tariff on cars. "
    return {"cover": {}, "sections": [paragraph] * (size // len(paragraph)), "sources": []}


def test_a_paper_of_thousands_of_pages_says_how_many_and_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(render.typst, "Compiler", lambda *_all, **_words: pytest.fail("it was begun"))
    with pytest.raises(
        LayoutError, match=r"about 1,[3-5]\d\d pages; a paper has at most about 1,111\."
    ) as told:
        Typesetter("flow", content(6_500_000), timestamp=WHEN)
    assert "Leave out the parts that hold everything" in told.value.hint


def test_a_paper_of_hundreds_of_pages_is_begun() -> None:
    Typesetter("flow", content(3_000_000), timestamp=WHEN)


@pytest.mark.parametrize("template", ["book", "chronology"])
def test_a_workspace_that_makes_thousands_of_pages_is_told_before_it_is_laid_out(
    desk_space: Workspace, monkeypatch: pytest.MonkeyPatch, template: str
) -> None:
    body = "The tariff on cars. " * 5_000
    notes = (Note(id=f"n{n}", title=f"Note {n}", kind="analysis", body=body) for n in range(70))
    days = (TypedDate("2025-05-01"),)
    events = (Event(id=f"e{n}", title="Talks " * 20_000, dates=days) for n in range(60))
    fill(desk_space, *(notes if template == "book" else events))
    monkeypatch.setattr(prose, "parse", lambda *_all: pytest.fail("a note was read"))
    monkeypatch.setattr(chronology, "event_row", lambda *_all: pytest.fail("an event was laid out"))
    briefing = default_briefing(TEMPLATES[template], "en")
    with pytest.raises(LayoutError, match=r"about 1,[23]\d\d pages"):
        gather_report(desk_space, briefing, as_of=date(2025, 5, 24), language="en")


def test_notes_that_the_book_does_not_print_do_not_count(desk_space: Workspace) -> None:
    body = "The tariff on cars. " * 400_000
    fill(desk_space, Note(id="n", title="Later", kind="analysis", body=body, tags=("known:2025-06-01",)))
    briefing = default_briefing(TEMPLATES["book"], "en")
    gather_report(desk_space, briefing, as_of=date(2025, 5, 24), language="en")
