"""The composition root: reads the arguments, builds the state and passes it in."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from briefing_app import __version__
from briefing_app.errors import NotAvailableError


def run(arguments: Sequence[str]) -> int:
    """Run one command and return its exit code."""
    if list(arguments) == ["--version"]:
        print(f"Briefing Desk {__version__}")
        return 0
    error = NotAvailableError("This version answers --version only.")
    print(error, file=sys.stderr)
    return error.exit_code


def console() -> None:
    """The entry point of ``briefing-app``."""
    sys.exit(run(sys.argv[1:]))
