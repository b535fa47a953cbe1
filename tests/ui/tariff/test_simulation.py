"""The Simulation page: typed as a person would, figures against the published examples."""

from __future__ import annotations

import json

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from briefing_app.domain.change import added
from briefing_app.domain.records import Note
from briefing_app.exchange import simulation
from briefing_app.trade import gsim
from briefing_app.ui.tariff.note_choice import note_menu
from briefing_app.ui.tariff.sim_charts import axis_words, ticks
from briefing_app.ui.tariff.sim_checks import checks
from briefing_app.ui.tariff.sim_page import EXAMPLES, FORMULA, WORLD
from briefing_app.ui.tariff.sim_starts import run_of
from briefing_app.ui.tariff.tab import DEALS, SIMULATION


@pytest.fixture
def page(tab):
    tab.show_page(SIMULATION)
    return tab.simulation.market


def start(page, words):
    place = next(at for at in range(page.starts.count()) if words in page.starts.itemText(at))
    page.starts.setCurrentIndex(place)
    page.starts.activated.emit(place)


def row(page, name):
    return next(cells for cells in page.results.model.shown() if cells[0] == name)


def type_cell(page, seller, column, text):
    at = page.market.model.shown_row(seller)
    page.market.model.setData(page.market.model.index(at, column), text, Qt.ItemDataRole.EditRole)


def type_into(line, text):
    line.clear()
    QTest.keyClicks(line, text)
    line.editingFinished.emit()


def test_the_published_market_gives_the_published_figures(page):
    start(page, "three suppliers")
    assert row(page, "Taxed")[2:] == ("+7.9%", "-2.0%", "-17.9%", "-18.2%", "-20.3%  ⚠")
    assert row(page, "Home")[4:] == ("+2.1%", "–", "+2.3%")
    assert row(page, "Free")[4] == "+7.8%"
    assert row(page, "All sources, price")[2] == "+3.6%"
    assert page.results.figures.words.title == "Sales of Taxed: -17.9% when its tariff goes from 0% to 10%"
    assert (
        "⚠ SMART or GSIM is more than a tenth off the exact answer for Taxed, Free."
        in page.results.figures.words.summary
    )


def test_a_rate_is_typed_and_everything_follows(page):
    start(page, "three suppliers")
    type_cell(page, 1, 3, "25%")
    assert row(page, "Taxed")[4] == "-37.7%"
    assert row(page, "Taxed")[2] == "+19.2%"
    split = page.results.who.rows
    assert sum(float(cells[1].rstrip("%")) for cells in split[1:]) == pytest.approx(100, abs=0.11)
    type_into(page.retail, "0")
    assert page.results.who.rows[3][1] == "0.0%"
    type_into(page.retail, "many")
    assert page._retail.error == "From 0 to 100."


@pytest.mark.parametrize(
    ("seller", "column", "text", "words"),
    [
        (1, 1, "lots", "value of zero"),
        (1, 3, "-5%", "from 0 to 1000%"),
        (1, 0, "Free", "one name"),
        (1, 4, "home", "pays no tariff"),
    ],
)
def test_what_cannot_be_is_said_below_the_table(page, seller, column, text, words):
    start(page, "three suppliers")
    before = page.market.sellers
    type_cell(page, seller, column, text)
    assert words in page.market.error.text()
    assert page.market.sellers == before


def test_sellers_are_added_and_taken_out(page):
    start(page, "three suppliers")
    QTest.mouseClick(page.market.add, Qt.MouseButton.LeftButton)
    assert [each.name for each in page.market.sellers][-1] == "Seller 1"
    page.market.table.selectRow(3)
    QTest.mouseClick(page.market.remove, Qt.MouseButton.LeftButton)
    assert len(page.market.sellers) == 3


