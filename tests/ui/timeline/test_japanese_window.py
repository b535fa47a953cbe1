"""In a Japanese window the records show their Japanese words, and keep what they hold."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt

from briefing_app.app.i18n import use_language
from briefing_app.domain.change import Change, ChangeSet
from briefing_app.domain.records import (
    Event,
    Note,
    Participant,
    Person,
    PersonName,
    Post,
    TypedDate,
)
from briefing_app.ui.timeline.words import confidence_of, confidence_words
from tests.ui.timeline.test_timeline_tab import painted, shown_tab

TERMS = Note(
    id="terms",
    title="訳語集",
    language="ja",
    tags=("terms",),
    body="| English | 日本語 |\n|---|---|\n| 3rd round | 第3回協議 |\n| Talks | 協議 |\n"
    "| talks | 閣僚協議 |\n"
    "| for Japan | 日本側 |\n| President, LDP | 総裁 |\n| President | 大統領 |\n",
)
ISHIBA = Person(
    id="ishiba",
    names=(
        PersonName("Ishiba Shigeru", "Latn", family="Ishiba"),
        PersonName("石破茂", "Jpan", family="石破"),
    ),
    posts=(Post("President", "LDP", from_="2024-09-27"),),
)
ROUND = Event(
    id="r3", title="3rd round", category="talks", lanes=("Talks",), dates=(TypedDate("2025-05~"),),
    participants=(Participant("ishiba", "for Japan"),), confidence="two sources",
)  # fmt: skip
OTHER = Event(id="x", title="No term for it", dates=(TypedDate("2025-05-20"),))


@pytest.fixture
def tab(session, qtbot):
    use_language("ja")
    yield shown_tab(session, qtbot, (TERMS, ISHIBA, ROUND, OTHER), (date(2025, 4, 1), date(2025, 7, 20)))
    use_language("en")


def test_titles_lanes_people_and_confidence_are_japanese_everywhere(tab):
    painted(tab)
    shown = tab.book.chronicle
    assert sorted(shown.labels) == ["No term for it", "第3回協議（2025年5月頃）"]
    assert shown.lane_words == ("協議", "その他")
    assert shown.lanes == ("Talks", "Other")
    assert tab.finder.lanes.box("Talks").text() == "協議"
    assert tab.finder.categories.box("talks").text() == "閣僚協議"
    model = tab.table.model
    row = model.shown_row("r3")
    cells = [model.data(model.index(row, column)) for column in range(5)]
    assert cells == ["2025年5月頃", "第3回協議", "石破", "", "二つの出所"]
    tab.select("r3")
    assert tab.inspector.title.text() == "3rd round"
    assert tab.inspector.shown_title.text() == "表示：第3回協議"
    assert "二つの出所" in tab.inspector.confidence.text()
    assert tab.inspector.people.posts == ["総裁"]


def test_a_title_is_found_by_either_wording_and_lanes_by_theirs(tab):
    tab.finder.search.setText("第3回")
    tab._search("第3回")
    assert list(tab.book.chronicle.places) == ["r3"]
    tab._search("3rd")
    assert list(tab.book.chronicle.places) == ["r3"]
    tab.quick.line.setText("2025年5月23日 電話会談 @石破 #協議")
    event = tab.quick.draft().event
    assert event.lanes == ("Talks",)
    assert event.participants == (Participant("ishiba"),)


def test_people_are_completed_in_either_script(tab):
    words = tab.quick.line._words.stringList()
    assert "@石破" in words
    assert "@Ishiba" in words
    assert words.count("@石破") == 1


def test_an_edit_of_a_cell_begins_with_the_title_itself_and_changes_nothing_by_itself(tab, session):
    model = tab.table.model
    index = model.index(model.shown_row("r3"), 1)
    assert model.data(index, Qt.ItemDataRole.EditRole) == "3rd round"
    count = session.undo_stack.count()
    model.setData(index, "3rd round")
    confidence = model.index(index.row(), 4)
    model.setData(confidence, model.data(confidence, Qt.ItemDataRole.EditRole))
    assert session.undo_stack.count() == count
    assert confidence_of("単一の出所") == "single source"
    assert confidence_words("hearsay") == "hearsay"
    assert confidence_of(" hearsay ") == "hearsay"


def test_another_list_of_terms_shows_at_once(tab, session):
    from dataclasses import replace

    new = replace(TERMS, body=TERMS.body.replace("第3回協議", "第三回会合"))
    session.apply(ChangeSet("Edit", (Change("note", "terms", TERMS, new),)))
    assert "第三回会合（2025年5月頃）" in tab.book.chronicle.labels
