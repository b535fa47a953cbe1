"""The content of a section as lines that can be compared: what each is about, and what it says of it.

Reads frozen values and the plain data of an issued edition alike. Numbers of sources, places in drawings and
countdowns are left out: they change with everything else and say nothing of their own.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

from briefing_app.reports.signs import signs

Matter = Literal["figure", "date", "post", "duty", "words"]
# References into the paper change their number when something is put in before them.
REFERENCES = re.compile(
    r"\s?\[[\d, ]+\]"
    r"|\s?[（(](?:[A-Z]{1,2}(?:\.\d+)?(?: no\. \d+)?|第\d+(?:の\d+)?(?: \d+番)?)[)）]"
)
_PARTS = re.compile(r"(?:;\s+|、)")


@dataclass(frozen=True)
class Line:
    """``key`` says what the line is about ("" for running text), ``fields`` what it says, by matter."""

    kind: str
    key: str
    fields: tuple[tuple[Matter, str], ...]

    @property
    def text(self) -> str:
        """The whole line."""
        return " ".join((self.key, *(text for _matter, text in self.fields))).strip()


def lines_of(items: Iterable[Any]) -> list[Line]:
    """The lines of a section's items, in order."""
    return [line for item in items for line in _lines(item)]


def _of(item: Any, name: str) -> Any:
    return item.get(name) if isinstance(item, dict) else getattr(item, name, None)


def _has(item: Any, *names: str) -> bool:
    return all((name in item) if isinstance(item, dict) else hasattr(item, name) for name in names)


def _lines(item: Any) -> Iterator[Line]:
    for marks, build in _SHAPES:
        if _has(item, *marks):
            yield from build(item)
            return
    yield from _prose(item)


def _text(runs: Iterable[Any]) -> str:
    return REFERENCES.sub("", "".join(str(_of(run, "text")) for run in runs)).strip()


def _prose(part: Any) -> Iterator[Line]:
    for item in _of(part, "items") or ():
        if words := _text(_of(item, "runs")):
            yield Line("words", "", (("words", words),))
        for child in _of(item, "children") or ():
            yield from _prose(child)
    for row in _of(part, "rows") or ():
        cells = [_text(_of(cell, "runs")) for cell in row]
        yield _row(cells)


def _row(cells: list[str]) -> Line:
    fields: list[tuple[Matter, str]] = [("figure", cell) for cell in cells[1:]]
    return Line("row", cells[0] if cells else "", tuple(fields))


def _duty(item: Any) -> Iterator[Line]:
    said = signs(str(_of(item, "lang")))
    key = said.listed((f"{_of(item, 'good')}{said.bracketed(_of(item, 'code'))}", _of(item, "value")))
    steps = " + ".join(_of(item, "steps") or ())
    yield Line(
        "duty", key,
        (("duty", _of(item, "rate")), ("duty", _of(item, "duty")), ("duty", steps),
         ("duty", _of(item, "problem"))),
    )  # fmt: skip


def _person(item: Any) -> Iterator[Line]:
    yield Line(
        "person", _of(item, "name"),
        (("post", _of(item, "post")), ("date", _of(item, "last_met")), ("words", _of(item, "stance"))),
    )  # fmt: skip


def _deadline(item: Any) -> Iterator[Line]:
    yield Line("deadline", _of(item, "title"), (("date", _of(item, "when")),))


def _event(item: Any) -> Iterator[Line]:
    people = ", ".join(_of(item, "people") or ())
    yield Line(
        "event", REFERENCES.sub("", _of(item, "title")),
        (("date", _of(item, "when")), ("words", REFERENCES.sub("", _of(item, "detail"))),
         ("words", _of(item, "place")), ("words", people)),
    )  # fmt: skip


def _fact(item: Any) -> Iterator[Line]:
    yield Line("fact", _text(_of(item, "label")), (("figure", _of(item, "value")),))


def _table(item: Any) -> Iterator[Line]:
    for cells in _of(item, "rows"):
        yield _row([REFERENCES.sub("", str(cell)) for cell in cells])


def _question(item: Any) -> Iterator[Line]:
    yield Line("words", "", (("words", _of(item, "question")),))
    for part in _of(item, "parts"):
        yield from _prose(part)


def _name(item: Any) -> Iterator[Line]:
    yield Line("person", _of(item, "name"), tuple(("post", post) for post in _of(item, "posts")))


def _drawn(item: Any) -> Iterator[Line]:
    """A drawing says in words what it shows, one part for each of its marks."""
    title = str(_of(item, "title") or "")
    matter: Matter = "figure" if title else "date"
    for part in _PARTS.split(str(_of(item, "alt") or "").removeprefix(f"{title}. ")):
        if part.strip(" ."):
            yield Line("drawn", "", ((matter, part.strip(" .")),))


_SHAPES: tuple[tuple[tuple[str, ...], Callable[[Any], Iterator[Line]]], ...] = (
    (("good", "duty"), _duty),
    (("last_met", "stance"), _person),
    (("countdown", "when"), _deadline),
    (("confidence", "ahead"), _event),
    (("value", "label"), _fact),
    (("head", "rows"), _table),
    (("question", "parts"), _question),
    (("posts", "pronunciation"), _name),
    (("alt",), _drawn),
)
