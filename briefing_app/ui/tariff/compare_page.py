"""The same good from several countries on up to three days: who pays what, and how far apart they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from briefing_app.app.session import Session
from briefing_app.domain.date_words import day_words
from briefing_app.domain.fuzzydate import DateError, parse
from briefing_app.domain.typed_dates import understand
from briefing_app.errors import BriefingError
from briefing_app.tariff.answer import Assessment
from briefing_app.tariff.assess import assess
from briefing_app.tariff.entry import Entry
from briefing_app.tariff.law import Law
from briefing_app.ui.tariff.copying import copy_table
from briefing_app.ui.tariff.words import Authority, authority_named, country, money, percent, points
from briefing_app.ui.theme import on_change, theme
from briefing_app.ui.widgets.form import Field, LineEdit
from briefing_app.ui.widgets.labels import label
from briefing_app.ui.widgets.table import TableView
from briefing_app.ui.widgets.table_model import Column, TableModel

ORIGINS = ("JP", "DE", "KR", "GB", "CN", "CA", "MX", "VN")
KEY_DAYS = ("1 January 2025", "1 June 2025")


@dataclass(frozen=True)
class Compared:
    """One origin on one day. ``gap`` is the distance to the first origin on that day."""

    origin: str
    day: date
    answer: Assessment
    parts: tuple[tuple[Authority, Fraction], ...]
    gap: Fraction | None

    @property
    def rate(self) -> Fraction | None:
        """The effective rate; None where there is no figure."""
        return self.answer.effective_rate


def compared(entry: Entry, law: Law, origins: Sequence[str], days: Sequence[date]) -> tuple[Compared, ...]:
    """The answers, day by day, in the order of the origins. Claims of an agreement stay with their origin."""
    claims = {"usjta_claim", "korus_claim", "usmca_claim"}
    rows = []
    for day in days:
        first: Fraction | None = None
        for number, origin in enumerate(origins):
            facts = {name: value for name, value in entry.facts.items() if name not in claims}
            kept = entry.facts if origin == entry.origin else facts
            answer = assess(replace(entry, origin=origin, day=day, facts=kept), law)
            rate = answer.effective_rate
            if number == 0:
                first = rate
            gap = rate - first if rate is not None and first is not None else None
            sums: dict[Authority, Fraction] = {}
            for each in answer.components if rate is not None else ():
                authority = authority_named(law, each.measure)
                share = Fraction(each.duty_cents, entry.value_cents)
                sums[authority] = sums.get(authority, Fraction(0)) + share
            parts = tuple(sorted(sums.items(), key=lambda pair: (pair[0].place != 7, pair[0].place)))
            rows.append(Compared(origin, day, answer, parts, gap))
    return tuple(rows)


def spread_words(rows: Sequence[Compared]) -> str:
    """The finding in a sentence, for the last day compared."""
    if not rows:
        return ""
    last = max(each.day for each in rows)
    known = [each for each in rows if each.day == last and each.rate is not None]
    home = next((each for each in known if each.gap == 0), None)
    if not known or home is None or home.rate is None:
        return "There is no figure for the first country on that day."
    lower = [country(each.origin) for each in known if each.rate is not None and each.rate < home.rate]
    higher = [country(each.origin) for each in known if each.rate is not None and each.rate > home.rate]
    parts = [f"On {day_words(last)} {country(home.origin)} pays {percent(home.rate)}"]
    parts.append(f"less pay {', '.join(lower)}" if lower else "nobody here pays less")
    if higher:
        parts.append(f"more pay {', '.join(higher)}")
    return "; ".join(parts) + "."


class Bars(QWidget):
    """One bar per origin on the last day, stacked by authority, with its rate beside it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: list[Compared] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        on_change(self, self.update)

    def show_rows(self, rows: Sequence[Compared]) -> None:
        """Show the answers of one day."""
        self._rows = list(rows)
        self.setAccessibleName(spread_words(rows))
        self.updateGeometry()
        self.setFixedHeight(self.sizeHint().height())
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme().px(500), theme().px(30) * max(1, len(self._rows)) + theme().px(8))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        look = theme()
        painter.setFont(look.font("table"))
        metrics = QFontMetricsF(painter.font())
        left = look.px(150)
        right = self.width() - look.px(190)
        top_rate = max((each.rate for each in self._rows if each.rate is not None), default=Fraction(1)) or 1
        for number, row in enumerate(self._rows):
            y = look.px(30) * number + look.px(6)
            tall = look.px(18)
            middle = y + tall / 2 + (metrics.ascent() - metrics.descent()) / 2
            painter.setPen(look.colour("ink"))
            painter.drawText(0, round(middle), country(row.origin))
            x = float(left)
            for authority, share in row.parts:
                wide = float(share / top_rate) * (right - left)
                painter.fillRect(QRectF(x, y, wide, tall), authority.colour())
                painter.fillRect(QRectF(x + wide - 1, y, 1, tall), look.colour("surface"))
                x += wide
            words = percent(row.rate) if row.rate is not None else row.answer.status.replace("_", " ")
            gap = f"   {points(row.gap)}" if row.gap else ""
            painter.drawText(round(x) + look.px(8), round(middle), words)
            painter.setPen(look.colour("ink_2"))
            painter.drawText(
                round(x) + look.px(8) + round(metrics.horizontalAdvance(words)), round(middle), gap
            )


