"""A paper as Markdown, for clearance by mail and for comparing editions line by line."""

from __future__ import annotations

import re
from collections.abc import Iterator

from briefing_app.reports.flatten import flatten, is_said_above
from briefing_app.reports.model import Item, Prose, ReportData, Run, Table

_SPECIAL = re.compile(r"([\\`*_\[\]<>#|])")


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
            lines += [f"{'#' * section.level} {escape(words)}", ""]
        for block in flatten(section, report):
            lines += [*_block(block), ""]
    if report.sources:
        lines += [f"## {report.labels['sources']}", ""]
        for row in report.sources:
            cited = f"{report.labels['cited']} {'; '.join(row.places)}" if row.places else ""
            parts = [part for part in (row.publisher, row.title, row.date, row.locator, cited) if part]
            lines.append(f"{row.number}. {escape('. '.join(parts))}{' †' if row.later else ''}")
    return "\n".join(lines).rstrip() + "\n"


def escape(text: str) -> str:
    """Text that Markdown prints as it is."""
    return _SPECIAL.sub(r"\\\1", " ".join(text.split()))


def _head(report: ReportData) -> list[str]:
    words = f"{report.subtitle} · {report.edition} · {report.labels['as_of']} {report.as_of}"
    return [f"**{escape(report.marking.label)}**", "", words] if report.marking.label else [words]


def _block(block: Prose | Table) -> Iterator[str]:
    if isinstance(block, Table):
        yield from _rows((block.head, *block.rows), block.align)
        if block.note:
            yield ""
            yield escape(block.note) + _numbers(block.cites)
    elif block.kind == "table":
        yield from _rows(tuple(tuple(_plain(cell) for cell in row) for row in block.rows), ())
    elif block.kind == "h":
        yield f"{'#' * max(3, block.level)} {_text(block.items[0])}"
    else:
        for number, item in enumerate(block.items, start=1):
            lead = {"ul": "- ", "ol": f"{number}. ", "quote": "> "}.get(block.kind, "")
            if item.runs:
                yield lead + (f"**{block.number}** " if block.number else "") + _text(item)
            for child in item.children:
                yield from ("  " + line if lead else line for line in _block(child))


def _rows(rows: tuple[tuple[str, ...], ...], align: tuple[str, ...]) -> Iterator[str]:
    columns = max(len(row) for row in rows)
    for number, row in enumerate(rows):
        cells = [escape(cell) for cell in row] + [""] * (columns - len(row))
        yield f"| {' | '.join(cells)} |"
        if number == 0:
            marks = [
                "---:" if place < len(align) and align[place] == "r" else "---" for place in range(columns)
            ]
            yield f"|{'|'.join(marks)}|"


def _text(item: Item) -> str:
    return "".join(_run(run) for run in item.runs)


def _run(run: Run) -> str:
    words = escape(run.text) if run.text.strip() else run.text
    if run.text.startswith(" ") and run.text.strip():
        words = " " + words
    if run.text.endswith(" ") and run.text.strip():
        words += " "
    if run.style == "strong" and words.strip():
        words = f"**{words.strip()}**" + (" " if words.endswith(" ") else "")
    return words + _numbers(run.cites, run.places)


def _plain(item: Item) -> str:
    return "".join(run.text + _numbers(run.cites, run.places) for run in item.runs)


def _numbers(cites: tuple[int, ...], places: tuple[str, ...] = ()) -> str:
    if not cites:
        return ""
    told = [f"{number} {escape(place)}".strip() for number, place in Run("", "", cites, "", places).cited()]
    return f" [{'; '.join(told) if any(places) else ', '.join(told)}]"
