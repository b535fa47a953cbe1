"""Titles written once each on sheets, and stamped from there by the hundred, whole or cut short.

Zooming gives the same titles more or less room all the time. A title is therefore written once, whole; where
it has less room, only its first letters are stamped, with an ellipsis behind. What is read from right to left
or joins its letters cannot be cut like that and is written again for each width.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from unicodedata import combining

import numpy as np
from pyqtgraph.Qt import internals
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPixmap

from briefing_app.domain.timeline import MAX_LABEL_PX, distinct
from briefing_app.ui.timeline.sprites import fill_fragments

SHEET_PX = (2048.0, 512.0)
"""Width and height of a sheet at a pixel ratio of 1: some 250 titles, 4 MB."""
KEPT_SHEETS = 2
"""So many besides the one that is being written: some 750 titles, enough to zoom to and fro."""
DOTS = "…"
LED_BY = ("n", "\u3042")
"""An ellipsis stands on the line after Latin letters and in the middle after Japanese ones."""
FIRST_WIDE = "\u2e80"
DOTS_SHEET = 0
"""The ellipsis stands on the first sheet, which stays."""
_JOINED = re.compile("[\u0590-\u0fff\u1000-\u109f\u1780-\u17ff\ufb1d-\ufdff\ufe70-\ufeff]")

Key = tuple[int, int, int]
"""Event, shade, and the width it was shortened to where it cannot be cut (0: whole)."""


@dataclass(frozen=True)
class Wanted:
    """Titles to be drawn: events, shades (places among the colours), left and top edges, room."""

    events: Sequence[int]
    shades: Sequence[int]
    x: np.ndarray
    y: np.ndarray
    room: np.ndarray


class LabelSheets:
    """Writes and stamps titles in one font and some colours."""

    def __init__(self, font: QFont, colours: Sequence[QColor], ratio: float) -> None:
        self._font, self._colours, self._ratio = font, list(colours), ratio
        self._metrics = QFontMetricsF(font)
        self._tall = self._metrics.height() + 1
        self._before = [self._metrics.horizontalAdvance(each) for each in LED_BY]
        self._dots_px = max(
            self._metrics.horizontalAdvance(each + DOTS) - before
            for each, before in zip(LED_BY, self._before, strict=True)
        )
        self._advances: dict[str, float] = {}
        self._slots: dict[Key, int] = {}
        self._cuts: dict[tuple[int, int], tuple[float, bool]] = {}
        self._rects = np.zeros((256, 4))
        self._sheet_of = np.zeros(256, np.int64)
        self._free: list[int] = []
        self._used = 0
        self._sheets: dict[int, QPixmap] = {}
        self._next_sheet = 0
        self._pen = (0.0, 0.0)
        self._writer: QPainter | None = None
        self._fragments = internals.PrimitiveArray(QPainter.PixmapFragment, 10)
        self._dots = np.array([
            self._dots_after(shade, place) for shade in range(len(self._colours)) for place in (0, 1)
        ])  # fmt: skip
        self._put_down()

    def draw(self, painter: QPainter, wanted: Wanted, texts: Sequence[str]) -> None:
        """Draw titles; ``texts`` are those of all events."""
        if not len(wanted.events):
            return
        keys, widths, wide_before = self._keys(wanted, texts)
        slots = np.array(self._written(keys, texts), np.int64)
        rects = self._rects[slots]
        is_cut = widths > 0
        rects[is_cut, 2] = np.ceil(widths[is_cut] * self._ratio)
        sheets = self._sheet_of[slots]
        for sheet in distinct(sheets).tolist():
            here = sheets == sheet
            self._stamp(painter, self._sheets[sheet], rects[here], wanted.x[here], wanted.y[here])
        if is_cut.any():
            dots = self._dots[np.array(wanted.shades)[is_cut] * 2 + wide_before[is_cut]]
            x = wanted.x[is_cut] + widths[is_cut]
            self._stamp(painter, self._sheets[DOTS_SHEET], self._rects[dots], x, wanted.y[is_cut])

    def write_ahead(
        self, events: Sequence[int], shades: Sequence[int], texts: Sequence[str], most: int
    ) -> bool:
        """Write at most so many titles that will soon be wanted. Whether all are there."""
        keys = [(event, shade, 0) for event, shade in zip(events, shades, strict=True)]
        missing = [key for key in keys if key not in self._slots]
        self._written(missing[:most], texts)
        return len(missing) <= most

    def forget(self, events: Collection[int]) -> None:
        """Forget titles that are others now."""
        for key in [key for key in self._slots if key[0] in events]:
            self._free.append(self._slots.pop(key))
        for cut in [cut for cut in self._cuts if cut[0] in events]:
            del self._cuts[cut]

    # --- cutting -------------------------------------------------------------------------------------

    def _keys(self, wanted: Wanted, texts: Sequence[str]) -> tuple[list[Key], np.ndarray, np.ndarray]:
        """What to stamp for each, how wide where it is cut (0: whole), and whether after a wide letter."""
        keys: list[Key] = []
        widths, wide_before = np.zeros(len(wanted.events)), np.zeros(len(wanted.events), np.int64)
        for number, (event, shade, room) in enumerate(
            zip(wanted.events, wanted.shades, np.round(wanted.room).astype(np.int64).tolist(), strict=True)
        ):
            known = self._cuts.get((event, room))
            if known is None:
                if len(self._cuts) > 5_000:
                    self._cuts.clear()
                known = self._cuts[event, room] = self._cut(texts[event], room)
            if known[0] >= 0:
                keys.append((event, shade, 0))
                widths[number], wide_before[number] = known
            else:
                keys.append((event, shade, room))
        return keys, widths, wide_before

    def _cut(self, text: str, room: int) -> tuple[float, bool]:
        """How much of a title is shown (0 for all, -1 where it must be written for this width), and whether
        a wide letter ends it."""
        if room + 2 >= min(self._metrics.horizontalAdvance(text), MAX_LABEL_PX):
            return 0.0, False
        if _JOINED.search(text):
            return -1.0, False
        limit, reach, count = room + 2 - self._dots_px, 0.0, 0
        for character in text:
            advance = self._advances.get(character)
            if advance is None:
                advance = self._advances[character] = self._metrics.horizontalAdvance(character)
            if reach + advance > limit:
                break
            reach, count = reach + advance, count + 1
        while count and (combining(text[count]) or text[count - 1].isspace()):
            count -= 1
        shown = text[:count]
        return max(self._metrics.horizontalAdvance(shown), 1.0), shown[-1:] >= FIRST_WIDE

    def _dots_after(self, shade: int, led_by: int) -> int:
        """The slot of an ellipsis without what leads it."""
        slot = self._slot((-1 - led_by, shade, 0), LED_BY[led_by] + DOTS)
        led = np.floor(self._before[led_by] * self._ratio)
        self._rects[slot] += (led, 0.0, -led, 0.0)
        return slot

    # --- writing -------------------------------------------------------------------------------------

    def _written(self, keys: Sequence[Key], texts: Sequence[str]) -> list[int]:
        """The slots of titles; those that are not there are written."""
        known = [self._slots.get(key) for key in keys]
        missing = dict.fromkeys(key for key, slot in zip(keys, known, strict=True) if slot is None)
        if not missing:
            return [slot for slot in known if slot is not None]
        needed = {int(self._sheet_of[slot]) for slot in known if slot is not None}
        for key in missing:
            needed.add(self._write(key, texts[key[0]], needed))
        self._put_down()
        return [self._slots[key] for key in keys]

    def _write(self, key: Key, text: str, needed: Collection[int]) -> int:
        room = float(key[2] or MAX_LABEL_PX) + 2
        if self._metrics.horizontalAdvance(text) > room:
            text = self._metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)
        slot = self._slot(key, text, needed)
        return int(self._sheet_of[slot])

    def _slot(self, key: Key, text: str, needed: Collection[int] = ()) -> int:
        wide = float(np.ceil((self._metrics.horizontalAdvance(text) + 1) * self._ratio))
        tall = float(np.ceil(self._tall * self._ratio))
        left, top = self._pen
        across, down = (side * self._ratio for side in SHEET_PX)
        if left + wide > across:
            left, top = 0.0, top + tall
        if not self._sheets or top + tall > down:
            self._new_sheet(needed)
            left = top = 0.0
        sheet = self._next_sheet - 1
        if self._writer is None:
            self._writer = QPainter(self._sheets[sheet])
            self._writer.setFont(self._font)
            self._writer.scale(self._ratio, self._ratio)
        self._writer.setPen(self._colours[key[1]])
        at = QPointF(left / self._ratio, top / self._ratio + self._metrics.ascent())
        self._writer.drawText(at, text)
        slot = self._free.pop() if self._free else self._grown()
        self._rects[slot] = (left, top, wide, tall)
        self._sheet_of[slot] = sheet
        self._slots[key] = slot
        self._pen = (left + wide, top)
        return slot

    def _grown(self) -> int:
        if self._used == len(self._rects):
            self._rects = np.concatenate((self._rects, np.zeros_like(self._rects)))
            self._sheet_of = np.concatenate((self._sheet_of, np.zeros_like(self._sheet_of)))
        self._used += 1
        return self._used - 1

    def _put_down(self) -> None:
        if self._writer is not None:
            self._writer.end()
        self._writer = None

    def _new_sheet(self, needed: Collection[int]) -> None:
        """Begin a sheet; the oldest that is not needed now goes, with what is written on it."""
        self._put_down()
        old = [sheet for sheet in self._sheets if sheet not in needed and sheet != DOTS_SHEET]
        if len(self._sheets) > KEPT_SHEETS and old:
            gone = old[0]
            made = self._sheets.pop(gone)
            for key in [key for key, slot in self._slots.items() if self._sheet_of[slot] == gone]:
                self._free.append(self._slots.pop(key))
        else:
            made = QPixmap(*(round(side * self._ratio) for side in SHEET_PX))
        made.fill(Qt.GlobalColor.transparent)
        self._sheets[self._next_sheet] = made
        self._next_sheet += 1

    def _stamp(
        self, painter: QPainter, sheet: QPixmap, rects: np.ndarray, x: np.ndarray, y: np.ndarray
    ) -> None:
        self._fragments.resize(len(rects))
        fill_fragments(self._fragments.ndarray(), rects, (x, y), self._ratio)
        painter.drawPixmapFragments(*self._fragments.drawargs(), sheet)  # type: ignore[call-arg]
