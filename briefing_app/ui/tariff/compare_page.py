"""The same good from several countries on up to three days: who pays what, and how far apart they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QScrollArea, QWidget

from briefing_app.app.error_words import told
from briefing_app.app.i18n import language, tr
from briefing_app.app.session import Session
from briefing_app.domain.fuzzydate import DateError, parse
from briefing_app.domain.typed_dates import understand
from briefing_app.errors import BriefingError
from briefing_app.tariff.assess import assess
from briefing_app.tariff.currency import rate_words_of, split
from briefing_app.tariff.entry import Entry
from briefing_app.tariff.law import Law
from briefing_app.ui.tariff.answer_words import checked_words
from briefing_app.ui.tariff.chart_frame import ChartFrame, ChartWords
from briefing_app.ui.tariff.compare_bars import Bars, Compared
from briefing_app.ui.tariff.portions import Portions
from briefing_app.ui.tariff.scrolled import column_in
from briefing_app.ui.tariff.typed_lists import origin_fault, origin_typed, parts
from briefing_app.ui.tariff.words import (
    EU,
    EU_MEMBER,
    Authority,
    authority_named,
    country,
    day_text,
    in_order,
    listed,
    money,
    percent,
    points,
    reason_words,
)
from briefing_app.ui.theme import theme
from briefing_app.ui.widgets.copied_tables import copy_table
from briefing_app.ui.widgets.form import Field, LineEdit
from briefing_app.ui.widgets.labels import label
from briefing_app.ui.widgets.table import TableView
from briefing_app.ui.widgets.table_model import Column, TableModel

ORIGINS = ("JP", EU, "KR", "GB", "CN", "CA", "MX", "VN")
KEY_DAYS = (date(2025, 1, 1), date(2025, 6, 1))


def compared(entry: Entry, law: Law, origins: Sequence[str], days: Sequence[date]) -> tuple[Compared, ...]:
    """The answers, day by day, in the order of the origins. Claims of an agreement stay with their origin."""
    claims = {"usjta_claim", "korus_claim", "usmca_claim"}
    rows = []
    for day in days:
        first: Fraction | None = None
        for number, origin in enumerate(origins):
            facts = {name: value for name, value in entry.facts.items() if name not in claims}
            kept = entry.facts if origin == entry.origin else facts
            asked = EU_MEMBER if origin == EU else origin
            answer = assess(replace(entry, origin=asked, day=day, facts=kept), law)
            rate = answer.effective_rate
            if number == 0:
                first = rate
            gap = rate - first if rate is not None and first is not None else None
            sums: dict[Authority, Fraction] = {}
            for each in answer.components if rate is not None else ():
                authority = authority_named(law, each.measure)
                share = Fraction(each.duty_cents, entry.value_cents)
                sums[authority] = sums.get(authority, Fraction(0)) + share
            parts = tuple((each, sums[each]) for each in in_order(sums))
            rows.append(Compared(origin, day, answer, parts, gap))
    return tuple(rows)


def union_words() -> str:
    """What is taken for the Union: an entry has one country of origin."""
    return tr(
        "Assumed for the European Union: goods of {country}; the law data treat all 27 members alike.",
        country=tr("Germany"),
    )


def spread_words(rows: Sequence[Compared]) -> str:
    """The finding in a sentence, for the last day compared."""
    if not rows:
        return ""
    last = max(each.day for each in rows)
    known = [each for each in rows if each.day == last and each.rate is not None]
    home = next((each for each in known if each.gap == 0), None)
    if not known or home is None or home.rate is None:
        return tr("There is no figure for the first country on that day.")
    lower = [country(each.origin) for each in known if each.rate is not None and each.rate < home.rate]
    higher = [country(each.origin) for each in known if each.rate is not None and each.rate > home.rate]
    parts = [
        tr(
            "On {day} {country} pays {rate}",
            day=day_text(last), country=country(home.origin), rate=percent(home.rate),
        )
    ]  # fmt: skip
    parts.append(
        tr("paying less: {countries}", countries=listed(lower)) if lower else tr("nobody here pays less")
    )
    if higher:
        parts.append(tr("paying more: {countries}", countries=listed(higher)))
    unknown = [country(each.origin) for each in rows if each.day == last and each.rate is None]
    if unknown:
        parts.append(tr("no figure for {countries}", countries=listed(unknown)))
    return tr("{sentence}.", sentence=tr("; ").join(parts))


class ComparePage(QScrollArea):
    """``asked`` carries the texts of a row that shall be looked at on the Ask page."""

    asked = Signal(object)

    def __init__(self, session: Session, parent: QWidget | None = None, *, in_portions: bool = False) -> None:
        super().__init__(parent)
        self._session = session
        self._law: Law | None = None
        self._entry: Entry | None = None
        self._money: dict[str, str] = {}
        self._rows: tuple[Compared, ...] = ()
        self.head = label(tr("Ask for a good first; it is then compared here."), "section", wrap=True)
        self.origins = LineEdit(", ".join(ORIGINS))
        self.days = LineEdit("; ".join(map(day_text, KEY_DAYS)))
        self._origins_field = Field(
            tr("Countries (two letters each, EU for the Union); the first is compared with"), self.origins
        )
        self._days_field = Field(tr("Further days, separated by semicolons"), self.days)
        self.taken = label("", "hint", wrap=True)
        self.taken.hide()
        self.bars = Bars()
        self.frame = ChartFrame(session, self.bars)
        self.finding = self.frame.summary
        self.model: TableModel[Compared] = TableModel(_columns(), lambda row: (row.origin, row.day))
        self.table = TableView(self.model)
        self.table.row_opened.connect(self._open)
        self.copy = QPushButton(tr("Copy as table"))
        self.copy.clicked.connect(self.copy_rows)
        self._arrange()
        self.portions = Portions(in_portions=in_portions)
        self.origins.editingFinished.connect(self.refresh)
        self.days.editingFinished.connect(self.refresh)

    def _arrange(self) -> None:
        column = column_in(self, (24, 16, 24, 16), 12)
        fields = QHBoxLayout()
        fields.setSpacing(theme().px(16))
        fields.addWidget(self._origins_field, 1, Qt.AlignmentFlag.AlignTop)
        fields.addWidget(self._days_field, 1, Qt.AlignmentFlag.AlignTop)
        row = QHBoxLayout()
        row.addWidget(self.copy)
        row.addStretch(1)
        column.addWidget(self.head)
        column.addLayout(fields)
        column.addWidget(self.taken)
        column.addWidget(self.frame)
        column.addWidget(self.table, 1)
        column.addLayout(row)

    def set_law(self, law: Law) -> None:
        """The law that answers."""
        self._law = law

    def _show_taken(self, origins: Sequence[str]) -> None:
        """Say what stands for the Union, where it is compared, and at which rate the value became dollars."""
        words = [union_words()] if EU in origins else []
        if rate := rate_words_of(self._money, language()):
            words.append(rate)
        self.taken.setText(" ".join(words))
        self.taken.setVisible(bool(words))

    def show_texts(self, texts: Mapping[str, str]) -> None:
        """Compare the entry of these texts; what its dollars were converted from stays with it."""
        if self._law is not None and texts:
            asked, self._money = split(texts)
            self._entry = self._law.parse(asked)
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
            self.head.setText(
                tr(
                    "{code}, {value}, by country of origin",
                    code=entry.code, value=money(entry.value_cents),
                )
            )  # fmt: skip
            self._show_taken(origins)
            self._show_bars([each for each in rows if each.day == entry.day])

        self._session.jobs.run(lambda: compared(entry, law, origins, days), done, owner=self)

    def _show_bars(self, rows: list[Compared]) -> None:
        """The bars of the day that was asked about, with their words and rows."""
        self.bars.show_rows(rows)
        known = [each for each in rows if each.rate is not None]
        low = min(known, key=lambda each: each.rate or 0, default=None)
        high = max(known, key=lambda each: each.rate or 0, default=None)
        title = tr("No figure for any country")
        if low is not None and high is not None:
            title = tr("{rate} from every country with a figure", rate=percent(low.rate))
        if low is not None and high is not None and low.rate != high.rate:
            title = tr(
                "From {low} ({first}) to {high} ({last})",
                low=percent(low.rate), first=country(low.origin),
                high=percent(high.rate), last=country(high.origin),
            )  # fmt: skip
        checked = checked_words(rows[0].answer) if rows else ""
        words = ChartWords(
            title,
            tr("Effective rate, % of the customs value, by authority and country of origin"),
            spread_words(rows),
            " ".join(
                each
                for each in (
                    tr("Source: Briefing Desk from the law cited with each duty."),
                    checked,
                    self.taken.text(),
                )
                if each
            ),
            "countries",
        )
        columns = [column for column in self.model.columns if column.title]
        cells = [[column.text(row) for column in columns] for row in rows]
        self.frame.show_chart(words, [column.title for column in columns], cells, frozenset({2, 3, 4}))

    def _read(self, law: Law, entry: Entry) -> tuple[list[str], list[date]]:
        self._origins_field.set_error("")
        self._days_field.set_error("")
        try:
            typed = [origin_typed(part) for part in parts(self.origins.text())]
        except BriefingError as error:
            self._origins_field.set_error(origin_fault(error))
            return [], []
        first = [] if entry.origin in typed else [entry.origin]
        origins = list(dict.fromkeys([*first, *typed]))
        days = [entry.day]
        for text in parts(self.days.text(), ";；、"):
            try:
                found = parse(understand(text, on=self._session.day).edtf)
            except DateError as error:
                self._days_field.set_error(told(error))
                return [], []
            if not found.is_day or found.first is None:
                words = tr("“{text}” is not one day: say the day, the month and the year.", text=text)
                self._days_field.set_error(words)
                return [], []
            if found.first not in days:
                days.append(found.first)
        return origins, sorted(days)

    def copy_rows(self) -> None:
        """Put the table on the clipboard."""
        titles = tuple(column.title for column in self.model.columns)
        lines = [tuple(column.text(row) for column in self.model.columns) for row in self.model.shown()]
        words = " ".join(each for each in (self.finding.text(), self.taken.text()) if each)
        copy_table([titles, *lines], words)

    def _open(self, key: object) -> None:
        row = next((each for each in self._rows if (each.origin, each.day) == key), None)
        if row is not None:
            self.asked.emit(row.answer.entry.query() | self._money)


def _columns() -> tuple[Column[Compared], ...]:
    def rungs(row: Compared) -> str:
        return ", ".join(f"{authority.name} {percent(share)}" for authority, share in row.parts)

    def why(row: Compared) -> str:
        return reason_words(row.answer) or rungs(row)

    return (
        Column(tr("Entered on"), lambda row: day_text(row.day), sort=lambda row: row.day, width=15),
        Column(tr("Country of origin"), lambda row: country(row.origin), width=15),
        Column(
            tr("Effective rate"), lambda row: row.rate_words, sort=lambda row: row.rate or Fraction(-1),
            align="right", width=13,
        ),
        Column(
            tr("Duty"),
            lambda row: money(row.answer.total_cents),
            sort=lambda row: row.answer.total_cents if row.answer.total_cents is not None else -1,
            align="right",
            width=12,
        ),
        Column(
            tr("Against the first"), lambda row: points(row.gap) if row.gap else "", align="right", width=15,
            sort=lambda row: row.gap if row.gap is not None else Fraction(-99),
        ),
        Column(tr("Of which, or why not"), why, width=0, tip=why),
    )  # fmt: skip
