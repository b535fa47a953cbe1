"""The difference of two texts in words, to be read inline or side by side."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from briefing_app.domain.segments import pieces

Change = Literal["same", "gone", "new"]
MOST_PIECES = 20_000  # beyond that only lines are compared: a difference is wanted now, not in a minute


@dataclass(frozen=True)
class Stretch:
    """Words that stayed, went or came."""

    change: Change
    text: str


@dataclass(frozen=True)
class LinePair:
    """A line of the old text beside one of the new; an empty side has no such line."""

    old: tuple[Stretch, ...]
    new: tuple[Stretch, ...]

    @property
    def is_same(self) -> bool:
        """Whether nothing changed in it."""
        return all(each.change == "same" for each in (*self.old, *self.new))


def inline(old: str, new: str) -> tuple[Stretch, ...]:
    """One text with what went and what came. Without the gone ones it is ``new``, without the new ``old``."""
    found: list[Stretch] = []
    for pair in _lines(old, new):
        found += _inline_of(*pair)
    return tuple(_joined(found))


def side_by_side(old: str, new: str) -> tuple[LinePair, ...]:
    """The lines of both texts beside each other, words marked within lines that changed."""
    pairs = []
    for before, after in _lines(old, new):
        both = _inline_of(before, after)
        left = tuple(_joined(each for each in both if each.change != "new"))
        right = tuple(_joined(each for each in both if each.change != "gone"))
        pairs.append(LinePair(_without_end(left), _without_end(right)))
    return tuple(pairs)


def _lines(old: str, new: str) -> Iterator[tuple[str, str]]:
    """Lines that belong together, with their ends; an empty string where there is no partner."""
    before, after = old.splitlines(keepends=True), new.splitlines(keepends=True)
    for operation, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if operation == "equal":
            yield from zip(before[a:b], after[c:d], strict=True)
            continue
        rest = before[a:b]
        for line in after[c:d]:
            place = next((at for at, each in enumerate(rest) if _is_like(each, line)), None)
            if place is None:
                yield "", line
                continue
            for lost in rest[:place]:
                yield lost, ""
            yield rest[place], line
            rest = rest[place + 1 :]
        for lost in rest:
            yield lost, ""


def _is_like(old: str, new: str) -> bool:
    if not old.strip() or not new.strip():
        return old == new
    matcher = SequenceMatcher(None, pieces(old)[:400], pieces(new)[:400], autojunk=False)
    return matcher.real_quick_ratio() > 0.4 and matcher.quick_ratio() > 0.4 and matcher.ratio() > 0.4


def _inline_of(old: str, new: str) -> list[Stretch]:
    if old == new:
        return [Stretch("same", old)]
    left, right = pieces(old), pieces(new)
    if not left or not right or len(left) + len(right) > MOST_PIECES:
        return [each for each in (Stretch("gone", old), Stretch("new", new)) if each.text]
    found: list[Stretch] = []
    for operation, a, b, c, d in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        if operation == "equal":
            found.append(Stretch("same", "".join(left[a:b])))
            continue
        found += [
            each
            for each in (Stretch("gone", "".join(left[a:b])), Stretch("new", "".join(right[c:d])))
            if each.text
        ]
    return found


def _joined(stretches: Iterator[Stretch] | list[Stretch]) -> Iterator[Stretch]:
    last: Stretch | None = None
    for each in stretches:
        if last is not None and last.change == each.change:
            last = Stretch(each.change, last.text + each.text)
            continue
        if last is not None:
            yield last
        last = each
    if last is not None:
        yield last


def _without_end(line: tuple[Stretch, ...]) -> tuple[Stretch, ...]:
    if not line:
        return line
    last = Stretch(line[-1].change, line[-1].text.rstrip("\n"))
    return (*line[:-1], last) if last.text or len(line) == 1 else line[:-1]
