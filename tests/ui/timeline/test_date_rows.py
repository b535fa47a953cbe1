"""A deadline that moves: typed as a new day, the old one kept as its history."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtTest import QTest

from briefing_app.domain.records import TypedDate
from briefing_app.ui.timeline.date_rows import DateRows

DATES = (TypedDate("2025-04-09", "effective"), TypedDate("2025-07-09", "due"))


@pytest.fixture
def rows(qtbot):
    made = DateRows(lambda: date(2025, 7, 7))
    qtbot.addWidget(made)
    made.show_dates(DATES)
    made.show()
    return made


def test_a_moved_deadline_keeps_its_history(rows):
    seen = []
    rows.dates_changed.connect(seen.append)
    assert rows.rows[0].move_button.isHidden()
    rows.rows[1].move_button.click()
    QTest.keyClicks(rows.rows[2].text, "1 August 2025")
    assert seen[-1] == (
        *DATES,
        TypedDate("2025-08-01", "due", as_typed="1 August 2025", set_on="2025-07-07"),
    )
    assert rows.rows[1].below.text() == "No longer stands: extended by 23 days on 7 July 2025."
    assert rows.rows[1].move_button.isHidden()
    assert not rows.rows[2].move_button.isHidden()


def test_the_day_of_setting_can_be_put_right_and_nonsense_is_refused(rows):
    rows.rows[1].move_button.click()
    new = rows.rows[2]
    QTest.keyClicks(new.text, "2025-08-01")
    new.set_on.selectAll()
    QTest.keyClicks(new.set_on, "10 July 2025")
    assert new.typed.set_on == "2025-07-10"
    assert "slipped by 23 days on 10 July 2025" in rows.rows[1].below.text()
    new.set_on.selectAll()
    QTest.keyClicks(new.set_on, "someday")
    assert "someday" in new.error
    assert new.typed.set_on == "2025-07-10"


def test_a_stored_move_is_shown_with_its_day(rows):
    moved = (DATES[1], TypedDate("2025-08-01", "due", set_on="2025-07-07"))
    rows.show_dates(moved)
    assert rows.rows[1].set_on.text() == "7 July 2025"
    assert not rows.rows[1].set_line.isHidden()
    assert rows.rows[0].set_line.isHidden()
