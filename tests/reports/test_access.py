"""Papers for who cannot see them: the tag tree of every template, page by page, link by link."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pikepdf
import pytest

from briefing_app.reports.briefing import TEMPLATES, write_briefing
from briefing_app.store.workspace import Workspace
from tests.reports.tag_tree import TagTree
from tests.reports.ua_conditions import ua_faults

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
    out = write(template, language, marking="TLP:AMBER", watermark="DRAFT")
    tree = TagTree(out)
    assert tree.faults == []
    assert ua_faults(out) == []
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


def _first_font(pdf: pikepdf.Pdf) -> pikepdf.Dictionary:
    return next(iter(dict(pdf.pages[0].resources.Font).values()))


def _lead_to_nothing(pdf: pikepdf.Pdf) -> None:
    table = _first_font(pdf).ToUnicode
    table.write(re.sub(rb"(<[0-9A-Fa-f]+>\s*)<[0-9A-Fa-f]+>", rb"\1<FEFF>", table.read_bytes(), count=3))


def _set_language(pdf: pikepdf.Pdf) -> None:
    element = next(e for e in pdf.objects if isinstance(e, pikepdf.Dictionary) and "/S" in e and "/Pg" in e)
    element.Lang = "not a language"


@pytest.mark.parametrize(
    ("spoil", "checkpoint"),
    [
        (lambda pdf: pdf.Root.__delitem__("/Lang"), "11-001"),
        (_set_language, "11 "),
        (lambda pdf: pdf.Root.ViewerPreferences.__delitem__("/DisplayDocTitle"), "07-001"),
        (lambda pdf: pdf.Root.__delitem__("/Metadata"), "06-001"),
        (lambda pdf: _first_font(pdf).__delitem__("/ToUnicode"), "10-001"),
        (_lead_to_nothing, "31-029"),
        (lambda pdf: pdf.pages[0].obj.__setitem__("/StructParents", 0) or _swap(pdf), "01 page"),
        (
            lambda pdf: _first_font(pdf).DescendantFonts[0].FontDescriptor.__delitem__(_file_key(pdf)),
            "31-009",
        ),
        (lambda pdf: pdf.Root.StructTreeRoot.__setitem__("/RoleMap", _circle()), "02-003"),
        (lambda pdf: pdf.Root.__setitem__("/AA", pikepdf.Dictionary()), "29 a script"),
    ],
)
def test_a_planted_breach_of_a_condition_is_found(
    write: Write, tmp_path: Path, spoil: Callable[[pikepdf.Pdf], object], checkpoint: str
) -> None:
    with pikepdf.open(write("one-page", "ja")) as pdf:
        spoil(pdf)
        pdf.save(tmp_path / "spoilt.pdf")
    assert any(fault.startswith(checkpoint) for fault in ua_faults(tmp_path / "spoilt.pdf"))


def _swap(pdf: pikepdf.Pdf) -> None:
    """Take the last entries of the first page out of the parent tree."""
    tree = pikepdf.NumberTree(pdf.Root.StructTreeRoot.ParentTree)
    tree[0] = pikepdf.Array(list(tree[0])[:1])


def _file_key(pdf: pikepdf.Pdf) -> str:
    described = _first_font(pdf).DescendantFonts[0].FontDescriptor
    return next(key for key in ("/FontFile", "/FontFile2", "/FontFile3") if key in described)


def _circle() -> pikepdf.Dictionary:
    return pikepdf.Dictionary({"/A": pikepdf.Name("/B"), "/B": pikepdf.Name("/A")})
