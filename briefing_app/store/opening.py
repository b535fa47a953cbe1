"""What lies at a path (a workspace of which format, sealed or not, or something else) and its opening."""

from __future__ import annotations

import json
import re
import secrets
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

from briefing_app.errors import DamagedError, PassphraseError, UsageError, WorkspaceError
from briefing_app.store import (
    atomic_file,
    backup_names,
    conversion_cleanup,
    disk,
    empty_workspace,
    journal,
    keyfile,
    migrations,
    recovery,
    snapshot,
    swapping,
)
from briefing_app.store.journal_storage import JournalStorage
from briefing_app.store.lock import NotLockableError, WorkspaceLock
from briefing_app.store.recovery import SNAPSHOT, Loaded
from briefing_app.store.sealing import Keys
from briefing_app.store.snapshot import FORMAT, SnapshotHead

SUFFIX = ".brief"
_HEAD = re.compile(rb'"_meta"\s*:\s*\{\s*"1"\s*:\s*(\{[^{}\[]*)')
_FORMAT = re.compile(rb'"format"\s*:\s*(\d{1,6})')
_PRODUCT = re.compile(rb'"product"\s*:\s*"briefing-desk"')


class NotAWorkspaceError(WorkspaceError):
    """What lies there cannot be opened in any way by this version, also not for reading."""


Progress: TypeAlias = Callable[[int, int], None]
"""Told how many bytes are read, of how many (a migration: how many steps are done)."""


@dataclass(frozen=True)
class Identity:
    """The format of a workspace folder and whether its content is encrypted."""

    format: int
    sealed: bool


@dataclass
class Opened:
    """An open storage and what should be told about the opening."""

    storage: JournalStorage
    notices: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


def identify(path: Path) -> Identity:
    """What lies at ``path``. Raises WorkspaceError with one clear sentence if it is not a workspace of
    ours.
    """
    try:
        content = _first_bytes(path)
    except PermissionError as error:
        raise NotAWorkspaceError(
            f"{path.name} cannot be read: you have no permission for it.",
            hint="Ask its owner, or open a copy.",
        ) from error
    except OSError as error:
        raise WorkspaceError(f"{path.name} cannot be read: {disk.reason(error)}.") from error
    if content.startswith(snapshot.SEALED_MAGIC):
        head = snapshot.peek(content)
        if head is None:
            raise recovery.damaged(path, (f"{SNAPSHOT}: its header cannot be read",))
        return Identity(_checked_format(path, head.get("format")), sealed=True)
    match = _HEAD.search(content)
    number = _FORMAT.search(match[1]) if match else None
    if match is None or number is None or not _PRODUCT.search(match[1]):
        raise _foreign(path)
    return Identity(_checked_format(path, int(number[1])), sealed=False)


def create_storage(path: Path, passphrase: str | None) -> JournalStorage:
    """Make an empty workspace in a new or empty folder. Raises UsageError otherwise."""
    swapping.recover(path)
    if path.exists() and (not path.is_dir() or any(path.iterdir())):
        raise UsageError(
            f"{path} already exists and is not empty.", hint="Choose another name; nothing was changed."
        )
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"Cannot make the folder {path}: {disk.reason(error)}.") from error
    keys = Keys()
    lock = WorkspaceLock(path)
    lock.acquire()
    try:
        if passphrase is not None:
            keys = keyfile.new_keys()
            _write_keyfile(path, keyfile.wrap(keys, passphrase))
        desk = {"workspace": secrets.token_hex(16), "device": secrets.token_hex(8), "host": ""}
        empty_workspace.make_empty(path, keys, {migrations.DESK: {"1": json.dumps(desk).encode()}})
    except BaseException:
        lock.release()
        raise
    return JournalStorage(path, keys=keys, lock=lock)


def open_storage(
    path: Path,
    passphrase: str | None,
    *,
    read_only: bool,
    salvage: bool,
    progress: Progress,
) -> Opened:
    """Open a workspace folder. Raises WorkspaceError, DamagedError or PassphraseError.

    A medium that cannot be written to is opened for reading, and ``notices`` says so. With ``salvage`` a
    damaged workspace is opened for reading as far as it is good.
    """
    lock, notices = None if read_only else WorkspaceLock(path), _settled(path, read_only=read_only)
    identity = identify(path)
    keys = unlock(path, identity, passphrase)
    if lock is not None:
        try:
            lock.acquire()
        except NotLockableError as error:
            lock = None
            notices.append(f"{error.message} It is open for reading only.")
    try:
        if lock is not None:
            identity = identify(path)  # a conversion in another process may just have ended
            conversion_cleanup.finish(path, sealed=identity.sealed)
            if identity.sealed:
                keyfile.make_copies_agree(path)
        loaded = _load(path, identity, keys, writable=lock is not None, salvage=salvage, progress=progress)
    except OSError as error:
        _release(lock)
        raise WorkspaceError(f"{path.name} cannot be read: {disk.reason(error)}.") from error
    except BaseException:
        _release(lock)
        raise
    if loaded.faults:
        _release(lock)
        lock = None
    storage = JournalStorage(path, keys=keys, lock=lock, read_only=lock is None, loaded=loaded)
    return Opened(storage, notices + loaded.notices, loaded.faults)


