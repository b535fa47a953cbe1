"""The whole range as files: one SVG or PNG per page, with the pages, numbers and sources of the PDF.

The drawn pages are those of :mod:`paper`; after them come the list of events by the number they bear there
and the numbered sources, in as many pages as they need. Titles are text, never markup.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from PySide6.QtCore import QBuffer, QIODevice, QObject, QRect, QSize
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgGenerator

from briefing_app.app.jobs import Failed, Jobs
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
    """One page: the name of its file and what is in it, as text or still a picture."""

    name: str
    drawn: bytes | QImage

    def content(self) -> bytes:
        """The bytes of the file. A picture takes a tenth of a second: not on the GUI thread."""
        if isinstance(self.drawn, bytes):
            return self.drawn
        kept = QBuffer()
        kept.open(QIODevice.OpenModeFlag.WriteOnly)
        if not self.drawn.save(kept, "PNG"):  # type: ignore[call-overload]  # the stub wants bytes
            raise MemoryError(f"no picture of {self.name}")
        return bytes(kept.data().data())


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
    for _some in lists.lay_out():
        yield None
    count = len(pages) + lists.count
    for number in range(1, count + 1):
        if number <= len(pages):
            page, alt = pages[number - 1]
            drawn = _drawn(form, sheet.title, alt, _drawing(page, (number, count)))
        else:
            drawn = _drawn(form, sheet.title, "", _listing(lists, sheet, number, count))
        yield PageFile(f"{stem}-{number:02}.{form}", drawn)


def _drawing(page: Page, place: tuple[int, int]) -> Draw:
    return lambda painter: draw_page(painter, page.sheet, page.span, place)


def _listing(lists: ListPages, sheet: Sheet, number: int, count: int) -> Draw:
    def draw(painter: QPainter) -> None:
        draw_frame(painter, sheet, (number, count))
        lists.draw(painter, number - 1 - (count - lists.count))

    return draw


def _drawn(form: Form, title: str, alt: str, draw: Draw) -> bytes | QImage:
    if form == "svg":
        kept = QBuffer()
        kept.open(QIODevice.OpenModeFlag.WriteOnly)
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
        return bytes(kept.data().data())
    picture = QImage(WIDTH * SCALE, HEIGHT * SCALE, QImage.Format.Format_RGB32)
    picture.setDevicePixelRatio(SCALE)
    picture.fill(0xFFFFFFFF)
    painter = QPainter(picture)
    draw(painter)
    painter.end()
    picture.setText("Title", title)
    picture.setText("Description", alt)
    return picture


class Encoding:
    """Turns drawn pages into the bytes of files, in threads, while the next page is drawn."""

    def __init__(self, pages: Iterator[PageFile | None], jobs: Jobs, failed: Failed, owner: QObject) -> None:
        self._pages, self._jobs, self._failed, self._owner = pages, jobs, failed, owner
        self._open, self._most = 0, 2
        self._made: dict[str, bytes] = {}

    def is_free(self) -> bool:
        """Whether another page may be drawn. A picture takes 14 MB: only two wait for their turn."""
        return self._open < self._most

    def names(self) -> Iterator[str | None]:
        """The name of each page as soon as it is drawn, None between. All are encoded at the end."""
        for page in self._pages:
            if page is None:
                yield None
            else:
                self._start(page)
                yield page.name
        self._most = 1
        while self._open:
            yield None

    def content(self) -> list[tuple[str, bytes]]:
        """The files in the order of the pages."""
        return list(self._made.items())

    def _start(self, page: PageFile) -> None:
        def keep(content: bytes) -> None:
            self._open -= 1
            self._made[page.name] = content

        self._open += 1
        self._made[page.name] = b""
        self._jobs.run(page.content, keep, self._failed, owner=self._owner)


def earlier_pages(path: Path) -> list[Path]:
    """Files beside ``path`` that bear the name of one of its pages."""
    names = path.parent.glob("*" + path.suffix)
    start = path.stem + "-"
    return sorted(
        each for each in names if each.stem.startswith(start) and each.stem[len(start) :].isdecimal()
    )
