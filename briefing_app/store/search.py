"""Search over the text of records: width, case, accents and kana folded, words and Japanese alike."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from briefing_app.domain.records import Kind
from briefing_app.domain.records import Record as AnyRecord
from briefing_app.store import codec, search_text
from briefing_app.store.search_text import fold

__all__ = ["Hit", "fold", "hit_in", "match", "searchable_text"]


@dataclass(frozen=True)
class Hit:
    """A record that matches: ``snippet`` is plain text around the first match, ``score`` higher is better."""

    kind: Kind
    id: str
    title: str
    snippet: str
    score: float


def searchable_text(record: AnyRecord) -> str:
    """Every text of a record that a person would look for, one field a line, title first."""
    title, body = search_text.title_and_body(codec.encode(record))
    return f"{title}\n{body}" if body else title


def match(record: AnyRecord, query: str) -> Hit | None:
    """A hit if every word of ``query`` stands in the record, else None."""
    return hit_in(record.record_kind, {**codec.encode(record), "uid": record.id}, search_text.words(query))


def hit_in(kind: Kind, document: Mapping[str, Any], words: list[str]) -> Hit | None:
    """A hit if every folded word stands somewhere in the text of a stored document, else None."""
    title, body = search_text.title_and_body(document)
    text = f"{title}\n{body}"
    folded = fold(text)
    if not words or not all(word in folded for word in words):
        return None
    folded_title = fold(title)
    score = float(sum(folded.count(word) + (10 if word in folded_title else 0) for word in words))
    return Hit(kind, str(document["uid"]), title, snippet(title, body, words), score)


def snippet(title: str, body: str, words: list[str], width: int = 80) -> str:
    """Plain text of about ``width`` characters around the first word that stands in the body or the title."""
    for text in (body, title):
        for word in words:
            place = _place(text, word)
            if place >= 0:
                start = max(0, place - width // 2)
                cut = " ".join(text[start : start + width].split())
                return ("…" if start else "") + cut + ("…" if start + width < len(text) else "")
    return " ".join((body or title)[:width].split())


def _place(text: str, word: str) -> int:
    """Where a folded word begins in unfolded text, or -1."""
    quick = text.find(word)
    if quick >= 0:
        return quick
    lowered = text.lower()
    if len(lowered) == len(text) and (quick := lowered.find(word)) >= 0:
        return quick
    folded = fold(text)
    place = folded.find(word)
    if place < 0 or len(folded) == len(text):
        return place
    low, high = 0, len(text)  # folding changed the length: the shortest beginning that folds beyond the place
    while low < high:
        middle = (low + high) // 2
        if len(fold(text[:middle])) <= place:
            low = middle + 1
        else:
            high = middle
    return max(0, low - 1)
