"""The whole range as files: one SVG or PNG per page, with the pages, numbers and sources of the PDF.

The drawn pages are those of :mod:`paper`; after them come the list of events by the number they bear there
and the numbered sources, in as many pages as they need. Titles are text, never markup.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from PySide6.QtCore import QBuffer, QIODevice, QRect, QSize
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgGenerator

from briefing_app.reports.model import ReportData
from briefing_app.ui.timeline.list_pages import ListPages
from briefing_app.ui.timeline.paper import (
    HEIGHT,
    WIDTH,
    Page,
    Sheet,
    draw_frame,
    draw_page,
    drawn_pages,
    numbered,
)

Form = Literal["svg", "png"]
Draw = Callable[[QPainter], object]
SCALE = 2


@dataclass(frozen=True)
class PageFile:
    """One page: the name of its file and what is in it."""

    name: str
    content: bytes


def page_files(sheet: Sheet, report: ReportData, stem: str, form: Form) -> Iterator[PageFile | None]:
    """All pages, drawn one by one as they are asked for; None where time was spent without a page.

    ``report`` has the events in the order of their numbers, the sources and the marking. The files are named
    ``talks-01.svg``, ``talks-02.svg``. Raises UsageError: nothing, or too much, to print.
    """
    sheet = replace(
        sheet, chronicle=numbered(sheet.chronicle), is_numbered=True, marking=report.marking.label
    )
    pages: list[tuple[Page, str]] = []
    for made in drawn_pages(sheet):
        if made is not None:
            pages.append((made.page, made.alt))
        yield None
    lists = ListPages(report)
    count = len(pages) + lists.count
    for number in range(1, count + 1):
        if number <= len(pages):
            page, alt = pages[number - 1]
            content = _content(form, sheet.title, alt, _drawing(page, (number, count)))
        else:
            content = _content(form, sheet.title, "", _listing(lists, sheet, number, count))
        yield PageFile(f"{stem}-{number:02}.{form}", content)


def _drawing(page: Page, place: tuple[int, int]) -> Draw:
    return lambda painter: draw_page(painter, page.sheet, page.span, place)


def _listing(lists: ListPages, sheet: Sheet, number: int, count: int) -> Draw:
    def draw(painter: QPainter) -> None:
        draw_frame(painter, sheet, (number, count))
        lists.draw(painter, number - 1 - (count - lists.count))

    return draw


def _content(form: Form, title: str, alt: str, draw: Draw) -> bytes:
    kept = QBuffer()
    kept.open(QIODevice.OpenModeFlag.WriteOnly)
    if form == "svg":
        made = QSvgGenerator()
        made.setOutputDevice(kept)
        made.setSize(QSize(WIDTH, HEIGHT))
        made.setViewBox(QRect(0, 0, WIDTH, HEIGHT))
        made.setResolution(96)
        made.setTitle(title)
        made.setDescription(alt)
        painter = QPainter(made)
        draw(painter)
        painter.end()
    else:
        picture = QImage(WIDTH * SCALE, HEIGHT * SCALE, QImage.Format.Format_RGB32)
        picture.setDevicePixelRatio(SCALE)
        picture.fill(0xFFFFFFFF)
        painter = QPainter(picture)
        draw(painter)
        painter.end()
        picture.setText("Title", title)
        picture.setText("Description", alt)
        picture.save(kept, "PNG")  # type: ignore[call-overload]  # the stub wants bytes, the call text
    return bytes(kept.data().data())


def earlier_pages(path: Path) -> list[Path]:
    """Files beside ``path`` that bear the name of one of its pages."""
    names = path.parent.glob("*" + path.suffix)
    start = path.stem + "-"
    return sorted(
        each for each in names if each.stem.startswith(start) and each.stem[len(start) :].isdecimal()
    )
