"""Search over the text of records: width, case, accents and kana folded, words and Japanese alike."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from briefing_app.domain.records import Kind, title_of
from briefing_app.domain.records import Record as AnyRecord
from briefing_app.store import codec

_HIRAGANA_TO_KATAKANA = {code: code + 0x60 for code in range(0x3041, 0x3097)}
_SKIPPED = {"id", "kind", "status", "script", "edtf", "sha256", "marking", "zone"}


@dataclass(frozen=True)
class Hit:
    """A record that matches: ``snippet`` is plain text around the first match, ``score`` higher is better."""

    kind: Kind
    id: str
    title: str
    snippet: str
    score: float


def fold(text: str) -> str:
    """The form in which text is compared: NFKC, no accents, no case, hiragana as katakana."""
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    kept = "".join(
        character
        for character in plain
        if not unicodedata.combining(character) or character in "\u3099\u309a"
    )
    return unicodedata.normalize("NFC", kept).translate(_HIRAGANA_TO_KATAKANA)


def searchable_text(record: AnyRecord) -> str:
    """Every text of a record that a person would look for, one field a line, title first."""
    return "\n".join(dict.fromkeys([title_of(record), *_texts(codec.encode(record))]))


def match(record: AnyRecord, query: str) -> Hit | None:
    """A hit if every word of ``query`` stands in the record, else None."""
    words = fold(query).split()
    text = searchable_text(record)
    folded = fold(text)
    if not words or not all(word in folded for word in words):
        return None
    title = fold(title_of(record))
    score = float(sum(folded.count(word) + (10 if word in title else 0) for word in words))
    return Hit(record.record_kind, record.id, title_of(record), _snippet(text, words[0]), score)


def _texts(value: Any, key: str = "") -> Iterator[str]:
    if isinstance(value, dict):
        for name, item in value.items():
            yield from _texts(item, name)
    elif isinstance(value, list):
        for item in value:
            yield from _texts(item, key)
    elif isinstance(value, str) and value and key not in _SKIPPED:
        yield value


def _snippet(text: str, word: str, width: int = 80) -> str:
    flat = " ".join(text.split())
    place = fold(flat).find(word)
    start = max(0, place - width // 2)
    cut = flat[start : start + width]
    return ("…" if start else "") + cut + ("…" if start + width < len(flat) else "")
