"""Boxes: how bytes are put on disk. A plain box leaves them as they are, a sealed one encrypts them.

A sealed box is AES-256-GCM with a fresh random nonce for every piece and one derived key for every file, so
that no piece can be moved to another file or to another place in its file.
"""

from __future__ import annotations

import hmac
import os
from hashlib import sha256
from typing import Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY_LENGTH = 32
FILE_ID_LENGTH = 16
_NONCE_LENGTH = 12


class SealBrokenError(ValueError):
    """The bytes are not what was sealed here under this key."""


class Box(Protocol):
    """Seals and opens the pieces of one file."""

    mode: bytes

    def seal(self, content: bytes, place: bytes) -> bytes:
        """``content`` as it goes to disk; ``place`` says where in the file and is not stored."""

    def open(self, sealed: bytes, place: bytes) -> bytes:
        """What was sealed at ``place``. Raises SealBrokenError if it is anything else."""


class PlainBox:
    """Leaves bytes as they are; checksums around it find damage."""

    mode = b"P"

    def seal(self, content: bytes, place: bytes) -> bytes:
        """``content``, unchanged."""
        return content

    def open(self, sealed: bytes, place: bytes) -> bytes:
        """``sealed``, unchanged."""
        return sealed


class SealedBox:
    """Encrypts the pieces of one file."""

    mode = b"E"

    def __init__(self, file_key: bytes) -> None:
        self._cipher = AESGCM(file_key)

    def seal(self, content: bytes, place: bytes) -> bytes:
        """Nonce and ciphertext with its tag."""
        nonce = os.urandom(_NONCE_LENGTH)
        return nonce + self._cipher.encrypt(nonce, content, place)

    def open(self, sealed: bytes, place: bytes) -> bytes:
        """The content. Raises SealBrokenError if one bit is not as it was."""
        try:
            return self._cipher.decrypt(sealed[:_NONCE_LENGTH], sealed[_NONCE_LENGTH:], place)
        except (InvalidTag, ValueError) as error:
            raise SealBrokenError("a sealed piece is damaged") from error


class Keys:
    """What a workspace seals with: nothing, or a data key of 32 random bytes."""

    def __init__(self, data_key: bytes | None = None) -> None:
        self._data_key = data_key

    @property
    def sealed(self) -> bool:
        """Whether files are encrypted."""
        return self._data_key is not None

    @property
    def mode(self) -> bytes:
        """The letter that marks files: ``P`` plain, ``E`` encrypted."""
        return SealedBox.mode if self.sealed else PlainBox.mode

    @property
    def data_key(self) -> bytes:
        """The key itself, for wrapping under a passphrase."""
        if self._data_key is None:
            raise ValueError("There is no key: the workspace is not encrypted, or it is locked.")
        return self._data_key

    def box(self, file_id: bytes, purpose: str) -> Box:
        """The box of one file, from its random id and what it is for."""
        if self._data_key is None:
            return PlainBox()
        key = HKDF(algorithm=SHA256(), length=KEY_LENGTH, salt=file_id, info=purpose.encode())
        return SealedBox(key.derive(self._data_key))

    def name_of(self, digest: str) -> str:
        """The file name for content with this SHA-256: the digest, or a keyed one that tells nothing."""
        if self._data_key is None:
            return digest
        return hmac.new(self._data_key, b"attachment name " + digest.encode(), sha256).hexdigest()
