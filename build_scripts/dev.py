#!/usr/bin/env python3
"""One command for everything a developer does; each sets up on its own what it needs.

setup    make the environment, find Qt's system libraries
run      open the sample workspace in the window; without a display: its briefing as PDF and a screenshot
test     ruff, mypy, import-linter and all tests; further arguments go to pytest
lint     the same without the tests
bench    measure: all of tests/benchmarks, or the named ones
faults   the long fault-injection run of the store
shots    draw every screen into out/shots

Needs Python 3.11 or newer and pip, nothing else. This file must stay readable for older Pythons, so that
they can say so.
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - the version that is refused
    sys.exit("Briefing Desk needs Python 3.11 or newer; this is Python %d.%d." % sys.version_info[:2])  # noqa: UP031

import argparse
import os
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from build_scripts import commands, environment


def parse(arguments: list[str]) -> tuple[argparse.Namespace, list[str]]:
    """The command and, for ``test``, ``run``, ``bench``, ``faults`` and ``shots``, what is passed on."""
    parser = argparse.ArgumentParser(
        prog="dev.py", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("command", choices=sorted(commands.COMMANDS))
    return parser.parse_known_args(arguments)


def main(arguments: list[str]) -> int:
    """Run one command. Returns its exit code; what hinders the set-up is one line and exit code 2."""
    chosen, passed_on = parse(arguments)
    os.chdir(environment.ROOT)
    try:
        return commands.COMMANDS[chosen.command](passed_on)
    except environment.SetupError as error:
        print(f"dev.py: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
