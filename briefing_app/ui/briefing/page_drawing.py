"""The drawings of a page, for a printer: read from its SVG and painted as outlines, one small call at a time.

Qt's own painter of SVG leaves a pen without colour behind, and a printer strokes every letter with it: the
whole page comes out bold, four times as large and as slow. It also holds the interpreter for a whole page.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import TypeAlias
from xml.etree import ElementTree

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QBrush, QColor, QImage, QPainter, QPainterPath, QPen, QTransform

from briefing_app.ui.briefing.pages import page_size, rasterise

_SVG, _LINK = "{http://www.w3.org/2000/svg}", "{http://www.w3.org/1999/xlink}href"
_WORD = re.compile(r"[A-Za-z]|[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
# How many numbers each letter of a path takes.
_TAKES = {"M": 2, "L": 2, "H": 1, "V": 1, "Q": 4, "C": 6, "Z": 0}
_PORTION = 8192
# How fine a drawing becomes where it must be printed as a picture: 300 to the inch.
_DOTS_PER_POINT = 300 / 72
_CAPS = {"round": Qt.PenCapStyle.RoundCap, "square": Qt.PenCapStyle.SquareCap}
_JOINS = {"round": Qt.PenJoinStyle.RoundJoin, "bevel": Qt.PenJoinStyle.BevelJoin}


class UnknownDrawingError(Exception):
    """The page holds a kind of drawing that this module does not read."""


@dataclass(frozen=True)
class Shape:
    """An outline in its place: filled, drawn along, or both; inside ``clip`` where there is one."""

    path: QPainterPath
    place: QTransform
    fill: QColor | None
    pen: QPen | None
    clip: QPainterPath | None


@dataclass(frozen=True)
class Picture:
    """A photograph in its place."""

    image: QImage
    place: QTransform
    box: QRectF
    clip: QPainterPath | None


Drawing: TypeAlias = Shape | Picture


@dataclass
class PageReader:
    """Reads the pages of one paper; the letters of earlier pages are used again."""

    _letters: dict[str, QPainterPath] = field(default_factory=dict)
    _clips: dict[str, QPainterPath] = field(default_factory=dict)

    def drawings(self, page: bytes) -> list[Drawing]:
        """What stands on a page, in points from its left and top, from the back to the front.

        Raises:
            UnknownDrawingError: the page holds something else than outlines and photographs.
        """
        root = _parsed(page)
        for defined in root.iter(f"{_SVG}defs"):
            self._define(defined)
        return list(self._inside(root, QTransform(), None))

    def whole(self, page: bytes) -> list[Drawing]:
        """The same; one picture of the page where it holds what this module does not read."""
        try:
            return self.drawings(page)
        except UnknownDrawingError:
            size = page_size(page)
            image = rasterise(page, round(size.width() * _DOTS_PER_POINT))
            return [Picture(image, QTransform(), QRectF(QPointF(), size), None)]

    def _define(self, defined: ElementTree.Element) -> None:
        for each in defined:
            name = each.get("id", "")
            kept = {f"{_SVG}symbol": self._letters, f"{_SVG}clipPath": self._clips}.get(each.tag)
            if kept is None:
                raise UnknownDrawingError(each.tag)
            if name not in kept:
                whole = QPainterPath()
                whole.setFillRule(Qt.FillRule.WindingFill)
                for part in each:
                    if part.tag != f"{_SVG}path":
                        raise UnknownDrawingError(part.tag)
                    whole.addPath(_transform(part.get("transform", "")).map(outline(part.get("d", ""))))
                kept[name] = whole

    def _inside(
        self, element: ElementTree.Element, place: QTransform, clip: QPainterPath | None
    ) -> Iterator[Drawing]:
        for each in element:
            here = _transform(each.get("transform", "")) * place if each.get("transform") else place
            within = self._clip(each, here, clip)
            match each.tag.removeprefix(_SVG):
                case "g" | "a":
                    yield from self._inside(each, here, within)
                case "use":
                    letter = self._letters[each.get(_LINK, "").removeprefix("#")]
                    moved = QTransform.fromTranslate(float(each.get("x", 0)), float(each.get("y", 0)))
                    yield from _shape(each, letter, moved * here, within)
                case "path":
                    yield from _shape(each, outline(each.get("d", "")), here, within)
                case "rect":
                    yield from _shape(each, _box(each), here, within)
                case "image":
                    yield from _picture(each, here, within)
                case "defs":
                    pass
                case tag:
                    raise UnknownDrawingError(tag)

    def _clip(
        self, element: ElementTree.Element, place: QTransform, outer: QPainterPath | None
    ) -> QPainterPath | None:
        name = element.get("clip-path", "").removeprefix("url(#").removesuffix(")")
        if not name:
            return outer
        own = place.map(self._clips[name])
        return own if outer is None else outer.intersected(own)


def paint(painter: QPainter, drawings: list[Drawing], size: QSizeF, box: QRectF) -> None:
    """Paint a page of ``size`` points into ``box`` of the painter, as large as it takes it, in its middle."""
    factor = min(box.width() / size.width(), box.height() / size.height())
    left = box.left() + (box.width() - size.width() * factor) / 2
    top = box.top() + (box.height() - size.height() * factor) / 2
    whole = QTransform.fromScale(factor, factor) * QTransform.fromTranslate(left, top)
    for each in drawings:
        if each.clip is not None:
            painter.save()
            painter.setTransform(whole)
            painter.setClipPath(each.clip, Qt.ClipOperation.IntersectClip)
        painter.setTransform(each.place * whole)
        if isinstance(each, Picture):
            painter.drawImage(each.box, each.image)
        else:
            if each.fill is not None:
                painter.fillPath(each.path, QBrush(each.fill))
            if each.pen is not None:
                painter.strokePath(each.path, each.pen)
        if each.clip is not None:
            painter.restore()
    painter.resetTransform()


def outline(words: str) -> QPainterPath:
    """The path of an SVG ``d``: moves, lines, curves, absolute and relative.

    Raises:
        UnknownDrawingError: it holds another letter, an arc for one.
    """
    path = QPainterPath()
    path.setFillRule(Qt.FillRule.WindingFill)
    found = _WORD.findall(words)
    place, letter = 0, ""
    while place < len(found):
        if found[place].isalpha():
            letter = found[place]
            place += 1
        if letter.upper() not in _TAKES:
            raise UnknownDrawingError(letter)
        takes = _TAKES[letter.upper()]
        _draw(path, letter, [float(each) for each in found[place : place + takes]])
        place += takes
        # More numbers after a move are lines.
        letter = {"M": "L", "m": "l"}.get(letter, letter)
    return path


def _draw(path: QPainterPath, letter: str, numbers: list[float]) -> None:
    here = path.currentPosition()
    x0, y0 = (here.x(), here.y()) if letter.islower() else (0.0, 0.0)
    at = [number + (y0 if place % 2 else x0) for place, number in enumerate(numbers)]
    match letter.upper():
        case "M":
            path.moveTo(*at)
        case "L":
            path.lineTo(*at)
        case "H":
            path.lineTo(at[0], here.y())
        case "V":
            path.lineTo(here.x(), numbers[0] + y0)
        case "Q":
            path.quadTo(*at)
        case "C":
            path.cubicTo(*at)
        case _:
            path.closeSubpath()


def _shape(
    element: ElementTree.Element, path: QPainterPath, place: QTransform, clip: QPainterPath | None
) -> Iterator[Shape]:
    fill, line = _colour(element.get("fill", "#000000")), _colour(element.get("stroke", "none"))
    pen = _pen(element, line) if line is not None else None
    if element.get("fill-rule") == "evenodd":
        path = QPainterPath(path)
        path.setFillRule(Qt.FillRule.OddEvenFill)
    if fill is not None or pen is not None:
        yield Shape(path, place, fill, pen, clip)


def _pen(element: ElementTree.Element, colour: QColor) -> QPen:
    width = float(element.get("stroke-width", 1))
    pen = QPen(QBrush(colour), width)
    pen.setCapStyle(_CAPS.get(element.get("stroke-linecap", ""), Qt.PenCapStyle.FlatCap))
    pen.setJoinStyle(_JOINS.get(element.get("stroke-linejoin", ""), Qt.PenJoinStyle.SvgMiterJoin))
    pen.setMiterLimit(float(element.get("stroke-miterlimit", 4)))
    dashes = [float(each) for each in _WORD.findall(element.get("stroke-dasharray", ""))]
    if dashes and width:
        # Qt counts dashes in widths of the line, and wants them in pairs.
        pen.setDashPattern([each / width for each in (dashes if len(dashes) % 2 == 0 else dashes * 2)])
        pen.setDashOffset(float(element.get("stroke-dashoffset", 0)) / width)
    return pen


def _colour(words: str) -> QColor | None:
    """A colour as SVG writes it, ``#rrggbb`` or ``#rrggbbaa``; None is nothing to paint."""
    if words in {"none", "transparent"}:
        return None
    if len(words) == 9:
        colour = QColor(words[:7])
        colour.setAlpha(int(words[7:], 16))
    else:
        colour = QColor(words)
    if not colour.isValid():
        raise UnknownDrawingError(words)
    return colour if colour.alpha() else None


