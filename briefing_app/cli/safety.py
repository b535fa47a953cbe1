"""``check``, ``backup`` and ``restore``: is it all there, and can it be got back."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime
from pathlib import Path

from briefing_app.cli import opening, output
from briefing_app.domain.records import KINDS
from briefing_app.errors import EXIT_WORKSPACE
from briefing_app.exchange import soundness
from briefing_app.store import checking, repairing, restoring
from briefing_app.store.checking import CheckReport


def add_check(parser: argparse.ArgumentParser) -> None:
    """Arguments of ``check``."""
    opening.add_workspace(parser)
    parser.add_argument("--repair", action="store_true", help="repair what can be repaired, on a copy first")
    parser.add_argument("--json", action="store_true", help="print JSON")


def run_check(options: argparse.Namespace) -> int:
    """Read every byte that carries something; say what is damaged, what refers to nothing and what is no
    date.

    A damaged workspace exits 3; with ``--repair`` it is rebuilt and exits 0, each record that could not be
    saved being named.
    """
    report = checking.check(options.workspace, opening.passphrase(options))
    if options.repair and not report.is_sound:
        return _repair(options)
    remarks = [*report.remarks, *_record_remarks(options, report)]
    if options.json:
        status = "ok" if report.is_sound else "damaged"
        answer = {"status": status, "records": report.counts, "remarks": remarks, "faults": report.faults}
        output.as_json(answer)
        return 0 if report.is_sound else EXIT_WORKSPACE
    if not report.is_sound:
        output.line(f"{options.workspace} is damaged:")
        for fault in report.faults:
            output.line(f"  {fault}")
        output.message("`check --repair` rebuilds it from the backups and every change that is still good.")
        return EXIT_WORKSPACE
    output.line(f"{options.workspace} is sound.")
    output.table([(f"  {kind}", str(count)) for kind, count in report.counts.items()])
    output.line(f"  attachments: {report.attachments}, backups: {report.backups}")
    for remark in remarks:
        output.line(f"remark: {remark}")
    return 0


def add_backup(parser: argparse.ArgumentParser) -> None:
    """Arguments of ``backup``."""
    opening.add_workspace(parser)
    parser.add_argument("dir", metavar="DIR", type=Path, help="the folder that takes the backup")


def run_backup(options: argparse.Namespace) -> int:
    """Copy the workspace into a new folder below DIR, also while it is open in the window, and open the
    copy.
    """
    with opening.open_workspace(options, read_only=True) as workspace:
        stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S.%fZ")
        backup = workspace.backups.make_in(options.dir, f"{workspace.name}-{stamp}.brief")
    output.line(f"Backup, opened and found complete: {backup.path}")
    return 0


def add_restore(parser: argparse.ArgumentParser) -> None:
    """Arguments of ``restore``."""
    parser.add_argument(
        "backup",
        metavar="BACKUP",
        type=Path,
        help="the backup, or a folder of backups: then the newest of them",
    )
    opening.add_workspace(parser)


def run_restore(options: argparse.Namespace) -> int:
    """Put a backup in the place of the workspace; what was there is kept beside it."""
    restored = restoring.restore(options.backup, options.workspace, opening.passphrase(options))
    output.line(f"Restored {restored.path} from {restored.backup}")
    if restored.kept is not None:
        output.line(f"What was there before is kept in {restored.kept}")
    return 0


def _repair(options: argparse.Namespace) -> int:
    report = repairing.repair(options.workspace, opening.passphrase(options))
    if options.json:
        kept = str(report.kept) if report.kept else None
        answer = {"status": "repaired", "records": report.counts, "sources": report.sources,
                  "lost": report.lost, "kept": kept}  # fmt: skip
        output.as_json(answer)
        return 0
    output.line(f"{options.workspace} was rebuilt from: {', '.join(report.sources)}.")
    output.table([(f"  {kind}", str(count)) for kind, count in report.counts.items()])
    for loss in report.lost:
        output.line(f"lost: {loss}")
    if not report.lost:
        output.line("Nothing was lost.")
    if report.kept is not None:
        output.line(f"The damaged folder is kept in {report.kept}")
    return 0


def _record_remarks(options: argparse.Namespace, report: CheckReport) -> list[str]:
    """References to nothing and dates that are none; an unsound workspace has other worries."""
    if not report.is_sound:
        return []
    with opening.open_workspace(options, read_only=True) as workspace:
        report.counts = {kind: workspace.count(kind) for kind in KINDS}
        records = [record for kind in KINDS for record in workspace.records(kind)]
    return [str(remark) for remark in soundness.remarks(records)]
