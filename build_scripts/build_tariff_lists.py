"""Builds the product lists of the tariff law from the fact sheets: compact CSV files with their provenance.

Usage: python build_scripts/build_tariff_lists.py FACTS_FOLDER [RESOURCES_FOLDER]

FACTS_FOLDER holds ``lists/*.csv`` with ``INDEX.csv`` and ``measures.json``. The result is committed, so that
the program never needs the fact sheets. Also writes the source register ``sources.toml`` and ``fees.toml``.
"""

from __future__ import annotations

import csv
import json
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent.parent
SKIPPED = {"INDEX", "metals-2026-moves-rev10", "s301fl-excused-232-headings"}
TITLES = {
    "ieepa-annex-ii": "goods outside the reciprocal duty (Annex II)",
    "japan-civil-aircraft": "civil aircraft goods of Japan",
    "metals-2026-aluminum": "aluminum articles 2026",
    "metals-2026-aluminum-derivative": "aluminum derivatives of annex I-A 2026",
    "metals-2026-aluminum-derivative-b": "aluminum derivatives of annex I-B 2026",
    "metals-2026-aluminum-derivative-c": "aluminum derivatives of annex III 2026",
    "metals-2026-copper": "copper articles 2026",
    "metals-2026-copper-b": "copper derivatives of annex I-B 2026",
    "metals-2026-steel": "steel articles 2026",
    "metals-2026-steel-derivative": "steel derivatives of annex I-A 2026",
    "metals-2026-steel-derivative-b": "steel derivatives of annex I-B 2026",
    "metals-2026-steel-derivative-c": "steel derivatives of annex III 2026",
    "metals-2026-steel-derivative-d": "mobile industrial equipment 2026",
    "s122-civil-aircraft": "civil aircraft goods outside the section 122 duty",
    "s122-exempt": "goods outside the section 122 duty",
    "s201-quartz-surface": "quartz surface products",
    "s232-aluminum-2018-2026": "aluminum articles and derivatives 2018 to 2026",
    "s232-auto-parts": "automobile parts",
    "s232-automobiles": "passenger vehicles and light trucks",
    "s232-buses": "buses",
    "s232-cabinets-vanities": "kitchen cabinets and vanities",
    "s232-copper-2025": "copper articles and derivatives 2025",
    "s232-mhd-parts": "parts of medium and heavy vehicles",
    "s232-mhd-vehicles": "medium and heavy vehicles",
    "s232-pharmaceuticals": "pharmaceutical articles",
    "s232-softwood": "softwood timber and lumber",
    "s232-steel-2018-2026": "steel articles and derivatives 2018 to 2026",
    "s232-unmanned-aircraft": "unmanned aircraft and their parts",
    "s232-upholstered-furniture": "upholstered wooden furniture",
    "s301fl-civil-aircraft": "civil aircraft goods outside the section 301 duty",
    "s301fl-described-articles": "described articles outside the section 301 duty",
    "s301fl-exempt": "goods outside the section 301 duty",
    "s301fl-pharmaceutical": "goods for pharmaceutical use outside the section 301 duty",
}
# Rows that the prose of the measures corrects: the prose is authoritative, and of line 7616.99.51 it names
# only the statistical numbers 60 and 70 for the years 2018 to 2025.
INSTEAD = {("s232-aluminum-2018-2026", "76169951", "2018-03-23"): ("7616995160", "7616995170")}
CORRECTED = {"s232-aluminum-2018-2026": "; 7616.99.51 before 2025-03-12 as in the prose of the measure"}
ANNEX_2 = "metals-2026-annex-2"


def metal_kind(row: dict[str, str], chapter: str) -> str:
    """Articles, derivatives of 2020, and later derivatives of the metal's own chapter or of another."""
    if row["kind"] == "article":
        return "article"
    if row["heading"] in ("9903.80.03", "9903.85.03"):
        return "derivative-2020"
    late = "-2025-08-18" if row["from"] == "2025-08-18" else ""
    return f"{'own' if row['hts'][:2] == chapter else 'other'}-chapter{late}"


def kind_of(name: str, row: dict[str, str]) -> str:
    """The kind of a row that the measures tell apart: by the sheet's own kind, chapter and day of joining."""
    if name in ("s232-steel-2018-2026", "s232-aluminum-2018-2026"):
        return metal_kind(row, "73" if "steel" in name else "76")
    if name == "ieepa-annex-ii":
        if row["basis"].startswith("Presidential Memorandum"):
            return "memorandum"
        return "agriculture" if row["from"] == "2025-11-13" else "annex"
    if "paragraph" in row:
        return row["paragraph"].replace("(", "").replace(")", "-").strip("-")
    return ""


def codes_of(name: str, row: dict[str, str]) -> tuple[str, ...]:
    """The codes that a row of the fact sheet stands for."""
    return INSTEAD.get((name, row["hts"], row.get("from", "")), (row["hts"],))


