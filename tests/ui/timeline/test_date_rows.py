"""A deadline that moves: typed as a new day, the old one kept as its history."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from briefing_app.app.i18n import catalogue, use_language
from briefing_app.domain.contradictions import contradictions
from briefing_app.domain.records import Event, TypedDate
from briefing_app.ui.timeline.date_rows import KINDS, DateRows
from briefing_app.ui.timeline.find_pane import FindPane, next_items
from briefing_app.ui.timeline.quick_entry import QuickEntry
from briefing_app.ui.widgets.labels import ElidedLabel

DATES = (TypedDate("2025-04-09", "effective"), TypedDate("2025-07-09", "due"))


@pytest.fixture
def rows(qtbot):
    made = DateRows(lambda: date(2025, 7, 7))
    qtbot.addWidget(made)
    made.show_dates(DATES)
    made.show()
    return made


def test_the_dates_of_another_event_are_the_only_ones_seen_at_once(rows):
    heard, old = [], list(rows.rows)
    rows.dates_changed.connect(heard.append)
    rows.rows[0].text.setFocus()  # the cursor stands in a row that goes
    rows.show_dates((TypedDate("2025-05-23", "held"),))
    assert all(row.isHidden() for row in old)
    assert [row.typed.edtf for row in rows.rows] == ["2025-05-23"]
    assert heard == []


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


def test_a_deadline_has_words_of_its_own_which_a_move_keeps(rows):
    seen = []
    rows.dates_changed.connect(seen.append)
    assert rows.rows[0].words.isHidden()
    QTest.keyClicks(rows.rows[1].words, "The pause ends")
    assert seen[-1] == (DATES[0], TypedDate("2025-07-09", "due", words="The pause ends"))
    rows.rows[1].move_button.click()
    QTest.keyClicks(rows.rows[2].text, "2025-08-01")
    assert seen[-1][2] == TypedDate("2025-08-01", "due", set_on="2025-07-07", words="The pause ends")
    event = Event(id="e", title="24% for one day", dates=seen[-1])
    assert [each.title for each in next_items([event], date(2025, 7, 10))] == ["The pause ends"]


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


def test_an_hour_and_a_weekday_are_understood_and_said(rows):
    field = rows.rows[1].text
    field.selectAll()
    QTest.keyClicks(field, "by 9 July, 17:00")
    assert rows.rows[1].typed == TypedDate("../2025-07-09T17:00:00", "due", as_typed="by 9 July, 17:00")
    assert rows.rows[1].below.text() == "Read as until 9 July 2025, 17:00."
    field.selectAll()
    QTest.keyClicks(field, "next Tuesday")  # looked at from Monday 7 July
    assert '"next Tuesday" can be 2025-07-08 or 2025-07-15' in rows.rows[1].error
    field.selectAll()
    QTest.keyClicks(field, "Tuesday next week")
    assert rows.rows[1].below.text() == "Read as 15 July 2025."


def test_hours_that_are_stored_are_shown_in_words(rows):
    rows.show_dates((TypedDate("2025-05-23T14:00:00/2025-05-23T16:00:00", "held"),))
    assert rows.rows[0].text.text() == "23 May 2025, 14:00–16:00"


def test_a_stored_move_is_shown_with_its_day(rows):
    moved = (DATES[1], TypedDate("2025-08-01", "due", set_on="2025-07-07"))
    rows.show_dates(moved)
    assert rows.rows[1].set_on.text() == "7 July 2025"
    assert not rows.rows[1].set_line.isHidden()
    assert rows.rows[0].set_line.isHidden()


@pytest.fixture
def in_japanese():
    use_language("ja")
    yield
    use_language("en")


def test_dates_are_edited_and_understood_in_japanese(in_japanese, qtbot):
    made = DateRows(lambda: date(2025, 7, 7))
    qtbot.addWidget(made)
    made.show_dates((*DATES, TypedDate("2025-08-01", "due", "Asia/Tokyo", set_on="2025-07-07")))
    first, old, new = made.rows
    assert [row.kind.currentText() for row in made.rows] == ["発効", "期限", "期限"]
    assert (first.text.text(), new.set_on.text()) == ("2025年4月9日", "2025年7月7日")
    assert old.below.text() == "効力なし：2025年7月7日に23日延長"
    assert new.below.text() == "東京の日付。"
    first.text.selectAll()
    first.text.insert("6月中旬")
    assert first.typed == TypedDate("2025-06-1X", "effective", as_typed="6月中旬")
    assert first.below.text() == "「2025年6月中旬（10～19日）」と読み取りました。"


def test_every_kind_of_date_has_its_japanese():
    assert set(KINDS) <= set(catalogue("ja"))


def test_choosing_a_kind_in_japanese_stores_the_kind(in_japanese, rows):
    row = rows.rows[0]
    row.kind.activated.emit(KINDS.index("announced"))
    assert row.typed.kind == "announced"


def test_a_quick_line_is_read_in_japanese(in_japanese, session, qtbot):
    entry = QuickEntry(session)
    qtbot.addWidget(entry)
    entry.refresh()
    entry.line.insert("2025年5月23日 第3回協議, ワシントン #協議")
    assert entry.preview.text() == "Enter で追加：2025年5月23日 · 「第3回協議」 · 場所 ワシントン · タグ 協議"
    QTest.keyClick(entry.line, Qt.Key.Key_Return)
    assert entry.preview.text() == "「第3回協議」を追加しました。「元に戻す」で取り消せます。"
    assert session.undo_stack.undoText() == "出来事を追加"
    entry.line.insert("会談")
    assert entry.preview.text() == "行は日付で始めてください。例：2025年5月23日、2025-05-23"


def test_findings_and_countdowns_are_said_in_japanese(in_japanese, qtbot):
    pane = FindPane()
    qtbot.addWidget(pane)
    odd = Event(id="odd", title="Order: cars", dates=(TypedDate("2025-06-09", "signed"),
                TypedDate("2025-06-05", "effective")))  # fmt: skip
    pane.show_findings(contradictions([odd], {}))
    (row,) = pane.finding_rows
    said = "発効の日（2025年6月5日）が、署名の日（2025年6月9日）より前です。"
    assert row.accessibleName() == f"Order: cars：{said}"
    assert [each.whole_text for each in row.findChildren(ElidedLabel)] == ["Order: cars", said]
    due = Event(id="due", title="期限", dates=(TypedDate("2025-06-12", "due"),))
    pane.show_next(next_items([due], date(2025, 6, 7)), date(2025, 6, 7))
    assert pane.next_rows[0].accessibleName() == "あと 5 日: 期限"


def test_rows_stand_as_soon_as_they_are_made(qtbot):
    """Shown by the layout they come behind the first picture of the tab, and all below them moves on."""
    pane = FindPane()
    qtbot.addWidget(pane)
    pane.show()
    late = TypedDate("2025-06-09", "signed"), TypedDate("2025-06-05", "effective")
    events = [Event(id="odd", title="Order", dates=late)]
    events.append(Event(id="due", title="Pause", dates=(TypedDate("2025-06-12", "due"),)))
    pane.show_findings(contradictions(events, {}))
    pane.show_next(next_items(events, date(2025, 6, 7)), date(2025, 6, 7))
    rows = [*pane.finding_rows, *pane.next_rows]
    assert len(rows) > 1
    assert all(row.isVisible() for row in rows)
