"""Changing how a workspace is protected: a new passphrase, from plain to encrypted and back.

What was deleted may survive on the medium itself (flash memory keeps old blocks): a workspace that was ever
plain is only as secret as its disk.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from briefing_app.errors import PassphraseError, UsageError, WorkspaceError
from briefing_app.store import atomic_file, backup_names, conversion_cleanup, disk, keyfile
from briefing_app.store.attachments import AttachmentFolder
from briefing_app.store.conversion_progress import Progress, Told, nobody
from briefing_app.store.journal_storage import JournalStorage
from briefing_app.store.sealing import Keys


def change_passphrase(
    storage: JournalStorage,
    old: str,
    new: str,
    told: Told = nobody,
    elsewhere: Callable[[bytes], list[str]] = lambda _content: [],
) -> None:
    """Wrap the data key under ``new``, here and in every backup of it. ``elsewhere`` gives the key file to
    backups in other places and returns what it could not write.

    Raises PassphraseError if ``old`` does not open the workspace; WorkspaceError if it cannot be written,
    saying which passphrase opens what.
    """
    storage.check_writable()
    if not storage.keys.sealed:
        raise UsageError(f"{storage.folder.name} is not encrypted.", hint="Encrypt it first.")
    _confirm(storage, old)
    content = keyfile.wrap(storage.keys, new)
    told(Progress("key"))
    try:
        keyfile.write(storage.folder, content)
    except OSError as error:
        if keyfile.read(storage.folder) != content:
            raise atomic_file.not_saved(storage.folder, error) from error
        raise WorkspaceError(
            f"The new passphrase opens {storage.folder.name}, but its key file may not be on the medium yet: "
            f"{disk.reason(error)}.",
            hint="Keep the old passphrase in mind too, and change it again when the medium is sound.",
        ) from error
    left = _rewrap_backups(storage.folder / backup_names.FOLDER, content, told) + elsewhere(content)
    if left:
        raise WorkspaceError(
            f"The passphrase of {storage.folder.name} was changed, but these backups still open with the old "
            f"one: {', '.join(left)}.",
            hint="Free some space or check the folder, then change the passphrase again, or remove them.",
        )


def _rewrap_backups(place: Path, content: bytes, told: Told) -> list[str]:
    """Give the backups of the same key the new key file; the names of those that could not be written."""
    found = _backups_under(place, keyfile.key_id(content))
    left = []
    for number, backup in enumerate(found, 1):
        told(Progress("backup", number=number, count=len(found)))
        try:
            keyfile.write(backup, content)
        except OSError:
            left.append(backup.name)
    return left


def _backups_under(parent: Path, key_id: str) -> list[Path]:
    try:
        found = [each for each in backup_names.all_in(parent) if keyfile.is_there(each)]
        return [each for each in found if keyfile.key_id(keyfile.read(each)) == key_id]
    except OSError:  # they cannot be reached
        return []


def encrypt(storage: JournalStorage, passphrase: str, files: Mapping[str, int], told: Told = nobody) -> None:
    """Encrypt a plain workspace with its attachments (``files``: SHA-256 and size), and remove every plain
    file of it, backups included.

    Raises UsageError if it is encrypted already, WorkspaceError if it cannot be written. Whether it stayed
    plain then is seen from ``storage.keys``: when only old files could not be removed, it did not.
    """
    if storage.keys.sealed:
        raise UsageError(
            f"{storage.folder.name} is encrypted already.", hint="Change its passphrase instead."
        )
    keys = keyfile.new_keys()
    told(Progress("key"))
    _convert(storage, keys, keyfile.wrap(keys, passphrase), files, told)


def decrypt(storage: JournalStorage, passphrase: str, files: Mapping[str, int], told: Told = nobody) -> None:
    """Make an encrypted workspace plain. Its encrypted backups stay, under the passphrase they were made
    with.

    Raises PassphraseError for a wrong passphrase, WorkspaceError as :func:`encrypt` does.
    """
    if not storage.keys.sealed:
        raise UsageError(f"{storage.folder.name} is not encrypted.", hint="Nothing was changed.")
    told(Progress("key"))
    _confirm(storage, passphrase)
    _convert(storage, Keys(), None, files, told)


def _convert(
    storage: JournalStorage, keys: Keys, key_content: bytes | None, files: Mapping[str, int], told: Told
) -> None:
    """Write everything the new way, let the snapshot be the moment of change, remove the old files."""
    storage.check_writable()
    folder, before = storage.folder, storage.keys
    try:
        conversion_cleanup.begin(folder)
        if key_content is not None:
            keyfile.write(folder, key_content)
        _rewrite_attachments(storage, keys, files, told)
        total = _text_bytes(storage)
        storage.rekey(keys, lambda done: told(Progress("records", min(done, total), total)))
    except (OSError, WorkspaceError) as error:
        if storage.keys is before:  # else it counts: tidied when next opened
            _tidy(folder, sealed=before.sealed)
        raise (
            error if isinstance(error, WorkspaceError) else atomic_file.not_saved(folder, error)
        ) from error
    told(Progress("cleaning"))
    _tidy(folder, sealed=keys.sealed)


def _rewrite_attachments(storage: JournalStorage, keys: Keys, files: Mapping[str, int], told: Told) -> None:
    old, new = AttachmentFolder(storage.folder, storage.keys), AttachmentFolder(storage.folder, keys)
    done, total = 0, sum(files.values())
    for number, (digest, size) in enumerate(files.items(), 1):
        told(Progress("attachments", done, total, number, len(files)))
        new.put(old.get(digest))
        done += size


def _tidy(folder: Path, *, sealed: bool) -> None:
    try:
        conversion_cleanup.finish(folder, sealed=sealed)
    except OSError as error:
        raise WorkspaceError(
            f"Old files of {folder.name} could not be removed: {disk.reason(error)}.",
            hint="They are removed when it is opened the next time.",
        ) from error


def _confirm(storage: JournalStorage, passphrase: str) -> None:
    try:
        content = keyfile.read(storage.folder)
    except OSError as error:
        raise WorkspaceError(f"The key file cannot be read: {disk.reason(error)}.") from error
    if keyfile.unwrap(content, passphrase, storage.folder.name).data_key != storage.keys.data_key:
        raise PassphraseError(f"The key file of {storage.folder.name} is another workspace's.")


def _text_bytes(storage: JournalStorage) -> int:
    """About how many bytes a snapshot of the present state has."""
    with storage.guard:
        rows = (row for table in storage.tables.values() for row in table.items())
        return sum(len(text) + len(key) + 5 for key, text in rows)
