"""Word, HTML and plain text as notes: headings, lists, tables and quotations become Markdown, nothing more.

Pictures, comments, tracked changes and styles are left behind and said so. Text that happens to look like
Markdown is escaped, so that a document cannot gain structure on the way in.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import PurePath

from briefing_app.domain.ids import new_id
from briefing_app.domain.records import Note
from briefing_app.errors import UsageError
from briefing_app.exchange.packages import DAMAGE
from briefing_app.exchange.result import ImportResult, Problem
from briefing_app.exchange.sound_text import sound
from briefing_app.exchange.text_encodings import guessed_text

SUFFIXES = (".docx", ".html", ".htm", ".txt")
LARGEST_FILE = 50_000_000
LARGEST_UNPACKED = 200_000_000
_MARKS = re.compile(r"([\\`*_\[\]<>#|^@&~])")
_LINE_MARKS = re.compile(r"^(\s*)([-+>=]|\d+[.)])(?=\s)", re.MULTILINE)
# Word writes <![if …]>, and the parser of the standard library stops at a name that it does not expect there.
_DECLARATION = re.compile(r"<!(?!--)[^>]{0,4000}>?")
_ANGLES = re.compile(r"<{2,}")
_HEADING_TAGS = {f"h{level}": level for level in range(1, 7)}
_BLOCK_TAGS = {"p", "div", "section", "article", "tr", "table", "ul", "ol", "header", "footer", "main"}
_SILENT_TAGS = {"script", "style", "head", "template", "svg", "noscript"}


def read(content: bytes, name: str) -> ImportResult:
    """The note in one document. Raises UsageError if it is too large, of another kind, or unreadable."""
    suffix = PurePath(name).suffix.lower()
    if suffix not in SUFFIXES:
        raise UsageError(f"{name} is not a document that can be read.", hint=f"Use {', '.join(SUFFIXES)}.")
    if len(content) > LARGEST_FILE:
        raise UsageError(f"{name} is larger than {LARGEST_FILE // 1_000_000} MB.", hint="Split it first.")
    problems: list[Problem] = []
    if suffix == ".docx":
        body = _word(content, name, problems)
    elif suffix == ".txt":
        body = escape(decoded(content, name))
    else:
        body = _html(decoded(content, name))
    body = re.sub(r"\n{3,}", "\n\n", sound(body, name, problems)).strip()
    if not body:
        raise UsageError(f"{name} holds no text.")
    note = Note(id=new_id("note"), title=_title(body) or PurePath(name).stem, body=body)
    return ImportResult((note,), tuple(problems), 1)


def escape(text: str) -> str:
    """Text in which no character is a Markdown mark or one of our links."""
    return _LINE_MARKS.sub(r"\1\\\2", _MARKS.sub(r"\\\1", text))


def plain_page(text: str) -> str:
    """The words of a web page, block by block, for reading: no marks are escaped, nothing of it is run."""
    return re.sub(r"\\([\\`*_\[\]<>#|^@&~+=.)-])", r"\1", _html(text))


def _title(body: str) -> str:
    heading = next((line for line in body.splitlines() if line.startswith("# ")), "")
    return re.sub(r"\\(.)", r"\1", heading.removeprefix("# ")).strip()


def decoded(content: bytes, name: str) -> str:
    """The text of a file in one of the common encodings. Raises UsageError for anything else."""
    if (text := guessed_text(content)) is not None:
        return text.replace("\r\n", "\n")
    raise UsageError(f"{name} is not text in UTF-8, UTF-16 or Shift_JIS.", hint="Save it as UTF-8 text.")


# --- Word --------------------------------------------------------------------------------------------


def _word(content: bytes, name: str, problems: list[Problem]) -> str:
    _check_package(content, name)
    from docx import Document  # noqa: PLC0415  costs 100 ms: only when a Word file is read
    from docx.table import Table  # noqa: PLC0415
    from lxml.etree import LxmlError  # noqa: PLC0415

    try:
        document = Document(io.BytesIO(content))
        blocks = [
            _word_table(block) if isinstance(block, Table) else _word_paragraph(block)
            for block in document.iter_inner_content()
        ]
        pictures = len(document.inline_shapes)
    except (LookupError, ValueError, AttributeError, TypeError, LxmlError) as error:
        raise UsageError(f"{name} is not a Word document that can be read.") from error
    if pictures:
        problems.append(Problem(name, f"{pictures} pictures were left behind", fatal=False))
    return "\n\n".join(block for block in blocks if block)


def _check_package(content: bytes, name: str) -> None:
    """Refuse what is no package or would unpack to far more than it is (a decompression bomb)."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            unpacked = sum(entry.file_size for entry in package.infolist())
            if unpacked <= LARGEST_UNPACKED and (broken := package.testzip()) is not None:
                raise zipfile.BadZipFile(broken)
    except DAMAGE as error:
        raise UsageError(f"{name} is not a Word document that can be read.") from error
    if unpacked > LARGEST_UNPACKED:
        raise UsageError(f"{name} would unpack to {unpacked // 1_000_000} MB and was refused.")


