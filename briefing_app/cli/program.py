"""The program: its commands, their arguments, and what an error becomes (DESIGN section 7).

Exit codes: 0 done; 1 bug (the traceback is printed); 2 usage or bad input; 3 workspace damaged or locked;
4 not computable. Results go to standard output, messages to standard error, both in UTF-8.
"""

from __future__ import annotations

import argparse
import importlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NoReturn

from briefing_app.cli import output
from briefing_app.errors import EXIT_USAGE, BriefingError, UsageError


@dataclass(frozen=True)
class Command:
    """One command: the module that holds ``add_arguments`` and ``run`` under the command's own name."""

    name: str
    module: str
    summary: str


_COMMANDS = (
    Command("new", "workspaces", "make a workspace, empty or from a sample"),
    Command("add", "editing", "add one JSON record or a JSON list; prints each id once it is durable"),
    Command("get", "reading", "print one record"),
    Command("list", "reading", "print all records of a kind"),
    Command("search", "reading", "find records by words, in English and Japanese"),
    Command("import", "files", "read records from csv, xlsx, ics, vcf, json or md; prints an import receipt"),
    Command("export", "files", "write records as json, csv, xlsx, ics, vcf or md"),
    Command("check", "safety", "say whether a workspace is sound"),
    Command("backup", "safety", "copy a workspace into a folder of backups"),
    Command("restore", "safety", "bring a workspace back from a backup"),
    Command("duty", "duty", "what one good pays on one day, and why"),
    Command("duties", "duties", "the same for every row of a CSV file"),
    Command("schedule", "schedule", "read the official tariff schedule"),
    Command("simulate", "simulate", "run a trade model from a JSON file"),
    Command("brief", "brief", "write a briefing as PDF"),
    Command("edition", "edition", "list the frozen editions, or write one again to the byte"),
    Command("self-test", "self_test", "prove on this machine that the program works"),
)
COMMANDS = tuple(command.name for command in _COMMANDS)


class _Parser(argparse.ArgumentParser):
    """Reports what is wrong as a known error instead of leaving the program."""

    def error(self, message: str) -> NoReturn:
        raise UsageError(f"{message[:1].upper()}{message[1:]}.", hint=f"See `{self.prog} --help`.")


def main(argv: Sequence[str]) -> int:
    """Run the command that ``argv`` (without the program's name) asks for and return its exit code."""
    output.use_utf8()
    try:
        return _run(list(argv))
    except BriefingError as error:
        output.message(str(error))
        return error.exit_code
    except BrokenPipeError:
        output.give_up()
        return 0
    except OSError as error:  # a name too long, a folder without permission: the world, not a bug
        about = f" ({error.filename})" if error.filename else ""
        output.message(
            f"This cannot be done: {error.strerror or error}{about}. Check the name and its folder."
        )
        return EXIT_USAGE
    except SystemExit as leaving:  # argparse after printing its help
        return int(leaving.code or 0)


def takes(argv: Sequence[str]) -> bool:
    """Whether these arguments are for the command line; otherwise they ask for the window."""
    return _wanted(list(argv)) in COMMANDS or any(word in {"-h", "--help", "--version"} for word in argv)


def _run(argv: list[str]) -> int:
    if any("\x00" in word for word in argv):
        raise UsageError("An argument holds a NUL character.", hint="No file or word has one.")
    if argv.count("--") > 1:
        raise UsageError('"--" can stand once: what follows it is taken as it is.')
    wanted = _wanted(argv)
    if wanted and wanted not in COMMANDS:
        raise UsageError(f'There is no command "{wanted}".', hint=f"Commands: {' '.join(COMMANDS)}.")
    options = _parser(wanted).parse_args(argv)
    run: Callable[[argparse.Namespace], int] = options.run
    return run(options)


def _wanted(argv: list[str]) -> str:
    """The first word that is neither an option nor the folder after ``--home``."""
    words = zip(["", *argv], argv, strict=False)
    return next((word for before, word in words if before != "--home" and not word.startswith("-")), "")


def _parser(wanted: str) -> argparse.ArgumentParser:
    """The parser; only the module of the ``wanted`` command is imported."""
    from briefing_app import __version__

    parser = _Parser(
        prog="briefing-app", description="Briefing Desk on the command line.", allow_abbrev=False
    )
    parser.add_argument("--version", action="version", version=f"Briefing Desk {__version__}")
    parser.add_argument(
        "--home", metavar="DIR", help="keep settings and caches here instead of the user's folders"
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for command in _COMMANDS:
        sub = commands.add_parser(
            command.name, help=command.summary, description=command.summary, allow_abbrev=False
        )
        sub.add_argument("--home", metavar="DIR", default=argparse.SUPPRESS, help=argparse.SUPPRESS)
        if command.name == wanted:
            module = importlib.import_module(f"briefing_app.cli.{command.module}")
            getattr(module, f"add_{_identifier(command.name)}")(sub)
            sub.set_defaults(run=getattr(module, f"run_{_identifier(command.name)}"))
    return parser


def _identifier(name: str) -> str:
    return name.replace("-", "_")
