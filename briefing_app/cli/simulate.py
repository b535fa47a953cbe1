"""``simulate``: a trade model from a JSON file."""

from __future__ import annotations

import argparse
from typing import Any

from briefing_app.cli import opening, output
from briefing_app.errors import UsageError
from briefing_app.exchange.simulation import run_model


def add_simulate(parser: argparse.ArgumentParser) -> None:
    """Arguments of ``simulate``."""
    parser.add_argument("file", metavar="MODEL.json", help="the model and its figures; - is standard input")
    parser.add_argument("--json", action="store_true", help="print JSON")


def run_simulate(options: argparse.Namespace) -> int:
    """Changes as fractions, money in the unit of the input."""
    try:
        text = opening.input_bytes(options.file).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UsageError(f"{options.file} is not UTF-8 text.") from error
    result = run_model(text)
    if options.json:
        output.as_json(result)
        return 0
    rows: list[tuple[str, ...]] = []
    for name, value in result.items():
        parts: dict[str, Any] = value if isinstance(value, dict) else {"": value}
        rows += [(name, each, f"{number:.6g}") for each, number in parts.items()]
    output.table(rows)
    return 0
