"""Notes that say the same in two languages: which is the original, and whether the translation still fits."""

from __future__ import annotations

import hashlib
from dataclasses import replace

from briefing_app.domain.records import Note


def fingerprint(note: Note) -> str:
    """What a translation remembers of its original: 16 hex digits of SHA-256 over title and text.

    Space at line ends and empty lines do not count: they change nothing that would be translated.
    """
    lines = [line.rstrip() for line in (note.title, *note.body.splitlines()) if line.strip()]
    return hashlib.sha256("\n".join(lines).encode("utf-8", "replace")).hexdigest()[:16]


def is_out_of_date(translation: Note, original: Note) -> bool:
    """Whether the original changed after it was translated."""
    return translation.translation_of == original.id and translation.translated_text != fingerprint(original)


def up_to_date(translation: Note, original: Note) -> Note:
    """The translation, said to fit the original as it is now."""
    return replace(translation, translation_of=original.id, translated_text=fingerprint(original))


def other_language(language: str) -> str:
    """The language a pair is completed in."""
    return "en" if language == "ja" else "ja"
