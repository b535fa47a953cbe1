"""Notes as text files: Markdown, with the note's other fields as TOML between two lines of ``+++``."""

from __future__ import annotations

import re
import tomllib
from dataclasses import replace
from datetime import date, datetime
from pathlib import PurePath
from typing import Any, cast

from briefing_app.domain.records import Note
from briefing_app.errors import RecordError, UsageError
from briefing_app.store import codec

FENCE = "+++"
_MARKING = re.compile(r"<!-- marking: [^\n]*-->\n(?=\+\+\+)")


def read_note(text: str, name: str) -> Note:
    """The note in a Markdown file. ``name`` is the file's name: the title where the text gives none, and the
    place named in a message. Raises RecordError or UsageError if the front matter cannot be read."""
    front, body = _parted(unmarked(text.removeprefix("\ufeff").replace("\r\n", "\n")), name)
    try:
        fields = tomllib.loads(front)
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"{name}: the front matter is not valid TOML: {error}.") from error
    if "body" in fields:
        raise UsageError(
            f'{name}: unknown key "body" in the front matter.', hint="The text below it is the body."
        )
    fields.setdefault("title", _heading(body) or PurePath(name).stem)
    try:
        note = cast(Note, codec.decode("note", _plain(fields)))
    except RecordError as error:
        raise RecordError(f"{name}: {error.message}", faults=error.faults, hint=error.hint) from error
    return replace(note, body=body)


def write_note(note: Note) -> str:
    """The Markdown file of a note; ``read_note`` reads it back unchanged."""
    fields = codec.encode(note)
    body = fields.pop("body")
    quotations = fields.pop("quotations")
    lines = [f"{key} = {_toml(value)}" for key, value in fields.items() if value not in ("", [])]
    for quotation in quotations:
        lines += ["", "[[quotations]]"]
        lines += [f"{key} = {_toml(value)}" for key, value in quotation.items() if value != ""]
    return "\n".join([FENCE, *lines, FENCE, body])


def marked(text: str, marking: str) -> str:
    """The text of a file with the marking of all that is in it on the first line; as it is without one."""
    said = " ".join(marking.split()).replace("--", "- -")
    return f"<!-- marking: {said} -->\n{text}" if said else text


def unmarked(text: str) -> str:
    """The text below that line, which belongs to the file and to no note."""
    return _MARKING.sub("", text, count=1) if text.startswith("<!-- marking: ") else text


def _parted(text: str, name: str) -> tuple[str, str]:
    first, _, rest = text.partition("\n")
    if first.strip() != FENCE:
        return "", text
    front, fence, body = f"\n{rest}".partition(f"\n{FENCE}\n")
    if not fence:
        if front.endswith(f"\n{FENCE}"):
            return front.removesuffix(FENCE), ""
        raise UsageError(
            f"{name}: the front matter has no closing {FENCE} line.", hint="Add it below the fields."
        )
    return front, body


def _heading(body: str) -> str:
    first = body.lstrip().partition("\n")[0]
    return first.removeprefix("# ").strip() if first.startswith("# ") else ""


def _plain(value: Any) -> Any:
    """TOML days become text, as in the JSON form."""
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return value.isoformat() if isinstance(value, date | datetime) else value


def _toml(value: Any) -> str:
    if isinstance(value, list):
        return f"[{', '.join(map(_toml, value))}]"
    return f'"{"".join(map(_escaped, str(value)))}"'


def _escaped(character: str) -> str:
    if character in '"\\':
        return f"\\{character}"
    code = ord(character)
    return f"\\u{code:04X}" if code < 0x20 or code == 0x7F else character
