"""Printing: the pages of the preview, as drawings, through the system's print dialog."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, TypeAlias

from PySide6.QtCore import QByteArray, QMarginsF, QRectF
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QDialog, QWidget

from briefing_app.reports.imposition import booklet_order
from briefing_app.ui.briefing.pages import page_size

SheetLayout: TypeAlias = Literal["pages", "two-up", "booklet"]
Side: TypeAlias = tuple[int | None, ...]
"""The pages of one side of a sheet, left to right, as places; None is an empty half."""


def new_printer(pages: Sequence[bytes], title: str, layout: SheetLayout = "pages") -> QPrinter:
    """A printer set up for the paper of the pages, without margins of its own: the pages have theirs."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    size = page_size(pages[0])
    letter = abs(size.width() - 612) < 2
    paper = QPageSize(QPageSize.PageSizeId.Letter if letter else QPageSize.PageSizeId.A4)
    if layout == "pages":
        orientation = QPageLayout.Orientation.Portrait
    else:
        orientation = QPageLayout.Orientation.Landscape
        printer.setDuplex(QPrinter.DuplexMode.DuplexShortSide)
    printer.setPageLayout(QPageLayout(paper, orientation, QMarginsF(0, 0, 0, 0)))
    printer.setFullPage(True)
    printer.setDocName(title)
    return printer


def ask_and_print(pages: Sequence[bytes], title: str, parent: QWidget, layout: SheetLayout = "pages") -> bool:
    """Show the system's dialog and print what it says. Whether something was printed."""
    printer = new_printer(pages, title, layout)
    dialog = QPrintDialog(printer, parent)
    dialog.setMinMax(1, len(sides(len(pages), layout)))
    dialog.setOption(QPrintDialog.PrintDialogOption.PrintPageRange)
    if dialog.exec() != QDialog.DialogCode.Accepted:
        return False
    return print_pages(printer, pages, layout)


def sides(count: int, layout: SheetLayout) -> list[Side]:
    """What stands on each side that is printed, in order."""
    if layout == "booklet":
        return list(booklet_order(count))
    if layout == "two-up":
        return [(left, left + 1 if left + 1 < count else None) for left in range(0, count, 2)]
    return [(page,) for page in range(count)]


def print_pages(printer: QPrinter, pages: Sequence[bytes], layout: SheetLayout = "pages") -> bool:
    """Print the chosen range of sides, each page as large as its place takes it. False if it cannot start."""
    painter = QPainter()
    if not painter.begin(printer):
        return False
    printed = sides(len(pages), layout)
    first = printer.fromPage() or 1
    last = min(printer.toPage() or len(printed), len(printed))
    for place, number in enumerate(range(first, last + 1)):
        if place:
            printer.newPage()
        side = printed[number - 1]
        width = painter.viewport().width() / len(side)
        for part, page in enumerate(side):
            if page is not None:
                _draw(painter, pages[page], QRectF(part * width, 0, width, painter.viewport().height()))
    return painter.end()


def _draw(painter: QPainter, page: bytes, box: QRectF) -> None:
    size = page_size(page)
    factor = min(box.width() / size.width(), box.height() / size.height())
    wide, high = size.width() * factor, size.height() * factor
    target = QRectF(box.left() + (box.width() - wide) / 2, box.top() + (box.height() - high) / 2, wide, high)
    QSvgRenderer(QByteArray(page)).render(painter, target)
