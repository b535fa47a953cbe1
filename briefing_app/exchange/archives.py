"""Everything in one ``.zip``: all records as JSON, each note as Markdown beside it, captured files.

Reading it back loses nothing: the JSON holds every field. A note whose Markdown was edited since is taken
from there. An archive without our JSON is read as a folder of notes of another program.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import date

from briefing_app.domain.records import Note, Person, Record, Source
from briefing_app.errors import BriefingError, UsageError
from briefing_app.exchange import json_files, note_folders
from briefing_app.exchange.note_files import marked, read_note, unmarked, write_note
from briefing_app.exchange.packages import DAMAGE
from briefing_app.exchange.result import ImportResult, Problem

RECORDS, NOTES, FILES = "records.json", "notes/", "attachments/"
MOST_FILES = 400_000
LARGEST = 2_000_000_000
_DIGEST = re.compile(r"\b[0-9a-f]{64}\b")
_STILL = (1980, 1, 1, 0, 0, 0)  # equal records make equal bytes


def write(
    records: Sequence[Record],
    attachment: Callable[[str], bytes] | None = None,
    marking_of: Callable[[Sequence[Record]], str] = lambda _records: "",
) -> bytes:
    """The archive. ``attachment`` gives a captured file by its SHA-256; without it files stay behind.
    ``marking_of`` gives the marking of all together, and of each note with its paragraphs.
    """
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        _put(archive, RECORDS, json_files.write(records, marking_of(records)))
        for number, record in enumerate(records):
            if isinstance(record, Note):
                text = marked(write_note(record), marking_of([record]))
                _put(archive, _name(number, record), text.encode())
        for digest in sorted({each for record in records for each in files_of(record)}):
            if attachment is None:
                break
            with suppress(UsageError):  # named, but not here: it came without its file
                _put(archive, FILES + digest, attachment(digest))
    return stream.getvalue()


def files_of(record: Record) -> list[str]:
    """The files that a record names by their SHA-256: what was captured, a photo, what an edition was made
    of.
    """
    if isinstance(record, Person):
        return [record.photo] if record.photo else []
    if isinstance(record, Source):
        return [*filter(None, [record.sha256]), *_DIGEST.findall(record.locator)]
    return []


def read(content: bytes, name: str, today: date) -> ImportResult:
    """The records of an archive. Raises UsageError for what is none or would unpack to far too much."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            files = _unpacked(archive, name)
    except zlib.error as error:
        raise UsageError(f"{name} is damaged: {error}.") from error
    except DAMAGE as error:
        raise UsageError(f"{name} is not an archive that can be read.") from error
    if RECORDS not in files:
        return note_folders.read(files, name.removesuffix(".zip"), today)
    result = json_files.read(files[RECORDS])
    problems = list(result.problems)
    edited = _edited(files, problems)
    records = tuple(
        edited.get(record.id, record) if isinstance(record, Note) else record for record in result.records
    )
    kept = tuple(content for path, content in files.items() if path.startswith(FILES))
    return ImportResult(records, tuple(problems), result.read, kept)


def _edited(files: Mapping[str, bytes], problems: list[Problem]) -> dict[str, Note]:
    """The notes as their Markdown says, by id, where it says otherwise than what was written beside it."""
    found: dict[str, Note] = {}
    written = {
        note.id: write_note(note).encode()
        for note in json_files.read(files[RECORDS]).records
        if isinstance(note, Note)
    }
    unchanged = set(written.values())
    for path, content in files.items():
        if not path.startswith(NOTES):
            continue
        try:
            text = unmarked(content.decode("utf-8-sig"))
            if text.encode() in unchanged:
                continue
            note = read_note(text, path)
        except (BriefingError, UnicodeDecodeError) as error:
            problems.append(Problem(path, str(error)))
            continue
        if note.id in written:
            found[note.id] = note
    return found


def _unpacked(archive: zipfile.ZipFile, name: str) -> dict[str, bytes]:
    entries = [each for each in archive.infolist() if not each.is_dir()]
    size = sum(each.file_size for each in entries)
    if len(entries) > MOST_FILES or size > LARGEST:
        raise UsageError(
            f"{name} would unpack to {len(entries):,} files of {size // 10**6:,} MB and was refused."
        )
    files: dict[str, bytes] = {}
    for each in entries:
        path = each.filename.replace("\\", "/").replace("\0", "")
        if not any(part.startswith(".") for part in path.split("/")):
            with archive.open(each) as file:
                files[path] = file.read(each.file_size + 1)
            if len(files[path]) > each.file_size:
                raise UsageError(f"{name} holds more than it says and was refused.")
    return files


def _put(archive: zipfile.ZipFile, path: str, content: bytes) -> None:
    entry = zipfile.ZipInfo(path, _STILL)
    entry.compress_type = zipfile.ZIP_DEFLATED
    archive.writestr(entry, content)


def _name(number: int, note: Note) -> str:
    """A file name that every system takes."""
    plain = re.sub(r'[\x00-\x1f\x7f<>:"/\\|?*#\[\]^]+', " ", note.title).strip(" .")[:60].strip(" .")
    plain = " ".join(plain.split())
    return f"{NOTES}{number:06} {plain}.md" if plain else f"{NOTES}{number:06}.md"
