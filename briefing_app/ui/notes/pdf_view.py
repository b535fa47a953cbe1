"""A captured PDF page by page: the picture of the page, its words below for copying and quoting."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPlainTextEdit, QSpinBox, QToolButton, QVBoxLayout, QWidget

from briefing_app.app.error_words import told
from briefing_app.app.i18n import tr
from briefing_app.app.jobs import Jobs
from briefing_app.errors import BriefingError
from briefing_app.exchange import pdf_pages
from briefing_app.ui.theme import theme
from briefing_app.ui.widgets.labels import label, restyle

WIDEST = 900


class PdfView(QWidget):
    """``page_shown`` is sent when a page is drawn; pages are drawn in a thread."""

    page_shown = Signal(int)

    def __init__(self, content: bytes, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._content = content
        self._jobs = jobs
        self._count = 0
        self._asked = 0
        self._looks_for = ""
        self.number = QSpinBox()
        self.number.setAccessibleName(tr("Page"))
        self.number.setKeyboardTracking(False)
        self.number.setMinimum(1)
        self.back = self._button("chevron-left", tr("Page before"), -1)
        self.forth = self._button("chevron-right", tr("Next page"), 1)
        self._of = label("", "secondary")
        self.told = label("", "hint", wrap=True)
        self.picture = QLabel()
        self.picture.setAccessibleName(tr("Captured file"))
        self.words = QPlainTextEdit()
        self.words.setReadOnly(True)
        self.words.setAccessibleName(tr("Words of this page"))
        self.words.setMinimumHeight(theme().px(160))
        row = QHBoxLayout()
        shown: tuple[QWidget, ...] = (
            self.back, label(tr("Page"), "secondary"), self.number, self._of, self.forth
        )  # fmt: skip
        for each in shown:
            row.addWidget(each)
        row.addWidget(self.told, 1)
        self._below = label(tr("Words of this page"), "secondary")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(row)
        for each in (self.picture, self._below, self.words):
            column.addWidget(each)
        self.number.valueChanged.connect(self._draw)
        self._pages: tuple[QWidget, ...] = (
            self.back,
            self.forth,
            self.number,
            self._of,
            self.picture,
            self._below,
            self.words,
        )
        for each in self._pages:
            each.setEnabled(False)
        jobs.run(lambda: pdf_pages.page_count(content), self._take_count, self._fail, owner=self)

    def show_page(self, number: int, words: str = "") -> None:
        """Show a page; without a number (0) the first on which the words stand."""
        if number:
            self.number.setMaximum(max(number, self.number.maximum()))
            self.number.setValue(number)
        elif words:
            self._looks_for = words
            self._jobs.run(
                lambda: pdf_pages.page_with(self._content, words), self._take_place, self._fail, owner=self
            )

    def _take_count(self, count: int) -> None:
        self._count = count
        wanted = self.number.value()
        self.number.setRange(1, count)
        self._of.setText(tr("of {count}", count=count))
        for each in self._pages:
            each.setEnabled(True)
        if wanted > count:
            self.told.setText(tr("The file has no page {page}; the last one is shown.", page=wanted))
        self._draw(self.number.value())

    def _take_place(self, number: int | None) -> None:
        if number is None:
            self.told.setText(tr("The quoted words were not found in the file as they stand."))
        else:
            self.number.setValue(number)

    def _draw(self, number: int) -> None:
        if not self._count:
            return
        self._asked += 1
        asked, content = self._asked, self._content
        ratio = self.devicePixelRatioF()
        room = self.width() if self.isVisible() and self.width() > theme().px(200) else WIDEST
        width = round(min(WIDEST, room) * ratio)
        self.back.setEnabled(number > 1)
        self.forth.setEnabled(number < self._count)

        def show(page: pdf_pages.DrawnPage) -> None:
            if asked == self._asked:
                self._show(page, ratio)

        self._jobs.run(lambda: pdf_pages.draw(content, number, width), show, self._fail, owner=self)

    def _show(self, page: pdf_pages.DrawnPage, ratio: float) -> None:
        image = QImage(page.pixels, page.width, page.height, page.stride, QImage.Format.Format_RGB32)
        shown = QPixmap.fromImage(image)
        shown.setDevicePixelRatio(ratio)
        self.picture.setPixmap(shown)
        self.words.setPlainText(page.words)
        self._below.setText(
            tr("Words of this page") if page.words else tr("This page holds a picture only, no words.")
        )
        self.words.setVisible(bool(page.words))
        self.page_shown.emit(page.number)

    def _fail(self, error: BaseException) -> None:
        if not isinstance(error, BriefingError):
            self._jobs.unclaimed.emit(error)
            return
        self.told.setText(told(error))
        restyle(self.told, role="error")
        if not self._count:
            for each in self._pages:
                each.hide()

    def _button(self, icon: str, words: str, step: int) -> QToolButton:
        button = QToolButton()
        button.setToolTip(words)
        button.setAccessibleName(words)
        button.setFixedSize(QSize(theme().px(28), theme().px(28)))
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        theme().show_icon(button, icon)
        button.clicked.connect(lambda _checked=False: self.number.setValue(self.number.value() + step))
        return button
