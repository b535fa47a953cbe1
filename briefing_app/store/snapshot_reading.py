"""Reading snapshots: a piece at a time, cut into lines, no line parsed that nobody asks for."""

from __future__ import annotations

import contextlib
import os
import struct
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

import orjson

from briefing_app.store import snapshot
from briefing_app.store.batch import RawTable, RawTables
from briefing_app.store.sealing import Keys, SealBrokenError
from briefing_app.store.snapshot import (
    LENGTH,
    NO_SUM,
    PURPOSE,
    SEALED_MAGIC,
    SUM_KEY,
    SnapshotDamagedError,
    SnapshotHead,
)

_CHUNK = 1 << 20


def read(
    path: Path, keys: Keys, told: Callable[[int], None] = lambda _bytes: None
) -> tuple[SnapshotHead, RawTables]:
    """Read a snapshot of the present format. ``told`` hears how many bytes are read. Raises
    SnapshotDamagedError, or OSError.
    """
    with path.open("rb") as stream:
        is_sealed = stream.read(len(SEALED_MAGIC)) == SEALED_MAGIC
        if is_sealed:
            lines = _sealed_lines(stream, keys, told)
        elif keys.sealed:
            raise SnapshotDamagedError("it is not encrypted although the workspace is")
        else:
            stream.seek(0)
            lines = _plain_lines(stream, told)
    if not lines:
        raise SnapshotDamagedError("it is empty")
    head = snapshot.head_of(lines[0] + b"\n")
    try:
        return head, _cut(lines, head.extra.pop("tables"))
    except (KeyError, ValueError, IndexError) as error:
        raise SnapshotDamagedError("its lines are not in order") from error


def _plain_lines(stream: IO[bytes], told: Callable[[int], None]) -> list[bytes]:
    lines: list[bytes] = []
    rest = expected = b""
    checksum = 0
    while chunk := stream.read(_CHUNK):
        if not expected:  # the first line carries the checksum, which counts as zeros in itself
            place = chunk.find(SUM_KEY) + len(SUM_KEY)
            expected = chunk[place : place + 8] or b"-"
            checksum = zlib.crc32(chunk[place + 8 :], zlib.crc32(NO_SUM, zlib.crc32(chunk[:place])))
        else:
            checksum = zlib.crc32(chunk, checksum)
        rest = _split(rest + chunk, lines)
        told(stream.tell())
    if expected != b"%08x" % checksum or rest:
        raise SnapshotDamagedError("its checksum does not fit")
    return lines


def _sealed_lines(stream: IO[bytes], keys: Keys, told: Callable[[int], None]) -> list[bytes]:
    lines: list[bytes] = []
    rest = b""
    try:
        for piece in _pieces(stream, keys):
            rest = _split(rest + piece, lines)
            told(stream.tell())
    except (SealBrokenError, struct.error, KeyError, TypeError, ValueError) as error:
        raise SnapshotDamagedError("a sealed piece is damaged or missing") from error
    return lines


def _split(text: bytes, lines: list[bytes]) -> bytes:
    """Add the whole lines of ``text`` to ``lines`` and return what is left."""
    found = text.split(b"\n")
    rest = found.pop()
    lines += found
    return rest


def _pieces(stream: IO[bytes], keys: Keys) -> Iterator[bytes]:
    size = os.fstat(stream.fileno()).st_size
    encoded = stream.read(LENGTH.size)
    (length,) = LENGTH.unpack(encoded)
    header = stream.read(length)
    bound = SEALED_MAGIC + encoded + header
    box = keys.box(bytes.fromhex(orjson.loads(header)["file"]), PURPOSE)
    offset, number, last = len(bound), 0, False
    while not last:
        (length,) = LENGTH.unpack(stream.read(LENGTH.size))
        offset += LENGTH.size + length
        if length == 0 or offset > size:
            raise SnapshotDamagedError("it is cut short")
        last = offset == size
        yield box.open(stream.read(length), snapshot.place_of(bound, number, last))
        number += 1


def whole_pieces(content: bytes, keys: Keys) -> Iterator[bytes | None]:
    """For repair: the text of each piece of a sealed snapshot, None in the place of a damaged one."""
    header = snapshot.peek(content)
    if header is None:
        return
    try:
        box = keys.box(bytes.fromhex(header["file"]), PURPOSE)
    except (KeyError, TypeError, ValueError):
        return
    (length,) = LENGTH.unpack_from(content, len(SEALED_MAGIC))
    offset = len(SEALED_MAGIC) + LENGTH.size + length
    bound, number = content[:offset], 0
    while offset + LENGTH.size < len(content):
        (length,) = LENGTH.unpack_from(content, offset)
        offset += LENGTH.size
        sealed = content[offset : offset + length]
        text = None
        for last in (False, True):
            with contextlib.suppress(SealBrokenError):
                text = box.open(sealed, snapshot.place_of(bound, number, last))
        yield text
        offset, number = offset + length, number + 1


def _cut(lines: list[bytes], counts: list[tuple[str, int]]) -> RawTables:
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
