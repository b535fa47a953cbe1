"""``schedule import``: the official tariff schedule as published."""

from __future__ import annotations

import argparse
from pathlib import Path

from briefing_app.cli import opening
from briefing_app.errors import NotAvailableError


def add_schedule(parser: argparse.ArgumentParser) -> None:
    """Arguments of ``schedule``."""
    parser.add_argument("action", choices=["import"], help="what to do")
    parser.add_argument("file", metavar="FILE", help="the schedule, CSV or JSON as published")
    parser.add_argument("--workspace", metavar="WORKSPACE", type=Path, help="keep it for this workspace")
    opening.add_passphrase(parser)


def run_schedule(_options: argparse.Namespace) -> int:
    """Not there yet."""
    raise NotAvailableError(
        "schedule import is not there yet in this version.", hint="Duties use the schedule that is shipped."
    )
