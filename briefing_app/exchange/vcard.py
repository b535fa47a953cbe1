"""Contacts: vCard 4.0 out, 4.0, 3.0 and 2.1 in.

Written so that an address book shows the right thing and so that nothing is lost on the way back: names in
several scripts share an ALTID (RFC 6350), readings travel both as ``PHONETIC`` (RFC 9554) and as the
``X-PHONETIC-…`` properties that phones know, and what a vCard has no word for (dated posts, positions,
relations) travels in ``X-BRIEFING-DESK``. On the way in a visible field wins over that hidden copy, because
somebody may have edited it elsewhere.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
from collections.abc import Callable, Iterable
from dataclasses import replace

from briefing_app.domain import photos
from briefing_app.domain.ids import new_id
from briefing_app.domain.records import Person, PersonName, Post
from briefing_app.errors import BriefingError, UsageError
from briefing_app.exchange import vcard_lines
from briefing_app.exchange.name_scripts import kana_reading, script_of
from briefing_app.exchange.result import ImportResult, Problem
from briefing_app.exchange.vcard_lines import Line, escape
from briefing_app.store import codec

LARGEST_PHOTO = 10_000_000
_HIDDEN = "X-BRIEFING-DESK"
_LANGUAGES = {
    "Jpan": "ja",
    "Latn": "en",
    "Hira": "ja",
    "Kana": "ja",
    "Hang": "ko",
    "Kore": "ko",
    "Hans": "zh-Hans",
    "Hant": "zh-Hant",
    "Cyrl": "ru",
}
_CONTACTS = {"TEL": "phone", "EMAIL": "email", "URL": "web", "IMPP": "chat"}


def write(
    people: Iterable[Person], photo: Callable[[str], bytes | None] | None = None, *, private: bool = False
) -> bytes:
    """A vCard 4.0 file with one card a person, UTF-8, lines folded at 75 octets.

    ``photo`` gives the picture of a SHA-256. Private remarks are in it only where ``private`` asks for them.
    """
    kept = (person if private else replace(person, private_note="") for person in people)
    lines = [line for person in kept for line in _card(person, photo)]
    return "".join(f"{vcard_lines.fold(line)}\r\n" for line in lines).encode()


def read(content: bytes) -> ImportResult:
    """The people of a vCard file. Raises UsageError if it holds no card at all; faulty cards are named."""
    people: list[Person] = []
    problems: list[Problem] = []
    pictures: list[bytes] = []
    cards = list(_cards(vcard_lines.decode(content), problems))
    if not cards and any("END:VCARD" in str(problem) for problem in problems):
        raise UsageError(
            "The card in this file is cut off: it has no END:VCARD.", hint="Export it once more, whole."
        )
    if not cards:
        raise UsageError("This file holds no contact.", hint="A vCard begins with BEGIN:VCARD.")
    for number, lines in enumerate(cards, 1):
        place = f"card {number} (line {lines[0].number if lines else '?'})"
        try:
            person, photo = _person(lines)
        except BriefingError as error:
            problems.append(Problem(place, str(error)))
            continue
        if photo and (fault := _photo_fault(photo)):
            problems.append(Problem(place, fault, fatal=False))
            person, photo = replace(person, photo=""), b""
        people.append(person)
        if photo:
            pictures.append(photo)
    return ImportResult(tuple(people), tuple(problems), len(cards), tuple(pictures))


# --- out ---------------------------------------------------------------------------------------------


def _card(person: Person, photo: Callable[[str], bytes | None] | None = None) -> list[str]:
    shown = next((name for name in person.names if name.script == "Latn"), person.names[0])
    post = next((post for post in reversed(person.posts) if not post.to), None)
    lines = ["BEGIN:VCARD", "VERSION:4.0", f"UID:{escape(person.id)}"]
    several = len(person.names) > 1
    for name in sorted(person.names, key=lambda each: each is not shown):
        lines += _name_lines(name, several)
    if post:
        lines.append(f"TITLE:{escape(post.title)}")
        if post.organisation:
            lines.append(f"ORG:{escape(post.organisation)}")
    for key, value in person.contact.items():
        first = key.partition(" ")[0]  # "email 2" of somebody who was made one of two
        known = next((tag for tag, word in _CONTACTS.items() if word == first), None)
        if known:
            lines.append(f"{known}:{escape(value)}")
    if person.tags:
        lines.append("CATEGORIES:" + ",".join(escape(tag) for tag in person.tags))
    if remark := "\n".join(filter(None, (person.marking, person.note))):
        lines.append(f"NOTE:{escape(remark)}")  # a card has no word of its own for a marking
    if person.photo and photo is not None and (content := photo(person.photo)):
        lines += _photo_lines(content)
    hidden = json.dumps(codec.encode(person), ensure_ascii=False, separators=(",", ":"))
    return [*lines, f"{_HIDDEN}:{escape(hidden)}", "END:VCARD"]


def _photo_lines(content: bytes) -> list[str]:
    """The picture as a data address; one that cannot be read any more is left out."""
    try:
        kind = photos.shape_of(content).kind
    except UsageError:
        return []
    return [f"PHOTO:data:image/{kind};base64,{base64.b64encode(content).decode()}"]


def _name_lines(name: PersonName, several: bool) -> list[str]:
    marks = (";ALTID=1" if several else "") + f";LANGUAGE={_LANGUAGES.get(name.script, 'und')}"
    family, _, given = name.reading.partition(" ")
    order = f';SORT-AS="{family},{given}"' if given and '"' not in name.reading else ""
    lines = [
        f"FN{marks}:{escape(name.full)}",
        f"N{marks}{order}:{escape(name.family)};{escape(name.given)};;;",
    ]
    if name.reading:
        lines += [
            f"N;ALTID=1;PHONETIC=script;SCRIPT=Hira:{escape(family)};{escape(given)};;;",
            f"X-PHONETIC-LAST-NAME:{escape(family)}",
            f"X-PHONETIC-FIRST-NAME:{escape(given)}",
        ]
    return lines


# --- in ----------------------------------------------------------------------------------------------


def _cards(text: str, problems: list[Problem]) -> Iterable[list[Line]]:
    """The lines of each card between BEGIN and END; a nested card (AGENT of version 2.1) is skipped."""
    card: list[Line] | None = None
    depth = 0
    for line in vcard_lines.read_lines(text):
        if isinstance(line, UsageError):
            problems.append(Problem("file", str(line), fatal=False))
        elif line.name == "BEGIN" and line.value.strip().upper() == "VCARD":
            depth += 1
            card = [] if depth == 1 else card
        elif line.name == "END" and line.value.strip().upper() == "VCARD":
            if depth == 1 and card is not None:
                yield card
            depth = max(0, depth - 1)
            card = card if depth else None
        elif depth == 1 and card is not None:
            card.append(line)
    if card is not None:
        problems.append(Problem("file", "the last card has no END:VCARD and was left out"))


def _person(lines: list[Line]) -> tuple[Person, bytes]:
    first: Callable[[str], str] = lambda name: next(  # noqa: E731
        (line.text().strip() for line in lines if line.name == name), ""
    )
    hidden = _hidden_record(first(_HIDDEN))
    names = _names(lines, hidden)
    if not names:
        raise UsageError("the card has no name (neither FN nor N)")
    person = (
        replace(hidden, names=names) if hidden else Person(id=first("UID") or new_id("person"), names=names)
    )
    title, organisation = first("TITLE"), next((x.parts() for x in lines if x.name == "ORG"), [""])
    if title and not any(post.title == title for post in person.posts):
        post = Post(title=title, organisation=", ".join(part for part in organisation if part))
        person = replace(person, posts=(*person.posts, post))
    contact = dict(person.contact)
    for tag, word in _CONTACTS.items():
        value = first(tag).removeprefix("tel:").removeprefix("mailto:")
        if value:
            contact[word] = value
    tags = [tag for line in lines if line.name == "CATEGORIES" for tag in vcard_lines.split(line.value, ",")]
    photo = _photo(lines)
    person = replace(
        person,
        contact=contact,
        note=_unmarked(first("NOTE"), person.marking) or person.note,
        tags=tuple(vcard_lines.unescape(tag).strip() for tag in tags if tag.strip()) or person.tags,
        photo=hashlib.sha256(photo).hexdigest() if photo else person.photo,
    )
    return person, photo


def _unmarked(note: str, marking: str) -> str:
    """A remark without the marking that was written above it."""
    first, _, rest = note.partition("\n")
    return rest if marking and first == marking else note


def _hidden_record(text: str) -> Person | None:
    """The full record of a card that this program wrote; None when it is absent or not readable any more."""
    if not text:
        return None
    try:
        record = codec.decode("person", json.loads(text))
    except (ValueError, BriefingError):
        return None
    return record if isinstance(record, Person) else None


def _names(lines: list[Line], hidden: Person | None) -> tuple[PersonName, ...]:
    full = [line for line in lines if line.name == "FN" and line.text().strip()]
    structured = [line for line in lines if line.name == "N" and "PHONETIC" not in line.parameters]
    readings = [line for line in lines if line.name == "N" and "PHONETIC" in line.parameters]
    reading = _reading(lines, readings)
    if not full:
        full = [
            replace(line, value=escape(_joined(line.parts()))) for line in structured if any(line.parts())
        ]
    names = []
    for line in full:
        text = line.text().strip()
        language = line.parameter("LANGUAGE")
        parts = next((n.parts() for n in structured if n.parameter("LANGUAGE") == language), ["", ""])
        script = script_of(text, language=language)
        known = next((name for name in (hidden.names if hidden else ()) if name.full == text), None)
        names.append(
            known
            or PersonName(
                full=text,
                script=script,
                family=parts[0],
                given=parts[1] if len(parts) > 1 else "",
                reading=reading if script == "Jpan" or len(full) == 1 else "",
            )
        )
    if hidden is not None and set(names) == set(hidden.names):
        return hidden.names  # in their own order: the one shown had gone out first
    return tuple(dict.fromkeys(names))


def _reading(lines: list[Line], readings: list[Line]) -> str:
    """How the name is said, wherever a program puts that, the surest place first."""
    if readings:
        return " ".join(part for part in readings[0].parts()[:2] if part)
    wanted = ("X-PHONETIC-LAST-NAME", "X-PHONETIC-FIRST-NAME")
    parts = [next((line.text() for line in lines if line.name == name), "") for name in wanted]
    if sound := " ".join(part for part in parts if part):
        return kana_reading(sound) or sound
    told = next((line.text() for line in lines if line.name == "SOUND"), "").replace(";", " ").strip()
    if told:
        return kana_reading(told) or told
    sorted_as = [line.parameter("SORT-AS") for line in lines if line.name in {"N", "FN"}]
    sorted_as += [line.text() for line in lines if line.name == "SORT-STRING"]
    return next((said for each in sorted_as if (said := kana_reading(*each.split(",")))), "")


def _joined(parts: list[str]) -> str:
    family, given = [*parts, "", ""][:2]
    return f"{family}{given}" if script_of(family) == "Jpan" else f"{given} {family}".strip()


def _photo_fault(photo: bytes) -> str:
    """Why a picture is not taken although its card is; empty if it is."""
    try:
        photos.shape_of(photo)
    except UsageError as error:
        return f"the photo is left out: {error}"
    return ""


def _photo(lines: list[Line]) -> bytes:
    line = next((line for line in lines if line.name == "PHOTO"), None)
    if line is None:
        return b""
    value = line.value
    if value.startswith("data:"):
        value = value.partition(",")[2]
    elif line.parameter("ENCODING").upper() not in ("B", "BASE64"):
        return b""
    if len(value) > LARGEST_PHOTO * 4 // 3:
        raise UsageError(f"the photo is larger than {LARGEST_PHOTO // 1_000_000} MB")
    try:
        return base64.b64decode("".join(value.split()), validate=True)
    except binascii.Error as error:
        raise UsageError("the photo is damaged (not base64)") from error
