"""Files taken in as sources: what they are, what they say of themselves, and what is refused.

A file is kept as it is, byte for byte, under its SHA-256. It is only looked into for its title, publisher,
day and address; nothing in it is run and nothing is fetched.
"""

from __future__ import annotations

import hashlib
import html
import re
import struct
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path, PureWindowsPath
from typing import Literal

from briefing_app.domain.fuzzydate import is_edtf
from briefing_app.domain.records import Source
from briefing_app.errors import UsageError
from briefing_app.exchange.text_encodings import guessed_text

LARGEST_FILE = 100_000_000
MOST_PIXELS = 100_000_000
_LOOKED_AT = 400_000
_UNFIT = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*]+')
_RESERVED = re.compile(r"con|prn|aux|nul|com\d|lpt\d", re.IGNORECASE)

MediaKind = Literal["pdf", "html", "image", "text", "other"]


@dataclass(frozen=True)
class Capture:
    """A file and the source it would become; ``digest`` is its SHA-256."""

    source: Source
    content: bytes
    digest: str
    kind: MediaKind


def read_file(path: Path, today: date) -> Capture:
    """The capture of a file. Raises UsageError if it cannot be read or is refused."""
    try:
        if path.is_dir():
            raise UsageError(f"{path.name} is a folder.", hint="Choose the files in it.")
        if path.stat().st_size > LARGEST_FILE:
            raise UsageError(
                f"{path.name} is larger than {LARGEST_FILE // 1_000_000} MB and was not captured."
            )
        content = path.read_bytes()
    except OSError as error:
        raise UsageError(f"{path.name} cannot be read: {error.strerror}.") from error
    return read(content, path.name, today)


def read(content: bytes, name: str, today: date) -> Capture:
    """The capture of a file's content. Raises UsageError for an empty file, and for a picture of so many
    pixels that showing it would take all memory.
    """
    name = PureWindowsPath(name).name.replace("\0", "") or "file"
    if not content:
        raise UsageError(f"{name} is empty.")
    kind = media_kind(content, name)
    size = picture_size(content) if kind == "image" else None
    if size is not None and size[0] * size[1] > MOST_PIXELS:
        raise UsageError(
            f"{name} has {size[0]:,} x {size[1]:,} points and was not captured.",
            hint=f"Save it with at most {MOST_PIXELS // 1_000_000} million points.",
        )
    source = Source(title=Path(name).stem or name, attachment=name, read_on=today.isoformat())
    if kind == "html":
        source = _with_page_facts(source, _decoded(_beginning(content)))
    elif kind == "pdf":
        source = _with_pdf_title(source, content)
    return Capture(source, content, hashlib.sha256(content).hexdigest(), kind)


def with_file(source: Source, found: Capture, digest: str, record_id: str = "") -> Source:
    """The source with a captured file kept under ``digest``."""
    return replace(
        source, id=record_id or source.id, attachment=found.source.attachment, sha256=digest,
        read_on=source.read_on or found.source.read_on,
    )  # fmt: skip


