"""``import`` and ``export``."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from briefing_app.cli import opening, output
from briefing_app.domain.records import KINDS, Kind, Record
from briefing_app.errors import EXIT_USAGE, UsageError
from briefing_app.exchange import formats, note_folders
from briefing_app.exchange.incoming import Receipt, plan
from briefing_app.reports.rollup import rolled_up
from briefing_app.store import atomic_file
from briefing_app.store.workspace import Workspace


def add_import(parser: argparse.ArgumentParser) -> None:
    """Arguments of ``import``."""
    opening.add_workspace(parser)
    parser.add_argument(
        "file", metavar="FILE", help=f"ends in {' '.join(formats.READABLE)}, or a folder of notes"
    )
    parser.add_argument("--kind", metavar="K", help="what a csv, xlsx or json file holds")
    parser.add_argument("--dry-run", action="store_true", help="say what would happen, change nothing")
    parser.add_argument("--json", action="store_true", help="print the receipt as JSON")


def run_import(options: argparse.Namespace) -> int:
    """All readable entries in one change; the others are named in the receipt. Exits 2 if all fail."""
    kind = opening.kind_of(options.kind) if options.kind else None
    if (folder := Path(options.file)).is_dir():
        result = note_folders.read_folder(folder.resolve(), date.today())  # noqa: DTZ011  the day read on
    else:
        result = formats.read(opening.input_bytes(options.file), options.file, kind)
    with opening.open_workspace(options, read_only=options.dry_run) as workspace:
        changes, receipt = plan(result, workspace.find, f"Import {Path(options.file).name}")
        if changes.changes and not options.dry_run:
            for content in result.attachments:
                workspace.put_attachment(content)
            workspace.apply(changes)
    _print(receipt, options)
    return EXIT_USAGE if receipt.failed and not result.records else 0


def _print(receipt: Receipt, options: argparse.Namespace) -> None:
    if options.json:
        counts = {name: getattr(receipt, name) for name in ("read", "added", "updated", "skipped")}
        listed = [
            {"place": entry.place, "message": entry.message, "fatal": entry.fatal}
            for entry in receipt.problems
        ]
        output.as_json(
            {
                **counts,
                "failed": receipt.failed,
                "problems": listed,
                "ids": receipt.ids,
                "dry_run": options.dry_run,
            }
        )
        return
    output.line(f"{Path(options.file).name}{' (dry run: nothing was changed)' if options.dry_run else ''}")
    for name in ("read", "added", "updated", "skipped"):
        output.line(f"  {name}: {getattr(receipt, name)}")
    output.line(f"  problems: {receipt.failed}")
    for problem in receipt.problems:
        output.line(f"  {'' if problem.fatal else 'note: '}{problem}")


def add_export(parser: argparse.ArgumentParser) -> None:
    """Arguments of ``export``."""
    opening.add_workspace(parser)
    parser.add_argument("file", metavar="FILE", type=Path, help=f"ends in {' '.join(formats.WRITABLE)}")
    parser.add_argument("--kind", metavar="K", help="only this kind")
    parser.add_argument(
        "--private", action="store_true", help="with private remarks on people, also in tables and cards"
    )
    parser.add_argument(
        "--contact", action="store_true", help="with contact details of people, also in tables and cards"
    )


def run_export(options: argparse.Namespace) -> int:
    """Write the file whole or not at all; an existing file is replaced."""
    kind = opening.kind_of(options.kind) if options.kind else None
    with opening.open_workspace(options, read_only=True) as workspace:
        records = _records(workspace, kind)
        content = formats.write(
            records, options.file.name, kind, workspace.attachment, photo=workspace.photo,
            private=options.private, contact=options.contact, marking_of=rolled_up,
        )  # fmt: skip
    write_file(options.file, content)
    output.line(f"Wrote {options.file} ({len(content)} bytes).")
    if marking := rolled_up(formats.written(records, options.file.name, kind)):
        output.line(f"It holds material marked {marking}.")
    return 0


def write_file(path: Path, content: bytes) -> None:
    """Replace a file the user named. Raises UsageError if it cannot or must not be written there."""
    check_target(path)
    atomic_file.replace(path, content)


def check_target(path: Path) -> None:
    """Refuse a target without folder, a folder, a device, any place in a workspace. Raises UsageError."""
    if not path.parent.is_dir():
        raise UsageError(f"There is no folder {path.parent}.", hint="Make it first; nothing was written.")
    if path.is_dir():
        raise UsageError(f"{path} is a folder.", hint="Name a file; nothing was written.")
    if path.exists() and not path.is_file():
        raise UsageError(f"{path} is a device, not a file.", hint="Name a file; nothing was written.")
    if any((parent / "workspace.json").exists() for parent in path.resolve().parents):
        raise UsageError(
            f"{path} lies inside a workspace.", hint="Choose another place; nothing was written."
        )


def _records(workspace: Workspace, kind: Kind | None) -> Sequence[Record]:
    kinds = (kind,) if kind else KINDS
    return [record for each in kinds for record in workspace.records(each)]
