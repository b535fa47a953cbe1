"""Packages beside the law: typed as a person would, priced by the engine, saved as scenarios."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetricsF, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton

from briefing_app.domain.change import added
from briefing_app.domain.records import BasketRow, Note, Scenario, ScenarioEdit
from briefing_app.errors import UsageError
from briefing_app.tariff.portfolio import StoppedError
from briefing_app.tariff.scenario_terms import DealLine, Quota, line_of
from briefing_app.ui.tariff.deal_pricing import Even, bill, meeting_rate, meeting_shift, slope
from briefing_app.ui.tariff.deal_quota import parted
from briefing_app.ui.tariff.deal_table import _rate
from briefing_app.ui.tariff.deal_trade import effect
from briefing_app.ui.tariff.deal_words import difference, line_said
from briefing_app.ui.tariff.deals import NONE, QUO, cell_text, with_cell
from briefing_app.ui.tariff.tab import DEALS
from briefing_app.ui.tariff.titled_model import in_lines
from briefing_app.ui.tariff.words import RECIPROCAL, SCENARIO
from briefing_app.ui.theme import theme

AUTOS = "s232-autos-25"


@pytest.fixture
def deals(tab):
    tab.show_page(DEALS)
    return tab.deals


def column(deals, key):
    return next(each for each in deals.columns if each.key == key)


def row(deals, name):
    return next(each for each in deals.results.model.shown() if each.name.startswith(name))


def type_line(deals, sectors=("cars",), **texts):
    """Fill the open form by clicks and keys, and put the line into the package."""
    form = deals.editor.form
    for sector in sectors:
        QTest.mouseClick(form.sectors[sector], Qt.MouseButton.LeftButton)
    for name, text in texts.items():
        editor = form.fields[name].editor
        editor.clear()
        QTest.keyClicks(editor, text)
    QTest.mouseClick(form.put, Qt.MouseButton.LeftButton)


def type_into(deals, place, measure, text):
    """What editing a cell of the table does."""
    at = deals.levers.model.shown_row(measure)
    deals.levers.model.setData(deals.levers.model.index(at, 2 + place), text, Qt.ItemDataRole.EditRole)


def test_a_package_in_words_and_numbers_is_a_scenario_record(deals, session):
    QTest.mouseClick(deals.new_button, Qt.MouseButton.LeftButton)
    assert deals.editor.form.isVisible()
    type_line(deals, rate="15", start="1 September 2025")
    (saved,) = session.workspace.records("scenario")
    line = line_of(saved.edits[0])
    assert (line.replaces, line.rate, line.treatment) == (("cars",), Decimal("0.15"), "all_in")
    assert line.start == "2025-09-01"
    assert column(deals, saved.id).sum.rate == Fraction(15, 100)
    assert column(deals, QUO).sum.rate == Fraction(275, 1000)
    assert row(deals, "Duty paid").cells == ("$8,250.00", "$8,250.00", "$4,500.00")
    card = deals.cards.cards[-1]
    texts = [each.text() for each in card.findChildren(type(deals.head))]
    assert "Cars and light trucks: 15% in total, the ordinary duty included. From 1 September 2025." in texts
    assert any(text.startswith("As the law is: Car parts") for text in texts)
    session.undo_stack.undo()
    assert session.workspace.records("scenario")[0].edits == ()


def test_phase_in_is_looked_at_year_by_year(deals):
    deals.add_package()
    type_line(deals, rate="15", first="25", years="2")
    assert [deals.year.itemData(at) for at in range(deals.year.count())] == [None, 0, 1, -1]
    rates = []
    for place in range(3):
        deals.year.setCurrentIndex(place)
        deals.year.activated.emit(place)
        rates.append(deals.columns[-1].sum.rate)
    assert rates == [Fraction(15, 100), Fraction(25, 100), Fraction(20, 100)]


def test_a_quota_fills_and_earns_a_rent(deals):
    deals.add_package()
    type_line(deals, rate="15", quota="12,000", within="5")
    found = deals.columns[-1].bill
    assert (found.fills[0].share, found.fills[0].trade) == (Fraction(2, 5), 3_000_000)
    assert found.sum.duty == 12_000_00 * 5 // 100 + 18_000_00 * 15 // 100
    assert found.rent == 12_000_00 * 10 // 100
    assert found.marginal.rate == Fraction(15, 100)
    assert row(deals, "Within the quota").cells[-1] == "40%"
    assert row(deals, "Rent of the quota").cells[-1] == "$1,200.00"
    assert row(deals, "Same net gain").cells[-1] != "–"


@pytest.mark.parametrize(
    ("texts", "field", "words"),
    [
        ({"rate": "low"}, "rate", "per cent"),
        ({"rate": "15", "quota": "lots", "within": "5"}, "quota", "An amount"),
        ({"rate": "15", "within": "5"}, "quota", "size of the quota"),
        ({"rate": "15", "first": "25", "years": "0"}, "years", "from 1 to 30"),
        ({"rate": "15", "years": "3"}, "first", "first year"),
        ({"rate": "15", "start": "June 2025"}, "start", "one day"),
        ({"rate": "15", "origins": "Atlantis"}, "origins", "not a country code"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(deals, session, texts, field, words):
    deals.add_package()
    type_line(deals, **texts)
    assert words in deals.editor.form.fields[field].error
    assert session.workspace.records("scenario")[0].edits == ()


def test_goods_must_be_chosen(deals):
    deals.add_package()
    type_line(deals, sectors=(), rate="15")
    assert "Choose sectors" in deals.editor.form._goods_error.text()


def test_no_deal_is_the_announced_rate_with_its_source(tab, session):
    tab.ask.question.set_question(
        {"hts": "8458.11.00", "origin": "JP", "value_usd": "10000", "date": "2025-05-24"}
    )
    tab.show_page(DEALS)
    assert column(tab.deals, NONE).sum.duty == 284_000
    texts = [each.text() for each in tab.deals.cards.cards[1].findChildren(type(tab.deals.head))]
    assert any("9 July 2025 and the 24%" in text for text in texts)
    assert any(text.startswith("Sources: Thompson Hine") for text in texts)
    session.as_of = date(2025, 3, 1)
    tab.deals.refresh()
    texts = [each.text() for each in tab.deals.cards.cards[1].findChildren(type(tab.deals.head))]
    assert any("Nothing had been announced" in text for text in texts)


@pytest.mark.parametrize("day", [date(2025, 4, 5), date(2025, 5, 24), date(2025, 9, 1)])
def test_what_no_deal_would_charge_has_the_colour_of_its_authority(tab, session, day):
    session.as_of = day
    tab.ask.question.set_question(
        {"hts": "8458.11.00", "origin": "JP", "value_usd": "10000", "date": day.isoformat()}
    )
    tab.show_page(DEALS)
    tab.deals.refresh()
    parts = dict(column(tab.deals, NONE).sum.parts)
    assert RECIPROCAL in parts
    assert SCENARIO not in parts
    shown = next(row for row in tab.deals.bars.rows if row[0] == "No deal")
    assert "Reciprocal (IEEPA)" in shown[-1]


def test_a_rate_that_is_met_about_shows_no_digits_that_it_does_not_have():
    assert _rate(Even(274_993, exact=False)) == "about 27.5%"
    assert _rate(Even(274_993, exact=True)) == "27.4993%"
    assert _rate(Even(152_311, exact=False)) == "about 15.23%"


def test_break_even_is_exact_to_the_cent(tab, session):
    tab.deals.add_package()
    tab.show_page(DEALS)
    type_line(tab.deals, sectors=("all",), rate="15")
    assert row(tab.deals, "Same duty as “No deal”").cells[-1] == "27.5%"
    gain = row(tab.deals, "Same net gain as “No deal” at").cells[-1]
    assert "27.5%" in gain.split(", ")
    target = tab.deals.results.target
    target.setCurrentIndex(target.findData(QUO))
    target.activated.emit(target.currentIndex())
    assert row(tab.deals, "Same duty as “Law as it is”").cells[-1] == "27.5%"


def test_the_slope_of_a_line_is_the_engine_at_every_rate(tab):
    law, day = tab.law, date(2025, 5, 24)
    rows = tuple(
        BasketRow(hts=code, value_usd=Decimal(value), origin="JP")
        for code, value in (
            ("87032301", "30000.01"),
            ("84581100", "99999.99"),
            ("85423100", "77"),
            ("73269086", "5"),
        )
    )
    line = DealLine("deal", Decimal("0.1"), replaces=("all",), start="2025-05-01")
    found = slope(rows, law, [line.edit()], [line], day)
    for ppm in (0, 25_000, 44_000, 123_456, 150_000, 1_000_000):
        edit = DealLine("deal", Decimal(ppm) / 10**6, replaces=("all",), start="2025-05-01").edit()
        assert found.duty(ppm) == bill(rows, law.with_scenario([edit]), day).sum.duty
    assert meeting_rate(found, found.duty(123_456)).exact
    assert meeting_rate(found, found.duty(150_000)).ppm == 150_000
    assert meeting_rate(found, 10**12) is None
    assert meeting_shift(found, found.duty(150_000)).ppm == 50_000


def test_quotas_take_the_rows_in_proportion_and_lose_no_cent(tab):
    rows = tuple(
        BasketRow(hts="87032301", value_usd=Decimal(value), origin="JP") for value in ("10000.01", "900.03")
    )
    line = DealLine(
        "q", Decimal("0.15"), replaces=("cars",), quota=Quota(Decimal("0.05"), Decimal("3333.33"))
    )
    found = bill(rows, tab.law.with_scenario([line.edit()]), date(2025, 5, 24), [line])
    assert found.sum.value == 1_090_004
    assert found.fills[0].share == Fraction(333_333, 1_090_004)


def test_clone_diff_take_off_and_remove(deals, session):
    deals.add_package()
    type_line(deals, rate="15")
    QTest.mouseClick(deals.cards.cards[-1].buttons["clone"], Qt.MouseButton.LeftButton)
    first, second = session.workspace.records("scenario")
    assert (second.title, second.edits) == ("Package A, copy", first.edits)
    assert deals.results.difference.text().startswith("In both: Cars and light trucks: 15%")
    QTest.mouseClick(deals.editor.lines[0][0], Qt.MouseButton.LeftButton)
    type_line(deals, sectors=(), rate="12.5")
    assert (
        "Only in “Package A, copy”: Cars and light trucks: 12.5% in total" in deals.results.difference.text()
    )
    deals.set_shown(second.id, False)
    assert [each.key for each in deals.columns] == [QUO, NONE, first.id]
    deals.set_shown(second.id, True)
    QTest.mouseClick(deals.cards.cards[-1].buttons["remove"], Qt.MouseButton.LeftButton)
    assert [each.id for each in session.workspace.records("scenario")] == [first.id]


def test_no_card_is_cut_off_however_many_there_are(deals, qtbot):
    deals.window().resize(1440, 900)
    for _ in range(3):
        QTest.mouseClick(deals.new_button, Qt.MouseButton.LeftButton)
        deals.editor.closed.emit()
    assert len(deals.cards.cards) > 4
    qtbot.waitUntil(lambda: deals.widget().width() <= deals.viewport().width())
    assert all(card.geometry().right() < deals.cards.width() for card in deals.cards.cards)


def test_a_package_is_renamed_and_its_line_removed(deals, session):
    deals.add_package()
    type_line(deals, rate="15")
    deals.editor.name.selectAll()
    QTest.keyClicks(deals.editor.name, "Landing zone")
    deals.editor.name.editingFinished.emit()
    assert session.workspace.records("scenario")[0].title == "Landing zone"
    QTest.mouseClick(deals.editor.lines[0][1], Qt.MouseButton.LeftButton)
    assert session.workspace.records("scenario")[0].edits == ()


def test_a_single_measure_is_a_lever(deals, session):
    deals.new_button.click()
    type_into(deals, 0, AUTOS, "12.5%")
    (saved,) = session.workspace.records("scenario")
    assert saved.edits == (ScenarioEdit("change", AUTOS, {"rate": "0.125"}),)
    assert deals.columns[-1].sum.rate == Fraction(15, 100)
    assert "Package A: 15%, $3,750.00 less duty (-12.5 points)." in deals.bars.words.summary
    type_into(deals, 0, AUTOS, "off")
    assert deals.columns[-1].sum.rate == Fraction(125, 1000)
    assert deals.levers.model.columns[2].text(AUTOS) == "off"


@pytest.mark.parametrize("text", ["many", "-5%", "2000%", "NaN"])
def test_what_is_no_rate_is_refused_in_words(deals, session, text):
    deals.new_button.click()
    place = deals.levers.table.pos()
    type_into(deals, 0, AUTOS, text)
    assert "rate" in deals.levers.error.lower()
    assert deals.levers.table.pos() == place  # beside the cell, and nothing moved
    assert session.workspace.records("scenario")[0].edits == ()
    type_into(deals, 0, AUTOS, "10")
    assert not deals.levers.error


def test_no_empty_line_stands_between_the_cards_and_the_bars(deals):
    deals.resize(1200, 900)
    deals.show()
    deals.widget().layout().activate()
    between = deals.bars.y() - deals.cards.geometry().bottom() - 1
    assert between == deals.widget().layout().spacing()


def test_four_packages_are_the_most(deals, session, qtbot):
    for _ in range(4):
        deals.add_package()
    assert not deals.new_button.isEnabled()
    assert len(deals.columns) == 6
    clones = [card.buttons["clone"] for card in deals.cards.cards if "clone" in card.buttons]
    assert len(clones) == 4
    assert not any(button.isEnabled() for button in clones)
    with qtbot.waitSignal(session.message) as said:
        deals.add_package()
    assert "take one off" in said.args[0]


def test_trade_and_gains_show_both_models_and_their_assumptions(deals):
    deals.add_package()
    type_line(deals, rate="15")
    found = deals.columns[-1].effect
    assert found.low < found.exact < found.high
    assert found.exact > 0 > found.price
    assert found.importer == pytest.approx(
        found.gains.buyers + found.gains.treasury + found.gains.domestic_sellers
    )
    assert "⚠" in row(deals, "… textbook").cells[-1]
    deals.beliefs.lines["demand"].setText("1")
    deals.beliefs.lines["demand"].editingFinished.emit()
    assert deals.beliefs.fields["demand"].error == "Below zero, at least −20."
    assert deals.columns[-1].effect is None
    QTest.mouseClick(deals.beliefs.reset, Qt.MouseButton.LeftButton)
    assert deals.columns[-1].effect == found


def test_the_table_is_copied_and_goes_into_the_briefing(deals, session, tab, qtbot):
    deals.add_package()
    type_line(deals, rate="15")
    deals.results.frame.copy_rows()
    text = QGuiApplication.clipboard().text()
    assert "Average rate\t27.5%\t27.5%\t15%" in text
    with qtbot.waitSignal(tab.add_to_briefing_requested) as caught:
        deals.results.frame.add_to_briefing()
    kind, key = caught.args
    note = session.workspace.find("note", key)
    assert kind == "note"
    assert isinstance(note, Note)
    assert "| Duty paid | $8,250.00 | $8,250.00 | $4,500.00 |" in note.body


def test_a_package_opens_from_elsewhere(tab, session):
    line = DealLine("deal-1", Decimal("0.15"), replaces=("cars",))
    for number in range(6):
        session.apply(
            added(Scenario(id=f"scenario-{number}", title=f"S{number}", edits=(line.edit(),)), "Add")
        )
    tab.show_record("scenario", "scenario-5")
    assert tab.pages.currentWidget() is tab.deals
    assert tab.deals.editor.package.id == "scenario-5"
    assert "scenario-5" in [each.id for each in tab.deals.scenarios()]


def test_an_unreadable_package_says_why_and_the_others_stand(tab, session):
    session.apply(added(Scenario(id="s", title="Bad", edits=(ScenarioEdit("switch_off", "nothing"),)), "Add"))
    tab.show_page(DEALS)
    assert "is no measure" in tab.deals.columns[-1].error
    assert row(tab.deals, "Duty paid").cells[-1] == "no figure"


def test_cells_read_back_what_was_typed_exactly():
    empty = Scenario(id="s", edits=())
    assert cell_text(with_cell(empty, "m", "12.5%"), "m") == "12.5%"
    assert cell_text(with_cell(empty, "m", "10"), "m") == "10%"
    assert cell_text(with_cell(empty, "m", "１２．５％"), "m") == "12.5%"
    both = with_cell(with_cell(empty, "m", "10"), "n", "off")
    assert cell_text(both, "n") == "off"
    assert with_cell(both, "m", "").edits == (ScenarioEdit("switch_off", "n"),)
    with pytest.raises(UsageError):
        with_cell(empty, "m", "ten")


def test_small_entries_are_priced_each_by_itself(tab):
    values = (*[700] * 20, 30_000, 700, 50_000)
    rows = tuple(
        BasketRow(hts="8458.11.00", value_usd=Decimal(each), origin="JP", date="2025-05-24")
        for each in values
    )
    assert bill(rows, tab.law, date(2025, 5, 24)).sum.duty == sum(
        bill((row,), tab.law, date(2025, 5, 24)).sum.duty for row in rows
    )


def test_a_stopped_comparison_says_so_and_goes_on_when_asked(deals, session):
    before = deals.columns
    found = []

    def stopping(work, done, failed=None, **_how):
        deals.working.stop()
        try:
            work()
        except StoppedError as error:
            found.append(error)
            failed(error)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(session.jobs, "run", stopping)
        deals._known = {}
        deals.refresh()
        deals.busy.cancel.click()
    assert found
    assert deals.columns is before
    assert "worked out before" in deals.stopped.text
    deals.stopped._button.click()
    assert deals.stopped.text == ""
    assert deals.columns is not before


def test_no_deal_says_of_each_origin_what_the_law_states_and_what_it_does_not(tab, session):
    rows = tuple(
        BasketRow(hts="87032301", value_usd=Decimal(10_000), origin=origin, date="2025-09-20")
        for origin in ("DE", "KR", "VN")
    )
    session.as_of = date(2025, 9, 20)
    tab.deals.show_rows(rows, "Cars")
    texts = [each.text() for each in tab.deals.cards.cards[1].findChildren(type(tab.deals.head))]
    assert any(text.startswith("Goods of the European Union: vehicles") for text in texts)
    assert any("stated in the law for South Korea, Vietnam: their goods pay" in text for text in texts)
    assert not any("Japan" in text for text in texts)
    paid = column(tab.deals, NONE).bill.by_origin
    assert {origin: duty for origin, (_value, duty) in paid.items()} == dict.fromkeys(
        ("DE", "VN", "KR"), 275_000
    )
    assert column(tab.deals, QUO).bill.by_origin["DE"][1] == 150_000


def test_the_difference_of_two_packages_names_them_as_the_window_does(tab, session):
    tab.show_page(DEALS)
    for _ in range(2):
        tab.deals.add_package()
    type_line(tab.deals, sectors=("all",), rate="15")
    shown = [box.itemText(0) for box in (tab.deals.results.first,)]
    one, other = (each for each in tab.deals.columns if each.scenario is not None)
    law = tab.law
    words = difference(one.scenario, other.scenario, law, ("ひとつめ", "ふたつめ"))
    assert shown == [one.title]
    assert words[-1].startswith("Only in “ふたつめ”")


def test_cards_that_say_the_same_stay_where_they_are(tab):
    tab.show_page(DEALS)
    before = tab.deals.cards.cards
    tab.deals.refresh()
    assert tab.deals.cards.cards is before
    tab.deals.add_package()
    assert tab.deals.cards.cards is not before


def test_a_package_of_several_lines_breaks_even_as_a_whole_and_line_by_line(tab):
    rows = tuple(
        BasketRow(hts=code, value_usd=Decimal(value), origin="JP")
        for code, value in (("87032301", 30_000), ("84581100", 100_000))
    )
    lines = [
        DealLine("cars", Decimal("0.10"), replaces=("cars",), start="2025-05-01"),
        DealLine("rest", Decimal("0.08"), replaces=("economy_wide",), start="2025-05-01"),
    ]
    edits = [line.edit() for line in lines]
    found = slope(rows, tab.law, edits, lines, date(2025, 5, 24))
    assert found.moved(0) == bill(rows, tab.law.with_scenario(edits), date(2025, 5, 24)).sum.duty
    assert meeting_shift(found, found.moved(30_000)).rate == Fraction(3, 100)
    alone = found.of("rest")
    assert alone.lines[0].line == "rest"
    assert meeting_rate(alone, found.moved(0)).rate == Fraction(8, 100)


def test_a_quota_divides_the_contents_of_an_entry_with_its_value():
    row = BasketRow(
        hts="84581100", value_usd=Decimal("1000.01"),
        facts={"steel_value_usd": "600.00", "aluminum_value_usd": "400.01", "quantity": "3", "unit": "No."},
    )  # fmt: skip
    inside, rest = parted(row, Fraction(1, 3))
    assert inside.value_usd + rest.value_usd == row.value_usd
    for name in ("steel_value_usd", "aluminum_value_usd", "quantity"):
        assert Decimal(inside.facts[name]) + Decimal(rest.facts[name]) == Decimal(row.facts[name])
    for part in (inside, rest):
        metal = sum(Decimal(part.facts[f"{each}_value_usd"]) for each in ("steel", "aluminum"))
        assert metal <= part.value_usd
    assert (inside.facts["in_quota"], rest.facts["in_quota"]) == ("true", "false")


def test_where_a_quota_binds_the_break_even_rate_gives_the_gain_that_it_says(deals, tab):
    deals.add_package()
    type_line(deals, rate="10", quota="12,000", within="2")
    against, package = column(deals, QUO), deals.columns[-1]
    words = row(deals, "Same net gain as “No deal” at").cells[-1]
    assert words != "at no rate to 100%"
    target = column(deals, NONE).effect.importer
    day, beliefs = date(2025, 5, 24), deals.beliefs.read()
    rows = deals._rows
    for said in words.split(", "):
        rate = (Decimal(said.removesuffix("%")) / 100).quantize(Decimal("0.000001"))
        line = replace(line_of(package.edits[0]), rate=rate)
        law = tab.law.with_scenario([line.edit()])
        paid = bill(rows, law, day, [line])
        assert paid.fills[0].share == Fraction(2, 5)
        assert effect(against.bill, paid, beliefs).importer == pytest.approx(target, abs=3)


def test_a_quota_is_counted_in_a_unit_of_the_rows(tab):
    line = DealLine(
        "q", Decimal("0.15"), replaces=("all",),
        quota=Quota(Decimal("0.05"), quantity=Decimal(3), unit="t"),
    )  # fmt: skip
    assert line_of(line.edit()).quota == line.quota
    law, day = tab.law.with_scenario([line.edit()]), date(2025, 5, 24)
    tea = {"hts": "09021010", "origin": "JP", "date": "2025-05-24"}
    rows = (
        BasketRow(**tea, value_usd=Decimal(10000), facts={"quantity": "4000", "unit": "kg"}),
        BasketRow(**tea, value_usd=Decimal(50000), facts={"quantity": "2", "unit": "t"}),
    )
    found = bill(rows, law, day, [line])
    assert found.fills[0].share == Fraction(1, 2)
    assert found.sum.rate == Fraction(107, 1000)  # 6.4% within it, the ordinary duty of tea; 15% over it
    for quota, fault in (
        ({"rate": "0.05", "quantity": "3"}, "belong together"),
        ({"rate": "0.05", "quantity": "3", "unit": "elephants"}, "no unit"),
        ({"rate": "0.05", "quantity": "3", "unit": "kg", "value_usd": "3"}, "not both"),
        ({"rate": "0.05", "quantity": "-3", "unit": "kg"}, "not an amount"),
    ):
        edit = line.edit()
        with pytest.raises(UsageError, match=fault):
            line_of(replace(edit, set={**edit.set, "quota": quota}))


def test_the_unit_of_a_quota_is_chosen_in_the_form(deals, session):
    deals.add_package()
    form = deals.editor.form
    form.counted.setCurrentIndex(form.counted.findData("No."))
    type_line(deals, rate="15", quota="120,000", within="5")
    (saved,) = session.workspace.records("scenario")
    assert line_of(saved.edits[0]).quota == Quota(Decimal("0.05"), quantity=Decimal(120000), unit="No.")
    assert "Up to 120,000 pieces a year: 5%." in line_said(line_of(saved.edits[0]), deals._law)
    assert "say no quantity in pieces" in deals.columns[-1].error


def test_no_figure_is_no_zero_and_the_last_day_of_the_law_is_offered(deals, session, tab):
    deals.add_package()
    last = date.fromisoformat(tab.law.info.checked_to)
    session.as_of = last + timedelta(days=1)
    assert column(deals, QUO).sum.rate is None
    for name in ("Average rate", "Duty paid"):
        assert set(row(deals, name).cells) == {"no figure"}
    for name in ("Duty against", "Rate against"):
        assert row(deals, name).cells == ("–", "no figure", "no figure")
    for card in deals.cards.cards:
        said = " ".join(each.text() for each in card.findChildren(QLabel))
        assert "$0" not in said
        assert "the same" not in said
    assert not deals.bars.words.title.endswith("no figure")
    assert "later entries are not covered" in deals.stopped.text
    deals.stopped.findChild(QPushButton).click()
    assert session.as_of == last
    assert deals.stopped.text == ""
    assert column(deals, QUO).sum.rate == Fraction(15, 100)


@pytest.mark.parametrize(
    "name",
    [
        "Cars fall from 25% to the 10% baseline agreed in spring",
        "Comprehensive agreement on automobiles, aircraft and farm goods",
        "自動車・航空機・農産物に関する段階的関税割当を含む包括的な合意案",
    ],
)
def test_a_long_title_stands_in_as_many_lines_as_it_needs(deals, session, name):
    session.apply(added(Scenario(id="long", edits=(), title=name), "Add"))
    head = deals.levers.table.horizontalHeader()
    said = deals.levers.model.headerData(2, Qt.Orientation.Horizontal)
    assert "".join(said.split()) == "".join(name.split())  # nothing is cut
    assert head.textElideMode() == Qt.TextElideMode.ElideNone  # it would cut both lines as if they were one
    metrics = QFontMetricsF(head.font())
    assert all(metrics.horizontalAdvance(line) < head.sectionSize(2) for line in said.split("\n"))
    assert head.height() >= metrics.lineSpacing() * len(said.split("\n"))


def test_a_title_that_no_head_can_hold_is_cut_in_its_last_line_only():
    metrics = QFontMetricsF(theme().font("table"))
    lines = in_lines("word " * 60, metrics, 120).split("\n")
    assert len(lines) == 4
    assert [line.endswith("…") for line in lines] == [False, False, False, True]
