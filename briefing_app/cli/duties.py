"""``duties``."""

from __future__ import annotations

import argparse

from briefing_app.errors import NotAvailableError


def add_duties(parser: argparse.ArgumentParser) -> None:
    """Arguments of ``duties``."""
    parser.add_argument("words", nargs="*")


def run_duties(_options: argparse.Namespace) -> int:
    """Not there yet."""
    raise NotAvailableError("duties is not there yet in this version.")
