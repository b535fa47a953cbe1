"""``duties``: the duty of every row of a CSV file, each with its status and message."""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from briefing_app.cli import opening, output
from briefing_app.cli.duty import add_scenario, law_for
from briefing_app.cli.files import write_file
from briefing_app.errors import UsageError
from briefing_app.exchange import csv_files

if TYPE_CHECKING:
    from briefing_app.tariff.entry import Entry
    from briefing_app.tariff.law import Law

REQUIRED = ("date", "origin", "hts", "value_usd")
ADDED = ("status", "base_rate", "total_duty", "effective_rate", "headings", "mpf", "hmf", "message")
_OTHERS = ("id", "entry_time_et", "quantity", "unit", "quantities")


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
    asked = [row for row in rows if any(cell.strip() for cell in row)]
    answers = _answers(header, asked, law_for(options.scenario))
    out = [[*header, *ADDED]]
    for row, answer in zip(asked, answers, strict=True):
        out.append([*[*row, *[""] * (len(header) - len(row))][: len(header)], *answer])
    write_file(options.target, csv_files.write(out, for_scripts=True))
    counts = Counter(answer[0] for answer in answers)
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


def _answers(header: list[str], rows: list[list[str]], law: Law) -> list[list[str]]:
    """The added cells of every row; a row that cannot be read is ``invalid``."""
    from briefing_app.cli.duty_rows import DutyRows

    answers: dict[int, list[str]] = {}
    entries: dict[int, Entry] = {}
    for number, row in enumerate(rows):
        if any(cell.strip() for cell in row[len(header) :]):
            answers[number] = failed("invalid", f"There are {len(row)} cells for {len(header)} columns.")
            continue
        asked = {name: cell for name, cell in zip(header, row, strict=False) if name != "id"}
        try:
            entries[number] = law.parse(asked)
        except UsageError as error:
            answers[number] = failed("invalid", str(error))
    answers |= dict(zip(entries, DutyRows(law).cells(list(entries.values())), strict=True))
    return [answers[number] for number in range(len(rows))]


def failed(status: str, message: str) -> list[str]:
    """The added cells of a row without an amount."""
    return [status, *[""] * (len(ADDED) - 2), message]
