"""The fields of a person. Each keystroke goes to the session, which saves when typing pauses."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from briefing_app.app.i18n import tr
from briefing_app.app.session import Session
from briefing_app.domain.people import latin_name, name_in
from briefing_app.domain.records import Person, PersonName, Position, Post, Relation
from briefing_app.ui.people.edit_parts import KnownRecords
from briefing_app.ui.people.photo_buttons import PhotoButtons
from briefing_app.ui.theme import theme
from briefing_app.ui.widgets.form import Field, Form, LineEdit, TextArea
from briefing_app.ui.widgets.fuzzy_date_field import FuzzyDateField
from briefing_app.ui.widgets.item_list import ItemList, Part
from briefing_app.ui.widgets.labels import SectionHeader

ORDERS = {"family-given": "Family name first", "given-family": "Given name first"}
USES = (
    "speech", "letter", "envelope", "place card", "speech, Japanese", "letter, Japanese",
    "envelope, Japanese", "place card, Japanese",
)  # fmt: skip
CONTACTS = {"phone": "Telephone", "email": "E-mail", "web": "Web"}
REVIEWED_FOR_MONTHS = 6
MARKINGS = ("", "TLP:CLEAR", "TLP:GREEN", "TLP:AMBER", "TLP:AMBER+STRICT", "TLP:RED")


def with_name(person: Person, script: str, part: str, text: str) -> Person:
    """The person with one part of the name in a script changed; the name is added if there was none."""
    old = name_in(person, script)
    if old is None:
        return replace(
            person, names=(*person.names, _name_part(PersonName(full="", script=script), part, text))
        )
    return replace(person, names=tuple(_name_part(n, part, text) if n is old else n for n in person.names))


def _name_part(name: PersonName, part: str, text: str) -> PersonName:
    return replace(name, **{part: text})  # type: ignore[arg-type]


def with_post(person: Person, place: int, **parts: str) -> Person:
    """The person with parts of one post changed."""
    posts = list(person.posts)
    posts[place] = replace(posts[place], **parts)  # type: ignore[arg-type]
    return replace(person, posts=tuple(posts))


class EditPanel(QScrollArea):
    """Edits one person. Removing asks nothing: Ctrl+Z brings it back."""

    removed = Signal(str)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._known = KnownRecords(session.workspace)
        self._person: Person | None = None
        self._refresh: list[Callable[[Person], None]] = []
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        content = QWidget()
        content.setProperty("panel", "surface")
        column = QVBoxLayout(content)
        px = theme().px
        column.setContentsMargins(px(16), px(8), px(16), px(24))
        self._form = Form()
        column.addWidget(self._form)
        column.addStretch(1)
        self._fill()
        self.setWidget(content)
        self.setMinimumWidth(px(260))

    def show_person(self, person: Person) -> None:
        """Show a person's fields; the field being typed in keeps its cursor."""
        if (
            self._person is None
            or len(self._person.posts) != len(person.posts)
            or (self._person.id != person.id)
        ):
            self._person = person
            self._rebuild_posts(person)
        self._person = person
        for refresh in self._refresh:
            refresh(person)
        self.photo.show_state(has_photo=bool(person.photo))

    def focus_first(self) -> None:
        """Put the cursor into the first field, its text selected."""
        self._first.setFocus()
        self._first.selectAll()

    def _fill(self) -> None:
        form = self._form
        form.add_widget(SectionHeader(tr("Name")))
        self._first = self._name(tr("Name in Latin letters"), "Latn", "full")
        form.add_row(
            self._name_field(tr("Family name"), "Latn", "family"),
            self._name_field(tr("Given name"), "Latn", "given"),
        )
        self._name(tr("How to say it"), "Latn", "pronunciation")
        self._name(tr("Japanese name"), "Jpan", "full")
        self._form.add_row(
            self._name_field(tr("Family name (Japanese)"), "Jpan", "family"),
            self._name_field(tr("Given name (Japanese)"), "Jpan", "given"),
        )
        self._name(tr("Reading (kana)"), "Jpan", "reading", tr("Lists are sorted by it."))
        self._choice(tr("Order"), ORDERS, "order")
        self._line(tr("Country (two letters)"), "country")
        form.add_widget(SectionHeader(tr("Posts"), self._add_button(tr("Add a post"), self._add_post)))
        self._posts = QWidget()
        self._post_column = QVBoxLayout(self._posts)
        self._post_column.setContentsMargins(0, 0, 0, 0)
        self._post_column.setSpacing(theme().px(12))
        form.add_widget(self._posts)
        known = self._known
        self._items(
            tr("Positions"), "positions", known.position_parts(), lambda: Position(issue=tr("New issue"))
        )
        self._items(tr("Relations"), "relations", known.relation_parts(), lambda: Relation(person=""))
        form.add_widget(SectionHeader(tr("Forms of address")))
        for use in USES:
            self._entry(tr(use)[:1].upper() + tr(use)[1:], "address", use)
        form.add_widget(SectionHeader(tr("Contact")))
        for kind, words in CONTACTS.items():
            self._entry(tr(words), "contact", kind)
        form.add_widget(SectionHeader(tr("Photo")))
        self.photo = PhotoButtons(self._session)
        self.photo.chosen.connect(
            lambda digest: self._change_now(
                lambda p: replace(p, photo=digest, photo_credit="", photo_date=""), tr("Change photo")
            )
        )
        form.add_widget(self.photo)
        self._line(tr("Credit"), "photo_credit")
        self._date(tr("Taken on"), "photo_date")
        form.add_widget(SectionHeader(tr("Review")))
        today = QPushButton(tr("Reviewed today"))
        today.clicked.connect(lambda _checked=False: self._reviewed())
        form.add_widget(today)
        self._date(tr("Reviewed on"), "reviewed_on")
        self._date(tr("Review by"), "review_by")
        form.add_widget(SectionHeader(tr("More")))
        self._area(tr("Note"), "note")
        self._area(tr("Private remark"), "private_note", tr("Stays out of print and of files handed on."))
        self._tags()
        self._choice(tr("Marking"), {each: each or tr("None") for each in MARKINGS}, "marking")
        remove = QPushButton(tr("Remove this person"))
        theme().show_icon(remove, "delete")
        remove.clicked.connect(self._on_remove_clicked)
        form.add_widget(remove)

    def _on_remove_clicked(self) -> None:
        if self._person is not None:
            self.removed.emit(self._person.id)

    def _change(self, change: Callable[[Person], Person], label: str) -> None:
        if self._person is None:
            return
        current = self._session.current("person", self._person.id)
        if isinstance(current, Person) and (new := change(current)) != current:
            self._session.text_edit(current, new, label)

    def _bind(self, edit: LineEdit | TextArea, read: Callable[[Person], str], write, label: str) -> None:  # type: ignore[no-untyped-def]
        edit.typed.connect(lambda text: self._change(lambda person: write(person, text), label))
        edit.left.connect(self._session.typing.flush)
        self._refresh.append(lambda person: edit.show_text(read(person)))

    def _name(self, text: str, script: str, part: str, help_text: str = "") -> LineEdit:
        field = self._name_field(text, script, part, help_text)
        self._form.add_widget(field)
        assert isinstance(field.editor, LineEdit)
        return field.editor

    def _name_field(self, text: str, script: str, part: str, help_text: str = "") -> Field:
        edit = LineEdit()

        def read(person: Person) -> str:
            name = name_in(person, script)
            return str(getattr(name, part)) if name is not None else ""

        self._bind(edit, read, lambda person, new: with_name(person, script, part, new), tr("Edit name"))
        return Field(text, edit, help_text)

    def _line(self, text: str, name: str) -> None:
        edit = LineEdit()
        self._bind(
            edit, lambda p: str(getattr(p, name)), lambda p, new: replace(p, **{name: new}), tr("Edit person")
        )
        self._form.add(text, edit)

    def _entry(self, text: str, field: str, key: str) -> None:
        """One line of a field that holds several by name; emptied, it is taken out."""
        edit = LineEdit()

        def write(person: Person, typed: str) -> Person:
            entries = {**getattr(person, field), key: typed}
            kept: Any = {name: value for name, value in entries.items() if value}
            return replace(person, **{field: kept})

        self._bind(edit, lambda p: str(getattr(p, field).get(key, "")), write, tr("Edit person"))
        self._form.add(text, edit)

    def _reviewed(self) -> None:
        """The facts were looked at today; the next review is half a year on."""
        day = self._session.today
        months = day.year * 12 + day.month - 1 + REVIEWED_FOR_MONTHS
        due = f"{months // 12:04}-{months % 12 + 1:02}"
        self._change_now(
            lambda p: replace(p, reviewed_on=day.isoformat(), review_by=due), tr("Mark as reviewed")
        )

    def _area(self, text: str, name: str, help_text: str = "") -> None:
        edit = TextArea()
        edit.setFixedHeight(theme().px(96))
        self._bind(
            edit, lambda p: str(getattr(p, name)), lambda p, new: replace(p, **{name: new}), tr("Edit note")
        )
        self._form.add(text, edit, help_text)

    def _tags(self) -> None:
        edit = LineEdit(placeholder=tr("separated by commas"))
        edit.editingFinished.connect(
            lambda: self._change(lambda person: replace(person, tags=_parted(edit.text())), tr("Edit tags"))
        )
        self._refresh.append(lambda p: None if edit.hasFocus() else edit.show_text(", ".join(p.tags)))
        self._form.add(tr("Tags"), edit)

    def _date(self, text: str, name: str) -> None:
        field = FuzzyDateField(text)
        field.edtf_changed.connect(
            lambda edtf: self._change(lambda person: replace(person, **{name: edtf}), tr("Edit date"))
        )
        self._refresh.append(lambda person: field.show_edtf(getattr(person, name), self._session.day))
        self._form.add_widget(field)

    def _choice(self, text: str, values: dict[str, str], name: str) -> None:
        box = QComboBox()
        for value, words in values.items():
            box.addItem(tr(words), value)
        box.activated.connect(
            lambda _place: self._change(lambda p: replace(p, **{name: box.currentData()}), tr("Edit person"))
        )
        self._refresh.append(lambda p: box.setCurrentIndex(box.findData(getattr(p, name))))
        self._form.add(text, box)

    def _items(self, title: str, name: str, parts: Sequence[Part], new: Callable[[], object]) -> None:
        shown = ItemList(title, parts, new)
        shown.edited.connect(
            lambda items: self._change_now(
                lambda p: replace(p, **{name: items}),
                tr("Edit positions") if name == "positions" else tr("Edit relations"),
            )
        )
        self._refresh.append(lambda person: shown.show_items(getattr(person, name)))
        self._form.add_widget(shown)

    def _change_now(self, change: Callable[[Person], Person], label: str) -> None:
        self._change(change, label)
        self._session.typing.flush()

    # --- posts ---------------------------------------------------------------------------------------

    def _add_button(self, text: str, run: Callable[[], None]) -> QToolButton:
        button = QToolButton()
        button.setToolTip(text)
        button.setAccessibleName(text)
        theme().show_icon(button, "add")
        button.clicked.connect(run)
        return button

    def _add_post(self) -> None:
        self._change(
            lambda person: replace(person, posts=(*person.posts, Post(title="New post"))), tr("Add post")
        )
        self._session.typing.flush()

    def _rebuild_posts(self, person: Person) -> None:
        self._refresh = [each for each in self._refresh if not getattr(each, "is_post", False)]
        while (item := self._post_column.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for place in range(len(person.posts)):
            self._post_column.addWidget(self._post(place))

    def _post(self, place: int) -> QWidget:
        block = Form()
        block.column.setSpacing(theme().px(6))
        before = len(self._refresh)
        title, organisation = LineEdit(placeholder=tr("Title")), LineEdit(placeholder=tr("Organisation"))
        for edit, part in ((title, "title"), (organisation, "organisation")):
            self._bind(
                edit,
                partial(_post_part, place=place, part=part),
                partial(_with_post_part, place=place, part=part),
                tr("Edit post"),
            )
            edit.setAccessibleName(edit.placeholderText())
        remove = self._add_button(tr("Remove this post"), lambda: self._remove_post(place))
        theme().show_icon(remove, "delete")
        top = QWidget()
        row = QHBoxLayout(top)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme().px(4))
        row.addWidget(title, 1)
        row.addWidget(remove)
        block.add_widget(top)
        block.add_widget(organisation)
        dates = [
            self._post_date(place, tr("From"), "from_"),
            self._post_date(place, tr("To (first day after)"), "to"),
        ]
        block.add_row(*dates)
        for refresh in self._refresh[before:]:
            refresh.is_post = True  # type: ignore[attr-defined]
        return block

    def _post_date(self, place: int, text: str, part: str) -> FuzzyDateField:
        field = FuzzyDateField(text, tr("not known") if part == "from_" else tr("still held"))
        field.edtf_changed.connect(
            lambda edtf: self._change(lambda p: with_post(p, place, **{part: edtf}), tr("Edit post"))
        )
        self._refresh.append(
            lambda person: field.show_edtf(_post_part(person, place, part), self._session.day)
        )
        return field

    def _remove_post(self, place: int) -> None:
        self._change(
            lambda person: replace(person, posts=person.posts[:place] + person.posts[place + 1 :]),
            tr("Remove post"),
        )
        self._session.typing.flush()


def _with_post_part(person: Person, text: str, place: int, part: str) -> Person:
    return with_post(person, place, **{part: text})


def _post_part(person: Person, place: int, part: str) -> str:
    return str(getattr(person.posts[place], part)) if place < len(person.posts) else ""


def _parted(text: str) -> tuple[str, ...]:
    return tuple(part for each in text.replace("、", ",").split(",") if (part := each.strip()))


def removal_label(person: Person) -> str:
    """What undo calls the removal of a person."""
    return tr("Remove {name}", name=latin_name(person))
