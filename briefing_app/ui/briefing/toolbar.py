"""The bar above the pages: which paper, in which language, for which day; zoom; print and save."""

from __future__ import annotations

from datetime import date
from functools import partial

from PySide6.QtCore import QDate, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QComboBox,
    QDateEdit,
    QHBoxLayout,
    QMenu,
    QPushButton,
    QToolButton,
    QWidget,
)

from briefing_app.app.i18n import language, tr
from briefing_app.reports import markings
from briefing_app.reports.briefing import TEMPLATES
from briefing_app.reports.paper_settings import A4, LETTER
from briefing_app.reports.wording import Language
from briefing_app.ui.theme import theme
from briefing_app.ui.widgets.labels import label


class Toolbar(QWidget):
    """Choices of the paper. ``changed``: template, language, marking or paper size; the day has its own."""

    changed = Signal()
    day_changed = Signal(object)
    print_requested = Signal(str)
    save_requested = Signal(str)
    freeze_requested = Signal()
    zoom_requested = Signal(float)
    fit_requested = Signal()
    two_pages_changed = Signal(bool)
    thumbnails_changed = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.template = _combo(
            tr("Kind of paper"), [(name, t.title(language())) for name, t in TEMPLATES.items()]
        )
        self.language = _combo(tr("Language of the paper"), [("en", "English"), ("ja", "日本語")])
        self.paper = _combo(tr("Paper size"), [(A4, "A4"), (LETTER, "Letter")])
        labels = [m.label for scheme in markings.schemes() for m in scheme.markings]
        self.marking = _combo(tr("Marking"), [("", tr("No marking")), *((each, each) for each in labels)])
        self.marking.setMaximumWidth(theme().px(140))
        self.template.setMaximumWidth(theme().px(170))
        self.day = QDateEdit()
        self.day.setCalendarPopup(True)
        self.day.setDisplayFormat("yyyy年M月d日" if language() == "ja" else "d MMM yyyy")
        self.day.setAccessibleName(tr("As of"))
        self.day.setToolTip(tr("The day the paper is written for: nothing that came later is in it"))
        self.save = QPushButton(tr("Save PDF…"))
        self.save.setProperty("kind", "primary")
        self.save_as = self._tool("chevron-down", tr("Save as Word, Markdown, two on a sheet or a booklet"))
        self.print = QPushButton(tr("Print…"))
        self.freeze = QPushButton(tr("Freeze edition"))
        self._zoom = label("100 %", "secondary")
        self._zoom.setMinimumWidth(theme().px(44))
        self._lay_out()
        for combo in (self.template, self.language, self.paper, self.marking):
            combo.currentIndexChanged.connect(lambda _index: self.changed.emit())
        self.day.dateChanged.connect(self._on_date_changed)
        self.save.clicked.connect(lambda: self.save_requested.emit("pdf"))
        self.save_as.clicked.connect(self._offer_forms)
        self.print.setMenu(self._print_menu())
        self.freeze.clicked.connect(self.freeze_requested)

    def _lay_out(self) -> None:
        self._rows = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._rows.setContentsMargins(theme().px(12), theme().px(8), theme().px(12), theme().px(8))
        self._rows.setSpacing(theme().px(8))
        self._choices, self._deeds = QHBoxLayout(), QHBoxLayout()
        for row in (self._choices, self._deeds):
            row.setSpacing(theme().px(8))
            self._rows.addLayout(row)
        for widget in (self.template, self.language, self.day, self.marking, self.paper):
            self._choices.addWidget(widget)
        self._choices.addStretch(1)
        self._deeds.addStretch(1)
        thumbs = self._tool("panel-left", tr("Page thumbnails"), checkable=True)
        thumbs.toggled.connect(self.thumbnails_changed)
        two = self._tool("briefing", tr("Two pages side by side"), checkable=True)
        two.toggled.connect(self.two_pages_changed)
        smaller = self._tool("remove", tr("Smaller (Ctrl+wheel)"))
        smaller.clicked.connect(lambda: self.zoom_requested.emit(1 / 1.2))
        larger = self._tool("add", tr("Larger (Ctrl+wheel)"))
        larger.clicked.connect(lambda: self.zoom_requested.emit(1.2))
        fit = QPushButton(tr("Fit"))
        fit.setProperty("kind", "quiet")
        fit.setToolTip(tr("As wide as the view"))
        fit.clicked.connect(self.fit_requested)
        for each in (
            thumbs,
            two,
            smaller,
            self._zoom,
            larger,
            fit,
            self.freeze,
            self.print,
            self.save,
            self.save_as,
        ):
            self._deeds.addWidget(each)

    def minimumSizeHint(self) -> QSize:
        """As wide as the wider of the two rows, into which a narrow bar breaks."""
        widest = max(self._choices.minimumSize().width(), self._deeds.minimumSize().width())
        margins = self._rows.contentsMargins()
        return QSize(widest + margins.left() + margins.right(), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Break into two rows where one has no room for all words."""
        across, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        margins = self._rows.contentsMargins()
        needed = self._choices.minimumSize().width() + self._deeds.minimumSize().width()
        room = event.size().width() - margins.left() - margins.right() - self._rows.spacing()
        self._rows.setDirection(across if needed <= room else down)
        super().resizeEvent(event)

    def _tool(self, icon: str, words: str, *, checkable: bool = False) -> QToolButton:
        button = QToolButton()
        theme().show_icon(button, icon)
        button.setToolTip(words)
        button.setAccessibleName(words)
        button.setCheckable(checkable)
        return button

    def _print_menu(self) -> QMenu:
        menu = QMenu(self)
        for layout, words in (
            ("pages", tr("Page by page…")), ("two-up", tr("Two on a sheet…")),
            ("booklet", tr("Booklet to fold…")),
        ):  # fmt: skip
            menu.addAction(words, partial(self.print_requested.emit, layout))
        return menu

    def _offer_forms(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for form, words in (
            ("docx", tr("Word, for clearance…")), ("md", tr("Markdown…")),
            ("two-up", tr("PDF, two pages on a sheet…")), ("booklet", tr("PDF, booklet to fold…")),
            ("plain", tr("PDF without the archive standards…")),
        ):  # fmt: skip
            menu.addAction(words, partial(self.save_requested.emit, form))
        menu.popup(self.save_as.mapToGlobal(self.save_as.rect().bottomLeft()))

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

    def show_rolled_up(self, marking: str) -> None:
        """Say in place of "No marking" which one follows from the content, "" for none."""
        words = tr("From the content: {marking}", marking=marking) if marking else tr("No marking")
        if self.marking.itemText(0) != words:
            self.marking.setItemText(0, words)

    def show_can_save(self, why_not: str) -> None:
        """Let save and print be pressed, or say on hover why not."""
        for button, words in (
            (self.save, tr("Save the paper as PDF")),
            (self.print, tr("Print these pages (Ctrl+P)")),
            (self.freeze, tr("Issue the paper: numbered, hashed and kept in the workspace")),
        ):
            button.setEnabled(not why_not)
            button.setToolTip(why_not or words)
        self.save_as.setEnabled(not why_not)

    def _on_date_changed(self, day: QDate) -> None:
        self.day_changed.emit(date(day.year(), day.month(), day.day()))


def _combo(name: str, choices: list[tuple[str, str]]) -> QComboBox:
    combo = QComboBox()
    combo.setAccessibleName(name)
    combo.setToolTip(name)
    for value, words in choices:
        combo.addItem(words, value)
    return combo
