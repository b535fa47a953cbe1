"""A note's Markdown as the HTML of the preview: markdown-it's tokens, every text escaped.

Raw HTML stays visible text, pictures become their description, outside addresses are shown and not linked.
Links lead to records only: ``record:KIND/ID``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from html import escape

from markdown_it import MarkdownIt
from markdown_it.token import Token

from briefing_app.domain.citation_style import page_of
from briefing_app.domain.references import references
from briefing_app.threads import giving_way

_BLOCKS = {
    "paragraph": "p", "blockquote": "blockquote", "bullet_list": "ul", "ordered_list": "ol",
    "list_item": "li",
    "table": "table", "thead": "thead", "tbody": "tbody", "tr": "tr", "th": "th", "td": "td",
}  # fmt: skip
_MARKS = {"strong": "b", "em": "i", "s": "s"}


@dataclass(frozen=True)
class Target:
    """What a reference leads to: kind and id of the record, and its title."""

    kind: str
    id: str
    title: str


Numbers = tuple[tuple[str, int], ...]
Targets = tuple[tuple[tuple[str, str], Target | None], ...]
_HEADING = re.compile(r" {0,3}#{1,6}(?:[ \t]|$)")
_PAGE_BEFORE = re.compile(
    r"(?:\bpp?\.? ?|\bpages? |第)?\d{1,5}(?:[-–]\d{1,5})? ?(?:頁|ページ)?[ 、,)）]{0,2}$"
)
_PAGE_AFTER = re.compile(r"[ ,、(（]{1,2}(?:pp?\. ?|pages? |第)?\d{1,5} ?(?:頁|ページ)?")
_TICK = re.compile(r'href="tick:(\d+)"')
_BOX = re.compile(r"\[([ xX])\][ \u3000]")
_FENCE = re.compile(r" {0,3}(?:```|~~~)")
_PARAGRAPH = re.compile(r"\*\*|[^\s>|*+\-\d#`~<]")
LONG_PART = 8_000


@dataclass(frozen=True)
class Section:
    """A heading and what stands below it, or a part of that; ``line`` is where it begins (from 0)."""

    line: int
    text: str


@dataclass
class _Page:
    targets: dict[tuple[str, str], Target | None]
    numbers: dict[str, int]
    parts: list[str] = field(default_factory=list)
    begins_item: bool = False


def to_html(markdown: str, look_up: Callable[[str, str], Target | None]) -> str:
    """The HTML of a text. ``look_up`` takes the kind of a reference and its id; None: no such record.

    Safe in a thread as long as ``look_up`` is.
    """
    return "".join(to_html_of_sections(sections(markdown), look_up))


def sections(markdown: str) -> list[Section]:
    """The text cut before each heading, and before a plain paragraph where much stands below one heading: the
    parts can be rendered one by one.
    """
    found: list[Section] = []
    lines: list[str] = []
    start, is_code, length = 0, False, 0
    for number, line in enumerate(giving_way(markdown.split("\n"))):
        if _FENCE.match(line):
            is_code = not is_code
        elif not is_code and lines and (_HEADING.match(line) or (
            length > LONG_PART and not lines[-1].strip() and _PARAGRAPH.match(line)
        )):  # fmt: skip
            found.append(Section(start, "\n".join(lines)))
            lines, start, length = [], number, 0
        lines.append(line)
        length += len(line)
    found.append(Section(start, "\n".join(lines)))
    return found


def to_html_of_sections(
    parts: Sequence[Section], look_up: Callable[[str, str], Target | None], only: range | None = None
) -> list[str]:
    """The HTML of each section, or of those in ``only``; sources are numbered through the whole text.

    A section that did not change, and whose references did not, costs nothing the second time.
    """
    numbers: dict[str, int] = {}
    wanted = range(len(parts)) if only is None else only
    made = []
    for place, part in enumerate(parts):
        named = _named(part.text)
        for kind, key in named:
            if kind == "source" and look_up(kind, key) is not None:
                numbers.setdefault(key, len(numbers) + 1)
        if place in wanted:
            targets = tuple((each, look_up(*each)) for each in named)
            own = tuple((key, numbers[key]) for kind, key in named if kind == "source" and key in numbers)
            html = _section_html(part.text, targets, own)
            # Quotation marks of the text itself are escaped: this can only be a box of ours.
            made.append(_TICK.sub(lambda at: f'href="tick:{int(at[1]) + part.line}"', html))  # noqa: B023
    return made


def part_around(parts: Sequence[Section], line: int, size: int) -> range:
    """The sections around a line that hold about ``size`` characters together; at least the one of it."""
    middle = max((at for at, part in enumerate(parts) if part.line <= line), default=0)
    first, last, held = middle, middle, len(parts[middle].text)
    while held < size and (first > 0 or last < len(parts) - 1):
        if last < len(parts) - 1:
            last += 1
            held += len(parts[last].text)
        if first > 0 and held < size:
            first -= 1
            held += len(parts[first].text)
    return range(first, last + 1)


@lru_cache(maxsize=4000)
def _named(text: str) -> tuple[tuple[str, str], ...]:
    return tuple(dict.fromkeys((each.kind, each.target) for each in references(text) if each.kind != "topic"))


@lru_cache(maxsize=4000)
def _section_html(text: str, targets: Targets, numbers: Numbers) -> str:
    page = _Page(dict(targets), dict(numbers))
    for token in _parser().parse(text.replace("\x00", "\ufffd")):
        _block(page, token)
    return "".join(page.parts)


@cache
def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])


def _block(page: _Page, token: Token) -> None:
    name = token.type.removesuffix("_open").removesuffix("_close")
    if token.type == "inline":
        children = list(token.children or ())
        box = _BOX.match(children[0].content) if page.begins_item and children else None
        if box is not None and children[0].type == "text" and token.map is not None:
            if page.parts[-1:] == ["<li>"]:
                page.parts[-1] = '<li style="list-style-type: none">'  # the box stands for the dot
            page.parts.append(f'<a href="tick:{token.map[0]}">{"☐" if box[1] == " " else "☑"}</a> ')
            _text(page, children.pop(0).content[box.end() :])
        page.begins_item = False
        for child in children:
            _inline(page, child)
    elif token.type in {"fence", "code_block"}:
        page.parts.append(f"<pre>{escape(token.content)}</pre>")
    elif token.type == "hr":
        page.parts.append("<hr>")
    elif name == "heading":
        page.parts.append(f"<{'/' if token.nesting < 0 else ''}{token.tag}>")
    elif name in _BLOCKS and not token.hidden:
        tag = _BLOCKS[name]
        extra = ' cellspacing="0" cellpadding="4" border="1"' if tag == "table" and token.nesting > 0 else ""
        page.parts.append(f"<{'/' if token.nesting < 0 else ''}{tag}{extra}>")
    if token.type == "list_item_open":
        page.begins_item = True


def _inline(page: _Page, token: Token) -> None:
    name = token.type.removesuffix("_open").removesuffix("_close")
    if token.type == "text":
        _text(page, token.content)
    elif token.type == "code_inline":
        page.parts.append(f"<code>{escape(token.content)}</code>")
    elif token.type in {"softbreak", "hardbreak"}:
        page.parts.append("\n" if token.type == "softbreak" else "<br>")
    elif token.type == "image":
        page.parts.append(escape(token.content or "picture"))
    elif token.type == "link_open":
        page.parts.append("<u>")
    elif token.type == "link_close":
        page.parts.append("</u>")
    elif name in _MARKS:
        page.parts.append(f"<{'/' if token.nesting < 0 else ''}{_MARKS[name]}>")
    else:
        page.parts.append(escape(token.content))


def _text(page: _Page, text: str) -> None:
    at = 0
    for found in references(text):
        page.parts.append(escape(text[at : found.start]))
        at = found.end
        if found.kind == "topic":
            page.parts.append(f'<span class="topic">#{escape(found.target)}</span>')
            continue
        target = page.targets.get((found.kind, found.target))
        if target is None:
            page.parts.append(f'<span class="unknown">{escape(text[found.start : found.end])}</span>')
        elif found.kind == "source":
            number = page.numbers.get(found.target, 0)
            at_page = _page_beside(text, found.start, found.end)
            page.parts.append(f"<sup>{_link(target, str(number), at_page)}</sup>")
        else:
            page.parts.append(_link(target, found.words or target.title))
    page.parts.append(escape(text[at:]))


def _page_beside(text: str, start: int, end: int) -> int:
    """The page said just before or after the mark of a source: ``p. 4 ^s1``, ``^s1, p. 4``."""
    before = _PAGE_BEFORE.search(text, max(0, start - 24), start)
    after = _PAGE_AFTER.match(text, end)
    return page_of(before[0]) if before else page_of(after[0]) if after else 0


def _link(target: Target, words: str, page: int = 0) -> str:
    address = f"record:{target.kind}/{target.id}" + (f"?{page}" if page else "")
    return f'<a href="{escape(address)}" title="{escape(target.title)}">{escape(words)}</a>'
