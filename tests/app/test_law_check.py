"""The chronicle held against the shipped law."""

from __future__ import annotations

import json
from datetime import date

import pytest

from briefing_app import resources
from briefing_app.app.law_check import measure_spans
from briefing_app.domain.contradictions import contradictions
from briefing_app.domain.records import Event, TypedDate
from briefing_app.store import codec
from briefing_app.tariff.law import load_law


@pytest.fixture(scope="module")
def spans():
    return measure_spans(load_law())


def test_rates_of_one_country_exclude_each_other_and_other_goods_do_not(spans):
    assert "ieepa-jp-pause" in spans["ieepa-jp-24"].excludes
    assert "s232-steel-2025-25" in spans["s232-steel-50"].excludes
    assert not spans["s232-steel-50"].excludes & {"s232-alu-2025-25", "s232-copper-50", "ieepa-jp-24"}
    assert "ieepa-eu-aug7" not in spans["ieepa-jp-24"].excludes


def test_what_never_was_law_is_not_compared(spans):
    assert "threat-jp-25" not in spans
    assert spans["s232-autos-25"].first == date(2025, 4, 3)


def test_the_sample_agrees_with_the_law_on_every_effective_date(spans):
    events = [
        codec.decode("event", each)
        for each in json.loads(resources.text("sample", "us-japan", "events.json"))
    ]
    found = contradictions(events, {}, spans)
    assert not [
        each.sentence for each in found if "calculator" in each.sentence or "in force" in each.sentence
    ]


def test_a_pause_that_is_said_to_begin_a_week_late_is_found(spans):
    late = Event(
        id="x", title="Pause", measures=("ieepa-jp-pause",), dates=(TypedDate("2025-04-17", "effective"),)
    )
    (found,) = contradictions([late], {}, spans)
    assert found.sentence.startswith("Pause: effective on 17 April 2025; in the calculator's law")
    assert found.sentence.endswith("begins on 10 April 2025.")


def test_every_measure_is_named_in_japanese_too(spans):
    assert all(any(ord(letter) > 0x3000 for letter in span.title_ja) for span in spans.values())
