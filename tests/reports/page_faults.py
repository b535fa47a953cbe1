"""What a program can see of the pages of a PDF: where words stand, where links lead, what contents say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pikepdf
from pikepdf import Array, Dictionary, Name

from tests.reports.words_of_pages import Word, covered, words_of

# No printer of an office prints the last millimetres of a sheet.
UNPRINTED_PT = 12
# The contents end on this page at the latest.
_CONTENTS = 6
_ODD = re.compile("[\ufffd\ue000-\uf8ff\x00-\x08\x0b-\x1f\u202a-\u202e\u2066-\u2069\ufeff]")
_PAGE = re.compile(r"Page (\d+) of (\d+)|(\d+) / (\d+) 頁")
_SHARED = re.compile("[、。，．」』）】]")
_SOURCE = re.compile(r"(?:Source|出典)\D{0,3}(\d+)")


class Link(NamedTuple):
    """A link to a place in the file: the words it has for who cannot see it, its box, where it leads."""

    page: int
    words: str
    box: tuple[float, float, float, float]
    target: int
    target_top: float


def page_faults(path: Path, *, is_numbered: bool = True) -> list[str]:
    """Every fault in words; ``is_numbered``: each page tells its number (cards do not)."""
    words = words_of(path)
    with pikepdf.open(path) as pdf:
        sizes = [(float(page.mediabox[2]), float(page.mediabox[3])) for page in pdf.pages]
        # Two Japanese signs side by side share the space of one.
        pairs = [each for each in covered(words) if not _SHARED.match(each[2])]
        faults = [f"page {page}: {a!r} covers {b!r}" for page, a, b in pairs]
        faults += _misplaced(words, sizes)
        faults += _without_glyph(pdf)
        faults += _misled(list(links_of(pdf)), words)
        faults += _bookmarks(pdf, words, sizes)
    if is_numbered:
        faults += _misnumbered(words, len(sizes))
    return faults


def links_of(pdf: pikepdf.Pdf) -> Iterator[Link]:
    """All links within the file; one that leads nowhere has page 0 as its target."""
    named, pages = _named(pdf), _numbers(pdf)
    for number, page in enumerate(pdf.pages, 1):
        high = float(page.mediabox[3])
        for each in page.obj.get("/Annots", []):
            action = each.get("/A", Dictionary())
            if each.get("/Subtype") != Name.Link or action.get("/S") == Name.URI:
                continue
            where = _place(each.get("/Dest", action.get("/D")), named)
            left, low, right, top = (float(side) for side in each.Rect)
            box = (left, high - top, right, high - low)
            found = pages.get(where[0].objgen, 0) if where is not None else 0
            below = float(pdf.pages[found - 1].mediabox[3]) - float(where[3]) if found else 0.0
            yield Link(number, str(each.get("/Contents", "")), box, found, below)


def _misplaced(words: list[Word], sizes: list[tuple[float, float]]) -> Iterator[str]:
    for word in words:
        wide, high = sizes[word.page - 1]
        if word.left < UNPRINTED_PT or word.right > wide - UNPRINTED_PT:
            yield f"page {word.page}: {word.text[:30]!r} stands where no printer prints"
        if word.top < UNPRINTED_PT or word.bottom > high - UNPRINTED_PT:
            yield f"page {word.page}: {word.text[:30]!r} stands above or below the sheet"
        if _ODD.search(word.text):
            yield f"page {word.page}: {word.text!r} holds a character that nobody can read"


def _without_glyph(pdf: pikepdf.Pdf) -> Iterator[str]:
    """Letters set as glyph 0, the empty box of a font."""
    for number, page in enumerate(pdf.pages, 1):
        font = Dictionary()
        for operands, operator in pikepdf.parse_content_stream(page):
            if str(operator) == "Tf":
                font = page.resources.Font[operands[0]]
            elif str(operator) in ("Tj", "TJ") and font.get("/Subtype") == Name.Type0:
                shown = operands[0] if str(operator) == "TJ" else [operands[0]]
                for part in shown:
                    codes = bytes(part) if isinstance(part, pikepdf.String) else b""
                    if b"\0\0" in (codes[at : at + 2] for at in range(0, len(codes), 2)):
                        yield f"page {number}: a letter without a glyph"


def _misled(links: list[Link], words: list[Word]) -> Iterator[str]:
    """Links that lead nowhere, numbers of sources that lead to another, contents that say another page."""
    for link in links:
        if not link.target:
            yield f"page {link.page}: {link.words!r} leads nowhere"
            continue
        if source := _SOURCE.fullmatch(link.words.strip()):
            there = [each for each in words if each.page == link.target]
            if not any(each.text == source[1] and abs(each.top - link.target_top) < 14 for each in there):
                yield f"page {link.page}: {link.words!r} leads elsewhere on page {link.target}"
        left, top, right, bottom = link.box
        here = [
            each
            for each in words
            if each.page == link.page
            and each.right < right + 2
            and each.left > left
            and top < (each.top + each.bottom) / 2 < bottom
        ]
        if link.page > _CONTENTS or not any("..." in each.text or each.text == "." for each in here):
            continue  # no line of the contents
        told = max(here, key=lambda each: (round(each.top), each.right)).text
        if told.lstrip(". \u2060") != str(link.target) or not link.words.endswith(f" {link.target}"):
            yield f"page {link.page}: contents say {told}, and lead to {link.target}"


def _bookmarks(pdf: pikepdf.Pdf, words: list[Word], sizes: list[tuple[float, float]]) -> Iterator[str]:
    """Bookmarks whose heading is not on their page, and headings with nothing below them."""
    named, pages = _named(pdf), _numbers(pdf)

    def walk(items: list[pikepdf.OutlineItem]) -> Iterator[tuple[str, int, float]]:
        for item in items:
            told = item.destination if item.destination is not None else item.action.D
            where = _place(told, named)
            yield str(item.title), pages[where[0].objgen], float(where[3])
            yield from walk(item.children)

    with pdf.open_outline() as outline:
        found = list(walk(list(outline.root)))
    for title, page, place in found:
        high = sizes[page - 1][1]
        here = [each for each in words if each.page == page]
        whole = "".join("".join(each.text for each in here).split())
        letters = "".join(re.split("[\u3000\xa0]", title)[-1].split())
        if letters[:4] not in whole and letters[-4:] not in whole:
            yield f"page {page}: no heading {title!r}"
        top = high - place
        # The foot takes the last 60 points; a heading has a line of 18 below it at least.
        if not any(top + 20 < each.top < high - 60 for each in here):
            yield f"page {page}: nothing stands below {title!r}"


def _misnumbered(words: list[Word], count: int) -> Iterator[str]:
    for number in range(1, count + 1):
        here = " ".join(each.text for each in words if each.page == number)
        said = [[int(part) for part in found if part] for found in _PAGE.findall(here)]
        if [number, count] not in said:
            yield f"page {number} of {count} says {said}"


def _named(pdf: pikepdf.Pdf) -> dict[str, object]:
    if "/Names" not in pdf.Root or "/Dests" not in pdf.Root.Names:
        return {}
    return {str(key): value for key, value in pikepdf.NameTree(pdf.Root.Names.Dests).items()}


def _numbers(pdf: pikepdf.Pdf) -> dict[tuple[int, int], int]:
    return {page.obj.objgen: number for number, page in enumerate(pdf.pages, 1)}


def _place(told: object, named: dict[str, object]) -> Array | None:
    if told is not None and not isinstance(told, Array):
        told = named.get(str(told))
    if isinstance(told, Dictionary):
        told = told.D
    return told  # type: ignore[return-value]
