"""Scenarios are overlays: change, add, end, switch off; no edits change nothing."""

from __future__ import annotations

from decimal import Decimal

import pytest

from briefing_app.domain.records import ScenarioEdit
from briefing_app.tariff.assess import assess
from briefing_app.tariff.compare import compare
from briefing_app.tariff.entry import Entry
from briefing_app.tariff.law import Law
from briefing_app.tariff.scenario import ScenarioError, edits_from_toml

CAR = {"date": "2026-09-20", "origin": "JP", "hts": "8703.23.01", "value_usd": "10000"}
LATHE = {**CAR, "hts": "8458.11.00"}


def total(law: Law, texts: dict[str, str], *edits: ScenarioEdit) -> int | None:
    return assess(law.parse(texts), law.with_scenario(edits)).total_cents


def test_a_changed_rate_moves_the_rules_that_carried_it(law: Law) -> None:
    assert total(law, CAR) == 150_000
    for rate in (0.10, "0.10"):
        assert total(law, CAR, ScenarioEdit("change", "jp-autos-15", {"rate": rate})) == 100_000
    assert total(law, LATHE, ScenarioEdit("change", "s301-fl-jp", {"rate": "0.15"})) == 150_000


def test_an_ended_measure_gives_way(law: Law) -> None:
    edit = ScenarioEdit("end", "s301-fl-jp", {"to": "2026-09-01"})
    assert total(law, LATHE, edit) == 44_000
    assert total(law, {**LATHE, "date": "2026-08-31"}, edit) == 125_000
    assert total(law, {**LATHE, "date": "2026-09-01", "entry_time_et": "00:00"}, edit) == 125_000
    assert total(law, {**LATHE, "date": "2026-09-01", "entry_time_et": "00:01"}, edit) == 44_000


def test_a_measure_switched_off_lets_the_next_one_through(law: Law) -> None:
    assert total(law, CAR, ScenarioEdit("switch_off", "jp-autos-15")) == 275_000
    assert (
        total(
            law, CAR, ScenarioEdit("switch_off", "jp-autos-15"), ScenarioEdit("switch_off", "s232-autos-25")
        )
        == 125_000
    )


def test_an_added_measure_is_charged(law: Law) -> None:
    extra = ScenarioEdit("add", "my-duty", {"rate": "0.03", "origins": ["JP"], "from": "2026-09-01"})
    assert total(law, LATHE, extra) == 125_000 + 30_000
    assert total(law, {**LATHE, "date": "2026-08-31"}, extra) == 125_000
    assert total(law, {**LATHE, "origin": "DE"}, extra) == 100_000
    added = assess(law.parse(LATHE), law.with_scenario([extra])).components[-1]
    assert (added.measure, added.citations) == ("my-duty", ("SCENARIO",))


def test_an_earlier_start_reaches_earlier_entries(law: Law) -> None:
    edit = ScenarioEdit("change", "jp-autos-15", {"from": "2025-08-07"})
    assert total(law, {**CAR, "date": "2025-08-20"}, edit) == 150_000
    assert total(law, {**CAR, "date": "2025-08-06"}, edit) == 275_000


@pytest.mark.parametrize(
    ("edit", "words"),
    [
        (ScenarioEdit("change", "jp-auto", {"rate": "0.1"}), ("jp-auto", "no measure", "jp-autos-15")),
        (ScenarioEdit("add", "jp-autos-15", {}), ("has already",)),
        (ScenarioEdit("end", "jp-autos-15", {}), ("must say when",)),
        (ScenarioEdit("end", "jp-autos-15", {"until": "2026-01-01"}), ("unknown key", "until")),
        (ScenarioEdit("change", "jp-autos-15", {"rate": "low"}), ("not a fraction",)),
        (ScenarioEdit("change", "jp-autos-15", {"colour": "red"}), ("colour", "unknown key")),
        (ScenarioEdit("change", "jp-autos-15", {"from": "soon"}), ("from", "not a New York moment")),
    ],
)
def test_an_edit_that_cannot_be_applied_is_named(
    law: Law, edit: ScenarioEdit, words: tuple[str, ...]
) -> None:
    from briefing_app.errors import UsageError

    with pytest.raises(UsageError) as caught:
        law.with_scenario([edit])
    for word in words:
        assert word in str(caught.value)
    assert isinstance(caught.value, ScenarioError) or "scenario" in str(caught.value)


def test_two_laws_are_compared_for_a_basket(law: Law) -> None:
    entries: list[Entry] = [law.parse(texts) for texts in (CAR, LATHE)]
    same = compare(entries, law, law.with_scenario([]))
    assert [item.changed for item in same] == [False, False]
    edit = ScenarioEdit("change", "jp-autos-15", {"rate": "0.10"})
    cars, lathes = compare(entries, law, law.with_scenario([edit]))
    assert (cars.changed, cars.change_cents) == (True, -50_000)
    assert (lathes.changed, lathes.change_cents) == (False, 0)


def test_the_shipped_law_is_not_touched(law: Law) -> None:
    law.with_scenario([ScenarioEdit("change", "jp-autos-15", {"rate": "0.10"})])
    assert total(law, CAR) == 150_000


def test_a_scenario_written_as_toml(law: Law) -> None:
    text = """
    title = "Cars at ten"
    [[edits]]
    op = "change"
    measure = "jp-autos-15"
    set = { rate = 0.10 }
    """
    edits = edits_from_toml(text)
    assert edits == (ScenarioEdit("change", "jp-autos-15", {"rate": Decimal("0.10")}),)
    assert total(law, CAR, *edits) == 100_000


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[[edits]\n", "not readable as TOML"),
        ("name = 'x'\n", "unknown key “name”"),
        ("[[edits]]\nop = 'bend'\nmeasure = 'x'\n", "op is “bend”"),
        ("[[edits]]\nop = 'end'\n", "must name a measure"),
        ("[[edits]]\nop = 'end'\nmeasure = 'x'\nrate = 1\n", "unknown key “rate”"),
    ],
)
def test_a_broken_scenario_file_is_named(text: str, words: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        edits_from_toml(text)
    assert words in str(caught.value)
