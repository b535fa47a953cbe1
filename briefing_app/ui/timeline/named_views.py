"""Views with a name, kept in the workspace: what is shown of the timeline, how closely, on which days."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Protocol

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QInputDialog, QLineEdit, QMenu, QWidget

from briefing_app.app.error_words import told
from briefing_app.app.i18n import tr
from briefing_app.app.session import Session
from briefing_app.errors import BriefingError
from briefing_app.ui.timeline.canvas import TimelineCanvas
from briefing_app.ui.timeline.saved_view import View, view_of
from briefing_app.ui.widgets.notices import MessageBar

MEMO = "timeline views"
MOST = 60
LONGEST = 80


@dataclass(frozen=True)
class NamedView:
    """``span``: first and last second shown. ``in_force_on``, ``known_on``: None for today."""

    name: str
    view: View
    query: str = ""
    span: tuple[float, float] = (0.0, 0.0)
    in_force_on: date | None = None
    known_on: date | None = None

    def shows(self, other: NamedView) -> bool:
        """Whether the other shows the same, under whatever name; a second more or less is no difference."""
        near = all(abs(mine - its) < 1.0 for mine, its in zip(self.span, other.span, strict=True))
        return near and replace(other, name=self.name, span=self.span) == self


class ViewBook:
    """The named views of one workspace, in the order of their names."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self.views = _read(session.workspace.memo(MEMO))

    def find(self, name: str) -> NamedView | None:
        """The view of a name, in whatever case."""
        wanted = name.strip().casefold()
        return next((each for each in self.views if each.name.casefold() == wanted), None)

    def keep(self, made: NamedView, instead_of: str = "") -> None:
        """Keep a view; one of the same name, and one that it stands ``instead_of``, goes."""
        gone = {made.name.casefold(), instead_of.casefold()}
        kept = [each for each in self.views if each.name.casefold() not in gone]
        self._write([*kept, made])

    def remove(self, name: str) -> None:
        """Let a view go."""
        self._write([each for each in self.views if each.name.casefold() != name.casefold()])

    def _write(self, views: list[NamedView]) -> None:
        """Raises WorkspaceError where the workspace cannot be written; then all stays as it was."""
        ordered = sorted(views, key=lambda each: each.name.casefold())[:MOST]
        self._session.workspace.keep_memo(MEMO, json.dumps([_told(each) for each in ordered]))
        self.views = ordered


def _told(view: NamedView) -> dict[str, object]:
    days = {key: day.isoformat() if day else "" for key, day in
            (("in_force_on", view.in_force_on), ("known_on", view.known_on))}  # fmt: skip
    return {
        "name": view.name, "view": asdict(view.view), "query": view.query, "span": list(view.span), **days
    }  # fmt: skip


def _read(text: str) -> list[NamedView]:
    """What can be read; a view of another edition of the program that cannot is left out."""
    try:
        told = json.loads(text) if text else []
    except ValueError:
        return []
    found = []
    for each in told if isinstance(told, list) else []:
        try:
            first, last = each["span"]
            days = [
                date.fromisoformat(each[key]) if each[key] else None for key in ("in_force_on", "known_on")
            ]
            view = view_of(json.dumps(each["view"]))
            found.append(
                NamedView(str(each["name"]), view, str(each["query"]), (float(first), float(last)), *days)
            )
        except (KeyError, TypeError, ValueError):
            continue
    return found


class Showing(Protocol):
    """Who shows views: the tab."""

    canvas: TimelineCanvas
    query: str

    def view(self) -> View:
        """What is chosen now."""

    def show_view(self, view: View, query: str = "") -> None:
        """Choose what a view says, and find words."""