def _transform(words: str) -> QTransform:
    """A transform as SVG writes it.

    Raises:
        UnknownDrawingError: it is neither a matrix, a translation nor a scale.
    """
    made = QTransform()
    for name, inner in re.findall(r"(\w+)\s*\(([^)]*)\)", words):
        numbers = [float(each) for each in _WORD.findall(inner)]
        match name, len(numbers):
            case "matrix", 6:
                one = QTransform(*numbers)
            case "translate", 1 | 2:
                one = QTransform.fromTranslate(numbers[0], (*numbers, 0.0)[1])
            case "scale", 1 | 2:
                one = QTransform.fromScale(numbers[0], numbers[-1])
            case _:
                raise UnknownDrawingError(words)
        made = one * made
    return made


def _box(element: ElementTree.Element) -> QPainterPath:
    path = QPainterPath()
    path.addRect(_rectangle(element))
    return path


def _rectangle(element: ElementTree.Element) -> QRectF:
    return QRectF(
        *(float(element.get(name, "0").removesuffix("pt")) for name in ("x", "y", "width", "height"))
    )


def _picture(element: ElementTree.Element, place: QTransform, clip: QPainterPath | None) -> Iterator[Drawing]:
    kind, _, words = element.get(_LINK, element.get("href", "")).partition(";base64,")
    content, box = base64.b64decode(words), _rectangle(element)
    if kind == "data:image/svg+xml":
        try:
            yield from _drawn_picture(content, box, place, clip)
            return
        except UnknownDrawingError:
            image = rasterise(content, round(box.width() * _DOTS_PER_POINT))
    else:
        image = QImage.fromData(content)
    if image.isNull():
        raise UnknownDrawingError(kind)
    yield Picture(image, place, box, clip)


def _drawn_picture(
    content: bytes, box: QRectF, place: QTransform, clip: QPainterPath | None
) -> list[Drawing]:
    """A drawing inside of the page, stretched into its box."""
    root = _parsed(content)
    if "viewBox" in root.attrib:
        raise UnknownDrawingError("viewBox")
    size = _rectangle(root).size()
    if size.isEmpty():
        raise UnknownDrawingError("size")
    scaled = QTransform.fromScale(box.width() / size.width(), box.height() / size.height())
    inside = scaled * QTransform.fromTranslate(box.x(), box.y()) * place
    own = PageReader()
    return [
        replace(each, place=each.place * inside, clip=clip if each.clip is None else inside.map(each.clip))
        for each in own.drawings(content)
    ]


def _parsed(page: bytes) -> ElementTree.Element:
    """The elements of a page. In portions, between which the window gets its turn.

    Raises:
        UnknownDrawingError: it is no SVG.
    """
    parser = ElementTree.XMLParser()  # noqa: S314  the pages come from our own typesetter
    try:
        for start in range(0, len(page), _PORTION):
            parser.feed(page[start : start + _PORTION])
        return parser.close()
    except ElementTree.ParseError as error:
        raise UnknownDrawingError(str(error)) from error
