"""Values in yen, transport, the tree, stars, switches, certificates, notes and the chart's events."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QMouseEvent
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication

from briefing_app.app.i18n import use_language
from briefing_app.app.jobs import InlineJobs
from briefing_app.app.session import Session
from briefing_app.domain.change import added
from briefing_app.domain.records import Event, Note, TypedDate
from briefing_app.reports.knowledge import Knowledge
from briefing_app.store.workspace import Workspace
from briefing_app.tariff.assess import assess
from briefing_app.tariff.certificate import certify
from briefing_app.tariff.schedule import Schedule
from briefing_app.ui.tariff.ask_page import ANSWER_WIDTH
from briefing_app.ui.tariff.good_tree import GoodTreeModel
from briefing_app.ui.tariff.note_choice import note_menu
from briefing_app.ui.tariff.tab import TariffTab


def choose(combo, value):
    combo.setCurrentIndex(combo.findData(value))


def type_over(field, text):
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, text)


def yen(tab, amount="4500000", rate="142.57", source="Bank of Japan", day="23 May 2025"):
    values = tab.ask.question.values
    choose(values.currency, "JPY")
    for field, text in (
        (values.value, amount), (values.stated.rate, rate), (values.stated.source, source),
        (values.stated.day, day),
    ):  # fmt: skip
        type_over(field, text)
    tab.ask.question.ask()
    return values


def test_yen_are_converted_at_the_stated_rate_and_said_so(tab):
    values = yen(tab)
    assert tab.ask.entry.value_cents == 3156344
    assert values.fields["value_usd"].editor.accessibleDescription() == "= $31,563.44"
    assert tab.ask.answer.duty_words.text() == "duty on $31,563.44"
    first = tab.ask.answer.assumptions.rows()[0][0]
    assert "142.57 JPY for 1 USD (Bank of Japan, 23 May 2025)" in first
    assert "19 CFR 159.32" in first
    tab.ask.questions.chosen.emit(tab.ask.recent[0].texts)
    assert tab.ask.entry.value_cents == 3156344
    assert values.stated.rate.text() == "142.57"


@pytest.mark.parametrize(
    ("texts", "name", "words"),
    [
        ({"rate": "0"}, "rate", "above zero"),
        ({"source": " "}, "rate_source", "where the rate stands"),
        ({"day": "soon"}, "rate_date", "day of the rate"),
        ({"amount": "lots"}, "amount", "not a number"),
    ],
)
def test_a_rate_that_is_not_stated_is_asked_for_beside_its_field(tab, texts, name, words):
    values = yen(tab, **texts)
    assert words in values.fields[name].error
    assert tab.ask.answer.duty.text() == "$8,250.00"


def test_the_harbor_fee_is_due_by_sea_only(tab):
    assert ("Harbor fee (HMF)", "$37.50") in fees(tab)
    choose(tab.ask.question.mode, "air")
    tab.ask.question.mode.activated.emit(1)
    tab.ask.question.ask()
    assert ("Harbor fee (HMF)", "$0.00") in fees(tab)
    assert "By air" in tab.ask.answer.question.text()


def fees(tab):
    grid = tab.ask.answer._costs
    texts = [grid.itemAtPosition(row, column).widget().text() for row in range(4) for column in (0, 1)]
    return list(zip(texts[::2], texts[1::2], strict=True))


def test_a_good_is_found_in_the_tree_by_keyboard_alone(tab):
    field = tab.ask.question.good
    field.browse.click()
    tree = field.tree
    assert tree.isVisible()
    assert tree.currentIndex().data().startswith("8703.23.01")
    while not tree.currentIndex().data().startswith("87  "):
        QTest.keyClick(tree, Qt.Key.Key_Left)
    assert tree.currentIndex().data() == "87  Cars, trucks, other road vehicles"
    tree.show_code("84581100")
    assert tree.currentIndex().parent().data().startswith("84.58")
    QTest.keyClick(tree, Qt.Key.Key_Return)
    assert tab.ask.entry.hts == "84581100"
    assert not tree.isVisible()
    field.browse.click()
    QTest.keyClick(tree, Qt.Key.Key_Escape)
    assert not tree.isVisible()


def test_every_chapter_of_the_schedule_can_be_opened(tab):
    tree = tab.ask.question.good.tree
    model = tree.model()
    assert model.rowCount() == 96
    lines = 0
    for place in range(96):
        chapter = model.index(place, 0)
        tree.expand(chapter)
        assert model.rowCount(chapter) > 0, chapter.data()
        for at in range(model.rowCount(chapter)):
            heading = model.index(at, 0, chapter)
            tree.expand(heading)
            lines += model.rowCount(heading)
    covered = [line for line in tab.law.schedule if line.hts[:2] not in {"98", "99"}]
    assert lines == len(covered)


def test_the_open_tree_is_read_in_a_wider_zone_and_the_answer_keeps_its_width(tab):
    before = tab.ask.zones.sizes()
    tab.ask.question.good.show_tree(True)
    opened = tab.ask.zones.sizes()
    assert opened[0] > before[0]
    assert opened[1] >= ANSWER_WIDTH
    tab.ask.question.good.show_tree(False)
    assert tab.ask.zones.sizes()[0] == before[0]


def test_the_tree_keeps_the_rules_of_its_kind_and_makes_rows_only_when_opened(tab):
    model = tab.ask.question.good.tree.goods
    assert model.rowCount(model.index(83, 0)) == 0
    line = model.index_of("84581100")
    assert model.rowCount(line.parent()) == len(tab.law.schedule.under("8458"))
    assert model.rowCount(model.index(1, 0)) == 0
    assert model.code_of(model.index_of("84589")) == "8458"
    assert "General rate: 4.4%" in line.data(Qt.ItemDataRole.ToolTipRole)
    small = GoodTreeModel()
    small.set_law(tab.law_page.lines._goods, Schedule([("01012100", "No.", "Free", "")]))
    QAbstractItemModelTester(small, QAbstractItemModelTester.FailureReportingMode.Fatal)
    assert small.index_of("01012100").parent().parent().row() == 0


def test_an_hour_of_entry_is_kept_until_another_day_is_asked_for(tab):
    asked = {"hts": "8458.11.00", "origin": "JP", "date": "2026-02-24", "value_usd": "100000"}
    tab.ask_about({**asked, "entry_time_et": "00:00"})
    assert tab.ask.answer.duty.text() == "$4,400.00"
    assert "entered on 24 February 2026 at 00:00 in New York" in tab.ask.answer.question.text()
    tab.ask.question.set_day(date(2026, 2, 25))
    assert tab.ask.answer.duty.text() == "$14,400.00"
    assert "New York" not in tab.ask.answer.question.text()


def test_outcomes_with_the_same_duty_stand_together(tab):
    tab.ask_about({"hts": "3004.90.92", "origin": "JP", "date": "2026-10-01", "value_usd": "3000"})
    rows = [words for _name, words in tab.ask.answer.depends.rows()]
    told = next(words for words in rows if "3004.90.92.01" in words)
    assert told.startswith(
        "yes (3004.90.92.01, 3004.90.92.06 and 4 more): $450.00 · yes (another suffix): $0.00"
    )


def test_a_rung_is_switched_off_by_its_box_and_the_effect_is_said(tab):
    ladder = tab.ask.answer.ladder
    ladder.select(1)
    QTest.keyClick(ladder, Qt.Key.Key_Space)
    assert tab.ask.answer.effect.text() == (
        "Passenger vehicles and light trucks, 25%: Without it: 12.5%, $3,750.00 ($4,500.00 less, -15 points)."
    )
    assert ladder.ladder.index(1, 0).data(Qt.ItemDataRole.FontRole).strikeOut()
    QTest.keyClick(ladder, Qt.Key.Key_Space)
    assert tab.ask.answer.effect.isHidden()
    ladder.select(0)
    QTest.keyClick(ladder, Qt.Key.Key_Space)
    assert tab.ask.answer.effect.isHidden()
    box = ladder.visualRect(ladder.ladder.index(1, 0))
    QTest.mouseClick(
        ladder.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(box.left() + 28, box.center().y())
    )
    assert ladder.ladder.off == {"s232-autos-25"}


def test_bases_are_named_where_the_value_is_divided(tab):
    tab.ask.question.set_question(
        {
            "hts": "7318.15.20", "origin": "JP", "date": "2025-07-01", "value_usd": "10000",
            "steel_value_usd": "4000",
        }
    )  # fmt: skip
    cells = [rung.cells[:4] for rung in tab.ask.answer.ladder.ladder.rungs]
    assert ("Section 232", "steel content", "4,000.00") in [(c[0], c[2], c[3]) for c in cells]
    assert ("Reciprocal (IEEPA)", "residual value", "6,000.00") in [(c[0], c[2], c[3]) for c in cells]


def test_what_did_not_apply_opens_its_law(tab):
    fold = tab.ask.answer.not_applied
    fold.button.click()
    link = next(each for each in fold.body.findChildren(type(fold.button)) if "ecip" in each.text())
    link.click()
    assert tab.ask.rung.measure in tab.law.measures
    assert tab.ask.rung.measure != "s232-autos-25"
    chip = tab.ask.rung.sources.findChildren(type(fold.button))[0]
    chip.click()
    assert tab.ask.rung.citation.text().count("\n") >= 1


def test_questions_and_stars_stay_in_the_workspace(tab, session, qtbot):
    tab.ask.answer.star.click()
    assert tab.ask.answer.star.text() == "★ Starred"
    tab.ask.question.set_question(
        {"hts": "0902.10.10", "origin": "JP", "date": "1 July 2025", "value_usd": "12000"}
    )
    assert tab.ask.answer.star.text() == "☆ Star"
    again = TariffTab(session)
    qtbot.addWidget(again)
    assert [each.texts["hts"] for each in again.ask.book.starred] == ["8703.23.01"]
    assert "8703.23.01" in {each.texts["hts"] for each in again.ask.recent}
    assert again.ask.book.starred[0].words.startswith("Gasoline cars, 1,500 to 3,000 cc, Japan, 24 May 2025")
    again.ask.questions.star_toggled.emit(again.ask.book.starred[0])
    assert again.ask.book.starred == []


def test_a_read_only_workspace_remembers_nothing_and_says_nothing(qapp, qtbot, tmp_path):
    Workspace.create(tmp_path / "a.brief").close()
    with Workspace.open(tmp_path / "a.brief", read_only=True) as workspace:
        session = Session(workspace, InlineJobs())
        said = []
        session.message.connect(lambda text, level: said.append(text))
        session.as_of = date(2025, 5, 24)
        tab = TariffTab(session)
        qtbot.addWidget(tab)
        assert tab.ask.answer.duty.text() == "$8,250.00"
        assert said == []
        tab.ask.make_certificate()
        assert said
        session.deleteLater()


def test_a_memo_that_cannot_be_read_begins_anew(session, qtbot):
    session.workspace.keep_memo("tariff questions", '{"recent": [1], "starred": 3}')
    tab = TariffTab(session)
    qtbot.addWidget(tab)
    assert tab.ask.book.starred == []


def test_a_certificate_is_kept_checked_exported_and_opened(tab, session, tmp_path):
    yen(tab)
    tab.ask.answer.make_certificate.trigger()
    pane = tab.ask.certificates
    assert tab.ask.right.currentWidget() is pane
    assert pane.verdict.text() == "Reproduced: every digit is the same"
    source = session.workspace.records("source")[-1]
    assert json.loads(session.workspace.attachment(source.sha256))["result"]["total_duty"] == "8679.95"
    path = tmp_path / "car.json"
    pane.write(path)
    pane.open_path(path)
    assert pane.verdict.text() == "Reproduced: every digit is the same"
    path.write_text(path.read_text(encoding="utf-8").replace("8679.95", "8679.96"), encoding="utf-8")
    pane.open_path(path)
    assert pane.verdict.text() == "Altered: the hash is not that of the content"
    assert "Duty in all: 8679.96 in the certificate, 8679.95 now" in pane.details.text()
    path.write_text("{}", encoding="utf-8")
    pane.open_path(path)
    assert pane.verdict.text() == "This certificate cannot be checked"
    pane.show_certificates()
    tab.ask.question.set_question(
        {"hts": "0902.10.10", "origin": "JP", "date": "1 July 2025", "value_usd": "12000"}
    )
    tab.ask.show_certificates()
    pane.again.click()
    assert tab.ask.entry.value_cents == 3156344
    assert tab.ask.question.values.stated.source.text() == "Bank of Japan"


@pytest.mark.parametrize("total", ["4500.00", "8250.00"])
def test_a_certificate_of_another_law_names_both_laws(tab, tmp_path, total):
    texts = {"hts": "8703.23.01", "origin": "JP", "date": "2025-09-20", "value_usd": "30000"}
    made = certify(assess(tab.law.parse(texts), tab.law), tab.law, "2026-05-01T10:00:00+00:00").content
    content = made | {
        "law": made["law"] | {"version": "2026.5.1-1", "rules_sha256": "0" * 64},
        "result": made["result"] | {"total_duty": total},
    }
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    path = tmp_path / "older.json"
    path.write_text(json.dumps(content | {"sha256": hashlib.sha256(text.encode()).hexdigest()}))
    pane = tab.ask.certificates
    pane.open_path(path)
    is_same = total == "4500.00"
    assert pane.verdict.text().startswith("Reproduced" if is_same else "Not reproduced: 1 ")
    said = pane.details.text()
    assert "with law data 2026.5.1-1" in said
    assert f"This program has law data {tab.law.info.version}, checked to " in said
    assert ("The differences may come from there." in said) is not is_same


def test_the_answer_goes_to_a_new_note_and_to_the_end_of_one(tab, session):
    session.apply(added(Note(id="n1", title="Line & words", body="Before.")))
    menu = note_menu(session, tab, tab.ask.to_note)
    assert [each.text() for each in menu.actions() if each.text()] == [
        "A new note", "At the end of: Line && words",
    ]  # fmt: skip
    menu.actions()[-1].trigger()
    note = session.workspace.get("note", "n1")
    assert note.body.startswith("Before.\n\nGasoline cars")
    assert "| Section 232 | 9903.94.01 | full value | 30,000.00 | 25% | 7,500.00 |" in note.body
    assert session.workspace.get("source", note.sources[0]).locator == "certificate of calculation"
    assert f"^{note.sources[0]}" in note.body
    session.undo_stack.undo()
    assert session.workspace.get("note", "n1").body == "Before."
    menu.actions()[0].trigger()
    assert session.workspace.count("note") == 2


def test_the_answer_goes_to_the_briefing_with_its_certificate(tab, session, qtbot):
    with qtbot.waitSignal(tab.add_to_briefing_requested) as asked:
        tab.ask.answer.as_note.trigger()
    kind, note_id = asked.args
    assert kind == "note"
    assert session.workspace.get("note", note_id).title == (
        "Duty on Gasoline cars, 1,500 to 3,000 cc from Japan, 24 May 2025"
    )


def test_the_answer_and_its_chart_go_to_the_briefing_as_live_blocks(tab, qtbot):
    with qtbot.waitSignal(tab.block_requested) as asked:
        tab.ask.answer.live.trigger()
    (duty,) = asked.args
    assert duty.type == "duty"
    assert (duty.options["hts"].replace(".", ""), duty.options["origin"]) == ("87032301", "JP")
    assert "date" not in duty.options.get("facts", {})
    with qtbot.waitSignal(tab.block_requested) as asked:
        tab.ask.answer.history.frame.live.trigger()
    assert asked.args[0] == replace(duty, type="rate_chart")


def test_the_chart_leads_to_the_event_of_the_change(tab, session, qtbot):
    session.apply(
        added(
            Event(
                id="ev1", title="Autos order", measures=("s232-autos-25",),
                dates=(TypedDate("2025-04-03", "effective"),),
            )
        )
    )  # fmt: skip
    chart, history = tab.ask.answer.chart, tab.ask.answer.history
    QTest.mouseMove(chart, QPoint(round(chart._x(date(2025, 6, 1))), 80))
    history.tell(chart.stretch_at(chart._x(date(2025, 6, 1))))
    assert history.change.text() == "12:01 a.m. on 3 April 2025: 2.5% to 27.5%; new 9903.94.01"
    with qtbot.waitSignal(tab.record_requested) as asked:
        history.event_link.click()
    assert asked.args == ["event", "ev1"]


def test_announced_law_is_shown_apart_and_named_so(tab):
    chart = tab.ask.answer.chart
    assert chart._later
    assert all(each.is_announced for each in chart._later)
    assert chart.words_at(chart._x(chart._later[0].last) - 2).splitlines()[1].startswith("As the law known")
    rows = tab.ask.answer.history.frame.rows
    assert rows[-1][2] == "15% (as announced)"
    tab.ask.answer.history.tell(chart._later[0])  # the check of the law ends there; nothing changes
    assert tab.ask.answer.history.change.text() == ""
    assert "15% to 15%" not in chart.words_at(chart._x(chart._later[0].last) - 2)
    assert "Beyond 10 October 2026: as announced by then." in tab.ask.answer.chart_words.text()


def test_the_chart_tells_once_that_the_mouse_left(tab):
    chart, told = tab.ask.answer.chart, []
    over, none = QPointF(chart._x(date(2025, 6, 1)), 80), Qt.MouseButton.NoButton
    move = QMouseEvent(
        QEvent.Type.MouseMove, over, chart.mapToGlobal(over), none, none, Qt.KeyboardModifier.NoModifier
    )
    QApplication.sendEvent(chart, move)
    chart.hovered.connect(told.append)
    for _ in range(3):
        QApplication.sendEvent(chart, QEvent(QEvent.Type.Leave))
    assert told == [None]


def test_dragging_the_line_asks_each_day(tab):
    chart = tab.ask.answer.chart
    y = 80
    QTest.mousePress(chart, Qt.MouseButton.LeftButton, pos=QPoint(round(chart._x(date(2025, 3, 1))), y))
    assert tab.ask.answer.duty.text() == "$750.00"
    QTest.mouseMove(chart, QPoint(round(chart._x(date(2025, 11, 1))), y))
    assert tab.ask.answer.duty.text() == "$4,500.00"
    QTest.mouseRelease(chart, Qt.MouseButton.LeftButton, pos=QPoint(round(chart._x(date(2025, 11, 1))), y))


def test_the_page_speaks_japanese(session, qtbot):
    use_language("ja")
    try:
        session.as_of = date(2025, 5, 24)
        tab = TariffTab(session)
        qtbot.addWidget(tab)
        assert tab.ask.answer.duty_words.text() == "課税価額 $30,000.00 に対する関税"
        assert tab.ask.answer.ladder.ladder.rungs[1].cells[0] == "232条"
        assert tab.ask.question.origin.currentText() == "日本 (JP)"
        tab.ask.answer.copy_words.click()
        text = QGuiApplication.clipboard().text()
        assert "2025年5月24日" in text
        assert "27.5%" in text
    finally:
        use_language("en")


def test_the_duty_stays_in_sight_where_the_answer_is_narrow(tab):
    tab.resize(1100, 700)
    QApplication.processEvents()
    tab.ask.question.ask()
    ladder = tab.ask.answer.ladder
    right = ladder.columnViewportPosition(5) + ladder.columnWidth(5)
    assert ladder.columnWidth(0) >= ladder.sizeHintForColumn(0)
    assert 0 < right <= ladder.viewport().width()


def test_an_answer_to_an_earlier_question_says_so_and_cannot_be_taken_away(tab):
    ask = tab.ask
    ask.question.value.setText("abc")
    ask.question.ask()
    assert "cannot be answered" in ask.answer.message.text
    assert not any(button.isEnabled() for button in ask.answer.ways_out)
    ask.question.value.setText("30000")
    ask.question.ask()
    assert ask.answer.message.text == ""
    assert all(button.isEnabled() for button in ask.answer.ways_out)


def test_a_measure_by_itself_shows_no_empty_working(tab):
    tab.law_page.show_measure("s232-autos-25")
    assert tab.law_page.pane.working.isHidden()
    assert not tab.ask.rung.working.isHidden()


def test_a_certificate_is_of_the_day_it_speaks_of_so_that_a_paper_of_that_day_may_quote_it(tab, session):
    tab.ask.question.set_question(
        {"hts": "8703.23.01", "origin": "JP", "date": "20 September 2025", "value_usd": "30000"}
    )
    note = session.workspace.get("note", tab.ask.to_note(None))
    source = session.workspace.get("source", note.sources[0])
    assert (source.date, source.read_on > "2026") == ("2025-09-20", True)
    assert Knowledge(session.workspace, date(2025, 9, 20)).note(note)
    assert not Knowledge(session.workspace, date(2025, 9, 19)).note(note)
    tab.ask.make_certificate()
    assert source.read_on in tab.ask.certificates.list.item(0).text()
    assert tab.ask.certificates.details.text().splitlines()[2].startswith("Made ")
    assert " UTC with law data" in tab.ask.certificates.details.text()


def test_a_rate_of_exchange_that_nobody_typed_yet_is_no_fault(tab):
    values = tab.ask.question.values
    choose(values.currency, "JPY")
    tab.ask.question.ask()
    assert [field.error for field in values.fields.values()] == [""] * 5
    assert "say the rate of exchange" in tab.ask.answer.message.text
    assert not tab.ask.answer.copy_words.isEnabled()
    type_over(values.stated.rate, "150")
    values.stated.source.left.emit()
    tab.ask.question.ask()
    assert values.fields["rate_source"].error == "Say where the rate stands."
    assert values.fields["rate_date"].error == ""
    tab.ask.question.form.finished.emit()
    assert "day of the rate" in values.fields["rate_date"].error


def test_each_quantity_that_a_rate_is_charged_in_has_its_field(tab):
    fields = tab.ask.question.quantities
    tab.ask.question.set_question(
        {"hts": "2206.00.30", "origin": "JP", "date": "1 March 2025", "value_usd": "1000"}
    )
    assert [each.label.text() for each in fields.fields.values()] == [
        "Quantity in liters", "Quantity in proof liters",
    ]  # fmt: skip
    assert tab.ask.answer.answer.status == "not_computable"
    type_over(fields.editor("liter"), "1,000")
    type_over(fields.editor("pf. liter"), "1")
    tab.ask.question.ask()
    assert tab.ask.answer.duty.text() == "$31.22"
    assert "1,000 liters · 1 proof liter" in tab.ask.answer.question.text()
    type_over(fields.editor("pf. liter"), "1,5")
    tab.ask.question.ask()
    assert "“1,5” is not a number" in fields.error
    again = tab.ask.recent[0].texts
    type_over(fields.editor("liter"), "7")
    tab.ask.question.set_question(again)
    assert (fields.editor("liter").text(), fields.editor("pf. liter").text()) == ("1000", "1")


def test_the_fact_that_is_lacking_is_named_in_words(tab):
    tab.ask.question.set_question(
        {"hts": "9403.20.00.50", "origin": "JP", "date": "20 September 2025", "value_usd": "1000"}
    )
    words = tab.ask.answer.answer.reason_in("en")
    assert words.startswith("Not computable while this is not said: value of the steel in the good. ")
    assert tab.ask.answer.answer.reason_in("ja").startswith(
        "次の事実が分からなければ計算できない：鉄鋼部分の価額。"
    )


def test_the_table_for_word_and_excel_has_lines_and_numbers_on_the_right(tab):
    tab.ask.answer.copy_rows.click()
    copied = QGuiApplication.clipboard().mimeData()
    assert "Landed cost\t\t\t\t\t38,391.42\t" in copied.text()
    assert '<table border="1"' in copied.html()
    assert '<td align="right">25%</td>' in copied.html()
    assert "<td>Section 232</td>" in copied.html()


def test_a_line_of_which_a_list_names_some_codes_only_asks_for_ten_digits(tab):
    tab.ask.question.set_question(
        {"hts": "8483.40.50", "origin": "JP", "date": "15 September 2025", "value_usd": "10000"}
    )
    facts = tab.ask.question.facts
    assert tab.ask.answer.answer.status == "not_computable"
    assert "Ten digits of the code" in facts.fields["hts"].label.text()
    combo = facts.fields["hts"].editor
    assert [combo.itemText(place) for place in range(combo.count())] == [
        "not said", "8483.40.50.20", "another suffix",
    ]  # fmt: skip

    def say(place):
        combo = facts.fields["hts"].editor
        combo.setCurrentIndex(place)
        combo.activated.emit(place)
        tab.ask.question.ask()

    say(2)
    assert tab.ask.answer.duty.text() == "$1,500.00"
    assert facts.fields["hts"].editor.currentText() == "another suffix"
    say(1)
    assert tab.ask.entry.code == "8483.40.50.20"
    facts.facts |= {"steel_value_usd": "0", "aluminum_value_usd": "0"}
    tab.ask.question.ask()
    assert tab.ask.answer.duty.text() == "$1,500.00"
    say(0)
    assert tab.ask.entry.code == "8483.40.50"
