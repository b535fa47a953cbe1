"""``new``, ``check``, ``backup`` and ``restore``."""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path

from briefing_app.cli import opening, output
from briefing_app.domain.change import Change, ChangeSet
from briefing_app.domain.records import KINDS
from briefing_app.errors import NotAvailableError
from briefing_app.exchange import soundness
from briefing_app.exchange.sample import load_sample
from briefing_app.store.workspace import Workspace


def add_new(parser: argparse.ArgumentParser) -> None:
    """Arguments of ``new``."""
    opening.add_workspace(parser)
    parser.add_argument("--sample", metavar="NAME", help="fill it with a sample: us-japan")


def run_new(options: argparse.Namespace) -> int:
    """Make the workspace; the sample is read before anything is made."""
    records = load_sample(options.sample) if options.sample else ()
    with Workspace.create(options.workspace, passphrase=opening.passphrase(options)) as workspace:
        if records:
            changes = tuple(Change(record.record_kind, record.id, None, record) for record in records)
            workspace.apply(ChangeSet("Add the sample", changes))
    output.line(f"Made {options.workspace}")
    for kind, count in Counter(record.record_kind for record in records).items():
        output.line(f"  {kind}: {count}")
    return 0


def add_check(parser: argparse.ArgumentParser) -> None:
    """Arguments of ``check``."""
    opening.add_workspace(parser)
    parser.add_argument("--repair", action="store_true", help="repair what can be repaired, on a copy first")
    parser.add_argument("--json", action="store_true", help="print JSON")


def run_check(options: argparse.Namespace) -> int:
    """Read every record; say what refers to nothing and what is no date. A damaged workspace exits 3."""
    if options.repair:
        raise NotAvailableError(
            "check --repair is not there yet in this version.", hint="Without it, check says what is wrong."
        )
    with opening.open_workspace(options, read_only=True) as workspace:
        counts = {kind: workspace.count(kind) for kind in KINDS}
        remarks = soundness.remarks([record for kind in KINDS for record in workspace.records(kind)])
    if options.json:
        output.as_json({"status": "ok", "records": counts, "remarks": [str(remark) for remark in remarks]})
        return 0
    output.line(f"{options.workspace} is sound.")
    output.table([(f"  {kind}", str(count)) for kind, count in counts.items()])
    for remark in remarks:
        output.line(f"remark: {remark}")
    return 0


def add_backup(parser: argparse.ArgumentParser) -> None:
    """Arguments of ``backup``."""
    opening.add_workspace(parser)
    parser.add_argument("dir", metavar="DIR", type=Path, help="the folder that takes the backup")


def run_backup(_options: argparse.Namespace) -> int:
    """Not there yet."""
    raise NotAvailableError(
        "backup is not there yet in this version.", hint="Close the workspace and copy its folder."
    )


def add_restore(parser: argparse.ArgumentParser) -> None:
    """Arguments of ``restore``."""
    parser.add_argument("backup", metavar="BACKUP", type=Path, help="the backup")
    opening.add_workspace(parser)


def run_restore(_options: argparse.Namespace) -> int:
    """Not there yet."""
    raise NotAvailableError(
        "restore is not there yet in this version.",
        hint="Copy the backup's folder to a new name and open it.",
    )
