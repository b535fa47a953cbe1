"""Pages of a captured PDF as pictures and words, for reading beside the note that quotes them.

PDFium draws them: it is hardened against hostile files and comes as one library of 8 MB, where the viewer of
Qt lies in the large Addons package. It knows no threads: one lock stands before it.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING

from briefing_app.errors import UsageError

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument

MOST_POINTS = 12_000_000  # of a drawn page: a page of many metres is drawn small
MOST_CHARACTERS = 100_000
_guard = threading.Lock()


@dataclass(frozen=True)
class DrawnPage:
    """A page: its number (from 1), the picture as rows of blue, green, red and alpha bytes, and its words."""

    number: int
    width: int
    height: int
    stride: int
    pixels: bytes
    words: str


def page_count(content: bytes) -> int:
    """How many pages a PDF has. Raises UsageError for one that cannot be read or asks for a password."""
    with _guard:
        document = _opened(content)
        try:
            return len(document)
        finally:
            document.close()


def draw(content: bytes, number: int, width: int) -> DrawnPage:
    """A page, ``width`` pixels wide. Raises UsageError if there is no such page or it cannot be drawn."""
    import pypdfium2  # noqa: PLC0415  8 MB of library: only when a PDF is looked at

    with _guard:
        document = _opened(content)
        try:
            if not 1 <= number <= len(document):
                raise UsageError(f"The file has no page {number}.", hint=f"It has {len(document)}.")
            page = document[number - 1]
            across, down = (max(1.0, side) for side in page.get_size())
            scale = min(width / across, (MOST_POINTS / (across * down)) ** 0.5)
            bitmap = page.render(scale=scale, rev_byteorder=False, prefer_bgrx=True, may_draw_forms=False)
            text = page.get_textpage()
            words = text.get_text_bounded() if text.count_chars() <= MOST_CHARACTERS else text.get_text_range(
                0, MOST_CHARACTERS
            )  # fmt: skip
            return DrawnPage(
                number, bitmap.width, bitmap.height, bitmap.stride, bytes(bitmap.buffer), _tidy(words)
            )
        except pypdfium2.PdfiumError as error:
            raise UsageError(f"Page {number} cannot be drawn.") from error
        finally:
            document.close()


def title(content: bytes) -> str:
    """The title that a PDF gives itself, or empty; a bookmark in it is none."""
    import pypdfium2  # noqa: PLC0415

    with _guard:
        try:
            document = _opened(content)
        except UsageError:
            return ""
        try:
            return str(document.get_metadata_value("Title"))
        except (pypdfium2.PdfiumError, UnicodeDecodeError):
            return ""
        finally:
            document.close()


def page_with(content: bytes, words: str) -> int | None:
    """The first page on which the words stand, however they are broken over lines; or None."""
    wanted = _bare(words)
    if not wanted:
        return None
    with _guard:
        document = _opened(content)
        try:
            for number in range(min(len(document), 2000)):
                if wanted in _bare(document[number].get_textpage().get_text_bounded()):
                    return number + 1
        finally:
            document.close()
    return None


def _opened(content: bytes) -> PdfDocument:
    import pypdfium2  # noqa: PLC0415

    try:
        return pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        if "assword" in str(error):
            raise UsageError(
                "The PDF asks for a password.", hint="Save a copy without one and capture that."
            ) from error
        raise UsageError(
            "The PDF is damaged and cannot be shown.", hint="Save a copy to try another program."
        ) from error


def _tidy(text: str) -> str:
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "").replace("\ufffe", "-")
    return "\n".join(line.rstrip() for line in lines.split("\n")).strip()


def _bare(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter.isalnum())