class ViewMenu(QObject):
    """The menu of named views: choose with a click or its number, keep, keep anew, rename, delete."""

    def __init__(self, session: Session, shower: Showing, message: MessageBar, parent: QWidget) -> None:
        super().__init__(parent)
        self._session, self._shower, self._message, self._window = session, shower, message, parent
        self.book = ViewBook(session)
        self.chosen = ""

    def now(self, name: str = "") -> NamedView:
        """All that is shown now, under a name."""
        session, port = self._session, self._shower.canvas.item.port
        days = (session.as_of, session.known_on)
        return NamedView(name, self._shower.view(), self._shower.query, (port.first, port.last), *days)

    def show(self, view: NamedView) -> None:
        """Show what was kept: the days first, so that nothing is chosen twice, the stretch of time last."""
        self._session.known_on = view.known_on
        self._session.as_of = view.in_force_on
        self._shower.show_view(view.view, view.query)
        self._shower.canvas.show_exactly(*view.span)

    def fill(self, menu: QMenu) -> None:
        """The views with the keys 1 to 9, then what can be done with them."""
        menu.clear()
        now = self.now()
        for number, each in enumerate(self.book.views, 1):
            mark = f"&{number}  " if number < 10 else ""
            action = QAction(mark + each.name.replace("&", "&&"), menu, checkable=True)
            action.setChecked(each.shows(now))
            action.triggered.connect(lambda _on=False, view=each: self.choose(view))
            menu.addAction(action)
        if not self.book.views:
            menu.addAction(tr("No view has been kept yet")).setEnabled(False)
        menu.addSeparator()
        menu.addAction(tr("Keep this view…"), self._ask_name)
        if self.book.find(self.chosen) is None:
            return
        name = self.chosen.replace("&", "&&")
        if not any(each.name == self.chosen and each.shows(now) for each in self.book.views):
            menu.addAction(tr("Keep “{name}” as it is shown now", name=name), self._keep_anew)
        menu.addAction(tr("Rename “{name}”…", name=name), self._ask_new_name)
        menu.addAction(tr("Delete “{name}”", name=name), self.delete)

    def choose(self, view: NamedView) -> None:
        """Show a view; what is done next concerns it."""
        self.chosen = view.name
        self.show(view)

    def keep(self, name: str) -> None:
        """Keep what is shown under a name; one that had the name is replaced."""
        name = " ".join(name.split())[:LONGEST]
        if name and self._done(lambda: self.book.keep(self.now(name))):
            self.chosen = name
            self._message.show_message(tr("View kept: {name}", name=name), "info")

    def rename(self, name: str) -> None:
        """Give the chosen view another name. One that another view has is refused."""
        name, old = " ".join(name.split())[:LONGEST], self.book.find(self.chosen)
        if not name or old is None or name == old.name:
            return
        other = self.book.find(name)
        if other is not None and other != old:
            self._message.show_message(tr("Another view is called {name}.", name=other.name), "error")
        elif self._done(lambda: self.book.keep(replace(old, name=name), instead_of=old.name)):
            self.chosen = name

    def delete(self) -> None:
        """Let the chosen view go; the message offers to bring it back."""
        gone = self.book.find(self.chosen)
        if gone is not None and self._done(lambda: self.book.remove(gone.name)):
            self.chosen = ""
            words = tr("View deleted: {name}", name=gone.name)
            self._message.show_message(words, "info", tr("Bring it back"), lambda: self._bring_back(gone))

    def _bring_back(self, gone: NamedView) -> None:
        if self._done(lambda: self.book.keep(gone)):
            self.chosen = gone.name
            self._message.hide()

    def _keep_anew(self) -> None:
        self.keep(self.chosen)

    def _ask_name(self) -> None:
        words = tr("Name of this view: lanes, filters, charts, zoom and both days are kept with it")
        name = self._asked(tr("Keep this view"), words, "")
        taken = self.book.find(name)
        if taken is not None and taken.name != self.chosen:
            self._message.show_message(
                tr("Another view is called {name}.", name=taken.name), "caution", tr("Replace it"),
                lambda: self.keep(name),
            )  # fmt: skip
            return
        self.keep(name)

    def _ask_new_name(self) -> None:
        self.rename(self._asked(tr("Rename the view"), tr("New name of this view"), self.chosen))

    def _asked(self, title: str, words: str, text: str) -> str:
        dialog = QInputDialog(self._window)
        dialog.setWindowModality(Qt.WindowModality.WindowModal)
        dialog.setWindowTitle(title)
        dialog.setLabelText(words)
        dialog.setTextValue(text)
        if (line := dialog.findChild(QLineEdit)) is not None:
            line.setMaxLength(LONGEST)
        is_chosen = dialog.exec()
        dialog.deleteLater()
        return dialog.textValue() if is_chosen else ""

    def _done(self, work: Callable[[], None]) -> bool:
        try:
            work()
        except BriefingError as error:
            self._message.show_message(told(error), "error")
            return False
        return True
