"""Photographs on paper: the picture as it is kept, in a frame that the typesetter takes, and its words."""

from __future__ import annotations

import base64
from dataclasses import dataclass

from briefing_app.domain import photos
from briefing_app.domain.records import Person
from briefing_app.errors import UsageError
from briefing_app.reports import labels, wording
from briefing_app.reports.clean import LONGEST_WORD
from briefing_app.reports.desk import Desk

# Content is plain text, in which words too long for any column are broken: shorter ones pass untouched, and
# blanks inside of base64 mean nothing.
_PIECE = LONGEST_WORD - 2


@dataclass(frozen=True)
class Portrait:
    """A photo as SVG, what it shows in words, and whose it is and when it was taken."""

    svg: str = ""
    alt: str = ""
    credit: str = ""


def portrait(desk: Desk, person: Person, name: str) -> Portrait:
    """The photo of somebody; empty where there is none. One that cannot be printed is told."""
    if not person.photo:
        return Portrait()
    content = desk.workspace.photo(person.photo)
    try:
        shape = photos.shape_of(content or b"")
    except UsageError:
        desk.tell("warn", f"The photo of {name} is damaged and is not printed.", f"person-{person.id}")
        return Portrait()
    words = labels.words(desk.language)
    credit = person.photo_credit or words["no_credit"]
    if not person.photo_credit:
        text = f"The photo of {name} has no credit."
        desk.tell("warn", text, f"person-{person.id}", target=f"person:{person.id}")
    taken = wording.edtf(person.photo_date, desk.dates) if person.photo_date else ""
    said = words["photo_credit"].format(credit=credit)
    return Portrait(
        _framed(content or b"", shape),
        words["photo_of"].format(name=name),
        ", ".join(part for part in (said, taken) if part),
    )


def _framed(content: bytes, shape: photos.PhotoShape) -> str:
    text = base64.b64encode(content).decode()
    pieces = " ".join(text[at : at + _PIECE] for at in range(0, len(text), _PIECE))
    size = f'width="{shape.width}" height="{shape.height}"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" {size}>'
        f'<image {size} href="data:image/{shape.kind};base64, {pieces}"/></svg>'
    )
