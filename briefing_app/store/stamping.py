"""What the store writes on every document besides its fields, so that workspaces can be merged later.

``uid`` identifies the record everywhere (TinyDB ids stay local). ``_rev`` is ``generation-hash`` as in the
CouchDB protocol, the hash covering the content and the revision before it; ``_revs`` names the last
revisions before, newest first. ``_device`` and ``_clock`` say who wrote it and when on the hybrid clock.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from dataclasses import fields as fields_of
from functools import cache
from typing import Any, Literal, get_origin, get_type_hints

import orjson

from briefing_app.domain.records import RECORD_TYPES, Kind, Record
from briefing_app.store import codec, json_text, stored_codec
from briefing_app.store.clock import Moment

_KEPT_REVISIONS = 10
_FREE_FIELDS = frozenset({"scenario", "basket", "briefing"})
"""Kinds with fields that may hold any JSON value."""
_CHANGED = b'","_changed":"'
_CLOCK = b'","_clock":"'
_UID = b'{"uid":"'


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


def stamp(record: Record, previous: RecordMeta | None, moment: Moment, device: str) -> bytes:
    """The JSON text of a record as it is stored, after ``previous``."""
    content = _content(record)
    before = (previous.revision, *previous.revisions)[:_KEPT_REVISIONS] if previous else ()
    head = {
        "uid": record.id,
        "_rev": _revision(content, before[0] if before else ""),
        "_revs": before,
        "_created": previous.created if previous else moment.iso,
        "_changed": moment.iso,
        "_device": device,
        "_clock": str(moment),
    }
    text = orjson.dumps(head)[:-1] + b"," + content.lstrip(b" ")[1:]
    return b" " + text if content[:1] == b" " else text


def _content(record: Record) -> bytes:
    """The fields of a record as JSON with sorted keys, without its id."""
    fields = record.__dict__
    if all(fields[name] == () for name in _with_objects(record.record_kind)):
        fields = fields.copy()  # texts, flags and lists of texts only: as they stand
        del fields["id"]
        return json_text.encode_strict(fields)
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
        "_rev": _revision(json_text.encode_sorted(fields), ""),
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


def meta_in(text: bytes) -> RecordMeta:
    """The stamp in a stored text, found without parsing the rest where possible."""
    if text.startswith(_UID):
        end = text.find(_CLOCK, 0, 1500)
        end = text.find(b'"', end + len(_CLOCK)) if end >= 0 else -1
        if end >= 0 and text.find(b"\\", 0, end) < 0:
            return meta_of(orjson.loads(text[: end + 1] + b"}"))
    return meta_of(json_text.decode(text))


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
        before = document["_revs"][0] if document["_revs"] else ""
        return bool(document["_rev"] == _revision(json_text.encode_sorted(fields), before))
    except (ValueError, KeyError, TypeError, AttributeError, IndexError):
        return False


def _revision(content: bytes, before: str) -> str:
    generation = int(before.partition("-")[0]) + 1 if before else 1
    digest = hashlib.sha256(before.encode())
    digest.update(content)
    return f"{generation}-{digest.hexdigest()[:16]}"
