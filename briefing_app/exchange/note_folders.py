"""Folders of notes of other programs: Markdown as Obsidian keeps it, pages as Zim keeps them, documents.

Links between the pages become links between the notes; pictures and PDFs that a page shows become sources
with their file. An id follows from the place in the folder, so that the same folder read again updates its
notes. What cannot be taken along is named.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

from briefing_app.domain.records import Note, Record, Source
from briefing_app.errors import BriefingError, UsageError
from briefing_app.exchange import captures, documents, zim_pages
from briefing_app.exchange.note_files import FENCE, read_note
from briefing_app.exchange.result import ImportResult, Problem
from briefing_app.exchange.sound_text import sound

MOST_FILES = 50_000
LARGEST_FILE = 50_000_000
LARGEST_FOLDER = 1_000_000_000
PAGES = (".md", ".markdown", ".txt", *documents.SUFFIXES)
_LINK = re.compile(
    r"(?P<shown>!?)\[\[(?P<target>[^\[\]|#^\n]*)(?P<part>[#^][^\[\]|\n]*)?(?:\|(?P<words>[^\[\]\n]*))?\]\]"
)
_MARKDOWN_LINK = re.compile(
    r"(?P<shown>!?)\[(?P<words>[^\[\]\n]*)\]\((?P<target>[^()\s]+?)(?:\s+\"[^\"]*\")?\)"
)
_YAML_LINE = re.compile(r"^([A-Za-z_][\w -]*):\s*(.*)$")


def read_folder(folder: Path, today: date) -> ImportResult:
    """The notes of a folder and of the folders in it. Links to outside of it are not followed."""
    files: dict[str, bytes] = {}
    problems: list[Problem] = []
    total = 0
    for path in sorted(folder.rglob("*")):
        relative = path.relative_to(folder)
        if any(part.startswith(".") for part in relative.parts) or path.is_symlink() or not path.is_file():
            continue
        name = relative.as_posix().encode("utf-8", "replace").decode()
        try:
            size = path.stat().st_size
            total += size
            if len(files) >= MOST_FILES or total > LARGEST_FOLDER:
                raise UsageError(
                    f"{folder.name} holds more than {MOST_FILES:,} files or {LARGEST_FOLDER // 10**9} GB.",
                    hint="Import it in parts; nothing was changed.",
                )
            if size > LARGEST_FILE:
                problems.append(Problem(name, "larger than 50 MB and left out."))
                continue
            files[name] = path.read_bytes()
        except OSError as error:
            problems.append(Problem(name, f"cannot be read: {error.strerror}."))
    found = read(files, folder.name, today)
    return replace(found, problems=(*problems, *found.problems))


def read(files: Mapping[str, bytes], name: str, today: date) -> ImportResult:
    """The notes in some files by their path in the folder called ``name``. Raises UsageError without any."""
    files = {path.replace("\\", "/"): content for path, content in files.items()}
    reader = _Reader(name, today, {_key(path): path for path in files}, files)
    notes: list[Record] = []
    pages = [path for path in files if PurePosixPath(path).suffix.lower() in PAGES]
    if not pages:
        raise UsageError(f"{name} holds no notes.", hint=f"They end in {', '.join(PAGES)}.")
    for path in pages:
        try:
            notes.append(reader.note(path))
        except BriefingError as error:
            reader.problems.append(Problem(path, str(error)))
    shown = {_key(path) for path in pages} | reader.used
    left = [path for path in files if _key(path) not in shown]
    if left:
        told = f"{len(left)} files that no page shows were left out, such as {left[0]}."
        reader.problems.append(Problem(name, told, fatal=False))
    records = (*notes, *reader.sources.values())
    return ImportResult(records, tuple(reader.problems), len(pages), tuple(reader.attachments.values()))


def note_id(folder: str, path: str) -> str:
    """The id of the note that a page becomes, the same each time."""
    return "note-" + hashlib.sha256(f"{folder}/{_key(path)}".encode()).hexdigest()[:32]


@dataclass
class _Reader:
    folder: str
    today: date
    paths: dict[str, str]
    files: Mapping[str, bytes]
    problems: list[Problem] = field(default_factory=list)
    sources: dict[str, Source] = field(default_factory=dict)
    attachments: dict[str, bytes] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)
    _by_name: dict[str, list[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for key in self.paths:
            place = PurePosixPath(key)
            for name in {place.name, place.stem}:
                self._by_name.setdefault(name, []).append(key)

    def note(self, path: str) -> Note:
        """The note of one page. Raises a known error if it cannot be read."""
        content, suffix = self.files[path], PurePosixPath(path).suffix.lower()
        name = PurePosixPath(path).name
        if suffix in {".docx", ".html", ".htm"}:
            found = documents.read(content, name)
            self.problems += [Problem(path, each.message, each.fatal) for each in found.problems]
            note = next(each for each in found.records if isinstance(each, Note))
            return replace(note, id=note_id(self.folder, path))
        text = sound(documents.decoded(content, name), path, self.problems)
        if zim_pages.is_page(text):
            note = Note(title=PurePosixPath(path).stem.replace("_", " "), body=zim_pages.to_markdown(text))
            lead = re.match(r"#\s+(.+)\n", note.body)
            note = replace(note, title=lead[1].strip()) if lead else note
        elif text.startswith(FENCE):
            note = read_note(text, name)
        else:
            note = self._plain(text, path)
        body = _LINK.sub(lambda found: self._linked(found, path), note.body)
        body = _MARKDOWN_LINK.sub(lambda found: self._linked(found, path), body)
        folders = [part for part in PurePosixPath(path).parts[:-1] if part]
        tags = note.tags or tuple(_topic(each) for each in folders[:1])
        return replace(note, id=note.id or note_id(self.folder, path), body=body, tags=tags)

    def _plain(self, text: str, path: str) -> Note:
        """A Markdown page, with the front matter that Obsidian writes in YAML."""
        fields, body = _yaml(text)
        stem = PurePosixPath(path).stem
        title = _first(fields.pop("title", "")) or stem.strip() or stem
        tags = tuple(_topic(each) for name in ("tags", "tag", "keywords") for each in fields.pop(name, []))
        kept = {
            name: values
            for name, values in fields.items()
            if values and name not in {"cssclass", "cssclasses"}
        }
        if kept:
            told = "; ".join(f"{name}: {', '.join(values)}" for name, values in kept.items())
            body = f"{body.rstrip()}\n\n{documents.escape(told)}\n"
            self.problems.append(
                Problem(path, f"fields put at the end of the text: {', '.join(kept)}", fatal=False)
            )
        return Note(title=title, body=body, tags=tuple(dict.fromkeys(each for each in tags if each)))

    def _linked(self, found: re.Match[str], path: str) -> str:
        target, words = unquote(found["target"]).strip(), (found["words"] or "").strip()
        if re.match(r"[a-z][a-z0-9+.-]*:", target, re.IGNORECASE) and not re.match(
            r"[a-z]:[\\/]", target, re.I
        ):
            return found.group()  # an address of the net stays as it is written
        key = self._resolved(target, path)
        if key is None:
            if target and not found["shown"]:
                self.problems.append(Problem(path, f'no page "{target}" for a link to it.', fatal=False))
            return words or target or found.group()
        if PurePosixPath(key).suffix in PAGES and not found["shown"]:
            stem = PurePosixPath(self.paths[key]).stem
            words = words if words and words != target else ("" if words == stem else words)
            return f"[[{note_id(self.folder, key)}{f'|{words}' if words else f'|{stem}'}]]"
        if PurePosixPath(key).suffix in PAGES:
            return f"[[{note_id(self.folder, key)}|{PurePosixPath(self.paths[key]).stem}]]"
        source = self._source(key)
        return f"{words or PurePosixPath(target).name} ^{source}" if source else (words or target)

    def _resolved(self, target: str, path: str) -> str | None:
        """The file a link leads to: from the page's folder, from the top, or by its name alone."""
        if not target:
            return None
        wanted = _key(target.replace("\\", "/").lstrip("/"))
        here = PurePosixPath(_key(path)).parent
        for base in (here / wanted, PurePosixPath(wanted)):
            plain = _without_dots(base)
            for ending in ("", ".md", ".markdown", ".txt"):
                if f"{plain}{ending}" in self.paths:
                    return f"{plain}{ending}"
        named = self._by_name.get(PurePosixPath(wanted).name, [])
        return min(named, key=len) if named else None

    def _source(self, key: str) -> str:
        """The id of the source for a file that a page shows; "" if it was refused."""
        if key in self.sources:
            return self.sources[key].id
        self.used.add(key)
        path = self.paths[key]
        try:
            found = captures.read(self.files[path], PurePosixPath(path).name, self.today)
        except BriefingError as error:
            self.problems.append(Problem(path, str(error)))
            return ""
        record_id = f"file-{found.digest[:12]}"
        source = captures.with_file(found.source, found, found.digest, record_id=record_id)
        self.attachments[found.digest] = found.content
        if all(each.id != record_id for each in self.sources.values()):
            self.sources[key] = source
        return record_id


