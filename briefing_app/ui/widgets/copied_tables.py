"""Tables on the clipboard: tab-separated for spreadsheets, HTML for documents; no cell runs as a formula."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from html import escape
from itertools import chain, islice

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication

from briefing_app.exchange.csv_files import inert

# Cells of these formats are text, whatever they begin with: the first is read by LibreOffice, the second by
# Excel.
_AS_TEXT = ' sdnum="1033;0;@" style=\'mso-number-format:"\\@"\''
_RULED = ' border="1" cellspacing="0" cellpadding="4"'
MOST_IN_HTML = 20_000
_NUMBER = re.compile(r"[-−+]?\$?[\d,]+(\.\d+)?%?( \(.*%\))?")
# Of 8703.20 a spreadsheet makes 8703.2, of 0902.10 902.1, of 8703.10.10 a day where points part its dates.
_CODE = re.compile(r"\d{4}\.\d{2}(\.\d{2}){0,3}(-\.\d+)?")


def copy_table(lines: Sequence[Sequence[str]], words: str = "") -> None:
    """Put a table on the clipboard, titles first, with ``words`` above it."""
    put_on_clipboard(*table_texts(lines, words))


def table_texts(lines: Iterable[Sequence[str]], words: str = "") -> tuple[str, str]:
    """A table as text and as HTML; "" for HTML of so many rows that programs choke on it. Of the lines of a
    longer table none is kept: to free a million cells at once takes a third of a second, for every thread.
    """
    following = iter(lines)
    first = list(islice(following, MOST_IN_HTML + 1))
    is_long = len(first) > MOST_IN_HTML
    html = "" if is_long else as_html(first, words)
    text = tab_separated(chain(_each_once(first), following))
    return (f"{inert(_one_line(words))}\n{text}" if words else text), html


def _each_once(lines: list[Sequence[str]]) -> Iterator[Sequence[str]]:
    """The lines, each given up when the next is asked for."""
    lines.reverse()
    while lines:
        yield lines.pop()


def put_on_clipboard(text: str, html: str) -> None:
    """Put a table on the clipboard, on the GUI thread."""
    copied = QMimeData()
    copied.setText(text)
    if html:
        copied.setHtml(html)
    QGuiApplication.clipboard().setMimeData(copied)


def tab_separated(lines: Iterable[Sequence[str]]) -> str:
    """The table as spreadsheets copy it; a cell that would run has an apostrophe before it."""
    return "\n".join("\t".join(inert(_one_line(cell)) for cell in line) for line in lines)


def as_html(lines: Iterable[Sequence[str]], words: str = "") -> str:
    """The table for Word and Excel; a cell that would run is marked as text."""
    rows = []
    for number, line in enumerate(lines):
        cells = (_cell("th" if number == 0 else "td", cell) for cell in line)
        rows.append(f"<tr>{''.join(cells)}</tr>")
    # A paragraph becomes a cell that no format makes a text of.
    head = f"<p>{escape(inert(_one_line(words)))}</p>" if words else ""
    return f"{head}<table{_RULED}>{''.join(rows)}</table>"


def _cell(tag: str, text: str) -> str:
    side = ' align="right"' if _NUMBER.fullmatch(text) else ' align="left"' if tag == "th" else ""
    is_text = inert(text) != text or _CODE.fullmatch(text) is not None
    return f"<{tag}{side}{_AS_TEXT if is_text else ''}>{escape(text)}</{tag}>"


def _one_line(text: str) -> str:
    return " ".join(text.split())
