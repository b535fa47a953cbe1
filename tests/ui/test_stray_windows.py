"""No part of a tab is ever a window of its own.

A label that is made visible before it has its place opens as a window for an instant: it flashes over the
screen and takes the keyboard from who is typing, in the middle of a word or of a Japanese conversion.
"""

import traceback
from datetime import date

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QMainWindow, QMenu, QPushButton, QWidget

from briefing_app.domain.records import Person, PersonName
from briefing_app.ui import desk
from briefing_app.ui.actions import TABS
from briefing_app.ui.handing_on import HandingOnDialog
from briefing_app.ui.mapping_dialog import MappingDialog
from briefing_app.ui.people.tab import VIEWS
from tests.ui.conftest import NOW
from tests.ui.test_main_window import make_window
from tests.ui.test_mapping_dialog import SHEET

AS_OF = date(2025, 5, 24)
LISTS = {Qt.WindowType.Popup, Qt.WindowType.ToolTip}


class StrayWindows(QObject):
    """Notes each widget that is shown as a window and is none: what it is and who showed it."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and _is_stray(watched):
            callers = "".join(traceback.format_stack(limit=7)[:-1])
            self.found.append(f"{type(watched).__name__} {watched.objectName()}\n{callers}")
        return False


def _is_stray(widget: QWidget) -> bool:
    is_known = isinstance(widget, QDialog | QMainWindow | QMenu) or widget.windowType() in LISTS
    return widget.isWindow() and not is_known


@pytest.fixture
def stray(qapp):
    stray = StrayWindows()
    qapp.installEventFilter(stray)
    yield stray
    qapp.removeEventFilter(stray)


def test_making_and_showing_every_tab_opens_no_window(stray, qtbot, tmp_path, monkeypatch):
    monkeypatch.setattr(desk, "AHEAD_MS", 0)
    window = make_window(qtbot, tmp_path)
    window.open_sample()
    window.session.as_of = AS_OF
    qtbot.wait(300)  # what is made ahead
    for name in TABS:
        window.desk.show_tab(name)
        qtbot.wait(50)
    window.desk.show_tab("tariff")
    for page in range(window.desk.tab.pages.count()):
        window.desk.tab.show_page(page)
        qtbot.wait(20)
    window.desk.show_tab("people")
    chips = [each for each in window.desk.tab.findChildren(QPushButton) if each.text() in VIEWS]
    assert len(chips) == len(VIEWS)
    for chip in chips:
        chip.click()
        qtbot.wait(20)
    for kind in ("event", "person", "note", "source", "organisation", "scenario", "basket", "briefing"):
        window.desk.show_record(kind, window.session.workspace.records(kind)[0].id)
        qtbot.wait(20)
    window.choose(theme="dark")
    window.choose(theme="light")
    window.close_workspace()
    assert not stray.found, "\n".join(stray.found)


def test_dialogs_are_made_without_a_flash(stray, qtbot):
    named = {"names": (PersonName("Akazawa Ryosei"),), "contact": {"telephone": "1"}, "private_note": "x"}
    for made in (HandingOnDialog("talks", [Person(id="p", **named)]), MappingDialog(SHEET, NOW.date())):
        qtbot.addWidget(made)
        made.show()
    assert not stray.found, "\n".join(stray.found)


def test_the_watch_sees_a_label_that_has_no_place(stray, qapp):
    label = QLabel("adrift")
    label.setVisible(True)
    label.deleteLater()
    assert len(stray.found) == 1
    assert QApplication.activeModalWidget() is None
