"""Certificates: the same digits again, an altered one is seen, another law is named figure by figure."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from datetime import date

import pytest

from briefing_app.domain.records import ScenarioEdit
from briefing_app.errors import BriefingError, UsageError
from briefing_app.tariff import certificate as certificates
from briefing_app.tariff.assess import assess
from briefing_app.tariff.certificate import again, certify, check, law_hashes, read_certificate
from briefing_app.tariff.currency import read_conversion
from briefing_app.tariff.law import load_law

ASKED = {"date": "2025-05-24", "origin": "JP", "hts": "8703.23.01", "value_usd": "30000"}
MADE_AT = "2026-10-12T14:02:11+00:00"


@pytest.fixture(scope="module")
def law():
    return load_law()


def made(law, edits=(), conversion=None, **texts):
    there = law.with_scenario(edits) if edits else law
    return certify(assess(there.parse(ASKED | texts), there), law, MADE_AT, conversion, edits)


def test_read_again_it_gives_the_same_digits(law):
    first = made(law)
    found = read_certificate(first.to_json())
    assert found == first
    result = check(found, law)
    assert (result.is_reproduced, result.is_same_law, result.differences) == (True, True, ())
    assert again(found, law).total_cents == 825000
    assert json.loads(first.to_json())["result"]["total_duty"] == "8250.00"


def test_equal_questions_have_equal_hashes_and_another_value_another(law):
    assert made(law).sha256 == made(law).sha256
    assert made(law).sha256 != made(law, value_usd="30001").sha256


def test_what_cannot_be_computed_is_certified_as_such(law):
    found = made(law, hts="2204.10.00")
    assert found.content["result"]["status"] == "not_computable"
    assert check(found, law).is_reproduced


def test_an_altered_figure_is_seen_and_named(law):
    text = made(law).to_json().replace('"total_duty": "8250.00"', '"total_duty": "825.00"')
    result = check(read_certificate(text), law)
    assert not result.is_intact
    assert not result.is_reproduced
    assert result.differences == ("Duty in all: 825.00 in the certificate, 8250.00 now",)


def parts(value, path=()):
    """Every text, number and flag of a JSON value with its path."""
    if isinstance(value, dict | list):
        items = value.items() if isinstance(value, dict) else enumerate(value)
        for key, each in items:
            yield from parts(each, (*path, key))
    else:
        yield path, value


NAMED = {
    ("law", "version"): "The version of the law data", ("law", "checked_to"): "The version of the law data",
    ("law", "known_on"): "known on “x”, which is no day", ("made_at",): "when it was made",
    ("program",): "by which program", ("sha256",): "or the hash", ("law", "rules_sha256"): "which law files",
    ("law", "schedule_sha256"): "which law files", ("conversion", "rate_source"): "The assumptions",
    ("query", "value_usd"): "value_usd", ("query", "date"): "date", ("query", "origin"): "origin",
    ("result", "total_duty"): "Duty in all", ("result", "data", "version"): "The version of the law data",
    ("result", "data", "checked_to"): "The version of the law data",
}  # fmt: skip


def test_whichever_part_was_altered_is_named(law):
    money = read_conversion(
        {
            "currency": "JPY", "amount": "4500000", "rate": "150", "rate_per": "dollar",
            "rate_source": "bank", "rate_date": "2025-05-23",
        }
    )  # fmt: skip
    answer = assess(law.parse({**ASKED, "date": "2025-10-01"}), law)
    answer = replace(answer, assumptions=(money.assumption(), *answer.assumptions))
    whole = json.loads(certify(answer, law, MADE_AT, money).to_json())
    assert check(read_certificate(json.dumps(whole)), law).is_reproduced
    seen = 0
    for path, value in parts(whole):
        other = json.loads(json.dumps(whole))
        place = other
        for key in path[:-1]:
            place = place[key]
        place[path[-1]] = f"{value or ''}x"
        refused, result = "", None
        try:
            result = check(read_certificate(json.dumps(other)), law)
        except UsageError as error:
            refused = str(error)
        if result is None:
            assert path[-1] in refused, path
            continue
        words = " ".join(result.differences)
        assert not result.is_intact, path
        expected = NAMED.get(path)
        if expected is None and path[:2] == ("result", "components"):
            expected = f"Line {path[2] + 1}"
        elif expected is None and path[:2] == ("result", "not_applied"):
            expected = f"Row {path[2] + 1} of what does not apply"
        elif expected is None and path[:2] == ("result", "assumptions"):
            expected = "The assumptions"
        assert words, path
        assert expected is None or expected in words, (path, words)
        seen += 1
    assert seen > 60


def test_another_law_names_every_figure_that_differs(law, monkeypatch):
    found = made(law)
    changed = law.with_scenario([ScenarioEdit("change", "s232-autos-25", {"rate": "0.10"})])
    monkeypatch.setattr(certificates, "law_hashes", lambda: ("0", "1"))
    result = check(found, changed)
    assert result.is_intact
    assert not result.is_same_law
    assert "Duty in all: 8250.00 in the certificate, 3750.00 now" in result.differences
    assert "Line 2, rate: 0.25 in the certificate, 0.1 now" in result.differences


def test_the_scenario_it_was_asked_under_is_part_of_it(law):
    found = read_certificate(made(law, [ScenarioEdit("switch_off", "s232-autos-25")]).to_json())
    assert again(found, law).total_cents == 375000
    assert check(found, law).is_reproduced


def test_the_rate_of_exchange_is_part_of_it(law):
    texts = {
        "currency": "JPY", "amount": "4500000", "rate": "150", "rate_per": "dollar",
        "rate_source": "x", "rate_date": "2025-05-23",
    }  # fmt: skip
    found = made(law, conversion=read_conversion(texts), value_usd="30000")
    assert check(read_certificate(found.to_json()), law).is_reproduced
    other = made(law, conversion=read_conversion({**texts, "rate": "151"}), value_usd="30000")
    assert check(other, law).differences == (
        "Customs value: 30000.00 in the certificate, 29801.32 at its rate of exchange",
    )


def test_the_hashes_are_those_of_the_files(tmp_path):
    rules, schedule = law_hashes()
    assert rules != schedule
    assert len(rules) == len(schedule) == 64
    (tmp_path / "law.toml").write_text("a", encoding="utf-8")
    (tmp_path / "schedule.csv").write_text("b", encoding="utf-8")
    one = law_hashes(tmp_path)
    (tmp_path / "chapters.csv").write_text("words", encoding="utf-8")
    law_hashes.cache_clear()
    assert law_hashes(tmp_path) == one
    (tmp_path / "law.toml").write_text("c", encoding="utf-8")
    law_hashes.cache_clear()
    assert law_hashes(tmp_path)[0] != one[0]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{", "or its file is damaged: it cannot be read from line 1 on"),
        ("[]", "does not say"),
        ('{"form": "briefing-desk-calculation-1"}', "made_at, program"),
        (
            json.dumps(dict.fromkeys(certificates._KEYS, 1) | {"form": certificates.FORM}),
            "query is not of the right form",
        ),
    ],
)
def test_what_is_no_certificate_is_refused(text, words):
    with pytest.raises(UsageError, match=words):
        read_certificate(text)


def test_a_measure_that_is_gone_is_said(law):
    found = made(law)
    found.content["scenario"].append({"op": "switch_off", "measure": "no-such", "set": {}})
    result = check(found, law)
    assert not result.is_intact
    assert result.differences[0].startswith("It cannot be worked out again")


def test_the_day_on_which_the_law_was_known_is_part_of_it(law):
    then = law.known_on(date(2025, 5, 24))
    found = read_certificate(certify(assess(then.parse(ASKED), then), then, MADE_AT).to_json())
    assert found.content["law"]["known_on"] == "2025-05-24"
    assert check(found, law).is_reproduced
    assert check(made(law), then).is_reproduced


ODD = (None, True, -1, 1e308, "", [], {}, "9" * 400, "NaN", "\ud800", [[[]]], {"a": {}}, 10**400, [None])


def places(value, path=()):
    """Every part of a JSON value, whole branches too."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, each in items:
        yield (*path, key)
        yield from places(each, (*path, key))


def test_whatever_stands_in_the_place_of_a_part_is_refused_or_told(law):
    """Also under a hash that fits: nothing that a file can hold is more than the check can bear."""
    money = read_conversion(
        {
            "currency": "JPY", "amount": "4500000", "rate": "150", "rate_per": "dollar",
            "rate_source": "bank", "rate_date": "2025-05-23",
        }
    )  # fmt: skip
    whole = made(law, conversion=money, value_usd="30000").to_json()
    source, checked = random.Random(5), 0
    for path in places(json.loads(whole)):
        for odd in source.sample(ODD, 4):
            content = json.loads(whole)
            place = content
            for key in path[:-1]:
                place = place[key]
            is_same = place[path[-1]] == odd and type(place[path[-1]]) is type(odd)
            place[path[-1]] = odd
            stated = content.pop("sha256", "")
            for sha256 in (stated, certificates._hash(content)):
                try:
                    result = check(read_certificate(json.dumps({**content, "sha256": sha256})), law)
                except BriefingError:
                    continue
                assert is_same or sha256 != stated or path[0] == "sha256" or not result.is_reproduced, path
                checked += 1
    assert checked > 200