def _word_paragraph(paragraph: object) -> str:
    text = " ".join(str(getattr(paragraph, "text", "")).split())
    if not text:
        return ""
    style = str(getattr(getattr(paragraph, "style", None), "name", "") or "")
    level = re.fullmatch(r"(?:Heading|見出し) ?(\d)", style)
    words = escape(text)
    if style == "Title" or level:
        return f"{'#' * (int(level[1]) if level else 1)} {words}"
    if style.startswith("List"):
        return f"{'1.' if 'Number' in style else '-'} {words}"
    return f"> {words}" if "Quote" in style else words


def _word_table(table: object) -> str:
    rows = [[escape(" ".join(cell.text.split())) for cell in row.cells] for row in getattr(table, "rows", ())]
    return _markdown_table(rows)


def _markdown_table(rows: list[list[str]]) -> str:
    if not rows:
        return ""
    width = max(len(row) for row in rows)
    full = [row + [""] * (width - len(row)) for row in rows]
    lines = [f"| {' | '.join(row)} |" for row in full]
    return "\n".join([lines[0], "|" + " --- |" * width, *lines[1:]])


# --- HTML --------------------------------------------------------------------------------------------


def _html(text: str) -> str:
    reader = _HtmlReader()
    reader.feed(_DECLARATION.sub("", _ANGLES.sub("<", text)))
    reader.close()
    return "\n\n".join(reader.blocks())


class _HtmlReader(HTMLParser):
    """Collects the visible text of a page block by block. Scripts, styles and attributes are not read."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._blocks: list[str] = []
        self._words: list[str] = []
        self._prefix = ""
        self._silent = 0
        self._rows: list[list[str]] | None = None

    def blocks(self) -> Iterator[str]:
        """The blocks in order, as Markdown."""
        self._end_block()
        yield from self._blocks

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT_TAGS:
            self._silent += 1
        elif tag in _HEADING_TAGS:
            self._begin("#" * _HEADING_TAGS[tag] + " ")
        elif tag == "li":
            self._begin("- ")
        elif tag == "blockquote":
            self._begin("> ")
        elif tag == "table":
            self._end_block()
            self._rows = []
        elif tag == "tr" and self._rows is not None:
            self._rows.append([])
        elif tag in _BLOCK_TAGS or tag == "br":
            self._end_block(keep_prefix=self._prefix == "> ")

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT_TAGS:
            self._silent = max(0, self._silent - 1)
        elif tag in ("td", "th") and self._rows:
            self._rows[-1].append(self._take())
        elif tag == "table" and self._rows is not None:
            self._blocks.append(_markdown_table([row for row in self._rows if row]))
            self._rows = None
        elif tag in _HEADING_TAGS or tag in _BLOCK_TAGS or tag in ("li", "blockquote"):
            self._end_block()

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self._words.append(data)

    def _begin(self, prefix: str) -> None:
        self._end_block()
        self._prefix = prefix

    def _take(self) -> str:
        words = escape(" ".join("".join(self._words).split()))
        self._words.clear()
        return words

    def _end_block(self, *, keep_prefix: bool = False) -> None:
        if self._rows is not None:
            return
        words = self._take()
        if words:
            self._blocks.append(self._prefix + words)
        if not keep_prefix:
            self._prefix = ""
