"""Worked cases: every regime change from both sides, to the cent, with components and fees."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from briefing_app.tariff.answer import assessment_to_json
from briefing_app.tariff.assess import assess
from briefing_app.tariff.law import Law

FOLDER = Path(__file__).resolve().parents[1] / "cases"
CASES = [
    case
    for path in sorted(FOLDER.glob("duty_*.json"))
    for case in json.loads(path.read_text("utf-8"))["cases"]
]


def components(items: list[dict[str, Any]], *keys: str) -> list[tuple[str, ...]]:
    return [tuple(str(item.get(key)) for key in keys) for item in items]


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_case(case: dict[str, Any], law: Law) -> None:
    answer = assessment_to_json(assess(law.parse(case["query"]), law))
    assert answer["status"] == "ok", answer
    keys = ("measure", "base_value", "duty")
    assert components(answer["components"], *keys) == components(case["components"], *keys)
    for got, wanted in zip(answer["components"], case["components"], strict=True):
        assert got["rate"] == wanted["rate"]
        for key in ("all_in_rate", "ad_valorem_equivalent", "specific_rate", "unit", "quantity"):
            if key in wanted and not (key == "all_in_rate" and got["duty"] == "0.00"):
                assert got[key] == wanted[key]
    for key in ("total_duty", "effective_rate", "hmf", "mpf"):
        assert answer[key] == case[key], key
    if case["originally_collected"] is not None:
        assert answer["originally_collected"] == case["originally_collected"]
    if case["derived"]:
        assert len(answer["assumptions"]) > 1