def goods_that_left(facts: Path) -> list[str]:
    """Derivatives that were on the metals lists until 6 April 2026 and on no list of 2026 (annex II)."""
    later: set[str] = set()
    before: set[str] = set()
    for path in (facts / "lists").glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        if path.stem.startswith("metals-2026-") and path.stem not in SKIPPED:
            later |= {row["hts"] for row in rows}
        elif path.stem in ("s232-steel-2018-2026", "s232-aluminum-2018-2026"):
            before |= {r["hts"] for r in rows if r["to"] == "2026-04-06" and r["kind"] != "article"}
    return sorted(code for code in before if not any(code.startswith(new) for new in later))


def write_lists(facts: Path, out: Path) -> None:
    """The list files and ``lists.toml``."""
    out.mkdir(parents=True, exist_ok=True)
    with (facts / "lists" / "INDEX.csv").open(encoding="utf-8", newline="") as file:
        index = {row["list"]: row for row in csv.DictReader(file)}
    sidecar = ["# Where each product list comes from. Written by build_scripts/build_tariff_lists.py.", ""]
    for path in sorted((facts / "lists").glob("*.csv")):
        if path.stem in SKIPPED:
            continue
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        lines = {
            (code, row.get("from", ""), row.get("to", ""), kind_of(path.stem, row))
            for row in rows
            for code in codes_of(path.stem, row)
        }
        with (out / path.name).open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(["hts", "from", "to", "kind"])
            writer.writerows(sorted(lines))
        about = index[path.stem]
        sidecar += [
            f"[{path.stem}]",
            f"title = {json.dumps(TITLES[path.stem])}",
            f"heading = {json.dumps(about['heading'])}",
            f"note = {json.dumps(about['note'])}",
            f"source = {json.dumps(about['source'] + CORRECTED.get(path.stem, ''))}",
            "",
        ]
    with (out / f"{ANNEX_2}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["hts", "from", "to", "kind"])
        writer.writerows((code, "2026-04-06", "", "") for code in goods_that_left(facts))
    sidecar += [
        f"[{ANNEX_2}]",
        'title = "goods that left the metals duty in 2026"',
        'heading = ""',
        'note = "Proclamation 11021, annex II"',
        'source = "Derived: derivatives on the lists of 2025 that are on no list of 2026"',
        "",
    ]
    (out / "lists.toml").write_text("\n".join(sidecar), encoding="utf-8")


# What a reader of the program can make nothing of in the fact sheet's own words.
WORDED = {
    "MEAS2026": {
        "publisher": "Compiled from public documents",
        "title": "Measures after 20 February 2026, from the schedule 2026 Revisions 6 to 21 and CBP guidance",
    }
}


def write_sources(facts: Path, out: Path) -> None:
    """The source register, without locators that lead nowhere for a reader."""
    sources = json.loads((facts / "measures.json").read_text(encoding="utf-8"))["sources"]
    lines = ["# The source register. Written by build_scripts/build_tariff_lists.py.", ""]
    for name, item in ((name, item | WORDED.get(name, {})) for name, item in sources.items()):
        locator = item.get("locator", "")
        lines += [f"[{name}]"]
        for key in ("publisher", "title", "date"):
            lines += [f"{key} = {json.dumps(item[key], ensure_ascii=False)}"]
        if locator and "stored-text" not in locator:
            lines += [f"locator = {json.dumps(locator, ensure_ascii=False)}"]
        lines += [f"kind = {json.dumps(item.get('kind', 'compiled'))}", ""]
    lines += [
        "[SCENARIO]",
        'publisher = "The user"',
        'title = "A scenario of this workspace"',
        'date = "undated"',
        'kind = "scenario"',
        "",
    ]
    (out / "sources.toml").write_text("\n".join(lines), encoding="utf-8")


def write_fees(facts: Path, out: Path) -> None:
    """The processing fee year by year."""
    text = (facts / "measures.json").read_text(encoding="utf-8")
    measures = json.loads(text, parse_float=str)["measures"]
    fee = next(item for item in measures if item["id"] == "mpf")
    lines = [
        "# Merchandise processing fee by fiscal year. Written by build_scripts/build_tariff_lists.py.",
        "",
    ]
    for year in fee["schedule"]:
        lines += [
            "[[year]]",
            f"name = {json.dumps(year['fiscal_year'])}",
            f'from = "{year["from"]}T00:00"',
            f'to = "{year["to"]}T00:00"',
            f"min_usd = {year['min_usd']}",
            f"max_usd = {year['max_usd']}",
            f"citations = {json.dumps(year['citations'])}",
            f"confidence = {json.dumps(year['confidence'])}",
            "",
        ]
    (out / "fees.toml").write_text("\n".join(lines), encoding="utf-8")


def main() -> None:
    """Build everything from the folder named on the command line."""
    facts = Path(sys.argv[1])
    out = Path(sys.argv[2]) if len(sys.argv) > 2 else HERE / "resources" / "tariff" / "us"
    write_lists(facts, out / "lists")
    write_sources(facts, out)
    write_fees(facts, out)


if __name__ == "__main__":
    main()