class ComparePage(QScrollArea):
    """``asked`` carries the texts of a row that shall be looked at on the Ask page."""

    asked = Signal(object)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._law: Law | None = None
        self._entry: Entry | None = None
        self._rows: tuple[Compared, ...] = ()
        self.setWidgetResizable(True)
        self.head = label("Ask for a good first; it is then compared here.", "section", wrap=True)
        self.finding = label("", wrap=True)
        self.origins = LineEdit(", ".join(ORIGINS))
        self.days = LineEdit("; ".join(KEY_DAYS))
        self._origins_field = Field("Countries (two letters each); the first is compared with", self.origins)
        self._days_field = Field("Further days, separated by semicolons", self.days)
        self.bars = Bars()
        self.model: TableModel[Compared] = TableModel(_columns(), lambda row: (row.origin, row.day))
        self.table = TableView(self.model)
        self.table.row_opened.connect(self._open)
        self.copy = QPushButton("Copy as table")
        self.copy.clicked.connect(self.copy_rows)
        self._arrange()
        self.origins.editingFinished.connect(self.refresh)
        self.days.editingFinished.connect(self.refresh)

    def _arrange(self) -> None:
        body = QWidget()
        body.setProperty("panel", "surface")
        column = QVBoxLayout(body)
        column.setContentsMargins(theme().px(24), theme().px(16), theme().px(24), theme().px(16))
        column.setSpacing(theme().px(12))
        fields = QHBoxLayout()
        fields.setSpacing(theme().px(16))
        fields.addWidget(self._origins_field, 1, Qt.AlignmentFlag.AlignTop)
        fields.addWidget(self._days_field, 1, Qt.AlignmentFlag.AlignTop)
        row = QHBoxLayout()
        row.addWidget(self.copy)
        row.addStretch(1)
        for part in (self.head, self.finding):
            column.addWidget(part)
        column.addLayout(fields)
        column.addWidget(self.bars)
        column.addWidget(self.table, 1)
        column.addLayout(row)
        self.setWidget(body)

    def set_law(self, law: Law) -> None:
        """The law that answers."""
        self._law = law

    def show_texts(self, texts: Mapping[str, str]) -> None:
        """Compare the entry of these texts."""
        if self._law is not None and texts:
            self._entry = self._law.parse(texts)
            self.refresh()

    @property
    def rows(self) -> tuple[Compared, ...]:
        """The answers shown."""
        return self._rows

    def refresh(self) -> None:
        """Work the comparison out anew."""
        law, entry = self._law, self._entry
        if law is None or entry is None:
            return
        origins, days = self._read(law, entry)
        if not origins or not days:
            return

        def done(rows: tuple[Compared, ...]) -> None:
            self._rows = rows
            self.model.set_rows(rows)
            last = entry.day
            self.bars.show_rows([each for each in rows if each.day == last])
            self.finding.setText(spread_words([each for each in rows if each.day == last]))
            self.head.setText(f"{entry.code}, {money(entry.value_cents)}, by country of origin")

        self._session.jobs.run(lambda: compared(entry, law, origins, days), done, owner=self)

    def _read(self, law: Law, entry: Entry) -> tuple[list[str], list[date]]:
        self._origins_field.set_error("")
        self._days_field.set_error("")
        origins = [part.strip().upper() for part in self.origins.text().split(",") if part.strip()]
        if entry.origin not in origins:
            origins.insert(0, entry.origin)
        days = [entry.day]
        for code in origins:
            try:
                law.parse({**entry.query(), "origin": code})
            except BriefingError as error:
                self._origins_field.set_error(str(error))
                return [], []
        for text in self.days.text().split(";"):
            if not text.strip():
                continue
            try:
                found = parse(understand(text.strip(), on=self._session.day).edtf)
            except DateError as error:
                self._days_field.set_error(str(error))
                return [], []
            if found.is_day and found.first is not None and found.first not in days:
                days.append(found.first)
        return origins, sorted(days)

    def copy_rows(self) -> None:
        """Put the table on the clipboard."""
        titles = tuple(column.title for column in self.model.columns)
        lines = [tuple(column.text(row) for column in self.model.columns) for row in self.model.shown()]
        copy_table([titles, *lines], self.finding.text())

    def _open(self, key: object) -> None:
        row = next((each for each in self._rows if (each.origin, each.day) == key), None)
        if row is not None:
            self.asked.emit(row.answer.entry.query())


def _columns() -> tuple[Column[Compared], ...]:
    def rungs(row: Compared) -> str:
        return ", ".join(f"{authority.name} {percent(share)}" for authority, share in row.parts)

    def rate(row: Compared) -> str:
        return percent(row.rate) if row.rate is not None else row.answer.status.replace("_", " ")

    return (
        Column("Entered on", lambda row: day_words(row.day), sort=lambda row: row.day, width=14),
        Column("From", lambda row: country(row.origin), width=14),
        Column("Effective rate", rate, sort=lambda row: row.rate or Fraction(-1), align="right", width=12),
        Column(
            "Duty",
            lambda row: money(row.answer.total_cents),
            sort=lambda row: row.answer.total_cents if row.answer.total_cents is not None else -1,
            align="right",
            width=11,
        ),
        Column(
            "Against the first", lambda row: points(row.gap) if row.gap else "", align="right", width=14,
            sort=lambda row: row.gap if row.gap is not None else Fraction(-99),
        ),
        Column("Of which", rungs, width=0, tip=lambda row: row.answer.reason or rungs(row)),
    )  # fmt: skip
