"""The content of a section as lines that can be compared: what each is about, and what it says of it.

Reads frozen values and the plain data of an issued edition alike. Numbers of sources, places in drawings and
countdowns are left out: they change with everything else and say nothing of their own.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from briefing_app.reports import wording
from briefing_app.reports.signs import signs

Matter = Literal["figure", "date", "post", "duty", "words"]
# References into the paper change their number when something is put in before them.
_PLACE = r"(?: no\. \d+| \d+番)?(?:, paras? \d+(?:–\d+)?)?"
_ROW = r"no\. \d+|\d+番|paras? \d+(?:–\d+)?"
REFERENCES = re.compile(
    rf"\s?\[[\d, ]+\]|\s?[（(](?:(?:[A-Z]{{1,2}}(?:\.\d+)?|第\d+(?:の\d+)?){_PLACE}|{_ROW})[)）]"
)
# What a run that leads somewhere says of the place may be the bare number of a section.
_LEAD = re.compile(r"\s?[（(]\d+(?: \d+番)?[)）]$")
_NUMBERED = re.compile(r"[0-9]+")
_WIDE = re.compile(r"[\u3041-\u30ff\u3400-\u9fff]")
# Options have letters for columns, "B" or "A, 9 Jul", and are named in the note: "A: no deal; B: all in".
_LETTER = re.compile(r"([A-D])(?:[,、]|$)")
_OPTION = re.compile(r"(?:^|; |。)([A-D])(?:: |：)")
_FOLD = re.compile(r"\s*\n\s*|\s{2,}")
_PARTS = re.compile(r"(?:;\s+|、)")


@dataclass(frozen=True)
class Line:
    """``key`` says what the line is about ("" for running text), ``fields`` what it says, by matter.

    ``names`` tells the columns of the fields where readers need them; ``shown`` is the line as it is quoted
    when all of it is new or gone, "" for its parts in order.
    """

    kind: str
    key: str
    fields: tuple[tuple[Matter, str], ...]
    names: tuple[str, ...] = field(default=(), compare=False)
    shown: str = field(default="", compare=False)

    @property
    def text(self) -> str:
        """The whole line."""
        return " ".join((self.key, *(text for _matter, text in self.fields))).strip()

    @property
    def quoted(self) -> str:
        """The whole line for readers: its parts stand apart."""
        return self.shown or " · ".join(
            part for part in (self.key, *(text for _m, text in self.fields)) if part
        )

    def name_of(self, place: int) -> str:
        """The column of a field, "" where it has none."""
        return self.names[place] if place < len(self.names) else ""


def lines_of(items: Iterable[Any], words: Mapping[str, str] | None = None) -> list[Line]:
    """The lines of a section's items, in order. ``words`` are the fixed words of the paper."""
    return [line for item in items for line in _lines(item, words or {})]


def _of(item: Any, name: str) -> Any:
    return item.get(name) if isinstance(item, dict) else getattr(item, name, None)


def _has(item: Any, *names: str) -> bool:
    return all((name in item) if isinstance(item, dict) else hasattr(item, name) for name in names)


def _lines(item: Any, words: Mapping[str, str]) -> Iterator[Line]:
    if _has(item, "last_met", "stance"):
        yield _person(item, words)
        return
    if _has(item, "head", "rows"):
        yield from _table(item, words.get("office", ""))
        return
    for marks, build in _SHAPES:
        if _has(item, *marks):
            yield from build(item)
            return
    yield from _prose(item)


def _text(runs: Iterable[Any]) -> str:
    return REFERENCES.sub("", "".join(_of_run(run) for run in runs)).strip()


def _of_run(run: Any) -> str:
    text = str(_of(run, "text"))
    return _LEAD.sub("", text) if _of(run, "ref") else text


def _prose(part: Any) -> Iterator[Line]:
    for item in _of(part, "items") or ():
        if words := _text(_of(item, "runs")):
            yield Line("words", "", (("words", words),))
        for child in _of(item, "children") or ():
            yield from _prose(child)
    rows = [[_text(_of(cell, "runs")) for cell in row] for row in _of(part, "rows") or ()]
    for cells in rows:
        yield _row(cells, rows[0])


