"""The key file: a random data key, wrapped under a key that Argon2id makes from the passphrase.

The data key never changes with the passphrase; changing the passphrase wraps it anew. There is no way in
without the passphrase. A second copy of the file lies beside the first: it is small, and all depends on it.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import unicodedata
import zlib
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import orjson
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from briefing_app.errors import DamagedError, PassphraseError, UsageError
from briefing_app.store import disk
from briefing_app.store.sealing import KEY_LENGTH, Keys

NAMES = ("key", "key.copy")
_MOST_MEMORY_KIB = 1 << 20
_NONCE_LENGTH = 12


@dataclass(frozen=True)
class Cost:
    """What a guess at the passphrase costs: memory in KiB, passes over it, parallel lanes."""

    memory_kib: int = 64 * 1024
    passes: int = 3
    lanes: int = 4


COST = Cost()


def new_keys() -> Keys:
    """A fresh random data key."""
    return Keys(os.urandom(KEY_LENGTH))


def wrap(keys: Keys, passphrase: str, cost: Cost | None = None) -> bytes:
    """The content of a key file. Raises UsageError for an empty passphrase."""
    if not passphrase:
        raise UsageError("A passphrase cannot be empty.", hint="Nothing was changed.")
    salt, nonce = os.urandom(16), os.urandom(_NONCE_LENGTH)
    readable = {
        "product": "briefing-desk key",
        "kdf": "argon2id",
        **asdict(cost or COST),
        "salt": salt.hex(),
        "key": hashlib.sha256(b"name of " + keys.data_key).hexdigest()[:16],
    }
    bound = orjson.dumps(readable)
    sealed = AESGCM(_derive(passphrase, salt, cost or COST)).encrypt(nonce, keys.data_key, bound)
    return _summed({**readable, "sealed": (nonce + sealed).hex()})


def unwrap(content: bytes, passphrase: str, name: str) -> Keys:
    """The keys in a key file of the workspace ``name``. Raises PassphraseError, or DamagedError if the file
    itself is not whole."""
    fields = _parse(content)
    if fields is None:
        raise DamagedError(
            f"The key file of {name} is damaged: it cannot be opened.",
            hint="Restore a backup with `briefing-app restore`: each backup carries the key file too.",
        )
    sealed = bytes.fromhex(fields.pop("sealed"))
    cost = Cost(fields["memory_kib"], fields["passes"], fields["lanes"])
    cipher = AESGCM(_derive(passphrase, bytes.fromhex(fields["salt"]), cost))
    try:
        return Keys(cipher.decrypt(sealed[:_NONCE_LENGTH], sealed[_NONCE_LENGTH:], orjson.dumps(fields)))
    except InvalidTag:
        raise PassphraseError(
            f"This passphrase does not open {name}.", hint="There is no way in without the passphrase."
        ) from None


def is_sound(content: bytes) -> bool:
    """Whether the content is a whole key file."""
    return _parse(content) is not None


def is_whole(path: Path) -> bool:
    """Whether there is a whole key file at ``path``."""
    try:
        return is_sound(path.read_bytes())
    except OSError:
        return False


def is_there(folder: Path) -> bool:
    """Whether the folder holds a key file."""
    return any((folder / name).exists() for name in NAMES)


def read(folder: Path) -> bytes:
    """The first whole copy of the key file, else the first copy. Raises OSError if there is none."""
    contents = [(folder / name).read_bytes() for name in NAMES if (folder / name).exists()]
    if not contents:
        raise FileNotFoundError(2, "No such file", str(folder / NAMES[0]))
    return next((content for content in contents if _parse(content) is not None), contents[0])


def write(folder: Path, content: bytes) -> None:
    """Put both copies in place, each in one step, the one that is read first as the last: if the other cannot
    be written, nothing has changed. Raises OSError.
    """
    for name in reversed(NAMES):
        disk.replace_content(folder / name, content)


def make_copies_agree(folder: Path) -> None:
    """After a crash between the two writes, or damage to one copy: make the second what the first is."""
    content = read(folder)
    for name in NAMES:
        path = folder / name
        if not path.exists() or path.read_bytes() != content:
            with contextlib.suppress(OSError):  # a full disk: one good copy is there
                disk.replace_content(path, content)


def key_id(content: bytes) -> str:
    """Which data key a key file wraps: equal for every wrapping of the same key, telling nothing of it."""
    fields = _parse(content)
    return str(fields["key"]) if fields else ""


def _derive(passphrase: str, salt: bytes, cost: Cost) -> bytes:
    text = unicodedata.normalize("NFC", passphrase).encode("utf-8", "surrogatepass")
    function = Argon2id(
        salt=salt, length=KEY_LENGTH, iterations=cost.passes, lanes=cost.lanes, memory_cost=cost.memory_kib
    )
    return function.derive(text)


def _summed(fields: dict[str, Any]) -> bytes:
    return orjson.dumps({**fields, "sum": _sum(fields)})


def _sum(fields: dict[str, Any]) -> str:
    return f"{zlib.crc32(orjson.dumps(fields)):08x}"


def _parse(content: bytes) -> dict[str, Any] | None:
    try:
        fields: dict[str, Any] = orjson.loads(content)
        checksum = fields.pop("sum")
        whole = checksum == _sum(fields) and content == _summed(fields)
        sound = 8 <= fields["memory_kib"] <= _MOST_MEMORY_KIB and 1 <= fields["passes"] <= 64
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
    return fields if whole and sound else None
