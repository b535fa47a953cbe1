"""Repair: the best backup, every valid frame, every whole document of the damaged snapshot, put together in
a new folder. Only when that opens does it take the place of the damaged one, which is kept beside.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from briefing_app.domain.records import KINDS
from briefing_app.errors import DamagedError, WorkspaceError
from briefing_app.store import (
    backup_names,
    checking,
    disk,
    journal,
    keyfile,
    opening,
    recovery,
    restoring,
    salvage,
    stamping,
    swapping,
)
from briefing_app.store import json_text as json
from briefing_app.store.attachments import AttachmentFolder
from briefing_app.store.batch import Batch, RawTables
from briefing_app.store.empty_workspace import make_empty
from briefing_app.store.opening import Identity
from briefing_app.store.recovery import SNAPSHOT
from briefing_app.store.sealing import Keys
from briefing_app.store.snapshot import FORMAT


@dataclass
class RepairReport:
    """What a repair did: where the records come from, and record by record what could not be saved."""

    sources: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    kept: Path | None = None
    was_sound: bool = False


@dataclass
class _Rebuilt:
    tables: RawTables
    sequence: int
    extra: dict[str, object]


def repair(folder: Path, passphrase: str | None) -> RepairReport:
    """Rebuild a damaged workspace from what is good. A sound one is left alone.

    Raises PassphraseError, or WorkspaceError if nothing at all can be read or the medium refuses; the damaged
    folder is then as it was.
    """
    swapping.recover(folder)
    if checking.check(folder, passphrase).is_sound:
        return RepairReport(was_sound=True)
    report = RepairReport()
    backups = _usable_backups(folder)
    keys = _keys(folder, passphrase, backups)
    rebuilt = _rebuild(folder, keys, backups, report)
    beside = folder.with_name(f".repairing-{folder.name}")
    try:
        disk.remove_tree(beside)
        make_empty(beside, keys, rebuilt.tables, **rebuilt.extra)
        if keys.sealed:
            keyfile.write(beside, _whole_keyfile(folder, backups))
        _rescue_attachments(beside, keys, rebuilt.tables, [folder, *backups], report)
        recovery.load(beside, keys, writable=False)
        disk.sync_folder(beside)
    except OSError as error:
        disk.remove_tree(beside)
        raise WorkspaceError(
            f"The repaired copy of {folder.name} could not be written: {disk.reason(error)}.",
            hint="The damaged workspace was left as it is. Free some space and try again.",
        ) from error
    report.kept = restoring.put_in_place(beside, folder, "damaged")
    report.counts = {kind: len(rebuilt.tables.get(kind, {})) for kind in KINDS}
    return report


def _rebuild(folder: Path, keys: Keys, backups: list[Path], report: RepairReport) -> _Rebuilt:
    rescued = salvage.Salvaged()
    try:
        rebuilt = _base(folder, keys)
        report.sources.append(f"{SNAPSHOT}, which is whole")
    except DamagedError:
        rebuilt = _from_backups(backups, keys, report)
        rescued = _salvaged(folder, keys)
    _replay(rebuilt, folder, keys, report)
    _add_salvaged(rebuilt, rescued, report)
    if not any(rebuilt.tables.get(kind) for kind in KINDS) and not report.sources:
        raise DamagedError(
            f"Nothing in {folder.name} can be read, and there is no backup of it.",
            hint="It was left as it is. If there is a copy elsewhere, restore that.",
        )
    return rebuilt


def _base(folder: Path, keys: Keys) -> _Rebuilt:
    """The snapshot alone. Raises DamagedError."""
    try:
        head, tables = recovery.read_snapshot(folder, keys)
    except OSError as error:
        raise recovery.damaged(folder, (f"{SNAPSHOT} cannot be read",)) from error
    return _Rebuilt(tables, head.sequence, dict(head.extra))


def _from_backups(backups: list[Path], keys: Keys, report: RepairReport) -> _Rebuilt:
    best: _Rebuilt | None = None
    source = ""
    for backup in backups:
        try:
            loaded = recovery.load(backup, keys, writable=False)
        except (WorkspaceError, OSError):
            continue
        if best is None or loaded.sequence > best.sequence:
            best = _Rebuilt(loaded.tables, loaded.sequence, dict(loaded.head.extra))
            source = backup.name
    if best is None:
        return _Rebuilt({}, -1, {})
    report.sources.append(f"backup {source}")
    return best


def _replay(rebuilt: _Rebuilt, folder: Path, keys: Keys, report: RepairReport) -> None:
    """Add every valid frame after the base, also beyond a damaged one. Frames are full documents: one that is
    missing loses its own records' last change and nothing else."""
    frames: dict[int, bytes] = {}
    for number in journal.numbers_in(folder):
        frames.update(journal.valid_frames(folder / journal.name_of(number), keys))
    later = sorted(sequence for sequence in frames if sequence > rebuilt.sequence)
    for sequence in later:
        try:
            Batch.parse(frames[sequence]).apply_to(rebuilt.tables)
        except (ValueError, StopIteration):
            report.lost.append(f"change {sequence}: it cannot be read")
    if later and rebuilt.sequence >= 0:
        expected = set(range(rebuilt.sequence + 1, later[-1] + 1))
        report.lost += [
            f"change {sequence}: its frame is damaged" for sequence in sorted(expected - set(later))
        ]
    if later:
        report.sources.append(f"{len(later)} changes from the journal")
        rebuilt.sequence = later[-1]


