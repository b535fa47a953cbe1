"""How the paper is printed: title, watermark, what it may hold, years, size of print."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QVBoxLayout, QWidget

from briefing_app.app.i18n import language, tr
from briefing_app.domain.date_words import day_words
from briefing_app.domain.records import Briefing
from briefing_app.reports import markings
from briefing_app.reports.change_bars import NO_BARS
from briefing_app.reports.paper_settings import bars_of
from briefing_app.ui.theme import theme
from briefing_app.ui.widgets.form import Form, LineEdit
from briefing_app.ui.widgets.labels import label

YES = "yes"


class PaperPage(QWidget):
    """``title_typed``: text; ``setting_typed``, ``setting_changed``: a name and its value, "" for none."""

    title_typed = Signal(str)
    setting_typed = Signal(str, str)
    setting_changed = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = LineEdit(placeholder=tr("As the template and the workspace say"))
        self.watermark = LineEdit(placeholder=tr("DRAFT, or nothing"))
        self.drafted = LineEdit(placeholder=tr("Desk and extension"))
        self.cleared = LineEdit(placeholder=tr("Who has agreed to it"))
        self.release = QComboBox()
        self.release.addItem(tr("Everything"), "")
        for scheme in markings.schemes():
            for each in scheme.markings:
                self.release.addItem(tr("Only up to {marking}", marking=each.label), each.label)
        self.years, self.bars = QComboBox(), QComboBox()
        self._numbers: tuple[int, ...] | None = None
        self._since = ""
        for combo in (self.release, self.years, self.bars):
            # The longest entry must not make the page wider than its zone.
            combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            combo.setMinimumContentsLength(12)
        self.years.addItem(tr("Japanese era (令和7年)"), "")
        self.years.addItem(tr("Western years (2025年)"), YES)
        self.large_print = QCheckBox(tr("Large print, set again in 18 points"))
        self.commission = label("", "secondary", wrap=True)
        form = Form(self)
        form.add(tr("Title of the paper"), self.title)
        form.add(tr("Drafted by"), self.drafted)
        form.add(
            tr("Cleared by"),
            self.cleared,
            tr("In the foot of the first page, of Q&A on each; not in a releasable edition."),
        )
        form.add(tr("Watermark"), self.watermark, tr("Large and grey behind every page."))
        form.add(
            tr("Releasable edition"),
            self.release,
            tr("What is marked higher is left out of the file altogether, and numbers close up."),
        )
        self.years_field = form.add(tr("Years"), self.years)
        self.bars_field = form.add(
            tr("Change bars"), self.bars, tr("Beside what says something else than that edition.")
        )
        form.add_widget(self.large_print)
        form.add_widget(self.commission)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, theme().px(8), 0, 0)
        column.addWidget(form)
        column.addStretch(1)
        self.title.typed.connect(self.title_typed)
        for name, field in self._typed().items():
            field.typed.connect(partial(self.setting_typed.emit, name))
        self.release.activated.connect(
            lambda _place: self.setting_changed.emit("release", self.release.currentData())
        )
        self.years.activated.connect(
            lambda _place: self.setting_changed.emit("western_years", self.years.currentData())
        )
        self.bars.activated.connect(
            lambda _place: self.setting_changed.emit("change_bars", self.bars.currentData())
        )
        self.large_print.clicked.connect(
            lambda on: self.setting_changed.emit("large_print", YES if on else "")
        )

    def show_editions(self, numbers: Sequence[int]) -> None:
        """Offer the editions that changes can be told from, by number, first to last."""
        if tuple(numbers) == self._numbers:
            return
        self._numbers = tuple(numbers)
        self.bars.clear()
        self.bars.addItem(tr("Since the last edition"), "")
        for number in reversed(numbers[:-1]):
            self.bars.addItem(tr("Since edition {number}", number=number), str(number))
        self.bars.addItem(tr("No bars"), NO_BARS)
        self._show_bars()
        self.bars_field.setVisible(bool(numbers))

    def show_briefing(self, briefing: Briefing) -> None:
        """Show the settings of a briefing."""
        settings = briefing.settings
        self._since = bars_of(briefing)
        self._show_bars()
        if not self.title.hasFocus():
            self.title.show_text(briefing.title)
        for name, field in self._typed().items():
            if not field.hasFocus():
                field.show_text(settings.get(name, ""))
        self.release.setCurrentIndex(max(0, self.release.findData(settings.get("release", ""))))
        self.years.setCurrentIndex(max(0, self.years.findData(settings.get("western_years", ""))))
        self.years_field.setVisible(briefing.language == "ja")
        self.large_print.setChecked(settings.get("large_print") == YES)
        asked = commission_words(settings)
        self.commission.setText(asked)
        self.commission.setVisible(bool(asked))

    def _typed(self) -> dict[str, LineEdit]:
        """The fields of text by the setting that they change."""
        return {"drafted": self.drafted, "cleared": self.cleared, "watermark": self.watermark}

    def _show_bars(self) -> None:
        self.bars.setCurrentIndex(max(0, self.bars.findData(self._since)))


def commission_words(settings: dict[str, str]) -> str:
    """What the paper was commissioned for, in a line; "" where it was not."""
    parts = []
    if minutes := settings.get("commission_minutes"):
        parts.append(tr("{minutes} minutes", minutes=minutes))
    if settings.get("commission_interpreting") == "consecutive":
        parts.append(tr("consecutive interpretation"))
    if due := settings.get("commission_due"):
        parts.append(tr("due {day}", day=_written(due)))
    between = "、" if language() == "ja" else ", "
    return tr("Commissioned: {what}.", what=between.join(parts)) if parts else ""


def _written(day: str) -> str:
    """A day in words; what a file of somebody else says there and is no day stays as it is."""
    try:
        return day_words(date.fromisoformat(day), language())
    except ValueError:
        return day
