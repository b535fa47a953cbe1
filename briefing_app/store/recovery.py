"""Opening: the snapshot, then every journal after it, and what to do with an end that a crash tore."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from briefing_app.errors import DamagedError, WorkspaceError
from briefing_app.store import disk, journal, snapshot_reading
from briefing_app.store.batch import Batch, RawTables
from briefing_app.store.journal import Replay
from briefing_app.store.sealing import Keys
from briefing_app.store.snapshot import SnapshotDamagedError, SnapshotHead
from briefing_app.threads import collector_resting

SNAPSHOT = "workspace.json"
_KEPT_ENDS = "cut-"


@dataclass
class Loaded:
    """The state of a workspace folder. ``faults`` is empty unless it is damaged and was read in part."""

    head: SnapshotHead
    tables: RawTables
    sequence: int
    last_journal: int
    snapshot_bytes: int = 0
    journal_bytes: int = 0
    notices: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


def load(
    folder: Path,
    keys: Keys,
    *,
    writable: bool,
    salvage: bool = False,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> Loaded:
    """Read snapshot and journals. A torn end is cut off (when ``writable``) and told in ``notices``.
    ``progress`` hears how many bytes of how many are read.

    Raises DamagedError on damage, unless ``salvage``: then what is good up to the first fault is returned.
    """
    for attempt in range(5):
        try:
            with collector_resting():
                return _load(folder, keys, writable=writable, salvage=salvage, progress=progress)
        except FileNotFoundError:
            if writable or attempt == 4:  # a reader beside a writer: the journals were just replaced
                raise
    raise AssertionError("unreachable")


def _load(
    folder: Path, keys: Keys, *, writable: bool, salvage: bool, progress: Callable[[int, int], None]
) -> Loaded:
    numbers = journal.numbers_in(folder)
    size = (folder / SNAPSHOT).stat().st_size
    sizes = {number: (folder / journal.name_of(number)).stat().st_size for number in numbers}
    total = size + sum(sizes.values())
    progress(0, total)
    head, tables = read_snapshot(folder, keys, lambda done: progress(done, total))
    loaded = Loaded(head, tables, head.sequence, max([*numbers, head.journal - 1]))
    loaded.snapshot_bytes = done = size
    torn: list[tuple[Path, int]] = []
    for number in (n for n in numbers if n >= head.journal):
        file = folder / journal.name_of(number)
        replay = journal.read(file, keys, loaded.sequence)
        _play(loaded, replay, file.name)
        if replay.torn_at is not None:
            torn.append((file, replay.torn_at))
        if loaded.faults:
            break
        done += sizes[number]
        progress(done, total)
    progress(total, total)
    if loaded.faults:
        if not salvage:
            raise damaged(folder, tuple(loaded.faults))
    elif writable:
        _tidy(folder, loaded, torn, [n for n in numbers if n < head.journal])
    return loaded


def read_snapshot(
    folder: Path, keys: Keys, told: Callable[[int], None] = lambda _bytes: None
) -> tuple[SnapshotHead, RawTables]:
    """The snapshot alone. Raises DamagedError if it is not whole, OSError if it cannot be read."""
    try:
        return snapshot_reading.read(folder / SNAPSHOT, keys, told)
    except SnapshotDamagedError as error:
        raise damaged(folder, (f"{SNAPSHOT}: {error}",)) from error


def _play(loaded: Loaded, replay: Replay, name: str) -> None:
    for sequence, payload in replay.payloads:
        try:
            Batch.parse(payload).apply_to(loaded.tables)
        except (ValueError, StopIteration) as error:
            loaded.faults.append(f"{name}: change {sequence} cannot be read ({error})")
            return
        loaded.sequence = sequence
        loaded.journal_bytes += len(payload)
    if replay.damage:
        loaded.faults.append(replay.damage)


def _tidy(folder: Path, loaded: Loaded, torn: list[tuple[Path, int]], stale: list[int]) -> None:
    """Cut torn ends (keeping what is cut) and remove journals that the snapshot holds already."""
    try:
        for file, offset in torn:
            end = file.read_bytes()[offset:].rstrip(b"\0")
            if offset == 0:
                disk.remove(file)
                continue
            disk.write_new(folder / f"{_KEPT_ENDS}{file.name}", end)
            _cut(file, offset)
            loaded.notices.append(
                f"The last write was not finished when the program or the machine stopped: {len(end)} bytes "
                f"that were never confirmed as saved were set aside in {_KEPT_ENDS}{file.name}."
            )
        disk.remove(folder / f"{SNAPSHOT}.new")
        for number in stale:
            disk.remove(folder / journal.name_of(number))
    except OSError as error:
        raise WorkspaceError(
            f"Cannot tidy up {folder.name} after a crash: {disk.reason(error)}.",
            hint="Free some space or check the folder's permissions; nothing was lost.",
        ) from error


def _cut(file: Path, offset: int) -> None:
    descriptor = os.open(file, os.O_RDWR)
    try:
        disk.truncate(descriptor, offset)
        disk.sync(descriptor)
    finally:
        os.close(descriptor)


def damaged(folder: Path, faults: tuple[str, ...]) -> DamagedError:
    """The error for a damaged workspace, with what helps."""
    return DamagedError(
        f"{folder.name} is damaged ({'; '.join(faults)}). It was left exactly as it is.",
        faults=faults,
        hint="`briefing-app check` tells more, and `check --repair` rebuilds it from the backups "
        "and every change that is still good.",
    )
