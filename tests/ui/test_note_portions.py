"""Work of the window's thread on the Notes tab, a part at a time."""

from types import SimpleNamespace

from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from briefing_app.ui.notes.portions import Portions


def test_what_a_part_puts_on_the_screen_is_shown_with_it(qtbot):
    page = QWidget()
    qtbot.addWidget(page)
    column = QVBoxLayout(page)
    page.show()
    hidden, shown, seen = QLabel("hidden"), QLabel("shown"), []

    def parts():
        hidden.hide()
        column.addWidget(hidden)
        column.addWidget(shown)
        seen.append(shown.isVisible())
        yield

    class Watched(Portions):
        def _do_next(self):
            super()._do_next()
            seen.append((shown.isVisible(), hidden.isVisible()))

    Watched(SimpleNamespace(is_closed=False), page).start(parts(), lambda: seen.append("done"))
    qtbot.waitUntil(lambda: "done" in seen)
    assert seen[:2] == [False, (True, False)]
