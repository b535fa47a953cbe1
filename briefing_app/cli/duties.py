"""``duties``: the duty of every row of a CSV file, each with its status and message."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from briefing_app.cli import opening, output
from briefing_app.cli.duty import add_scenario, law_for
from briefing_app.cli.files import write_file
from briefing_app.errors import UsageError
from briefing_app.exchange import csv_files

if TYPE_CHECKING:
    from briefing_app.tariff.answer import Assessment
    from briefing_app.tariff.law import Law

REQUIRED = ("date", "origin", "hts", "value_usd")
ADDED = ("status", "base_rate", "total_duty", "effective_rate", "headings", "mpf", "hmf", "message")
_OTHERS = ("id", "entry_time_et", "quantity", "unit", "quantities")
COLUMN_1 = "mfn-base"


def add_duties(parser: argparse.ArgumentParser) -> None:
    """Arguments of ``duties``."""
    parser.add_argument("source", metavar="IN.csv", help="columns id,date,origin,hts,value_usd and facts")
    parser.add_argument("target", metavar="OUT.csv", type=Path, help="the same rows with their duties")
    add_scenario(parser)


def run_duties(options: argparse.Namespace) -> int:
    """Exit 0 also when rows fail: their status and message stand in the file."""
    rows = csv_files.read(opening.input_bytes(options.source))
    header = [name.strip().lower() for name in next(rows, [])]
    _check(header)
    law = law_for(options.scenario)
    out = [[*header, *ADDED]]
    counts: dict[str, int] = {}
    for row in rows:
        if not any(cell.strip() for cell in row):
            continue
        added = _answer(header, row, law)
        counts[added[0]] = counts.get(added[0], 0) + 1
        cells = [*row, *[""] * (len(header) - len(row))][: len(header)]
        out.append([*cells, *added])
    write_file(options.target, csv_files.write(out, for_scripts=True))
    told = ", ".join(f"{count} {status}" for status, count in sorted(counts.items())) or "no rows"
    output.line(f"Wrote {options.target}: {told}.")
    return 0


def _check(header: list[str]) -> None:
    from briefing_app.tariff.fact_table import FACTS

    if missing := [name for name in REQUIRED if name not in header]:
        raise UsageError(
            f"The column {missing[0]} is missing.", hint=f"Needed: {' '.join(REQUIRED)}; facts may follow."
        )
    allowed = {*REQUIRED, *_OTHERS, *FACTS}
    if unknown := [name for name in header if name not in allowed]:
        raise UsageError(
            f'The column "{unknown[0]}" is no fact of an entry.', hint=f"Known: {' '.join(sorted(allowed))}."
        )
    if twice := [name for name in header if header.count(name) > 1]:
        raise UsageError(f"The column {twice[0]} stands twice.")


def _answer(header: list[str], row: Iterable[str], law: Law) -> list[str]:
    """The added cells of one row; a row that cannot be read is ``invalid``."""
    from briefing_app.tariff.assess import assess

    cells = list(row)
    if any(cell.strip() for cell in cells[len(header) :]):
        return _failed("invalid", f"There are {len(cells)} cells for {len(header)} columns.")
    asked = {name: cell for name, cell in zip(header, cells, strict=False) if name != "id"}
    try:
        answer = assess(law.parse(asked), law)
    except UsageError as error:
        return _failed("invalid", str(error))
    return _cells(answer, law)


def _cells(answer: Assessment, law: Law) -> list[str]:
    from briefing_app.tariff.answer import fraction_text
    from briefing_app.tariff.assess import STANDING
    from briefing_app.tariff.entry import usd

    rate = answer.effective_rate
    if answer.status != "ok" or answer.total_cents is None or rate is None:
        return _failed(answer.status, answer.reason)
    base = next((part for part in answer.components if part.measure == COLUMN_1), None)
    rates = [fraction_text(base.rate) if base.rate is not None else base.specific_rate] if base else [""]
    headings = [part.heading for part in answer.components if part.measure != COLUMN_1 and part.heading]
    fees = ["" if cents is None else usd(cents) for cents in (answer.mpf_cents, answer.hmf_cents)]
    standing = {law.assumptions[name].en for name in STANDING}  # holds for every row: not repeated in each
    told = [f"Assumed: {text}" for text in answer.assumptions if text not in standing]
    told += [f"Depends on {missing.fact}." for missing in answer.missing_facts]
    totals = [usd(answer.total_cents), fraction_text(rate, 6)]
    return ["ok", *rates, *totals, ";".join(headings), *fees, " ".join(told)]


def _failed(status: str, message: str) -> list[str]:
    return [status, *[""] * (len(ADDED) - 2), message]
