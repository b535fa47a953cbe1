"""Ctrl+K: everything in one box, by keyboard alone, and an input method is never disturbed."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication

from briefing_app.domain.change import added
from briefing_app.domain.records import Event, Note, Quotation, TypedDate
from briefing_app.store.workspace import Workspace
from tests.ui.test_main_window import make_window


@pytest.fixture
def window(qtbot, tmp_path):
    path = tmp_path / "talks.brief"
    with Workspace.create(path) as workspace:
        workspace.apply(added(Note(id="n1", title="関税の発言要領")))
    window = make_window(qtbot, tmp_path / "home")
    window.open_workspace(path)
    qtbot.waitUntil(lambda: window.session is not None)
    yield window
    window.close_workspace()


def test_the_palette_finds_quotations_tariff_lines_and_help(window, qtbot):
    note = Note(
        id="said", title="Regret",
        quotations=(Quotation("極めて遺憾", "ishiba", "2025-04-03", translation="Most regrettable"),),
    )  # fmt: skip
    window.session.apply(added(note))
    palette = window.search
    palette.open_palette("regrettable")
    found = lambda: [(each.kind, each.key) for each in palette.model.entries]  # noqa: E731
    qtbot.waitUntil(lambda: ("quotation", "said") in found())
    palette.field.setText("8703.23")
    qtbot.waitUntil(lambda: any(kind == "good" for kind, _key in found()))
    palette.field.setText("passphrase")
    qtbot.waitUntil(lambda: ("help", "safety") in found())


def test_tab_goes_through_the_kinds_and_days_narrow(window, qtbot):
    window.session.apply(added(Event(id="old", title="Talks of old", dates=(TypedDate("2019-05-01"),))))
    window.session.apply(added(Event(id="new", title="Talks of late", dates=(TypedDate("2025-05-01"),))))
    palette = window.search
    palette.open_palette("talks of")
    qtbot.waitUntil(lambda: {"old", "new"} <= {each.key for each in palette.model.entries})
    qtbot.keyClick(palette.field, Qt.Key.Key_Tab)
    assert palette._kind() == "event"
    palette.field.setText("talks of after:2025-01 before:2025-06")
    qtbot.waitUntil(lambda: [each.key for each in palette.model.entries] == ["new"])


def test_a_composing_word_is_not_looked_for_and_its_keys_choose_nothing(window, qtbot):
    palette = window.search
    palette.open_palette("")
    shown = list(palette.model.entries)
    QApplication.sendEvent(palette.field, QInputMethodEvent("かんぜい", []))
    qtbot.keyClick(palette.field, Qt.Key.Key_Down)
    assert palette.view.currentIndex().row() == 0
    qtbot.wait(120)
    assert palette.model.entries == shown
    decided = QInputMethodEvent("", [])
    decided.setCommitString("関税")
    QApplication.sendEvent(palette.field, decided)
    qtbot.waitUntil(lambda: "n1" in [each.key for each in palette.model.entries])
