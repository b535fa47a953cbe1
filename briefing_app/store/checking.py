"""Checking a workspace: every byte that carries something, told in words. Nothing is changed."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from briefing_app.domain.records import KINDS
from briefing_app.errors import BriefingError, DamagedError
from briefing_app.store import (
    backup_names,
    json_text,
    keyfile,
    opening,
    recovery,
    stamping,
    stored_codec,
    swapping,
)
from briefing_app.store.attachments import AttachmentFolder
from briefing_app.store.batch import RawTables
from briefing_app.store.desk import ATTACHMENTS
from briefing_app.store.journal_storage import JournalStorage
from briefing_app.store.sealing import Keys
from briefing_app.store.snapshot import FORMAT


@dataclass
class CheckReport:
    """What a check found. ``faults`` are damage, ``remarks`` are not; each is a sentence."""

    faults: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    attachments: int = 0
    backups: int = 0

    @property
    def is_sound(self) -> bool:
        """Whether nothing is damaged."""
        return not self.faults


def check(folder: Path, passphrase: str | None) -> CheckReport:
    """Read everything in a workspace folder. Raises WorkspaceError if it is no workspace, PassphraseError if
    it cannot be unlocked; damage is reported, not raised."""
    report = CheckReport()
    if said := swapping.recover(folder):
        report.remarks.append(said)
    try:
        identity = opening.identify(folder)
        keys = opening.unlock(folder, identity, passphrase)
    except DamagedError as error:
        report.faults += error.faults or (error.message,)
        return report
    report.backups = len(backup_names.all_in(folder / backup_names.FOLDER))
    if identity.format != FORMAT:
        report.remarks.append(
            f"The format is {identity.format}: it is brought to {FORMAT} when it is opened."
        )
        return report
    _check_files(folder, keys, report)
    return report


def check_open(storage: JournalStorage) -> CheckReport:
    """Read a workspace of the present format again from disk while it is open, also an encrypted one. Raises
    WorkspaceError if what was typed last cannot be written.
    """
    storage.sync()
    report = CheckReport(backups=len(backup_names.all_in(storage.folder / backup_names.FOLDER)))
    storage.undisturbed(lambda: _check_files(storage.folder, storage.keys, report))
    return report


def attachments_in(tables: RawTables) -> list[str]:
    """SHA-256 of every attachment that the tables name."""
    return [str(json_text.decode(text)["sha256"]) for text in tables.get(ATTACHMENTS, {}).values()]


def _check_files(folder: Path, keys: Keys, report: CheckReport) -> None:
    try:
        loaded = recovery.load(folder, keys, writable=False, salvage=True)
    except DamagedError as error:
        report.faults += error.faults
        return
    report.faults += loaded.faults
    _check_keyfile(folder, report, sealed=keys.sealed)
    _check_documents(loaded.tables, report)
    _check_attachments(folder, keys, loaded.tables, report)


def _check_documents(tables: RawTables, report: CheckReport) -> None:
    for kind in KINDS:
        rows = tables.get(kind, {})
        report.counts[kind] = len(rows)
        seen: Counter[str] = Counter()
        for doc_id, text in rows.items():
            if not stamping.is_intact(text):
                report.faults.append(f"{kind} number {doc_id}: its content is not what was saved")
                continue
            document = json_text.decode(text)
            seen[document["uid"]] += 1
            try:
                stored_codec.decode(kind, document)
            except BriefingError as error:
                report.faults.append(f'{kind} "{document["uid"]}": {error}')
        report.faults += [
            f'{kind} "{uid}" is there {times} times' for uid, times in seen.items() if times > 1
        ]


def _check_attachments(folder: Path, keys: Keys, tables: RawTables, report: CheckReport) -> None:
    store = AttachmentFolder(folder, keys)
    for digest in attachments_in(tables):
        report.attachments += 1
        if not store.is_intact(digest):
            state = "is damaged" if store.path_of(digest).exists() else "is missing"
            report.faults.append(f"attachment {digest[:12]}… {state}")


def _check_keyfile(folder: Path, report: CheckReport, *, sealed: bool) -> None:
    if sealed:
        for name in keyfile.NAMES:
            if not keyfile.is_whole(folder / name):
                report.faults.append(f"{name}: this copy of the key file is damaged or missing")
