"""A paper as Markdown, for clearance by mail and for comparing editions line by line."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from briefing_app.reports.flatten import flatten, is_said_above
from briefing_app.reports.model import Item, Prose, ReportData, Run, Table

# The full-width space of Japanese stays: it parts a lead word from its sentence.
_BLANK = re.compile(r"[ \t\r\n\v\f\u2028\u2029\x85]+")
_SPECIAL = re.compile(r"([\\`*_\[\]<>#|~]|&(?=#?\w+;))")
# Before what changed, as the bar in the margin of a printed page.
BAR = "▎ "
# What would make a list, a rule or an underline of a paragraph that begins with it.
_LIST_NUMBER = re.compile(r"^(\d{1,9})([.)])(?=\s|$)")
_LIST_SIGN = re.compile(r"^([-+])(?=\s|$)|^(-)(?=[- ]*$)|^(=)(?==*$)")


def to_markdown(report: ReportData) -> str:
    """The whole paper; sources are numbered in brackets and listed at the end. User text is escaped."""
    lines = [f"# {escape(report.title)}", "", *_head(report), ""]
    for section in report.sections:
        if is_said_above(section):
            continue
        if section.part:
            lines += [f"# {escape(f'{section.tab} {section.part}'.strip())}", ""]
        if section.title:
            words = " ".join(part for part in (section.number, section.portion, section.title) if part)
            lines += [f"{'#' * section.level} {_bar(report, section.changed)}{escape(words)}", ""]
        for block in flatten(section, report):
            lines += [*_block(block, report), ""]
    if report.sources:
        title = f"{report.sources_tab} {report.labels['sources']}".strip()
        lines += [f"{'#' if report.is_book else '##'} {escape(title)}", ""]
        for row in report.sources:
            cited = f"{report.labels['cited']} {'; '.join(row.places)}" if row.places else ""
            parts = [part for part in (row.publisher, row.title, row.date, row.locator, cited) if part]
            words = begun(escape(". ".join(parts)))
            lines.append(f"{row.number}. {words}{' †' if row.later else ''}")
        if any(row.later for row in report.sources):
            lines += ["", f"† {escape(report.labels['later'])}"]
    return "\n".join(lines).rstrip() + "\n"


def escape(text: str, *, keeps_ends: bool = False) -> str:
    """Text that Markdown prints as it is, on one line."""
    folded = _BLANK.sub(" ", text)
    return _SPECIAL.sub(r"\\\1", folded if keeps_ends else folded.strip(" "))


def begun(text: str) -> str:
    """Words that begin a line of Markdown: what would make a list or a rule of them is escaped."""
    text = _LIST_NUMBER.sub(r"\1\\\2", text)
    return _LIST_SIGN.sub(lambda found: f"\\{found[0]}", text)


def _head(report: ReportData) -> list[str]:
    words = f"{report.subtitle} · {report.edition} · {report.labels['as_of']} {report.as_of}"
    mark = [f"**{escape(report.marking.label)}**", ""] if report.marking.label else []
    bars = ["", BAR + escape(report.change_bars)] if report.change_bars else []
    cleared = ["", escape(" · ".join(report.clearance))] if report.clearance else []
    return [*mark, escape(words), *cleared, *bars]


def _bar(report: ReportData, changed: bool) -> str:
    """What stands before words that changed: the bar in the margin of the paper."""
    return BAR if changed and report.change_bars else ""


def _block(block: Prose | Table, report: ReportData) -> Iterator[str]:
    if isinstance(block, Table):
        cells = [[escape(cell) for cell in row] for row in (block.head, *block.rows)]
        for place in block.changed:
            cells[place + 1][0] = _bar(report, changed=True) + cells[place + 1][0]
        yield from _rows(tuple(map(tuple, cells)), block.align)
        if block.note or block.cites:
            yield ""
            yield begun(escape(block.note)) + _numbers(block.cites)
    elif block.kind == "table":
        rows = (tuple(_bar(report, cell.changed) + _text(cell) for cell in row) for row in block.rows)
        yield from _rows(tuple(rows), ())
    elif block.kind == "h":
        item = block.items[0]
        yield f"{'#' * max(3, block.level)} {_bar(report, item.changed)}{_text(item)}"
    else:
        for number, item in enumerate(block.items, start=1):
            lead = {"ul": "- ", "ol": f"{number}. ", "quote": "> "}.get(block.kind, "")
            width = len(lead)
            if item.runs:
                words = _text(item)
                lead += _bar(report, item.changed)
                yield lead + (f"**{block.number}** {words}" if block.number else begun(words))
            # What belongs to an item stands in as far as its words, what is quoted bears the sign of it.
            inner = "> " if block.kind == "quote" else " " * width
            for place, child in enumerate(item.children):
                if place and block.kind == "quote":
                    yield ">"
                yield from (f"{inner}{line}".rstrip() for line in _block(child, report))


def _rows(rows: tuple[tuple[str, ...], ...], align: tuple[str, ...]) -> Iterator[str]:
    columns = max(len(row) for row in rows)
    for number, row in enumerate(rows):
        cells = [*row, *("" for _ in range(columns - len(row)))]
        yield f"| {' | '.join(cells)} |"
        if number == 0:
            marks = [
                "---:" if place < len(align) and align[place] == "r" else "---" for place in range(columns)
            ]
            yield f"|{'|'.join(marks)}|"


def _text(item: Item) -> str:
    made = ""
    for run in item.runs:
        piece = _run(run)
        made += (" " if _would_stay_stars(made, piece) else "") + piece
    return made


def _would_stay_stars(before: str, after: str) -> bool:
    """Whether stars between two pieces would be read as stars: a sign inside them, a letter outside.

    So the rules of CommonMark 0.31 on flanking delimiters have it; Japanese has no space there.
    """
    if before.endswith("**") and len(before) > 2 and after:
        return _is_sign(before[-3]) and not (_is_sign(after[0]) or after[0].isspace())
    if after.startswith("**") and len(after) > 2 and before:
        return _is_sign(after[2]) and not (_is_sign(before[-1]) or before[-1].isspace())
    return False


def _is_sign(character: str) -> bool:
    return unicodedata.category(character)[0] in "PS"


def _run(run: Run) -> str:
    words = escape(run.text, keeps_ends=True)
    core = words.strip()
    if run.style == "strong" and core:
        before, after = words[: words.index(core)], words[words.index(core) + len(core) :]
        words = f"{before}**{core}**{after}"
    return words + _numbers(run.cites, run.places)


def _numbers(cites: tuple[int, ...], places: tuple[str, ...] = ()) -> str:
    if not cites:
        return ""
    told = [f"{number} {escape(place)}".strip() for number, place in Run("", "", cites, "", places).cited()]
    return f" [{'; '.join(told) if any(places) else ', '.join(told)}]"
