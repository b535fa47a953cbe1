"""Odd input into the simulation: what cannot be worked out says so, and earlier figures are named so."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from briefing_app import resources
from briefing_app.domain.records import Note
from briefing_app.ui.tariff.sim_starts import run_of
from briefing_app.ui.tariff.tab import DEALS, SIMULATION
from briefing_app.ui.widgets.elided_box import ElidedBox


@pytest.fixture
def page(tab):
    tab.show_page(SIMULATION)
    return tab.simulation.market


def put(line, text):
    """Paste a text over what a line holds and leave it."""
    line.clear()
    line.insert(text)
    line.editingFinished.emit()


@pytest.mark.parametrize("typed", ["-5", "", "1e9", "0,15", "abc", "15%"])
def test_figures_of_earlier_inputs_say_so_and_are_not_kept_as_those_shown(page, typed):
    put(page.deck.cards["substitution"].value, typed)
    assert page.error.text().startswith("The inputs as they stand cannot be worked out")
    assert not page.save_button.isEnabled()
    assert not page.brief_button.isEnabled()
    assert page.save_button.toolTip() == "The figures are of the inputs before."
    put(page.deck.cards["substitution"].value, "4.2")
    assert page.error.text() == ""
    assert page.save_button.isEnabled()
    put(page.retail, typed)
    assert page.save_button.isEnabled() == (typed == "15%")


@pytest.mark.parametrize("typed", ["４．５", "4.5", " 4.50 "])
def test_a_card_is_read_as_a_japanese_keyboard_writes_it(page, typed):
    put(page.deck.cards["substitution"].value, typed)
    assert page.deck.cards["substitution"].read().value == 4.5


def test_a_card_of_ones_own_numbers_names_no_published_value(page):
    card = page.deck.cards["substitution"]
    first = card.published.currentText()
    assert first.startswith("4.0")
    put(card.value, "4.2")
    assert card.published.currentIndex() == -1
    assert card.published.shown_text.startswith("none of the")
    put(card.value, "4.0")
    assert card.published.currentText() == first
    assert card.source.text() == "Simonovska and Waugh (2014)."


def test_long_choices_end_with_dots_and_are_never_cut_within_a_letter(page, tab):
    results = tab.deals.results
    boxes = [page.starts, page.seller, page.outcome, results.target, results.first, results.second]
    boxes += [card.published for card in page.deck.cards.values()]
    assert all(isinstance(box, ElidedBox) for box in boxes)
    box = page.deck.cards["demand"].published
    box.resize(160, 28)
    assert box.shown_text.endswith("…")


def test_the_formula_reads_full_width_figures(tab):
    tab.show_page(SIMULATION)
    page = tab.simulation.formula
    put(page.elasticity, "４")
    put(page.pass_through, "０．９４５")
    assert page._fields["pass_through"].error == ""
    assert "φ = 0.945" in page.frame.words.summary
    for typed in ("0", "-1", "", "abc", "0,25", "1e9"):
        put(page.elasticity, typed)
        assert page._fields["elasticity"].error == "A number above zero."


def type_cell(page, row, column, text):
    model = page.market.model
    model.setData(model.index(row, column), text, Qt.ItemDataRole.EditRole)


def test_what_is_typed_over_is_not_said_to_be_of_the_source(page):
    first = page.source.text()
    assert first.startswith("Imports of cars in 2024: US Department of Commerce")
    assert "Typed over" not in first
    type_cell(page, 0, 1, "４０")
    type_cell(page, 0, 3, "15%")
    words = "Typed over here: Japan (was 39.936, 2.5% → 27.5%)."
    assert page.source.text() == f"{first} {words}"
    assert words in page.results.figures.words.source
    assert "Typed over here: Japan" in page.as_note().body
    page.market.table.selectRow(1)
    page.market.remove.click()
    page.market.add.click()
    assert page.source.text().endswith("Added here: Seller 1. Left out here: Mexico.")
    page.take_start(page._start_at(0))
    assert page.source.text() == first


def test_values_and_rates_show_every_figure_that_counts(page):
    type_cell(page, 0, 1, "1,000,000,000.5")
    type_cell(page, 0, 3, "27.123456%")
    cells = [page.market.model.index(0, column).data() for column in (1, 3)]
    assert cells == ["1,000,000,000.5", "27.123456%"]


def test_a_fault_below_the_table_goes_with_what_it_spoke_of(page):
    type_cell(page, 0, 1, "-5")
    assert page.market.error.text() == "A value of zero or more."
    type_cell(page, 0, 1, "39.9360")
    assert page.market.error.isHidden()
    type_cell(page, 0, 0, " ")
    assert page.market.error.text() == "A seller needs a name."


def test_assumptions_that_cannot_be_read_make_no_market(tab, page):
    tab.show_page(DEALS)
    tab.deals.add_package()
    count = page.starts.count()
    assert any("Package A" in page.starts.itemText(at) for at in range(count))
    put(tab.deals.beliefs.lines["substitution"], "1e9")
    assert tab.deals.beliefs.fields["substitution"].error == "Above zero, at most 1,000."
    assert not any("Package A" in page.starts.itemText(at) for at in range(page.starts.count()))


def test_a_saved_run_keeps_its_unit_and_where_its_market_is_from(page):
    type_cell(page, 0, 3, "15%")
    words, source = page.results.figures.words, page.source.text()
    note = page.save()
    page.take_start(page._start_at(1))
    page.take_start(page._start_at(page.starts.findText(note.title)))
    again = page.results.figures.words
    assert again.unit == words.unit == "Changes in %; money in USD bn"
    assert again.summary == words.summary
    assumed = (
        "Assumed: Demand η −1.25, Substitution between sources σ 4, Supply from abroad ε 10, "
        "Supply at home ε 10."
    )
    assert again.source == f"Saved run “{note.title}”. {source} {assumed}"


def test_every_chart_of_a_market_says_the_elasticities_that_it_rests_on(page):
    put(page.deck.cards["demand"].value, "-1.1")
    results = page.results
    for frame in (results.figures, results.who, results.spread, results.draws):
        assert "Demand η −1.1" in frame.words.source, frame.words.title
    for frame in (results.spread, results.draws):
        assert "Demand η −1.1 (−3.1 to −0.5), Substitution" in frame.words.source


def test_several_markets_say_the_elasticities_and_the_tariffs_that_change(tab):
    tab.show_page(SIMULATION)
    world = tab.simulation.world
    source = world.frame.words.source
    assert "Assumed: η −1.25, ε 1.5, σ 5." in source
    assert "United States to European Union 41% → 0%" in source
    assert "European Union to United States 32% → 0%" in source
    put(world.fields["demand"].editor, "-2")
    assert "Assumed: η −2, ε 1.5, σ 5." in world.frame.words.source


def test_the_run_of_the_sample_says_its_unit_and_source():
    text = (resources.path("sample", "us-japan", "notes") / "run-us-cars.md").read_text(encoding="utf-8")
    start = run_of(Note(id="run", title="Run", body=text))
    assert start.unit == "USD bn"
    assert "US Department of Commerce" in start.source
