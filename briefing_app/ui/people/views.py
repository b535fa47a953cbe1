"""The views of the People tab beside the page: each is made, and its code read, when it is first shown."""

from __future__ import annotations

from functools import cached_property

from PySide6.QtCore import SignalInstance
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from briefing_app.app.i18n import tr
from briefing_app.app.session import Session
from briefing_app.ui.people.list_model import PeopleModel
from briefing_app.ui.record_titles import teller

VIEWS = ("Person", "Positions", "Relations", "Organisations", "Delegations")
PERSON, POSITIONS, RELATIONS, ORGANISATIONS, DELEGATIONS = range(5)


class PeopleViews:
    """What the tab shows in its centre. The tab says who it is for and takes what was clicked."""

    _session: Session
    _place: int
    _shown_id: str
    _centre: QStackedWidget
    _listed: QHBoxLayout
    model: PeopleModel
    block_requested: SignalInstance
    page_requested: SignalInstance
    add_to_briefing_requested: SignalInstance

    def new_record(self) -> None:
        """Add what the view shown is of."""
        raise NotImplementedError

    def show_record(self, kind, record_id: str) -> None:  # type: ignore[no-untyped-def]
        """Show a record in its view."""
        raise NotImplementedError

    def _on_requested(self, kind: str, record_id: str) -> None:
        raise NotImplementedError

    def _on_related(self, person_id: str) -> None:
        raise NotImplementedError

    def _go_to_row(self, row: str) -> None:
        raise NotImplementedError

    @cached_property
    def empty(self) -> QWidget:
        """What stands here while there is nobody."""
        from briefing_app.ui.widgets.notices import EmptyState

        said = tr("People hold who sits opposite: names in each script, posts through time, what they said.")
        return self._taken(EmptyState("people", said, action=tr("Add a person"), on_action=self.new_record))

    @cached_property
    def index_bar(self):  # type: ignore[no-untyped-def]
        """The rows of the syllabary beside the list."""
        from briefing_app.ui.people.index_bar import IndexBar

        bar = IndexBar()
        bar.show_rows(self.model.starts())
        self.model.modelReset.connect(lambda: bar.show_rows(self.model.starts()))
        bar.chosen.connect(self._go_to_row)
        self._listed.addWidget(bar)
        return bar

    @cached_property
    def matrix(self):  # type: ignore[no-untyped-def]
        """Positions: people by issues, and the ledger."""
        from briefing_app.ui.people.matrix_view import MatrixView

        view = MatrixView(self._session)
        view.record_requested.connect(self._on_requested)
        view.page_requested.connect(self.page_requested)
        view.block_requested.connect(self.block_requested)
        view.ledger.view.row_opened.connect(lambda key: self.show_record("person", str(key).split("/")[0]))
        return self._taken(view)

    @cached_property
    def relations(self):  # type: ignore[no-untyped-def]
        """The picture of relations."""
        from briefing_app.ui.people.relations_view import RelationsView

        view = RelationsView(teller(self._session))
        view.person_requested.connect(self._on_related)
        return self._taken(view)

    @cached_property
    def chart(self):  # type: ignore[no-untyped-def]
        """The organisation chart."""
        from briefing_app.ui.people.chart_view import ChartView

        view = ChartView(self._session)
        view.record_requested.connect(self._on_requested)
        return self._taken(view)

    @cached_property
    def delegations(self):  # type: ignore[no-untyped-def]
        """Sides of the table."""
        from briefing_app.ui.people.delegations import DelegationsView

        view = DelegationsView(self._session)
        view.person_requested.connect(lambda key: self.show_record("person", key))
        view.add_to_briefing_requested.connect(self.add_to_briefing_requested)
        return self._taken(view)

    def _view(self, place: int) -> QWidget:
        views: dict[int, str] = {
            PERSON: "page", POSITIONS: "matrix", RELATIONS: "relations", ORGANISATIONS: "chart",
            DELEGATIONS: "delegations",
        }  # fmt: skip
        view: QWidget = getattr(self, views[place])
        return view

    def _add_shown(self) -> None:
        """Hand what the view shows to the paper: the person, what was said, the delegation."""
        if self._place == POSITIONS:
            self.matrix.add_chosen()
        elif self._place == DELEGATIONS:
            self.delegations.add_shown()
        elif self._shown_id:
            self.add_to_briefing_requested.emit("person", self._shown_id)

    def _taken(self, view: QWidget) -> QWidget:
        self._centre.addWidget(view)
        return view
