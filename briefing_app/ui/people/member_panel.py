"""Why somebody stands where they stand in the order of precedence, and what decides it, to be changed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QPushButton, QScrollArea, QVBoxLayout, QWidget

from briefing_app.app.i18n import language, tr
from briefing_app.domain import people
from briefing_app.domain.date_words import day_words
from briefing_app.domain.delegations import RANK_NAMES, Member, since
from briefing_app.ui.people.post_fields import fill_ranks, show_derived
from briefing_app.ui.record_words import member_office, other_offices
from briefing_app.ui.theme import theme
from briefing_app.ui.widgets.form import Field, LineEdit
from briefing_app.ui.widgets.fuzzy_date_field import FuzzyDateField
from briefing_app.ui.widgets.labels import SectionHeader, label

WHY = {
    "hand": "The order was set by hand.", "rank": "Lower rank than the one above.",
    "left": "The office may have ended by then.", "date": "Same rank, appointed later than the one above.",
    "name": "Same rank and date; the name decides.", "": "First of the side.",
}  # fmt: skip


@dataclass(frozen=True)
class Place:
    """Somebody's place in the order: in words which side, the member, the rank entered for this meeting."""

    side: str
    member: Member
    number: int
    rank: str = ""


def reason(member: Member) -> str:
    """What decides a place, in one sentence each: the rank, the day that counts, what puts it here."""
    rank = tr(member.rank) if member.rank else tr("no rank known")
    how = tr("derived from the title") if member.is_derived else tr("entered")
    parts = [tr("{rank} ({how}).", rank=rank, how=how)]
    if member.post is not None and (day := since(member.post)) != date.max:
        said = day_words(day, language())
        is_appointed = bool(member.post.appointed)
        parts.append(
            tr("Appointed {day}.", day=said) if is_appointed else tr("In office since {day}.", day=said)
        )
    return ("" if language() == "ja" else " ").join([*parts, tr(WHY[member.why])])


class _Block(QWidget):
    """One member."""

    def __init__(self, panel: MemberPanel) -> None:
        super().__init__()
        self.place: Place | None = None
        self.head = SectionHeader("")
        self.name = QPushButton()
        self.name.setProperty("kind", "link")
        self.office, self.reason = label("", wrap=True), label("", "secondary", wrap=True)
        self.rank = QComboBox()
        self.rank.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.rank.setMinimumContentsLength(8)
        fill_ranks(self.rank)
        self.rank_field = Field(tr("Rank"), self.rank)
        self.appointed = FuzzyDateField(tr("Appointed on"), tr("as “From”"))
        self.role = LineEdit(placeholder=tr("head, adviser, interpreter"))
        self.role_field = Field(tr("Part in this delegation"), self.role)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme().px(6))
        for widget in (self.head, self.name, self.office, self.reason, self.rank_field, self.appointed,
                       self.role_field):  # fmt: skip
            column.addWidget(widget)
        column.setAlignment(self.name, Qt.AlignmentFlag.AlignLeft)
        self.name.clicked.connect(lambda _checked=False: self._send(panel.opened))
        self.rank.activated.connect(lambda _row: self._send(panel.changed, "rank", self.rank.currentData()))
        self.appointed.edtf_changed.connect(lambda edtf: self._send(panel.changed, "appointed", edtf))
        self.role.left.connect(self._take_role)
        self.role.returnPressed.connect(self._take_role)
        self._panel = panel

    def _send(self, signal, *words: str) -> None:  # type: ignore[no-untyped-def]
        if self.place is not None:
            signal.emit(self.place.member.person.id, *words)

    def _take_role(self) -> None:
        if self.place is not None and self.role.text().strip() != self.place.member.role:
            self._send(self._panel.changed, "role", self.role.text().strip())

    def show_place(self, place: Place, day: date, *, has_role: bool) -> None:
        self.place = place
        member = place.member
        self.head.title.setText(f"{place.side} · {place.number}")
        self.name.setText(people.capital_name(member.person))
        office = member_office(member, day, self._panel.shown) or tr("No office known")
        if others := other_offices(member.person, day, member.post, self._panel.shown):
            office += "\n" + tr("Also {offices}", offices=" · ".join(others))
        self.office.setText(office)
        self.reason.setText(reason(member))
        entered = place.rank or (member.post.rank if member.post is not None and not has_role else "")
        show_derived(self.rank, member.post)
        self.rank.setCurrentIndex(max(0, self.rank.findData(entered if entered in RANK_NAMES else "")))
        self.appointed.setEnabled(member.post is not None)
        self.appointed.show_edtf(member.post.appointed if member.post is not None else "", day)
        self.role_field.setVisible(has_role)
        if not self.role.hasFocus():
            self.role.show_text(member.role)


class MemberPanel(QScrollArea):
    """Both members of the marked row. It changes nothing itself: ``changed`` carries the id of a person,
    ``rank``, ``appointed`` or ``role``, and the new value.
    """

    opened = Signal(str)
    changed = Signal(str, str, str)

    def __init__(self, shown: Callable[[str], str] = str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.shown = shown
        px = theme().px
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMinimumWidth(px(240))
        content = QWidget()
        content.setProperty("panel", "surface")
        self.blocks = (_Block(self), _Block(self))
        self._hint = label(
            tr("Choose a row to see why it stands there, and to change rank or appointment."),
            tone="muted", wrap=True,
        )  # fmt: skip
        column = QVBoxLayout(content)
        column.setContentsMargins(px(16), px(8), px(16), px(16))
        column.setSpacing(px(12))
        column.addWidget(self._hint)
        for block in self.blocks:
            column.addWidget(block)
        column.addStretch(1)
        self.setWidget(content)
        self.show_places([], date.min, has_role=False)

    def show_places(self, places: list[Place], day: date, *, has_role: bool) -> None:
        """Show at most two members; ``has_role``: a stored delegation, in which each has a part."""
        self._hint.setVisible(not places)
        for at, block in enumerate(self.blocks):
            block.setVisible(at < len(places))
            if at < len(places):
                block.show_place(places[at], day, has_role=has_role)
