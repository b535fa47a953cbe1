"""The frame of every chart: what it shows can be read, copied, saved and put on paper."""

from __future__ import annotations

import csv
import re
from dataclasses import replace
from xml.etree import ElementTree

import pytest
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QGuiApplication, QImage, QPainter
from PySide6.QtWidgets import QApplication, QTableWidget, QTableWidgetItem, QWidget

from briefing_app.domain.records import Note
from briefing_app.ui.tariff import fills
from briefing_app.ui.tariff.chart_frame import PNG_SCALE, ChartFrame, ChartWords
from briefing_app.ui.theme import theme

WORDS = ChartWords("Cars pay 15%", "Effective rate, %", "One bar of 15%.", "Source: law data 1.", "Cars: JP")
ROWS = [("Japan", "15%"), ("=1+1", "0%")]


class _Bar(QWidget):
    def paintEvent(self, _event):  # noqa: N802
        painter = QPainter(self)
        fills.fill(painter, QRectF(10, 10, 200, 100), fills.RISING)
        fills.key(painter, QPointF(10, 140), "Section 232", 0)


@pytest.fixture
def frame(session, qtbot):
    frame = ChartFrame(session, _Bar())
    qtbot.addWidget(frame)
    frame.resize(600, 400)
    frame.show_chart(WORDS, ("Country", "Rate"), ROWS, frozenset({1}))
    frame.show()
    return frame


def test_the_sentence_is_the_text_for_screen_readers_and_stands_below(frame):
    assert frame.canvas.accessibleDescription() == "One bar of 15%."
    assert frame.canvas.accessibleName() == "Cars pay 15%"
    assert [each.text() for each in (frame.title, frame.unit, frame.summary, frame.source)] == [
        "Cars pay 15%", "Effective rate, %", "One bar of 15%.", "Source: law data 1.",
    ]  # fmt: skip


def test_the_same_rows_are_a_table(frame):
    frame.as_table.trigger()
    assert frame.stack.currentWidget() is frame.table
    assert frame.table.item(0, 1).text() == "15%"
    assert frame.table.horizontalHeaderItem(0).text() == "Country"
    frame.as_table.trigger()
    assert frame.stack.currentWidget() is frame.canvas


def test_rows_are_copied_inert_for_spreadsheets_and_documents(frame):
    next(each for each in frame.menu.actions() if each.text() == "Copy as table").trigger()
    copied = QGuiApplication.clipboard().mimeData()
    assert copied.text().splitlines() == ["Cars pay 15%", "Country\tRate", "Japan\t15%", "'=1+1\t0%"]
    assert '<td sdnum="1033;0;@" style=\'mso-number-format:"\\@"\'>=1+1</td>' in copied.html()
    assert '<td align="right">15%</td>' in copied.html()


def test_svg_is_a_vector_picture_with_title_description_and_words(frame, tmp_path):
    path = tmp_path / "a.svg"
    frame.save(path, frame.write_svg)
    root = ElementTree.fromstring(path.read_text(encoding="utf-8"))
    texts = " ".join(text for text in root.itertext())
    assert "One bar of 15%. Source: law data 1." in texts
    assert "Cars pay 15%" in texts
    assert "Section 232" in texts
    assert "<image" not in path.read_text(encoding="utf-8")
    assert len(re.findall("polyline|<path|<line", path.read_text(encoding="utf-8"))) > 30


def test_words_of_a_vector_picture_fit_in_a_wider_font(frame, tmp_path):
    words = replace(WORDS, summary="The effective rate runs from here to there and on. " * 12)
    frame.show_chart(words, ("a", "b"), [("Japan", "15%")])
    path = tmp_path / "a.svg"
    frame.write_svg(path)
    root = ElementTree.fromstring(path.read_text(encoding="utf-8"))
    wide = float(root.attrib["viewBox"].split()[2])
    metrics = QFontMetricsF(theme().font("secondary"))
    lines = ["".join(each.itertext()) for each in root.iter() if each.tag.endswith("}text")]
    below = [line for line in lines if "effective rate" in line]
    assert len(below) > 1
    sizes = {float(each.attrib["font-size"]) for each in root.iter() if each.tag.endswith("}text")}
    scale = min(sizes) / (theme().font("secondary").pointSizeF() * frame.logicalDpiX() / 72)
    assert scale == pytest.approx(0.87, abs=0.05)
    assert all(metrics.horizontalAdvance(line) * scale * 1.15 < wide for line in below)
    assert " ".join(" ".join(lines).split()).count("to there and on.") == 12


