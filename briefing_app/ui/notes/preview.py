"""The preview of a note. It loads nothing: no picture, no style, no page but the text it was given."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, QUrl, Signal
from PySide6.QtWidgets import QTextBrowser, QWidget

from briefing_app.app.i18n import tr
from briefing_app.ui.theme import theme


class Preview(QTextBrowser):
    """``record_requested`` carries the record of a link that was followed, ``page_requested`` a source and
    the page meant, ``tick_requested`` the line of a box, ``part_requested`` a line around which a long note
    shall be shown.
    """

    record_requested = Signal(str, str)
    part_requested = Signal(int)
    page_requested = Signal(str, int)
    copied = Signal(str)
    tick_requested = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._html = ""
        self._is_styled = False
        self.setProperty("edge", "none")
        self.setOpenLinks(False)
        self.setOpenExternalLinks(False)
        self.setUndoRedoEnabled(False)
        self.setAccessibleName(tr("Preview"))
        self.anchorClicked.connect(self._on_anchor_clicked)
        theme().changed.connect(self._restyle)

    def show_html(self, html: str) -> None:
        """Show a page made by :mod:`rendering`; the place scrolled to stays."""
        if html == self._html:
            return
        self._html = html
        place = self.verticalScrollBar().value()
        if not self._is_styled:
            self._restyle()
        else:
            self.setHtml(f"<body>{html}</body>")
        self.verticalScrollBar().setValue(place)

    def createMimeDataFromSelection(self) -> QMimeData:
        made = super().createMimeDataFromSelection()
        self.copied.emit(made.text())
        return made

    def loadResource(self, kind: int, name: QUrl | str) -> object:
        return None

    def _restyle(self) -> None:
        self._is_styled = True
        c, px = theme().tokens, theme().px
        document = self.document()
        document.setDocumentMargin(px(24))
        document.setDefaultStyleSheet(
            f"body {{ color: {c.ink}; }} a {{ color: {c.accent}; text-decoration: none; }}"
            f"h1 {{ font-size: 16pt; margin-top: 0; }} h2 {{ font-size: 12pt; margin-top: 16px; }}"
            f"h3 {{ font-size: 10pt; margin-top: 12px; }} p, li {{ line-height: 115%; }}"
            f"blockquote {{ color: {c.ink_2}; margin-left: 16px; }} pre, code {{ background: {c.raised}; }}"
            f".topic {{ color: {c.ink_2}; }} .unknown {{ color: {c.negative}; }}"
            f"table {{ border-color: {c.line_strong}; border-style: solid; border-collapse: collapse; }}"
            f"th {{ background: {c.raised}; text-align: left; }}"
        )
        self.setHtml(f"<body>{self._html}</body>")

    def _on_anchor_clicked(self, url: QUrl) -> None:
        if url.scheme() == "tick":
            self.tick_requested.emit(int(url.path()))
            return
        if url.scheme() == "line":
            self.part_requested.emit(int(url.path()))
            return
        address, _mark, page = url.toString().removeprefix("record:").partition("?")
        kind, _slash, record_id = address.partition("/")
        if record_id and page.isdecimal():
            self.page_requested.emit(record_id, int(page))
        elif record_id:
            self.record_requested.emit(kind, record_id)
