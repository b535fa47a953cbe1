"""Lists typed into one line: codes and countries, with Japanese commas and full-width figures."""

from __future__ import annotations

import re
import unicodedata

from briefing_app.app.error_words import told
from briefing_app.errors import BriefingError
from briefing_app.tariff.origins import parse_origin
from briefing_app.ui.tariff.words import COUNTRIES, EU, country

COMMAS = ",、，;；"


def parts(text: str, marks: str = COMMAS) -> list[str]:
    """What stands between the marks of a list, Japanese ones too."""
    return [part.strip() for part in re.split(f"[{marks}]", text) if part.strip()]


def codes_typed(text: str) -> tuple[str, ...]:
    """Codes of goods as plain figures, whatever they are parted by; what is no code stays as it is."""
    return tuple(part.replace(".", "") for part in parts(unicodedata.normalize("NFKC", text)))


def origin_typed(text: str) -> str:
    """A country by code or name, or the Union. Raises UsageError for others."""
    plain = unicodedata.normalize("NFKC", text)
    by_name = next((code for code, _name in COUNTRIES if country(code) == plain), plain)
    return EU if plain.upper() in {EU, country(EU).upper()} else parse_origin(by_name)


def origin_fault(error: BriefingError) -> str:
    """What is wrong with a country, without the name of its field: it stands below it."""
    why = error.message.removeprefix("origin: ")
    return " ".join(filter(None, (told(why), told(error.hint))))
