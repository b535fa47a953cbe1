"""The filters of the law browser: text, standing, authority, origin and good."""

from __future__ import annotations

import unicodedata

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from briefing_app.app.i18n import tr
from briefing_app.errors import BriefingError
from briefing_app.tariff.law import Law
from briefing_app.tariff.law_changes import reaches
from briefing_app.tariff.rules import Measure
from briefing_app.ui.tariff.law_words import STANDINGS, Standing, standing, standing_words
from briefing_app.ui.tariff.typed_lists import origin_typed
from briefing_app.ui.tariff.words import EU, EU_MEMBER, Authority, authority_of
from briefing_app.ui.theme import theme
from briefing_app.ui.widgets.flow import FlowLayout
from briefing_app.ui.widgets.form import LineEdit
from briefing_app.ui.widgets.labels import label
from briefing_app.ui.widgets.search_field import SearchField

FEES = "fees.toml"
"""The processing and harbor fees are no duties: the table of the law leaves them out."""


class LawFilters(QWidget):
    """``changed`` is sent when other measures are to be shown; the text goes to the table itself."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._law: Law | None = None
        self.search = SearchField(tr("Find in the law"))
        self.search.setMinimumWidth(theme().px(180))
        self.standing, self.authority = QComboBox(), QComboBox()
        self.standing.setAccessibleName(tr("Standing on the day"))
        self.authority.setAccessibleName(tr("Authority"))
        for which in (None, *STANDINGS):
            self.standing.addItem(standing_words(which), which)
        self.origin = LineEdit(placeholder=tr("Origin, for instance JP"))
        self.good = LineEdit(placeholder=tr("Good, for instance 8703 or 8703.23.01"))
        self.origin.setFixedWidth(theme().px(160))
        self.good.setFixedWidth(theme().px(270))
        self.error = label("", "error", wrap=True)
        self.error.hide()
        row = QWidget()
        flow = FlowLayout(row, spacing=theme().px(6))
        for part in (self.search, self.standing, self.authority, self.origin, self.good):
            flow.addWidget(part)
        policy = row.sizePolicy()
        policy.setHeightForWidth(True)
        row.setSizePolicy(policy)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme().px(4))
        column.addWidget(row)
        column.addWidget(self.error)
        for box in (self.standing, self.authority):
            box.activated.connect(lambda _place: self.changed.emit())
        for line in (self.origin, self.good):
            line.editingFinished.connect(self._on_typed)
            line.setAccessibleName(line.placeholderText())

    def set_law(self, law: Law) -> None:
        """Offer the authorities of a law."""
        self._law = law
        kept = self.authority.currentData()
        found: dict[Authority, None] = dict.fromkeys(
            authority_of(each) for each in law.measures.values() if each.file != FEES
        )
        self.authority.clear()
        self.authority.addItem(tr("All authorities"), None)
        for authority in sorted(found, key=lambda each: each.name):
            self.authority.addItem(authority.name, authority.name)
        self.authority.setCurrentIndex(max(0, self.authority.findData(kept)))

    def _on_typed(self) -> None:
        self.error.hide()
        if self.origin.text().strip() and not self.origin_code():
            self.error.setText(tr("“{text}” is no country of origin.", text=self.origin.text().strip()))
            self.error.show()
        elif self.good.text().strip() and not self.good_code():
            self.error.setText(self._no_good())
            self.error.show()
        self.changed.emit()

    def _no_good(self) -> str:
        digits = _digits(self.good.text())
        if not digits or self._law is None:
            return tr("A good is given by 2 to 10 digits of its code.")
        return tr("No line of the schedule begins with {code}.", code=self.good.text().strip())

    def origin_code(self) -> str:
        """The origin asked for, or "" for any; a member state stands for the Union, whose goods are treated
        alike.
        """
        try:
            found = origin_typed(self.origin.text().strip()) if self.origin.text().strip() else ""
        except BriefingError:
            return ""
        return EU_MEMBER if found == EU else found

    def good_code(self) -> str:
        """The digits of the good asked for, or "" for any."""
        digits = _digits(self.good.text())
        # A longer code than the schedule has is of the line that it begins with.
        known = self._law is None or self._law.schedule.codes_under(digits[:8])
        return digits if digits and known else ""

    def clear(self) -> None:
        """Show everything again."""
        self.search.clear()
        self.standing.setCurrentIndex(0)
        self.authority.setCurrentIndex(0)
        self.origin.clear()
        self.good.clear()
        self.error.hide()

    def passes(self, measure: Measure, law: Law, minute: int) -> bool:
        """Whether a measure is to be shown; the text is the table's own filter."""
        which: Standing | None = self.standing.currentData()
        if which is not None and standing(measure, minute) != which:
            return False
        if self.authority.currentData() not in (None, authority_of(measure).name):
            return False
        origin, good = self.origin_code(), self.good_code()
        return (not origin and not good) or reaches(law, measure, origin, good)


def _digits(text: str) -> str:
    """The 2 to 10 digits of a code as typed, or ""."""
    digits = unicodedata.normalize("NFKC", text).replace(".", "").replace(" ", "")
    return digits if digits.isascii() and digits.isdigit() and 2 <= len(digits) <= 10 else ""
