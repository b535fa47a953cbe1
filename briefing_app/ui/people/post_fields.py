"""The posts of a person as fields: title, organisation, when, how held, what counts in the precedence."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtWidgets import QComboBox, QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from briefing_app.app.i18n import tr
from briefing_app.domain.delegations import RANK_NAMES, rank_of
from briefing_app.domain.records import Person, Post
from briefing_app.ui.people.person_binding import PersonBinding
from briefing_app.ui.theme import theme
from briefing_app.ui.widgets.form import Field, Form, LineEdit
from briefing_app.ui.widgets.fuzzy_date_field import FuzzyDateField
from briefing_app.ui.widgets.labels import SectionHeader

HELD_AS = {
    "": "Holder", "acting": "Acting", "designate": "Designate", "concurrent": "Concurrent post",
}  # fmt: skip


def with_post(person: Person, place: int, **parts: str) -> Person:
    """The person with parts of one post changed."""
    posts = list(person.posts)
    posts[place] = replace(posts[place], **parts)  # type: ignore[arg-type]
    return replace(person, posts=tuple(posts))


class PostFields(QWidget):
    """One block a post. Blocks are kept and filled anew when another person is shown."""

    def __init__(self, binding: PersonBinding, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._binding = binding
        self._blocks: list[QWidget] = []
        self._titles: list[LineEdit] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme().px(16))
        add = icon_button("add", tr("Add a post"), self._add)
        self._column.addWidget(SectionHeader(tr("Posts"), add))
        binding.on_show(self._show_person)

    def _show_person(self, person: Person) -> None:
        while len(self._blocks) < len(person.posts):
            block = self._block(len(self._blocks))
            self._blocks.append(block)
            self._column.addWidget(block)
        for place, block in enumerate(self._blocks):
            block.setVisible(place < len(person.posts))

    def _add(self) -> None:
        self._binding.change_now(
            lambda person: replace(person, posts=(*person.posts, Post(title=""))), tr("Add post")
        )
        if self._binding.person is not None and self._blocks:
            self._titles[len(self._binding.person.posts) - 1].setFocus()

    def _remove(self, place: int) -> None:
        self._binding.change_now(
            lambda person: replace(person, posts=person.posts[:place] + person.posts[place + 1 :]),
            tr("Remove post"),
        )

    def _block(self, place: int) -> QWidget:
        block = Form()
        block.column.setSpacing(theme().px(6))
        title = self._line(place, tr("Title of the office"), "title")
        self._titles.append(title)
        organisation = self._line(place, tr("Organisation"), "organisation")
        top = QWidget()
        row = QHBoxLayout(top)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme().px(4))
        row.addWidget(title, 1)
        row.addWidget(icon_button("delete", tr("Remove this post"), partial(self._remove, place)))
        block.add_widget(top)
        block.add_widget(organisation)
        block.add_row(
            self._date(place, tr("From"), "from_", tr("not known")),
            self._date(place, tr("To (first day after)"), "to", tr("still held")),
        )
        block.add_row(
            self._held_as(place), self._date(place, tr("Appointed on"), "appointed", tr("as “From”"))
        )
        block.add_widget(self._rank(place))
        return block

    def _line(self, place: int, words: str, part: str) -> LineEdit:
        edit = LineEdit(placeholder=words)
        edit.setAccessibleName(words)
        self._binding.bind(
            edit, partial(_part_of, place=place, part=part),
            lambda person, text: _with_part(person, place, part, text), tr("Edit post"),
        )  # fmt: skip
        return edit

    def _date(self, place: int, text: str, part: str, placeholder: str) -> FuzzyDateField:
        field = FuzzyDateField(text, placeholder)
        field.edtf_changed.connect(
            lambda edtf: self._binding.change(lambda p: _with_part(p, place, part, edtf), tr("Edit post"))
        )
        self._binding.on_show(
            lambda person: field.show_edtf(_part_of(person, place, part), self._binding.session.day)
        )
        return field

    def _held_as(self, place: int) -> Field:
        box = _box()
        for value, words in HELD_AS.items():
            box.addItem(tr(words), value)
        self._choose(box, place, "kind", lambda post: "" if post.kind == "holder" else post.kind)
        return Field(tr("Held as"), box)

    def _rank(self, place: int) -> Field:
        box = _box()
        fill_ranks(box)
        self._choose(box, place, "rank", lambda post: post.rank if post.rank in RANK_NAMES else "")
        self._binding.on_show(
            lambda person: show_derived(box, person.posts[place] if place < len(person.posts) else None)
        )
        return Field(tr("Rank in the order of precedence"), box)

    def _choose(self, box: QComboBox, place: int, part: str, read: Callable[[Post], str]) -> None:
        def take() -> None:
            chosen = str(box.currentData())  # read now: typing that is saved first shows the boxes anew
            self._binding.change_now(lambda p: _with_part(p, place, part, chosen), tr("Edit post"))

        box.activated.connect(lambda _row: take())
        self._binding.on_show(
            lambda p: box.setCurrentIndex(max(0, box.findData(read(p.posts[place]))))
            if place < len(p.posts) else None
        )  # fmt: skip


def icon_button(icon: str, text: str, run: Callable[[], object]) -> QToolButton:
    """A button that is an icon; its words are read aloud and shown on hover."""
    button = QToolButton()
    button.setToolTip(text)
    button.setAccessibleName(text)
    theme().show_icon(button, icon)
    button.clicked.connect(lambda _checked=False: run())
    return button


def fill_ranks(box: QComboBox) -> None:
    """The classes of precedence; the first entry leaves the class to the title."""
    box.addItem(tr("From the title"), "")
    for rank in RANK_NAMES:
        box.addItem(tr(rank), rank)


def show_derived(box: QComboBox, post: Post | None) -> None:
    """Say in the first entry what the title gives."""
    derived = rank_of(replace(post, rank="")) if post is not None else ""
    box.setItemText(0, tr("From the title: {rank}", rank=tr(derived) if derived else tr("no rank known")))


def _box() -> QComboBox:
    box = QComboBox()
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(8)
    return box


def _with_part(person: Person, place: int, part: str, text: str) -> Person:
    return with_post(person, place, **{part: text}) if place < len(person.posts) else person


def _part_of(person: Person, place: int, part: str) -> str:
    return str(getattr(person.posts[place], part)) if place < len(person.posts) else ""
