"""Packages beside the law: typed in cells, priced by the engine, saved as scenarios."""

from __future__ import annotations

from fractions import Fraction

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from briefing_app.domain.records import Scenario, ScenarioEdit
from briefing_app.errors import UsageError
from briefing_app.ui.tariff.deals import cell_text, with_cell
from briefing_app.ui.tariff.tab import DEALS

AUTOS = "s232-autos-25"


@pytest.fixture
def deals(tab):
    tab.show_page(DEALS)
    return tab.deals


def type_into(deals, place, measure, text):
    """What editing a cell of the table does."""
    row = deals.model.shown_row(measure)
    deals.model.setData(deals.model.index(row, 2 + place), text, Qt.ItemDataRole.EditRole)


def test_a_package_with_another_rate_saves_duty_and_is_a_scenario_record(deals, session):
    deals.new_button.click()
    assert AUTOS in deals.model.shown()
    type_into(deals, 0, AUTOS, "12.5%")
    (saved,) = session.workspace.records("scenario")
    assert saved.edits == (ScenarioEdit("change", AUTOS, {"rate": "0.125"}),)
    assert deals.packages[0].sum.rate == Fraction(15, 100)
    assert deals.words.text().startswith("Package A: 15%, $3,750.00 less duty (-12.5 points).")
    assert [authority.name for authority, _ in deals.packages[0].sum.parts] == [
        "Ordinary duty",
        "Section 232",
    ]
    assert "Sales must grow by 83.33%" in deals.words.text()
    session.undo_stack.undo()
    assert deals.words.text() == "Package A: the same duty as now."


def test_switching_off_lets_the_next_duty_come_in(deals):
    deals.new_button.click()
    type_into(deals, 0, AUTOS, "off")
    assert deals.packages[0].sum.rate == Fraction(125, 1000)
    assert deals.model.columns[2].text(AUTOS) == "off"


@pytest.mark.parametrize("text", ["many", "-5%", "2000%"])
def test_what_is_no_rate_is_refused_in_words(deals, session, text):
    deals.new_button.click()
    type_into(deals, 0, AUTOS, text)
    assert "rate" in deals.error.text().lower()
    assert session.workspace.records("scenario")[0].edits == ()


def test_four_packages_are_the_most_and_each_has_its_column(deals):
    for _ in range(4):
        deals.new_button.click()
    assert not deals.new_button.isEnabled()
    assert [deals.table.isColumnHidden(column) for column in range(6)] == [False] * 6
    deals.remove_button.click()
    assert deals.table.isColumnHidden(5)


def test_the_effect_on_trade_needs_the_imports_from_elsewhere_and_shows_both_models(deals):
    deals.new_button.click()
    type_into(deals, 0, AUTOS, "12.5")
    assert "Give the imports" in deals.trade.text()
    deals.others.setText("70,000")
    deals.others.editingFinished.emit()
    found = deals.effects[0]
    assert found.exact > 0
    assert found.low < found.exact < found.high
    assert found.price < 0
    assert "exact model" in deals.trade.text()
    assert "textbook" in deals.trade.text()
    deals.demand.setText("1")
    deals.demand.editingFinished.emit()
    assert deals._fields["demand"].error == "Below zero."


def test_the_comparison_is_copied_with_rate_and_duty(deals):
    deals.new_button.click()
    type_into(deals, 0, AUTOS, "12.5")
    deals.copy_button.click()
    text = QGuiApplication.clipboard().text()
    assert "Effective rate\t27.5%\t15%" in text
    assert "Duty\t$8,250.00\t$4,500.00" in text


def test_cells_read_back_what_was_typed_exactly():
    empty = Scenario(id="s", edits=())
    assert cell_text(with_cell(empty, "m", "12.5%"), "m") == "12.5%"
    assert cell_text(with_cell(empty, "m", "10"), "m") == "10%"
    both = with_cell(with_cell(empty, "m", "10"), "n", "off")
    assert cell_text(both, "n") == "off"
    assert with_cell(both, "m", "").edits == (ScenarioEdit("switch_off", "n"),)
    with pytest.raises(UsageError):
        with_cell(empty, "m", "ten")