def test_png_is_painted_on_paper_whatever_the_theme(frame, tmp_path):
    theme().apply("dark")
    try:
        path = tmp_path / "a.png"
        frame.save(path, frame.write_png)
        tokens = theme().tokens
        image = QImage(str(path))
        assert QColor(image.pixel(2, 2)).lightness() > 250
        assert image.text("Description") == "One bar of 15%. Source: law data 1."
        places = [(x, y) for x in range(0, image.width(), 4) for y in range(0, image.height(), 4)]
        blue = sum(QColor(image.pixel(x, y)).saturation() > 80 for x, y in places)
        assert blue > 100
        assert theme().tokens is tokens
    finally:
        theme().apply("light")


def test_csv_holds_the_rows_and_where_they_come_from(frame, tmp_path):
    path = tmp_path / "a.csv"
    frame.save(path, frame.write_csv)
    rows = list(csv.reader(path.read_text(encoding="utf-8").splitlines()))
    assert rows[:3] == [["Country", "Rate"], ["Japan", "15%"], ["'=1+1", "0%"]]
    assert rows[-1] == ["Source: law data 1."]


def test_a_place_that_cannot_be_written_to_is_said(frame, session, tmp_path):
    said = []
    session.message.connect(lambda text, level: said.append((text, level)))
    frame.save(tmp_path / "no" / "a.svg", frame.write_svg)
    frame.save(tmp_path / "no" / "a.png", frame.write_png)
    frame.save(tmp_path / "no" / "a.csv", frame.write_csv)
    assert [level for _, level in said] == ["error"] * 3
    assert all("cannot be written" in text for text, _ in said)


def test_the_chart_goes_to_the_briefing_as_a_note_that_is_no_markup(frame, session, qtbot):
    with qtbot.waitSignal(frame.briefing_requested) as asked:
        frame.add_to_briefing()
    note = session.workspace.get("note", asked.args[0])
    assert isinstance(note, Note)
    assert "| Japan | 15% |" in note.body
    assert "One bar of 15%." in note.body
    frame.show_chart(WORDS, ("a|b", "c"), [("*x*", "[[y]]")])
    assert r"| \*x\* | \[\[y\]\] |" in frame.as_note()


def test_every_place_of_the_series_has_its_own_pattern(qapp):
    seen = set()
    for place in range(8):
        image = QImage(60, 60, QImage.Format.Format_RGB32)
        painter = QPainter(image)
        fills.fill(painter, QRectF(0, 0, 60, 60), place)
        painter.end()
        ground = image.pixel(0, 0)
        seen.add(tuple(image.pixel(x, y) == ground for x in range(60) for y in range(60)))
    assert len(seen) == 8


def test_the_table_of_a_small_chart_shows_its_rows_without_scrolling(session, qtbot):
    canvas = QWidget()
    canvas.setFixedHeight(60)
    frame = ChartFrame(session, canvas)
    qtbot.addWidget(frame)
    frame.show_chart(WORDS, ["Country", "Rate"], [[f"C{n}", "15%"] for n in range(8)], frozenset({1}))
    frame.resize(500, 700)
    frame.show()
    assert frame.stack.minimumHeight() == 0
    frame.show_table(True)
    QApplication.processEvents()
    assert frame.table.verticalScrollBar().maximum() == 0
    assert frame.table.height() >= 8 * frame.table.verticalHeader().defaultSectionSize()
    sides = [frame.table.horizontalHeaderItem(column).textAlignment() for column in (0, 1)]
    assert [bool(each & Qt.AlignmentFlag.AlignRight) for each in sides] == [False, True]
    frame.show_table(False)
    assert frame.stack.minimumHeight() == 0


def test_a_picture_of_a_narrow_table_shows_all_its_columns_and_rows(session, qtbot):
    table = QTableWidget(12, 6)
    for row in range(12):
        for column in range(6):
            table.setItem(row, column, QTableWidgetItem(f"a long name of column {column} and row {row}"))
    frame = ChartFrame(session, table)
    qtbot.addWidget(frame)
    frame.show_chart(WORDS, ("Country", "Rate"), ROWS, frozenset({1}))
    frame.resize(420, 300)
    frame.show()
    QApplication.processEvents()
    before = (table.size(), [table.columnWidth(each) for each in range(6)], table.minimumSize())
    assert table.horizontalScrollBar().maximum() > 0
    picture = frame.picture()
    assert (table.size(), [table.columnWidth(each) for each in range(6)], table.minimumSize()) == before
    assert table.horizontalScrollBar().maximum() > 0
    table.item(11, 5).setText("")
    assert frame.picture() != picture  # the last cell of all was in it
    assert picture.width() > 6 * before[1][0] * PNG_SCALE
