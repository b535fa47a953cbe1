"""Changing how a workspace is protected: a new passphrase, from plain to encrypted and back.

What was deleted may survive on the medium itself (flash memory keeps old blocks): a workspace that was ever
plain is only as secret as its disk.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from briefing_app.errors import PassphraseError, UsageError, WorkspaceError
from briefing_app.store import backup_names, conversion_cleanup, disk, journal_storage, keyfile
from briefing_app.store.attachments import AttachmentFolder
from briefing_app.store.journal_storage import JournalStorage
from briefing_app.store.sealing import Keys


def change_passphrase(storage: JournalStorage, old: str, new: str, places: Iterable[Path] = ()) -> None:
    """Wrap the data key under ``new``, here and in every backup of it (also those in further ``places``).

    Raises PassphraseError if ``old`` does not open the workspace, WorkspaceError if it cannot be written.
    """
    storage.check_writable()
    if not storage.keys.sealed:
        raise UsageError(f"{storage.folder.name} is not encrypted.", hint="Encrypt it first.")
    _confirm(storage, old)
    content = keyfile.wrap(storage.keys, new)
    try:
        keyfile.write(storage.folder, content)
        for parent in (storage.folder / backup_names.FOLDER, *places):
            for backup in backup_names.all_in(parent):
                if keyfile.is_there(backup) and keyfile.key_id(keyfile.read(backup)) == keyfile.key_id(
                    content
                ):
                    keyfile.write(backup, content)
    except OSError as error:
        raise journal_storage.not_saved(storage.folder, error) from error


def encrypt(storage: JournalStorage, passphrase: str, digests: Iterable[str]) -> None:
    """Encrypt a plain workspace with its attachments, and remove every plain file of it, backups included.

    Raises UsageError if it is encrypted already, WorkspaceError if it cannot be written; it stays plain then.
    """
    if storage.keys.sealed:
        raise UsageError(
            f"{storage.folder.name} is encrypted already.", hint="Change its passphrase instead."
        )
    keys = keyfile.new_keys()
    _convert(storage, keys, keyfile.wrap(keys, passphrase), digests)


def decrypt(storage: JournalStorage, passphrase: str, digests: Iterable[str]) -> None:
    """Make an encrypted workspace plain. Its encrypted backups stay, under the passphrase they were made
    with.

    Raises PassphraseError for a wrong passphrase, WorkspaceError if it cannot be written; it stays
    encrypted then.
    """
    if not storage.keys.sealed:
        raise UsageError(f"{storage.folder.name} is not encrypted.", hint="Nothing was changed.")
    _confirm(storage, passphrase)
    _convert(storage, Keys(), None, digests)


def _convert(storage: JournalStorage, keys: Keys, key_content: bytes | None, digests: Iterable[str]) -> None:
    """Write everything the new way, let the snapshot be the moment of change, remove the old files."""
    storage.check_writable()
    folder = storage.folder
    was_sealed = storage.keys.sealed
    old, new = AttachmentFolder(folder, storage.keys), AttachmentFolder(folder, keys)
    try:
        conversion_cleanup.begin(folder)
        if key_content is not None:
            keyfile.write(folder, key_content)
        for digest in digests:
            new.put(old.get(digest))
        storage.rekey(keys)
    except (OSError, WorkspaceError) as error:
        if (
            conversion_cleanup.is_sealed_workspace(folder) == was_sealed
        ):  # else it counts: tidied when next opened
            _tidy(folder, sealed=was_sealed)
        raise (
            error if isinstance(error, WorkspaceError) else journal_storage.not_saved(folder, error)
        ) from error
    _tidy(folder, sealed=keys.sealed)


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
