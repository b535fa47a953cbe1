"""Every sentence of an answer has its Japanese; what an answer says in English stays as it was."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from briefing_app.tariff.answer import Assessment
from briefing_app.tariff.assess import assess
from briefing_app.tariff.entry import Entry
from briefing_app.tariff.fact_table import FACTS
from briefing_app.tariff.law import Law
from briefing_app.tariff.schedule import CodeError
from briefing_app.tariff.words import in_language
from tests.tariff.random_entries import RandomEntries

ROOT = Path(__file__).resolve().parents[2]
_KANA = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")
_ENGLISH = re.compile(r"[A-Za-z]{3,} [a-z]{2,} [a-z]{2,}")


def _sentences(answer: Assessment) -> list[str]:
    out = [answer.reason, *answer.assumptions, *(item.reason for item in answer.not_applied)]
    out += [missing.why for missing in answer.missing_facts]
    out += [part.note for part in answer.components if not part.specific_rate and part.rate is not None]
    return [text for text in out if text]


def test_every_note_and_reason_of_the_measures_has_its_japanese(law: Law) -> None:
    texts = {text for rule in law.rules for text in (rule.note, rule.unless) if text}
    texts |= {found.title for found in law.lists.values()}
    assert [text for text in sorted(texts) if in_language(text, "ja") == text] == []


def test_what_is_taken_for_an_unsaid_fact_has_its_japanese() -> None:
    taken = {fact.default for fact in FACTS.values() if fact.kind != "bool"} | {"see assumptions"}
    words = {text for text in taken if re.search("[a-z]", text)}
    assert len(words) > 5
    # Modes of transport are words of the window.
    assert [text for text in sorted(words - {"ocean"}) if not _KANA.search(in_language(text, "ja"))] == []


def test_every_sentence_of_random_answers_has_its_japanese(law: Law) -> None:
    left: dict[str, str] = {}
    for entry in RandomEntries(law, 77).take(1500):
        try:
            answer = assess(entry, law)
        except CodeError:
            continue
        for text in _sentences(answer):
            japanese = in_language(text, "ja")
            outside = re.sub("[\u201c\u300c].*?[\u201d\u300d]", "", japanese)  # the schedule's own words
            if not _KANA.search(japanese) or _ENGLISH.search(outside):
                left[text] = japanese
    assert left == {}


@pytest.mark.parametrize(("english", "japanese"), [
    ("Not yet in force for this good: it begins at 12:01 a.m. on 6 April 2026.",
     "この品目にはまだ施行されていない(2026年4月6日午前0時1分から)。"),
    ("The good is not on the list: buses, medium and heavy vehicles.",
     "次の一覧にない:バス、中・大型車。"),
    ("Not charged: 9903.94.05 governs this good (s232-autoparts-25).",
     "課さない:この品目には9903.94.05(s232-autoparts-25)が適用される。"),
    ("12.5% of 30000.00", "30000.00の12.5%"),
    ("No such sentence.", "No such sentence."),
])  # fmt: skip
def test_patterns(english: str, japanese: str) -> None:
    assert in_language(english, "ja") == japanese
    assert in_language(english, "en") == english


def test_the_parts_of_an_answer_speak_japanese(law: Law) -> None:
    answer = assess(Entry(date(2025, 9, 20), "JP", "87032301", 3_000_000), law)
    floor = answer.components[-1]
    assert floor.note_in("ja").startswith("上乗せ:通常の関税を含めて合計15%")
    assert floor.steps[0].text_in("ja") == "30000.00の15%から通常の関税を引く"
    assert [name for name, _ in floor.steps[0].operands_in("ja")] == ["課税対象額", "合計税率", "通常の関税"]
    assert all(_KANA.search(item.reason_in("ja")) for item in answer.not_applied)
    assert all(_KANA.search(item.why_in("ja")) for item in answer.missing_facts)
    assert all(_KANA.search(text) for text in answer.assumptions_in("ja"))
    assert answer.reason_in("ja") == ""


def test_the_ordinary_duty_never_bears_the_name_of_the_ten_per_cent_baseline():
    """The glossary of the sample calls the duty of Executive Order 14257 基本税率."""
    files = [*(ROOT / "resources/tariff").rglob("*.toml"), ROOT / "resources/i18n/ja/simulation.toml"]
    texts = {each.name: each.read_text(encoding="utf-8") for each in files}
    assert "通常の関税に25%を加算" in texts["section-232-autos.toml"]
    assert [name for name, text in texts.items() if "基本税率" in text] == []