def _salvaged(folder: Path, keys: Keys) -> salvage.Salvaged:
    try:
        return salvage.from_snapshot((folder / SNAPSHOT).read_bytes(), keys)
    except OSError:
        return salvage.Salvaged(lost=[f"{SNAPSHOT}: the file is missing"])


def _add_salvaged(rebuilt: _Rebuilt, rescued: salvage.Salvaged, report: RepairReport) -> None:
    """Take whole documents of the damaged snapshot that are newer than the ones rebuilt so far."""
    taken = 0
    had_base = rebuilt.sequence >= 0
    for name, rows in rescued.tables.items():
        table = rebuilt.tables.setdefault(name, {})
        if name not in KINDS:
            for doc_id, text in rows.items():
                table.setdefault(doc_id, text)
            continue
        present = {stamping.uid_of(text): doc_id for doc_id, text in table.items()}
        for doc_id, text in rows.items():
            taken += _take(table, present, doc_id, text)
    if taken or (rescued.tables and not had_base):
        report.sources.append(f"{taken} records from the damaged {SNAPSHOT}")
    report.lost += [f"{name}: it could not be saved" for name in rescued.lost]
    for place, doc_id, text in rescued.damaged:
        found = rebuilt.tables.get(place, {}).get(doc_id)
        if found is None:
            report.lost.append(f"{salvage.name_of(place, doc_id, text)}: it could not be saved")
        elif place in KINDS and not salvage.is_as_new(found, text):
            report.lost.append(f"{salvage.name_of(place, doc_id, text)}: an earlier state of it was found")


def _take(table: dict[str, bytes], present: dict[str, str], doc_id: str, text: bytes) -> int:
    uid = stamping.uid_of(text)
    if uid in present:
        old = stamping.meta_of(json.decode(table[present[uid]]))
        new = stamping.meta_of(json.decode(text))
        if (new.clock, new.changed) <= (old.clock, old.changed):
            return 0
        table[present[uid]] = text
        return 1
    free = doc_id if doc_id not in table else str(max(map(int, table)) + 1)
    table[free] = text
    present[uid] = free
    return 1


def _rescue_attachments(
    target: Path, keys: Keys, tables: RawTables, places: list[Path], report: RepairReport
) -> None:
    new = AttachmentFolder(target, keys)
    for digest in checking.attachments_in(tables):
        for place in places:
            old = AttachmentFolder(place, keys)
            if old.is_intact(digest):
                new.put(old.get(digest))
                break
        else:
            report.lost.append(f"attachment {digest[:12]}…: no good copy was found")


def _usable_backups(folder: Path) -> list[Path]:
    return backup_names.all_in(folder / backup_names.FOLDER)


def _keys(folder: Path, passphrase: str | None, backups: list[Path]) -> Keys:
    if not keyfile.is_there(folder) and not any(keyfile.is_there(backup) for backup in backups):
        return opening.unlock(folder, Identity(FORMAT, sealed=False), passphrase)
    if passphrase is None:
        return opening.unlock(folder, Identity(FORMAT, sealed=True), None)
    return keyfile.unwrap(_whole_keyfile(folder, backups), passphrase, folder.name)


def _whole_keyfile(folder: Path, backups: list[Path]) -> bytes:
    for place in (folder, *backups):
        if keyfile.is_there(place) and keyfile.is_sound(keyfile.read(place)):
            return keyfile.read(place)
    return keyfile.read(folder)