def media_kind(content: bytes, name: str) -> MediaKind:
    """What a file is, by its first bytes; its ending decides between kinds of text only."""
    if content.startswith(b"%PDF-"):
        return "pdf"
    if picture_size(content) is not None:
        return "image"
    start = content[:2000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    ending = PureWindowsPath(name).suffix.lower()
    if start.startswith((b"<!doctype html", b"<html")) or ending in {".html", ".htm", ".xhtml"}:
        return "html"
    if b"\0" not in content[:8000] or content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "text"
    return "other"


def picture_size(content: bytes) -> tuple[int, int] | None:
    """Width and height said in the head of a PNG, GIF, BMP, WebP or JPEG file; None for anything else."""
    if content.startswith(b"\x89PNG\r\n\x1a\n") and len(content) >= 24:
        width, height = struct.unpack(">II", content[16:24])
    elif content[:6] in {b"GIF87a", b"GIF89a"} and len(content) >= 10:
        width, height = struct.unpack("<HH", content[6:10])
    elif content.startswith(b"BM") and len(content) >= 26:
        width, height = struct.unpack("<ii", content[18:26])
    elif content[:4] == b"RIFF" and content[8:16] == b"WEBPVP8X" and len(content) >= 30:
        width = 1 + int.from_bytes(content[24:27], "little")
        height = 1 + int.from_bytes(content[27:30], "little")
    elif content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        width = height = 16_383 if len(content) < 30 else 1  # its own limit is below ours
    elif content.startswith(b"\xff\xd8"):
        return _jpeg_size(content)
    else:
        return None
    return abs(width), abs(height)


def name_for_copy(name: str) -> str:
    """A file name that every system takes: without signs of paths, reserved names and dots at the end."""
    stem, dot, ending = _UNFIT.sub("-", name).rpartition(".")
    stem, dot, ending = (
        (stem, dot, ending.strip()) if dot and stem.strip(" .") else (f"{stem}{dot}{ending}", "", "")
    )
    stem = stem.strip(" .")[:120].rstrip(" .") or "file"
    return f"{'_' if _RESERVED.fullmatch(stem.partition('.')[0].strip()) else ''}{stem}{dot}{ending}"


def text_of(content: bytes) -> str:
    """The text of a captured text file, for reading."""
    return _decoded(content).replace("\0", "\ufffd")


def _jpeg_size(content: bytes) -> tuple[int, int] | None:
    at = 2
    while at + 9 < len(content):
        if content[at] != 0xFF:
            at += 1
            continue
        marker = content[at + 1]
        if 0xC0 <= marker <= 0xCF and marker not in {0xC4, 0xC8, 0xCC}:
            height, width = struct.unpack(">HH", content[at + 5 : at + 9])
            return width, height
        if marker in {0xFF, 0x01} or 0xD0 <= marker <= 0xD9:
            at += 1 if marker == 0xFF else 2
            continue
        at += 2 + int.from_bytes(content[at + 2 : at + 4], "big")
    return 1, 1


def _beginning(content: bytes) -> bytes:
    """The first lines: no letter of several bytes is cut in two."""
    if len(content) <= _LOOKED_AT:
        return content
    return content[:_LOOKED_AT].rpartition(b"\n")[0] or content[:_LOOKED_AT]


def _decoded(content: bytes) -> str:
    text = guessed_text(content)
    return text if text is not None else content.decode("latin-1")


def _with_page_facts(source: Source, page: str) -> Source:
    """Title, publisher, day, language and address as a page states them in its head."""
    metas = {
        (_attribute(tag, "property") or _attribute(tag, "name")).casefold(): _attribute(tag, "content")
        for tag in re.findall(r"<meta\b[^>]{0,2000}>", page, re.IGNORECASE)
    }
    title = re.search(r"<title[^>]{0,200}>([^<]{1,500})", page, re.IGNORECASE)
    saved_from = re.search(r"saved from url=\(\d+\)(\S{4,500})", page)
    canonical = re.search(r"<link\b[^>]{0,500}rel=[\"']?canonical[^>]{0,500}>", page, re.IGNORECASE)
    language = re.search(r"<html\b[^>]{0,300}?lang=[\"']?([A-Za-z]{2})", page, re.IGNORECASE)
    day = (metas.get("article:published_time") or metas.get("date") or metas.get("dc.date") or "")[:10]
    address = (_attribute(canonical[0], "href") if canonical else "") or metas.get("og:url", "")
    return replace(
        source,
        title=_tidy(metas.get("og:title") or (title[1] if title else "")) or source.title,
        publisher=_tidy(metas.get("og:site_name") or metas.get("dc.publisher") or ""),
        date=day if is_edtf(day) else "",
        language=language[1].lower() if language else "",
        locator=_tidy(address or (saved_from[1] if saved_from else "")),
    )


def _with_pdf_title(source: Source, content: bytes) -> Source:
    from briefing_app.exchange import pdf_pages  # noqa: PLC0415  reads PDFium: only for a PDF

    return replace(source, title=_tidy(pdf_pages.title(content)) or source.title)


def _attribute(tag: str, name: str) -> str:
    found = re.search(rf"\b{name}\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>]+))", tag, re.IGNORECASE)
    return next((each for each in found.groups() if each), "") if found else ""


def _tidy(text: str) -> str:
    plain = " ".join(html.unescape(text).split())
    return "".join(letter for letter in plain if letter.isprintable())[:300]
