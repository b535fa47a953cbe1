"""Opening a workspace for a command: the one place where its path and passphrase are read."""

from __future__ import annotations

import argparse
from pathlib import Path

from briefing_app.cli import output
from briefing_app.domain.records import Kind
from briefing_app.errors import UsageError
from briefing_app.store import codec
from briefing_app.store.workspace import Workspace


def add_workspace(parser: argparse.ArgumentParser) -> None:
    """The arguments that every command on a workspace takes."""
    parser.add_argument("workspace", metavar="WORKSPACE", type=Path, help="the folder NAME.brief")
    add_passphrase(parser)


def add_passphrase(parser: argparse.ArgumentParser) -> None:
    """``--passphrase-file``."""
    parser.add_argument(
        "--passphrase-file", metavar="F", type=Path, help="read the passphrase from this file"
    )


def passphrase(options: argparse.Namespace) -> str | None:
    """The passphrase: the first line of the file named, without its line end. None if no file is named."""
    path: Path | None = options.passphrase_file
    if path is None:
        return None
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise UsageError(f"Cannot read the passphrase file {path}: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise UsageError(f"The passphrase file {path} is not UTF-8 text.") from error
    first = text.splitlines()[0] if text else ""
    if not first:
        raise UsageError(f"The passphrase file {path} is empty.", hint="Its first line is the passphrase.")
    return first


def open_workspace(options: argparse.Namespace, *, read_only: bool = False) -> Workspace:
    """The workspace that the command names. What should be known of its opening goes to the user."""
    workspace = Workspace.open(options.workspace, passphrase=passphrase(options), read_only=read_only)
    for notice in workspace.notices:
        output.message(notice)
    return workspace


def kind_of(word: str) -> Kind:
    """The record kind that an argument names."""
    return codec.parse_kind(word)


def input_bytes(source: str) -> bytes:
    """What a file holds, or standard input for ``-``."""
    import sys

    if source == "-":
        return sys.stdin.buffer.read()
    try:
        return Path(source).read_bytes()
    except OSError as error:
        raise UsageError(f"Cannot read {source}: {error.strerror}.") from error
