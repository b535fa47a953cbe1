"""Pages on sheets: every page once, in the order of the fold, and as a PDF that readers accept."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing_app.errors import UsageError
from briefing_app.reports import imposition
from briefing_app.reports.briefing import write_briefing
from briefing_app.store.workspace import Workspace


@pytest.fixture(scope="module")
def book(sample: Workspace, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    out = tmp_path_factory.mktemp("book") / "book.pdf"
    write_briefing(sample, template="chronology", as_of=date(2025, 5, 24), language="en", out=out)
    return out.read_bytes()


def test_two_pages_stand_on_each_side(book: bytes, tmp_path: Path, text_of: Callable[[Path], str]) -> None:
    pages = len(pikepdf.open(BytesIO(book)).pages)
    made = imposition.two_up(book)
    (tmp_path / "two.pdf").write_bytes(made)
    with pikepdf.open(BytesIO(made)) as pdf:
        assert len(pdf.pages) == -(-pages // 2)
        assert [round(float(edge)) for edge in pdf.pages[0].mediabox] == [0, 0, 842, 595]
    text = text_of(tmp_path / "two.pdf")
    for number in range(1, pages + 1):
        assert text.count(f"Page {number} of {pages}") == 1


def test_a_booklet_is_made_of_whole_sheets(
    book: bytes, tmp_path: Path, text_of: Callable[[Path], str]
) -> None:
    pages = len(pikepdf.open(BytesIO(book)).pages)
    out = tmp_path / "booklet.pdf"
    out.write_bytes(imposition.booklet(book))
    with pikepdf.open(out) as pdf:
        assert len(pdf.pages) == -(-pages // 4) * 2
        assert "/StructTreeRoot" not in pdf.Root
        assert all("/Annots" not in page for page in pdf.pages)
        assert pdf.check_pdf_syntax() == []
    text = text_of(out)
    assert all(text.count(f"Page {number} of {pages}") == 1 for number in range(1, pages + 1))


def test_the_same_pages_give_the_same_sheets(book: bytes) -> None:
    assert imposition.booklet(book) == imposition.booklet(book)


@given(st.integers(1, 60))
def test_a_folded_booklet_reads_in_order(count: int) -> None:
    spreads = imposition.booklet_order(count)
    whole = len(spreads) * 2
    assert whole % 4 == 0
    assert whole - count < 4
    # Fold the pile: the right half of each front, then the left of each back … back to the outermost left.
    fronts, backs = spreads[::2], spreads[1::2]
    leaves = [leaf for front, back in zip(fronts, backs, strict=True) for leaf in (front[1], back[0])]
    inner = [leaf for front, back in zip(fronts, backs, strict=True) for leaf in (front[0], back[1])]
    read = [*leaves, *reversed(inner)]
    assert [page for page in read if page is not None] == list(range(count))
    assert all(page is None for page in read[count:])


def test_letter_is_folded_to_half_letter(sample: Workspace, tmp_path: Path) -> None:
    out = tmp_path / "l.pdf"
    write_briefing(
        sample, template="one-page", as_of=date(2025, 5, 24), language="en", out=out, paper="us-letter"
    )
    with pikepdf.open(BytesIO(imposition.booklet(out.read_bytes()))) as pdf:
        assert [round(float(edge)) for edge in pdf.pages[0].mediabox] == [0, 0, 792, 612]


def test_what_is_no_pdf_is_told() -> None:
    with pytest.raises(UsageError, match="not a PDF"):
        imposition.two_up(b"not a file of pages")
