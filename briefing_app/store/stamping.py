"""What the store writes on every document besides its fields, so that workspaces can be merged later.

``uid`` identifies the record everywhere (TinyDB ids stay local). ``_rev`` is ``generation-hash`` as in the
CouchDB protocol, the hash covering the content and the revision before it; ``_revs`` names the last
revisions before, newest first. ``_device`` and ``_clock`` say who wrote it and when on the hybrid clock.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from dataclasses import fields as fields_of
from functools import cache, lru_cache
from typing import Any, Literal, get_origin, get_type_hints

import orjson

from briefing_app.domain.records import RECORD_TYPES, Basket, Kind, Record
from briefing_app.store import basket_text, codec, json_text, stored_codec
from briefing_app.store.clock import Moment

_KEPT_REVISIONS = 10
_FREE_FIELDS = frozenset({"scenario", "basket", "briefing"})
"""Kinds with fields that may hold any JSON value."""
_SHA256 = hashlib.sha256()
_CHANGED = b'","_changed":"'
_UID = b'{"uid":"'
_LINE = re.compile(rb'\{"uid":"[^"\\]*","_rev":"([^"\\]*)","_revs":\[([^]\\]*)\],"_created":"([^"\\]*)"')


@dataclass(frozen=True)
class RecordMeta:
    """What the store knows of a record: when it came, when it last changed (UTC), its revision.

    ``revisions`` are the last ones before it, newest first; ``device`` and ``clock`` say who wrote it and
    when on the hybrid clock.
    """

    created: str
    changed: str
    revision: str
    revisions: tuple[str, ...] = ()
    device: str = ""
    clock: str = ""


class Stamp:
    """When and by whom a set of changes is made, and that part of a document as it is written."""

    __slots__ = ("at", "clock", "written")

    def __init__(self, moment: Moment, device: str) -> None:
        self.at, self.clock = at, clock = moment.iso, str(moment)
        self.written = f'"_changed":"{at}","_device":{_json(device)},"_clock":"{clock}"'.encode()


def stamp(record: Record, previous: bytes | None, made: Stamp) -> bytes:
    """The JSON text of a record as it is stored, after the stored text ``previous``."""
    content = _content(record)
    uid = orjson.dumps(record.id)
    before = created = b""
    revisions: bytes = b""
    if previous is not None:
        before, revisions, created = _line_of(previous)
    revision = _revision(content, before)
    created = created or made.at.encode()
    if content[:1] == b" ":
        content, space = content.lstrip(b" "), b" "
    else:
        space = b""
    return b'%b{"uid":%b,"_rev":"%b","_revs":[%b],"_created":"%b",%b,%b' % (
        space, uid, revision, revisions, created, made.written, content[1:],
    )  # fmt: skip


def _line_of(text: bytes) -> tuple[bytes, bytes, bytes]:
    """Of a stored text: its revision; this and the ones before as they are written in what follows; when the
    record came.
    """
    found = _LINE.match(text)
    if found is None:
        document = json_text.decode(text)
        before, created = str(document["_rev"]).encode(), str(document["_created"]).encode()
        older = orjson.dumps(document.get("_revs", []))[1:-1]
    else:
        before, older, created = found.groups()
    if older.count(b",") >= _KEPT_REVISIONS - 1:
        older = older[: older.rindex(b",")]
    return before, b'"%b",%b' % (before, older) if older else b'"%b"' % before, created


def _content(record: Record) -> bytes:
    """The fields of a record as JSON with sorted keys, without its id."""
    fields = record.__dict__
    for name in _with_objects(record.record_kind):
        if fields[name]:
            break
    else:
        fields = fields.copy()  # texts, flags and lists of texts only: as they stand
        del fields["id"]
        return json_text.encode_strict(fields)
    if isinstance(record, Basket) and (content := basket_text.content_of(record)) is not None:
        return content
    fields = codec.encode(record)
    del fields["id"]
    encode = json_text.encode_sorted if record.record_kind in _FREE_FIELDS else json_text.encode_strict
    return encode(fields)


@cache
def _with_objects(kind: Kind) -> tuple[str, ...]:
    """The fields of a kind that may hold more than texts, flags and lists of texts."""
    type_ = RECORD_TYPES[kind]
    hints = get_type_hints(type_)
    plain = {str, bool, tuple[str, ...]}
    return tuple(
        each.name
        for each in fields_of(type_)
        if hints[each.name] not in plain and get_origin(hints[each.name]) is not Literal
    )


def restamped(document: dict[str, Any], device: str) -> dict[str, Any]:
    """A document of format 1 with the stamp of today: its revision starts a new line."""
    fields = {key: value for key, value in document.items() if key != "uid" and not key.startswith("_")}
    moment = Moment(0)
    return {
        "uid": document["uid"],
        "_rev": _revision(json_text.encode_sorted(fields), b"").decode(),
        "_revs": [],
        "_created": document["_created"],
        "_changed": document["_changed"],
        "_device": device,
        "_clock": str(moment),
        **fields,
    }


def read(kind: Kind, text: bytes) -> tuple[Record, RecordMeta]:
    """The record and its stamp. Raises RecordError for a document that is not one of ours."""
    document = json_text.decode(text)
    return stored_codec.decode(kind, document), meta_of(document)


def meta_of(document: dict[str, Any]) -> RecordMeta:
    """The stamp of a stored document."""
    return RecordMeta(
        document["_created"], document["_changed"], document["_rev"], tuple(document.get("_revs", ())),
        document.get("_device", ""), document.get("_clock", ""),
    )  # fmt: skip


def changed_of(text: bytes) -> str:
    """When a stored text was written, found without parsing the rest where possible."""
    start = text.find(_CHANGED, 0, 1000)
    if start >= 0 and text.startswith(_UID) and text.find(b"\\", 0, start) < 0:
        start += len(_CHANGED)
        return text[start : text.index(b'"', start)].decode()
    return meta_of(json_text.decode(text)).changed


def uid_of(text: bytes) -> str:
    """The record's id in a stored text, found without parsing the rest where possible."""
    if text.startswith(_UID):
        end = text.index(b'"', len(_UID))
        uid = text[len(_UID) : end]
        if b"\\" not in uid:
            return uid.decode()
    return str(json_text.decode(text)["uid"])


def is_intact(text: bytes) -> bool:
    """Whether the content is what the revision was computed from."""
    try:
        document = json_text.decode(text)
        fields = {key: value for key, value in document.items() if key != "uid" and not key.startswith("_")}
        before = document["_revs"][0].encode() if document["_revs"] else b""
        return bool(document["_rev"].encode() == _revision(json_text.encode_sorted(fields), before))
    except (ValueError, KeyError, TypeError, AttributeError, IndexError):
        return False


def _revision(content: bytes, before: bytes) -> bytes:
    generation = int(before.partition(b"-")[0]) + 1 if before else 1
    digest = _SHA256.copy()  # a new one would be looked up in the whole library of them first
    digest.update(before + content)
    return b"%d-%b" % (generation, digest.hexdigest()[:16].encode())


@lru_cache(maxsize=8)
def _json(text: str) -> str:
    return orjson.dumps(text).decode()
