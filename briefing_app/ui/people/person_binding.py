"""Editors tied to the person shown: each keystroke goes to the session, which saves when typing pauses."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtWidgets import QComboBox

from briefing_app.app.i18n import tr
from briefing_app.app.session import Session
from briefing_app.domain.people import name_in
from briefing_app.domain.records import Person, PersonName
from briefing_app.ui.theme import theme
from briefing_app.ui.widgets.form import Field, Form, LineEdit, TextArea
from briefing_app.ui.widgets.fuzzy_date_field import FuzzyDateField
from briefing_app.ui.widgets.item_list import ItemList, Part

Refresh = Callable[[Person], object]


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


class PersonBinding:
    """Makes the fields of a form and keeps them right. ``person`` is who is shown."""

    def __init__(self, session: Session, form: Form) -> None:
        self.session = session
        self.form = form
        self.person: Person | None = None
        self._refreshes: list[Refresh] = []

    def show_person(self, person: Person) -> None:
        """Show somebody in all fields; the field being typed in keeps its cursor."""
        self.person = person
        for refresh in self._refreshes:
            refresh(person)

    def on_show(self, refresh: Refresh) -> None:
        """Call ``refresh`` with each person shown, and with the one shown already."""
        self._refreshes.append(refresh)
        if self.person is not None:
            refresh(self.person)

    def change(self, change: Callable[[Person], Person], label: str) -> None:
        """Change the person as typed so far; saved when typing pauses."""
        if self.person is None:
            return
        current = self.session.current("person", self.person.id)
        if isinstance(current, Person) and (new := change(current)) != current:
            self.session.text_edit(current, new, label)

    def change_now(self, change: Callable[[Person], Person], label: str) -> None:
        """Change the person as one step."""
        self.session.typing.flush()
        self.change(change, label)
        self.session.typing.flush()

    def bind(
        self, edit: LineEdit | TextArea, read: Callable[[Person], str],
        write: Callable[[Person, str], Person], label: str,
    ) -> None:  # fmt: skip
        """Tie a field of text to what ``read`` gives and ``write`` changes."""
        edit.typed.connect(lambda text: self.change(lambda person: write(person, text), label))
        edit.left.connect(self.session.typing.flush)
        self.on_show(lambda person: edit.show_text(read(person)))

    # --- fields --------------------------------------------------------------------------------------

    def name(self, text: str, script: str, part: str, help_text: str = "", placeholder: str = "") -> Field:
        """A field of one part of the name in a script; the caller places it."""
        edit = LineEdit(placeholder=placeholder)

        def read(person: Person) -> str:
            name = name_in(person, script)
            return str(getattr(name, part)) if name is not None else ""

        self.bind(edit, read, lambda person, new: with_name(person, script, part, new), tr("Edit name"))
        return Field(text, edit, help_text)

    def line(
        self, text: str, name: str, help_text: str = "", settled: Callable[[str], str] | None = None
    ) -> None:
        """One line of text. ``settled`` gives what is kept of it when the field is left."""
        edit = LineEdit()
        label = tr("Edit person")
        if settled is not None:
            edit.left.connect(
                lambda: self.change(lambda p: _with(p, name, settled(str(getattr(p, name)))), label)
            )
        self.bind(edit, lambda p: str(getattr(p, name)), lambda p, new: _with(p, name, new), label)
        self.form.add(text, edit, help_text)

    def entry(self, text: str, field: str, key: str) -> None:
        """One line of a field that holds several by name; emptied, it is taken out."""
        edit = LineEdit()

        def write(person: Person, typed: str) -> Person:
            entries = {**getattr(person, field), key: typed}
            kept = {name: value for name, value in entries.items() if value}
            return _with(person, field, kept)

        self.bind(edit, lambda p: str(getattr(p, field).get(key, "")), write, tr("Edit person"))
        self.form.add(text, edit)

    def area(self, text: str, name: str, help_text: str = "") -> None:
        """Some lines of text."""
        edit = TextArea()
        edit.setFixedHeight(theme().px(96))
        self.bind(edit, lambda p: str(getattr(p, name)), lambda p, new: _with(p, name, new), tr("Edit note"))
        self.form.add(text, edit, help_text)

    def tags(self, text: str) -> None:
        """Words parted by commas."""
        edit = LineEdit(placeholder=tr("separated by commas"))
        edit.editingFinished.connect(
            lambda: self.change(lambda person: replace(person, tags=_parted(edit.text())), tr("Edit tags"))
        )
        self.on_show(lambda p: None if edit.hasFocus() else edit.show_text(", ".join(p.tags)))
        self.form.add(text, edit)

    def date(self, text: str, name: str) -> None:
        """A date as people type it."""
        field = FuzzyDateField(text)
        field.edtf_changed.connect(
            lambda edtf: self.change(lambda person: _with(person, name, edtf), tr("Edit date"))
        )
        self.on_show(lambda person: field.show_edtf(getattr(person, name), self.session.day))
        self.form.add_widget(field)

    def choice(self, text: str, values: Mapping[str, str], name: str) -> None:
        """One of some values, told in words."""
        box = QComboBox()
        for value, words in values.items():
            box.addItem(tr(words), value)

        def take() -> None:
            chosen = box.currentData()
            self.change(lambda p: _with(p, name, chosen), tr("Edit person"))

        box.activated.connect(lambda _place: take())
        self.on_show(lambda p: box.setCurrentIndex(box.findData(getattr(p, name))))
        self.form.add(text, box)

    def items(
        self, title: str, parts: Sequence[Part], new: Callable[[], object], *,
        read: Callable[[Person], Sequence[Any]], write: Callable[[Person, tuple[Any, ...]], Person],
        label: str,
    ) -> ItemList:  # fmt: skip
        """A list of small records."""
        shown = ItemList(title, parts, new)
        shown.edited.connect(lambda items: self.change_now(lambda p: write(p, items), label))
        self.on_show(lambda person: shown.show_items(read(person)))
        self.form.add_widget(shown)
        return shown


def _with(person: Person, field: str, value: Any) -> Person:
    return replace(person, **{field: value})


def _parted(text: str) -> tuple[str, ...]:
    return tuple(part for each in text.replace("、", ",").split(",") if (part := each.strip()))
