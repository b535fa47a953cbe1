"""The fields of a person, made one section after the other once the first screen stands."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QPushButton, QScrollArea, QVBoxLayout, QWidget

from briefing_app.app.following import NameWatch
from briefing_app.app.i18n import language, tr
from briefing_app.app.session import Session
from briefing_app.domain.records import Person, PersonName, Position, Relation
from briefing_app.ui.people.country_names import country_code
from briefing_app.ui.people.edit_parts import KnownRecords
from briefing_app.ui.people.list_model import shown_name
from briefing_app.ui.people.person_binding import PersonBinding
from briefing_app.ui.people.photo_buttons import PhotoButtons
from briefing_app.ui.people.post_fields import PostFields
from briefing_app.ui.theme import theme
from briefing_app.ui.widgets.form import Field, Form, LineEdit
from briefing_app.ui.widgets.labels import SectionHeader

ORDERS = {"family-given": "Family name first", "given-family": "Given name first"}
USES = (
    "speech", "letter", "envelope", "place card", "speech, Japanese", "letter, Japanese",
    "envelope, Japanese", "place card, Japanese",
)  # fmt: skip
CONTACTS = {"phone": "Telephone", "email": "E-mail", "web": "Web"}
REVIEWED_FOR_MONTHS = 6
MARKINGS = ("", "TLP:CLEAR", "TLP:GREEN", "TLP:AMBER", "TLP:AMBER+STRICT", "TLP:RED")
_OWN_FIELDS = ("Latn", "Jpan")  # the scripts that have fields of their own


class EditPanel(QScrollArea):
    """Edits one person. Removing asks nothing: Ctrl+Z brings it back.

    The seventy fields cost more than all else on the first screen: they are made after it was painted, or
    at once by :meth:`fill`.
    """

    removed = Signal(str)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._known = KnownRecords(session.workspace)
        self._watch = NameWatch(session)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMinimumWidth(theme().px(280))
        self.form = Form()
        self._fields = PersonBinding(session, self.form)
        self._sections: list[Callable[[], None]] = [
            self._names, self._other_names, self._posts, self._said, self._addresses, self._contact,
            self._photo, self._review, self._more,
        ]  # fmt: skip
        self._next = QTimer(self, singleShot=True, interval=0)
        self._next.timeout.connect(self._go_on)
        content = QWidget()
        content.setProperty("panel", "surface")
        column = QVBoxLayout(content)
        px = theme().px
        column.setContentsMargins(px(16), px(8), px(16), px(24))
        column.addWidget(self.form)
        column.addStretch(1)
        self.setWidget(content)

    # --- who is shown --------------------------------------------------------------------------------

    def show_person(self, person: Person) -> None:
        """Show a person's fields; the field being typed in keeps its cursor."""
        self._fields.show_person(person)

    def focus_first(self) -> None:
        """Put the cursor into the first field, its text selected."""
        self.fill()
        self.first.setFocus()
        self.first.selectAll()

    # --- making the fields ---------------------------------------------------------------------------

    @property
    def is_filled(self) -> bool:
        """Whether all fields are made."""
        return not self._sections

    def fill(self) -> None:
        """Make what is not made yet."""
        self._next.stop()
        while self._sections:
            self._sections.pop(0)()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._sections and not self._next.isActive():
            self._next.start()

    def _go_on(self) -> None:
        if self._sections:
            self._sections.pop(0)()
            self._next.start()

    def _names(self) -> None:
        parts = [self._latin_name, self._japanese_name]
        self.form.add_widget(SectionHeader(tr("Name")))
        for part in parts if first_script() == "Latn" else parts[::-1]:
            part()
        self.first = self._japanese if first_script() == "Jpan" else self._latin
        for edit in (self._latin, self._japanese):
            edit.entered.connect(self._on_name_entered)
            edit.left.connect(self._watch.leave)
        self._fields.choice(tr("Order"), ORDERS, "order")
        self._fields.line(
            tr("Country"), "country", tr("A name or two letters: Japan, US, EU."), settled=country_code
        )

    def _on_name_entered(self) -> None:
        if self._fields.person is not None:
            self._watch.enter("person", self._fields.person.id)

    def _latin_name(self) -> None:
        name = self._fields.name
        whole = name(
            tr("Name in Latin letters"),
            "Latn",
            "full",
            placeholder=tr("for example {name}", name="Hanako Yamada"),
        )
        self._latin = _line_of(whole)
        self.form.add_widget(whole)
        self.form.add_row(name(tr("Family name"), "Latn", "family"), name(tr("Given name"), "Latn", "given"))
        self.form.add_widget(name(tr("How to say it"), "Latn", "pronunciation"))

    def _japanese_name(self) -> None:
        name = self._fields.name
        whole = name(
            tr("Japanese name"), "Jpan", "full", placeholder=tr("for example {name}", name="山田花子")
        )
        self._japanese = _line_of(whole)
        self.form.add_widget(whole)
        self.form.add_row(
            name(tr("Family (Japanese)"), "Jpan", "family"),
            name(tr("Given (Japanese)"), "Jpan", "given"),
        )
        self.form.add_widget(
            name(
                tr("Reading (kana)"), "Jpan", "reading", tr("Lists are sorted by it."),
                tr("for example {name}", name="やまだ はなこ"),
            )
        )  # fmt: skip

    def _other_names(self) -> None:
        self.other_names = self._fields.items(
            tr("Names in other scripts"), self._known.name_parts(),
            lambda: PersonName(full=tr("New name"), script="Kore"),
            read=other_names, write=with_other_names, label=tr("Edit name"),
        )  # fmt: skip

    def _posts(self) -> None:
        self.posts = PostFields(self._fields)
        self.form.add_widget(self.posts)

    def _said(self) -> None:
        known = self._known
        self.positions = self._fields.items(
            tr("Positions"), known.position_parts(), lambda: Position(issue=tr("New issue")),
            read=lambda p: p.positions, write=lambda p, items: replace(p, positions=items),
            label=tr("Edit positions"),
        )  # fmt: skip
        self.relations = self._fields.items(
            tr("Relations"), known.relation_parts(), lambda: Relation(person=""),
            read=lambda p: p.relations, write=lambda p, items: replace(p, relations=items),
            label=tr("Edit relations"),
        )  # fmt: skip

    def _addresses(self) -> None:
        self.form.add_widget(SectionHeader(tr("Forms of address")))
        for use in USES:
            self._fields.entry(tr(use)[:1].upper() + tr(use)[1:], "address", use)

    def _contact(self) -> None:
        self.form.add_widget(SectionHeader(tr("Contact")))
        for kind, words in CONTACTS.items():
            self._fields.entry(tr(words), "contact", kind)

    def _photo(self) -> None:
        self.form.add_widget(SectionHeader(tr("Photo")))
        self._photo_buttons = PhotoButtons(self._session)
        self._photo_buttons.chosen.connect(
            lambda digest: self._fields.change_now(
                lambda p: replace(p, photo=digest, photo_credit="", photo_date=""), tr("Change photo")
            )
        )
        self._fields.on_show(lambda p: self._photo_buttons.show_state(has_photo=bool(p.photo)))
        self.form.add_widget(self._photo_buttons)
        self._fields.line(tr("Credit"), "photo_credit")
        self._fields.date(tr("Taken on"), "photo_date")

    @property
    def photo(self) -> PhotoButtons:
        """The buttons of the photo."""
        self.fill()
        return self._photo_buttons

    def _review(self) -> None:
        self.form.add_widget(SectionHeader(tr("Review")))
        today = QPushButton(tr("Reviewed today"))
        today.clicked.connect(lambda _checked=False: self._reviewed())
        self.form.add_widget(today)
        self._fields.date(tr("Reviewed on"), "reviewed_on")
        self._fields.date(tr("Review by"), "review_by")

    def _reviewed(self) -> None:
        """The facts were looked at today; the next review is half a year on."""
        day = self._session.today
        months = day.year * 12 + day.month - 1 + REVIEWED_FOR_MONTHS
        due = f"{months // 12:04}-{months % 12 + 1:02}"
        self._fields.change_now(
            lambda p: replace(p, reviewed_on=day.isoformat(), review_by=due), tr("Mark as reviewed")
        )

    def _more(self) -> None:
        fields = self._fields
        self.form.add_widget(SectionHeader(tr("More")))
        fields.area(tr("Note"), "note")
        fields.area(tr("Private remark"), "private_note", tr("Stays out of print and of files handed on."))
        fields.tags(tr("Tags"))
        fields.choice(tr("Marking"), {each: each or tr("None") for each in MARKINGS}, "marking")
        remove = QPushButton(tr("Remove this person"))
        theme().show_icon(remove, "delete")
        remove.clicked.connect(self._on_remove_clicked)
        self.form.add_widget(remove)

    def _on_remove_clicked(self) -> None:
        if self._fields.person is not None:
            self.removed.emit(self._fields.person.id)


def first_script() -> str:
    """The script whose name is asked for first, by the language of the window."""
    return "Jpan" if language() == "ja" else "Latn"


def other_names(person: Person) -> tuple[PersonName, ...]:
    """The names that have no fields of their own: other scripts, and second spellings in one script."""
    own = {next((at for at, name in enumerate(person.names) if name.script == s), -1) for s in _OWN_FIELDS}
    return tuple(name for at, name in enumerate(person.names) if at not in own)


def with_other_names(person: Person, names: tuple[PersonName, ...]) -> Person:
    """The person with these in the place of :func:`other_names`."""
    kept = tuple(name for name in person.names if not any(name is each for each in other_names(person)))
    return replace(person, names=(*kept, *names))


def _line_of(field: Field) -> LineEdit:
    assert isinstance(field.editor, LineEdit)
    return field.editor


def removal_label(person: Person) -> str:
    """What undo calls the removal of a person."""
    return tr("Remove {name}", name=shown_name(person))
