"""Editions: numbered, hashed, kept; the next one says what changed; copies carry their number."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from briefing_app.domain.change import replaced
from briefing_app.domain.records import Block, Briefing, Event, Note, Source, TypedDate
from briefing_app.errors import UsageError
from briefing_app.reports import briefing as papers
from briefing_app.reports.editions import Edition, editions, freeze
from briefing_app.store.workspace import Workspace
from tests.reports.conftest import fill

DAY = date(2025, 5, 24)


@pytest.fixture
def stored(desk_space: Workspace) -> Workspace:
    blocks = tuple(Block(name) for name in papers.TEMPLATES["book"].blocks)
    fill(
        desk_space,
        Briefing(id="b", template="book", title="Talks", blocks=blocks),
        Event(id="e", title="Talks held", dates=(TypedDate("2025-05-01"),)),
        Note(id="n", title="State of play", body="The duty is ten percent."),
    )
    return desk_space


def issue(workspace: Workspace, **more: object) -> Edition:
    briefing = workspace.get("briefing", "b")
    assert isinstance(briefing, Briefing)
    report = papers.gather_report(workspace, briefing, as_of=DAY, language="en")
    return freeze(workspace, "b", report, workspace.apply, **more)  # type: ignore[arg-type]


def test_an_edition_is_numbered_hashed_and_kept(stored: Workspace) -> None:
    first, second = issue(stored), issue(stored)
    assert (first.number, second.number) == (1, 2)
    kept = stored.attachment(first.sha256)
    assert kept.startswith(b"%PDF")
    assert hashlib.sha256(kept).hexdigest() == first.sha256
    source = stored.get("source", first.source_id)
    assert isinstance(source, Source)
    assert source.sha256 == first.sha256


def test_an_edition_does_not_change_when_the_records_do(stored: Workspace) -> None:
    first = issue(stored)
    before = stored.attachment(first.sha256)
    note = stored.get("note", "n")
    assert isinstance(note, Note)
    stored.apply(replaced(note, replace(note, body="The duty is twelve percent.")))
    assert stored.attachment(editions(stored, "b")[0].sha256) == before


def test_the_next_edition_says_what_changed(
    stored: Workspace, tmp_path: Path, text_of: Callable[[Path], str]
) -> None:
    issue(stored)
    note = stored.get("note", "n")
    assert isinstance(note, Note)
    stored.apply(replaced(note, replace(note, body="The duty is twelve percent.")))
    second = issue(stored, recipient="Ministry of Finance", copy=3)
    (tmp_path / "second.pdf").write_bytes(stored.attachment(second.sha256))
    text = text_of(tmp_path / "second.pdf")
    assert "What changed since edition 1" in text
    assert "New: The duty is twelve percent." in text
    assert "Gone: The duty is ten percent." in text
    assert "Edition 2, copy 3, Ministry of Finance" in text


def test_a_paper_that_is_not_stored_cannot_be_frozen(stored: Workspace) -> None:
    report = papers.gather_report(
        stored, papers.default_briefing(papers.TEMPLATES["book"], "en"), as_of=DAY, language="en"
    )
    with pytest.raises(UsageError, match="not stored yet"):
        freeze(stored, "", report, stored.apply)
