"""The package that is edited: its name, its lines in words, and the form for one line."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from briefing_app.app.i18n import tr
from briefing_app.domain.records import Scenario, ScenarioEdit
from briefing_app.errors import BriefingError
from briefing_app.tariff.law import Law
from briefing_app.tariff.scenario_terms import DealLine, is_deal_line, line_of
from briefing_app.ui.tariff.deal_line_form import LineForm
from briefing_app.ui.tariff.deal_words import edit_said
from briefing_app.ui.theme import theme
from briefing_app.ui.widgets.form import LineEdit
from briefing_app.ui.widgets.labels import label


class PackageEditor(QFrame):
    """``changed`` carries the package as it shall be. ``closed`` when the user is done."""

    changed = Signal(object)
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("panel", "card")
        self._law: Law | None = None
        self._day = date(2025, 1, 1)
        self.package: Scenario | None = None
        self.name = LineEdit()
        self.name.setAccessibleName(tr("Name of the package"))
        self.name.setProperty("role", "title")
        self.done = QPushButton(tr("Done"))
        self.add = QPushButton(tr("Add a line"))
        self.form = LineForm()
        self.form.hide()
        self.lines: list[tuple[QPushButton, QPushButton]] = []
        self._arrange()
        self.name.editingFinished.connect(self._rename)
        self.add.clicked.connect(lambda: self.open_form(None))
        self.done.clicked.connect(self.closed)
        self.form.finished.connect(self._take_line)
        self.form.left.connect(self._close_form)

    def _arrange(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self.name, 1)
        head.addWidget(self.done)
        self._list = QVBoxLayout()
        self._list.setSpacing(theme().px(2))
        column = QVBoxLayout(self)
        column.setContentsMargins(theme().px(16), theme().px(12), theme().px(16), theme().px(12))
        column.setSpacing(theme().px(8))
        column.addLayout(head)
        column.addLayout(self._list)
        row = QHBoxLayout()
        row.addWidget(self.add)
        row.addStretch(1)
        column.addLayout(row)
        column.addWidget(self.form)

    def set_law(self, law: Law) -> None:
        """The law whose sectors can be named."""
        self._law = law
        self.form.set_law(law)

    def show_package(self, package: Scenario | None, day: date) -> None:
        """Show a package; None hides the editor. A form that is open stays open on the same package."""
        if package is None or self._law is None:
            self.package = None
            self.hide()
            return
        is_other = self.package is None or self.package.id != package.id
        self.package, self._day = package, day
        self.name.show_text(package.title)
        self._fill()
        if is_other:
            self._close_form()
            if not package.edits:
                self.open_form(None)
        self.show()

    def open_form(self, line: DealLine | None) -> None:
        """Open the form on a line, or for a new one."""
        self.form.show_line(line, self._day)
        self.form.show()
        self.add.hide()

    def _close_form(self) -> None:
        self.form.hide()
        self.add.show()

    def _fill(self) -> None:
        while (item := self._list.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self.lines = []
        assert self.package is not None
        for place, edit in enumerate(self.package.edits):
            self._list.addWidget(self._line_row(place, edit))

    def _line_row(self, place: int, edit: ScenarioEdit) -> QWidget:
        assert self._law is not None
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        said = edit_said(edit, self._law)
        line.addWidget(label(said, wrap=True), 1)
        change, remove = QPushButton(tr("Change")), QPushButton(tr("Remove"))
        for button, words in (
            (change, tr("Change: {line}", line=said)),
            (remove, tr("Remove: {line}", line=said)),
        ):
            button.setProperty("kind", "quiet")
            button.setAccessibleName(words)
            line.addWidget(button)
        change.setEnabled(is_deal_line(edit))
        change.setToolTip("" if is_deal_line(edit) else tr("Single measures are changed in the table below."))
        change.clicked.connect(lambda _checked=False, at=place: self._change(at))
        remove.clicked.connect(lambda _checked=False, at=place: self._remove(at))
        self.lines.append((change, remove))
        return row

    def _change(self, place: int) -> None:
        assert self.package is not None
        try:
            self.open_form(line_of(self.package.edits[place]))
        except BriefingError:
            self.open_form(None)

    def _remove(self, place: int) -> None:
        assert self.package is not None
        edits = self.package.edits
        self.changed.emit(replace(self.package, edits=(*edits[:place], *edits[place + 1 :])))

    def _rename(self) -> None:
        if self.package is not None and self.name.text().strip() not in ("", self.package.title):
            self.changed.emit(replace(self.package, title=self.name.text().strip()))

    def _take_line(self, line: DealLine) -> None:
        assert self.package is not None
        edits = list(self.package.edits)
        at = next((place for place, each in enumerate(edits) if each.measure == line.id), None)
        if at is None:
            # A line goes behind the other lines of the deal and before edits of single measures.
            at = sum(is_deal_line(each) for each in edits)
            edits.insert(at, line.edit())
        else:
            edits[at] = line.edit()
        self._close_form()
        self.changed.emit(replace(self.package, edits=tuple(edits)))
