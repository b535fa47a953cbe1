"""A table on paper shows all its columns, however narrow it stands in the window."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTableView, QWidget

TALLEST = 8000  # pixels; a list of a thousand lines is no picture: it keeps the rows in view


@contextmanager
def shown_whole(widget: QWidget) -> Iterator[None]:
    """While a picture is painted a table that has to be scrolled is as large as what it holds, no cell cut;
    afterwards it stands as before. Any other widget, and a table that is whole, is left alone.
    """
    if not isinstance(widget, QTableView) or not _is_cut(widget):
        yield
        return
    header, size = widget.horizontalHeader(), widget.size()
    columns = [each for each in range(header.count()) if not header.isSectionHidden(each)]
    widths = [widget.columnWidth(each) for each in columns]
    least = widget.minimumSize()
    was_last = header.stretchLastSection()
    header.setStretchLastSection(False)
    for each in columns:
        wanted = max(widget.sizeHintForColumn(each), header.sectionSizeHint(each))
        widget.setColumnWidth(each, max(wanted, widget.columnWidth(each)))
    frame = 2 * widget.frameWidth()
    tall = header.height() + widget.verticalHeader().length() + frame
    tall = max(tall, widget.height()) if tall <= TALLEST else widget.height()
    beside = 0 if widget.verticalHeader().isHidden() else widget.verticalHeader().width()
    policies = widget.horizontalScrollBarPolicy(), widget.verticalScrollBarPolicy()
    widget.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    widget.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    widget.setMinimumSize(header.length() + beside + frame, tall)
    widget.resize(widget.minimumSize())
    try:
        yield
    finally:
        widget.setHorizontalScrollBarPolicy(policies[0])
        widget.setVerticalScrollBarPolicy(policies[1])
        widget.setMinimumSize(least)
        for each, width in zip(columns, widths, strict=True):
            widget.setColumnWidth(each, width)
        header.setStretchLastSection(was_last)
        widget.resize(size)


def _is_cut(table: QTableView) -> bool:
    bars = (table.horizontalScrollBar(), table.verticalScrollBar())
    header = table.horizontalHeader()
    return any(bar.maximum() > bar.minimum() for bar in bars) or any(
        table.sizeHintForColumn(each) > table.columnWidth(each)
        for each in range(header.count())
        if not header.isSectionHidden(each)
    )
