"""The composition root: reads the arguments, builds the state and passes it in."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from briefing_app import cli
from briefing_app.errors import NotAvailableError


def run(arguments: Sequence[str]) -> int:
    """Run one command and return its exit code."""
    if cli.takes(arguments):
        return cli.main(arguments)
    error = NotAvailableError(
        "The window is not there yet.", hint="`briefing-app --help` lists the commands."
    )
    print(error, file=sys.stderr)
    return error.exit_code


def console() -> None:
    """The entry point of ``briefing-app``."""
    sys.exit(run(sys.argv[1:]))
