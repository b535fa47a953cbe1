"""One line of a package as a form: goods, treatment, rate, start, and a quota or phase-in where wanted."""

from __future__ import annotations

from datetime import date
from decimal import Decimal, InvalidOperation

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from briefing_app.app.error_words import told
from briefing_app.app.i18n import language, tr
from briefing_app.domain.fuzzydate import DateError, parse
from briefing_app.domain.ids import new_id
from briefing_app.domain.typed_dates import understand
from briefing_app.errors import BriefingError
from briefing_app.tariff.amounts import is_doubtful, ungrouped
from briefing_app.tariff.law import Law
from briefing_app.tariff.scenario_terms import DealLine, PhaseIn, Quota, Treatment, line_of
from briefing_app.tariff.units import unit_words
from briefing_app.ui.tariff.deal_words import day_said, rate_said, sector_named
from briefing_app.ui.tariff.typed_lists import codes_typed, origin_fault, origin_typed, parts
from briefing_app.ui.theme import theme
from briefing_app.ui.widgets.flow import FlowLayout
from briefing_app.ui.widgets.form import Field, LineEdit
from briefing_app.ui.widgets.labels import label

ALL = "all"
COUNTED = ("kg", "t", "liter", "hl", "m3", "No.", "doz.", "thousand", "pr.", "m2")
"""The units that a quota is counted in, beside its value."""
RATES = ("rate", "within", "first")
TREATMENTS: tuple[Treatment, ...] = ("all_in", "on_top", "ordinary")


