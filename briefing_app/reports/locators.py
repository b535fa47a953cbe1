"""Where in a source: ``^source[p. 12]`` in a text, or the place that a note's quotation records.

The place stands behind the number of the source and once more in the list of sources.
"""

from __future__ import annotations

import re

from briefing_app.domain.records import Note, Quotation

_PLACE = re.compile(r"\s?\[(?P<place>[^\[\]\n^@]{1,40})\](?!\()")
# A quotation and the source behind it are one paragraph or one block quotation.
_REACH = 400
_SHORTEST = 12


def after(text: str, at: int) -> tuple[str, int]:
    """The place in brackets that a text goes on with, and where it ends; "" and ``at`` for none."""
    found = _PLACE.match(text, at)
    return (found["place"].strip(), found.end()) if found else ("", at)


def with_places(note: Note) -> str:
    """The text of a note; a quotation's source that is cited without its place gets it."""
    body = note.body
    for quotation in note.quotations:
        if quotation.locator and quotation.source:
            body = _with_place(body, quotation)
    return body


def _with_place(body: str, quotation: Quotation) -> str:
    first = quotation.text.strip().split("\n")[0].strip()[:60]
    begin = body.find(first) if len(first) >= _SHORTEST else -1
    if begin < 0:
        return body
    cited = re.compile(rf"\^{re.escape(quotation.source)}(?![\w-])")
    found = cited.search(body, begin, begin + len(quotation.text) + _REACH)
    if found is None or after(body, found.end())[0] or quotation.locator in body[begin : found.start()]:
        return body
    return f"{body[: found.end()]}[{quotation.locator}]{body[found.end() :]}"
