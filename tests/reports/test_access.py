"""Papers for who cannot see them: the tag tree of every template, page by page, link by link."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pikepdf
import pytest

from briefing_app.reports.briefing import TEMPLATES, write_briefing
from briefing_app.store.workspace import Workspace
from tests.reports.tag_tree import TagTree

Write = Callable[..., Path]


@pytest.fixture
def write(sample: Workspace, tmp_path: Path) -> Write:
    def _write(template: str, language: str, **more: object) -> Path:
        day, out = date(2025, 5, 24), tmp_path / "paper.pdf"
        write_briefing(sample, template=template, as_of=day, language=language, out=out, **more)  # type: ignore[arg-type]
        return out

    return _write


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize("template", list(TEMPLATES))
def test_the_tags_of_every_paper_are_whole(write: Write, template: str, language: str) -> None:
    tree = TagTree(write(template, language, marking="TLP:AMBER", watermark="DRAFT"))
    assert tree.faults == []
    assert tree.counts["H1"] >= 1
    if template in ("book", "one-page", "chronology", "bio", "duty-sheet", "qa"):
        assert tree.counts["links"] >= 5


@pytest.mark.parametrize("template", ["book", "one-page", "scenario-sheet"])
def test_large_print_has_them_too(write: Write, template: str) -> None:
    assert TagTree(write(template, "en", large_print=True)).faults == []


@pytest.mark.parametrize("language", ["en", "ja"])
def test_each_source_is_an_entry_of_a_list(write: Write, sample: Workspace, language: str) -> None:
    """Its number is the label of the entry, so that the length of the list is told before it is read."""
    out = write("one-page", language)
    with pikepdf.open(out) as pdf:
        document = pdf.Root.StructTreeRoot.K
        document = document[0] if isinstance(document, pikepdf.Array) else document
        last = document.K[-1]
        assert (str(last.S), {str(entry.S) for entry in last.K}) == ("/L", {"/LI"})
        assert len(last.K) >= 10
        assert all([str(part.S) for part in entry.K] == ["/Lbl", "/LBody"] for entry in last.K)


def test_each_place_card_is_headed_by_its_name(write: Write) -> None:
    out = write("place-cards", "en")
    with pikepdf.open(out) as pdf:
        titles = [str(item.title) for item in pdf.open_outline().root]
    assert "Scott Bessent" in titles
    assert TagTree(out).counts["H1"] == len(titles) == 7


@pytest.mark.parametrize(
    ("cut", "fault"),
    [
        ("/Alt", "Figure without alternative text"),
        ("/A", "TH without scope"),
    ],
)
def test_a_planted_fault_is_found(write: Write, tmp_path: Path, cut: str, fault: str) -> None:
    judged = (pikepdf.Name.Figure, pikepdf.Name.TH)
    with pikepdf.open(write("chronology", "en")) as pdf:
        for element in pdf.objects:
            if isinstance(element, pikepdf.Dictionary) and element.get("/S") in judged and cut in element:
                del element[cut]
        pdf.save(tmp_path / "cut.pdf")
    assert fault in TagTree(tmp_path / "cut.pdf").faults
