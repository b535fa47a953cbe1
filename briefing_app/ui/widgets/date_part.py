"""Dates inside small records: shown in words, typed in words, kept as EDTF."""

from __future__ import annotations

from briefing_app.app.i18n import language
from briefing_app.domain.date_words import words
from briefing_app.domain.fuzzydate import is_edtf
from briefing_app.domain.typed_dates import understand


def date_words(edtf: str) -> str:
    """A date in the words of the window; what is no date as it stands."""
    return words(edtf, language()) if edtf and is_edtf(edtf) else edtf


def date_typed(text: str) -> str:
    """EDTF for a typed date; empty stays empty. Raises DateError with what to write instead."""
    return understand(text, language=language()).edtf if text.strip() else ""
