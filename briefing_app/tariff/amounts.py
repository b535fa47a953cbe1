"""Numbers as people type them: commas between thousands, full-width figures of a Japanese keyboard."""

from __future__ import annotations

import re
import unicodedata

# A comma that is not followed by exactly three figures may be meant for a decimal point.
_GROUPED = re.compile(r"(?<![\d.,])\d{1,3}(?:,\d{3})+(?![\d,])")

_DOUBTFUL = re.compile(r"[1-9]\d{0,2}\.\d{3}")


def is_doubtful(plain: str) -> bool:
    """Whether a point stands where half of the world sets off thousands: ``30.000``, ``1.000``."""
    return _DOUBTFUL.fullmatch(plain) is not None


def ungrouped(text: str) -> str:
    """The text in plain figures, without the commas that set off thousands (``30,000`` is ``30000``).

    Any other comma stays where it is, so that ``30000,50`` is refused by whoever reads the number and never
    taken for three million.
    """
    plain = text if text.isascii() else unicodedata.normalize("NFKC", text).replace("−", "-")
    return _GROUPED.sub(lambda found: found[0].replace(",", ""), plain) if "," in plain else plain
