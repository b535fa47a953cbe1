"""Printing: the pages of the preview, as drawings, through the system's print dialog."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QByteArray, QMarginsF, QRectF
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QDialog, QWidget

from briefing_app.ui.briefing.pages import page_size


def new_printer(pages: Sequence[bytes], title: str) -> QPrinter:
    """A printer set up for the paper of the pages, without margins of its own: the pages have theirs."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    size = page_size(pages[0])
    letter = abs(size.width() - 612) < 2
    paper = QPageSize(QPageSize.PageSizeId.Letter if letter else QPageSize.PageSizeId.A4)
    printer.setPageLayout(QPageLayout(paper, QPageLayout.Orientation.Portrait, QMarginsF(0, 0, 0, 0)))
    printer.setFullPage(True)
    printer.setDocName(title)
    return printer


def ask_and_print(pages: Sequence[bytes], title: str, parent: QWidget) -> bool:
    """Show the system's dialog and print what it says. Whether something was printed."""
    printer = new_printer(pages, title)
    dialog = QPrintDialog(printer, parent)
    dialog.setMinMax(1, len(pages))
    dialog.setOption(QPrintDialog.PrintDialogOption.PrintPageRange)
    if dialog.exec() != QDialog.DialogCode.Accepted:
        return False
    return print_pages(printer, pages)


def print_pages(printer: QPrinter, pages: Sequence[bytes]) -> bool:
    """Print the chosen range, each page as large as the paper takes it. False if it cannot start."""
    painter = QPainter()
    if not painter.begin(printer):
        return False
    first = printer.fromPage() or 1
    last = printer.toPage() or len(pages)
    for place, number in enumerate(range(first, min(last, len(pages)) + 1)):
        if place:
            printer.newPage()
        renderer = QSvgRenderer(QByteArray(pages[number - 1]))
        whole = QRectF(painter.viewport())
        size = page_size(pages[number - 1])
        factor = min(whole.width() / size.width(), whole.height() / size.height())
        wide, high = size.width() * factor, size.height() * factor
        renderer.render(painter, QRectF((whole.width() - wide) / 2, (whole.height() - high) / 2, wide, high))
    return painter.end()
