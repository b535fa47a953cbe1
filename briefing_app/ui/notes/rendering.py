"""A note's Markdown as the HTML of the preview: markdown-it's tokens, every text escaped.

Raw HTML stays visible text, pictures become their description, outside addresses are shown and not linked.
Links lead to records only: ``record:KIND/ID``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from html import escape

from markdown_it import MarkdownIt
from markdown_it.token import Token

from briefing_app.domain.references import references

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


@dataclass
class _Page:
    look_up: Callable[[str, str], Target | None]
    parts: list[str] = field(default_factory=list)
    numbers: dict[str, int] = field(default_factory=dict)


def to_html(markdown: str, look_up: Callable[[str, str], Target | None]) -> str:
    """The HTML of a text. ``look_up`` takes the kind of a reference and its id; None: no such record.

    Safe in a thread as long as ``look_up`` is.
    """
    page = _Page(look_up)
    for token in _parser().parse(markdown.replace("\x00", "\ufffd")):
        _block(page, token)
    return "".join(page.parts)


@cache
def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])


def _block(page: _Page, token: Token) -> None:
    name = token.type.removesuffix("_open").removesuffix("_close")
    if token.type == "inline":
        for child in token.children or ():
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
        target = page.look_up(found.kind, found.target)
        if target is None:
            page.parts.append(f'<span class="unknown">{escape(text[found.start : found.end])}</span>')
        elif found.kind == "source":
            number = page.numbers.setdefault(found.target, len(page.numbers) + 1)
            page.parts.append(f"<sup>{_link(target, str(number))}</sup>")
        else:
            page.parts.append(_link(target, found.words or target.title))
    page.parts.append(escape(text[at:]))


def _link(target: Target, words: str) -> str:
    address = f"record:{target.kind}/{target.id}"
    return f'<a href="{escape(address)}" title="{escape(target.title)}">{escape(words)}</a>'
