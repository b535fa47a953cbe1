"""What the canvas shows and where: sizes, lanes, rows, fonts, cached texts and marks. No layer of paint."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPixmap, QStaticText, QTransform

from briefing_app.domain.chronicle import Chronicle, Revision
from briefing_app.domain.terms import Term
from briefing_app.domain.timeline import DAY, MAX_LABEL_PX, Floats, rows_of_lanes
from briefing_app.domain.timeline_stack import CELL_PX, Stacker
from briefing_app.domain.tracks import Track
from briefing_app.ui.theme import load_tokens, theme
from briefing_app.ui.timeline.boxes import Boxes
from briefing_app.ui.timeline.label_sheet import LabelSheets
from briefing_app.ui.timeline.marks import MarkCache, draw_mark, text_widths
from briefing_app.ui.timeline.sprites import CountPills, Sprites
from briefing_app.ui.timeline.view_port import ViewPort

TERMS_SHARE, TRACKS_SHARE = 0.35, 0.55
"""Terms take at most so much of the canvas, charts of what is left below them."""
WIDEST_COUNT = "+0000"


def _nothing() -> None:
    """Nobody wants to know."""


@dataclass(frozen=True)
class ShownTrack:
    """A chart and its height in pixels."""

    track: Track
    height: float


class SceneState(pg.GraphicsObject):  # type: ignore[misc]  # pyqtgraph has no types
    """What is shown, how big everything is, and what the last frame drew where.

    ``is_paper``: everything is drawn as shapes and text, nothing as kept pictures, so that it stays sharp.
    """

    def __init__(self, *, is_paper: bool = False) -> None:
        super().__init__()
        self.is_paper = is_paper
        self.port = ViewPort()
        self.chronicle: Chronicle | None = None
        self.stacker: Stacker | None = None
        self.rows: list[int] = []
        self.selected: int | None = None
        self.hovered: int | None = None
        self.has_focus = False
        self.ratio = 1.0
        self.today = 0.0
        self.as_of: float | None = None
        self.as_of_text = ""
        self.scroll = 0.0
        self.right_px = 0.0
        self.on_lanes: Callable[[], object] = _nothing
        self.all_lanes: dict[str, int] = {}
        self.terms: tuple[Term, ...] = ()
        self.tracks: list[ShownTrack] = []
        self._tracks_wanted: list[ShownTrack] = []
        self.pointed: float | None = None
        self.boxes = Boxes()
        self.labels_drawn: list[tuple[int, float, float, float]] = []
        self._size = (800.0, 500.0)
        self._marks = MarkCache()
        self._texts: dict[tuple[str, int, bool], QStaticText] = {}
        self._pills: tuple[tuple[float, tuple[int, ...], float], CountPills] | None = None
        self._mark_sprites: tuple[tuple[tuple[int, ...], float], Sprites] | None = None
        self._word_pictures: dict[tuple[str, str, bool, int, float], QPixmap] = {}
        self._label_sheets: tuple[float, LabelSheets] | None = None
        self._shape_codes = np.empty(0, np.int8)
        self._heads: tuple[tuple[object, ...], QPixmap] | None = None
        self._overview_picture: tuple[tuple[float, ...], QPixmap] | None = None
        self._overview: tuple[float, float, np.ndarray] | None = None
        self._lane_tops: list[float] = []
        self.restyle()

    # --- measures ------------------------------------------------------------------------------------

    def restyle(self) -> None:
        """Take fonts, colours and sizes from the theme; for paper the light colours and no overview."""
        look = theme()
        shades = load_tokens("light") if self.is_paper else look.tokens
        self.font = look.font("secondary")
        self.bold = look.font("secondary")
        self.bold.setBold(True)
        self.metrics = QFontMetricsF(self.font)
        self.bold_metrics = QFontMetricsF(self.bold)
        self.cell_px = max(CELL_PX, self.bold_metrics.horizontalAdvance(WIDEST_COUNT) + 14)
        self.row_px = float(look.px(23))
        self.head_px = float(look.px(116))
        self.axis_px = float(look.px(44))
        self.strip_px = self._strip_wanted = float(look.px(17))
        self.term_px = float(look.px(20))
        self.overview_px = 0.0 if self.is_paper else float(look.px(30))
        tokens = ("surface", "canvas", "raised", "ink", "ink_2", "ink_3", "line", "line_strong", "accent",
                  "on_accent", "past", "caution", "negative")  # fmt: skip
        self.colours = {token: QColor(getattr(shades, token)) for token in tokens}
        self.series = [QColor(colour) for colour in shades.series]
        self._scale = look.scale
        self._marks.clear()
        self._mark_sprites = None
        self._word_pictures.clear()
        self._texts.clear()
        self._pills = None
        self._label_sheets = None
        self._heads = self._overview_picture = None
        self._measure_anew()

    def _measure_anew(self) -> None:
        """Titles have other widths in another text size."""
        if self.chronicle is None or self.stacker is None or self.stacker.cell_px == self.cell_px:
            return
        columns = self.chronicle.columns
        widths = np.minimum(text_widths(self.chronicle.labels, self.font), MAX_LABEL_PX)
        columns = replace(columns, label_px=widths[columns.event])
        self.chronicle, self.stacker = replace(self.chronicle, columns=columns), None

    @property
    def term_rows(self) -> int:
        """How many rows of terms of office are shown: on a low canvas not all."""
        rows = 1 + max((term.row for term in self.terms), default=-1)
        room = (self._size[1] - self.overview_px - self.axis_px) * TERMS_SHARE
        return min(rows, max(int(room // self.term_px), 1))

    @property
    def terms_px(self) -> float:
        """The height of the strip of terms of office."""
        rows = self.term_rows
        return rows * self.term_px + (4.0 if rows else 0.0)

    @property
    def tracks_px(self) -> float:
        """The height of all charts."""
        return float(sum(each.height for each in self.tracks))

    @property
    def lanes_top(self) -> float:
        """Where the lanes begin: below the axis and the terms of office."""
        return self.axis_px + self.terms_px

    @property
    def lanes_bottom(self) -> float:
        """Where the lanes end: above the charts and the overview."""
        return max(self._size[1] - self.overview_px - self.tracks_px, self.lanes_top)

    def track_tops(self) -> list[float]:
        """The upper edges of the charts, and the lower edge of the last."""
        tops = [self._size[1] - self.overview_px - self.tracks_px]
        for each in self.tracks:
            tops.append(tops[-1] + each.height)
        return tops

    def set_terms(self, terms: tuple[Term, ...]) -> None:
        """Show terms of office."""
        self.terms = terms
        self._share_rows()
        self.update()

    def set_tracks(self, tracks: list[ShownTrack]) -> None:
        """Show charts, as far as the lanes keep half of the height."""
        self._tracks_wanted = tracks
        self._share_rows()
        self.update()

    def _fit_tracks(self) -> None:
        room = max(self._size[1] - self.overview_px - self.lanes_top, 0.0) * TRACKS_SHARE
        asked = sum(each.height for each in self._tracks_wanted)
        shrink = min(room / asked, 1.0) if asked else 1.0
        self.tracks = [replace(each, height=each.height * shrink) for each in self._tracks_wanted]

    @property
    def least_strip_px(self) -> float:
        """The strip of counts gives way so far and no farther."""
        return self._strip_wanted - 3

    @property
    def lane_fixed_px(self) -> float:
        """What a lane needs besides its rows: air above, the strip of counts below."""
        return 4.0 + self.strip_px

    def lane_colour(self, lane: int) -> QColor:
        """The colour of a lane, whichever others are hidden; after the last the first comes again."""
        return self.series[self._lane_number(lane) % len(self.series)]

    def _lane_number(self, lane: int) -> int:
        """The place of a lane among all lanes, hidden ones too."""
        if self.chronicle is None or lane >= len(self.chronicle.lanes):
            return lane
        return self.all_lanes.get(self.chronicle.lanes[lane], lane)

    def _lane_numbers(self) -> tuple[int, ...]:
        return tuple(self._lane_number(lane) for lane in range(len(self.rows)))

    def set_size(self, width: float, height: float) -> None:
        """Take the size of the canvas in pixels and share the rows anew."""
        self.prepareGeometryChange()
        self._size = (width, height)
        self._share_rows()
        self.port.resize(width - self.head_px - self.right_px)

    def set_chronicle(self, chronicle: Chronicle) -> None:
        """Show other events. The stretch of time shown stays."""
        self.chronicle = chronicle
        self.stacker = None
        self._overview = None
        self._overview_picture = None
        self._texts.clear()
        self._label_sheets = None
        self._shape_codes = np.full(len(chronicle.events), -1, np.int8)
        self._share_rows()

    def revise(self, revision: Revision) -> None:
        """Show a chronicle of which a few events are new: what is drawn elsewhere stays as it was."""
        assert self.stacker is not None
        rows = self.rows
        self.stacker = self.stacker.revised(revision.chronicle.columns, revision.moved, revision.touched)
        self.chronicle = revision.chronicle
        self._overview = self._overview_picture = None
        new = len(revision.chronicle.events) - len(self._shape_codes)
        self._shape_codes = np.concatenate((self._shape_codes, np.full(new, -1, np.int8)))
        self._shape_codes[list(revision.places)] = -1
        if self._label_sheets is not None:
            self._label_sheets[1].forget(revision.places)
        self.rows = rows
        self._share_rows()
        self.update()

    def _share_rows(self) -> None:
        self._fit_tracks()
        if self.chronicle is None:
            return
        height = self.lanes_bottom - self.lanes_top
        lanes = max(1, len(self.chronicle.lanes))
        # A few pixels short of a row for each lane: the strips of counts give way before a lane is cut.
        spare = height / lanes - self.row_px - 4.0
        self.strip_px = min(max(spare, self.least_strip_px), self._strip_wanted)
        rows = rows_of_lanes(self._lane_loads(), height, self.row_px, self.lane_fixed_px)
        if rows != self.rows or self.stacker is None:
            self.rows = rows
            self.stacker = Stacker(
                self.chronicle.columns, rows, least_px=self._least_px(), cell_px=self.cell_px
            )
        tops = [0.0]
        for count in rows:
            tops.append(tops[-1] + self.lane_fixed_px + count * self.row_px)
        spare = height - tops[-1]
        if spare > 0 and len(rows):
            tops = [top + spare * place / len(rows) for place, top in enumerate(tops)]
        self._lane_tops = tops
        self.scroll = min(max(self.scroll, 0.0), max(0.0, tops[-1] - height))
        self.on_lanes()

    def _lane_loads(self) -> list[int]:
        """What the rows are shared by."""
        assert self.chronicle is not None
        return list(self.chronicle.lane_counts)

    def _least_px(self) -> Floats | None:
        """The least width of each title; None where a mark may stand alone."""
        return None

    def lane_top(self, lane: int) -> float:
        """The top of a lane on the canvas."""
        return self.lanes_top + self._lane_tops[lane] - self.scroll

    @property
    def hidden_height(self) -> float:
        """How many pixels of lanes do not fit the canvas."""
        return (
            max(0.0, self._lane_tops[-1] - (self.lanes_bottom - self.lanes_top)) if self._lane_tops else 0.0
        )

    def boundingRect(self) -> QRectF:
        return QRectF(0, 0, *self._size)

    def row_middle(self, lane: int, row: int) -> float:
        """The middle of a row on the canvas."""
        return self.lane_top(lane) + 4 + (row + 0.5) * self.row_px

    def overview_rect(self) -> QRectF:
        """Where the overview of the whole range stands."""
        width, height = self._size
        return QRectF(self.head_px, height - self.overview_px, width - self.head_px, self.overview_px)

    def overview_span(self) -> tuple[float, float]:
        """The stretch of time that the overview covers."""
        if self._overview is None:
            assert self.chronicle is not None
            if self.chronicle.is_empty:
                return self.port.first, self.port.last
            first, last = self.chronicle.span()
            margin = max((last - first) * 0.02, DAY)
            first, last = first - margin, last + margin
            edges = np.searchsorted(self.chronicle.columns.start, np.linspace(first, last, 241))
            self._overview = (first, last, np.diff(edges))
        return self._overview[0], self._overview[1]

    def _text(self, words: str, room: float, *, bold: bool = False) -> QStaticText:
        key = (words, round(room), bold)
        text = self._texts.get(key)
        if text is None:
            if len(self._texts) > 20_000:
                self._texts.clear()
            metrics = self.bold_metrics if bold else self.metrics
            text = QStaticText(metrics.elidedText(words, Qt.TextElideMode.ElideRight, room + 2))
            text.setTextFormat(Qt.TextFormat.PlainText)
            text.prepare(QTransform(), self.bold if bold else self.font)
            self._texts[key] = text
        return text

    def _words_at(
        self,
        painter: QPainter,
        at: QPointF,
        words: str,
        token: str,
        *,
        bold: bool = False,
        room: float = 400.0,
    ) -> None:
        """Draw words with their top left corner at a point: on the screen as a picture that is kept."""
        text = self._text(words, room, bold=bold)
        font = self.bold if bold else self.font
        if self.is_paper:
            painter.setFont(font)
            painter.setPen(self.colours[token])
            painter.drawStaticText(at, text)
            return
        key = (words, token, bold, round(room), self.ratio)
        picture = self._word_pictures.get(key)
        if picture is None:
            if len(self._word_pictures) > 1500:
                self._word_pictures.clear()
            size = text.size()
            picture = QPixmap(round((size.width() + 1) * self.ratio), round((size.height() + 1) * self.ratio))
            picture.setDevicePixelRatio(self.ratio)
            picture.fill(Qt.GlobalColor.transparent)
            writer = QPainter(picture)
            writer.setFont(font)
            writer.setPen(self.colours[token])
            writer.drawStaticText(QPointF(0, 0), text)
            writer.end()
            self._word_pictures[key] = picture
        painter.drawPixmap(at, picture)

    def _mark(
        self, painter: QPainter, shape: str, colour: QColor, x: float, y: float, *, small: bool = False
    ) -> None:
        radius = self._scale * (3.6 if small else 5.0)
        if self.is_paper:
            painter.save()
            painter.translate(x, y)
            draw_mark(painter, shape, colour, self.colours["surface"], radius)
            painter.restore()
            return
        picture = self._marks.get(shape, colour, self.colours["surface"], radius, self.ratio)
        half = radius + 3
        painter.drawPixmap(QPointF(x - half, y - half), picture)
