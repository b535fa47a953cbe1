"""A paper that would take all the memory of a laptop is refused in words, before the typesetter begins."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from briefing_app.reports import render
from briefing_app.reports.render import LayoutError, Typesetter

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
