"""What the first show of a tab needs comes piece by piece; what nobody sees waits until it is seen."""

import subprocess
import sys
from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtWidgets import QWidget

from briefing_app.app.jobs import Jobs
from briefing_app.app.settings import Settings
from briefing_app.domain.change import replaced
from briefing_app.domain.time_axis import seconds
from briefing_app.paths import places
from briefing_app.ui import desk as desk_module
from briefing_app.ui.main_window import MainWindow
from briefing_app.ui.notes.tab import NotesTab
from briefing_app.ui.opening import Opener
from briefing_app.ui.timeline.outlook import Outlook
from briefing_app.ui.timeline.tab import TimelineTab
from tests.ui.conftest import NOW

MAY = date(2025, 5, 24)


@pytest.fixture
def window(qtbot, tmp_path):
    ours = places(tmp_path / "home")
    window = MainWindow(ours, Settings(ours), Opener(Jobs(), ours.data, lambda: NOW))
    qtbot.addWidget(window)
    window.resize(1280, 720)
    window.show()
    yield window
    window.close_workspace()
    window._opener.jobs.wait()


def open_sample(window, qtbot, tab="timeline"):
    window.open_sample(tab=tab)
    qtbot.waitUntil(lambda: window.session is not None, timeout=20_000)
    qtbot.waitUntil(lambda: not window.session.jobs.pending, timeout=20_000)


def test_the_first_tab_is_drawn_piece_by_piece_before_it_is_shown(window, qtbot, monkeypatch):
    drawn, grab, slices = [], QWidget.grab, []
    pieces = desk_module._drawn_ahead

    def grabs(widget, *how):
        drawn.append((len(slices), type(widget).__name__, window.session is None))
        return grab(widget, *how)

    def in_slices(tab, size):
        for each in pieces(tab, size):
            slices.append(size)
            yield each

    monkeypatch.setattr(QWidget, "grab", grabs)
    monkeypatch.setattr(desk_module, "_drawn_ahead", in_slices)
    open_sample(window, qtbot)
    assert {"FindPane", "QStackedWidget", "LowerPane", "EventInspector"} <= {name for _, name, _ in drawn}
    assert len({at for at, _name, _before in drawn}) == len(drawn) > 4  # each in a slice of its own
    assert all(before for _at, _name, before in drawn)
    shown = window.desk.size()
    assert abs(slices[0].width() - shown.width()) < 5  # as wide as it is shown


def test_the_notes_are_made_panel_by_panel_and_drawn_before_they_are_shown(window, qtbot, monkeypatch):
    made, grab = [], QWidget.grab

    def grabs(widget, *how):
        made.append((type(widget).__name__, window.session is None))
        return grab(widget, *how)

    class Watched(NotesTab):
        def make_portion(self):
            before = set(vars(self._panels))
            is_more = super().make_portion()
            made.append((frozenset(set(vars(self._panels)) - before), window.session is None))
            return is_more

    monkeypatch.setattr(desk_module, "tab_class", lambda _name: Watched)
    monkeypatch.setattr(QWidget, "grab", grabs)
    open_sample(window, qtbot, "notes")
    assert [frozenset({name}) for name in ("finder", "work", "side", "later")] == [
        what for what, _before in made if what and isinstance(what, frozenset)
    ]
    assert {"FindPanel", "NoteEditor", "SidePanel"} <= {what for what, before in made if before}
    assert window.desk.name == "notes"
    assert window.desk.tab.shown_id


def test_the_frames_stand_before_the_parts_come_into_them(window, qtbot, monkeypatch):
    """A part that moves on with its frame is given its style again, all at one go."""
    moved, parts = [], ("canvas", "bar", "quick", "below", "finder", "inspector")

    class Watched(TimelineTab):
        def make_portion(self):
            before = {name: self._home(name) for name in parts}
            made = super().make_portion()
            moved.append({name for name in parts if before[name] != self._home(name) and self._home(name)})
            return made

        def _home(self, name):
            part = getattr(self, name, None)
            return part is not None and part.window() is self.window()

    classes = desk_module.tab_class
    monkeypatch.setattr(
        desk_module, "tab_class", lambda name: Watched if name == "timeline" else classes(name)
    )
    open_sample(window, qtbot)
    assert set.union(*moved) == set(parts)
    assert max(len(each) for each in moved) <= 2


def test_a_day_is_followed_by_the_timeline_when_it_is_seen(window, qtbot, monkeypatch):
    open_sample(window, qtbot)
    timeline = window.desk.tab
    window.desk.show_tab("briefing")
    qtbot.waitUntil(window.desk.is_idle, timeout=20_000)
    worked = []
    for owner, name in ((TimelineTab, "_show_day"), (TimelineTab, "_go_along"), (Outlook, "_people")):
        old = getattr(owner, name)

        def works(each, old=old, name=name):
            worked.append((name, timeline.isVisible()))
            return old(each)

        monkeypatch.setattr(owner, name, works)
    window.session.as_of = MAY
    qtbot.waitUntil(window.desk.is_idle, timeout=20_000)
    qtbot.waitUntil(lambda: not window.session.jobs.pending, timeout=20_000)
    assert worked == []
    window.desk.show_tab("timeline")
    qtbot.waitUntil(lambda: not window.session.jobs.pending, timeout=20_000)
    assert {name for name, _seen in worked} == {"_show_day", "_go_along", "_people"}
    assert all(seen for _name, seen in worked)
    assert window.session.current("event", timeline.inspector.event_id).dates[0].edtf[:7] <= "2025-05"
    port = timeline.canvas.item.port
    assert port.first <= seconds(MAY) <= port.last


def test_an_event_that_is_asked_for_on_another_day_stays_the_chosen_one(window, qtbot):
    open_sample(window, qtbot)
    window.desk.show_tab("briefing")
    qtbot.waitUntil(window.desk.is_idle, timeout=20_000)
    window.session.as_of = MAY
    window.desk.show_record("event", "ev-2025-07-22-01")
    qtbot.waitUntil(lambda: not window.session.jobs.pending, timeout=20_000)
    assert window.desk.tab.inspector.event_id == "ev-2025-07-22-01"


def test_findings_follow_an_edit_made_beside_another_tab(window, qtbot):
    open_sample(window, qtbot)
    timeline = window.desk.tab
    window.desk.show_tab("notes")
    session = window.session
    event = session.current("event", "ev-2025-05-23-01")
    session.apply(replaced(event, replace(event, title="Moved to another place"), "Edit"))
    window.desk.show_tab("timeline")
    assert not timeline.outlook._is_old
    row = next(each for each in timeline.book.in_order() if each.id == event.id)
    assert row.title == "Moved to another place"


def test_what_the_window_reads_when_it_shows_a_workspace_is_read_in_the_thread():
    script = (
        "import sys\n"
        "from briefing_app.ui.opening import _read\n"
        "assert 'briefing_app.app.spelling' not in sys.modules\n"
        "_read([])\n"
        "assert 'briefing_app.app.spelling' in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", script], check=True, timeout=60)
