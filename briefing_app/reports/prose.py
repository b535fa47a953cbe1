"""Markdown of a note to runs of text. Links, people and sources are resolved; nothing becomes markup.

``[[id]]`` prints the record's title, ``@id`` a person's name, ``^id`` becomes a source number, a trailing
line of ``#topics`` is left out. Raw HTML is text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import pairwise

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from briefing_app.domain.references import Reference, references, without_topics_at_end
from briefing_app.reports import locators
from briefing_app.reports.model import Item, Prose, Run

# Stands for the end of a source line until the text on both sides is known.
_BREAK = "\u2028"
# Above it are kana, kanji and their punctuation.
_CJK = "\u2e80"
# Signs of full width bring their own space.
_WIDE_SIGNS = "：、。，．；！？）」』】"


@dataclass(frozen=True)
class Resolver:
    """How references are turned into words: each returns None for an id it does not know.

    ``cite`` takes a source and the place in it, "" for none.
    """

    link: Callable[[str], str | None]
    person: Callable[[str], str | None]
    cite: Callable[[str, str], int | None]


def parse(markdown: str, resolver: Resolver, lang: str = "") -> tuple[Prose, ...]:
    """The blocks of a Markdown text."""
    return tuple(_blocks(_tree(markdown), resolver, lang))


def sections(markdown: str) -> tuple[tuple[str, str], ...]:
    """The text under each heading, or after each bold lead that stands alone on a line, with its title.

    Text before the first heading has the title "". Used for notes such as lines to take, whose parts have
    fixed names (Say, If pressed, Avoid).
    """
    found: list[tuple[str, list[str]]] = [("", [])]
    for line in markdown.splitlines():
        heading = re.fullmatch(r"\s{0,3}#{1,6}\s+(.+?)\s*#*\s*", line)
        lead = re.fullmatch(r"\s*\*\*(.+?)\*\*[.。:：]?\s*", line)
        if heading or lead:
            match = heading or lead
            assert match is not None
            found.append((match[1].strip(" .:：。"), []))
        else:
            found[-1][1].append(line)
    return tuple((title, "\n".join(lines).strip()) for title, lines in found if title or any(lines))


def plain(runs: tuple[Run, ...]) -> str:
    """The words of some runs."""
    return "".join(run.text for run in runs)


@cache
def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False, "typographer": True}).enable(["table", "smartquotes"])


@lru_cache(maxsize=512)
def _tree(markdown: str) -> SyntaxTreeNode:
    """What a text is made of; kept, because one edit leaves all other texts of a paper as they were."""
    return SyntaxTreeNode(_parser().parse(markdown))


def _blocks(node: SyntaxTreeNode, resolver: Resolver, lang: str) -> Iterator[Prose]:
    for child in node.children:
        match child.type:
            case "paragraph":
                runs = _runs(child, resolver)
                if runs:
                    yield Prose("p", (Item(runs),), lang=lang)
            case "heading":
                yield Prose("h", (Item(_runs(child, resolver)),), level=int(child.tag[1:]), lang=lang)
            case "bullet_list" | "ordered_list":
                kind = "ul" if child.type == "bullet_list" else "ol"
                items = tuple(_item(each, resolver, lang) for each in child.children)
                yield Prose("ul" if kind == "ul" else "ol", items, lang=lang)
            case "blockquote":
                parts = tuple(_blocks(child, resolver, lang))
                yield Prose("quote", (Item((), parts),), lang=lang)
            case "table":
                yield Prose("table", rows=tuple(_rows(child, resolver)), lang=lang)
            case "fence" | "code_block" | "html_block":
                yield Prose("p", (Item((Run(child.content.rstrip("\n"), "code"),)),), lang=lang)
            case _:
                continue


def _item(node: SyntaxTreeNode, resolver: Resolver, lang: str) -> Item:
    blocks = list(_blocks(node, resolver, lang))
    if blocks and blocks[0].kind == "p":
        return Item(blocks[0].items[0].runs, tuple(blocks[1:]))
    return Item((), tuple(blocks))


def _rows(table: SyntaxTreeNode, resolver: Resolver) -> Iterator[tuple[Item, ...]]:
    for part in table.children:
        for row in part.children:
            yield tuple(Item(_runs(cell, resolver)) for cell in row.children)


def _runs(node: SyntaxTreeNode, resolver: Resolver) -> tuple[Run, ...]:
    runs: list[Run] = []
    for inline in node.children:
        _collect(inline, "", resolver, runs)
    if runs and not runs[-1].style:
        runs[-1] = replace(runs[-1], text=without_topics_at_end(runs[-1].text))
    return _tidy(runs)


def _collect(node: SyntaxTreeNode, style: str, resolver: Resolver, runs: list[Run]) -> None:
    match node.type:
        case "text":
            runs.extend(_resolved(node.content, style, resolver))
        case "softbreak" | "hardbreak":
            runs.append(Run(_BREAK, style))  # type: ignore[arg-type]
        case "code_inline":
            runs.append(Run(node.content, "code"))
        case "html_inline":
            runs.append(Run(node.content, style))  # type: ignore[arg-type]
        case _:
            inner = {"strong": "strong", "em": "emph"}.get(node.type, style)
            for child in node.children:
                _collect(child, inner, resolver, runs)


def _resolved(text: str, style: str, resolver: Resolver) -> Iterator[Run]:
    at = 0
    for found in references(text):
        if found.start < at:
            continue
        place, end = locators.after(text, found.end) if found.kind == "source" else ("", found.end)
        words, number = _words(found, resolver, place)
        if words is None and number is None:
            continue
        yield Run(text[at : found.start], style)  # type: ignore[arg-type]
        part = f"#{found.part}" if found.part else ""
        ref = {"link": found.target + part, "person": f"@{found.target}"}.get(found.kind, "")
        cites, places = ((number,), (place,) if place else ()) if number is not None else ((), ())
        yield Run(words or "", style, cites, ref, places)  # type: ignore[arg-type]
        at = end
    yield Run(text[at:], style)  # type: ignore[arg-type]


def _words(found: Reference, resolver: Resolver, place: str) -> tuple[str | None, int | None]:
    match found.kind:
        case "link":
            known = resolver.link(found.target)
            return found.words or known, None
        case "person":
            return resolver.person(found.target), None
        case "source":
            return None, resolver.cite(found.target, place)
        case _:
            return None, None


def _joined(text: str) -> str:
    """Line ends become spaces, but nothing after Japanese text, which has no spaces between words."""
    pieces = text.split(_BREAK)
    joined = pieces[0]
    for piece in pieces[1:]:
        before = joined.rstrip()[-1:]
        joined = joined.rstrip() + ("" if before > _CJK else " ") + piece.lstrip()
    return joined


def _with_cites(last: Run, run: Run) -> Run:
    both = (*last.cited(), *run.cited())
    places = tuple(place for _number, place in both)
    return replace(last, cites=last.cites + run.cites, places=places if any(places) else ())


def _without_spaces_around_names(runs: list[Run]) -> list[Run]:
    """Spaces that set a reference apart from Japanese words are for the eye of the writer only."""
    for place, run in enumerate(runs):
        if not run.ref or run.text[-1:] <= _CJK:
            continue
        if place and (before := runs[place - 1]).text.rstrip()[-1:] > _CJK and not before.cites:
            runs[place - 1] = replace(before, text=before.text.rstrip())
        if place + 1 < len(runs) and (after := runs[place + 1]).text.lstrip()[:1] > _CJK and not run.cites:
            runs[place + 1] = replace(after, text=after.text.lstrip())
    return runs


def _without_gaps_after_wide_signs(runs: list[Run]) -> list[Run]:
    """``**日本：** 文``: Markdown needs the space behind bold words that end in a sign, readers do not."""
    for place, (before, after) in enumerate(pairwise(runs), start=1):
        if before.text.endswith(tuple(_WIDE_SIGNS)) and not before.cites and after.style != before.style:
            runs[place] = replace(after, text=after.text.lstrip(" "))
    return runs


def _is_one(last: Run, run: Run) -> bool:
    return last.style == run.style and not (last.cites or run.cites or last.ref or run.ref)


def _tidy(runs: list[Run]) -> tuple[Run, ...]:
    """Join runs of one style, hang source numbers on the run before, trim the ends."""
    tidy: list[Run] = []
    for run in runs:
        if not run.text and not run.cites:
            continue
        if run.cites and not run.text and len(tidy) > 1 and not tidy[-1].text.strip() and not tidy[-1].cites:
            tidy.pop()
        last = tidy[-1] if tidy else None
        if run.cites and not run.text and last is not None:
            last = replace(last, text=last.text.rstrip()) if not last.cites else last
            tidy[-1] = _with_cites(last, run)
        elif last is not None and _is_one(last, run):
            tidy[-1] = replace(last, text=last.text + run.text)
        else:
            tidy.append(run)
    while tidy and not tidy[-1].text.strip() and not tidy[-1].cites:
        tidy.pop()
    tidy = _without_spaces_around_names([replace(run, text=_joined(run.text)) for run in tidy])
    tidy = _without_gaps_after_wide_signs(tidy)
    if tidy:
        tidy[0] = replace(tidy[0], text=tidy[0].text.lstrip())
        if not tidy[-1].cites:
            tidy[-1] = replace(tidy[-1], text=tidy[-1].text.rstrip())
    return tuple(tidy)
