"""The page of an organisation: where it stands, its posts and who held them, and its fields."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from briefing_app.app.error_words import told
from briefing_app.app.following import NameWatch
from briefing_app.app.i18n import language, tr
from briefing_app.app.session import Session
from briefing_app.domain import people
from briefing_app.domain.change import removed
from briefing_app.domain.date_words import words
from briefing_app.domain.fuzzydate import is_edtf
from briefing_app.domain.organisations import Directory, Holder, renamed
from briefing_app.domain.records import Organisation, Source
from briefing_app.errors import BriefingError, UsageError
from briefing_app.ui.known_names import KnownNames
from briefing_app.ui.people.country_names import country_code
from briefing_app.ui.theme import theme
from briefing_app.ui.widgets.flow import ChipRow
from briefing_app.ui.widgets.form import Form, LineEdit, TextArea
from briefing_app.ui.widgets.fuzzy_date_field import FuzzyDateField
from briefing_app.ui.widgets.labels import CitationChip, ElidedLabel, SectionHeader, chip_words, label


@dataclass(frozen=True)
class OrganisationView:
    """All that the page shows, looked up beforehand; holders are the latest begun first."""

    body: Organisation
    day: date
    directory: Directory
    holders: tuple[Holder, ...]
    sources: dict[str, Source]


class OrganisationPage(QScrollArea):
    """Shows and edits one body. ``record_requested`` carries what was clicked."""

    record_requested = Signal(str, str)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._watch = NameWatch(session)
        self._body: Organisation | None = None
        self._refresh: list[Callable[[OrganisationView], None]] = []
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMinimumWidth(theme().px(280))
        content = QWidget()
        content.setProperty("panel", "surface")
        px = theme().px
        self._column = QVBoxLayout(content)
        self._column.setContentsMargins(px(16), px(8), px(16), px(24))
        self._column.setSpacing(px(6))
        self._told = QWidget()
        self._told_column = QVBoxLayout(self._told)
        self._told_column.setContentsMargins(0, 0, 0, 0)
        self._told_column.setSpacing(px(4))
        self._column.addWidget(self._told)
        self._form = Form()
        self._fill()
        self._column.addWidget(self._form)
        self._column.addStretch(1)
        self.setWidget(content)

    def show_body(self, view: OrganisationView) -> None:
        """Show a body; a field being typed in keeps its cursor."""
        if self._body is not None and self._body.id != view.body.id:
            self.verticalScrollBar().setValue(0)
        self._body = view.body
        self._tell(view)
        for refresh in self._refresh:
            refresh(view)

    def focus_first(self) -> None:
        """Put the cursor into the name."""
        self.title.setFocus()
        self.title.selectAll()

    # --- what is told --------------------------------------------------------------------------------

    def _tell(self, view: OrganisationView) -> None:
        while (item := self._told_column.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.setParent(None)
                widget.deleteLater()
        body, column = view.body, self._told_column
        title = label(body.title, "section", wrap=True)
        column.addWidget(title)
        if body.native:
            column.addWidget(
                label("  ".join(part for part in (body.native, body.reading) if part), wrap=True)
            )
        way = [(each.short or each.title, each.id) for each in view.directory.path(body)]
        below = [(each.short or each.title, each.id) for each in view.directory.children(body.id)]
        for words_, found in ((tr("Belongs to"), way[::-1]), (tr("Below it"), below)):
            if found:
                column.addWidget(label(words_, "secondary"))
                chips = ChipRow()
                chips.set_chips(found)
                chips.opened.connect(lambda key: self.record_requested.emit("organisation", key))
                column.addWidget(chips)
        column.addWidget(SectionHeader(tr("Posts and their holders")))
        self._tell_holders(view)
        self._tell_sources(view)

    def _tell_holders(self, view: OrganisationView) -> None:
        if not view.holders:
            self._told_column.addWidget(label(tr("Nobody here has a post in it."), tone="muted", wrap=True))
        by_title: dict[str, list[Holder]] = {}
        for holder in view.holders:
            by_title.setdefault(holder.post.title, []).append(holder)
        for title, found in by_title.items():
            self._told_column.addWidget(label(title, "secondary", wrap=True))
            for holder in found:
                self._told_column.addWidget(self._holder(holder, view))

    def _holder(self, holder: Holder, view: OrganisationView) -> QWidget:
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(theme().px(8))
        link = QPushButton(people.capital_name(holder.person))
        link.setProperty("kind", "link")
        link.setToolTip(people.post_words(holder.post))
        link.clicked.connect(lambda _checked=False: self.record_requested.emit("person", holder.person.id))
        line.addWidget(link)
        when = f"{_said(holder.post.from_) or '?'} – {_said(holder.post.to)}".strip()
        now = f"  ·  {tr('on this day')}" if people.holds(holder.post, view.day) else ""
        line.addWidget(ElidedLabel(when + now, "hint"), 1)
        return row

    def _tell_sources(self, view: OrganisationView) -> None:
        found = [view.sources[key] for key in view.body.sources if key in view.sources]
        self._told_column.addWidget(SectionHeader(tr("Sources")))
        if not found:
            self._told_column.addWidget(label(tr("No source yet."), "secondary", "caution"))
            return
        row = ChipRow()
        for number, (source, shown) in enumerate(zip(found, chip_words(found), strict=True), 1):
            chip = CitationChip(source, number, words=shown)
            chip.requested.connect(lambda key: self.record_requested.emit("source", key))
            row.add(chip)
        self._told_column.addWidget(row)

    # --- fields --------------------------------------------------------------------------------------

    def _fill(self) -> None:
        form = self._form
        form.add_widget(SectionHeader(tr("Fields")))
        self.title = self._line(
            tr("Name in English"), "title", tr("An old name stays among the other names.")
        )
        self._line(tr("Name in its own script"), "native")
        self._line(tr("Reading (kana)"), "reading")
        self._line(tr("Short form"), "short")
        self._list(tr("Other names"), "other_names", tr("Posts are found by any of these."))
        self.parent_box = QComboBox()
        self.parent_box.activated.connect(lambda _place: self._take_parent())
        self._refresh.append(self._show_parents)
        form.add(tr("Belongs to"), self.parent_box)
        country = self._line(tr("Country"), "country", tr("A name or two letters: Japan, US, EU."))
        country.left.connect(self._settle_country)
        self._line(tr("Seat"), "seat")
        form.add_row(self._date(tr("Exists from"), "from_"), self._date(tr("To (first day after)"), "to"))
        self._area(tr("Note"), "note")
        self._sources()
        remove = QPushButton(tr("Remove this organisation"))
        theme().show_icon(remove, "delete")
        remove.clicked.connect(lambda _checked=False: self._remove())
        form.add_widget(remove)

    def _change(self, change: Callable[[Organisation], Organisation]) -> None:
        if self._body is None:
            return
        current = self._session.current("organisation", self._body.id)
        if isinstance(current, Organisation) and (new := change(current)) != current:
            self._session.text_edit(current, new, tr("Edit organisation"))

    def _line(self, text: str, name: str, help_text: str = "") -> LineEdit:
        edit = LineEdit()
        if name == "title":
            # Taken when the field is left: half a name is none that a post could be found by.
            edit.entered.connect(self._on_title_entered)
            edit.left.connect(lambda: self._take_title(edit.text().strip()))
            edit.left.connect(self._watch.leave)
        else:
            edit.typed.connect(lambda typed: self._change(lambda body: replace(body, **{name: typed})))
            edit.left.connect(self._session.typing.flush)
        self._refresh.append(
            lambda view: (
                None if name == "title" and edit.hasFocus() else edit.show_text(getattr(view.body, name))
            )
        )
        self._form.add(text, edit, help_text)
        return edit

    def _on_title_entered(self) -> None:
        if self._body is not None:
            self._watch.enter("organisation", self._body.id)

    def _take_title(self, title: str) -> None:
        if title and self._body is not None and title != self._body.title:
            is_new = self._body.title == tr("New organisation")
            self._change(lambda body: replace(body, title=title) if is_new else renamed(body, title))
            self._session.typing.flush()

    def _sources(self) -> None:
        """Sources by their titles."""
        known = KnownNames(self._session.workspace)
        edit = LineEdit(placeholder=tr("titles, separated by semicolons"))
        field = self._form.add(tr("Sources"), edit)

        def take() -> None:
            parts = [part for part in edit.text().replace("；", ";").split(";") if part.strip()]
            try:
                found = tuple(map(known.source, parts))
            except UsageError as error:
                field.set_error(told(error))
                return
            field.set_error("")
            self._change(lambda body: replace(body, sources=found))
            self._session.typing.flush()

        edit.editingFinished.connect(take)
        self._refresh.append(
            lambda view: (
                None if edit.hasFocus() else edit.show_text("; ".join(map(known.title, view.body.sources)))
            )
        )

    def _settle_country(self) -> None:
        self._change(lambda body: replace(body, country=country_code(body.country)))
        self._session.typing.flush()

    def _area(self, text: str, name: str) -> None:
        edit = TextArea()
        edit.setFixedHeight(theme().px(72))
        edit.typed.connect(lambda typed: self._change(lambda body: replace(body, **{name: typed})))
        edit.left.connect(self._session.typing.flush)
        self._refresh.append(lambda view: edit.show_text(getattr(view.body, name)))
        self._form.add(text, edit)

    def _list(self, text: str, name: str, help_text: str = "") -> None:
        edit = LineEdit(placeholder=tr("separated by commas"))
        edit.editingFinished.connect(lambda: self._take_list(name, edit.text()))
        self._refresh.append(
            lambda view: None if edit.hasFocus() else edit.show_text(", ".join(getattr(view.body, name)))
        )
        self._form.add(text, edit, help_text)

    def _take_list(self, name: str, typed: str) -> None:
        parts: Any = tuple(part for each in typed.split(",") if (part := each.strip()))
        self._change(lambda body: replace(body, **{name: parts}))

    def _date(self, text: str, name: str) -> FuzzyDateField:
        field = FuzzyDateField(text, tr("not known") if name == "from_" else tr("still there"))
        field.edtf_changed.connect(lambda edtf: self._change(lambda body: replace(body, **{name: edtf})))
        self._refresh.append(lambda view: field.show_edtf(getattr(view.body, name), view.day))
        return field

    def _show_parents(self, view: OrganisationView) -> None:
        below = {view.body.id}
        grown = True
        while grown:
            more = {body.id for body in view.directory.bodies.values() if body.parent in below} - below
            below |= more
            grown = bool(more)
        self.parent_box.clear()
        self.parent_box.addItem(tr("None"), "")
        for body in sorted(view.directory.bodies.values(), key=lambda each: each.title.casefold()):
            if body.id not in below:
                self.parent_box.addItem(body.title, body.id)
        self.parent_box.setCurrentIndex(max(0, self.parent_box.findData(view.body.parent)))

    def _take_parent(self) -> None:
        chosen = self.parent_box.currentData()
        self._change(lambda body: replace(body, parent=chosen))
        self._session.typing.flush()

    def _remove(self) -> None:
        if self._body is None:
            return
        self._session.typing.flush()
        current = self._session.workspace.find("organisation", self._body.id)
        if isinstance(current, Organisation):
            try:
                self._session.apply(removed(current, tr("Remove {name}", name=current.title)))
            except BriefingError as error:
                self._session.report(error)


def _said(edtf: str) -> str:
    return words(edtf, language()) if edtf and is_edtf(edtf) else edtf
