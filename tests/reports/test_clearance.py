"""Who drafted a paper and who has agreed to it stands on the sheet, but not where it is released."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from briefing_app.domain.records import Briefing, Note
from briefing_app.reports import briefing as papers
from briefing_app.reports.model import ReportData
from briefing_app.reports.preview import gathered
from briefing_app.store.workspace import Workspace
from tests.reports.conftest import fill
from tests.reports.words_of_pages import covered, words_of

DAY = date(2025, 5, 24)
_FOOT = 760
WHO = {"drafted": "North America desk, ext. 1234", "cleared": "Legal;  Finance"}


def said(workspace: Workspace, template: str, language: str = "en", **settings: str) -> ReportData:
    briefing = Briefing(template=template, language=language, settings=WHO | settings)
    return gathered(workspace, briefing, as_of=DAY, language=language)


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize("template", ["one-page", "book", "chronology", "bio", "duty-sheet", "seating-plan"])
def test_it_stands_in_the_foot_of_the_first_page(
    sample: Workspace, tmp_path: Path, read_by_poppler: Callable[..., str], template: str, language: str
) -> None:
    out = tmp_path / "p.pdf"
    out.write_bytes(papers.encoded_pdf(said(sample, template, language)))
    first, *rest = read_by_poppler(out, "-layout").split("\f")
    head = {"en": ("Drafted: ", "Cleared: "), "ja": ("作成：", "決裁：")}[language]
    assert f"{head[0]}North America desk, ext. 1234" in first
    assert f"{head[1]}Legal; Finance" in first
    assert not any("ext. 1234" in page for page in rest)
    assert list(covered([word for word in words_of(out) if word.top > _FOOT])) == []


def test_each_question_has_it_for_it_may_be_handed_over_by_itself(
    desk_space: Workspace, tmp_path: Path, read_by_poppler: Callable[..., str]
) -> None:
    body = "## Q1. What is it?\nTen percent.\n\n## Q2. Since when?\nSince April."
    fill(desk_space, Note(id="n", title="Q", kind="qa", body=body, tags=("known:2025-05-01",)))
    out = tmp_path / "p.pdf"
    out.write_bytes(papers.encoded_pdf(said(desk_space, "qa")))
    pages = [page for page in read_by_poppler(out, "-layout").split("\f") if page.strip()]
    assert len(pages) == 2
    assert all("ext. 1234" in page for page in pages)


def test_a_releasable_edition_does_not_say_whom_to_call(sample: Workspace) -> None:
    assert said(sample, "chronology", release="TLP:GREEN").clearance == ()


def test_very_long_names_keep_their_line(sample: Workspace, tmp_path: Path) -> None:
    for large in ("", "yes"):
        report = said(sample, "one-page", cleared="Department of everything " * 30, large_print=large)
        report = replace(report, marking=papers.markings.find("TLP:AMBER+STRICT"))
        out = tmp_path / "p.pdf"
        out.write_bytes(papers.typeset(report).pdf())
        words = words_of(out)
        assert max(word.bottom for word in words) < 842 - 12
        assert list(covered([word for word in words if word.top > _FOOT])) == []


def test_word_and_markdown_say_it_too(sample: Workspace, tmp_path: Path) -> None:
    from docx import Document

    report = said(sample, "chronology")
    papers.write_report(report, tmp_path / "p.md")
    papers.write_report(report, tmp_path / "p.docx")
    line = "Drafted: North America desk, ext. 1234 · Cleared: Legal; Finance"
    assert line in (tmp_path / "p.md").read_text().splitlines()
    foot = Document(str(tmp_path / "p.docx")).sections[0].footer
    assert line in [each.text for each in foot.paragraphs]
