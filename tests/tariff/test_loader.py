"""The loader refuses law data that is not what it should be; every refusal names file, measure and key."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from briefing_app import resources
from briefing_app.errors import UsageError
from briefing_app.tariff.law import Law, load_law

MEASURE = """
[[measure]]
id = "probe"
title = "Probe"
title_ja = "試し"
en = "A probe."
ja = "試し。"
authority = "Test"
lane = "extra"
from = "2020-01-01"
origins = ["JP"]
rate = 0.10
citations = ["HTS26R6"]
confidence = "two sources"

  [[measure.rule]]
  heading = "9999.00.01"
  effect = "add"
"""

BROKEN = [
    ("no date", ('from = "2020-01-01"\n', ""), ("probe.toml", "“probe”", "“from”", "moment")),
    ("no citation", ('citations = ["HTS26R6"]', "citations = []"), ("“citations”", "at least one")),
    ("citations left out", ('citations = ["HTS26R6"]\n', ""), ("“citations”", "missing")),
    ("unknown source", ('["HTS26R6"]', '["NOWHERE"]'), ("“citations”", "NOWHERE")),
    ("unknown key", ('lane = "extra"', 'lane = "extra"\ncolour = "red"'), ("“colour”", "unknown key")),
    ("unknown rule key", ('effect = "add"', 'effect = "add"\ncolour = "red"'),
     ("rule.colour", "unknown key")),
    ("unknown effect", ('effect = "add"', 'effect = "bite"'), ("rule.effect", "bite", "floor")),
    ("unknown lane", ('lane = "extra"', 'lane = "fast"'), ("“lane”", "fast")),
    ("unknown basis", ('effect = "add"', 'effect = "add"\nbasis = "gold"'), ("rule.basis", "gold")),
    ("date in another form", ('"2020-01-01"', '"1 January 2020"'), ("“from”", "not a New York moment")),
    ("date with an offset", ('"2020-01-01"', '"2020-01-01T00:01+09:00"'),
     ("“from”", "not a New York moment")),
    ("ends before it begins",
     ('origins = ["JP"]', 'to = "2019-01-01"\nended_by = "expired"\norigins = ["JP"]'),
     ("“to”", "before it begins")),
    ("end without reason", ('origins = ["JP"]', 'to = "2021-01-01"\norigins = ["JP"]'), ("“ended_by”",)),
    ("rate as text", ("rate = 0.10", 'rate = "ten"'), ("fraction like 0.15",)),
    ("rate above ten", ("rate = 0.10", "rate = 15"), ("between 0 and 10",)),
    ("rate finer than ppm", ("rate = 0.10", "rate = 0.0000001"), ("parts per million",)),
    ("unknown country", ('["JP"]', '["ZZ"]'), ("“origins”", "ZZ")),
    ("unknown list", ('effect = "add"', 'effect = "add"\nlists = ["none-such"]'), ("“lists”", "none-such")),
    ("unknown kind of list", ('effect = "add"', 'effect = "add"\nlists = ["s232-steel-2018-2026:gold"]'),
     ("“lists”", "gold")),
    ("code of letters", ('effect = "add"', 'effect = "add"\ncodes = ["87AB"]'), ("“codes”", "87AB")),
    ("unknown fact", ('effect = "add"', 'effect = "add"\nwhen = { mood = true }'),
     ("when.mood", "no such fact")),
    ("unknown fact", ('effect = "add"', 'effect = "add"\nwhen = { mood = true }'), ("when.mood", "no such")),
    ("bad comparison", ('effect = "add"', 'effect = "add"\nwhen = { us_content_share = ">= much" }'),
     ("when.us_content_share", "comparison")),
    ("unknown assumption", ('confidence = "two sources"', 'confidence = "two sources"\nassume = ["luck"]'),
     ("“assume”", "luck")),
    ("unknown confidence", ('confidence = "two sources"', 'confidence = "sure"'), ("“confidence”", "sure")),
    ("no rule", (MEASURE[MEASURE.index("  [[measure.rule]]") :], ""), ("“rule”", "at least one")),
    ("no Japanese", ('ja = "試し。"\n', ""), ("“ja”", "missing")),
    ("empty sentence", ('en = "A probe."', 'en = " "'), ("“en”", "text is needed")),
    ("id twice", ('id = "probe"', 'id = "mpf"'), ("“mpf”", "stands also in fees.toml")),
    ("not TOML", ("[[measure]]", "[[measure"), ("probe.toml", "not readable as TOML")),
    ("overlap", ('lane = "extra"\nfrom = "2020-01-01"', 'lane = "general"\nfrom = "2026-03-01"'),
     ("overlaps measure", "for JP")),
]  # fmt: skip


LISTS = ("s122-exempt", "s122-civil-aircraft", "s232-steel-2018-2026", "s232-buses")
MEASURES = ("column-1.toml", "fees.toml", "section-122.toml")


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A law of few measures and few lines, so that each refusal is told in little time."""
    shipped, out = resources.path("tariff", "us"), tmp_path_factory.mktemp("law") / "us"
    (out / "lists").mkdir(parents=True)
    (out / "measures").mkdir()
    for name in ("law.toml", "sources.toml", "assumptions.toml", "fees.toml"):
        shutil.copy(shipped / name, out / name)
    for name in MEASURES:
        shutil.copy(shipped / "measures" / name, out / "measures" / name)
    for name in LISTS:
        shutil.copy(shipped / "lists" / f"{name}.csv", out / "lists" / f"{name}.csv")
    tables = (shipped / "lists" / "lists.toml").read_text(encoding="utf-8").split("\n\n")
    kept = [table for table in tables if table.strip().startswith(tuple(f"[{name}]" for name in LISTS))]
    (out / "lists" / "lists.toml").write_text("\n\n".join(kept), encoding="utf-8")
    lines = (shipped / "schedule.csv").read_text(encoding="utf-8").splitlines()[:4]
    (out / "schedule.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return out


@pytest.fixture
def folder(small: Path, tmp_path: Path) -> Path:
    shutil.copytree(small, tmp_path / "us")
    return tmp_path / "us"


@pytest.mark.parametrize(("change", "words"), [row[1:] for row in BROKEN], ids=[row[0] for row in BROKEN])
def test_a_broken_measure_is_refused(folder: Path, change: tuple[str, str], words: tuple[str, ...]) -> None:
    assert change[0] in MEASURE
    (folder / "measures" / "probe.toml").write_text(
        MEASURE.replace(change[0], change[1], 1), encoding="utf-8"
    )
    with pytest.raises(UsageError) as caught:
        load_law(folder)
    for word in words:
        assert word in str(caught.value)


def test_a_whole_measure_is_taken(folder: Path) -> None:
    (folder / "measures" / "probe.toml").write_text(MEASURE, encoding="utf-8")
    assert load_law(folder).measures["probe"].rules[0].ppm == 100_000


@pytest.mark.parametrize(
    ("name", "old", "new", "words"),
    [
        ("lists/s232-buses.csv", "hts,from,to,kind", "hts,to", ("s232-buses.csv", "first line")),
        ("lists/s232-buses.csv", "87021031,,,", "8702103x,,,", ("s232-buses.csv, line 2", "4 to 10 digits")),
        ("lists/s232-buses.csv", "87021031,,,", "87021031,", ("line 2", "columns")),
        ("lists/s232-buses.csv", "87021031,,,", "87021031,May,,", ("line 2", "YYYY-MM-DD")),
        ("lists/s232-buses.csv", "87021031,,,", "87021031,2026-01-01,2025-01-01,", ("line 2", "ends before")),
        ("lists/s232-buses.csv", "87021031,,,", "87021061,,,", ("twice",)),
        ("lists/lists.toml", "[s232-buses]", "[s232-busses]", ("s232-buses.csv", "no provenance")),
        (
            "sources.toml",
            'publisher = "USITC"',
            'author = "USITC"',
            ("sources.toml", "“author”", "unknown key"),
        ),
        ("fees.toml", 'from = "2019-10-01T00:00"', 'from = "2019-11-01T00:00"', ("fees.toml", "do not join")),
    ],
)
def test_broken_registers_are_refused(
    folder: Path, name: str, old: str, new: str, words: tuple[str, ...]
) -> None:
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(UsageError) as caught:
        load_law(folder)
    for word in words:
        assert word in str(caught.value)


def test_the_shipped_law_speaks_both_languages_and_cites(law: Law) -> None:
    assert len(law.measures) >= 66
    for measure in law.measures.values():
        assert measure.en.endswith(".")
        assert any("\u3040" <= letter <= "\u9fff" for letter in measure.ja)
        assert measure.citations
        assert measure.start is not None or measure.status == "announced"
    for assumption in law.assumptions.values():
        assert assumption.en
        assert assumption.ja


@pytest.mark.shared
def test_every_measure_of_the_facts_is_there(law: Law) -> None:
    import json

    facts = Path(__file__).resolve().parents[2].parent / "shared" / "facts" / "measures.json"
    if not facts.exists():
        pytest.skip("the shared facts are not beside the project")
    wanted = {item["id"] for item in json.loads(facts.read_text("utf-8"))["measures"]}
    assert wanted <= set(law.measures)
