"""The Organisations view: the tree of bodies, who holds which post on the day, and the body chosen."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QScrollArea, QSplitter, QVBoxLayout, QWidget

from briefing_app.app.i18n import tr
from briefing_app.app.session import Session
from briefing_app.domain import people
from briefing_app.domain.change import Change, ChangeSet, added
from briefing_app.domain.ids import new_id
from briefing_app.domain.organisations import ChartNode, Directory, Holder, chart, holders
from briefing_app.domain.records import Organisation, Person, Source
from briefing_app.errors import BriefingError
from briefing_app.ui.people.box_canvas import Box, BoxCanvas, scrolled
from briefing_app.ui.people.organisation_page import OrganisationPage, OrganisationView
from briefing_app.ui.theme import theme
from briefing_app.ui.widgets.labels import label
from briefing_app.ui.widgets.notices import EmptyState

MOST_HOLDERS = 3


class ChartView(QWidget):
    """``record_requested`` carries kind and id of what was clicked on the page of a body."""

    record_requested = Signal(str, str)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._shown_id = ""
        self._directory = Directory(())
        self._day = date.min
        self._everybody: Sequence[Person] = ()
        self._held: dict[str, list[Holder]] = {}
        self._sources: dict[str, Source] = {}
        self.canvas = BoxCanvas(tr("Organisation chart"))
        self.canvas.opened.connect(self.show_body)
        self.page = OrganisationPage(session)
        self.page.record_requested.connect(self._on_requested)
        self._empty = EmptyState(
            "people",
            tr("Ministries and other bodies: their names, who belongs to whom, who holds which post."),
            action=tr("Add an organisation"), on_action=self.new_body,
            second=tr("Make them from the posts"), on_second=self.make_from_posts,
        )  # fmt: skip
        self._lay_out()

    def _lay_out(self) -> None:
        px = theme().px
        add = QPushButton(tr("Add an organisation"))
        theme().show_icon(add, "add")
        add.clicked.connect(lambda _checked=False: self.new_body())
        self._make = QPushButton(tr("Make them from the posts"))
        self._make.setToolTip(tr("Add a body for each organisation that posts name and that is not here yet"))
        self._make.clicked.connect(lambda _checked=False: self.make_from_posts())
        self._remark = label("", "secondary")
        row = QHBoxLayout()
        row.setContentsMargins(px(32), px(12), px(16), px(8))
        row.setSpacing(px(8))
        row.addWidget(self._remark, 1)
        row.addWidget(self._make)
        row.addWidget(add)
        self._area: QScrollArea = scrolled(self.canvas)
        self._splitter = QSplitter(Qt.Orientation.Horizontal)
        self._splitter.addWidget(self._area)
        self._splitter.addWidget(self.page)
        self._splitter.setStretchFactor(0, 1)
        self._splitter.setSizes([px(620), px(360)])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row)
        column.addWidget(self._splitter, 1)
        column.addWidget(self._empty, 1)

    def show_people(
        self,
        bodies: Sequence[Organisation],
        everybody: Sequence[Person],
        sources: dict[str, Source],
        day: date,
    ) -> None:
        """Take all bodies and people, as of a day."""
        self._directory, self._sources, self._day = Directory(bodies), sources, day
        self._held = holders(self._directory, everybody)
        self._everybody = everybody
        missing = self._missing()
        self._make.setVisible(bool(missing) and bool(bodies))
        self._remark.setText(
            tr("{count} organisations named by posts are not here yet.", count=len(missing))
            if missing
            else ""
        )
        self._splitter.setVisible(bool(bodies))
        self._empty.setVisible(not bodies)
        nodes = chart(self._directory, self._held, day)
        self.canvas.show_boxes(
            [self._box(node) for node in nodes],
            [(node.parent, node.body.id) for node in nodes if node.parent],
        )
        if self._shown_id not in self._directory.bodies:
            self._shown_id = nodes[0].body.id if nodes else ""
        self._show_page()

    def show_body(self, body_id: str) -> None:
        """Show the page of a body."""
        if body_id in self._directory.bodies:
            self._shown_id = body_id
            self._show_page()

    def new_body(self) -> None:
        """Add a body below the one shown and put the cursor into its name."""
        body = Organisation(id=new_id("organisation"), title=tr("New organisation"), parent=self._shown_id)
        try:
            self._session.apply(added(body, tr("Add organisation")))
        except BriefingError as error:
            self._session.report(error)
            return
        self.show_body(body.id)
        self.page.focus_first()

    def make_from_posts(self) -> None:
        """Add a body for each organisation that posts name in words only, in one step."""

        made = [
            Organisation(id=new_id("organisation"), title=title, country=country)
            for title, country in self._missing().items()
        ]
        if made:
            changes = tuple(Change("organisation", body.id, None, body) for body in made)
            try:
                self._session.apply(ChangeSet(tr("Make organisations from posts"), changes))
            except BriefingError as error:
                self._session.report(error)

    def _missing(self) -> dict[str, str]:
        """What posts name and is no record yet, with the country of who holds the post."""
        found: dict[str, str] = {}
        for person in self._everybody:
            for post in person.posts:
                if post.organisation.strip() and self._directory.named(post.organisation) is None:
                    found.setdefault(post.organisation.strip(), person.country)
        return found

    def _box(self, node: ChartNode) -> Box:
        said = [
            f"{people.capital_name(each.person)} – {each.post.title}" for each in node.holders[:MOST_HOLDERS]
        ]
        if len(node.holders) > MOST_HOLDERS:
            said.append(tr("and {count} more", count=len(node.holders) - MOST_HOLDERS))
        title = f"{node.body.short} – {node.body.title}" if node.body.short else node.body.title
        return Box(node.body.id, node.depth, node.row, title, (node.body.native, *said))

    def _show_page(self) -> None:
        body = self._directory.bodies.get(self._shown_id)
        self.page.setVisible(body is not None)
        if body is not None:
            self.page.show_body(
                OrganisationView(
                    body, self._day, self._directory, tuple(self._held.get(body.id, ())), self._sources
                )
            )

    def _on_requested(self, kind: str, key: str) -> None:
        if kind == "organisation":
            self.show_body(key)
        else:
            self.record_requested.emit(kind, key)
