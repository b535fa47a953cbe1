"""Putting a finished folder in the place of a workspace, so that a crash at any moment leaves one of the two.

A note beside the place says what is under way; a token inside the new folder says which of the two is the new
one. Whoever opens the place next takes the swap to its end or back: nobody has to look for hidden folders.
"""

from __future__ import annotations

import contextlib
import json
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from briefing_app.errors import WorkspaceError
from briefing_app.store import backup_names, disk, lock

ARRIVING = "incoming"
"""A file in the new folder, until it is in its place."""


@dataclass(frozen=True)
class _Swap:
    place: Path
    fresh: Path
    kept: Path
    token: str


def note_of(place: Path) -> Path:
    """The note about a swap at ``place``."""
    return place.with_name(f".swapping-{place.name}.json")


def is_pending(place: Path) -> bool:
    """Whether a swap at ``place`` was begun and not ended; a place without a name (".", "/") never swaps, and
    where nobody may look nobody can swap.
    """
    try:
        return bool(place.name) and note_of(place).exists()
    except PermissionError:
        return False


def swap_in(fresh: Path, place: Path, kept: Path) -> None:
    """Put ``fresh`` (whole and synced) at ``place``; what is there becomes ``kept``, its backups stay at
    ``place``. All three lie in one folder. Raises OSError: :func:`recover` puts that right later.
    """
    swap = _Swap(place, fresh, kept, secrets.token_hex(8))
    disk.write_new(fresh / ARRIVING, swap.token.encode())
    disk.sync_folder(fresh)
    names = {"fresh": fresh.name, "kept": kept.name, "token": swap.token}
    # Written inside the new folder: what an interruption leaves goes with that.
    disk.replace_content(note_of(place), json.dumps(names).encode(), beside=fresh / note_of(place).name)
    with _NoteHeld(place):
        if not place.exists():
            disk.rename_folder(fresh, place)
        elif not disk.exchange_folders(fresh, place):
            disk.rename_folder(place, kept)
            disk.rename_folder(fresh, place)
        _finish(swap)
    disk.remove(note_of(place))


def recover(place: Path) -> str:
    """Take an interrupted swap at ``place`` to its end or back, and say which; "" if there was none.

    Raises WorkspaceError if another program is just swapping, or if the medium refuses.
    """
    if not is_pending(place):
        return ""
    try:
        with _NoteHeld(place):
            swap = _read(place)
            said = _recovered(swap) if swap is not None else ""
        disk.remove(note_of(place))
        disk.sync_folder(place.parent)
    except FileNotFoundError:
        return ""  # the other program has just ended its swap
    except OSError as error:
        raise WorkspaceError(
            f"An interrupted restore of {place.name} could not be brought to its end: {disk.reason(error)}.",
            hint="Nothing was lost. Free some space or check the folder's permissions, then open it again.",
        ) from error
    return said


def _recovered(swap: _Swap) -> str:
    if _is_new(swap.fresh, swap.token) and swap.place.exists():
        disk.remove_tree(swap.fresh)
        return (
            f"A restore of {swap.place.name} was interrupted before it began to replace it; it is as it was."
        )
    if _is_new(swap.fresh, swap.token):
        disk.rename_folder(swap.fresh, swap.place)
    if _is_new(swap.place, swap.token):
        _finish(swap)
        return (
            f"An interrupted restore was brought to its end. The state before it is kept as {swap.kept.name}."
        )
    return ""


def _finish(swap: _Swap) -> None:
    """The new folder is in its place: name the old one, bring its backups over, drop the token."""
    if swap.fresh.exists():
        disk.rename_folder(swap.fresh, swap.kept)
    backups = swap.kept / backup_names.FOLDER
    if backups.is_dir() and not (swap.place / backup_names.FOLDER).exists():
        disk.rename_folder(backups, swap.place / backup_names.FOLDER)
        disk.sync_folder(swap.kept)
    disk.remove(swap.place / ARRIVING)
    disk.sync_folder(swap.place)


def _is_new(folder: Path, token: str) -> bool:
    try:
        return (folder / ARRIVING).read_text(encoding="utf-8") == token
    except OSError:
        return False


def _read(place: Path) -> _Swap | None:
    """What the note says; None if it cannot be read or names anything but folders beside ``place``."""
    try:
        names = json.loads(note_of(place).read_bytes())
        fresh, kept, token = (str(names[key]) for key in ("fresh", "kept", "token"))
    except (ValueError, KeyError, TypeError):
        return None
    if any(Path(name).name != name or name in ("", ".", "..", place.name) for name in (fresh, kept)):
        return None
    return _Swap(place, place.with_name(fresh), place.with_name(kept), token)


class _NoteHeld(contextlib.AbstractContextManager[None]):
    """Holds the note for one process at a time. Raises WorkspaceError if another one holds it."""

    def __init__(self, place: Path) -> None:
        self._place = place
        self._stream: IO[str] | None = None

    def __enter__(self) -> None:
        stream = note_of(self._place).open("r+", encoding="utf-8")
        try:
            lock.seize(stream)
        except OSError:
            stream.close()
            raise WorkspaceError(
                f"{self._place.name} is just being restored or repaired by another program.",
                hint="Wait until that has ended, then open it again.",
            ) from None
        self._stream = stream

    def __exit__(self, *_exception: object) -> None:
        if self._stream is not None:
            self._stream.close()
