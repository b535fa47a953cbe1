"""``brief``."""

from __future__ import annotations

import argparse

from briefing_app.errors import NotAvailableError


def add_brief(parser: argparse.ArgumentParser) -> None:
    """Arguments of ``brief``."""
    parser.add_argument("words", nargs="*")


def run_brief(_options: argparse.Namespace) -> int:
    """Not there yet."""
    raise NotAvailableError("brief is not there yet in this version.")
