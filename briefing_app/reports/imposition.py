"""Pages laid out on sheets for the printer: two to a side, or a booklet to fold and staple.

Works on the finished PDF, so what is printed is what was checked. The sheets are for paper only: they carry
no tags or bookmarks, and the archive keeps the file that they were made from.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from io import BytesIO
from typing import TYPE_CHECKING, TypeAlias

from briefing_app.errors import UsageError
from briefing_app.threads import reading_gives_way

if TYPE_CHECKING:
    from pypdf import PageObject, PdfReader, PdfWriter

# A sheet with its pages, as places in the file; None is an empty half.
Spread: TypeAlias = tuple[int | None, int | None]
A4 = (595.276, 841.89)
LETTER = (612.0, 792.0)
_SIDES = 4


def two_up(pdf: bytes) -> bytes:
    """Two pages beside each other on each side of a sheet of the same size, turned sideways."""
    reader = _read(pdf)
    count = len(reader.pages)
    spreads = [(left, left + 1 if left + 1 < count else None) for left in range(0, count, 2)]
    return _laid_out(reader, spreads)


def booklet(pdf: bytes) -> bytes:
    """A booklet: print on both sides, turned on the short edge, fold once and staple in the fold.

    A page of A4 becomes A5, one of Letter half letter. The number of pages is filled up to four with empty
    ones at the end.
    """
    reader = _read(pdf)
    return _laid_out(reader, booklet_order(len(reader.pages)))


def booklet_order(count: int) -> list[Spread]:
    """The pages of each side of a booklet, left and right, outermost sheet first.

    >>> booklet_order(3)
    [(None, 0), (1, 2)]
    """
    whole = -(-count // _SIDES) * _SIDES

    def page(place: int) -> int | None:
        return place if place < count else None

    spreads: list[Spread] = []
    for sheet in range(whole // _SIDES):
        first, last = 2 * sheet, whole - 1 - 2 * sheet
        spreads += [(page(last), page(first)), (page(first + 1), page(last - 1))]
    return spreads


def read_ahead() -> None:
    """Read the library that lays pages out, in any thread: some tenths of a second, and the first sheets need
    not wait for it.
    """
    with reading_gives_way():
        import pypdf  # noqa: F401, PLC0415


def _read(pdf: bytes) -> PdfReader:
    from pypdf import PdfReader  # noqa: PLC0415  most runs print nothing this way
    from pypdf.errors import PyPdfError  # noqa: PLC0415

    try:
        reader = PdfReader(BytesIO(pdf), strict=True)
        count = len(reader.pages)
    except PyPdfError as error:
        raise UsageError(f"This is not a PDF that can be laid out: {error}.") from error
    if not count:
        raise UsageError("There are no pages to lay out.")
    return reader


def _laid_out(reader: PdfReader, spreads: Sequence[Spread]) -> bytes:
    """Each spread on one side of a sheet; each page as large as its half takes it, in its middle."""
    from pypdf import PdfWriter  # noqa: PLC0415

    first = reader.pages[0].mediabox
    high, wide = sheet_of(float(first.width), float(first.height))
    writer = PdfWriter()
    if reader.metadata and reader.metadata.title:
        writer.add_metadata({"/Title": reader.metadata.title})
    for spread in spreads:
        sheet = writer.add_blank_page(width=wide, height=high)
        drawn: list[tuple[str, PageObject]] = []
        marks = []
        for half, place in enumerate(spread):
            if place is None:
                continue
            page = reader.pages[place]
            width, height = float(page.mediabox.width), float(page.mediabox.height)
            scale = min(wide / 2 / width, high / height)
            left = half * wide / 2 + (wide / 2 - width * scale) / 2
            bottom = (high - height * scale) / 2
            marks.append(f"q {scale:.6f} 0 0 {scale:.6f} {left:.3f} {bottom:.3f} cm /P{half} Do Q")
            drawn.append((f"/P{half}", page))
        _fill(writer, sheet, drawn, "\n".join(marks))
    stream = BytesIO()
    writer.write(stream)
    return stream.getvalue()


def _fill(writer: PdfWriter, sheet: PageObject, drawn: Sequence[tuple[str, PageObject]], marks: str) -> None:
    """Put pages into a sheet as drawings of their own: their contents are copied, not read."""
    from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject  # noqa: PLC0415

    forms = DictionaryObject()
    for name, page in drawn:
        form = DecodedStreamObject()
        contents = page.get_contents()
        form.set_data(contents.get_data() if contents is not None else b"")
        form[NameObject("/Type")] = NameObject("/XObject")
        form[NameObject("/Subtype")] = NameObject("/Form")
        form[NameObject("/BBox")] = page.mediabox
        form[NameObject("/Resources")] = page["/Resources"].clone(writer)
        forms[NameObject(name)] = writer._add_object(form.flate_encode())
    content = DecodedStreamObject()
    content.set_data(marks.encode())
    sheet[NameObject("/Contents")] = writer._add_object(content)
    sheet[NameObject("/Resources")] = DictionaryObject({NameObject("/XObject"): forms})


@cache
def sheet_of(width: float, height: float) -> tuple[float, float]:
    """The short and the long edge of the sheet that pages of a size are printed on: Letter or A4."""
    is_letter = abs(width - LETTER[0]) < 1 and abs(height - LETTER[1]) < 1
    return LETTER if is_letter else A4
