"""The pages of a paper: drawn from the SVG of the same compile as the file, rasterised off the GUI thread."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPoint, QRect, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import QColor, QImage, QImageReader, QPainter, QPen
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from briefing_app.app.i18n import tr
from briefing_app.app.jobs import Jobs
from briefing_app.ui.theme import on_change, theme

MIN_ZOOM, MAX_ZOOM = 0.25, 4.0
_POINTS_PER_INCH = 72
# What must be seen of a place with its heading: a line or two.
_LINES_PT = 40.0


@dataclass(frozen=True)
class _Want:
    """A picture of a page of one compile at one width in device pixels."""

    generation: int
    page: int
    width: int


def rasterise(svg: bytes, width: int) -> QImage:
    """A page as a picture ``width`` pixels wide, on white. Safe in any thread.

    Through the image reader, which lets other threads run Python meanwhile: a QSvgRenderer driven from
    Python holds the interpreter for the whole page, and the window stands still for as long.
    """
    size = page_size(svg)
    wanted = QSize(max(1, width), max(1, round(width * size.height() / max(1, size.width()))))
    content = QByteArray(svg)
    device = QBuffer(content)
    device.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(device, QByteArray(b"svg"))
    reader.setScaledSize(wanted)
    reader.setBackgroundColor(QColor(Qt.GlobalColor.white))
    image = reader.read()
    return _drawn(content, wanted) if image.isNull() else image


def _drawn(svg: QByteArray, size: QSize) -> QImage:
    """The same where Qt's reader of SVG is not installed."""
    image = QImage(size, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    QSvgRenderer(svg).render(painter)
    painter.end()
    return image


def page_size(svg: bytes) -> QSizeF:
    """The size of a page in points, read from the head of its SVG."""
    head = svg[:400].decode("utf-8", "replace")
    box = head.partition('viewBox="')[2].partition('"')[0].split()
    return QSizeF(float(box[2]), float(box[3])) if len(box) == 4 else QSizeF(595.28, 841.89)


def _area(rect: QRect) -> int:
    return rect.width() * rect.height()


class PagesView(QAbstractScrollArea):
    """Shows pages one below the other, or two side by side.

    place_clicked: page from 1, points from its left and top.  current_changed: the page most seen.
    zoom_changed: the factor, 1.0 being the printed size at 96 dpi.
    """

    place_clicked = Signal(int, float, float)
    current_changed = Signal(int)
    zoom_changed = Signal(float)

    def __init__(self, jobs: Jobs, *, thumbnails: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._thumbnails = thumbnails
        self._pages: tuple[bytes, ...] = ()
        self._sizes: list[QSizeF] = []
        self._rects: list[QRect] = []
        self._generation = 0
        self._pictures: dict[int, tuple[_Want, QImage]] = {}
        self._asked: set[_Want] = set()
        self._fit = True
        self._zoom = 1.0
        self._two = False
        self._current = 1
        self._highlight = 0
        self._is_placing = False
        self.setFrameShape(QAbstractScrollArea.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(tr("Page thumbnails") if thumbnails else tr("Pages of the paper"))
        self.verticalScrollBar().valueChanged.connect(self._on_scrolled)
        self.horizontalScrollBar().valueChanged.connect(self.viewport().update)
        on_change(self, self.viewport().update)

    # --- what is shown ---------------------------------------------------------------------------------

    @property
    def page_count(self) -> int:
        """How many pages are shown."""
        return len(self._pages)

    @property
    def zoom(self) -> float:
        """The factor to the printed size."""
        return self._zoom

    @property
    def current(self) -> int:
        """The page of which most is seen, from 1."""
        return self._current

    def in_view(self) -> tuple[int, ...]:
        """The pages that can be seen, from 1."""
        return tuple(number + 1 for number in self._visible())

    def is_complete(self) -> bool:
        """Whether every page in view is drawn from the newest compile at its size."""
        return bool(self._pages) and not any(
            self._wanted(number) != self._pictures.get(number, (None, None))[0] for number in self._visible()
        )

    def show_pages(self, pages: tuple[bytes, ...], *, moved: int = 0) -> None:
        """Show another compile; the place in the paper is kept, and old pictures until new ones are there.

        ``moved``: by how many pages what is read stands further back than before.
        """
        changed = {number for number, page in enumerate(pages) if self._page(number) != page}
        self._generation += 1
        self._pages = pages
        self._sizes = [page_size(page) for page in pages]
        for number, (want, image) in list(self._pictures.items()):
            if number >= len(pages):
                del self._pictures[number]
            elif number not in changed:
                self._pictures[number] = (_Want(self._generation, want.page, want.width), image)
        self._lay_out(moved)
        count = len(pages)
        self.setAccessibleDescription(tr("1 page") if count == 1 else tr("{pages} pages", pages=count))

    def set_two_pages(self, two: bool) -> None:
        """Two pages side by side, or one below the other."""
        self._two = two
        self._lay_out()

    def fit_width(self) -> None:
        """Make the pages as wide as the view."""
        self._fit = True
        self._lay_out()

    def set_zoom(self, zoom: float) -> None:
        """Show the pages at a fixed factor."""
        self._fit = False
        self._zoom = min(MAX_ZOOM, max(MIN_ZOOM, zoom))
        self._lay_out()

    def go_to(self, page: int, y_pt: float = 0, lead_pt: float = 0) -> None:
        """Bring a place into view and mark its page among the thumbnails.

        ``lead_pt``: how far above the place its heading begins, which is shown too where both have room.
        """
        if not 1 <= page <= len(self._rects):
            return
        rect, view = self._rects[page - 1], self.viewport().height()
        if self._thumbnails:
            bar = self.verticalScrollBar()
            self._highlight = page
            if not bar.value() <= rect.top() <= bar.value() + view - rect.height():
                bar.setValue(rect.top() - view // 3)
            self.viewport().update()
            return
        scale, air = self._scale(page - 1), theme().px(24)
        has_room = (lead_pt + _LINES_PT) * scale + air <= view
        top = rect.top() + round((y_pt - (lead_pt if has_room else 0)) * scale) - air
        self.verticalScrollBar().setValue(top)
        self._see(page)

    # --- geometry --------------------------------------------------------------------------------------

    def _page(self, number: int) -> bytes:
        return self._pages[number] if number < len(self._pages) else b""

    def _scale(self, number: int) -> float:
        """Logical pixels per point of a page."""
        return self._rects[number].width() / self._sizes[number].width()

    def _lay_out(self, moved: int = 0) -> None:
        """Give each page its place; what of the page that is read stood at the top of the view stays so."""
        page, above = self._current, self._above()
        self._is_placing = True
        self._place_pages()
        page = min(max(1, page + moved), len(self._rects))
        if above is not None and page:
            rect = self._rects[page - 1]
            self.verticalScrollBar().setValue(rect.top() + round(above * rect.height()))
        self._is_placing = False
        self._see(page)

    def _above(self) -> float | None:
        """How much of the page that is read is above the view, in page heights; less than 0 where something
        stands over it. None at the top of the paper.
        """
        value = self.verticalScrollBar().value()
        if value == 0 or self._current > len(self._rects):
            return None
        rect = self._rects[self._current - 1]
        return (value - rect.top()) / rect.height() if rect.height() else None

    def _place_pages(self) -> None:
        gap = theme().px(8 if self._thumbnails else 16)
        columns = 2 if self._two and not self._thumbnails else 1
        room = self.viewport().width() - gap * (columns + 1)
        widest = max((size.width() for size in self._sizes), default=595.0)
        if self._fit or self._thumbnails:
            self._zoom = max(0.05, room / columns / (widest * self.logicalDpiX() / _POINTS_PER_INCH))
        factor = self._zoom * self.logicalDpiX() / _POINTS_PER_INCH
        self._rects = []
        top = gap
        full = round(widest * factor)
        left0 = max(gap, (self.viewport().width() - columns * full - (columns - 1) * gap) // 2)
        for start in range(0, len(self._sizes), columns):
            row = self._sizes[start : start + columns]
            for column, size in enumerate(row):
                shown = QSize(round(size.width() * factor), round(size.height() * factor))
                self._rects.append(QRect(QPoint(left0 + column * (full + gap), top), shown))
            top += round(max(size.height() for size in row) * factor) + gap
        self.verticalScrollBar().setRange(0, max(0, top - self.viewport().height()))
        self.verticalScrollBar().setPageStep(self.viewport().height())
        self.verticalScrollBar().setSingleStep(theme().px(32))
        beyond = columns * full + (columns + 1) * gap - self.viewport().width()
        # Rounding alone must not show a scroll bar, which would change the room again.
        self.horizontalScrollBar().setRange(0, 0 if self._fit or beyond < 4 else beyond)
        self.horizontalScrollBar().setPageStep(self.viewport().width())
        self.zoom_changed.emit(self._zoom)
        self.viewport().update()

    def _offset(self) -> QPoint:
        return QPoint(self.horizontalScrollBar().value(), self.verticalScrollBar().value())

    def _visible(self) -> list[int]:
        view = QRect(self._offset(), self.viewport().size())
        return [number for number, rect in enumerate(self._rects) if rect.intersects(view)]

    def _wanted(self, number: int) -> _Want:
        return _Want(self._generation, number, round(self._rects[number].width() * self.devicePixelRatioF()))

    # --- pictures --------------------------------------------------------------------------------------

    def _ask(self, number: int) -> None:
        want = self._wanted(number)
        have = self._pictures.get(number)
        if (have and have[0] == want) or want in self._asked:
            return
        self._asked.add(want)
        svg = self._pages[number]
        self._jobs.run(lambda: rasterise(svg, want.width), self._taker(want), owner=self)

    def _taker(self, want: _Want) -> Callable[[QImage], None]:
        def take(image: QImage) -> None:
            self._asked.discard(want)
            if want.generation == self._generation and want.page < len(self._pages):
                image.setDevicePixelRatio(self.devicePixelRatioF())
                self._pictures[want.page] = (want, image)
                self.viewport().update()

        return take

    # --- Qt --------------------------------------------------------------------------------------------

    def paintEvent(self, _event) -> None:  # type: ignore[no-untyped-def]
        painter = QPainter(self.viewport())
        painter.fillRect(self.viewport().rect(), theme().colour("raised"))
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.translate(-self._offset())
        for number in self._visible():
            rect = self._rects[number]
            painter.fillRect(rect, QColor(Qt.GlobalColor.white))
            if number in self._pictures:
                painter.drawImage(rect, self._pictures[number][1])
            marked = self._thumbnails and number + 1 == self._highlight
            painter.setPen(QPen(theme().colour("accent" if marked else "line_strong"), 2 if marked else 1))
            painter.drawRect(QRectF(rect).adjusted(-0.5, -0.5, 0.5, 0.5))
            self._ask(number)
        if self.hasFocus():
            painter.resetTransform()
            painter.setPen(QPen(theme().colour("accent"), 2))
            painter.drawRect(self.viewport().rect().adjusted(1, 1, -1, -1))

    def resizeEvent(self, event) -> None:  # type: ignore[no-untyped-def]
        super().resizeEvent(event)
        self._lay_out()
        if self._highlight:  # a strip that is shown only now had no room to bring its page into view
            self.go_to(self._highlight)

    def wheelEvent(self, event) -> None:  # type: ignore[no-untyped-def]
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier and not self._thumbnails:
            self.set_zoom(self._zoom * (1.1 if event.angleDelta().y() > 0 else 1 / 1.1))
            event.accept()
            return
        super().wheelEvent(event)

    def keyPressEvent(self, event) -> None:  # type: ignore[no-untyped-def]
        bar = self.verticalScrollBar()
        steps = {
            Qt.Key.Key_PageDown: bar.pageStep(), Qt.Key.Key_PageUp: -bar.pageStep(),
            Qt.Key.Key_Down: bar.singleStep(), Qt.Key.Key_Up: -bar.singleStep(),
            Qt.Key.Key_Home: -bar.maximum(), Qt.Key.Key_End: bar.maximum(),
        }  # fmt: skip
        if event.key() in steps:
            bar.setValue(bar.value() + steps[event.key()])
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event) -> None:  # type: ignore[no-untyped-def]
        place = event.position().toPoint() + self._offset()
        for number, rect in enumerate(self._rects):
            if rect.contains(place) and event.button() == Qt.MouseButton.LeftButton:
                inside = place - rect.topLeft()
                scale = self._scale(number)
                self.place_clicked.emit(number + 1, inside.x() / scale, inside.y() / scale)
                return
        super().mouseReleaseEvent(event)

    def _on_scrolled(self) -> None:
        if not self._is_placing:
            self._see(self._current)

    def _see(self, wished: int) -> None:
        """Tell which page is read: that of which most is seen; of several the wished one, else the first."""
        view = QRect(self._offset(), self.viewport().size())

        def order(number: int) -> tuple[int, bool, int]:
            return _area(self._rects[number] & view), number + 1 == wished, -number

        current = max(self._visible(), key=order, default=-1) + 1
        if current and current != self._current:
            self._current = current
            self.current_changed.emit(current)
        self.viewport().update()
