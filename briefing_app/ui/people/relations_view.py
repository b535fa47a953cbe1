"""The Relations view: the chosen person in the middle, whom relations reach around, the same as a table."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from briefing_app.app.i18n import language, tr
from briefing_app.domain import people
from briefing_app.domain.date_words import words
from briefing_app.domain.fuzzydate import is_edtf
from briefing_app.domain.records import Person, Source
from briefing_app.domain.relations import GraphNode, Link, graph, has_inverse, links
from briefing_app.ui.people.box_canvas import Box, BoxCanvas, scrolled
from briefing_app.ui.record_words import office_words
from briefing_app.ui.theme import theme
from briefing_app.ui.widgets.labels import label
from briefing_app.ui.widgets.table import Table
from briefing_app.ui.widgets.table_model import Column, TableModel

MOST_LINES = 3


class RelationsView(QWidget):
    """Opening somebody puts them in the middle."""

    person_requested = Signal(str)

    def __init__(self, shown: Callable[[str], str] = str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown = shown
        self._names: dict[str, str] = {}
        self._sources: dict[str, Source] = {}
        self.canvas = BoxCanvas(tr("Picture of relations"))
        self.canvas.opened.connect(self._open)
        self.table = Table(self._model())
        self.table.view.row_opened.connect(lambda key: self._open(str(key).split("\t")[0]))
        self._title = label("", "section")
        self._none = label("", tone="muted", wrap=True)
        px = theme().px
        splitter = QSplitter(Qt.Orientation.Vertical)
        splitter.addWidget(scrolled(self.canvas))
        splitter.addWidget(self.table)
        splitter.setStretchFactor(0, 1)
        splitter.setSizes([px(420), px(200)])
        self._title.setContentsMargins(px(32), px(12), px(16), px(4))
        self._none.setContentsMargins(px(32), px(4), px(16), px(8))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._title)
        column.addWidget(self._none)
        column.addWidget(splitter, 1)

    def show_person(
        self, person: Person | None, everybody: Sequence[Person], sources: dict[str, Source], day: date
    ) -> None:
        """Take who is in the middle and who else there is, on a day."""
        self._names = {each.id: people.latin_name(each) for each in everybody}
        self._sources = sources
        if person is None:
            self._title.setText("")
            self.canvas.show_boxes([], [])
            self.table.model.set_rows([])
            return
        self._title.setText(people.capital_name(person))
        nodes = graph(person, everybody, day)
        by_id = {each.id: each for each in everybody}
        self.canvas.show_boxes(
            [self._box(node, by_id[node.person], day) for node in nodes],
            [(node.towards, node.person) for node in nodes if node.towards],
        )
        found = links(person, everybody)
        self.table.model.set_rows(found)
        self.table.setVisible(bool(found))
        self._none.setVisible(len(nodes) == 1)
        self._none.setText(
            tr("No relation stands on this day. Add one under Relations in the fields of the person.")
        )

    def _box(self, node: GraphNode, person: Person, day: date) -> Box:
        if not node.links:
            return Box(person.id, node.column, node.row, people.capital_name(person),
                       (office_words(person, day, self._shown),), is_main=True)  # fmt: skip
        said = [link_words(link) for link in node.links][:MOST_LINES]
        return Box(person.id, node.column, node.row, people.capital_name(person), tuple(said))

    def _open(self, key: str) -> None:
        self.person_requested.emit(key)

    def _model(self) -> TableModel[Link]:
        return TableModel(
            [
                Column(
                    tr("Who"),
                    lambda link: self._names.get(link.other, link.other),
                    width=16,
                    bold=True,
                    tip=self._entered_with,
                ),
                Column(tr("Relation"), link_words, width=0, tip=link_words),
                Column(tr("From"), lambda link: _said(link.relation.from_), width=13),
                Column(tr("To"), lambda link: _said(link.relation.to), width=13),
                Column(
                    tr("Source"),
                    lambda link: self._source(link.relation.source),
                    width=10,
                    tip=lambda link: self._source(link.relation.source),
                ),
            ],
            lambda link: f"{link.other}\t{link.owner}\t{link.place}",
        )

    def _entered_with(self, link: Link) -> str:
        return tr("Entered with {name}", name=self._names.get(link.owner, link.owner))

    def _source(self, key: str) -> str:
        source = self._sources.get(key)
        if source is None:
            return key or tr("no source")
        return source.publisher or source.title


def link_words(link: Link) -> str:
    """What the other is to this person; a relation without a word for its other end shows its direction."""
    head, _space, rest = link.words.partition(" ")
    if not link.words:
        return tr("relation")
    if has_inverse(link.words):
        return tr("{relation} {rest}", relation=tr(head), rest=rest) if rest else tr(head)
    return f"← {link.words}" if link.is_inverse else f"→ {link.words}"


def _said(edtf: str) -> str:
    return words(edtf, language()) if edtf and is_edtf(edtf) else edtf
