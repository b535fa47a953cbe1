"""Single measures as levers: a table of what the basket pays now, with a cell for each package."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QAbstractItemView, QVBoxLayout, QWidget

from briefing_app.app.error_words import told
from briefing_app.app.i18n import tr
from briefing_app.domain.records import Scenario
from briefing_app.errors import BriefingError
from briefing_app.tariff.law import Law
from briefing_app.ui.tariff.deal_words import measure_named
from briefing_app.ui.tariff.deals import Column, applying, cell_text, with_cell
from briefing_app.ui.tariff.titled_model import TitledModel, fit_head
from briefing_app.ui.tariff.words import authority_named, percent
from briefing_app.ui.theme import ROW_HEIGHT, theme
from briefing_app.ui.widgets.labels import label, restyle
from briefing_app.ui.widgets.table import TableView
from briefing_app.ui.widgets.table_model import Column as TableColumn

MOST = 4


class Levers(QWidget):
    """``typed`` carries a package as it shall be. What was wrong with a text stands in place of the hint, so
    that nothing moves while somebody types.
    """

    typed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._law: Law | None = None
        self._packages: tuple[Scenario, ...] = ()
        self.hint = label("", "hint", wrap=True)
        self._say("")
        self.model: TitledModel[str] = TitledModel(self._columns(), lambda measure: measure)
        self.table = TableView(self.model)
        triggers = QAbstractItemView.EditTrigger
        self.table.setEditTriggers(triggers.EditKeyPressed | triggers.DoubleClicked | triggers.AnyKeyPressed)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.hint)
        column.addWidget(self.table)

    def show_levers(self, law: Law, columns: Sequence[Column], packages: tuple[Scenario, ...]) -> None:
        """Show the measures that the basket pays or a package edits."""
        self._law, self._packages = law, packages
        self._say("")
        now = columns[0].bill
        names = {each.key: each.title for each in columns}
        used = [edit.measure for each in packages for edit in each.edits]
        paid = applying(now, law) if now else ()
        levers = list(dict.fromkeys([*paid, *(key for key in used if key in law.measures)]))
        self.model.set_titles(
            {2 + place: names.get(each.id, each.title) for place, each in enumerate(packages)}
        )
        for place in range(MOST):
            self.table.setColumnHidden(2 + place, place >= len(packages))
        self.model.set_rows(levers)
        height = fit_head(self.table)
        self.table.setFixedHeight(height + theme().px(ROW_HEIGHT) * max(1, len(levers)) + theme().px(6))

    def type_cell(self, place: int, measure: str, text: str) -> None:
        """Take what was typed into a package."""
        if place >= len(self._packages):
            return
        self._say("")
        try:
            new = with_cell(self._packages[place], measure, text)
        except BriefingError as error:
            self._say(told(error))
            return
        if new != self._packages[place]:
            self.typed.emit(new)

    def _say(self, fault: str) -> None:
        words = tr("Type a rate (12.5%) or “off” into a package; empty leaves the law as it is.")
        self.hint.setText(fault or words)
        restyle(self.hint, role="error" if fault else "hint")

    @property
    def error(self) -> str:
        """What was wrong with the text typed last, or ""."""
        return self.hint.text() if self.hint.property("role") == "error" else ""

    def _columns(self) -> tuple[TableColumn[str], ...]:
        def title(measure: str) -> str:
            return measure_named(self._law, measure) if self._law else measure

        def now(measure: str) -> str:
            found = self._law.measures[measure].rate if self._law else None
            return percent(Fraction(found)) if found is not None else ""

        def authority(measure: str) -> str:
            return authority_named(self._law, measure).name if self._law else ""

        def cell(place: int) -> TableColumn[str]:
            return TableColumn(
                "",
                lambda measure: (
                    cell_text(self._packages[place], measure) if place < len(self._packages) else ""
                ),
                align="right",
                width=18,
                edit=lambda measure, typed: self.type_cell(place, measure, typed),
            )

        return (
            TableColumn(tr("Measure"), title, width=0, tip=authority),
            TableColumn(tr("Law as it is"), now, align="right", width=12),
            *(cell(place) for place in range(MOST)),
        )
