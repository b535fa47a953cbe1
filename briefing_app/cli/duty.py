"""``duty``."""

from __future__ import annotations

import argparse

from briefing_app.errors import NotAvailableError


def add_duty(parser: argparse.ArgumentParser) -> None:
    """Arguments of ``duty``."""
    parser.add_argument("words", nargs="*")


def run_duty(_options: argparse.Namespace) -> int:
    """Not there yet."""
    raise NotAvailableError("duty is not there yet in this version.")
