"""What the People tab does beside showing: import, contact cards, duplicates."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QMenu

from briefing_app.app.i18n import tr
from briefing_app.app.session import Session
from briefing_app.domain.records import Person


def commands_menu(tab: Any, session: Session, everybody: Callable[[], list[Person]]) -> QMenu:
    """The menu of a tab; what is started is imported then."""
    menu = QMenu(tab)
    for words, run in (
        (tr("Import people from a table"), lambda: _import(tab, session)),
        (tr("Find people who stand here twice"), lambda: find_duplicates(tab, session)),
        (tr("Export contact cards"), lambda: export(tab, session, everybody())),
    ):
        menu.addAction(words).triggered.connect(lambda _checked=False, call=run: call())
    return menu


def export(tab: Any, session: Session, everybody: list[Person]) -> None:
    """Ask for a file and write contact cards."""
    from briefing_app.ui.people.printing import export_cards

    export_cards(tab, session, everybody)


def find_duplicates(tab: Any, session: Session) -> None:
    """Show who may stand here twice; the tab then shows who stays."""
    from briefing_app.ui.people.duplicates_dialog import DuplicatesDialog

    session.typing.flush()
    dialog = DuplicatesDialog(session, tab)
    dialog.merged_into.connect(lambda key: tab.show_record("person", key))
    dialog.exec()
    dialog.deleteLater()


def _import(tab: Any, session: Session) -> None:
    from briefing_app.ui.people.import_dialog import start_people_import

    start_people_import(tab, session)