def _settled(path: Path, *, read_only: bool) -> list[str]:
    """Bring an interrupted restore to its end before anything is read; what is to be told of it."""
    try:
        said = swapping.recover(path)
    except WorkspaceError:
        if read_only and path.exists():  # whatever lies there is whole, the old state or the new
            return []
        raise
    return [said] if said else []


def unlock(path: Path, identity: Identity, passphrase: str | None) -> Keys:
    """The keys of a workspace. Raises PassphraseError if the passphrase is missing, wrong or not needed."""
    if not identity.sealed:
        if passphrase is not None:
            raise PassphraseError(f"{path.name} is not encrypted.", hint="Leave the passphrase out.")
        return Keys()
    if passphrase is None:
        raise PassphraseError(f"{path.name} is encrypted.", hint="Give its passphrase (--passphrase-file).")
    try:
        content = keyfile.read(path)
    except OSError as error:
        raise DamagedError(
            f"The key file of {path.name} cannot be read: {disk.reason(error)}.",
            hint="Restore a backup with `briefing-app restore`: each backup carries the key file too.",
        ) from error
    return keyfile.unwrap(content, passphrase, path.name)


def _load(
    path: Path, identity: Identity, keys: Keys, *, writable: bool, salvage: bool, progress: Progress
) -> Loaded:
    if identity.format == FORMAT:
        return recovery.load(path, keys, writable=writable, salvage=salvage, progress=progress)
    progress(0, 2)
    tables = migrations.migrate(_old_tables(path), identity.format)
    head = SnapshotHead(FORMAT, 1, 0, {})
    notices = []
    if writable:
        backup = backup_names.fresh(path / backup_names.FOLDER, why=f"before-format-{FORMAT}")
        try:
            backup.mkdir(parents=True)
            disk.copy(path / SNAPSHOT, backup / SNAPSHOT)
            disk.sync_folder(backup)
        except OSError as error:
            raise atomic_file.not_saved(path, error) from error
        empty_workspace.make_empty(path, keys, tables)
        notices.append(
            f"The workspace was brought to format {FORMAT}. "
            f"What it was before is kept in backups/{backup.name}."
        )
    progress(2, 2)
    return Loaded(head, tables, 0, 0, snapshot_bytes=(path / SNAPSHOT).stat().st_size, notices=notices)


def _old_tables(path: Path) -> migrations.Documents:
    try:
        tables = json.loads((path / SNAPSHOT).read_bytes())
    except ValueError as error:
        raise recovery.damaged(path, (f"{SNAPSHOT}: it does not hold a workspace",)) from error
    if not isinstance(tables, dict) or not all(isinstance(table, dict) for table in tables.values()):
        raise recovery.damaged(path, (f"{SNAPSHOT}: it does not hold a workspace",))
    return tables


def _first_bytes(path: Path) -> bytes:
    if not path.exists():
        raise NotAWorkspaceError(
            f"There is no workspace at {path}.", hint="Make one with `briefing-app new`."
        )
    if not path.is_dir():
        what = "a ZIP archive: unpack it and open the folder inside" if zipfile.is_zipfile(path) else "a file"
        raise NotAWorkspaceError(f"{path.name} is not a workspace but {what}.", hint=_WHAT_IT_IS)
    if not (path / SNAPSHOT).is_file():
        if not any(path.iterdir()):
            raise NotAWorkspaceError(
                f"{path.name} is not a workspace but an empty folder.",
                hint="Make one with `briefing-app new`.",
            )
        if journal.numbers_in(path) or backup_names.all_in(path / backup_names.FOLDER):
            raise recovery.damaged(path, (f"{SNAPSHOT} is missing",))
        raise NotAWorkspaceError(f"{path.name} is not a workspace.", hint=_WHAT_IT_IS)
    with (path / SNAPSHOT).open("rb") as stream:
        return stream.read(1 << 16)


def _checked_format(path: Path, number: object) -> int:
    if not isinstance(number, int) or number < 1:
        raise recovery.damaged(path, (f"{SNAPSHOT}: its format cannot be read",))
    if number > FORMAT:
        raise NotAWorkspaceError(
            f"{path.name} was made by a newer version of Briefing Desk (format {number}).",
            hint="Install that version to open it; nothing was changed.",
        )
    return number


def _foreign(path: Path) -> WorkspaceError:
    try:
        json.loads((path / SNAPSHOT).read_bytes())
    except ValueError:
        return recovery.damaged(path, (f"{SNAPSHOT} does not hold a workspace",))
    return NotAWorkspaceError(f"{path.name} is not a workspace: {SNAPSHOT} is another program's file.")


def _write_keyfile(path: Path, content: bytes) -> None:
    try:
        keyfile.write(path, content)
    except OSError as error:
        raise atomic_file.not_saved(path, error) from error


def _release(lock: WorkspaceLock | None) -> None:
    if lock is not None:
        lock.release()


_WHAT_IT_IS = f"A workspace is a folder such as NAME{SUFFIX} that holds {SNAPSHOT}."
