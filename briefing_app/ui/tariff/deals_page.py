"""The Deals page: up to four packages beside the law as it is, over the basket, with their trade effect."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal, InvalidOperation
from fractions import Fraction

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from briefing_app.app.session import Session
from briefing_app.domain.change import ChangeSet, added, removed, replaced
from briefing_app.domain.date_words import day_words
from briefing_app.domain.ids import new_id
from briefing_app.domain.records import BasketRow, Scenario
from briefing_app.errors import BriefingError
from briefing_app.tariff.law import Law
from briefing_app.ui.tariff.basket_page import StackBar
from briefing_app.ui.tariff.basket_rows import Priced, Sum, add_up
from briefing_app.ui.tariff.deals import (
    Beliefs,
    Effect,
    Package,
    applying,
    break_even,
    cell_text,
    effect,
    evaluate,
    with_cell,
)
from briefing_app.ui.tariff.ladder import copy_table
from briefing_app.ui.tariff.words import authority_named, money, percent, points
from briefing_app.ui.theme import theme
from briefing_app.ui.widgets.form import Field, LineEdit
from briefing_app.ui.widgets.labels import SectionHeader, label
from briefing_app.ui.widgets.table import TableView
from briefing_app.ui.widgets.table_model import Column, TableModel

MOST = 4
STATUS_QUO = "Law as it is"


class DealsPage(QScrollArea):
    """Works on rows given by the tab: the basket shown, or the one entry asked about."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._law: Law | None = None
        self._rows: tuple[BasketRow, ...] = ()
        self._name = ""
        self._now: Sum | None = None
        self._running = 0
        self.packages: tuple[Package, ...] = ()
        self.effects: tuple[Effect | None, ...] = ()
        self.head = label("", "section", wrap=True)
        self.bars = StackBar()
        self.words = label("", wrap=True)
        self.new_button = QPushButton("New package")
        self.new_button.setProperty("kind", "primary")
        self.copy_button = QPushButton("Copy as table")
        self.remove_button = QPushButton("Remove last package")
        self.error = label("", "error", wrap=True)
        self.model: TableModel[str] = TableModel(self._columns(), lambda measure: measure)
        self.table = TableView(self.model)
        self.others = LineEdit(placeholder="not given")
        self.substitution = LineEdit("4")
        self.demand = LineEdit("-1")
        self.trade = label("", wrap=True)
        self._arrange()
        self._connect()

    def _arrange(self) -> None:
        body = QWidget()
        body.setProperty("panel", "surface")
        column = QVBoxLayout(body)
        column.setContentsMargins(theme().px(24), theme().px(16), theme().px(24), theme().px(16))
        column.setSpacing(theme().px(10))
        buttons = QHBoxLayout()
        buttons.addWidget(self.new_button)
        buttons.addWidget(self.remove_button)
        buttons.addWidget(self.copy_button)
        buttons.addStretch(1)
        beliefs = QHBoxLayout()
        beliefs.setSpacing(theme().px(16))
        self._fields = {
            "others": Field("Imports of these goods from elsewhere", self.others, unit="USD"),
            "substitution": Field("Elasticity of substitution", self.substitution, "assumed; 4 is common"),
            "demand": Field("Elasticity of demand", self.demand, "assumed; below zero"),
        }
        for field in self._fields.values():
            beliefs.addWidget(field, 1, Qt.AlignmentFlag.AlignTop)
        hint = label("Type a rate (12.5%) or “off” into a package; empty leaves the law as it is.", "hint")
        parts = (self.head, self.bars, self.words, SectionHeader("What each package changes"), hint)
        for part in parts:
            column.addWidget(part)
        column.addWidget(self.table)
        column.addWidget(self.error)
        column.addLayout(buttons)
        column.addWidget(SectionHeader("Effect on trade"))
        column.addLayout(beliefs)
        column.addWidget(self.trade)
        column.addStretch(1)
        self.setWidgetResizable(True)
        self.setWidget(body)

    def _connect(self) -> None:
        triggers = QAbstractItemView.EditTrigger
        self.table.setEditTriggers(triggers.EditKeyPressed | triggers.DoubleClicked | triggers.AnyKeyPressed)
        self.new_button.clicked.connect(self.add_package)
        self.remove_button.clicked.connect(self.remove_last)
        self.copy_button.clicked.connect(self.copy_rows)
        for line in (self.others, self.substitution, self.demand):
            line.editingFinished.connect(self.refresh)
        self._session.changed.connect(self._on_changed)

    # --- what is compared ----------------------------------------------------------------------------

    def set_law(self, law: Law) -> None:
        """The law that the packages edit."""
        self._law = law
        self.refresh()

    def show_rows(self, rows: tuple[BasketRow, ...], name: str) -> None:
        """Compare packages over these rows."""
        self._rows, self._name = rows, name
        self.refresh()

    def scenarios(self) -> list[Scenario]:
        """The packages: the first scenarios of the workspace."""
        found = [each for each in self._session.workspace.records("scenario") if isinstance(each, Scenario)]
        return found[:MOST]

    def add_package(self) -> None:
        """Make a further package, empty."""
        number = len(self.scenarios())
        if number >= MOST:
            self.error.setText("Four packages are the most that one page compares well.")
            return
        made = Scenario(id=new_id("scenario"), edits=(), title=f"Package {'ABCD'[number]}")
        self._apply(added(made, "Add package"))

    def remove_last(self) -> None:
        """Take the last package away; undo brings it back."""
        found = self.scenarios()
        if found:
            self._apply(removed(found[-1], f"Remove {found[-1].title}"))

    def rename(self, place: int, title: str) -> None:
        """Give a package another name."""
        scenario = self.scenarios()[place]
        if title.strip():
            self._apply(replaced(scenario, replace(scenario, title=title.strip()), "Rename package"))

    def type_cell(self, place: int, measure: str, text: str) -> None:
        """Take what was typed into a package. Raises UsageError when it is no rate."""
        scenarios = self.scenarios()
        if place >= len(scenarios):
            return
        scenario = scenarios[place]
        self.error.setText("")
        try:
            new = with_cell(scenario, measure, text)
        except BriefingError as error:
            self.error.setText(str(error))
            return
        if new != scenario:
            self._apply(replaced(scenario, new, f"Edit {scenario.title}"))

    def _apply(self, change_set: ChangeSet) -> None:
        try:
            self._session.apply(change_set)
        except BriefingError as error:
            self._session.report(error)

    def _on_changed(self, change_set: ChangeSet) -> None:
        if change_set.touches("scenario"):
            self.refresh()

    # --- working it out ------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Work everything out anew."""
        law, rows = self._law, self._rows
        day = self._session.day
        self.remove_button.setEnabled(bool(self.scenarios()))
        self.new_button.setEnabled(len(self.scenarios()) < MOST)
        if law is None or not rows:
            self.head.setText("Ask about a good or fill a basket first; packages are compared over it.")
            return
        beliefs = self._beliefs()
        scenarios = self.scenarios()
        self._running += 1
        run = self._running

        def work() -> tuple[tuple[Priced, ...], tuple[Package, ...], tuple[Effect | None, ...]]:
            now, packages = evaluate(rows, law, scenarios, day)
            if beliefs is None:
                return now, packages, ()
            before = add_up(now)
            effects = tuple(effect(before, each.sum, beliefs) if each.sum else None for each in packages)
            return now, packages, effects

        def done(found: tuple[tuple[Priced, ...], tuple[Package, ...], tuple[Effect | None, ...]]) -> None:
            if run == self._running:
                self._show(*found)

        self._session.jobs.run(work, done, owner=self)

    def _beliefs(self) -> Beliefs | None:
        values: dict[str, Decimal] = {}
        lines = {"others": self.others, "substitution": self.substitution, "demand": self.demand}
        for name, line in lines.items():
            self._fields[name].set_error("")
            text = line.text().replace(",", "").replace("$", "").strip()
            if not text and name == "others":
                return None
            try:
                values[name] = Decimal(text)
            except InvalidOperation:
                self._fields[name].set_error("Write a number.")
                return None
        if values["others"] <= 0 or values["demand"] >= 0 or values["substitution"] <= 0:
            wrong = (
                "others" if values["others"] <= 0 else "demand" if values["demand"] >= 0 else "substitution"
            )
            self._fields[wrong].set_error("Below zero." if wrong == "demand" else "Above zero.")
            return None
        return Beliefs(values["others"], values["substitution"], values["demand"])

    def _show(
        self, now: tuple[Priced, ...], packages: tuple[Package, ...], effects: tuple[Effect | None, ...]
    ) -> None:
        law = self._law
        assert law is not None
        self.packages, self.effects = packages, effects
        self._now = add_up(now)
        self.head.setText(f"{self._name}, entered on {day_words(self._session.day)}")
        known = [(each.scenario.title, each.sum) for each in packages if each.sum is not None]
        self.bars.show_sums([(STATUS_QUO, self._now), *known])
        self.words.setText("\n".join(self._sentence(each) for each in packages))
        used = [edit.measure for each in packages for edit in each.scenario.edits]
        levers = list(dict.fromkeys([*applying(now, law), *(key for key in used if key in law.measures)]))
        self.model.set_rows(levers)
        rows = max(1, len(levers)) * self.table.verticalHeader().defaultSectionSize()
        self.table.setFixedHeight(self.table.horizontalHeader().sizeHint().height() + rows + theme().px(6))
        for place in range(MOST):
            self.table.setColumnHidden(2 + place, place >= len(packages))
        self.model.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, 1 + MOST)
        self.trade.setText(self._trade_words())

    def _sentence(self, package: Package) -> str:
        if package.sum is None:
            return f"{package.scenario.title}: {package.error}"
        assert self._now is not None
        if package.sum.rate is None or self._now.rate is None:
            return f"{package.scenario.title}: no figure."
        change = package.sum.duty - self._now.duty
        if not change:
            return f"{package.scenario.title}: the same duty as now."
        sign = "less" if change < 0 else "more"
        even = break_even(self._now, package.sum)
        told = f" Sales must grow by {percent(even)} for the same receipts." if even and even > 0 else ""
        return (
            f"{package.scenario.title}: {percent(package.sum.rate)}, {money(abs(change))} {sign} duty "
            f"({points(package.sum.rate - self._now.rate)}).{told}"
        )

    def _trade_words(self) -> str:
        if not self.effects:
            return "Give the imports of the same goods from elsewhere to see how sales would react."
        lines = []
        for package, found in zip(self.packages, self.effects, strict=True):
            if found is None:
                lines.append(f"{package.scenario.title}: no figure.")
                continue
            line = (
                f"{package.scenario.title}: sales {_signed(found.exact)} (exact model; middle 80% of draws "
                f"{_signed(found.low)} to {_signed(found.high)}), textbook {_signed(found.textbook)}; "
                f"buyers' price index {_signed(found.price)}."
            )
            if found.differs:
                line += " The textbook model is more than a tenth off: the change is too large for it."
            lines.append(line)
        return "\n".join(lines)

    # --- the table -----------------------------------------------------------------------------------

    def _columns(self) -> tuple[Column[str], ...]:
        def title(measure: str) -> str:
            return self._law.measures[measure].title if self._law else measure

        def now(measure: str) -> str:
            found = self._law.measures[measure].rate if self._law else None
            return percent(Fraction(found)) if found is not None else ""

        def cell(place: int) -> Column[str]:
            def text(measure: str) -> str:
                found = self.scenarios()
                return cell_text(found[place], measure) if place < len(found) else ""

            return Column(
                f"Package {'ABCD'[place]}",
                text,
                align="right",
                width=11,
                edit=lambda measure, typed: self.type_cell(place, measure, typed),
            )

        def authority(measure: str) -> str:
            return authority_named(self._law, measure).name if self._law else ""

        return (
            Column("Measure", title, width=0, tip=authority),
            Column("Law as it is", now, align="right", width=12),
            *(cell(place) for place in range(MOST)),
        )

    def copy_rows(self) -> None:
        """Put the comparison on the clipboard."""
        shown = [0, 1, *(2 + place for place in range(len(self.packages)))]
        names = ["Measure", STATUS_QUO, *(each.scenario.title for each in self.packages)]
        lines = [tuple(names)]
        lines += [
            tuple(self.model.columns[column].text(row) for column in shown) for row in self.model.shown()
        ]
        sums = [self._now, *(each.sum for each in self.packages)]
        lines.append(("Effective rate", *(percent(each.rate) if each else "no figure" for each in sums)))
        lines.append(("Duty", *(money(each.duty) if each else "no figure" for each in sums)))
        copy_table(lines, self.words.text())


def _signed(change: float) -> str:
    """A change of a model as per cent with its sign: models are estimates, one decimal says enough."""
    return f"{change * 100:+.1f}%"