def test_a_card_is_typed_put_back_and_taken_from_the_published(page):
    card = page.deck.cards["substitution"]
    type_into(card.value, "5")
    assert card.source.text() == "Your own value."
    first = page.found.comparison.quantity[0].exact
    QTest.mouseClick(card.reset, Qt.MouseButton.LeftButton)
    assert card.value.text() == "4.0"
    assert card.source.text() == "Simonovska and Waugh (2014)."
    assert page.found.comparison.quantity[0].exact > first
    place = next(at for at in range(card.published.count()) if "vehicles" in card.published.itemText(at))
    card.published.activated.emit(place)
    assert card.value.text() == "5.6"
    assert "Not checked" in card.source.text()
    kept = page.found
    type_into(card.value, "50")
    assert "between low and high" in card.error.text()
    assert page.found is kept


@pytest.fixture
def nobody_reads_all_notes(session, monkeypatch):
    records = session.workspace.records

    def guarded(kind):
        assert kind != "note", "all notes would be read on the window's thread"
        return records(kind)

    monkeypatch.setattr(session.workspace, "records", guarded)


def test_saved_runs_are_found_without_reading_every_note(session, nobody_reads_all_notes, tab):
    session.apply(added(Note(id="plain", title="A simulation of nothing", body="simulation"), "Add"))
    tab.show_page(SIMULATION)
    page = tab.simulation.market
    saved = page.save()
    assert page.starts.findText(saved.title) >= 0
    assert page.starts.findText("A simulation of nothing") < 0
    session.undo_stack.undo()
    assert page.starts.findText(saved.title) < 0
    assert [each.text() for each in note_menu(session, tab, print).actions()][-1].endswith("of nothing")


def test_nothing_is_drawn_until_the_page_is_looked_at(tab):
    page = tab.simulation.market  # made ahead, as the window does in idle moments
    assert page.found is not None
    assert page.found.fan == ()
    tab.show_page(SIMULATION)
    assert len(page.found.fan) > 0


def test_the_fan_is_drawn_with_a_fixed_seed_and_shown_as_a_table(page):
    start(page, "three suppliers")
    one = page.found.fan
    page.refresh()
    assert page.found.fan == one
    assert len(page.results.draws.rows) == len(one) + 1
    point = next(each for each in one if each.rate == 0.1)
    assert point.low < point.middle < point.high
    assert point.centre == pytest.approx(-0.179, abs=5e-4)
    assert "At 10% four of five draws lie between" in page.results.draws.words.summary
    assert page.found.residual < 1e-10
    assert "Here it is" in page.rails.text()


def test_the_draws_can_be_stopped(page, session):
    said = []
    session.message.connect(lambda words, _level: said.append(words))
    page.told.progressed.connect(lambda _done, _whole: page.cancel.click())
    page.refresh()
    assert page.found.fan == ()
    assert page.waiting.isHidden()
    assert said[0] == "The draws were stopped; the other figures stand."


def test_each_outcome_has_its_unit_and_tornado(page):
    start(page, "25% on top")
    units = []
    for place in range(4):
        page.outcome.setCurrentIndex(place)
        page.outcome.activated.emit(place)
        units.append(page.results.spread.words.unit)
        assert len(page.results.spread.rows) == 5
    assert units[0] == "Sales of Japan, quantity, change in %"
    assert units[1] == "Duty collected, change in USD bn"


def test_a_run_is_saved_and_opened_again_with_the_same_digits(page, session):
    start(page, "25% on top")
    type_cell(page, 0, 3, "15%")
    figures = page.results.model.shown()
    QTest.mouseClick(page.save_button, Qt.MouseButton.LeftButton)
    (note,) = (each for each in session.workspace.records("note") if isinstance(each, Note))
    assert "| Japan | 2.5% → 15% |" in note.body
    text = note.body.split("```json\n")[1].split("\n```")[0]
    printed = simulation.run_model(text)
    assert printed["quantity_change"]["Japan"] == pytest.approx(page.found.comparison.quantity[0].exact)
    last = json.loads(text)["suppliers"][-1]
    assert (last["name"], last["home"]) == ("United States", True)
    start(page, "three suppliers")
    start(page, "Simulation: Sales of Japan")
    assert page.results.model.shown() == figures
    assert run_of(note).sellers[0].after == 0.15


