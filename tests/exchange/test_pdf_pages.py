"""Pages of captured PDFs: counted, drawn, searched; what is broken is told."""

import io
from datetime import date

import pytest

from briefing_app.errors import UsageError
from tests.exchange.pdf_files import pdf

pytest.importorskip("pypdfium2")

from briefing_app.exchange import captures, pdf_pages

FILE = pdf(["First page", "The duty is 25 percent", "Last page"])


def test_a_page_is_drawn_as_wide_as_asked_and_gives_its_words():
    assert pdf_pages.page_count(FILE) == 3
    page = pdf_pages.draw(FILE, 2, 600)
    assert (page.number, page.width, page.height) == (2, 600, 800)
    assert page.words == "The duty is 25 percent"
    assert len(page.pixels) == page.stride * page.height
    assert set(page.pixels) != {255}  # something is drawn on the white


def test_words_are_found_on_their_page_however_they_are_broken():
    assert pdf_pages.page_with(FILE, "the duty\nis  25 percent") == 2
    assert pdf_pages.page_with(FILE, "not there") is None
    assert pdf_pages.page_with(FILE, " … ") is None


def test_a_page_of_many_metres_is_drawn_small():
    page = pdf_pages.draw(pdf(["Long"], size=(100, 14_000)), 1, 2_000)
    assert page.width * page.height <= pdf_pages.MOST_POINTS * 1.01


def test_a_page_that_is_not_there_is_named():
    with pytest.raises(UsageError, match="has no page 4"):
        pdf_pages.draw(FILE, 4, 300)


@pytest.mark.parametrize("content", [b"%PDF-1.4\n", b"%PDF-1.7" + FILE[300:420], b"\0" * 2000])
def test_a_damaged_file_is_told_and_not_drawn(content):
    with pytest.raises(UsageError, match="damaged and cannot be shown"):
        pdf_pages.page_count(content)


def test_a_file_with_a_password_is_told():
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(FILE)))
    writer.encrypt("secret", algorithm="RC4-128")
    stream = io.BytesIO()
    writer.write(stream)
    with pytest.raises(UsageError, match="asks for a password"):
        pdf_pages.page_count(stream.getvalue())


def test_the_title_is_that_of_the_file_not_of_a_bookmark():
    found = captures.read(pdf(["One"], title="The Agreement"), "download.pdf", date(2025, 5, 24))
    assert (found.kind, found.source.title) == ("pdf", "The Agreement")
    assert captures.read(pdf(["One"]), "download.pdf", date(2025, 5, 24)).source.title == "download"
    assert captures.read(b"%PDF-1.7 torn", "torn.pdf", date(2025, 5, 24)).source.title == "torn"
