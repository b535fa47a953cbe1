"""Choose what goes into the paper: a person, an event, a note, a figure … of the workspace."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TypeAlias

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from briefing_app.app.i18n import language, tr
from briefing_app.domain.date_words import words as date_words
from briefing_app.domain.fuzzydate import is_edtf
from briefing_app.domain.records import (
    Basket,
    Block,
    Delegation,
    Event,
    Note,
    Person,
    Position,
    Record,
    Scenario,
    Series,
    Source,
    title_of,
)
from briefing_app.domain.stances import block_of, said_on
from briefing_app.store.search import fold
from briefing_app.store.workspace import Workspace
from briefing_app.ui.theme import theme
from briefing_app.ui.widgets.labels import label
from briefing_app.ui.widgets.search_field import SearchField

SHOWN = 300
Offer: TypeAlias = tuple[str, str, Block]
Called: TypeAlias = Callable[[Record], str]
"""What a record is called."""
_BLOCK = Qt.ItemDataRole.UserRole


def offers() -> tuple[tuple[str, str], ...]:
    """What may be added, by kind of block, in the order of the menu."""
    return (
        ("event", tr("An event…")), ("person", tr("A person…")), ("note", tr("A note…")),
        ("quotation", tr("A quotation…")), ("position", tr("What somebody said…")),
        ("delegation", tr("A delegation…")), ("series", tr("A figure…")),
        ("series_chart", tr("A chart of figures…")),
        ("duty", tr("A duty, live…")), ("rate_chart", tr("A rate over time, live…")),
        ("scenario", tr("A scenario…")), ("source", tr("A source…")),
    )  # fmt: skip


class BlockPicker(QDialog):
    """``chosen`` carries the block of what was chosen."""

    chosen = Signal(object)

    def __init__(
        self,
        workspace: Workspace,
        kind: str,
        parent: QWidget | None = None,
        *,
        called: Called = title_of,
        day: date | None = None,
    ) -> None:
        """``day``: what had happened by then comes first, the last thing before all; the rest follows."""
        super().__init__(parent)
        self.setWindowTitle(dict(offers())[kind].rstrip("…"))
        self.resize(theme().px(560), theme().px(460))
        self._all = [
            (fold(f"{words} {more}"), words, more, block)
            for words, more, block in (
                _events(workspace, called, day) if kind == "event" else _GATHER[kind](workspace, called)
            )
        ]
        self.field = SearchField(tr("Find by words"))
        self.field.changed.connect(lambda _text: self._show())
        self.field.accepted.connect(self.take)
        self.field.down_pressed.connect(lambda: self.list.setFocus(Qt.FocusReason.TabFocusReason))
        self.list: QListWidget = QListWidget()
        self.list.setAccessibleName(self.windowTitle())
        self.list.setWordWrap(True)
        self.list.setSpacing(theme().px(3))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.itemActivated.connect(lambda _item: self.take())
        self._nothing = label(tr("There is none in this workspace yet."), tone="muted", wrap=True)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.add = buttons.addButton(tr("Add to the paper"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.add.setProperty("kind", "primary")
        buttons.accepted.connect(self.take)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(*(theme().px(20),) * 4)
        column.setSpacing(theme().px(10))
        for part in (self.field, self._nothing, self.list, buttons):
            column.addWidget(part, 1 if part is self.list else 0)
        self._show()

    def take(self) -> None:
        """Send what is chosen and close."""
        item = self.list.currentItem()
        if item is not None:
            self.chosen.emit(item.data(_BLOCK))
            self.accept()

    def _show(self) -> None:
        wanted = fold(self.field.text()).split()
        hits = [each for each in self._all if all(word in each[0] for word in wanted)]
        self.list.clear()
        for _folded, words, more, block in hits[:SHOWN]:
            item = QListWidgetItem(f"{words}\n{more}" if more else words)
            item.setData(_BLOCK, block)
            self.list.addItem(item)
        self.list.setCurrentRow(0)
        self._nothing.setVisible(not self._all)
        self.add.setEnabled(bool(hits))


def _events(workspace: Workspace, called: Called, day: date | None = None) -> list[Offer]:
    found = [each for each in workspace.records("event") if isinstance(each, Event)]
    found.sort(key=_main_day, reverse=True)
    if day is not None:
        until = day.isoformat()
        past = [each for each in found if _main_day(each)[:10] <= until]
        found = [*past, *reversed(found[: len(found) - len(past)])]  # what comes, the next thing first
    return [
        (
            called(each),
            ", ".join(date_words(typed.edtf, language()) for typed in each.dates[:1]),
            Block("event", each.id),
        )
        for each in found
    ]


def _main_day(event: Event) -> str:
    return event.dates[0].edtf if event.dates else ""


def _people(workspace: Workspace, called: Called) -> list[Offer]:
    return [
        (called(each), " · ".join(_other_names(each, called(each))), Block("person", each.id))
        for each in workspace.records("person")
        if isinstance(each, Person)
    ]


def _other_names(person: Person, shown: str) -> list[str]:
    return [name.full for name in person.names if name.full != shown]


def _quotations(workspace: Workspace, called: Called) -> list[Offer]:
    return [
        (" ".join(each.text.split())[:240], note.title, Block("quotation", note.id, options={"place": place}))
        for note in workspace.with_entries("note", "quotations")
        if isinstance(note, Note)
        for place, each in enumerate(note.quotations)
    ]


def _positions(workspace: Workspace, called: Called) -> list[Offer]:
    found = [
        (person, position)
        for person in workspace.records("person")
        if isinstance(person, Person)
        for position in person.positions
    ]
    found.sort(key=lambda each: said_on(each[1]), reverse=True)
    return [
        (
            " ".join((position.stance or position.statement or position.quotation).split())[:240],
            _said(called(person), position),
            block_of(person, position),
        )
        for person, position in found
    ]


def _said(name: str, position: Position) -> str:
    when = date_words(position.date, language()) if is_edtf(position.date) else position.date
    return " · ".join(part for part in (name, position.issue, when) if part)


def _goods(kind: str) -> Callable[[Workspace, Called], list[Offer]]:
    """The baskets as live answers; a single good is asked about on the Tariffs tab."""

    def gather(workspace: Workspace, called: Called) -> list[Offer]:
        return [
            (
                called(each) or each.id,
                "; ".join(f"{row.hts} {row.origin}" for row in each.rows[:4]),
                Block(kind, each.id),
            )
            for each in workspace.records("basket")
            if isinstance(each, Basket)
        ]

    return gather


def _records(kind: str, type_: type[Record], **options: object) -> Callable[[Workspace, Called], list[Offer]]:
    def gather(workspace: Workspace, called: Called) -> list[Offer]:
        found = [each for each in workspace.records(kind) if isinstance(each, type_)]  # type: ignore[arg-type]
        return [(called(each), _more(each), Block(kind, each.id, options=dict(options))) for each in found]

    return gather


def _more(record: Record) -> str:
    match record:
        case Source():
            return ", ".join(part for part in (record.publisher, record.date) if part)
        case Series():
            return record.unit
        case Delegation():
            return date_words(record.day, language()) if is_edtf(record.day) else record.day
        case _:
            return ""


_GATHER: dict[str, Callable[[Workspace, Called], list[Offer]]] = {
    "event": _events,
    "person": _people,
    "note": _records("note", Note),
    "quotation": _quotations,
    "position": _positions,
    "delegation": _records("delegation", Delegation),
    "series": _records("series", Series),
    "series_chart": _records("series", Series, chart=True),
    "duty": _goods("duty"),
    "rate_chart": _goods("rate_chart"),
    "scenario": _records("scenario", Scenario),
    "source": _records("source", Source),
}
