"""What the Briefing tab asks its user in a dialog, and what the composer does with the answers."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from briefing_app.app.session import Session
from briefing_app.domain.records import Event
from briefing_app.ui.briefing.composer import Composer


def commission(parent: QWidget, session: Session, composer: Composer) -> None:
    """Ask what a paper is for, and begin the one that the answers call for."""
    from briefing_app.ui.briefing.commission_dialog import CommissionDialog

    events = [each for each in session.workspace.records("event") if isinstance(each, Event)]
    called = composer.titles.of
    dialog = CommissionDialog(events, session.day, composer.language, parent, called=called)
    if dialog.exec():
        composer.start(dialog.briefing(session.day))
    dialog.deleteLater()


def judge_options(parent: QWidget, session: Session, composer: Composer, place: int) -> None:
    """Ask what speaks for each option of the sheet at a place of the paper, one row a matter."""
    from briefing_app.reports import labels, scenario_pages
    from briefing_app.reports.desk import Desk
    from briefing_app.ui.briefing.option_rows_dialog import OptionRowsDialog

    block = composer.blocks[place]
    desk = Desk(session.workspace, session.day, composer.language)
    options = scenario_pages.option_names(desk, block)
    matters = labels.words(composer.language)["matters"].replace("；", "; ").split("; ")
    dialog = OptionRowsDialog(options, matters, block.text, parent)
    if dialog.exec():
        composer.judge_options(place, dialog.text)
    dialog.deleteLater()
