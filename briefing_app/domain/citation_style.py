"""One style of citation, in English and Japanese, wherever a source is named in full."""

from __future__ import annotations

import re
import unicodedata

from briefing_app.domain.date_words import Language, words
from briefing_app.domain.fuzzydate import is_edtf
from briefing_app.domain.records import Quotation, Source

_PAGE = re.compile(
    r"(?<![A-Za-z])(?:p|pp|pg|page|pages)[. ]\s?(\d{1,5})(?!\d)|(?<!\d)(\d{1,5})\s?(?:頁|ページ)",
    re.IGNORECASE,
)


def citation(source: Source, language: Language = "en", locator: str = "") -> str:
    """``Publisher, "Title", 23 May 2025, p. 4, address (read on 1 June 2025)``; parts not known are left out.

    ``locator`` is the place in the source that is meant, such as a page.
    """
    day, read_on = _said(source.date, language), _said(source.read_on, language)
    if language == "ja":
        head = f"{source.publisher}「{source.title}」"
        parts = [part for part in (head, day, locator, source.locator) if part]
        return "、".join(parts) + (f"（{read_on}閲覧）" if read_on else "")
    parts = [part for part in (source.publisher, f"“{source.title}”", day, locator, source.locator) if part]
    return ", ".join(parts) + (f" (read on {read_on})" if read_on else "")


def quotation_block(quotation: Quotation) -> str:
    """A quotation as a block of Markdown: the words, who said them when and where, the own translation.

    The speaker is a link where it is the id of a person; the source is cited, so that a click leads to it.
    """
    lines = [f"> {line}" if line else ">" for line in quotation.text.strip().split("\n")]
    speaker = f"@{quotation.speaker}" if _is_handle(quotation.speaker) else quotation.speaker
    told = [part for part in (speaker, _said(quotation.date, "en"), quotation.locator) if part]
    if quotation.language == "ja":
        told = [part for part in (speaker, _said(quotation.date, "ja"), quotation.locator) if part]
    tail = ("、" if quotation.language == "ja" else ", ").join(told)
    cited = f" ^{quotation.source}" if quotation.source else ""
    if tail or cited:
        lines += [">", f"> — {tail}{cited}".rstrip()]
    if quotation.translation.strip():
        lines += [">"] + [
            f"> *{line}*" if line else ">" for line in quotation.translation.strip().split("\n")
        ]
    return "\n".join(lines)


def page_of(locator: str) -> int:
    """The page that a locator names (``p. 4``, ``pp. 12-13``, ``4頁``); 0 where it names none."""
    found = _PAGE.search(unicodedata.normalize("NFKC", locator)[-200:])
    return int(found[1] or found[2]) if found else 0


def _is_handle(speaker: str) -> bool:
    return bool(speaker) and speaker[0].isascii() and speaker[0].isalpha() and all(
        letter.isascii() and (letter.isalnum() or letter in "-_") for letter in speaker
    )  # fmt: skip


def _said(edtf: str, language: Language) -> str:
    return words(edtf, language) if edtf and is_edtf(edtf) else edtf
