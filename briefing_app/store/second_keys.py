"""What a change of protection means for backups: readable ones go, sealed ones get the new key file.

``left`` names at any moment what is not done yet, so that whoever cannot wait any longer knows it.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from briefing_app.store import backup_names, conversion_cleanup, disk, keyfile
from briefing_app.store.abandonable import GoOn


def remove_readable(parent: Path, left: list[str], go_on: GoOn) -> None:
    """Remove the plain backups in a folder. Raises OSError if it cannot be read."""
    whole = backup_names.all_in(parent)
    found = [each for each in whole if not conversion_cleanup.is_sealed_workspace(each)]
    found += backup_names.unfinished_in(parent)
    left += map(str, found)
    for each in found:
        go_on()
        with suppress(OSError):
            leaving = backup_names.take_name(each)
            left[left.index(str(each))] = str(leaving)
            disk.remove_tree_wholly(leaving)
            left.remove(str(leaving))


def rewrap(parent: Path, content: bytes, left: list[str], go_on: GoOn) -> None:
    """Give the backups of the same key in a folder the key file ``content``. Raises OSError if it cannot be
    read.
    """
    found = []
    for each in backup_names.all_in(parent):
        go_on()
        if keyfile.is_there(each) and keyfile.key_id(old := keyfile.read(each)) == keyfile.key_id(content):
            found += [each] if old != content else []
    left += map(str, found)
    for each in found:
        go_on()
        try:
            keyfile.write(each, content)
        except OSError:
            continue
        left.remove(str(each))
