"""The marking of what leaves the workspace in a file: the highest of all in it, paragraphs included."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from briefing_app.domain.records import Briefing, Note, Record
from briefing_app.reports import markings, portions
from briefing_app.reports.model import Marking


def rolled_up(records: Sequence[Record]) -> str:
    """The highest marking of each scheme, then what no scheme knows; empty if nothing is marked."""
    found: dict[str, Marking] = {}
    unknown: dict[str, None] = {}
    for record in records:
        for marking in _marks(record):
            if isinstance(marking, str):
                unknown[" ".join(marking.split())] = None
            elif marking.label and marking.level > found.get(marking.scheme, Marking()).level:
                found[marking.scheme] = marking
    return ", ".join([*(each.label for each in found.values()), *unknown])


def _marks(record: Record) -> Iterator[Marking | str]:
    yield from _texts_marks(getattr(record, "marking", ""), [record.body] if isinstance(record, Note) else ())
    for block in record.blocks if isinstance(record, Briefing) else ():
        yield from _texts_marks(str(block.options.get("marking", "")), [block.text])


def _texts_marks(label: str, texts: Iterable[str]) -> Iterator[Marking | str]:
    own = markings.of_record(label)
    yield own if own is not None else label
    for text in texts:
        for mark, _words in portions.read(text, own.scheme if own is not None else "").marks:
            yield mark
