"""The "reciprocal" formula of 2 April 2025: its numbers by country, its parameters to change, its critics."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from fractions import Fraction

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from briefing_app.app.error_words import told
from briefing_app.app.i18n import language, tr
from briefing_app.app.session import Session
from briefing_app.errors import BriefingError
from briefing_app.exchange.trade_starts import Partner, load_formula
from briefing_app.tariff.amounts import ungrouped
from briefing_app.trade.reciprocal import reciprocal_rate
from briefing_app.ui.tariff.chart_frame import ChartFrame, ChartWords
from briefing_app.ui.tariff.fills import fill, key
from briefing_app.ui.tariff.portions import Portions
from briefing_app.ui.tariff.scrolled import column_in
from briefing_app.ui.tariff.words import percent
from briefing_app.ui.theme import on_change, theme
from briefing_app.ui.widgets.form import Field, LineEdit
from briefing_app.ui.widgets.labels import SectionHeader, label

PUBLISHED = ("4", "0.25")
BORDER = "0.945"


@dataclass(frozen=True)
class Line:
    """One country under the formula: ``rate`` before halving, ``halved`` as it would be announced."""

    partner: Partner
    rate: Fraction
    halved: Fraction

    @property
    def agrees(self) -> bool:
        """Whether this is the rate that was announced."""
        return self.halved == Fraction(self.partner.announced)

    @property
    def name(self) -> str:
        """The country in the language of the window."""
        return self.partner.ja if language() == "ja" else self.partner.en


def lines(partners: Sequence[Partner], elasticity: Decimal, pass_through: Decimal) -> tuple[Line, ...]:
    """The formula for every country. Raises UsageError for parameters that are not above zero."""
    found = []
    for each in partners:
        rate = reciprocal_rate(each.imports, each.exports, elasticity=elasticity, pass_through=pass_through)
        found.append(Line(each, rate.rate, rate.announced))
    return tuple(found)


class FormulaBars(QWidget):
    """Two bars a country: what the formula gives, and what was announced."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines: tuple[Line, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        on_change(self, self.update)

    def show_lines(self, found: Sequence[Line]) -> None:
        """Show countries."""
        self._lines = tuple(found)
        self.setFixedHeight(self.sizeHint().height())
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme().px(400), theme().px(38) * len(self._lines) + theme().px(26))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, look = QPainter(self), theme()
        painter.setFont(look.font("secondary"))
        metrics = QFontMetricsF(painter.font())
        left = max((metrics.horizontalAdvance(each.name) for each in self._lines), default=0) + look.px(12)
        most = max(
            (max(each.halved, Fraction(each.partner.announced)) for each in self._lines), default=Fraction(1)
        )
        room = self.width() - left - look.px(70)
        for number, each in enumerate(self._lines):
            top = look.px(38) * number
            painter.setPen(look.colour("ink"))
            painter.drawText(QPointF(0, top + look.px(20)), each.name)
            for row, (value, place) in enumerate(((each.halved, 0), (Fraction(each.partner.announced), 1))):
                y = top + look.px(3) + row * look.px(15)
                wide = float(value / most) * room
                fill(painter, QRectF(left, y, wide, look.px(13)), place)
                painter.setPen(look.colour("ink"))
                painter.drawText(QPointF(left + wide + 6, y + metrics.ascent() - 2), percent(value))
        y = look.px(38) * len(self._lines) + look.px(18)
        at = key(painter, QPointF(left, y), tr("by the formula, halved and rounded up"), 0)
        key(painter, QPointF(left + at + look.px(18), y), tr("announced on 2 April 2025"), 1)


