"""``duties``: the duty of every row of a CSV file, each with its status and message."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from briefing_app.cli import opening, output
from briefing_app.cli.duty import add_scenario, law_for
from briefing_app.cli.files import check_target
from briefing_app.errors import UsageError


def add_duties(parser: argparse.ArgumentParser) -> None:
    """Arguments of ``duties``."""
    parser.add_argument("source", metavar="IN.csv", help="columns id,date,origin,hts,value_usd and facts")
    parser.add_argument("target", metavar="OUT.csv", type=Path, help="the same rows with their duties")
    add_scenario(parser)


def run_duties(options: argparse.Namespace) -> int:
    """Exit 0 also when rows fail: their status and message stand in the file."""
    from briefing_app.exchange.duties import answer_file

    check_target(options.target)
    with _opened(options.source) as source:
        counts = answer_file(source, options.target, law_for(options.scenario), _progress())
    told = ", ".join(f"{count} {status}" for status, count in sorted(counts.items())) or "no rows"
    output.line(f"Wrote {options.target}: {told}.")
    return 0


def _opened(source: str) -> AbstractContextManager[BinaryIO]:
    if source == "-":
        return BytesIO(opening.input_bytes(source))
    try:
        return Path(source).open("rb")
    except OSError as error:
        raise UsageError(f"Cannot read {source}: {error.strerror}.") from error


def _progress() -> Callable[[int, int], None] | None:
    """Rows done, on a terminal only."""
    if not sys.stderr.isatty():
        return None
    return lambda done, total: output.message(f"{done:,} of {total:,} rows")