def test_a_saved_run_keeps_the_ranges_of_its_cards_and_whose_they_are(page, session):
    start(page, "25% on top")
    card = page.deck.cards["demand"]
    ends, source = (card.low.text(), card.high.text()), card.source.text()
    note = page.save()
    ranges = json.loads(note.body.split("```json\n")[1].split("\n```")[0])["ranges"]
    value = float(card.value.text())
    assert ranges["demand"] == {
        "value": value, "low": float(ends[0]), "high": float(ends[1]), "source": source
    }  # fmt: skip
    assert ends[0] != f"{float(card.value.text()) * 1.3:g}"
    start(page, "three suppliers")
    start(page, "Simulation: Sales of Japan")
    assert (float(card.low.text()), float(card.high.text())) == (float(ends[0]), float(ends[1]))
    assert card.source.text() == source


def test_a_run_goes_into_the_briefing(page, tab, session, qtbot):
    with qtbot.waitSignal(tab.add_to_briefing_requested) as caught:
        QTest.mouseClick(page.brief_button, Qt.MouseButton.LeftButton)
    kind, key = caught.args
    assert kind == "note"
    assert "simulation" in session.workspace.find("note", key).tags


def test_the_basket_under_a_package_is_a_market(tab, session):
    tab.show_page(DEALS)
    tab.deals.add_package()
    tab.deals.levers.type_cell(0, "s232-autos-25", "12.5%")
    tab.show_page(SIMULATION)
    page = tab.simulation.market
    start(page, "From the basket: Package A")
    japan = page.market.sellers[0]
    assert (japan.name, japan.value, japan.before, japan.after) == ("Japan", 30000, 0.275, 0.15)
    assert [each.home for each in page.market.sellers] == [False, False, True]
    assert page.found.comparison.quantity[0].exact == pytest.approx(
        tab.deals.columns[-1].effect.exact, abs=1e-9
    )


def test_the_figures_are_copied_as_a_table(page):
    start(page, "three suppliers")
    page.results.figures.copy_rows()
    text = QGuiApplication.clipboard().text()
    assert "Seller\tTariff\tPrice to buyers" in text
    assert "Taxed\t0% → 10%" in text


def test_the_formula_of_april(tab):
    tab.show_page(SIMULATION)
    tab.simulation.buttons.button(FORMULA).click()
    page = tab.simulation.formula
    japan = next(cells for cells in page.frame.rows if cells[0] == "Japan")
    assert japan[3:] == ("46.2%", "24%", "46%", "24%", "yes")
    QTest.mouseClick(page.border, Qt.MouseButton.LeftButton)
    assert next(cells for cells in page.frame.rows if cells[0] == "Japan")[4] == "10%"
    assert page.frame.words.title == "Japan: 10% by the formula, 24% announced"
    type_into(page.elasticity, "0")
    assert page._fields["elasticity"].error == "A number above zero."
    QTest.mouseClick(page.reset, Qt.MouseButton.LeftButton)
    assert (page.elasticity.text(), page.pass_through.text()) == ("4", "0.25")


def test_every_published_example_comes_out(tab):
    assert [check.example for check in checks() if not check.agrees] == []
    tab.show_page(SIMULATION)
    tab.simulation.buttons.button(EXAMPLES).click()
    assert tab.simulation.examples.frame.words.title == "7 of 7 examples come out as published."


def test_ticks_are_round_and_inside():
    assert ticks(0, 0.55) == (0.0, 0.2, 0.4)
    assert ticks(-0.7, 0.17) == (-0.6, -0.4, -0.2, 0.0)
    assert ticks(1, 1) == (1,)


def world_cell(page, row, column, text):
    model = page.matrix_model
    return model.setData(model.index(row, column), text)


