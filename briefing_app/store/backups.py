"""Backups: whole workspace folders, made while work goes on, verified by opening, thinned with age."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from briefing_app.errors import DamagedError, WorkspaceError
from briefing_app.store import backup_names, disk, journal, keyfile, recovery
from briefing_app.store.attachments import FOLDER as ATTACHMENTS
from briefing_app.store.attachments import AttachmentFolder
from briefing_app.store.journal_storage import JournalStorage
from briefing_app.store.recovery import SNAPSHOT
from briefing_app.store.sealing import Keys


@dataclass(frozen=True)
class Policy:
    """What is kept: the newest, then one an hour, a day, a week, so many of each."""

    newest: int = 5
    hours: int = 6
    days: int = 7
    weeks: int = 5


@dataclass(frozen=True)
class Backup:
    """A backup: a workspace folder that can be opened and restored. ``sequence`` is the last change in one
    that was just made.
    """

    path: Path
    made_at: datetime
    sequence: int = 0


def make(
    storage: JournalStorage,
    parent: Path,
    digests: Iterable[str],
    *,
    name: str = "",
    why: str = "",
) -> Backup:
    """Copy the workspace into a new folder below ``parent`` and verify the copy by opening it.

    The copy is named by the moment, or ``name``. Raises WorkspaceError if it cannot be written and
    DamagedError if what was copied does not open: then there is no new backup.
    """
    now = datetime.now(UTC)
    target = parent / name if name else backup_names.fresh(parent, now, why)
    try:
        if not (storage.folder / SNAPSHOT).exists():  # or the folder would come back as an empty shell
            raise FileNotFoundError(2, "the workspace folder was removed while it was open")
        parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _not_written(storage.folder.name, error) from error

    def fill(making: Path) -> int:
        sequence = storage.copy_to(making)
        _copy_attachments(storage.folder, making, storage.keys, digests)
        return sequence

    return Backup(target, now, put(storage.folder.name, target, storage.keys, fill))


def put(
    name: str,
    target: Path,
    keys: Keys,
    fill: Callable[[Path], int],
    go_on: Callable[[], None] = lambda: None,
) -> int:
    """Make the backup ``target`` of the workspace ``name``: beside it first, then by one rename when it was
    verified. ``fill`` writes it and returns its last change, as this does. ``go_on`` is asked at the end
    whether it is still wanted. Raises WorkspaceError; nothing is left then.
    """
    making = backup_names.unfinished(target)
    try:
        disk.remove_tree(making)
        making.mkdir()
        sequence = fill(making)
        go_on()
        verify(making, keys, sequence)
        go_on()
        making.replace(target)
        disk.sync_folder(target.parent)
    except OSError as error:
        disk.remove_tree(making)
        raise _not_written(name, error) from error
    except WorkspaceError:
        disk.remove_tree(making)
        raise
    return sequence


def sweep(parent: Path) -> None:
    """Remove what interrupted backups left in a folder; nobody may be making one there."""
    for path in backup_names.unfinished_in(parent):
        disk.remove_tree(path)


def _not_written(name: str, error: OSError) -> WorkspaceError:
    return WorkspaceError(
        f"The backup of {name} could not be written: {disk.reason(error)}.",
        hint="The workspace itself is saved. Free some space or choose another place for backups.",
    )


def verify(folder: Path, keys: Keys, sequence: int) -> None:
    """Open a copy and see that it holds everything. Raises DamagedError."""
    loaded = recovery.load(folder, keys, writable=False)
    if loaded.sequence < sequence:
        raise DamagedError(
            f"The backup of {folder.name} lacks the last changes.", faults=("changes are missing",)
        )


def in_place(parent: Path) -> list[Backup]:
    """The backups in a folder, newest first."""
    return [
        Backup(path, moment)
        for path in backup_names.all_in(parent)
        if (moment := backup_names.made_at(path)) is not None
    ]


def thin(parent: Path, policy: Policy, now: datetime | None = None) -> list[Path]:
    """Remove regular backups that ``policy`` does not keep, and return the paths of those that went."""
    now = now or datetime.now(UTC)
    regular = [each for each in in_place(parent) if backup_names.is_regular(each.path)]
    keep = set(regular[: policy.newest])
    for count, span, label in (
        (policy.hours, timedelta(hours=policy.hours), _hour),
        (policy.days, timedelta(days=policy.days), _day),
        (policy.weeks, timedelta(weeks=policy.weeks), _week),
    ):
        keep |= _newest_of_each(regular, label, now - span, count)
    return [each.path for each in regular if each not in keep and _is_removed(each.path)]


def _is_removed(path: Path) -> bool:
    try:
        backup_names.remove(path)
    except OSError:
        return False
    return True


def _newest_of_each(
    backups: list[Backup], label: Callable[[datetime], str], since: datetime, count: int
) -> set[Backup]:
    newest: dict[str, Backup] = {}
    for each in backups:
        if each.made_at >= since:
            newest.setdefault(label(each.made_at), each)
    return set(list(newest.values())[:count])


def _hour(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%d %H")


def _day(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%d")


def _week(moment: datetime) -> str:
    return moment.strftime("%G-%V")


def _copy_attachments(folder: Path, target: Path, keys: Keys, digests: Iterable[str]) -> None:
    source, copies = AttachmentFolder(folder, keys), AttachmentFolder(target, keys)
    made: set[Path] = set()
    for digest in digests:
        path = copies.path_of(digest)
        if source.path_of(digest).exists() and not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            disk.link_or_copy(source.path_of(digest), path)
            made |= {path.parent, path.parent.parent}
    for each in made:
        disk.sync_folder(each)


def copy_folder(source: Path, target: Path) -> None:
    """Copy what makes a workspace (not its backups, lock and caches), synced. Raises OSError."""
    target.mkdir(parents=True)
    names = [SNAPSHOT, *(n for n in keyfile.NAMES), *map(journal.name_of, journal.numbers_in(source))]
    for name in names:
        if (source / name).exists():
            disk.copy(source / name, target / name)
    made = {target}
    for file in (source / ATTACHMENTS).glob("*/*"):
        copy = target / ATTACHMENTS / file.parent.name / file.name
        copy.parent.mkdir(parents=True, exist_ok=True)
        disk.copy(file, copy)
        made |= {copy.parent, copy.parent.parent}
    for each in made:
        disk.sync_folder(each)
