"""People from a table: what each column means, the first people as they would come in, one step back."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from briefing_app.app.error_words import told
from briefing_app.app.following import changes_following
from briefing_app.app.i18n import tr
from briefing_app.app.jobs import Jobs
from briefing_app.app.session import Session
from briefing_app.domain import people
from briefing_app.domain.arrivals import WAYS, Arrival, PeopleHere, Way, arrivals
from briefing_app.domain.change import Change, ChangeSet
from briefing_app.domain.records import Person
from briefing_app.domain.renaming import name_changes
from briefing_app.errors import BriefingError, UsageError
from briefing_app.exchange import people_mapping
from briefing_app.exchange.result import Problem
from briefing_app.store.workspace import Workspace
from briefing_app.ui import messages
from briefing_app.ui.people.duplicates_dialog import SHOWN as SHOWN_FIELDS
from briefing_app.ui.people.list_model import shown_name
from briefing_app.ui.theme import theme
from briefing_app.ui.widgets.column_list import ColumnList
from briefing_app.ui.widgets.labels import label

LARGEST_BYTES = 50_000_000
SHOWN = 50


def start_people_import(window: QWidget, session: Session) -> None:
    """Ask for a table, read it in a thread, and ask what its columns mean."""
    path = messages.ask_open_file(
        window, tr("Import people from a table"), Path.home(), f"{tr('Tables')} (*.csv *.xlsx)"
    )
    if path is None:
        return
    session.take_typed()
    workspace = session.workspace
    session.jobs.run(
        lambda: (read_table(path), people_here(workspace)),
        lambda read: _ask(window, session, path.name, *read),
        owner=window,
    )


def people_here(workspace: Workspace) -> PeopleHere:
    """Those who are here, to be found by the file."""
    return PeopleHere(each for each in workspace.records("person") if isinstance(each, Person))


def read_table(path: Path) -> list[list[str]]:
    """The rows of a table. Raises UsageError."""
    try:
        if path.stat().st_size > LARGEST_BYTES:
            raise UsageError(f"{path.name} is larger than 50 MB.", hint="Split it; nothing was changed.")
        content = path.read_bytes()
    except OSError as error:
        raise UsageError(f"{path.name} cannot be read: {error.strerror}.") from error
    return people_mapping.rows_of(content, path.name)


def _ask(window: QWidget, session: Session, name: str, table: list[list[str]], here: PeopleHere) -> None:
    if session.is_closed:
        return
    dialog = MappingDialog(name, table, here, session.jobs, window)
    if dialog.exec() and dialog.plan is not None:
        take(session, name, dialog.plan)
    dialog.deleteLater()


@dataclass(frozen=True)
class Plan:
    """What a table would do: everybody in it, and what could not be read."""

    arrivals: tuple[Arrival, ...]
    problems: tuple[Problem, ...]

    @property
    def changes(self) -> list[Change]:
        """What would be changed."""
        return [change for each in self.arrivals if (change := each.change) is not None]

    def counted(self) -> tuple[int, int, int, int]:
        """How many are new, changed and here already as they are, and how many rows are left out."""
        new = sum(each.known is None for each in self.arrivals)
        changed = len(self.changes) - new
        return new, changed, len(self.arrivals) - new - changed, sum(p.fatal for p in self.problems)


def plan_of(table: list[list[str]], meanings: list[str], here: PeopleHere, way: Way) -> Plan:
    """Read a table as its columns are said to mean; nothing is changed. Raises UsageError."""
    result = people_mapping.read(table, meanings)
    found = [each for each in result.records if isinstance(each, Person)]
    return Plan(tuple(arrivals(found, here, way)), result.problems)


def take(session: Session, name: str, plan: Plan) -> None:
    """Take people in as one step; the links of the notes follow those who are called otherwise."""
    changes = plan.changes
    if not changes:
        session.message.emit(tr("Nothing to take in."), "info")
        return
    try:
        session.apply(ChangeSet(tr("Import {name}", name=name), (*changes, *_following(session, changes))))
    except BriefingError as error:
        session.report(error)
        return
    new, changed, _same, _out = plan.counted()
    session.note_in_audit("import", file=name, added=str(new), updated=str(changed))
    session.message.emit(
        tr("{name}: {added} added, {updated} changed. Undo takes it back in one step.",
           name=name, added=new, updated=changed),
        "info",
    )  # fmt: skip


def _following(session: Session, changes: list[Change]) -> list[Change]:
    """The notes whose links follow, each once."""
    followed: dict[str, Change] = {}
    for change in changes:
        if change.before is None or change.after is None or not name_changes(change.before, change.after):
            continue
        for each in changes_following(session.workspace, change.before, change.after):
            followed.setdefault(each.id, each)
    return list(followed.values())


class MappingDialog(QDialog):
    """One row a column of the file: its head, its first cells, what it means. Below, who would come in."""

    def __init__(
        self, name: str, table: list[list[str]], here: PeopleHere, jobs: Jobs, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._table, self._here, self._jobs = table, here, jobs
        self._asked = 0
        self.plan: Plan | None = None
        self.setWindowTitle(tr("Import {name}", name=name))
        px = theme().px
        self.resize(px(820), px(640))
        head = table[0]
        self.columns = ColumnList(head, table[1:])
        self.meanings = self.columns.boxes
        for box, meaning in zip(self.meanings, people_mapping.guessed(head), strict=True):
            for key, (words, _heads) in people_mapping.MEANINGS.items():
                box.addItem(tr(words), key)
            box.setCurrentIndex(box.findData(meaning))
            box.currentIndexChanged.connect(lambda _place: self._refresh())
        self.way = QComboBox()
        self.way.setAccessibleName(tr("People who are here already"))
        for way, words in WAYS.items():
            self.way.addItem(tr(words), way)
        self.way.currentIndexChanged.connect(lambda _place: self._refresh())
        self._summary = label("", "section", wrap=True)
        self._preview = QPlainTextEdit()
        self._preview.setReadOnly(True)
        self._preview.setAccessibleName(tr("What comes in"))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.take = buttons.addButton(tr("Import"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.take.setProperty("kind", "primary")
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(*(px(24),) * 4)
        column.setSpacing(px(12))
        column.addWidget(label(tr("What do the columns mean?"), "section"))
        column.addWidget(self.columns, 2)
        known = QHBoxLayout()
        known.addWidget(label(tr("People who are here already"), "secondary"))
        known.addWidget(self.way)
        known.addStretch(1)
        column.addLayout(known)
        column.addWidget(self._summary)
        column.addWidget(self._preview, 1)
        column.addWidget(buttons)
        self._refresh()

    def _refresh(self) -> None:
        """Read the table anew in a thread; what was asked before is not shown any more."""
        self.plan = None
        self.take.setEnabled(False)
        self._asked += 1
        asked = self._asked
        chosen = list(self.columns.meanings())
        twice = sorted({each for each in chosen if each and chosen.count(each) > 1})
        if twice:
            words = tr(people_mapping.MEANINGS[twice[0]][0])
            self._refuse(UsageError(tr("Two columns mean {meaning}.", meaning=words)))
            return
        table, here, way = self._table, self._here, self.way.currentData()
        self._jobs.run(
            lambda: plan_of(table, chosen, here, way),
            lambda plan: self._show(plan) if asked == self._asked else None,
            lambda error: self._refuse(error) if asked == self._asked else None,
            owner=self,
        )

    def _refuse(self, error: BaseException) -> None:
        if not isinstance(error, BriefingError):
            raise error
        self._summary.setText(told(error))
        self._preview.setPlainText("")

    def _show(self, plan: Plan) -> None:
        self.plan = plan
        new, changed, same, left_out = plan.counted()
        self._summary.setText(
            tr("{new} new, {changed} brought up to date, {same} here already, {left_out} rows left out",
               new=new, changed=changed, same=same, left_out=left_out)
        )  # fmt: skip
        shown = sorted(plan.arrivals, key=lambda each: (each.known is None, each.change is None))
        lines = [line for each in shown[:SHOWN] for line in _lines(each)]
        if len(shown) > SHOWN:
            lines.append(tr("and {count} more", count=len(shown) - SHOWN))
        self._preview.setPlainText("\n".join([*lines, *map(told, plan.problems[:SHOWN])]))
        self.take.setEnabled(bool(plan.changes))


def _lines(arrival: Arrival) -> list[str]:
    """One person in the preview: new, changed with what changes, or here as they are."""
    if arrival.known is None:
        unclear = f"  ({tr('several people here have this name')})" if arrival.is_unclear else ""
        return [f"+ {_line(arrival.person)}{unclear}"]
    if arrival.change is None:
        return [f"= {shown_name(arrival.known)}"]
    return [
        f"~ {shown_name(arrival.known)}",
        *(
            f"      {tr(SHOWN_FIELDS[each.field])}: {each.before or '–'} → {each.after}"
            for each in arrival.differences
        ),
    ]


def _line(person: Person) -> str:
    names = "  ".join(name.full for name in person.names)
    posts = "; ".join(people.post_words(post) for post in person.posts)
    parts = (names, people.reading(person), person.country, posts, ", ".join(person.contact.values()))
    return " · ".join(part for part in parts if part)
