"""The committed lists, sources and fees are what the build script makes of the fact sheets."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefing_app import resources
from build_scripts import build_tariff_lists

FACTS = Path(__file__).resolve().parents[2].parent / "shared" / "facts"


@pytest.mark.shared
def test_the_committed_law_files_are_up_to_date(tmp_path: Path) -> None:
    if not FACTS.exists():
        pytest.skip("the shared facts are not beside the project")
    build_tariff_lists.write_lists(FACTS, tmp_path / "lists")
    build_tariff_lists.write_sources(FACTS, tmp_path)
    build_tariff_lists.write_fees(FACTS, tmp_path)
    made = sorted(path.relative_to(tmp_path) for path in tmp_path.rglob("*.*"))
    assert len(made) > 30
    for name in made:
        shipped = resources.path("tariff", "us", *name.parts)
        assert shipped.read_bytes() == (tmp_path / name).read_bytes(), name


def test_kinds_of_rows() -> None:
    row = {"hts": "73261100", "kind": "derivative-chapter-73", "heading": "9903.81.90", "from": "2025-08-18"}
    kind = build_tariff_lists.kind_of
    assert kind("s232-steel-2018-2026", row) == "own-chapter-2025-08-18"
    assert kind("s232-steel-2018-2026", {**row, "hts": "84571000", "from": "2025-03-12"}) == "other-chapter"
    assert kind("s232-steel-2018-2026", {**row, "kind": "article"}) == "article"
    assert kind("s232-steel-2018-2026", {**row, "heading": "9903.80.03"}) == "derivative-2020"
    assert kind("s232-buses", {"hts": "87021031"}) == ""
