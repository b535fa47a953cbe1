"""The bar above the pages: which paper, in which language, for which day; zoom; print and save."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QDate, Signal
from PySide6.QtWidgets import QComboBox, QDateEdit, QHBoxLayout, QPushButton, QToolButton, QWidget

from briefing_app.reports import markings
from briefing_app.reports.briefing import TEMPLATES
from briefing_app.reports.wording import Language
from briefing_app.ui.theme import theme
from briefing_app.ui.widgets.labels import label


class Toolbar(QWidget):
    """Choices of the paper. ``changed``: template, language, marking or paper size; the day has its own."""

    changed = Signal()
    day_changed = Signal(object)
    print_requested = Signal()
    save_requested = Signal()
    freeze_requested = Signal()
    zoom_requested = Signal(float)
    fit_requested = Signal()
    two_pages_changed = Signal(bool)
    thumbnails_changed = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.template = _combo("Kind of paper", [(name, t.title("en")) for name, t in TEMPLATES.items()])
        self.language = _combo("Language of the paper", [("en", "English"), ("ja", "日本語")])
        self.paper = _combo("Paper size", [("a4", "A4"), ("us-letter", "Letter")])
        labels = [m.label for scheme in markings.schemes() for m in scheme.markings]
        self.marking = _combo("Marking", [("", "No marking"), *((each, each) for each in labels)])
        self.marking.setMaximumWidth(theme().px(170))
        self.day = QDateEdit()
        self.day.setCalendarPopup(True)
        self.day.setDisplayFormat("d MMM yyyy")
        self.day.setAccessibleName("As of")
        self.day.setToolTip("The day the paper is written for: nothing that came later is in it")
        self.save = QPushButton("Save PDF…")
        self.save.setProperty("kind", "primary")
        self.print = QPushButton("Print…")
        self.freeze = QPushButton("Freeze edition")
        self._zoom = label("100 %", "secondary")
        self._zoom.setMinimumWidth(theme().px(44))
        self._lay_out()
        for combo in (self.template, self.language, self.paper, self.marking):
            combo.currentIndexChanged.connect(lambda _index: self.changed.emit())
        self.day.dateChanged.connect(self._on_date_changed)
        self.save.clicked.connect(self.save_requested)
        self.print.clicked.connect(self.print_requested)
        self.freeze.clicked.connect(self.freeze_requested)

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(theme().px(12), theme().px(8), theme().px(12), theme().px(8))
        row.setSpacing(theme().px(8))
        for widget in (
            self.template,
            self.language,
            label("as of", "secondary"),
            self.day,
            self.marking,
            self.paper,
        ):
            row.addWidget(widget)
        row.addStretch(1)
        thumbs = self._tool("panel-left", "Page thumbnails", checkable=True)
        thumbs.toggled.connect(self.thumbnails_changed)
        two = self._tool("briefing", "Two pages side by side", checkable=True)
        two.toggled.connect(self.two_pages_changed)
        smaller = self._tool("remove", "Smaller (Ctrl+wheel)")
        smaller.clicked.connect(lambda: self.zoom_requested.emit(1 / 1.2))
        larger = self._tool("add", "Larger (Ctrl+wheel)")
        larger.clicked.connect(lambda: self.zoom_requested.emit(1.2))
        fit = QPushButton("Fit")
        fit.setProperty("kind", "quiet")
        fit.setToolTip("As wide as the view")
        fit.clicked.connect(self.fit_requested)
        for each in (thumbs, two, smaller, self._zoom, larger, fit, self.freeze, self.print, self.save):
            row.addWidget(each)

    def _tool(self, icon: str, words: str, *, checkable: bool = False) -> QToolButton:
        button = QToolButton()
        theme().show_icon(button, icon)
        button.setToolTip(words)
        button.setAccessibleName(words)
        button.setCheckable(checkable)
        return button

    def chosen_language(self) -> Language:
        """The language chosen."""
        return "ja" if self.language.currentData() == "ja" else "en"

    def show_zoom(self, zoom: float) -> None:
        """Show the factor."""
        self._zoom.setText(f"{round(zoom * 100)} %")

    def show_day(self, day: date) -> None:
        """Show the as-of day without telling."""
        self.day.blockSignals(True)
        self.day.setDate(QDate(day.year, day.month, day.day))
        self.day.blockSignals(False)

    def show_choice(self, combo: QComboBox, value: str) -> None:
        """Show a choice without telling."""
        combo.blockSignals(True)
        combo.setCurrentIndex(max(0, combo.findData(value)))
        combo.blockSignals(False)

    def show_can_save(self, why_not: str) -> None:
        """Let save and print be pressed, or say on hover why not."""
        for button, words in (
            (self.save, "Save the paper as PDF"),
            (self.print, "Print these pages (Ctrl+P)"),
            (self.freeze, "Issue the paper: numbered, hashed and kept in the workspace"),
        ):
            button.setEnabled(not why_not)
            button.setToolTip(why_not or words)

    def _on_date_changed(self, day: QDate) -> None:
        self.day_changed.emit(date(day.year(), day.month(), day.day()))


def _combo(name: str, choices: list[tuple[str, str]]) -> QComboBox:
    combo = QComboBox()
    combo.setAccessibleName(name)
    combo.setToolTip(name)
    for value, words in choices:
        combo.addItem(words, value)
    return combo