def test_several_markets_give_the_published_prices_and_follow_what_is_typed(tab):
    tab.show_page(4)
    tab.simulation.buttons.button(WORLD).click()
    page = tab.simulation.world
    prices = [round(float(each), 4) for each in page.found.world_price_change]
    assert prices == [0.0792, -0.0316, 0.0480, -0.0184]
    assert [cells[1] for cells in page.model.shown()] == ["+7.92%", "-3.16%", "+4.80%", "-1.84%"]
    assert page.frame.words.title == "Net welfare by region: United States gains most"
    assert "linear model is rough" in page.rough.text()
    page.show_table("after")
    assert page.matrix_model.index(0, 3).data() == "0%"
    assert page.matrix_model.index(0, 3).data(Qt.ItemDataRole.FontRole).bold()
    assert world_cell(page, 0, 3, "41%")
    assert world_cell(page, 2, 1, "32%")
    assert page.frame.words.title == "No tariff differs between now and then"
    assert page.rough.text() == ""
    assert not world_cell(page, 0, 3, "-5%")
    assert page.error.text() == "A rate from 0 to 1000%."
    page.example.click()
    assert next(iter(page.model.shown()))[1] == "+7.92%"
    page.fields["demand"].editor.setText("3")
    page.fields["demand"].editor.editingFinished.emit()
    assert page.fields["demand"].error == "From -20 to 0."


def test_regions_are_added_named_and_taken_out(tab):
    page = tab.simulation.world
    page.add.click()
    assert page.world.regions[-1] == "Region 1"
    assert len(page.model.shown()) == 5
    assert not world_cell(page, 4, 0, "Japan")
    assert page.error.text() == "Every region needs a name of its own."
    assert world_cell(page, 4, 0, "Korea")
    page.show_table("trade")
    assert world_cell(page, 4, 1, "120")
    assert page.world.trade[4][0] == 120
    page.matrix.setCurrentIndex(page.matrix_model.index(4, 0))
    page.remove.click()
    assert page.world.regions == ("United States", "Japan", "European Union", "Rest of the world")
    for _ in range(2):
        page.matrix.setCurrentIndex(page.matrix_model.index(0, 0))
        page.remove.click()
    page.matrix.setCurrentIndex(page.matrix_model.index(0, 0))
    page.remove.click()
    assert len(page.world.regions) == 2
    assert page.error.text() == "Two regions have to stay."


def test_a_region_has_elasticities_of_its_own(tab):
    tab.show_page(SIMULATION)
    tab.simulation.buttons.button(WORLD).click()
    page = tab.simulation.world
    same = page.found.world_price_change.copy()
    page.tables.button(3).click()
    model = page.matrix_model
    assert [model.headerData(at, Qt.Orientation.Horizontal) for at in range(model.columnCount())][1:] == [
        "Import demand η", "Export supply ε", "Substitution σ",
    ]  # fmt: skip
    assert world_cell(page, 1, 3, "8")
    assert page.world.own[1] == (-1.25, 1.5, 8.0)
    expected = gsim.simulate(
        page.world.trade,
        [[1 + rate for rate in row] for row in page.world.before],
        [[1 + rate for rate in row] for row in page.world.after],
        import_demand=-1.25, export_supply=1.5, substitution=[5, 8, 5, 5],
    )  # fmt: skip
    assert page.found.world_price_change == pytest.approx(expected.world_price_change)
    assert page.found.world_price_change != pytest.approx(same)
    assert "elasticities of their own" in page.frame.words.source
    assert not world_cell(page, 0, 1, "2")
    assert "From -20 to 0" in page.error.text()
    page.fields["demand"].editor.setText("-2")
    page.fields["demand"].editor.editingFinished.emit()
    assert page.world.elasticities[1] == (-2.0, 1.5, 8.0)
    page.add_region()
    assert page.world.elasticities[4] == (-2.0, 1.5, 5.0)
    assert world_cell(page, 1, 3, "5")
    assert page.world.own == ()


def test_a_change_of_nothing_has_no_sign_on_the_axis():
    assert [axis_words(value, of_share=True) for value in (-0.2, 0.0, -1e-17, 0.4)] == [
        "-20%",
        "0%",
        "0%",
        "+40%",
    ]
    assert [axis_words(value, of_share=False) for value in (-2.5, 0.0)] == ["-2.5", "0"]
