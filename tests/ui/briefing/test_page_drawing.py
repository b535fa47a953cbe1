"""What reaches a printer: the outlines of the page, each once, in their places and colours."""

from __future__ import annotations

import base64
import threading

import pytest
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QTransform
from PySide6.QtPrintSupport import QPrinter

from briefing_app.ui.briefing.page_drawing import (
    PageReader,
    Picture,
    UnknownDrawingError,
    outline,
    paint,
)
from briefing_app.ui.briefing.pages import page_size
from briefing_app.ui.briefing.printing import new_printer, print_pages

HEAD = (
    '<svg viewBox="0 0 595.3 841.9" width="595.3pt" height="841.9pt" xmlns="http://www.w3.org/2000/svg" '
    'xmlns:xlink="http://www.w3.org/1999/xlink">'
)


def page(inner, defined=""):
    return f"{HEAD}{inner}<defs>{defined}</defs></svg>".encode()


LETTER = '<symbol id="g1" overflow="visible"><path d="M 0 0h 10v 10h -10Z "/></symbol>'
WORD = "".join(
    f'<use xlink:href="#g1" x="{20 * place}" y="0" fill="#1b1d1f" fill-rule="nonzero"/>' for place in range(7)
)
PAGE = page(f'<g transform="matrix(1 0 0 -1 50 100)">{WORD}</g>', LETTER)


def png(colour):
    image = QImage(4, 6, QImage.Format.Format_RGB32)
    image.fill(QColor(colour))
    content = QByteArray()
    device = QBuffer(content)
    device.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(device, "PNG")
    return base64.b64encode(bytes(content)).decode()


def printed(path, pages, layout="pages"):
    printer = new_printer(pages, "Brief", layout)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(path))
    assert print_pages(printer, pages, layout)
    return path


def on_screen(content, points=1.0):
    size = page_size(content)
    image = QImage(round(size.width() * points), round(size.height() * points), QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    paint(painter, PageReader().whole(content), size, QRectF(image.rect()))
    painter.end()
    return image


def test_no_letter_is_drawn_twice(qapp, tmp_path):
    """A letter that is filled and then drawn along with a pen comes out bold."""
    pikepdf = pytest.importorskip("pikepdf")
    with pikepdf.open(printed(tmp_path / "a.pdf", (PAGE,))) as pdf:
        painted = [
            str(operator)
            for _operands, operator in pikepdf.parse_content_stream(pdf.pages[0])
            if str(operator) in {"f", "f*", "F", "S", "s", "B", "B*", "b", "b*"}
        ]
    assert painted == ["f"] * 7


def test_a_page_is_printed_in_a_thread_and_the_range_is_kept(qapp, tmp_path):
    pikepdf = pytest.importorskip("pikepdf")
    pages = tuple(page(f'<path d="M 0 {place}h 9v 9Z " fill="#000000"/>') for place in range(5))
    printer = new_printer(pages, "Brief")
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "a.pdf"))
    printer.setFromTo(2, 4)
    thread = threading.Thread(target=lambda: print_pages(printer, pages))
    thread.start()
    thread.join()
    with pikepdf.open(tmp_path / "a.pdf") as pdf:
        assert len(pdf.pages) == 3


@pytest.mark.qt_log_ignore("QPainter::begin")
def test_a_printer_that_does_not_begin_is_told(qapp, tmp_path):
    printer = new_printer((PAGE,), "Brief")
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "missing" / "a.pdf"))
    assert not print_pages(printer, (PAGE,))


def test_colours_places_lines_and_clips(qapp):
    square = '<path d="M 0 0h 100v 100h -100Z " '
    clip = '<clipPath id="c1"><path d="M 0 0h 50v 100h -50Z "/></clipPath>'
    image = on_screen(
        page(
            f'{square}fill="#ff0000" transform="translate(10 10)"/>'
            f'<g transform="translate(200 10)" clip-path="url(#c1)">{square}fill="#00ff00"/></g>'
            f'{square}fill="none" stroke="#0000ff" stroke-width="6" transform="translate(10 200)"/>'
            f'{square}fill="#00000080" transform="translate(200 200)"/>'
            '<a><rect width="595" height="800" fill="transparent" stroke="none"/></a>',
            clip,
        )
    )
    assert image.pixelColor(60, 60) == QColor("#ff0000")
    assert image.pixelColor(225, 60) == QColor("#00ff00")
    assert image.pixelColor(275, 60) == QColor("white")
    assert image.pixelColor(10, 250) == QColor("#0000ff")
    assert image.pixelColor(60, 250) == QColor("white")
    assert 120 < image.pixelColor(250, 250).red() < 135


def test_curves_and_relative_steps():
    assert outline("M 1 2l 3 4q 1 1 2 0c 1 1 2 1 3 0h -2v 5Z").elementCount() == 11
    assert outline("m 10 10 5 0 0 5Z").boundingRect() == QRectF(10, 10, 5, 5)
    with pytest.raises(UnknownDrawingError):
        outline("M 0 0A 5 5 0 0 1 9 9")


def test_dashes_are_counted_in_points(qapp):
    (line,) = PageReader().drawings(
        page('<path d="M 0 0h 90" fill="none" stroke="#000000" stroke-width="2" stroke-dasharray="6 4"/>')
    )
    assert line.pen.dashPattern() == [3, 2]
    assert line.pen.capStyle() == Qt.PenCapStyle.FlatCap


@pytest.mark.parametrize("wrapped", [False, True])
def test_a_photograph_stands_in_its_box(qapp, wrapped):
    photo = f"data:image/png;base64,{png('#aa3311')}"
    if wrapped:
        inner = (
            '<svg xmlns="http://www.w3.org/2000/svg" width="4" height="6">'
            f'<image width="4" height="6" href="{photo}"/></svg>'
        )
        photo = f"data:image/svg+xml;base64,{base64.b64encode(inner.encode()).decode()}"
    content = page(f'<image transform="translate(100 100)" xlink:href="{photo}" width="40" height="60"/>')
    (drawn,) = PageReader().drawings(content)
    assert isinstance(drawn, Picture)
    image = on_screen(content)
    assert image.pixelColor(120, 130) == QColor("#aa3311")
    assert image.pixelColor(145, 130) == QColor("white")
    assert image.pixelColor(120, 165) == QColor("white")


def test_what_is_not_read_is_printed_as_a_picture_of_the_page(qapp):
    content = page('<ellipse cx="100" cy="100" rx="50" ry="50" fill="#ff0000"/>')
    with pytest.raises(UnknownDrawingError):
        PageReader().drawings(content)
    (whole,) = PageReader().whole(content)
    assert isinstance(whole, Picture)
    assert whole.place == QTransform()
    assert on_screen(content).pixelColor(100, 100) == QColor("#ff0000")
