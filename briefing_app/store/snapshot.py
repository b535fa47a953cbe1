"""Snapshots: the whole workspace in one file, replaced as a whole and never overwritten in place.

A plain snapshot is a TinyDB database: JSON, one document a line, that stock TinyDB opens. Its first table,
``_meta``, says how many documents follow and carries the checksum of every byte, so that opening needs to cut
lines only and parses a document when somebody asks for it. A sealed snapshot holds the same text in
encrypted pieces behind a readable header.
"""

from __future__ import annotations

import contextlib
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
from briefing_app.store.batch import RawTable, RawTables
from briefing_app.store.sealing import FILE_ID_LENGTH, Keys, SealBrokenError

META = "_meta"
PRODUCT = "briefing-desk"
SEALED_MAGIC = b"BDSNAP2\n"
_PURPOSE = "snapshot"
_PIECE = 1 << 20
_LENGTH = struct.Struct("<I")
_NO_SUM = b"00000000"
_SUM_KEY = b'"checksum":"'
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
    pause: Callable[[], None] = lambda: None,
) -> int:
    """Write a snapshot to ``path``, synced, and return its size. ``pause`` is called between pieces."""
    disk.remove(path)
    descriptor = disk.create(path)
    try:
        writer = (_sealed if keys.sealed else _plain)(descriptor, head, tables, keys, pause)
        disk.sync(descriptor)
    finally:
        os.close(descriptor)
    return writer


def read(path: Path, keys: Keys) -> tuple[SnapshotHead, RawTables]:
    """Read a snapshot of the present format. Raises SnapshotDamagedError, or OSError."""
    content = path.read_bytes()
    if content.startswith(SEALED_MAGIC):
        content = unseal(content, keys)
    elif keys.sealed:
        raise SnapshotDamagedError("it is not encrypted although the workspace is")
    elif not _sum_fits(content):
        raise SnapshotDamagedError("its checksum does not fit")
    head = head_of(content)
    try:
        return head, _cut(content, head.extra.pop("tables"))
    except (KeyError, ValueError, IndexError) as error:
        raise SnapshotDamagedError("its lines are not in order") from error


def _sum_fits(content: bytes) -> bool:
    place = content.find(_SUM_KEY, 0, _LONGEST_HEADER) + len(_SUM_KEY)
    start = zlib.crc32(_NO_SUM, zlib.crc32(content[:place]))
    return content[place : place + 8] == b"%08x" % zlib.crc32(memoryview(content)[place + 8 :], start)


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
        (length,) = _LENGTH.unpack_from(content, len(SEALED_MAGIC))
        start = len(SEALED_MAGIC) + _LENGTH.size
        header: dict[str, Any] = orjson.loads(content[start : start + length])
    except (struct.error, orjson.JSONDecodeError):
        return None
    return header


def unseal(content: bytes, keys: Keys) -> bytes:
    """The text of a sealed snapshot. Raises SnapshotDamagedError if one bit is not as it was written."""
    header = peek(content)
    if header is None:
        raise SnapshotDamagedError("its header cannot be read")
    try:
        return b"".join(_pieces(content, keys, header))
    except (SealBrokenError, struct.error, KeyError, TypeError, ValueError) as error:
        raise SnapshotDamagedError("a sealed piece is damaged or missing") from error


def whole_pieces(content: bytes, keys: Keys) -> Iterator[bytes | None]:
    """For repair: the text of each piece of a sealed snapshot, None in the place of a damaged one."""
    header = peek(content)
    if header is None:
        return
    try:
        box = keys.box(bytes.fromhex(header["file"]), _PURPOSE)
    except (KeyError, TypeError, ValueError):
        return
    (length,) = _LENGTH.unpack_from(content, len(SEALED_MAGIC))
    offset = len(SEALED_MAGIC) + _LENGTH.size + length
    bound, number = content[:offset], 0
    while offset + _LENGTH.size < len(content):
        (length,) = _LENGTH.unpack_from(content, offset)
        offset += _LENGTH.size
        sealed = content[offset : offset + length]
        text = None
        for last in (False, True):
            with contextlib.suppress(SealBrokenError):
                text = box.open(sealed, _place(bound, number, last))
        yield text
        offset, number = offset + length, number + 1


