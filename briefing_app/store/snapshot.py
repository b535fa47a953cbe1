"""Snapshots: the whole workspace in one file, replaced as a whole and never overwritten in place.

A plain snapshot is a TinyDB database: JSON, one document a line, that stock TinyDB opens. Its first table,
``_meta``, says how many documents follow and carries the checksum of every byte, so that opening needs to cut
lines only and parses a document when somebody asks for it. A sealed snapshot holds the same text in
encrypted pieces behind a readable header.
"""

from __future__ import annotations

import os
import struct
import time
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import orjson

from briefing_app.store import disk
from briefing_app.store.batch import RawTables
from briefing_app.store.sealing import FILE_ID_LENGTH, Keys

FORMAT = 2
META = "_meta"
PRODUCT = "briefing-desk"
SEALED_MAGIC = b"BDSNAP2\n"
PURPOSE = "snapshot"
_PIECE = 1 << 20
LENGTH = struct.Struct("<I")
NO_SUM = b"00000000"
SUM_KEY = b'"checksum":"'
_LONGEST_HEADER = 1 << 24


class SnapshotDamagedError(ValueError):
    """The file is not a whole snapshot. The text says in what way."""


@dataclass(frozen=True)
class SnapshotHead:
    """What the first lines say. ``journal`` is the first journal to replay after it, ``sequence`` the last
    change it holds."""

    format: int
    journal: int
    sequence: int
    extra: dict[str, Any]


def write(
    path: Path,
    head: SnapshotHead,
    tables: RawTables,
    keys: Keys,
    *,
    told: Callable[[int], None] = lambda _bytes: None,
) -> int:
    """Write a snapshot to ``path``, synced, and return its size. ``told`` hears between pieces how
    many bytes are written."""
    disk.remove(path)
    descriptor = disk.create(path)
    try:
        writer = (_sealed if keys.sealed else _plain)(descriptor, head, tables, keys, told)
        disk.sync(descriptor)
    finally:
        os.close(descriptor)
    return writer


def head_of(content: bytes) -> SnapshotHead:
    """The head of plain snapshot text. Raises SnapshotDamagedError."""
    end = content.find(b"\n", 0, _LONGEST_HEADER)
    try:
        meta = orjson.loads(content[:end] + b"}")[META]["1"]
        known = {key: meta.pop(key) for key in ("format", "journal", "sequence")}
    except (orjson.JSONDecodeError, KeyError, TypeError, AttributeError) as error:
        raise SnapshotDamagedError("its first line cannot be read") from error
    return SnapshotHead(**known, extra=meta)


def peek(content: bytes) -> dict[str, Any] | None:
    """The readable header of a sealed snapshot (format, workspace id), or None if it cannot be read."""
    try:
        (length,) = LENGTH.unpack_from(content, len(SEALED_MAGIC))
        start = len(SEALED_MAGIC) + LENGTH.size
        header: dict[str, Any] = orjson.loads(content[start : start + length])
    except (struct.error, orjson.JSONDecodeError):
        return None
    return header


def is_sealed(path: Path) -> bool:
    """Whether the snapshot at ``path`` is encrypted; False if there is none that can be read."""
    try:
        with path.open("rb") as stream:
            return stream.read(len(SEALED_MAGIC)) == SEALED_MAGIC
    except OSError:
        return False


def place_of(bound: bytes, number: int, last: bool) -> bytes:
    """Where a sealed piece stands: after which header, the how-many-th, and whether it is the last."""
    return bound + struct.pack("<I?", number, last)


def _plain(
    descriptor: int, head: SnapshotHead, tables: RawTables, _keys: Keys, told: Callable[[int], None]
) -> int:
    first = _first_line(head, tables)
    place = first.index(SUM_KEY) + len(SUM_KEY)
    checksum, offset = 0, 0
    for piece in _text(first, tables):
        disk.write_at(descriptor, piece, offset)
        checksum, offset = zlib.crc32(piece, checksum), offset + len(piece)
        told(offset)
    disk.write_at(descriptor, b"%08x" % checksum, place)
    return offset


def _sealed(
    descriptor: int, head: SnapshotHead, tables: RawTables, keys: Keys, told: Callable[[int], None]
) -> int:
    file_id = os.urandom(FILE_ID_LENGTH)
    readable = {"product": PRODUCT, "format": head.format, "file": file_id.hex()}
    header = orjson.dumps(readable)
    bound = SEALED_MAGIC + LENGTH.pack(len(header)) + header
    box = keys.box(file_id, PURPOSE)
    disk.write_at(descriptor, bound, 0)
    offset, number = len(bound), 0
    pieces = _text(_first_line(head, tables), tables)  # no checksum inside: every piece is authenticated
    current: bytes | None = next(pieces)
    while current is not None:
        following = next(pieces, None)
        sealed = box.seal(current, place_of(bound, number, following is None))
        disk.write_at(descriptor, LENGTH.pack(len(sealed)) + sealed, offset)
        offset, number = offset + LENGTH.size + len(sealed), number + 1
        current = following
        told(offset)
    return offset


def _first_line(head: SnapshotHead, tables: RawTables) -> bytes:
    meta = {
        "product": PRODUCT, "format": head.format, "journal": head.journal, "sequence": head.sequence,
        "checksum": NO_SUM.decode(),
        **{key: value for key, value in head.extra.items() if key not in ("product", "tables", "checksum")},
        "tables": [[name, len(rows)] for name, rows in tables.items()],
    }  # fmt: skip
    return orjson.dumps({META: {"1": meta}})[:-1] + b"\n"


def _text(first: bytes, tables: RawTables) -> Iterator[bytes]:
    """The text in pieces of about a megabyte, ``first`` being its first line."""
    parts, size = [first], 0
    for name, rows in tables.items():
        parts.append(b"," + orjson.dumps(name) + b":{\n")
        items = iter(rows.items())
        comma = b""
        while block := list(islice(items, 256)):
            lines = [b"%b:\n%b\n" % (orjson.dumps(doc_id), text) for doc_id, text in block]
            joined = comma + b",".join(lines)
            parts.append(joined)
            comma = b","
            size += len(joined)
            if size > _PIECE:
                yield b"".join(parts)
                parts, size = [], 0
        parts.append(b"}\n")
    parts.append(b"}\n")
    yield b"".join(parts)


def be_kind(_bytes: int = 0) -> None:
    """Let other threads run for a moment: a snapshot is never in a hurry."""
    time.sleep(0)