def _yaml(text: str) -> tuple[dict[str, list[str]], str]:
    """The simple fields between two lines of ``---`` and the text below; others stay in the text."""
    if not text.startswith("---\n"):
        return {}, text
    head, fence, body = text[4:].partition("\n---")
    if not fence or (body and not body.startswith("\n")):
        return {}, text
    fields: dict[str, list[str]] = {}
    last = ""
    for line in head.split("\n"):
        found = _YAML_LINE.match(line)
        if found:
            last = found[1].strip().lower()
            value = found[2].strip()
            is_list = value.startswith("[") and value.endswith("]")
            parts = value[1:-1].split(",") if is_list else [value]
            if last in {"tags", "tag", "keywords"} and not is_list:
                parts = re.split(r"[,\s]+", value)
            fields[last] = [_bare(part) for part in parts if _bare(part)]
        elif last and re.match(r"\s*-\s+", line):
            fields.setdefault(last, []).append(_bare(re.sub(r"^\s*-\s+", "", line)))
    return fields, body.lstrip("\n")


def _bare(word: str) -> str:
    return word.strip().strip("\"'").strip()


def _first(values: list[str] | str) -> str:
    return values[0] if values else ""


def _topic(word: str) -> str:
    """A word as a topic can be written: no spaces, beginning with a letter."""
    plain = re.sub(r"[^\w-]+", "-", word.lstrip("#")).strip("-_")
    return plain if plain and not plain[0].isdigit() else (f"t-{plain}" if plain else "")


def _key(path: str) -> str:
    """How a path is compared: one form of accents, no case, forward strokes."""
    return unicodedata.normalize("NFC", path.replace("\\", "/")).casefold()


def _without_dots(path: PurePosixPath) -> str:
    parts: list[str] = []
    for part in path.parts:
        if part == "..":
            parts = parts[:-1]
        elif part not in {".", "/"}:
            parts.append(part)
    return "/".join(parts)
