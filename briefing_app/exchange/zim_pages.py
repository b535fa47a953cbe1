"""Pages of Zim Desktop Wiki as Markdown: headings, bold, italic, lists, boxes, links and pictures."""

from __future__ import annotations

import re

_HEAD = re.compile(r"^Content-Type: text/x-zim-wiki\n(?:[A-Za-z-]+:.*\n)*\n?")
_HEADING = re.compile(r"^(={2,6})[ \t]*(.+?)[ \t]*=*[ \t]*$", re.MULTILINE)
_BOX = re.compile(r"^(\s*)\[([ *x>])\]\s", re.MULTILINE)
_BULLET = re.compile(r"^(\t*)\*\s", re.MULTILINE)
_LINK = re.compile(r"\[\[([^\[\]|\n]+)(?:\|([^\[\]\n]*))?\]\]")
_PICTURE = re.compile(r"\{\{([^{}?\n]+)(?:\?[^{}\n]*)?\}\}")


def is_page(text: str) -> bool:
    """Whether a text begins as Zim's pages do."""
    return text.startswith("Content-Type: text/x-zim-wiki")


def to_markdown(text: str) -> str:
    """The page as Markdown; links are those of a folder of Markdown pages."""
    body = _HEAD.sub("", text)
    body = re.sub(r"^Created \w+ \d.*\n", "", body, flags=re.MULTILINE)
    body = _HEADING.sub(lambda found: f"{'#' * (7 - len(found[1]))} {found[2]}", body)
    body = _BOX.sub(lambda found: f"{found[1]}- [{' ' if found[2] == ' ' else 'x'}] ", body)
    body = _BULLET.sub(lambda found: f"{'  ' * len(found[1])}- ", body)
    body = re.sub(r"(?<![:/])//(?=\S)(.+?)(?<=\S)//", r"*\1*", body)
    body = re.sub(r"''(.+?)''", r"`\1`", body)
    body = _PICTURE.sub(lambda found: f"![[{found[1].strip()}]]", body)
    return _LINK.sub(_linked, body).strip() + "\n"


def _linked(found: re.Match[str]) -> str:
    target, words = found[1].strip(), (found[2] or "").strip()
    if "://" in target or target.startswith("mailto:"):
        return f"{words} ({target})" if words and words != target else target
    if not re.search(r"\.\w{2,4}$", target):
        target = target.lstrip(":+").replace(":", "/").replace(" ", "_")
    shown = words or target.rsplit("/", 1)[-1].replace("_", " ")
    return f"[[{target}|{shown}]]"
