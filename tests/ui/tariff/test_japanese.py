"""A Tariffs tab in Japanese: nothing that the program says itself is left in English."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetricsF, QGuiApplication
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QComboBox,
    QHeaderView,
    QLabel,
    QListView,
    QWidget,
)

from briefing_app.app.i18n import use_language
from briefing_app.domain.change import added, removed
from briefing_app.domain.records import Basket, BasketRow, Note, Scenario, ScenarioEdit
from briefing_app.ui.record_titles import shown_title
from briefing_app.ui.tariff import tab as pages
from briefing_app.ui.tariff.tab import TariffTab
from briefing_app.ui.widgets.labels import CitationChip

ENGLISH = re.compile(r"[A-Za-z]{3,}[ ,;:]+[a-z]{2,}")
# The schedule's own words: its rates and units.
OWN_WORDS = ("一般税率", "¢/liter")
QUESTIONS = (
    ("7318.15.20", "JP", "2025-07-01", {"steel_value_usd": "4000"}),
    ("8703.23.01", "JP", "2026-03-01", {}),
    ("2204.21.50", "FR", "2026-03-01", {"quantity": "1000"}),
    ("3004.90.92", "JP", "2026-10-01", {}),
    ("4407.11.00", "CA", "2025-11-01", {}),
    ("8542.31.00", "TW", "2026-02-01", {}),
)


@pytest.fixture
def tab(session, qtbot):
    use_language("ja")
    session.as_of = date(2025, 5, 24)
    tab = TariffTab(session)
    qtbot.addWidget(tab)
    yield tab
    use_language("en")


def texts_of(widget):
    """Every text of a widget: its own, its hints, the cells and titles of a table."""
    if isinstance(widget, CitationChip | QHeaderView):
        return  # titles of documents are cited as they were published
    if isinstance(widget, QLabel | QAbstractButton):
        yield widget.text()
    if isinstance(widget, QComboBox):
        yield from (widget.itemText(place) for place in range(widget.count()))
    yield from (widget.toolTip(), widget.accessibleName(), widget.accessibleDescription())
    if isinstance(widget, QAbstractItemView) and widget.model() is not None:
        model = widget.model()
        columns = 1 if isinstance(widget, QListView) else model.columnCount()
        for column in range(columns):
            if hasattr(widget, "isColumnHidden") and widget.isColumnHidden(column):
                continue
            yield str(model.headerData(column, Qt.Orientation.Horizontal) or "")
            for row in range(min(model.rowCount(), 200)):
                for role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
                    yield str(model.index(row, column).data(role) or "")


def english_in(root):
    found = set()
    for widget in (root, *root.findChildren(QWidget)):
        for text in texts_of(widget):
            if ENGLISH.search(text) and not any(words in text for words in OWN_WORDS):
                found.add(text)
    return found


def test_nothing_of_an_answer_or_of_a_page_is_left_in_english(tab):
    for hts, origin, day, facts in QUESTIONS:
        tab.ask_about({"hts": hts, "origin": origin, "date": day, "value_usd": "30000", **facts})
        tab.ask.answer.open_reasons()
        tab.ask.answer.assumptions.set_open(True)
        ladder = tab.ask.answer.ladder
        for row in range(len(ladder.ladder.rungs)):
            ladder.select(row)
            assert english_in(tab.ask) == set()
    tab.ask.make_certificate()
    assert english_in(tab.ask.certificates) == set()
    tab.show_page(pages.COMPARE)
    assert english_in(tab.compare) == set()
    tab.show_page(pages.SIMULATION)
    for part in range(4):
        tab.simulation.show_part(part)
        assert english_in(tab.simulation) == set()


def test_nothing_of_the_law_browser_is_left_in_english(tab):
    law_page = tab.law_page
    for measure in tab.law.measures.values():
        if measure.file != "fees.toml":
            law_page.pane.show_measure(measure, tab.law, law_page.minute)
            assert english_in(law_page.pane) == set(), measure.id
    law_page.show_measure("s232-autos-25")
    law_page.show_view(2)
    law_page.earlier.setText("2025-04-01")
    law_page.earlier.editingFinished.emit()
    assert not ENGLISH.search(law_page.changes.toPlainText())
    assert english_in(law_page) == set()


def test_grounds_and_lists_are_named_in_japanese(tab):
    law_page = tab.law_page
    law_page.show_measure("s232-autos-25")
    assert "232条" in law_page.pane.instruments.text()
    assert "2025年3月26日の布告10908号、90 FR 14705" in law_page.pane.instruments.text()
    assert "乗用車・小型トラック" in law_page.pane.scope.text()
    assert law_page.pane.confidence.text() == "確度：二つの出所"
    law_page.search.setText("布告10908号")
    law_page.search.changed.emit("布告10908号")
    assert {each.id for each in law_page.model.shown()} >= {"s232-autos-25"}
    tab.ask_about({"hts": "8703.23.01", "origin": "JP", "date": "2025-05-24", "value_usd": "30000"})
    tab.ask.answer.ladder.select(1)
    assert "30,000.00の25%" in tab.ask.rung.steps.text()


def test_titles_of_the_sample_are_shown_in_japanese_and_kept_as_they_are(tab, session):
    terms = (
        "| English | 日本語 |\n|---|---|\n"
        "| Cars fall from 25% to the 10% baseline | 自動車を25%から基本税率10%へ |\n"
        "| Key Japanese goods, 24 May 2025 | 主要な日本産品、2025年5月24日 |\n"
    )
    session.apply(added(Note(id="n1", title="訳語集", body=terms, language="ja", tags=("terms",))))
    row = BasketRow(hts="87032301", value_usd=Decimal(30000), origin="JP", date="2025-05-24")
    session.apply(added(Basket(id="b1", title="Key Japanese goods, 24 May 2025", rows=(row,))))
    edits = (ScenarioEdit("change", "s232-autos-25", {"rate": "0.10"}),)
    session.apply(added(Scenario(id="s1", title="Cars fall from 25% to the 10% baseline", edits=edits)))
    tab.show_page(pages.BASKET)
    assert tab.basket.view.chooser.currentText().startswith("主要な日本産品、2025年5月24日")
    tab.show_page(pages.DEALS)
    assert tab.deals.columns[-1].title == "自動車を25%から基本税率10%へ"
    head = tab.deals.levers.model.headerData(2, Qt.Orientation.Horizontal)
    assert head == "自動車を25%から基本\n税率10%へ"
    header = tab.deals.levers.table.horizontalHeader()
    assert header.height() >= 2 * QFontMetricsF(header.font()).lineSpacing()
    assert session.workspace.get("scenario", "s1").title == "Cars fall from 25% to the 10% baseline"
    session.apply(removed(session.workspace.get("note", "n1")))
    assert shown_title(session, "Key Japanese goods, 24 May 2025") == "Key Japanese goods, 24 May 2025"


def test_rows_that_cannot_be_read_are_told_in_japanese_with_the_field(tab):
    basket = tab.basket
    basket.add_rows((BasketRow(hts="87032301", value_usd=Decimal(1), origin="JP"),), "Add")
    QGuiApplication.clipboard().setText("hts\tvalue\torigin\n8703.23.01\tzwei\tJP\n8458.11.00\t1000\tJP\n")
    basket.paste()
    pane = basket.view.importing
    assert "2行目、" in pane.words.text()
    assert "value_usd" not in pane.words.text()
    assert pane.head.text().endswith("2行")
    pane.accept()
    assert "Row" not in basket.message.text
    assert "zwei" in basket.message.text