def _pieces(content: bytes, keys: Keys, header: dict[str, Any]) -> Iterator[bytes]:
    (length,) = _LENGTH.unpack_from(content, len(SEALED_MAGIC))
    offset = len(SEALED_MAGIC) + _LENGTH.size + length
    bound = content[:offset]
    box = keys.box(bytes.fromhex(header["file"]), _PURPOSE)
    number = 0
    view = memoryview(content)
    while True:
        (length,) = _LENGTH.unpack_from(content, offset)
        offset += _LENGTH.size
        if length == 0 or offset + length > len(content):
            raise SnapshotDamagedError("it is cut short")
        last = offset + length == len(content)
        yield box.open(bytes(view[offset : offset + length]), _place(bound, number, last))
        if last:
            return
        offset, number = offset + length, number + 1


def _place(bound: bytes, number: int, last: bool) -> bytes:
    return bound + struct.pack("<I?", number, last)


def _plain(
    descriptor: int, head: SnapshotHead, tables: RawTables, _keys: Keys, pause: Callable[[], None]
) -> int:
    first = _first_line(head, tables)
    place = first.index(_SUM_KEY) + len(_SUM_KEY)
    checksum, offset = 0, 0
    for piece in _text(first, tables):
        disk.write_at(descriptor, piece, offset)
        checksum, offset = zlib.crc32(piece, checksum), offset + len(piece)
        pause()
    disk.write_at(descriptor, b"%08x" % checksum, place)
    return offset


def _sealed(
    descriptor: int, head: SnapshotHead, tables: RawTables, keys: Keys, pause: Callable[[], None]
) -> int:
    file_id = os.urandom(FILE_ID_LENGTH)
    readable = {"product": PRODUCT, "format": head.format, "file": file_id.hex()}
    header = orjson.dumps(readable)
    bound = SEALED_MAGIC + _LENGTH.pack(len(header)) + header
    box = keys.box(file_id, _PURPOSE)
    disk.write_at(descriptor, bound, 0)
    offset, number = len(bound), 0
    pieces = _text(_first_line(head, tables), tables)  # no checksum inside: every piece is authenticated
    current: bytes | None = next(pieces)
    while current is not None:
        following = next(pieces, None)
        sealed = box.seal(current, _place(bound, number, following is None))
        disk.write_at(descriptor, _LENGTH.pack(len(sealed)) + sealed, offset)
        offset, number = offset + _LENGTH.size + len(sealed), number + 1
        current = following
        pause()
    return offset


def _first_line(head: SnapshotHead, tables: RawTables) -> bytes:
    meta = {
        "product": PRODUCT, "format": head.format, "journal": head.journal, "sequence": head.sequence,
        "checksum": _NO_SUM.decode(),
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


def _cut(content: bytes, counts: list[tuple[str, int]]) -> RawTables:
    lines = content.split(b"\n")
    tables: RawTables = {}
    at = 1
    for name, count in counts:
        if lines[at] != b"," + orjson.dumps(name) + b":{":
            raise ValueError(name)
        keys = lines[at + 1 : at + 1 + 2 * count : 2]
        tables[name] = _rows(keys, lines[at + 2 : at + 2 + 2 * count : 2])
        at += 1 + 2 * count
        if lines[at] != b"}" or len(tables[name]) != count:
            raise ValueError(name)
        at += 1
    return tables


def _rows(keys: list[bytes], texts: list[bytes]) -> RawTable:
    # The lines are "1": and ,"2": and so on: together, with ":," as a plain comma, one JSON list.
    joined = b"".join(keys).replace(b'":,"', b'","')
    return dict(zip(orjson.loads(b"[" + joined[:-1] + b"]"), texts, strict=True))


def be_kind() -> None:
    """Let other threads run for a moment: a snapshot is never in a hurry."""
    time.sleep(0)