def _row(cells: list[str], head: list[str], office: str = "") -> Line:
    """A row by its first cell, or by its second where the first only counts the rows.

    Of two columns the second needs no name.
    """
    key = 1 if len(cells) > 2 and _NUMBERED.fullmatch(cells[0]) else 0
    rest = [place for place in range(len(cells)) if place != key]
    heads = [head[place] if place < len(head) else "" for place in rest]
    is_office = [bool(office) and each == office for each in heads]
    fields: list[tuple[Matter, str]] = [
        ("post" if held else "figure", cells[place]) for place, held in zip(rest, is_office, strict=True)
    ]
    # What an office is needs no name of its column.
    names = ["" if held else each for each, held in zip(heads, is_office, strict=True)]
    names = names if len(cells) > 2 else []
    return Line("row", cells[key] if cells else "", tuple(fields), tuple(names))


def _duty(item: Any) -> Iterator[Line]:
    said = signs(str(_of(item, "lang")))
    key = said.listed((f"{_of(item, 'good')}{said.bracketed(_of(item, 'code'))}", _of(item, "value")))
    steps = " + ".join(_of(item, "steps") or ())
    yield Line(
        "duty", key,
        (("duty", _of(item, "rate")), ("duty", _of(item, "duty")), ("duty", steps),
         ("duty", _of(item, "problem"))),
    )  # fmt: skip


def _person(item: Any, words: Mapping[str, str]) -> Line:
    return Line(
        "person", _of(item, "name"),
        (("post", _of(item, "post")), ("date", _of(item, "last_met")), ("words", _of(item, "stance"))),
        ("", words.get("last_met", "")),
    )  # fmt: skip


def _deadline(item: Any) -> Iterator[Line]:
    yield Line("deadline", _of(item, "title"), (("date", _of(item, "when")),))


def _event(item: Any) -> Iterator[Line]:
    people = _comma(_of(item, "people") or ()).join(_of(item, "people") or ())
    when = wording.with_year(_of(item, "when"), _of(item, "group") or "")
    title, detail = (REFERENCES.sub("", _of(item, name)) for name in ("title", "detail"))
    yield Line(
        "event", title,
        (("date", when), ("words", detail), ("words", _of(item, "place")), ("words", people)),
        shown=" · ".join(part for part in (when, title, _of(item, "place")) if part),
    )  # fmt: skip


def _fact(item: Any) -> Iterator[Line]:
    yield Line("fact", _text(_of(item, "label")), (("figure", _of(item, "value")),))


def _table(item: Any, office: str) -> Iterator[Line]:
    """The rows of a table; ``office`` is the head of the column that tells who holds which one."""
    head = [str(cell) for cell in _of(item, "head")]
    comma = _comma(head)
    head, *rows = (
        [_FOLD.sub(comma, REFERENCES.sub("", str(cell))) for cell in cells]
        for cells in (_of(item, "head"), *_of(item, "rows"))
    )
    head = _named_options(head, str(_of(item, "note") or ""))
    for cells in rows:
        yield _row(cells, head, office)


def _comma(parts: Iterable[str]) -> str:
    """What stands between the parts: the language of a row is that of its title, which changes."""
    return signs("ja" if any(_WIDE.search(part) for part in parts) else "en").comma


def _named_options(head: list[str], note: str) -> list[str]:
    """The heads with options by their titles, which the note tells: letters go on to others when one goes."""
    parts = _OPTION.split(note)
    titles = dict(zip(parts[1::2], parts[2::2], strict=True))
    return [titles.get(found[1], cell) if (found := _LETTER.match(cell)) else cell for cell in head]


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


def _seats(_item: Any) -> Iterator[Line]:
    """Who sits where is told by the tables below the drawing."""
    yield from ()


_SHAPES: tuple[tuple[tuple[str, ...], Callable[[Any], Iterator[Line]]], ...] = (
    (("good", "duty"), _duty),
    (("countdown", "when"), _deadline),
    (("confidence", "ahead"), _event),
    (("value", "label"), _fact),
    (("question", "parts"), _question),
    (("posts", "pronunciation"), _name),
    (("seats", "boards"), _seats),
    (("alt",), _drawn),
)