class LineForm(QWidget):
    """``finished`` carries the line as a :class:`DealLine`; ``left`` is sent when it is given up."""

    finished = Signal(object)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._law: Law | None = None
        self._id = ""
        self._day = date(2025, 1, 1)
        self.sectors: dict[str, QPushButton] = {}
        self.codes = LineEdit(placeholder="8703, 8708.40")
        self.treatment = QComboBox()
        for each, words in zip(
            TREATMENTS,
            (
                tr("in total, ordinary duty included"),
                tr("on top of the ordinary duty"),
                tr("ordinary duty only"),
            ),
            strict=True,
        ):
            self.treatment.addItem(words, each)
        self.rate, self.start, self.origins = LineEdit("15"), LineEdit(), LineEdit("JP")
        self.quota, self.within = LineEdit(placeholder=tr("none")), LineEdit()
        self.counted = QComboBox()
        self.counted.addItem(tr("US dollars"), "")
        for unit in COUNTED:
            self.counted.addItem(unit_words(unit, language()), unit)
        self.first, self.years = LineEdit(placeholder=tr("none")), LineEdit()
        self.put = QPushButton(tr("Put into the package"))
        self.put.setProperty("kind", "primary")
        self.cancel = QPushButton(tr("Cancel"))
        self._goods_error = label("", "error", wrap=True)
        self._goods_error.hide()
        self._arrange()
        for name in RATES:
            line = self.fields[name].editor
            assert isinstance(line, LineEdit)
            line.textChanged.connect(lambda text, field=self.fields[name]: field.set_help(_below_one(text)))
        self.put.clicked.connect(self.finish)
        self.cancel.clicked.connect(self.left)
        self.treatment.currentIndexChanged.connect(lambda _place: self._take_treatment())

    def _arrange(self) -> None:
        self.fields = {
            "codes": Field(tr("or goods by code, separated by commas"), self.codes),
            "treatment": Field(tr("They pay"), self.treatment),
            "rate": Field(tr("Rate"), self.rate, unit="%"),
            "start": Field(tr("From"), self.start),
            "origins": Field(tr("Goods of"), self.origins, tr("two letters each")),
            "quota": Field(tr("Quota a year"), self.quota),
            "counted": Field(tr("Counted in"), self.counted),
            "within": Field(tr("Rate within the quota"), self.within, unit="%"),
            "first": Field(tr("Rate of the first year"), self.first, unit="%"),
            "years": Field(tr("Reached after"), self.years, unit=tr("years")),
        }
        self._chips = FlowLayout(spacing=theme().px(6))
        chips = QWidget()
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        chips.setSizePolicy(policy)
        chips.setLayout(self._chips)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme().px(8))
        column.addWidget(label(tr("Goods"), "secondary"))
        column.addWidget(chips)
        column.addWidget(self._goods_error)
        for names in (
            (("codes", 2), ("treatment", 2), ("rate", 1), ("start", 1), ("origins", 1)),
            (("quota", 1), ("counted", 1), ("within", 1), ("first", 1), ("years", 1)),
        ):
            row = QHBoxLayout()
            row.setSpacing(theme().px(12))
            for name, wide in names:
                row.addWidget(self.fields[name], wide, Qt.AlignmentFlag.AlignTop)
            column.addLayout(row)
        buttons = QHBoxLayout()
        buttons.addWidget(self.put)
        buttons.addWidget(self.cancel)
        buttons.addStretch(1)
        column.addLayout(buttons)

    def set_law(self, law: Law) -> None:
        """Offer the sectors of a law."""
        self._law = law
        while (item := self._chips.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        self.sectors = {}
        for sector in (ALL, *(each.id for each in law.sectors)):
            chip = QPushButton(sector_named(law, sector))
            chip.setCheckable(True)
            chip.setProperty("kind", "chip")
            chip.clicked.connect(lambda _checked=False, name=sector: self._on_sector(name))
            self.sectors[sector] = chip
            self._chips.addWidget(chip)

    def show_line(self, line: DealLine | None, day: date) -> None:
        """Show a line to change it, or an empty form for a new one that starts on ``day``."""
        self._id, self._day = line.id if line else "", day
        for name, chip in self.sectors.items():
            chip.setChecked(line is not None and name in line.replaces)
        shown = line or DealLine("", Decimal("0.15"), start=day.isoformat())
        self.codes.setText(", ".join(shown.codes))
        self.treatment.setCurrentIndex(TREATMENTS.index(shown.treatment))
        self.rate.setText(_percent(shown.rate))
        self.start.setText(day_said(date.fromisoformat(shown.start[:10])))
        self.origins.setText(", ".join(shown.origins))
        quota, phase = shown.quota, shown.phase_in
        size = quota.value_usd if quota and quota.value_usd is not None else quota.quantity if quota else None
        self.quota.setText(f"{size:,f}" if size is not None else "")
        self._count_in(quota.unit if quota else "")
        self.within.setText(_percent(quota.rate) if quota else "")
        self.first.setText(_percent(phase.first_rate) if phase else "")
        self.years.setText(str(phase.years) if phase else "")
        self.put.setText(tr("Change the line") if line else tr("Put into the package"))
        self._clear_errors()
        self._take_treatment()

    def _count_in(self, unit: str) -> None:
        """Choose the unit of the quota; one that is not offered joins the list."""
        if self.counted.findData(unit) < 0:
            self.counted.addItem(unit_words(unit, language()), unit)
        self.counted.setCurrentIndex(self.counted.findData(unit))

    def _take_treatment(self) -> None:
        """The ordinary duty alone has no rate of the deal."""
        has_rate = self.treatment.currentData() != "ordinary"
        for editor in (self.rate, self.quota, self.counted, self.within, self.first, self.years):
            editor.setEnabled(has_rate)

    def _on_sector(self, name: str) -> None:
        if self.sectors[name].isChecked():
            for other, chip in self.sectors.items():
                if (name == ALL) != (other == ALL):
                    chip.setChecked(False)
            self.codes.clear()

    # --- reading -------------------------------------------------------------------------------------

    def finish(self) -> None:
        """Read the form; what is wrong is said beside its field."""
        line = self.read()
        if line is not None:
            self.finished.emit(line)

    def read(self) -> DealLine | None:
        """The line, or None with the errors shown."""
        self._clear_errors()
        replaces = tuple(name for name, chip in self.sectors.items() if chip.isChecked())
        codes = codes_typed(self.codes.text())
        self.fields["codes"].set_error(self._fault_of(codes))
        treatment: Treatment = self.treatment.currentData()
        priced = treatment != "ordinary"
        rate = self._rate("rate") if priced else Decimal(0)
        start, origins = self._start(), self._origins()
        quota = self._quota() if priced else None
        phase = self._phase_in() if priced else None
        if bool(replaces) == bool(codes):
            self._goods_error.setText(tr("Choose sectors, or give codes."))
            self._goods_error.show()
        if any(field.error for field in self.fields.values()) or not self._goods_error.isHidden():
            return None
        assert rate is not None
        line = DealLine(
            self._id or new_id("deal")[:13], rate, treatment, replaces, codes,
            origins, start, "", quota, phase,
        )  # fmt: skip
        try:
            return line_of(line.edit())
        except BriefingError as error:
            self._goods_error.setText(told(error))
            self._goods_error.show()
            return None

    def _fault_of(self, codes: tuple[str, ...]) -> str:
        """What is wrong with codes, "" where each begins a line of the schedule."""
        for code in codes:
            if not (code.isascii() and code.isdigit() and 2 <= len(code) <= 10):
                return tr("“{code}” is not a code of 2 to 10 digits.", code=code)
            if self._law is not None and not self._law.schedule.codes_under(code[:8]):
                return tr("No line of the tariff begins with {code}.", code=code)
        return ""

    def _rate(self, name: str) -> Decimal | None:
        text = _editor_text(self.fields[name]).removesuffix("%")
        try:
            rate = Decimal(text) / 100
        except InvalidOperation:
            rate = Decimal(-1)
        if not rate.is_finite() or not 0 <= rate <= 10:
            self.fields[name].set_error(tr("A rate in per cent, for instance 12.5."))
            return None
        return rate

    def _quota(self) -> Quota | None:
        text = _editor_text(self.fields["quota"]).lstrip("$")
        if not text:
            if self.within.text().strip():
                self.fields["quota"].set_error(tr("Give the size of the quota a year."))
            return None
        try:
            size = Decimal(text)
        except InvalidOperation:
            size = Decimal(-1)
        unit = str(self.counted.currentData())
        if not size.is_finite() or size < 0:
            self.fields["quota"].set_error(tr("An amount, for instance 12,000."))
            return None
        if is_doubtful(text):
            words = tr("“{text}” can be read in two ways: write 12,000 or 12.5.", text=text)
            self.fields["quota"].set_error(words)
            return None
        within = self._rate("within")
        if within is None:
            return None
        return Quota(within, quantity=size, unit=unit) if unit else Quota(within, size)

    def _phase_in(self) -> PhaseIn | None:
        if not self.first.text().strip():
            if self.years.text().strip():
                self.fields["first"].set_error(tr("Give the rate of the first year."))
            return None
        first, years = self._rate("first"), _editor_text(self.fields["years"])
        if not years.isdigit() or not 1 <= int(years) <= 30:
            self.fields["years"].set_error(tr("A whole number from 1 to 30."))
            return None
        return PhaseIn(first, int(years)) if first is not None else None

    def _start(self) -> str:
        try:
            found = parse(understand(self.start.text().strip(), on=self._day).edtf)
        except DateError as error:
            self.fields["start"].set_error(told(error))
            return ""
        if not found.is_day or found.first is None:
            self.fields["start"].set_error(tr("Write one day."))
            return ""
        return found.first.isoformat()

    def _origins(self) -> tuple[str, ...]:
        found = []
        for part in parts(self.origins.text()) or [""]:
            try:
                found.append(origin_typed(part))
            except BriefingError as error:
                self.fields["origins"].set_error(origin_fault(error))
        return tuple(found)

    def _clear_errors(self) -> None:
        self._goods_error.hide()
        for field in self.fields.values():
            field.set_error("")


def _editor_text(field: Field) -> str:
    editor = field.editor
    return ungrouped(editor.text()).strip() if isinstance(editor, LineEdit) else ""


def _below_one(text: str) -> str:
    """What a share typed for a percentage would mean: 0.15 is no 15%."""
    try:
        rate = Decimal(ungrouped(text).strip().removesuffix("%"))
    except InvalidOperation:
        return ""
    if not (rate.is_finite() and 0 < rate < 1):
        return ""
    return tr("{rate}% is less than one per cent; for {more}% write {more}.",
              rate=f"{rate:f}", more=rate_said(rate).removesuffix("%"))  # fmt: skip


def _percent(rate: Decimal) -> str:
    return rate_said(rate).removesuffix("%")
