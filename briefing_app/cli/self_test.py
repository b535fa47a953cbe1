"""``self-test``."""

from __future__ import annotations

import argparse

from briefing_app.errors import NotAvailableError


def add_self_test(parser: argparse.ArgumentParser) -> None:
    """Arguments of ``self-test``."""
    parser.add_argument("words", nargs="*")


def run_self_test(_options: argparse.Namespace) -> int:
    """Not there yet."""
    raise NotAvailableError("self-test is not there yet in this version.")
