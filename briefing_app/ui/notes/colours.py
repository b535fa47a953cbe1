"""Markdown in quiet colours, and words that the spelling dictionary does not have."""

from __future__ import annotations

import re
import time

from PySide6.QtCore import QTimer
from PySide6.QtGui import QFont, QSyntaxHighlighter, QTextBlock, QTextCharFormat, QTextDocument

from briefing_app.app.spelling import spelling
from briefing_app.ui.theme import theme
from briefing_app.ui.widgets.text_places import to_qt

LONGEST_LINE = 10_000  # a line beyond it is no prose, and would make each key wait
SLICE_SECONDS = 0.004
_STYLES: tuple[tuple[str, re.Pattern[str], str, bool], ...] = (
    ("#", re.compile(r"^ {0,3}#{1,6}\s.*$"), "ink", True),
    (">", re.compile(r"^ {0,3}>.*$"), "ink_2", False),
    ("", re.compile(r"^\s*(?:[-*+]|\d+[.)])\s"), "accent", True),
    ("|", re.compile(r"\|"), "ink_3", False),
    ("**", re.compile(r"\*\*[^*\n]+\*\*"), "ink", True),
    ("`", re.compile(r"`[^`\n]+`"), "ink_2", False),
    ("[[", re.compile(r"\[\[[^\[\]\n]+\]\]"), "accent", False),
    ("@", re.compile(r"(?<![\w@.])@[A-Za-z][\w-]*"), "accent", False),
    ("^", re.compile(r"\^[A-Za-z][\w.-]*\w"), "accent", False),
    ("#", re.compile(r"(?<![\w#&/])#[^\W\d_][\w-]*"), "ink_2", False),
)


class MarkdownColours(QSyntaxHighlighter):
    """Colours one line at a time, so that a long note costs no more per key than a short one."""

    def __init__(self, document: QTextDocument) -> None:
        super().__init__(document)
        self._formats: list[tuple[str, re.Pattern[str], QTextCharFormat]] = []
        self._wrong = theme().colour("negative")
        self._take_colours()
        theme().changed.connect(self._take_colours)
        self._next: QTextBlock | None = None
        self._slices = QTimer(self, interval=0)
        self._slices.timeout.connect(self._look_again)
        spelling().changed.connect(self._spell_again)

    def highlightBlock(self, text: str) -> None:
        if len(text) > LONGEST_LINE:
            return
        for sign, pattern, style in self._formats:
            if sign in text:
                for found in pattern.finditer(text):
                    start = to_qt(text, found.start())
                    self.setFormat(start, to_qt(text, found.end()) - start, style)
        for place, word in spelling().wrong_words(text):
            start = to_qt(text, place)
            wrong = QTextCharFormat(self.format(start))
            wrong.setUnderlineStyle(QTextCharFormat.UnderlineStyle.SpellCheckUnderline)
            wrong.setUnderlineColor(self._wrong)
            self.setFormat(start, len(word), wrong)

    def _spell_again(self) -> None:
        """Look at every line again, a few at a time: a key that comes meanwhile does not wait."""
        self._next = self.document().firstBlock()
        self._slices.start()

    def _look_again(self) -> None:
        until = time.monotonic() + SLICE_SECONDS
        block = self._next
        while block is not None and block.isValid() and time.monotonic() < until:
            if _is_marked(block) or next(spelling().wrong_words(block.text()), None) is not None:
                self.rehighlightBlock(block)
            block = block.next()
        self._next = block
        if block is None or not block.isValid():
            self._next = None
            self._slices.stop()

    def _take_colours(self) -> None:
        self._formats.clear()
        self._wrong = theme().colour("negative")
        for sign, pattern, token, is_bold in _STYLES:
            style = QTextCharFormat()
            style.setForeground(theme().colour(token))
            if is_bold:
                style.setFontWeight(QFont.Weight.Bold)
            self._formats.append((sign, pattern, style))
        self.rehighlight()


def _is_marked(block: QTextBlock) -> bool:
    wavy = QTextCharFormat.UnderlineStyle.SpellCheckUnderline
    return any(each.format.underlineStyle() == wavy for each in block.layout().formats())
