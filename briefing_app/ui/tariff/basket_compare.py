"""Up to three further columns beside the rows as entered: another day, another country, a scenario."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QPushButton, QToolButton, QVBoxLayout, QWidget

from briefing_app.app.i18n import tr
from briefing_app.app.session import Session
from briefing_app.domain.records import Scenario
from briefing_app.errors import BriefingError
from briefing_app.tariff.moment import parse_day
from briefing_app.ui.record_titles import shown_title
from briefing_app.ui.tariff.basket_results import MOST_COLUMNS, ColumnSpec
from briefing_app.ui.tariff.row_faults import fault_said
from briefing_app.ui.tariff.words import COUNTRIES, country, day_text
from briefing_app.ui.theme import theme
from briefing_app.ui.widgets.form import LineEdit
from briefing_app.ui.widgets.labels import label, restyle


@dataclass
class _Line:
    """The fields of one column."""

    box: QWidget
    day: LineEdit
    origin: QComboBox
    scenario: QComboBox


class ColumnEditor(QWidget):
    """``changed`` is sent when a column is another one. A day that cannot be read is said below."""

    changed = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.lines: list[_Line] = []
        self.add = QPushButton(tr("Compare with another day, country or scenario"))
        self.add.setProperty("kind", "link")
        theme().show_icon(self.add, "add", "accent")
        self.add.clicked.connect(lambda _checked=False: self.add_line())
        self.error = label("", "error", wrap=True)
        self.error.hide()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme().px(4))
        self._column.addWidget(self.add, 0, Qt.AlignmentFlag.AlignLeft)
        self._column.addWidget(self.error)

    def add_line(self, day: str = "", origin: str = "", scenario: str = "") -> None:
        """Add a column; with nothing given the cursor goes to its day."""
        if len(self.lines) >= MOST_COLUMNS - 1:
            return
        box = QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme().px(6))
        line = _Line(box, LineEdit(day, tr("day as entered")), QComboBox(), QComboBox())
        line.day.setAccessibleName(tr("Day"))
        line.day.setMaximumWidth(theme().px(170))
        line.origin.addItem(tr("country as entered"), "")
        for code, _name in COUNTRIES:
            line.origin.addItem(country(code), code)
        line.origin.setAccessibleName(tr("Country of origin"))
        line.scenario.addItem(tr("the law as it is"), "")
        for record in self._session.workspace.records("scenario"):
            if isinstance(record, Scenario):
                line.scenario.addItem(shown_title(self._session, record.title) or record.id, record.id)
        line.scenario.setAccessibleName(tr("Scenario"))
        line.origin.setCurrentIndex(max(0, line.origin.findData(origin)))
        line.scenario.setCurrentIndex(max(0, line.scenario.findData(scenario)))
        remove = QToolButton()
        remove.setToolTip(tr("Take this column away"))
        remove.setAccessibleName(tr("Take this column away"))
        theme().show_icon(remove, "remove")
        for part in (line.day, line.origin, line.scenario, remove):
            row.addWidget(part)
        row.addStretch(1)
        self.lines.append(line)
        self._column.insertWidget(len(self.lines) - 1, box)
        line.day.editingFinished.connect(self.changed)
        line.origin.activated.connect(lambda _place: self.changed.emit())
        line.scenario.activated.connect(lambda _place: self.changed.emit())
        remove.clicked.connect(lambda: self._remove(line))
        self.add.setVisible(len(self.lines) < MOST_COLUMNS - 1)
        if day or origin or scenario:
            self.changed.emit()
        else:
            line.day.setFocus(Qt.FocusReason.OtherFocusReason)

    def _remove(self, line: _Line) -> None:
        self.lines.remove(line)
        line.box.hide()
        line.box.deleteLater()
        self.add.show()
        self.changed.emit()

    def specs(self) -> Sequence[ColumnSpec]:
        """The columns, the rows as entered first; one that says nothing is none."""
        found = [ColumnSpec(tr("as entered"))]
        faults = []
        for line in self.lines:
            day: date | None = None
            text = line.day.text().strip()
            restyle(line.day, state="")
            if text:
                try:
                    day = parse_day(text)
                except BriefingError as error:
                    faults.append(fault_said(str(error)))
                    restyle(line.day, state="error")
                    continue
            made = self._spec(line, day)
            if made is not None:
                found.append(made)
        self.error.setText(" ".join(faults))
        self.error.setVisible(bool(faults))
        return found

    def _spec(self, line: _Line, day: date | None) -> ColumnSpec | None:
        origin, chosen = str(line.origin.currentData() or ""), str(line.scenario.currentData() or "")
        scenario = self._session.workspace.find("scenario", chosen) if chosen else None
        edits = scenario.edits if isinstance(scenario, Scenario) else ()
        names = [day_text(day)] if day else []
        names += [country(origin)] if origin else []
        names += [line.scenario.currentText()] if edits else []
        return ColumnSpec(", ".join(names), day, origin, edits) if names else None
