"""What a delegation is set up with: which one, its meeting, order, form of table; adding, printing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtWidgets import QComboBox, QMenu, QPushButton, QVBoxLayout, QWidget

from briefing_app.app.i18n import language, tr
from briefing_app.domain import people
from briefing_app.domain.date_words import day_words
from briefing_app.domain.records import Delegation, Event, Person
from briefing_app.domain.seating import FORMS
from briefing_app.ui.people.list_model import COUNTRIES
from briefing_app.ui.theme import theme
from briefing_app.ui.widgets.elided_box import ElidedBox
from briefing_app.ui.widgets.flow import FlowLayout
from briefing_app.ui.widgets.form import LineEdit
from briefing_app.ui.widgets.labels import label


class DelegationBar(QWidget):
    """The controls of the view. It changes nothing itself."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.chosen = _box(tr("Delegation"))
        self.chosen.setMinimumContentsLength(13)
        self.left, self.right = _box(tr("Our side")), _box(tr("Their side"))
        self._opposite = label(tr("opposite"))
        self.title = LineEdit(placeholder=tr("Name of the delegation"))
        self.title.setAccessibleName(tr("Name of the delegation"))
        self.title.setMinimumWidth(theme().px(200))
        self.event_box = _box(tr("Meeting"))
        self.order = _box(tr("Names of one rank"))
        self.order.addItem(tr("By alphabet"), "alphabet")
        self.order.addItem(tr("By reading (gojuon)"), "gojuon")
        self.form = _box(tr("Form of the table"))
        for form, words in FORMS.items():
            self.form.addItem(tr(words), form)
        self.add_person = _box(tr("Add a person"))
        self.keep = _button(tr("Keep as a delegation"), "add", tr("Store these two lists for one meeting"))
        self.leave_out = _button(
            tr("Leave out"), "", tr("Take the people of the marked rows out of this list")
        )
        self.everybody = _button(tr("Everybody again"))
        self.up = _button(tr("Up"), "chevron-up", tr("Move the marked row up in the order"))
        self.down = _button(tr("Down"), "chevron-down", tr("Move the marked row down in the order"))
        self.precedence = _button(
            tr("By precedence again"), "", tr("Forget the order and the seats set by hand")
        )
        self.papers = _button(tr("Papers"), "print", tr("Seating plan and place cards"))
        menu = QMenu(self.papers)
        self.print_plan = menu.addAction(tr("Seating plan as PDF"))
        self.print_cards = menu.addAction(tr("Place cards as PDF"))
        self.cards = menu.addAction(tr("Copy place cards"))
        self.papers.setMenu(menu)
        self.plan_alone = _button(tr("Seats only"), "", tr("Hide the lists, so that the whole table is seen"))
        self.plan_alone.setCheckable(True)
        self.remove = _button(tr("Remove"), "delete")
        self._of_a_record: tuple[QWidget, ...] = (
            self.title, self.event_box, self.add_person, self.up, self.down, self.precedence, self.remove,
        )  # fmt: skip
        self._of_everybody: tuple[QWidget, ...] = (self.left, self._opposite, self.right, self.everybody)
        self._lay_out()

    def _lay_out(self) -> None:
        px = theme().px
        of_which = (self.chosen, self.left, self._opposite, self.right, self.title, self.event_box)
        first, second = QWidget(), QWidget()
        for row, widgets in (
            (first, (*of_which, self.keep, self.remove)),
            (second, (self.order, self.form, self.add_person, self.leave_out, self.everybody, self.up,
                      self.down, self.precedence, self.plan_alone, self.papers)),
        ):  # fmt: skip
            flow = FlowLayout(row)
            for widget in widgets:
                flow.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(32), px(12), px(16), px(4))
        column.setSpacing(px(6))
        column.addWidget(first)
        column.addWidget(second)

    def show_sides(self, found: Sequence[str]) -> None:
        """Offer the sides that people have; what was chosen stays where it can."""
        if list(found) == [self.left.itemData(place) for place in range(self.left.count())]:
            return
        for box, place in ((self.left, 0), (self.right, 1)):
            was_blocked = box.blockSignals(True)
            box.clear()
            for side in found:
                box.addItem(tr(COUNTRIES.get(side, side)), side)
            box.setCurrentIndex(min(place, len(found) - 1))
            box.blockSignals(was_blocked)

    def show_delegations(self, stored: Sequence[Delegation]) -> None:
        """Offer the stored delegations, by name; the one chosen stays chosen."""
        before = self.chosen.currentData()
        was_blocked = self.chosen.blockSignals(True)
        self.chosen.clear()
        self.chosen.addItem(tr("Everybody in office"), "")
        for record in sorted(stored, key=lambda each: each.title.casefold()):
            self.chosen.addItem(record.title, record.id)
        self.chosen.setCurrentIndex(max(0, self.chosen.findData(before)))
        self.chosen.blockSignals(was_blocked)

    def allow_plan(self, is_there: bool) -> None:
        """Whether there is a plan that can stand alone."""
        self.plan_alone.setEnabled(is_there)
        if not is_there:
            self.plan_alone.setChecked(False)

    def choose(self, key: str) -> None:
        """Choose a stored delegation."""
        self.chosen.setCurrentIndex(max(0, self.chosen.findData(key)))

    def show_record(
        self, record: Delegation | None, found: Sequence[Person], events: Sequence[Event]
    ) -> None:
        """Show the fields of a stored delegation, or the choice of sides where there is none."""
        for widget in self._of_a_record:
            widget.setVisible(record is not None)
        for widget in self._of_everybody:
            widget.setVisible(record is None)
        self.keep.setVisible(record is None)
        for action in (self.print_plan, self.print_cards):
            action.setEnabled(record is not None)
            action.setToolTip("" if record is not None else tr("Keep this list as a delegation first."))
        if record is None:
            return
        self.title.show_text(record.title)
        self.form.setCurrentIndex(self.form.findData(record.table))
        _fill(self.event_box, tr("No meeting"), [(event.title, event.id) for event in events], record.event)
        inside = {member.person for member in record.members}
        others = sorted((people.latin_name(each), each.id) for each in found if each.id not in inside)
        _fill(self.add_person, tr("Add a person"), others, "")

    def day_words(self, day: date, *, is_meeting: bool) -> str:
        """Which day's offices are shown."""
        said = day_words(day, language())
        if is_meeting:
            return tr("Offices of the day of the meeting, {day}. * rank derived from the title.", day=said)
        return tr("Everybody of two sides with an office on {day}. * rank derived from the title.", day=said)


def _box(name: str) -> ElidedBox:
    made = ElidedBox(name)
    made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    made.setMinimumContentsLength(10)
    return made


def _button(text: str, icon: str = "", tip: str = "") -> QPushButton:
    made = QPushButton(text)
    made.setToolTip(tip)
    if icon:
        theme().show_icon(made, icon)
    return made


def _fill(box: QComboBox, none: str, entries: Sequence[tuple[str, str]], chosen: str) -> None:
    was_blocked = box.blockSignals(True)
    box.clear()
    box.addItem(none, "")
    for words, key in entries:
        box.addItem(words, key)
    box.setCurrentIndex(max(0, box.findData(chosen)))
    box.blockSignals(was_blocked)
