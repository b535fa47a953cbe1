"""``schedule import``: an edition of the official tariff schedule, as published."""

from __future__ import annotations

import argparse
from pathlib import Path, PurePath

from briefing_app.cli import opening, output
from briefing_app.errors import WorkspaceError
from briefing_app.paths import places
from briefing_app.store.workspace import Workspace

FOLDER = "schedules"


def add_schedule(parser: argparse.ArgumentParser) -> None:
    """Arguments of ``schedule``."""
    parser.add_argument("action", choices=["import"], metavar="import", help="read an edition and keep it")
    parser.add_argument("file", metavar="FILE", help="the schedule, CSV or JSON as published")
    parser.add_argument("--workspace", metavar="WORKSPACE", type=Path, help="keep it with this workspace")
    opening.add_passphrase(parser)


def run_schedule(options: argparse.Namespace) -> int:
    """Read all of it before any of it is kept; say what it holds and how it differs from the last."""
    from briefing_app.exchange.hts import read_edition
    from briefing_app.exchange.hts_store import EditionStore, difference

    folder = _folder(options)
    edition = read_edition(opening.input_bytes(options.file), PurePath(options.file).name)
    store = EditionStore(folder)
    before = [name for name in store.names() if name != edition.name]
    try:
        path = store.save(edition)
    except OSError as error:
        raise WorkspaceError(f"Cannot keep the edition in {folder}: {error.strerror}.") from error
    rated = sum(bool(row.general) for row in edition.rows)
    output.line(f"Kept edition {edition.name} in {path}")
    output.line(
        f"  rows: {len(edition.rows)}, with a general rate: {rated}, chapters: {len(edition.chapters)}"
    )
    for note in edition.notes:
        output.line(f"  note: {note}")
    if before:
        found = difference(store.load(before[-1]), edition)
        output.line(
            f"  against {before[-1]}: {len(found.changed)} rates changed, {len(found.added)} codes new, "
            f"{len(found.removed)} gone"
        )
    return 0


def _folder(options: argparse.Namespace) -> Path:
    """With the workspace if one is named (it must be one), else among the user's own files."""
    if options.workspace is None:
        return places(Path(options.home) if options.home else None).data / FOLDER
    Workspace.open(options.workspace, passphrase=opening.passphrase(options), read_only=True).close()
    kept: Path = options.workspace / FOLDER
    return kept