class ReciprocalPage(QScrollArea):
    """``briefing_requested`` carries the id of a note."""

    briefing_requested = Signal(str)

    def __init__(self, session: Session, parent: QWidget | None = None, *, in_portions: bool = False) -> None:
        super().__init__(parent)
        self._formula = load_formula()
        self.lines: tuple[Line, ...] = ()
        self.elasticity, self.pass_through = (LineEdit(text) for text in PUBLISHED)
        self.border, self.reset = (
            QPushButton(tr("Pass-through at the border")),
            QPushButton(tr("As published")),
        )
        self.bars = FormulaBars()
        self.frame = ChartFrame(session, self.bars)
        self.frame.table.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        self._fields = {
            "elasticity": Field(
                tr("Elasticity of import demand ε"), self.elasticity, tr("4 in the method note")
            ),
            "pass_through": Field(
                tr("Pass-through to import prices φ"),
                self.pass_through,
                tr("0.25 in the method note; 0.945 at the border"),
            ),
        }
        self._arrange()
        self.portions = Portions(self._connect, in_portions=in_portions)

    def _connect(self) -> None:
        for line in (self.elasticity, self.pass_through):
            line.editingFinished.connect(self.refresh)
        self.border.clicked.connect(lambda: self._set(PUBLISHED[0], BORDER))
        self.reset.clicked.connect(lambda: self._set(*PUBLISHED))
        self.frame.briefing_requested.connect(self.briefing_requested)
        self.refresh()

    def _arrange(self) -> None:
        column = column_in(self, (24, 12, 24, 24), 10)
        column.addWidget(
            label(
                tr(
                    "Rate = (imports − exports) ÷ (ε × φ × imports). The announced rate is half "
                    "of it, rounded up to whole percent, at least 10%. The rounding is inferred "
                    "from the announced figures."
                ),
                wrap=True,
            )
        )
        row = QHBoxLayout()
        row.setSpacing(theme().px(12))
        for field in self._fields.values():
            row.addWidget(field, 1, Qt.AlignmentFlag.AlignTop)
        buttons = QVBoxLayout()
        buttons.addWidget(self.border)
        buttons.addWidget(self.reset)
        row.addLayout(buttons)
        row.addStretch(1)
        column.addLayout(row)
        column.addWidget(self.frame)
        column.addWidget(SectionHeader(tr("Published criticism")))
        is_ja = language() == "ja"
        for each in self._formula.criticisms:
            column.addWidget(label("•  " + (each.ja if language() == "ja" else each.en), wrap=True))
            column.addWidget(label(each.source_ja if is_ja else each.source, "hint", wrap=True))
        column.addStretch(1)

    def _set(self, elasticity: str, pass_through: str) -> None:
        self.elasticity.setText(elasticity)
        self.pass_through.setText(pass_through)
        self.refresh()

    def _read(self, name: str, line: LineEdit) -> Decimal | None:
        self._fields[name].set_error("")
        try:
            value = Decimal(ungrouped(line.text()).strip())
        except InvalidOperation:
            value = Decimal(0)
        if not value.is_finite() or not 0 < value <= 100:
            self._fields[name].set_error(tr("A number above zero."))
            return None
        return value

    def refresh(self) -> None:
        """Work the formula out anew."""
        elasticity = self._read("elasticity", self.elasticity)
        pass_through = self._read("pass_through", self.pass_through)
        if elasticity is None or pass_through is None:
            return
        try:
            self.lines = lines(self._formula.partners, elasticity, pass_through)
        except BriefingError as error:
            self._fields["elasticity"].set_error(told(error))
            return
        self.bars.show_lines(self.lines)
        japan = next(each for each in self.lines if each.partner.code == "JP")
        agreeing = sum(each.agrees for each in self.lines)
        summary = tr(
            "With ε = {e} and φ = {f} the formula gives Japan {rate}, announced as {halved}; {count} "
            "of {all} countries here come out as announced.",
            e=f"{elasticity:f}",
            f=f"{pass_through:f}",
            rate=percent(japan.rate, 1),
            halved=percent(japan.halved),
            count=agreeing,
            all=len(self.lines),
        )
        titles = (
            tr("Country"),
            tr("Imports, USD bn"),
            tr("Exports, USD bn"),
            tr("Formula"),
            tr("Halved, rounded up"),
            tr("Shown"),
            tr("Announced"),
            tr("Agrees"),
        )
        rows = [
            (
                each.name,
                f"{each.partner.imports:f}",
                f"{each.partner.exports:f}",
                percent(each.rate, 1),
                percent(each.halved),
                percent(Fraction(each.partner.shown)),
                percent(Fraction(each.partner.announced)),
                tr("yes") if each.agrees else tr("no"),
            )
            for each in self.lines
        ]
        title = tr(
            "Japan: {halved} by the formula, {announced} announced",
            halved=percent(japan.halved),
            announced=percent(Fraction(japan.partner.announced)),
        )
        is_ja = language() == "ja"
        source = tr(
            "Trade: {census}. Rates: {chart}. Formula: method note of the US Trade Representative, "
            "April 2025.",
            census=self._formula.census_ja if is_ja else self._formula.census,
            chart=self._formula.chart_ja if is_ja else self._formula.chart,
        )
        self.frame.show_chart(
            ChartWords(title, tr("Rate of the duty in %"), summary, source, "reciprocal formula"),
            titles,
            rows,
            frozenset(range(1, 7)),
        )
