"""Small pieces of text: labels by role, section headers, the one big number, lines, citations."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from briefing_app.app.i18n import tr
from briefing_app.ui.theme import theme

if TYPE_CHECKING:
    from briefing_app.domain.records import Source


def restyle(widget: QWidget, **properties: object) -> None:
    """Set dynamic properties and have the style sheet take notice."""
    for name, value in properties.items():
        widget.setProperty(name, value)
    widget.style().unpolish(widget)
    widget.style().polish(widget)


def label(text: str = "", role: str = "", tone: str = "", *, wrap: bool = False) -> QLabel:
    """A label that shows ``text`` as it is: no markup is ever read from it."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(wrap)
    if role:
        made.setProperty("role", role)
    if tone:
        made.setProperty("tone", tone)
    return made


def rule(direction: str = "horizontal") -> QFrame:
    """A hairline."""
    made = QFrame()
    made.setProperty("line", direction)
    return made


class ElidedLabel(QLabel):
    """A one-line label that ends in an ellipsis when space is short; the tool tip has the whole text."""

    def __init__(self, text: str = "", role: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        if role:
            self.setProperty("role", role)
        self._whole = ""
        self.set_text(text)

    def set_text(self, text: str) -> None:
        """Show ``text``, as much of it as fits."""
        self._whole = text
        self._elide()

    @property
    def whole_text(self) -> str:
        return self._whole

    def sizeHint(self) -> QSize:
        return QSize(self.fontMetrics().horizontalAdvance(self._whole), super().sizeHint().height())

    def resizeEvent(self, event) -> None:  # type: ignore[no-untyped-def]
        super().resizeEvent(event)
        self._elide()

    def _elide(self) -> None:
        line = self._whole.replace("\n", " ")
        shown = self.fontMetrics().elidedText(line, Qt.TextElideMode.ElideRight, max(self.width(), 24))
        self.setText(shown)
        self.setToolTip(self._whole if shown != line else "")


class SectionHeader(QWidget):
    """The title of a part of a page, with room for one action at its right end."""

    def __init__(self, title: str, action: QWidget | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = label(title, "section")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, theme().px(12), 0, theme().px(4))
        row.addWidget(self.title)
        row.addStretch(1)
        if action is not None:
            row.addWidget(action)


class BigNumber(QWidget):
    """The one number that matters, its unit beside it and what it is below it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._number = label("", "number")
        self._number.setFont(theme().font("number"))
        self._number.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._unit = label("", tone="muted")
        self._meaning = label("", "secondary", wrap=True)
        top = QHBoxLayout()
        top.setSpacing(theme().px(6))
        top.addWidget(self._number, 0, Qt.AlignmentFlag.AlignBaseline)
        top.addWidget(self._unit, 1, Qt.AlignmentFlag.AlignBaseline)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(self._meaning)

    def show_number(self, number: str, unit: str = "", meaning: str = "", tone: str = "") -> None:
        """Show a number that is formatted already; ``tone`` colours it (``negative`` and so on)."""
        self._number.setText(number)
        self._unit.setText(unit)
        self._meaning.setText(meaning)
        self._meaning.setVisible(bool(meaning))
        restyle(self._number, tone=tone)


def citation_text(source: Source) -> str:
    """One line by which a source is cited: publisher, title, date."""
    return ", ".join(part for part in (source.publisher, source.title, source.date) if part)


LONGEST_CHIP = 26


def chip_words(sources: Sequence[Source]) -> list[str]:
    """What the chips of one row say: the publisher, or the title where two chips would look alike."""
    names = [source.publisher or source.title for source in sources]
    seen = Counter(map(_cut, names))
    return [
        (source.title or name) if seen[_cut(name)] > 1 else name
        for source, name in zip(sources, names, strict=True)
    ]


def _cut(words: str) -> str:
    return words if len(words) <= LONGEST_CHIP else words[: LONGEST_CHIP - 1] + "…"


class CitationChip(QPushButton):
    """A source as a chip: hover tells where it stands, a click asks to open it."""

    requested = Signal(str)

    def __init__(
        self, source: Source, number: int | None = None, parent: QWidget | None = None, *, words: str = ""
    ) -> None:
        super().__init__(parent)
        short = _cut(words or source.publisher or source.title)
        self.setText(f"{number}  {short}" if number else short)
        self.setProperty("kind", "chip")
        self.setAccessibleName(f"{tr('Source')}: {citation_text(source)}")
        lines = [source.publisher, source.title, source.date, source.locator]
        if source.read_on:
            lines.append(f"{tr('Read on')} {source.read_on}")
        self.setToolTip("\n".join(line for line in lines if line))
        self.clicked.connect(lambda: self.requested.emit(source.id))
