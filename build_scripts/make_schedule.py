"""Makes ``resources/tariff/us/schedule.csv`` and its sidecar from the compiled rates of the shared
material.

Run from the project's root: ``python build_scripts/make_schedule.py``. Only white space is tidied: the
columns keep the schedule's own words.
"""

from __future__ import annotations

import csv
import hashlib
import io
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT.parent / "shared" / "facts" / "us_schedule_2025.csv"
TARGET = ROOT / "resources" / "tariff" / "us" / "schedule.csv"
SIDECAR = """\
# Where schedule.csv comes from. Made by build_scripts/make_schedule.py; do not edit by hand.
title = "Harmonized Tariff Schedule of the United States: units and column 1 rates"
edition = "2025 Revision 25"
publisher = "United States International Trade Commission"
citation = "HTSUS (2025), Revision 25, chapters 1 to 97"
licence = "Work of the United States government, public domain (17 U.S.C. 105)"
confidence = "official text"
checked_to = 2026-10-10
lines = {lines}
sha256 = "{sha256}"
columns = {{ hts = "8 digits, or 10 where the rate stands there", units = "reported units, separated by |", \
general = "column 1 general, as worded", special = "column 1 special, as worded" }}
"""


def tidy_units(units: str) -> str:
    """Units without stray blanks and repeats; square metres in one spelling."""
    listed = units.replace(" and ", "|").split("|")
    names = (name.strip().replace("²", "2").replace("³", "3") for name in listed)
    return "|".join(dict.fromkeys(name for name in names if name))


def main() -> None:
    """Write the schedule and its sidecar; prints the number of lines."""
    with SOURCE.open(encoding="utf-8", newline="") as file:
        rows = sorted(csv.DictReader(file), key=lambda row: row["hts"])
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["hts", "units", "general", "special"])
    for row in rows:
        words = (" ".join(row[column].split()) for column in ("general", "special"))
        writer.writerow([row["hts"], tidy_units(row["units"]), *words])
    content = out.getvalue().encode()
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    TARGET.write_bytes(content)
    sidecar = SIDECAR.format(lines=len(rows), sha256=hashlib.sha256(content).hexdigest())
    TARGET.with_suffix(".toml").write_text(sidecar, encoding="utf-8", newline="\n")
    print(f"{len(rows)} lines, {len(content)} bytes")


if __name__ == "__main__":
    main()
