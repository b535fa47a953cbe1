"""What was saved opens with every input as it was, undone and redone too: runs, deals, questions, baskets."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from briefing_app.app.jobs import InlineJobs
from briefing_app.app.session import Session
from briefing_app.domain.change import added
from briefing_app.domain.records import Basket, BasketRow, Note, Scenario, ScenarioEdit
from briefing_app.store.workspace import Workspace
from briefing_app.tariff.scenario_terms import DealLine, PhaseIn, Quota, line_of
from briefing_app.trade.inputs import OUTCOMES
from briefing_app.ui.tariff.deals import ON_ITS_DAYS
from briefing_app.ui.tariff.tab import DEALS, SIMULATION, TariffTab
from tests.ui.conftest import NOW

DAY = date(2025, 5, 24)


@pytest.fixture
def page(tab):
    tab.show_page(SIMULATION)
    return tab.simulation.market


@pytest.fixture
def reopened(session, qtbot):
    """The tab over the same folder, read from the disk again."""
    opened = []

    def open_again():
        path = session.workspace.path
        session.typing.flush()
        session.workspace.close()
        workspace = Workspace.open(path)
        again = Session(workspace, InlineJobs(), now=lambda: NOW)
        again.as_of = DAY
        tab = TariffTab(again)
        tab.resize(1500, 900)
        qtbot.addWidget(tab)
        tab.show()
        QApplication.processEvents()
        opened.append((again, workspace))
        return tab

    yield open_again
    for again, workspace in opened:
        again.typing.flush()
        again.deleteLater()
        workspace.close()


def put(line, text):
    line.clear()
    line.insert(text)
    line.editingFinished.emit()


def type_cell(page, row, column, text):
    model = page.market.model
    model.setData(model.index(row, column), text, Qt.ItemDataRole.EditRole)


def choose(box, place):
    box.setCurrentIndex(place)
    box.activated.emit(place)


def start(page, words):
    choose(page.starts, next(at for at in range(page.starts.count()) if words in page.starts.itemText(at)))


def change_everything(page):
    start(page, "25% on top")
    type_cell(page, 0, 1, "41.5")
    type_cell(page, 2, 3, "12.5%")
    type_cell(page, 1, 0, "Mexique")
    for name, numbers in {
        "demand": ("-1.1", "-2", "-0.75"), "substitution": ("3.3", "2", "6"),
        "supply": ("7", "1.5", "30"), "home_supply": ("0.8", "0.5", "4"),
    }.items():  # fmt: skip
        card = page.deck.cards[name]
        for line, text in zip((card.value, card.low, card.high), numbers, strict=True):
            put(line, text)
    choose(page.seller, 2)
    choose(page.outcome, OUTCOMES.index("gain"))
    put(page.retail, "33.375")


def shown(page):
    results = page.results
    frames = (results.figures, results.who, results.spread, results.draws)
    return [(frame.words.title, frame.words.unit, frame.words.summary) for frame in frames]


def kept_inputs(page):
    """All inputs but the words that say of which saved run they are."""
    return replace(page.found.inputs, source="")


def test_a_saved_simulation_opens_with_every_input_and_says_the_same(page, session, reopened):
    change_everything(page)
    inputs, words = kept_inputs(page), shown(page)
    assert (inputs.place, inputs.outcome, inputs.retail) == (2, "gain", 0.33375)
    assert "Assumed: shops pass on 33.375% of the tariff to consumers." in words[1][2]
    note = page.save()
    assert "shops pass on 33.375% of the tariff" in note.body
    session.undo_stack.undo()
    assert not session.workspace.records("note")
    session.undo_stack.redo()
    again = reopened()
    again.show_page(SIMULATION)
    for market in (page, again.simulation.market):
        start(market, "three suppliers")
        assert market.retail.text() == "20"
        start(market, note.title)
        assert kept_inputs(market) == inputs
        assert shown(market) == words
        assert market.retail.text() == "33.375"
        assert market.source.text().startswith(f"Saved run “{note.title}”. Imports of cars in 2024")


def test_a_published_value_is_one_again_in_a_saved_run(page):
    start(page, "25% on top")
    put(page.deck.cards["substitution"].value, "4.2")
    cards = page.deck.cards.items()
    shown_before = {name: (card.published.currentText(), card.source.text()) for name, card in cards}
    note = page.save()
    start(page, "three suppliers")
    start(page, note.title)
    shown_now = {name: (card.published.currentText(), card.source.text()) for name, card in cards}
    assert shown_now == shown_before
    assert shown_now["demand"][0].startswith("-1.25 · ")
    assert shown_now["substitution"] == ("", "Your own value.")


@pytest.mark.parametrize(
    ("gone", "said"),
    [
        ("retail", "shops pass on 20% to consumers"),
        ("ranges", "Demand η from -1.43 to -0.77"),
        ("demand_elasticity", None),
    ],
)
def test_what_an_earlier_run_does_not_keep_is_said_until_it_is_typed(page, session, gone, said):
    change_everything(page)
    note = page.as_note()
    text = note.body.split("```json\n")[1].split("\n```")[0]
    model = json.loads(text)
    del model[gone]
    body = note.body.replace(text, json.dumps(model, ensure_ascii=False, indent=1))
    session.apply(added(replace(note, title="Earlier run", body=body), "Add"))
    put(page.retail, "70")
    start(page, "Earlier run")
    told = page.source.text()
    if said is None:  # the card keeps the value as well
        assert "Not kept" not in told
        return
    assert f"Not kept in the saved run and taken here: {said}" in told
    assert said in page.results.figures.words.source
    if gone == "retail":
        assert page.found.inputs.retail == 0.2
        put(page.retail, "25")
        assert "Not kept" not in page.source.text()


def test_figures_that_failed_are_not_kept_with_inputs_that_they_are_not_of(page):
    for row in range(len(page.market.sellers)):
        type_cell(page, row, 1, "0")
    assert page.error.text()
    assert not page.save_button.isEnabled()
    type_cell(page, 0, 1, "5")
    assert page.error.text() == ""
    assert page.save_button.isEnabled()


# --- deals -----------------------------------------------------------------------------------------------

LINES = (
    DealLine(
        "deal-cars", Decimal("0.125"), "on_top", ("cars", "car-parts"), (), ("JP", "KR"), "2025-08-07",
        "2031-01-01", Quota(Decimal("0.025"), quantity=Decimal("1200.5"), unit="No."),
        PhaseIn(Decimal("0.275"), 7), "Cars, for a while",
    ),
    DealLine("deal-rest", Decimal("0.15"), "all_in", (), ("0902", "87032301"), ("JP",), "2025-09-01",
             quota=Quota(Decimal(0), value_usd=Decimal("1000000.25")),
             title="deal-rest"),
)  # fmt: skip


def test_a_saved_deal_keeps_every_line_and_what_it_is_compared_under(tab, session, reopened):
    tab.show_page(DEALS)
    edits = (*(line.edit() for line in LINES), ScenarioEdit("switch_off", "s232-autos-25"))
    package = Scenario(id="a", title="=Package", note="why", edits=edits)
    other = Scenario(id="b", title="Other", edits=())
    session.apply(added(package, "Add"))
    session.apply(added(other, "Add"))
    session.undo_stack.undo()
    session.undo_stack.redo()
    deals = tab.deals
    typed = {"share": "35", "home": "12.5", "substitution": "3", "demand": "-0.9", "supply": "4"}
    for name, text in typed.items():
        put(deals.beliefs.lines[name], text)
    choose(deals.year, deals.year.findData(3))
    deals.set_shown("b", False)
    rows = deals.results.model.shown()
    assert (
        "35% of the market, of the rest 12.5% is made at home, σ 3, η −0.9"
        in deals.results.frame.words.source
    )
    again = reopened()
    again.show_page(DEALS)
    found = again.deals.scenarios()
    assert found == [package]
    assert tuple(line_of(edit) for edit in found[0].edits[:2]) == LINES
    assert again.deals.beliefs.texts() == typed
    assert again.deals.year.currentData() == 3
    assert again.deals.results.model.shown() == rows
    again.deals.beliefs.reset.click()
    choose(again.deals.year, again.deals.year.findData(ON_ITS_DAYS))
    assert again._session.workspace.memo("what deals are compared under")
    third = TariffTab(again._session)
    third.show_page(DEALS)
    assert third.deals.beliefs.texts()["share"] == "20"
    assert third.deals.year.currentData() == ON_ITS_DAYS
    third.deleteLater()


def test_assumptions_that_cannot_be_read_are_not_kept(tab, session):
    tab.show_page(DEALS)
    put(tab.deals.beliefs.lines["share"], "40")
    put(tab.deals.beliefs.lines["share"], "much")
    assert json.loads(session.workspace.memo("what deals are compared under"))["beliefs"]["share"] == "40"
    assert tab.deals.results.frame.words.source.count("cannot be read") == 1


# --- questions -------------------------------------------------------------------------------------------

QUESTIONS = (
    {"hts": "87032301", "origin": "KR", "date": "2025-06-04", "currency": "JPY", "amount": "3,100,000",
     "rate": "0.0069", "rate_per": "unit", "rate_source": "Federal Reserve H.10", "rate_date": "2025-06-03",
     "mode": "air", "entry_time_et": "00:01", "korus_claim": "true", "made_year": "2020"},
    {"hts": "22060030", "origin": "JP", "date": "2025-03-01", "value_usd": "1234.56", "mode": "ocean",
     "quantities": "1000 liter; 1.5 pf. liter"},
)  # fmt: skip


@pytest.mark.parametrize("asked", QUESTIONS)
def test_a_starred_question_asks_again_with_every_input(tab, session, reopened, asked):
    ask = tab.ask
    ask.question.set_question(asked)
    texts = ask.question.texts()
    assert {name: text for name, text in asked.items() if texts.get(name) != text} == {}
    ask.answer.star.click()
    kept, duty = ask.recent[0].texts, ask.answer.duty.text()
    assert duty.startswith("$")
    again = reopened().ask
    (starred,) = again.book.starred
    assert starred.texts == kept
    again.question.set_question(starred.texts)
    assert (again.recent[0].texts, again.answer.duty.text()) == (kept, duty)


# --- baskets ---------------------------------------------------------------------------------------------


def test_a_basket_keeps_every_field_of_every_row(session, reopened):
    row = BasketRow(
        "87032301", Decimal("12345.67"), "KR", "2025-06-04",
        {"mode": "air", "us_content_share": "0.4", "is_new": True, "liters": "1.250"},
        "JPY 1,772,223 at 143.55 (H.10)",
    )  # fmt: skip
    assert all(getattr(row, name) != getattr(BasketRow("1", Decimal(1)), name) for name in row.__dict__)
    basket = Basket(id="b", rows=(row, replace(row, hts="0902", date="")), title="=B", source="whence")
    session.apply(added(basket, "Add"))
    session.undo_stack.undo()
    session.undo_stack.redo()
    assert session.workspace.find("basket", "b") == basket
    assert reopened()._session.workspace.find("basket", "b") == basket


def test_a_note_of_a_run_is_found_in_a_workspace_opened_anew(page, reopened):
    note = page.save()
    market = reopened().simulation.market
    assert isinstance(market._starts[-1], Note)
    assert market.starts.itemText(market.starts.count() - 1) == note.title
