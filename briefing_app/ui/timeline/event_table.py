"""The table twin of the canvas: the same events as rows."""

from __future__ import annotations

from datetime import date

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from briefing_app.app.i18n import language, tr
from briefing_app.app.session import Session
from briefing_app.domain.records import Event, Person, Source
from briefing_app.domain.timeline_events import date_words, rail
from briefing_app.ui.record_titles import shown_title
from briefing_app.ui.theme import theme
from briefing_app.ui.timeline.cell_edits import CellEdits
from briefing_app.ui.timeline.event_book import EventBook, exchange_rows
from briefing_app.ui.timeline.names import surname
from briefing_app.ui.timeline.words import confidence_words, dates_in_words
from briefing_app.ui.widgets.table import Table
from briefing_app.ui.widgets.table_model import Column, TableModel

FAR = float("inf")
PEOPLE, SOURCE, CONFIDENCE = 2, 3, 4


def event_model(session: Session, edits: CellEdits) -> TableModel[Event]:
    """The model: date, event, people, source, confidence. ``edits`` take what is typed into a cell (F2)."""
    workspace = session.workspace

    def people(event: Event) -> str:
        found = (workspace.find("person", each.person) for each in event.participants)
        return ", ".join(surname(person) for person in found if isinstance(person, Person))

    def sources(event: Event) -> str:
        found = (workspace.find("source", each) for each in event.sources)
        names = [each.publisher or each.title for each in found if isinstance(each, Source)]
        return ", ".join(dict.fromkeys(names))

    def when(event: Event) -> float:
        found = rail(event)
        return found.start if found else FAR

    columns = (
        Column[Event](tr("Date"), first_date, sort=when, width=20, tip=dates_in_words, edit=edits.first_date),
        Column[Event](
            tr("Event"),
            lambda event: shown_title(session, event.title),
            width=0,
            tip=lambda event: event.summary,
            edit=edits.title,
            typed=lambda event: event.title,
        ),
        Column[Event](tr("People"), people, width=22, tip=people),
        Column[Event](tr("Source"), sources, width=22, tip=sources),
        Column[Event](
            tr("Confidence"),
            lambda event: confidence_words(event.confidence),
            width=12,
            edit=edits.confidence,
        ),
    )
    return TableModel(columns, lambda event: event.id)


class EventTable(Table):
    """The table; where it is narrow, the titles keep their room and the last columns step back."""

    def __init__(self, model: TableModel[Event], parent: QWidget | None = None) -> None:
        super().__init__(model, parent)
        self.view.record_kind = "event"

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        for column, needed in ((SOURCE, 820), (CONFIDENCE, 700), (PEOPLE, 560)):
            self.view.setColumnHidden(column, self.width() < theme().px(needed))


def exchange_quietly(table: Table, book: EventBook, keys: list[str]) -> None:
    """Show changed events where they stand now. Their rows leave the table for a moment: nobody chose their
    neighbours by that, and whoever is typing keeps the cursor.
    """
    view = table.view
    chosen, blocked = view.current_key, view.blockSignals(True)
    exchange_rows(table.model, book, keys)
    if chosen in keys and chosen in book.events and view.current_key != chosen:
        view.select_key(chosen)
    view.blockSignals(blocked)


def first_date(event: Event) -> str:
    """The first date in words; how many more there are."""
    found = rail(event)
    if found is None:
        return tr("no date")
    more = len(found.ticks) - 1
    return date_words(found.ticks[0].edtf, language()) + (f" (+{more})" if more else "")


def day_of(event: Event) -> date | None:
    """The day of an event that posts are looked up for."""
    from briefing_app.domain.fuzzydate import parse

    return next((parse(each.edtf).sort_day for each in event.dates if each.edtf), None)
