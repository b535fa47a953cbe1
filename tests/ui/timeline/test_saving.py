"""The whole timeline as one PDF: drawn pages, every event by its number, numbered sources."""

from __future__ import annotations

import io

import pikepdf
import pytest

from tests.ui.timeline.test_timeline_tab import tab as made_tab

tab = made_tab


@pytest.fixture
def pdf(tab, tmp_path, qtbot):
    path = tmp_path / "talks.pdf"
    tab.saving.save("pdf", path)
    qtbot.waitUntil(path.exists)
    assert tab.message.text == "Saved: talks.pdf"
    return path


def text_of(path):
    import subprocess

    done = subprocess.run(
        ["pdftotext", "-layout", str(path), "-"], capture_output=True, text=True, check=True
    )
    return done.stdout


def test_every_event_is_named_by_number_on_the_drawing_and_in_the_list(tab, pdf):
    import shutil

    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext (poppler-utils) is not installed")
    text = text_of(pdf)
    drawn, listed = text.split("Events\n", 1) if "Events\n" in text else (text, text)
    for number, title in enumerate(("90-day pause", "1st round", "3rd round", "G7 summit"), 1):
        assert f"{number} {title}" in " ".join(drawn.split())
        assert title in listed
    assert "MOFA" in listed


def test_the_pages_lie_across_have_words_for_those_who_cannot_see_and_bookmarks(tab, pdf):
    with pikepdf.open(io.BytesIO(pdf.read_bytes())) as document:
        wide = [page.mediabox[2] > page.mediabox[3] for page in document.pages]
        assert wide[0]
        assert not wide[-1]
        assert "Timeline from" in str(list(_alternatives(document.Root.StructTreeRoot)))
        assert document.Root.Lang == "en"


def _alternatives(node):
    if isinstance(node, pikepdf.Dictionary):
        if "/Alt" in node:
            yield str(node.Alt)
        yield from _alternatives(node.get("/K"))
    elif isinstance(node, pikepdf.Array):
        for each in node:
            yield from _alternatives(each)


def test_the_paper_is_marked_as_high_as_what_stands_on_it(tab, tmp_path, session, qtbot):
    from dataclasses import replace

    from briefing_app.domain.change import replaced

    event = session.workspace.find("event", "r3")
    session.apply(replaced(event, replace(event, marking="TLP:AMBER")))
    tab.saving.save("pdf", tmp_path / "marked.pdf")
    qtbot.waitUntil((tmp_path / "marked.pdf").exists)
    with pikepdf.open(tmp_path / "marked.pdf") as document:
        assert len(document.pages) >= 2
    import shutil

    if shutil.which("pdftotext"):
        assert text_of(tmp_path / "marked.pdf").count("TLP:AMBER") >= 4


def test_a_folder_that_is_not_there_is_said(tab, tmp_path, qtbot):
    tab.saving.save("pdf", tmp_path / "missing" / "talks.pdf")
    qtbot.waitUntil(lambda: bool(tab.message.text))
    assert tab.message.text
    assert "Saved" not in tab.message.text
