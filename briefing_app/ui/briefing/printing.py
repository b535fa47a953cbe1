"""Printing: the pages of the preview, as drawings, through the system's print dialog, off the GUI thread."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Literal, TypeAlias

from PySide6.QtCore import QMarginsF, QRectF, QSizeF
from PySide6.QtGui import QAbstractTextDocumentLayout, QPageLayout, QPageSize, QPainter, QTextDocument
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QDialog, QWidget

from briefing_app.app.i18n import tr
from briefing_app.reports.imposition import booklet_order
from briefing_app.ui.briefing.page_drawing import PageReader, paint
from briefing_app.ui.briefing.pages import page_size

SheetLayout: TypeAlias = Literal["pages", "two-up", "booklet"]
Side: TypeAlias = tuple[int | None, ...]
"""The pages of one side of a sheet, left to right, as places; None is an empty half."""


def new_printer(pages: Sequence[bytes], title: str, layout: SheetLayout = "pages") -> QPrinter:
    """A printer set up for the paper of the pages, without margins of its own: the pages have theirs."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    if layout != "pages":
        printer.setDuplex(QPrinter.DuplexMode.DuplexShortSide)
    printer.setPageLayout(_page_layout(pages, layout))
    printer.setFullPage(True)
    printer.setDocName(title)
    return printer


def _page_layout(pages: Sequence[bytes], layout: SheetLayout) -> QPageLayout:
    letter = abs(page_size(pages[0]).width() - 612) < 2
    paper = QPageSize(QPageSize.PageSizeId.Letter if letter else QPageSize.PageSizeId.A4)
    across, down = QPageLayout.Orientation.Landscape, QPageLayout.Orientation.Portrait
    return QPageLayout(paper, down if layout == "pages" else across, QMarginsF(0, 0, 0, 0))


def whole_file(printer: QPrinter, pages: Sequence[bytes], layout: SheetLayout) -> Path | None:
    """The file that all sides are to be printed to, as they are: the sheets themselves are written there.
    Drawn by a printer, words would be drawings and the file thirty times as long.
    """
    name = printer.outputFileName()
    is_pdf = name.lower().endswith(".pdf")  # what Windows prints to a file has the name of a port, "FILE:"
    is_whole = printer.printRange() == QPrinter.PrintRange.AllPages and printer.copyCount() == 1
    is_as_set_up = (
        printer.pageLayout().isEquivalentTo(_page_layout(pages, layout))
        and printer.colorMode() == QPrinter.ColorMode.Color
    )
    return Path(name) if is_pdf and is_whole and is_as_set_up else None


def ask_printer(
    pages: Sequence[bytes], title: str, parent: QWidget, layout: SheetLayout = "pages"
) -> QPrinter | None:
    """Show the system's dialog; the printer as it was chosen, None if nothing shall be printed."""
    printer = new_printer(pages, title, layout)
    if not QPrinterInfo.availablePrinterNames():
        # Only a file can be written: it has a name that can be taken as it is.
        printer.setOutputFileName(str(Path.home() / file_name(title, "", "pdf")))
    dialog = QPrintDialog(printer, parent)
    _explain_duplex(dialog)
    dialog.setMinMax(1, len(sides(len(pages), layout)))
    dialog.setOption(QPrintDialog.PrintDialogOption.PrintPageRange)
    chosen = dialog.exec() == QDialog.DialogCode.Accepted
    dialog.deleteLater()
    return printer if chosen else None


def _explain_duplex(dialog: QPrintDialog) -> None:
    """Say on hover why double-sided printing may be greyed; a dialog of the system says it itself."""
    words = tr(
        "Greyed where the printer cannot print on both sides, and for a file, which has no sheets. "
        "Choose a printer that can."
    )
    for name in ("duplex", "noDuplex", "duplexLong", "duplexShort"):
        part: QWidget | None = dialog.findChild(QWidget, name)
        if part is not None:
            part.setToolTip(words)


def file_name(title: str, more: str, ending: str) -> str:
    """A file name that every system takes, from a title."""
    kept = "".join(
        "-" if character in '/\\:*?"<>|' or ord(character) < 32 else character for character in title
    )
    return f"{kept.strip(' .')[:120] or 'paper'}{more}.{ending}"


def sides(count: int, layout: SheetLayout) -> list[Side]:
    """What stands on each side that is printed, in order."""
    if layout == "booklet":
        return list(booklet_order(count))
    if layout == "two-up":
        return [(left, left + 1 if left + 1 < count else None) for left in range(0, count, 2)]
    return [(page,) for page in range(count)]


def print_pages(printer: QPrinter, pages: Sequence[bytes], layout: SheetLayout = "pages") -> bool:
    """Print the chosen range of sides, each page as large as its place takes it. In any thread.

    False if the printer did not begin.
    """
    document = QTextDocument()
    sheets = _Sheets(document, pages, sides(len(pages), layout), QSizeF(printer.width(), printer.height()))
    document.setDocumentLayout(sheets)
    document.setPageSize(sheets.side)
    document.print_(printer)
    return sheets.has_begun


class _Sheets(QAbstractTextDocumentLayout):
    """Lays the sides out one below the other, as pages of a text without text.

    A painter driven from Python holds the interpreter, and with it the window, while the printer packs a
    finished page; a document that prints itself does not, and it minds the chosen range.
    """

    def __init__(
        self, document: QTextDocument, pages: Sequence[bytes], printed: Sequence[Side], side: QSizeF
    ) -> None:
        super().__init__(document)
        self._pages, self._printed, self._reader = pages, printed, PageReader()
        self.side = side
        self.has_begun = False

    def draw(self, painter: QPainter, context: QAbstractTextDocumentLayout.PaintContext) -> None:
        self.has_begun = True
        places = self._printed[round(context.clip.top() / self.side.height())]
        width = self.side.width() / len(places)
        painter.save()
        for part, page in enumerate(places):
            if page is not None:
                drawings = self._reader.whole(self._pages[page])
                box = QRectF(part * width, 0, width, self.side.height())
                paint(painter, drawings, page_size(self._pages[page]), box)
        painter.restore()

    def pageCount(self) -> int:
        return len(self._printed)

    def documentSize(self) -> QSizeF:
        return QSizeF(self.side.width(), self.side.height() * len(self._printed))

    def documentChanged(self, _start: int, _removed: int, _added: int) -> None:
        """Nothing follows: there is no text."""

    def hitTest(self, _point, _accuracy) -> int:  # type: ignore[no-untyped-def]
        return -1

    def blockBoundingRect(self, _block) -> QRectF:  # type: ignore[no-untyped-def]
        return QRectF()

    def frameBoundingRect(self, _frame) -> QRectF:  # type: ignore[no-untyped-def]
        return QRectF()
