"""Odd input into the simulation: what cannot be worked out says so, and earlier figures are named so."""

from __future__ import annotations

import pytest

from briefing_app.ui.tariff.tab import SIMULATION
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
