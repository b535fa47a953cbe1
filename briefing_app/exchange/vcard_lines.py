"""Content lines of vCard 2.1, 3.0 and 4.0: unfolding, old encodings, escaping.

Line grammar by the content-line parser of ``icalendar`` (RFC 5545 and RFC 6350 share it); the vCard 2.1
habits (bare type words, quoted-printable, character sets) are turned into that grammar first.
"""

from __future__ import annotations

import quopri
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from icalendar.parser import Contentline

from briefing_app.errors import UsageError

LONGEST_LINE = 8_000_000
_PARAMETERLESS = re.compile(r"^[A-Za-z0-9.-]+:")
_BARE_ENCODINGS = {"QUOTED-PRINTABLE", "BASE64", "7BIT", "8BIT"}


@dataclass(frozen=True)
class Line:
    """One property: ``group`` and ``name`` in capitals, parameters by name in capitals, the raw value."""

    name: str
    value: str
    parameters: dict[str, list[str]] = field(default_factory=dict)
    group: str = ""
    number: int = 0

    def parameter(self, name: str) -> str:
        """The first value of a parameter, or an empty text."""
        return next(iter(self.parameters.get(name, [])), "")

    def text(self) -> str:
        """The value with its escapes resolved."""
        return unescape(self.value)

    def parts(self) -> list[str]:
        """The components of a structured value (N, ORG, ADR), escapes resolved."""
        return [unescape(part) for part in split(self.value, ";")]


def escape(text: str) -> str:
    """Text as a vCard value: line breaks, commas, semicolons and backslashes kept apart from syntax."""
    plain = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return plain.replace("\r\n", "\\n").replace("\n", "\\n").replace("\r", "\\n")


def unescape(value: str) -> str:
    """The text of a value."""
    return re.sub(r"\\(.)", lambda found: "\n" if found[1] in "nN" else found[1], value, flags=re.DOTALL)


def split(value: str, mark: str) -> list[str]:
    """Cut a value at ``mark`` where it is not escaped."""
    pieces = [""]
    characters = iter(value)
    for character in characters:
        if character == "\\":
            pieces[-1] += character + next(characters, "")
        elif character == mark:
            pieces.append("")
        else:
            pieces[-1] += character
    return pieces


def fold(line: str) -> str:
    """A line cut to at most 75 octets a piece, as RFC 6350 asks."""
    pieces, current, size = [], "", 0
    for character in line:
        width = len(character.encode())
        if size + width > 75:
            pieces.append(current)
            current, size = " ", 1
        current += character
        size += width
    return "\r\n".join([*pieces, current])


def decode(content: bytes) -> str:
    """The text of a vCard file: UTF-8 or UTF-16 with a mark, else UTF-8, else Shift_JIS, else Latin-1."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    for encoding in ("utf-8-sig", "shift_jis"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return content.decode("latin-1")


def read_lines(text: str) -> Iterator[Line | UsageError]:
    """Every property of a file in order; a line that cannot be read comes as an error naming its number."""
    for number, raw in _logical_lines(text):
        if not raw.strip():
            continue
        if len(raw) > LONGEST_LINE:
            yield UsageError(f"line {number}: too long ({len(raw):,} characters)")
            continue
        try:
            yield _parse(raw, number)
        except (ValueError, LookupError) as error:
            reason = str(error).rpartition(": ")[2] or "not a property"
            yield UsageError(f"line {number}: cannot be read ({reason[:80]})")


def _logical_lines(text: str) -> Iterator[tuple[int, str]]:
    """Physical lines joined: folded ones, and quoted-printable ones that end in a soft break."""
    held, start = "", 0
    for number, line in enumerate(re.split(r"\r\n|\n|\r", text), 1):
        soft = held.endswith("=") and "QUOTED-PRINTABLE" in held[:200].upper()
        if soft:
            held = held[:-1] + line
        elif line[:1] in (" ", "\t"):
            held += line[1:]
        else:
            if held:
                yield start, held
            held, start = line, number
    if held:
        yield start, held


def _parse(raw: str, number: int) -> Line:
    if "\0" in raw:
        raise ValueError("it holds NUL characters")
    if _PARAMETERLESS.match(raw):
        name, _, value = raw.partition(":")
        parameters: dict[str, list[str]] = {}
    else:
        line = Contentline(_with_named_types(raw))  # type: ignore[no-untyped-call]
        name, found, value = line.raw_parts()
        parameters = {
            key.upper(): [str(item) for item in (values if isinstance(values, list) else [values])]
            for key, values in found.items()
        }
    group, _, plain = name.rpartition(".")
    encodings = {item.upper() for item in parameters.get("ENCODING", [])}
    if "QUOTED-PRINTABLE" in encodings:
        charset = next(iter(parameters.get("CHARSET", [])), "utf-8")
        decoded = quopri.decodestring(value.encode("latin-1", errors="replace")).decode(charset)
        value = decoded.replace("\r\n", "\\n").replace("\n", "\\n")
    return Line(plain.upper(), value, parameters, group.upper(), number)


def _with_named_types(raw: str) -> str:
    """``TEL;HOME;VOICE:…`` of version 2.1 as ``TEL;TYPE=HOME;TYPE=VOICE:…``."""
    head, colon, value = _cut_at_value(raw)
    name, *words = head.split(";")
    types, named = [], []
    for word in words:
        if "=" in word:
            named.append(word)
        elif word.upper() in _BARE_ENCODINGS:
            named.append(f"ENCODING={word}")
        elif word.strip():
            types.append(word)
    if types:
        named.append("TYPE=" + ",".join(types))
    return ";".join([name, *named]) + colon + value


def _cut_at_value(raw: str) -> tuple[str, str, str]:
    quoted = False
    for place, character in enumerate(raw):
        if character == '"':
            quoted = not quoted
        elif character == ":" and not quoted:
            return raw[:place], ":", raw[place + 1 :]
    raise ValueError("a colon is missing")
